"""The pages of a zone as HTML: at a glance, zone sheet, method and sources."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from pilotzones import __version__
from pilotzones.assets import asset
from pilotzones.findings import Verdict
from pilotzones.present import method
from pilotzones.present.answer import answer, shape
from pilotzones.present.gauge import gauge
from pilotzones.present.gauge_words import gauge_words
from pilotzones.present.groups import groups
from pilotzones.present.maps._offline import leaflet_css, leaflet_js, map_part
from pilotzones.present.maps.drawing import drawing
from pilotzones.present.maps.layers import map_layers
from pilotzones.present.maps.page_map import legend, map_data
from pilotzones.present.maps.scene import Scene
from pilotzones.present.measures import measures, when
from pilotzones.present.notices import attribution, notices, short_notices
from pilotzones.present.policy import PLACE, with_policy
from pilotzones.present.texts import Render, Texts, data_block
from pilotzones.present.values import counted_units
from pilotzones.present.view import ordered, rule_row, unit_rows
from pilotzones.words import LANGUAGES, text
from pilotzones.zones.sheet import ZoneSheet

_STEPS_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Book:
    """What all pages of a zone share.

    ``note`` is a sentence that stands at the head of each page, ``day`` the date
    that the pages were made on; both may be None.
    """

    sheet: ZoneSheet
    scene: Scene | None
    lang: str
    project_name: str
    note: Render | None = None
    day: date | None = None


@cache
def _environment() -> Environment:
    loader = FileSystemLoader(asset("maps"), encoding="utf-8")
    found = Environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return found


def _asset_text(name: str) -> Markup:
    return Markup(asset("maps", name).read_text("utf-8").strip())


def _frame(book: Book, w: Texts) -> dict[str, Any]:
    """Fields that every page uses."""
    sheet = book.sheet
    return {
        "w": w,
        "lang": book.lang,
        "languages": LANGUAGES,
        "place_of_policy": PLACE,
        "page_css": _asset_text("page.css"),
        "page_js": _asset_text("page.js"),
        "project_name": book.project_name,
        "note": w.say(book.note) if book.note else None,
        "notices": [w.say(notice) for notice in notices(sheet)],
        "parts": _environment().get_template("_parts.html.j2").module,
        "when": when(sheet),
        "attribution": [w.say(line) for line in attribution(sheet.case.layer.origin)],
        "rule_set": w.t(
            "sheet.rule_set",
            title=lambda lang: getattr(sheet.case.rules.title, lang),
            version=sheet.case.rules.version,
        ),
        "made": w.t("page.made_on", version=__version__, date=book.day)
        if book.day
        else w.t("page.made_with", version=__version__),
        "version": __version__,
        "sheet": sheet,
        "data_block": data_block,
    }


def _title(render: Render, book: Book) -> Render:
    """Title of a window: what the page says, and of which zone."""
    return lambda lang: f"{render(lang)} – {book.sheet.case.zone.name}"


def _render(name: str, fields: dict[str, Any]) -> str:
    return with_policy(_environment().get_template(name).render(fields))


def index_page(book: Book) -> str:
    """Page that says at a glance whether the zone is fit, why not, and what to do next."""
    w, sheet = Texts(book.lang), book.sheet
    said = answer(sheet, w)
    found = gauge(sheet.population, sheet.case.rules.population)
    rows = ordered(tuple(rule_row(f, sheet, w) for f in sheet.findings), sheet.findings)
    steps = [row for row in rows if row.next_step is not None]
    fields = _frame(book, w) | {
        "page": "index",
        "title": _title(said.title, book),
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
    return _render("index.html.j2", fields)


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
        "before_map_js": _asset_text("before_map.js"),
        "map_js": _asset_text("map.js"),
    }


def sheet_page(book: Book) -> str:
    """Zone sheet: measures, verdict per rule with value and threshold, units."""
    w, sheet = Texts(book.lang), book.sheet
    layers = map_layers(book.scene) if book.scene is not None else ()
    fields = _frame(book, w) | {
        "page": "sheet",
        "title": _title(lambda lang: text("page.sheet", lang), book),
        "shape": w.say(lambda lang: shape(sheet, lang)),
        "measures": measures(sheet, w),
        "rows": [rule_row(finding, sheet, w) for finding in sheet.findings],
        "units": unit_rows(sheet, book.scene, w),
        "drawing": drawing(book.scene, layers, w) if book.scene is not None else None,
        "legend": legend(layers, w),
    }
    return _render("sheet.html.j2", fields)


def method_page(book: Book) -> str:
    """Sources, licences, definitions, what is approximate, which rules were applied."""
    w = Texts(book.lang)
    fields = _frame(book, w) | {
        "page": "method",
        "title": _title(lambda lang: text("page.method", lang), book),
        "data_lines": method.data_lines(book.sheet, w),
        "approximate_lines": method.approximate_lines(book.sheet, w),
        "verdicts": method.VERDICTS,
        "facts": method.facts(w),
        "rules": method.rules_applied(book.sheet, w),
        "rural": method.rural_definition(book.sheet, w),
        "links": method.links(book.sheet, w),
        "coverage": method.coverage(book.sheet, w),
        "glossary": method.glossary(),
    }
    return _render("method.html.j2", fields)
