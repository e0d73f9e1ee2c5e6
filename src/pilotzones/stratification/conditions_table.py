"""Tables of conditions and prefixes: text files with separators, medicines only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from pilotzones.errors import Fault, InputError
from pilotzones.readers import headings
from pilotzones.readers.delimited import records as records_of
from pilotzones.readers.files import kind_of, reading
from pilotzones.schemas import Column, Schema, places_of
from pilotzones.stratification.conditions import Condition
from pilotzones.stratification.conditions_codes import LANGUAGES, is_id, is_prefix

_TABLE = Schema(
    "conditions",
    (
        Column("condition", "text", ("affection", "aandoening", "erkrankung", "id")),
        Column("prefix", "text", ("atc", "préfixe", "atc prefix", "präfix")),
    ),
    key=("condition", "prefix"),
)
"""A table of conditions with nothing but their prefixes, one a row."""


@dataclass(frozen=True, slots=True)
class _Header:
    """Headings of a table of conditions."""

    file: str
    header: tuple[str, ...]
    header_row: int


def rows_of_table(path: Path) -> tuple[Condition, ...]:
    """Conditions of a text file with separators, one prefix a row, in the order of the file.

    Raises
    ------
    InputError
        Every fault of the file.
    """
    kind_of(path)
    with reading(path):
        content = path.read_bytes()
    records, _ = records_of(content, str(path), fits=lambda row: headings.known(row, _TABLE))
    lines = [(row, cells) for row, cells in enumerate(records, start=1) if any(cells)]
    if not lines:
        raise InputError(Fault("table.empty", file=str(path)))
    header = _Header(str(path), tuple(map(headings.clean, lines[0][1])), lines[0][0])
    places, faults = places_of(header, _TABLE, {})
    if faults:
        raise InputError(faults)
    order = {column.name: place for column, place in places.items()}
    prefixes: dict[str, dict[str, int]] = {}
    for row, cells in lines[1:]:
        id, prefix = (_cell(cells, order[name]) for name in ("condition", "prefix"))
        faults += _row_faults(str(path), row, id, prefix)
        first = prefixes.setdefault(id, {}).setdefault(prefix, row)
        if first != row:
            fields = {"first": first}
            faults.append(Fault("table.doubled_key", str(path), row, "prefix", prefix, fields))
    if len(lines) == 1:
        faults = [Fault("table.header_only", str(path), header.header_row)]
    if faults:
        raise InputError(faults)
    return tuple(_named(id, tuple(found), path.name) for id, found in prefixes.items())


def _cell(cells: Sequence[str], place: int) -> str:
    return cells[place].strip() if place < len(cells) else ""


def _row_faults(file: str, row: int, id: str, prefix: str) -> Iterator[Fault]:
    if not is_id(id):
        yield Fault("conditions.bad_id" if id else "cell.empty", file, row, "condition", id or None)
    if not is_prefix(prefix):
        told = "conditions.bad_prefix" if prefix else "cell.empty"
        yield Fault(told, file, row, "prefix", prefix or None)


def _named(id: str, prefixes: tuple[str, ...], source: str) -> Condition:
    names = {lang: id.replace("_", " ") for lang in LANGUAGES}
    return Condition(id, family="", names=MappingProxyType(names), prefixes=prefixes, source=source)
