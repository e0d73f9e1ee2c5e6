"""What stops a computed rule of chapters T and S, and numbers of the released tables."""

from __future__ import annotations

from collections.abc import Iterator

from pilotzones.findings import Case, Finding, Verdict, finding
from pilotzones.stratification.criteria import Criteria
from pilotzones.stratification.criteria.analysis import Analysis, analyse
from pilotzones.stratification.released import HIDDEN, Cell, PeopleSheet, SafeTable

GUIDE = "Guide 2016, 4.3.3"
NEEDS = "Guide 2016, 5.3.1"


def people_of(case: Case, rule: str) -> PeopleSheet | Finding:
    """What the stratification released; not computable without it."""
    return case.people or finding(rule, Verdict.NOT_COMPUTABLE, "no_people")


def targeted(case: Case, rule: str) -> tuple[PeopleSheet, Criteria] | Finding:
    """The same with the criteria of the target group; not computable without them."""
    people = people_of(case, rule)
    if isinstance(people, Finding):
        return people
    if people.criteria is None:
        return finding(rule, Verdict.NOT_COMPUTABLE, "no_target")
    return people, people.criteria


def decided(case: Case, rule: str) -> tuple[Criteria, Analysis] | Finding:
    """The criteria and what they leave out; not computable where that cannot be told."""
    found = targeted(case, rule)
    if isinstance(found, Finding):
        return found
    analysis = analyse(found[1])
    if analysis is None:
        return finding(rule, Verdict.NOT_COMPUTABLE, "tangled")
    if not analysis.possible:
        return finding(rule, Verdict.NOT_COMPUTABLE, "impossible")
    return found[1], analysis


def target_size(people: PeopleSheet, rule: str) -> int | Finding:
    """Persons of the target group; not computable where the number is hidden or not there."""
    cell = cell_of(people, "criteria", "people", term="union")
    if cell is HIDDEN:
        return finding(rule, Verdict.NOT_COMPUTABLE, "hidden")
    if not isinstance(cell, int | float):
        return finding(rule, Verdict.NOT_COMPUTABLE, "no_size")
    return round(cell)


def cell_of(people: PeopleSheet, table: str, column: str, **keys: str) -> Cell:
    """Cell of a table; None where there is no such table, column or row."""
    found = people.tables.get(table)
    if found is None:
        return None
    try:
        return found.cell(column, **keys)
    except KeyError:
        return None


def number_of(people: PeopleSheet, table: str, column: str, **keys: str) -> float | None:
    """Cell as a number; None where it is hidden or not there."""
    cell = cell_of(people, table, column, **keys)
    return float(cell) if isinstance(cell, int | float) else None


def records_of(people: PeopleSheet, table: str) -> list[dict[str, Cell]]:
    """Rows of a table as dictionaries; none where there is no such table."""
    found = people.tables.get(table)
    return found.records() if found else []


def numbers_of(table: SafeTable | None, *columns: str) -> Iterator[float]:
    """Numbers of the columns that the table has; hidden ones and missing ones are left out."""
    for record in table.records() if table else []:
        for column in columns:
            cell = record.get(column)
            if isinstance(cell, int | float):
                yield cell


def zone_people(people: PeopleSheet) -> float | None:
    """Persons of the zone that the data has; None where the number is hidden or not there."""
    return number_of(people, "concentration", "people", top="100")
