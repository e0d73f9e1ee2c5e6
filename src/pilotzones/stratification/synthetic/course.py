"""The course of three years: ages, illnesses, births, deaths and departures."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from pilotzones.stratification.synthetic.draws import Flags, Floats, Ints
from pilotzones.stratification.synthetic.illnesses import Matrix, first_illnesses, next_illnesses
from pilotzones.stratification.synthetic.parameters import Parameters
from pilotzones.stratification.synthetic.people import People

YEARS = 3
"""Calendar years: the base year and the two before."""
NEVER = np.iinfo(np.int64).max
"""Day of what does not happen."""


def first_day_of(year: int) -> int:
    """First of January, in days since 1970-01-01."""
    return int(np.datetime64(f"{year}-01-01", "D").astype(np.int64))


def dates(days: Ints) -> pa.Array:
    """Dates of days since 1970-01-01; missing where it is `NEVER`."""
    never = days == NEVER
    return pa.array(np.where(never, 0, days).astype(np.int32), mask=never).cast(pa.date32())


@dataclass(frozen=True, slots=True)
class Year:
    """What persons are in one calendar year, one entry each.

    ``ill`` has a column an illness. ``first`` is the first day (since 1970-01-01) on which the
    person is here, ``days`` the number of days; 0 for who is not yet born, dead or gone. ``dies``
    says that the person dies in the year, ``stays`` that the person is here at its end.
    """

    year: int
    age: Ints
    ill: Matrix
    first: Ints
    days: Ints
    dies: Flags
    stays: Flags

    @property
    def part(self) -> Floats:
        """Part of the year for which the person is here, 0..1."""
        return self.days / (first_day_of(self.year + 1) - first_day_of(self.year))


@dataclass(frozen=True, slots=True)
class Course:
    """Three years of persons.

    ``death`` and ``left`` are days since 1970-01-01 or ``NEVER``; ``next_death`` also knows the
    deaths of the year after the base year, which no file shows.
    """

    years: tuple[Year, ...]
    death: Ints
    left: Ints
    next_death: Ints


def course_of(people: People, parameters: Parameters, base: int, *, mortal: bool = True) -> Course:
    """Course of the base year and the two before; unless ``mortal`` nobody dies or leaves."""
    born = _birthdays(people, base)
    death, left = np.full((2, len(people)), NEVER)
    shown, years = death, []
    ill: Matrix | None = None
    for year in range(base - YEARS + 1, base + 2):
        age = np.maximum(people.age - (base - year), 0)
        if ill is None:
            ill = first_illnesses(people, parameters.illnesses, age)
        else:
            ill = next_illnesses(people, parameters.illnesses, age, ill, year)
        begin, end = first_day_of(year), first_day_of(year + 1)
        first = np.maximum(begin, born)
        here = (first < end) & (death == NEVER) & (left == NEVER)
        span = np.where(here, end - first, 0)
        if mortal:
            goes = here & people.draws.chance(f"leaves in {year}", _departures(parameters))
            left = np.where(goes, first + _day(people, f"day of leaving {year}", span), left)
            dies = here & ~goes
            dies &= people.draws.chance(f"dies in {year}", _mortality(people, parameters, age, ill))
            death = np.where(dies, first + _day(people, f"day of death {year}", span), death)
        else:
            goes = dies = np.zeros(len(people), np.bool_)
        if year > base:
            break
        shown = death
        last = np.minimum(np.minimum(death, left), end - 1)
        days = np.where(here, last - first + 1, 0)
        years.append(Year(year, age, ill, first, days, dies, here & ~dies & ~goes))
    return Course(tuple(years), shown, np.where(left < first_day_of(base + 1), left, NEVER), death)


def _birthdays(people: People, base: int) -> Ints:
    """Day of birth of those born in the three years; for all others a day before them."""
    begins = [first_day_of(base - back) for back in range(YEARS)] + [first_day_of(base - YEARS)]
    day = np.floor(people.draws.uniform("birthday") * 365).astype(np.int64)
    return np.array(begins)[np.minimum(people.age, YEARS)] + day


def _departures(parameters: Parameters) -> float:
    return parameters.population.departures.share


def _day(people: People, purpose: str, span: Ints) -> Ints:
    return np.floor(people.draws.uniform(purpose) * span).astype(np.int64)


def _mortality(people: People, parameters: Parameters, age: Ints, ill: Matrix) -> Floats:
    """Chance to die in a year of these ages, with these illnesses."""
    dying = parameters.population.mortality
    logarithm = np.log(dying.at_80) + dying.per_year * (age - 80) + dying.men * ~people.woman
    logarithm += dying.frailty * people.log_frailty
    for position, illness in enumerate(parameters.illnesses.illness.values()):
        if illness.mortality:
            logarithm += illness.mortality * ill[:, position]
    return np.minimum(np.exp(logarithm), dying.most)
