"""Division of ground into zones: a start by spanning trees, then annealing, chunk by chunk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np

from pilotzones.errors import Fault, InputError
from pilotzones.zones.propose._chance import chance
from pilotzones.zones.propose._moves import AREA, PEOPLE, PERIMETER, anneal, shape, sums
from pilotzones.zones.propose._trees import bisect
from pilotzones.zones.propose.board import Board, Bounds, Ints
from pilotzones.zones.propose.wholes import Whole, merged, soft_border
from pilotzones.zones.zone import Zone

MOVES, MOVES_PER_UNIT = 100_000_000, 90_000
"""Moves tried by default: so many for each unit, but no more than so many in all."""
_QUICK = 2_000_000
"""Moves of the first, quick pass, whose plan is handed over at once."""
_CHUNKS = 20
_TREES = 30
_BORDER_WEIGHT = 0.15
"""Weight of the border beside that of the shape where the plan is to be compact: it breaks ties."""
_HEAT = {False: (0.4, 0.012), True: (1.0, 0.012)}
"""First and last temperature for one zone and one unit; a zone weighs 1/k of the score, and a unit
moves its shape by about the root of its share of the zone: both shrink with 1 / sqrt(k n)."""
_COSTS = {
    0: (0.5, 5.0, 0.2, 1.0),
    -1: (0.5, 2.0, 1.0, 0.2),
    1: (0.2, 0.6, 1.0, 0.2),
    -2: (0.1, 0.3, 1.0, 0.2),
    2: (0.05, 0.2, 1.0, 0.2),
}
"""Cost of a zone outside the band and outside the bounds, what the band costs at once, and what a
person off costs, as a share of the band's lower end; the best possible score costs 0. A search
after the first counts zones rather than people, is hotter, and crosses the bounds more and more
easily: on small maps that finds the few plans that hold (all of them counted out)."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a partition is asked to be.

    Parameters
    ----------
    bounds
        Bounds of the population of each zone.
    objective
        ``compact``: shapes near a circle (Polsby-Popper, weighted by people); ``border``: the
        shortest borders in all.
    wholes
        Groups that are kept whole.
    fixed
        Zones that stay as they are: already admitted.
    moves
        Moves tried, at least; more where zones stay outside the band. None: as the size of the
        layer asks for.
    """

    bounds: Bounds
    objective: str = "compact"
    wholes: tuple[Whole, ...] = ()
    fixed: tuple[Zone, ...] = ()
    moves: int | None = None

    def effort(self, units: int) -> int:
        """Moves tried on so many units."""
        return min(MOVES, MOVES_PER_UNIT * units) if self.moves is None else self.moves


@dataclass(frozen=True, slots=True)
class Ground:
    """What is divided: places (units, or groups kept whole) and the parts they form.

    Parameters
    ----------
    board
        Board of the places.
    border_mm
        Length of each contiguous pair as the objective counts it: more inside soft groups.
    place
        Place of each free unit.
    parts
        Places of each part that can make a zone.
    alone, cut_off
        Places above the upper bound; parts with too few people, by place.
    """

    board: Board
    border_mm: Ints
    place: Ints
    parts: tuple[Ints, ...]
    alone: Ints
    alone_codes: tuple[str, ...]
    cut_off: tuple[tuple[str, ...], ...]
    rest: tuple[Ints, ...]

    def unavoidable(self, bounds: Bounds) -> int:
        """Zones that lie outside the band in every plan: those of places too large for it."""
        inside = np.concatenate([self.board.people[part] for part in self.parts] or [[]])
        large = inside[inside > bounds.preferred[1]]
        return -(-int(large.sum()) // bounds.upper)

    def score(self, label: Ints, wanted: Wanted) -> tuple[float, ...]:
        """Zones out of bounds, zones out of the band, and the objective: smaller is better.

        Units alone and parts cut off are in no plan's hands and do not count.
        """
        board, bounds = self.board, wanted.bounds
        k = int(label.max()) + 1
        zones = sums(label, k, board.csr(), board.units())
        inside = [label[part] for part in self.parts] or [label[:0]]
        here = np.unique(np.concatenate(inside))
        people = zones[PEOPLE, here]
        out = int(((people < bounds.lower) | (people > bounds.upper)).sum())
        low, high = bounds.preferred
        off = int(((people < low) | (people > high)).sum())
        cut = int(self.border_mm[label[board.a] != label[board.b]].sum())
        if wanted.objective == "border":
            return out, off, cut
        lack = sum(
            int(zones[PEOPLE, z]) * (1 - shape(int(zones[AREA, z]), int(zones[PERIMETER, z])))
            for z in here.tolist()
        )
        total = max(1, int(people.sum()))
        return out, off, lack / total + _BORDER_WEIGHT * cut / _scale(board, k)


def _scale(board: Board, k: int) -> float:
    """Border in millimetres that k zones of round shape would have about: the unit of borders."""
    return float(np.sqrt(np.pi * k * max(1, int(board.area_dm2.sum()))) * 100)


def ground_of(board: Board, wanted: Wanted) -> Ground:
    """Ground of the free units.

    Raises
    ------
    InputError
        ``partition.too_few_people``: fewer in all than one zone needs.
    """
    bounds = wanted.bounds
    found = merged(board, wanted.wholes, bounds)
    places = found.board
    alone = places.people > bounds.upper
    part = places.components(~alone)
    people = np.bincount(part[part >= 0], places.people[part >= 0])
    members = [np.flatnonzero(part == number) for number in range(len(people))]
    enough = [m for m, n in zip(members, people, strict=True) if n >= bounds.lower]
    small = [m for m, n in zip(members, people, strict=True) if n < bounds.lower]
    if not enough and not alone.any():
        fields = {"people": int(board.people.sum()), "minimum": bounds.lower}
        raise InputError(Fault("partition.too_few_people", fields=fields))
    return Ground(
        board=places,
        border_mm=_soft(board, found.place, places, wanted),
        place=found.place,
        parts=tuple(enough),
        alone=np.flatnonzero(alone),
        alone_codes=board.named(np.flatnonzero(alone[found.place])),
        cut_off=tuple(board.named(np.flatnonzero(np.isin(found.place, m))) for m in small),
        rest=tuple(small),
    )


def _soft(board: Board, place: Ints, places: Board, wanted: Wanted) -> Ints:
    """Border of each pair of places as the objective counts it."""
    soft = soft_border(board, wanted.wholes)
    a, b = place[board.a], place[board.b]
    key = np.minimum(a, b) * places.n + np.maximum(a, b)
    own = places.a * places.n + places.b
    at = np.searchsorted(own, key)
    hit = (at < len(own)) & (own[np.minimum(at, len(own) - 1)] == key) if len(own) else at < 0
    length = np.zeros(len(own), np.int64)
    np.add.at(length, at[hit], soft[hit])
    return length


@dataclass(slots=True)
class Search:
    """One run of the search with a given number of zones.

    ``more`` zones than the middle of the band asks for, as far as the band allows; a search with
    another ``more`` goes its own way in any case. ``tried`` counts the moves.
    """

    ground: Ground
    wanted: Wanted
    seed: int
    more: int = 0
    tried: int = field(default=0, init=False)
    counts: tuple[int, ...] = field(init=False)

    def __post_init__(self) -> None:
        people = [int(self.ground.board.people[part].sum()) for part in self.ground.parts]
        self.counts = tuple(zones_for(n, self.wanted.bounds, self.more) for n in people)

    def plans(self) -> Iterator[Ints]:
        """Zone of each place, after the quick pass and after each chunk of the long one.

        Zones that stand alone or are cut off have the numbers after the others.
        """
        board, bounds = self.ground.board, self.wanted.bounds
        graph, units = board.csr(), board.units()
        state = chance(self.seed * 16 + self.more)
        label, held = self._start(graph, state)
        k = int(label.max()) + 1
        zones = sums(label, k, graph, units)
        shape_weight = 0.0 if self.wanted.objective == "border" else 1.0
        border_weight = 1.0 if self.wanted.objective == "border" else _BORDER_WEIGHT
        asked = np.array(
            [
                bounds.lower,
                bounds.upper,
                *bounds.preferred,
                shape_weight,
                max(1, int(board.people.sum())),
                *_COSTS[self.more],
            ],
            float,
        )
        # nothing leaves a held place, and nothing joins it
        free = ~held[board.a] & ~held[board.b]
        graph, glue = self._graph(free)
        glue = glue * (border_weight / _scale(board, k))
        seen = np.zeros(board.n + 1, np.int64)
        width = 1 / np.sqrt(max(1, k) * board.n)
        hot, cold = (heat * width for heat in _HEAT[self.more != 0])

        def run(first: float, last: float, moves: int) -> Ints:
            heat = np.array([first, last])
            anneal(label, held, zones, graph, glue, units, asked, heat, moves, state, seen)
            self.tried += moves
            return label.copy()

        moves = self.wanted.effort(board.n)
        yield run(hot / 4, cold / 4, min(_QUICK, moves))
        each = moves // _CHUNKS
        fall = (cold / hot) ** (1 / _CHUNKS)
        for chunk in range(_CHUNKS if each else 0):
            yield run(hot * fall**chunk, hot * fall ** (chunk + 1), each)
        yield run(cold / 10, cold / 100, min(_QUICK, moves))

    def _start(self, graph: tuple[Ints, Ints, Ints], state: np.ndarray) -> tuple[Ints, np.ndarray]:
        """Zone of each place to begin with, and the places that never move."""
        ground = self.ground
        board = ground.board
        label = np.full(board.n, -1, np.int64)
        band = np.array(self.wanted.bounds.preferred)
        first = 0
        for part, k in zip(ground.parts, self.counts, strict=True):
            label[part] = first
            bisect(label, k, first, graph, board.people, band, _TREES, state)
            first += k
        _, used = np.unique(label[label >= 0], return_inverse=True)
        label[label >= 0] = used
        held = np.zeros(board.n, bool)
        for fixed in (*([place] for place in ground.alone), *ground.rest):
            label[fixed] = int(label.max()) + 1
            held[fixed] = True
        return label, held

    def _graph(self, kept: np.ndarray) -> tuple[tuple[Ints, Ints, Ints], np.ndarray]:
        """Neighbour lists of some of the pairs, and each border as the objective counts it."""
        board = self.ground.board
        a, b, length = board.a[kept], board.b[kept], self.ground.border_mm[kept]
        small = replace(board, a=a, b=b, border_mm=board.border_mm[kept])
        order = np.lexsort((np.r_[b, a], np.r_[a, b]))
        return small.csr(), np.r_[length, length][order].astype(float)


def zones_for(people: int, bounds: Bounds, more: int) -> int:
    """Number of zones for so many people: the middle of the band, ``more`` or fewer.

    It stays within what the band allows, or where that is empty within what the bounds allow.
    """
    low, high = bounds.preferred
    least, most = -(-people // high), people // max(1, low)
    if least > most:
        least, most = -(-people // bounds.upper), people // max(1, bounds.lower)
    middle = round(2 * people / (low + high))
    return min(max(middle + more, least, 1), max(most, 1))
