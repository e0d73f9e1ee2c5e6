"""Names of care in words: types, groups of units, units of capacity, sources of lists."""

from __future__ import annotations

from pilotzones.resources.care_types import care_types
from pilotzones.resources.supply import CareSheet, TypeSupply
from pilotzones.words import number, text

_GROUPS = {
    "zone": "care.group.zone",
    "rural": "care.group.rural",
    "other": "care.group.other",
    "region": "care.group.region",
    "country": "care.group.country",
}
_CAPACITY = {
    "providers": "care.capacity.providers",
    "fte": "care.capacity.fte",
    "beds": "care.capacity.beds",
    "places": "care.capacity.places",
}
_REASONS = {
    "none_in_reach": "care.reason.none_in_reach",
    "far_below": "care.reason.far_below",
    "below": "care.reason.below",
    "distant": "care.reason.distant",
}


def type_name(care: CareSheet | None, type: str, lang: str) -> str:
    """Name of a type of care: that of the sheet, else that of the program, else its id."""
    given = (care.names or {}).get(type) if care is not None else None
    if given is not None:
        return given[lang]
    known = care_types().get(type)
    return getattr(known.names, lang) if known is not None else type


def group_name(id: str, lang: str) -> str:
    """Name of a group of units with its article: ``la région``."""
    return text(_GROUPS[id], lang)


def capacity_name(unit: str, lang: str) -> str:
    """What a capacity counts: providers, beds, full-time equivalents; else the list's own word."""
    return text(_CAPACITY[unit], lang) if unit in _CAPACITY else unit


def reason_name(reason: str, lang: str) -> str:
    """Why a unit falls short, in words."""
    return text(_REASONS[reason], lang)


def km(metres: float, lang: str) -> str:
    """Distance in kilometres with one decimal, and the unit."""
    return text("care.km", lang, n=number(metres / 1000, lang, 1))


def list_words(supply: TypeSupply, lang: str) -> str:
    """Where a list comes from: its source and date, or that it is made up."""
    providers = supply.providers
    if providers.synthetic:
        return text("care.list.synthetic", lang)
    if providers.dated is None:
        return text("care.list.undated", lang, source=providers.source)
    return text("care.list.dated", lang, source=providers.source, date=providers.dated)


def short_list_words(supply: TypeSupply, lang: str) -> str:
    """The same in brief."""
    if supply.providers.synthetic:
        return text("care.list.short_synthetic", lang)
    return list_words(supply, lang)
