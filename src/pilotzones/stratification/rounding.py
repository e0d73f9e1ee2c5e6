"""Numbers of persons and events rounded to a base, after the gate has held back what it must.

Rounding comes last and only takes away: the gate protects each cell against somebody who knows
every number exactly, and a rounded number says less than the number. So no interval that is left of
a cell gets narrower. What is shown never goes below the minimum, 0 stays 0, and the sums of a table
are kept where they can be: whole and parts that are all shown are rounded together (controlled
rounding, each number to one of its two neighbours; Cox, Journal of the American Statistical
Association 82, 1987), by integer programming.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from pilotzones.stratification.raw import Line

_LARGEST = 400
"""Most numbers that are rounded together; a larger system is rounded number by number."""
_NODES = 2_000
"""Most branches of one search: counted, not timed, so that every machine finds the same."""


def nearest(value: float, base: int, minimum: int) -> int:
    """Multiple of the base that is nearest to a number, 0 for 0 and never below the minimum.

    Examples
    --------
    >>> [nearest(n, 5, 10) for n in (0, 10, 12, 13, 48)]
    [0, 10, 10, 15, 50]
    >>> nearest(7, 5, 7)
    10
    """
    if value <= 0:
        return 0
    return max(base * math.floor(value / base + 0.5), base * math.ceil(minimum / base))


def together(
    values: Mapping[str, float], lines: Sequence[Line], *, base: int, minimum: int
) -> dict[str, int]:
    """Each shown number rounded, so that the sums among them hold where that can be.

    Parameters
    ----------
    values
        Numbers of persons and events that are shown, by cell.
    lines
        Sums among cells; one with a cell that is not shown does not count.
    """
    found = {name: nearest(value, base, minimum) for name, value in values.items()}
    whole = [x for x in lines if x.total in values and all(part in values for part in x.parts)]
    for names, sums in _systems(whole):
        if len(names) <= _LARGEST:
            found |= _controlled({n: values[n] for n in names}, sums, base, minimum)
    return found


def _systems(lines: Sequence[Line]) -> list[tuple[list[str], list[Line]]]:
    """Sums that hang together by their cells, each with its cells."""
    names = list(dict.fromkeys(n for line in lines for n in (line.total, *line.parts)))
    place = {name: k for k, name in enumerate(names)}
    ends = [(place[line.total], place[part]) for line in lines for part in line.parts]
    if not ends:
        return []
    rows, columns = zip(*ends, strict=True)
    links = sparse.coo_array((np.ones(len(rows)), (rows, columns)), shape=(len(names),) * 2)
    label = sparse.csgraph.connected_components(links, directed=False)[1]
    return [
        (
            [name for name, mine in zip(names, label, strict=True) if mine == each],
            [line for line in lines if label[place[line.total]] == each],
        )
        for each in np.unique(label)
    ]


def _controlled(
    values: Mapping[str, float], lines: Sequence[Line], base: int, minimum: int
) -> dict[str, int]:
    """The cheapest rounding that keeps every sum; nothing where there is none."""
    place = {name: k for k, name in enumerate(values)}
    value = np.array(list(values.values()))
    low = np.floor(value / base)
    least = math.ceil(minimum / base)
    low = np.where(value > 0, np.maximum(low, least), 0.0)
    free = (value > 0) & (value != base * low) & (value > base * low)
    # moving up instead of down costs what it goes further away
    cost = np.where(free, base * (low + 1) - value - (value - base * low), 0.0)
    cost = cost * (1 + 1e-6 * np.arange(len(cost))) + 1e-9 * np.arange(len(cost))
    rows = sparse.lil_array((len(lines), len(value)))
    for k, line in enumerate(lines):
        rows[k, place[line.total]] -= 1
        for part in line.parts:
            rows[k, place[part]] += 1
    matrix = rows.tocsr()
    right: Any = -(matrix @ low)
    ends: Any = free.astype(float)
    done = milp(
        cost,
        integrality=np.ones(len(value)),
        bounds=Bounds(0.0, ends),
        constraints=LinearConstraint(matrix, right, right),
        options={"node_limit": _NODES},
    )
    if done.x is None:
        return {}
    up = np.round(done.x)
    return {name: int(base * (low[k] + up[k])) for name, k in place.items()}
