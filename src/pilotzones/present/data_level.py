"""Three honest data levels in words: what figures are made from, and what better data would change.

A page prints them from the level of a people sheet alone.
"""

from __future__ import annotations

from pilotzones.present.sentences import capital
from pilotzones.present.texts import Render
from pilotzones.stratification.released import Cell, Level, PeopleSheet
from pilotzones.words import text

LEVELS: dict[Level, str] = {
    "persons": "people.data.persons",
    "aggregates": "people.data.aggregates",
    "public-rates": "people.data.public",
}
"""Message of the name of each level."""
_ESTIMATES: dict[Level, str] = {
    "persons": "area.level.persons",
    "aggregates": "area.level.aggregates",
    "public-rates": "area.level.public-rates",
}
_BETTER: dict[Level, tuple[str, ...]] = {
    "public-rates": ("area.better.inhabitants", "area.better.counts", "area.better.persons"),
    "aggregates": ("area.better.units", "area.better.persons"),
    "persons": ("area.better.diagnoses",),
}


EXTRA = {
    "chronic_status": "area.indicator.chronic_status",
    "chronic_illness": "area.indicator.chronic_illness",
    "long_standing_illness": "area.indicator.long_standing_illness",
    "polypharmacy": "area.indicator.polypharmacy",
    "increased_reimbursement": "area.indicator.increased_reimbursement",
}
"""Indicators that are no condition, with the message of their name."""
_OF_PERSONS = {
    "any": "people.count.any",
    "two_or_more": "people.count.two_or_more",
    "target": "people.col.target_share",
}
"""Indicators of the units where there are persons."""


def level_words(level: Level, lang: str) -> str:
    """What estimates by unit are made from at this level."""
    return text(_ESTIMATES[level], lang)


def better_data(sheet: PeopleSheet) -> tuple[str, ...]:
    """Message ids of what better data than these would change, the nearest step first.

    None for persons whose diagnoses are known.
    """
    return () if "diagnoses" in sheet.totals else _BETTER[sheet.data.level]


def indicator_name(sheet: PeopleSheet, key: Cell) -> Render:
    """Name of an indicator, with a capital letter: of a condition, or of its own."""
    id = str(key)
    if id in sheet.names:
        return lambda lang: capital(sheet.names[id].get(lang, id))
    message = (_OF_PERSONS if sheet.data.level == "persons" else EXTRA).get(id)
    if message is not None:
        return lambda lang: capital(text(message, lang))
    return lambda _: capital(id)
