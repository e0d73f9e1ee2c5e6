"""Which conditions people have together: a row for each combination, its conditions as dots.

After UpSet (Lex, Gehlenborg, Strobelt, Vuillemot and Pfister, IEEE Transactions on Visualization
and Computer Graphics 20(12), 2014), turned so that it is read from the top down.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from pilotzones.present.figures.drawing import WIDTH, Drawing, as_number, known, lines_of, said
from pilotzones.present.texts import Render, Texts
from pilotzones.stratification.released import Cell
from pilotzones.words import listed, text

_STEP, _ROW, _LINE, _FIRST, _TOP = 24.0, 24.0, 17.0, 12.0, 4.0
_VALUE = 62.0
_LETTERS = 33
MOST = 14
"""Combinations that are drawn: the largest; the table has all."""


@dataclass(frozen=True, slots=True)
class Together:
    """A combination: places of its conditions, and the people who have exactly these."""

    places: tuple[int, ...]
    people: Cell


def upset_figure(names: Sequence[Render], rows: Sequence[Together], w: Texts, *, id: str) -> Markup:
    """Dots of the conditions of each combination, and a bar as long as its people.

    The largest combinations come first; hidden and empty ones stand in the table only.
    """
    pad = Drawing(w, id)
    shown = largest(rows)
    y = _heads(pad, names)
    left = _FIRST + _STEP * len(names) + 6
    top = max((known(row.people) or 0.0 for row in shown), default=0.0) or 1.0
    scale = (WIDTH - left - _VALUE) / top
    for row in shown:
        middle = y + _ROW / 2
        at = [_FIRST + _STEP * place for place in range(len(names))]
        for place, x in enumerate(at):
            pad.circle(x, middle, 5, "dot-zone" if place in row.places else "dot-empty")
        if len(row.places) > 1:
            pad.line(at[row.places[0]], middle, at[row.places[-1]], middle, "tie")
        people = known(row.people) or 0.0
        pad.rect(left, middle - 7, max(people * scale, 1), 14, "bar-zone")
        pad.number(left + people * scale + 7, middle + 5, people, 0, "small", "start")
        y += _ROW
    return pad.figure(y + 6, _title, lambda lang: upset_told(names, shown, lang))


def largest(rows: Sequence[Together]) -> list[Together]:
    """Combinations that are drawn: those of one condition or more with a number, largest first."""
    drawn = [row for row in rows if row.places and (known(row.people) or 0) > 0]
    return sorted(drawn, key=lambda row: -(known(row.people) or 0))[:MOST]


def _heads(pad: Drawing, names: Sequence[Render]) -> float:
    """Names of the conditions, each tied to its column of dots; where the rows begin."""
    lines = [lines_of(name, _LETTERS) for name in names]
    y = _TOP
    bottom = y + _LINE * sum(len(each) for each in lines) + 6
    for place, each in enumerate(lines):
        x = _FIRST + _STEP * place
        pad.path([(x, bottom), (x, y + 9), (_FIRST + _STEP * len(names), y + 9)], "leader")
        for line in each:
            y += _LINE
            pad.words(_FIRST + _STEP * len(names) + 6, y - 2, line, "label")
    return bottom + 2


def _title(lang: str) -> str:
    return text("figure.upset.title", lang)


def upset_told(names: Sequence[Render], rows: Sequence[Together], lang: str) -> str:
    """The same in words, the largest combination first."""
    return " ".join(
        text(
            "figure.row",
            lang,
            name=listed(tuple(names[place](lang) for place in row.places), lang),
            values=said(row.people, as_number)(lang),
        )
        for row in rows
    )
