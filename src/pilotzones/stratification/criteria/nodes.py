"""Inclusion criteria as a tree: and, or, not, a flag of the person, a test of a value.

``str`` of a node is its canonical text: reading it again gives the same tree.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

Operator = Literal["=", "!=", "<", "<=", ">", ">=", "in"]

Scalar = str | int | float
"""A text (sex, unit, level) or a number."""

KEYWORDS = {
    "and": ("and", "et", "en", "und"),
    "or": ("or", "ou", "of", "oder"),
    "not": ("not", "non", "niet", "nicht"),
    "in": ("in", "dans"),
}
"""Words that join criteria, in four languages; the first is the canonical one."""

WORDS = frozenset(word for words in KEYWORDS.values() for word in words)

_BARE = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Flag:
    """A person has it: a condition, or a trait that is there or not."""

    field: str

    def __str__(self) -> str:
        return self.field


@dataclass(frozen=True, slots=True)
class Test:
    """A value of the person against a value given; ``in`` has a tuple of them."""

    __test__ = False  # the name is the noun of the language, no test of pytest

    field: str
    operator: Operator
    value: Scalar | tuple[Scalar, ...]

    def __post_init__(self) -> None:
        if (self.operator == "in") != isinstance(self.value, tuple) or self.value == ():
            raise ValueError(f"{self.field}: 'in' goes with a list that is not empty")

    def __str__(self) -> str:
        if isinstance(self.value, tuple):
            return f"{self.field} in ({', '.join(map(_written, self.value))})"
        return f"{self.field} {self.operator} {_written(self.value)}"

    def holds(self, value: Scalar) -> bool:
        """Whether a person with this value meets the test."""
        if isinstance(self.value, tuple):
            return value in self.value
        return _COMPARED[self.operator](value, self.value)


@dataclass(frozen=True, slots=True)
class Not:
    """Who does not meet the part."""

    part: Node

    def __str__(self) -> str:
        inner = f"({self.part})" if isinstance(self.part, And | Or) else str(self.part)
        return f"not {inner}"


@dataclass(frozen=True, slots=True)
class And:
    """Who meets every part; two parts or more."""

    parts: tuple[Node, ...]

    def __post_init__(self) -> None:
        _require_two(self.parts)

    def __str__(self) -> str:
        return " and ".join(
            f"({part})" if isinstance(part, And | Or) else str(part) for part in self.parts
        )


@dataclass(frozen=True, slots=True)
class Or:
    """Who meets at least one part; two parts or more."""

    parts: tuple[Node, ...]

    def __post_init__(self) -> None:
        _require_two(self.parts)

    def __str__(self) -> str:
        return " or ".join(
            f"({part})" if isinstance(part, Or) else str(part) for part in self.parts
        )


Node = And | Or | Not | Test | Flag

_COMPARED: dict[str, Callable[[Scalar, Scalar], bool]] = {
    "=": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: _number(a) < _number(b),
    "<=": lambda a, b: _number(a) <= _number(b),
    ">": lambda a, b: _number(a) > _number(b),
    ">=": lambda a, b: _number(a) >= _number(b),
}


def atoms(node: Node) -> Iterator[Flag | Test]:
    """Flags and tests of a tree from left to right, each as often as it stands there."""
    match node:
        case And(parts) | Or(parts):
            for part in parts:
                yield from atoms(part)
        case Not(part):
            yield from atoms(part)
        case _:
            yield node


def _require_two(parts: tuple[Node, ...]) -> None:
    if len(parts) < 2:
        raise ValueError("and / or join at least two parts")


def _number(value: Scalar) -> float:
    if isinstance(value, str):
        raise TypeError("texts have no order")
    return value


def _written(value: Scalar) -> str:
    """Value as the language writes it; a text that is not one word is quoted."""
    if not isinstance(value, str):
        return str(value)
    plain = _BARE.fullmatch(value) and value.lower() not in WORDS
    return value if plain else f'"{value}"'
