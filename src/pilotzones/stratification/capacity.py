"""Strata that fit the case managers there are: who is followed, who is just below, who is left."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pilotzones.stratification.measured import measured, numbers
from pilotzones.stratification.raw import Amount, Count, Figure, Line, Ratio, Raw, RawColumn
from pilotzones.stratification.strata import threshold
from pilotzones.stratification.weights import weights_of

PLACES: Final = ("within", "next", "rest")
"""Within the capacity; who one more case manager could follow; everybody else."""
_TRAITS: Final = ("old", "several", "reduced", "rural_n")
_STEP: Final = 100.0
"""Euros to which a threshold is rounded: it is what the model expects of one person."""
OLD: Final = 75


def places(
    expected: pd.Series, weight: NDArray[np.float64], capacity: tuple[int, int]
) -> pd.Series:
    """Place of each person of ``expected`` (cost by person): see `PLACES`.

    People of the same expected cost stay together, so a place may stay a little below its size.
    """
    values = expected.to_numpy(float)
    managers, each = capacity
    first = threshold(values, weight, float(managers * each))
    inside = float(weight[values >= first].sum())
    second = threshold(values, weight, inside + each)
    place = np.select([values >= first, values >= second], [0, 1], 2)
    return pd.Series(np.array(PLACES)[place], index=expected.index, name="place")


def capacity_raw(zone: pd.DataFrame, capacity: tuple[int, int]) -> Raw:
    """Table ``capacity``: who is within it, who is just below, and what they are like.

    Columns: people; expected_per_person (next year) and cost_per_person (base year); shares of
    people of 75 and over (old_share), with two conditions or more (several_share), with increased
    reimbursement (reduced_share) and in rural units (rural_share); lower_eur, the smallest
    expected cost, to 100 euro.

    Parameters
    ----------
    zone
        People of the zone with ``predicted`` and what `pyramid_raw` needs.
    """
    expected = pd.Series(zone["predicted"].to_numpy(float), index=zone.index)
    labels = places(expected, weights_of(zone), capacity)
    values = {"expected_eur": numbers(zone["predicted"]), "eur": numbers(zone["total_cost"])}
    values |= {name: each.astype(float) for name, each in _traits(zone).items()}
    frame = measured(labels, values, PLACES).rename_axis("place").reset_index()
    frame["who"] = ["zone|level=high", "zone|place=next", "zone|place=rest"]
    frame["lower_eur"] = [
        float(expected[labels == place].min()) if (labels == place).any() else np.nan
        for place in PLACES
    ]
    sums = {"expected_eur": "zone|expected", "eur": "zone|sum=total"}
    columns: list[RawColumn] = [
        Count("people", cell="{who}"),
        Count("whole", cell="zone", shown=False),
    ]
    frame["whole"] = float(len(zone))
    for name, whole in sums.items():
        frame[f"{name}_cell"] = [
            f"{whole}|level=high",
            f"{whole}|place=next",
            f"{whole}|place=rest",
        ]
        cell = f"{{{name}_cell}}"
        columns.append(Amount(name, f"{name}_who", f"{name}_most", cell=cell, shown=False))
        for end, sum_of in (("", "sum"), ("_who", "sum"), ("_most", "max")):
            frame[f"all_{name}{end}"] = frame[f"{name}{end}"].agg(sum_of)
        behind = (f"all_{name}", f"all_{name}_who", f"all_{name}_most")
        columns.append(Amount(*behind, cell=whole, shown=False))
    columns += [
        Ratio("expected_per_person", "expected_eur", "people", "mean", "eur per person", 1.0, 0),
        Ratio("cost_per_person", "eur", "people", "mean", "eur per person", 1.0, 0),
    ]
    for name in _TRAITS:
        cell = f"zone|trait={name}|{{place}}"
        columns.append(Count(name, of=("people",), cell=cell, shown=False))
        columns.append(Ratio(f"{name.removesuffix('_n')}_share", name, "people"))
    columns.append(Figure("lower_eur", ("people",), "amount", "eur", step=_STEP))
    ends = ("level=high", "place=next", "place=rest")
    lines = tuple(Line(w, tuple(f"{w}|{end}" for end in ends)) for w in ("zone", *sums.values()))
    return Raw("capacity", ("place",), tuple(columns), frame, lines)


def _traits(zone: pd.DataFrame) -> dict[str, NDArray[np.bool_]]:
    """Traits of the people by which who is followed can be compared with who is not."""

    def flag(name: str) -> NDArray[np.bool_]:
        if name not in zone.columns:
            return np.zeros(len(zone), bool)
        return zone[name].astype("boolean").fillna(False).to_numpy(bool)

    return {
        "old": zone["age"].to_numpy(float) >= OLD,
        "several": zone["n_conditions"].to_numpy(int) > 1,
        "reduced": flag("increased_reimbursement"),
        "rural_n": flag("rural"),
    }
