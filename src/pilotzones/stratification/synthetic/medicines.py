"""Medicines: those of the illnesses, refilled through the year, and those that come without."""

from __future__ import annotations

import numpy as np

from pilotzones.stratification.synthetic.book import LIGHT_DDD
from pilotzones.stratification.synthetic.course import Year
from pilotzones.stratification.synthetic.curves import curve
from pilotzones.stratification.synthetic.draws import Flags, Floats, Ints, repeated
from pilotzones.stratification.synthetic.illness_parameters import Illness, Medicine
from pilotzones.stratification.synthetic.lines import Tally
from pilotzones.stratification.synthetic.parameters import Parameters
from pilotzones.stratification.synthetic.people import People

_ADULT = 18
_LIGHT_LINES = 3


def medicines(people: People, year: Year, parameters: Parameters, tally: Tally) -> Flags:
    """Who takes the medicines of each illness regularly, a column each; lines go to the tally."""
    regular = np.zeros(year.ill.shape, np.bool_, order="F")
    for position, (id, illness) in enumerate(parameters.illnesses.illness.items()):
        regular[:, position] = _of_illness(people, year, (id, illness), position, tally)
    _others(people, year, parameters, tally)
    return regular


def spread(first: Ints, days: Ints, counts: Ints, phase: Floats) -> tuple[Ints, Ints]:
    """Person and day of lines that come at equal distances while a person is here."""
    who, order = repeated(counts)
    step = days / np.maximum(counts, 1)
    return who, first[who] + np.floor((order + phase[who]) * step[who]).astype(np.int64)


def _of_illness(
    people: People, year: Year, named: tuple[str, Illness], position: int, tally: Tally
) -> Flags:
    id, illness = named
    if not illness.medicine:
        return np.zeros(len(people), np.bool_)
    here, ill = year.days > 0, year.ill[:, position]
    level = people.draws.uniform(f"{id}: treatment")
    treated = here & ill & (level >= illness.untreated + illness.light)
    light = here & ill & (level >= illness.untreated) & ~treated
    mistaken = here & ~ill & (year.age >= _ADULT)
    mistaken &= people.draws.chance(f"{id}: mistaken", illness.mistaken)
    rows = np.flatnonzero(treated)
    draws = people.draws.of(rows)
    takes = [draws.chance(f"{id}: takes {each.code}", each.share) for each in illness.medicine]
    takes[0] |= ~np.logical_or.reduce(takes)
    for number, (medicine, taken) in enumerate(zip(illness.medicine, takes, strict=True)):
        chosen = rows[taken]
        if number == 0:
            chosen = np.sort(np.concatenate([chosen, np.flatnonzero(mistaken)]))
        _refills(people, year, (id, medicine), chosen, tally)
    _light(people, year, named, np.flatnonzero(light), tally)
    return treated | mistaken


def _refills(
    people: People, year: Year, named: tuple[str, Medicine], rows: Ints, tally: Tally
) -> None:
    id, medicine = named
    item, draws, days = f"{id} {medicine.code}", people.draws.of(rows), year.days[rows]
    mean = days * (medicine.per_day / medicine.package_ddd)
    counts = draws.whole(f"{item}: lines of {year.year}", mean)
    phase = draws.uniform(f"{item}: phase of {year.year}")
    who, day = spread(year.first[rows], days, counts, phase)
    tally.add(rows[who], day, item, medicine.package_eur)
    tally.expect(item, mean * medicine.package_eur, rows)


def _light(
    people: People, year: Year, named: tuple[str, Illness], rows: Ints, tally: Tally
) -> None:
    id, illness = named
    item, draws = f"{id} light", people.draws.of(rows)
    first = illness.medicine[0]
    euro = first.package_eur * LIGHT_DDD / first.package_ddd
    luck = draws.uniform(f"{item}: lines of {year.year}")
    counts = np.floor(luck * _LIGHT_LINES).astype(np.int64) + 1
    phase = draws.uniform(f"{item}: phase of {year.year}")
    who, day = spread(year.first[rows], year.days[rows], counts, phase)
    tally.add(rows[who], day, item, euro)
    tally.expect(item, np.full(len(rows), euro * (_LIGHT_LINES + 1) / 2), rows)


def _others(people: People, year: Year, parameters: Parameters, tally: Tally) -> None:
    others = parameters.care.other_medicines
    frailty = people.frailty**others.frailty
    for medicine in others.medicine:
        item = f"other {medicine.code}"
        share = curve(others.ages, tuple(n / 100 for n in medicine.users), year.age) * frailty
        share = np.where(people.woman | (medicine.women == 0), np.minimum(share, 1.0), 0.0)
        purpose = f"{item}: user" if medicine.steady else f"{item}: user in {year.year}"
        user = people.draws.chance(purpose, share)
        mean = medicine.lines * year.part
        expected = np.where(user, mean, 0.0) if medicine.steady else share * mean
        tally.expect(item, expected * medicine.eur)
        rows = np.flatnonzero(user & (year.days > 0))
        draws = people.draws.of(rows)
        counts = draws.whole(f"{item}: lines of {year.year}", mean[rows])
        phase = draws.uniform(f"{item}: phase of {year.year}")
        who, day = spread(year.first[rows], year.days[rows], counts, phase)
        tally.add(rows[who], day, item, medicine.eur)
