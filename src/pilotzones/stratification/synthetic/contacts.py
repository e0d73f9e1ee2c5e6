"""Contacts that come and go, services that go on from month to month, and palliative care."""

from __future__ import annotations

import numpy as np

from pilotzones.stratification.synthetic.care_parameters import Contact, Service
from pilotzones.stratification.synthetic.course import NEVER, Course, Year, first_day_of
from pilotzones.stratification.synthetic.curves import curve, logit, sigmoid
from pilotzones.stratification.synthetic.draws import Flags, Floats, Ints, chosen, repeated
from pilotzones.stratification.synthetic.lines import Tally
from pilotzones.stratification.synthetic.medicines import spread
from pilotzones.stratification.synthetic.parameters import Parameters
from pilotzones.stratification.synthetic.people import People

_FERTILE = (18, 49)
_MONTH = 365.25 / 12
_DAYS_OF_MONTH = 30


def multiple(year: Year, parameters: Parameters, name: str) -> Floats:
    """What illnesses make of the rate of a contact or of hospital stays: 1 without any."""
    needs = [each.needs.get(name, 0.0) for each in parameters.illnesses.illness.values()]
    found = np.ones(len(year.age))
    for position in np.flatnonzero(needs):
        found += needs[position] * year.ill[:, position]
    return found


def luck(people: People, year: int, sd: float) -> Floats:
    """Chance of the year of each person, lognormal with mean 1."""
    return np.exp(sd * people.draws.normal(f"luck of {year}") - sd**2 / 2)


def contacts(people: People, year: Year, parameters: Parameters, tally: Tally) -> None:
    """Lines of contacts, to the tally."""
    chance = luck(people, year.year, parameters.care.years.contacts)
    end = np.where(year.dies, parameters.care.last_year.contacts, 1.0) * year.part
    fertile = people.woman & (year.age >= _FERTILE[0]) & (year.age <= _FERTILE[1])
    for name, contact in parameters.care.contact.items():
        rate = curve(contact.ages, contact.per_year, year.age) * end
        rate *= people.frailty**contact.frailty * multiple(year, parameters, name)
        rate = np.where(fertile, contact.women, 1.0) * rate
        mean = contact.median * np.exp(contact.sd**2 / 2)
        tally.expect(_item(name, contact, 0), rate * mean)
        counts = people.draws.poisson(f"{name} in {year.year}", rate * chance)
        _contact_lines(people, year, (name, contact), counts, tally)


def _item(name: str, contact: Contact, position: int) -> str:
    return f"{name} {tuple(contact.codes)[position]}"


def _contact_lines(
    people: People, year: Year, named: tuple[str, Contact], counts: Ints, tally: Tally
) -> None:
    name, contact = named
    who, order = repeated(counts)
    draws, purpose = people.draws.of(who), f"{name} in {year.year}"
    day = year.first[who] + _floor(draws.uniform(f"{purpose}: day", order) * year.days[who])
    euro = contact.median * np.exp(contact.sd * draws.normal(f"{purpose}: amount", order))
    items = np.array([tally.book.keys[f"{name} {code}"] for code in contact.codes])
    item = np.full(len(who), items[0])
    if len(items) > 1:
        shares = np.array(list(contact.codes.values()))
        item = items[chosen(draws.uniform(f"{purpose}: code", order), shares)]
    extra = 0.0
    if contact.supplement:
        paid = draws.uniform(f"{purpose}: supplement", order) < contact.supplement
        extra = np.where(paid, euro * contact.supplement_part, 0.0)
    tally.add(who, day, item, euro, extra)


def services(people: People, year: Year, parameters: Parameters, tally: Tally) -> None:
    """Lines of services that go on from month to month, to the tally."""
    for name, service in parameters.care.service.items():
        rows = np.flatnonzero(_served(people, year, parameters, name, service))
        draws = people.draws.of(rows)
        level = service.median * np.exp(service.sd * draws.normal(f"{name}: level"))
        months = year.days[rows] / _MONTH
        counts = draws.whole(f"{name}: lines of {year.year}", months)
        phase = draws.uniform(f"{name}: phase of {year.year}")
        who, day = spread(year.first[rows], year.days[rows], counts, phase)
        tally.add(rows[who], day, f"service {name}", level[who])
        tally.expect(f"service {name}", level * months, rows)


def _served(
    people: People, year: Year, parameters: Parameters, name: str, service: Service
) -> Flags:
    """Who has the service in the year: the same persons as long as what they are stays."""
    odds = curve(service.ages, logit(service.share), year.age)
    odds = odds + service.frailty * people.log_frailty + service.isolated * people.alone
    for position, illness in enumerate(parameters.illnesses.illness.values()):
        if name in illness.regular:
            odds += illness.regular[name] * year.ill[:, position]
    return people.draws.chance(f"{name}: has it", sigmoid(odds)) & (year.days > 0)


def palliative(
    people: People, year: Year, course: Course, parameters: Parameters, tally: Tally
) -> Flags:
    """Who gets palliative care in the year; its lines go to the tally."""
    care = parameters.care.palliative
    share = np.full(len(people), parameters.care.last_year.palliative)
    for position, illness in enumerate(parameters.illnesses.illness.values()):
        share = np.maximum(share, illness.palliative * year.ill[:, position])
    wanted = people.draws.chance("palliative", share)
    near = course.next_death < first_day_of(year.year + 2)
    rows = np.flatnonzero(wanted & near & (course.next_death != NEVER) & (year.days > 0))
    month = np.arange(care.months) * _DAYS_OF_MONTH + _DAYS_OF_MONTH // 2
    day = course.next_death[rows, None] - month
    inside = (day >= year.first[rows, None]) & (day < (year.first + year.days)[rows, None])
    who, day = np.repeat(rows, inside.sum(axis=1)), day[inside]
    lines = [("palliative", care.eur)]
    lines += [(f"palliative {each.code}", each.package_eur) for each in care.medicines]
    for item, euro in lines:
        tally.add(who, day, item, euro)
        tally.expect(item, np.bincount(who, minlength=len(people)) * euro)
    found = np.zeros(len(people), np.bool_)
    found[who] = True
    return found


def _floor(numbers: Floats) -> Ints:
    return np.floor(numbers).astype(np.int64)
