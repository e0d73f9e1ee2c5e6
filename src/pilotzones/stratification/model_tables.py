"""Raw tables of what the risk model is worth: evaluation, calibration, ratios by subgroup."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from pilotzones.stratification.raw import Amount, Count, Figure, Line, Ratio, Raw

_TOPS: Mapping[str, float] = {"auc_top5": 0.05, "capture_top5": 0.05, "capture_top20": 0.2}
"""Measures that speak of a top of the people, and which part of them that is."""
_CAUGHT = ("capture_top5", "capture_top20")
"""Measures that are a share of that top: times its size, they are a number of persons."""
_EUROS = ("mae",)
"""Measures in euro: released in whole ones."""
_MEASURED = "evaluated"
"""Cell of everybody whose next year was compared with what was expected."""


def evaluation_raw(evaluation: pd.DataFrame) -> Raw:
    """Table ``evaluation``: each measure of each model with its interval.

    ``evaluation`` has model, metric, value, low, high and n, the persons behind it. What speaks
    of a top of few persons, or finds few of them, is hidden.
    """
    frame = evaluation.assign(n=evaluation["n"].astype(float))
    part = frame["metric"].map(_TOPS).fillna(1.0)
    frame["behind"] = np.round(part * frame["n"])
    caught = frame["metric"].isin(_CAUGHT)
    frame["caught"] = np.where(caught, np.round(frame["value"] * frame["behind"]), 0.0)
    euros = frame["metric"].isin(_EUROS)
    for name in ("value", "low", "high"):
        frame[name] = np.where(euros, np.round(frame[name]), frame[name])
    columns = (
        Count("behind", shown=False),
        Count("caught", of=("behind",), shown=False),
        *(Figure(name, ("behind", "caught"), "mean", "") for name in ("value", "low", "high")),
    )
    return Raw("evaluation", ("model", "metric"), columns, frame)


def calibration_raw(calibration: pd.DataFrame) -> Raw:
    """Table ``calibration``: expected and observed cost by tenth of the people, and their ratio.

    ``calibration`` has decile, people, the means predicted and observed, and largest, the most that
    one person of the tenth had.
    """
    frame = _compared(calibration, "people")
    cells = [f"{_MEASURED}|decile={decile}" for decile in frame["decile"]]
    return _comparison("calibration", ("decile",), frame.assign(cell=cells), [cells])


def subgroups_raw(subgroups: pd.DataFrame) -> Raw:
    """Table ``subgroups``: the same by trait; ``subgroups`` has trait, level and the same columns.

    What is left of everybody without those who have a trait is protected too.
    """
    frame = _compared(subgroups, "people")
    pairs = zip(frame["trait"], frame["level"], strict=True)
    frame["cell"] = [f"{_MEASURED}|{trait}={level}" for trait, level in pairs]
    whole = frame["people"].sum() and frame.groupby("trait")["people"].sum().max()
    full = [
        group["cell"].tolist()
        for _, group in frame.groupby("trait", sort=False)
        if len(group) > 1 and group["people"].sum() == whole
    ]
    return _comparison("subgroups", ("trait", "level"), frame, full)


def _compared(found: pd.DataFrame, people: str) -> pd.DataFrame:
    """Means as sums, so that the gate sees who brings them."""
    frame = found.assign(people=found[people].astype(float))
    return frame.assign(
        expected=frame["predicted"] * frame["people"],
        had=frame["observed"] * frame["people"],
        even=frame["predicted"],
    )


def _comparison(
    id: str, keys: tuple[str, ...], frame: pd.DataFrame, full: Sequence[Sequence[str]]
) -> Raw:
    frame = frame.assign(whole=frame.groupby(lambda _: 0)["people"].transform("sum"))
    if full:
        sizes = dict(zip(frame["cell"], frame["people"], strict=True))
        frame["whole"] = sum(sizes[cell] for cell in full[0])
    columns = (
        Count("people", of=("whole",), cell="{cell}"),
        Count("whole", cell=f"{_MEASURED} in {id}", shown=False),
        Amount("expected", "people", "even", shown=False),
        Amount("had", "people", "largest", shown=False),
        Ratio("predicted", "expected", "people", "mean", "eur per person", decimals=0),
        Ratio("observed", "had", "people", "mean", "eur per person", decimals=0),
        Ratio("ratio", "had", "expected", "mean", "", decimals=2),
    )
    lines = tuple(Line(f"{_MEASURED} in {id}", tuple(cells)) for cells in full)
    return Raw(id, keys, columns, frame, lines)
