"""The page of care: what there is, who can reach it, and what is lacking where."""

from __future__ import annotations

from markupsafe import Markup

from pilotzones.findings import Verdict
from pilotzones.present.book import Book, asset_text, frame, render, window_title
from pilotzones.present.care_answer import head_of_care
from pilotzones.present.care_tables import (
    GROUPS,
    gap_rows,
    shortage_rows,
    source_rows,
    surplus_lines,
    type_blocks,
    type_rows,
)
from pilotzones.present.care_words import group_name
from pilotzones.present.differences import CLEAR
from pilotzones.present.maps.themed_map import themed_map_fields
from pilotzones.present.texts import Texts
from pilotzones.present.view import ordered, rule_row, steps
from pilotzones.resources.care_types import care_model
from pilotzones.resources.supply import CareSheet
from pilotzones.words import LANGUAGES
from pilotzones.words.faults import fault_lines

_GAPS_SHOWN, _GAPS_FOLDED = 12, 28
_STEPS_SHOWN = 5
_NOTICES_SHOWN = 10


def care_page(book: Book) -> str:
    """Page of the care of a zone, as HTML; the case of the book has a care sheet."""
    w, sheet, care = Texts(book.lang), book.sheet, book.sheet.case.care
    if care is None:
        raise ValueError("a page of care needs a care sheet")
    head = head_of_care(care, w)
    findings = book.of_chapters("R")
    rows = ordered(tuple(rule_row(f, sheet, w) for f in findings), findings)
    todo = steps(rows)
    gaps = gap_rows(sheet, care, dict(book.scene.numbers) if book.scene else {}, w)
    fields = frame(book, w) | {
        "page": "care",
        "title": window_title(head.title, book),
        "own_css": asset_text("care.css"),
        "answer": head,
        "open_rows": [row for row in rows if row.verdict != Verdict.PASS],
        "passed_rows": [row for row in rows if row.verdict == Verdict.PASS],
        "steps": todo[:_STEPS_SHOWN],
        "more_steps": todo[_STEPS_SHOWN:],
        "types": type_rows(care, w),
        "groups": [w.say(lambda lang, id=id: group_name(id, lang)) for id in GROUPS],
        "blocks": type_blocks(care, w),
        "clear": round(100 * CLEAR),
        "gaps": gaps[:_GAPS_SHOWN],
        "more_gaps": gaps[_GAPS_SHOWN : _GAPS_SHOWN + _GAPS_FOLDED],
        "gaps_in_file": max(0, len(gaps) - _GAPS_SHOWN - _GAPS_FOLDED),
        "surplus": surplus_lines(sheet, care, w),
        "shortage": shortage_rows(sheet, care, w),
        "shortage_rule": care_model().shortage,
        "sources": source_rows(care, w),
        "care_notices": _notices(care, w),
    }
    return render("care.html.j2", fields | themed_map_fields(book, "care", w))


def _notices(care: CareSheet, w: Texts) -> list[Markup]:
    """What the lists left open or out, the first ones in full and the rest counted."""
    each = {lang: fault_lines(care.notices, lang, most=_NOTICES_SHOWN) for lang in LANGUAGES}
    return [w.say(lambda lang, i=i: each[lang][i]) for i in range(len(each[LANGUAGES[0]]))]
