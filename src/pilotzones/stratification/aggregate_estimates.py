"""Estimates by unit of a layer from aggregate tables, or from public rates alone.

Persons of a unit by age and sex times the reference's rates give the cases expected; counts say how
far an area is from that (`small_area.smoothed`). A ratio of a municipality is brought down to its
units by their ages and sexes: units of one municipality are taken to differ among themselves as
municipalities do, which widens their intervals.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from pilotzones.errors import Fault, InputError
from pilotzones.postcodes.layer import UnitLayer
from pilotzones.stratification.age_groups import Group
from pilotzones.stratification.aggregate_places import Grain, contracted, municipalities
from pilotzones.stratification.aggregate_reading import Aggregates
from pilotzones.stratification.fay_herriot import fay_herriot
from pilotzones.stratification.public_rates import PublicRates
from pilotzones.stratification.small_area import (
    Counted,
    Smoothed,
    gamma_interval,
    smoothed,
    spread_wider,
    whole_of,
)
from pilotzones.stratification.standardisation import Floats, expected_counts

_WHOLE = 0.9999
"""Share of an area's expected cases from which on it lies in the zone as a whole."""
_FEWEST_SURVEYED = 6
"""Areas with a survey's rate that the area-level model needs, covariate and constant included."""


@dataclass(frozen=True, slots=True)
class Structure:
    """Persons of each unit of the layer by group of age and sex; NaN where they are not known."""

    groups: tuple[Group, ...]
    persons: Floats

    @property
    def by_age(self) -> bool:
        """Does it tell more than the number of persons?"""
        return self.groups != (Group(),)


@dataclass(frozen=True, slots=True)
class Estimate:
    """One indicator by unit of the layer, in its order, and for the zone.

    ``cases`` are those of the units themselves (NaN: none are given, or hidden), ``hidden`` says
    where the source hides them. ``whole`` is the ratio of the zone with its standard deviation;
    ``observed`` the zone's own cases, and those expected among the persons looked at, where all of
    them are known. ``adjusted`` says whether ages were reckoned with.
    """

    indicator: str
    people: Floats
    expected: Floats
    ratios: Smoothed
    cases: Floats
    hidden: np.ndarray
    whole: tuple[float, float]
    observed: tuple[float, float] | None
    adjusted: bool


def structure_of(layer: UnitLayer, tables: Aggregates | None) -> Structure:
    """Persons by unit, age and sex of the table of inhabitants, else the layer's own number.

    A municipality's inhabitants are parted among its units as the layer's population is.
    """
    if tables is None or tables.inhabitants is None:
        return Structure((Group(),), layer.people[:, None])
    rows = tables.inhabitants
    wide = rows.pivot_table("persons", "area", "group", aggfunc="sum", fill_value=0)
    groups: tuple[Any, ...] = tuple(wide.columns)
    if tables.grain["inhabitants"] == "unit":
        return Structure(groups, wide.reindex(list(layer.codes)).to_numpy(float))
    homes = municipalities(layer)
    part = shares_within(layer.people, homes)
    return Structure(groups, wide.reindex(homes).to_numpy(float) * part[:, None])


def shares_within(weights: Floats, homes: pd.Series) -> Floats:
    """Share of each unit in the sum of its municipality."""
    known = pd.Series(np.nan_to_num(weights), index=homes.index)
    total = known.groupby(homes).transform("sum").to_numpy(float)
    return np.divide(known.to_numpy(float), total, out=np.full(len(total), np.nan), where=total > 0)


