"""Released tables as tables of a page: words for the heads, the reader's numbers in the cells."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from pilotzones.present.figures.drawing import as_percent
from pilotzones.present.texts import Render, Texts
from pilotzones.stratification.released import HIDDEN, Cell, SafeTable
from pilotzones.words import number, text

Record = Mapping[str, Cell]

PERCENT = -1
"""In the place of a number of decimals: a share, shown as a percentage."""
BLANK = -2
"""In the place of a number of decimals: a row that the column does not speak of."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column to show: its name in the released table, its head, and the head above several.

    ``decimals`` gives the digits of a row (`PERCENT` for a share); None: by kind of the column.
    ``upto`` is the column with the other end of an interval, ``words`` the messages of a column
    whose cells are keys.
    """

    name: str
    head: str
    above: str | None = None
    decimals: Callable[[Record], int] | None = None
    upto: str | None = None
    words: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """Head of a column, and the text that names its cells where the table is a list."""

    words: Markup
    label: Render


@dataclass(frozen=True, slots=True)
class Line:
    """A row: its name, its cells, and whether it stands for all the others together."""

    name: Markup
    cells: tuple[Markup, ...]
    total: bool = False


@dataclass(frozen=True, slots=True)
class TableView:
    """A table to print. ``above`` are heads over several columns with their number of columns.

    ``prose`` says that the cells are texts, not figures.
    """

    caption: Markup
    corner: Markup
    above: tuple[tuple[Markup, int], ...]
    heads: tuple[Head, ...]
    lines: tuple[Line, ...]
    prose: bool = False


def table_view(
    table: SafeTable,
    columns: Sequence[Column],
    w: Texts,
    *,
    caption: Render,
    corner: str,
    name: Callable[[Record], Render],
) -> TableView:
    """Table with the columns that there are; a column without any data is left out.

    Parameters
    ----------
    corner
        Message id of the head of the first column.
    name
        Name of a row.
    """
    shown = with_data(table, columns)
    lines = tuple(
        Line(
            w.say(name(record)),
            tuple(_of_column(c, table, record, w) for c in shown),
        )
        for record in table.records()
    )
    heads = tuple(Head(w.t(c.head), _label(c)) for c in shown)
    return TableView(w.say(caption), w.t(corner), _above(shown, w), heads, lines)


def _of_column(column: Column, table: SafeTable, record: Record, w: Texts) -> Markup:
    value, decimals = record[column.name], _decimals(column, table, record)
    if column.words is not None:
        return w.t(column.words[str(value)])
    if column.upto is not None:
        return ends(value, record[column.upto], decimals, w)
    return cell(value, decimals, w)


def ends(low: Cell, high: Cell, decimals: int, w: Texts) -> Markup:
    """An interval in words: ``0.95 to 1.05``; the word for what is hidden or missing."""
    if not isinstance(low, int | float) or not isinstance(high, int | float):
        return cell(HIDDEN if HIDDEN in (low, high) else None, decimals, w)

    def form(value: float) -> Render:
        return lambda lang: (
            as_percent(value, lang) if decimals == PERCENT else number(value, lang, decimals)
        )

    return w.t("people.interval", low=form(low), high=form(high))


def turned_view(
    table: SafeTable,
    columns: Sequence[Column],
    w: Texts,
    *,
    caption: Render,
    corner: str,
    name: Callable[[Record], Render],
) -> TableView:
    """The same table with its rows as columns: for few rows with many measures."""
    shown, records = with_data(table, columns), table.records()
    lines = tuple(
        Line(
            w.t(c.head),
            tuple(cell(r[c.name], _decimals(c, table, r), w) for r in records),
        )
        for c in shown
    )
    heads = tuple(Head(w.say(name(record)), name(record)) for record in records)
    return TableView(w.say(caption), w.t(corner), (), heads, lines)


def only(table: SafeTable, keep: Callable[[Record], bool]) -> SafeTable:
    """The table with some of its rows; its count of hidden cells stays that of all."""
    rows = zip(table.rows, table.records(), strict=True)
    return replace(table, rows=tuple(row for row, record in rows if keep(record)))


def with_data(table: SafeTable, columns: Sequence[Column]) -> list[Column]:
    """Those of the columns that the table has, with a cell that is known or hidden."""
    names = {column.name for column in table.columns}
    return [
        column
        for column in columns
        if column.name in names and any(found is not None for found in table.column(column.name))
    ]


def _label(column: Column) -> Render:
    above = column.above
    if above is None:
        return lambda lang: text(column.head, lang)
    return lambda lang: f"{text(above, lang)}, {text(column.head, lang)}"


def _above(columns: Sequence[Column], w: Texts) -> tuple[tuple[Markup, int], ...]:
    if not any(column.above for column in columns):
        return ()
    runs: list[tuple[str | None, int]] = []
    for column in columns:
        if runs and runs[-1][0] == column.above and column.above is not None:
            runs[-1] = (column.above, runs[-1][1] + 1)
        else:
            runs.append((column.above, 1))
    return tuple((w.t(id) if id else Markup(""), n) for id, n in runs)


def _decimals(column: Column, table: SafeTable, record: Record) -> int:
    """Digits after the decimal sign: those of the column, or by kind and by what was released."""
    if column.decimals is not None:
        return column.decimals(record)
    released = next(c for c in table.columns if c.name == column.name)
    if released.kind == "share":
        return PERCENT
    if released.kind in ("count", "amount") or released.unit == "eur per person":
        return 0
    numbers = (v for v in table.column(column.name) if isinstance(v, int | float))
    return 0 if all(float(number).is_integer() for number in numbers) else 1


def cell(value: Cell, decimals: int, w: Texts) -> Markup:
    """A cell in words: number, percentage, the sign and word for hidden, or for no data."""
    if decimals == BLANK:
        return Markup("")
    if value is HIDDEN:
        return _gone("hidden", "figure.hidden", w)
    if value is None:
        return _gone("no-data", "figure.no_data", w)
    if isinstance(value, str):
        return w.say(lambda _: value)
    if decimals == PERCENT:
        return w.say(lambda lang: as_percent(value, lang))
    return w.number(value, decimals)


def _gone(sign: str, id: str, w: Texts) -> Markup:
    pattern = Markup(
        '<span class="gone gone-{0}"><svg class="gone-sign" aria-hidden="true" focusable="false">'
        '<use href="#gone-{0}"/></svg>{1}</span>'
    )
    return pattern.format(sign, w.t(id))
