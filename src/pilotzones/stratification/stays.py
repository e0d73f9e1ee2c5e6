"""Stays in hospital and examinations of a year, in steps: the features behind table 6.

Definitions with their sources: `models/inefficiency.toml`. Nothing of it leaves the room.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import ibis
from ibis import _

from pilotzones.stratification.engine import kept

if TYPE_CHECKING:
    from pilotzones.stratification.impact_file import Emergency
    from pilotzones.stratification.inefficiency_file import InefficiencyRules, RepeatRule
    from pilotzones.stratification.reading import PeopleTables

CONTACTS = ("visit", "gp", "specialist", "other", "hospital")
"""Kinds of care among which an emergency contact may be filed."""


def emergencies(tables: PeopleTables, rule: Emergency) -> Any:
    """Deliveries that are an emergency contact."""
    care: Any = tables.deliveries
    told = ibis.or_(*(care.code.startswith(prefix) for prefix in rule.prefixes))
    return care.filter(care.kind.isin(CONTACTS), told)


def index_stays(
    tables: PeopleTables, year: int, rules: InefficiencyRules, emergency: Emergency
) -> Any:
    """Stays that ended in the year and were followed up, ordered by person and first day.

    Columns: ``person_id``, ``first``, ``days`` (different dates in hospital), ``urgent`` (it began
    with an emergency contact), ``readmitted`` (the next stay is unplanned and begins within the
    days of the rule). Stays of who died in hospital, whose follow-up is not complete, or whose
    first day the data do not show, are not among them.
    """
    runs: Any = kept(_runs(tables, year))
    urgent: Any = kept(_urgent(runs, tables, emergency))
    told: Any = runs.left_join(urgent, ["person_id", "first"])
    told = told.mutate(urgent=told.urgent.fill_null(False)).drop("person_id_right", "first_right")
    window = ibis.window(group_by="person_id", order_by="first")
    told = told.mutate(
        next_first=told["first"].lead(1).over(window), next_urgent=told.urgent.lead(1).over(window)
    )
    after = ibis.interval(days=rules.readmission.days)
    soon = told.next_first <= told["last"] + after
    readmitted = (soon & told.next_urgent).fill_null(False)
    people: Any = tables.persons
    gone = people.select("person_id", "death_date", "left_on")
    met: Any = told.mutate(readmitted=readmitted).join(gone, "person_id")
    beginning = date(year - (year - 1 in tables.years), 1, 1)
    alive = met.death_date.isnull() | (met.death_date > met["last"] + ibis.interval(days=1))
    followed = met.left_on.isnull() | (met.left_on >= met["last"] + after)
    found = met.filter(
        met["last"] >= date(year, 1, 1),
        met["last"] <= date(year, 12, 31) - timedelta(rules.readmission.days),
        met["first"] > beginning,
        alive,
        followed,
    )
    columns = ("person_id", "first", "days", "urgent", "readmitted")
    return found.select(*columns).order_by("person_id", "first")


def _runs(tables: PeopleTables, year: int) -> Any:
    """Runs of consecutive days in hospital: person_id, first, last, days."""
    care: Any = tables.deliveries
    spent = care.filter(
        care.kind == "hospital", care.date >= date(year - 1, 1, 1), care.date <= date(year, 12, 31)
    )
    days = spent.select("person_id", "date").distinct()
    window = ibis.window(group_by="person_id", order_by="date")
    days = days.mutate(before=days.date.lag(1).over(window))
    begins = days.before.isnull() | (days.date.delta(days.before, unit="day") > 1)
    days = days.mutate(begins=begins.cast("int64"))
    so_far = ibis.cumulative_window(group_by="person_id", order_by="date")
    days = days.mutate(run=days.begins.sum().over(so_far))
    runs = days.group_by("person_id", "run").agg(
        first=days.date.min(), last=days.date.max(), days=days.date.count().cast("int32")
    )
    return runs.drop("run")


def _urgent(runs: Any, tables: PeopleTables, rule: Emergency) -> Any:
    """Person and first day of the stays that begin on the day of an emergency contact, or after."""
    contacts = emergencies(tables, rule)
    contacts = contacts.select("person_id", day=contacts.date).distinct()
    met = runs.select("person_id", "first").join(contacts, "person_id")
    apart = met["first"].delta(met.day, unit="day")
    met = met.filter(apart >= 0, apart <= rule.days_before)
    return met.select("person_id", "first").distinct().mutate(urgent=True)


def examinations(tables: PeopleTables, year: int, rule: RepeatRule) -> Any:
    """By person, ordered: ``examined``, examinations of the year, and ``repeated``.

    These are the examinations that had one of the same group, on another day, within the days of
    the rule before. Two of a group on a day are one. Without deliveries of the year before, those
    count whose days before lie in the year.
    """
    care: Any = tables.deliveries
    group = {code: each.id for each in rule.groups for code in each.codes}
    look_back = timedelta(rule.days)
    first, last = date(year, 1, 1), date(year, 12, 31)
    first += timedelta(0) if year - 1 in tables.years else look_back
    had = care.filter(
        care.kind != "drug",
        care.code.isin(sorted(group)),
        care.date >= first - look_back,
        care.date <= last,
    )
    of = ibis.cases(*((had.code.isin(list(each.codes)), each.id) for each in rule.groups), else_="")
    days: Any = kept(had.select(had.person_id, had.date, group=of).distinct())
    window = ibis.window(group_by=["person_id", "group"], order_by="date")
    days = days.mutate(before=days.date.lag(1).over(window))
    again = (days.date.delta(days.before, unit="day") <= rule.days).fill_null(False)
    days = days.mutate(again=again).filter(_.date >= first)
    found = days.group_by("person_id").agg(
        examined=days.count().cast("int32"), repeated=days.again.sum().cast("int32")
    )
    return found.order_by("person_id")
