"""Files that the engine cannot take as they are, written anew into the folder of the run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pyarrow as pa

from pilotzones.errors import Fault, InputError
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
    faults: list[Fault] = []
    files: list[str] = []
    places: Mapping[str, str] = {}
    types: Mapping[str, pa.DataType] = {}
    for n, raw in enumerate(table_blocks(path, schema=reader.schema)):
        _refuse_national_numbers(raw)
        frame, found = _typed(raw, reader, first=n == 0)
        faults += found
        if frame is not None:
            places = {c.name: shown(raw.header[i]) for c, i in reader.places(raw)[0].items()}
            table = pa.Table.from_pandas(frame, preserve_index=False)
            types = {field.name: field.type for field in table.schema}
            files.append(_store(table, reader, f"{reader.schema.name}-{number}-{n}.parquet"))
        if len(faults) > FAULTS_MOST:
            many = Fault("input.many_faults", str(path), fields={"n": len(faults)})
            return None, [many, *faults]
    if not files:
        return None, faults
    listed = ", ".join(map(literal, files))
    part = Part(
        file=str(path),
        relation=f"read_parquet([{listed}], encryption_config = {{footer_key: '{KEY}'}})",
        row=quoted(_ROW),
        names={name: quoted(name) for name in places},
        types={name: types[name] for name in places},
        headings=places,
        searched=True,
    )
    return part, faults


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


def _store(table: pa.Table, reader: Reader, name: str) -> str:
    path = str(reader.folder / name)
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
