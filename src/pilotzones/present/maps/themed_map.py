"""The map of themes: one map of the units, coloured by the theme that the reader chooses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import shapely
from markupsafe import Markup

from pilotzones.present.book import Book, asset_text
from pilotzones.present.facts import UnitFacts, unit_facts
from pilotzones.present.maps._offline import leaflet_css, leaflet_js, map_part
from pilotzones.present.maps.drawing import drawing
from pilotzones.present.maps.layer import MapLayer, Shape
from pilotzones.present.maps.layers import map_layers
from pilotzones.present.maps.page_map import LegendRow, legend, map_data
from pilotzones.present.maps.scene import Scene, lonlat
from pilotzones.present.maps.themes import map_themes
from pilotzones.present.maps.themes.classes import state_words
from pilotzones.present.maps.themes.theme import UNCERTAIN, LegendEntry, Room, Theme, ThemeCell
from pilotzones.present.names import unit_name
from pilotzones.present.notices import short_notices
from pilotzones.present.texts import Render, Texts
from pilotzones.words import text
from pilotzones.zones.sheet import ZoneSheet

_LAYERS = ("land", "units", "rural", "regions", "outline", "places")
"""Layers of the zone map that a theme needs, the lowest first."""
_SWITCHED = ("rural", "places")


@dataclass(frozen=True, slots=True)
class ThemeGroup:
    """Entry of the choice of groups, such as a type of care."""

    id: str
    name: Render


@dataclass(frozen=True, slots=True)
class ThemeMeasure:
    """Entry of the choice of measures, a column of the table; ``shown`` in the group that opens."""

    id: str
    name: Markup
    unit: Markup
    shown: bool


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """One unit in the table: a cell for each measure, None where its group has no such one."""

    code: str
    number: int | None
    name: Markup
    people: Markup | None
    rural: bool | None
    count: Markup | None
    cells: tuple[tuple[str, Markup | None], ...]


def themed_map_fields(book: Book, room: Room, w: Texts) -> dict[str, Any]:
    """Fields of the themed map of a page, and of the unit table that is its twin.

    In the template of the page::

        {% block before_css %}{% include "_themes_css.html.j2" %}{% endblock %}
        {% include "_themes_map.html.j2" %}        where the map goes
        {% include "_themes_table.html.j2" %}      where the table of the units goes
        {% block map_script %}{% include "_themes_scripts.html.j2" %}{% endblock %}

    ``themes`` is empty where there is nothing to show; ``map`` is None for a zone without a shape.
    """
    themes = map_themes(room, book.sheet)
    fields: dict[str, Any] = {"themes": themes, "map": None, "themes_css": asset_text("themes.css")}
    if not themes:
        return fields
    shown = themes[0]
    fields |= {
        "theme": shown,
        "theme_title": w.say(lambda lang: theme_title(shown, lang)),
        "theme_said": w.say(shown.said),
        "theme_legend": [(entry.sign, w.say(entry.words)) for entry in shown.legend],
        "theme_table": w.say(lambda lang: _table_name(shown, lang)),
        "theme_label": lambda lang: text("theme.label", lang, name=theme_title(shown, lang)),
        "theme_labels": {t.measure: w.attr_of("data-label", t.name) for t in reversed(themes)},
        "theme_groups": _groups(themes),
        "theme_measures": _measures(themes, w),
        "theme_rows": _rows(book, themes, w),
        "theme_counts": shown.counts is not None or any(t.counts for t in themes),
    }
    return fields if book.scene is None else fields | _map_fields(book.scene, themes, w)


def _map_fields(scene: Scene, themes: tuple[Theme, ...], w: Texts) -> dict[str, Any]:
    layers = _layers(scene)
    switched = [row for row in legend(layers, w) if row.layer in _SWITCHED]
    if any(theme.counts for theme in themes):
        switched.insert(0, LegendRow("providers", "circle", w.t("layer.providers")))
    if any(theme.uncertain for theme in themes):
        switched.insert(0, LegendRow(UNCERTAIN, "area", w.t("layer.uncertain")))
    return {
        "map": map_part(layers, scene.bounds),
        "map_data": map_data(scene, layers, w),
        "theme_data": _data(scene, themes, w),
        "legend": switched,
        "short_notices": [w.say(notice) for notice in short_notices(scene.sheet)],
        "drawing": drawing(scene, themed_layers(scene, themes[0]), w),
        "leaflet_css": leaflet_css(),
        "leaflet_js": leaflet_js(),
        "before_map_js": asset_text("before_map.js"),
        "map_js": asset_text("map.js"),
        "themes_js": asset_text("themes.js"),
    }


def _layers(scene: Scene, base: tuple[MapLayer, ...] | None = None) -> tuple[MapLayer, ...]:
    known = {layer.id: layer for layer in base or map_layers(scene)}
    return tuple(known[id] for id in _LAYERS if id in known)


def themed_layers(
    scene: Scene, theme: Theme, base: tuple[MapLayer, ...] | None = None
) -> tuple[MapLayer, ...]:
    """Layers of a fixed drawing of one theme: one for each sign, under the outline.

    ``base`` are the layers of the zone map, where they are made already.
    """
    signs = dict.fromkeys(entry.sign for entry in theme.legend)
    painted = tuple(
        MapLayer(
            sign,
            tuple(
                Shape(scene.shapes[code])
                for code, cell in theme.cells.items()
                if cell.sign == sign and code in scene.shapes
            ),
        )
        for sign in signs
    )
    land, *rest = _layers(scene, base)
    doubtful = tuple(Shape(scene.shapes[c]) for c in sorted(theme.uncertain) if c in scene.shapes)
    hatched = (MapLayer(UNCERTAIN, doubtful),) if doubtful else ()
    return (land, *painted, *hatched, *(layer for layer in rest if layer.id != "rural"))


def _groups(themes: tuple[Theme, ...]) -> list[ThemeGroup]:
    names: dict[str, Render] = {}
    for theme in themes:
        if theme.group_name is not None:
            names.setdefault(theme.group, theme.group_name)
    return [ThemeGroup(id, name) for id, name in names.items()]


def _measures(themes: tuple[Theme, ...], w: Texts) -> list[ThemeMeasure]:
    """Measures in the order of their first theme; names are those of the group shown first."""
    first = themes[0].group
    found: dict[str, Theme] = {}
    for theme in themes:
        if theme.measure not in found or theme.group == first:
            found.setdefault(theme.measure, theme)
    return [
        ThemeMeasure(
            id,
            w.say(theme.name),
            w.t(theme.form.unit) if theme.form else Markup(""),
            theme.group == first,
        )
        for id, theme in found.items()
    ]


def _rows(book: Book, themes: tuple[Theme, ...], w: Texts) -> list[ThemeRow]:
    sheet, facts, first = book.sheet, unit_facts(book.sheet), themes[0].group
    mine = {theme.measure: theme for theme in themes if theme.group == first}
    measures = dict.fromkeys(theme.measure for theme in themes)
    return [
        _row(code, facts[code], sheet, book.scene, w, {m: mine.get(m) for m in measures})
        for code in sheet.case.zone.codes
        if code in facts
    ]


def _row(
    code: str,
    fact: UnitFacts,
    sheet: ZoneSheet,
    scene: Scene | None,
    w: Texts,
    themes: dict[str, Theme | None],
) -> ThemeRow:
    shown = next(theme for theme in themes.values() if theme is not None)
    return ThemeRow(
        code=code,
        number=scene.numbers.get(code) if scene is not None else None,
        name=w.say(lambda lang: unit_name(code, sheet.case.layer, lang)),
        people=None if fact.population is None else w.number(fact.population),
        rural=fact.rural,
        count=w.number(shown.counts.get(code, 0)) if shown.counts is not None else None,
        cells=tuple(
            (measure, _cell(theme, theme.cells.get(code), w) if theme else None)
            for measure, theme in themes.items()
        ),
    )


def _cell(theme: Theme, cell: ThemeCell | None, w: Texts) -> Markup | None:
    """A cell of the table: the number, else the words of its sign."""
    if cell is None:
        return None
    if cell.value is not None and theme.form is not None:
        return w.number(cell.value, theme.form.decimals)
    return Markup('<span class="sign-word">{}</span>').format(w.say(_sign_words(theme, cell.sign)))


def _sign_words(theme: Theme, sign: str) -> Render:
    return next((e.words for e in theme.legend if e.sign == sign), None) or state_words(sign)


def _data(scene: Scene, themes: tuple[Theme, ...], w: Texts) -> dict[str, Any]:
    """Themes for the script: cells by the number of the unit, texts by their numbers.

    A cell is its sign, followed by its value where it has one to show.
    """
    counted = {code for theme in themes for code in (theme.counts or {})}
    shown = [code for code in scene.shapes if code in counted]
    return {
        "themes": [_theme(theme, scene, w) for theme in themes],
        "points": _points(scene, shown),
        "providers": w.index(lambda lang: text("theme.providers", lang, n="#")),
        "interval": w.index(lambda lang: text("theme.interval", lang, low="#", high="##")),
        "doubtful": w.index(lambda lang: text("theme.uncertain", lang)),
    }


def _theme(theme: Theme, scene: Scene, w: Texts) -> dict[str, Any]:
    form = theme.form
    return {
        "id": theme.id,
        "group": theme.group,
        "measure": theme.measure,
        "name": w.index(theme.name),
        "title": w.index(lambda lang: theme_title(theme, lang)),
        "said": w.index(theme.said),
        "table": w.index(lambda lang: _table_name(theme, lang)),
        "label": w.index(lambda lang: text("theme.label", lang, name=theme_title(theme, lang))),
        "value": None if form is None else w.index(lambda lang: text(form.value, lang, n="#")),
        "unit": None if form is None else w.index(lambda lang: text(form.unit, lang)),
        "decimals": 0 if form is None else form.decimals,
        "legend": _legend(theme.legend, w),
        "cells": {
            str(scene.numbers[code]): _plain(cell)
            for code, cell in theme.cells.items()
            if code in scene.numbers
        },
        "intervals": {
            str(scene.numbers[code]): [round(low, 1), round(high, 1), code in theme.uncertain]
            for code, (low, high) in theme.intervals.items()
            if code in scene.numbers
        },
        "counts": None
        if theme.counts is None
        else {str(scene.numbers[c]): n for c, n in theme.counts.items() if c in scene.numbers},
    }


def theme_title(theme: Theme, lang: str) -> str:
    """Name of a theme with that of its group where it has one."""
    if theme.group_name is None:
        return theme.name(lang)
    return text("theme.title", lang, name=theme.name(lang), group=theme.group_name(lang))


def _table_name(theme: Theme, lang: str) -> str:
    named = theme.group_name or theme.name
    return text("theme.table_of", lang, name=named(lang))


def _legend(entries: Iterable[LegendEntry], w: Texts) -> list[list[str | int]]:
    return [[entry.sign, w.index(entry.words)] for entry in entries]


def _plain(cell: ThemeCell) -> list[str | float]:
    if cell.value is None:
        return [cell.sign]
    whole = int(cell.value)
    return [cell.sign, whole if whole == cell.value else cell.value]


def _points(scene: Scene, codes: list[str]) -> dict[str, list[float]]:
    """A place inside each unit for its circle, as latitude and longitude."""
    places = lonlat(shapely.point_on_surface(scene.shapes[code]) for code in codes)
    xy = shapely.get_coordinates(places).tolist()
    return {str(scene.numbers[code]): [y, x] for code, (x, y) in zip(codes, xy, strict=True)}
