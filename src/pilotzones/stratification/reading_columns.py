"""Columns of a part as SQL in the types of the schema, and the words that nobody understands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow as pa

from pilotzones.schemas import Column
from pilotzones.stratification.reading_mapping import folded
from pilotzones.stratification.reading_parts import Part, Reader, is_text, literal

SCALES = {"ddd": 4, "weight": 4}
"""Decimals of the amounts that are not euros."""
EUROS = 2
DIGITS = 18
"""Digits of every amount, decimals among them."""

_SPACES = literal(" \t\r\n\u00a0\u202f")
_DEFAULTS = {"weight": "1", "payer": "'federal'", "excluded": "FALSE"}
"""What holds where a file does not say it."""
_TYPES = {"text": "VARCHAR", "integer": "INTEGER", "flag": "BOOLEAN", "date": "DATE"}
_CHOICES_MOST = 10_000
"""Different words of a column of kinds that are looked at: more cannot be kinds."""
_UPPER = ("code", "icd10", "icpc2")
"""Columns in which small letters are slips."""


@dataclass(frozen=True, slots=True)
class Typed:
    """Part with the SQL of each column of the schema, where the file has it or not.

    ``found`` is the SQL without what holds where nothing is said; ``unknown`` gives, for columns
    of words, the SQL of "this word is not known", ``words`` the values in use; ``tidy`` names the
    columns of texts that hold nothing to be trimmed.
    """

    part: Part
    found: Mapping[str, str]
    columns: Mapping[str, str]
    unknown: Mapping[str, str]
    words: Mapping[str, tuple[str, ...]]
    tidy: frozenset[str]

    def select(self) -> str:
        """Query: every column of the schema under its own name."""
        listed = ", ".join(f"{sql} AS {name}" for name, sql in self.columns.items())
        return f"SELECT {listed} FROM {self.part.relation}"


def scale_of(column: Column) -> int:
    """Decimals of a column of amounts."""
    return SCALES.get(column.name, EUROS)


def type_of(column: Column) -> str:
    """SQL type of a column."""
    if column.kind == "decimal":
        return f"DECIMAL({DIGITS},{scale_of(column)})"
    return _TYPES[column.kind]


def typed_part(part: Part, reader: Reader, *, ids_as_text: bool) -> Typed:
    """Part with its columns typed; ``ids_as_text`` unless all identifiers are whole numbers."""
    found: dict[str, str] = {}
    unknown: dict[str, str] = {}
    words: dict[str, tuple[str, ...]] = {}
    tidy: set[str] = set()
    for column in reader.schema.columns:
        name = column.name
        if not part.has(name):
            continue
        if name in reader.mapping.words:
            found[name], unknown[name], words[name], clean = _choice(part, reader, name)
            tidy |= {name} if clean else set()
        elif column.kind == "text" and is_text(part.types[name]):
            clean = not part.searched and _is_tidy(part, reader, name)
            tidy |= {name} if clean or part.searched else set()
            found[name] = part.names[name] if clean else _trimmed(part.names[name], name)
        else:
            whole = name == "person_id" and not ids_as_text
            found[name] = _number(column, part.names[name], part.types[name], whole=whole)
    columns = {c.name: _or_default(c, found.get(c.name)) for c in reader.schema.columns}
    return Typed(part, found, columns, unknown, words, frozenset(tidy))


def _or_default(column: Column, sql: str | None) -> str:
    default = _DEFAULTS.get(column.name)
    if sql is None:
        return f"CAST({default or 'NULL'} AS {type_of(column)})"
    return f"coalesce({sql}, {default})" if default else sql


def _trimmed(name: str, column: str) -> str:
    text = f"trim({name}, {_SPACES})"
    return f"nullif({f'upper({text})' if column in _UPPER else text}, '')"


def _is_tidy(part: Part, reader: Reader, column: str) -> bool:
    """Has the column nothing to trim? Asked once, so that millions of rows need no trimming."""
    name = part.names[column]
    query = (
        f"SELECT 1 FROM (SELECT DISTINCT {name} AS v FROM {part.relation})"
        f" WHERE v IS DISTINCT FROM {_trimmed('v', column)} LIMIT 1"
    )
    return not reader.con.con.execute(query).fetchall()


def _number(column: Column, name: str, type_: pa.DataType, *, whole: bool) -> str:
    """SQL of a column that is no text in the file."""
    floating = pa.types.is_floating(type_)
    match column.kind:
        case "text":
            number = f"TRY_CAST({name} AS BIGINT)" if floating or whole else name
            return number if whole else f"CAST({number} AS VARCHAR)"
        case "flag" if not pa.types.is_boolean(type_):
            return f"CASE {name} WHEN 1 THEN TRUE WHEN 0 THEN FALSE END"
        case "flag":
            return name
        case "date":
            return name if pa.types.is_date(type_) else f"CAST({name} AS DATE)"
        case _:
            return f"TRY_CAST({name} AS {type_of(column)})"


def _choice(part: Part, reader: Reader, column: str) -> tuple[str, str, tuple[str, ...], bool]:
    """SQL of a column of words and of "not known", the values in use, and whether all are ours."""
    told, raw = reader.mapping.words[column], part.names[column]
    said = raw
    if not is_text(part.types[column]):
        floating = pa.types.is_floating(part.types[column])
        said = f"CAST({f'TRY_CAST({raw} AS BIGINT)' if floating else raw} AS VARCHAR)"
    query = f"SELECT DISTINCT {said} FROM {part.relation} LIMIT {_CHOICES_MOST}"
    seen = sorted(word for (word,) in reader.con.con.execute(query).fetchall() if word is not None)
    ours = {word: told[folded(word)] for word in seen if folded(word) in told}
    values = tuple(sorted(set(ours.values())))
    if all(word == ours.get(word) for word in seen):
        return said, "FALSE", values, True
    cases = " ".join(f"WHEN {literal(word)} THEN {literal(ours[word])}" for word in ours)
    sql = f"CASE {said} {cases} END" if cases else "CAST(NULL AS VARCHAR)"
    strange = any(folded(word) for word in seen if word not in ours)
    unknown = f"({said} IS NOT NULL AND trim({said}, {_SPACES}) <> '' AND {sql} IS NULL)"
    return sql, unknown if strange else "FALSE", values, False
