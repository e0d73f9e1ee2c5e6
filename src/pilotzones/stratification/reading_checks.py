"""What is wrong with the rows of a part, asked of all rows at once; values stay unsaid."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import pyarrow as pa

from pilotzones.errors import Fault, Value
from pilotzones.schemas import Column, Schema
from pilotzones.stratification.reading_columns import DIGITS, Typed, scale_of
from pilotzones.stratification.reading_parts import FAULTS_MOST, Part, Reader, is_text

OLDEST = 130
"""Years: nobody has grown older."""
_TINY = "0.000001"
"""A cent that is off by less is the machine's, not the file's: 0.1 + 0.2."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Rows for which ``condition`` is true have the fault ``id`` in ``column``.

    ``guard``: a cheaper condition that is true wherever this one is.
    """

    column: str
    id: str
    condition: str
    guard: str | None = None
    fields: Mapping[str, Value] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found in a part: its rows, faults row by row, and cells that were rounded."""

    rows: int
    faults: tuple[Fault, ...]
    notices: tuple[Fault, ...]


def checked_part(typed: Typed, reader: Reader, year: int) -> Checked:
    """Rows of a part, held against every rule in one pass; rows are named where there are faults.

    Rules that the file's own summary (empty cells, smallest and largest value by column) shows to
    be kept are not asked.
    """
    rules = [*_general(typed, reader.schema), *_own(typed, reader.schema, year)]
    rounding = list(_rounded(typed, reader.schema))
    first = dict.fromkeys(r.guard or r.condition for r in (*rules, *rounding))
    rows, counts = _counts(typed.part, reader, list(first))
    open_ = [r for r in (*rules, *rounding) if r.guard and counts[r.guard]]
    if open_:
        counts |= _counts(typed.part, reader, [r.condition for r in open_])[1]
    faults: list[Fault] = []
    for rule in rules:
        if counts.get(rule.condition):
            faults += _faults(rule, typed, reader, counts[rule.condition], rows)
    notices = tuple(
        Fault(
            rule.id,
            typed.part.file,
            column=typed.part.headings[rule.column],
            fields={"n": counts[rule.condition]},
        )
        for rule in rounding
        if counts.get(rule.condition)
    )
    return Checked(rows, tuple(faults), notices)


def _counts(part: Part, reader: Reader, conditions: Sequence[str]) -> tuple[int, dict[str, int]]:
    """Number of rows, and of those for which each condition is true."""
    asked = "".join(f", count(*) FILTER ({condition})" for condition in conditions)
    rows, *found = _one(reader, f"SELECT count(*){asked} FROM {part.relation}")
    return rows, dict(zip(conditions, found, strict=True))


def _one(reader: Reader, query: str) -> tuple[Any, ...]:
    return reader.con.con.execute(query).fetchall()[0]


def _faults(rule: Rule, typed: Typed, reader: Reader, count: int, rows: int) -> Iterator[Fault]:
    part = typed.part
    heading = part.headings[rule.column]
    if rule.id == "cell.empty" and count == rows > 1:
        yield Fault("column.empty", part.file, column=heading)
        return
    if count > FAULTS_MOST:
        yield Fault("input.many_faults", part.file, column=heading, fields={"n": count})
    # materialised, because a filter on a Parquet file is answered from its summary where it can be,
    # and the summary knows nothing of values that are no numbers
    query = (
        f"WITH asked AS MATERIALIZED (SELECT {part.row} AS place, {rule.condition} AS bad"
        f" FROM {part.relation}) SELECT place FROM asked WHERE bad ORDER BY 1 LIMIT {FAULTS_MOST}"
    )
    for (row,) in reader.con.con.execute(query).fetchall():
        yield Fault(rule.id, part.file, int(row), heading, fields=rule.fields)


def _general(typed: Typed, schema: Schema) -> Iterator[Rule]:
    """Rules that follow from the kind of a column and from what the schema says of it."""
    part = typed.part
    for column in schema.columns:
        name = column.name
        if not part.has(name):
            continue
        raw, sql, type_ = part.names[name], typed.found[name], part.types[name]
        low, empty = _smallest(part, name), _empty(part, name)
        if name in typed.unknown and typed.unknown[name] != "FALSE":
            fields: dict[str, Value] = {"allowed": column.allowed}
            yield Rule(name, "cell.not_allowed", typed.unknown[name], fields=fields)
        if not column.nullable and not (empty == 0 and _says_something(typed, column)):
            yield Rule(name, "cell.empty", _nothing(raw, type_, typed, name))
        elif not column.nullable and column.kind == "decimal" and pa.types.is_floating(type_):
            yield Rule(name, "cell.empty", f"isnan({raw})", _odd(raw, sql, column, type_))
        if column.minimum == 0 and not (low is not None and low >= 0):
            yield Rule(name, "cell.negative", f"{raw} < 0")
        if column.kind == "flag" and pa.types.is_integer(type_):
            yield Rule(name, "cell.not_flag", f"{raw} NOT IN (0, 1)")
        if column.kind in ("text", "integer") and pa.types.is_floating(type_):
            yield Rule(name, "cell.not_whole", f"NOT isnan({raw}) AND {raw} <> floor({raw})")
        if column.kind in ("integer", "decimal"):
            odd = _odd(raw, sql, column, type_)
            yield Rule(name, "cell.too_large", f"{_is_number(raw, type_)} AND {sql} IS NULL", odd)


