"""The two pages that come first: how many zones hold, what blocks the others, what to do next."""

from __future__ import annotations

from collections.abc import Iterator

from pilotzones.findings import Verdict
from pilotzones.present.reports.model import (
    Block,
    Bullets,
    Item,
    KeyFigure,
    KeyFigures,
    Paragraph,
    Section,
)
from pilotzones.present.reports.round import RoundSubject
from pilotzones.present.round_cells import blocking, state
from pilotzones.present.round_overlaps import pair_words, shared_codes
from pilotzones.present.sentences import title
from pilotzones.words import listed, number
from pilotzones.zones.measures import people_of

ORDER = 10
_SHOWN = 8


def sections(subject: RoundSubject) -> tuple[Section, ...]:
    """Figures that count, zones that hold, zones that something blocks, what has to be settled."""
    figures = KeyFigures(tuple(_figures(subject)))
    return (
        Section("summary", subject.t("page.index"), (figures,), summary=True),
        _zones(subject, "gaps", "report.round.blocked", Verdict.FAIL),
        _zones(subject, "strengths", "report.round.fit", Verdict.PASS),
        _next(subject),
    )


def _figures(subject: RoundSubject) -> Iterator[KeyFigure]:
    view, lang = subject.view, subject.lang
    fit = sum(state(sheet.findings) is Verdict.PASS for sheet in view.sheets)
    shared = shared_codes(view)
    twice = people_of(shared, subject.layer) if shared else 0
    free = sum(row.population for row in view.uncovered)
    for value, id in (
        (len(view.sheets), "report.round.zones"),
        (fit, "report.round.zones_fit"),
        (len(view.pairs), "report.round.overlaps"),
        (twice, "report.round.claimed_twice"),
        (free, "report.round.uncovered"),
    ):
        yield KeyFigure(number(value, lang), subject.t(id), "")


def _zones(subject: RoundSubject, id: str, heading: str, verdict: Verdict) -> Section:
    """Zones in this state, by name, with the rules that make it."""
    lang = subject.lang
    found = [
        Item(f"{place}. {sheet.case.zone.name}{_why(sheet.findings, lang)}", verdict)
        for place, sheet in enumerate(subject.view.sheets, 1)
        if state(sheet.findings) is verdict
    ]
    blocks: list[Block] = (
        [Bullets(tuple(found[:_SHOWN]))] if found else [Paragraph(subject.t("report.round.none"))]
    )
    if len(found) > _SHOWN:
        blocks.append(Paragraph(subject.t("report.round.more", n=len(found) - _SHOWN), "small"))
    return Section(id, subject.t(heading), tuple(blocks), level=2, summary=True)


def _why(findings: tuple, lang: str) -> str:
    failed = [f for f in blocking(findings) if f.verdict is Verdict.FAIL]
    if not failed:
        return ""
    return ": " + listed([f"{title(f.rule, lang)} ({f.rule})" for f in failed], lang)


def _next(subject: RoundSubject) -> Section:
    """Overlaps to be settled, and areas that are cut off."""
    lang = subject.lang
    items = [
        Item(
            subject.t("report.round.settle", pair=pair_words(p.a, p.b)(lang), people=p.population),
            Verdict.FAIL,
        )
        for p in subject.view.pairs
    ]
    items += [
        Item(
            subject.t("report.round.release", people=one.population, n=len(one.codes)),
            Verdict.WARN,
        )
        for one in subject.stranded or ()
    ]
    blocks: tuple[Block, ...] = (
        (Bullets(tuple(items[:_SHOWN]), ordered=True),)
        if items
        else (Paragraph(subject.t("index.next_none")),)
    )
    return Section("next", subject.t("index.next"), blocks, level=2, summary=True)
