"""Complete: from seed units to several clearly distinct zones that hold, ranked with reasons."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pilotzones.errors import Fault, InputError
from pilotzones.postcodes.layer import UnitLayer
from pilotzones.zones.propose import _walk
from pilotzones.zones.propose.around import Around, around, column_values, joined
from pilotzones.zones.propose.board import Board, Bounds, Ints, board_of
from pilotzones.zones.propose.clash import Clash
from pilotzones.zones.propose.proposals import Proposal, differs, told
from pilotzones.zones.propose.repair import repair_zone
from pilotzones.zones.propose.wish import (
    Ranking,
    Wish,
    column_of,
    require_sense,
    rural_flags,
    settings_of,
)
from pilotzones.zones.zone import Zone

_MOVES = 1_000_000
"""Moves of one attempt."""
_HEATS = ((0.005, 0.0003), (0.05, 0.0003)) * 2
"""First and last temperatures of the attempts for each proposal, by units and by municipalities;
scores lie between 0 and 1. The best distinct zone is taken."""
_FEW, _HOT = 100, ((0.2, 0.0003), (1.0, 0.0003))
"""So few candidates can be walked through at any temperature: further attempts, by the sum of all
weights, in which a broken bound costs no more than this sum. On small maps whose zones were all
counted out it takes them to find the best one each time."""
_COOL = (0.0003, 0.00003)
_APART = 0.25
"""Proposals are distinct when at least this share of the people of both is not shared."""
_AVOID = 1.0
"""Weight against units of the proposals found so far."""

Bools = npt.NDArray[np.bool_]


def complete(
    layer: UnitLayer,
    wish: Wish,
    bounds: Bounds,
    *,
    ranking: Ranking | None = None,
    most: int = 5,
    seed: int = 1,
) -> tuple[Proposal, ...]:
    """At most ``most`` zones around the units that must be in, the best first.

    Raises
    ------
    InputError
        ``complete.no_seed``, ``complete.both`` (must and must not), ``complete.apart`` (no way
        between the seeds, or none without the units that must not be in), ``complete.too_few``
        (too few people in reach), ``complete.too_many`` (the seeds alone are too many),
        ``complete.too_far`` (no connection within the upper bound), ``complete.none`` (proved:
        no such zone), ``complete.no_rural``, ``complete.no_column``, ``complete.no_objective``,
        ``propose.unknown_code``, ``propose.no_population``.
    """
    ranking = ranking or Ranking()
    board = board_of(layer)
    task = _task(board, layer, wish, bounds, ranking)
    found: list[tuple[float, Bools]] = []
    for number in range(most):
        chosen = _next(task, [zone for _, zone in found], seed * 1000 + number)
        if chosen is None:
            break
        found.append(chosen)
    if not found:
        found = [_by_proof(task, layer, wish)]
    near = task.near
    found.sort(key=lambda each: (-round(each[0], 9), near.board.named(np.flatnonzero(each[1]))))
    return told(near, task.asked, found, wish, bounds, ranking)


@dataclass(frozen=True, slots=True)
class _Task:
    """The neighbourhood, the settings of the walk, and the zone that it starts from."""

    near: Around
    asked: npt.NDArray[np.float64]
    start: Bools
    bounds: Bounds


def _task(board: Board, layer: UnitLayer, wish: Wish, bounds: Bounds, ranking: Ranking) -> _Task:
    must, barred = board.rows(wish.must), board.rows(wish.forbidden)
    like = board.rows(wish.like)
    require_sense(board, must, barred, bounds)
    rural = rural_flags(board, ranking)
    used = [o for o in ranking.objectives if o.name.startswith("column:")]
    columns = [(o.weight, column_of(ranking, o.name)) for o in used]
    near = around(board, layer, must, bounds, barred=barred, rural=rural)
    small = near.board
    near.features[_walk.OTHER] = column_values(columns, board)[board.rows(small.codes)]
    near.features[_walk.LIKED] = np.isin(small.codes, [board.codes[row] for row in like])
    ways = joined(board, must, barred)
    assert ways is not None
    start = np.isin(small.codes, [board.codes[row] for row in ways])
    return _Task(near, settings_of(ranking, bounds, len(set(wish.like))), start, bounds)


def _next(task: _Task, before: list[Bools], seed: int) -> tuple[float, Bools] | None:
    """Best zone of some attempts that is distinct from those before; None where none was found."""
    near, asked = task.near, task.asked.copy()
    if before:
        near.features[_walk.AVOID] = near.board.people * np.sum(before, axis=0)
        asked[_walk.AVOID_MOST] = len(before)
        asked[_walk.W_AVOID] = _AVOID
    coarse = near.by_group(task.bounds)
    best: tuple[float, Bools] | None = None
    for attempt, (walked, heat) in enumerate(_attempts(near.board.n, asked)):
        own = seed * 64 + attempt
        inside = _walked(near, task.start, walked, own, heat, coarse if attempt % 2 else None)
        # and on to the nearest zone that is best by what counts alone
        for settings in (asked, task.asked):
            settled = inside.copy()
            near.walk(settled, settings, _COOL, moves=_MOVES // 4, seed=own)
            if _fits(task, settled, before):
                inside = settled
        if not _fits(task, inside, before):
            continue
        score = _score(near.sums(inside), task.asked)
        if best is None or score > best[0]:
            best = score, inside
    return best


def _attempts(
    n: int, asked: npt.NDArray[np.float64]
) -> Iterator[tuple[npt.NDArray[np.float64], tuple[float, float]]]:
    """Settings and temperatures of each attempt among so many candidates, each twice."""
    for heat in _HEATS:
        yield from ((asked, heat),) * 2
    if n <= _FEW:
        loose = asked.copy()
        loose[_walk.W_HARD] = total = asked[_walk.W_COMPACT : _walk.W_AVOID].sum()
        for first, last in _HOT:
            yield from ((loose, (first * total, last * total)),) * 2


def _walked(
    near: Around,
    start: Bools,
    asked: npt.NDArray[np.float64],
    seed: int,
    heat: tuple[float, float],
    coarse: tuple[Around, Ints] | None,
) -> Bools:
    """Where a walk ends: by units, or by whole municipalities, which a unit alone rarely joins."""
    if coarse is None:
        inside = start.copy()
        near.walk(inside, asked, heat, moves=_MOVES, seed=seed)
        return inside
    groups, place = coarse
    chosen = np.zeros(groups.board.n, bool)
    chosen[place[start]] = True
    groups.walk(chosen, asked, heat, moves=_MOVES // 2, seed=seed)
    return chosen[place]


def _fits(task: _Task, inside: Bools, before: list[Bools]) -> bool:
    """Is the zone within the bounds and distinct from those before?"""
    board = task.near.board
    held = task.bounds.hold(int(board.people[inside].sum()))
    return held and all(differs(board, inside, other) >= _APART for other in before)


def _score(total: Ints, asked: npt.NDArray[np.float64]) -> float:
    """Weighted mean of the scores that count."""
    weights = asked[_walk.W_COMPACT : _walk.W_AVOID]
    return float(weights @ _walk.scores(total, asked)[: len(weights)] / max(weights.sum(), 1e-12))


def _by_proof(task: _Task, layer: UnitLayer, wish: Wish) -> tuple[float, Bools]:
    """The smallest zone of the exact model, where no walk met one; raise what it proves else."""
    found = repair_zone(
        layer, Zone.of("", list(wish.must)), task.bounds, forced=wish.must, forbidden=wish.forbidden
    )
    if isinstance(found, Clash):
        raise InputError(Fault("complete.none", fields={"units": wish.must}))
    inside = np.isin(task.near.board.codes, found.zones[0].codes)
    return _score(task.near.sums(inside), task.asked), inside
