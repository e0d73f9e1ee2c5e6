"""Mapping file of a user: which heading is which column, which word is which value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pilotzones.errors import Fault, InputError
from pilotzones.readers.written import Written, read_written, short
from pilotzones.schemas import Schema
from pilotzones.stratification.aggregate_tables import INDICATORS, INHABITANTS
from pilotzones.stratification.synonyms import SYNONYMS
from pilotzones.stratification.tables import DELIVERIES, DIAGNOSES, PERSONS

_SCHEMAS = (PERSONS, DELIVERIES, DIAGNOSES, INHABITANTS, INDICATORS)
_TABLES = tuple(schema.name for schema in _SCHEMAS)
_HEADING = "heading"
"""Key of the heading in a table of words: ``[deliveries.kind]``."""


@dataclass(frozen=True, slots=True)
class TableMapping:
    """Heading in the file by column, and value of a column by the words that stand for it.

    Words are folded as `folded` does; those of the program hold too, those of the user first.
    """

    headings: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    words: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class PeopleMapping:
    """How the kinds of files are to be read."""

    persons: TableMapping
    deliveries: TableMapping
    diagnoses: TableMapping = TableMapping()
    inhabitants: TableMapping = TableMapping()
    indicators: TableMapping = TableMapping()


def folded(word: object) -> str:
    """Word without case and without spaces at its ends or doubled inside."""
    return " ".join(str(word).casefold().split())


def read_mapping(path: Path | None) -> PeopleMapping:
    """Mapping of a TOML file; without a file only the words of the program.

    The tables ``[persons]``, ``[deliveries]``, ``[diagnoses]``, and for aggregate tables
    ``[inhabitants]`` and ``[indicators]``, have our columns as keys and the headings of the file as
    values. Where words have to be told too, the column is a table:
    ``heading``, and our values as keys with a word or a list of words of the file::

        [deliveries]
        person_id = "NumPat"

        [deliveries.kind]
        heading = "Soort"
        drug = ["FARM", "geneesm."]

    Raises
    ------
    InputError
        Unknown tables, columns or values, a word that stands for two values, wrong types: all of
        them with their rows.
    """
    written = read_written(path) if path is not None else Written("", "", {})
    faults = [
        _fault(written, "settings.unknown_key.known", (key,), known=_TABLES)
        for key in written.content
        if key not in _TABLES
    ]
    found = [_table(written, schema.name, schema, faults) for schema in _SCHEMAS]
    if faults:
        raise InputError(sorted(faults, key=lambda fault: fault.row or 0))
    return PeopleMapping(*found)


def _table(written: Written, name: str, schema: Schema, faults: list[Fault]) -> TableMapping:
    content = written.content.get(name, {})
    names = tuple(column.name for column in schema.columns)
    headings: dict[str, str] = {}
    words = {column: _own_words(column) for column in SYNONYMS if column in names}
    if not isinstance(content, dict):
        faults.append(_fault(written, "settings.wrong_value.table", (name,)))
        content = {}
    for column, value in content.items():
        keys = (name, column)
        if column not in names:
            faults.append(_fault(written, "settings.unknown_key.known", keys, known=names))
        elif isinstance(value, str) and value:
            headings[column] = value
        elif isinstance(value, dict) and column in words:
            if _HEADING in value:
                headings[column] = str(value[_HEADING])
            words[column] |= _told(written, keys, value, faults)
        else:
            faults.append(_fault(written, "settings.wrong_value.text", keys, value=short(value)))
    return TableMapping(MappingProxyType(headings), MappingProxyType(words))


def _own_words(column: str) -> dict[str, str]:
    found = {folded(value): value for value in SYNONYMS[column]}
    for value, words in SYNONYMS[column].items():
        found |= {folded(word): value for word in words}
    return found


def _told(
    written: Written, keys: tuple[str, str], content: Mapping[str, Any], faults: list[Fault]
) -> dict[str, str]:
    """Our value by each word of the user."""
    allowed = tuple(SYNONYMS[keys[1]])
    found: dict[str, str] = {}
    for value, said in content.items():
        if value == _HEADING:
            continue
        place = (*keys, value)
        if value not in allowed:
            faults.append(_fault(written, "settings.unknown_key.known", place, known=allowed))
            continue
        for word in _listed(said):
            if found.setdefault(folded(word), value) != value:
                faults.append(_fault(written, "mapping.word_twice", place, value=str(word)))
    return found


def _listed(said: Any) -> Iterable[Any]:
    return said if isinstance(said, list) else (said,)


def _fault(
    written: Written,
    id: str,
    keys: tuple[str, ...],
    *,
    value: str | None = None,
    known: tuple[str, ...] = (),
) -> Fault:
    fields = {"known": known} if known else {}
    return Fault(id, written.file, written.row(*keys), ".".join(keys), value, fields)
