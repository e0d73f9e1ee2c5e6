"""The page of proposals of a zone: what would mend it, what else is possible, where it stands."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup

from pilotzones.present.accessibility_page import STATEMENT, statement
from pilotzones.present.book import Book, PageLink, asset_text, frame, render, window_title
from pilotzones.present.compare_section import compare_view, side_by_side
from pilotzones.present.grid import Grid
from pilotzones.present.proposals_ensemble import ensemble_view, place_line
from pilotzones.present.proposals_exports import CSV, GEOJSON, proposed_zones
from pilotzones.present.proposals_options import (
    best_line,
    options_title,
    options_view,
)
from pilotzones.present.proposals_repair import repair_view
from pilotzones.present.proposals_robust import robust_title, robust_view
from pilotzones.present.proposals_words import option_name
from pilotzones.present.texts import Render, Texts
from pilotzones.words import text
from pilotzones.zones.propose.sheet import Proposals
from pilotzones.zones.zone import Zone

PAGE = "proposals.html"


@dataclass(frozen=True, slots=True)
class Section:
    """One section: its anchor, its view and its name; ``beside`` are tables of a comparison."""

    id: str
    kind: str
    view: Any
    named: Markup
    beside: tuple[Grid, Grid | None, Markup] | None = None


def proposals_page(book: Book, made: Proposals, *, alone: bool = False) -> str:
    """Page with a section for each part that was computed.

    ``alone``: it stands without the other pages of the zone.
    """
    w = Texts(book.lang)
    sections = sections_of(book, made, w)
    title = _title(made, sections, book)
    fields = frame(replace(book, proposals=made), w) | {
        "page": "proposals",
        "title": window_title(title, book),
        "own_css": asset_text("proposals.css"),
        "answer": w.say(title),
        "lede": [w.say(line) for line in _lede(made, title, book)],
        "sections": sections,
        "files": proposed_zones(made, book.sheet) and (CSV, GEOJSON),
    }
    return render("proposals.html.j2", fields | (_links_alone(w) if alone else {}))


def statement_alone(book: Book) -> str:
    """The accessibility statement beside a page of proposals that stands alone."""
    w = Texts(book.lang)
    title = window_title(lambda lang: text("page.accessibility", lang), book)
    return statement(frame(book, w) | _links_alone(w) | {"title": title})


def _links_alone(w: Texts) -> dict[str, Any]:
    return {
        "navigation": (PageLink("proposals", PAGE, w.t("page.proposals")),),
        "foot_links": (PageLink("accessibility", STATEMENT, w.t("page.accessibility")),),
    }


def sections_of(book: Book, made: Proposals, w: Texts) -> list[Section]:
    """Sections of the parts that there are: first what to do, then what to know."""
    case = book.sheet.case
    layer, found = case.layer, []
    if made.repair is not None:
        view = repair_view(made.repair, (case.zone,), layer, w, id="repair")
        found.append(_section("repair", view, w))
    if made.options is not None:
        view = options_view(made.options, _drawn(made, book), layer, w, id="option")
        beside = _beside(made, w)
        found.append(replace(_section("options", view, w), beside=beside))
    elif made.comparison is not None:
        view = compare_view(made.comparison, layer, w, id="drawing")
        found.append(_section("compare", view, w))
    if made.ensemble is not None:
        view = ensemble_view(made.ensemble, layer, w, id="ensemble-figure")
        found.append(_section("ensemble", view, w))
    if made.robustness is not None:
        found.append(_section("robust", robust_view(made.robustness, w), w))
    return found


def _beside(made: Proposals, w: Texts) -> tuple[Grid, Grid | None, Markup] | None:
    """Tables of the drawn zone and the proposals, where they were compared."""
    if made.comparison is None or made.options is None:
        return None
    numbers = range(1, len(made.comparison.zones))
    names = [lambda lang: text("ensemble.drawn", lang), *(option_name(n) for n in numbers)]
    return side_by_side(made.comparison, names, w)


def _drawn(made: Proposals, book: Book) -> Zone | None:
    """The drawn zone; None where there is none but the units that a proposal must have."""
    zone = book.sheet.case.zone
    only_seeds = made.options is not None and set(zone.codes) == set(made.options.wish.must)
    return None if only_seeds else zone


def _title(made: Proposals, sections: list[Section], book: Book) -> Render:
    """The answer: what mends a zone that does not hold, else which others are possible."""
    if made.options is not None and made.repair is None:
        return options_title(made.options, book.sheet.case.layer)
    return sections[0].view.title if sections else _nothing


def _lede(made: Proposals, title: Render, book: Book) -> list[Render]:
    """The rest of the answer, a sentence each: other zones, where it stands, how firm it is."""
    case, said = book.sheet.case, []
    if made.options is not None and made.repair is not None:
        said.append(_sentence(options_title(made.options, case.layer)))
    drawn = _drawn(made, book)
    if made.options is not None and made.options.proposals and drawn is not None:
        said.append(best_line(made.options, drawn, case.layer))
    if made.ensemble is not None and (line := place_line(made.ensemble)) is not None:
        said.append(line)
    if made.robustness is not None:
        said.append(_sentence(robust_title(made.robustness)))
    return [line for line in said if line(book.lang).rstrip(".") != title(book.lang)]


def _sentence(heading: Render) -> Render:
    return lambda lang: f"{heading(lang)}."


_NAMES = {
    "repair": "proposals.repair",
    "options": "proposals.options",
    "compare": "proposals.compare",
    "robust": "proposals.robust",
    "ensemble": "proposals.ensemble",
}


def _section(kind: str, view: Any, w: Texts) -> Section:
    return Section(f"part-{kind}", kind, view, w.t(_NAMES[kind]))


def _nothing(lang: str) -> str:
    return text("proposals.nothing", lang)
