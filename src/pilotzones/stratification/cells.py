"""The cells of all tables of one release as one linear system: values, sums, what is sensitive."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from pilotzones.stratification.raw import Amount, Count, Line, Protected, Raw

DOMINANT = 0.5
"""Largest share of an amount that one person may have. This is the (1, k) dominance rule with
k = 50 %: Hundepool et al., Handbook on Statistical Disclosure Control."""
_CENTS = 0.005
_BEHIND = 0.25
"""What a number is worth that is told only within shares, means and figures."""
_DEEPEST = 4
"""Levels of totals of totals: part, unit, rural part, zone, region."""
_SMALL = 10
"""A whole is small below so many times the minimum: then "all of them" is said of each."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """One number: its value, how many persons it is made of, the most that one of them brings.

    ``whole`` marks what is left of a small whole without those who are ill: that nobody is left
    would tell something of everybody.
    """

    value: float
    kind: Protected = "count"
    persons: float = 0.0
    largest: float = 0.0
    whole: bool = False

    def sensitive(self, minimum: int) -> bool:
        """Would the number tell something of somebody?"""
        if self.kind == "count":
            return 0 < self.value < minimum or (self.whole and self.value == 0)
        few = 0 < self.persons < minimum or self.largest > DOMINANT * self.value > 0
        return few or (self.kind == "events" and 0 < self.value < minimum)


@dataclass(frozen=True, slots=True)
class Cells:
    """A system of cells; arrays have one entry per cell, ``matrix`` one row per sum.

    Parameters
    ----------
    values
        True values, 0 or more.
    told
        Cells that the tables would tell.
    sensitive
        Cells that nobody may learn.
    need
        How wide the interval of a cell that is held back has to stay for somebody who knows all
        that is released: the minimum for persons and events, its own size for a sensitive amount.
    weight
        What is lost with a cell.
    matrix
        Sums: parts have 1, their total -1; each row times the values is 0.
    fixed
        Cells that an earlier release told: they stay known, whatever is held back now.
    """

    names: tuple[str, ...]
    values: NDArray[np.float64]
    told: NDArray[np.bool_]
    sensitive: NDArray[np.bool_]
    need: NDArray[np.float64]
    weight: NDArray[np.float64]
    matrix: sparse.csr_array
    fixed: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Before:
    """What earlier releases have to do with the cells of a new one, by name.

    Parameters
    ----------
    told
        Cells that an earlier release told, as they are or within others.
    held
        Cells that an earlier release of the same tables held back: they stay so.
    changed
        Cells that differ by a few persons from what an earlier release told under their name:
        nobody may learn the difference.
    """

    told: frozenset[str] = field(default_factory=frozenset)
    held: frozenset[str] = field(default_factory=frozenset)
    changed: frozenset[str] = field(default_factory=frozenset)


def cells_of(raws: Sequence[Raw], *, minimum: int, before: Before | None = None) -> Cells:
    """Cells of all tables, with what is left of each whole as a cell of its own.

    Raises
    ------
    ValueError
        Two cells of one name differ, a sum names a cell that is not there, or does not add up:
        then the tables are wrong, and no reader of them could be protected.
    """
    found: dict[str, Quantity] = {}
    told: set[str] = set()
    shown: set[str] = set()
    lines: list[Line] = [line for raw in raws for line in raw.lines]
    for raw in raws:
        for column in raw.columns:
            if isinstance(column, Count | Amount):
                cells = quantities(raw, column)
                _enter(found, cells)
                told |= set(cells) if column.name in raw.told else set()
                shown |= set(cells) if column.shown else set()
    for raw in raws:
        lines += _remainders(raw, found, minimum)
    cells = _system(found, (told, shown), _checked(lines, found), minimum)
    return cells if before is None else _after(cells, before)


def _after(cells: Cells, before: Before) -> Cells:
    """The same cells as they stand after what earlier releases told.

    A cell that has changed by a few is not known from the earlier release; that would be the leak.
    """
    changed = np.array([name in before.changed for name in cells.names], bool) & cells.told
    told = np.array([name in before.told for name in cells.names], bool)
    return replace(cells, sensitive=cells.sensitive | changed, fixed=told & ~changed)


def _enter(found: dict[str, Quantity], cells: Mapping[str, Quantity]) -> None:
    for name, quantity in cells.items():
        known = found.setdefault(name, quantity)
        if abs(known.value - quantity.value) > _CENTS:
            raise ValueError(f"two numbers are called {name}")


def quantities(raw: Raw, column: Count | Amount) -> dict[str, Quantity]:
    """Quantity by name of each cell of a column that is not empty."""
    values = raw.frame[column.name].to_numpy(float, na_value=np.nan)
    persons, largest = values, np.zeros(len(values))
    kind: Protected = "count"
    if isinstance(column, Amount):
        persons = raw.frame[column.contributors].to_numpy(float, na_value=np.nan)
        largest = raw.frame[column.largest].to_numpy(float, na_value=np.nan)
        kind = "events" if column.events else "amount"
    rows = zip(raw.names(column), values, persons, largest, strict=True)
    return {
        name: Quantity(float(value), kind, float(many), float(most))
        for name, value, many, most in rows
        if not np.isnan(value)
    }


def _remainders(raw: Raw, found: dict[str, Quantity], minimum: int) -> Iterable[Line]:
    """What is left of each whole without its part, entered among the cells.

    The first whole of a column is the one of which it may matter that nobody is left.
    """
    columns = {c.name: c for c in raw.columns if isinstance(c, Count)}
    for column in columns.values():
        for place, of in enumerate(column.of):
            for part, whole in zip(raw.names(column), raw.names(columns[of]), strict=True):
                if part in found and whole in found and part != whole:
                    name, size = f"{whole} - {part}", found[whole].value
                    all_ill = not column.everyone and place == 0 and 0 < size < _SMALL * minimum
                    before = found.get(name)
                    marked = all_ill or (before is not None and before.whole)
                    found[name] = Quantity(size - found[part].value, whole=marked)
                    if before is None:
                        yield Line(whole, (part, name))


def _checked(lines: Sequence[Line], found: Mapping[str, Quantity]) -> list[Line]:
    kept = list(dict.fromkeys(lines))
    for line in kept:
        missing = [name for name in (line.total, *line.parts) if name not in found]
        if missing:
            raise ValueError(f"a sum names cells that are not there: {missing}")
        gap = found[line.total].value - sum(found[part].value for part in line.parts)
        if abs(gap) > _CENTS * (1 + len(line.parts)):
            raise ValueError(f"the parts of {line.total} do not add up")
    negative = sorted(name for name, each in found.items() if each.value < 0)
    if negative:
        raise ValueError(f"numbers below 0: {negative}")
    return kept


def _system(
    found: Mapping[str, Quantity],
    known: tuple[set[str], set[str]],
    lines: Sequence[Line],
    minimum: int,
) -> Cells:
    names, told = tuple(found), known[0]
    place = {name: k for k, name in enumerate(names)}
    values = np.array([found[name].value for name in names])
    sensitive = np.array([found[name].sensitive(minimum) for name in names], bool)
    amounts = np.array([found[name].kind == "amount" for name in names], bool)
    need = np.where(amounts, np.where(sensitive, np.maximum(values, 1.0), 1.0), float(minimum))
    rows = [k for k, line in enumerate(lines) for _ in range(1 + len(line.parts))]
    places = [place[name] for line in lines for name in (line.total, *line.parts)]
    signs = [s for line in lines for s in (-1.0, *([1.0] * len(line.parts)))]
    shape = (len(lines), len(names))
    return Cells(
        names=names,
        values=values,
        told=np.array([name in told for name in names], bool),
        sensitive=sensitive,
        need=need,
        weight=_weights(found, known, lines),
        matrix=sparse.csr_array((signs, (rows, places)), shape=shape),
        fixed=np.zeros(len(names), bool),
    )


def _weights(
    found: Mapping[str, Quantity], known: tuple[set[str], set[str]], lines: Sequence[Line]
) -> NDArray[np.float64]:
    """Worth of each cell: a total is worth its own and that of its told parts together."""
    told, shown = known
    part_of = {name: 1.0 if name in shown else _BEHIND for name in found}
    own = {name: part_of[name] * (1 + float(np.log10(1 + found[name].value))) for name in found}
    worth = dict(own)
    for _ in range(_DEEPEST):
        for line in lines:
            total = line.total
            parts = part_of[total] * sum(worth[part] for part in line.parts if part in told)
            worth[total] = max(worth[total], own[total] + parts)
    return np.array([worth[name] for name in found])