def from_rates(
    indicator: str, rates: PublicRates, layer: UnitLayer, structure: Structure, zone: np.ndarray
) -> Estimate | None:
    """Public rates on the layer's people; None where the ages that they speak of are not known.

    Every unit has the ratio 1, and the zone too: how far they may be from it is the file's spread.
    """
    regions = layer.units["region"].fillna("").astype(str).to_numpy()
    expected, people = np.zeros(len(regions)), np.zeros(len(regions))
    for region in np.unique(regions):
        rows = rates.of(indicator, region)
        here = regions == region
        if not rows and not (here & zone).any():
            expected[here] = people[here] = np.nan
            continue
        if not rows or not (structure.by_age or all(row.everyone for row in rows)):
            return None
        if any(row.sex for row in rows) and not all(group.sex for group in structure.groups):
            return None
        parts = _parts(structure.groups, [row.group for row in rows])
        expected[here] = expected_counts(structure.persons[here], parts @ [r.rate for r in rows])
        people[here] = structure.persons[here] @ parts.sum(axis=1)
    n, sd = len(regions), rates.spread.sd
    ratio = np.where(np.isnan(expected), np.nan, 1.0)
    low, high = gamma_interval(ratio, np.where(np.isnan(ratio), np.nan, sd))
    return Estimate(
        indicator,
        people,
        expected,
        Smoothed(ratio, ratio * sd, low, high, "reference", sd),
        np.full(n, np.nan),
        np.zeros(n, bool),
        (1.0, sd),
        None,
        structure.by_age and _by_age(row.group for row in rates.of(indicator)),
    )


def from_counts(
    indicator: str,
    tables: Aggregates,
    layer: UnitLayer,
    structure: Structure,
    asked: tuple[np.ndarray, int, PublicRates],
) -> Estimate:
    """One indicator of the aggregate tables.

    Parameters
    ----------
    asked
        Units of the zone, smallest number that may be told, and the public rates, whose ages and
        sexes are used where the table itself tells none.

    Notes
    -----
    Counts under the minimum, and those that leave fewer than the minimum out, are not used as such
    but as a bound: what is published says nothing of them that is not public before.
    """
    zone, minimum, rates = asked
    rows = tables.indicators[tables.indicators["indicator"] == indicator]
    grain = tables.grain["indicators"]
    area, codes = _areas(layer, grain)
    persons = _summed(structure.persons, area, len(codes))
    rows = _counted(rows.assign(at=pd.Index(codes).get_indexer(pd.Index(rows["area"]))), persons,
                    structure.groups)  # fmt: skip
    profile = _profile(rows, indicator, rates, structure)
    weight = _parts(structure.groups, list(profile)) @ np.array(list(profile.values()))
    due_units = expected_counts(structure.persons, weight)
    people = structure.persons @ _parts(structure.groups, list(profile)).sum(axis=1)
    due = _summed(due_units[:, None], area, len(codes))[:, 0]
    looked = _looked_at(rows, len(codes))
    whole_people = _summed(people[:, None], area, len(codes))[:, 0]
    # a table of its own persons (beneficiaries): the ages are those of the inhabitants
    scale = np.divide(looked, whole_people, out=np.ones(len(codes)), where=whole_people > 0)
    due_seen = due * np.where(np.isnan(scale), 1.0, scale)
    cases, most, hidden = _bounded(rows, len(codes), minimum, looked, whole_people)
    known = ~np.isnan(cases) & (due_seen > 0)
    level = cases[known].sum() / due_seen[known].sum() if known.any() else 1.0
    level = level if level > 0 else 1.0
    due_units, due_seen = due_units * level, due_seen * level
    part = _summed(np.where(zone, np.nan_to_num(due_units), 0)[:, None], area, len(codes))[:, 0]
    counted = Counted(cases, np.nan_to_num(due_seen), most)
    if rows["error"].notna().any():
        ratios = _surveyed(rows, (due * level, whole_people), part)
    else:
        ratios = smoothed(counted, contracted(layer.contiguity, area, len(codes)), weights=part)
    inside = np.divide(part, due * level, out=np.zeros(len(codes)), where=due > 0)
    mine = area >= 0
    of = np.where(mine, area, 0)
    own = np.divide(due_units, (due * level)[of], out=np.zeros(len(of)), where=(due[of] > 0) & mine)
    units = spread_wider(ratios, np.clip(1 - own, 0, 1), of=of) if grain != "unit" else ratios
    units = _at_home(units, of, mine) if grain == "unit" else _known_only(units, mine)
    told = (part > 0) & (inside > _WHOLE) & known
    whole = bool(told.any()) and bool((told == (part > 0)).all())
    at_units = grain == "unit"
    none = np.full(len(of), np.nan)
    return Estimate(
        indicator=indicator,
        people=people,
        expected=due_units,
        ratios=units,
        cases=np.where(mine, cases[of], np.nan) if at_units else none,
        hidden=mine & hidden[of] if at_units else np.zeros(len(of), bool),
        whole=_zone(ratios, part, np.clip(1 - inside, 0, 1)),
        observed=(float(cases[told].sum()), float(due_seen[told].sum())) if whole else None,
        adjusted=_by_age(profile),
    )


