"""Files about people as parts that the engine can query."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from pilotzones.errors import Fault
from pilotzones.schemas import Column, Headed, Schema, places_of
from pilotzones.stratification.reading_mapping import TableMapping

if TYPE_CHECKING:
    from ibis.backends.duckdb import Backend

FAULTS_MOST = 100_000
"""Faults of one file or of one kind after which no more are looked for."""

_DIGIT = re.compile(r"[0-9]")


@dataclass(frozen=True, slots=True)
class Part:
    """One file, ready to be queried.

    Parameters
    ----------
    file
        The path as the user wrote it.
    relation
        What stands after FROM.
    row
        SQL of the row as a spreadsheet shows it.
    names, types, headings
        Quoted name in the relation, Arrow type and heading in the file of each column found.
    others
        The same three of the columns that nobody asked for.
    bounds
        Of each column for which the file tells: empty cells, smallest and largest value.
    searched
        Whether national numbers have been looked for already.
    """

    file: str
    relation: str
    row: str
    names: Mapping[str, str]
    types: Mapping[str, pa.DataType]
    headings: Mapping[str, str]
    others: tuple[tuple[str, pa.DataType, str], ...] = ()
    bounds: Mapping[str, tuple[int, Any, Any]] = field(default_factory=dict)
    searched: bool = False

    def has(self, column: str) -> bool:
        """Was the column found?"""
        return column in self.names


@dataclass(frozen=True, slots=True)
class Reader:
    """What all files of a table are read with; ``folder`` is that of the run."""

    con: Backend
    folder: Path
    schema: Schema
    mapping: TableMapping

    def places(self, raw: Headed) -> tuple[dict[Column, int], list[Fault]]:
        """Position of each column that was found, and the faults of the others."""
        places, faults = places_of(raw, self.schema, self.mapping.headings)
        return places, [without_values(fault) for fault in faults]


def without_values(fault: Fault) -> Fault:
    """Fault whose list of headings shows none with a digit: a row of values may stand there."""
    said = fault.fields.get("headings")
    if not isinstance(said, tuple):
        return fault
    kept = tuple(heading for heading in said if not _DIGIT.search(heading))
    return replace(fault, fields=MappingProxyType({**fault.fields, "headings": kept}))


def national_number_fault(file: str, heading: str) -> Fault:
    """Fault of a column that holds a national number; the digits of its heading are not said."""
    return Fault("input.national_number", file=file, column=_DIGIT.sub("·", heading))


def is_text(type_: pa.DataType) -> bool:
    """Is it a type of texts?"""
    return any(
        test(type_)
        for test in (pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view)
    )


def is_number(type_: pa.DataType) -> bool:
    """Is it a type of numbers?"""
    return any(
        test(type_) for test in (pa.types.is_integer, pa.types.is_floating, pa.types.is_decimal)
    )


def every_type(parts: Sequence[Part], column: str) -> Iterator[pa.DataType]:
    """Types of a column in the parts that have it."""
    return (part.types[column] for part in parts if part.has(column))


def quoted(name: str) -> str:
    """Name as SQL takes it."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """Text as SQL takes it."""
    return "'" + text.replace("'", "''") + "'"
