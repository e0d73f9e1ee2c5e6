"""Files of a synthetic population: portions of persons, one after the other."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pyarrow as pa

from pilotzones.stratification.synthetic.book import Book, book_of
from pilotzones.stratification.synthetic.contacts import contacts, palliative, services
from pilotzones.stratification.synthetic.course import YEARS, Course, Year, course_of
from pilotzones.stratification.synthetic.deliveries import DELIVERIES, deliveries_table
from pilotzones.stratification.synthetic.diagnoses import DIAGNOSES, diagnoses_table
from pilotzones.stratification.synthetic.lines import Tally
from pilotzones.stratification.synthetic.medicines import medicines
from pilotzones.stratification.synthetic.parameters import Parameters, read_parameters
from pilotzones.stratification.synthetic.people import People, people_of, strangers
from pilotzones.stratification.synthetic.places import Places, places_of
from pilotzones.stratification.synthetic.register import (
    PERSONS,
    persons_table,
    truth_rows,
    truth_schema,
)
from pilotzones.stratification.synthetic.spec import SyntheticFiles, SyntheticSpec
from pilotzones.stratification.synthetic.stays import stays
from pilotzones.stratification.synthetic.writing import Sink

PORTION = 32_768
"""Persons made at a time: bounds the memory, changes nothing else."""


@dataclass(frozen=True, slots=True)
class _Plan:
    """What holds for all portions."""

    spec: SyntheticSpec
    parameters: Parameters
    places: Places
    book: Book


def generate(spec: SyntheticSpec, folder: Path, *, portion: int = PORTION) -> SyntheticFiles:
    """Persons, deliveries, diagnoses and truth of a SYNTHETIC population, written into ``folder``.

    Rows are sorted by person, then by day, kind and code; the same spec gives the same bytes,
    whatever the size of the portions.

    Parameters
    ----------
    folder
        Made if it is not there.
    portion
        Persons made at a time.

    Raises
    ------
    InputError
        Faults of the parameter files.
    """
    parameters = read_parameters(spec.parameters)
    places = places_of(spec, parameters.population)
    plan = _Plan(spec, parameters, places, book_of(parameters))
    folder.mkdir(parents=True, exist_ok=True)
    years = range(spec.year - YEARS + 1, spec.year + 1)
    with ExitStack() as stack:
        persons = stack.enter_context(Sink(folder / "persons.parquet", PERSONS))
        truth = stack.enter_context(Sink(folder / "truth.parquet", truth_schema(parameters)))
        known = stack.enter_context(Sink(folder / "diagnoses.parquet", DIAGNOSES))
        sinks = [
            stack.enter_context(Sink(folder / f"deliveries-{year}.parquet", DELIVERIES))
            for year in years
        ]
        for start in range(0, places.count, portion):
            numbers = np.arange(start, min(start + portion, places.count))
            _portion(plan, numbers, (persons, known, truth), sinks)
    deliveries = tuple(sink.path for sink in sinks)
    return SyntheticFiles(persons.path, deliveries, known.path, truth.path)


def _portion(
    plan: _Plan, numbers: np.ndarray, whole: tuple[Sink, Sink, Sink], sinks: list[Sink]
) -> None:
    """Write persons with these numbers, their care, their diagnoses, and the truth about them."""
    persons, known, truth = whole
    spec, parameters = plan.spec, plan.parameters
    people = people_of(plan.places, parameters.population, numbers)
    course = course_of(people, parameters, spec.year, mortal=not spec.noise)
    persons.add(persons_table(people, course, plan.places, parameters, spec.year))
    known.add(diagnoses_table(people, course, parameters))
    told: list[pa.Table] = []
    for position, sink in enumerate(sinks):
        shown, year = people, course.years[position]
        if spec.noise:
            shown, year = _someone_else(plan, people, year)
        tally = Tally(plan.book, len(people))
        regular = medicines(shown, year, parameters, tally)
        contacts(shown, year, parameters, tally)
        services(shown, year, parameters, tally)
        ends = palliative(shown, year, course, parameters, tally)
        found = stays(shown, year, parameters, tally)
        told.append(truth_rows(shown, year, parameters, (regular, ends, found), tally.expected))
        sink.add(deliveries_table(tally.lines(), shown, plan.book, parameters, year.year))
    by_person = np.arange(YEARS * len(people)).reshape(YEARS, -1).T.ravel()
    truth.add(pa.concat_tables(told).take(pa.array(by_person)))


def _someone_else(plan: _Plan, people: People, year: Year) -> tuple[People, Year]:
    """Other people in place of these, for one year: what they get is noise."""
    purpose = f"someone else in {year.year}"
    others = strangers(people, plan.places, plan.parameters.population, purpose)
    course: Course = course_of(others, plan.parameters, plan.spec.year, mortal=False)
    theirs = next(each for each in course.years if each.year == year.year)
    return others, replace(theirs, first=year.first, days=year.days, stays=year.stays)
