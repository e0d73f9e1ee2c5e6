"""The concentration curve: how much of the money goes to how few of the people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from pilotzones.present.figures.drawing import Drawing, as_percent, as_whole_percent, known, said
from pilotzones.present.texts import Render, Texts
from pilotzones.stratification.released import Cell
from pilotzones.words import listed, text

_LEFT, _RIGHT, _TOP, _BOTTOM = 44.0, 372.0, 26.0, 256.0
_APART = 16.0
"""Least distance of two labels, in units."""


@dataclass(frozen=True, slots=True)
class TopShare:
    """The most expensive ``people`` (share 0..1) and the share of the money that they use."""

    people: float
    money: Cell


def concentration_figure(
    points: Sequence[TopShare],
    reference: Sequence[tuple[float, float]],
    w: Texts,
    *,
    id: str,
    names: tuple[Render, Render],
) -> Markup:
    """Curve through the points that are known, in rising order of people.

    Parameters
    ----------
    reference
        Published points (people, money), drawn as diamonds of their own.
    names
        What the curve and the diamonds are called in the legend.
    """
    pad = Drawing(w, id)
    shown = [(p.people, value) for p in points if (value := known(p.money)) is not None]
    _axes(pad)
    pad.line(_LEFT, _BOTTOM, _RIGHT, _TOP, "even")
    if shown:
        pad.path([_at(0, 0), *(_at(*point) for point in shown)], "curve")
    for people, money in reference:
        x, y = _at(people, money)
        pad.path([(x, y - 6), (x + 6, y), (x, y + 6), (x - 6, y)], "diamond", closed=True)
    _points(pad, [point for point in shown if point[0] < 1])
    _legend(pad, names)
    return pad.figure(_BOTTOM + 102, _title, lambda lang: _description(points, lang))


def _at(people: float, money: float) -> tuple[float, float]:
    return _LEFT + (_RIGHT - _LEFT) * people, _BOTTOM - (_BOTTOM - _TOP) * money


def _axes(pad: Drawing) -> None:
    pad.words(0, 14, lambda lang: text("figure.concentration.money", lang), "axis")
    for part in (0, 0.25, 0.5, 0.75, 1):
        x, y = _at(0, part)
        pad.line(x, y, _RIGHT, y, "grid" if part else "base")
        pad.words(_LEFT - 6, y + 4.5, _percent(part), "axis", "end")
    for part in (0, 0.25, 0.5, 0.75, 1):
        x, y = _at(part, 0)
        pad.line(x, y, x, y + 5, "base")
        anchor = "end" if part == 1 else "middle"
        pad.words(_RIGHT + 6 if part == 1 else x, y + 19, _percent(part), "axis", anchor)
    pad.words(_RIGHT, _BOTTOM + 38, _axis_of_people, "axis", "end")


def _percent(part: float) -> Render:
    return lambda lang: as_whole_percent(part, lang)


def _axis_of_people(lang: str) -> str:
    return text("figure.concentration.people", lang)


def _points(pad: Drawing, shown: Sequence[tuple[float, float]]) -> None:
    """Dots with their labels below and to the right of the curve, where the field is free."""
    last = float("-inf")
    for people, money in reversed(shown):
        x, y = _at(people, money)
        at = max(y + 15, last + _APART)
        last = at
        pad.circle(x, y, 4.6, "dot-zone")
        pad.words(x + 11, at, _label(people, money), "small halo")


def _label(people: float, money: float) -> Render:
    return lambda lang: text(
        "figure.concentration.point",
        lang,
        people=as_whole_percent(people, lang),
        money=as_percent(money, lang),
    )


def _legend(pad: Drawing, names: tuple[Render, Render]) -> None:
    y = _BOTTOM + 60
    pad.circle(_LEFT - 38, y - 5, 4.6, "dot-zone")
    pad.words(_LEFT - 24, y, names[0], "small")
    y += 18
    pad.path([(6, y - 11), (12, y - 5), (6, y + 1), (0, y - 5)], "diamond", closed=True)
    pad.words(_LEFT - 24, y, names[1], "small")
    y += 18
    pad.line(0, y - 5, 13, y - 5, "even")
    pad.words(_LEFT - 24, y, lambda lang: text("figure.concentration.even", lang), "small")


def _title(lang: str) -> str:
    return text("figure.concentration.title", lang)


def _description(points: Sequence[TopShare], lang: str) -> str:
    each = tuple(
        text(
            "figure.concentration.point",
            lang,
            people=as_whole_percent(point.people, lang),
            money=said(point.money, as_percent)(lang),
        )
        for point in points
    )
    return text("figure.concentration.description", lang, points=listed(each, lang))
