"""Figure of the components: a bar for each, as long as the types of care that serve it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from pilotzones.present.figures.drawing import WIDTH, Drawing, lines_of
from pilotzones.present.texts import Texts
from pilotzones.words import text

_LETTERS, _LINE, _BAR = 52, 17.0, 12.0


@dataclass(frozen=True, slots=True)
class Covered:
    """A component and the number of types that serve it."""

    name: str
    types: int


def coverage_figure(bars: Sequence[Covered], lang: str) -> Markup:
    """Bars from the top down; a component that nothing serves has a word instead of a bar."""
    pad = Drawing(Texts(lang), "fig-components")
    most = max((bar.types for bar in bars), default=0) or 1
    scale, y = (WIDTH - 90) / most, 0.0
    for bar in bars:
        for line in lines_of(lambda _, bar=bar: bar.name, _LETTERS):
            y += _LINE
            pad.words(0, y, line, "label")
        y += 6
        if bar.types:
            pad.rect(0, y, bar.types * scale, _BAR, "bar-zone")
            pad.number(bar.types * scale + 7, y + 11, bar.types, style="small", anchor="start")
        else:
            pad.words(0, y + 11, lambda one: text("report.components.gap", one), "gone")
        y += _BAR + 8
    told = coverage_told(bars, lang)
    return pad.figure(y, lambda one: text("report.components.figure", one), lambda _: told)


def coverage_told(bars: Sequence[Covered], lang: str) -> str:
    """The same in words."""
    each = (
        text("report.components.told", lang, name=bar.name, n=bar.types)
        if bar.types
        else f"{bar.name}: {text('report.components.gap', lang)}."
        for bar in bars
    )
    return " ".join(each)
