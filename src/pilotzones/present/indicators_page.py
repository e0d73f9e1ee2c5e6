"""Small maps side by side: each indicator of the zone beside the Region and the country."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from pilotzones.present.book import Book, asset_text, frame, render, window_title
from pilotzones.present.care_words import group_name
from pilotzones.present.maps.drawing import small_drawing
from pilotzones.present.maps.layer import MapLayer
from pilotzones.present.maps.layers import map_layers
from pilotzones.present.maps.references import Reference, compared_themes, references
from pilotzones.present.maps.scene import Scene
from pilotzones.present.maps.themed_map import theme_title, themed_layers
from pilotzones.present.maps.themes.theme import UNCERTAIN, Theme
from pilotzones.present.sentences import capital
from pilotzones.present.summary_page import made_up
from pilotzones.present.texts import Texts
from pilotzones.words import text

PAGE = "indicators.html"
_CLEAR = 0.05
"""Difference from the Region, as a share of its value, from which one is told."""
_LEFT_OUT = ("neighbours", "regions", "places", "rural", "land", "units")


@dataclass(frozen=True, slots=True)
class ValueLine:
    """A group with its value and the class that it would be in."""

    group: Markup
    value: Markup
    sign: str


@dataclass(frozen=True, slots=True)
class SmallMap:
    """One indicator: name, drawing, zone beside its references, and what that means in words."""

    name: Markup
    drawing: Markup
    values: tuple[ValueLine, ...]
    unit: Markup
    said: Markup | None
    told: Markup
    signs: tuple[tuple[str, Markup], ...]


def indicators_page(book: Book, scene: Scene) -> str:
    """Page of small maps, those of people first, then access to care by type."""
    w, base = Texts(book.lang), map_layers(scene)
    parts = [
        (room, [_small(theme, scene, base, w) for theme in themes])
        for room, themes in compared_themes(book.sheet).items()
    ]
    fields = frame(book, w) | {
        "page": "indicators",
        "title": window_title(lambda lang: text("page.indicators", lang), book),
        "themes_css": asset_text("themes.css"),
        "own_css": asset_text("indicators.css"),
        "rooms": parts,
        "made_up": made_up(book),
    }
    return render("indicators.html.j2", fields)


def _small(theme: Theme, scene: Scene, base: tuple[MapLayer, ...], w: Texts) -> SmallMap:
    found = references(theme, scene.sheet)
    layers = [m for m in themed_layers(scene, theme, base) if m.id not in _LEFT_OUT]
    mine = set(scene.sheet.case.zone.codes)
    used = {cell.sign for code, cell in theme.cells.items() if code in mine}
    return SmallMap(
        name=w.say(lambda lang: capital(theme_title(theme, lang))),
        drawing=small_drawing(scene, tuple(layers)),
        values=tuple(_line(theme, reference, w) for reference in found),
        unit=w.t(theme.form.unit) if theme.form else Markup(""),
        said=_said(found, w),
        told=w.say(theme.said),
        signs=(
            *((e.sign, w.say(e.words)) for e in theme.legend if e.sign in used),
            *([(UNCERTAIN, w.t("layer.uncertain"))] if theme.uncertain else []),
        ),
    )


def _line(theme: Theme, reference: Reference, w: Texts) -> ValueLine:
    decimals = theme.form.decimals if theme.form else 1
    return ValueLine(
        w.say(lambda lang: capital(group_name(reference.group, lang))),
        w.number(reference.value, decimals),
        reference.sign,
    )


def _said(found: Sequence[Reference], w: Texts) -> Markup | None:
    """Higher, lower or no clear difference from the Region."""
    known = {reference.group: reference.value for reference in found}
    zone, region = known.get("zone"), known.get("region")
    if zone is None or not region:
        return None
    if abs(zone - region) < _CLEAR * region:
        return w.t("indicators.same")
    return w.t("indicators.higher") if zone > region else w.t("indicators.lower")
