"""What somebody who knows all that is released can find out about what is held back.

The attacker of this module knows every told cell exactly (more than rounded figures give), every
sum, what earlier releases told, and that nothing is below 0. What is left of a cell is an interval,
found by linear programming (HiGHS). A cell is protected when its interval is at least as wide as
``need``: for persons and events at least the minimum cell, so its upper end reaches the minimum and
neither the number nor a narrow guess of it can be told; for an amount of few persons at least the
amount itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from pilotzones.stratification.cells import Cells
from pilotzones.stratification.linear_program import Numbers, cheapest

Mask = NDArray[np.bool_]
_SLACK = 1e-6
_TOGETHER = 3
"""Up to so many cells are looked at one by one."""
_WORTH = 0.8
"""Looking at many cells at once goes on while it leaves at most this share of them open."""
_SCALE = 1e4
"""Numbers of a linear program stay below it: euros would strain its tolerance of 1e-7."""


@dataclass(frozen=True, slots=True)
class Weak:
    """A cell that is not protected, and the interval that is left of it."""

    cell: int
    low: float
    high: float


class Audit:
    """Search for weak cells, again and again with other cells held back.

    Every table met on the way that fits the sums is kept: where it agrees with all that is told,
    it widens the intervals of all cells at once, and most cells need no search of their own.
    """

    def __init__(self, cells: Cells) -> None:
        self.cells = cells
        self._line, self._cell = cells.matrix.nonzero()
        self._lines = len(cells.matrix.indptr) - 1
        self._whole = self._labels(np.ones(len(cells.names), bool))
        self._tables: list[Numbers] = [cells.values]

    def keep(self, table: Numbers) -> None:
        """Remember a table that fits the sums."""
        self._tables.append(table)

    def weak(self, hidden: Mask) -> Iterator[Weak]:
        """Cells that are held back, or sensitive and never shown, and not protected.

        First those that follow from a sum with no other unknown: their interval is a point.
        """
        cells, known = self.cells, self._derived(hidden)
        wanted = (hidden | cells.sensitive) & ~cells.fixed
        for k in np.flatnonzero(wanted & known):
            yield Weak(int(k), float(cells.values[k]), float(cells.values[k]))
        low, high = self._seen(hidden)
        wanted &= ~known & (high - low < cells.need - _SLACK)
        if wanted.any():
            for part in self._components(known, wanted):
                yield from self._narrow(part, wanted[part], low, high)

    def interval(self, hidden: Mask, cell: int) -> Weak | None:
        """What is left of one cell; None where it is protected."""
        known = self._derived(hidden)
        if known[cell]:
            return Weak(cell, float(self.cells.values[cell]), float(self.cells.values[cell]))
        wanted = np.zeros(len(known), bool)
        wanted[cell] = True
        low, high = self._seen(hidden)
        if high[cell] - low[cell] >= self.cells.need[cell] - _SLACK:
            return None
        (part,) = self._components(known, wanted)
        return next(self._narrow(part, wanted[part], low, high), None)

    def _derived(self, hidden: Mask) -> Mask:
        """Cells whose value is known: told ones, and those that are alone unknown in a sum."""
        known = self._known(hidden)
        while True:
            open_ = ~known[self._cell]
            unknown = np.bincount(self._line[open_], minlength=self._lines)
            alone = self._cell[open_ & (unknown[self._line] == 1)]
            if not len(alone):
                return known
            known[alone] = True

    def _known(self, hidden: Mask) -> Mask:
        """Cells that a table tells, or an earlier release has told."""
        return (self.cells.told & ~hidden) | self.cells.fixed

    def together(self, cell: int) -> NDArray[np.intp]:
        """Cells that hang together with one by sums, told or not."""
        return np.flatnonzero(self._whole == self._whole[cell])

    def _seen(self, hidden: Mask) -> tuple[Numbers, Numbers]:
        """Smallest and largest value of each cell in the tables that agree with what is told."""
        told = self._known(hidden)
        tables = np.array(self._tables)
        agree = tables[(tables[:, told] == self.cells.values[told]).all(axis=1)]
        return agree.min(axis=0), agree.max(axis=0)

    def _components(self, known: Mask, wanted: Mask) -> Iterator[NDArray[np.intp]]:
        """Unknown cells that hang together by sums, where one of them is wanted."""
        label = np.where(known, -1, self._labels(~known))
        for each in np.unique(label[wanted]):
            yield np.flatnonzero(label == each)

    def _labels(self, among: Mask) -> NDArray[np.intp]:
        """Number of the component of each cell, where only some cells count."""
        lines, n = self._lines, len(self.cells.names)
        used = among[self._cell]
        ends = self._line[used], lines + self._cell[used]
        links = sparse.coo_array((np.ones(len(ends[0])), ends), shape=(lines + n, lines + n))
        return sparse.csgraph.connected_components(links, directed=False)[1][lines:]

    def _narrow(
        self, part: NDArray[np.intp], wanted: Mask, low: Numbers, high: Numbers
    ) -> Iterator[Weak]:
        """Cells ``wanted`` of one component whose interval is too narrow."""
        system = _System(self.cells, part)
        need, low, high = self.cells.need[part], low[part], high[part]
        open_ = np.flatnonzero(wanted)
        while len(open_) > _TOGETHER:
            low, high = self._wider(system, low, high, system.many(open_, (low + need)[open_]))
            left = open_[(high - low)[open_] < need[open_] - _SLACK]
            if len(left) > _WORTH * len(open_):
                break
            open_ = left
        for k in open_:
            for sign in (-1.0, 1.0):
                if high[k] - low[k] < need[k] - _SLACK:
                    seen = system.end(int(k), sign)
                    low, high = self._wider(system, low, high, seen)
            if high[k] - low[k] < need[k] - _SLACK:
                yield Weak(int(part[k]), float(low[k]), float(high[k]))

    def _wider(
        self, system: _System, low: Numbers, high: Numbers, seen: Numbers
    ) -> tuple[Numbers, Numbers]:
        table = self.cells.values.copy()
        table[system.part] = seen
        self.keep(table)
        return np.minimum(low, seen), np.maximum(high, seen)


class _System:
    """Unknown cells that hang together, and what the known ones say of them."""

    def __init__(self, cells: Cells, part: NDArray[np.intp]) -> None:
        self.part = part
        rows = cells.matrix[:, part]
        values, need = cells.values[part], cells.need[part]
        self.scale = max(1.0, float(values.max()) / _SCALE)
        self._sums = rows[np.flatnonzero(np.diff(rows.tocsr().indptr))]
        self._right = self._sums @ (values / self.scale)
        # far enough for every need; a cell that no sum holds from above would have no end
        self._most = np.full(len(part), float(values.sum() + 2 * need.max()) / self.scale)

    def many(self, open_: NDArray[np.intp], reach: Numbers) -> Numbers:
        """Values of all cells where as many of the ``open_`` as can come near to ``reach``.

        What a cell reaches of it counts, and nothing beyond: a variable of its own for each.
        """
        n, k = len(self.part), len(open_)
        reach = np.maximum(reach, 1e-6) / self.scale
        picks = sparse.csr_array((np.ones(k), (np.arange(k), open_)), shape=(k, n))
        sums = sparse.block_array([[self._sums, None], [picks, -sparse.eye_array(k)]])
        low = np.r_[self._right, np.zeros(k)]
        high = np.r_[self._right, np.full(k, np.inf)]
        cost = np.r_[np.zeros(n), -1 / reach]
        most = np.r_[self._most, reach]
        return self._found(cost, sums, (low, high), most)

    def end(self, k: int, sign: float) -> Numbers:
        """Values of all cells where cell ``k`` is largest (sign -1) or smallest (1)."""
        aim = np.zeros(len(self.part))
        aim[k] = sign
        return self._found(aim, self._sums, (self._right, self._right), self._most)

    def _found(
        self, cost: Numbers, sums: Any, right: tuple[Numbers, Numbers], most: Numbers
    ) -> Numbers:
        found = cheapest(cost, sums, right, most)
        if found is None:
            raise RuntimeError("audit of released tables: the true tables do not fit the sums")
        return found[: len(self.part)] * self.scale
