"""What a theme says of the zone as a whole, the Region and the country, in the same classes."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from pilotzones.present.maps.themes import map_themes
from pilotzones.present.maps.themes.theme import Theme
from pilotzones.resources.care_types import care_model
from pilotzones.resources.supply import CareSheet
from pilotzones.stratification.released import PeopleSheet
from pilotzones.zones.sheet import ZoneSheet

_GROUPS = ("zone", "region", "country")
_ROWS = {"need": "any", "multimorbidity": "two_or_more"}
"""Row of the released table of morbidity for each theme of people that has references."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A group of units, its value, and the class of the map that it would be in."""

    group: str
    value: float
    sign: str


def compared_themes(sheet: ZoneSheet) -> dict[str, tuple[Theme, ...]]:
    """Themes to lay side by side, by room: those of people, and access to each type of care."""
    people = map_themes("people", sheet)
    care = tuple(t for t in map_themes("care", sheet) if t.measure == "access")
    return {room: themes for room, themes in (("people", people), ("care", care)) if themes}


def references(theme: Theme, sheet: ZoneSheet) -> tuple[Reference, ...]:
    """Zone, Region and country as far as they are known; nothing where the zone is not."""
    found = _values(theme, sheet)
    if "zone" not in found:
        return ()
    return tuple(
        Reference(group, value, _class_of(theme, value, sheet)) for group, value in found.items()
    )


def _values(theme: Theme, sheet: ZoneSheet) -> dict[str, float]:
    people, care = sheet.case.people, sheet.case.care
    if theme.measure in _ROWS and people is not None:
        return _of_people(theme, people)
    if theme.measure == "access" and care is not None:
        return _of_care(theme, care)
    return {}


def _of_people(theme: Theme, people: PeopleSheet) -> dict[str, float]:
    table = people.tables.get("morbidity")
    if table is None:
        return {}
    row = _ROWS[theme.measure]
    shares = {group: table.number(f"{group}_share", condition=row) for group in _GROUPS}
    return {group: 100 * share for group, share in shares.items() if share is not None}


def _of_care(theme: Theme, care: CareSheet) -> dict[str, float]:
    supply = care.supply(theme.group)
    if supply is None:
        return {}
    known = {group: supply.groups[group].access for group in _GROUPS if group in supply.groups}
    return {group: access for group, access in known.items() if access is not None}


def _class_of(theme: Theme, value: float, sheet: ZoneSheet) -> str:
    """Class that a value would be in: by the classes of the units, or around the reference."""
    signs = [
        entry.sign for entry in theme.legend if entry.sign[:1] in "kd" and entry.sign[1:].isdigit()
    ]
    if signs and signs[0].startswith("d") and sheet.case.care is not None:
        supply = sheet.case.care.supply(theme.group)
        group = supply.groups.get(supply.reference) if supply is not None else None
        if group is not None and group.access:
            bounds = care_model().thresholds
            shares = (bounds.far_below, bounds.below, 1 / bounds.below, 1 / bounds.far_below)
            return f"d{bisect_right([group.access * share for share in shares], value)}"
    firsts = {
        sign: min(c.value for c in theme.cells.values() if c.sign == sign and c.value is not None)
        for sign in signs
        if any(c.sign == sign for c in theme.cells.values())
    }
    below = [sign for sign, first in firsts.items() if first <= value]
    return below[-1] if below else next(iter(firsts), "no-data")
