"""Cases that each unit would have with the rates of people of the same ages and sexes elsewhere.

Indirect standardisation needs the ages and sexes of each unit, which no table shows. So it is done
before the gate, and what is released is one whole number of expected cases by unit and indicator,
hidden where the number of people of the unit is. It tells nothing of anybody's health in the zone:

- the rates are those of persons **outside** the zone, so that of the people of the zone only ages
  and sexes go into it. With another person ill in the zone it is the same number;
- a rate is that of a pool of bands of age in which at least the minimum have the trait and at least
  the minimum do not, and its count is rounded to a multiple of the minimum: the gate would let
  through as much, and nobody follows a person outside from one release to the next by it;
- no sum of it over units is released, so that no hidden unit follows by subtraction.

Where nobody outside the zone is in the data there is no such table.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from pilotzones.stratification.comparison import AGE_BANDS, SEXES, strata_of
from pilotzones.stratification.raw import Count, Figure, Raw
from pilotzones.stratification.standardisation import Floats, expected_counts

LEAST = {"any": 1, "two_or_more": 2}
"""Indicators that are standardised, with the conditions that a person has at least.

Not the target group: its criteria may themselves ask for an age."""


def expected_cases(frame: pd.DataFrame, units: Sequence[str], *, minimum: int) -> Raw | None:
    """Raw table ``expected_cases``: a row for each unit, a column for each indicator of `LEAST`.

    None where no rate is known: nobody lives outside, or too few of them have or lack the trait.
    """
    outside = ~frame["in_zone"].to_numpy(bool)
    strata = strata_of(frame)
    weight = np.asarray(frame["weight"].astype("float64").fillna(1.0), np.float64)[outside]
    homes = frame.loc[~outside, "unit"].astype(str)
    places = pd.Index(units).get_indexer(pd.Index(homes))
    persons = np.zeros((len(units), len(AGE_BANDS) * len(SEXES)))
    np.add.at(persons, (places, strata[~outside]), 1)
    found = pd.DataFrame({"unit": list(units), "people": persons.sum(axis=1)})
    number = frame["n_conditions"].to_numpy()[outside]
    for name, least in LEAST.items():
        rates = pooled_rates(strata[outside], number >= least, weight, minimum=minimum)
        found[name] = np.nan if rates is None else expected_counts(persons, rates)
    if found[list(LEAST)].isna().all(axis=None):
        return None
    guards = ("people",)
    columns = (
        Count("people", cell="zone|unit={unit}", shown=False),
        *(Figure(name, guards, "amount", "persons", 0) for name in LEAST),
    )
    return Raw("expected_cases", ("unit",), columns, found)


def pooled_rates(
    strata: np.ndarray, has: np.ndarray, weight: Floats, *, minimum: int
) -> Floats | None:
    """Rate of each stratum of age and sex, that of the pool it is in; None without a pool.

    Bands of age of one sex are put together from the youngest on until at least the minimum have
    the trait and at least the minimum do not; the last ones join the pool before them.

    Examples
    --------
    Of each sex, 40 in the youngest band of whom nobody has the trait, and 40 in the next of whom
    half have it: one pool.

    >>> strata = np.repeat([0, 1, 2, 3], 40)
    >>> has = np.r_[np.zeros(80, bool), np.tile([True, False], 40)]
    >>> pooled_rates(strata, has, np.ones(160), minimum=10)[:4].tolist()
    [0.25, 0.25, 0.25, 0.25]
    """
    size = len(AGE_BANDS) * len(SEXES)
    with_it = np.bincount(strata[has], minlength=size)
    without = np.bincount(strata[~has], minlength=size)
    mass = np.bincount(strata, weight, size)
    ill = np.bincount(strata[has], weight[has], size)
    rates = np.zeros(size)
    for sex in range(len(SEXES)):
        pools = _pools(with_it[sex::2], without[sex::2], minimum)
        if not pools:
            return None
        for bands in pools:
            mine = 2 * np.array(bands) + sex
            step = minimum / (with_it[mine] + without[mine]).sum()
            rates[mine] = step * np.round(ill[mine].sum() / mass[mine].sum() / step)
    return rates


def _pools(with_it: np.ndarray, without: np.ndarray, minimum: int) -> list[list[int]]:
    """Bands of age by pool; none where all of them together are too few."""
    pools: list[list[int]] = []
    begun: list[int] = []
    for band in range(len(with_it)):
        begun.append(band)
        if min(with_it[begun].sum(), without[begun].sum()) >= minimum:
            pools.append(begun)
            begun = []
    if pools:
        pools[-1] += begun
    return pools
