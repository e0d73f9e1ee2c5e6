"""The population gauge: bands of a rule set on one scale, a needle, labels that keep apart."""

from __future__ import annotations

from dataclasses import dataclass

from pilotzones.zones.rulesets import Population

_BEYOND = 7 / 6
"""The scale ends a sixth above the last bound, so that the last band can be seen."""
_APART, _PHONE_APART = 0.13, 0.22
"""Least distance of two labels in one row, as a share of the width: desktop and phone."""


@dataclass(frozen=True, slots=True)
class Band:
    """Part of the scale (0..1) with the kind of size it stands for."""

    kind: str
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Bound:
    """One labelled bound: persons, place on the scale, row of its label.

    ``phone_row`` is None for a bound that a phone does not label.
    """

    persons: int
    at: float
    row: int
    phone_row: int | None


@dataclass(frozen=True, slots=True)
class Gauge:
    """Bands and bounds; ``needle`` is the population's place, None when it is not known.

    ``kind`` is the band that the population lies in; ``beyond`` says that the needle stands at
    the end of the scale because the population is larger than what the scale shows.
    """

    bands: tuple[Band, ...]
    bounds: tuple[Bound, ...]
    needle: float | None
    kind: str | None
    beyond: bool


def gauge(people: int | None, limits: Population) -> Gauge | None:
    """Gauge of a population against a rule set; None when the rule set bounds nothing."""
    marks = _marks(limits)
    if not marks:
        return None
    end = marks[-1][0] * _BEYOND
    bands = tuple(
        Band(kind, start / end, stop / end)
        for (start, kind), (stop, _) in zip(
            [(0, _first_kind(limits)), *marks], [*marks, (end, "")], strict=True
        )
        if stop > start
    )
    needle = None if people is None else min(people / end, 1.0)
    return Gauge(
        bands=bands,
        bounds=_labelled([persons for persons, _ in marks], end, people),
        needle=needle,
        kind=None if people is None else _kind(people, limits),
        beyond=people is not None and people > end,
    )


def _marks(limits: Population) -> list[tuple[int, str]]:
    """Bounds above zero in rising order, each with the kind of the band above it."""
    low, high = limits.preferred or (None, None)
    given = [
        (limits.minimum, "below_preferred" if low is not None else "enough"),
        (low, "preferred"),
        (high, "above_preferred"),
        (limits.high, "high"),
        (limits.very_high, "very_high"),
    ]
    return [(persons, kind) for persons, kind in given if persons]


def _first_kind(limits: Population) -> str:
    if limits.minimum is not None:
        return "below_minimum"
    return "below_preferred" if limits.preferred else "enough"


def _kind(people: int, limits: Population) -> str:
    """Band of a population: a minimum belongs above it, the upper bounds to what is below them."""
    kind = _first_kind(limits)
    for persons, above in _marks(limits):
        reached = (
            people >= persons
            if above in ("below_preferred", "enough", "preferred")
            else (people > persons)
        )
        kind = above if reached else kind
    return kind


def _labelled(persons: list[int], end: float, people: int | None) -> tuple[Bound, ...]:
    near = sorted(persons, key=lambda p: abs(p - (people or 0)))[:2]
    at = [p / end for p in persons]
    rows = _rows(at, _APART)
    phone = dict(
        zip(sorted(near), _rows([p / end for p in sorted(near)], _PHONE_APART), strict=True)
    )
    return tuple(
        Bound(p, place, row, phone.get(p)) for p, place, row in zip(persons, at, rows, strict=True)
    )


def _rows(places: list[float], apart: float) -> list[int]:
    """Row of each label, the lowest in which it keeps apart from the one before it."""
    last: list[float] = []
    rows = []
    for place in places:
        row = next((r for r, end in enumerate(last) if place - end >= apart), len(last))
        last[row : row + 1] = [place]
        rows.append(row)
    return rows
