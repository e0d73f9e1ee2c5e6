"""Stranded units: free units that no valid zone can hold any more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from pilotzones.postcodes.layer import UnitLayer
from pilotzones.zones.propose._separators import split
from pilotzones.zones.propose.board import Bounds, board_of
from pilotzones.zones.propose.clash import Clash, clash_of, impossible
from pilotzones.zones.propose.reach import Reach
from pilotzones.zones.propose.repair import Repair, repair_of
from pilotzones.zones.propose.task import FAR, Task
from pilotzones.zones.propose.widening import Search, search, task_of
from pilotzones.zones.zone import Zone

RELEASED = 4
"""Units to be released from which on a search gives up where a zone is known that needs more."""

OPEN = 6
"""The same where no zone is known: then it stays open whether there is one."""

_SMALL = 200
"""Units of a layer up to which no search is given up."""


@dataclass(frozen=True, slots=True)
class Join:
    """A claimed zone that can take the whole piece and holds then; its population after."""

    zone: str
    population: int


@dataclass(frozen=True, slots=True)
class Stranded:
    """A piece of free units that can never be part of a valid zone.

    ``why`` is ``component-too-small`` or ``no-zone-in-bounds``; its sentence is the message
    ``stranded.why.<why>``. ``release`` frees claimed units for a valid zone that holds the whole
    piece, whose name is empty: the last zone of the repair. Its moves with ``left`` are the units
    released; free units that the new zone takes as well are moves from no zone. None where it is
    proved that at least ``OPEN`` units would have to be released, and open whether that is enough.
    """

    codes: tuple[str, ...]
    population: int
    why: str
    join: tuple[Join, ...]
    release: Repair | Clash | None


def stranded(layer: UnitLayer, zones: Sequence[Zone], bounds: Bounds) -> tuple[Stranded, ...]:
    """Pieces of free units that can never be part of a valid zone, the most peopled first.

    A part of the free units with fewer people than a zone needs is stranded whole. In a larger
    part a unit is looked at on its own: a zone around it is grown, and where that fails the model
    proves that there is none. What is not proved is not told.

    Raises
    ------
    InputError
        ``propose.unknown_code``, ``repair.name_twice``, ``repair.empty_zone``, and those of
        ``board_of``.
    """
    board = board_of(layer)
    task = task_of(board, zones, bounds)
    free = np.ones(board.n, bool)
    for rows in task.present:
        free[list(rows)] = False
    part = board.components(free)
    found: list[tuple[set[int], str]] = []
    for number in range(part.max(initial=-1) + 1):
        units = set(np.flatnonzero(part == number).tolist())
        if board.people[list(units)].sum() < bounds.lower:
            found.append((units, "component-too-small"))
        else:
            stuck = _stuck(task, units)
            found += [(piece, "no-zone-in-bounds") for piece in split(task.near, stuck)]
    told = [
        Stranded(
            codes=board.named(units),
            population=int(board.people[list(units)].sum()),
            why=why,
            join=_join(task, zones, units),
            release=_release(task, zones, units),
        )
        for units, why in found
    ]
    return tuple(sorted(told, key=lambda piece: (-piece.population, piece.codes)))


def _stuck(task: Task, units: set[int]) -> set[int]:
    """Units of a part that no valid zone inside it can hold, proved."""
    placed: set[int] = set()
    stuck: set[int] = set()
    for u in sorted(units):
        if u in placed:
            continue
        grown = _grown(task, u, units)
        if task.bounds.hold(int(task.board.people[list(grown)].sum())):
            placed |= grown
        elif _alone(task, u, units):
            stuck.add(u)
    return stuck


def _grown(task: Task, u: int, units: set[int]) -> set[int]:
    """Zone around a unit: neighbour after neighbour that fits under the upper bound."""
    people, bounds = task.board.people, task.bounds
    zone, total, todo = {u}, int(people[u]), [u]
    for v in todo:
        for w in task.near[v]:
            if total >= bounds.lower:
                return zone
            if w in units and w not in zone and total + people[w] <= bounds.upper:
                zone.add(w)
                total += int(people[w])
                todo.append(w)
    return zone


def _alone(task: Task, u: int, units: set[int]) -> bool:
    """Is it proved that no valid zone inside a part holds this unit?"""
    barred = frozenset((v, 0) for v in range(task.board.n) if v not in units)
    one = replace(task, present=(frozenset({u}),), forbidden=barred, due=frozenset())
    return impossible(one, (0,))


def _join(task: Task, zones: Sequence[Zone], piece: set[int]) -> tuple[Join, ...]:
    """Zones that hold with the whole piece, in the order given."""
    found: list[Join] = []
    for z, (zone, rows) in enumerate(zip(zones, task.present, strict=True)):
        if task.holds(z, rows | piece):
            found.append(Join(zone.name, int(task.board.people[list(rows | piece)].sum())))
    return tuple(found)


def _taken(task: Task, piece: set[int]) -> frozenset[int] | None:
    """Zone grown from a piece, step by step, while every other zone of the task still holds.

    Free units come first, then the claimed unit with the most people; what it cuts off from its
    zone comes along. None where it ends too small.
    """
    people, new = task.board.people, len(task.present) - 1
    left = {u: z for z in range(new) for u in task.present[z]}
    rest = {z: set(task.present[z]) for z in range(new)}
    zone, total = set(piece), int(people[list(piece)].sum())
    while total < task.bounds.lower:
        beside = {v for u in zone for v in task.near[u]} - zone
        steps = [_along(task, u, rest[left[u]]) if u in left else {u} for u in sorted(beside)]
        sized = [
            (len(step & left.keys()), -int(people[list(step)].sum()), sorted(step))
            for step in steps
            if step
        ]
        fits = [size for size in sized if total - size[1] <= task.bounds.upper]
        if not fits:
            return None
        _, less, step = min(fits)
        zone |= set(step)
        total -= less
        for u in left.keys() & set(step):
            rest[left[u]].discard(u)
    return frozenset(zone)


def _along(task: Task, u: int, rows: set[int]) -> set[int]:
    """Units that leave a zone with one of them so that it still holds; none where it cannot."""
    people = task.board.people
    parts = split(task.near, rows - {u})
    if not parts:
        return set()
    main = max(parts, key=lambda part: (int(people[list(part)].sum()), -min(part)))
    return rows - main if task.bounds.hold(int(people[list(main)].sum())) else set()


def _unproved(task: Task, grown: frozenset[int], found: Search) -> Search:
    """A grown zone in the place of the search that was given up."""
    new = len(task.present) - 1
    units = int(task.price[sorted(grown - task.present[new])].sum())
    rows = {z: task.present[z] - grown for z in range(new)} | {new: grown}
    gap = (units - found.hops) / units
    solved = replace(found.solved, state="limited", rows=rows, units=units, gap=gap)
    return replace(found, solved=solved)


def _until(task: Task, known: int | None) -> int | None:
    """Units to be released at which the search gives up, if at all."""
    if known is None:
        return None if task.board.n <= _SMALL else OPEN
    return RELEASED if known > RELEASED else None


def _reach(task: Task, new: int) -> Reach:
    """Reach of a zone that grows while all others only lose.

    A unit that joins is as far as its chain. What else leaves a zone does so beside a unit of the
    same zone that joins: without one, the zone could stay as it is.
    """
    reach = Reach(task, (new,))
    chain = reach.hops(new)
    reach.to_zone = {new: 0}
    reach.to_unit = dict(chain)
    for z in sorted(task.steady):
        near = min((chain.get(u, FAR) for u in task.present[z]), default=FAR)
        if near < FAR:
            reach.to_zone[z] = near
            for u in task.present[z]:
                reach.to_unit[u] = min(chain.get(u, FAR), near + 1)
    return reach


def _release(task: Task, zones: Sequence[Zone], piece: set[int]) -> Repair | Clash | None:
    """Fewest claimed units whose release makes a zone around the whole piece possible.

    Claimed zones only lose units; those that hold and share no unit still hold. Units of no zone
    are free to take. A zone that does not hold now may lose anything. Where many units have to be
    released, a zone grown unit by unit stands for the smallest, with the gap that is left.
    """
    owners = Counter(u for rows in task.present for u in rows)
    firm = [
        z
        for z, rows in enumerate(task.present)
        if task.holds(z, rows) and all(owners[u] == 1 for u in rows)
    ]
    price = np.zeros(task.board.n, np.int64)
    price[list(owners)] = 1
    new = len(firm)
    asked = replace(
        task,
        present=(*(task.present[z] for z in firm), frozenset(piece)),
        price=price,
        pinned=frozenset((u, new) for u in piece),
        steady=frozenset(range(new)),
        due=frozenset(),
    )
    first = _taken(asked, piece)
    until = _until(task, None if first is None else len(first & owners.keys()))
    found = search(asked, _reach(asked, new), until=until)
    if not found.proved and not found.solved.rows:  # given up
        if first is None:
            return None
        found = _unproved(asked, first, found)
    if found.solved.state == "infeasible":
        return clash_of(asked)
    grown = found.solved.rows[new]
    rows = {z: task.present[z] - grown for z in range(len(zones))}
    rows |= {firm[k]: after for k, after in found.solved.rows.items() if k < new}
    rows[len(zones)] = grown
    every = replace(task, present=(*task.present, frozenset(piece)))
    whole = replace(found, solved=replace(found.solved, rows=rows))
    return repair_of(every, (*zones, Zone.of("", task.board.named(piece))), (whole,))
