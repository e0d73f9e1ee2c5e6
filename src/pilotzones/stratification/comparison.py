"""Zone, target group, region and country side by side: who they are, what they have, what they use.

Raw tables for the gate. The target group is a part of the zone, the zone of its region, and that of
the country: what is left of each without the other is protected too. Persons outside the zone are
the reference; each stands for as many as its ``weight`` says, a person of the zone for one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pilotzones.stratification.raw import Amount, Count, Figure, Line, Ratio, Raw, RawColumn

GROUPS = ("zone", "target", "region", "country")
_WHOLE = {"target": "zone", "zone": "region", "region": "country"}
"""Group that each is a part of."""
SHOWN = ("zone", "target")
"""Groups whose numbers of persons are told; of the reference only shares are."""

AGE_BANDS = ((0, 17), (18, 44), (45, 64), (65, 74), (75, 84), (85, None))
"""First and last age, both inside."""
SEXES = ("F", "M")
FLAGS = ("increased_reimbursement", "chronic_status", "isolated", "rural")

_MOSTLY = 0.5
"""Part of the people of a reference whose trait has to be known for a share of it."""
COVERED = 0.9
"""Part of the standard population whose strata a group must have people in."""

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Group:
    """People of one group: rows of the frame, and how many people each row stands for."""

    name: str
    rows: Bools
    weight: Floats

    def share(self, trait: Bools, among: Bools) -> float:
        """Part of the people among whom the trait is counted; NaN where there are none."""
        whole = self.weight[self.rows & among].sum()
        return float(self.weight[self.rows & among & trait].sum() / whole) if whole else np.nan


def groups(frame: pd.DataFrame) -> dict[str, Group]:
    """Groups that there are, by name; region and country only where somebody lives outside.

    The region is the one where most people of the zone live.
    """
    inside = frame["in_zone"].to_numpy(bool)
    weight = np.where(inside, 1.0, frame["weight"].astype("float64").fillna(1.0).to_numpy())
    found = {"zone": Group("zone", inside, weight)}
    if "in_target" in frame.columns:
        target = inside & _truth(frame["in_target"])
        found["target"] = Group("target", target, weight)
    if not inside.all():
        home = frame.loc[inside, "region"].dropna()
        if len(home):
            name = home.value_counts().sort_index().idxmax()
            rows = inside | (frame["region"] == name).fillna(False).to_numpy(bool)
            if (rows & ~inside).any():
                found["region"] = Group("region", rows, weight)
        found["country"] = Group("country", np.ones(len(frame), bool), weight)
    return found


def age_bands(age: pd.Series) -> pd.Series:
    """Band of each age, as text: ``0-17`` ... ``85+``.

    Examples
    --------
    >>> age_bands(pd.Series([17, 18, 85])).tolist()
    ['0-17', '18-44', '85+']
    """
    edges = [low for low, _ in AGE_BANDS]
    return pd.Series(np.array(BANDS)[np.digitize(age.to_numpy(), edges) - 1], index=age.index)


BANDS = tuple(f"{low}+" if high is None else f"{low}-{high}" for low, high in AGE_BANDS)


def profile(frame: pd.DataFrame) -> Raw:
    """Who the people are: age, sex, and traits where they are known of somebody.

    A share is among those of whom the trait is known.
    """
    found = groups(frame)
    rows: list[dict[str, object]] = []
    for trait, level, has, known in _traits(frame):
        row: dict[str, object] = {"trait": trait, "level": level}
        for group in found.values():
            row |= _counted(group, has, known, trait)
        rows.append(row)
    columns = _count_columns(found, "|{trait}={level}", health=False)
    lines = _sums(found, "age", BANDS) + _sums(found, "sex", SEXES)
    return Raw("profile", ("trait", "level"), columns, _frame(rows, columns), tuple(lines))


def ages(frame: pd.DataFrame) -> Raw:
    """Table ``age_sex``: everybody by band of age and sex, for the pyramid of ages."""
    found = groups(frame)
    band, sex = age_bands(frame["age"]).to_numpy(), frame["sex"].astype(str).to_numpy()
    everybody = np.ones(len(frame), bool)
    rows: list[dict[str, object]] = []
    for age, of in product(BANDS, SEXES):
        row: dict[str, object] = {"age": age, "sex": of}
        for group in found.values():
            row |= _counted(group, (band == age) & (sex == of), everybody, "")
        rows.append(row)
    columns = _count_columns(found, "|age={age}|sex={sex}", health=False)
    lines = [line for name in found for line in _both_ways(name)]
    return Raw("age_sex", ("age", "sex"), columns, _frame(rows, columns), tuple(lines))


def _both_ways(group: str) -> Iterator[Line]:
    """A band of age is the sum of its sexes, a sex that of its bands."""
    for age in BANDS:
        yield Line(f"{group}|age={age}", tuple(f"{group}|age={age}|sex={of}" for of in SEXES))
    for of in SEXES:
        yield Line(f"{group}|sex={of}", tuple(f"{group}|age={age}|sex={of}" for age in BANDS))


def morbidity(frame: pd.DataFrame, conditions: Sequence[str]) -> Raw:
    """What the people have: each condition, any, several, polypharmacy; crude and standardised.

    Standardised shares (``_std``) say what the share would be if the group had the ages and sexes
    of the standard population: the country, else the zone. See `standardised`.
    """
    found = groups(frame)
    standard = found.get("country", found["zone"])
    strata = strata_of(frame)
    everybody = np.ones(len(frame), bool)
    rows: list[dict[str, object]] = []
    for name, has in _diseases(frame, conditions):
        row: dict[str, object] = {"condition": name}
        for group in found.values():
            row |= _counted(group, has, everybody, "")
            if group.name != "target":
                row[f"{group.name}_std"] = standardised(has, strata, group, standard)
        rows.append(row)
    columns = _count_columns(found, "|has={condition}", health=True)
    columns += tuple(
        Figure(f"{name}_std", (f"{name}_n",)) for name in ("zone", "region", "country")
    )
    return Raw("morbidity", ("condition",), columns, _frame(rows, columns))


def standardised(has: Bools, strata: NDArray[np.intp], group: Group, standard: Group) -> float:
    """Share of a group, standardised directly by stratum; NaN where it cannot be.

    The share of each stratum of the group counts as much as the stratum weighs in the standard
    population. A stratum that the standard population does not have weighs nothing. Strata of
    which the group has nobody are left out and the others rescaled, as long as they cover nine
    tenths of the standard population; else there is no standardised share.
    """
    size = int(strata.max()) + 1 if len(strata) else 0

    def people(of: Group, rows: Bools) -> Floats:
        return np.bincount(strata[rows], of.weight[rows], size).astype(np.float64)

    mass = people(standard, standard.rows)
    here = people(group, group.rows)
    covered = here > 0
    if not mass.sum() or mass[covered].sum() < COVERED * mass.sum():
        return float("nan")
    rates = people(group, group.rows & has)[covered] / here[covered]
    return float((mass[covered] * rates).sum() / mass[covered].sum())


def consumption(frame: pd.DataFrame, kinds: Sequence[str]) -> Raw:
    """What the people use in the base year, for each person: euro by kind of care, medicines.

    Kinds that nobody uses are left out; days and stays in hospital are per 1,000 people. Whole
    euros; the others have one decimal.
    """
    found = groups(frame)
    rows: list[dict[str, object]] = []
    for name, values, scale in _uses(frame, kinds):
        row: dict[str, object] = {"measure": name}
        decimals = 0 if name in ("total", *kinds) else 1
        for group in found.values():
            row |= _used(group, values, scale, decimals)
        rows.append(row)
    columns: list[RawColumn] = []
    for name in GROUPS:
        sums = (f"{name}_sum", f"{name}_who", f"{name}_most")
        columns.append(Amount(*sums, unit="", cell=f"{name}|sum={{measure}}", shown=False))
        columns.append(
            Figure(name, (f"{name}_sum",), kind="mean", unit="eur per person", decimals=1)
        )
    extra = [f"{name}_{part}" for name in GROUPS for part in ("who", "most")]
    return Raw("consumption", ("measure",), tuple(columns), _frame(rows, columns, extra))


def rural(frame: pd.DataFrame, *, everywhere: bool = False) -> Raw:
    """The rural part of the zone and the rest of it; no rows where the definition is not known.

    Nor are there where nobody lives in a rural unit, unless ``everywhere`` asks for them.
    """
    zone = frame[frame["in_zone"].to_numpy(bool)]
    flag = zone["rural"].astype("boolean")
    rows: list[dict[str, object]] = []
    if flag.notna().any() and (everywhere or _truth(flag).any()):
        for part, value in (("rural", True), ("other", False)):
            rows.append({"part": part, **_part(zone[(flag == value).fillna(False)])})
    of_target: tuple[RawColumn, ...] = (
        Count("target_n", of=("people",), cell="target|rural={part}"),
        Ratio("target_share", "target_n", "people"),
    )
    columns: tuple[RawColumn, ...] = (
        Count("people", cell="zone|rural={part}"),
        Count("chronic_n", of=("people",), everyone=False, shown=False),
        Ratio("chronic_share", "chronic_n", "people"),
        Count("multi_n", of=("chronic_n",), everyone=False, shown=False),
        Ratio("multi_share", "multi_n", "people"),
        Amount("expected", "expected_who", "expected_most", shown=False),
        Ratio("expected_per_person", "expected", "people", "mean", "eur per person", 1.0, 1),
        Amount("stays", "stays_who", "stays_most", unit="stays", events=True, shown=False),
        Ratio("stays_per_1000", "stays", "people", "mean", "per 1000", 1_000.0, 1),
        *(of_target if "in_target" in zone.columns else ()),
    )
    extra = [f"{name}_{part}" for name in ("expected", "stays") for part in ("who", "most")]
    return Raw("rural", ("part",), columns, _frame(rows, columns, extra))


def _part(people: pd.DataFrame) -> dict[str, object]:
    conditions = people["n_conditions"].to_numpy()
    found: dict[str, object] = {
        "people": len(people),
        "chronic_n": int((conditions >= 1).sum()),
        "multi_n": int((conditions >= 2).sum()),
    }
    for name, column in (("expected", "predicted"), ("stays", "hospital_stays")):
        values = people[column].astype("float64").fillna(0.0).to_numpy()
        found[name] = float(values.sum())
        found[f"{name}_who"] = int((values > 0).sum())
        found[f"{name}_most"] = float(values.max(initial=0.0))
    if "in_target" in people.columns:
        found["target_n"] = int(_truth(people["in_target"]).sum())
    return found


def _traits(frame: pd.DataFrame) -> Iterator[tuple[str, str, Bools, Bools]]:
    """Trait, level, who has it, and of whom it is known."""
    everybody = np.ones(len(frame), bool)
    bands = age_bands(frame["age"]).to_numpy()
    for band in BANDS:
        yield "age", band, bands == band, everybody
    sexes = frame["sex"].astype("string").fillna("").to_numpy()
    for sex in SEXES:
        yield "sex", sex, sexes == sex, everybody
    for name in FLAGS:
        flag = frame[name].astype("boolean") if name in frame.columns else None
        if flag is not None and flag.notna().any():
            yield name, "yes", _truth(flag), flag.notna().to_numpy(bool)


def _diseases(frame: pd.DataFrame, conditions: Sequence[str]) -> Iterator[tuple[str, Bools]]:
    for name in conditions:
        yield name, _truth(frame[f"cond_{name}"])
    number = frame["n_conditions"].to_numpy()
    for name, least in (("any", 1), ("two_or_more", 2), ("three_or_more", 3)):
        yield name, number >= least
    yield "polypharmacy", _truth(frame["polypharmacy"])


def _uses(frame: pd.DataFrame, kinds: Sequence[str]) -> Iterator[tuple[str, Floats, float]]:
    columns = [("total", "total_cost", 1.0), *((kind, f"cost_{kind}", 1.0) for kind in kinds)]
    columns += [
        ("hospital_days_per_1000", "hospital_days", 1_000.0),
        ("stays_per_1000", "hospital_stays", 1_000.0),
        ("atc3", "n_atc3", 1.0),
    ]
    for name, column, scale in columns:
        if column in frame.columns:
            values = np.asarray(frame[column].astype("float64").fillna(0.0), np.float64)
            if name not in kinds or values.any():
                yield name, values, scale


def _counted(group: Group, has: Bools, known: Bools, trait: str) -> dict[str, object]:
    """Persons of a group who have it, those of whom it is known, and the share among them."""
    name, among = group.name, group.rows & known
    whole = group.weight[group.rows].sum()
    enough = bool(whole) and group.weight[among].sum() >= _MOSTLY * whole
    found: dict[str, object] = {
        f"{name}_n": int((among & has).sum()),
        f"{name}_all": int(among.sum()),
        f"{name}_of": name if among.sum() == group.rows.sum() else f"{name}|{trait} known",
    }
    if name in SHOWN:
        return found if among.any() or not group.rows.any() else {}
    found[f"{name}_share"] = group.share(has, known) if enough else np.nan
    return found if enough else {}


def _used(group: Group, values: Floats, scale: float, decimals: int) -> dict[str, object]:
    name, rows = group.name, group.rows
    weighted = values[rows] * group.weight[rows]
    whole = group.weight[rows].sum()
    if not whole:
        return {}
    return {
        name: round(float(weighted.sum() / whole * scale), decimals),
        f"{name}_sum": float(weighted.sum()),
        f"{name}_who": int((values[rows] > 0).sum()),
        f"{name}_most": float(weighted.max(initial=0.0)),
    }


def _count_columns(found: Mapping[str, Group], cell: str, *, health: bool) -> tuple[RawColumn, ...]:
    """Columns of counts and shares, one set for each group, the widest group last."""
    columns: list[RawColumn] = []
    for name in GROUPS:
        wider = _WHOLE.get(name)
        of = (f"{name}_all", *((f"{wider}_n",) if wider in found else ()))
        shown = name in SHOWN
        columns.append(
            Count(f"{name}_n", of, everyone=not health, cell=f"{name}{cell}", shown=shown)
        )
        columns.append(Count(f"{name}_all", cell=f"{{{name}_of}}", shown=False))
        share = f"{name}_share"
        columns.append(
            Ratio(share, f"{name}_n", f"{name}_all") if shown else Figure(share, (f"{name}_n",))
        )
    return tuple(columns)


def _sums(found: Mapping[str, Group], trait: str, levels: Sequence[str]) -> list[Line]:
    """Each group is the sum of the levels of a trait that everybody has."""
    return [Line(name, tuple(f"{name}|{trait}={level}" for level in levels)) for name in found]


def _frame(
    rows: Sequence[Mapping[str, object]], columns: Sequence[RawColumn], extra: Sequence[str] = ()
) -> pd.DataFrame:
    """Rows with every column declared; a group that there is not has no numbers."""
    frame = pd.DataFrame(list(rows))
    wanted = [*(column.name for column in columns), *extra]
    for name in (n for n in wanted if n not in frame.columns):
        frame[name] = np.nan
    for name in (f"{group}_of" for group in GROUPS if f"{group}_all" in wanted):
        frame[name] = frame[name] if name in frame.columns else ""
    return frame


def strata_of(frame: pd.DataFrame) -> NDArray[np.intp]:
    """Number of the stratum, age band by sex, of each person."""
    bands = np.digitize(frame["age"].to_numpy(), [low for low, _ in AGE_BANDS]) - 1
    female = (frame["sex"].astype("string") == "F").fillna(False).to_numpy(bool)
    return (bands * 2 + female).astype(np.intp)


def _truth(flag: pd.Series) -> Bools:
    """Yes of a flag; not known counts as no."""
    return flag.astype("boolean").fillna(False).to_numpy(bool)
