"""Ensemble: many valid zones around a seed, or many valid partitions, to place the drawn one.

Zones come from a walk of single units on the connected sets that hold the seeds and are within the
bounds, each with probability in proportion to exp(-weight x cut pairs) (Metropolis et al. 1953).
Partitions come from reversible recombination (``_recom``), each in proportion to the product of the
numbers of spanning trees of its zones (Cannon, Duchin, Randall & Rule 2022).

Limits: no walk can be proved to have met all kinds of zones (Najt, DeFord & Solomon 2019,
Complexity and geometry of sampling connected graph partitions). Four chains that start apart, their
R-hat and their effective samples (Vehtari, Gelman, Simpson, Carpenter & Buerkner 2021, by
``arviz-stats``) are told with every figure; a percentile says where a zone stands among the sampled
ones, not that it is good.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
from arviz_stats.base.array import array_stats

from pilotzones.errors import Fault, InputError
from pilotzones.postcodes.layer import UnitLayer
from pilotzones.postcodes.rurality import RuralUnits
from pilotzones.zones.flows import Flows, kept_shares
from pilotzones.zones.propose import _recom, _walk
from pilotzones.zones.propose._chance import chance
from pilotzones.zones.propose.around import around, joined
from pilotzones.zones.propose.board import Board, Bounds, Ints, board_of
from pilotzones.zones.propose.division import Wanted
from pilotzones.zones.propose.partition import plan
from pilotzones.zones.zone import Zone

CHAINS = 4
_KEPT = 500
"""Zones kept of each chain."""
CUT_WEIGHT = 0.6
"""Weight of a cut pair in the walk of zones: without it nearly all zones are thin and branched,
from about 1 on the walk hardly moves."""
_STEPS = {"zones": 20_000_000, "partitions": 200_000}
"""Steps of each chain; a step of recombination draws two zones anew, one of a walk moves a unit."""
_START_MOVES = 3_000_000
_WARM = 0.1
"""Share of the steps, beside the others, that is thrown away first."""

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Place:
    """Where the drawn zone stands in one measure.

    Parameters
    ----------
    measure
        ``population``, ``polsby_popper``, ``rural_share``, ``self_containment`` or
        ``column:<name>`` (its sum over the zone).
    drawn
        Value of the drawn zone; None where it is not known.
    quantiles
        0, 5, 25, 50, 75, 95 and 100 % of the sampled zones.
    percentile
        Share (0..1) of the sampled zones below the drawn one, ties counted half.
    edges, counts
        Histogram of the sampled zones.
    ess, rhat
        Effective samples (bulk) and rank-normalised split R-hat; 1 is a chain that forgot its
        start.
    """

    measure: str
    drawn: float | None
    quantiles: tuple[float, ...]
    percentile: float | None
    edges: tuple[float, ...]
    counts: tuple[int, ...]
    ess: float
    rhat: float


@dataclass(frozen=True, slots=True)
class Ensemble:
    """Sampled zones and the place of the drawn one among them.

    ``steps`` are those of all chains, ``kept`` the zones that the figures are made of, and
    ``accepted`` the share of steps taken.
    """

    kind: str
    seeds: tuple[str, ...]
    bounds: Bounds
    steps: int
    kept: int
    chains: int
    seed: int
    accepted: float
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Measured:
    """What zones are measured with beside people and shape; a column has a number per unit code."""

    rural: RuralUnits | None = None
    flows: Flows | None = None
    columns: Mapping[str, Mapping[str, float]] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Sampling:
    """How zones are sampled.

    ``kind`` is ``partitions`` (the zone of the seed in partitions of the whole layer) or ``zones``
    (zones of their own); ``seeds`` are the units that every sampled zone holds, by default the
    most peopled unit of the drawn zone (partitions take one); ``steps`` are those of each chain.
    """

    kind: str = "partitions"
    seeds: tuple[str, ...] = ()
    steps: int | None = None
    seed: int = 1


def ensemble(
    layer: UnitLayer,
    zone: Zone,
    bounds: Bounds,
    *,
    sampling: Sampling | None = None,
    measured: Measured | None = None,
) -> Ensemble:
    """Valid zones with the seeds of the drawn one, and its place among them.

    Raises
    ------
    InputError
        ``propose.unknown_code``, ``propose.no_population``; ``ensemble.empty``: the zone has no
        units; ``ensemble.one_seed``: partitions are sampled around one unit;
        ``ensemble.no_zone``: no valid zone holds the seeds.
    """
    sampling, measured = sampling or Sampling(), measured or Measured()
    board = board_of(layer, bridged=True)
    rows = board.rows(zone.codes)
    if not len(rows):
        raise InputError(Fault("ensemble.empty", value=zone.name))
    most = min(rows.tolist(), key=lambda row: (-board.people[row], board.codes[row]))
    seeds = board.rows(sampling.seeds) if sampling.seeds else np.array([most])
    if sampling.kind == "partitions" and len(seeds) > 1:
        raise InputError(Fault("ensemble.one_seed", fields={"units": board.named(seeds)}))
    draw = _of_partitions if sampling.kind == "partitions" else _of_zones
    steps = sampling.steps or _STEPS[sampling.kind]
    sampled = draw(board, layer, seeds, bounds, steps, sampling.seed)
    drawn = np.zeros((1, board.n), bool)
    drawn[0, rows] = True
    mine = _values(drawn, board, layer, measured)
    places = tuple(
        _place(name, values.reshape(CHAINS, -1), float(mine[name][0]))
        for name, values in _values(sampled.inside, board, layer, measured).items()
        if np.isfinite(values).all()
    )
    return Ensemble(
        kind=sampling.kind,
        seeds=board.named(seeds),
        bounds=bounds,
        steps=sampled.steps,
        kept=len(sampled.inside),
        chains=CHAINS,
        seed=sampling.seed,
        accepted=sampled.taken / max(1, sampled.steps),
        places=places,
    )


@dataclass(frozen=True, slots=True)
class _Sampled:
    """Zones sampled, chain after chain, shape (r, n), with the counts of the chains."""

    inside: Bools
    steps: int
    taken: int


def _of_partitions(
    board: Board, layer: UnitLayer, seeds: Ints, bounds: Bounds, steps: int, seed: int
) -> _Sampled:
    """The zone of the seed in sampled partitions; each chain starts from another plan."""
    inside, counts = [], np.zeros(2, np.int64)
    for chain in range(CHAINS):
        wanted = Wanted(bounds, moves=_START_MOVES)
        first = plan(layer, wanted, seed=seed * CHAINS + chain).label
        if not bounds.hold(int(board.people[first == first[seeds[0]]].sum())):
            raise InputError(Fault("ensemble.no_zone", fields={"units": board.named(seeds)}))
        labels, own = partitions(board, first, bounds, steps=steps, seed=seed * CHAINS + chain)
        inside.append(labels == labels[:, seeds])
        counts += own
    return _Sampled(
        np.concatenate(inside),
        int(counts[_recom.STEPS]),
        int(counts[_recom.TAKEN]),
    )


def partitions(
    board: Board, label: Ints, bounds: Bounds, *, steps: int, seed: int, kept: int = _KEPT
) -> tuple[Ints, Ints]:
    """Sampled plans of one chain, shape (kept, n), and its counts (see ``_recom``).

    Parameters
    ----------
    label
        Zone of each unit to start from, every zone of one piece and within the bounds.
    steps
        Steps of recombination; a tenth as many go before.
    """
    current = label.astype(np.int64).copy()
    start, near, border = board.csr()
    rows = np.repeat(np.arange(board.n, dtype=np.int64), np.diff(start))
    limits = np.array([bounds.lower, bounds.upper])
    counts = np.zeros(2, np.int64)
    found = np.zeros((kept, board.n), np.int32)
    if len(np.unique(current)) == 1:
        found[:] = current
        return found.astype(np.int64), counts
    state = chance(seed)
    graph = start, near, border
    for rounds, into in ((int(steps * _WARM), found[:1]), (steps, found)):
        counts[:] = 0
        _recom.recom(current, graph, rows, board.people, limits, rounds, state, into, counts)
    return found.astype(np.int64), counts


def _of_zones(
    board: Board, layer: UnitLayer, seeds: Ints, bounds: Bounds, steps: int, seed: int
) -> _Sampled:
    """Zones of a walk on connected sets; each chain starts from a zone grown by another chance."""
    nothing = np.empty(0, np.int64)
    near = around(board, layer, seeds, bounds, barred=nothing, rural=np.zeros(board.n, bool))
    at = board.rows(near.board.codes)
    ways = joined(board, seeds, nothing)
    asked = np.zeros(_walk.SETTINGS)
    asked[: _walk.W_COMPACT] = bounds.lower, bounds.upper, *bounds.preferred
    inside, taken = [], 0
    for chain in range(CHAINS):
        number = seed * CHAINS + chain
        start = np.isin(at, seeds if ways is None else ways)
        if ways is None or not _whole(near.board, start):
            raise InputError(Fault("ensemble.no_zone", fields={"units": board.named(seeds)}))
        asked[_walk.W_HARD], asked[_walk.W_CUT] = 100.0, 0.1
        near.walk(start, asked, (1.0, 0.01), moves=200_000, seed=number + 10_000)
        people = int(near.board.people[start].sum())
        if not bounds.hold(people):
            raise InputError(Fault("ensemble.no_zone", fields={"units": board.named(seeds)}))
        asked[_walk.W_HARD], asked[_walk.W_CUT] = 1e9, CUT_WEIGHT
        one = 1.0, 1.0
        near.walk(start, asked, one, moves=int(steps * _WARM), seed=number + 20_000)
        met = near.walk(start, asked, one, moves=steps, seed=number, rows=_KEPT)
        wide = np.zeros((_KEPT, board.n), bool)
        wide[:, at] = met.zones
        inside.append(wide)
        taken += met.taken
    return _Sampled(np.concatenate(inside), steps * CHAINS, taken)


def _whole(board: Board, chosen: Bools) -> bool:
    return int(board.components(chosen).max()) == 0


def _values(inside: Bools, board: Board, layer: UnitLayer, measured: Measured) -> dict[str, Floats]:
    """Each measure of zones given as truth values, shape (r, n)."""
    people = inside @ board.people
    area, edge = inside @ board.area_dm2, inside @ board.perimeter_mm
    shared = np.array([int(board.border_mm[row[board.a] & row[board.b]].sum()) for row in inside])
    length = np.maximum(edge - 2 * shared, 1) / 100
    found = {
        "population": people.astype(float),
        "polsby_popper": 4 * np.pi * area / length**2,
    }
    if measured.rural is not None:
        flags = measured.rural.flags.reindex(list(board.codes))
        if not flags.isna().any():
            country = np.where(flags.astype(bool), board.people, 0)
            found["rural_share"] = (inside @ country) / np.maximum(people, 1)
    if measured.flows is not None:
        found["self_containment"] = kept_shares(inside, layer, measured.flows)
    for name, column in sorted(measured.columns.items()):
        of_unit = np.array([float(column.get(code, 0.0)) for code in board.codes])
        found[f"column:{name}"] = inside @ of_unit
    return found


_AT = (0, 5, 25, 50, 75, 95, 100)
_BINS = 30


def _place(measure: str, values: Floats, drawn: float) -> Place:
    """Place of a value among those of all chains, shape (chains, r)."""
    every = values.ravel()
    counts, edges = np.histogram(every, _BINS)
    still = float(np.ptp(every)) < 1e-12
    known = np.isfinite(drawn)
    below = float((every < drawn).mean() + (every == drawn).mean() / 2)
    rhat, ess = 1.0, float(every.size)
    if not still:
        rhat = np.asarray(array_stats.rhat(values, chain_axis=0, draw_axis=1)).item()
        ess = np.asarray(array_stats.ess(values, chain_axis=0, draw_axis=1)).item()
    return Place(
        measure=measure,
        drawn=drawn if known else None,
        quantiles=tuple(float(q) for q in np.percentile(every, _AT)),
        percentile=below if known else None,
        edges=tuple(float(edge) for edge in edges),
        counts=tuple(int(count) for count in counts),
        ess=ess,
        rhat=rhat,
    )
