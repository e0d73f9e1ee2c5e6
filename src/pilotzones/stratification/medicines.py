"""Medicines of each person in one year: which conditions they tell, how many, how much.

Doses by person and code first; a code tells by bits to which sums it belongs (`evidence`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import ibis
from ibis import _

from pilotzones.stratification.conditions import Doses
from pilotzones.stratification.evidence import SIGNS, flag_of, has_bit, in_words, words_of

if TYPE_CHECKING:
    from pilotzones.stratification.conditions import Condition, Conditions, Polypharmacy

DDD = ibis.dtype("decimal(18, 4)")

ATC3 = r"^[A-Z][0-9]{2}[A-Z]"
"""A code that names an ATC class of level 3 (four characters), or a part of one."""


@dataclass(frozen=True, slots=True)
class _Sum:
    """Medicines whose doses are summed for a condition: its own, one of a group, or against it."""

    id: str
    doses: Doses
    against: bool = False


def _sums(conditions: Iterable[Condition]) -> tuple[_Sum, ...]:
    """Sums that the medicines of conditions need, in the order of their bits."""
    found: list[_Sum] = []
    for row in conditions:
        alone = (row.doses,) if row.prefixes else ()
        found += [_Sum(row.id, doses) for doses in (*alone, *row.groups)]
        found += [_Sum(row.id, Doses(row.without), against=True)] if row.without else []
    return tuple(found)


def codes_of(care: Any, conditions: Iterable[Condition]) -> Any:
    """Every code of a medicine once: its class, and the sums that it belongs to as bits.

    ``atc3`` is missing for codes that name no class; ``signs_<k>`` hold 60 sums each.
    """
    codes = care.filter(_.kind == "drug").select("code").distinct()
    words = words_of([_holds(codes.code, each.doses) for each in _sums(conditions)])
    atc3 = ibis.ifelse(codes.code.re_search(ATC3), codes.code.substr(0, 4), ibis.null("string"))
    return codes.mutate(atc3=atc3, **words)


def told_by(codes: Any, conditions: Iterable[Condition]) -> Any:
    """Does a code of `codes_of` tell any condition, alone or with others?"""
    return ibis.or_(
        ibis.literal(False),
        *(
            has_bit(codes[f"{SIGNS}{k}"], place)
            for k, some in enumerate(in_words(_sums(conditions)))
            for place, each in enumerate(some)
            if not each.against
        ),
    )


def _holds(code: Any, doses: Doses) -> Any:
    has = ibis.or_(*(code.startswith(prefix) for prefix in doses.prefixes))
    if doses.excepted:
        has &= ~ibis.or_(*(code.startswith(prefix) for prefix in doses.excepted))
    return has


def medicines(care: Any, conditions: Conditions, year: int) -> Any:
    """By person: conditions told by doses; classes and doses, in the year and in its last months.

    Doses by person and code first; the codes bring their class and their conditions then, and both
    are summed on their own: a count of different classes in each group takes longer.
    """
    late = care.date >= date(year, 12 - conditions.polypharmacy.months + 1, 1)
    drugs = care.filter(care.kind == "drug", *_in_year(care.date, year))
    doses = drugs.group_by("person_id", "code").agg(
        ddd=drugs.ddd.sum(),
        late_ddd=drugs.ddd.fill_null(nothing(DDD)).sum(where=late),  # missing: nothing of late
    )
    codes = codes_of(care, conditions.rows)
    words = [name for name in codes.columns if name.startswith(SIGNS)]
    # columns named one by one: Ibis then computes this step once, though two others lean on it
    taken = doses.left_join(codes, doses.code == codes.code).select(
        doses.person_id, doses.ddd, doses.late_ddd, codes.atc3, *(codes[word] for word in words)
    )
    classes = taken.group_by("person_id", "atc3").agg(
        ddd=taken.ddd.sum(), late_ddd=taken.late_ddd.sum()
    )
    volume = classes.group_by("person_id").agg(
        ddd=classes.ddd.sum(),
        late_ddd=classes.late_ddd.sum(),
        n_atc3=classes.atc3.count(),
        late_atc3=classes.atc3.count(where=classes.late_ddd.notnull()),
    )
    told = volume.left_join(_by_doses(taken, conditions), "person_id").drop("person_id_right")
    days = _by_days(drugs, conditions)
    if days is not None:
        told = told.left_join(days, "person_id").drop("person_id_right")
    flags = [name for name in told.columns if name not in volume.columns]
    return told.select(
        "person_id",
        *flags,
        n_atc3=told.n_atc3.cast("int32"),
        ddd=told.ddd.cast(DDD),
        polypharmacy=_many(told, conditions.polypharmacy),
    )


def _by_doses(taken: Any, conditions: Conditions) -> Any:
    """By person: ``atc_<id>``, does the person take enough of the medicines of a condition?"""
    rows = tuple(conditions.by("atc"))
    words = [name for name in taken.columns if name.startswith(SIGNS)]
    telling = taken.filter(ibis.or_(ibis.literal(False), *(taken[word] > 0 for word in words)))
    signs = telling.group_by("person_id", *words).agg(ddd=telling.ddd.sum())
    ddd = {row.id: row.ddd for row in rows}
    enough: dict[str, list[tuple[_Sum, Any]]] = {row.id: [] for row in rows}
    for k, some in enumerate(in_words(_sums(conditions.rows))):
        for place, each in enumerate(some):
            mine = has_bit(signs[f"{SIGNS}{k}"], place)
            enough[each.id].append((each, _enough(signs.ddd.sum(where=mine), ddd[each.id])))
    told = {flag_of("atc", row.id): _takes(row, enough[row.id]) for row in rows}
    return signs.group_by("person_id").agg(**told)


def _takes(row: Condition, sums: Sequence[tuple[_Sum, Any]]) -> Any:
    """Enough of the medicines alone, or of every group together; not as much of those against."""
    for_it = [flag for each, flag in sums if not each.against]
    alone, groups = for_it[: bool(row.prefixes)], for_it[bool(row.prefixes) :]
    against = [flag for each, flag in sums if each.against]
    if len(sums) == len(alone) == 1:
        return alone[0]
    alone, groups, against = (
        [flag.fill_null(False) for flag in of] for of in (alone, groups, against)
    )
    found = ibis.or_(*alone, *((ibis.and_(*groups),) if groups else ()))
    return found & ~ibis.or_(*against) if against else found


def _by_days(drugs: Any, conditions: Conditions) -> Any | None:
    """By person: ``days_<id>`` of the conditions that days with a delivery tell; None without."""
    rows = [row for row in conditions.rows if row.days is not None and row.prefixes]
    if not rows:
        return None
    fetched = drugs.filter(ibis.or_(*(_holds(drugs.code, row.doses) for row in rows)))
    told = {
        f"days_{row.id}": fetched.date.nunique(where=_holds(fetched.code, row.doses)) >= row.days
        for row in rows
    }
    return fetched.group_by("person_id").agg(**told)


def _enough(doses: Any, least: Decimal) -> Any:
    return doses >= ibis.literal(least, DDD)


def _in_year(day: Any, year: int) -> tuple[Any, Any]:
    return day >= date(year, 1, 1), day <= date(year, 12, 31)


def _many(volume: Any, rule: Polypharmacy) -> Any:
    return (volume.late_atc3 >= rule.classes) & _enough(volume.late_ddd, rule.ddd)


def nothing(type_: Any) -> Any:
    """Zero of a type."""
    return ibis.literal(0, type_)
