"""Releases of SYNTHETIC people one after the other, and an attacker who keeps them all.

The attacker is written apart from the gate: he knows every released number, that groups are made of
units and numbers of groups add up over them, that bands of age make up everybody, that who has one
condition has any, and that nothing is below 0. He works unit by unit, not with the parts into which
the gate cuts the zones, and solves linear programs of his own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.optimize import linprog

from pilotzones.stratification.disclosure import Gate, gate
from pilotzones.stratification.earlier import Asking, joint_of
from pilotzones.stratification.raw import Count, Line, Ratio, Raw
from pilotzones.stratification.register import Release, Scope

AGES = ("0-64", "65-84", "85+")
ILL = ("copd", "diabetes", "hiv")
TRAITS = ("people", *(f"age={a}" for a in AGES), "any", *ILL, "target")
"""What is counted of every zone; ``any`` and ``target`` of every unit too."""
CRITERIA: dict[str, Callable[[pd.DataFrame], np.ndarray]] = {
    "copd": lambda p: p["copd"].to_numpy(bool),
    "copd and age >= 65": lambda p: (p["copd"] & (p["age"] != "0-64")).to_numpy(bool),
    "copd or diabetes": lambda p: (p["copd"] | p["diabetes"]).to_numpy(bool),
}

NESTED = (
    ("copd and age >= 65", "copd"),
    ("copd and age >= 65", "copd or diabetes"),
    ("copd", "copd or diabetes"),
)
"""Criteria of which whoever reads them sees that who meets the first meets the second."""


def people(seed: int, units: int = 6) -> pd.DataFrame:
    """SYNTHETIC persons: a unit, a band of age, three conditions; some units are very small."""
    rng = np.random.default_rng(seed)
    sizes = rng.choice([3, 12, 40, 150, 400], units, p=[0.25, 0.2, 0.2, 0.25, 0.1])
    n = int(sizes.sum())
    return pd.DataFrame(
        {
            "unit": np.repeat([f"u{k}" for k in range(units)], sizes),
            "age": rng.choice(AGES, n, p=[0.7, 0.25, 0.05]),
            "copd": rng.random(n) < 0.12,
            "diabetes": rng.random(n) < 0.2,
            "hiv": rng.random(n) < 0.02,
        }
    )


@dataclass
class History:
    """What one project has released, with the persons behind each release."""

    releases: list[Release] = field(default_factory=list)
    gates: list[Gate] = field(default_factory=list)
    persons: list[pd.DataFrame] = field(default_factory=list)

    def release(
        self,
        persons: pd.DataFrame,
        zone: Sequence[str],
        *,
        minimum: int = 10,
        criteria: str = "copd",
        year: int = 2023,
        base: int = 0,
        register: bool = True,
        country: bool = False,
    ) -> Gate:
        """Release the tables of a zone; without the register for a look at a naive gate.

        With the ``country`` everybody of the data stands beside the zone.
        """
        data = {"persons": str(pd.util.hash_pandas_object(persons).sum()), "deliveries": ""}
        same = "has=copd" if criteria == "copd" else ""
        scope = Scope(tuple(sorted(zone)), year, minimum, base, criteria, same=same)
        new = Release(data, scope, {}, frozenset())

        def count(units: Sequence[str]) -> list[Raw]:
            return tables(persons, units, criteria)

        raws, wider = count(zone), {}
        if country:
            wider["country"] = frozenset(persons["unit"])
            raws.append(_country(persons))
        other = lambda text: tables(persons, zone, text)  # noqa: E731
        asking = Asking(new, raws, count, wider, other)
        joint = joint_of(self.releases, asking) if register else None
        let = gate(raws, minimum=minimum, joint=joint, base=base)
        self.releases.append(replace(new, told=let.told, held=let.held))
        self.gates.append(let)
        self.persons.append(persons)
        return let


def tables(persons: pd.DataFrame, units: Sequence[str], criteria: str) -> list[Raw]:
    """SYNTHETIC raw tables of a zone, with cells named as those of a sheet."""
    mine = persons[persons["unit"].isin(list(units))]
    if mine.empty:
        return []
    by_age = mine["age"].value_counts().reindex(AGES, fill_value=0)
    profile = Raw(
        "profile",
        ("age",),
        (Count("n", cell="zone|age={age}"),),
        pd.DataFrame({"age": AGES, "n": by_age.to_numpy()}),
        (Line("zone", tuple(f"zone|age={age}" for age in AGES)),),
    )
    target = CRITERIA[criteria](mine)
    ill = {name: mine[name].to_numpy(bool) for name in ILL}
    any_ = np.logical_or.reduce(list(ill.values()))
    rows = [{"trait": name, "n": int(has.sum())} for name, has in (*ill.items(), ("any", any_))]
    whole = {"people": len(mine), "target_n": int(target.sum())}
    both = [int((target & has).sum()) for has in (*ill.values(), any_)]
    morbidity = Raw(
        "morbidity",
        ("trait",),
        (
            Count("n", ("people",), everyone=False, cell="zone|has={trait}"),
            Count("people", cell="zone"),
            Count("both", ("n", "target_n"), cell="target|has={trait}"),
            Count("target_n", ("people",), cell="target"),
            Ratio("share", "n", "people"),
        ),
        pd.DataFrame(rows).assign(**whole, both=both),
        (*_without(), *((Line("target", ("zone|has=copd",)),) if criteria == "copd" else ())),
    )
    return [profile, morbidity, _ill_without(ill, any_), _units(mine, units, any_, target)]


def _country(persons: pd.DataFrame) -> Raw:
    rows = [{"trait": name, "n": int(persons[name].sum())} for name in ILL]
    column = Count("n", cell="country|has={trait}")
    return Raw("country", ("trait",), (column,), pd.DataFrame(rows))


def _without() -> tuple[Line, ...]:
    return tuple(Line("zone|has=any", (f"zone|has={n}", f"any without {n}")) for n in ILL)


def _ill_without(ill: dict[str, np.ndarray], any_: np.ndarray) -> Raw:
    rows = [{"cell": f"any without {n}", "n": int((any_ & ~has).sum())} for n, has in ill.items()]
    return Raw("margins", (), (Count("n", cell="{cell}", shown=False),), pd.DataFrame(rows))


def _units(mine: pd.DataFrame, units: Sequence[str], any_: np.ndarray, target: np.ndarray) -> Raw:
    counted = mine.assign(any=any_, target=target).groupby("unit")[["any", "target"]].sum()
    frame = counted.reindex(list(units), fill_value=0).astype(int)
    people = mine["unit"].value_counts().reindex(list(units), fill_value=0)
    frame = frame.assign(people=people.to_numpy()).rename_axis("unit").reset_index()
    cells = {"people": "zone|unit={unit}", "any": "chronic_n|unit={unit}",
             "target": "target_n|unit={unit}"}  # fmt: skip
    wholes = {"people": "zone", "any": "zone|has=any", "target": "target"}
    columns = (
        Count("people", cell=cells["people"]),
        Count("any", ("people",), everyone=False, cell=cells["any"]),
        Count("target", ("people", "any"), everyone=False, cell=cells["target"]),
    )
    lines = tuple(
        Line(whole, tuple(cells[name].format(unit=u) for u in units))
        for name, whole in wholes.items()
    )
    return Raw("units", ("unit",), columns, frame, lines)


class Attacker:
    """What somebody finds out who has kept every release of the same persons.

    Numbers that he looks for are of a trait and some units. He takes rounded numbers for what they
    may stand for.
    """

    def __init__(self, history: History) -> None:
        self.units = sorted({u for persons in history.persons for u in persons["unit"]})
        self.criteria = sorted({str(r.scope.criteria) for r in history.releases})
        self.traits = [t for t in TRAITS if t != "target"]
        self.traits += [f"target {c}" for c in self.criteria]
        self.traits += [f"target {c} {ill}" for c in self.criteria for ill in (*ILL, "any")]
        self.place = {
            (trait, unit): k
            for k, (trait, unit) in enumerate((t, u) for t in self.traits for u in self.units)
        }
        rows: list[np.ndarray] = []
        low: list[float] = []
        high: list[float] = []
        for release in history.releases:
            for name, value in release.told.items():
                asked = self.asked(name, release)
                if value is not None and asked is not None:
                    slack = release.scope.base / 2 if value else 0.0
                    rows.append(self.sum_of(*asked))
                    low.append(value - slack - (5 if slack and value <= 10 else 0))
                    high.append(value + slack)
        for row, least in self._known():
            rows.append(row)
            low.append(0.0)
            high.append(np.inf if least else 0.0)
        self.matrix = sparse.csr_array(np.array(rows))
        self.low, self.high = np.array(low), np.array(high)

    def asked(self, name: str, release: Release) -> tuple[str, Sequence[str]] | None:
        """Trait and units of a released cell; None for one that he has no use for."""
        criteria = release.scope.criteria
        whole, _, detail = name.partition("|")
        units: Sequence[str] = release.scope.units
        if detail.startswith("unit="):
            units = [detail.removeprefix("unit=")]
            return {"zone": "people", "chronic_n": "any"}.get(whole, f"target {criteria}"), units
        trait = detail.removeprefix("has=")
        if whole == "target":
            return f"target {criteria} {trait}".strip(), units
        return trait or "people", units

    def sum_of(self, trait: str, units: Sequence[str]) -> np.ndarray:
        """A number as a sum of his unknowns; ``a - b`` is who has the one and not the other."""
        if " - " in trait:
            first, second = (self.sum_of(each, units) for each in trait.split(" - "))
            return first - second
        row = np.zeros(len(self.place))
        for unit in units:
            row[self.place[trait, unit]] = 1.0
        return row

    def _known(self) -> Iterator[tuple[np.ndarray, bool]]:
        """What holds in every unit: sums (False) and parts that are no more than the whole."""
        for unit in self.units:
            one = [unit]
            ages = sum(self.sum_of(f"age={a}", one) for a in AGES)
            yield self.sum_of("people", one) - ages, False
            yield self.sum_of("people", one) - self.sum_of("any", one), True
            for ill in ILL:
                yield self.sum_of("any", one) - self.sum_of(ill, one), True
            for c in self.criteria:
                target = self.sum_of(f"target {c}", one)
                yield self.sum_of("people", one) - target, True
                if c == "copd":
                    yield target - self.sum_of("copd", one), False
                for wider in self.criteria:
                    if (c, wider) in NESTED:
                        yield self.sum_of(f"target {wider}", one) - target, True
                for ill in (*ILL, "any"):
                    yield target - self.sum_of(f"target {c} {ill}", one), True
                    yield self.sum_of(ill, one) - self.sum_of(f"target {c} {ill}", one), True

    def interval(self, trait: str, units: Sequence[str]) -> tuple[float, float]:
        """Least and most that a number may be."""
        aim = self.sum_of(trait, units)
        same = self.low == self.high
        ends = []
        for sign in (1.0, -1.0):
            less = sparse.vstack([self.matrix[~same], -self.matrix[~same]])
            most = np.r_[self.high[~same], -self.low[~same]]
            done = linprog(
                sign * aim,
                A_ub=less[np.isfinite(most)],
                b_ub=most[np.isfinite(most)],
                A_eq=self.matrix[same],
                b_eq=self.low[same],
                bounds=(0, None),
                method="highs",
            )
            assert done.status in (0, 3), "the releases contradict each other"
            ends.append(np.inf if done.status == 3 else sign * done.fun)
        return ends[0], ends[1]


def truth(persons: pd.DataFrame, trait: str, units: Sequence[str]) -> int:
    """True number of persons with a trait in some units."""
    if " - " in trait:
        first, second = (truth(persons, each, units) for each in trait.split(" - "))
        return first - second
    mine = persons[persons["unit"].isin(list(units))]
    any_ = mine[list(ILL)].any(axis=1).to_numpy(bool)
    if trait.startswith("target "):
        criteria = max((c for c in CRITERIA if trait[7:].startswith(c)), key=len)
        rest = trait[7:].removeprefix(criteria).strip()
        among = {"": np.ones(len(mine), bool), "any": any_}
        has = among[rest] if rest in among else mine[rest].to_numpy(bool)
        return int((CRITERIA[criteria](mine) & has).sum())
    if trait == "people":
        return len(mine)
    if trait == "any":
        return int(any_.sum())
    if trait.startswith("age="):
        return int((mine["age"] == trait[4:]).sum())
    return int(mine[trait].sum())


KINDS = (
    "neighbour, the smaller first",
    "neighbour, the larger first",
    "part of the zone",
    "units that come one by one",
    "higher minimum",
    "lower minimum",
    "other criteria",
    "other version of the data",
    "rounded",
    "the first zone again",
)
"""Ways in which a second release may give away what the first one hides."""


def scenario(seed: int, *, register: bool = True) -> tuple[str, History, int]:
    """Kind, releases one after the other, and the smallest minimum of them, for a seed."""
    kind = KINDS[seed % len(KINDS)]
    rng = np.random.default_rng(seed)
    persons, history = people(seed), History()
    order = [str(u) for u in rng.permutation(sorted(persons["unit"].unique()))]
    small, large = order[:4], order[:5]
    some = [str(each) for each in rng.permutation(list(CRITERIA))[:2]]
    more = people(seed + 1_000_000).head(int(rng.integers(1, 30)))
    later = pd.concat([persons, more]).reset_index(drop=True)
    ways: dict[str, list[dict]] = {
        "neighbour, the smaller first": [{"zone": small}, {"zone": large}],
        "neighbour, the larger first": [{"zone": large}, {"zone": small}],
        "part of the zone": [{"zone": order}, {"zone": order[:3]}, {"zone": order[:2]}],
        "units that come one by one": [{"zone": order[:k]} for k in (3, 4, 5)],
        "higher minimum": [{"zone": small, "minimum": 5}, {"zone": large}],
        "lower minimum": [{"zone": small}, {"zone": large, "minimum": 5}],
        "other criteria": [{"zone": small, "criteria": each} for each in some],
        "other version of the data": [{"zone": small}, {"zone": small, "persons": later}],
        "rounded": [{"zone": small, "base": 5}, {"zone": large, "base": 5}],
        "the first zone again": [{"zone": small}, {"zone": large}, {"zone": small}],
    }
    runs = ways[kind]
    for run in runs:
        history.release(**({"persons": persons, "register": register} | run))
    return kind, history, min(run.get("minimum", 10) for run in runs)


def as_of_last(history: History) -> History:
    """The releases as if all were of the last data: what did not change, he may carry over."""
    persons = history.persons[-1]
    attacker = Attacker(history)
    releases = []
    for release, of in zip(history.releases, history.persons, strict=True):
        told = {}
        for name, value in release.told.items():
            asked = attacker.asked(name, release)
            if of is persons or (value is not None and asked and truth(persons, *asked) == value):
                told[name] = value
        releases.append(replace(release, told=told))
    return History(releases, history.gates, [persons] * len(releases))


def changes(history: History, minimum: int) -> list[str]:
    """Numbers that two releases of one zone tell and that differ by a few persons."""
    found = []
    for k, new in enumerate(history.releases):
        for old in history.releases[:k]:
            if old.scope.units == new.scope.units:
                found += [
                    name
                    for name, value in new.told.items()
                    if value is not None and old.told.get(name) is not None
                    if 0 < abs(value - (old.told[name] or 0)) < minimum
                ]
    return found


def revealing_traits(history: History, minimum: int) -> list[str]:
    """Re-identification by rare combination: small groups of whom all are told to be ill.

    Whoever knows that somebody is of the group, such as the one inhabitant of 85 in a hamlet, would
    learn of the illness without any small number being shown.
    """
    found = []
    for release in history.releases:
        for name in _told(release):
            start, _, unit = name.partition("|unit=")
            whole = f"zone|unit={unit}" if unit else "zone"
            people, ill = release.told.get(whole), release.told[name]
            of_ill = start in ("chronic_n", "target_n") or name.startswith("zone|has=")
            if of_ill and people and ill and people - ill < minimum and people < 10 * minimum:
                found.append(name)
    return found


@dataclass(frozen=True)
class Secret:
    """A small number that nobody may learn; ``held``: a release holds it back by name."""

    trait: str
    units: tuple[str, ...]
    value: int
    held: bool


def secrets(history: History, minimum: int) -> list[Secret]:
    """Small numbers of zones, of units, and of what is left of a zone without another.

    Among them those of who has one trait and not another. A number that another release told is no
    secret any more.
    """
    attacker, persons = Attacker(history), history.persons[-1]
    told, held = (
        {
            (asked[0], tuple(sorted(asked[1])))
            for release in history.releases
            for name in names(release)
            if (asked := attacker.asked(name, release)) is not None
        }
        for names in (_told, lambda release: release.held)
    )
    zones = [frozenset(release.scope.units) for release in history.releases]
    groups = {tuple(sorted(a - b)) for a in zones for b in zones if b < a}
    groups |= {tuple(sorted(zone)) for zone in zones} | {(u,) for zone in zones for u in zone}
    without = ["people - any", *(f"any - {ill}" for ill in ILL)]
    without += [f"people - target {c}" for c in attacker.criteria]
    found = []
    for group in sorted(groups):
        for trait in (*attacker.traits, *without):
            value = truth(persons, trait, group)
            known = {(each, group) for each in trait.split(" - ")} <= told
            if 0 < value < minimum and not known:
                found.append(Secret(trait, group, value, (trait, group) in held))
    return found


def _told(release: Release) -> list[str]:
    return [name for name, value in release.told.items() if value is not None]


def recovered(history: History, minimum: int) -> tuple[list[Secret], int]:
    """Secrets that he finds out, and how many there are.

    He finds one out when he can tell its number, or that it is one of 1 up to the minimum. Of a
    cell that a release of this minimum holds back, an interval as wide as it has to be left.
    """
    attacker = Attacker(history)
    every = secrets(history, minimum)
    found = []
    for secret in every:
        low, high = attacker.interval(secret.trait, secret.units)
        known = high - low < 0.5 or (low > 0.5 and high < minimum - 0.5)
        if known or (secret.held and high - low < minimum - 1e-6):
            found.append(secret)
    return found, len(every)
