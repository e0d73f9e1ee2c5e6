"""Headings as people write them, matched to the columns of a schema."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # schemas stands above and imports this module
    from pilotzones.schemas import Column, Schema

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_BREAKS = re.compile(r"\s*[\r\n]+\s*")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o"})


def clean(cell: object) -> str:
    """Heading as read, without control characters at its ends; one line break between its lines.

    Excel writes a carriage return inside a cell as ``_x000D_``.
    """
    text = _ESCAPED.sub(lambda m: chr(int(m[1], 16)), "" if cell is None else str(cell))
    kept = "".join(c if c.isprintable() or c in "\r\n" else " " for c in text)
    return _BREAKS.sub("\n", re.sub(r"[^\S\r\n]+", " ", kept).strip())


def shown(heading: str) -> str:
    """Heading on one line: ``Postcode / Code Postal``."""
    return heading.replace("\n", " / ")


@lru_cache(maxsize=4096)
def fold(heading: str) -> str:
    """Heading without case, accents, spaces, line breaks and punctuation.

    >>> fold("Numéro d'autorisation") == fold("NUMERO_D_AUTORISATION")
    True
    """
    plain = unicodedata.normalize("NFKD", heading.casefold().translate(_LIGATURES))
    return "".join(c for c in plain if c.isalnum())


def rank(heading: str, column: Column) -> int | None:
    """How well a heading fits a column: 0 is its own name, then its aliases in order; or None.

    A heading of several lines (one per language) fits when each line is a name of the column:
    ``Population`` over ``(hommes)`` is not the population.
    """
    names = [fold(name) for name in (column.name, *column.aliases)]
    whole = fold(heading)
    if whole in names:
        return names.index(whole)
    lines = [fold(line) for line in heading.split("\n")]
    if len(lines) > 1 and all(line in names for line in lines):
        return min(names.index(line) for line in lines)
    return None


def positions(header: Sequence[str], column: Column) -> tuple[int, ...]:
    """Positions of the headings that fit a column best: none, one, or several alike."""
    ranks = {i: r for i, heading in enumerate(header) if (r := rank(heading, column)) is not None}
    best = min(ranks.values(), default=None)
    return tuple(i for i, r in ranks.items() if r == best)


def known(header: Sequence[object], schema: Schema) -> int:
    """Number of columns of the schema that a row of cells names."""
    names = [clean(cell) for cell in header]
    return sum(1 for column in schema.columns if positions(names, column))
