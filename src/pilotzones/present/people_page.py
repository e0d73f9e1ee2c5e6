"""The page of the people: who lives in the zone, at what risk, and who is the target group."""

from __future__ import annotations

from pilotzones.findings import Verdict
from pilotzones.present.book import Book, asset_text, frame, render, window_title
from pilotzones.present.maps.themed_map import themed_map_fields
from pilotzones.present.people_page_head import head_of_people
from pilotzones.present.people_page_parts import People
from pilotzones.present.people_page_questions import question_sections
from pilotzones.present.people_page_units import units_block
from pilotzones.present.texts import Texts
from pilotzones.present.view import ordered, rule_row, steps

_STEPS_SHOWN = 4
_ASKED = (str(Verdict.TO_DECLARE), str(Verdict.TO_JUDGE))


def people_page(book: Book) -> str:
    """Page of the people of a zone, as HTML; the case of the book has a people sheet."""
    w, sheet, released = Texts(book.lang), book.sheet, book.sheet.case.people
    if released is None:
        raise ValueError("a page of people needs a people sheet")
    findings = book.of_chapters("TS")
    people = People(sheet.case, released, findings, w)
    head = head_of_people(people)
    rows = ordered(tuple(rule_row(f, sheet, w) for f in findings), findings)
    todo = steps(rows)
    fields = frame(book, w) | {
        "page": "people",
        "title": window_title(head.title, book),
        "own_css": asset_text("people.css"),
        "answer": head,
        "computed_rows": [row for row in rows if row.verdict not in _ASKED],
        "asked_rows": [row for row in rows if row.verdict in _ASKED],
        "steps": todo[:_STEPS_SHOWN],
        "more_steps": todo[_STEPS_SHOWN:],
        "sections": question_sections(people),
        "units_block": units_block(people),
    }
    return render("people.html.j2", fields | themed_map_fields(book, "people", w))
