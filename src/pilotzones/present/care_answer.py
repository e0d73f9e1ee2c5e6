"""The head of the page of care: what is lacking most, for whom, and the reason in two lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from pilotzones.present.care_units import near_home
from pilotzones.present.care_words import type_name
from pilotzones.present.texts import Render, Texts
from pilotzones.resources.supply import CareSheet, Gap
from pilotzones.words import text

_ZONE = "zone"
_LISTED = 3


@dataclass(frozen=True, slots=True)
class HeadOfCare:
    """Answer, what it counts, and what weighs most; ``made_up`` None where no list is synthetic."""

    title: Render
    head: Markup
    counted: Markup
    reason: Markup | None
    shortage: Markup | None
    made_up: Markup | None
    people: int | None


def head_of_care(care: CareSheet, w: Texts) -> HeadOfCare:
    """Head of the page of a care sheet."""

    def head(lang: str) -> str:
        return _answer(care, lang)

    made_up = [supply.providers.type for supply in care.types if supply.providers.synthetic]
    concerned = people_in(care.gaps)
    return HeadOfCare(
        title=head,
        head=w.say(head),
        counted=_counted(care, concerned, w),
        reason=_without(care, w),
        shortage=_shortage(care, w),
        made_up=_made_up(care, made_up, w) if made_up else None,
        people=concerned if care.gaps else None,
    )


def people_in(gaps: Iterable[Gap]) -> int:
    """People of the units of these gaps, each unit once."""
    return sum({gap.unit: gap.people for gap in gaps}.values())


def people_by_type(care: CareSheet) -> dict[str, int]:
    """People in units that fall short, by type of care, most first, then by id."""
    by_type: defaultdict[str, list[Gap]] = defaultdict(list)
    for gap in care.gaps:
        by_type[gap.type].append(gap)
    counted = {type: people_in(gaps) for type, gaps in by_type.items()}
    return dict(sorted(counted.items(), key=lambda item: (-item[1], item[0])))


def measured_types(care: CareSheet) -> tuple[str, ...]:
    """Types whose list says something of the zone."""
    return tuple(
        supply.providers.type
        for supply in care.types
        if _ZONE in supply.groups and supply.groups[_ZONE].people
    )


def _answer(care: CareSheet, lang: str) -> str:
    measured, lacking = measured_types(care), people_by_type(care)
    if not measured:
        return text("care.head.nothing", lang)
    if not lacking:
        return text("care.head.none", lang, n=len(measured))
    worst, people = next(iter(lacking.items()))
    return text("care.head.worst", lang, type=type_name(care, worst, lang), people=people)


def _counted(care: CareSheet, people: int, w: Texts) -> Markup:
    measured = len(measured_types(care))
    if not care.gaps:
        return w.t("care.lede.none", n=measured)
    units = len({gap.unit for gap in care.gaps})
    types = len({gap.type for gap in care.gaps})
    counted = {"gaps": len(care.gaps), "units": units, "people": people}
    return w.t("care.lede.gaps", types=types, measured=measured, **counted)


def without_in_reach(care: CareSheet) -> dict[str, int]:
    """People of the zone with no provider in reach, by type, most first; types with none left out.

    A service that is one for a whole zone is in no unit's reach or out of it: it is left out.
    """
    found = {
        supply.providers.type: supply.groups[_ZONE].people_without
        for supply in care.types
        if near_home(supply.providers.type)
        and _ZONE in supply.groups
        and supply.groups[_ZONE].people_without
    }
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))


def _without(care: CareSheet, w: Texts) -> Markup | None:
    without = without_in_reach(care)
    if not without:
        return None
    type, people = next(iter(without.items()))
    return w.t("care.lede.without", type=lambda lang: type_name(care, type, lang), people=people)


def _shortage(care: CareSheet, w: Texts) -> Markup | None:
    """The shortage rule on the zone as a whole."""
    zone = next((area for area in care.shortage if area.area == _ZONE), None)
    if zone is None or zone.short is None or zone.per_100000 is None:
        return None
    id = "care.lede.short" if zone.short else "care.lede.not_short"
    return w.t(id, value=round(zone.per_100000, 1), bound=zone.bound)


def _made_up(care: CareSheet, types: list[str], w: Texts) -> Markup:
    if len(types) == len(care.types):
        return w.t("care.made_up.all")
    return w.t(
        "care.made_up.some",
        names=lambda lang: tuple(type_name(care, type, lang) for type in types),
    )
