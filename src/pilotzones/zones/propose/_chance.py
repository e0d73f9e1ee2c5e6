"""Random numbers of the searches: the same on every machine, inside compiled code."""

from __future__ import annotations

import numpy as np
from numba import njit

_MULTIPLIER = np.uint64(2685821657736338717)
_12, _25, _27, _33 = (np.uint64(shift) for shift in (12, 25, 27, 33))

DRAWS = np.round(-np.log((np.arange(4096) + 0.5) / 4096), 9)
"""Quantiles of the exponential law, rounded: an acceptance test without a logarithm, whose last
digit differs from one machine's library to another's."""


def chance(seed: int) -> np.ndarray:
    """State of a generator, shape (1,), from any whole number (one round of SplitMix64)."""
    mask = 2**64 - 1
    x = (seed * 0x9E3779B97F4A7C15 + 0xD1B54A32D192ED03) & mask
    x = ((x ^ (x >> 30)) * 0xBF58476D1CE4E5B9) & mask
    x = ((x ^ (x >> 27)) * 0x94D049BB133111EB) & mask
    x ^= x >> 31
    return np.array([x or 1], np.uint64)


@njit(cache=True, inline="always")
def below(state, n):
    """Whole number from 0 to n - 1, n up to 2^31 (xorshift64*, Vigna 2016, upper 31 bits)."""
    x = state[0]
    x ^= x >> _12
    x ^= x << _25
    x ^= x >> _27
    state[0] = x
    return (np.int64((x * _MULTIPLIER) >> _33) * n) >> 31
