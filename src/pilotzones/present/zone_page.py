"""The page of the zone: its map, its population and what the rules of the zone say."""

from __future__ import annotations

from typing import Any

from pilotzones.findings import Verdict
from pilotzones.present.answer import answer
from pilotzones.present.book import Book, asset_text, frame, render, window_title
from pilotzones.present.gauge import gauge
from pilotzones.present.gauge_words import gauge_words
from pilotzones.present.groups import groups
from pilotzones.present.maps._offline import leaflet_css, leaflet_js, map_part
from pilotzones.present.maps.drawing import drawing
from pilotzones.present.maps.layers import map_layers
from pilotzones.present.maps.page_map import legend, map_data
from pilotzones.present.maps.scene import Scene
from pilotzones.present.notices import short_notices
from pilotzones.present.texts import Texts
from pilotzones.present.values import counted_units
from pilotzones.present.view import ordered, rule_row, unit_rows

_STEPS_SHOWN = 5


def zone_page(book: Book) -> str:
    """Page that says at a glance whether the zone is fit, why not, and what to do next."""
    w, sheet = Texts(book.lang), book.sheet
    said = answer(sheet, w)
    found = gauge(sheet.population, sheet.case.rules.population)
    rows = ordered(tuple(rule_row(f, sheet, w) for f in sheet.findings), sheet.findings)
    steps = [row for row in rows if row.next_step is not None]
    fields = frame(book, w) | {
        "page": "zone",
        "title": window_title(said.title, book),
        "answer": said,
        "gauge": found,
        "gauge_words": gauge_words(found, sheet) if found else None,
        "open_rows": [row for row in rows if row.verdict != Verdict.PASS],
        "passed_rows": [row for row in rows if row.verdict == Verdict.PASS],
        "steps": steps[:_STEPS_SHOWN],
        "more_steps": steps[_STEPS_SHOWN:],
        "units": unit_rows(sheet, book.scene, w),
        "groups": groups(sheet, w),
        "counted": w.say(
            lambda lang: counted_units(
                len(sheet.case.zone.codes), sheet.case.layer.origin.kind, lang
            )
        ),
        "map": None,
    }
    if book.scene is not None:
        fields |= _map_fields(book.scene, w)
    return render("zone.html.j2", fields)


def _map_fields(scene: Scene, w: Texts) -> dict[str, Any]:
    layers = map_layers(scene)
    return {
        "map": map_part(layers, scene.bounds),
        "map_data": map_data(scene, layers, w),
        "legend": legend(layers, w),
        "short_notices": [w.say(notice) for notice in short_notices(scene.sheet)],
        "drawing": drawing(scene, layers, w),
        "leaflet_css": leaflet_css(),
        "leaflet_js": leaflet_js(),
        "before_map_js": asset_text("before_map.js"),
        "map_js": asset_text("map.js"),
    }
