"""Priorities as values: computed, those of the group beside them, and needs as people tell them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

PARTS: Final = ("rural", "other", "zone")
"""The rural part of the zone, the rest of it; ``zone`` where the parts are not told apart."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Powers of the three factors of the score, and how far from 1 a ratio counts.

    ``own`` says that the project chose a weight itself.
    """

    need: float
    lack: float
    people: float
    most: float
    own: bool = False


@dataclass(frozen=True, slots=True)
class Priority:
    """One need, one type of care, one part of the zone; the highest score has rank 1.

    ``need`` and ``lack`` are ratios to the reference (1: the same), before they are bounded;
    ``lack`` is infinite where nothing is in reach. ``people`` is about how many have the need in
    the part: an estimate from released shares, to the ten.
    """

    rank: int
    need_id: str
    care: str
    part: str
    need: float
    lack: float
    people: int
    score: float


@dataclass(frozen=True, slots=True)
class OwnPriority:
    """One row of the group's own ranking, beside what the score says of it.

    ``computed`` is the best rank that the score gives to a row of the same need and care, None
    where the text names neither. ``moved`` is the place among all rows so compared by the score
    less the place in the group's order: above 0 the group puts it higher than the score does.
    """

    rank: int
    text: str
    who: str = ""
    why: str = ""
    needs: tuple[str, ...] = ()
    care: tuple[str, ...] = ()
    computed: int | None = None
    moved: int | None = None


@dataclass(frozen=True, slots=True)
class Voice:
    """A need as somebody tells it: who, what, where, and from what source this is known."""

    who: str
    what: str
    where: str
    source: str


@dataclass(frozen=True, slots=True)
class Priorities:
    """What a project has of priorities.

    ``ranked`` is empty without people, reference or care. ``held`` is the number of needs that
    could not be ranked because a number of them is hidden, ``unnamed`` the needs among the first
    of the score that no row of the group names. ``own`` and ``voices`` are None where the project
    names no file of them.
    """

    weights: Weights
    ranked: tuple[Priority, ...] = ()
    held: int = 0
    own: tuple[OwnPriority, ...] | None = None
    voices: tuple[Voice, ...] | None = None
    unnamed: tuple[str, ...] = field(default=())
    own_file: str = ""
    voices_file: str = ""
