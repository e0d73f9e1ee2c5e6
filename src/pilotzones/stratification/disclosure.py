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
  over all tables of a run at once, and over what earlier releases of the same data told;
- numbers of persons and events to a base, where that is asked for (`rounding`).

Hidden is `HIDDEN`, never 0 and never missing; None says that there is no data.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from pilotzones.errors import Fault, InputError
from pilotzones.stratification.cells import Before, Cells, cells_of, quantities
from pilotzones.stratification.raw import Amount, Count, Figure, Ratio, Raw, RawColumn
from pilotzones.stratification.released import HIDDEN, Cell, Kind, SafeColumn, SafeTable
from pilotzones.stratification.rounding import nearest, together
from pilotzones.stratification.suppression import suppressed

DEFAULT_MINIMUM: Final = 10
"""Smallest count that is released, where no higher one is asked for."""
LOWEST_MINIMUM: Final = 5
"""No release goes below it, whoever asks."""
_COARSE: Final = 3
"""Decimals of a share that is made elsewhere, where numbers are rounded to a base."""


@dataclass(frozen=True, slots=True)
class Joint:
    """Earlier releases as the gate takes them: cells that nobody shows now, and what was told.

    Made by `pilotzones.stratification.earlier`.
    """

    raws: tuple[Raw, ...] = ()
    before: Before = field(default_factory=Before)


@dataclass(frozen=True, slots=True)
class Gate:
    """What the gate lets through.

    Parameters
    ----------
    tables
        Released tables by id.
    told
        Cells that they tell, by name, as they stand there; None for one that is told only within
        shares, means and figures.
    held
        Cells that they would tell and that are held back.
    because
        How many cells of the tables are hidden for what was released before.
    """

    tables: Mapping[str, SafeTable]
    told: Mapping[str, int | None]
    held: frozenset[str]
    because: int = 0


def release(raw: Raw, *, minimum: int = DEFAULT_MINIMUM) -> SafeTable:
    """Released form of one table that shares no cell with any other."""
    return release_all((raw,), minimum=minimum)[raw.id]


def release_all(raws: Sequence[Raw], *, minimum: int = DEFAULT_MINIMUM) -> Mapping[str, SafeTable]:
    """Released form of all tables of a run, by id, as `gate` makes it where nothing went before."""
    return gate(raws, minimum=minimum).tables


