"""The ensemble figure: how sampled zones are spread in each measure, and where the drawn one is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from markupsafe import Markup

from pilotzones.present.figures.drawing import WIDTH, Drawing, Form, as_percent, as_ratio
from pilotzones.present.measure_words import form_of, measure_name
from pilotzones.present.texts import Render, Texts
from pilotzones.words import percent, text

if TYPE_CHECKING:
    from pilotzones.zones.propose.ensemble import Ensemble, Place

_LEFT, _RIGHT = 10.0, WIDTH - 10.0
_BARS = 46.0
"""Height of the highest bar of a row."""
_BAND = 9.0
_BELOW = 62.0
"""From the base line of a row to the first words of the next."""
MIXED = 1.05
"""R-hat above which the chains of a measure are said not to have mixed (Vehtari et al. 2021 ask for
1.01 where every digit counts; a picture of where a zone stands needs less)."""
_FROM_LOW, _FROM_QUARTER, _MEDIAN, _TO_QUARTER, _TO_HIGH = 1, 2, 3, 4, 5
"""Places of 5, 25, 50, 75 and 95 % among the quantiles."""


def ensemble_figure(found: Ensemble, w: Texts, *, id: str) -> Markup:
    """A row for each measure: bars of all sampled zones, two bands, the median, the drawn zone.

    The drawn zone is a wedge with its value, the median a line, the bands differ in height and
    colour; every row says in words where the drawn zone stands.
    """
    pad = Drawing(w, id)
    y = 18.0
    for place in found.places:
        y = _row(pad, place, y)
    _key(pad, y)
    return pad.figure(y + 54, _title, lambda lang: _described(found.places, lang))


def _row(pad: Drawing, place: Place, top: float) -> float:
    """Draw a row that starts at ``top``; where the next one starts."""
    form, span = form_of(place.measure), _span(place)
    pad.words(0, top, lambda lang: measure_name(place.measure, lang), "strong")
    for line in row_words(place):
        top += 18
        pad.words(0, top, line, "small")
    base = top + 20 + _BARS
    _bars(pad, place, span, base)
    _bands(pad, place, span, base)
    _ends(pad, span, form, base + 30)
    if place.drawn is not None:
        _wedge(pad, _at(place.drawn, span), base)
    return base + _BELOW


def _bars(pad: Drawing, place: Place, span: tuple[float, float], base: float) -> None:
    most = max(place.counts, default=0) or 1
    for count, low, high in zip(place.counts, place.edges, place.edges[1:], strict=False):
        x, x2 = _at(low, span), _at(high, span)
        height = _BARS * count / most
        pad.rect(x, base - height, max(x2 - x - 0.8, 0.8), height, "sampled")
    pad.line(_LEFT, base, _RIGHT, base, "base")


def _bands(pad: Drawing, place: Place, span: tuple[float, float], base: float) -> None:
    q = place.quantiles
    for low, high, style, inset in (
        (q[_FROM_LOW], q[_TO_HIGH], "band-wide", 2.0),
        (q[_FROM_QUARTER], q[_TO_QUARTER], "band-half", 0.0),
    ):
        x, x2 = _at(low, span), _at(high, span)
        pad.rect(x, base + 4 + inset, max(x2 - x, 1.5), _BAND - 2 * inset, style)
    x = _at(q[_MEDIAN], span)
    pad.line(x, base + 2, x, base + 4 + _BAND + 2, "median")


def _wedge(pad: Drawing, x: float, base: float) -> None:
    pad.line(x, base - _BARS - 4, x, base + 4 + _BAND, "drawn-line")
    tip = base - _BARS - 1
    pad.path([(x, tip), (x + 6, tip - 9), (x - 6, tip - 9)], "drawn-wedge", closed=True)


def _ends(pad: Drawing, span: tuple[float, float], form: Form, y: float) -> None:
    pad.words(_LEFT, y, lambda lang: form(span[0], lang), "axis")
    pad.words(_RIGHT, y, lambda lang: form(span[1], lang), "axis", "end")


def _span(place: Place) -> tuple[float, float]:
    """Ends of a row: those of the sampled zones, or of the drawn one where it lies beyond."""
    values = [place.quantiles[0], place.quantiles[-1], *place.edges]
    if place.drawn is not None:
        values.append(place.drawn)
    low, high = min(values), max(values)
    return (low, high) if high > low else (low - 0.5, high + 0.5)


def _at(value: float, span: tuple[float, float]) -> float:
    return _LEFT + (_RIGHT - _LEFT) * (value - span[0]) / (span[1] - span[0])


def _key(pad: Drawing, y: float) -> None:
    pad.path([(8, y), (14, y - 9), (2, y - 9)], "drawn-wedge", closed=True)
    pad.words(24, y, lambda lang: text("ensemble.key.drawn", lang), "axis")
    pad.line(198, y - 11, 198, y + 2, "median")
    pad.words(212, y, lambda lang: text("ensemble.key.median", lang), "axis")
    y += 22
    pad.rect(0, y - 10, 16, _BAND, "band-half")
    pad.words(24, y, lambda lang: text("ensemble.key.half", lang), "axis")
    pad.rect(190, y - 8, 16, _BAND - 4, "band-wide")
    pad.words(212, y, lambda lang: text("ensemble.key.wide", lang), "axis")
    y += 22
    pad.rect(0, y - 10, 4, 11, "sampled")
    pad.rect(5, y - 6, 4, 7, "sampled")
    pad.rect(10, y - 8, 4, 9, "sampled")
    pad.words(24, y, lambda lang: text("ensemble.key.sampled", lang), "axis")


def row_words(place: Place) -> list[Render]:
    """Lines of a row: where the drawn zone stands, and whether the chains have mixed."""
    said = [stands(place)]
    if not place.rhat <= MIXED:
        rhat = place.rhat
        said.append(lambda lang: text("ensemble.not_mixed", lang, rhat=as_ratio(rhat, lang)))
    return said


def stands(place: Place) -> Render:
    """Where the drawn zone stands, in words: smaller than so many of the sampled zones."""
    if place.percentile is None:
        return lambda lang: text("ensemble.stands.unknown", lang)
    phrase = place_phrase(place)
    if phrase is None:
        return lambda lang: text("ensemble.stands.middle", lang)

    def said(lang: str) -> str:
        words = text("ensemble.stands", lang, phrase=phrase(lang))
        return words[0].upper() + words[1:]

    return said


def place_phrase(place: Place) -> Render | None:
    """The same as a phrase, ``smaller than 55%``; None in the middle and where it is not known."""
    share = place.percentile
    if share is None or abs(share - 0.5) < 0.005:
        return None
    measure, _, column = place.measure.partition(":")
    id = f"ensemble.more.{measure}" if share > 0.5 else f"ensemble.less.{measure}"
    return lambda lang: text(id, lang, share=_share(max(share, 1 - share), lang), name=column)


def _share(share: float, lang: str) -> str:
    """Share without decimals; with one where it would say all or none."""
    whole = 0 < share < 0.995
    return percent(round(share, 2), lang, 0) if whole or share == 1 else as_percent(share, lang)


def _title(lang: str) -> str:
    return text("ensemble.figure", lang)


def _described(places: Sequence[Place], lang: str) -> str:
    told = (
        text(
            "ensemble.described",
            lang,
            measure=measure_name(place.measure, lang),
            stands=stands(place)(lang),
            low=form_of(place.measure)(place.quantiles[_FROM_LOW], lang),
            high=form_of(place.measure)(place.quantiles[_TO_HIGH], lang),
            middle=form_of(place.measure)(place.quantiles[_MEDIAN], lang),
        )
        for place in places
    )
    return " ".join(told)
