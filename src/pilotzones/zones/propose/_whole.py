"""The model of a repair with contiguity: rooted zones, and cuts that are added round by round."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from pilotzones.zones.propose._model import Linear, Model
from pilotzones.zones.propose._separators import component, separator, split
from pilotzones.zones.propose.task import FAR, Task, Window

ROUNDS = 300
"""Times that the model is solved for one window."""

_CUTS_PER_PIECE = 8
_LOOSE_ROUNDS = 40
_LARGE = 2_000
"""Pairs from which on a unit has one ring only: the rows would cost more than they save."""

_LONG = 300
"""Units from which on no order is kept among the possible roots: it costs more than it saves."""


class WholeModel(Model):
    """Model in which every zone ends in one piece."""

    def __init__(self, task: Task, window: Window) -> None:
        super().__init__(task, window)
        self.rounds = self.cuts = 0
        self._root: dict[int, int] = {}
        self._roots: dict[int, dict[int, int]] = {}
        self._home: dict[int, dict[int, int]] = {}
        for z in window.zones if "contiguity" in task.held else ():
            self._plant(z)
            self._home[z] = self._walk_home(z)
            self._ring_cuts(z)

    def _plant(self, z: int) -> None:
        """Root of a zone: a unit that is fixed, or variables that choose the first of an order."""
        places, near = self.inside[z], self.task.near
        fixed = [u for u, i in places.items() if self.lower[i] == 1]
        if fixed:
            self._root[z] = fixed[0]
        else:
            present = self.task.present[z] if "keep" in self.task.held else frozenset(places)
            pieces = split(near, [u for u in places if u in present and self.upper[places[u]]])
            people = self.task.board.people
            pieces.sort(key=lambda piece: (-int(people[list(piece)].sum()), min(piece)))
            order = [
                u
                for piece in pieces
                for u in sorted(piece, key=lambda u: (-sum(v in piece for v in near[u]), u))
            ]
            roots = dict(zip(order, self.columns(len(order)), strict=True))
            self._roots[z] = roots
            self.row(list(roots.values()) or [0], [1] * len(order) or [0], 1, 1)
            for k, u in enumerate(order):
                self.row([roots[u], places[u]], [1, -1], -np.inf, 0)
                if len(order) <= _LONG:
                    after = [roots[v] for v in order[k + 1 :]]
                    self.row([*after, places[u]], [1] * (len(after) + 1), -np.inf, 1)
        for piece in split(near, places):  # a whole part of the map: in it only with its root
            if self._root.get(z) not in piece:
                self._cut(z, piece, set(), piece)

    def _paths(self, z: int, a: int) -> dict[int, int]:
        """Units on paths from ``a`` to a root that add no more units than may change; their steps.

        A path costs the units on it that the zone has not: no path that costs more can be in a
        solution, so a separator need not stop it.
        """
        places, home = self.inside[z], self._home[z]
        found: dict[int, int] = {}
        todo: deque[tuple[int, int]] = deque([(self._joins(z, a), a)])
        while todo:
            length, u = todo.popleft()
            if u in found or length + home.get(u, FAR) - self._joins(z, u) > self.window.spare:
                continue
            found[u] = length
            for v in self.task.near[u]:
                if v in places and v not in found:
                    step = self._joins(z, v)
                    (todo.append if step else todo.appendleft)((length + step, v))
        return found

    def _joins(self, z: int, u: int) -> int:
        return 0 if u in self.task.present[z] else self.task.step(u)

    def _walk_home(self, z: int) -> dict[int, int]:
        """Cost of the cheapest path from each unit of the window to a root."""
        places = self.inside[z]
        starts = [self._root[z]] if z in self._root else list(self._roots[z])
        found: dict[int, int] = {}
        todo: deque[tuple[int, int]] = deque(sorted((self._joins(z, u), u) for u in starts))
        while todo:
            length, u = todo.popleft()
            if u in found:
                continue
            found[u] = length
            for v in self.task.near[u]:
                if v in places and v not in found:
                    step = self._joins(z, v)
                    (todo.append if step else todo.appendleft)((length + step, v))
        return found

    def _ring_cuts(self, z: int) -> None:
        """Rows of each unit and the rings around it, as far as the present zone is away."""
        near, present, root = self.task.near, self.task.present[z], self._root.get(z, -1)
        ends = present | {root}
        for u in self.inside[z]:
            if u == root:
                continue
            places = self._paths(z, u)
            ball, ring = {u}, {v for v in near[u] if v in places}
            self._cut(z, (u,), ring, ball)
            while ring and not ring & ends and u not in present and self.m <= _LARGE:
                ball |= ring
                ring = {v for w in ring for v in near[w] if v in places} - ball
                self._cut(z, (u,), ring, ball)

    def _cut(self, z: int, units: Iterable[int], wall: set[int], side: Iterable[int]) -> None:
        """Rows ``x_a <= x(wall) + r(side)`` for each of the units."""
        places, roots = self.inside[z], self._roots.get(z, {})
        through = [places[v] for v in sorted(wall)]
        through += [roots[v] for v in sorted(side) if v in roots]
        for a in units:
            self.row([places[a], *through], [1, *[-1] * len(through)], -np.inf, 0)

    def _mend(self, chosen: npt.NDArray[np.bool_]) -> bool:
        """Cut off what is wrong with a solution; False when nothing is."""
        before = len(self.rows)
        for z, places in self.inside.items():
            rows = {u for u, i in places.items() if chosen[i]}
            self.check_people(z, rows)
            if "contiguity" not in self.task.held:
                continue
            root = self._root.get(z)
            if root is None:
                root = next(u for u, i in self._roots[z].items() if chosen[i])
            main = component(self.task.near, (root,), rows)
            for piece in split(self.task.near, rows - main):
                people = self.task.board.people
                for a in sorted(piece, key=lambda u: (-people[u], u))[:_CUTS_PER_PIECE]:
                    inside = self._paths(z, a)
                    if root in inside:
                        part = component(self.task.near, (a,), piece & set(inside))
                        wall, side = separator(self.task.near, part, root, inside)
                    else:
                        wall, side = set(), set(inside)
                    self._cut(z, (a,), wall, side)
                    self.cuts += 1
        return len(self.rows) > before

    def settle(self, form: Linear) -> tuple[str, int, npt.NDArray[np.bool_] | None]:
        """State, proved bound and solution of one aim, every zone of one piece."""
        self._loosen(form)
        state, bound = "optimal", 0
        for _ in range(ROUNDS):
            self.rounds += 1
            state, least, found = self.once(form)
            if found is None:
                return state, bound, None
            bound = max(bound, least)
            if not self._mend(found):
                return state, bound, found
        return "undecided", bound, None

    def _loosen(self, form: Linear) -> None:
        """Cuts for solutions in fractions, which cost little to find: the model has less to try."""
        for _ in range(_LOOSE_ROUNDS if "contiguity" in self.task.held else 0):
            share = self.milp(form, whole=False).x
            if share is None or not self._mend_loose(share):
                return

    def _mend_loose(self, share: npt.NDArray[np.float64]) -> bool:
        """Cut off pieces of the units taken by more than a level that need more than they have."""
        before = len(self.rows)
        for z, places in self.inside.items():
            for level in (0.01, 0.25, 0.5):
                rows = {u for u, i in places.items() if share[i] > level}
                pieces = split(self.task.near, rows)
                for piece in pieces if len(pieces) > 1 or z not in self._root else ():
                    self._cut_loose(z, piece, share)
        return len(self.rows) > before

    def _cut_loose(self, z: int, piece: set[int], share: npt.NDArray[np.float64]) -> None:
        places, roots = self.inside[z], self._roots.get(z, {})
        a = max(sorted(piece), key=lambda u: share[places[u]])
        inside = self._paths(z, a)
        part = component(self.task.near, (a,), piece & set(inside))
        wall = {v for u in part for v in self.task.near[u] if v in inside and v not in part}
        root = self._root.get(z)
        if root is not None and root not in part and root in inside and root not in wall:
            wall, part = separator(self.task.near, part, root, inside)
        elif root in part or root in wall:
            return
        through = sum(share[places[v]] for v in wall)
        through += sum(share[roots[v]] for v in part if v in roots)
        if share[places[a]] > through + 0.02:
            self._cut(z, (a,), wall, part)
            self.cuts += 1
