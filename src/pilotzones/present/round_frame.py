"""The frame around pages that are about many zones, and what these pages share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from markupsafe import Markup

from pilotzones import __version__
from pilotzones.postcodes.layer import UnitLayer
from pilotzones.present.accessibility_page import STATEMENT, statement
from pilotzones.present.book import PageLink, asset_text, environment
from pilotzones.present.notices import attribution, layer_notices
from pilotzones.present.policy import PLACE
from pilotzones.present.sentences import as_of
from pilotzones.present.texts import Render, Texts, data_block
from pilotzones.words import LANGUAGES, text

INDEX = "index.html"


@dataclass(frozen=True, slots=True)
class Folder:
    """What all pages of one folder share.

    Parameters
    ----------
    names
        Names of the zones: one that calls itself synthetic is told on every page.
    project
        What stands at the head of each page.
    bounds
        Sentence of the sources: the rule set, or the bounds that were aimed at.
    to_verify
        The figures of the rule set have to be verified with the authority.
    day
        Date that the pages were made on, or None.
    """

    layer: UnitLayer
    names: tuple[str, ...]
    lang: str
    project: Render
    bounds: Render
    to_verify: bool = False
    day: date | None = None


def frame(folder: Folder, w: Texts, *, here: PageLink | None = None) -> dict[str, Any]:
    """Fields of the base template; ``here`` is the page, unless it is the first one.

    A page adds ``page`` and ``title``.
    """
    origin = folder.layer.origin
    first = PageLink("index", INDEX, w.t("round.page"))
    said = layer_notices(origin, folder.names, to_verify=folder.to_verify)
    return {
        "w": w,
        "lang": folder.lang,
        "languages": LANGUAGES,
        "place_of_policy": PLACE,
        "page_css": asset_text("page.css"),
        "themes_css": Markup(""),
        "own_css": asset_text("proposals.css") + Markup("\n") + asset_text("round.css"),
        "page_js": asset_text("page.js"),
        "project_name": w.say(folder.project),
        "navigation": (first, here) if here else (first,),
        "foot_links": (PageLink("accessibility", STATEMENT, w.t("page.accessibility")),),
        "note": None,
        "notices": [w.say(line) for line in said],
        "parts": environment().get_template("_parts.html.j2").module,
        "when": when(folder.layer),
        "attribution": [w.say(line) for line in attribution(origin)],
        "rule_set": w.say(folder.bounds),
        "made": w.t("page.made_on", version=__version__, date=folder.day)
        if folder.day
        else w.t("page.made_with", version=__version__),
        "version": __version__,
        "data_block": data_block,
    }


def folder_statement(folder: Folder) -> str:
    """The accessibility statement of the folder."""
    w = Texts(folder.lang)

    def title(lang: str) -> str:
        return f"{text('page.accessibility', lang)} – {folder.project(lang)}"

    return statement(frame(folder, w) | {"title": title})


def when(layer: UnitLayer) -> Render:
    """The date of the population as a phrase: ``on 1 January 2020``."""
    return lambda lang: as_of(layer.origin.population_date, lang)
