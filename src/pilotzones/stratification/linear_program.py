"""Linear programs of the audit: the cheapest numbers, 0 or more, that keep given sums."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp

Numbers = NDArray[np.float64]


def cheapest(
    cost: Numbers, sums: Any, right: tuple[Numbers, Numbers], most: Numbers
) -> Numbers | None:
    """Numbers between 0 and ``most`` with the smallest cost; None where no numbers fit.

    Solved by HiGHS. `milp` without whole numbers is the same program as `linprog`, at half the
    time for the small systems that there are hundreds of.

    Parameters
    ----------
    sums, right
        Each row of ``sums`` (sparse) times the numbers lies between the two sides of ``right``.
    most
        Upper bounds, all finite: then no program is without end.

    Raises
    ------
    RuntimeError
        The solver gave up.
    """
    low: Any
    high: Any
    low, high = right
    rows = LinearConstraint(sums, low, high) if sums.shape[0] else ()
    upper: Any = most
    done = milp(cost, constraints=rows, bounds=Bounds(0.0, upper))
    if done.x is None and done.status != 2:
        raise RuntimeError(f"linear program: {done.message}")
    return None if done.x is None else np.clip(done.x, 0.0, most)
