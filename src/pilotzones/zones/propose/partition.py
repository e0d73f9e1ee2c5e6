"""Partition: a region or the country divided into zones that all hold.

A start by spanning trees (``_trees``), then annealing with single units that move between
neighbouring zones (``_moves``); effort is counted in moves. Every plan handed over has each unit
in exactly one zone and every zone of one piece; the bounds are aimed at in this order: hard bounds,
preferred band, then the objective.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import geopandas as gpd
import numpy as np
import numpy.typing as npt

from pilotzones.errors import Fault, InputError
from pilotzones.postcodes.layer import UnitLayer
from pilotzones.zones.propose._moves import AREA, PEOPLE, PERIMETER, shape, sums
from pilotzones.zones.propose.board import Board, Bounds, Ints, board_of
from pilotzones.zones.propose.division import Ground, Search, Wanted, ground_of
from pilotzones.zones.propose.wholes import splits
from pilotzones.zones.zone import Zone

_RETRIES = (0, -1, 1, -2, 2)
"""Zones more or fewer than first thought, tried in turn while one stays outside the band."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A partition: the zone of each unit, and how good it is.

    Parameters
    ----------
    label
        Number of the zone of each unit, shape (n,), in the order of ``codes``.
    codes
        Codes of the units.
    populations
        Inhabitants of each zone.
    outside_bounds, outside_preferred
        Zones outside the hard bounds and outside the preferred band; those of ``alone`` are in
        both.
    polsby_popper
        Mean score of the zones (Polsby & Popper 1991), weighted by their people.
    border_km
        Length of all borders between zones.
    splits
        Groups that are divided, by what they are.
    bridges
        Pairs of codes that were joined because a part of the layer touches nothing.
    alone
        Units above the upper bound, each a zone of its own.
    cut_off
        Codes of parts that can make no zone inside the bounds: too few people, closed in.
    moves
        Moves tried.
    """

    label: Ints
    codes: tuple[str, ...]
    populations: tuple[int, ...]
    outside_bounds: int
    outside_preferred: int
    polsby_popper: float
    border_km: float
    splits: Mapping[str, int] = field(default_factory=dict)
    bridges: tuple[tuple[str, str], ...] = ()
    alone: tuple[str, ...] = ()
    cut_off: tuple[tuple[str, ...], ...] = ()
    moves: int = 0

    def zones(self, names: Sequence[str] | None = None) -> tuple[Zone, ...]:
        """Zones by number, named ``1``, ``2`` ... unless names are given."""
        codes = np.array(self.codes, object)
        given = names or [str(number + 1) for number in range(len(self.populations))]
        members = (codes[self.label == number].tolist() for number in range(len(given)))
        return tuple(Zone.of(name, found) for name, found in zip(given, members, strict=True))


Hears = Callable[[Plan], None]
"""Is handed every plan that is better than all before it."""


def partition(
    layer: UnitLayer | gpd.GeoDataFrame,
    *,
    lower: int,
    upper: int,
    preferred: tuple[int, int],
    seed: int,
) -> npt.NDArray[np.int64]:
    """Zone label of each row of the layer, from 0: every unit in exactly one zone.

    Parameters
    ----------
    layer
        A unit layer, or polygons in a metric system with a column ``population``.
    lower, upper
        Bounds of a zone's population in persons, both inside (Z03, Z05).
    preferred
        Band that as many zones as possible lie in (Z04).
    seed
        The same seed gives the same labels on any machine.

    Raises
    ------
    InputError
        Units without population or polygon; fewer people in all than one zone needs.
    """
    return plan(layer, Wanted(Bounds(lower, upper, preferred)), seed=seed).label


def plan(
    layer: UnitLayer | gpd.GeoDataFrame,
    wanted: Wanted,
    *,
    seed: int = 1,
    hears: Hears | None = None,
) -> Plan:
    """The best plan found: fewest zones out of bounds, then out of the band, then the objective.

    Raises
    ------
    InputError
        ``propose.no_population``, ``propose.no_geometry``, ``propose.unknown_code`` (of a fixed
        zone), ``partition.fixed_twice``, ``partition.too_few_people``, ``partition.nothing_left``.
    """
    board = board_of(layer, bridged=True)
    fixed = _fixed(board, wanted.fixed)
    free = board.only(fixed < 0)
    ground = ground_of(free, wanted)
    best: tuple[tuple[float, ...], Ints] | None = None
    tried = 0
    for more in _RETRIES:
        search = Search(ground, wanted, seed, more)
        for label in search.plans():
            score = ground.score(label, wanted)
            if best is None or score < best[0]:
                best = score, label
                if hears is not None:
                    hears(_told(board, fixed, ground, label, wanted, tried + search.tried))
        tried += search.tried
        if best is not None and best[0][:2] <= (0, ground.unavoidable(wanted.bounds)):
            break
    assert best is not None
    return _told(board, fixed, ground, best[1], wanted, tried)


def _fixed(board: Board, zones: Sequence[Zone]) -> Ints:
    """Number of the fixed zone of each unit, -1 for the free ones."""
    fixed = np.full(board.n, -1, np.int64)
    for number, zone in enumerate(zones):
        rows = board.rows(zone.codes)
        twice = rows[fixed[rows] >= 0]
        if len(twice):
            fields = {"units": board.named(twice), "zone": zone.name}
            raise InputError(Fault("partition.fixed_twice", fields=fields))
        fixed[rows] = number
    if (fixed >= 0).all():
        raise InputError(Fault("partition.nothing_left"))
    return fixed


def _told(
    board: Board, fixed: Ints, ground: Ground, label: Ints, wanted: Wanted, moves: int
) -> Plan:
    """The plan of all units: fixed zones first, then the others by their first unit."""
    count = len(wanted.fixed)
    whole = fixed.copy()
    whole[fixed < 0] = _by_first(label[ground.place]) + count
    sizes = tuple(int(n) for n in np.bincount(whole, board.people))
    zones = sums(whole, len(sizes), board.csr(), board.units())
    scores = [shape(int(a), int(c)) for a, c in zip(zones[AREA], zones[PERIMETER], strict=True)]
    cut = whole[board.a] != whole[board.b]
    bounds = wanted.bounds
    return Plan(
        label=whole,
        codes=board.codes,
        populations=sizes,
        outside_bounds=sum(not bounds.hold(n) for n in sizes),
        outside_preferred=sum(not bounds.prefer(n) for n in sizes),
        polsby_popper=float(np.average(scores, weights=np.maximum(zones[PEOPLE], 1e-9))),
        border_km=float(board.border_mm[cut].sum() / 1e6),
        splits={each.name: splits(board, whole, each) for each in wanted.wholes},
        bridges=tuple((board.codes[i], board.codes[j]) for i, j in board.bridges),
        alone=ground.alone_codes,
        cut_off=ground.cut_off,
        moves=moves,
    )


def _by_first(label: Ints) -> Ints:
    """The same zones numbered from 0 in the order of their first unit."""
    _, first, which = np.unique(label, return_index=True, return_inverse=True)
    return np.argsort(np.argsort(first))[which].astype(np.int64)
