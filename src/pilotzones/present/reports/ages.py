"""Figure of ages: the zone to the left, its reference to the right, a bar for each band of age."""

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
from pilotzones.present.people_page_words import band
from pilotzones.present.texts import Texts
from pilotzones.stratification.released import Cell
from pilotzones.words import text

_MIDDLE, _HALF, _GUTTER = WIDTH / 2, 132.0, 34.0
_ROW, _BAR = 30.0, 18.0


@dataclass(frozen=True, slots=True)
class AgeBand:
    """A band of age with its share of the zone and of the reference."""

    level: str
    zone: Cell
    reference: Cell


def ages_figure(bands: Sequence[AgeBand], names: tuple[str, str], lang: str) -> Markup:
    """Bars back to back, the oldest on top; a hidden or missing share has its sign."""
    pad = Drawing(Texts(lang), "fig-ages")
    shares = [known(cell) or 0.0 for each in bands for cell in (each.zone, each.reference)]
    marks = steps(max(shares, default=0.0), 3)
    scale = _HALF / marks[-1]
    left, right = _MIDDLE - _GUTTER, _MIDDLE + _GUTTER
    pad.words(left, 14, lambda _: names[0], "strong", "end")
    pad.words(right, 14, lambda _: names[1], "strong", "start")
    y = 26.0
    for each in reversed(bands):
        words = band(each.level)
        pad.words(_MIDDLE, y + 14, lambda _, words=words: words, "label", "middle")
        _bar(pad, each.zone, (left, y), -scale, "bar-zone")
        _bar(pad, each.reference, (right, y), scale, "bar-reference")
        y += _ROW
    for mark in marks:
        for start, way in ((left, -1), (right, 1)):
            x = start + way * mark * scale
            pad.line(x, y, x, y + 5, "base")
            pad.words(x, y + 19, lambda one, m=mark: as_whole_percent(m, one), "axis", "middle")
    pad.line(left - _HALF, y, left, y, "base")
    pad.line(right, y, right + _HALF, y, "base")
    told = ages_told(bands, names, lang)
    return pad.figure(y + 26, lambda one: text("report.ages.title", one), lambda _: told)


def _bar(pad: Drawing, cell: Cell, at: tuple[float, float], scale: float, style: str) -> None:
    x, y = at
    value = known(cell)
    if value is None:
        pad.gone(x + (4 if scale > 0 else -30), y + _BAR / 2, cell)
        return
    long = abs(value * scale)
    pad.rect(x if scale > 0 else x - long, y, long, _BAR, style)
    inside = long > 52
    light = style == "bar-zone" and inside
    place = x + (long - 6 if inside else long + 5) * (1 if scale > 0 else -1)
    end = inside == (scale > 0)
    manner = "small on-dark" if light else "small"
    pad.words(
        place, y + 13.5, lambda one: as_percent(value, one), manner, "end" if end else "start"
    )


def ages_told(bands: Sequence[AgeBand], names: tuple[str, str], lang: str) -> str:
    """The same in words, band by band."""
    return " ".join(
        text(
            "figure.row",
            lang,
            name=text("people.age_band", lang, band=band(each.level)),
            values=", ".join(
                f"{name} {said(cell, as_percent)(lang)}"
                for name, cell in zip(names, (each.zone, each.reference), strict=True)
            ),
        )
        for each in bands
    )