def _by_age(groups: Iterable[Group]) -> bool:
    """Do rates of these groups differ by age?"""
    return len({(group.first, group.last) for group in groups}) > 1


def _areas(layer: UnitLayer, grain: Grain) -> tuple[np.ndarray, tuple[str, ...]]:
    """Number of the area of each unit, and the areas' codes."""
    if grain == "unit":
        return np.arange(len(layer.codes)), layer.codes
    homes = municipalities(layer)
    codes = tuple(sorted(homes.dropna().unique()))
    return pd.Index(codes).get_indexer(pd.Index(homes)), codes


def _summed(values: Floats, area: np.ndarray, n: int) -> Floats:
    """Sums of the columns by area; units without a known number count for nothing."""
    found = np.zeros((n, values.shape[1]))
    np.add.at(found, area[area >= 0], np.nan_to_num(values[area >= 0]))
    return found


def _parts(groups: Sequence[Group], others: Sequence[Group]) -> Floats:
    """Share of each group (row) that lies in each of the others (columns), by its years."""
    return np.array([[group.part_of(other) for other in others] for group in groups])


def _counted(rows: pd.DataFrame, persons: Floats, groups: Sequence[Group]) -> pd.DataFrame:
    """Rows with persons looked at and cases, also where the table has a rate.

    Raises
    ------
    InputError
        A table of rates for groups whose persons nobody tells (``area.no_people``).
    """
    parts = {g: _parts(groups, [g])[:, 0] for g in rows["group"].unique()}
    looked = [
        float(persons[at] @ parts[group]) if at >= 0 else np.nan
        for at, group in zip(rows["at"], rows["group"], strict=True)
    ]
    people = rows["population"].fillna(pd.Series(looked, index=rows.index))
    cases = rows["cases"].fillna((rows["share"] * people).round())
    if (rows["share"].notna() & ~(people > 0) & rows["cases"].isna()).all() and len(rows):
        raise InputError(Fault("area.no_people", fields={"indicator": rows["indicator"].iloc[0]}))
    return rows.assign(people=people, own=rows["population"].notna(), cases=cases)


def _profile(
    rows: pd.DataFrame, indicator: str, rates: PublicRates, structure: Structure
) -> dict[Group, float]:
    """Rates of the reference by group: of the table itself, of the public rates, else one."""
    sexed = all(group.sex for group in structure.groups)
    if not structure.by_age:
        return {Group(): 1.0}
    if (rows["group"] != Group()).any():
        told = rows.dropna(subset=["cases", "people"])
        keys = [group if sexed else replace(group, sex="") for group in told["group"]]
        sums = told.groupby(pd.Series(keys, index=told.index, dtype=object))
        sums = sums[["cases", "people"]].sum()
        found = (sums["cases"] / sums["people"].where(sums["people"] > 0)).fillna(0.0)
        if found.gt(0).any():
            names: Any = found.index
            return dict(zip(names, map(float, found), strict=True))
    public = rates.of(indicator)
    if len(public) > 1 and (sexed or not any(row.sex for row in public)):
        return {row.group: row.rate for row in public}
    return {Group(): 1.0}


def _looked_at(rows: pd.DataFrame, n: int) -> Floats:
    """Persons that the table itself says it looked at, by area; NaN where it says none."""
    found = np.full(n, np.nan)
    mine = rows[rows["own"] & (rows["at"] >= 0)]
    sums = mine.groupby("at")["people"].sum()
    found[sums.index.to_numpy(int)] = sums.to_numpy(float)
    return found


