"""The neighbourhood of seed units: all units that a zone with them may have, ready for a walk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array
from scipy.sparse.csgraph import dijkstra

from pilotzones.postcodes.layer import UnitLayer
from pilotzones.zones.propose import _walk
from pilotzones.zones.propose._chance import chance
from pilotzones.zones.propose.board import Board, Bounds, Ints
from pilotzones.zones.propose.wholes import Whole, merged

Bools = npt.NDArray[np.bool_]
_SCALE = 1_000_000
"""Values of a column are whole millionths, so that sums are the same everywhere."""
_STRETCHES = 40
"""Stretches of a walk of which nothing is kept: its temperature falls from one to the next."""
_STEPS = 2.0**20
"""More steps than a way has."""


@dataclass(frozen=True, slots=True)
class Walked:
    """What a walk met: sums of zones, shape (r, 11), the zones, shape (r, n), steps taken."""

    sums: Ints
    zones: Bools
    taken: int


@dataclass(slots=True)
class Around:
    """Candidates of a zone around seeds, as the compiled walk takes them.

    Parameters
    ----------
    board
        Board of the candidates only.
    held
        Seeds: they never leave.
    features
        Per candidate: people, area, perimeter, 1, rural people, liked, other, avoided.
    group, groups
        Municipality of each candidate (-1: unknown) and the units each has in the whole layer.
    """

    board: Board
    held: Bools
    features: Ints
    group: Ints
    groups: Ints

    def walk(
        self,
        inside: Bools,
        asked: npt.NDArray[np.float64],
        heat: tuple[float, float],
        *,
        moves: int,
        seed: int,
        rows: int = 0,
    ) -> Walked:
        """What the walk met after each of ``rows`` stretches; without rows only where it ends.

        ``inside`` is changed to where the walk ends.
        """
        graph = self.board.csr()
        total, members = _walk.zone_sums(inside, graph, self.features, self.group, self.groups)
        kept = np.zeros((rows or _STRETCHES, _walk.SUMS), np.int64)
        met = np.zeros((rows, self.board.n), bool)
        taken = _walk.walk(
            inside,
            self.held,
            total,
            members,
            graph,
            self.features,
            self.group,
            self.groups,
            asked,
            np.array(heat),
            moves,
            chance(seed),
            kept,
            met,
        )
        return Walked(kept, met, int(taken))

    def by_group(self, bounds: Bounds) -> tuple[Around, Ints]:
        """The same with municipalities as the candidates, and the place of each unit in it.

        The pieces of a municipality are candidates of their own, so that a zone of candidates has
        one piece too; one larger than a zone may be stays in units.
        """
        piece = self._pieces()
        small = np.bincount(piece, self.board.people) <= bounds.upper
        known = zip(self.board.codes, piece.tolist(), strict=True)
        whole = Whole("municipality", {code: str(p) for code, p in known if small[p]})
        found = merged(self.board, (whole,), bounds)
        places = found.board
        features = np.zeros((len(self.features), places.n), np.int64)
        for row, values in zip(features, self.features, strict=True):
            np.add.at(row, found.place, values)
        features[:3] = places.units()
        number = np.zeros(places.n, np.int64)
        number[found.place] = self.group
        here, there = (
            np.bincount(each[each >= 0], minlength=len(self.groups))
            for each in (self.group, number)
        )
        # a municipality with units out of reach is never whole
        parts = there + (here < self.groups)
        held = np.zeros(places.n, bool)
        held[found.place[self.held]] = True
        return Around(places, held, features, number, parts), found.place

    def _pieces(self) -> Ints:
        """Number of the piece of a municipality that each unit is in; without one it is alone."""
        a, b = self.board.a, self.board.b
        same = (self.group[a] == self.group[b]) & (self.group[a] >= 0)
        border = self.board.border_mm[same]
        return replace(self.board, a=a[same], b=b[same], border_mm=border).components()

    def sums(self, inside: Bools) -> Ints:
        """Sums of a zone of candidates: see ``_walk``."""
        graph = self.board.csr()
        return _walk.zone_sums(inside, graph, self.features, self.group, self.groups)[0]


def around(
    board: Board, layer: UnitLayer, seeds: Ints, bounds: Bounds, *, barred: Ints, rural: Bools
) -> Around:
    """Candidates of a zone that holds ``seeds`` and nothing of ``barred``.

    Every unit is one that a zone inside the upper bound can have: the way to it with the fewest
    people, seeds included, stays within the bound. Row numbers are those of the layer.
    """
    cost = fewest_people(board, seeds, barred)
    chosen = cost <= bounds.upper
    chosen[barred] = False
    chosen[seeds] = True
    small = board.only(chosen)
    features = np.zeros((9, small.n), np.int64)
    start = board.csr()[0]
    features[_walk.CUT] = np.diff(start)[chosen]
    features[:3] = small.units()
    features[_walk.COUNT] = 1
    features[_walk.RURAL] = np.where(rural[chosen], small.people, 0)
    names = layer.units["municipality"].astype(object).to_numpy()
    known = np.array([isinstance(name, str) for name in names])
    number = np.full(board.n, -1, np.int64)
    number[known] = np.unique(names[known].astype(str), return_inverse=True)[1]
    groups = np.bincount(number[known]).astype(np.int64) if known.any() else np.zeros(1, np.int64)
    held = np.zeros(board.n, bool)
    held[seeds] = True
    return Around(small, held[chosen], features, number[chosen], groups)


def fewest_people(
    board: Board, seeds: Ints, barred: Ints, start: int | None = None
) -> npt.NDArray[np.float64]:
    """People of the least peopled way from a seed to each unit, all seeds included; inf: no way.

    It bounds from below what a zone with the seeds and the unit counts, since such a zone holds
    the seeds and a way. ``start`` is the seed that the ways begin at, by default any of them.
    """
    return _ways(board, seeds, barred, start)[0]


def _ways(
    board: Board, seeds: Ints, barred: Ints, start: int | None
) -> tuple[npt.NDArray[np.float64], Ints]:
    blocked = np.zeros(board.n, bool)
    blocked[barred] = True
    price = board.people.astype(np.float64)
    price[seeds] = 0
    a, b = np.r_[board.a, board.b], np.r_[board.b, board.a]
    open_ = ~blocked[a] & ~blocked[b]
    a, b = a[open_], b[open_]
    # a sparse matrix drops entries of 0: a step costs a fraction of a person, taken off below
    graph = coo_array((price[b] * _STEPS + 1, (a, b)), shape=(board.n, board.n)).tocsr()
    begin = seeds if start is None else np.array([start])
    far, before, _ = dijkstra(graph, indices=begin, min_only=True, return_predecessors=True)
    whole = np.floor(far / _STEPS) + board.people[seeds].sum()
    return whole, before.astype(np.int64)


def joined(board: Board, seeds: Ints, barred: Ints) -> Ints | None:
    """Seeds with the least peopled ways that join them, one after the other; None: no way.

    The nearest seed is joined first, each to what is joined already.
    """
    have = [int(seeds[0])]
    missing = [int(seed) for seed in seeds[1:]]
    while missing:
        far, before = _ways(board, np.array(have), barred, None)
        nearest = min(missing, key=lambda seed: (far[seed], board.codes[seed]))
        if not np.isfinite(far[nearest]):
            return None
        step = nearest
        while step >= 0 and step not in have:
            have.append(step)
            step = int(before[step])
        missing = [seed for seed in missing if seed not in have]
    return np.array(sorted(have), np.int64)


def column_values(columns: Sequence[tuple[float, Mapping[str, float]]], board: Board) -> Ints:
    """Weighted sum of columns by unit, each relative to twice its mean per inhabitant.

    A zone whose sum is as large as the layer's people would let expect then scores one half.
    Millionths, shape (n,).
    """
    total = np.zeros(board.n)
    weights = sum(abs(weight) for weight, _ in columns) or 1.0
    for weight, values in columns:
        of_unit = np.array([float(values.get(code, 0.0)) for code in board.codes])
        mean = of_unit.sum() / max(1, int(board.people.sum()))
        if mean > 0:
            total += weight / weights * of_unit / (2 * mean)
    return np.rint(total * _SCALE).astype(np.int64)
