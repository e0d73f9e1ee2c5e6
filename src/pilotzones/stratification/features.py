"""What care says of each person in one year: conditions, medicines, costs, stays, outcomes.

Computed in steps, not as one expression over all deliveries: conditions and ATC class once per
distinct code, classes and doses by person, hospital days on their own, costs from the sums that the
reading has made (`payments`), items and diagnoses (`evidence`) only where there are any. The engine
keeps each step in its final types before the next begins, so that the memory of one is free for the
next. Amounts are decimals throughout, so every engine gives the same numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import ibis
from ibis import _

from pilotzones.errors import Fault, InputError
from pilotzones.stratification.conditions import SYSTEMS
from pilotzones.stratification.engine import kept, let_go
from pilotzones.stratification.evidence import (
    BITS,
    bit_count,
    diagnoses,
    has_bit,
    items,
    mask,
    word_of,
    words,
)
from pilotzones.stratification.medicines import DDD, medicines, nothing
from pilotzones.stratification.payments import EUR, costs
from pilotzones.stratification.tables import KINDS

if TYPE_CHECKING:
    from pilotzones.stratification.conditions import Condition, Conditions, System
    from pilotzones.stratification.reading import PeopleTables

_TRAITS = ("increased_reimbursement", "chronic_status", "isolated", "palliative", "weight")


def features(
    tables: PeopleTables, conditions: Conditions, year: int, *, next_year: bool
) -> ibis.Table:
    """One row per person of ``year``, ordered by ``person_id``.

    Who died or left before the year, or was born after it, is not among them.

    Columns
    -------
    ``person_id``, ``unit`` (residence at the end of the year), ``age`` (full years at 31
    December), ``sex``, ``increased_reimbursement``, ``chronic_status``, ``isolated``,
    ``palliative`` (missing where not said), ``weight``; ``present`` (alive and insured at the end
    of the year);
    ``cond_<id>``, ``n_conditions`` (kinds of another condition and numbers of conditions are not
    counted); ``n_atc3`` (different ATC classes of level 3),
    ``polypharmacy``, ``ddd``; ``cost_<kind>``, ``total_cost`` (all amounts; supplements are
    outside them, lines that a budget leaves out are inside); ``hospital_days`` (different dates),
    ``hospital_stays`` (runs of consecutive such dates within the year: one that goes on over New
    Year counts in both years). With ``next_year`` also ``next_cost``, ``next_stays`` and
    ``next_present`` of the year after.

    Raises
    ------
    InputError
        The deliveries have nothing of the year, or of the next one where it is asked for.
    """
    return unordered(tables, conditions, year, next_year=next_year).order_by("person_id")


def unordered(
    tables: PeopleTables,
    conditions: Conditions,
    year: int,
    *,
    next_year: bool,
    beside: Sequence[str] = (),
) -> Any:
    """The same as `features` without an order.

    ``beside``: columns of the persons, as read, that come along as ``given_<name>``.
    """
    years = (year, year + 1) if next_year else (year,)
    missing = [str(y) for y in years if y not in tables.years]
    if missing:
        known = tuple(map(str, tables.years))
        fields = {"years": tuple(missing), "known": known}
        raise InputError(Fault("input.no_year", fields=fields))
    parts = (
        *_told(tables, conditions, year),
        _hospital(tables.deliveries, years),
        kept(costs(tables.payments, tables.kinds, years)),
    )
    people = persons_of(tables, year, beside)
    # by persons alone first: what they bring of their own would be written twice
    care = kept(_joined(people.select("person_id"), parts))
    for part in parts:
        let_go(part)
    return _finished(_joined(people, (care,)), conditions, years, beside)


def ways(tables: PeopleTables, conditions: Conditions, year: int) -> Any:
    """Persons of ``year`` with what each way tells of them: ``person_id``, ``<system>_<k>``.

    The words hold a bit for each condition, in the order of the table, 60 in a word. A kind of
    another condition does not set the bit of that one.
    """
    people = _joined(persons_of(tables, year), _told(tables, conditions, year))
    found = {
        word_of(system, k): _word(people, conditions, system, k)
        for system in SYSTEMS
        for k in words(conditions)
        if word_of(system, k) in people.columns
    }
    return people.select("person_id", **found)


def _told(tables: PeopleTables, conditions: Conditions, year: int) -> tuple[Any, ...]:
    """What tells conditions, by person: medicines, items, diagnoses of each classification."""
    care = tables.deliveries
    had = items(care, conditions, year)
    return (
        medicines(care, conditions, year),
        *(() if had is None else (kept(had),)),
        *map(kept, diagnoses(tables.diagnoses, conditions, year)),
    )


def _joined(people: Any, parts: Iterable[Any]) -> Any:
    for part in parts:
        people = people.left_join(part, "person_id").drop("person_id_right")
    return people


def persons_of(tables: PeopleTables, year: int, beside: Sequence[str] = ()) -> Any:
    """Persons who were insured for at least a day of the year, with age and unit at its end.

    ``beside`` as in `unordered`.
    """
    first, last, after = date(year, 1, 1), date(year, 12, 31), date(year + 1, 12, 31)
    people: Any = tables.persons
    age = ibis.coalesce(year - people.birth_year, people.age - (tables.year - year)).cast("int32")
    gone: Any = ibis.least(
        people.death_date, people.left_on
    )  # the earlier one; missing where neither
    moved_later = (people.moved_on > last) & people.unit_before.notnull()
    traits = {name: people[name] for name in _TRAITS}
    found = people.select(
        "person_id",
        unit=ibis.ifelse(moved_later, people.unit_before, people.unit),
        age=age,
        sex=people.sex,
        **traits,
        present=gone.isnull() | (gone > last),
        next_present=gone.isnull() | (gone > after),
        gone=gone,
        **{given_name(name): people[name] for name in beside},
    )
    return found.filter(_.age >= 0, _.gone.isnull() | (_.gone >= first)).drop("gone")


def _hospital(care: Any, years: tuple[int, ...]) -> Any:
    """By person: days and stays in the year, and stays in the next one."""
    first, last = date(years[0], 1, 1), date(years[-1], 12, 31)
    spent = care.filter(care.kind == "hospital", care.date >= first, care.date <= last)
    spent_days: Any = kept(spent.select("person_id", "date").distinct())
    # the day before is looked up, not sorted for: that is quicker
    after = (spent_days.date + ibis.interval(days=1)).cast("date")
    before = spent_days.select("person_id", date=after, goes_on=True)
    days = spent_days.left_join(before, ["person_id", "date"])
    begins = days.goes_on.isnull() | days.date.isin([date(year, 1, 1) for year in years])
    in_year = days.date <= date(years[0], 12, 31)
    found = {
        "hospital_days": in_year.sum().cast("int32"),
        "hospital_stays": (begins & in_year).sum().cast("int32"),
    }
    if len(years) > 1:
        found["next_stays"] = (begins & ~in_year).sum().cast("int32")
    stays = kept(days.group_by("person_id").agg(**found))
    let_go(spent_days)
    return stays


def given_name(name: str) -> str:
    """Name under which a column of the persons comes along as it was read."""
    return f"given_{name}"


def _finished(
    people: Any, conditions: Conditions, years: tuple[int, ...], beside: Sequence[str]
) -> Any:
    """Columns in their order and types; what nobody delivered is 0, not missing."""
    people = people.mutate(**_signs(people, conditions))
    flags = {f"cond_{row.id}": _has(people, place) for place, row in enumerate(conditions.rows)}
    number: Any = people[_NUMBER]
    spent = {f"cost_{kind}": _amount(people, f"cost_{kind}", EUR) for kind in KINDS}
    total: Any = sum(spent.values(), start=nothing(EUR))
    columns: dict[str, Any] = {
        **flags,
        "n_conditions": number,
        "n_atc3": _amount(people, "n_atc3", "int32"),
        "polypharmacy": people.polypharmacy.fill_null(False),
        "ddd": _amount(people, "ddd", DDD),
        **spent,
        "total_cost": total.cast(EUR),
        "hospital_days": _amount(people, "hospital_days", "int32"),
        "hospital_stays": _amount(people, "hospital_stays", "int32"),
    }
    if len(years) > 1:
        columns["next_cost"] = _amount(people, "next_cost", EUR)
        columns["next_stays"] = _amount(people, "next_stays", "int32")
        columns["next_present"] = people.next_present
    own = ("person_id", "unit", "age", "sex", *_TRAITS, "present", *map(given_name, beside))
    return people.select(*own, **columns)


_HAS, _NUMBER = "has", "has_number"
"""Begin of the words with the conditions of a person, and their number."""


def _signs(people: Any, conditions: Conditions) -> dict[str, Any]:
    """Words ``has_<k>`` with every condition of a person, and how many of them are counted."""
    told = {k: _any_way(people, conditions, k) for k in words(conditions)}
    closed = {k: told[k] | _wholes(told, conditions, k) for k in told}
    counted = [row.id for row in conditions.rows if row.counted]
    among = (bit_count(closed[k] & mask(conditions, counted, k)).cast("int32") for k in told)
    number: Any = sum(among, start=nothing("int32"))
    for row in conditions.rows:
        if row.least is None:
            continue
        reached = number >= row.least
        if row.chapters is not None:
            reached &= _parts(closed, conditions) >= row.chapters
        for k in told:
            bit = mask(conditions, (row.id,), k)
            closed[k] |= ibis.ifelse(reached, bit, 0) if bit else 0
    return {**{word_of(_HAS, k): word for k, word in closed.items()}, _NUMBER: number}


def _any_way(people: Any, conditions: Conditions, k: int) -> Any:
    """Word with the conditions that any way tells."""
    found = nothing("int64")
    for system in SYSTEMS:
        if word_of(system, k) in people.columns:
            found |= _word(people, conditions, system, k)
    return found


def _word(people: Any, conditions: Conditions, system: System, k: int) -> Any:
    """Word with what codes of a system tell; medicines at ages within the bounds only."""
    word = people[word_of(system, k)].fill_null(0)
    if system == "atc":
        for row in conditions.rows[k * BITS : (k + 1) * BITS]:
            outside = _outside(people.age, row)
            if outside is not None:
                word &= ibis.ifelse(outside, ~mask(conditions, (row.id,), k), -1).cast("int64")
    return word


def _outside(age: Any, row: Condition) -> Any | None:
    """Does an age lie outside the bounds of a condition; None where it has none?"""
    bounds = []
    if row.min_age is not None:
        bounds.append(age < row.min_age)
    if row.max_age is not None:
        bounds.append(age > row.max_age)
    return ibis.or_(*bounds) if bounds else None


def _wholes(told: dict[int, Any], conditions: Conditions, k: int) -> Any:
    """Word with the conditions that a person has because of having a kind of them."""
    found = nothing("int64")
    kinds: dict[str, list[str]] = {}
    for row in conditions.rows:
        if row.within:
            kinds.setdefault(row.within, []).append(row.id)
    for whole, ids in kinds.items():
        bit = mask(conditions, (whole,), k)
        if bit:
            found |= ibis.ifelse(_any_bit(told, conditions, ids), bit, 0).cast("int64")
    return found


def _any_bit(has: dict[int, Any], conditions: Conditions, ids: Iterable[str]) -> Any:
    wanted = {k: mask(conditions, ids, k) for k in has}
    return ibis.or_(*((has[k] & bits) > 0 for k, bits in wanted.items() if bits))


def _parts(has: dict[int, Any], conditions: Conditions) -> Any:
    """Number of chapters, parts of the body, in which a person has a counted condition."""
    chapters: dict[str, list[str]] = {}
    for row in conditions.rows:
        if row.counted:
            chapters.setdefault(row.chapter, []).append(row.id)
    flags = [_any_bit(has, conditions, ids) for ids in chapters.values()]
    return sum((flag.cast("int32") for flag in flags), start=nothing("int32"))


def _has(people: Any, place: int) -> Any:
    return has_bit(people[word_of(_HAS, place // BITS)], place % BITS)


def _amount(people: Any, name: str, type_: Any) -> Any:
    if name not in people.columns:
        return nothing(type_)
    return people[name].fill_null(0).cast(type_)
