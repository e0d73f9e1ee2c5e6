"""Overlaps: units of the zone that have far more of a type of care than the reference has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
from scipy.spatial import KDTree

from pilotzones.resources.care_types import Thresholds, care_model
from pilotzones.resources.request import CareRequest
from pilotzones.resources.supply import Overlap, ProviderList, TypeSupply


def overlaps(supplies: Iterable[TypeSupply], request: CareRequest) -> tuple[Overlap, ...]:
    """Units with several providers and access far above the reference, the largest surplus first.

    The surplus is the people of the unit x the share by which its access exceeds the reference.
    """
    limits = care_model().thresholds
    found = [overlap for supply in supplies for overlap in _of_type(supply, request, limits)]
    return tuple(sorted(found, key=lambda each: (-_surplus(each), each.unit, each.type)))


def _surplus(overlap: Overlap) -> float:
    return overlap.people * (overlap.value / overlap.reference_value - 1)


def _of_type(supply: TypeSupply, request: CareRequest, limits: Thresholds) -> Iterator[Overlap]:
    reference = supply.groups.get(supply.reference)
    if reference is None or not reference.access:
        return
    units, people = supply.units, request.layer.people
    many = (units["count"] >= limits.several).fillna(False).to_numpy(bool)
    high = (units["access"] >= limits.above * reference.access).to_numpy()
    close = close_together(supply.providers, limits.close_m)
    for i in np.flatnonzero(request.zone & many & high & (people > 0)).tolist():
        code = str(units.index[i])
        yield Overlap(
            unit=code,
            type=supply.providers.type,
            value=float(units["access"].iloc[i]),
            reference_value=reference.access,
            reference=reference.id,
            count=int(units["count"].iloc[i]),
            close=None if close is None else close.get(code, 0),
            people=int(people[i]),
        )


def close_together(providers: ProviderList, close_m: float) -> dict[str, int] | None:
    """Providers by unit that have another of the list within a distance; absent where none has.

    Only those placed by their address count: a postcode puts all of its providers on one point.
    None where no provider has an address.
    """
    exact = providers.places[providers.places["located"] == "address"]
    if exact.empty:
        return None
    tree = KDTree(exact[["x", "y"]].to_numpy(np.float64))
    pairs = tree.query_pairs(close_m, output_type="ndarray")
    beside = exact["unit"].iloc[np.unique(pairs)]
    return {str(unit): int(n) for unit, n in beside.value_counts().items()}
