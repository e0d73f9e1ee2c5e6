"""Bars made of parts: what each type of care costs, and who pays it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from pilotzones.present.figures.drawing import (
    WIDTH,
    Drawing,
    as_number,
    hidden_word,
    known,
    lines_of,
    said,
)
from pilotzones.present.texts import Render, Texts
from pilotzones.stratification.released import HIDDEN, Cell
from pilotzones.words import text

_LONGEST, _LINE = 46, 17.0


@dataclass(frozen=True, slots=True)
class Stack:
    """A bar: its name, and a cell for each part in their order."""

    name: Render
    cells: tuple[Cell, ...]


def stacked_bars(
    rows: Sequence[Stack], parts: Sequence[Render], w: Texts, *, id: str, title: Render
) -> Markup:
    """A bar for each row, its parts from left to right; hidden parts are named, never drawn."""
    pad = Drawing(w, id)
    sums = [sum(known(cell) or 0.0 for cell in row.cells) for row in rows]
    scale = WIDTH / (max(sums, default=0.0) or 1.0)
    y = _key(pad, parts)
    for row in rows:
        y = _row(pad, row, parts, scale, y)
    return pad.figure(y, title, lambda lang: _told(rows, parts, lang))


def _key(pad: Drawing, parts: Sequence[Render]) -> float:
    """Two names a line; where the bars start."""
    for place, words in enumerate(parts):
        x, y = 190.0 * (place % 2), 13.0 + 19 * (place // 2)
        pad.rect(x, y - 10, 14, 11, f"part-{place}")
        pad.words(x + 20, y, words, "axis")
    return 19.0 * ((len(parts) + 1) // 2) + 2


def _row(pad: Drawing, row: Stack, parts: Sequence[Render], scale: float, y: float) -> float:
    for line in lines_of(row.name, _LONGEST):
        y += _LINE
        pad.words(0, y, line, "label")
    x = 0.0
    for place, cell in enumerate(row.cells):
        value = known(cell)
        if value:
            pad.rect(x, y + 6, value * scale, 14, f"part-{place}")
            x += value * scale
    y += 26
    held = [part for part, cell in zip(parts, row.cells, strict=True) if cell is HIDDEN]
    if held:
        pad.hidden(0, y + 6)
        pad.words(34, y + 11, lambda lang: _held(held, lang), "gone")
        y += 20
    return y


def _held(parts: Sequence[Render], lang: str) -> str:
    names = ", ".join(part(lang) for part in parts)
    return text("figure.gone_groups", lang, names=names, word=hidden_word(lang))


def _told(rows: Sequence[Stack], parts: Sequence[Render], lang: str) -> str:
    told = []
    for row in rows:
        each = (
            f"{part(lang)} {said(cell, as_number)(lang)}"
            for part, cell in zip(parts, row.cells, strict=True)
        )
        told.append(text("figure.row", lang, name=row.name(lang), values=", ".join(each)))
    return " ".join(told)
