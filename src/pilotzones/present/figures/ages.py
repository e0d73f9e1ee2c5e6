"""The pyramid of ages: women to the left, men to the right, a bar for each band of age."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from pilotzones.present.figures.drawing import (
    WIDTH,
    Drawing,
    as_percent,
    as_whole_percent,
    known,
    said,
    steps,
)
from pilotzones.present.people_page_words import SEXES, band, word
from pilotzones.present.texts import Render, Texts
from pilotzones.stratification.released import Cell, SafeTable
from pilotzones.words import text

_MIDDLE, _HALF, _GUTTER = WIDTH / 2, 132.0, 34.0
_ROW, _BAR, _HEAD = 30.0, 18.0, 48.0
_INSIDE = 66.0
"""Bars from this length on have their share inside."""
_SIDES = {"F": -1, "M": 1}


@dataclass(frozen=True, slots=True)
class AgeSex:
    """A band of age and a sex, with its share of the zone's people and of the reference's."""

    age: str
    sex: str
    zone: Cell
    reference: Cell


def ages_of(table: SafeTable, reference: str | None) -> tuple[AgeSex, ...]:
    """Rows of the table ``age_sex``; ``reference`` is the group that is held against the zone."""
    column = f"{reference}_share"
    return tuple(
        AgeSex(str(r["age"]), str(r["sex"]), r["zone_share"], r.get(column))
        for r in table.records()
    )


def ages_figure(rows: Sequence[AgeSex], reference: Render | None, w: Texts, *, id: str) -> Markup:
    """Bars back to back, the oldest on top; the reference is a mark across each bar.

    Parameters
    ----------
    reference
        Name of the group that the marks are of; None where there is none.
    """
    pad = Drawing(w, id)
    marks = steps(max((known(c) or 0.0 for r in rows for c in (r.zone, r.reference)), default=0), 3)
    scale = _HALF / marks[-1]
    _key(pad, reference)
    for sex, way in _SIDES.items():
        pad.words(
            _MIDDLE + way * _GUTTER,
            _HEAD - 8,
            word(SEXES, sex),
            "strong",
            "end" if way < 0 else "start",
        )
    bands = list(dict.fromkeys(row.age for row in rows))
    y = _HEAD
    for age in reversed(bands):
        pad.words(_MIDDLE, y + 14, lambda _, age=age: band(age), "label", "middle")
        for row in rows:
            if row.age == age:
                _bar(pad, row, y, scale, marked=reference is not None)
        y += _ROW
    for way in _SIDES.values():
        start = _MIDDLE + way * _GUTTER
        for mark in marks:
            x = start + way * mark * scale
            pad.line(x, y, x, y + 5, "base")
            pad.words(x, y + 19, lambda one, m=mark: as_whole_percent(m, one), "axis", "middle")
        pad.line(start, y, start + way * _HALF, y, "base")
    return pad.figure(y + 26, _title, lambda lang: ages_told(rows, reference, lang))


def _title(lang: str) -> str:
    return text("figure.ages.title", lang)


def _key(pad: Drawing, reference: Render | None) -> None:
    pad.rect(0, 3, 14, 11, "bar-zone")
    pad.words(20, 13, lambda lang: text("group.zone", lang), "axis")
    if reference is not None:
        pad.line(112, 1, 112, 16, "mark-reference")
        pad.words(120, 13, reference, "axis")


def _bar(pad: Drawing, row: AgeSex, y: float, scale: float, *, marked: bool) -> None:
    way = _SIDES.get(row.sex, 1)
    x, value = _MIDDLE + way * _GUTTER, known(row.zone)
    if value is None:
        pad.gone(x + (4 if way > 0 else -30), y + _BAR / 2, row.zone)
    else:
        long = value * scale
        pad.rect(x if way > 0 else x - long, y, long, _BAR, "bar-zone")
        beyond = max(long, (known(row.reference) or 0.0) * scale if marked else 0.0)
        _number(pad, (x, y), (long, beyond), way, value)
    there = known(row.reference)
    if marked and there is not None:
        at = x + way * there * scale
        pad.line(at, y - 2, at, y + _BAR + 2, "mark-reference")


def _number(
    pad: Drawing, place: tuple[float, float], long: tuple[float, float], way: int, value: float
) -> None:
    """The share at the foot of a bar that is long enough, else past the bar and its mark."""
    x, y = place
    inside = long[0] > _INSIDE
    at = x + way * (6 if inside else long[1] + 8)
    style, anchor = ("small on-dark" if inside else "small"), ("start" if way > 0 else "end")
    pad.words(at, y + 13.5, lambda one: as_percent(value, one), style, anchor)


def ages_told(rows: Sequence[AgeSex], reference: Render | None, lang: str) -> str:
    """The same in words, band by band."""
    told = []
    for row in rows:
        values = f"{text('group.zone', lang)} {said(row.zone, as_percent)(lang)}"
        if reference is not None:
            values += f", {reference(lang)} {said(row.reference, as_percent)(lang)}"
        age = text("people.age_band", lang, band=band(row.age))
        name = f"{word(SEXES, row.sex)(lang)}, {age}"
        told.append(text("figure.row", lang, name=name, values=values))
    return " ".join(told)
