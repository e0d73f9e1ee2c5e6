"""Truth by enumeration on SYNTHETIC grids: every set of units, every round, the smallest repair."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from random import Random

from synthetic import grid_layer

from pilotzones.postcodes.contiguity import Link
from pilotzones.postcodes.layer import UnitLayer
from pilotzones.zones.propose.board import Board, Bounds, board_of
from pilotzones.zones.zone import Zone

Pairs = frozenset[tuple[int, int]]


def random_layer(seed: int, rows: int, columns: int) -> UnitLayer:
    """SYNTHETIC grid with holes, sometimes an exclave with a declared link, and random people."""
    rng = Random(seed)
    codes = [f"{r}{c}" for r in range(rows) for c in range(columns)]
    without = rng.sample(codes, rng.randrange(3))
    people = {code: rng.choice([3, 5, 8, 12, 20, 35]) for code in codes}
    left = [code for code in codes if code not in without]
    links = [Link(*sorted(rng.sample(left, 2)), "river")] if rng.random() < 0.4 else []
    return grid_layer(columns, rows, population=people, without=without, links=links)


class Truth:
    """All sets of units of a small layer as bit masks, and what each is."""

    def __init__(self, layer: UnitLayer, bounds: Bounds) -> None:
        self.board: Board = board_of(layer)
        self.bounds, self.n = bounds, self.board.n
        self.near = [0] * self.n
        for a, b in zip(self.board.a.tolist(), self.board.b.tolist(), strict=True):
            self.near[a] |= 1 << b
            self.near[b] |= 1 << a
        self.sets = [
            m for m in range(1, 1 << self.n) if bounds.hold(self.people(m)) and self.one(m)
        ]

    @cache  # noqa: B019  lives as long as the test
    def people(self, mask: int) -> int:
        return sum(int(p) for u, p in enumerate(self.board.people) if mask >> u & 1)

    def one(self, mask: int) -> bool:
        """Is the set of one piece?"""
        seen = mask & -mask
        while True:
            grown = seen
            for u in range(self.n):
                if seen >> u & 1:
                    grown |= self.near[u] & mask
            if grown == seen:
                return seen == mask
            seen = grown

    def mask(self, codes: Sequence[str]) -> int:
        return sum(1 << int(u) for u in self.board.rows(codes))

    def allowed(self, present: int, must: int, must_not: int) -> list[int]:
        """Sets that a zone may end as."""
        return [m for m in self.sets if m & present and m & must == must and not m & must_not]

    def rounds(
        self, zones: Sequence[Zone], *, pinned: Pairs, forbidden: Pairs, cover: bool, within: int
    ) -> Iterator[tuple[int, ...]]:
        """Every valid end of all zones in which none changes by more than ``within`` units."""
        choices = []
        for k, zone in enumerate(zones):
            present = self.mask(zone.codes)
            must = sum(1 << u for u, z in pinned if z == k)
            must_not = sum(1 << u for u, z in forbidden if z == k)
            allowed = self.allowed(present, must, must_not)
            choices.append([m for m in allowed if (m ^ present).bit_count() <= within])
        ends: list[tuple[tuple[int, ...], int]] = [((), 0)]
        for sets in choices:
            ends = [((*end, m), used | m) for end, used in ends for m in sets if not used & m]
        whole = (1 << self.n) - 1
        return (end for end, used in ends if not cover or used == whole)

    def cost(self, zones: Sequence[Zone], found: Sequence[int]) -> tuple[int, int, int]:
        """Moves, people moved and zones outside the band of an end."""
        moves = people = 0
        before = [self.mask(zone.codes) for zone in zones]
        pairs = list(zip(before, found, strict=True))
        for u in range(self.n):
            left = sum((old & ~new) >> u & 1 for old, new in pairs)
            came = sum((new & ~old) >> u & 1 for old, new in pairs)
            moves += max(left, came)
            people += max(left, came) * int(self.board.people[u])
        return moves, people, sum(not self.bounds.prefer(self.people(m)) for m in found)

    def best(
        self,
        zones: Sequence[Zone],
        *,
        pinned: Pairs = frozenset(),
        forbidden: Pairs = frozenset(),
        cover: bool = False,
        within: int = 99,
    ) -> tuple[int, int, int] | None:
        """Cost of the smallest repair; None where there is none."""
        ends = self.rounds(zones, pinned=pinned, forbidden=forbidden, cover=cover, within=within)
        return min((self.cost(zones, found) for found in ends), default=None)
