"""How far what was expected is what came: a ratio for each group, on a line around one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from pilotzones.present.figures.drawing import (
    WIDTH,
    Drawing,
    as_decimal,
    as_ratio,
    known,
    lines_of,
    said,
)
from pilotzones.present.texts import Render, Texts
from pilotzones.stratification.released import Cell
from pilotzones.words import text

GOOD = (0.95, 1.05)
"""Ratios that the field takes for well calibrated (CMS tables of predictive ratios)."""
_REACH = (0.2, 0.5, 1.0)
"""How far from 1 the axis goes: what lies further is drawn as an arrow at its end."""
_LABEL, _VALUE, _LINE, _LONGEST = 148.0, 42.0, 16.0, 21


@dataclass(frozen=True, slots=True)
class Ratio:
    """A group and its observed cost over its expected cost, with the interval where it has one."""

    name: Render
    ratio: Cell
    low: Cell = None
    high: Cell = None


def calibration_figure(rows: Sequence[Ratio], w: Texts, *, id: str, title: Render) -> Markup:
    """A dot for each group at its ratio, on a line around one; the band is `GOOD`.

    Where the ratio has an interval, that is the line.
    """
    pad = Drawing(w, id)
    ratios = [value for row in rows if (value := known(row.ratio)) is not None]
    reach = max([abs(ratio - 1) for ratio in ratios], default=0.0)
    reach = next((bound for bound in _REACH if bound >= reach), _REACH[-1])
    left, right = _LABEL + 8, WIDTH - _VALUE - 10
    middle, scale = (left + right) / 2, (right - left) / 2 / reach
    heights = [_LINE * len(lines_of(row.name, _LONGEST)) + 10 for row in rows]
    bottom = 24 + sum(heights)
    pad.rect(middle + (GOOD[0] - 1) * scale, 20, (GOOD[1] - GOOD[0]) * scale, bottom - 20, "good")
    pad.line(middle, 20, middle, bottom, "base")
    _axis(pad, (left, middle, right), reach, bottom)
    y = 24.0
    for row, height in zip(rows, heights, strict=True):
        _row(pad, row, y, middle, scale)
        y += height
    return pad.figure(bottom + 44, title, lambda lang: ratios_told(rows, lang))


def _axis(pad: Drawing, places: tuple[float, float, float], reach: float, bottom: float) -> None:
    for x, value in zip(places, (1 - reach, 1.0, 1 + reach), strict=True):
        pad.line(x, bottom, x, bottom + 5, "base")
        pad.words(x, bottom + 19, lambda lang, v=value: as_decimal(v, lang), "axis", "middle")
    pad.line(places[0], bottom, places[2], bottom, "base")
    pad.words(WIDTH, 13, lambda lang: text("figure.calibration.more", lang), "axis", "end")
    pad.words(WIDTH, bottom + 38, lambda lang: text("figure.calibration.good", lang), "axis", "end")


def _row(pad: Drawing, row: Ratio, y: float, middle: float, scale: float) -> None:
    lines = lines_of(row.name, _LONGEST)
    for place, line in enumerate(lines):
        pad.words(0, y + _LINE * (place + 1), line, "label")
    centre = y + (_LINE * len(lines)) / 2 + 3
    value = known(row.ratio)
    if value is None:
        pad.gone(middle - 13, centre, row.ratio)
        pad.cell(WIDTH, centre + 5, row.ratio, as_ratio)
        return
    low, high = known(row.low), known(row.high)
    x = _placed(value, middle, scale)
    ends = (middle, x)
    if low is not None and high is not None:
        ends = _placed(low, middle, scale), _placed(high, middle, scale)
    pad.line(ends[0], centre, ends[1], centre, "stem" if low is None else "whisker")
    inside = GOOD[0] <= value <= GOOD[1]
    style = "dot-zone" if inside else "dot-off"
    if x == middle + (value - 1) * scale:
        pad.circle(x, centre, 5, style)
    else:
        way = 1 if x > middle else -1
        tip = [(x + 4 * way, centre), (x - 5 * way, centre - 6), (x - 5 * way, centre + 6)]
        pad.path(tip, style, closed=True)
    pad.number(WIDTH, centre + 5, value, 2, "small")


def _placed(value: float, middle: float, scale: float) -> float:
    """Place of a ratio on the axis; its end for what lies beyond."""
    half = (WIDTH - _VALUE - 10 - _LABEL - 8) / 2
    return middle + min(max((value - 1) * scale, -half), half)


def ratios_told(rows: Sequence[Ratio], lang: str) -> str:
    """The same in words, group by group."""
    told = (text("figure.row", lang, name=row.name(lang), values=_value(row, lang)) for row in rows)
    return " ".join(told)


def _value(row: Ratio, lang: str) -> str:
    """Ratio in words, with its interval in brackets."""
    value = said(row.ratio, as_ratio)(lang)
    low, high = known(row.low), known(row.high)
    if known(row.ratio) is None or low is None or high is None:
        return value
    ends = text("people.interval", lang, low=as_ratio(low, lang), high=as_ratio(high, lang))
    return f"{value} ({ends})"
