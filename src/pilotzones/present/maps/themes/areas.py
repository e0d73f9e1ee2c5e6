"""Estimates by unit: the share of each indicator, hatched where its interval is wide."""

from __future__ import annotations

from pilotzones.present.data_level import indicator_name
from pilotzones.present.maps.themes._people import said_of, share_theme
from pilotzones.present.maps.themes.theme import Theme
from pilotzones.present.smoothed import TABLE, smoothed_rows
from pilotzones.stratification.released import PeopleSheet
from pilotzones.words import text
from pilotzones.zones.sheet import ZoneSheet

ROOM, ORDER = "people", 10


def themes(sheet: ZoneSheet) -> tuple[Theme, ...]:
    """One theme for each indicator that was estimated without persons.

    With persons the themes of need, multimorbidity and the target group show what was smoothed.
    """
    people = sheet.case.people
    if people is None or people.data.level == "persons" or TABLE not in people.tables:
        return ()
    indicators = dict.fromkeys(people.tables[TABLE].column("indicator"))
    return tuple(_theme(people, str(indicator), sheet) for indicator in indicators)


def _theme(people: PeopleSheet, indicator: str, sheet: ZoneSheet) -> Theme:
    name = indicator_name(people, indicator)
    return share_theme(
        sheet,
        f"area-{indicator}",
        smoothed_rows(people, indicator),
        name=lambda lang: text("theme.area", lang, indicator=name(lang)),
        said=said_of("theme.area.said", people),
    )