def _says_something(typed: Typed, column: Column) -> bool:
    """Can an empty text or no number not hide in the column? Then only empty cells are empty."""
    type_ = typed.part.types[column.name]
    hollow = column.kind == "text" and (is_text(type_) or pa.types.is_floating(type_))
    return not hollow or column.name in typed.tidy


def _nothing(raw: str, type_: pa.DataType, typed: Typed, name: str) -> str:
    """SQL of "this cell holds nothing"."""
    if name in typed.unknown:
        return f"({typed.found[name]} IS NULL AND NOT coalesce({typed.unknown[name]}, FALSE))"
    if is_text(type_):
        return f"{typed.found[name]} IS NULL"
    return f"({raw} IS NULL OR isnan({raw}))" if pa.types.is_floating(type_) else f"{raw} IS NULL"


def _is_number(raw: str, type_: pa.DataType) -> str:
    return f"NOT isnan({raw})" if pa.types.is_floating(type_) else f"{raw} IS NOT NULL"


def _odd(raw: str, sql: str, column: Column, type_: pa.DataType) -> str:
    """SQL that is true where the typed value is not the value of the file, and perhaps elsewhere.

    Of double precision whole numbers of the smallest part are compared rather than decimals: in
    half the time.
    """
    if column.kind != "decimal" or not pa.types.is_float64(type_):
        return f"({sql} IS DISTINCT FROM {raw})"
    scale = scale_of(column)
    whole = f"TRY_CAST({raw} * 1e{scale} AS BIGINT) / 1e{scale}"
    return f"({whole} IS DISTINCT FROM {raw} OR abs({raw}) >= 1e{DIGITS - scale})"


def _rounded(typed: Typed, schema: Schema) -> Iterator[Rule]:
    """Amounts with more decimals than are kept; told, not refused."""
    for column in schema.columns:
        name = column.name
        if column.kind == "decimal" and typed.part.has(name):
            raw, sql = typed.part.names[name], typed.found[name]
            odd = _odd(raw, sql, column, typed.part.types[name])
            yield Rule(name, "input.rounded", f"abs({raw} - {sql}) > {_TINY}", odd)


def _empty(part: Part, name: str) -> int | None:
    return part.bounds[name][0] if name in part.bounds else None


def _smallest(part: Part, name: str) -> Any:
    return part.bounds[name][1] if name in part.bounds else None


def _own(typed: Typed, schema: Schema, year: int) -> Iterator[Rule]:
    """Rules that only these tables have."""
    part, sql = typed.part, typed.found
    if not schema.key:
        yield from _paired(typed)
        return
    ages = [name for name in ("birth_year", "age") if part.has(name)]
    if ages:
        none = " AND ".join(f"{sql[name]} IS NULL" for name in ages)
        yield Rule(ages[0], "input.no_age", none)
    if part.has("age"):
        fields: dict[str, Value] = {"most": OLDEST}
        yield Rule("age", "input.too_old", f"{sql['age']} > {OLDEST}", fields=fields)
    if part.has("birth_year"):
        born = sql["birth_year"]
        fields = {"first": year - OLDEST, "last": year}
        outside = f"{born} NOT BETWEEN {year - OLDEST} AND {year}"
        yield Rule("birth_year", "input.birth_year", outside, fields=fields)
        for name in ("death_date", "left_on", "moved_on"):
            if part.has(name):
                before = f"year({sql[name]}) < {born}"
                yield Rule(name, "input.before_birth", before)
    if part.has("weight"):
        yield Rule("weight", "input.weight", f"{sql['weight']} = 0")


def _paired(typed: Typed) -> Iterator[Rule]:
    """Rules on two columns of deliveries or diagnoses: a part, or an end, and its whole."""
    part, sql = typed.part, typed.found
    if part.has("patient_eur"):
        above = f"{sql['patient_eur']} > {sql['amount_eur']}"
        yield Rule("patient_eur", "input.patient_above", above)
    if part.has("date") and part.has("ended_on"):
        yield Rule("ended_on", "input.ended_before", f"{sql['ended_on']} < {sql['date']}")
