"""A wish for a zone: the units it must have, must not have and would like, and what ranks zones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
import pandas as pd

from pilotzones.errors import Fault, InputError, Value
from pilotzones.postcodes.rurality import RuralUnits
from pilotzones.zones.propose import _walk
from pilotzones.zones.propose.around import fewest_people
from pilotzones.zones.propose.board import Board, Bounds, Ints

_HARD = 20.0
"""Cost of a broken bound, of which all weights together are a fraction."""

Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Wish:
    """Units that a zone must have, must not have, and would like to have, by code."""

    must: tuple[str, ...]
    forbidden: tuple[str, ...] = ()
    like: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Objective:
    """What a zone is ranked by, and how much it weighs.

    ``name`` is ``compact`` (Polsby-Popper score), ``preferred`` (population in the preferred
    band), ``municipalities`` (share of the municipalities touched that are whole), ``like`` (share
    of the wished units), ``rural`` (rural share of the population) or ``column:<name>`` (a column
    of numbers per unit; half at the layer's mean per inhabitant).
    """

    name: str
    weight: float


DEFAULT_OBJECTIVES = (
    Objective("compact", 1.0),
    Objective("preferred", 2.0),
    Objective("municipalities", 1.0),
    Objective("like", 1.0),
)
_NAMES = ("compact", "preferred", "municipalities", "rural", "like")
_WEIGHTS = dict(
    zip(
        _NAMES,
        (_walk.W_COMPACT, _walk.W_BAND, _walk.W_WHOLE, _walk.W_RURAL, _walk.W_LIKED),
        strict=True,
    )
)


@dataclass(frozen=True, slots=True)
class Ranking:
    """What zones are ranked by: the objectives, and what they are measured with.

    ``rural`` flags units; ``columns`` hold a number per unit code for each ``column:<name>``.
    """

    objectives: tuple[Objective, ...] = DEFAULT_OBJECTIVES
    rural: RuralUnits | None = None
    columns: Mapping[str, Mapping[str, float]] = field(default_factory=lambda: MappingProxyType({}))


def require_sense(board: Board, must: Ints, barred: Ints, bounds: Bounds) -> None:
    """Raise what can be told of the wish before any search."""
    if not len(must):
        raise InputError(Fault("complete.no_seed"))
    both = np.intersect1d(must, barred)
    if len(both):
        raise InputError(Fault("complete.both", fields={"units": board.named(both)}))
    part = board.components()
    if len(np.unique(part[must])) > 1:
        raise InputError(Fault("complete.apart", fields=_sides(board, must, part)))
    open_ = np.ones(board.n, bool)
    open_[barred] = False
    part = board.components(open_)
    if len(np.unique(part[must])) > 1:
        fields = _sides(board, must, part) | {"forbidden": board.named(barred)}
        raise InputError(Fault("complete.apart_forbidden", fields=fields))
    people = int(board.people[must].sum())
    if people > bounds.upper:
        fields = {"people": people, "maximum": bounds.upper}
        raise InputError(Fault("complete.too_many", fields=fields))
    reach = int(board.people[part == part[must[0]]].sum())
    if reach < bounds.lower:
        fields = {"people": reach, "minimum": bounds.lower}
        raise InputError(Fault("complete.too_few", fields=fields))
    for first in must.tolist():
        least = fewest_people(board, must, barred, first)[must]
        if least.max() > bounds.upper:
            far = int(must[int(least.argmax())])
            ends = (board.codes[first], board.codes[far])
            fields = {"units": ends, "people": int(least.max()), "maximum": bounds.upper}
            raise InputError(Fault("complete.too_far", fields=fields))


def _sides(board: Board, must: Ints, part: Ints) -> dict[str, Value]:
    """Seeds on either side: those with the first, and the others."""
    with_first = part[must] == part[must[0]]
    return {"one": board.named(must[with_first]), "other": board.named(must[~with_first])}


def rural_flags(board: Board, ranking: Ranking) -> Bools:
    """Rural units, shape (n,); none where rurality is not ranked by.

    Raises
    ------
    InputError
        ``complete.no_rural``: it is, and no flags were given.
    """
    if not any(o.name == "rural" for o in ranking.objectives):
        return np.zeros(board.n, bool)
    if ranking.rural is None:
        raise InputError(Fault("complete.no_rural"))
    flags = ranking.rural.flags.reindex(list(board.codes))
    return np.array([flag is not pd.NA and bool(flag) for flag in flags], bool)


def column_of(ranking: Ranking, name: str) -> Mapping[str, float]:
    """Numbers of an objective ``column:<name>``, by unit code.

    Raises
    ------
    InputError
        ``complete.no_column``: there is no such column.
    """
    column = name.removeprefix("column:")
    if column not in ranking.columns:
        known = tuple(sorted(ranking.columns))
        raise InputError(Fault("complete.no_column", value=column, fields={"known": known}))
    return ranking.columns[column]


def settings_of(ranking: Ranking, bounds: Bounds, liked: int) -> npt.NDArray[np.float64]:
    """Settings of the walk (see ``_walk``), shape (15,), where so many units are wished for.

    Raises
    ------
    InputError
        ``complete.no_objective``: an objective of another name.
    """
    asked = np.zeros(_walk.SETTINGS)
    asked[: _walk.W_COMPACT] = bounds.lower, bounds.upper, *bounds.preferred
    asked[_walk.W_HARD] = _HARD
    for objective in ranking.objectives:
        if objective.name.startswith("column:"):
            asked[_walk.W_OTHER] += abs(objective.weight)
        elif objective.name in _WEIGHTS:
            asked[_WEIGHTS[objective.name]] += objective.weight
        else:
            known = (*_NAMES, "column:…")
            fault = Fault("complete.no_objective", value=objective.name, fields={"known": known})
            raise InputError(fault)
    asked[_walk.LIKED_IN_ALL] = liked
    if not asked[_walk.LIKED_IN_ALL]:
        asked[_walk.W_LIKED] = 0
    return asked
