"""Files that the engine cannot take as they are, written anew into the folder of the run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pyarrow as pa

from pilotzones.errors import Fault, InputError
from pilotzones.readers import dates
from pilotzones.readers.blocks import table_blocks
from pilotzones.readers.headings import shown
from pilotzones.readers.tables import RawTable
from pilotzones.schemas import check
from pilotzones.stratification import national_number
from pilotzones.stratification.engine import KEY
from pilotzones.stratification.reading_mapping import folded
from pilotzones.stratification.reading_parts import (
    FAULTS_MOST,
    Part,
    Reader,
    literal,
    national_number_fault,
    quoted,
    without_values,
)

_ROW = "row"


def written_part(path: Path, reader: Reader, number: int) -> tuple[Part | None, list[Fault]]:
    """Part of a file that was written into the folder of the run, encrypted, block by block.

    Beside it the faults of rows that are not in it; no part where no row is sound.

    Raises
    ------
    InputError
        A national number in any column, or faults that are not those of single rows.
    """
    store = _Store(reader, f"{reader.schema.name}-{number}")
    pending: list[RawTable] = []
    orders: dict[str, set[bool]] = {}
    for n, raw in enumerate(table_blocks(path, schema=reader.schema)):
        _refuse_national_numbers(raw)
        _see_orders(raw, reader, orders)
        if not store.take(raw, first=n == 0):
            pending.append(raw)
        if len(store.faults) > FAULTS_MOST:
            many = Fault("input.many_faults", str(path), fields={"n": len(store.faults)})
            return None, [many, *store.faults]
    for raw in pending:
        store.take(_in_order(raw, reader, orders), first=False, last=True)
    return store.part(str(path)), store.faults


class _Store:
    """Sound rows of the blocks of a file in the folder of the run, and the faults of the others."""

    def __init__(self, reader: Reader, name: str) -> None:
        self.faults: list[Fault] = []
        self._reader, self._name = reader, name
        self._files: list[str] = []
        self._headings: Mapping[str, str] = {}
        self._types: Mapping[str, pa.DataType] = {}

    def take(self, raw: RawTable, *, first: bool, last: bool = False) -> bool:
        """Was the block taken? Not where its dates can be read in two ways, but for the last try.

        Another block of the file may tell whether the day or the month stands first.
        """
        frame, faults = _typed(raw, self._reader, first=first)
        if not last and any(fault.id == "cell.ambiguous_date" for fault in faults):
            return False
        self.faults += faults
        if frame is not None:
            places = self._reader.places(raw)[0]
            self._headings = {c.name: shown(raw.header[i]) for c, i in places.items()}
            table = pa.Table.from_pandas(frame, preserve_index=False)
            self._types = {field.name: field.type for field in table.schema}
            self._files.append(_write(table, self._reader, f"{self._name}-{len(self._files)}"))
        return True

    def part(self, file: str) -> Part | None:
        """Part of all blocks; None where no row is sound."""
        if not self._files:
            return None
        listed = ", ".join(map(literal, self._files))
        return Part(
            file=file,
            relation=f"read_parquet([{listed}], encryption_config = {{footer_key: '{KEY}'}})",
            row=quoted(_ROW),
            names={name: quoted(name) for name in self._headings},
            types={name: self._types[name] for name in self._headings},
            headings=self._headings,
            searched=True,
        )


def _dates(raw: RawTable, reader: Reader) -> dict[str, int]:
    return {c.name: i for c, i in reader.places(raw)[0].items() if c.kind == "date"}


def _see_orders(raw: RawTable, reader: Reader, orders: dict[str, set[bool]]) -> None:
    """Enter for each column of dates which order its dates of this block leave no choice about."""
    for name, place in _dates(raw, reader).items():
        texts = {row[place] for row in raw.rows if isinstance(row[place], str)}
        order = dates.day_first(str(text) for text in texts)
        orders.setdefault(name, set()).update(() if order is None else (order,))


def _in_order(raw: RawTable, reader: Reader, orders: Mapping[str, set[bool]]) -> RawTable:
    """Block whose dates are read in the order of the other blocks, where these agree."""
    known = {
        place: next(iter(orders[name]))
        for name, place in _dates(raw, reader).items()
        if len(orders[name]) == 1
    }

    def read(row: tuple[object, ...]) -> tuple[object, ...]:
        cells = list(row)
        for place, day_first in known.items():
            cell = cells[place]
            found = dates.day(cell, day_first=day_first) if isinstance(cell, str) else cell
            cells[place] = found if isinstance(found, date) else cell
        return tuple(cells)

    return replace(raw, rows=tuple(map(read, raw.rows)))


def _refuse_national_numbers(raw: RawTable) -> None:
    held = [
        i
        for i, heading in enumerate(raw.header)
        if national_number.among((heading, *(row[i] for row in raw.rows)))
    ]
    if held:
        named = [shown(raw.header[i]) or str(i + 1) for i in held]
        raise InputError([national_number_fault(raw.file, name) for name in named])


def _typed(
    raw: RawTable, reader: Reader, *, first: bool
) -> tuple[pd.DataFrame | None, list[Fault]]:
    """Typed rows of a block that are sound, and the faults of the others.

    Raises
    ------
    InputError
        Faults that are not those of single rows.
    """
    if not (raw.rows or raw.faults or first):
        return None, []
    schema = reader.schema if first else replace(reader.schema, key=())
    raw = _in_our_words(raw, reader)
    try:
        return check(raw, schema, mapping=reader.mapping.headings), []
    except InputError as error:
        faults = [without_values(fault) for fault in error.faults]
    bad = {fault.row for fault in faults}
    if not bad <= {*raw.row_numbers, *(fault.row for fault in raw.faults)}:
        raise InputError(faults)
    sound = [i for i, number in enumerate(raw.row_numbers) if number not in bad]
    if not sound:
        return None, faults
    rows, numbers = (tuple(of[i] for i in sound) for of in (raw.rows, raw.row_numbers))
    rest = replace(raw, rows=rows, row_numbers=numbers, faults=())
    return check(rest, schema, mapping=reader.mapping.headings), faults


def _in_our_words(raw: RawTable, reader: Reader) -> RawTable:
    """Table in which the words of the file for a kind, a sex or a payer are ours."""
    words = reader.mapping.words
    told = {i: words[c.name] for c, i in reader.places(raw)[0].items() if c.name in words}
    if not told:
        return raw
    return replace(raw, rows=tuple(_translated(row, told) for row in raw.rows))


def _translated(
    row: tuple[object, ...], told: Mapping[int, Mapping[str, str]]
) -> tuple[object, ...]:
    cells = list(row)
    for i, words in told.items():
        cell = cells[i]
        if isinstance(cell, str | int):
            cells[i] = words.get(folded(cell), cell)
    return tuple(cells)


def _write(table: pa.Table, reader: Reader, name: str) -> str:
    path = str(reader.folder / f"{name}.parquet")
    con = reader.con.con
    con.register("block", table)
    try:
        con.execute(
            f"COPY (SELECT * FROM block) TO {literal(path)}"
            f" (FORMAT parquet, COMPRESSION zstd, ENCRYPTION_CONFIG {{footer_key: '{KEY}'}})"
        )
    finally:
        con.unregister("block")
    return path
