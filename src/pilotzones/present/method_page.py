"""The page on method and sources."""

from __future__ import annotations

from pilotzones.present import method, method_registry
from pilotzones.present.book import Book, asset_text, frame, render, window_title
from pilotzones.present.method_journey import SIGNS, care_method, people_method
from pilotzones.present.texts import Texts
from pilotzones.words import text


def method_page(book: Book) -> str:
    """Sources, licences, definitions, what is approximate, which rules were applied."""
    w, case = Texts(book.lang), book.sheet.case
    fields = frame(book, w) | {
        "page": "method",
        "title": window_title(lambda lang: text("page.method", lang), book),
        "data_lines": method.data_lines(book.sheet, w),
        "approximate_lines": method.approximate_lines(book.sheet, w),
        "verdicts": method.VERDICTS,
        "chapters": method_registry.chapters(book.every_finding, w),
        "measures": method_registry.measures(
            people=case.people is not None, care=case.care is not None, w=w
        ),
        "own_css": asset_text("method.css"),
        "rural": method.rural_definition(book.sheet, w),
        "links": method.links(book.sheet, w),
        "coverage": method.coverage(book.sheet, w),
        "themes_css": asset_text("themes.css"),
        "people": None if case.people is None else people_method(case.people, w),
        "care": None if case.care is None else care_method(case.care, w),
        "signs": SIGNS,
    }
    return render("method.html.j2", fields)
