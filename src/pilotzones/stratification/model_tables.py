"""Raw tables of what the risk model is worth: evaluation, calibration, ratios by subgroup."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from pilotzones.stratification.raw import Amount, Count, Figure, Line, Ratio, Raw

_TOPS: Mapping[str, float] = {
    "auc_top5": 0.05,
    "capture_top1": 0.01,
    "capture_top5": 0.05,
    "capture_top20": 0.2,
}
"""Measures that speak of a top of the people, and which part of them that is."""
_EUROS = ("mae",)
"""Measures in euro: released in whole ones."""
_MEASURED = "evaluated"
"""Cell of everybody whose next year was compared with what was expected."""
_SUMS = ("expected", "had")


def evaluation_raw(evaluation: pd.DataFrame) -> Raw:
    """Table ``evaluation``: each measure of each model with its interval.

    ``evaluation`` has model, metric, value, low, high and n, the persons behind it. A measure that
    speaks of a top of few persons is hidden.
    """
    part = evaluation["metric"].map(_TOPS).fillna(1.0)
    frame = evaluation.assign(behind=np.round(part * evaluation["n"].astype(float)))
    euros = frame["metric"].isin(_EUROS)
    for name in ("value", "low", "high"):
        frame[name] = np.where(euros, np.round(frame[name]), frame[name])
    columns = (
        Count("behind", shown=False),
        *(Figure(name, ("behind",), "mean", "") for name in ("value", "low", "high")),
    )
    return Raw("evaluation", ("model", "metric"), columns, frame)


def calibration_raw(calibration: pd.DataFrame) -> Raw:
    """Table ``calibration``: expected and observed cost by tenth of the people, and their ratio.

    ``calibration`` has decile, people, the means predicted and observed, and largest, the most that
    one person of the tenth had.
    """
    where = [f"decile={decile}" for decile in calibration["decile"]]
    return _compared("calibration", ("decile",), calibration.assign(where=where), [where])


def subgroups_raw(subgroups: pd.DataFrame) -> Raw:
    """Table ``subgroups``: the same by trait; ``subgroups`` has trait, level and the same columns.

    What is left of everybody without those who have a trait is protected too.
    """
    pairs = zip(subgroups["trait"], subgroups["level"], strict=True)
    frame = subgroups.assign(where=[f"{trait}={level}" for trait, level in pairs])
    by_trait = frame.groupby("trait", sort=False)
    everybody = by_trait["people"].sum().max()
    full = [list(group["where"]) for _, group in by_trait if group["people"].sum() == everybody]
    return _compared("subgroups", ("trait", "level"), frame, full)


def _compared(
    id: str, keys: tuple[str, ...], found: pd.DataFrame, full: Sequence[Sequence[str]]
) -> Raw:
    """Table of groups ``where``; those of each list of ``full`` are everybody together.

    Means become sums, so that the gate sees who brings them, and what a sum over everybody gives
    away in another table. What is expected of one person is near the mean of the group.
    """
    people = found["people"].astype(float)
    frame = found.assign(
        people=people,
        expected=found["predicted"] * people,
        had=found["observed"] * people,
        usual=found["predicted"],
    )
    whole = frame[frame["where"].isin(list(full[0]))]
    for name in ("people", *_SUMS):
        frame[f"all_{name}"] = whole[name].sum()
    frame["all_expected_most"] = frame["usual"].max()
    frame["all_had_most"] = frame["largest"].max()
    cells = {name: f"{_MEASURED}|{name}" for name in _SUMS}
    columns = (
        Count("people", of=("all_people",), cell=f"{_MEASURED}|{{where}}"),
        Count("all_people", cell=_MEASURED, shown=False),
        Amount("expected", "people", "usual", cell=f"{cells['expected']}|{{where}}", shown=False),
        Amount("had", "people", "largest", cell=f"{cells['had']}|{{where}}", shown=False),
        *(
            Amount(f"all_{n}", "all_people", f"all_{n}_most", cell=cells[n], shown=False)
            for n in _SUMS
        ),
        Ratio("predicted", "expected", "people", "mean", "eur per person", 1.0, 0),
        Ratio("observed", "had", "people", "mean", "eur per person", 1.0, 0),
        Ratio("ratio", "had", "expected", "mean", "", 1.0, 3),
    )
    lines = tuple(
        Line(whole, tuple(f"{whole}|{where}" for where in groups))
        for groups in full
        for whole in (_MEASURED, *cells.values())
    )
    return Raw(id, keys, columns, frame, lines)
