"""Polygons of a coverage as shared arcs on a whole-number grid, packed into a short text.

A border that two units share is held once. Numbers are written as LEB128 varints (signed ones in
zigzag order), each point as the step from the one before it, and the bytes in base64.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import shapely

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Topology:
    """Shared arcs of a coverage.

    Parameters
    ----------
    x0, y0
        Lambert metres (EPSG:31370) of the grid's origin.
    cell
        Side of a grid cell in metres.
    width, height
        Size of the grid in cells; y grows to the north.
    arcs
        Points of each arc in cells, shape (points, 2), at least two.
    rings
        For each polygon its rings, each a list of arc references: ``k`` runs forwards along arc
        ``k``, ``-1 - k`` backwards. A polygon that is smaller than a cell has none.
    """

    x0: int
    y0: int
    cell: int
    width: int
    height: int
    arcs: tuple[Ints, ...]
    rings: tuple[tuple[tuple[int, ...], ...], ...]

    def packed_arcs(self) -> str:
        """All arcs as text: their number, then for each its number of points and its steps."""
        numbers: list[int] = [len(self.arcs)]
        last = np.zeros(2, np.int64)
        for arc in self.arcs:
            steps = np.diff(arc, axis=0, prepend=last[None, :])
            numbers.append(len(arc))
            numbers += zigzag(steps.ravel()).tolist()
            last = arc[0]
        return packed(numbers)

    def packed_rings(self) -> str:
        """All rings as text: for each polygon their number, for each the references to arcs."""
        numbers: list[int] = []
        for rings in self.rings:
            numbers.append(len(rings))
            for ring in rings:
                numbers.append(len(ring))
                numbers += zigzag(np.array(ring, np.int64)).tolist()
        return packed(numbers)


def topology(shapes: npt.NDArray[np.object_], cell: int) -> Topology:
    """Topology of polygons in EPSG:31370 whose shared borders have the same points.

    Parameters
    ----------
    shapes
        Polygons or multipolygons; missing and empty ones have no ring.
    cell
        Side of the grid in metres; borders move by at most half of it in each direction.
    """
    bounds = shapely.total_bounds(shapes)
    if np.isnan(bounds).any():
        return Topology(0, 0, cell, 0, 0, (), tuple(() for _ in shapes))
    x0, y0 = (int(v) for v in np.floor(bounds[:2] / cell) * cell)
    width, height = (int(v) for v in np.ceil((bounds[2:] - (x0, y0)) / cell))
    owner, rings = _rings(shapes, np.array([x0, y0]), cell)
    cutter = _Cutter(_nodes(rings))
    found: list[list[tuple[int, ...]]] = [[] for _ in shapes]
    for unit, ring in zip(owner, rings, strict=True):
        found[unit].append(cutter.cut(ring))
    return Topology(
        x0, y0, cell, width, height, tuple(cutter.arcs), tuple(tuple(each) for each in found)
    )


def _rings(
    shapes: npt.NDArray[np.object_], origin: npt.NDArray[np.int_], cell: int
) -> tuple[list[int], list[Ints]]:
    """Rings in cells, closed ends left out, each with the number of its polygon."""
    parts, part_of = shapely.get_parts(shapes, return_index=True)
    rings, ring_of = shapely.get_rings(parts, return_index=True)
    owner, found = [], []
    for unit, ring in zip(part_of[ring_of].tolist(), rings, strict=True):
        points = np.rint((shapely.get_coordinates(ring)[:-1] - origin) / cell).astype(np.int64)
        moved = np.any(points != np.roll(points, 1, axis=0), axis=1)
        points = points[moved]
        if len(np.unique(points, axis=0)) >= 3:
            owner.append(unit)
            found.append(points)
    return owner, found


def _key(points: Ints) -> Ints:
    """One number for each point; coordinates are below 2^31 and not negative."""
    return (points[:, 0] << 31) | points[:, 1]


def _nodes(rings: Sequence[Ints]) -> set[int]:
    """Points where borders meet: those with other than two different neighbours."""
    ends = [_key(ring) for ring in rings]
    if not ends:
        return set()
    here = np.concatenate([np.r_[key, key] for key in ends])
    there = np.concatenate([np.r_[np.roll(key, 1), np.roll(key, -1)] for key in ends])
    pairs = np.unique(np.c_[here, there], axis=0)
    points, degree = np.unique(pairs[:, 0], return_counts=True)
    return set(points[degree != 2].tolist())


class _Cutter:
    """Cuts rings at the nodes and gives each border one number, in whichever direction it runs."""

    def __init__(self, nodes: set[int]) -> None:
        self._nodes = np.array(sorted(nodes), np.int64)
        self._numbers: dict[bytes, int] = {}
        self.arcs: list[Ints] = []

    def cut(self, ring: Ints) -> tuple[int, ...]:
        """References of a ring, from its first node on."""
        key = _key(ring)
        place = np.searchsorted(self._nodes, key)
        at = np.flatnonzero(self._nodes.take(place, mode="clip") == key) if len(self._nodes) else []
        if len(at) == 0:
            start = int(key.argmin())  # the same first point for every ring along this border
            closed = np.roll(ring, -start, axis=0)
            return (self._number(np.r_[closed, closed[:1]]),)
        turned = np.roll(ring, -at[0], axis=0)
        closed, marks = np.r_[turned, turned[:1]], [*(at - at[0]).tolist(), len(ring)]
        return tuple(self._number(closed[a : b + 1]) for a, b in pairwise(marks))

    def _number(self, arc: Ints) -> int:
        forwards = arc.tobytes()
        if forwards in self._numbers:
            return self._numbers[forwards]
        backwards = arc[::-1].tobytes()
        if backwards in self._numbers:
            return -1 - self._numbers[backwards]
        self._numbers[forwards] = len(self.arcs)
        self.arcs.append(arc)
        return len(self.arcs) - 1


def zigzag(values: Ints) -> Ints:
    """Signed numbers as unsigned ones, those near zero small.

    Examples
    --------
    >>> zigzag(np.array([0, -1, 1, -2])).tolist()
    [0, 1, 2, 3]
    """
    return (values << 1) ^ (values >> 63)


def packed(numbers: Iterable[int]) -> str:
    """Numbers that are not negative as varints in base64.

    Examples
    --------
    >>> packed([1, 300])
    'AawC'
    """
    found = bytearray()
    for number in numbers:
        while number > 0x7F:
            found.append(number & 0x7F | 0x80)
            number >>= 7
        found.append(number)
    return b64encode(found).decode()
