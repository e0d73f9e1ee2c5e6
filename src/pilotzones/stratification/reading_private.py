"""No national number in any column of a file that the engine reads as it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pyarrow as pa

from pilotzones.errors import InputError
from pilotzones.stratification import national_number
from pilotzones.stratification.reading_parts import (
    Part,
    Reader,
    is_number,
    is_text,
    national_number_fault,
)


def refuse_national_numbers(
    parts: Sequence[Part], reader: Reader, *, also: Sequence[str] = ()
) -> None:
    """Nothing, where no column of the parts holds a national number.

    Identifiers of deliveries are looked at only where they are asked for (``also``): those that
    stand in the table of persons are looked at there, the others when they are left out.

    Raises
    ------
    InputError
        One fault for each column that does; its value is not in it.
    """
    held = [
        national_number_fault(part.file, heading)
        for part in parts
        if not part.searched
        for column, name, type_, heading in _columns(part)
        if column != "person_id" or reader.schema.key or column in also
        if holds_national_number(reader, name, type_, part.relation, part.bounds.get(column))
    ]
    if held:
        raise InputError(held)


def _columns(part: Part) -> Iterator[tuple[str, str, pa.DataType, str]]:
    """Column of the schema (or nothing), name in SQL, type and heading of every column."""
    for column, name in part.names.items():
        yield column, name, part.types[column], part.headings[column]
    for name, type_, heading in part.others:
        yield "", name, type_, heading


def holds_national_number(
    reader: Reader,
    name: str,
    type_: pa.DataType,
    relation: str,
    bounds: tuple[int, object, object] | None = None,
) -> bool:
    """Is there a national number in a column of a relation?"""
    if _holds_none(type_):
        return False
    if is_number(type_):
        largest = bounds[2] if bounds else None
        if isinstance(largest, int | float) and largest < national_number.LOST_ZEROS[0]:
            return False
        query = national_number.sql_numbers(name, relation)
    else:
        text = name if is_text(type_) else f"CAST({name} AS VARCHAR)"
        query = national_number.sql_texts(text, relation)
    return bool(reader.con.con.execute(query).fetchall())


def _holds_none(type_: pa.DataType) -> bool:
    return any(
        test(type_) for test in (pa.types.is_boolean, pa.types.is_temporal, pa.types.is_null)
    )
