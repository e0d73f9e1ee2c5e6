"""The map of a call with its legend inside, for a report."""

from __future__ import annotations

import re
from collections.abc import Mapping

from markupsafe import Markup

from pilotzones.present.figures.round_map import RoundMap

_ROOT = re.compile(r'<svg class="round-map" viewBox="0 0 (\d+) (\d+)"[^>]*>')
_LINK = re.compile(r"</?a\b[^>]*>")
_LINE = 34
_GROWN = 1.9
"""How much larger the legend is on a phone, where the drawing is a third of its size."""


def with_legend(made: RoundMap, words: Mapping[str, str]) -> Markup:
    """The map, its signs and their words, as one drawing without links."""
    found = _ROOT.match(made.svg)
    if found is None:
        raise ValueError("the map of a call has another form")
    width, height = int(found[1]), int(found[2])
    inner = _LINK.sub("", made.svg[found.end() :].removesuffix("</svg>"))
    parts = [
        _entry(sign, said, height + 16 + _LINE * place)
        for place, (sign, said) in enumerate(words.items())
    ]
    long = 16 + _LINE * len(words)
    pattern = (
        '<svg class="map-figure round-figure" viewBox="0 0 {} {}" '
        'style="--grown:{};--more:{:.1f}%">'
        '<svg width="{}" height="{}">{}</svg>'
        '<g class="round-keys" style="transform-origin:0 {}px">{}</g></svg>'
    )
    more = 100 * (_GROWN - 1) * long / width
    return Markup(pattern).format(
        width,
        height + long,
        _GROWN,
        more,
        width,
        height,
        Markup(inner),
        height,
        Markup("").join(parts),
    )


def _entry(sign: str, said: str, y: float) -> Markup:
    return _sign(sign, y) + Markup('<text class="round-key" x="56" y="{}">{}</text>').format(
        y + 19, said
    )


def _sign(sign: str, y: float) -> Markup:
    if sign == "zone":
        tones = (
            Markup('<rect class="tone-{0}" x="{1}" y="{2}" width="13" height="22"/>').format(
                tone, 2 + 13 * tone, y
            )
            for tone in range(3)
        )
        frame = '<path class="rm-lines" d="M2 {0}h39v22h-39zM15 {0}v22M28 {0}v22"/>'
        return Markup("").join(tones) + Markup(frame).format(y)
    if sign == "blocked":
        pattern = (
            '<svg class="rm-sign v-fail" x="11" y="{}" width="20" height="20" '
            'viewBox="0 0 20 20"><rect width="20" height="20" rx="1.5"/>'
            '<path class="ink" d="M6 6l8 8M14 6l-8 8"/></svg>'
        )
        return Markup(pattern).format(y + 2)
    pattern = '<rect class="rm-{}" x="2" y="{}" width="39" height="22"/>'
    return Markup(pattern).format(sign, y)
