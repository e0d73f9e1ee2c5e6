"""Further columns of a yearly frame that risk models lean on: time insured, unplanned stays, gaps.

Nothing of it leaves the room.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

import ibis
import numpy as np
import pandas as pd

from pilotzones.stratification.engine import frame_of, rows_of
from pilotzones.stratification.impact_file import Gap, ImpactRules
from pilotzones.stratification.stays import emergencies

if TYPE_CHECKING:
    from pilotzones.stratification.reading import PeopleTables


def with_risk_columns(
    frames: Mapping[int, pd.DataFrame], tables: PeopleTables, rules: ImpactRules
) -> dict[int, pd.DataFrame]:
    """The yearly frames with the columns below, in the same order.

    ``share`` and ``next_share``: insured part of the year and of the next one (0..1);
    ``unplanned`` and ``next_unplanned``: stays that begin with an emergency contact (left out where
    the deliveries have no such contact in any year); ``gap_<id>``: an open care gap, missing for
    whom the gap is not meant. ``next_`` columns only where the frame has ``next_cost``.
    """
    known = has_emergencies(tables, rules)
    return {year: _one(frame, year, (tables, rules), known) for year, frame in frames.items()}


def _one(
    frame: pd.DataFrame, year: int, run: tuple[PeopleTables, ImpactRules], known: bool
) -> pd.DataFrame:
    tables, rules = run
    following = "next_cost" in frame.columns
    years = (("", year), ("next_", year + 1)) if following else (("", year),)
    found = frame.copy()
    for prefix, of in years:
        found[f"{prefix}share"] = _joined(found, _insured(tables, of), 1.0)
        if known:
            found[f"{prefix}unplanned"] = _joined(found, _unplanned(tables, of, rules), 0.0)
    for gap in rules.gaps:
        found[f"gap_{gap.id}"] = _gap(found, tables, year, gap)
    return found


def _joined(frame: pd.DataFrame, values: pd.Series, rest: float) -> np.ndarray:
    """Value of each person; ``rest`` for who has none."""
    return values.reindex(frame["person_id"]).fillna(rest).to_numpy(float)


def _series(table: Any, name: str) -> pd.Series:
    found = frame_of(table)
    return pd.Series(found[name].to_numpy(float), index=found["person_id"].to_numpy())


def _insured(tables: PeopleTables, year: int) -> pd.Series:
    """Insured part of a year of who died or left in it or before; others have the whole."""
    first, after = date(year, 1, 1), date(year + 1, 1, 1)
    people: Any = tables.persons
    gone: Any = ibis.least(people.death_date, people.left_on)
    left = people.select(person_id=people.person_id, gone=gone).filter(gone < after)
    found = frame_of(left)
    days = (pd.to_datetime(found["gone"]) - pd.Timestamp(first)).dt.days + 1
    part = np.clip(days.to_numpy(float), 0, None) / (after - first).days
    return pd.Series(np.minimum(part, 1.0), index=found["person_id"].to_numpy())


def has_emergencies(tables: PeopleTables, rules: ImpactRules) -> bool:
    """Do the deliveries have an emergency contact in any year?"""
    return bool(rows_of(emergencies(tables, rules.emergency).limit(1)).num_rows)


def _unplanned(tables: PeopleTables, year: int, rules: ImpactRules) -> pd.Series:
    """Stays of a year that begin on the day of an emergency contact, or the day after it.

    A stay is a run of consecutive dates in hospital within the year, as in `features`.
    """
    first, last = date(year, 1, 1), date(year, 12, 31)
    care: Any = tables.deliveries
    days = care.filter(care.kind == "hospital", care.date >= first, care.date <= last)
    days = days.select("person_id", "date").distinct()
    window = ibis.window(group_by="person_id", order_by="date")
    before = days.mutate(before=days.date.lag(1).over(window))
    starts = before.filter(
        before.before.isnull() | (before.date.delta(before.before, unit="day") > 1)
    ).select("person_id", "date")
    urgent = emergencies(tables, rules.emergency)
    urgent = urgent.select("person_id", day=urgent.date).distinct()
    met = starts.join(urgent, "person_id")
    apart = met.date.delta(met.day, unit="day")
    met = met.filter(apart >= 0, apart <= rules.emergency.days_before)
    counted = met.select("person_id", "date").distinct()
    return _series(counted.group_by("person_id").agg(n=counted.count()), "n")


def _gap(frame: pd.DataFrame, tables: PeopleTables, year: int, gap: Gap) -> pd.Series:
    """Is the gap open? Missing for persons for whom it is not meant."""
    care: Any = tables.deliveries
    told = [care.code.startswith(prefix) for prefix in gap.prefixes]
    told += [care.kind.isin(gap.kinds)] if gap.kinds else []
    met = care.filter(
        care.date >= date(year, 1, 1), care.date <= date(year, 12, 31), ibis.or_(*told)
    )
    served = frame_of(met.select("person_id").distinct())["person_id"]
    ill = np.zeros(len(frame), bool)
    for name in gap.conditions:
        if f"cond_{name}" in frame.columns:
            ill |= frame[f"cond_{name}"].to_numpy(bool)
    if gap.any_condition:
        ill |= frame["n_conditions"].to_numpy(int) > 0
    if gap.from_age is not None:
        ill |= frame["age"].to_numpy(float) >= gap.from_age
    open_ = ~frame["person_id"].isin(served)
    return open_.astype("boolean").mask(~ill)
