"""The zone sheet as a page: measures, and the verdict of every rule with value and threshold."""

from __future__ import annotations

from pilotzones.present.answer import shape
from pilotzones.present.book import Book, frame, render, window_title
from pilotzones.present.maps.drawing import drawing
from pilotzones.present.maps.layers import map_layers
from pilotzones.present.maps.page_map import legend
from pilotzones.present.maps.pictures import FOLDER as PICTURES
from pilotzones.present.measures import measures
from pilotzones.present.texts import Texts
from pilotzones.present.view import rule_row, unit_rows
from pilotzones.words import text


def sheet_page(book: Book) -> str:
    """Zone sheet: measures, verdict per rule with value and threshold, units, files."""
    w, sheet = Texts(book.lang), book.sheet
    layers = map_layers(book.scene) if book.scene is not None else ()
    fields = frame(book, w) | {
        "pictures": [file for file in book.files if file.startswith(PICTURES)],
        "page": "sheet",
        "title": window_title(lambda lang: text("page.sheet", lang), book),
        "shape": w.say(lambda lang: shape(sheet, lang)),
        "measures": measures(sheet, w),
        "rows": [rule_row(finding, sheet, w) for finding in sheet.findings],
        "units": unit_rows(sheet, book.scene, w),
        "drawing": drawing(book.scene, layers, w) if book.scene is not None else None,
        "legend": legend(layers, w),
    }
    return render("sheet.html.j2", fields)
