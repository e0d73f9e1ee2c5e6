"""Repair of one zone: the provably smallest change that makes it hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from pilotzones.postcodes.layer import UnitLayer
from pilotzones.zones.propose.board import Bounds, board_of
from pilotzones.zones.propose.clash import Clash, clash_of
from pilotzones.zones.propose.task import Task
from pilotzones.zones.propose.widening import Search, alone, search, task_of
from pilotzones.zones.zone import Zone


@dataclass(frozen=True, slots=True)
class Move:
    """One unit that changes hands: from a zone or none (``left``), to a zone or none (``joined``).

    ``people`` are its inhabitants. A unit that two zones claim and that a third receives makes two
    moves.
    """

    code: str
    people: int
    left: str | None
    joined: str | None


@dataclass(frozen=True, slots=True)
class Proof:
    """What is proved of a repair.

    Parameters
    ----------
    status
        ``optimal``: no smaller repair exists at all; ``within-hops``: none exists with units at
        most ``hops`` steps away from the zone they join; ``gap``: the search was cut short.
    hops
        Steps within which units were candidates.
    gap
        Share 0..1 of the units changed that is not proved; None unless ``status`` is ``gap``.
    argument
        Why: the message ``repair.proof.<argument>``; its fields are those of ``fields``.
    rounds, cuts
        Times the model was solved, and contiguity cuts it was given.
    """

    status: str
    hops: int
    gap: float | None
    argument: str
    rounds: int
    cuts: int

    def fields(self) -> Mapping[str, int | float]:
        """Fields of the sentence of the argument: ``n`` for the steps, and the gap."""
        return {"n": self.hops} if self.gap is None else {"n": self.hops, "gap": self.gap}


@dataclass(frozen=True, slots=True)
class Repair:
    """Zones as repaired, in the order given, and the moves that lead there, by code.

    ``people`` are the inhabitants of the units moved, ``outside_preferred`` the zones that end
    outside the preferred band. The number of units changed is ``len(moves)``.
    """

    zones: tuple[Zone, ...]
    moves: tuple[Move, ...]
    people: int
    outside_preferred: int
    proof: Proof


def repair_zone(
    layer: UnitLayer,
    zone: Zone,
    bounds: Bounds,
    *,
    forced: Sequence[str] = (),
    forbidden: Sequence[str] = (),
) -> Repair | Clash:
    """Smallest repair of one zone, every unit of the layer being a candidate.

    The zone ends in one piece, within the bounds, with every forced and no forbidden unit, and
    keeps one of its units. Of all such zones it is the one with the fewest units changed, then the
    fewest people, then in the preferred band if possible; last ties go by the order of the codes.
    A clash is a smallest set of conditions that no zone meets.

    Raises
    ------
    InputError
        ``propose.unknown_code``, ``repair.empty_zone``, ``repair.undecided`` (neither a repair nor
        a proof within the work allowed), and those of ``board_of``.

    Notes
    -----
    Why ``optimal`` holds for the whole layer is told in ``pilotzones.zones.propose.reach``.
    """
    task = task_of(
        board_of(layer),
        (zone,),
        bounds,
        pinned=[(code, zone.name) for code in forced],
        forbidden=[(code, zone.name) for code in forbidden],
    )
    if task.holds(0, task.present[0]):
        return repair_of(task, (zone,), ())
    found = search(task, alone(task))
    if found.solved.state == "infeasible":
        return clash_of(task)
    require_held(task, after_of(task, (found,)))
    return repair_of(task, (zone,), (found,))


def repair_of(task: Task, zones: Sequence[Zone], found: Sequence[Search]) -> Repair:
    """Repair that searches found, each for zones of its own."""
    after = after_of(task, found)
    moves = moves_of(task, zones, after)
    people = [int(task.board.people[list(rows)].sum()) for rows in after]
    return Repair(
        zones=tuple(
            zone if rows == old else Zone.of(zone.name, task.board.named(rows))
            for zone, rows, old in zip(zones, after, task.present, strict=True)
        ),
        moves=moves,
        people=sum(move.people for move in moves),
        outside_preferred=sum(not task.bounds.prefer(number) for number in people),
        proof=_proof(found),
    )


def after_of(task: Task, found: Sequence[Search]) -> list[frozenset[int]]:
    """Rows of every zone as it is to be."""
    after = list(task.present)
    for one in found:
        for z, rows in one.solved.rows.items():
            after[z] = rows
    return after


def require_held(task: Task, after: Sequence[frozenset[int]]) -> None:
    """Stop where an end does not meet every condition: then the model itself is wrong."""
    times = Counter(u for rows in after for u in rows)
    held = all(task.holds(z, rows) and rows & task.present[z] for z, rows in enumerate(after))
    covered = not task.cover or len(times) == task.board.n
    if not held or not covered or max(times.values(), default=0) > 1:
        raise RuntimeError("a repair does not meet its conditions")


def moves_of(
    task: Task, zones: Sequence[Zone], after: Sequence[frozenset[int]]
) -> tuple[Move, ...]:
    """Moves between the zones as they are and as they are to be, by code."""
    changed: dict[int, tuple[list[str], list[str]]] = {}
    for zone, old, new in zip(zones, task.present, after, strict=True):
        for u in old ^ new:
            left, joined = changed.setdefault(u, ([], []))
            (left if u in old else joined).append(zone.name)
    board = task.board
    return tuple(
        Move(board.codes[u], int(board.people[u]), left, joined)
        for u in sorted(changed, key=lambda u: board.codes[u])
        for left, joined in zip_longest(*changed[u])
    )


def _proof(found: Sequence[Search]) -> Proof:
    if not found:
        return Proof("optimal", 0, None, "untouched", 0, 0)
    rounds, cuts = sum(one.rounds for one in found), sum(one.cuts for one in found)
    hops = max(one.hops for one in found)
    gap = max(one.solved.gap for one in found)
    if gap > 0:
        return Proof("gap", hops, gap, "gap", rounds, cuts)
    if not all(one.proved for one in found):
        return Proof("within-hops", hops, None, "within_hops", rounds, cuts)
    return Proof("optimal", hops, None, "optimal", rounds, cuts)