def _bounded(
    rows: pd.DataFrame, n: int, minimum: int, looked: Floats, people: Floats
) -> tuple[Floats, Floats, np.ndarray]:
    """Cases by area, bounds of the hidden ones, and where they are hidden."""
    cases, most, hidden = np.full(n, np.nan), np.full(n, np.nan), np.zeros(n, bool)
    for at in np.unique(rows.loc[rows["at"] >= 0, "at"].to_numpy(int)):
        mine = rows[rows["at"] == at]
        known = mine["cases"].notna()
        if known.all():
            cases[at] = mine["cases"].sum()
        elif (known | mine["most"].notna()).all():
            # parts of an area: what is hidden is at most its bound
            most[at] = mine["cases"].fillna(mine["most"]).sum()
            hidden[at] = True
    rest = np.where(np.isnan(looked), people, looked) - cases
    few = (cases > 0) & (cases < minimum)
    nearly_all = (rest > 0) & (rest < minimum)
    most = np.where(few, minimum - 1.0, most)
    return np.where(few | nearly_all, np.nan, cases), most, hidden | few | nearly_all


def _surveyed(rows: pd.DataFrame, due: tuple[Floats, Floats], part: Floats) -> Smoothed:
    """Ratios of areas whose rates come from a survey, by the area-level model.

    Raises
    ------
    InputError
        Too few areas with a rate and a standard error (``area.few_surveyed``).
    """
    expected, people = due
    n = len(expected)
    direct, variance = np.full(n, np.nan), np.full(n, np.nan)
    for at, share, error in zip(rows["at"], rows["share"], rows["error"], strict=True):
        if at >= 0 and error > 0:
            direct[at], variance[at] = share, error**2
    base = np.divide(expected, people, out=np.full(n, np.nan), where=people > 0)
    used = ~np.isnan(base) & (base > 0)
    if (used & ~np.isnan(direct)).sum() < _FEWEST_SURVEYED:
        fields = {"indicator": str(rows["indicator"].iloc[0]), "least": _FEWEST_SURVEYED}
        raise InputError(Fault("area.few_surveyed", fields=fields))
    varied = float(np.ptp(base[used])) > 1e-9
    fit = fay_herriot(direct[used], variance[used], base[used] if varied else None)
    found = [np.full(n, np.nan) for _ in range(4)]
    ends = (fit.estimate, np.sqrt(fit.mse), np.maximum(fit.low, 0.0), fit.high)
    for values, part_of in zip(found, ends, strict=True):
        values[used] = part_of / base[used]
    ratio, sd, low, high = found
    spread = float(np.sqrt(fit.between) / np.nanmean(base[used]))
    return Smoothed(ratio, sd, low, high, "fay-herriot", spread, whole_of(ratio, sd, part))


def _zone(ratios: Smoothed, part: Floats, beyond: Floats) -> tuple[float, float]:
    """Ratio of the zone with its standard deviation, parts of municipalities reckoned with."""
    if ratios.whole is None or not part.sum():
        return float("nan"), float("nan")
    share = part / part.sum()
    more = float((share**2 * beyond).sum()) * ratios.spread**2
    return ratios.whole[0], float(np.sqrt(ratios.whole[1] ** 2 + more))


def _at_home(found: Smoothed, of: np.ndarray, mine: np.ndarray) -> Smoothed:
    parts = (found.ratio, found.sd, found.low, found.high)
    ratio, sd, low, high = (part[of] for part in parts)
    return _known_only(replace(found, ratio=ratio, sd=sd, low=low, high=high), mine)


def _known_only(found: Smoothed, mine: np.ndarray) -> Smoothed:
    parts = (found.ratio, found.sd, found.low, found.high)
    ratio, sd, low, high = (np.where(mine, part, np.nan) for part in parts)
    return replace(found, ratio=ratio, sd=sd, low=low, high=high)


def interval_of(mean: float, sd: float) -> tuple[float, float]:
    """95 % interval of the ratio of a whole: that of a gamma distribution."""
    low, high = gamma_interval(np.array([mean]), np.array([sd]))
    return float(low[0]), float(high[0])
