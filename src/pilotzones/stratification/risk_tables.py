"""Raw tables of what risk models are worth for each outcome, for whom, and why.

Measures come with their intervals. A measure of few people, or of an event that came to few, is
hidden.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from pilotzones.stratification.drift import Fit
from pilotzones.stratification.raw import Amount, Count, Figure, Raw, RawColumn

_ENDS = ("value", "low", "high")
_RATIO = ("ratio", "low", "high")
_EURO_STEP = 10.0


def outcomes_raw(outcomes: pd.DataFrame) -> Raw:
    """Table ``outcomes``: each measure of each model and outcome with its interval.

    ``outcomes`` has outcome, scheme, model, metric, value, low, high, n (persons measured) and
    had (those to whom the event came; everybody for a cost).
    """
    had, top = outcomes["had"].astype(float), outcomes["n"].astype(float) / 100
    few = np.where(outcomes["metric"] == "capture_top1", np.minimum(had, top), had)
    frame = outcomes.assign(behind=np.round(few))
    euros = frame["metric"] == "mae"
    for name in _ENDS:
        frame[name] = np.where(euros & (frame["value"] > 1), frame[name].round(), frame[name])
    columns: tuple[RawColumn, ...] = (
        Count("behind", shown=False),
        *(Figure(name, ("behind",), "mean", "") for name in _ENDS),
    )
    keys = ("outcome", "scheme", "model", "metric")
    return Raw("outcomes", keys, columns, frame)


def fairness_raw(subgroups: pd.DataFrame) -> Raw:
    """Table ``fairness``: observed over expected of each group, its interval, and the verdict.

    ``subgroups`` is the table of `judged`. Cells are those of the released table ``subgroups``:
    what that one hides, this one hides too.
    """
    pairs = zip(subgroups["trait"], subgroups["level"], strict=True)
    people = subgroups["people"].astype(float)
    frame = subgroups.assign(
        where=[f"{trait}={level}" for trait, level in pairs],
        people=people,
        expected=subgroups["predicted"] * people,
        had=subgroups["observed"] * people,
        usual=subgroups["predicted"],
    )
    cell = "evaluated|{where}"
    sums = ("expected", "usual"), ("had", "largest")
    columns = (
        Count("people", cell=cell),
        *(
            Amount(name, "people", most, cell=f"evaluated|{name}|{{where}}", shown=False)
            for name, most in sums
        ),
        *(Figure(name, ("people", "expected", "had"), "mean", "", 3) for name in _RATIO),
    )
    return Raw("fairness", ("trait", "level", "verdict"), columns, frame)


def explanation_raw(explained: pd.DataFrame, expected: pd.DataFrame) -> Raw:
    """Table ``explanation``: what groups of features add to the expected cost of a level.

    ``expected`` has, by level, what `measured` says of the expected cost: cells of the pyramid.
    """
    frame = explained.assign(people=explained["people"].astype(float))
    names = [f"expected_eur{end}" for end in ("", "_who", "_most")]
    frame[names] = expected.reindex(frame["level"])[names].to_numpy(float)
    guards = ("people", "expected_eur")
    columns = (
        Count("people", cell="zone|level={level}"),
        Amount(names[0], names[1], names[2], cell="zone|expected|level={level}", shown=False),
        Figure("contribution", guards, "mean", "eur per person", step=_EURO_STEP),
        Figure("whole", guards, "mean", "eur per person", step=_EURO_STEP),
    )
    return Raw("explanation", ("level", "group"), columns, frame)


def drift_raw(stability: pd.DataFrame) -> Raw:
    """Table ``drift``: how far people differ from those of a model, feature by feature."""
    frame = stability.assign(people=stability["people"].astype(float))
    columns = (
        Count("people", cell="transfer|people", shown=False),
        Figure("index", ("people",), "mean", "", 3),
    )
    return Raw("drift", ("feature", "verdict"), columns, frame)


def transfer_raw(before: Fit, after: Fit, how: str, people: int) -> Raw:
    """Table ``transfer``: measures of a model from elsewhere as it is, and after its refit here.

    ``how`` is ``recalibrated`` or ``refitted``; the verdict of either time stands in each row.
    """
    both = [
        fit.table.assign(when=when, how=how, verdict=fit.verdict)
        for when, fit in (("before", before), ("after", after))
    ]
    frame = pd.concat(both, ignore_index=True).assign(people=float(people))
    columns = (
        Count("people", cell="transfer|people", shown=False),
        *(Figure(name, ("people",), "mean", "") for name in _ENDS),
    )
    return Raw("transfer", ("when", "metric", "how", "verdict"), columns, frame)
