"""What care says of each person in one year: conditions, medicines, costs, stays, outcomes.

Computed in steps, not as one expression over all deliveries: conditions and ATC class once per
distinct code, doses by person and code, hospital days on their own, costs on their own, items and
diagnoses (`evidence`) only where there are any. The engine
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
from pilotzones.stratification.engine import kept
from pilotzones.stratification.evidence import diagnoses, flag_of, items
from pilotzones.stratification.medicines import DDD, medicines, nothing
from pilotzones.stratification.tables import KINDS

if TYPE_CHECKING:
    from pilotzones.stratification.conditions import Condition, Conditions, System
    from pilotzones.stratification.reading import PeopleTables

EUR = ibis.dtype("decimal(18, 2)")

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


def unordered(tables: PeopleTables, conditions: Conditions, year: int, *, next_year: bool) -> Any:
    """The same as `features` without an order, for what is joined on before rows leave."""
    years = (year, year + 1) if next_year else (year,)
    missing = [str(y) for y in years if y not in tables.years]
    if missing:
        known = tuple(map(str, tables.years))
        fields = {"years": tuple(missing), "known": known}
        raise InputError(Fault("input.no_year", fields=fields))
    care = tables.deliveries
    parts = (*_told(tables, conditions, year), _hospital(care, years))
    parts = (*parts, _costs(care, tables.kinds, years))
    return _finished(_joined(persons_of(tables, year), parts), conditions, years)


def ways(tables: PeopleTables, conditions: Conditions, year: int) -> Any:
    """Persons of ``year`` with one flag for each condition and way that told it.

    Columns ``person_id``, ``unit``, ``present``, and ``<system>_<id>``; a condition that a kind of
    it tells has the ways of that one too.
    """
    people = _joined(persons_of(tables, year), _told(tables, conditions, year))
    flags: dict[str, Any] = {}
    for row in conditions.rows:
        kinds = [row, *(each for each in conditions.rows if each.within == row.id)]
        for system in SYSTEMS:
            found = [_way(people, each, system) for each in kinds if system in each.ways]
            if found:
                flags[flag_of(system, row.id)] = ibis.or_(*found)
    return people.select("person_id", "unit", "present", **flags)


def _told(tables: PeopleTables, conditions: Conditions, year: int) -> tuple[Any, ...]:
    """What tells conditions, by person: medicines, items, diagnoses of each classification."""
    care = tables.deliveries
    had = items(care, conditions, year)
    return (
        medicines(care, conditions, year),
        *(() if had is None else (had,)),
        *diagnoses(tables.diagnoses, conditions, year),
    )


def _joined(people: Any, parts: Iterable[Any]) -> Any:
    for part in parts:
        people = people.left_join(kept(part), "person_id").drop("person_id_right")
    return people


def persons_of(tables: PeopleTables, year: int) -> Any:
    """Persons who were insured for at least a day of the year, with age and unit at its end."""
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
    )
    return found.filter(_.age >= 0, _.gone.isnull() | (_.gone >= first)).drop("gone")


def _hospital(care: Any, years: tuple[int, ...]) -> Any:
    """By person: days and stays in the year, and stays in the next one."""
    first, last = date(years[0], 1, 1), date(years[-1], 12, 31)
    spent = care.filter(care.kind == "hospital", care.date >= first, care.date <= last)
    days = spent.select("person_id", "date").distinct()
    window = ibis.window(group_by="person_id", order_by="date")
    days = days.mutate(before=days.date.lag(1).over(window))
    begins = (
        days.before.isnull()
        | (days.date.delta(days.before, unit="day") > 1)
        | (days.date.year() != days.before.year())
    )
    in_year = days.date <= date(years[0], 12, 31)
    found = {
        "hospital_days": in_year.sum().cast("int32"),
        "hospital_stays": (begins & in_year).sum().cast("int32"),
    }
    if len(years) > 1:
        found["next_stays"] = (begins & ~in_year).sum().cast("int32")
    return days.group_by("person_id").agg(**found)


def _costs(care: Any, kinds: Sequence[str], years: tuple[int, ...]) -> Any:
    """By person: amounts of each kind in use in the year, and all amounts of the next one.

    Sums by person and kind first: one sum a row instead of one for each kind.
    """
    first, last = date(years[0], 1, 1), date(years[-1], 12, 31)
    paid = care.filter(care.date >= first, care.date <= last)
    later = paid.date > date(years[0], 12, 31)
    places = {kind: place for place, kind in enumerate(kinds, start=1)}
    place = ibis.cases((later, 0), *((paid.kind == kind, n) for kind, n in places.items()))
    sums = paid.group_by("person_id", place=place.cast("int8")).agg(eur=paid.amount_eur.sum())
    wanted = {f"cost_{kind}": n for kind, n in places.items()}
    wanted |= {"next_cost": 0} if len(years) > 1 else {}
    found = {name: sums.eur.sum(where=sums.place == n).cast(EUR) for name, n in wanted.items()}
    return sums.group_by("person_id").agg(**found)


def _finished(people: Any, conditions: Conditions, years: tuple[int, ...]) -> Any:
    """Columns in their order and types; what nobody delivered is 0, not missing."""
    flags, number = _conditions(people, conditions)
    costs = {f"cost_{kind}": _amount(people, f"cost_{kind}", EUR) for kind in KINDS}
    total: Any = sum(costs.values(), start=nothing(EUR))
    columns: dict[str, Any] = {
        **flags,
        "n_conditions": number,
        "n_atc3": _amount(people, "n_atc3", "int32"),
        "polypharmacy": people.polypharmacy.fill_null(False),
        "ddd": _amount(people, "ddd", DDD),
        **costs,
        "total_cost": total.cast(EUR),
        "hospital_days": _amount(people, "hospital_days", "int32"),
        "hospital_stays": _amount(people, "hospital_stays", "int32"),
    }
    if len(years) > 1:
        columns["next_cost"] = _amount(people, "next_cost", EUR)
        columns["next_stays"] = _amount(people, "next_stays", "int32")
        columns["next_present"] = people.next_present
    own = ("person_id", "unit", "age", "sex", *_TRAITS, "present")
    return people.select(*own, **columns)


def _conditions(people: Any, conditions: Conditions) -> tuple[dict[str, Any], Any]:
    """``cond_<id>`` of every condition, and how many of the counted ones a person has."""
    has = {row.id: _has(people, row) for row in conditions.rows if row.least is None}
    for row in conditions.rows:
        if row.within:
            has[row.within] |= has[row.id]
    counted = [row for row in conditions.rows if row.counted]
    number = sum((has[row.id].cast("int32") for row in counted), start=nothing("int32"))
    for row in conditions.rows:
        if row.least is not None:
            has[row.id] = number >= row.least
        if row.chapters is not None:
            has[row.id] &= _parts(counted, has) >= row.chapters
    return {f"cond_{row.id}": has[row.id] for row in conditions.rows}, number


def _parts(rows: Sequence[Condition], has: dict[str, Any]) -> Any:
    """Number of chapters, parts of the body, in which a person has a condition."""
    chapters = sorted({row.chapter for row in rows})
    flags = [ibis.or_(*(has[r.id] for r in rows if r.chapter == one)) for one in chapters]
    return sum((flag.cast("int32") for flag in flags), start=nothing("int32"))


def _has(people: Any, row: Condition) -> Any:
    """Does a person have the condition, by any of its ways?"""
    return ibis.or_(*(_way(people, row, system) for system in row.ways))


def _way(people: Any, row: Condition, system: System) -> Any:
    """Do codes of a system tell the condition; medicines at an age within its bounds only?"""
    name = flag_of(system, row.id)
    if name not in people.columns:
        return ibis.literal(False)
    has = people[name].fill_null(False)
    if system != "atc":
        return has
    if row.days is not None and row.prefixes:
        has |= people[f"days_{row.id}"].fill_null(False)
    if row.min_age is not None:
        has &= people.age >= row.min_age
    if row.max_age is not None:
        has &= people.age <= row.max_age
    return has


def _amount(people: Any, name: str, type_: Any) -> Any:
    if name not in people.columns:
        return nothing(type_)
    return people[name].fill_null(0).cast(type_)
