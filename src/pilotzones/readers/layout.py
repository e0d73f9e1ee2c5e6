"""Where a table lies on its sheet: title lines above it, its header, footnotes under it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pilotzones.readers.cells import MERGED, tidied
from pilotzones.readers.headings import clean, known

if TYPE_CHECKING:  # schemas stands above and imports this package
    from pilotzones.schemas import Schema

Row = tuple[object, ...]
Merge = tuple[int, int, int, int]
"""First column, first row, last column, last row of merged cells, counted from 1."""

HEADER_WITHIN = 30
"""Rows with content among which the header is looked for."""

_VALUE = re.compile(r"[+-]?[0-9][0-9 .,:/'%-]*")
_NOTE_START = re.compile(
    r"\s*(?:[*(¹²³†©]|(?:source|bron|quelle|nota|noot|notes?|remarques?|opmerking(?:en)?"
    r"|bemerkung(?:en)?|hinweise?|anmerkung(?:en)?|légende|legende)\b)",
    re.IGNORECASE,
)
_LONG_NOTE = 60
"""Characters from which on a lone text under a table is no entry of its first column."""
_WIDER = 2
"""A row this many times as wide as all above it is the header, even when it holds years."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row with content, and its number in the spreadsheet."""

    number: int
    cells: Row


@dataclass(frozen=True, slots=True)
class Merges:
    """Merged cells of a sheet, and the row of each number."""

    ranges: tuple[Merge, ...] = ()
    rows: Mapping[int, Row] | None = None

    def headed(self, lines: Sequence[Line]) -> list[Line]:
        """Lines in which a heading merged over several rows stands in each of them."""
        found = []
        for line in lines:
            cells = list(line.cells)
            for left, top, _, bottom in self.ranges:
                if top < line.number <= bottom:
                    cells += [None] * (left - len(cells))
                    anchor = (self.rows or {}).get(top, ())
                    cells[left - 1] = anchor[left - 1] if left <= len(anchor) else None
            found.append(Line(line.number, tuple(cells)))
        return found

    def marked(self, lines: Sequence[Line], width: int) -> tuple[Row, ...]:
        """Rows of ``width`` cells; those that lie under merged cells are ``MERGED``."""
        found = [[*line.cells[:width], *(None,) * (width - len(line.cells))] for line in lines]
        for left, top, right, bottom in self.ranges:
            for line, cells in zip(lines, found, strict=True):
                if top <= line.number <= bottom:
                    for i in range(left - 1, min(right, width)):
                        if (line.number, i) != (top, left - 1):
                            cells[i] = MERGED
        return tuple(map(tuple, found))

    def wide(self, number: int, first: int) -> bool:
        """Is this row's cell at a position (from 0) merged with the next ones?"""
        return any(
            left == first + 1 < right and top <= number <= bottom
            for left, top, right, bottom in self.ranges
        )


NO_MERGES = Merges()


def is_blank(cell: object) -> bool:
    """Nothing to see in it."""
    if not isinstance(cell, str):
        return cell is None or cell != cell
    text = cell.strip()
    return not text or (not text[0].isprintable() and not tidied(text).strip())


def filled(row: Row) -> int:
    """Number of cells of a row that hold something."""
    return sum(not is_blank(cell) for cell in row)


def header_at(lines: Sequence[Line], schema: Schema | None) -> int:
    """Position of the header: the row that names most columns of the schema.

    Without a schema, or when no row names any: the fullest row before the first row of values.
    """
    sizes = [filled(line.cells) for line in lines]
    if schema:
        named = [known(line.cells, schema) for line in lines]
        if max(named):
            return max(range(len(lines)), key=lambda i: (named[i], sizes[i], -i))
    widest = max(sizes)
    first = next(
        (i for i, line in enumerate(lines) if 2 * sizes[i] >= widest and _has_value(line.cells)),
        None,
    )
    above = range(len(lines) if first is None else first)
    best = max(above, key=lambda i: (sizes[i], not _before_gap(lines, i), -i), default=0)
    return first if first is not None and sizes[first] >= _WIDER * sizes[best] + 1 else best


def _before_gap(lines: Sequence[Line], i: int) -> bool:
    """Is the next row empty, as after a title?"""
    return i + 1 < len(lines) and lines[i + 1].number > lines[i].number + 1


def _has_value(row: Row) -> bool:
    return any(
        not is_blank(cell) and (not isinstance(cell, str) or _VALUE.fullmatch(tidied(cell).strip()))
        for cell in row
    )


def split_footnotes(
    lines: Sequence[Line], names: Sequence[str], merges: Merges
) -> tuple[list[Line], list[str]]:
    """Rows of the table with the headings ``names``, and the footnotes under it.

    A footnote is a last row with a text in its first column only, where that text is merged over
    the table, long, begins as notes do, or comes after an empty row and has several words. In a
    table of one column nothing is a footnote.
    """
    first = next((i for i, name in enumerate(names) if name), 0)
    data = list(lines)
    notes: list[str] = []
    while sum(map(bool, names)) > 1 and data and _is_footnote(data, first, merges):
        notes.insert(0, clean(data.pop().cells[first]))
    return data, notes


def _is_footnote(lines: Sequence[Line], first: int, merges: Merges) -> bool:
    last = lines[-1]
    text = last.cells[first] if first < len(last.cells) else None
    if filled(last.cells) != 1 or not isinstance(text, str) or _VALUE.fullmatch(text.strip()):
        return False
    after_gap = len(lines) > 1 and last.number > lines[-2].number + 1
    return not is_blank(text) and (
        merges.wide(last.number, first)
        or len(text) >= _LONG_NOTE
        or _NOTE_START.match(text) is not None
        or (after_gap and len(text.split()) > 1)
    )
