"""Larger units kept whole: municipalities, provinces, regions, care regions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from pilotzones.errors import Fault, InputError
from pilotzones.postcodes.layer import UnitLayer
from pilotzones.zones.propose.board import Board, Bounds, Ints

LEVELS = ("municipality", "district", "province", "region")
"""Columns of a layer whose groups can be kept whole."""


@dataclass(frozen=True, slots=True)
class Whole:
    """Groups of units that zones respect.

    Parameters
    ----------
    name
        What the groups are: ``municipality``, ``province``, or the name of a zoning.
    of
        Group of each unit by code; a unit without a group is free.
    weight
        None: hard. A group up to the upper bound then lies in one zone; a larger one is divided
        into zones that do not leave it. A number: soft; a border of a zone inside a group counts
        as this many times its length more.
    """

    name: str
    of: Mapping[str, str]
    weight: float | None = None


def whole_by(layer: UnitLayer, level: str, *, weight: float | None = None) -> Whole:
    """Groups by a column of the layer.

    Raises
    ------
    InputError
        ``propose.no_level``: the layer does not tell it for any unit.
    """
    units = layer.units
    column = units[level].dropna() if level in units else pd.Series(dtype=object)
    if column.empty:
        known = tuple(name for name in LEVELS if name in units and units[name].notna().any())
        raise InputError(Fault("propose.no_level", value=level, fields={"known": known}))
    return Whole(level, {str(code): str(group) for code, group in column.items()}, weight)


@dataclass(frozen=True, slots=True)
class Merged:
    """A board whose places are groups of units that stay together.

    ``place`` is the place of each unit of the first board, shape (n,).
    """

    board: Board
    place: Ints


def merged(board: Board, wholes: Sequence[Whole], bounds: Bounds) -> Merged:
    """Board with the hard groups merged, or closed where they are larger than a zone may be.

    Units of a group that do not touch each other are linked: whoever keeps it whole takes it with
    its exclaves.
    """
    place = np.arange(board.n, dtype=np.int64)
    closed = np.zeros(len(board.a), bool)
    for whole in wholes:
        if whole.weight is not None:
            continue
        number = group_numbers(board, whole)
        sizes = np.bincount(number[number >= 0], board.people[number >= 0])
        small = np.isin(number, np.flatnonzero(sizes <= bounds.upper))
        place = _joined(place, np.where(small, number, -1))
        large = ~small & (number >= 0)
        closed |= (number[board.a] != number[board.b]) & (large[board.a] | large[board.b])
    place = np.unique(place, return_inverse=True)[1].astype(np.int64)
    return Merged(_contracted(board, place, closed), place)


def group_numbers(board: Board, whole: Whole) -> Ints:
    """Number of the group of each unit, -1 where it has none."""
    names = np.array([whole.of.get(code, "") for code in board.codes], object)
    known = names != ""
    number = np.full(board.n, -1, np.int64)
    number[known] = np.unique(names[known].astype(str), return_inverse=True)[1]
    return number


def _joined(place: Ints, group: Ints) -> Ints:
    """Places after every group is put together with what its units were already together with."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    n = len(place)
    first = {int(g): i for i, g in reversed(list(enumerate(group.tolist()))) if g >= 0}
    head = {int(p): i for i, p in reversed(list(enumerate(place.tolist())))}
    rows = np.arange(n)
    by_place = np.array([head[int(p)] for p in place])
    by_group = np.array([first[int(g)] if g >= 0 else i for i, g in enumerate(group.tolist())])
    ends = np.r_[by_place, by_group]
    matrix = coo_array((np.ones(2 * n, np.int8), (np.r_[rows, rows], ends)), shape=(n, n))
    return connected_components(matrix, directed=False)[1].astype(np.int64)


def _contracted(board: Board, place: Ints, closed: npt.NDArray[np.bool_]) -> Board:
    """The board of the places: sums, outer perimeters, and the borders that stay open."""
    k = int(place.max()) + 1
    a, b = place[board.a], place[board.b]
    inner = a == b
    people, area = (_sum(values, place, k) for values in (board.people, board.area_dm2))
    perimeter = _sum(board.perimeter_mm, place, k)
    perimeter -= 2 * _sum(board.border_mm[inner], a[inner], k)
    kept = ~inner & ~closed
    low, high = np.minimum(a, b)[kept], np.maximum(a, b)[kept]
    pairs, which = np.unique(low * k + high, return_inverse=True)
    count = np.bincount(place, minlength=k)
    centre = np.column_stack([np.bincount(place, board.xy[:, i], k) / count for i in (0, 1)])
    first = np.unique(place, return_index=True)[1]
    return replace(
        board,
        codes=tuple(board.codes[int(row)] for row in first),
        people=people,
        area_dm2=area,
        perimeter_mm=perimeter,
        xy=centre,
        a=pairs // k,
        b=pairs % k,
        border_mm=_sum(board.border_mm[kept], which, len(pairs)),
        bridges=(),
    )


def _sum(values: Ints, place: Ints, k: int) -> Ints:
    found = np.zeros(k, np.int64)
    np.add.at(found, place, values)
    return found


def soft_border(board: Board, wholes: Iterable[Whole]) -> Ints:
    """Border of each pair in millimetres, longer where it divides a group that is kept softly."""
    length = board.border_mm.copy()
    for whole in wholes:
        if whole.weight is not None:
            number = group_numbers(board, whole)
            inside = (number[board.a] == number[board.b]) & (number[board.a] >= 0)
            extra = np.rint(board.border_mm[inside] * whole.weight).astype(np.int64)
            length[inside] += extra
    return length


def splits(board: Board, label: Ints, whole: Whole) -> int:
    """Number of groups whose units lie in more than one zone."""
    number = group_numbers(board, whole)
    known = (number >= 0) & (label >= 0)
    pairs = np.unique(np.column_stack([number[known], label[known]]), axis=0)
    return int((np.bincount(pairs[:, 0]) > 1).sum()) if len(pairs) else 0
