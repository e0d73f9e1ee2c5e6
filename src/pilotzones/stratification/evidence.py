"""What care items and diagnoses tell of conditions: by person, one flag for each way and condition.

Every code once, as for medicines: its conditions are bits of whole numbers, and the numbers of a
person are joined bit by bit.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import ibis

from pilotzones.stratification.engine import kept
from pilotzones.stratification.tables import DIAGNOSIS_CODES

if TYPE_CHECKING:
    from pilotzones.stratification.conditions import Condition, Conditions, System

SIGNS = "signs_"
"""Begin of the columns that hold, as bits, what a code tells."""
_BITS = 60
"""Flags that fit into one whole number, a bit each."""


def flag_of(system: System, id: str) -> str:
    """Column that says whether codes of a system tell a condition."""
    return f"{system}_{id}"


def in_words(things: Iterable[Any]) -> list[Sequence[Any]]:
    """Things in portions that fit into one whole number."""
    rows = tuple(things)
    return [rows[i : i + _BITS] for i in range(0, len(rows), _BITS)]


def bit(flag: Any, place: int) -> Any:
    """The bit of a place where the flag is true, else 0."""
    return ibis.ifelse(flag, 1 << place, 0).cast("int64")


def has_bit(number: Any, place: int) -> Any:
    """Is the bit of a place set?"""
    return (number & (1 << place)) > 0


def words_of(flags: Sequence[Any]) -> dict[str, Any]:
    """Columns ``signs_<k>`` with the flags as bits, 60 each."""
    nothing = ibis.literal(0, "int64")
    return {
        f"{SIGNS}{k}": sum((bit(flag, place) for place, flag in enumerate(some)), start=nothing)
        for k, some in enumerate(in_words(flags))
    }


def items(care: Any, conditions: Conditions, year: int) -> Any | None:
    """By person: ``nomenclature_<id>`` of the conditions that items of the year tell.

    None where the table of conditions knows no items.
    """
    rows = tuple(conditions.by("nomenclature"))
    if not rows:
        return None
    wanted = sorted({code for row in rows for code in row.items})
    day = care.date
    had = care.filter(
        care.kind != "drug",
        care.code.isin(wanted),
        day >= date(year, 1, 1),
        day <= date(year, 12, 31),
    )
    told = {
        flag_of("nomenclature", row.id): had.date.nunique(where=had.code.isin(row.items))
        >= row.item_days
        for row in rows
    }
    return had.group_by("person_id").agg(**told)


def diagnoses(known: Any | None, conditions: Conditions, year: int) -> list[Any]:
    """By person and classification: ``icd10_<id>``, ``icpc2_<id>`` of the conditions told.

    A diagnosis counts from its year on, as long as it has not ended before the year; one without a
    date counts in every year, but not for a condition that looks at the last years only.
    """
    if known is None:
        return []
    last = date(year, 12, 31)
    open_ = known.ended_on.isnull() | (known.ended_on >= date(year, 1, 1))
    known = known.filter(known.date.isnull() | (known.date <= last), open_)
    return [
        _of_system(known, system, tuple(conditions.by(system)), year)
        for system in DIAGNOSIS_CODES
        if any(True for _ in conditions.by(system))
    ]


def diagnosis_codes(known: Any, system: System, rows: Sequence[Condition]) -> Any:
    """Every code of a classification once, with the conditions that it tells as bits."""
    codes = known.filter(known[system].notnull()).select(code=known[system]).distinct()
    written = codes.code.re_replace("[^A-Z0-9]", "")
    flags = [ibis.or_(*(written.startswith(c) for c in row.codes(system))) for row in rows]
    return codes.mutate(**words_of(flags))


def _of_system(known: Any, system: System, rows: Sequence[Condition], year: int) -> Any:
    codes = kept(diagnosis_codes(known, system, rows))
    signs = [name for name in codes.columns if name.startswith(SIGNS)]
    told = codes.filter(ibis.or_(*(codes[name] > 0 for name in signs)))
    joined = known.inner_join(told, known[system] == told.code).select(
        known.person_id, known.date, *(told[name] for name in signs)
    )
    spans = sorted({row.years for row in rows if row.years is not None})
    words = {(None, name): joined[name].bit_or() for name in signs}
    words |= {
        (span, name): joined[name].bit_or(where=joined.date >= date(year - span + 1, 1, 1))
        for span in spans
        for name in signs
    }
    found = kept(joined.group_by("person_id").agg(**{_word(*key): w for key, w in words.items()}))
    flags = {
        flag_of(system, row.id): has_bit(found[_word(row.years, f"{SIGNS}{k}")], place)
        for k, some in enumerate(in_words(rows))
        for place, row in enumerate(some)
    }
    return found.select("person_id", **flags)


def _word(span: int | None, name: str) -> str:
    return name if span is None else f"{name}_{span}"
