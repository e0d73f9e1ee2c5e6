"""Files into parts: Parquet as it is, all others through the readers of the house."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow.lib import ArrowException
from pyarrow.parquet import ParquetFile

from pilotzones.errors import Fault, InputError
from pilotzones.readers import headings
from pilotzones.readers.files import kind_of
from pilotzones.readers.headings import shown
from pilotzones.schemas import Column
from pilotzones.stratification.reading_parts import (
    Part,
    Reader,
    is_number,
    is_text,
    literal,
    quoted,
)

_GLOB = re.compile(r"([*?\[])")
_ONE_OF = r"[\1]"
"""A sign of a pattern of file names stands for itself in a list of one."""


@dataclass(frozen=True, slots=True)
class _Header:
    """Names of the columns of a file, where rows are not looked at here."""

    file: str
    header: tuple[str, ...]
    header_row: int = 1


def read_parts(paths: Sequence[Path], reader: Reader) -> tuple[list[Part], list[Fault]]:
    """Part of each file that has sound rows, and the faults of the rows that are left out of them.

    Raises
    ------
    InputError
        National numbers; else all faults, where a file cannot be read at all.
    """
    parts: list[Part] = []
    stopping: list[Fault] = []
    faults: list[Fault] = []
    for i, path in enumerate(paths):
        try:
            part, found = _part(path, reader, i)
        except InputError as error:
            stopping += error.faults
            continue
        faults += found
        parts += [] if part is None else [part]
    private = [fault for fault in stopping if fault.id == "input.national_number"]
    if stopping:
        raise InputError(private or [*stopping, *faults])
    return parts, faults


def _part(path: Path, reader: Reader, number: int) -> tuple[Part | None, list[Fault]]:
    part = _as_it_is(path, reader) if kind_of(path) == "parquet" else None
    if part is not None:
        return part, []
    # the readers of the house bring pandas, which Parquet as it is does without
    from pilotzones.stratification.reading_written import written_part

    return written_part(path, reader, number)


def _as_it_is(path: Path, reader: Reader) -> Part | None:
    """Part of a Parquet file whose columns have the types of their kinds; else None."""
    try:
        with ParquetFile(path) as file:
            fields = file.schema_arrow
            header = tuple(headings.clean(name) for name in fields.names)
            places, faults = reader.places(_Header(str(path), header))
            bounds = _bounds(file, places)
    except (ArrowException, OSError, ValueError):
        raise InputError(Fault("file.corrupt", file=str(path))) from None
    if faults:
        raise InputError(faults)
    types = [_plain(field.type) for field in fields]
    # a column without any value has no type of its own: where it may be empty it is as good as none
    places = {c: i for c, i in places.items() if not (c.nullable and pa.types.is_null(types[i]))}
    if not all(_natural(c, types[i]) for c, i in places.items()):
        return None
    names = [quoted(name) for name in fields.names]
    others = [i for i in range(len(header)) if i not in places.values()]
    return Part(
        file=str(path),
        relation=f"read_parquet([{literal(_GLOB.sub(_ONE_OF, str(path)))}])",
        row="file_row_number + 2",
        names={c.name: names[i] for c, i in places.items()},
        types={c.name: types[i] for c, i in places.items()},
        headings={c.name: shown(header[i]) for c, i in places.items()},
        others=tuple((names[i], types[i], shown(header[i])) for i in others),
        bounds=bounds,
    )


def _plain(type_: pa.DataType) -> pa.DataType:
    return type_.value_type if pa.types.is_dictionary(type_) else type_


def _natural(column: Column, type_: pa.DataType) -> bool:
    """Can the engine take a column of this type as it is?"""
    match column.kind:
        case "text":
            return is_text(type_) or pa.types.is_integer(type_) or pa.types.is_floating(type_)
        case "integer" | "decimal":
            return is_number(type_)
        case "flag":
            return pa.types.is_boolean(type_) or pa.types.is_integer(type_)
        case "date":
            return pa.types.is_date(type_) or pa.types.is_timestamp(type_)


def _bounds(file: ParquetFile, places: Mapping[Column, int]) -> dict[str, tuple[int, Any, Any]]:
    """Empty cells, smallest and largest value of the columns for which every row group tells."""
    if any(pa.types.is_nested(field.type) for field in file.schema_arrow):
        return {}  # places in the metadata are then not those in the header
    groups = [file.metadata.row_group(g) for g in range(file.metadata.num_row_groups)]
    found: dict[str, tuple[int, Any, Any]] = {}
    for column, place in places.items():
        told = [group.column(place).statistics for group in groups]
        if told and all(s is not None and s.has_null_count and s.has_min_max for s in told):
            empty = sum(s.null_count for s in told)
            found[column.name] = (empty, min(s.min for s in told), max(s.max for s in told))
    return found
