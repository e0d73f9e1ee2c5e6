"""The page of proposals of a zone: what would mend it, what else is possible, where it stands."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup

from pilotzones.present.book import Book, PageLink, asset_text, frame, render, window_title
from pilotzones.present.compare_section import compare_view
from pilotzones.present.proposals_ensemble import ensemble_view
from pilotzones.present.proposals_exports import FOLDER, proposed_zones
from pilotzones.present.proposals_options import option_name, options_view
from pilotzones.present.proposals_repair import repair_view
from pilotzones.present.proposals_robust import robust_view
from pilotzones.present.texts import Render, Texts
from pilotzones.words import text
from pilotzones.zones.propose.sheet import Proposals

PAGE = "proposals.html"


@dataclass(frozen=True, slots=True)
class Section:
    """One section: its anchor, its heading, and a sentence for the head of the page."""

    id: str
    kind: str
    view: Any
    named: Markup


def proposals_page(book: Book, made: Proposals, *, alone: bool = False) -> str:
    """Page with a section for each part that was computed.

    ``alone``: it stands without the other pages of the zone.
    """
    w = Texts(book.lang)
    sections = sections_of(book, made, w)
    title = sections[0].view.title if sections else _nothing
    own = (PageLink("proposals", PAGE, w.t("page.proposals")),)
    fields = frame(replace(book, proposals=made), w) | {
        "page": "proposals",
        "title": window_title(title, book),
        "own_css": asset_text("proposals.css"),
        "answer": w.say(title),
        "sections": sections,
        "files": [
            (w.say(_file_name(stem)), f"{FOLDER}/{stem}")
            for stem, _ in proposed_zones(made, book.sheet)
        ],
    }
    if alone:
        fields["navigation"] = own
    return render("proposals.html.j2", fields)


def sections_of(book: Book, made: Proposals, w: Texts) -> list[Section]:
    """Sections of the parts that there are: first what to do, then what to know."""
    case = book.sheet.case
    layer, found = case.layer, []
    if made.repair is not None:
        view = repair_view(made.repair, (case.zone,), layer, w, id="repair")
        found.append(_section("repair", view, w))
    if made.options is not None:
        found.append(_section("options", options_view(made.options, layer, w, id="option"), w))
    if made.comparison is not None:
        view = compare_view(made.comparison, layer, w, id="drawing")
        found.append(_section("compare", view, w))
    if made.robustness is not None:
        found.append(_section("robust", robust_view(made.robustness, w), w))
    if made.ensemble is not None:
        view = ensemble_view(made.ensemble, layer, w, id="ensemble-figure")
        found.append(_section("ensemble", view, w))
    return found


_NAMES = {
    "repair": "proposals.repair",
    "options": "proposals.options",
    "compare": "proposals.compare",
    "robust": "proposals.robust",
    "ensemble": "proposals.ensemble",
}


def _section(kind: str, view: Any, w: Texts) -> Section:
    return Section(f"part-{kind}", kind, view, w.t(_NAMES[kind]))


def _file_name(stem: str) -> Render:
    """What a file holds: the repaired zone, or a proposal by its rank."""
    number = stem.removeprefix("option-")
    if number != stem:
        return option_name(int(number))
    return lambda lang: text("proposals.repaired", lang)


def _nothing(lang: str) -> str:
    return text("proposals.nothing", lang)
