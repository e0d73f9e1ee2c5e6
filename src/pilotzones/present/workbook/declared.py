"""Empty tables for what the group writes itself: its ranking of priorities, needs as told."""

from __future__ import annotations

import io

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

from pilotzones.present.container import fixed
from pilotzones.words import text

TABLES = {
    "priorities.xlsx": (
        "priorities.col.rank",
        "priorities.priority",
        "priorities.who",
        "priorities.why",
    ),
    "needs.xlsx": (
        "priorities.who",
        "priorities.what",
        "priorities.where",
        "priorities.source",
    ),
}
"""Headings of each table by the name of its file; the readers know them in every language."""
_TITLES = {"priorities.xlsx": "priorities.caption.own", "needs.xlsx": "priorities.caption.voices"}
_WIDTHS = {"priorities.col.rank": 8.0, "priorities.who": 24.0}
_WIDE = 44.0


def declared_table(name: str, lang: str) -> bytes:
    """Workbook with the headings of a table and room below them; the same bytes every time."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = text(_TITLES[name], lang)[:31]  # the longest name that Excel takes
    for place, id in enumerate(TABLES[name], start=1):
        cell = sheet.cell(1, place, text(id, lang))
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[cell.column_letter].width = _WIDTHS.get(id, _WIDE)
    sheet.freeze_panes = "A2"
    book.properties.creator = "pilotzones"
    written = io.BytesIO()
    book.save(written)
    return fixed(written.getvalue())
