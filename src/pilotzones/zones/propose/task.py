"""Task of a repair: what there is, what has to hold, and the window in which it is sought."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from pilotzones.zones.propose._separators import Near, split
from pilotzones.zones.propose.board import Board, Bounds, Ints

CONDITIONS = (
    "no-overlap", "cover", "upper", "keep", "forbidden", "forced", "lower", "contiguity",
)  # fmt: skip
"""What a repair has to hold, in the order in which a search for a clash tries to do without."""

FAR = 2**31
"""A walk that does not exist."""


@dataclass(frozen=True, slots=True)
class Task:
    """What has to be repaired, and what has to hold.

    Parameters
    ----------
    near
        Neighbours of each unit, by row number.
    present
        Rows of each zone as it is.
    pinned, forbidden
        Pairs (row, zone) that must and must not be.
    cover
        Every unit ends in exactly one zone.
    held
        Conditions that bind: all of them, but for the search of what clashes.
    price
        What a change of each unit counts, shape (n,): 1, or 0 where a change is free.
    steady
        Zones that may lose units and gain none.
    due
        Units that any repair changes: shared, forbidden, forced, or not covered.
    """

    board: Board
    near: Near
    present: tuple[frozenset[int], ...]
    bounds: Bounds
    price: Ints
    pinned: frozenset[tuple[int, int]] = frozenset()
    forbidden: frozenset[tuple[int, int]] = frozenset()
    cover: bool = False
    held: frozenset[str] = frozenset(CONDITIONS)
    steady: frozenset[int] = frozenset()
    due: frozenset[int] = frozenset()

    def step(self, u: int) -> int:
        """What a unit adds to a walk: nothing where it changes anyway."""
        return 0 if u in self.due else int(self.price[u])

    def must(self) -> frozenset[tuple[int, int]]:
        """Pairs that must be, as far as the conditions bind."""
        return self.pinned if "forced" in self.held else frozenset()

    def must_not(self) -> frozenset[tuple[int, int]]:
        """Pairs that must not be, as far as the conditions bind."""
        return self.forbidden if "forbidden" in self.held else frozenset()

    def holds(self, zone: int, rows: Iterable[int]) -> bool:
        """Are these units a zone that meets every condition but overlap, as they are?"""
        chosen = set(rows)
        people = int(self.board.people[list(chosen)].sum())
        return (
            bool(chosen)
            and self.bounds.hold(people)
            and len(split(self.near, chosen)) == 1
            and all(u in chosen for u, z in self.pinned if z == zone)
            and not any(z == zone and u in chosen for u, z in self.forbidden)
        )


def neighbours_of(board: Board) -> Near:
    """Neighbours of each unit of a board, sorted."""
    start, near, _ = board.csr()
    listed = near.tolist()
    return [listed[i:j] for i, j in pairwise(start.tolist())]


@dataclass(frozen=True, slots=True)
class Window:
    """Pairs of a unit and a zone among which a repair is sought.

    Parameters
    ----------
    unit, zone
        Row and zone of each pair, shape (m,), sorted by zone, then row.
    fixed
        Pairs that stay as they are: they must be.
    zones
        Zones whose units may change, sorted.
    spare
        Most units that a zone can add besides those that change anyway.
    loose
        Units of no zone that are to be placed where every unit is in a zone.
    """

    unit: Ints
    zone: Ints
    fixed: npt.NDArray[np.bool_]
    zones: tuple[int, ...]
    spare: int = FAR
    loose: frozenset[int] = frozenset()
