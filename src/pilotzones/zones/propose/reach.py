"""Reach of a repair: the units and zones that a repair of so many changes can touch at all.

The argument, on which every proof ``optimal`` rests. A repair is a set of changes. A changed unit
binds the zones that it leaves to the zone that it joins, so the changes fall into groups of zones.

1. A group without a faulty zone can be undone: its zones were valid and are so again, no other
   zone sees a difference, and there are fewer changes. So in a smallest repair every group holds a
   faulty zone or a unit that is due to change in any case: one that several zones have, a forbidden
   or a forced one, and, where every unit must be in a zone, one that is in none.
2. A zone keeps one of its present units and is of one piece, so from each unit that joins it a
   path inside the zone leads to a present unit. Cut at the first present unit it is a chain of
   joining units, the last of them beside a present unit. A unit at distance ``d`` from the present
   zone needs ``d`` units that join.
3. So from a faulty zone a walk leads to every zone and unit of its group, on which each step meets
   another changed unit: from a zone to a unit in it or beside it, from a unit to the unit beside
   it, from a unit to a zone that it is in or beside. The shortest such walk in the whole layer,
   whether its units change or not, is no longer.
4. Due units change in any repair, so a walk and a chain count the others only, and so does the
   budget: ``h`` changes besides the base, which is what the due units cost at least.

A unit or zone at a walk of more than ``h`` units from every faulty zone is therefore touched by no
repair of ``h`` changes or fewer besides the base. Hence a repair that is smallest among those
within ``h`` and that has at most ``h`` such changes is smallest of all, and every smallest repair
lies within ``h``: fewest people and the preferred band are decided among all of them too.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import heapify, heappop, heappush
from types import MappingProxyType

import numpy as np

from pilotzones.zones.propose.task import FAR, Task, Window


class Reach:
    """Lengths of the shortest walks from faulty zones and free units to all units and zones.

    Parameters
    ----------
    zones, units
        Faulty zones, and the units due to change, from which the walks start.
    stay
        Zones that stay as they are, with their units, and further units that do: other faulty
        zones and due units, mended on their own.
    needed
        Units that leave in any repair besides those due; for a zone alone on its layer.
    late
        Start of the walks from a zone or unit other than 0: a faulty part that is mended with
        fewer changes than the others.
    """

    def __init__(
        self,
        task: Task,
        zones: Iterable[int],
        *,
        units: Iterable[int] = (),
        stay: tuple[Iterable[int], Iterable[int]] = ((), ()),
        needed: int = 0,
        late: Mapping[tuple[bool, int], int] = MappingProxyType({}),
    ) -> None:
        self.task = task
        self.zones, self.units = tuple(zones), tuple(units)
        self._shut, self.needed, self._late = frozenset(stay[0]), needed, late
        self._held = {u for z in self._shut for u in task.present[z]} | set(stay[1])
        self._owners: list[list[int]] = [[] for _ in range(task.board.n)]
        self._beside: list[set[int]] = [set() for _ in range(task.board.n)]
        for z, rows in enumerate(task.present):
            for u in rows:
                self._owners[u].append(z)
                for v in task.near[u]:
                    if v not in rows:
                        self._beside[v].add(z)
        self.to_unit, self.to_zone = self._walk()

    @property
    def base(self) -> int:
        """Changes of the units that any repair changes: a shared one leaves all zones but one."""
        price = self.task.price
        return sum(max(len(self._owners[u]) - 1, 1) * int(price[u]) for u in self.units)

    def _walk(self) -> tuple[dict[int, int], dict[int, int]]:
        """Walks by the method of Dijkstra; units and zones that none leads to are left out."""
        unit: dict[int, int] = {}
        zone: dict[int, int] = {}
        starts = [(True, z) for z in self.zones] + [(False, u) for u in self.units]
        todo = [(self._late.get(s, 0) + (0 if s[0] else self.task.step(s[1])), *s) for s in starts]
        heapify(todo)
        while todo:
            length, is_zone, at = heappop(todo)
            seen = zone if is_zone else unit
            if at in seen:
                continue
            seen[at] = length
            for step, to_zone, to in self._steps(is_zone, at):
                if to not in (zone if to_zone else unit):
                    heappush(todo, (length + step, to_zone, to))
        return unit, zone

    def _steps(self, is_zone: bool, at: int) -> Iterator[tuple[int, bool, int]]:
        if is_zone:
            rows = self.task.present[at]
            for u in rows | {v for w in rows for v in self.task.near[w]}:
                yield self.task.step(u), False, u
            return
        for v in self.task.near[at]:
            yield self.task.step(v), False, v
        for z in self.met_by(at):
            yield 0, True, z

    def met_by(self, u: int) -> list[int]:
        """Zones that a unit is in or beside."""
        return [*self._owners[u], *sorted(self._beside[u])]

    def hops(self, zone: int, most: int = FAR) -> dict[int, int]:
        """Units at most so many steps outside a zone, with the changes that a chain to it counts.

        No chain leads through a unit that the zone may not have.
        """
        barred = {u for u, z in self.task.must_not() if z == zone} | self._held
        found: dict[int, int] = {}
        todo: deque[tuple[int, int]] = deque((0, u) for u in sorted(self.task.present[zone]))
        while todo:
            length, u = todo.popleft()
            if u in found:
                continue
            found[u] = length
            for v in self.task.near[u]:
                step = self.task.step(v)
                if v not in found and v not in barred and length + step <= most:
                    (todo.append if step else todo.appendleft)((length + step, v))
        return found

    def window(self, h: int, *, chain: int | None = None) -> Window:
        """Pairs that a repair of ``h`` changes besides the base can touch, and what stays.

        ``chain`` bounds the units that join one zone where it is not ``h``.
        """
        task, must, must_not = self.task, self.task.must(), self.task.must_not()
        spare = max(0, (h if chain is None else chain) - self.needed)
        zones = sorted(z for z, d in self.to_zone.items() if d <= h and z not in self._shut)
        pairs: list[tuple[int, int, bool]] = []
        for z in zones:
            present = task.present[z]
            found = {u: self.to_unit.get(u, FAR) > h for u in present}
            if z not in task.steady:
                for u in self.hops(z, spare):
                    if u not in present and self.to_unit.get(u, FAR) <= h:
                        found[u] = False
            found |= {u: False for u, of in must if of == z and u not in found}
            pairs += [
                (z, u, stays)
                for u, stays in sorted(found.items())
                if (u, z) in must or (u, z) not in must_not
            ]
        loose = frozenset(u for u in self.units if not self._owners[u])
        return _window(pairs, zones, spare=spare, loose=loose)

    def last(self) -> int:
        """Changes from which on a window holds every pair that any repair can have."""
        chains = [length for z in self.to_zone for length in self.hops(z).values()]
        walks = [*self.to_unit.values(), *self.to_zone.values()]
        return max(max(chains, default=0) + self.needed, max(walks, default=0))


def everything(task: Task, zones: Sequence[int]) -> Window:
    """Every pair of a unit and one of these zones that is not forbidden; nothing is fixed."""
    must, must_not = task.must(), task.must_not()
    pairs = [
        (z, u, False)
        for z in zones
        for u in range(task.board.n)
        if (u, z) in must
        or ((u, z) not in must_not and (z not in task.steady or u in task.present[z]))
    ]
    return _window(pairs, zones, loose=frozenset(range(task.board.n)))


def _window(
    pairs: list[tuple[int, int, bool]],
    zones: Sequence[int],
    *,
    spare: int = FAR,
    loose: frozenset[int],
) -> Window:
    table = np.array(pairs, np.int64).reshape(-1, 3)
    fixed = table[:, 2].astype(bool)
    return Window(table[:, 1], table[:, 0], fixed, tuple(zones), spare, loose)
