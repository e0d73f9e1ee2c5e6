"""Clash: the smallest set of conditions, and of demands of the user, that no zone can meet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from pilotzones.errors import Fault, InputError
from pilotzones.zones.propose._separators import component
from pilotzones.zones.propose.exact import solve
from pilotzones.zones.propose.reach import Reach, everything
from pilotzones.zones.propose.task import CONDITIONS, Task
from pilotzones.zones.propose.widening import PAIRS

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Clash:
    """A smallest set of conditions that cannot hold together, proved, and the codes it is about.

    Ids: ``contiguity``, ``lower``, ``upper``, ``forced``, ``forbidden``, ``no-overlap``, ``keep``
    (each zone keeps one of its units), ``cover`` (every unit is in a zone); each has a sentence
    under ``repair.clash.``. Without any of them, or any of the forced and forbidden units named,
    there is a solution.
    """

    conditions: tuple[str, ...]
    subjects: tuple[str, ...]


def clash_of(task: Task) -> Clash:
    """Clash of a task that has no solution: conditions are dropped one by one, each time proved.

    What can be dropped without a solution appearing is no part of the clash (a deletion filter:
    Chinneck & Dravnieks 1991, Locating minimal infeasible constraint sets in linear programs). The
    forced and forbidden units, and the zones, are narrowed in the same way.

    Raises
    ------
    InputError
        ``repair.undecided``: the layer is too large for the proof.
    """
    zones = tuple(range(len(task.present)))
    if len(everything(task, zones).unit) > PAIRS:
        raise InputError(Fault("repair.undecided", fields={"hops": 0}))
    for condition in CONDITIONS:
        less = replace(task, held=task.held - {condition})
        if _trivial(task, condition) or impossible(less, zones):
            task = less
    if "cover" not in task.held:
        zones = tuple(_needed(zones, lambda few: impossible(task, few)))
    if "forced" in task.held:
        pins = [pair for pair in sorted(task.pinned) if pair[1] in zones]
        kept = _needed(pins, lambda few: impossible(replace(task, pinned=frozenset(few)), zones))
        task = replace(task, pinned=frozenset(kept))
    if "forbidden" in task.held:
        bans = [pair for pair in sorted(task.forbidden) if pair[1] in zones]
        kept = _needed(bans, lambda few: impossible(replace(task, forbidden=frozenset(few)), zones))
        task = replace(task, forbidden=frozenset(kept))
    conditions = tuple(name for name in reversed(CONDITIONS) if name in task.held)
    return Clash(conditions, task.board.named(_subjects(task, zones)))


def impossible(task: Task, zones: Sequence[int]) -> bool:
    """Is it proved that these zones cannot meet the conditions that bind?"""
    if not zones:
        return False
    if {"contiguity", "keep"} <= task.held and len(zones) == len(task.present):
        near = replace(Reach(task, zones).window(2), loose=frozenset(range(task.board.n)))
        if solve(task, near, further=False).rows:
            return False
    return solve(task, everything(task, zones), further=False).state == "infeasible"


def _trivial(task: Task, condition: str) -> bool:
    """Does a condition bind nothing in this task?"""
    return {
        "no-overlap": len(task.present) == 1,
        "cover": not task.cover,
        "forced": not task.pinned,
        "forbidden": not task.forbidden,
    }.get(condition, False)


def _needed(items: Sequence[_T], clashes: Callable[[Sequence[_T]], bool]) -> list[_T]:
    """Smallest part of a list that still clashes: halves are dropped first, then single items."""
    kept = list(items)
    size = len(kept)
    while size:
        at = 0
        while at < len(kept):
            fewer = kept[:at] + kept[at + size :]
            if clashes(fewer):
                kept = fewer
            else:
                at += size
        size //= 2
    return kept


def _subjects(task: Task, zones: Sequence[int]) -> set[int]:
    """Units that a clash is about: the demands, else what cannot be reached, else the zones."""
    named = {u for u, z in (*task.must(), *task.must_not()) if z in zones}
    if named:
        return named
    present = {u for z in zones for u in task.present[z]}
    reached = component(task.near, present, range(task.board.n))
    if "cover" in task.held and len(reached) < task.board.n:
        return set(range(task.board.n)) - reached
    return reached if {"contiguity", "lower"} <= task.held else present
