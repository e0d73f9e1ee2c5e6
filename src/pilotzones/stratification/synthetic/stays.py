"""Hospital stays: runs of consecutive days, more for the frail, some of them unplanned."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from pilotzones.stratification.synthetic.care_parameters import Hospital
from pilotzones.stratification.synthetic.contacts import luck, multiple
from pilotzones.stratification.synthetic.course import Year
from pilotzones.stratification.synthetic.curves import curve, sigmoid
from pilotzones.stratification.synthetic.draws import Floats, Ints, repeated
from pilotzones.stratification.synthetic.lines import Tally
from pilotzones.stratification.synthetic.parameters import Parameters
from pilotzones.stratification.synthetic.people import People

_FERTILE = (20, 39)


@dataclass(frozen=True, slots=True)
class Stays:
    """Stays of each person in a year: all, and the unplanned ones."""

    all: Ints
    unplanned: Ints


def stays(people: People, year: Year, parameters: Parameters, tally: Tally) -> Stays:
    """Number of stays of each person; one line a day goes to the tally.

    Two stays of a person never touch: a day at home lies between them.
    """
    hospital, name = parameters.care.hospital, f"stays of {year.year}"
    rate = _rate(people, year, parameters)
    sudden = sigmoid(
        hospital.unplanned
        + hospital.unplanned_per_decade * (year.age - 50) / 10
        + hospital.unplanned_frailty * people.log_frailty
    )
    _expect(hospital, year, rate, sudden, tally)
    chance = luck(people, year.year, parameters.care.years.hospital)
    who, order = repeated(people.draws.poisson(name, rate * chance))
    draws = people.draws.of(who)
    unplanned = draws.uniform(f"{name}: unplanned", order) < sudden[who]
    length = _length(hospital, year.age[who], unplanned, draws.normal(f"{name}: days", order))
    fits = _before(who, length + 1) + length <= year.days[who]
    who, order, unplanned, length = who[fits], order[fits], unplanned[fits], length[fits]
    draws = people.draws.of(who)
    place = draws.uniform(f"{name}: place", order)
    start = year.first[who] + _starts(who, length, year.days, place)
    euro = hospital.eur_per_day * np.exp(hospital.eur_sd * draws.normal(f"{name}: amount", order))
    alone = draws.uniform(f"{name}: room", order) < hospital.supplement
    extra = np.where(alone, euro * hospital.supplement_part, 0.0)
    night, number = repeated(length)
    keys = tally.book.keys
    item = np.where(unplanned, keys["unplanned"], keys["planned"])
    tally.add(who[night], start[night] + number, item[night], euro[night], extra[night])
    tally.add(who[unplanned], start[unplanned], "admission", hospital.visit_eur)
    count = len(people)
    return Stays(np.bincount(who, minlength=count), np.bincount(who[unplanned], minlength=count))


def _rate(people: People, year: Year, parameters: Parameters) -> Floats:
    """Stays expected of each person in the year."""
    hospital = parameters.care.hospital
    rate = curve(hospital.ages, hospital.per_year, year.age) * year.part
    rate *= people.frailty**hospital.frailty * multiple(year, parameters, "hospital")
    fertile = people.woman & (year.age >= _FERTILE[0]) & (year.age <= _FERTILE[1])
    rate *= np.where(fertile, hospital.women, 1.0)
    return rate * np.where(year.dies, parameters.care.last_year.hospital, 1.0)


def _median(hospital: Hospital, age: Ints, unplanned: np.ndarray) -> Floats:
    band = np.searchsorted(hospital.days_from, age, side="right") - 1
    planned, sudden = np.array(hospital.days_planned), np.array(hospital.days_unplanned)
    return np.where(unplanned, sudden[band], planned[band])


def _length(hospital: Hospital, age: Ints, unplanned: np.ndarray, normal: Floats) -> Ints:
    days = np.rint(_median(hospital, age, unplanned) * np.exp(hospital.days_sd * normal))
    return np.clip(days, 1, hospital.days_most).astype(np.int64)


def mean_length(hospital: Hospital, median: float) -> float:
    """Expected days of a stay with this median: the sum of the chances to stay longer than k."""
    more = np.arange(1, hospital.days_most) + 0.5
    return 1 + float(ndtr(-(np.log(more) - np.log(median)) / hospital.days_sd).sum())


def _expect(hospital: Hospital, year: Year, rate: Floats, sudden: Floats, tally: Tally) -> None:
    band = np.searchsorted(hospital.days_from, year.age, side="right") - 1
    planned = np.array([mean_length(hospital, median) for median in hospital.days_planned])
    urgent = np.array([mean_length(hospital, median) for median in hospital.days_unplanned])
    days = (1 - sudden) * planned[band] + sudden * urgent[band]
    euro = hospital.eur_per_day * np.exp(hospital.eur_sd**2 / 2)
    tally.expect("planned", rate * days * euro)
    tally.expect("admission", rate * sudden * hospital.visit_eur)


def _before(who: Ints, values: Ints) -> Ints:
    """Sum of the values of the same person that stand before each; ``who`` is sorted."""
    total = np.cumsum(values) - values
    first = np.searchsorted(who, who)
    return total - total[first]


def _starts(who: Ints, length: Ints, days: Ints, place: Floats) -> Ints:
    """First day of each stay, counted from the first day of the person in the year."""
    people = len(days)
    used = np.bincount(who, length, people) + np.maximum(np.bincount(who, minlength=people) - 1, 0)
    free = (days - used.astype(np.int64))[who]
    place = place[np.lexsort((place, who))]
    return np.floor(place * (free + 1)).astype(np.int64) + _before(who, length + 1)
