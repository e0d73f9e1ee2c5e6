"""The zones of a call: one row each, and what the rules say of each in words."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from pilotzones.findings import Finding, Verdict
from pilotzones.present.figures.round_map import Patch
from pilotzones.present.grid import Grid, Head, Line, head
from pilotzones.present.round_cells import (
    blocking,
    open_points,
    people_cell,
    state,
    state_cell,
    zone_words,
)
from pilotzones.present.sentences import next_step, sentence
from pilotzones.present.texts import Render, Texts
from pilotzones.present.values import counted_units
from pilotzones.words import text
from pilotzones.zones.sheet import ZoneSheet

_TOGETHER = ("Z06", "Z07", "Z08")
"""Rules on the zone among those of other projects."""
_UNITS_IN_WORDS = 12


@dataclass(frozen=True, slots=True)
class Said:
    """One finding in words, with what to do next."""

    rule: str
    verdict: str
    words: Markup
    step: Markup | None


@dataclass(frozen=True, slots=True)
class ZoneView:
    """A zone in detail: number, name, size in words, findings that block or concern others."""

    number: int
    name: Markup
    size: Markup
    state: str
    findings: tuple[Said, ...]


def zone_views(sheets: tuple[ZoneSheet, ...], w: Texts) -> tuple[ZoneView, ...]:
    """Each zone with the points that block it and the findings Z06 to Z08."""
    return tuple(_view(number, sheet, w) for number, sheet in enumerate(sheets, 1))


def _view(number: int, sheet: ZoneSheet, w: Texts) -> ZoneView:
    blocked = blocking(sheet.findings)
    also = [f for f in sheet.findings if f.rule in _TOGETHER and f not in blocked]
    return ZoneView(
        number,
        w.say(zone_words(sheet.case.zone.name)),
        w.say(size_words(sheet)),
        str(state(sheet.findings)),
        tuple(_said(finding, sheet, w) for finding in (*blocked, *also)),
    )


def _said(finding: Finding, sheet: ZoneSheet, w: Texts) -> Said:
    case = sheet.case
    todo = next_step(finding, case, w.lang) is not None
    return Said(
        finding.rule,
        str(finding.verdict),
        w.say(lambda lang: sentence(finding, case, lang, most=_UNITS_IN_WORDS)),
        w.say(lambda lang: next_step(finding, case, lang) or "") if todo else None,
    )


def size_words(sheet: ZoneSheet) -> Render:
    """Units, people and pieces of a zone in a row."""
    codes, kind, people = sheet.case.zone.codes, sheet.case.layer.origin.kind, sheet.population

    def said(lang: str) -> str:
        known = text("value.unknown", lang) if people is None else None
        return ", ".join(
            [
                known or text("value.persons", lang, n=people),
                counted_units(len(codes), kind, lang),
                text("value.pieces", lang, n=len(sheet.pieces)),
            ]
        )

    return said


def patches(sheets: tuple[ZoneSheet, ...]) -> tuple[Patch, ...]:
    """The zones as the map shows them; a click leads to the row of the zone."""
    return tuple(
        Patch(
            number,
            sheet.case.zone.codes,
            _tip(number, sheet),
            f"row-{number}",
            blocked=state(sheet.findings) is Verdict.FAIL,
        )
        for number, sheet in enumerate(sheets, 1)
    )


def _tip(number: int, sheet: ZoneSheet) -> Render:
    size = size_words(sheet)
    return lambda lang: f"{number}. {sheet.case.zone.name}: {size(lang)}"


def zone_grid(sheets: tuple[ZoneSheet, ...], w: Texts) -> Grid:
    """A row for each zone: people on the scale, pieces, state with what blocks, open points."""
    lines = tuple(
        Line(
            Markup('<span class="no">{0}</span> <a href="#zone-{0}">{1}</a>').format(
                number, w.say(zone_words(sheet.case.zone.name))
            ),
            (
                people_cell(sheet.population, sheet.case.rules.population, w),
                w.number(len(sheet.case.zone.codes)),
                w.number(len(sheet.pieces)),
                state_cell(sheet.findings, w),
                w.number(open_points(sheet.findings)),
            ),
        )
        for number, sheet in enumerate(sheets, 1)
    )
    return Grid(w.t("round.zones.caption"), w.t("round.zone"), zone_heads(w), lines)


def zone_heads(w: Texts) -> tuple[Head, ...]:
    """Heads of the columns of a zone: people, units, pieces, state, open points."""
    return (
        head(lambda lang: text("table.population", lang), w),
        head(lambda lang: text("round.units", lang), w),
        head(lambda lang: text("round.pieces", lang), w),
        head(lambda lang: text("round.state", lang), w, figure=False),
        head(lambda lang: text("round.open", lang), w),
    )
