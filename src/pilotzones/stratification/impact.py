"""Risk is not impactability: what could be avoided or mended, stratum by stratum.

Unplanned stays, those of people with a condition that care outside hospital often keeps out of it,
and open care gaps, as `models/impact.toml` defines them. People who will cost much are not those
whom one can help most: where a risk list alone was acted on, emergency admissions rose by 1 % and
days in hospital by 3 % (PRISMATIC, Snooks and others, BMJ Quality & Safety 2019;28:697-705,
230,099 people).
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from pilotzones.stratification.impact_file import ImpactRules
from pilotzones.stratification.measured import measured, numbers
from pilotzones.stratification.raw import Amount, Count, Line, Ratio, Raw
from pilotzones.stratification.strata import LEVELS
from pilotzones.stratification.strata_tables import STAYS as STAYS_CELL

STAYS: Final = ("unplanned", "avoidable", "other")
"""Unplanned stays: all, those of people with a condition of the table, and those of others."""


def impact_raws(zone: pd.DataFrame, rules: ImpactRules) -> list[Raw]:
    """Tables ``avoidable`` (stays by level) and ``gaps`` (open care gaps by level).

    ``avoidable``: level, what (see `STAYS`), people, stays, stays_per_1000; not there where the
    deliveries have no emergency contact. ``gaps``: level, gap, meant,
    open, share.

    Parameters
    ----------
    zone
        People of the zone with ``level`` and the columns of `with_risk_columns`.
    """
    found = []
    if "unplanned" in zone.columns:
        found += [_avoidable(zone, rules), _planned(zone)]
    if any(f"gap_{gap.id}" in zone.columns for gap in rules.gaps):
        found.append(_gaps(zone, rules))
    return found


def _avoidable(zone: pd.DataFrame, rules: ImpactRules) -> Raw:
    ill = np.zeros(len(zone), bool)
    for name in rules.avoidable.conditions:
        if f"cond_{name}" in zone.columns:
            ill |= zone[f"cond_{name}"].to_numpy(bool)
    stays = zone["unplanned"].to_numpy(float)
    parts = (stays, np.where(ill, stays, 0.0), np.where(ill, 0.0, stays))
    by_kind = dict(zip(STAYS, parts, strict=True))
    level = zone["level"].to_numpy(object)
    rows = []
    for name in LEVELS:
        mine = level == name
        for what, each in by_kind.items():
            some = each[mine]
            most = float(some.max(initial=0.0))
            rows.append((name, what, mine.sum(), some.sum(), (some > 0).sum(), most))
    names = ["level", "what", "people", "stays", "stays_who", "stays_most"]
    frame = pd.DataFrame(rows, columns=names).astype(dict.fromkeys(names[2:], float))
    columns = (
        Count("people", cell="zone|level={level}"),
        Amount("stays", "stays_who", "stays_most", "stays", True, "zone|{what}|{level}"),
        Ratio("stays_per_1000", "stays", "people", "mean", "per 1000", 1_000.0, 1),
    )
    lines = tuple(
        Line(f"zone|unplanned|{level}", tuple(f"zone|{what}|{level}" for what in STAYS[1:]))
        for level in LEVELS
    )
    return Raw("avoidable", ("level", "what"), columns, frame, lines)


def _planned(zone: pd.DataFrame) -> Raw:
    """All stays of a level and those that were planned, which no table shows: for the gate."""
    stays, unplanned = numbers(zone["hospital_stays"]), zone["unplanned"].to_numpy(float)
    values = {"stays": stays, "planned": np.maximum(stays - unplanned, 0.0)}
    frame = measured(zone["level"], values, LEVELS).rename_axis("level").reset_index()
    cells = {"stays": f"{STAYS_CELL}|level={{level}}", "planned": "zone|planned|{level}"}
    columns = tuple(
        Amount(name, f"{name}_who", f"{name}_most", "stays", True, cell, shown=False)
        for name, cell in cells.items()
    )
    lines = tuple(
        Line(f"{STAYS_CELL}|level={level}", (f"zone|unplanned|{level}", f"zone|planned|{level}"))
        for level in LEVELS
    )
    return Raw("stays_planned", ("level",), columns, frame, lines)


def _gaps(zone: pd.DataFrame, rules: ImpactRules) -> Raw:
    level = zone["level"].to_numpy(object)
    rows = []
    for name in LEVELS:
        mine = level == name
        for gap in rules.gaps:
            flag = zone[f"gap_{gap.id}"].astype("boolean")
            meant = mine & flag.notna().to_numpy(bool)
            open_ = mine & flag.fillna(False).to_numpy(bool)
            rows.append((name, gap.id, float(meant.sum()), float(open_.sum())))
    frame = pd.DataFrame(rows, columns=["level", "gap", "meant", "open"])
    columns = (
        Count("meant", cell="zone|meant={gap}|{level}"),
        Count("open", of=("meant",), cell="zone|open={gap}|{level}"),
        Ratio("share", "open", "meant"),
    )
    return Raw("gaps", ("level", "gap"), columns, frame)
