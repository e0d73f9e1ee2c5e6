"""What codes tell of conditions, as bits: by code, and by person for care items and diagnoses.

Every condition has a place, the same in all numbers, so that what several ways tell of a person is
joined bit by bit. Each distinct code is looked at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import ibis

from pilotzones.stratification.engine import kept
from pilotzones.stratification.tables import DIAGNOSIS_CODES

if TYPE_CHECKING:
    from pilotzones.stratification.conditions import Conditions, System

SIGNS = "signs_"
"""Begin of the columns that hold, as bits, what a code tells."""
BITS = 60
"""Flags that fit into one whole number, a bit each."""


def in_words(things: Iterable[Any]) -> list[Sequence[Any]]:
    """Things in portions that fit into one whole number."""
    rows = tuple(things)
    return [rows[i : i + BITS] for i in range(0, len(rows), BITS)]


def words(conditions: Conditions) -> range:
    """Numbers of the words that hold a bit for each condition."""
    return range((len(conditions.rows) + BITS - 1) // BITS)


def word_of(system: str, k: int) -> str:
    """Column of a word with what codes of a system tell."""
    return f"{system}_{k}"


def mask(conditions: Conditions, ids: Iterable[str], k: int) -> int:
    """Bits of conditions in the word ``k``."""
    wanted = set(ids)
    rows = conditions.rows[k * BITS : (k + 1) * BITS]
    return sum(1 << place for place, row in enumerate(rows) if row.id in wanted)


@ibis.udf.scalar.builtin
def bit_count(number: int) -> int:
    """How many bits of a whole number are set; a function of the engines themselves."""
    raise NotImplementedError


@ibis.udf.agg.builtin
def bit_or(number: int) -> int:
    """All bits of whole numbers; a function of the engines, which Ibis 12 lacks for Spark."""
    raise NotImplementedError


def bit(place: Any) -> Any:
    """Whole number with the bit of a place that stands in a column, below `BITS`."""
    one = place.cast("int64") * 0 + 1  # a plain 1 has 32 bits only, in both engines
    return one << place.cast("int32")


def has_bit(number: Any, place: int) -> Any:
    """Is the bit of a place set?"""
    return (number & (1 << place)) > 0


def summed(bits: Iterable[tuple[Any, int]]) -> Any:
    """Whole number with the given bits where their flags are true."""
    found: Any = ibis.literal(0, "int64")
    for flag, bit in bits:
        found += ibis.ifelse(flag, bit, 0).cast("int64")
    return found


def either(flags: Iterable[Any]) -> Any:
    """Is any of the flags true? No, where there is none."""
    no: Any = ibis.literal(False)
    return ibis.or_(no, *flags)


def packed(flags: Mapping[str, Any], conditions: Conditions, system: str) -> dict[str, Any]:
    """Words ``<system>_<k>`` of flags by the id of their condition."""
    return {
        word_of(system, k): summed(
            (flags[row.id], 1 << place) for place, row in enumerate(some) if row.id in flags
        )
        for k, some in enumerate(in_words(conditions.rows))
    }


def items(care: Any, conditions: Conditions, year: int) -> Any | None:
    """By person: ``nomenclature_<k>``, the conditions that items of the year tell.

    None where the table of conditions knows no items.
    """
    rows = tuple(conditions.by("nomenclature"))
    if not rows:
        return None
    wanted = sorted({code for row in rows for code in row.items})
    first, last = date(year, 1, 1), date(year, 12, 31)
    had = care.filter(care.kind != "drug", care.code.isin(wanted))
    had = had.filter(had.date >= first, had.date <= last)
    told = {
        row.id: had.date.nunique(where=had.code.isin(row.items)) >= row.item_days for row in rows
    }
    return had.group_by("person_id").agg(**packed(told, conditions, "nomenclature"))


def diagnoses(known: Any | None, conditions: Conditions, year: int) -> list[Any]:
    """By person and classification: ``icd10_<k>``, ``icpc2_<k>``, the conditions told.

    A diagnosis counts from its year on, as long as it has not ended before the year; one without a
    date counts in every year, but not for a condition that looks at the last years only.
    """
    if known is None:
        return []
    last = date(year, 12, 31)
    open_ = known.ended_on.isnull() | (known.ended_on >= date(year, 1, 1))
    known = known.filter(known.date.isnull() | (known.date <= last), open_)
    return [
        _of_system(known, system, conditions, year)
        for system in DIAGNOSIS_CODES
        if any(True for _ in conditions.by(system))
    ]


def diagnosis_codes(known: Any, system: System, conditions: Conditions) -> Any:
    """Every code of a classification once, with the conditions that it tells: ``signs_<k>``."""
    codes = known.filter(known[system].notnull()).select(code=known[system]).distinct()
    codes = codes.mutate(plain=codes.code.re_replace("[^A-Z0-9]", ""))
    flags = {
        row.id: codes.plain.re_search(f"^({'|'.join(row.codes(system))})")
        for row in conditions.by(system)
    }
    signs = packed(flags, conditions, SIGNS[:-1])
    return codes.select("code", "plain", **signs)


def _of_system(known: Any, system: System, conditions: Conditions, year: int) -> Any:
    codes: Any = kept(diagnosis_codes(known, system, conditions))
    signs = [word_of(SIGNS[:-1], k) for k in words(conditions)]
    told = codes.filter(either(codes[name] > 0 for name in signs))
    joined = known.inner_join(told, known[system] == told.code).select(
        known.person_id, known.date, *(told[name] for name in signs)
    )
    spans: dict[int | None, list[str]] = {}
    for row in conditions.by(system):
        spans.setdefault(row.years, []).append(row.id)
    found = {}
    for k, name in enumerate(signs):
        parts = []
        for span, ids in spans.items():
            recent = None if span is None else joined.date >= date(year - span + 1, 1, 1)
            bits = mask(conditions, ids, k)
            if bits:
                held: Any = bit_or(joined[name] & bits, where=recent)
                parts.append(held.fill_null(0))
        found[word_of(system, k)] = _union(parts)
    return joined.group_by("person_id").agg(**found)


def _union(numbers: Sequence[Any]) -> Any:
    """All bits of whole numbers."""
    found = ibis.literal(0, "int64")
    for number in numbers:
        found = number if found is None else found | number
    return found
