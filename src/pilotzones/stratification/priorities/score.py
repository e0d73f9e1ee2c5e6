"""Needs times supply: every need with every care that meets it, by part of the zone, ranked.

The score stands in `models/priorities.toml`. Only released figures go in: what is hidden is not
ranked, and counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from math import inf
from typing import TYPE_CHECKING

from pilotzones.stratification.priorities.model import score_model
from pilotzones.stratification.priorities.values import Priority, Weights
from pilotzones.stratification.released import HIDDEN, Cell, PeopleSheet

if TYPE_CHECKING:
    from pilotzones.resources.supply import CareSheet, TypeSupply

MORE = ("two_or_more", "polypharmacy")
"""Needs that are no condition."""
_TEN = 10


def ranked(
    people: PeopleSheet, care: CareSheet, weights: Weights
) -> tuple[tuple[Priority, ...], int]:
    """Priorities, the highest score first, and the number of needs left out as hidden.

    Equal scores are in the order of need, care and part. Needs without a reference, and care
    without access known in a part, have no row.
    """
    table = people.tables.get("morbidity")
    if table is None:
        return (), 0
    records = {str(row["condition"]): row for row in table.records()}
    parts = _parts(people, records.get("any", {}))
    found: list[Priority] = []
    held = 0
    for need, row in records.items():
        if need not in people.names and need not in MORE:
            continue
        ratio, n = _over(row), row.get("zone_n")
        if HIDDEN in (row.get("zone_std"), row.get("country_std"), row.get("region_std"), n):
            held += 1
        elif ratio is not None and isinstance(n, int | float):
            for type in score_model().care_of(need, people.families.get(need, "")):
                supply = care.supply(type)
                if supply is not None:
                    found += _rows((need, ratio, float(n)), supply, parts)
    inhabitants = _inhabitants(people)
    scored = [replace(row, score=_score(row, weights, inhabitants)) for row in found]
    scored.sort(key=lambda row: (-row.score, row.need_id, row.care, row.part))
    return tuple(replace(row, rank=rank) for rank, row in enumerate(scored, start=1)), held


def _rows(
    need: tuple[str, float, float], supply: TypeSupply, parts: Mapping[str, tuple[float, float]]
) -> Iterator[Priority]:
    """Rows of one need and one type of care, by part; parts without known access have none."""
    id, ratio, n = need
    reference = supply.groups.get(supply.reference)
    if reference is None or not reference.access or supply.reference == "zone":
        return
    for part, (factor, share) in parts.items():
        group = supply.groups.get(part)
        if group is None or group.access is None:
            continue
        lack = reference.access / group.access if group.access else inf
        about = round(n * share / _TEN) * _TEN
        yield Priority(0, id, supply.providers.type, part, ratio * factor, lack, about, 0.0)


def _parts(people: PeopleSheet, anybody: Mapping[str, Cell]) -> dict[str, tuple[float, float]]:
    """Parts of the zone: their share of chronically ill over that of the zone, and of the ill.

    One part, ``zone``, where the rural part and the rest are not both told.
    """
    whole = anybody.get("zone_share")
    table = people.tables.get("rural")
    told: dict[str, tuple[float, float]] = {}
    for row in table.records() if table is not None else []:
        n, share = row.get("people"), row.get("chronic_share")
        if isinstance(n, int | float) and isinstance(share, int | float):
            told[str(row["part"])] = float(n), float(share)
    ill = sum(n * share for n, share in told.values())
    if (
        set(told) != {"rural", "other"}
        or not ill
        or not isinstance(whole, int | float)
        or not whole
    ):
        return {"zone": (1.0, 1.0)}
    return {part: (share / float(whole), n * share / ill) for part, (n, share) in told.items()}


def _over(row: Mapping[str, Cell]) -> float | None:
    """Share of the zone over that of the country, else of the region, at equal age and sex."""
    zone = row.get("zone_std")
    for group in ("country_std", "region_std"):
        other = row.get(group)
        if isinstance(zone, int | float) and isinstance(other, int | float) and other > 0:
            return float(zone) / float(other)
    return None


def _inhabitants(people: PeopleSheet) -> float:
    """People of the zone, as released; of the units that are told where the whole is not."""
    table = people.tables.get("concentration")
    whole = table.number("people", top="100") if table is not None else None
    if whole:
        return whole
    units = people.tables.get("units")
    told = units.column("people") if units is not None else ()
    return float(sum(n for n in told if isinstance(n, int | float))) or 1.0


def _score(row: Priority, weights: Weights, inhabitants: float) -> float:
    """The score, to four decimals: what is equal on paper has the same rank on every machine."""
    need, lack = (min(max(ratio, 1 / weights.most), weights.most) for ratio in (row.need, row.lack))
    people = 100 * row.people / inhabitants
    found = need**weights.need * lack**weights.lack * people**weights.people
    return round(found, 4)
