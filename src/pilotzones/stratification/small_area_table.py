"""Table ``small_areas``: estimates by unit and indicator, with persons behind them or without."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from pilotzones.stratification.raw import Count, Figure, Raw

_OF = ("people",)
FIGURES = (
    Figure("n", _OF, "count", "persons", 0),
    Figure("rate", _OF),
    Figure("rate_low", _OF),
    Figure("rate_high", _OF),
    Figure("ratio", _OF, "mean", "ratio", 2),
    Figure("ratio_low", _OF, "mean", "ratio", 2),
    Figure("ratio_high", _OF, "mean", "ratio", 2),
)
"""What is estimated: number, rate and ratio to the reference, the latter two with 95 % intervals.

Hidden where the number of people is."""
KEYS = ("unit", "indicator", "method", "reference")
"""``reference``: what a ratio of 1 stands for."""


def small_areas_raw(rows: Sequence[dict[str, Any]], cases: Count) -> Raw:
    """Rows of units by indicator, as `estimated` makes their figures, with their own cases."""
    columns = (Count("people"), *FIGURES, cases)
    names = [*KEYS, *(column.name for column in columns)]
    return Raw("small_areas", KEYS, columns, pd.DataFrame(list(rows), columns=names))


def estimated(people: float, due: float, ratio: Sequence[float]) -> dict[str, float]:
    """Figures of a row: ratio, rate and number with their ends; a rate is never above 1.

    Parameters
    ----------
    due
        Cases expected among the people with the rates of the reference.
    ratio
        Smoothed ratio, and the ends of its interval.

    Examples
    --------
    >>> found = estimated(200, 50, (1.2, 0.9, 1.5))
    >>> found["n"], found["rate"], found["rate_low"], found["rate_high"]
    (60.0, 0.3, 0.225, 0.375)
    """
    names = ("ratio", "ratio_low", "ratio_high")
    each = due / people if people and people > 0 else np.nan
    rates = {
        name.replace("ratio", "rate"): min(float(value * each), 1.0) if each == each else np.nan
        for name, value in zip(names, ratio, strict=True)
    }
    found = dict(zip(names, map(float, ratio), strict=True))
    return {"people": people, "n": due * ratio[0]} | found | rates
