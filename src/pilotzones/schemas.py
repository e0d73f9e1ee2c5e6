"""Declared tables: columns, schemas, and the check that a table as read keeps to its schema.

Only the machinery: each room declares its tables in its own ``tables.py``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import TYPE_CHECKING, Literal, Protocol

from pilotzones.errors import Fault, InputError
from pilotzones.readers.headings import fold, positions, shown

if TYPE_CHECKING:  # a schema alone needs no pandas; tables stands above and imports this module
    import pandas as pd

    from pilotzones.readers import columns
    from pilotzones.readers.tables import RawTable

Kind = Literal["text", "integer", "decimal", "flag", "date"]

_ROW = "row"
_TOTALS = frozenset(
    [
        "total",
        "totaal",
        "totaux",
        "gesamt",
        "insgesamt",
        "gesamtsumme",
        "summe",
        "somme",
        "ensemble",
        "sum",
        "grandtotal",
        "eindtotaal",
        "totalgeneral",
        "algemeentotaal",
    ]
)
_FULL = {"integer": "int64", "flag": "bool"}
"""Types of columns in which no cell may be empty."""
_NAMES_SHOWN = 6
_FIGURE = r"[0-9][0-9 .,/-]*"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a declared table.

    Parameters
    ----------
    name
        Name inside the program.
    kind
        Text, integer (a whole number), decimal, flag (yes or no) or date.
    aliases
        Headings seen in real files, the most certain first; case, accents, spaces, line breaks
        and punctuation do not count.
    required, nullable
        Whether the column must be there, and whether a cell of it may be empty.
    minimum, allowed
        Smallest number; the values that a cell may have (case does not count).
    unit, source
        What is counted, and where the column comes from: for people, never computed with.
    merge
        What the column becomes when units are merged.
    personal
        Values say something of a person: they are never shown in a fault.
    """

    name: str
    kind: Kind
    aliases: tuple[str, ...] = ()
    required: bool = True
    nullable: bool = False
    minimum: float | None = None
    allowed: tuple[str, ...] = ()
    unit: str = ""
    merge: Literal["sum", "mean", "first", "drop"] = "drop"
    source: str = ""
    personal: bool = False


