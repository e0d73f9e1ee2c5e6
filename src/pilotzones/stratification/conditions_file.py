"""Files with conditions: TOML of the house's form, or a table of conditions and prefixes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Annotated

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)
from pydantic_core import PydanticCustomError

from pilotzones.errors import Fault, InputError
from pilotzones.readers import headings
from pilotzones.readers.delimited import records as records_of
from pilotzones.readers.files import kind_of, reading
from pilotzones.readers.settings import read_settings
from pilotzones.schemas import Column, Schema, places_of
from pilotzones.stratification.conditions import YEARLY_DDD, Condition, Family, Polypharmacy

_PREFIX = re.compile(r"[A-Z](?:[0-9]|[0-9]{2}(?:[A-Z](?:[A-Z](?:[0-9]{1,2})?)?)?)?")
_ID = re.compile(r"[a-z][a-z0-9_]{0,39}")
_RESERVED = frozenset(("any", "none", "two_or_more", "three_or_more", "polypharmacy"))
"""Names of other rows in the tables of conditions."""
_WHOLE_CODE = 7
_LANGUAGES = ("fr", "nl", "de", "en")


def _id(text: str) -> str:
    if not _ID.fullmatch(text) or text in _RESERVED:
        raise PydanticCustomError("conditions.bad_id", " ", {})
    return text


def _prefix(text: str) -> str:
    if not _PREFIX.fullmatch(text):
        raise PydanticCustomError("conditions.bad_prefix", " ", {})
    return text


def _code(text: str) -> str:
    if len(text) != _WHOLE_CODE or not _PREFIX.fullmatch(text):
        raise PydanticCustomError("conditions.bad_code", " ", {})
    return text


Id = Annotated[str, AfterValidator(_id)]
Prefix = Annotated[str, AfterValidator(_prefix)]
Code = Annotated[str, AfterValidator(_code)]
Text = Annotated[str, StringConstraints(min_length=1)]
Age = Annotated[int, Field(ge=0, le=130)]
Doses = Annotated[Decimal, Field(gt=0, max_digits=18, decimal_places=4)]

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


class _Row(BaseModel):
    """One table ``[[condition]]`` of the file."""

    model_config = ConfigDict(extra="forbid")

    id: Id
    family: Family
    fr: Text
    nl: Text
    de: Text
    en: Text
    atc: Annotated[tuple[Prefix, ...], Field(min_length=1)]
    ddd: Doses = YEARLY_DDD
    min_age: Age | None = None
    max_age: Age | None = None
    source: Text
    matches: Code
    differs: Annotated[Code, Field(alias="not")]

    @model_validator(mode="after")
    def _holds_together(self) -> _Row:
        prefixes = tuple(self.atc)
        if self.min_age is not None and self.max_age is not None and self.min_age > self.max_age:
            raise PydanticCustomError("conditions.ages", " ", {"condition": self.id})
        if not self.matches.startswith(prefixes):
            raise PydanticCustomError(
                "conditions.no_match", " ", {"condition": self.id, "code": self.matches}
            )
        if self.differs.startswith(prefixes):
            raise PydanticCustomError(
                "conditions.false_match", " ", {"condition": self.id, "code": self.differs}
            )
        return self

    def condition(self) -> Condition:
        """The same as a noun of the room."""
        names = MappingProxyType({lang: getattr(self, lang) for lang in _LANGUAGES})
        return Condition(
            self.id,
            self.family,
            names,
            tuple(self.atc),
            self.ddd,
            self.min_age,
            self.max_age,
            self.source,
            self.matches,
            self.differs,
        )


class _Polypharmacy(BaseModel):
    """Table ``[polypharmacy]`` of the file."""

    model_config = ConfigDict(extra="forbid")

    months: Annotated[int, Field(ge=1, le=12)]
    classes: Annotated[int, Field(ge=1)]
    ddd: Annotated[Decimal, Field(ge=0, max_digits=18, decimal_places=4)]
    source: Text


class _File(BaseModel):
    """A table of conditions; without ``[polypharmacy]`` that of the program holds."""

    model_config = ConfigDict(extra="forbid")

    condition: Annotated[tuple[_Row, ...], Field(min_length=1)]
    polypharmacy: _Polypharmacy | None = None

    @model_validator(mode="after")
    def _each_once(self) -> _File:
        ids = [row.id for row in self.condition]
        twice = sorted({id for id in ids if ids.count(id) > 1})
        if twice:
            raise PydanticCustomError("conditions.twice", " ", {"ids": tuple(twice)})
        return self


def table_of_toml(path: Path) -> tuple[tuple[Condition, ...], Polypharmacy | None]:
    """Conditions of a file of the house's form, and what it says of polypharmacy.

    Raises
    ------
    InputError
        Every fault of the file, with key and row.
    """
    file = read_settings(path, _File)
    rule = file.polypharmacy
    found = Polypharmacy(rule.months, rule.classes, rule.ddd, rule.source) if rule else None
    return tuple(row.condition() for row in file.condition), found


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
    if not _ID.fullmatch(id) or id in _RESERVED:
        yield Fault("conditions.bad_id" if id else "cell.empty", file, row, "condition", id or None)
    if not _PREFIX.fullmatch(prefix):
        told = "conditions.bad_prefix" if prefix else "cell.empty"
        yield Fault(told, file, row, "prefix", prefix or None)


def _named(id: str, prefixes: tuple[str, ...], source: str) -> Condition:
    names = {lang: id.replace("_", " ") for lang in _LANGUAGES}
    return Condition(id, family="", names=MappingProxyType(names), prefixes=prefixes, source=source)
