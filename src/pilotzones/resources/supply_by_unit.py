"""Supply of one type of care by unit and by group: counts, access, nearest distance, states."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from pilotzones.resources.access import e2sfca, nearest_m
from pilotzones.resources.care_types import care_model
from pilotzones.resources.placing import Ground
from pilotzones.resources.request import CareRequest
from pilotzones.resources.supply import GroupSupply, ProviderList, TypeSupply

_PER = 100_000


def type_supply(providers: ProviderList, request: CareRequest, ground: Ground) -> TypeSupply:
    """Supply of one type in every unit of the layer, and in the zone against its reference.

    All units that the list covers count, as demand and as supply, those around the zone too. Units
    that it does not cover have no data and take no part: neither their people nor whatever is
    known of their providers. A unit reaches a provider up to the outer limit of the type's
    catchment, from its representative point.
    """
    kind = care_model().types[providers.type]
    units = _units(providers, ground, kind.bands)
    groups = {
        id: _group(id, units, mask, ground.layer.people) for id, mask in request.groups().items()
    }
    return TypeSupply(
        providers=providers,
        units=units,
        groups=groups,
        reference=_reference(units, request),
        bands=kind.bands,
        distant_m=kind.distant_m,
    )


def _units(
    providers: ProviderList, ground: Ground, bands: tuple[tuple[float, float], ...]
) -> pd.DataFrame:
    """Rows of ``TypeSupply.units``; ``capacity`` is per unit, ``access`` per 100,000 people."""
    codes = ground.layer.units.index
    covered = ground.mapped.copy()
    if providers.covers is not None:
        covered &= codes.isin(providers.covers)
    places = providers.places[providers.places["unit"].isin(codes[covered])]
    by_unit = places.groupby("unit")["capacity"].agg(["size", "sum"]).reindex(codes)
    count, capacity = by_unit["size"].fillna(0), by_unit["sum"].fillna(0.0)
    people = ground.layer.people
    spots = places[["x", "y"]].to_numpy(np.float64)
    demand, weight = ground.points[covered], np.nan_to_num(people[covered])
    access, nearest = np.full((2, len(codes)), np.nan)
    access[covered] = _PER * e2sfca(
        demand, weight, spots, places["capacity"].to_numpy(np.float64), bands
    )
    nearest[covered] = nearest_m(demand, spots)
    reached = nearest <= bands[-1][0]
    with np.errstate(divide="ignore", invalid="ignore"):
        per = np.where(people > 0, _PER * capacity.to_numpy() / people, np.nan)
    states = np.select(
        [~covered, count.to_numpy() > 0, reached],
        ["no_data", "known", "none_here"],
        "none_in_reach",
    )
    return pd.DataFrame(
        {
            "count": count.astype("Int64").mask(~covered),
            "capacity": capacity.mask(~covered),
            "per_100000": np.where(covered, per, np.nan),
            "access": access,
            "nearest_m": np.where(np.isfinite(nearest), nearest, np.nan),
            "state": states,
        },
        index=codes,
    )


def _group(
    id: str, units: pd.DataFrame, mask: npt.NDArray[np.bool_], people: npt.NDArray[np.float64]
) -> GroupSupply:
    """Sums of a group over its units with data; means are weighted by people."""
    inside = mask & (units["state"] != "no_data").to_numpy()
    part, weight = units[inside], np.nan_to_num(people[inside])
    total, capacity = int(weight.sum()), float(part["capacity"].sum())
    without = weight[(part["state"] == "none_in_reach").to_numpy()].sum()
    return GroupSupply(
        id=id,
        people=total,
        count=int(part["count"].sum()),
        capacity=capacity,
        per_100000=_PER * capacity / total if total else None,
        access=float(weight @ part["access"].to_numpy()) / total if total else None,
        people_without=int(without),
        nearest_m=_weighted_median(part["nearest_m"].to_numpy(), weight),
    )


def _weighted_median(
    values: npt.NDArray[np.float64], weight: npt.NDArray[np.float64]
) -> float | None:
    """Smallest value that at least half of the weight does not exceed; None without any."""
    known = ~np.isnan(values) & (weight > 0)
    if not known.any():
        return None
    order = np.argsort(values[known], kind="stable")
    half = np.cumsum(weight[known][order])
    return float(values[known][order][np.searchsorted(half, half[-1] / 2)])


def _reference(units: pd.DataFrame, request: CareRequest) -> str:
    """Group that gaps are held against: the one asked for, else the zone itself.

    A list that speaks of too few people of the region or country says nothing of them.
    """
    groups, wanted = request.groups(), request.section.reference
    wanted = wanted if wanted in groups else "country"
    people = np.nan_to_num(request.layer.people)
    known = (units["state"] != "no_data").to_numpy()
    covered = people[groups[wanted] & known].sum()
    enough = covered >= care_model().thresholds.covered * people[groups[wanted]].sum()
    return wanted if enough and covered else "zone"
