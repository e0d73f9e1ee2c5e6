"""Reach of faulty parts that may be mended together: how many changes it takes to touch a unit.

Be ``c_i`` a proved lower bound of the changes that mend part ``i`` while the other parts stay. In a
repair of all, the groups of changes (see ``pilotzones.zones.propose.reach``) divide the parts into
sets that are bound together. A set of one part costs ``c_i`` at least. A larger one costs at least
the units of the smallest tree of walks that joins its parts (a Steiner tree: Dreyfus & Wagner 1971,
The Steiner problem in graphs), no less than any of its parts costs alone, and no less than what the
model proves of it while the parts outside it stay. A repair that touches a unit has a tree that
joins a set to the unit, and sets for all other parts. The least sum over all divisions is a lower
bound of the changes of any repair that touches the unit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import dijkstra

from pilotzones.zones.propose.reach import Reach
from pilotzones.zones.propose.task import FAR

PARTS = 6
"""Most parts for which all sets are looked at."""

_SCALE = 1 << 20
"""One unit on a walk, in the lengths handed to the shortest paths, where no step may be nothing."""

Lengths = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Part:
    """Faulty zones and due units that belong together.

    ``least``: changes besides the base that it needs while others stay; ``alone``: in any case.
    """

    reach: Reach
    least: int
    alone: int


class Joint:
    """Bounds of sets of parts; a set is a whole number whose bits are the parts."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self.parts = tuple(parts)
        self.all = (1 << len(parts)) - 1
        self.bound = np.zeros(self.all + 1, np.int64)
        task = parts[0].reach.task
        self._n, zones = task.board.n, len(task.present)
        steps = np.r_[[task.step(u) for u in range(self._n)], np.zeros(zones, np.int64)]
        graph = _graph(parts[0].reach, steps)
        self._tree = np.full((self.all + 1, self._n + zones), FAR, np.int64)
        for mask in range(1, self.all + 1):
            members = self.members(mask)
            if len(members) == 1:
                self._tree[mask] = _lengths(members[0].reach, self._n)
                self.bound[mask] = members[0].least
            else:
                self._tree[mask] = _grown(graph, _met(self._tree, mask, steps))
                alone = max(part.alone for part in members)
                self.bound[mask] = max(int(self._tree[mask].min()), alone)

    def members(self, mask: int) -> list[Part]:
        """Parts of a set."""
        return [part for i, part in enumerate(self.parts) if mask >> i & 1]

    def sets(self) -> list[int]:
        """Sets of two parts and more but all of them, the smaller first."""
        several = [mask for mask in range(1, self.all) if mask.bit_count() > 1]
        return sorted(several, key=lambda mask: (mask.bit_count(), mask))

    def least(self, mask: int) -> int:
        """Proved lower bound of the changes that mend all parts of a set."""
        return self._least()[mask]

    def apart(self, mask: int) -> int:
        """The same where not all of its parts are bound together."""
        found, low = self._least(), mask & -mask
        return min(found[s] + found[mask ^ s] for s in _subsets(mask) if s & low and s != mask)

    def _least(self) -> list[int]:
        found = [0] * (self.all + 1)
        for mask in range(1, self.all + 1):
            low = mask & -mask
            found[mask] = min(
                int(self.bound[s]) + found[mask ^ s] for s in _subsets(mask) if s & low
            )
        return found

    def tell(self, reach: Reach, mask: int) -> None:
        """Put the bounds of a set of parts in the place of the walks of its reach."""
        rest = self._least()
        needed = np.min(
            [np.maximum(self._tree[s], self.bound[s]) + rest[mask ^ s] for s in _subsets(mask)],
            axis=0,
        )
        reach.to_unit = {u: int(d) for u, d in enumerate(needed[: self._n]) if d < FAR}
        reach.to_zone = {z: int(d) for z, d in enumerate(needed[self._n :]) if d < FAR}
        # what has to change is in every window, also where the way to it is longer
        reach.to_unit |= dict.fromkeys(reach.units, 0)
        reach.to_zone |= dict.fromkeys(reach.zones, 0)


def _subsets(mask: int) -> list[int]:
    """Subsets of a set but the empty one, itself included."""
    found, part = [], mask
    while part:
        found.append(part)
        part = (part - 1) & mask
    return found


def _lengths(reach: Reach, n: int) -> Lengths:
    found = np.full(n + len(reach.task.present), FAR, np.int64)
    found[list(reach.to_unit)] = list(reach.to_unit.values())
    found[[n + z for z in reach.to_zone]] = list(reach.to_zone.values())
    return found


def _graph(reach: Reach, steps: Lengths) -> csr_array:
    """Steps between units and zones, each as long as the place that it leads to."""
    n = reach.task.board.n
    ends = [(u, v) for u in range(n) for v in reach.task.near[u]]
    for u in range(n):
        for z in reach.met_by(u):
            ends += [(u, n + z), (n + z, u)]
    table = np.array(ends, np.int64).reshape(-1, 2)
    weight = steps[table[:, 1]] * _SCALE + 1
    return coo_array((weight, (table[:, 0], table[:, 1])), shape=(len(steps), len(steps))).tocsr()


def _met(tree: npt.NDArray[np.int64], mask: int, steps: Lengths) -> Lengths:
    """Smallest trees of two halves of a set that meet in each place."""
    low = mask & -mask
    halves = [s for s in _subsets(mask) if s & low and s != mask]
    return np.min([tree[s] + tree[mask ^ s] - steps for s in halves], axis=0)


def _grown(graph: csr_array, met: Lengths) -> Lengths:
    """Smallest trees that lead on from where their halves meet."""
    size = len(met)
    start = np.flatnonzero(met < FAR)
    if not len(start):
        return np.full(size, FAR, np.int64)
    old = graph.tocoo()
    rows = np.r_[old.row, np.full(len(start), size)]
    cols = np.r_[old.col, start]
    weight = np.r_[old.data, met[start] * _SCALE + 1]
    whole = coo_array((weight, (rows, cols)), shape=(size + 1, size + 1)).tocsr()
    length = dijkstra(whole, indices=size)[:size]
    found = np.full(size, FAR, np.int64)
    met_by_walk = np.isfinite(length)
    found[met_by_walk] = length[met_by_walk].astype(np.int64) // _SCALE
    return found
