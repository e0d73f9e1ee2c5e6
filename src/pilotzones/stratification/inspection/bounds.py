"""What is left of numbers that nobody tells: an interval for each, by linear programming (HiGHS).

The stranger knows every number that is told (within its rounding), every relation among them, and
that nothing is below 0. He does not know the true tables, and needs nothing of the gate.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import linprog

from pilotzones.stratification.inspection.layout import Relation

Numbers = NDArray[np.float64]
_EASE = 1e-7


@dataclass(frozen=True, slots=True)
class Interval:
    """Least and most that a number can be; infinite where nothing ends it."""

    low: float
    high: float

    @property
    def width(self) -> float:
        """How far apart the ends are."""
        return self.high - self.low

    def small(self, minimum: int) -> bool:
        """Is it certain that the number is 1 or more and below the minimum?"""
        return self.low > 0.5 and self.high < minimum - 0.5


class Unknowns:
    """Numbers by name, those that are told, and the relations among them."""

    def __init__(
        self,
        told: Mapping[str, tuple[float, float]],
        relations: Sequence[Relation],
        also: Iterable[str] = (),
    ) -> None:
        names = dict.fromkeys([*told, *also, *(n for r in relations for n in (r.whole, *r.parts))])
        self._place = {name: k for k, name in enumerate(names)}
        self._relations = list(relations)
        low, high = np.zeros(len(names)), np.full(len(names), np.inf)
        for name, (least, most) in told.items():
            low[self._place[name]], high[self._place[name]] = max(0.0, least), most
        self._low, self._high = low, high
        self._label = self._labels()
        self._systems: dict[int, _System] = {}

    def __contains__(self, name: str) -> bool:
        return name in self._place

    @property
    def agree(self) -> bool:
        """Are there numbers that fit all that is told?"""
        return all(self._system(k).least({}) is not None for k in np.unique(self._label))

    def interval(self, name: str, less: str | None = None) -> Interval:
        """What is left of a number, or of what one is more than another (``less``)."""
        ends = [self._ends(each) for each in (name, less) if each is not None]
        if all(low == high for low, high in ends):
            value = ends[0][0] - (ends[1][0] if less is not None else 0.0)
            return Interval(value, value)
        aim = {self._place[name]: 1.0}
        if less is not None:
            aim[self._place[less]] = -1.0
        labels = {int(self._label[k]) for k in aim}
        if len(labels) > 1:
            first, second = self.interval(name), self.interval(str(less))
            return Interval(max(0.0, first.low - second.high), first.high - second.low)
        system = self._system(labels.pop())
        low = system.least(aim)
        high = system.least({k: -sign for k, sign in aim.items()})
        return Interval(max(0.0, low or 0.0), np.inf if high is None else -high)

    def _ends(self, name: str) -> tuple[float, float]:
        """What is told of a number."""
        k = self._place[name]
        return float(self._low[k]), float(self._high[k])

    def _labels(self) -> NDArray[np.intp]:
        """Numbers that hang together by relations have the same label."""
        ends = [(self._place[r.whole], self._place[p]) for r in self._relations for p in r.parts]
        size = len(self._place)
        rows, columns = zip(*ends, strict=True) if ends else ((), ())
        links = sparse.coo_array((np.ones(len(rows)), (rows, columns)), shape=(size, size))
        return sparse.csgraph.connected_components(links, directed=False)[1]

    def _system(self, label: int) -> _System:
        label = int(label)
        if label not in self._systems:
            mine = np.flatnonzero(self._label == label)
            within = [r for r in self._relations if self._label[self._place[r.whole]] == label]
            ends = self._low[mine], self._high[mine]
            self._systems[label] = _System(mine, ends, within, self._place)
        return self._systems[label]


class _System:
    """Numbers that hang together, with the relations among them."""

    def __init__(
        self,
        mine: NDArray[np.intp],
        ends: tuple[Numbers, Numbers],
        relations: Sequence[Relation],
        place: Mapping[str, int],
    ) -> None:
        self._mine = {int(k): j for j, k in enumerate(mine)}
        self._bounds: Any = np.stack([np.maximum(ends[0] - _EASE, 0.0), ends[1] + _EASE], axis=1)
        self._sums = self._matrix([r for r in relations if not r.least], place)
        self._caps = self._matrix([r for r in relations if r.least], place)

    def least(self, aim: Mapping[int, float]) -> float | None:
        """Least that a sum of numbers can be; None where there is no end, or nothing fits."""
        cost = np.zeros(len(self._mine))
        for k, sign in aim.items():
            cost[self._mine[k]] = sign
        done = linprog(
            cost,
            A_eq=self._sums,
            b_eq=None if self._sums is None else np.zeros(self._sums.shape[0]),
            A_ub=self._caps,
            b_ub=None if self._caps is None else np.zeros(self._caps.shape[0]),
            bounds=self._bounds,
            method="highs",
        )
        return float(done.fun) if done.status == 0 else None

    def _matrix(self, relations: Sequence[Relation], place: Mapping[str, int]) -> Any:
        if not relations:
            return None
        cells = [
            (row, self._mine[place[name]], sign)
            for row, each in enumerate(relations)
            for name, sign in ((each.whole, -1.0), *((part, 1.0) for part in each.parts))
        ]
        line, column, value = zip(*cells, strict=True)
        shape = (len(relations), len(self._mine))
        return sparse.csr_array((value, (line, column)), shape=shape)
