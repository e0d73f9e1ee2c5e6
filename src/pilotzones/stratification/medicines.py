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
from pilotzones.stratification.engine import kept
from pilotzones.stratification.evidence import (
    SIGNS,
    either,
    has_bit,
    in_words,
    packed,
    summed,
    word_of,
    words,
)

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
    signs = {
        f"{SIGNS}{k}": summed(
            (_holds(codes.code, each.doses), 1 << place) for place, each in enumerate(some)
        )
        for k, some in enumerate(in_words(_sums(conditions)))
    }
    atc3 = ibis.ifelse(codes.code.re_search(ATC3), codes.code.substr(0, 4), ibis.null("string"))
    return codes.mutate(atc3=atc3, **signs)


def told_by(codes: Any, conditions: Iterable[Condition]) -> Any:
    """Does a code of `codes_of` tell any condition, alone or with others?"""
    return either(
        has_bit(codes[f"{SIGNS}{k}"], place)
        for k, some in enumerate(in_words(_sums(conditions)))
        for place, each in enumerate(some)
        if not each.against
    )


def _holds(code: Any, doses: Doses) -> Any:
    has = code.re_search(f"^({'|'.join(doses.prefixes)})")
    return has & ~code.re_search(f"^({'|'.join(doses.excepted)})") if doses.excepted else has


def medicines(care: Any, conditions: Conditions, year: int) -> Any:
    """By person: ``atc_<k>``, the conditions told at whatever age; classes and doses of the year.

    ``polypharmacy`` is about its last months.

    Doses by person and sort first, where a sort is all codes of one class with the same conditions:
    there are fewer of them than of codes, and a number is grouped faster than a text. Classes and
    conditions are then summed on their own: a count of different classes in each group takes
    longer.
    """
    begin = date(year, 12 - conditions.polypharmacy.months + 1, 1)
    drugs = care.filter(care.kind == "drug", *_in_year(care.date, year))
    codes, signs = _sorted_codes(codes_of(care, conditions.rows))
    sorts = codes.select("sort", "atc3", *signs).distinct()
    had = drugs.left_join(codes.select("code", "sort"), "code").drop("code_right")
    doses = had.group_by("person_id", "sort").agg(
        ddd=had.ddd.sum().cast(DDD),
        late_ddd=had.ddd.fill_null(nothing(DDD)).sum(where=had.date >= begin).cast(DDD),
    )  # late_ddd is missing where nothing was had of late
    # columns named one by one: Ibis then computes this step once, though two others lean on it
    taken = doses.left_join(sorts, doses.sort == sorts.sort).select(
        doses.person_id, doses.ddd, doses.late_ddd, sorts.atc3, *(sorts[name] for name in signs)
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
    days = _by_days(drugs, codes, conditions)
    if days is not None:
        told = told.left_join(days, "person_id").drop("person_id_right")
    found = {}
    for k in words(conditions):
        found[word_of("atc", k)] = told[word_of("atc", k)].fill_null(0)
        if days is not None:
            found[word_of("atc", k)] |= told[word_of("days", k)].fill_null(0)
    return told.select(
        "person_id",
        **found,
        n_atc3=told.n_atc3.cast("int32"),
        ddd=told.ddd.cast(DDD),
        polypharmacy=_many(told, conditions.polypharmacy),
    )


def _sorted_codes(codes: Any) -> tuple[Any, list[str]]:
    """Codes of `codes_of` with the number of their ``sort``, and the names of their signs."""
    signs = [name for name in codes.columns if name.startswith(SIGNS)]
    window = ibis.window(order_by=["atc3", *signs])
    return kept(codes.mutate(sort=ibis.dense_rank().over(window).cast("int16"))), signs


def _by_doses(taken: Any, conditions: Conditions) -> Any:
    """By person: ``atc_<k>``, the conditions of whose medicines the person takes enough."""
    rows = tuple(conditions.by("atc"))
    names = [name for name in taken.columns if name.startswith(SIGNS)]
    telling = taken.filter(either(taken[name] > 0 for name in names))
    signs = telling.group_by("person_id", *names).agg(ddd=telling.ddd.sum())
    ddd = {row.id: row.ddd for row in rows}
    enough: dict[str, list[tuple[_Sum, Any]]] = {row.id: [] for row in rows}
    for k, some in enumerate(in_words(_sums(conditions.rows))):
        for place, each in enumerate(some):
            mine = has_bit(signs[f"{SIGNS}{k}"], place)
            enough[each.id].append((each, _enough(signs.ddd.sum(where=mine), ddd[each.id])))
    told = {row.id: _takes(row, enough[row.id]) for row in rows}
    return signs.group_by("person_id").agg(**packed(told, conditions, "atc"))


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
    found: Any = ibis.or_(*alone, *((ibis.and_(*groups),) if groups else ()))
    return found & ~ibis.or_(*against) if against else found


def _by_days(drugs: Any, codes: Any, conditions: Conditions) -> Any | None:
    """By person: ``days_<k>``, the conditions that days with a delivery tell; None without any."""
    ids = {row.id: row.days for row in conditions.rows if row.days is not None and row.prefixes}
    places = {
        each.id: (f"{SIGNS}{k}", place)
        for k, some in enumerate(in_words(_sums(conditions.rows)))
        for place, each in reversed(list(enumerate(some)))
        if each.id in ids  # the first sum of a condition is that of its medicines alone
    }
    if not ids:
        return None
    signs = sorted({name for name, _ in places.values()})
    telling = codes.filter(ibis.or_(*(has_bit(codes[name], at) for name, at in places.values())))
    telling = telling.select("code", *signs)
    fetched = drugs.join(telling, "code").select("person_id", "date", *signs).distinct()
    told = {
        id: fetched.date.nunique(where=has_bit(fetched[name], at)) >= ids[id]
        for id, (name, at) in places.items()
    }
    return fetched.group_by("person_id").agg(**packed(told, conditions, "days"))


def _enough(doses: Any, least: Decimal) -> Any:
    return doses >= ibis.literal(least, DDD)


def _in_year(day: Any, year: int) -> tuple[Any, Any]:
    return day >= date(year, 1, 1), day <= date(year, 12, 31)


def _many(volume: Any, rule: Polypharmacy) -> Any:
    return (volume.late_atc3 >= rule.classes) & _enough(volume.late_ddd, rule.ddd)


def nothing(type_: Any) -> Any:
    """Zero of a type."""
    return ibis.literal(0, type_)
