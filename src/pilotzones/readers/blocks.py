"""Large tables in blocks of rows; header, separator and encoding are found once."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TextIO

from pyarrow.lib import ArrowException
from pyarrow.parquet import ParquetFile

from pilotzones.errors import Fault, InputError
from pilotzones.readers import delimited, headings
from pilotzones.readers.files import kind_of, looks_utf16, reading
from pilotzones.readers.layout import (
    HEADER_WITHIN,
    NO_MERGES,
    Line,
    Row,
    filled,
    header_at,
    split_footnotes,
)
from pilotzones.readers.tables import RawTable, read_table
from pilotzones.schemas import Schema

LARGE = 32_000_000
"""Bytes of a text file from which on it is read in blocks: as cells it takes ten times as much."""
ROWS = 100_000
"""Rows of a block."""
_HEAD_LINES = 200
"""Lines in which separator and header are found."""
_CHUNK = 1 << 20
_DECLARED = re.compile(r"sep=.\r?\n?", re.IGNORECASE)


def table_blocks(
    path: Path, *, schema: Schema, large: int | None = None, rows: int | None = None
) -> Iterator[RawTable]:
    """Tables with one header that together are the table of a file; a single one for most files.

    A text file above ``large`` bytes and a Parquet file come in blocks of ``rows`` rows, whose
    numbers go on from block to block. All others are read as a whole. `LARGE` and `ROWS` by
    default.

    Raises
    ------
    InputError
        As `pilotzones.readers.tables.read_table`.
    """
    kind, rows = kind_of(path), rows or ROWS
    if kind == "parquet":
        yield from _parquet(path, rows)
    elif kind == "text" and path.stat().st_size > (LARGE if large is None else large):
        with reading(path):
            yield from _text(path, schema, rows)
    else:
        yield read_table(path, schema=schema)


def _parquet(path: Path, rows: int) -> Iterator[RawTable]:
    done = 0
    try:
        with ParquetFile(path) as file:
            header = tuple(headings.clean(name) for name in file.schema_arrow.names)
            for batch in file.iter_batches(batch_size=rows):
                cells = tuple(zip(*(c.to_pylist() for c in batch.columns), strict=True))
                yield RawTable(
                    str(path), header, cells, tuple(range(done + 2, done + 2 + len(cells)))
                )
                done += len(cells)
    except (ArrowException, OSError, ValueError):
        raise InputError(Fault("file.corrupt", file=str(path))) from None
    if not done:
        yield RawTable(str(path), header, (), ())


@dataclass(frozen=True, slots=True)
class _Head:
    """What the beginning of a text file tells of all of it."""

    file: str
    separator: str
    names: tuple[str, ...]
    row: int
    notes: tuple[str, ...]
    declared: bool


def _text(path: Path, schema: Schema, rows: int) -> Iterator[RawTable]:
    encoding = _encoding(path)
    with path.open(encoding=encoding, errors="replace", newline="") as handle:
        head = _head(str(path), list(islice(handle, _HEAD_LINES)), schema)
    with path.open(encoding=encoding, errors="replace", newline="") as handle:
        if head.declared:
            handle.readline()
        held: list[Line] = []
        for lines in _lines(handle, head, rows):
            if held:
                yield _block(head, held)
            held = lines
    data, notes = split_footnotes(held, head.names, NO_MERGES)
    yield _block(head, data, tuple(notes))


def _encoding(path: Path) -> str:
    """Encoding of a text file, found as `delimited.decoded` does, without holding the file."""
    with path.open("rb") as handle:
        first = handle.read(4096)
        for mark, encoding in delimited.MARKS:
            if first.startswith(mark):
                return encoding
        wide = looks_utf16(first)
        if wide:
            return wide
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            decoder.decode(first)
            while chunk := handle.read(_CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8"


def _head(file: str, sample: list[str], schema: Schema) -> _Head:
    def fits(row: Sequence[str]) -> int:
        return headings.known(row, schema)

    text = "".join(sample).encode()
    records, separator = delimited.records(text, file, fits=fits)
    lines = [Line(i, row) for i, row in enumerate(records, start=1) if filled(row)]
    if not lines:
        raise InputError(Fault("table.empty", file=file))
    start = header_at(lines[:HEADER_WITHIN], schema)
    names = [headings.clean(cell) for cell in lines[start].cells]
    while names and not names[-1]:
        names.pop()
    above = (" ".join(headings.clean(c) for c in line.cells if c) for line in lines[:start])
    declared = _DECLARED.fullmatch(sample[0]) is not None
    return _Head(file, separator, tuple(names), lines[start].number, tuple(above), declared)


def _lines(handle: TextIO, head: _Head, rows: int) -> Iterator[list[Line]]:
    """Rows with content under the header, ``rows`` records of the file at a time."""
    number = 0
    with delimited.long_fields():
        records = csv.reader(handle, delimiter=head.separator, strict=True)
        while True:
            before, lines = number, []
            try:
                for record in islice(records, rows):
                    number += 1
                    if number > head.row and any(map(str.strip, record)):
                        lines.append(Line(number, delimited.undisguised(tuple(record))))
            except csv.Error:
                fault = Fault("table.quotes", file=head.file, row=number + 1)
                raise InputError(fault) from None
            if number == before:
                return
            yield lines


def _block(head: _Head, lines: Sequence[Line], notes: tuple[str, ...] = ()) -> RawTable:
    width = len(head.names)
    faults = tuple(
        Fault(
            "row.too_many_fields",
            file=head.file,
            row=line.number,
            fields={"count": len(line.cells), "expected": width},
        )
        for line in lines
        if len(line.cells) > width and filled(line.cells[width:])
    )
    return RawTable(
        head.file,
        head.names,
        tuple(_padded(line.cells, width) for line in lines),
        tuple(line.number for line in lines),
        header_row=head.row,
        notes=(*head.notes, *notes),
        faults=faults,
    )


def _padded(cells: Row, width: int) -> Row:
    if len(cells) == width:
        return cells
    return (*cells[:width], *(None,) * (width - len(cells)))
