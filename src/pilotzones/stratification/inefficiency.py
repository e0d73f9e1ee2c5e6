"""Signs of inefficiency (table 6, S05d): zone, target group, region and country, with intervals.

Four signs, defined in `models/inefficiency.toml` and in the table of conditions: days beyond the
expected stay, unplanned readmission within 30 days, polypharmacy, the same examination twice within
90 days. Each is a number of events over a number of stays, persons or examinations, per 100.

Rates are standardised directly by age band and sex to what the country has of the denominator.
Their 95 % interval is that of a ratio by linearisation, with the person as the one drawn, since a
person may bring several events (Sarndal, Swensson, Wretman, Model Assisted Survey Sampling, 1992,
5.6 and 7.6), on the logarithmic scale; where nothing happened the upper end is 3 in all there are
(Hanley, Lippman-Hand, JAMA 1983;249:1743-1745). The zone over the country has the interval of two
independent rates: a little too wide, because the zone is a part of the country.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pilotzones.stratification.comparison import (
    COVERED,
    GROUPS,
    SHOWN,
    Group,
    age_bands,
    groups,
    strata_of,
)
from pilotzones.stratification.engine import frame_of
from pilotzones.stratification.margins import amounts, brought, nested
from pilotzones.stratification.measured import numbers
from pilotzones.stratification.raw import Amount, Figure, Line, Ratio, Raw, RawColumn
from pilotzones.stratification.risk_columns import has_emergencies
from pilotzones.stratification.standardisation import Z95
from pilotzones.stratification.stays import examinations, index_stays

if TYPE_CHECKING:
    from pilotzones.stratification.impact_file import ImpactRules
    from pilotzones.stratification.inefficiency_file import InefficiencyRules
    from pilotzones.stratification.reading import PeopleTables

Floats = NDArray[np.float64]
_NOTHING_SEEN: Final = 3.0
_PER: Final = 100.0


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign: columns of the frame with its events and with what they are counted among.

    ``of`` is empty where persons are counted. The names end those of the cells.
    """

    id: str
    events: str
    of: str
    cell: str
    cell_of: str


SIGNS: Final = (
    Sign("long_stays", "days_beyond", "index_stays", "|days_beyond", "|index_stays"),
    Sign("readmission", "readmitted", "index_stays", "|readmitted", "|index_stays"),
    Sign("polypharmacy", "polypharmacy", "", "|has=polypharmacy", ""),
    Sign("repeated", "repeated", "examined", "|repeated", "|examined"),
)
"""Signs in the order of the table."""


def with_inefficiencies(
    frame: pd.DataFrame, tables: PeopleTables, rules: InefficiencyRules, impact: ImpactRules
) -> pd.DataFrame:
    """The people of the base year with what the signs count of each, in the same order.

    Columns: ``index_stays``, ``days_beyond`` (left out where nobody lives outside the zone: then
    nothing says how long a stay is elsewhere), ``readmitted`` (left out where the deliveries have
    no emergency contact), ``examined``, ``repeated`` (left out where no examination of the list is
    in the deliveries). Whole numbers.
    """
    stays = frame_of(index_stays(tables, tables.year, rules, impact.emergency))
    seen = frame_of(examinations(tables, tables.year, rules.repeated))
    found = frame.copy()
    stays = stays.merge(
        frame[["person_id", "age", "in_zone", "weight"]], on="person_id", sort=False
    )
    _count(found, "index_stays", stays.assign(one=1), "one")
    if not found["in_zone"].all():
        _count(found, "days_beyond", stays.assign(n=beyond(stays, rules.stay.least)), "n")
    if has_emergencies(tables, impact):
        _count(found, "readmitted", stays, "readmitted")
    if len(seen):
        _count(found, "examined", seen, "examined")
        _count(found, "repeated", seen, "repeated")
    return found


def _count(frame: pd.DataFrame, name: str, rows: pd.DataFrame, of: str) -> None:
    sums = rows[of].astype("int64").groupby(rows["person_id"]).sum()
    frame[name] = sums.reindex(frame["person_id"]).fillna(0).to_numpy("int64")


