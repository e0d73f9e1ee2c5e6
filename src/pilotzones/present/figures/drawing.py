"""The sheet that every figure is drawn on: one width, texts that the page's script can swap.

A figure is 380 units wide. The style sheet shows it at most 420 pixels wide, so that its letters
are those of the page on a desktop and stay above 11 pixels on a phone of 360 and on paper.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from markupsafe import Markup, escape

from pilotzones.present.texts import Render, Texts
from pilotzones.stratification.released import HIDDEN, Cell
from pilotzones.words import LANGUAGES, number, percent, text

WIDTH = 380
"""Units across; the height is that of what is drawn."""

Anchor = Literal["start", "middle", "end"]
Form = Callable[[float, str], str]
"""A number in the reader's form."""


_SMALL = 0.0095
"""Share below which one decimal of a percentage says too little."""


def fixed(value: float) -> str:
    """Coordinate with one decimal at most: the same bytes on every machine."""
    rounded = round(value, 1) + 0.0
    return f"{rounded:.0f}" if rounded == int(rounded) else f"{rounded:.1f}"


def known(cell: Cell) -> float | None:
    """Number of a cell; None where it is hidden or missing."""
    return cell if isinstance(cell, int | float) else None


def said(cell: Cell, form: Form) -> Render:
    """Cell in words: its number, or the word for hidden or for no data."""
    value = known(cell)
    if value is not None:
        return lambda lang: form(value, lang)
    return hidden_word if cell is HIDDEN else missing_word


def hidden_word(lang: str) -> str:
    """The word that stands where a small number is held back."""
    return text("figure.hidden", lang)


def missing_word(lang: str) -> str:
    """The word that stands where there is no data."""
    return text("figure.no_data", lang)


def as_percent(value: float, lang: str) -> str:
    """Share with one decimal; with two below one percent, so that a small one is told apart."""
    decimals = 2 if 0 < abs(value) < _SMALL else 1
    return percent(_rounded(value, decimals + 2), lang, decimals)


def as_whole_percent(value: float, lang: str) -> str:
    """Share without decimals, for axes."""
    return percent(_rounded(value, 2), lang, 0)


def as_number(value: float, lang: str) -> str:
    """Whole number."""
    return number(_rounded(value, 0), lang)


def as_decimal(value: float, lang: str) -> str:
    """Number with one decimal."""
    return number(_rounded(value, 1), lang, 1)


def as_rate(value: float, lang: str) -> str:
    """Number with one decimal, none where it is whole."""
    return number(value, lang, 0 if float(value).is_integer() else 1)


def as_ratio(value: float, lang: str) -> str:
    """Number with two decimals."""
    return number(_rounded(value, 2), lang, 2)


def _rounded(value: float, decimals: int) -> float:
    """The number as it will be told; one that rounds to nothing has no sign: 0, never -0."""
    return round(value, decimals) + 0.0


def lines_of(render: Render, characters: int) -> list[Render]:
    """A text as lines of at most so many characters; as many lines as the longest language."""
    each = {lang: textwrap.wrap(render(lang), characters) or [""] for lang in LANGUAGES}
    count = max(len(lines) for lines in each.values())

    def line(row: int) -> Render:
        return lambda lang: each[lang][row] if row < len(each[lang]) else ""

    return [line(row) for row in range(count)]


def steps(top: float, most: int = 5) -> list[float]:
    """Marks of an axis from 0 to just past ``top``: a 1, 2 or 5 of some power of ten apart.

    Examples
    --------
    >>> steps(0.37)
    [0.0, 0.1, 0.2, 0.3, 0.4]
    """
    if top <= 0:
        return [0.0, 1.0]
    power = 10.0 ** math.floor(math.log10(top / most))
    step = next(power * f for f in (1, 2, 5, 10, 20) if math.ceil(top / (power * f)) <= most)
    return [round(step * i, 12) for i in range(math.ceil(round(top / step, 9)) + 1)]


