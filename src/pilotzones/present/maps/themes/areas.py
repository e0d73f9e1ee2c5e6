"""Estimates by unit: the share of each indicator, hatched where its interval is wide."""

from __future__ import annotations

from collections.abc import Mapping

from pilotzones.present.data_level import indicator_name
from pilotzones.present.maps.themes._people import (
    Row,
    as_percentage,
    rated_theme,
    said_of,
    value_of,
)
from pilotzones.present.maps.themes.theme import PERCENT, Interval, Theme
from pilotzones.stratification.released import PeopleSheet
from pilotzones.words import text
from pilotzones.zones.sheet import ZoneSheet

ROOM, ORDER = "people", 10


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
        code: value_of(as_percentage(rows.get(code, {}).get("rate")))
        for code in sheet.case.zone.codes
        if code in sheet.case.layer.units.index
    }
    intervals: dict[str, Interval] = {}
    for code, value in values.items():
        row = rows.get(code, {})
        low, high = (value_of(as_percentage(row.get(end))) for end in ("rate_low", "rate_high"))
        if not (isinstance(value, str) or isinstance(low, str) or isinstance(high, str)):
            intervals[code] = (low, high)
    name = indicator_name(people, indicator)
    return rated_theme(
        f"area-{indicator}",
        values,
        intervals,
        form=PERCENT,
        name=lambda lang: text("theme.area", lang, indicator=name(lang)),
        said=said_of("theme.area.said", people),
    )
