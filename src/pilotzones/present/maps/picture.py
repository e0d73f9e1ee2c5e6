"""A map as a picture for documents: title, map, scale, north, legend, source and date in one file.

The drawing holds its styles and patterns itself, so that it looks the same wherever it is opened;
the PNG is made from it.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from pilotzones.present.maps.drawing import WIDTH, drawing, plane_of
from pilotzones.present.maps.fonts import known_fonts
from pilotzones.present.maps.layer import MapLayer
from pilotzones.present.maps.scene import Scene
from pilotzones.present.reports.pictures import standalone, style_sheet
from pilotzones.present.texts import Texts
from pilotzones.words import number, text

_EDGE = 24
_LINE = 20
_TITLE_LETTERS, _LETTERS, _ENTRY_LETTERS = 46, 88, 38
_MOST_LINES = 8
_BAR = 0.28
"""Longest scale bar, as a share of the width of the map."""
_KM = (100, 50, 20, 10, 5, 2, 1, 0.5)
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_OWN = """
text { font-family: system-ui, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif;
 font-size: 14px; fill: #1b2a34; }
.picture-title { font-size: 22px; font-weight: 700; }
.picture-said, .picture-source { fill: #52626d; }
.picture-source { font-size: 12.5px; }
.picture-scale { stroke: #1b2a34; stroke-width: 1.6; fill: none; }
.picture-halo { fill: #ffffff; fill-opacity: .82; }
.picture-ground { fill: #e6ecef; }
"""


@dataclass(frozen=True, slots=True)
class Key:
    """One entry of the legend: the layer or sign, how it is drawn (area, line, text), its words."""

    layer: str
    words: str
    sign: str = "area"


@dataclass(frozen=True, slots=True)
class Caption:
    """Words around a map: its title, what it shows, and lines on source and date."""

    title: str
    said: str
    sources: Sequence[str]


def map_picture(
    scene: Scene,
    layers: tuple[MapLayer, ...],
    keys: Sequence[Key],
    caption: Caption,
    lang: str,
) -> str:
    """The map as a self-contained SVG, its words in one language."""
    w = Texts(lang)
    title = _wrapped(caption.title, _TITLE_LETTERS)
    said = _wrapped(caption.said, _LETTERS)
    y = _EDGE + 22
    parts = [_line(_EDGE, y + 28 * n, words, "picture-title") for n, words in enumerate(title)]
    y += 28 * (len(title) - 1) + 26
    parts += [_line(_EDGE, y + _LINE * n, words, "picture-said") for n, words in enumerate(said)]
    y += _LINE * len(said) - 4
    mapped, height = _map(scene, layers, w, y)
    parts.append(mapped)
    y += height + 18
    legend, y = _legend(keys, y)
    parts += legend
    y += 10
    for line in caption.sources:
        for words in _wrapped(line, _LETTERS + 10):
            parts.append(_line(_EDGE, y + 12, words, "picture-source"))
            y += 17
    width, total = WIDTH + 2 * _EDGE, round(y + _EDGE)
    drawn = Markup('<svg role="img" aria-label="{}" viewBox="0 0 {} {}">{}</svg>').format(
        _plain(caption.title), width, total, Markup("").join(parts)
    )
    return _with_styles(standalone(str(drawn)))


def png(svg: str, *, zoom: float = 1.5) -> bytes:
    """A picture as PNG on white, ``zoom`` pixels for each of the drawing's."""
    from resvg_py import svg_to_bytes

    fonts = known_fonts()
    if fonts is None:
        return bytes(svg_to_bytes(svg_string=svg, zoom=zoom, background="#ffffff"))
    family, files = fonts
    return bytes(
        svg_to_bytes(
            svg_string=svg,
            zoom=zoom,
            background="#ffffff",
            skip_system_fonts=True,
            font_files=list(files),
            font_family=family,
            sans_serif_family=family,
        )
    )


def _map(scene: Scene, layers: tuple[MapLayer, ...], w: Texts, y: float) -> tuple[Markup, int]:
    """The drawing with its ground, a scale bar and the north, at a height; and how high it is."""
    plane = plane_of(scene)
    drawn = str(drawing(scene, layers, w))
    inner = Markup(drawn[drawn.index(">") + 1 :].removesuffix("</svg>"))
    themed = any(re.fullmatch(r"[kdg]\d", layer.id) for layer in layers)
    pattern = Markup(
        '<svg x="{0}" y="{1}" width="{2}" height="{3}" viewBox="0 0 {2} {3}">'
        '<rect class="picture-ground" width="{2}" height="{3}"/>'
        '<g class="drawing{4}">{5}</g>{6}{7}</svg>'
    )
    made = pattern.format(
        _EDGE, round(y), WIDTH, plane.height, " themed" if themed else "", inner,
        _scale(plane.scale, plane.height, w.lang), _north(w.lang),
    )  # fmt: skip
    return made, plane.height


def _scale(pixels_a_metre: float, height: int, lang: str) -> Markup:
    """Scale bar at the lower left."""
    km = next((k for k in _KM if k * 1000 * pixels_a_metre <= WIDTH * _BAR), _KM[-1])
    length = round(km * 1000 * pixels_a_metre)
    x, y = 14, height - 14
    words = text("care.km", lang, n=_km_words(km, lang))
    return Markup(
        '<rect class="picture-halo" x="{}" y="{}" width="{}" height="34"/>'
        '<path class="picture-scale" d="M{} {}v6h{}v-6"/><text x="{}" y="{}">{}</text>'
    ).format(x - 6, y - 26, length + 12, x, y - 6, length, x, y - 10, words)


def _km_words(km: float, lang: str) -> str:
    return number(km, lang, 0 if km >= 1 else 1)


def _north(lang: str) -> Markup:
    x = WIDTH - 26
    return Markup(
        '<rect class="picture-halo" x="{}" y="8" width="32" height="44"/>'
        '<path class="picture-scale" d="M{} 34V14m-5 7l5-7 5 7"/>'
        '<text x="{}" y="48" text-anchor="middle">{}</text>'
    ).format(x - 16, x, x, text("map.north", lang))


def _legend(keys: Sequence[Key], y: float) -> tuple[list[Markup], float]:
    """Entries in two columns, row by row, each as high as its words."""
    parts: list[Markup] = []
    for start in range(0, len(keys), 2):
        rows = [(key, _wrapped(key.words, _ENTRY_LETTERS)) for key in keys[start : start + 2]]
        for column, (key, lines) in enumerate(rows):
            x = _EDGE + column * (WIDTH // 2 + 8)
            parts.append(_swatch(key, x, y))
            parts += [
                _line(x + 36, y + 13 + 18 * n, words, "picture-key")
                for n, words in enumerate(lines)
            ]
        y += 18 * max(len(lines) for _, lines in rows) + 6
    return parts, y


def _swatch(key: Key, x: float, y: float) -> Markup:
    place = {"area": '<rect class="l-{0}" x="{1}" y="{2}" width="25" height="15"/>',
             "line": '<path class="l-{0}" d="M{1} {3}h25"/>',
             "circle": '<circle class="l-{0}" cx="{4}" cy="{3}" r="7"/>'}  # fmt: skip
    pattern = place.get(key.sign, '<text class="place" x="{1}" y="{5}">Aa</text>')
    return Markup(pattern).format(key.layer, x, y + 1, y + 8.5, x + 12, y + 13)


def _line(x: float, y: float, words: str, kind: str) -> Markup:
    return Markup('<text class="{}" x="{}" y="{}">{}</text>').format(
        kind, round(x), round(y), _plain(words)
    )


def _wrapped(words: str, letters: int) -> list[str]:
    """Lines of at most so many letters; what is past a few lines is cut, with dots."""
    lines = textwrap.wrap(_plain(words), letters) or [""]
    if len(lines) > _MOST_LINES:
        return [*lines[: _MOST_LINES - 1], f"{lines[_MOST_LINES - 1][: letters - 1]}…"]
    return lines


def _plain(words: str) -> str:
    """Text without the signs that no XML can hold."""
    return _UNWRITABLE.sub(" ", words)


def _with_styles(svg: str) -> str:
    """The picture with the rules of the pages' style sheets that speak of what is in it."""
    style = f"{_OWN.strip()}\n{style_sheet(svg)}".replace("<", "")
    at = svg.index(">") + 1
    return f"{svg[:at]}<style>\n{style}\n</style>{_UNWRITABLE.sub(' ', svg[at:])}\n"
