"""What care says of each person in one year: conditions, medicines, costs, stays, outcomes.

Computed in steps, not as one expression over all deliveries: conditions and ATC class once per
distinct code, doses by person and code, hospital days on their own, costs on their own. The engine
keeps each step in its final types before the next begins, so that the memory of one is free for the
next. Amounts are decimals throughout, so every engine gives the same numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import ibis
from ibis import _

from pilotzones.errors import Fault, InputError
from pilotzones.stratification.engine import kept
from pilotzones.stratification.tables import KINDS

if TYPE_CHECKING:
    from pilotzones.stratification.conditions import Condition, Conditions, Polypharmacy
    from pilotzones.stratification.reading import PeopleTables

EUR = ibis.dtype("decimal(18, 2)")
DDD = ibis.dtype("decimal(18, 4)")

ATC3 = r"^[A-Z][0-9]{2}[A-Z]"
"""A code that names an ATC class of level 3 (four characters), or a part of one."""

SIGNS = "signs_"
"""Begin of the columns that hold, as bits, the conditions that a code tells."""
_BITS = 60
"""Conditions that fit into one whole number, a bit each."""
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
    ``cond_<id>``, ``n_conditions``; ``n_atc3`` (different ATC classes of level 3),
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
    people = persons_of(tables, year)
    parts = (
        _medicines(care, conditions, year),
        _hospital(care, years),
        _costs(care, tables.kinds, years),
    )
    for part in parts:
        people = people.left_join(kept(part), "person_id").drop("person_id_right")
    return _finished(people, conditions, years)


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


def codes_of(care: Any, conditions: Iterable[Condition]) -> Any:
    """Every code of a medicine once: its class, and the conditions that it tells as bits.

    ``atc3`` is missing for codes that name no class; ``signs_<k>`` hold 60 conditions each.
    """
    codes = care.filter(_.kind == "drug").select("code").distinct()
    words = {
        f"{SIGNS}{k}": sum(
            (_bit(_tells(codes.code, row), bit) for bit, row in enumerate(some)),
            start=_none("int64"),
        )
        for k, some in enumerate(_in_words(conditions))
    }
    atc3 = ibis.ifelse(codes.code.re_search(ATC3), codes.code.substr(0, 4), ibis.null("string"))
    return codes.mutate(atc3=atc3, **words)


def _in_words(conditions: Iterable[Condition]) -> list[tuple[Condition, ...]]:
    rows = tuple(conditions)
    return [rows[i : i + _BITS] for i in range(0, len(rows), _BITS)]


def _bit(flag: Any, bit: int) -> Any:
    return ibis.ifelse(flag, 1 << bit, 0).cast("int64")


def _tells(code: Any, row: Condition) -> Any:
    return ibis.or_(*(code.startswith(prefix) for prefix in row.prefixes))


def _medicines(care: Any, conditions: Conditions, year: int) -> Any:
    """By person: doses of each condition; classes and doses, in the year and in its last months.

    Doses by person and code first; the codes bring their class and their conditions then, and both
    are summed on their own: a count of different classes in each group takes longer.
    """
    late = care.date >= date(year, 12 - conditions.polypharmacy.months + 1, 1)
    drugs = care.filter(care.kind == "drug", *_in_year(care.date, year))
    doses = drugs.group_by("person_id", "code").agg(
        ddd=drugs.ddd.sum(),
        late_ddd=drugs.ddd.fill_null(_none(DDD)).sum(where=late),  # missing: nothing of late
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
    telling = taken.filter(ibis.or_(*(taken[word] > 0 for word in words)))
    signs = telling.group_by("person_id", *words).agg(ddd=telling.ddd.sum())
    told = {
        f"cond_{row.id}": _enough(signs.ddd.sum(where=_has_bit(signs, k, bit)), row.ddd)
        for k, some in enumerate(_in_words(conditions.rows))
        for bit, row in enumerate(some)
    }
    found = signs.group_by("person_id").agg(**told)
    return volume.left_join(found, "person_id").select(
        volume.person_id,
        *(found[name] for name in told),
        n_atc3=volume.n_atc3.cast("int32"),
        ddd=volume.ddd.cast(DDD),
        polypharmacy=_many(volume, conditions.polypharmacy),
    )


def _has_bit(table: Any, word: int, bit: int) -> Any:
    return (table[f"{SIGNS}{word}"] & (1 << bit)) > 0


def _enough(doses: Any, least: Decimal) -> Any:
    return doses >= ibis.literal(least, DDD)


def _in_year(day: Any, year: int) -> tuple[Any, Any]:
    return day >= date(year, 1, 1), day <= date(year, 12, 31)


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
    flags = {f"cond_{row.id}": _has(people, row) for row in conditions.rows}
    number = sum((flag.cast("int32") for flag in flags.values()), start=_none("int32"))
    costs = {f"cost_{kind}": _amount(people, f"cost_{kind}", EUR) for kind in KINDS}
    total: Any = sum(costs.values(), start=_none(EUR))
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


def _has(people: Any, row: Condition) -> Any:
    """Does a person have the condition: enough doses, and an age within its bounds?"""
    has = people[f"cond_{row.id}"].fill_null(False)
    if row.min_age is not None:
        has &= people.age >= row.min_age
    if row.max_age is not None:
        has &= people.age <= row.max_age
    return has


def _many(volume: Any, rule: Polypharmacy) -> Any:
    return (volume.late_atc3 >= rule.classes) & _enough(volume.late_ddd, rule.ddd)


def _amount(people: Any, name: str, type_: Any) -> Any:
    if name not in people.columns:
        return _none(type_)
    return people[name].fill_null(0).cast(type_)


def _none(type_: Any) -> Any:
    return ibis.literal(0, type_)
