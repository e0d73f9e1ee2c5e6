"""The exact model of a repair: whole numbers, solved by HiGHS, contiguity cut in round by round.

A variable says whether a unit ends in a zone. A solution in which a zone has a stray piece is cut
off by the separators of that piece, and the model is solved again, until every zone is of one
piece (Validi, Buchanan & Lykhovyd 2022). The aims are taken one after the other: the optimum of
one is held while the next is sought, and the cuts are kept.

A zone of one piece is rooted in a unit that it has: a fixed one where there is one, else its first
chosen unit in a fixed order. A unit ``a`` then needs a unit of every separator ``S`` between it and
the root: ``x_a <= x(S) + r(A)``, ``A`` the side of ``a``, ``r`` one for the root.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from pilotzones.zones.propose._whole import WholeModel
from pilotzones.zones.propose.task import Task, Window

AIMS = 4
"""Units, people, the preferred band, and the order of the codes for what is left."""


@dataclass(frozen=True, slots=True)
class Solved:
    """What the model found.

    Parameters
    ----------
    state
        ``optimal``, ``limited`` (a solution of which an aim is not proved), ``infeasible`` (proved)
        or ``undecided``.
    rows
        Rows of each zone of the window, by zone number.
    units
        What the changes count.
    gap
        Largest share of an aim (units, people, zones outside the band) that is not proved.
    """

    state: str
    rows: dict[int, frozenset[int]] = field(default_factory=dict)
    units: int = 0
    gap: float = 0.0
    rounds: int = 0
    cuts: int = 0


def solve(
    task: Task,
    window: Window,
    *,
    floor: int = 0,
    ceiling: int | None = None,
    further: bool = True,
) -> Solved:
    """Smallest repair inside a window: fewest units, fewest people, preferred band, then codes.

    Parameters
    ----------
    floor, ceiling
        Proved bounds of the number of units that change.
    further
        Seek the aims after the first too.
    """
    if not len(window.unit):  # no zone may have any unit
        return Solved("infeasible")
    model = WholeModel(task, window)
    model.bound(model.units, floor, ceiling)
    # where the number of units is known, the first aim is only to find out whether it can be
    first = 2 if further and floor == ceiling else 1
    state, bound, found = model.settle(model.aim(first))
    if found is None:
        return Solved(state, rounds=model.rounds, cuts=model.cuts)
    gaps = [_gap(model.value(model.aim(first), found), bound)]
    for aim in range(first + 1, AIMS + 1) if further else ():
        model.hold(aim - 1, found)
        form = model.aim(aim)
        _, bound, better = model.settle(form)
        found = found if better is None else better
        if aim < AIMS:  # the last only decides between equals
            gaps.append(_gap(model.value(form, found), bound))
    return Solved(
        state="limited" if any(gaps) else "optimal",
        rows=model.rows_of(found),
        units=model.value(model.units, found),
        gap=max(gaps),
        rounds=model.rounds,
        cuts=model.cuts,
    )


def _gap(value: int, bound: int) -> float:
    """Share of a value that is not proved."""
    return max(0, value - bound) / value if value > 0 else 0.0
