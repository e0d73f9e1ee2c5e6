"""What rules measured, and what was released, as cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import sqrt

from pilotzones.findings import Finding
from pilotzones.present.reports.model import (
    Cell,
    Euro,
    Gone,
    Interval,
    Number,
    Share,
    Told,
    Words,
)
from pilotzones.stratification.released import HIDDEN, SafeTable
from pilotzones.stratification.released import Cell as Released

_SMALL = 0.0095
"""Share below which one decimal of a percentage says too little."""
_CHANCE = 1.96


def told(value: float | None, finding: Finding, words: str) -> Cell:
    """Value or threshold of a finding with its words; blank where there is neither."""
    if not words:
        return Gone.BLANK
    if value is None:
        return Words(words)
    if finding.unit == "share":
        return Told(Share(float(value)), words)
    whole = float(value).is_integer()
    return Told(Number(float(value), 0 if whole else 1), words)


def number(value: float | None, places: int = 0) -> Cell:
    """A number, or no data."""
    return Gone.NO_DATA if value is None else Number(float(value), places)


def share(value: float | None) -> Cell:
    """A share, with two decimals of a percentage below one percent; or no data."""
    if value is None:
        return Gone.NO_DATA
    return Share(float(value), 2 if 0 < abs(value) < _SMALL else 1)


def cell_of(table: SafeTable, column: str, value: Released, places: int | None = None) -> Cell:
    """Released cell by the kind of its column; hidden stays hidden.

    ``places`` are the decimals of numbers that are neither counts nor shares; without them: none
    for euros, one for what is told per 1,000 and not whole.
    """
    if value is HIDDEN:
        return Gone.HIDDEN
    if value is None:
        return Gone.NO_DATA
    if not isinstance(value, int | float):
        return Words(str(value))
    released = next(c for c in table.columns if c.name == column)
    if released.kind == "share":
        return share(value)
    if released.kind == "count":
        return Number(float(value))
    if released.unit in ("eur", "eur per person"):
        return Euro(float(value), places or 0)
    whole = all(float(v).is_integer() for v in table.column(column) if isinstance(v, int | float))
    return Number(float(value), (0 if whole else 1) if places is None else places)


def columns_with_data(table: SafeTable, names: Iterable[str]) -> list[str]:
    """Those of the columns that the table has, with a cell that is known or hidden."""
    there = {column.name for column in table.columns}
    return [n for n in names if n in there and any(v is not None for v in table.column(n))]


def interval(part: Released, whole: float | None) -> Cell:
    """Interval of a share of persons, from released numbers: 95 %, by Wilson.

    Wilson 1927, Journal of the American Statistical Association 22(158):209-212: it stays between
    0 and 1 and holds for few persons too.

    Examples
    --------
    >>> found = interval(10, 100)
    >>> round(found.low.value, 4), round(found.high.value, 4)
    (0.0552, 0.1744)
    """
    if part is HIDDEN:
        return Gone.HIDDEN
    if not isinstance(part, int | float) or not whole:
        return Gone.NO_DATA
    p, z2 = min(part / whole, 1.0), _CHANCE**2
    middle = (p + z2 / (2 * whole)) / (1 + z2 / whole)
    half = _CHANCE * sqrt(p * (1 - p) / whole + z2 / (4 * whole**2)) / (1 + z2 / whole)
    low, high = max(middle - half, 0.0), min(middle + half, 1.0)
    places = 2 if p < _SMALL else 1
    return Interval(Share(low, places), Share(high, places))


def first_known(cells: Sequence[Cell], places: Sequence[int]) -> Cell | None:
    """The first of the cells at these places that has something to keep."""
    found = (cells[place] for place in places)
    return next((cell for cell in found if cell not in (Gone.BLANK, Gone.NO_DATA)), None)