def beyond(stays: pd.DataFrame, least: int) -> NDArray[np.int64]:
    """Days of each stay beyond those expected for its reason and age band; 0 for a shorter one.

    Parameters
    ----------
    stays
        ``days``, ``urgent``, ``age``, ``in_zone`` and ``weight``, one row per stay.
    least
        Stays from which a band has a mean of its own; with fewer the mean is that of the reason.

    Examples
    --------
    >>> stays = pd.DataFrame({"days": [2, 4, 9], "urgent": False, "age": 50, "in_zone": True,
    ...                       "weight": 1.0})
    >>> beyond(stays, 1).tolist()
    [0, 0, 4]
    """
    weight = _weights(stays)
    days = stays["days"].to_numpy("int64")
    reason = stays["urgent"].astype("boolean").fillna(False).to_numpy(bool)
    key = pd.DataFrame({"reason": reason, "band": age_bands(stays["age"]).to_numpy()})
    key = key.assign(weight=weight, sum=weight * days, one=1)
    of_band = key.groupby(["reason", "band"])[["weight", "sum", "one"]].transform("sum")
    of_reason = key.groupby("reason")[["weight", "sum"]].transform("sum")
    mean = np.where(
        of_band["one"] >= least,
        of_band["sum"] / of_band["weight"],
        of_reason["sum"] / of_reason["weight"],
    )
    # the sums of weights may differ in the last bit: a mean is cut to six decimals before rounding
    expected = np.floor(np.round(mean, 6) + 0.5).astype("int64")
    return np.maximum(days - expected, 0)


def _weights(frame: pd.DataFrame) -> Floats:
    """People that each row stands for: one in the zone, else as its weight says."""
    inside = frame["in_zone"].to_numpy(bool)
    return np.where(inside, 1.0, frame["weight"].astype("float64").fillna(1.0).to_numpy())


def signs_of(frame: pd.DataFrame) -> tuple[Sign, ...]:
    """Signs that the frame has columns for."""
    return tuple(s for s in SIGNS if {s.events, s.of or s.events} <= set(frame.columns))


def inefficiency_raws(frame: pd.DataFrame) -> list[Raw]:
    """Table ``inefficiency``, and what the gate has to know of its cells.

    Columns: ``measure`` (see `SIGNS`); of zone and target group ``_n`` (events), ``_of`` (stays,
    persons or examinations), ``_rate`` (crude, per 100); of each group ``_std``, ``_low`` and
    ``_high`` (standardised rate and its 95 % interval); ``ratio``, ``ratio_low`` and
    ``ratio_high`` (zone over country).
    """
    signs, found = signs_of(frame), groups(frame)
    strata = strata_of(frame)
    rows: list[dict[str, object]] = []
    for sign in signs:
        events, among = _columns(frame, sign)
        row: dict[str, object] = {"measure": sign.id}
        rates: dict[str, Rate] = {}
        for name, group in found.items():
            row |= _cells(sign, group, events, among)
            standard = found.get("country", found["zone"])
            rates[name] = standardised_rate((events, among), strata, group, standard)
            ends = dict(zip(("std", "low", "high"), rates[name].scaled(_PER), strict=True))
            row |= {f"{name}_{end}": value for end, value in ends.items()}
        if "country" in rates:
            row |= _over(rates["zone"], rates["country"])
        rows.append(row)
    columns = tuple(_table_columns())
    wanted = [c.name for c in columns if not isinstance(c, Ratio)]
    wanted += [f"{g}_{part}" for g in GROUPS for part in ("who", "most", "of_who", "of_most")]
    table = pd.DataFrame(rows).reindex(columns=["measure", *wanted, *_names(GROUPS)])
    raw = Raw("inefficiency", ("measure",), columns, table)
    return [raw, _margins(frame, signs, found)] if signs else []


def _names(names: tuple[str, ...]) -> list[str]:
    return [f"{name}_{part}" for name in names for part in ("cell", "cell_of")]


def _columns(frame: pd.DataFrame, sign: Sign) -> tuple[Floats, Floats]:
    events = numbers(frame[sign.events])
    return events, numbers(frame[sign.of]) if sign.of else np.ones(len(frame))


def _cells(sign: Sign, group: Group, events: Floats, among: Floats) -> dict[str, object]:
    """Numbers of a group as they were counted; rows of a sample without their weight."""
    name, found = group.name, {}
    for part, values in (("", events), ("of_", among)):
        mine = brought(values[group.rows])
        found |= {f"{name}_{part}who": mine["who"], f"{name}_{part}most": mine["most"]}
        found[f"{name}_{'of' if part else 'n'}"] = mine["eur"]
    return {**found, f"{name}_cell": name + sign.cell, f"{name}_cell_of": name + sign.cell_of}


