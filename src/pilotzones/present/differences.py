"""Whether the zone differs from a reference, by one method that the pages name."""

from __future__ import annotations

from enum import StrEnum
from math import sqrt

from pilotzones.stratification.released import HIDDEN, Cell


class Difference(StrEnum):
    """What can be said of a zone beside a reference."""

    HIGHER = "higher"
    LOWER = "lower"
    UNCLEAR = "unclear"
    HIDDEN = "hidden"
    NO_DATA = "no-data"


CLEAR = 0.1
"""Least gap that is called a difference, as a part of the reference."""
_EXACT = 1e-9
"""Slack for decimals that have no exact binary form: a gap of just a tenth is clear."""
_CHANCE = 1.96
"""Standard errors that chance alone goes past in 5 of 100 samples."""


def difference(zone: Cell, reference: Cell, people: float | None = None) -> Difference:
    """The zone against the reference: clear from a tenth of the reference on.

    Parameters
    ----------
    people
        Persons of the zone, where the values are shares of them: a gap that chance alone would
        bring in 5 of 100 samples of so many people is then not clear either.

    Examples
    --------
    >>> str(difference(0.068, 0.061, 84_320)), str(difference(0.068, 0.061, 500))
    ('higher', 'unclear')
    """
    if zone is HIDDEN or reference is HIDDEN:
        return Difference.HIDDEN
    if not isinstance(zone, int | float) or not isinstance(reference, int | float):
        return Difference.NO_DATA
    gap = zone - reference
    if abs(gap) < CLEAR * abs(reference) * (1 - _EXACT) or gap == 0:
        return Difference.UNCLEAR
    if people and 0 < reference < 1:
        chance = _CHANCE * sqrt(reference * (1 - reference) / people)
        if abs(gap) <= chance:
            return Difference.UNCLEAR
    return Difference.HIGHER if gap > 0 else Difference.LOWER
