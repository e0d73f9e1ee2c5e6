"""Robust or fragile: every verdict again under another population or another rural definition."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType

import numpy as np
import pandas as pd
import shapely

from pilotzones.errors import Fault, InputError, Value
from pilotzones.findings import Case, Finding, Verdict, evaluate
from pilotzones.zones import rules as _chapter_z  # noqa: F401  registers the chapter
from pilotzones.zones.measures import people_of
from pilotzones.zones.populations import PopulationAt, people_at, spread, with_people
from pilotzones.zones.rulesets import RuleSet, Rural

_NOTHING: Mapping[str, Value] = MappingProxyType({})

THINLY_PEOPLED = Rural(
    id="impulseo-2011",
    date=date(2011, 1, 1),
    by="municipality",
    density_below=125,
    source="RIZIV/INAMI, Impulseo, 2011",
)
"""Another bound in Belgian use: support for general practitioners sets in where fewer than 125
people live on a square kilometre; here it is held against municipalities."""


@dataclass(frozen=True, slots=True)
class AssumedChange:
    """Stated change of every population, as an assumption: share per year, and how many years.

    Both directions are looked at. The size is that of the Belgian population's own growth, about
    half a per cent a year.
    """

    per_year: float = 0.005
    years: int = 5

    def __post_init__(self) -> None:
        if not (0 < self.per_year < 1 and self.years > 0):
            fields = {"per_year": self.per_year, "years": self.years}
            raise InputError(Fault("robust.assumption", fields=fields))


@dataclass(frozen=True, slots=True)
class Scenario:
    """One way in which the facts might be otherwise.

    ``id`` is ``population-date``, ``assumed-change``, ``split-equal``, ``split-area``,
    ``rural-unit``, ``rural-municipality``, ``rural-no-flags`` or ``rural-bound``; ``fields`` names
    what was changed. ``assumption`` says that it is no known fact.
    """

    id: str
    fields: Mapping[str, Value] = field(default_factory=lambda: _NOTHING)
    assumption: bool = False


@dataclass(frozen=True, slots=True)
class Margin:
    """How many people may go (``fewer``) or come (``more``) with the verdict as it is.

    The largest change that leaves the verdict alone, in persons and as a share of the zone's
    population; None where no change in that direction flips it, or there are no people.
    """

    fewer: int | None
    more: int | None
    fewer_share: float | None
    more_share: float | None


@dataclass(frozen=True, slots=True)
class Robustness:
    """One finding under every scenario.

    Parameters
    ----------
    finding
        As the case stands.
    verdicts
        Scenario, its verdict and its finding.
    fragile
        Is there a scenario with another verdict?
    flips
        These scenarios. One that cannot be computed, or a case that cannot, flips nothing.
    margin
        For rules about the number of people with a bound (Z03 to Z05 among them), else None.
    """

    finding: Finding
    verdicts: tuple[tuple[Scenario, Verdict, Finding], ...]
    fragile: bool
    flips: tuple[Scenario, ...]
    margin: Margin | None = None

    @property
    def distance(self) -> float | None:
        """Value less bound, in the unit of the finding; None where there is one of them only."""
        value, bound = self.finding.value, self.finding.threshold
        return None if value is None or bound is None else value - bound


def robustness(
    case: Case,
    *,
    populations: Sequence[PopulationAt] = (),
    assumed: AssumedChange | None = None,
) -> tuple[Robustness, ...]:
    """Each finding of the rule set, with its verdict in every scenario.

    Parameters
    ----------
    populations
        Other populations of the user (`pilotzones.zones.populations`).
    assumed
        Change that is assumed where there is no other population; None: the usual one.
    """
    ids = case.rules.rules
    found = evaluate(case, ids)
    other = [(s, evaluate(changed, ids)) for s, changed in scenarios(case, populations, assumed)]
    margins = _margins(case, found)
    return tuple(
        _judged(one, [(s, findings[k]) for s, findings in other], margins.get(one.rule))
        for k, one in enumerate(found)
    )


def _judged(
    one: Finding, other: Sequence[tuple[Scenario, Finding]], margin: Margin | None
) -> Robustness:
    verdicts = tuple((scenario, found.verdict, found) for scenario, found in other)
    flips = tuple(scenario for scenario, verdict, _ in verdicts if _flips(one.verdict, verdict))
    return Robustness(one, verdicts, bool(flips), flips, margin)


def _flips(before: Verdict, after: Verdict) -> bool:
    return before != after and Verdict.NOT_COMPUTABLE not in (before, after)


def scenarios(
    case: Case,
    populations: Sequence[PopulationAt] = (),
    assumed: AssumedChange | None = None,
) -> tuple[tuple[Scenario, Case], ...]:
    """Every scenario that can be told of a case, with the case as it would be."""
    dates = _dates(case, populations) if populations else _assumed(case, assumed or AssumedChange())
    return (*dates, *_splits(case), *_rural(case))


def _dates(case: Case, populations: Sequence[PopulationAt]) -> Iterator[tuple[Scenario, Case]]:
    for other in populations:
        layer = with_people(case.layer, people_at(case.layer, other), other.date)
        fields = {"date": other.date.isoformat(), "source": other.source, "by": other.by}
        yield Scenario("population-date", fields), replace(case, layer=layer)


def _assumed(case: Case, change: AssumedChange) -> Iterator[tuple[Scenario, Case]]:
    people, day = case.layer.units["population"], case.layer.origin.population_date
    for sign in (-1, 1):
        factor = (1 + sign * change.per_year) ** change.years
        changed = (people.astype("Float64") * factor).round().astype("Int64")
        fields = {"per_year": sign * change.per_year, "years": change.years, "factor": factor}
        layer = with_people(case.layer, changed, day)
        yield Scenario("assumed-change", fields, assumption=True), replace(case, layer=layer)


def _splits(case: Case) -> Iterator[tuple[Scenario, Case]]:
    """Other splits of each municipality's people, where the layer's own is approximate."""
    layer = case.layer
    if "inner-populations" not in layer.origin.approximate:
        return
    units = layer.units
    ones = pd.Series(1, units.index)
    area = np.rint(np.nan_to_num(shapely.area(layer.shapes)) * 100)
    for id, weight in (("split-equal", ones), ("split-area", pd.Series(area, units.index))):
        totals = units["population"].groupby(units["municipality"]).transform(_known_sum)
        people = spread(totals, units["municipality"], weight)
        # a unit without municipality, or beside one of unknown people, keeps what it had
        people = people.fillna(units["population"].astype("Int64"))
        changed = with_people(layer, people, layer.origin.population_date)
        yield Scenario(id, assumption=True), replace(case, layer=changed)


def _known_sum(people: pd.Series) -> object:
    return people.sum(skipna=False)


def _rural(case: Case) -> Iterator[tuple[Scenario, Case]]:
    """Other definitions of rural: by unit or municipality, without own flags, another bound."""
    given = case.rules.rural
    plain, flagged = case, "rural" in case.layer.units
    if flagged:
        units = case.layer.units.drop(columns="rural")
        plain = replace(case, layer=replace(case.layer, units=units))
        yield Scenario("rural-no-flags", _defined(given)), plain
    by = "unit" if given.by == "municipality" else "municipality"
    for id, other in (
        (f"rural-{by}", given.model_copy(update={"by": by})),
        ("rural-bound", THINLY_PEOPLED),
    ):
        yield Scenario(id, _defined(other)), replace(plain, rules=_with_rural(case.rules, other))


def _defined(rural: Rural) -> dict[str, Value]:
    fields: dict[str, Value] = {"definition": rural.id, "by": rural.by, "source": rural.source}
    return {**fields, "density_below": rural.density_below}


def _with_rural(rules: RuleSet, rural: Rural) -> RuleSet:
    return rules.model_copy(update={"rural": rural})


def _margins(case: Case, found: Sequence[Finding]) -> dict[str, Margin]:
    """Room of each verdict about people, found with the rules themselves beside every bound."""
    bounded = [one for one in found if one.unit == "persons" and one.threshold is not None]
    rules = [one.rule for one in bounded]
    beside = sorted({bound + k for bound in _bounds(case.rules) for k in (-1, 0, 1)} - {-1})
    if not rules:
        return {}
    then = {people: evaluate(_with(case, people), rules) for people in beside}
    now = people_of(case.zone.codes, case.layer)
    flips = (
        [people for people in beside if _flips(one.verdict, then[people][k].verdict)]
        for k, one in enumerate(bounded)
    )
    return {rule: _margin(now, people) for rule, people in zip(rules, flips, strict=True)}


def _margin(now: int, flips: Sequence[int]) -> Margin:
    fewer = next((now - people - 1 for people in reversed(flips) if people < now), None)
    more = next((people - 1 - now for people in flips if people > now), None)
    return Margin(fewer, more, _share(fewer, now), _share(more, now))


def _share(change: int | None, people: int) -> float | None:
    return None if change is None or people == 0 else change / people


def _bounds(rules: RuleSet) -> set[int]:
    given = rules.population
    told = [given.minimum, *(given.preferred or ()), given.high, given.very_high]
    told += [entity.minimum for entity in rules.entities]
    return {bound for bound in told if bound is not None}


def _with(case: Case, people: int) -> Case:
    """Case in which the first unit of the zone has all its inhabitants, so many of them."""
    layer = case.layer
    changed = layer.units["population"].astype("Int64").copy()
    rows = layer.positions(case.zone.codes)
    changed.iloc[rows] = 0
    changed.iloc[rows[0]] = people
    return replace(case, layer=with_people(layer, changed, layer.origin.population_date))
