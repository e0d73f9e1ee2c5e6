"""The pictures of a site: its maps as SVG and PNG, by the name of their file."""

from __future__ import annotations

from collections.abc import Iterator

from pilotzones.present.maps.layer import MapLayer
from pilotzones.present.maps.layers import map_layers
from pilotzones.present.maps.picture import Caption, Key, map_picture, png
from pilotzones.present.maps.scene import Scene
from pilotzones.present.maps.themed_map import theme_title, themed_layers
from pilotzones.present.maps.themes import map_themes
from pilotzones.present.maps.themes.theme import UNCERTAIN, Theme
from pilotzones.present.notices import attribution, caveats, population_date
from pilotzones.words import text
from pilotzones.zones.sheet import ZoneSheet

FOLDER = "maps/"
_CARE = ("gaps-all",)
"""Themes of care beside access that have a picture."""


def map_pictures(scene: Scene | None, lang: str) -> dict[str, bytes]:
    """Pictures of the zone and of its themes by their path in the site; none without a map.

    Of care these are the gaps over all types, and access to each type; they come as SVG only.
    """
    if scene is None:
        return {}
    made: dict[str, bytes] = {}
    for name, picture, pixels in _pictures(scene, lang):
        made[f"{FOLDER}{name}.svg"] = picture.encode()
        if pixels:
            made[f"{FOLDER}{name}.png"] = png(picture)
    return made


def _pictures(scene: Scene, lang: str) -> Iterator[tuple[str, str, bool]]:
    """Name, drawing, and whether a PNG is made of it."""
    sheet = scene.sheet
    layers = map_layers(scene)
    caption = Caption(
        text("picture.zone", lang, zone=sheet.case.zone.name),
        text("sheet.rule_set", lang, **_rules(sheet, lang)),
        _sources(sheet, lang),
    )
    yield "zone", map_picture(scene, layers, _keys(layers, lang), caption, lang), True
    for theme in (*map_themes("people", sheet), *map_themes("care", sheet)):
        if theme.measure == "access" or theme.group == "" or theme.id in _CARE:
            yield theme.id, _themed(scene, theme, layers, lang), theme.group == ""


def _themed(scene: Scene, theme: Theme, base: tuple[MapLayer, ...], lang: str) -> str:
    keys = [Key(entry.sign, entry.words(lang)) for entry in theme.legend]
    if theme.uncertain:
        keys.append(Key(UNCERTAIN, text("layer.uncertain", lang)))
    caption = Caption(theme_title(theme, lang), theme.said(lang), _sources(scene.sheet, lang))
    return map_picture(scene, themed_layers(scene, theme, base), keys, caption, lang)


def _keys(layers: tuple[MapLayer, ...], lang: str) -> list[Key]:
    ranked = sorted(layers, key=lambda layer: layer.rank)
    return [Key(m.id, m.legend(lang), m.sign) for m in ranked if m.legend is not None]


def _rules(sheet: ZoneSheet, lang: str) -> dict[str, str]:
    rules = sheet.case.rules
    return {"title": getattr(rules.title, lang), "version": rules.version}


def _sources(sheet: ZoneSheet, lang: str) -> list[str]:
    """Date, what is approximate or made up, makers of the data, and the program."""
    said = [population_date(sheet), *caveats(sheet)]
    makers = [line(lang) for line in attribution(sheet.case.layer.origin)]
    return [*(line(lang) for line in said), "; ".join(makers)]
