"""How many people each criterion brings in, how many of them no other does, and all together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from pilotzones.present.figures.drawing import (
    WIDTH,
    Drawing,
    as_number,
    known,
    lines_of,
    said,
)
from pilotzones.present.texts import Render, Texts
from pilotzones.stratification.released import Cell
from pilotzones.words import text

_LONGEST = 50
_LINE = 17.0


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion in words, the people it brings in, and those that no other one does."""

    name: Render
    people: Cell
    only_here: Cell


def overlap_figure(criteria: Sequence[Criterion], union: Cell, w: Texts, *, id: str) -> Markup:
    """A bar for each criterion, the last one for all of them together, on one scale.

    The full part of a bar is the people of this criterion alone, the hatched part those whom
    another one takes in too. Where the split is hidden, the bar is an outline.
    """
    pad = Drawing(w, id)
    sizes = [known(c.people) or 0.0 for c in criteria]
    top = max([*sizes, known(union) or 0.0], default=0.0) or 1.0
    scale = (WIDTH - 76) / top
    _key(pad)
    y = 22.0
    for criterion in criteria:
        y = _criterion(pad, criterion, scale, y)
    y += _LINE
    pad.words(0, y, lambda lang: text("figure.overlap.union", lang), "strong")
    _bar(pad, y + 7, union, scale, "bar-union")
    return pad.figure(y + 26, _title, lambda lang: _description(criteria, union, lang))


def _key(pad: Drawing) -> None:
    x = 0.0
    for style, id in (("bar-only", "figure.overlap.only"), ("bar-shared", "figure.overlap.shared")):
        pad.rect(x, 3, 14, 11, style)
        pad.words(x + 20, 13, lambda lang, id=id: text(id, lang), "axis")
        x += 180


def _criterion(pad: Drawing, criterion: Criterion, scale: float, y: float) -> float:
    for line in lines_of(criterion.name, _LONGEST):
        y += _LINE
        pad.words(0, y, line, "label")
    people, only = known(criterion.people), known(criterion.only_here)
    split = people is not None and only is not None
    _bar(pad, y + 7, criterion.people, scale, "bar-shared" if split else "bar-unsplit")
    if people is not None and only is not None:
        pad.rect(0, y + 7, min(only, people) * scale, 14, "bar-only")
    return y + 32


def _bar(pad: Drawing, y: float, people: Cell, scale: float, style: str) -> None:
    value = known(people)
    if value is None:
        pad.gone(0, y + 7, people)
        pad.cell(32, y + 12, people, as_number, "small", "start")
        return
    pad.rect(0, y, max(value * scale, 1), 14, style)
    pad.number(value * scale + 7, y + 12, value, 0, "small", "start")


def _title(lang: str) -> str:
    return text("figure.overlap.title", lang)


def _description(criteria: Sequence[Criterion], union: Cell, lang: str) -> str:
    told = [
        text(
            "figure.overlap.row",
            lang,
            name=criterion.name(lang),
            people=said(criterion.people, as_number)(lang),
            only=said(criterion.only_here, as_number)(lang),
        )
        for criterion in criteria
    ]
    told.append(text("figure.overlap.all", lang, people=said(union, as_number)(lang)))
    return " ".join(told)
