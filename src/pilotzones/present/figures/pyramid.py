"""The care pyramid: a triangle whose areas are the people, with their money beside it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from markupsafe import Markup

from pilotzones.present.figures.drawing import Drawing, as_percent, known, said
from pilotzones.present.texts import Render, Texts
from pilotzones.stratification.released import Cell
from pilotzones.words import text

_BASE, _TOP, _HEIGHT = 132.0, 4.0, 216.0
_ROW, _TEXT_AT, _FULL_BAR = 74.0, 150.0, 68.0


@dataclass(frozen=True, slots=True)
class Level:
    """One level from the top down: its name, its share of the people and of the money."""

    name: Render
    people_share: Cell
    money_share: Cell


def pyramid_figure(levels: Sequence[Level], w: Texts, *, id: str) -> Markup:
    """Pyramid of the levels, the highest first.

    The area of each band is its share of the people. Where a share is hidden or missing the bands
    are of one height, dashed, and the figure says that it is not to scale.
    """
    pad = Drawing(w, id)
    shares = [known(level.people_share) for level in levels]
    whole = [share for share in shares if share is not None]
    to_scale = len(whole) == len(levels) and sum(whole) > 0
    cuts = _cuts(whole) if to_scale else [(i + 1) / len(levels) for i in range(len(levels))]
    start = 0.0
    for place, (level, cut) in enumerate(zip(levels, cuts, strict=True)):
        _band(pad, place, start, cut, to_scale=to_scale)
        _row(pad, level, place, _TOP + _HEIGHT * (start + cut) / 2)
        start = cut
    height = max(_HEIGHT, _ROW * len(levels)) + 8
    if not to_scale:
        pad.words(0, height + 10, lambda lang: text("figure.not_to_scale", lang), "note")
        height += 18
    return pad.figure(height, _title, lambda lang: pyramid_told(levels, lang))


def _cuts(shares: Sequence[float]) -> list[float]:
    """Heights (0..1 from the apex) that cut a triangle into bands of these areas."""
    total = sum(shares)
    return [min(math.sqrt(part / total), 1.0) for part in accumulate(shares)]


def _band(pad: Drawing, place: int, start: float, cut: float, *, to_scale: bool) -> None:
    def edge(at: float) -> tuple[tuple[float, float], tuple[float, float]]:
        half, y = _BASE / 2 * at, _TOP + _HEIGHT * at
        return (_BASE / 2 - half, y), (_BASE / 2 + half, y)

    (left, y), (right, _) = edge(start)
    (left2, y2), (right2, _) = edge(cut)
    style = f"level-{place}" if to_scale else f"level-{place} unscaled"
    pad.path([(left, y), (right, y), (right2, y2), (left2, y2)], style, closed=True)


def _row(pad: Drawing, level: Level, place: int, middle: float) -> None:
    """Words of a level, tied to its band by a thin line."""
    y = _TOP + _ROW * place
    share_of_height = (middle - _TOP) / _HEIGHT
    edge = _BASE / 2 * (1 + share_of_height)
    pad.path([(edge + 2, middle), (_TEXT_AT - 10, y + 10), (_TEXT_AT - 4, y + 10)], "leader")
    pad.words(_TEXT_AT, y + 14, level.name, "strong")
    _share(pad, y + 33, level.people_share, _OF_PEOPLE, "bar-people")
    _share(pad, y + 52, level.money_share, _OF_MONEY, "bar-money")


_OF_PEOPLE = ("figure.of_people", "figure.of_people_gone")
_OF_MONEY = ("figure.of_money", "figure.of_money_gone")
"""Words of a share that is known, and of one that is not."""


def _share(pad: Drawing, y: float, share: Cell, ids: tuple[str, str], style: str) -> None:
    value, (id, gone) = known(share), ids
    after = _TEXT_AT + _FULL_BAR + 8
    if value is None:
        pad.gone(_TEXT_AT, y - 4, share)
        word = said(share, as_percent)
        pad.words(after, y, lambda lang: text(gone, lang, word=word(lang)), "gone")
        return
    pad.rect(_TEXT_AT, y - 10, max(_FULL_BAR * value, 1), 11, style)
    pad.words(after, y, lambda lang: text(id, lang, share=as_percent(value, lang)), "small")


def _title(lang: str) -> str:
    return text("figure.pyramid.title", lang)


def pyramid_told(levels: Sequence[Level], lang: str) -> str:
    """The levels in words: the share of the people and of the money of each."""
    told = [
        text(
            "figure.pyramid.level",
            lang,
            name=level.name(lang),
            people=said(level.people_share, as_percent)(lang),
            money=said(level.money_share, as_percent)(lang),
        )
        for level in levels
    ]
    return " ".join(told)
