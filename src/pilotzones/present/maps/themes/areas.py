"""Estimates by unit: the share of each indicator, hatched where its interval is wide."""

from __future__ import annotations

from collections.abc import Mapping

from pilotzones.present.data_level import indicator_name
from pilotzones.present.maps.themes.classes import Value, classes_apart, sequential
from pilotzones.present.maps.themes.theme import HIDDEN, NO_DATA, PERCENT, Theme
from pilotzones.stratification.released import HIDDEN as HELD_BACK
from pilotzones.stratification.released import Cell, PeopleSheet
from pilotzones.words import text
from pilotzones.zones.sheet import ZoneSheet

ROOM, ORDER = "people", 10

Row = Mapping[str, Cell]


def themes(sheet: ZoneSheet) -> tuple[Theme, ...]:
    """One theme for each indicator that was estimated without persons."""
    people = sheet.case.people
    if people is None or people.data.level == "persons" or "small_areas" not in people.tables:
        return ()
    table = people.tables["small_areas"]
    return tuple(
        _theme(people, str(indicator), {str(r["unit"]): r for r in table.records()
                                        if r["indicator"] == indicator}, sheet)
        for indicator in dict.fromkeys(table.column("indicator"))
    )  # fmt: skip


def _theme(people: PeopleSheet, indicator: str, rows: Mapping[str, Row], sheet: ZoneSheet) -> Theme:
    values = {
        code: _value(rows.get(code, {}).get("rate"))
        for code in sheet.case.zone.codes
        if code in sheet.case.layer.units.index
    }
    cells, legend = sequential(values, PERCENT.decimals)
    intervals = {}
    for code, value in values.items():
        ends = [rows.get(code, {}).get(name) for name in ("rate_low", "rate_high")]
        low, high = (100 * e if isinstance(e, int | float) else None for e in ends)
        if not isinstance(value, str) and low is not None and high is not None:
            intervals[code] = (low, high)
    name = indicator_name(people, indicator)
    return Theme(
        id=f"area-{indicator}",
        group="",
        measure=f"area-{indicator}",
        name=lambda lang: text("theme.area", lang, indicator=name(lang)),
        said=lambda lang: " ".join(
            (text("theme.area.said", lang, year=people.data.year), text("theme.darker", lang))
        ),
        form=PERCENT,
        cells=cells,
        legend=legend,
        intervals=intervals,
        uncertain=frozenset(
            code
            for code, (low, high) in intervals.items()
            if classes_apart(values, low, high, PERCENT.decimals) > 1
        ),
    )


def _value(cell: Cell) -> Value:
    if cell is HELD_BACK:
        return HIDDEN
    return 100 * float(cell) if isinstance(cell, int | float) else NO_DATA