def gate(
    raws: Sequence[Raw],
    *,
    minimum: int = DEFAULT_MINIMUM,
    joint: Joint | None = None,
    base: int = 0,
) -> Gate:
    """All tables of a run in their released form; those that show no measure are left out.

    Tables that share a cell or a sum have to come together: what one shows may give away what
    another hides. What the tables hide of themselves is hidden first; then further cells are, so
    that nothing follows from them and the earlier releases together.

    Parameters
    ----------
    joint
        Earlier releases of the same data.
    base
        What numbers of persons and events are rounded to; 0 leaves them exact.

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
    hidden = own = _held(cells_of(raws, minimum=minimum), frozenset())
    if joint is not None:
        cells = cells_of((*raws, *joint.raws), minimum=minimum, before=joint.before)
        hidden = _held(cells, own | joint.before.held)
    shown = [raw for raw in raws if raw.shown]
    rounded = _round_all(raws, hidden, base, minimum) if base else {}
    precision = _Precision(minimum, base, rounded)
    tables = {raw.id: _table(raw, hidden, precision) for raw in shown}
    alone = sum(_table(raw, own, precision).hidden for raw in shown) if joint else 0
    because = sum(table.hidden for table in tables.values()) - alone if joint else 0
    return Gate(tables, _told(raws, hidden, precision), hidden, because)


@dataclass(frozen=True, slots=True)
class _Precision:
    minimum: int
    base: int
    rounded: Mapping[str, int]


def _held(cells: Cells, start: frozenset[str]) -> frozenset[str]:
    begun = np.array([name in start for name in cells.names], bool)
    held = suppressed(cells, begun)
    return frozenset(name for name, gone in zip(cells.names, held, strict=True) if gone)


def _round_all(
    raws: Sequence[Raw], hidden: frozenset[str], base: int, minimum: int
) -> Mapping[str, int]:
    """Numbers of persons and events that the tables tell, rounded."""
    values: dict[str, float] = {}
    for raw in raws:
        for column in raw.columns:
            if not isinstance(column, Count | Amount) or column.name not in raw.told:
                continue
            if _kind(column) == "count":
                values |= {
                    name: each.value
                    for name, each in quantities(raw, column).items()
                    if name not in hidden
                }
    lines = [line for raw in raws for line in raw.lines]
    return together(values, lines, base=base, minimum=minimum)


def _told(
    raws: Sequence[Raw], hidden: frozenset[str], precision: _Precision
) -> Mapping[str, int | None]:
    """Cells that the tables tell, with their numbers as released."""
    found: dict[str, int | None] = {}
    for raw in raws:
        for column in raw.columns:
            if not isinstance(column, Count | Amount) or column.name not in raw.told:
                continue
            for name, each in quantities(raw, column).items():
                if name not in hidden:
                    value = precision.rounded.get(name, round(each.value))
                    found[name] = value if column.shown else found.get(name)
    return found


def _table(raw: Raw, hidden: frozenset[str], precision: _Precision) -> SafeTable:
    numbers = {
        c.name: _numbers(raw, c, hidden, precision.rounded)
        for c in raw.columns
        if isinstance(c, Count | Amount)
    }
    columns = [_keys(raw, key) for key in raw.keys]
    columns += [_column(raw, column, numbers, precision) for column in raw.shown]
    rows = tuple(zip(*columns, strict=True)) if len(raw.frame) else ()
    heads = [SafeColumn(key, "key") for key in raw.keys]
    heads += [SafeColumn(c.name, _kind(c), c.unit) for c in raw.shown]
    count = sum(cell is HIDDEN for row in rows for cell in row)
    return SafeTable(raw.id, tuple(heads), rows, precision.minimum, count)


def _keys(raw: Raw, key: str) -> list[Cell]:
    values = raw.frame[key].astype("object")
    return [None if gone else str(v) for v, gone in zip(values, values.isna(), strict=True)]


def _numbers(
    raw: Raw, column: Count | Amount, hidden: frozenset[str], rounded: Mapping[str, int]
) -> list[Cell]:
    """Numbers of a column as they are released: whole ones."""
    names = raw.names(column)
    values = raw.frame[column.name].to_numpy(float, na_value=math.nan)
    return [
        None
        if math.isnan(value)
        else HIDDEN
        if name in hidden
        else rounded.get(name, round(float(value)))
        for name, value in zip(names, values, strict=True)
    ]


def _column(
    raw: Raw, column: RawColumn, numbers: Mapping[str, list[Cell]], precision: _Precision
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
            return [_figure(column, v, g, precision) for v, g in zip(values, guards, strict=True)]


def _ratio(column: Ratio, top: Cell, bottom: Cell) -> Cell:
    if top is None or bottom is None:
        return None
    if not isinstance(top, int | float) or not isinstance(bottom, int | float):
        return HIDDEN
    if not bottom:
        return None
    return _rounded(column.scale * top / bottom, column.decimals)


def _figure(column: Figure, value: float, guards: tuple[Cell, ...], precision: _Precision) -> Cell:
    base = precision.base
    small = column.kind == "count" and 0 < value < precision.minimum
    if HIDDEN in guards or small:
        return HIDDEN
    if math.isnan(value) or None in guards:
        return None
    if column.step:
        return round(column.step * round(value / column.step))
    if base and column.kind == "count":
        return nearest(value, base, precision.minimum)
    coarse = _COARSE if base and column.kind == "share" else column.decimals
    return _rounded(value, min(coarse, column.decimals))


def _rounded(value: float, decimals: int) -> int | float:
    """Number at released precision; a whole one is no decimal number, and 0 has no sign."""
    return round(value) if decimals == 0 else round(float(value), decimals) + 0.0


def _kind(column: RawColumn) -> Kind:
    if isinstance(column, Count):
        return "count"
    if isinstance(column, Amount):
        return "count" if column.events else "amount"
    return column.kind
