"""The care pyramid and the segments: who needs how much care, by level of expected cost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pilotzones.stratification.weights import weights_of

Vector = NDArray[np.float64]

LEVELS: Final = ("high", "middle", "low")
SHARES: Final[Mapping[str, float]] = MappingProxyType({"high": 0.05, "middle": 0.15})
"""Shares of people: case management for the upper 5 %, assisted care for the next 15 %.

The Kaiser pyramid has 1-5 % in case management and 20-30 % in assisted care, of people with a
chronic disease (Commonwealth Fund 2009; complex needs 3-5 %, OPIMEC); the upper fifth of everyone
here.
"""
SEGMENTS: Final = ("none", "one", "two", "three", "four_or_more")
"""Numbers of conditions, in order."""


@dataclass(frozen=True, slots=True)
class Pyramid:
    """Levels of the people, and one row per level (raw counts, for the gate).

    ``levels`` gives ``high``, ``middle`` or ``low`` by person_id. ``table`` has the rows high,
    middle, low with level, n (persons), people (weighted), share, eur, eur_share, expected_eur,
    expected_per_person, stays, stays_per_1000, lower_eur (smallest expected cost of the level;
    missing where nobody is in it).
    """

    levels: pd.Series
    table: pd.DataFrame


def pyramid(
    frame: pd.DataFrame,
    predicted: pd.Series,
    *,
    shares: Mapping[str, float] | None = None,
    capacity: tuple[int, int] | None = None,
) -> Pyramid:
    """Pyramid of the people of ``frame`` by their expected cost.

    People with the same expected cost are in the same level; a level is never fuller than its
    share or the capacity allows, so it may stay a little below it.

    Parameters
    ----------
    frame
        Persons with person_id, total_cost (base year), hospital_stays and, for a sample, weight.
    predicted
        Expected cost (euro, next year) by person_id. Who has none is in no level.
    shares
        Share of people of the levels ``high`` and ``middle``; `SHARES` for what is not given.
    capacity
        Case managers and the patients that each of them can follow: the high level then holds at
        most their product instead of a share of the people.

    Raises
    ------
    ValueError
        Shares that are negative or together above 1, another level than high or middle, or a
        negative capacity.
    """
    wanted = _wanted(shares)
    if capacity is not None and min(capacity) < 0:
        raise ValueError("a capacity cannot be negative")
    expected = predicted.reindex(frame["person_id"].to_numpy()).to_numpy(float)
    known = np.isfinite(expected)
    people, expected = frame[known], expected[known]
    weight = weights_of(people)
    most = wanted["high"] * weight.sum() if capacity is None else float(capacity[0] * capacity[1])
    high = threshold(expected, weight, most)
    upper = weight[expected >= high].sum()
    middle = threshold(expected, weight, upper + wanted["middle"] * weight.sum())
    level = np.select([expected >= high, expected >= middle], [0, 1], 2)
    ids = pd.Index(people["person_id"].to_numpy(), name="person_id")
    return Pyramid(
        levels=pd.Series(np.array(LEVELS)[level], index=ids, name="level"),
        table=_table(people, level, expected, weight),
    )


def segments(frame: pd.DataFrame) -> pd.DataFrame:
    """People by number of conditions, one row per segment of `SEGMENTS`.

    Columns segment, n (persons), people (weighted), share, eur (base year), eur_share,
    eur_per_person, stays, stays_per_1000. Means of an empty segment are missing.
    """
    place = np.minimum(frame["n_conditions"].to_numpy(int), len(SEGMENTS) - 1)
    found = _sums(frame, place, weights_of(frame), len(SEGMENTS))
    found.insert(0, "segment", list(SEGMENTS))
    return found.assign(eur_per_person=_each(found["eur"], found["people"]))


def _wanted(shares: Mapping[str, float] | None) -> dict[str, float]:
    wanted = {**SHARES, **(shares or {})}
    if set(wanted) != set(SHARES):
        raise ValueError("only the levels high and middle have a share")
    if min(wanted.values()) < 0 or sum(wanted.values()) > 1:
        raise ValueError("shares must be between 0 and 1, and together at most 1")
    return wanted


def threshold(expected: Vector, weight: Vector, most: float) -> float:
    """Lowest expected cost from which on at most ``most`` people stand; infinite where none."""
    values, place = np.unique(expected, return_inverse=True)
    above = np.bincount(place, weight, len(values))[::-1].cumsum()[::-1]
    fits = above <= most * (1 + 1e-12)
    return float(values[fits][0]) if fits.any() else float("inf")


def _table(
    people: pd.DataFrame, level: NDArray[np.intp], expected: Vector, weight: Vector
) -> pd.DataFrame:
    """One row per level."""
    found = _sums(people, level, weight, len(LEVELS))
    found.insert(0, "level", list(LEVELS))
    count = len(LEVELS)
    lower = [expected[level == k].min(initial=np.inf) for k in range(count)]
    found["expected_eur"] = np.bincount(level, weight * expected, count)
    found["expected_per_person"] = _each(found["expected_eur"], found["people"])
    found["lower_eur"] = np.where(np.isfinite(lower), lower, np.nan)
    return found


def _sums(
    people: pd.DataFrame, place: NDArray[np.intp], weight: Vector, count: int
) -> pd.DataFrame:
    """People, costs and stays of each of ``count`` groups; the shares add up to 1."""

    def total(values: Vector) -> Vector:
        return np.bincount(place, weight * values, count).astype(float)

    heads = total(np.ones(len(people)))
    eur = total(people["total_cost"].to_numpy(float))
    stays = total(people["hospital_stays"].to_numpy(float))
    return pd.DataFrame(
        {
            "n": np.bincount(place, minlength=count),
            "people": heads,
            "share": _each(heads, heads.sum()),
            "eur": eur,
            "eur_share": _each(eur, eur.sum()),
            "stays": stays,
            "stays_per_1000": 1_000 * _each(stays, heads),
        }
    )


def _each(part: Vector | pd.Series, whole: Vector | pd.Series | float) -> Vector:
    """Quotient, missing where there is nothing to divide by."""
    a, b = np.broadcast_arrays(np.asarray(part, float), np.asarray(whole, float))
    return np.divide(a, b, out=np.full(a.shape, np.nan), where=b > 0)
