"""Units of a synthetic population: how many persons each gets, and what sets it apart."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pilotzones.stratification.synthetic.draws import Draws, Flags, Floats, Ints, Keys, mixed, named
from pilotzones.stratification.synthetic.population_parameters import Population
from pilotzones.stratification.synthetic.spec import SyntheticSpec


@dataclass(frozen=True, slots=True)
class Places:
    """Units in the order of their codes, one entry each.

    ``persons`` is how many are generated (``starts`` numbers the first of each unit), ``people``
    the inhabitants they stand for, ``weight`` how many one person stands for. ``morbidity`` and
    ``social`` are log odds added, ``ages`` cumulated shares of the bands of age (a row a unit).
    """

    codes: tuple[str, ...]
    keys: Keys
    people: Ints
    persons: Ints
    starts: Ints
    inside: Flags
    rural: Flags
    weight: Floats
    morbidity: Floats
    social: Floats
    ages: npt.NDArray[np.float64]

    @property
    def count(self) -> int:
        """Persons of all units together."""
        return int(self.persons.sum())

    def of(self, numbers: Ints) -> tuple[Ints, Ints]:
        """Unit of each person, and the place of the person in it, by number from 0."""
        unit = np.searchsorted(self.starts, numbers, side="right") - 1
        return unit, numbers - self.starts[unit]


def places_of(spec: SyntheticSpec, parameters: Population) -> Places:
    """Units of a spec that get at least one person."""
    codes = sorted(spec.units)
    people = np.array([spec.units[code][0] for code in codes], np.int64)
    rural = np.array([spec.units[code][1] for code in codes], np.bool_)
    inside = np.array([code in spec.zone for code in codes], np.bool_)
    seed = named(f"seed {spec.seed}")
    keys = mixed(np.array([named(f"unit {code}") for code in codes], np.uint64) ^ seed)
    draws = Draws(keys)
    share = np.where(inside, 1.0, spec.outside_share)
    persons = draws.whole("persons", people * share * (1 + parameters.surplus.share))
    used = persons > 0
    effects, persons = parameters.units, persons[used]
    return Places(
        codes=tuple(code for code, kept in zip(codes, used, strict=True) if kept),
        keys=keys[used],
        people=people[used],
        persons=persons,
        starts=np.cumsum(persons) - persons,
        inside=inside[used],
        rural=rural[used],
        weight=np.round(1 / share[used], 6),
        morbidity=effects.morbidity * draws.normal("morbidity")[used],
        social=effects.social * draws.normal("social")[used],
        ages=_ages(parameters, rural[used], effects.ageing * draws.normal("ageing")[used]),
    )


def _ages(parameters: Population, rural: Flags, tilt: Floats) -> npt.NDArray[np.float64]:
    bands = parameters.ages
    middle = np.array(bands.from_) + 2.5
    weights = np.where(rural[:, None], bands.rural, bands.urban)
    weights = weights * np.exp(tilt[:, None] * (middle - middle.mean()) / 20)
    return np.cumsum(weights, axis=1) / weights.sum(axis=1, keepdims=True)
