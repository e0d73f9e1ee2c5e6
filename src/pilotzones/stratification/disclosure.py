"""The one gate between persons and everybody else: raw tables in, released tables out.

What is released, and how exactly:

- a number of persons or events, exactly; 1 up to the minimum is hidden, and so is what would leave
  1 up to the minimum of a whole; 0 is shown as 0, because it tells of nobody, and because a
  hidden 0 would make an empty cell look like a small one;
- an amount in whole units (euro, DDD); hidden when fewer persons than the minimum contribute to
  it, or one person brings more than half of it;
- a share (4 decimals), a mean (whole euro) or a rate, from the numbers as released; hidden with
  any of the numbers behind it;
- further cells, so that no sum gives a hidden one away (`pilotzones.stratification.suppression`),
  over all tables of a run at once.

Hidden is `HIDDEN`, never 0 and never missing; None says that there is no data.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Final

from pilotzones.errors import Fault, InputError
from pilotzones.stratification.cells import cells_of
from pilotzones.stratification.raw import Amount, Count, Figure, Ratio, Raw, RawColumn
from pilotzones.stratification.released import HIDDEN, Cell, Kind, SafeColumn, SafeTable
from pilotzones.stratification.suppression import suppressed

DEFAULT_MINIMUM: Final = 10
"""Smallest count that is released, where no higher one is asked for."""
LOWEST_MINIMUM: Final = 5
"""No release goes below it, whoever asks."""


def release(raw: Raw, *, minimum: int = DEFAULT_MINIMUM) -> SafeTable:
    """Released form of one table that shares no cell with any other."""
    return release_all((raw,), minimum=minimum)[raw.id]


def release_all(raws: Sequence[Raw], *, minimum: int = DEFAULT_MINIMUM) -> Mapping[str, SafeTable]:
    """Released form of all tables of a run, by id; those that show no measure are left out.

    Tables that share a cell or a sum have to come together: what one shows may give away what
    another hides.

    Raises
    ------
    InputError
        The minimum is lower than 5 (``disclosure.minimum``).
    ValueError
        The tables contradict each other, as `cells_of` says.
    """
    if minimum < LOWEST_MINIMUM:
        raise InputError(
            Fault("disclosure.minimum", fields={"n": minimum, "lowest": LOWEST_MINIMUM})
        )
    cells = cells_of(raws, minimum=minimum)
    held = suppressed(cells)
    hidden = frozenset(name for name, gone in zip(cells.names, held, strict=True) if gone)
    return {raw.id: _table(raw, hidden, minimum) for raw in raws if raw.shown}


def _table(raw: Raw, hidden: frozenset[str], minimum: int) -> SafeTable:
    numbers = {
        c.name: _numbers(raw, c, hidden) for c in raw.columns if isinstance(c, Count | Amount)
    }
    columns = [_keys(raw, key) for key in raw.keys]
    columns += [_column(raw, column, numbers, minimum) for column in raw.shown]
    rows = tuple(zip(*columns, strict=True)) if len(raw.frame) else ()
    heads = [SafeColumn(key, "key") for key in raw.keys]
    heads += [SafeColumn(c.name, _kind(c), c.unit) for c in raw.shown]
    count = sum(cell is HIDDEN for row in rows for cell in row)
    return SafeTable(raw.id, tuple(heads), rows, minimum, count)


def _keys(raw: Raw, key: str) -> list[Cell]:
    values = raw.frame[key].astype("object")
    return [None if gone else str(v) for v, gone in zip(values, values.isna(), strict=True)]


def _numbers(raw: Raw, column: Count | Amount, hidden: frozenset[str]) -> list[Cell]:
    """Numbers of a column as they are released: whole ones."""
    names = raw.names(column)
    values = raw.frame[column.name].to_numpy(float, na_value=math.nan)
    return [
        None if math.isnan(value) else HIDDEN if name in hidden else round(float(value))
        for name, value in zip(names, values, strict=True)
    ]


def _column(
    raw: Raw, column: RawColumn, numbers: Mapping[str, list[Cell]], minimum: int
) -> list[Cell]:
    match column:
        case Count() | Amount():
            return numbers[column.name]
        case Ratio():
            pairs = zip(numbers[column.top], numbers[column.bottom], strict=True)
            return [_ratio(column, top, bottom) for top, bottom in pairs]
        case Figure():
            values = raw.frame[column.name].to_numpy(float, na_value=math.nan)
            guards = zip(*(numbers[guard] for guard in column.guards), strict=True)
            return [_figure(column, v, g, minimum) for v, g in zip(values, guards, strict=True)]


def _ratio(column: Ratio, top: Cell, bottom: Cell) -> Cell:
    if top is None or bottom is None:
        return None
    if not isinstance(top, int | float) or not isinstance(bottom, int | float):
        return HIDDEN
    if not bottom:
        return None
    return _rounded(column.scale * top / bottom, column.decimals)


def _figure(column: Figure, value: float, guards: tuple[Cell, ...], minimum: int) -> Cell:
    small = column.kind == "count" and 0 < value < minimum
    if HIDDEN in guards or small:
        return HIDDEN
    if math.isnan(value) or None in guards:
        return None
    if column.step:
        return round(column.step * round(value / column.step))
    return _rounded(value, column.decimals)


def _rounded(value: float, decimals: int) -> int | float:
    """Number at released precision; a whole one is no decimal number, and 0 has no sign."""
    return round(value) if decimals == 0 else round(float(value), decimals) + 0.0


def _kind(column: RawColumn) -> Kind:
    if isinstance(column, Count):
        return "count"
    if isinstance(column, Amount):
        return "count" if column.events else "amount"
    return column.kind
