"""Who is ill: prevalence in the first year, new cases and recoveries in the years after."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from pilotzones.stratification.synthetic.curves import curve, logit, sigmoid
from pilotzones.stratification.synthetic.draws import Flags, Floats, Ints
from pilotzones.stratification.synthetic.illness_parameters import Illness, Illnesses
from pilotzones.stratification.synthetic.people import People

Matrix = npt.NDArray[np.bool_]
"""Truth values with a row a person and a column an illness, in the order of the parameters."""


def first_illnesses(people: People, parameters: Illnesses, age: Ints) -> Matrix:
    """Illnesses of the first year, at these ages."""
    ill = np.zeros((len(people), len(parameters.illness)), np.bool_, order="F")
    for position, id in enumerate(parameters.illness):
        share = sigmoid(log_odds(people, parameters, id, age, ill))
        ill[:, position] = people.draws.chance(f"{id} at first", share)
        ill[:, position] &= _can(people, parameters.illness[id])
    return ill


def next_illnesses(
    people: People, parameters: Illnesses, age: Ints, before: Matrix, year: int
) -> Matrix:
    """Illnesses of ``year``, from those of the year before."""
    ill = np.zeros_like(before)
    for position, (id, illness) in enumerate(parameters.illness.items()):
        share = sigmoid(log_odds(people, parameters, id, age, ill))
        draw = people.draws.uniform(f"{id} in {year}")
        was = before[:, position]
        ill[:, position] = np.where(was, draw >= illness.remission, draw < illness.turnover * share)
        ill[:, position] &= _can(people, illness)
    return ill


def _can(people: People, illness: Illness) -> Flags | bool:
    """Who can have the illness at all."""
    if illness.only is None:
        return True
    return people.woman if illness.only == "women" else ~people.woman


def log_odds(people: People, parameters: Illnesses, id: str, age: Ints, ill: Matrix) -> Floats:
    """Log odds of one illness, given those above it in the parameters."""
    illness = parameters.illness[id]
    found = curve(parameters.about.ages, logit(np.array(illness.at) / 100), age)
    found = found + people.morbidity + illness.frailty * people.log_frailty
    for traits, effect in (
        (people.woman, illness.women),
        (people.reimbursed, illness.reimbursement),
        (people.alone, illness.isolated),
        *_interactions(parameters, illness, ill),
    ):
        if effect:
            found += effect * traits
    return found


def _interactions(parameters: Illnesses, illness: Illness, ill: Matrix):  # noqa: ANN202
    ids = tuple(parameters.illness)
    return [(ill[:, ids.index(other)], effect) for other, effect in illness.raised_by.items()]
