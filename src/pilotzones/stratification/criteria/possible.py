"""Which persons criteria can include: search over values that the criteria tell apart.

A person is a choice of one value for each field. Fields are free of each other, but for one tie:
the number of conditions is that of the counted conditions a person has. A condition that is a kind
of another is free too: what the search finds of it may be more than there can be, never less.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, floor

from pilotzones.stratification.criteria.fields import Field, Fields
from pilotzones.stratification.criteria.nodes import And, Flag, Node, Not, Or, Scalar, Test, atoms

COUNT = "n_conditions"
OTHER = "\u2026"
"""Stands for every code that the criteria do not name."""

_MOST_STEPS = 5_000
_MOST_OF_ALL = 100_000
"""Steps of one question, and of all questions about the same criteria."""


class Undecided(Exception):
    """The criteria are too tangled to be searched in full."""


@dataclass(frozen=True, slots=True)
class Span:
    """Values of a field that the criteria do not tell apart; ``value`` stands for all of them.

    ``low`` and ``high`` are the ends where the field is a whole number; ``high`` is None where
    there is no largest one.
    """

    value: Scalar | bool
    low: int = 0
    high: int | None = None


Values = Mapping[str, Scalar | bool]


class Search:
    """Search of one tree: which values of a field can be included at all, or be told apart."""

    def __init__(self, node: Node, fields: Fields) -> None:
        self.node = node
        self.fields = fields
        named = _by_weight(node)
        self.spans = {name: spans(fields[name], node) for name in named}
        self._flags = tuple(name for name in named if name in fields.counted)
        self._free = len(fields.counted) - len(self._flags)
        self._steps = 0
        self._last = 0

    def includes(self, fixed: Values | None = None, *, without: int = 0) -> bool:
        """Whether anybody with these values is included.

        ``without`` is the number of conditions beside those named that the person cannot have.
        """
        return self._answer((fixed or {},), (True,), self._free - without)

    def excludes(self, fixed: Values | None = None) -> bool:
        """Whether anybody with these values is left out."""
        return self._answer((fixed or {},), (False,), self._free)

    def parts(self, first: Values, second: Values, *, loses: bool = True) -> bool:
        """Whether two persons, the same but for these values, are parted by the criteria.

        The first is included and the second is not; with ``loses`` False the other way round.
        """
        return self._answer((first, second), (loses, not loses), self._free)

    def _answer(self, fixed: Sequence[Values], wanted: Sequence[bool], free: int) -> bool:
        self._last = min(self._steps + _MOST_STEPS, _MOST_OF_ALL)
        return self._found(fixed, wanted, free)

    def _found(self, fixed: Sequence[Values], wanted: Sequence[bool], free: int) -> bool:
        """Is there a completion that each person of ``fixed`` shares, with the results wanted?"""
        self._steps += 1
        if self._steps > self._last:
            raise Undecided
        results = [met(self.node, person) for person in fixed]
        for result, want in zip(results, wanted, strict=True):
            if result is not None and result != want:
                return False
        if not all(self._tied(person, free) for person in fixed):
            return False
        if None not in results:
            return True
        name = next(name for name in self.spans if name not in fixed[0])
        return any(
            self._found([{**person, name: span.value} for person in fixed], wanted, free)
            for span in self.spans[name]
        )

    def _tied(self, person: Values, free: int) -> bool:
        """Can the number of conditions be that of the conditions that the person has?"""
        had = sum(bool(person.get(flag)) for flag in self._flags)
        open_ = sum(flag not in person for flag in self._flags) + max(free, 0)
        number = person.get(COUNT)
        if number is None:
            return free >= 0
        return isinstance(number, int) and free >= 0 and had <= number <= had + open_


def _by_weight(node: Node) -> tuple[str, ...]:
    """Fields of a tree, those first that decide most: near the top, then those named often."""
    depths: dict[str, list[int]] = {}
    for depth, name in _depths(node, 0):
        depths.setdefault(name, []).append(depth)
    return tuple(sorted(depths, key=lambda name: (min(depths[name]), -len(depths[name]))))


def _depths(node: Node, depth: int) -> Iterator[tuple[int, str]]:
    match node:
        case And(parts) | Or(parts):
            for part in parts:
                yield from _depths(part, depth + 1)
        case Not(part):
            yield from _depths(part, depth)
        case _:
            yield depth, node.field


def met(node: Node, person: Values) -> bool | None:
    """Truth of a tree for a person of whom not every value is chosen; None: not decided yet."""
    match node:
        case And(parts):
            return _all(met(part, person) for part in parts)
        case Or(parts):
            some = _all(_opposite(met(part, person)) for part in parts)
            return _opposite(some)
        case Not(part):
            return _opposite(met(part, person))
        case Flag(name):
            value = person.get(name)
            return None if value is None else bool(value)
        case Test(name):
            value = person.get(name)
            return None if value is None else node.holds(value)


def _all(results: Iterable[bool | None]) -> bool | None:
    decided: bool | None = True
    for result in results:
        if result is False:
            return False
        decided = None if result is None else decided
    return decided


def _opposite(result: bool | None) -> bool | None:
    return None if result is None else not result


def spans(field: Field, node: Node) -> tuple[Span, ...]:
    """Values of a field that a tree tells apart, from the lowest to the highest."""
    match field.kind:
        case "flag":
            return (Span(False), Span(True))
        case "choice":
            named = [str(value) for value in _bounds(field, node)]
            choices = [value for value, _ in field.choices] or sorted({*named, OTHER})
            return tuple(map(Span, choices))
        case "number":
            bounds = sorted(float(b) for b in _bounds(field, node) if not isinstance(b, str))
            return _whole(field, bounds) if field.whole else _real(bounds)


def _bounds(field: Field, node: Node) -> list[Scalar]:
    tests = [a for a in atoms(node) if isinstance(a, Test) and a.field == field.name]
    return [v for t in tests for v in (t.value if isinstance(t.value, tuple) else (t.value,))]


def _whole(field: Field, bounds: list[float]) -> tuple[Span, ...]:
    """Ranges between the whole numbers where a test can change; one by one for conditions."""
    if field.name == COUNT:  # each number is tied to the conditions that a person has
        return tuple(Span(n, n, n) for n in range((field.most or 0) + 1))
    starts = sorted({0, *(ceil(b) for b in bounds), *(floor(b) + 1 for b in bounds)})
    kept = [start for start in starts if field.most is None or start <= field.most]
    ends = [*(start - 1 for start in kept[1:]), field.most]
    return tuple(Span(low, low, high) for low, high in zip(kept, ends, strict=True))


def _real(bounds: list[float]) -> tuple[Span, ...]:
    """Each bound, and a value in each gap before, between and after them; never below 0."""
    marks = sorted({0.0, *bounds})
    between = [(a + b) / 2 for a, b in pairwise(marks)]
    return tuple(map(Span, sorted({*marks, *between, marks[-1] + 1})))
