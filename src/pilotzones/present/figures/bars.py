"""Rows of bars and dots: shares of people beside shares of money, and areas side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from pilotzones.present.figures.drawing import (
    WIDTH,
    Anchor,
    Drawing,
    Form,
    as_percent,
    hidden_word,
    known,
    lines_of,
    missing_word,
    said,
    steps,
)
from pilotzones.present.texts import Render, Texts
from pilotzones.stratification.released import HIDDEN, Cell, SafeTable
from pilotzones.words import text

_LONGEST = 42
"""Characters of a label that fit into one line beside a value."""
_LINE = 17.0
_COLUMN = 92.0
"""Width of a column of numbers at the end of the rows."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A row with its share of the people and its share of the money."""

    name: Render
    people_share: Cell
    money_share: Cell


def paired_bars(rows: Sequence[Pair], w: Texts, *, id: str, title: Render) -> Markup:
    """Two bars for each row, people above money, on one scale."""
    pad = Drawing(w, id)
    top = max([_most(row.people_share, row.money_share) for row in rows], default=0) or 1.0
    scale, y = (WIDTH - 74) / top, 0.0
    _key(pad, 13, (("bar-people", "figure.key.people"), ("bar-money", "figure.key.money")))
    y = 36.0
    for row in rows:
        pad.words(0, y, row.name, "strong")
        for offset, cell, style in (
            (7, row.people_share, "bar-people"),
            (22, row.money_share, "bar-money"),
        ):
            _bar(pad, y + offset, cell, scale, style)
        y += 58
    return pad.figure(y - 16, title, lambda lang: _told_pairs(rows, lang))


def _most(*cells: Cell) -> float:
    return max((known(cell) or 0.0) for cell in cells)


def _bar(pad: Drawing, y: float, cell: Cell, scale: float, style: str) -> None:
    value = known(cell)
    if value is None:
        pad.gone(0, y + 6, cell)
        pad.cell(32, y + 10.5, cell, as_percent, "small", "start")
        return
    pad.rect(0, y, max(value * scale, 1), 12, style)
    pad.cell(value * scale + 7, y + 10.5, cell, as_percent, "small", "start")


def _key(pad: Drawing, y: float, entries: Sequence[tuple[str, str]]) -> None:
    x = 0.0
    for style, id in entries:
        pad.rect(x, y - 10, 14, 11, style)
        pad.words(x + 20, y, lambda lang, id=id: text(id, lang), "axis")
        x += 170


def _told_pairs(rows: Sequence[Pair], lang: str) -> str:
    told = (
        text(
            "figure.pair",
            lang,
            name=row.name(lang),
            people=said(row.people_share, as_percent)(lang),
            money=said(row.money_share, as_percent)(lang),
        )
        for row in rows
    )
    return " ".join(told)


@dataclass(frozen=True, slots=True)
class Compared:
    """A row of the comparison: its name, and a cell for each group in their order."""

    name: Render
    cells: tuple[Cell, ...]


GROUPS = {
    "zone": "group.zone",
    "target": "group.target",
    "region": "group.region",
    "country": "group.country",
}
"""Groups that are set side by side, with their names; each has a mark of its own shape."""
PARTS = {"rural": "people.part.rural", "other": "people.part.other"}
"""Parts of the zone that are set side by side."""
_NAMES = GROUPS | PARTS
_PAINTED = ("country", "region", "target", "other", "rural", "zone")
"""Order of painting: the zone lies on top."""


def groups_of(table: SafeTable, pattern: str) -> list[str]:
    """Groups with a column of this name (``{}_share``) that has a known or hidden cell."""
    names = {column.name for column in table.columns}
    return [
        group
        for group in GROUPS
        if (name := pattern.format(group)) in names
        and any(cell is not None for cell in table.column(name))
    ]


@dataclass(frozen=True, slots=True)
class Scale:
    """How values are told: in the rows, and at the axis.

    Groups in ``beside`` are not drawn: their value stands as a number at the end of each row, for
    groups so far from the others that these could not be told apart on one axis.
    """

    value: Form
    axis: Form
    beside: tuple[str, ...] = ()


def comparison_dots(
    rows: Sequence[Compared],
    groups: Sequence[str],
    scale: Scale,
    w: Texts,
    *,
    id: str,
    title: Render,
) -> Markup:
    """Marks of the groups on one axis, a row for each name; the zone's value stands beside it.

    Marks differ in shape and place, not in colour alone: the zone is a disc on the line, the
    target group a diamond, the country a wedge above the line, the region one below it.
    """
    pad = Drawing(w, id)
    drawn = [group for group in groups if group not in scale.beside]
    places = [groups.index(group) for group in drawn]
    top = max((_most(*(row.cells[i] for i in places)) for row in rows), default=0)
    marks = steps(top, 4)
    across = (WIDTH - 20) / marks[-1]
    _groups_key(pad, groups, _told_groups(groups, scale))
    y = 26.0
    for row in rows:
        y = _row(pad, row, groups, scale, (y, across))
    for mark in marks:
        _tick(pad, mark, marks[-1], y, scale.axis)
    pad.line(10, y, WIDTH - 10, y, "base")
    return pad.figure(y + 26, title, lambda lang: _told(rows, groups, scale, lang))


