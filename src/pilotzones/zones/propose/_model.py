"""Columns and rows of the model of a repair, but for contiguity, and its call to HiGHS."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds as Box
from scipy.optimize import LinearConstraint, OptimizeResult, milp
from scipy.sparse import coo_array

from pilotzones.zones.propose._aside import solver_aside
from pilotzones.zones.propose.board import Ints
from pilotzones.zones.propose.task import Task, Window

NODES = 20_000
"""Nodes of the search tree in one solution of the model: work is counted, never timed."""


@dataclass(slots=True)
class Linear:
    """A linear form of the variables: columns, whole factors, and a constant."""

    columns: npt.NDArray[np.intp]
    factors: Ints
    constant: int = 0


class Model:
    """Columns and rows of one model; rows are only ever added."""

    def __init__(self, task: Task, window: Window) -> None:
        self.task, self.window = task, window
        self.m = len(window.unit)
        self.rows: list[tuple[Sequence[int], Sequence[int], float, float]] = []
        self.lower = window.fixed.astype(float)
        self.upper = np.ones(self.m)
        self.size = self.m
        self._place = {
            (int(u), int(z)): i
            for i, (u, z) in enumerate(zip(window.unit, window.zone, strict=True))
        }
        self.inside = {
            z: {int(u): i for i, u in zip(ids, window.unit[ids], strict=True)}
            for z in window.zones
            for ids in [np.flatnonzero(window.zone == z).tolist()]
        }
        self._outside: dict[int, int] = {}
        self.units, self.people = self._changes()
        self._fix()
        self._one_zone_each()
        for z in window.zones:
            self._bound_people(z)
            self._keep(z)

    # columns and rows

    def columns(self, n: int, *, top: float = 1.0) -> list[int]:
        first = self.size
        self.size += n
        self.lower = np.r_[self.lower, np.zeros(n)]
        self.upper = np.r_[self.upper, np.full(n, top)]
        return list(range(first, self.size))

    def row(self, columns: Sequence[int], factors: Sequence[int], low: float, high: float) -> None:
        self.rows.append((columns, factors, low, high))

    def bound(self, form: Linear, low: float, high: float | None) -> None:
        """Row that keeps a form between two values."""
        top = np.inf if high is None else high - form.constant
        self.row(form.columns.tolist(), form.factors.tolist(), low - form.constant, top)

    def _changes(self) -> tuple[Linear, Linear]:
        """Units and people that change, as forms: see ``moves_of`` for what counts as a change."""
        task, window = self.task, self.window
        owners = np.zeros(task.board.n, np.int64)
        for z in window.zones:
            owners[list(task.present[z])] += 1
        there = np.array([u in task.present[z] for u, z in self._place], bool)
        gain = np.where(there, -1, np.where(owners[window.unit] > 0, 0, 1))
        price = task.price
        weight, people = price[window.unit], (price * task.board.people)[window.unit]
        columns = np.arange(self.m)
        return (
            Linear(columns, gain * weight, int((owners * price).sum())),
            Linear(columns, gain * people, int((owners * price * task.board.people).sum())),
        )

    def _fix(self) -> None:
        for pair in self.task.must():
            if pair in self._place:
                self.lower[self._place[pair]] = 1
        for pair in self.task.must_not():
            if pair in self._place:
                self.upper[self._place[pair]] = 0
        crossed = np.flatnonzero(self.lower > self.upper)
        for i in crossed:  # must be and must not be: a row that nothing meets
            self.row([int(i)], [1], 1, 1)
        self.lower[crossed] = 0

    def _one_zone_each(self) -> None:
        low = 1 if self.task.cover and "cover" in self.task.held else 0
        high = 1 if "no-overlap" in self.task.held else np.inf
        order = np.argsort(self.window.unit, kind="stable")
        starts = np.flatnonzero(np.diff(self.window.unit[order], prepend=-1))
        for ids in np.split(order, starts[1:]):
            if len(ids) > 1 or low:
                self.row(ids.tolist(), [1] * len(ids), low, high)
        zones = (self.task.present[z] for z in self.window.zones)
        if low and not self.window.loose.union(*zones) <= set(self.window.unit.tolist()):
            self.row([0], [0], 1, 1)  # a unit that no zone may have: a row that nothing meets

    def _zone_form(self, z: int) -> tuple[list[int], list[int]]:
        places = self.inside[z]
        return list(places.values()), self.task.board.people[list(places)].tolist()

    def _bound_people(self, z: int) -> None:
        columns, people = self._zone_form(z)
        bounds, held = self.task.bounds, self.task.held
        low = bounds.lower if "lower" in held else 0
        high = bounds.upper if "upper" in held else np.inf
        if not columns:  # a zone without a candidate: no row can be met
            columns, people, low = [0], [0], 1
        self.row(columns, people, low, high if high < sum(people) else np.inf)
        self.row(columns, [1] * len(columns), 1, np.inf)

    def _keep(self, z: int) -> None:
        if "keep" in self.task.held:
            kept = [i for u, i in self.inside[z].items() if u in self.task.present[z]]
            self.row(kept or [0], [1] * len(kept) or [0], 1, np.inf)

    def check_people(self, z: int, rows: set[int]) -> None:
        """Cut off one choice that meets a bound only within the tolerance of the solver."""
        people = int(self.task.board.people[sorted(rows)].sum())
        bounds, held = self.task.bounds, self.task.held
        short = "lower" in held and people < bounds.lower
        if short or ("upper" in held and people > bounds.upper):
            places = self.inside[z]
            signs = [-1 if u in rows else 1 for u in places]
            self.row(list(places.values()), signs, 1 - len(rows), np.inf)

    # aims

    def aim(self, number: int) -> Linear:
        """Form of an aim: units, people, the preferred band, the order of the codes."""
        if number == 1:
            return self.units
        if number == 2:
            return self.people
        if number == 3:
            return self._preferred()
        marks = (self.window.unit * 7919 + self.window.zone * 104_729) % 9973 + 1
        sign = np.where(self.units.factors == 0, 1, np.sign(self.units.factors))
        return Linear(np.arange(self.m), marks * sign)

    def _preferred(self) -> Linear:
        """Zones outside the preferred band."""
        if self._outside:
            return self._outside_form()
        low, high = self.task.bounds.preferred
        for z in self.window.zones:
            columns, people = self._zone_form(z)
            (self._outside[z],) = self.columns(1)
            most = min(self.task.bounds.upper, sum(people))
            slack = low - self.task.bounds.lower
            if slack > 0:
                self.row([*columns, self._outside[z]], [*people, slack], low, np.inf)
            if most > high:
                self.row([*columns, self._outside[z]], [*people, high - most], -np.inf, high)
        return self._outside_form()

    def _outside_form(self) -> Linear:
        columns = np.array(list(self._outside.values()), np.intp)
        return Linear(columns, np.ones(len(columns), np.int64))

    def hold(self, aim: int, found: npt.NDArray[np.bool_]) -> None:
        """Keep what a solution reached of an aim."""
        form = self.aim(aim)
        reached = self.value(form, found)
        self.bound(form, 0, reached)

    def value(self, form: Linear, found: npt.NDArray[np.bool_]) -> int:
        """Value of a form in a solution."""
        return int(form.factors @ found[form.columns]) + form.constant

    # solution

    def milp(self, form: Linear, *, whole: bool) -> OptimizeResult:
        cost = np.zeros(self.size)
        cost[form.columns] = form.factors
        with solver_aside():
            return milp(
                cost,
                integrality=np.full(self.size, int(whole)),
                bounds=Box(self.lower, self.upper),  # pyright: ignore[reportArgumentType] arrays too
                constraints=self._matrix(),
                options={"mip_rel_gap": 0, "node_limit": NODES},
            )

    def once(self, form: Linear) -> tuple[str, int, npt.NDArray[np.bool_] | None]:
        result = self.milp(form, whole=True)
        if result.x is None:
            return ("infeasible" if result.status == 2 else "undecided"), 0, None
        found = result.x > 0.5
        if result.status == 0:
            return "optimal", self.value(form, found), found
        bound = -np.inf if result.mip_dual_bound is None else result.mip_dual_bound
        least = int(np.ceil(bound - 1e-6)) + form.constant if np.isfinite(bound) else 0
        return "limited", least, found

    def _matrix(self) -> LinearConstraint:
        sizes = [len(columns) for columns, _, _, _ in self.rows]
        at = np.repeat(np.arange(len(sizes)), sizes)
        columns = np.fromiter((c for row in self.rows for c in row[0]), np.int64, sum(sizes))
        factors = np.fromiter((f for row in self.rows for f in row[1]), np.float64, sum(sizes))
        table = coo_array((factors, (at, columns)), shape=(len(sizes), self.size)).tocsc()
        low, high = np.array([row[2:] for row in self.rows], float).reshape(-1, 2).T
        return LinearConstraint(table, low, high)  # pyright: ignore[reportArgumentType] arrays too

    def rows_of(self, found: npt.NDArray[np.bool_]) -> dict[int, frozenset[int]]:
        """Rows of each zone in a solution."""
        return {
            z: frozenset(u for u, i in places.items() if found[i])
            for z, places in self.inside.items()
        }
