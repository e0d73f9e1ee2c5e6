"""How wide the columns of a table are, and which heads stand over several of them."""

from __future__ import annotations

import re

from pilotzones.present.reports.cells import shown
from pilotzones.present.reports.model import Head, Sign, Table

_LEAST, _MOST = 5.0, 60.0
"""Narrowest and widest column, in letters."""
_BESIDE, _OF_SIGN = 2.0, 1.5
_LONGEST_WORD, _LONGEST_NAME = 12, 18
"""Letters that stay together: of a word in a column, and of one in the column of names."""
_BOLD = 1.15
_BROKEN = 8.0
"""Letters of a head over numbers that stay together; a longer word may be hyphenated."""
_ROOM = ((6, 104.0), (9, 116.0), (99, 130.0))
"""Most columns of a table with the letters that a page of A4 has room for in its print."""
_TOTAL = 2.0
_PART = re.compile(r"[ \t\n\u00ad/-]+")


def letters(table: Table, lang: str) -> tuple[float, ...]:
    """Width of each column in letters as its cells would like it."""
    return tuple(wanted for _, wanted in _needs(table, lang))


def widths(table: Table, lang: str) -> tuple[float, ...]:
    """Parts of the whole width, in percent, with one decimal.

    Where the columns ask for more than a page has, each keeps its longest word, and what is left
    is shared out by what they ask for.
    """
    needs = _needs(table, lang)
    page = next(room for most, room in _ROOM if len(needs) <= most)
    least, wanted = sum(low for low, _ in needs), sum(high for _, high in needs)
    room = min(max((page - least) / ((wanted - least) or 1.0), 0.0), 1.0)
    found = [low + (high - low) * room for low, high in needs]
    return tuple(round(100 * each / sum(found), 1) for each in found)


def _needs(table: Table, lang: str) -> list[tuple[float, float]]:
    """Letters of the longest word, and of the longest cell, of each column."""
    cells: list[list[tuple[str, float]]] = [[] for _ in table.heads]
    for row in table.rows:
        for column, cell in zip(cells, row.cells, strict=True):
            more = _OF_SIGN if isinstance(cell, Sign) else _TOTAL if row.total else 0.0
            column.append((shown(cell, lang), more))
    return [
        _need(head, column, _LONGEST_WORD if place else _LONGEST_NAME)
        for place, (head, column) in enumerate(zip(table.heads, cells, strict=True))
    ]


def _need(head: Head, cells: list[tuple[str, float]], whole: int) -> tuple[float, float]:
    word: float = max((len(part) for part in _PART.split(head.words)), default=0) * _BOLD
    longest = max((len(cell) + more for cell, more in cells), default=0.0)
    if head.figure:
        low = max(_LEAST, min(word, _BROKEN) + _BESIDE, longest + _BESIDE)
        return min(low, _MOST), min(max(low, word + _BESIDE), _MOST)
    words = (len(part) + more for cell, more in cells for part in _PART.split(cell))
    word = max(word, min(max(words, default=0.0), whole))
    low = max(_LEAST, word + _BESIDE)
    return low, min(max(low, min(longest + _BESIDE, 9 + 11 * head.room)), _MOST)


def above(heads: tuple[Head, ...]) -> tuple[tuple[str, int], ...]:
    """Heads over the columns with how many columns each covers; none where no column has one."""
    if not any(head.above for head in heads):
        return ()
    runs: list[tuple[str, int]] = []
    for head in heads:
        if runs and head.above and runs[-1][0] == head.above:
            runs[-1] = (head.above, runs[-1][1] + 1)
        else:
            runs.append((head.above, 1))
    return tuple(runs)
