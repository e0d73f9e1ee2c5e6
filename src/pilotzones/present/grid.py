"""Tables of the pages as values: a caption, heads, and rows of cells that are ready to be set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from pilotzones.findings import Verdict
from pilotzones.present.texts import Render, Texts


@dataclass(frozen=True, slots=True)
class Head:
    """Head of a column: its words, the same as a label beside each cell on a phone, its manner.

    ``figure``: its cells are numbers, set to the right.
    """

    words: Markup
    label: Markup
    figure: bool = True


@dataclass(frozen=True, slots=True)
class Line:
    """Row of a table: its head and its cells, one for each column."""

    name: Markup
    cells: tuple[Markup, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: what it shows, the head of its first column, and its rows."""

    caption: Markup
    corner: Markup
    heads: tuple[Head, ...]
    lines: tuple[Line, ...]


def head(render: Render, w: Texts, *, figure: bool = True) -> Head:
    """Head of a column."""
    return Head(w.say(render), w.attr_of("data-label", render), figure)


def joined(parts: Sequence[Markup], gap: str = ", ") -> Markup:
    """Parts in a row; the gap is no word of any language."""
    return Markup(gap).join(parts)


def verdict_mark(verdict: Verdict, w: Texts) -> Markup:
    """Sign of a verdict with its word."""
    pattern = Markup(
        '<span class="verdict v-{0}"><svg class="sign" aria-hidden="true" focusable="false">'
        '<use href="#sign-{0}"/></svg><span class="word">{1}</span></span>'
    )
    return pattern.format(str(verdict), w.t(f"verdict.{verdict}"))