@dataclass
class Drawing:
    """Shapes and texts of one figure, in the order in which they are painted.

    Parameters
    ----------
    w
        Texts of the page.
    id
        Name of the figure inside its page; ties the figure to its title and its description.
    """

    w: Texts
    id: str
    _parts: list[Markup] = field(default_factory=list)

    def rect(self, x: float, y: float, width: float, height: float, style: str) -> None:
        """Bar with its corner at ``x``, ``y``."""
        pattern = '<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>'
        self._add(pattern, style, fixed(x), fixed(y), fixed(max(width, 0)), fixed(height))

    def line(self, x: float, y: float, x2: float, y2: float, style: str) -> None:
        """Straight line between two points."""
        pattern = '<path class="{}" d="M{} {}L{} {}"/>'
        self._add(pattern, style, fixed(x), fixed(y), fixed(x2), fixed(y2))

    def path(self, points: list[tuple[float, float]], style: str, *, closed: bool = False) -> None:
        """Line through points, or the shape that it encloses."""
        drawn = "L".join(f"{fixed(x)} {fixed(y)}" for x, y in points)
        self._add('<path class="{}" d="M{}{}"/>', style, drawn, "Z" if closed else "")

    def circle(self, x: float, y: float, radius: float, style: str) -> None:
        """Disc or ring around a point."""
        pattern = '<circle class="{}" cx="{}" cy="{}" r="{}"/>'
        self._add(pattern, style, fixed(x), fixed(y), fixed(radius))

    def words(
        self, x: float, y: float, content: Render, style: str = "", anchor: Anchor = "start"
    ) -> None:
        """One line of text with its base line at ``y``."""
        each = {content(lang) for lang in LANGUAGES}
        swapped = "" if len(each) == 1 else Markup(' data-t="{}"').format(self.w.index(content))
        self._text(x, y, f"{style} {anchor}".strip(), Markup(swapped), content(self.w.lang))

    def number(
        self,
        x: float,
        y: float,
        value: float,
        decimals: int = 0,
        style: str = "",
        anchor: Anchor = "end",
    ) -> None:
        """Number whose separators the script swaps."""
        plain = number(value, "en", decimals).replace(",", "")
        swapped = Markup(' data-n="{}"').format(plain)
        shown = number(value, self.w.lang, decimals)
        self._text(x, y, f"{style} {anchor}".strip(), swapped, shown)

    def cell(
        self, x: float, y: float, cell: Cell, form: Form, style: str = "", anchor: Anchor = "end"
    ) -> None:
        """Cell in words; hidden and missing ones in the manner of their own."""
        manner = style if known(cell) is not None else "gone"
        self.words(x, y, said(cell, form), manner, anchor)

    def hidden(self, x: float, y: float) -> None:
        """The sign of a hidden value: three dots in a row that starts at ``x``."""
        for place in range(3):
            self.circle(x + 4 + 9 * place, y, 2.6, "hidden-dot")

    def missing(self, x: float, y: float) -> None:
        """The sign of no data: a dash in a ring."""
        self.circle(x + 7, y, 6, "missing-ring")
        self.line(x + 4, y, x + 10, y, "missing-dash")

    def gone(self, x: float, y: float, cell: Cell) -> None:
        """The sign of a cell that has no number."""
        if cell is HIDDEN:
            self.hidden(x, y)
        else:
            self.missing(x, y)

    def figure(self, height: float, title: Render, description: Render) -> Markup:
        """The figure, named and described for a reader who does not see it."""
        head = Markup(
            '<svg class="fig" id="{0}" viewBox="0 0 {1} {2}" role="img" '
            'aria-labelledby="{0}-title {0}-desc">'
            '<title id="{0}-title"{3}</title><desc id="{0}-desc"{4}</desc>'
        ).format(self.id, WIDTH, fixed(height), self._named(title), self._named(description))
        return head + Markup("").join(self._parts) + Markup("</svg>")

    def _named(self, content: Render) -> Markup:
        return Markup(' data-t="{}">{}').format(self.w.index(content), content(self.w.lang))

    def _text(self, x: float, y: float, style: str, swapped: Markup, shown: str) -> None:
        pattern = '<text class="{}" x="{}" y="{}"{}>{}</text>'
        self._add(pattern, style, fixed(x), fixed(y), swapped, escape(shown))

    def _add(self, pattern: str, *values: object) -> None:
        self._parts.append(Markup(pattern).format(*values))
