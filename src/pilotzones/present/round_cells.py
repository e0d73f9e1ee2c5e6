"""Cells of the tables of many zones: population on its scale, state, points that block."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from pilotzones.findings import Finding, Severity, Verdict
from pilotzones.postcodes.layer import UnitLayer
from pilotzones.present.figures.drawing import as_percent
from pilotzones.present.gauge import gauge
from pilotzones.present.grid import joined
from pilotzones.present.sentences import title, unit_label
from pilotzones.present.texts import Render, Texts
from pilotzones.words import listed
from pilotzones.zones.rulesets import Population

LISTED = 40
"""Units that a cell names; the files beside the pages have them all."""
_OPEN = (Verdict.TO_DECLARE, Verdict.TO_JUDGE, Verdict.NOT_COMPUTABLE)
_STATES = {
    Verdict.PASS: "round.state.pass",
    Verdict.FAIL: "round.state.fail",
    Verdict.NOT_COMPUTABLE: "round.state.not-computable",
}


def blocking(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings that block a zone: it fails them, or nobody can tell yet."""
    return tuple(
        finding
        for finding in findings
        if finding.severity is Severity.BLOCKING
        and finding.verdict in (Verdict.FAIL, Verdict.NOT_COMPUTABLE)
    )


def state(findings: Iterable[Finding]) -> Verdict:
    """A zone in one verdict: fail, not computable, or pass where nothing blocks it."""
    found = {finding.verdict for finding in blocking(findings)}
    return next((v for v in (Verdict.FAIL, Verdict.NOT_COMPUTABLE) if v in found), Verdict.PASS)


def open_points(findings: Iterable[Finding]) -> int:
    """Points that somebody still has to declare, judge or complete."""
    return sum(finding.verdict in _OPEN for finding in findings)


def marked(verdict: Verdict, words: Markup) -> Markup:
    """Sign of a verdict with words of its own."""
    pattern = Markup(
        '<span class="verdict v-{0}"><svg class="sign" aria-hidden="true" focusable="false">'
        '<use href="#sign-{0}"/></svg><span class="word">{1}</span></span>'
    )
    return pattern.format(str(verdict), words)


def state_cell(findings: Sequence[Finding], w: Texts) -> Markup:
    """State of a zone with the rules that it fails, then those that nobody can check yet."""
    found = blocking(findings)
    if not found:
        return marked(Verdict.PASS, w.t(_STATES[Verdict.PASS]))
    return joined(
        [
            _state_part(verdict, rules, w)
            for verdict in (Verdict.FAIL, Verdict.NOT_COMPUTABLE)
            if (rules := [f.rule for f in found if f.verdict is verdict])
        ],
        "",
    )


def _state_part(verdict: Verdict, rules: Sequence[str], w: Texts) -> Markup:
    """Sign and word, with failed rules by name and the others by their ids."""
    words = w.t(_STATES[verdict])
    if verdict is Verdict.NOT_COMPUTABLE:
        ids = Markup('{} <span class="rule-id">{}</span>').format(words, ", ".join(rules))
        return Markup('<span class="state">{}</span>').format(marked(verdict, ids))
    rows = [
        Markup('<span class="why">{} <span class="rule-id">{}</span></span>').format(
            w.say(lambda lang, rule=rule: title(rule, lang)), rule
        )
        for rule in rules
    ]
    said = marked(verdict, words), joined(rows, "")
    return Markup('<span class="state">{}{}</span>').format(*said)


def people_cell(people: int | None, limits: Population, w: Texts) -> Markup:
    """Number of inhabitants, and its place on the scale of the rule set."""
    if people is None:
        return Markup('<span class="unknown">{}</span>').format(w.t("value.unknown"))
    found = gauge(people, limits)
    if found is None or found.needle is None:
        return w.number(people)
    bands = Markup("").join(
        Markup('<i class="band b-{}" style="left:{:.2f}%;width:{:.2f}%"></i>').format(
            band.kind, band.start * 100, (band.end - band.start) * 100
        )
        for band in found.bands
    )
    pattern = Markup(
        '{}<span class="scale" aria-hidden="true">{}<i class="needle{}" style="left:{:.2f}%"></i>'
        "</span>"
    )
    beyond = " beyond" if found.beyond else ""
    return pattern.format(w.number(people), bands, beyond, found.needle * 100)


def share_cell(share: float | None, w: Texts) -> Markup:
    """Share as a percentage, or the word for not known."""
    if share is None:
        return Markup('<span class="unknown">{}</span>').format(w.t("value.unknown"))
    return w.say(lambda lang: as_percent(share, lang))


def units_words(codes: Sequence[str], layer: UnitLayer) -> Render:
    """Units by code and name, in a row; long lists end with how many more there are."""
    return lambda lang: listed([unit_label(code, layer, lang) for code in codes], lang, LISTED)


def zone_words(name: str) -> Render:
    """Name of a zone, the same in every language."""
    return lambda _lang: name
