"""Released tables in the columns of the page of the people, as tables of a report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pilotzones.present.people_page_tables import PERCENT, Column, Record, with_data
from pilotzones.present.reports.cells import shown
from pilotzones.present.reports.measured_cells import cell_of
from pilotzones.present.reports.model import (
    About,
    Cell,
    Gone,
    Head,
    Interval,
    Label,
    Number,
    Row,
    Share,
    Table,
    Told,
    Words,
)
from pilotzones.present.reports.subject import Subject
from pilotzones.present.texts import Render
from pilotzones.stratification.released import HIDDEN, SafeTable
from pilotzones.stratification.released import Cell as Released


@dataclass(frozen=True, slots=True)
class Typed:
    """A released table with the columns that are shown, and how its rows are named.

    ``corner`` is the message over the names, ``room`` what these ask for.
    """

    table: SafeTable
    columns: Sequence[Column]
    name: Callable[[Record], Render]
    corner: str
    room: float = 2.2


@dataclass(frozen=True, slots=True)
class Numbered:
    """What stands around a table of a report: see `Table`."""

    id: str
    number: int
    letter: str
    caption: str
    about: About
    label: Label = "table"
    watched: tuple[int, ...] = (1,)


def typed_table(typed: Typed, subject: Subject, as_: Numbered) -> Table:
    """The table of a report; a column without any data is left out."""
    lang, columns = subject.lang, with_data(typed.table, typed.columns)
    heads = [Head(subject.t(typed.corner), figure=False, room=typed.room)]
    for column in columns:
        above = subject.t(column.above) if column.above else ""
        heads.append(Head(subject.t(column.head), above, figure=column.words is None, room=1.3))
    keys = [column.name for column in typed.table.columns if column.kind == "key"]
    rows = tuple(
        Row(
            "-".join(str(record[key]) for key in keys),
            (
                Words(typed.name(record)(lang)),
                *(_cell(column, typed.table, record, subject) for column in columns),
            ),
        )
        for record in typed.table.records()
    )
    return Table(
        id=as_.id,
        number=as_.number,
        letter=as_.letter,
        caption=as_.caption,
        heads=tuple(heads),
        rows=rows,
        about=as_.about,
        label=as_.label,
        watched=as_.watched,
    )


def _cell(column: Column, table: SafeTable, record: Record, subject: Subject) -> Cell:
    value = record[column.name]
    if column.words is not None:
        return Words(subject.t(column.words[str(value)]))
    places = None if column.decimals is None else column.decimals(record)
    if column.upto is not None:
        return interval_of(value, record[column.upto], places or 0)
    return cell_of(table, column.name, value, places)


def interval_of(low: Released, high: Released, places: int) -> Cell:
    """Both ends, in the form of the value that they belong to."""
    if HIDDEN in (low, high):
        return Gone.HIDDEN
    if not isinstance(low, int | float) or not isinstance(high, int | float):
        return Gone.NO_DATA
    if places == PERCENT:
        return Interval(Share(low), Share(high))
    return Interval(Number(low, places), Number(high, places))


def value_of(value: Released, places: int) -> Cell:
    """A measure as a share or a number; hidden stays hidden."""
    if value is HIDDEN:
        return Gone.HIDDEN
    if not isinstance(value, int | float):
        return Gone.NO_DATA
    return Share(value) if places == PERCENT else Number(value, places)


def with_interval(record: Record, places: int, subject: Subject) -> Cell:
    """A measure with its interval in brackets: ``0.30 (0.27 to 0.32)``; the value is kept."""
    value = value_of(record.get("value"), places)
    ends = interval_of(record.get("low"), record.get("high"), places)
    if not isinstance(value, Number | Share) or not isinstance(ends, Interval):
        return value
    return Told(value, f"{shown(value, subject.lang)} ({shown(ends, subject.lang)})")