def _tick(pad: Drawing, mark: float, last: float, y: float, form: Form) -> None:
    x = 10 + mark * (WIDTH - 20) / last
    pad.line(x, y, x, y + 5, "base")
    anchor: Anchor = "start" if mark == 0 else "end" if mark == last else "middle"
    place = 0 if mark == 0 else WIDTH if mark == last else x
    pad.words(place, y + 19, lambda lang: form(mark, lang), "axis", anchor)


def _row(
    pad: Drawing,
    row: Compared,
    groups: Sequence[str],
    scale: Scale,
    place: tuple[float, float],
) -> float:
    """Draw a row that starts at the first number of ``place``; where the next one starts."""
    y, across = place
    by_group, told = dict(zip(groups, row.cells, strict=True)), _told_groups(groups, scale)
    for line in lines_of(row.name, _LONGEST - 13 * (len(told) - 1)):
        y += _LINE
        pad.words(0, y, line, "label")
    for i, group in enumerate(reversed(told)):
        pad.cell(WIDTH - _COLUMN * i, y, by_group[group], scale.value, f"value-{group}")
    y += 18
    pad.line(10, y, WIDTH - 10, y, "track")
    for group in (name for name in _PAINTED if name in groups and name not in scale.beside):
        value = known(by_group[group])
        if value is not None:
            _mark(pad, 10 + value * across, y, group)
    for words in _without_number(by_group, told):
        y += _LINE
        pad.words(WIDTH, y + 4, words, "gone", "end")
    return y + 13


def _told_groups(groups: Sequence[str], scale: Scale) -> list[str]:
    """Groups whose number stands at the end of a row: the first, and those beside the axis."""
    return [groups[0], *(group for group in scale.beside if group in groups)]


def _without_number(by_group: Mapping[str, Cell], told: Sequence[str]) -> list[Render]:
    """Which other groups of a row have no mark, and why: ``region, country: hidden``."""
    found: list[Render] = []
    for sign, word in ((HIDDEN, hidden_word), (None, missing_word)):
        names = [name for name, cell in by_group.items() if cell is sign and name not in told]
        if names:
            found.append(
                lambda lang, names=names, word=word: text(
                    "figure.gone_groups",
                    lang,
                    names=", ".join(text(_NAMES[name], lang) for name in names),
                    word=word(lang),
                )
            )
    return found


def _mark(pad: Drawing, x: float, y: float, group: str) -> None:
    match group:
        case "zone":
            pad.circle(x, y, 5.4, "dot-zone")
        case "target":
            around = [(x, y - 7), (x + 7, y), (x, y + 7), (x - 7, y)]
            pad.path(around, "dot-target", closed=True)
        case "other":
            pad.circle(x, y, 5, "dot-other")
        case "rural":
            pad.rect(x - 5, y - 5, 10, 10, "dot-rural")
        case "region":
            pad.path([(x, y + 3), (x + 4.5, y + 10), (x - 4.5, y + 10)], "dot-region", closed=True)
        case _:
            pad.path([(x, y - 3), (x + 4.5, y - 10), (x - 4.5, y - 10)], "dot-country", closed=True)


_LIFT = {"country": 6.5, "region": -6.5}
"""What brings a mark that stands above or below its line to the middle of the key."""


def _groups_key(pad: Drawing, groups: Sequence[str], told: Sequence[str]) -> None:
    """Marks with their names; those of several columns of numbers stand above their column."""
    above = told if len(told) > 1 else ()
    x = 8.0
    for group in (name for name in groups if name not in above):
        _mark(pad, x, 9 + _LIFT.get(group, 0), group)
        pad.words(x + 13, 14, _name(group), "axis")
        x += 170 if group in PARTS else 112 if group == "target" else 82
    for i, group in enumerate(reversed(above)):
        if group == told[0]:
            _mark(pad, WIDTH - _COLUMN * i - 46, 9, group)
        pad.words(WIDTH - _COLUMN * i, 14, _name(group), f"axis value-{group}", "end")


def _name(group: str) -> Render:
    return lambda lang: text(_NAMES[group], lang)


def _told(rows: Sequence[Compared], groups: Sequence[str], scale: Scale, lang: str) -> str:
    told = []
    for row in rows:
        each = (
            f"{text(_NAMES[group], lang)} {said(cell, scale.value)(lang)}"
            for group, cell in zip(groups, row.cells, strict=True)
        )
        told.append(text("figure.row", lang, name=row.name(lang), values=", ".join(each)))
    return " ".join(told)
