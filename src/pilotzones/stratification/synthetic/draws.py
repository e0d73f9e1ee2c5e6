"""Chance by person and purpose: the same number whoever is drawn before, in whatever portions.

A generator of numpy gives its numbers in the order in which they are asked for; a person would
then depend on all those before. Here a number is a function of seed, unit, place of the person in
the unit, purpose and order: persons can be made in portions of any size, and a zone stays the same
when another sample is drawn around it. The mixing is the finaliser of SplitMix64 (Steele, Lea,
Flood: "Fast splittable pseudorandom number generators", OOPSLA 2014).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

Floats = npt.NDArray[np.floating[Any]]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Keys = npt.NDArray[np.uint64]

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_ORDER = np.uint64(0xD1342543DE82EF95)
_FIRST, _SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_MOST = 400
"""Largest count: far above any rate of the parameters."""


def mixed(keys: Keys) -> Keys:
    """Keys scattered over all 64-bit numbers; different keys stay different."""
    found = keys ^ (keys >> np.uint64(30))
    found *= _FIRST
    found ^= found >> np.uint64(27)
    found *= _SECOND
    found ^= found >> np.uint64(31)
    return found


@lru_cache(maxsize=4096)
def named(purpose: str) -> np.uint64:
    """Number of a purpose: the same in every run and on every machine."""
    digest = blake2b(purpose.encode(), digest_size=8).digest()
    return np.uint64(int.from_bytes(digest, "little"))


def person_keys(unit_keys: Keys, places: Ints) -> Keys:
    """Key of each person: that of the unit, and the place (0, 1, ...) of the person in it."""
    return mixed(unit_keys + (places.astype(np.uint64) + np.uint64(1)) * _GOLDEN)


@dataclass(frozen=True, slots=True)
class Draws:
    """Numbers drawn for persons, one key each."""

    keys: Keys

    def of(self, rows: npt.NDArray[np.integer] | Flags) -> Draws:
        """Numbers of some of the persons; a person may come several times."""
        return Draws(self.keys[rows])

    def anew(self, purpose: str) -> Draws:
        """Numbers that have nothing to do with those drawn before."""
        return Draws(mixed(self.keys ^ named(purpose)))

    def uniform(self, purpose: str, order: Ints | None = None) -> Floats:
        """Numbers above 0 and below 1; ``order`` numbers the events of a person from 0."""
        keys = self.keys + named(purpose)
        if order is not None:
            keys += order.astype(np.uint64) * _ORDER
        return ((mixed(keys) >> np.uint64(11)) + 0.5) * 2.0**-53

    def normal(self, purpose: str, order: Ints | None = None) -> Floats:
        """Standard normal numbers."""
        return ndtri(self.uniform(purpose, order))

    def chance(self, purpose: str, share: Floats | float) -> Flags:
        """True with the given chance."""
        return self.uniform(purpose) < share

    def whole(self, purpose: str, mean: Floats) -> Ints:
        """Whole numbers next to ``mean``, up or down so that the mean is kept."""
        return np.floor(mean + self.uniform(purpose)).astype(np.int64)

    def poisson(self, purpose: str, mean: Floats) -> Ints:
        """Counts with a Poisson distribution of the given mean."""
        left = self.uniform(purpose)
        counts = np.zeros(len(left), np.int64)
        term = np.exp(-mean)
        open_ = np.flatnonzero(left >= term)
        left, term, mean = left[open_] - term[open_], term[open_], mean[open_]
        for count in range(1, _MOST):
            if not len(open_):
                break
            counts[open_] = count
            term = term * mean / count
            more = left >= term
            open_, left = open_[more], left[more] - term[more]
            term, mean = term[more], mean[more]
        return counts


def chosen(uniform: Floats, shares: Floats | Ints) -> Ints:
    """Position drawn in proportion to ``shares``."""
    bounds = np.cumsum(shares)
    return np.searchsorted(bounds[:-1] / bounds[-1], uniform, side="right")


def repeated(counts: Ints) -> tuple[Ints, Ints]:
    """For each event: position of its person, and its number (from 0) among the person's own."""
    who = np.repeat(np.arange(len(counts)), counts)
    starts = np.cumsum(counts) - counts
    return who, np.arange(len(who)) - starts[who]