def _table_columns() -> Iterator[RawColumn]:
    for g in GROUPS:
        shown = g in SHOWN
        cell, whole = f"{{{g}_cell}}", f"{{{g}_cell_of}}"
        yield Amount(f"{g}_n", f"{g}_who", f"{g}_most", "events", True, cell, shown)
        yield Amount(f"{g}_of", f"{g}_of_who", f"{g}_of_most", "events", True, whole, shown)
        if shown:
            yield Ratio(f"{g}_rate", f"{g}_n", f"{g}_of", "mean", "per 100", _PER, 2)
        for end in ("std", "low", "high"):
            yield Figure(f"{g}_{end}", (f"{g}_n", f"{g}_of"), "mean", "per 100", 2)
    guards = ("zone_n", "zone_of", "country_n", "country_of")
    for end in ("ratio", "ratio_low", "ratio_high"):
        yield Figure(end, guards, "mean", "ratio", 2)


def _margins(frame: pd.DataFrame, signs: tuple[Sign, ...], found: Mapping[str, Group]) -> Raw:
    """What the gate has to know beside the table, shown nowhere.

    Each group without the one inside it; index stays without readmission, examinations without
    repeat, and the stays that are no index stays.
    """
    values = {s.cell: numbers(frame[s.events]) for s in signs if s.of}
    values |= {s.cell_of: numbers(frame[s.of]) for s in signs if s.of}
    rows: list[dict[str, object]] = []
    lines: list[Line] = []

    def told(whole: str, part: str, rest: str, left: Floats) -> None:
        rows.append({"cell": rest, **brought(left)})
        lines.append(Line(whole, (part, rest)))

    for inner, outer in nested(dict(found)):
        out = outer.rows & ~inner.rows
        for cell, each in values.items():
            whole, part = outer.name + cell, inner.name + cell
            told(whole, part, f"{outer.name} without {inner.name}{cell}", each[out])
    for name, group in found.items():
        for sign in signs:
            if sign.id in ("readmission", "repeated"):
                left = (values[sign.cell_of] - values[sign.cell])[group.rows]
                told(name + sign.cell_of, name + sign.cell, f"{name}{sign.cell} not", left)
        if name in SHOWN and "|index_stays" in values:
            left = (numbers(frame["hospital_stays"]) - values["|index_stays"])[group.rows]
            whole = f"{name}|sum=stays_per_1000"
            told(whole, f"{name}|index_stays", f"{name}|stays not index", left)
    return amounts("inefficiency_margins", rows, lines, events=True)


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate with its 95 % interval, and the relative standard error behind it; NaN: not known."""

    value: float
    low: float
    high: float
    error: float

    def scaled(self, by: float) -> tuple[float, float, float]:
        """Rate and both ends, times ``by``."""
        return self.value * by, self.low * by, self.high * by


_UNKNOWN = Rate(np.nan, np.nan, np.nan, np.nan)


def standardised_rate(
    counted: tuple[Floats, Floats], strata: NDArray[np.intp], group: Group, standard: Group
) -> Rate:
    """Events of a group over what they are counted among, standardised directly by stratum.

    Parameters
    ----------
    counted
        Events of each person, and what they are counted among.
    standard
        Group whose strata weigh, by what they have of the denominator. Strata of which the group
        has nothing are left out, as long as the others are nine tenths of the standard.
    """
    events, among = counted
    size = int(strata.max()) + 1 if len(strata) else 0

    def summed(of: Group, values: Floats) -> Floats:
        found = np.bincount(strata[of.rows], (of.weight * values)[of.rows], size)
        return found.astype(np.float64)

    mass, here = summed(standard, among), summed(group, among)
    there = here > 0
    if not mass.sum() or mass[there].sum() < COVERED * mass.sum():
        return _UNKNOWN
    share = np.where(there, mass, 0.0) / mass[there].sum()
    safe = np.where(there, here, 1.0)
    rates = np.where(there, summed(group, events) / safe, 0.0)
    rate = float((share * rates).sum())
    if not rate:
        return Rate(0.0, 0.0, min(_NOTHING_SEEN / float(among[group.rows].sum()), 1.0), np.nan)
    residual = group.weight * (events - rates[strata] * among)
    spread = np.bincount(strata[group.rows], residual[group.rows] ** 2, size) / safe**2
    error = float(np.sqrt((share**2 * spread).sum())) / rate
    return Rate(rate, rate * np.exp(-Z95 * error), rate * np.exp(Z95 * error), error)


def _over(zone: Rate, country: Rate) -> dict[str, object]:
    """The zone over the country, with its interval."""
    if not country.value or not zone.value or np.isnan(zone.value + country.value):
        return {}
    ratio, error = zone.value / country.value, float(np.hypot(zone.error, country.error))
    ends = np.exp(Z95 * error)
    return {"ratio": ratio, "ratio_low": ratio / ends, "ratio_high": ratio * ends}
