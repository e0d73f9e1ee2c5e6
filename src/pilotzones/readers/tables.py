"""Tables of any file, known by its content: header, rows, and the notes around them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pyarrow.lib import ArrowException
from pyarrow.parquet import ParquetFile

from pilotzones.errors import Fault, InputError
from pilotzones.readers import delimited, headings
from pilotzones.readers.files import Kind, kind_of, reading
from pilotzones.readers.layout import (
    HEADER_WITHIN,
    NO_MERGES,
    Line,
    Merges,
    Row,
    filled,
    header_at,
    is_blank,
    split_footnotes,
)
from pilotzones.readers.spreadsheets import read_sheet
from pilotzones.schemas import Schema

_REFUSED: dict[Kind, str] = {
    "empty": "table.empty",
    "markup": "file.markup",
    "json": "file.layer",
    "old-excel": "file.old_excel",
    "encrypted": "file.encrypted",
    "ods": "file.ods",
    "geopackage": "file.layer",
    "flatgeobuf": "file.layer",
    "shapefile": "file.layer",
    "zip": "file.zip",
    "binary": "file.not_table",
}


@dataclass(frozen=True, slots=True)
class RawTable:
    """A table as read: cells as they stand, nothing checked yet.

    Parameters
    ----------
    file
        The path as the user wrote it.
    header
        Headings, as many as each row has cells; a heading may have several lines.
    rows, row_numbers
        Rows that are not wholly empty, and their numbers in the spreadsheet.
    sheet, header_row
        Sheet of a workbook, and the row of the header; 0 where the names of the columns stand
        in no row, as in a layer.
    notes
        Texts above the header and footnotes under the table.
    faults
        Rows that could not be taken apart; `pilotzones.schemas.check` raises them with its own.
    """

    file: str
    header: tuple[str, ...]
    rows: tuple[Row, ...]
    row_numbers: tuple[int, ...]
    sheet: str | None = None
    header_row: int = 1
    notes: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()

    def __post_init__(self) -> None:
        width = len(self.header)
        if len(self.rows) != len(self.row_numbers) or any(len(r) != width for r in self.rows):
            raise ValueError(f"{self.file}: rows and header do not fit together")


def read_table(path: Path, *, schema: Schema | None = None, sheet: str | None = None) -> RawTable:
    """Table of a csv, tsv, txt, xlsx or parquet file, known by its content.

    Encoding, separator, sheet and header row are found; a schema, whose headings are known,
    decides where there is a choice. Wholly empty rows are left out; lone texts above the header
    and under the last row become notes.

    Raises
    ------
    InputError
        The file is missing, locked, empty, damaged, of a kind that is not read, has several
        sheets to choose from, or holds its columns in one.
    """
    kind = kind_of(path)
    if kind in _REFUSED:
        raise InputError(Fault(_REFUSED[kind], file=str(path)))
    with reading(path):
        if kind == "parquet":
            return _parquet(path)
        return _workbook(path, schema, sheet) if kind == "xlsx" else _text(path, schema)


def _parquet(path: Path) -> RawTable:
    try:
        table = ParquetFile(path).read()
        columns = [column.to_pylist() for column in table.columns]
    except (ArrowException, OSError, ValueError):
        raise InputError(Fault("file.corrupt", file=str(path))) from None
    rows = tuple(zip(*columns, strict=True))
    header = tuple(headings.clean(name) for name in table.column_names)
    return RawTable(str(path), header, rows, tuple(range(2, len(rows) + 2)))


def _workbook(path: Path, schema: Schema | None, sheet: str | None) -> RawTable:
    required = [c for c in schema.columns if c.required] if schema else []

    def fits(rows: Sequence[Row]) -> bool:
        wanted = Schema("required", tuple(required))
        return bool(required) and any(
            headings.known(row, wanted) == len(required) for row in rows[:HEADER_WITHIN]
        )

    found = read_sheet(path, sheet=sheet, fits=fits)
    lines = [Line(i, row) for i, row in enumerate(found.rows, start=1) if filled(row)]
    merges = Merges(found.merges, {line.number: line.cells for line in lines})
    return _table(str(path), lines, schema, _Source(sheet=found.name, merges=merges))


def _text(path: Path, schema: Schema | None) -> RawTable:
    fits = (lambda row: headings.known(row, schema)) if schema else None
    records, separator = delimited.records(path.read_bytes(), str(path), fits=fits)
    lines = [Line(i, row) for i, row in enumerate(records, start=1) if filled(row)]
    return _table(str(path), lines, schema, _Source(separator=separator))


@dataclass(frozen=True, slots=True)
class _Source:
    """What only a workbook (sheet, merged cells) or only a text file (separator) has."""

    sheet: str | None = None
    merges: Merges = NO_MERGES
    separator: str | None = None


def _table(file: str, lines: list[Line], schema: Schema | None, source: _Source) -> RawTable:
    if not lines:
        raise InputError(Fault("table.empty", file=file))
    heads = source.merges.headed(lines[:HEADER_WITHIN])
    start = header_at(heads, schema)
    names = [headings.clean(cell) for cell in heads[start].cells]
    data, notes = split_footnotes(lines[start + 1 :], names, source.merges)
    seen = _separators_inside(names, data, source)
    if seen:
        row = lines[start].number
        raise InputError(Fault("table.separator", file=file, row=row, fields={"seen": seen}))
    faults = _too_long(file, data, len(names)) if source.separator else ()
    width = len(names) if faults else max(len(names), *(len(line.cells) for line in data), 0)
    names += [""] * (width - len(names))
    rows = source.merges.marked(data, width)
    used = max(i + 1 for i in range(width) if names[i] or any(not is_blank(r[i]) for r in rows))
    above = (" ".join(headings.clean(c) for c in line.cells if c) for line in lines[:start])
    return RawTable(
        file=file,
        header=tuple(names[:used]),
        rows=tuple(row[:used] for row in rows),
        row_numbers=tuple(line.number for line in data),
        sheet=source.sheet,
        header_row=lines[start].number,
        notes=(*above, *notes),
        faults=faults,
    )


def _too_long(file: str, lines: Sequence[Line], width: int) -> tuple[Fault, ...]:
    """Rows of a text file with more cells than there are headings: some separator is text."""
    return tuple(
        Fault(
            "row.too_many_fields",
            file=file,
            row=line.number,
            fields={"count": len(line.cells), "expected": width},
        )
        for line in lines
        if filled(line.cells[width:])
    )


def _separators_inside(
    names: Sequence[str], data: Sequence[Line], source: _Source
) -> tuple[str, ...]:
    """Separators that stand in cells because the columns were not parted; empty when they were."""
    sample = [line for line in data if filled(line.cells) == 1][:HEADER_WITHIN]
    lone = [next(c for c in line.cells if not is_blank(c)) for line in sample]
    unparted = [c for c in lone if delimited.seen_in([c])]
    together = sum(map(bool, names)) == 1 and bool(delimited.seen_in(names))
    if together and (not data or 2 * len(unparted) >= min(len(data), HEADER_WITHIN)):
        return delimited.seen_in([*names, *unparted])
    used = (delimited.named(source.separator),) if source.separator else ()
    if sum(map(bool, names)) > 1 and data and len(unparted) == min(len(data), HEADER_WITHIN):
        return (*used, *delimited.seen_in(unparted))
    return ()
