"""A theme of the map, as values: what each unit of the zone shows, in which class or sign."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from pilotzones.present.texts import Render

Room = Literal["people", "care"]
Interval = tuple[float, float]

UNCERTAIN = "uncertain"
"""Sign over a unit whose value chance alone may have moved by more than a class."""
HIDDEN, NO_DATA, NONE_HERE, NONE_IN_REACH = "hidden", "no-data", "none-here", "none-in-reach"
"""Signs of what has no class: held back, not in the data, none in the unit, none in reach."""


@dataclass(frozen=True, slots=True)
class Form:
    """How a value is written: message of the value with its unit, of the unit, and decimals."""

    value: str
    unit: str
    decimals: int


EUR = Form("theme.value.eur", "theme.unit.eur", 0)
PERCENT = Form("theme.value.percent", "theme.unit.percent", 1)
PER_100000 = Form("theme.value.per_100000", "theme.unit.per_100000", 1)
KM = Form("theme.value.km", "theme.unit.km", 1)
TYPES = Form("theme.value.types", "theme.unit.types", 0)


@dataclass(frozen=True, slots=True)
class ThemeCell:
    """One unit: ``sign`` is that of its class or of its state; ``value`` None where none is shown.

    A cell that is hidden or without data never has a value.
    """

    sign: str
    value: float | None = None

    def __post_init__(self) -> None:
        if self.sign in (HIDDEN, NO_DATA) and self.value is not None:
            raise ValueError("a cell that is hidden or without data has no value")


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """One row of the legend: its sign and its words, bounds included."""

    sign: str
    words: Render


@dataclass(frozen=True, slots=True)
class Theme:
    """One theme.

    Parameters
    ----------
    id, group, measure
        ``access-gp``, ``gp`` and ``access``; a page whose themes are of one kind has one group,
        ``""``. The measure is the column of the unit table that says the same.
    name, group_name
        Short names, for the choice and as heading of the column; the group's is None where a page
        has one group.
    said
        What is shown, with its unit, date and source, and which way is good.
    form
        How a value is written; a percentage is held as such (12.5), not as a share. None where
        the classes are words without numbers.
    cells
        By code, for units of the zone that the layer knows.
    legend
        Classes from low to high, then the signs that occur.
    counts
        Providers by code, for the circles; None where there are none to show.
    intervals
        95 % intervals by code, where the values have one, in the unit of the values.
    uncertain
        Codes whose interval reaches over more than two classes: hatched on the map.
    """

    id: str
    group: str
    measure: str
    name: Render
    said: Render
    form: Form | None
    cells: Mapping[str, ThemeCell]
    legend: tuple[LegendEntry, ...]
    group_name: Render | None = None
    counts: Mapping[str, int] | None = None
    intervals: Mapping[str, Interval] = field(default_factory=lambda: MappingProxyType({}))
    uncertain: frozenset[str] = frozenset()
