"""Synthetic persons: where they live, age and sex, social status, hidden frailty."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from pilotzones.stratification.synthetic.curves import curve, logit, sigmoid
from pilotzones.stratification.synthetic.draws import Draws, Flags, Floats, Ints, person_keys
from pilotzones.stratification.synthetic.places import Places
from pilotzones.stratification.synthetic.population_parameters import Population

_LAST_BAND = 10
"""Width of the last band of age, in years; the others end where the next begins."""
_NO_SHARE, _FULL_SHARE = 1e-6, 1 - 1e-6


@dataclass(frozen=True, slots=True)
class People:
    """Persons of one portion, one entry each.

    ``number`` counts all persons of the population from 0; ``unit`` is a position in the places;
    ``age`` is in full years at the end of the base year; ``morbidity`` are the log odds that the
    unit adds to every illness.
    """

    draws: Draws
    number: Ints
    unit: Ints
    age: Ints
    woman: Flags
    reimbursed: Flags
    alone: Flags
    log_frailty: Floats
    morbidity: Floats

    def __len__(self) -> int:
        return len(self.number)

    @property
    def frailty(self) -> Floats:
        """Hidden frailty, mean about 1."""
        return np.exp(self.log_frailty)


def people_of(places: Places, parameters: Population, numbers: Ints) -> People:
    """Persons with these numbers."""
    unit, place = places.of(numbers)
    return _drawn(places, parameters, numbers, unit, Draws(person_keys(places.keys[unit], place)))


def strangers(people: People, places: Places, parameters: Population, purpose: str) -> People:
    """As many other persons, drawn anew without anything of the first or of their units."""
    anyone = replace(
        places,
        morbidity=np.zeros_like(places.morbidity),
        social=np.zeros_like(places.social),
        rural=np.zeros_like(places.rural),
        ages=np.broadcast_to(places.ages.mean(axis=0), places.ages.shape),
    )
    return _drawn(anyone, parameters, people.number, people.unit, people.draws.anew(purpose))


def _drawn(
    places: Places, parameters: Population, numbers: Ints, unit: Ints, draws: Draws
) -> People:
    rural = places.rural[unit]
    age = _age(places, parameters, unit, draws)
    woman = draws.chance("sex", curve(parameters.sex.ages, parameters.sex.women, age))
    social = parameters.reimbursement
    odds = logit(curve(social.ages, social.share, age)) + social.rural * rural
    reimbursed = draws.chance("reimbursement", sigmoid(odds + places.social[unit]))
    frail = parameters.frailty
    log_frailty = frail.sd * draws.normal("frailty") - frail.sd**2 / 2
    return People(
        draws=draws,
        number=numbers,
        unit=unit,
        age=age,
        woman=woman,
        reimbursed=reimbursed,
        alone=draws.chance("isolation", _alone(parameters, age, woman, rural)),
        log_frailty=log_frailty + frail.reimbursement * reimbursed,
        morbidity=places.morbidity[unit],
    )


def _age(places: Places, parameters: Population, unit: Ints, draws: Draws) -> Ints:
    first = np.array(parameters.ages.from_)
    width = np.append(np.diff(first), _LAST_BAND)
    level = draws.uniform("band of age")
    band = np.zeros(len(unit), np.int64)
    for position in range(len(first) - 1):
        band += level >= places.ages[unit, position]
    return (first[band] + np.floor(width[band] * draws.uniform("age"))).astype(np.int64)


def _alone(parameters: Population, age: Ints, woman: Flags, rural: Flags) -> Floats:
    alone = parameters.isolation
    share = np.where(woman, curve(alone.ages, alone.women, age), curve(alone.ages, alone.men, age))
    return sigmoid(logit(np.clip(share, _NO_SHARE, _FULL_SHARE)) + alone.rural * rural)
