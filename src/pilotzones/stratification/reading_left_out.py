"""Rows about people that are kept, and what was left out: counted by reason, never silent."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa

from pilotzones.errors import Fault, InputError
from pilotzones.stratification.engine import kept, table_of
from pilotzones.stratification.payments import payments_of
from pilotzones.stratification.reading_columns import Typed
from pilotzones.stratification.reading_parts import Reader, national_number_fault
from pilotzones.stratification.reading_private import holds_national_number

_MONTHS = 12
_TOLD = {
    "persons_unknown_unit": "input.persons_unknown_unit",
    "deliveries_unknown_person": "input.deliveries_unknown_person",
    "deliveries_unknown_unit": "input.deliveries_unknown_unit",
    "deliveries_other_years": "input.deliveries_other_years",
    "diagnoses_unknown_person": "input.diagnoses_unknown_person",
    "diagnoses_unknown_unit": "input.diagnoses_unknown_unit",
}
"""Message of each reason for which rows are left out."""


@dataclass(frozen=True, slots=True)
class Kept:
    """View of the rows that are kept, the counts of all, and of deliveries years and payments."""

    view: str
    totals: Mapping[str, int]
    notices: tuple[Fault, ...]
    years: tuple[int, ...] = ()
    everyone: str = ""
    payments: Any = None


def kinds_of(parts: Sequence[Typed]) -> tuple[str, ...]:
    """Kinds of care in use."""
    return tuple(sorted({kind for part in parts for kind in part.words.get("kind", ())}))


def keep_persons(
    reader: Reader, parts: Sequence[Typed], number: int, units: Collection[str] | None
) -> Kept:
    """View ``persons_<number>`` of the persons whose unit is known; all of them without a layer.

    Raises
    ------
    InputError
        Nobody is left.
    """
    everyone, view = f"everyone_{number}", f"persons_{number}"
    _view(reader, everyone, " UNION ALL ".join(part.select() for part in parts))
    read = _count(reader, everyone)
    where = ""
    if units is not None:
        known = pa.table({"code": pa.array(sorted(map(str, units)), pa.string())})
        reader.con.con.register("known", known)
        reader.con.con.execute(f"CREATE TEMP TABLE units_{number} AS SELECT code FROM known")
        reader.con.con.unregister("known")
        where = f" WHERE unit IN (SELECT code FROM units_{number})"
    _view(reader, view, f"SELECT * FROM {everyone}{where}")
    kept = _count(reader, view) if where else read
    if not kept:
        id = "input.no_person_left" if read else "input.no_person"
        raise InputError(Fault(id, parts[0].part.file if parts else None))
    totals = {"persons_read": read, "persons_unknown_unit": read - kept, "persons": kept}
    return Kept(view, totals, _notices(totals, "persons_unknown_unit"), everyone=everyone)


def keep_deliveries(
    reader: Reader,
    parts: Sequence[Typed],
    number: int,
    people: Kept,
    window: tuple[int, int, int],
) -> Kept:
    """View ``deliveries_<number>`` of the deliveries of kept persons in the years of the window.

    ``window``: first year, base year and last year.

    Raises
    ------
    InputError
        No delivery belongs to a known person, or none to the base year; a national number among
        the identifiers of unknown persons.
    """
    all_, view = f"care_{number}", f"deliveries_{number}"
    _view(reader, all_, " UNION ALL ".join(part.select() for part in parts))
    first, base, last = window
    payments = kept(payments_of(table_of(reader.con, all_), kinds_of(parts), window))
    if _anybody_else(reader, payments.get_name(), people):
        read, unknown, elsewhere = _persons_of(reader, all_, people)
    else:
        read, unknown, elsewhere = _count(reader, all_), 0, 0
    if unknown:
        _refuse_unknown(reader, parts, people)
    if unknown == read:
        raise InputError(Fault("input.no_common_person", parts[0].part.file if parts else None))
    asked = f"person_id IN (SELECT person_id FROM {people.view})" if unknown or elsewhere else ""
    days = _days(reader, all_, asked)
    inside = {day for day in days if first <= day.year <= last}
    dated = f"date BETWEEN DATE '{first}-01-01' AND DATE '{last}-12-31'" if days - inside else ""
    outside = _outside(reader, all_, asked, dated) if dated else 0
    if not any(day.year == base for day in inside):
        years = tuple(sorted({str(day.year) for day in days}))
        fields = {"year": base, "years": years}
        raise InputError(Fault("input.no_deliveries_in_year", parts[0].part.file, fields=fields))
    conditions = " AND ".join(filter(None, (asked, dated)))
    _view(reader, view, f"SELECT * FROM {all_}{' WHERE ' + conditions if conditions else ''}")
    totals = {
        "deliveries_read": read,
        "deliveries_unknown_person": unknown,
        "deliveries_unknown_unit": elsewhere,
        "deliveries_other_years": outside,
        "deliveries": read - unknown - elsewhere - outside,
    }
    told = _notices(
        totals, "deliveries_unknown_person", "deliveries_unknown_unit", "deliveries_other_years"
    )
    years = tuple(sorted({day.year for day in inside}))
    return Kept(view, totals, (*told, *_not_whole(inside, years)), years, payments=payments)


def keep_diagnoses(reader: Reader, parts: Sequence[Typed], number: int, people: Kept) -> Kept:
    """View ``diagnoses_<number>`` of the diagnoses of kept persons, of any year.

    Raises
    ------
    InputError
        No diagnosis belongs to a known person; a national number among the identifiers of unknown
        persons.
    """
    all_, view = f"known_{number}", f"diagnoses_{number}"
    _view(reader, all_, " UNION ALL ".join(part.select() for part in parts))
    read, unknown, elsewhere = _persons_of(reader, all_, people)
    if unknown:
        _refuse_unknown(reader, parts, people)
    if unknown == read:
        id = "input.no_common_diagnosis"
        raise InputError(Fault(id, parts[0].part.file if parts else None))
    kept = f" WHERE person_id IN (SELECT person_id FROM {people.view})"
    _view(reader, view, f"SELECT * FROM {all_}{kept if unknown or elsewhere else ''}")
    totals = {
        "diagnoses_read": read,
        "diagnoses_unknown_person": unknown,
        "diagnoses_unknown_unit": elsewhere,
        "diagnoses": read - unknown - elsewhere,
    }
    return Kept(
        view, totals, _notices(totals, "diagnoses_unknown_person", "diagnoses_unknown_unit")
    )


def _view(reader: Reader, name: str, query: str) -> None:
    reader.con.con.execute(f"CREATE TEMP VIEW {name} AS {query}")


def _count(reader: Reader, view: str) -> int:
    return _one(reader, f"SELECT count(*) FROM {view}")[0]


def _one(reader: Reader, query: str) -> tuple[Any, ...]:
    return reader.con.con.execute(query).fetchall()[0]


def _notices(totals: Mapping[str, int], *names: str) -> tuple[Fault, ...]:
    """A notice for each reason for which rows were left out."""
    return tuple(Fault(_TOLD[name], fields={"n": totals[name]}) for name in names if totals[name])


def _anybody_else(reader: Reader, table: str, people: Kept) -> bool:
    """Has a table any person who is not kept? Asked of the sums by person: there are fewer rows."""
    query = f"SELECT 1 FROM {table} WHERE person_id NOT IN (SELECT person_id FROM {people.view})"
    return bool(reader.con.con.execute(f"{query} LIMIT 1").fetchall())


def _persons_of(reader: Reader, view: str, people: Kept) -> tuple[int, int, int]:
    """Deliveries in all, of persons that no file names, and of persons that were left out."""
    left_out = ""
    if people.totals["persons_unknown_unit"]:
        left_out = f" AND person_id NOT IN (SELECT person_id FROM {people.view})"
    else:
        left_out = " AND FALSE"
    known = f"person_id IN (SELECT person_id FROM {people.everyone})"
    read, unknown, elsewhere = _one(
        reader,
        f"SELECT coalesce(sum(n), 0), coalesce(sum(n) FILTER (NOT {known}), 0),"
        f" coalesce(sum(n) FILTER ({known}{left_out}), 0)"
        f" FROM (SELECT person_id, count(*) AS n FROM {view} GROUP BY person_id)",
    )
    return int(read), int(unknown), int(elsewhere)


def _refuse_unknown(reader: Reader, parts: Sequence[Typed], people: Kept) -> None:
    """Nothing, where no identifier of an unknown person is a national number."""
    for typed in parts:
        part = typed.part
        if part.searched:
            continue
        name, type_ = part.names["person_id"], part.types["person_id"]
        relation = (
            f"(SELECT {name} FROM {part.relation} WHERE {typed.found['person_id']}"
            f" NOT IN (SELECT person_id FROM {people.everyone}))"
        )
        if holds_national_number(reader, name, type_, relation):
            raise InputError(national_number_fault(part.file, part.headings["person_id"]))


def _days(reader: Reader, view: str, condition: str) -> set[date]:
    where = f" WHERE {condition}" if condition else ""
    rows = reader.con.con.execute(f"SELECT DISTINCT date FROM {view}{where}").fetchall()
    return {day for (day,) in rows}


def _outside(reader: Reader, view: str, condition: str, dated: str) -> int:
    """Deliveries of kept persons in other years."""
    where = " AND ".join(filter(None, (condition, f"NOT ({dated})")))
    return _one(reader, f"SELECT count(*) FROM {view} WHERE {where}")[0]


def _not_whole(days: Collection[date], years: Sequence[int]) -> tuple[Fault, ...]:
    """A notice for each year in which a whole month has no delivery at all."""
    notices = []
    for year in years:
        months = {day.month for day in days if day.year == year}
        if len(months) < _MONTHS:
            fields = {"year": year, "n": len(months)}
            notices.append(Fault("input.year_not_whole", fields=fields))
    return tuple(notices)
