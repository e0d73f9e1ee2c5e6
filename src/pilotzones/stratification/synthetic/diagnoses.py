"""Diagnoses as hospitals and practices record them: of the illnesses, and of other things."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from pilotzones.stratification.synthetic.course import NEVER, Course, dates, first_day_of
from pilotzones.stratification.synthetic.draws import Ints
from pilotzones.stratification.synthetic.illness_parameters import Diagnosis
from pilotzones.stratification.synthetic.parameters import Parameters
from pilotzones.stratification.synthetic.people import People

DIAGNOSES = pa.schema(
    [
        ("person_id", pa.int64()),
        ("date", pa.date32()),
        ("icd10", pa.string()),
        ("icpc2", pa.string()),
        ("ended_on", pa.date32()),
    ]
)
BEFORE = 730
"""Days before the first year in which an illness of the first year was found."""


@dataclass(frozen=True, slots=True)
class _Rows:
    """Rows of one kind: who, first and last day (`NEVER`: it lasts), and the two codes."""

    who: Ints
    day: Ints
    end: Ints
    icd10: str
    icpc2: str


def diagnoses_table(people: People, course: Course, parameters: Parameters) -> pa.Table:
    """Diagnoses of the three years and before, in the columns of ``DIAGNOSES``.

    An illness is recorded when it begins, by a hospital (ICD-10), a practice (ICPC-2), or both in
    one row; it ends with the last year in which the person has it. Rows are sorted by person, day
    and code.
    """
    rows = [*_of_illnesses(people, course, parameters), *_others(people, course, parameters)]
    nothing = np.zeros(0, np.int64)
    who, day, end = (
        np.concatenate([nothing, *(getattr(each, name) for each in rows)])
        for name in ("who", "day", "end")
    )
    kind = np.repeat(np.arange(len(rows)), [len(each.who) for each in rows])
    order = np.lexsort((kind, day, who))
    icd10, icpc2 = (
        pa.array([getattr(each, name) or None for each in rows], pa.string()).take(
            pa.array(kind[order])
        )
        for name in ("icd10", "icpc2")
    )
    columns = [pa.array(people.number[who[order]] + 1), dates(day[order]), icd10, icpc2]
    return pa.table([*columns, dates(end[order])], schema=DIAGNOSES)


def _of_illnesses(people: People, course: Course, parameters: Parameters) -> Iterator[_Rows]:
    for position, (id, illness) in enumerate(parameters.illnesses.illness.items()):
        found = illness.diagnosis
        if found is None:
            continue
        by_hospital = people.draws.chance(f"{id}: hospital records", found.hospital)
        by_practice = people.draws.chance(f"{id}: practice records", found.practice)
        for who, day, end in _spells(people, course, position, id):
            for hospital, practice in ((True, True), (True, False), (False, True)):
                mine = (by_hospital[who] == hospital) & (by_practice[who] == practice)
                codes = _codes(found, hospital=hospital, practice=practice)
                if any(codes) and mine.any():
                    yield _Rows(who[mine], day[mine], end[mine], *codes)


def _codes(found: Diagnosis, *, hospital: bool, practice: bool) -> tuple[str, str]:
    return found.icd10 if hospital else "", found.icpc2 if practice else ""


def _spells(
    people: People, course: Course, position: int, id: str
) -> Iterator[tuple[Ints, Ints, Ints]]:
    """Who falls ill in each year, the day, and the last day of the last year of the illness."""
    ill = np.stack([year.ill[:, position] & (year.days > 0) for year in course.years])
    for place, year in enumerate(course.years):
        before = ill[place - 1] if place else np.zeros(len(people), np.bool_)
        who = np.flatnonzero(ill[place] & ~before)
        luck = people.draws.of(who).uniform(f"{id}: found in {year.year}")
        day = year.first[who] + np.floor(luck * year.days[who]).astype(np.int64)
        if not place:  # those of the first year fell ill before it, but for the new-born
            early = first_day_of(year.year) - 1 - np.floor(luck * BEFORE).astype(np.int64)
            day = np.where(year.age[who] > BEFORE // 365, early, day)
        end = np.full(len(who), NEVER)
        for later in range(place + 1, len(course.years)):
            over = (end == NEVER) & ~ill[later][who] & (course.years[later].days[who] > 0)
            end = np.where(over, first_day_of(course.years[later].year) - 1, end)
        yield who, day, end


def _others(people: People, course: Course, parameters: Parameters) -> Iterator[_Rows]:
    for number, rubric in enumerate(parameters.illnesses.other_diagnoses.rubric):
        for year in course.years:
            purpose = f"other diagnosis {number} in {year.year}"
            who = np.flatnonzero(people.draws.chance(purpose, rubric.per_year) & (year.days > 0))
            luck = people.draws.of(who).uniform(f"{purpose}: day")
            day = year.first[who] + np.floor(luck * year.days[who]).astype(np.int64)
            yield _Rows(who, day, np.full(len(who), NEVER), rubric.icd10, rubric.icpc2)
