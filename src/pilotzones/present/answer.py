"""The head of the first page: the answer as a sentence, and the reason in two lines."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from pilotzones.findings import Finding, Verdict
from pilotzones.present.headline import State, headline
from pilotzones.present.sentences import sentence
from pilotzones.present.texts import Render, Texts
from pilotzones.words import text
from pilotzones.zones.sheet import ZoneSheet

_HEADS = {
    State.BLOCKED: "head.blocked",
    State.UNKNOWN: "head.unknown",
    State.FAILED: "head.failed",
    State.OPEN: "head.open",
    State.WARNED: "head.warned",
    State.FIT: "head.fit",
}
_JOURNEY_HEADS = {
    State.BLOCKED: "summary.head.blocked",
    State.UNKNOWN: "summary.head.unknown",
    State.FAILED: "summary.head.failed",
    State.OPEN: "summary.head.open",
    State.WARNED: "summary.head.warned",
    State.FIT: "summary.head.fit",
}
"""Heads over zone, people and care together."""
_OPEN = (Verdict.TO_DECLARE, Verdict.TO_JUDGE, Verdict.NOT_COMPUTABLE)


_LISTED = 4
"""Units that the head of the page names; the list below has them all."""


@dataclass(frozen=True, slots=True)
class HeadOfPage:
    """The answer and its reason; ``reason`` is what weighs most, None when nothing does."""

    head: Markup
    title: Render
    shape: Markup
    reason: Markup | None
    verdict: str
    rest: Markup | None


def answer(sheet: ZoneSheet, w: Texts, further: tuple[Finding, ...] = ()) -> HeadOfPage:
    """Answer of a sheet: chosen from its findings, the worst first.

    With ``further`` findings, those of people and care, it speaks of the project, not of the zone.
    """
    findings = (*sheet.findings, *further)
    heads = _JOURNEY_HEADS if further else _HEADS
    found = headline(findings)
    n, first = len(found.findings), next(iter(found.findings), None)

    def head(lang: str) -> str:
        return text(heads[found.state], lang, n=n)

    return HeadOfPage(
        head=w.say(head),
        title=head,
        shape=w.say(lambda lang: shape(sheet, lang)),
        reason=w.say(lambda lang: sentence(first, sheet.case, lang, most=_LISTED))
        if first
        else None,
        verdict=str(first.verdict) if first else str(Verdict.PASS),
        rest=_rest(findings, found.state, n, w),
    )


def shape(sheet: ZoneSheet, lang: str) -> str:
    """Pieces and people of a zone in one sentence."""
    n, people = len(sheet.pieces), sheet.population
    if n == 0:
        return text("lede.nothing", lang)
    if n == 1:
        id = "lede.whole_unknown" if people is None else "lede.whole"
        return text(id, lang, people=people)
    id = "lede.pieces_unknown" if people is None else "lede.pieces"
    return text(id, lang, n=n, people=people)


def _rest(findings: tuple[Finding, ...], state: State, n: int, w: Texts) -> Markup | None:
    """What else there is: more points that block, else points that are open."""
    if state is State.BLOCKED and n > 1:
        return w.t("lede.also", n=n - 1)
    waiting = sum(finding.verdict in _OPEN for finding in findings)
    waiting -= state is State.OPEN or state is State.UNKNOWN
    return w.t("lede.open", n=waiting) if waiting > 0 else None
