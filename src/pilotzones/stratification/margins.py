"""Sums between tables: what the tables of a run share, said to the gate and shown nowhere.

Zone, target group, region and country lie in each other, kinds of care add up to the total, numbers
of conditions to those who have any, the rural part and the rest to the zone: what one table shows
is a margin of another. Cells are named as in `comparison`.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from pilotzones.stratification.comparison import Group, groups
from pilotzones.stratification.measured import Numbers, numbers
from pilotzones.stratification.raw import Amount, Count, Line, Raw
from pilotzones.stratification.strata_tables import EXPECTED, SEGMENTS, STAYS

_SEVERAL = (("any", 1), ("two_or_more", 2), ("three_or_more", 3))
_MEASURES = {
    "total": "total_cost",
    "hospital_days_per_1000": "hospital_days",
    "stays_per_1000": "hospital_stays",
    "atc3": "n_atc3",
}
"""Column of the frame behind each measure of the table ``consumption``; kinds of care have their
own."""


def consumption_margins(frame: pd.DataFrame, uses: Raw) -> Raw:
    """What each group uses beyond the group inside it, and the total as the sum of the kinds."""
    found = groups(frame)
    rows: list[dict[str, object]] = []
    lines: list[Line] = []
    measures = [str(m) for m in uses.frame["measure"]]
    for inner, outer in nested(found):
        beyond = outer.rows & ~inner.rows
        for measure in measures:
            cell = f"{outer.name} without {inner.name}|sum={measure}"
            values = numbers(frame[_MEASURES.get(measure, f"cost_{measure}")])
            rows.append({"cell": cell, **brought((values * outer.weight)[beyond])})
            whole, part = (f"{group.name}|sum={measure}" for group in (outer, inner))
            lines.append(Line(whole, (part, cell)))
    kinds = [measure for measure in measures if measure not in _MEASURES]
    for name in found if kinds else ():
        lines.append(Line(f"{name}|sum=total", tuple(f"{name}|sum={kind}" for kind in kinds)))
    return amounts("consumption_margins", rows, lines)


def condition_margins(frame: pd.DataFrame, conditions: Sequence[str]) -> Raw:
    """People of each group by number of conditions, and those with others than one of them."""
    rows: list[dict[str, object]] = []
    lines: list[Line] = []
    number = frame["n_conditions"].to_numpy(int)
    for name, group in groups(frame).items():
        cells = [f"{name}|segment={segment}" for segment in SEGMENTS]
        sizes = np.bincount(np.minimum(number[group.rows], len(SEGMENTS) - 1), minlength=5)
        rows += [{"cell": c, "people": n} for c, n in zip(cells, sizes.tolist(), strict=True)]
        lines.append(Line(name, tuple(cells)))
        lines += [Line(f"{name}|has={has}", tuple(cells[least:])) for has, least in _SEVERAL]
        for id in conditions:
            other = group.rows & (number > 0) & ~frame[f"cond_{id}"].to_numpy(bool)
            cell = f"{name}|has any without {id}"
            rows.append({"cell": cell, "people": int(other.sum())})
            lines.append(Line(f"{name}|has=any", (f"{name}|has={id}", cell)))
    frame = pd.DataFrame(rows, columns=["cell", "people"])
    column = Count("people", cell="{cell}", shown=False)
    return Raw("condition_margins", (), (column,), frame, tuple(lines))


def rural_margins(frame: pd.DataFrame, rural: Raw) -> Raw:
    """The rural part and the rest as parts of the zone, and those of whom it is not known."""
    rows: list[dict[str, object]] = []
    lines: list[Line] = []
    if rural.frame.empty:
        return amounts("rural_margins", rows, lines)
    zone = frame[frame["in_zone"].to_numpy(bool)]
    unknown = zone["rural"].isna().to_numpy()
    for whole, part, values in _rural_cells(zone):
        ends = [part.format(part=name) for name in ("rural", "other")]
        if unknown.any():
            ends.append(f"{whole}, rural unknown")
            rows.append({"cell": ends[-1], **brought(values[unknown])})
        lines.append(Line(whole, tuple(ends)))
    of_group = ("zone", "target") if "in_target" in zone.columns else ("zone",)
    lines += [Line(f"{group}|rural=yes", (f"{group}|rural=rural",)) for group in of_group]
    return amounts("rural_margins", rows, lines)


def _rural_cells(zone: pd.DataFrame) -> Iterator[tuple[str, str, Numbers]]:
    """Cell of the zone, name of its rural parts, and what each person brings to it."""
    number = zone["n_conditions"].to_numpy()
    yield "zone", "zone|rural={part}", np.ones(len(zone))
    yield "zone|has=any", "rural.chronic_n|{part}", (number >= 1).astype(float)
    yield "zone|has=two_or_more", "rural.multi_n|{part}", (number >= 2).astype(float)
    yield STAYS, "rural.stays|{part}", numbers(zone["hospital_stays"])
    if "predicted" in zone.columns:
        yield EXPECTED, "rural.expected|{part}", numbers(zone["predicted"])
    if "in_target" in zone.columns:
        yield "target", "target|rural={part}", zone["in_target"].to_numpy(float)


def nested(found: dict[str, Group]) -> Iterator[tuple[Group, Group]]:
    """Each group with the smallest that it lies in."""
    names = [name for name in ("target", "zone", "region", "country") if name in found]
    for inner, outer in itertools.pairwise(names):
        yield found[inner], found[outer]


def brought(values: Numbers) -> dict[str, object]:
    """Sum of what persons bring, how many bring something, and the most that one brings."""
    return {
        "eur": float(values.sum()),
        "who": int((values > 0).sum()),
        "most": float(values.max(initial=0.0)),
    }


def amounts(
    id: str, rows: Sequence[dict[str, object]], lines: Sequence[Line], *, events: bool = False
) -> Raw:
    """Cells that no table shows, with their sums; ``events`` where they are numbers of events."""
    frame = pd.DataFrame(list(rows), columns=["cell", "eur", "who", "most"])
    column = Amount("eur", "who", "most", events=events, cell="{cell}", shown=False)
    return Raw(id, (), (column,), frame, tuple(lines))