@dataclass(frozen=True, slots=True)
class Schema:
    """A declared table: its columns, and those that together stand for one row only (``key``)."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        names = [column.name for column in self.columns]
        if len(set(names)) < len(names) or _ROW in names or not set(self.key) <= set(names):
            raise ValueError(f"schema {self.name}: names twice, a column 'row' or an unknown key")


class Headed(Protocol):
    """Anything with a file and headings: a table as read, or the names of the columns alone."""

    @property
    def file(self) -> str:
        """The path as the user wrote it."""
        ...

    @property
    def header(self) -> tuple[str, ...]:
        """Headings in their order."""
        ...

    @property
    def header_row(self) -> int:
        """Row of the header; 0 where the names stand in no row."""
        ...


def check(
    raw: RawTable, schema: Schema, *, mapping: Mapping[str, str] | None = None
) -> pd.DataFrame:
    """Typed table: one row per row of ``raw``, the columns of the schema that were found.

    Columns are text (missing: NaN), ``int64`` (``Int64`` where cells may be empty), ``float64``,
    ``bool`` (``boolean`` where they may be empty) or ``datetime64[us]``; ``row`` is the row of
    the spreadsheet. The index counts from 0.

    Parameters
    ----------
    mapping
        Heading in the file by column of the schema, for files with headings of their own.

    Raises
    ------
    InputError
        Every fault of the file: columns missing or there twice, cells that cannot be taken or
        may not be empty, rows with the same key, faults found while reading.

    Examples
    --------
    >>> from pilotzones.readers.tables import RawTable
    >>> raw = RawTable("units.csv", ("Code Postal", "Inwoners"), ((5590, "12 500"),), (2,))
    >>> code = Column("code", "text", ("postcode", "code postal"))
    >>> schema = Schema("units", (code, Column("population", "integer", ("inwoners",))))
    >>> check(raw, schema).to_dict("records")
    [{'code': '5590', 'population': 12500, 'row': 2}]
    """
    import pandas as pd

    from pilotzones.readers import columns
    from pilotzones.readers.cells import Cells

    places, faults = places_of(raw, schema, mapping or {})
    faults = [*raw.faults, *faults]
    if not raw.rows:
        faults.append(Fault("table.header_only", file=raw.file, row=raw.header_row or None))
    broken = {fault.row for fault in raw.faults}
    kept = [i for i, number in enumerate(raw.row_numbers) if number not in broken]
    rows = [raw.row_numbers[i] for i in kept]
    cells = {c: Cells.of([raw.rows[i][place] for i in kept]) for c, place in places.items()}
    marks = columns.evidence(k for c, k in cells.items() if c.kind in ("integer", "decimal"))
    found: dict[str, pd.Series] = {}
    for column, place in places.items():
        typed = columns.typed(cells[column], column, marks)
        found[column.name] = typed.values
        faults += _cell_faults(raw, (column, place), rows, typed)
    key = [(column, place) for column, place in places.items() if column.name in schema.key]
    if key and len(key) == len(schema.key):
        faults += _doubled(raw, key, rows, [found[column.name] for column, _ in key])
        faults += _total(raw, key, rows, found)
    if faults:
        raise InputError(sorted(faults, key=lambda fault: fault.row or 0))
    full = {c.name: _FULL[c.kind] for c in places if c.kind in _FULL and not c.nullable}
    frame = pd.DataFrame({**found, _ROW: pd.Series(rows, dtype="int64")})
    return frame.astype(full)


def places_of(
    raw: Headed, schema: Schema, mapping: Mapping[str, str]
) -> tuple[dict[Column, int], list[Fault]]:
    """Position of each column that was found, and the faults of the others."""
    names = [column.name for column in schema.columns]
    faults = [
        Fault(
            "mapping.unknown_column", file=raw.file, column=name, fields={"columns": tuple(names)}
        )
        for name in mapping
        if name not in names
    ]
    taken = {fold(heading) for heading in mapping.values()}
    free = [heading if fold(heading) not in taken else "" for heading in raw.header]
    places: dict[Column, int] = {}
    missing: list[Fault] = []
    for column in schema.columns:
        wanted = mapping.get(column.name)
        if wanted is None:
            fitting = positions(free, column)
        else:
            fitting = tuple(i for i, h in enumerate(raw.header) if h and fold(h) == fold(wanted))
        if len(fitting) == 1:
            places[column] = fitting[0]
        elif fitting:
            faults.append(_doubled_heading(raw, column, fitting))
        elif wanted is not None:
            missing.append(_missing(raw, "mapping.no_heading", wanted, (column.name,)))
        elif column.required:
            names_of = (column.name, *column.aliases)[:_NAMES_SHOWN]
            missing.append(_missing(raw, "table.missing_column", column.name, names_of))
    if missing and not places and _looks_like_values(raw.header):
        required = tuple(c.name for c in schema.columns if c.required)
        fields = {"columns": required}
        return {}, [
            Fault("table.no_header", file=raw.file, row=raw.header_row or None, fields=fields)
        ]
    return places, faults + missing


def _missing(raw: Headed, id: str, column: str, names: tuple[str, ...]) -> Fault:
    headings = tuple(shown(heading) for heading in raw.header if heading)
    fields = {"headings": headings, "names": names}
    return Fault(id, file=raw.file, row=raw.header_row or None, column=column, fields=fields)


def _doubled_heading(raw: Headed, column: Column, fitting: Sequence[int]) -> Fault:
    headings = tuple(shown(raw.header[i]) for i in fitting)
    return Fault(
        "table.doubled_heading",
        file=raw.file,
        row=raw.header_row or None,
        column=column.name,
        fields={"headings": headings},
    )


def _looks_like_values(header: Sequence[str]) -> bool:
    return any(re.fullmatch(_FIGURE, heading) for heading in header)


def _cell_faults(
    raw: RawTable, found: tuple[Column, int], rows: Sequence[int], typed: columns.Typed
) -> Iterator[Fault]:
    """Faults of the cells of one column; a column without any value is one fault."""
    import numpy as np

    column, place = found
    heading = shown(raw.header[place])
    troubled = {trouble.position for trouble in typed.troubles}
    missing = np.flatnonzero(typed.values.isna().to_numpy()).tolist()
    empty = [] if column.nullable else [i for i in missing if i not in troubled]
    if len(empty) == len(rows) > 1:
        yield Fault("column.empty", raw.file, raw.header_row or None, heading)
    else:
        yield from (Fault("cell.empty", raw.file, rows[i], heading) for i in empty)
    for trouble in typed.troubles:
        value = None if column.personal else _said(typed.raw[trouble.position])
        yield Fault(trouble.id, raw.file, rows[trouble.position], heading, value, trouble.fields)


def _said(value: object) -> str | None:
    """Cell as the reader knows it from the file."""
    from pilotzones.readers.cells import Hollow

    if isinstance(value, Hollow):
        return None
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    return str(value)


def _doubled(
    raw: RawTable,
    key: Sequence[tuple[Column, int]],
    rows: Sequence[int],
    values: Sequence[pd.Series],
) -> Iterator[Fault]:
    """Rows whose key stands in an earlier row."""
    import numpy as np

    heading = ", ".join(shown(raw.header[place]) for _, place in key)
    personal = any(column.personal for column, _ in key)
    complete = np.logical_and.reduce([v.notna().to_numpy() for v in values])
    first: dict[tuple[object, ...], int] = {}
    for row, whole, said in zip(rows, complete, zip(*values, strict=True), strict=True):
        if whole and first.setdefault(said, row) != row:
            value = None if personal else ", ".join(map(str, said))
            fields = {"first": first[said]}
            yield Fault("table.doubled_key", raw.file, row, heading, value, fields)


def _total(
    raw: RawTable,
    key: Sequence[tuple[Column, int]],
    rows: Sequence[int],
    found: Mapping[str, pd.Series],
) -> Iterator[Fault]:
    """Last row, where its key says that it is a total: it would count everything twice."""
    for column, place in key:
        last = found[column.name].tolist()[-1:]
        if last and isinstance(last[0], str) and fold(last[0]) in _TOTALS:
            yield Fault("row.total", raw.file, rows[-1], shown(raw.header[place]), last[0])
