"""Gaps: units of the zone that have far less of a type of care than the reference has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from pilotzones.resources.care_types import Thresholds, care_model
from pilotzones.resources.request import CareRequest
from pilotzones.resources.supply import Gap, GroupSupply, TypeSupply


def gaps(supplies: Iterable[TypeSupply], request: CareRequest) -> tuple[Gap, ...]:
    """Units of the zone that fall short of the reference, the largest gap first.

    A unit has at most one gap for each type: nobody in reach, else access far below the reference,
    else below it, else a nearest provider that is far away. They are sorted by `missing_people`.
    Units in which nobody lives, or nobody knows how many, and types that are one for a whole zone
    have no gap.
    """
    model = care_model()
    found = [
        gap
        for supply in supplies
        if model.types[supply.providers.type].gaps
        for gap in _of_type(supply, request, model.thresholds)
    ]
    return tuple(sorted(found, key=lambda gap: (-missing_people(gap), gap.unit, gap.type)))


def missing_people(gap: Gap) -> float:
    """People of the unit x the share of the reference that it lacks.

    Where none is in reach these are all of its people. For a distance it is the share by which the
    reference's is shorter.
    """
    if gap.measure == "access":
        return gap.people * (1 - gap.value / gap.reference_value)
    return gap.people * max(0.0, 1 - gap.reference_value / gap.value)


@dataclass(frozen=True, slots=True)
class _Unit:
    """What one unit has of a type."""

    state: str
    access: float
    nearest_m: float


@dataclass(frozen=True, slots=True)
class _Fallen:
    """Why a unit falls short, and the two numbers that show it."""

    reason: Literal["none_in_reach", "far_below", "below", "distant"]
    measure: Literal["access", "nearest_m"]
    value: float
    reference: float


def _of_type(supply: TypeSupply, request: CareRequest, limits: Thresholds) -> Iterator[Gap]:
    reference = supply.groups.get(supply.reference)
    if reference is None or not reference.access:
        return
    zone, people = request.zone, request.layer.people
    columns = (supply.units[name].tolist() for name in ("state", "access", "nearest_m"))
    for i, (code, *values) in enumerate(zip(supply.units.index, *columns, strict=True)):
        unit = _Unit(*values)
        if not zone[i] or unit.state == "no_data" or not people[i] > 0:
            continue
        fallen = _fallen(unit, supply, reference, limits)
        if fallen:
            yield Gap(
                unit=code,
                type=supply.providers.type,
                measure=fallen.measure,
                value=fallen.value,
                reference_value=fallen.reference,
                reference=reference.id,
                reason=fallen.reason,
                people=int(people[i]),
                rural=request.rural.get(code),
                need=request.need.get(code),
            )


def _fallen(
    unit: _Unit, supply: TypeSupply, reference: GroupSupply, limits: Thresholds
) -> _Fallen | None:
    """The gravest reason that applies; all bounds are strict."""
    access = reference.access or 0.0
    if unit.state == "none_in_reach":
        return _Fallen("none_in_reach", "access", unit.access, access)
    if unit.access < limits.far_below * access:
        return _Fallen("far_below", "access", unit.access, access)
    if unit.access < limits.below * access:
        return _Fallen("below", "access", unit.access, access)
    far, usual = supply.distant_m, reference.nearest_m
    if far is not None and usual is not None and unit.nearest_m > far:
        return _Fallen("distant", "nearest_m", unit.nearest_m, usual)
    return None
