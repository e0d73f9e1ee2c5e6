"""The summary: is it fit, the figures that count, strengths, gaps, what to do, what is not known.

Two pages of A4 when it is printed.
"""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from pilotzones.findings import Finding, Verdict
from pilotzones.present.answer import answer
from pilotzones.present.book import Book, asset_text, frame, render, window_title
from pilotzones.present.changes_words import sentences_of
from pilotzones.present.documents import documents
from pilotzones.present.headline_figures import headline_figures
from pilotzones.present.maps.drawing import drawing
from pilotzones.present.maps.layers import map_layers
from pilotzones.present.maps.page_map import legend
from pilotzones.present.maps.references import compared_themes
from pilotzones.present.points import gaps, strengths
from pilotzones.present.ranking import Part, Point, chosen, part_of
from pilotzones.present.sentences import by_urgency, next_step
from pilotzones.present.texts import Texts
from pilotzones.present.unknown import unknown

_STEPS_SHOWN, _UNKNOWN_SHOWN, _CHANGES_SHOWN = 5, 5, 4
_LEGEND = ("zone", "outline", "loose", "enclaves", "shared", "others", "rural")
"""Layers that the legend of the small drawing names."""


_SEE = {
    "zone": "summary.page_of.zone",
    "people": "summary.page_of.people",
    "care": "summary.page_of.care",
}


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """A strength, a gap or something to do, with the page that says more."""

    verdict: str
    said: Markup
    rule: str | None
    link: str
    see: Markup
    synthetic: bool = False


def summary_page(book: Book) -> str:
    """First page of the site."""
    w, sheet = Texts(book.lang), book.sheet
    said = answer(sheet, w, book.findings)
    steps, missing = _steps(book, w), unknown(book, w)
    found_gaps, found_strengths = gaps(book), strengths(book)
    layers = map_layers(book.scene) if book.scene is not None else ()
    fields = frame(book, w) | {
        "page": "index",
        "title": window_title(said.title, book),
        "own_css": asset_text("summary.css"),
        "answer": said,
        "figures": headline_figures(sheet, w),
        "strengths": [_point(point, w) for point in chosen(found_strengths)],
        "gaps": [_point(point, w) for point in chosen(found_gaps)],
        "gap_count": len(found_gaps),
        "steps": steps[:_STEPS_SHOWN],
        "more_steps": len(steps) - _STEPS_SHOWN,
        "unknown": missing[:_UNKNOWN_SHOWN],
        "more_unknown": len(missing) - _UNKNOWN_SHOWN,
        "made_up": made_up(book),
        "has_proposals": book.proposals is not None,
        "changes": _changes(book, w),
        "has_indicators": book.scene is not None and bool(compared_themes(sheet)),
        "has_draw": "draw.html" in book.files,
        "documents": documents(book.files, w),
        "has_people": sheet.case.people is not None,
        "has_care": sheet.case.care is not None,
        "drawing": drawing(book.scene, layers, w) if book.scene is not None else None,
        "legend": [row for row in legend(layers, w) if row.layer in _LEGEND],
    }
    return render("summary.html.j2", fields)


@dataclass(frozen=True, slots=True)
class ChangesTold:
    """What changed since an earlier run, in brief."""

    heading: Markup
    sentences: tuple[Markup, ...]


def _changes(book: Book, w: Texts) -> ChangesTold | None:
    what = book.since
    if what is None:
        return None
    said = [w.say(line) for line in sentences_of(what, book.sheet.case)]
    return ChangesTold(w.t("summary.changes", date=what.day), tuple(said[:_CHANGES_SHOWN]))


def made_up(book: Book) -> str | None:
    """Message that says what is synthetic; None where nothing of people and care is."""
    people, care = book.sheet.case.people, book.sheet.case.care
    made_up = (
        people is not None and people.data.synthetic,
        care is not None and any(supply.providers.synthetic for supply in care.types),
    )
    messages = {
        (True, True): "summary.made_up.both",
        (True, False): "summary.made_up.people",
        (False, True): "summary.made_up.care",
    }
    return messages.get(made_up)


def _point(point: Point, w: Texts) -> SummaryRow:
    return SummaryRow(
        str(point.verdict), w.say(point.said), point.rule, *_link(point.part, w), point.synthetic
    )


def _link(part: Part, w: Texts) -> tuple[str, Markup]:
    """File of the page that says more of a part, and the words of the link."""
    return f"{part}.html", w.t(_SEE[part])


def _steps(book: Book, w: Texts) -> list[SummaryRow]:
    """What findings ask for, the most urgent first; what lacks its input stands elsewhere.

    The same step of several rules stands once.
    """
    case = book.sheet.case
    asked: dict[Markup, list[Finding]] = {}
    for finding in by_urgency(book.every_finding):
        missing = finding.verdict is Verdict.NOT_COMPUTABLE
        if not missing and next_step(finding, case, book.lang) is not None:
            said = w.say(lambda lang, f=finding: next_step(f, case, lang) or "")
            asked.setdefault(said, []).append(finding)
    return [
        SummaryRow(
            str(findings[0].verdict),
            said,
            ", ".join(finding.rule for finding in findings),
            *_link(part_of(findings[0].rule), w),
        )
        for said, findings in asked.items()
    ]
