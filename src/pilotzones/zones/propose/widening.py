"""Search of the smallest repair around some faults, in windows that widen until it is proved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from pilotzones.errors import Fault, InputError
from pilotzones.zones.propose.board import Board, Bounds
from pilotzones.zones.propose.exact import Solved, solve
from pilotzones.zones.propose.reach import Reach
from pilotzones.zones.propose.task import FAR, Task, neighbours_of
from pilotzones.zones.zone import Zone

PAIRS = 12_000
"""Pairs of a unit and a zone in the largest model that is solved for a proof."""


@dataclass(frozen=True, slots=True)
class Search:
    """Smallest repair of a part of a task.

    Parameters
    ----------
    solved
        What the last model found.
    hops
        Changes besides the base for which the last window was made.
    proved
        Nothing outside the window matters.
    base
        Changes of the due units.
    rounds, cuts
        Those of all windows.
    """

    solved: Solved
    hops: int
    base: int
    proved: bool
    rounds: int
    cuts: int


def task_of(
    board: Board,
    zones: Sequence[Zone],
    bounds: Bounds,
    *,
    pinned: Sequence[tuple[str, str]] = (),
    forbidden: Sequence[tuple[str, str]] = (),
    cover: bool = False,
) -> Task:
    """Task of zones, and of pairs (code, zone name) that must and must not be.

    Raises
    ------
    InputError
        ``propose.unknown_code``, ``repair.name_twice``, ``repair.unknown_zone`` and
        ``repair.empty_zone``.
    """
    _require_zones(zones, [name for _, name in (*pinned, *forbidden)])
    names = [zone.name for zone in zones]

    def pairs(given: Sequence[tuple[str, str]]) -> frozenset[tuple[int, int]]:
        rows = board.rows(code for code, _ in given)
        return frozenset(
            (int(row), names.index(name)) for row, (_, name) in zip(rows, given, strict=True)
        )

    pins, bans = pairs(pinned), pairs(forbidden)
    present = tuple(frozenset(board.rows(zone.codes).tolist()) for zone in zones)
    owned = Counter(u for rows in present for u in rows)
    due = {u for u, times in owned.items() if times > 1}
    due |= {u for u, z in pins if u not in present[z]} | {u for u, z in bans if u in present[z]}
    due |= set(range(board.n)) - set(owned) if cover else set()
    return Task(
        board=board,
        near=neighbours_of(board),
        present=present,
        bounds=bounds,
        price=np.ones(board.n, np.int64),
        pinned=pins,
        forbidden=bans,
        cover=cover,
        due=frozenset(due),
    )


def _require_zones(zones: Sequence[Zone], named: Sequence[str]) -> None:
    names = [zone.name for zone in zones]
    faults = [Fault("repair.name_twice", value=n) for n in sorted(set(names)) if names.count(n) > 1]
    faults += [Fault("repair.empty_zone", value=zone.name) for zone in zones if not zone.codes]
    faults += [
        Fault("repair.unknown_zone", value=name)
        for name in dict.fromkeys(named)
        if name not in names
    ]
    if faults:
        raise InputError(faults)


def alone(task: Task) -> Reach:
    """Reach of the only zone of a task.

    Units that have to leave because of too many people are told apart from those due: at least as
    many as the most peopled ones that bring the zone under the bound.
    """
    rows = (task.present[0] | {u for u, _ in task.pinned}) - {u for u, _ in task.forbidden}
    most = sorted(task.board.people[list(rows)].tolist(), reverse=True)
    total, needed = sum(most), 0
    while total > task.bounds.upper:
        total -= most[needed]
        needed += 1
    return Reach(task, (0,), units=sorted(task.due), needed=needed)


def search(
    task: Task, reach: Reach, *, start: int = 0, until: int | None = None, further: bool = True
) -> Search:
    """Smallest repair around the starts of a reach, in windows that widen until it is proved.

    A window of ``h`` holds every repair with ``h`` changes besides the base. Is there none, ``h``
    grows by one; the first window with one holds the smallest of all.

    Parameters
    ----------
    start
        Changes besides the base of which it is known that fewer do not suffice.
    until
        Give up before this many changes besides the base: ``infeasible``, and not proved.
    further
        Seek the aims after the first too.

    Raises
    ------
    InputError
        ``repair.undecided``: neither a repair nor a proof that there is none, within the work
        allowed.
    """
    h, rounds, cuts = max(start, reach.needed), 0, 0
    while until is None or h < until:
        window, units = reach.window(h), reach.base + h
        if len(window.unit) > PAIRS:
            break
        whole = h >= reach.last()  # from here on nothing more can be touched
        solved = solve(
            task,
            replace(window, spare=FAR) if whole else window,
            floor=units,
            ceiling=None if whole else units,
            further=further,
        )
        rounds, cuts = rounds + solved.rounds, cuts + solved.cuts
        if solved.state == "undecided":
            break
        if solved.rows or whole:
            return Search(solved, h, reach.base, True, rounds, cuts)
        h += 1
    else:
        return Search(Solved("infeasible"), h, reach.base, False, rounds, cuts)
    units = reach.base + h
    # fewer do not suffice: the nearest window with as many, else what the widest ones have
    for hops, ceiling in (*((near, units) for near in range(2, h)), (h - 1, None), (h, None)):
        window = replace(reach.window(hops), spare=FAR)
        solved = solve(task, window, floor=units, ceiling=ceiling, further=further)
        rounds, cuts = rounds + solved.rounds, cuts + solved.cuts
        if solved.rows:
            return Search(solved, hops, reach.base, False, rounds, cuts)
    raise InputError(Fault("repair.undecided", fields={"hops": h}))
