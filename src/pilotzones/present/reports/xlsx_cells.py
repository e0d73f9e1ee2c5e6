"""Cells of a workbook: fonts, number formats, words that no spreadsheet takes for a formula."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from pilotzones.present.exports import FORMULA
from pilotzones.present.reports.model import Cell, Day, Euro, Head, Number, Share
from pilotzones.present.reports.printable import printable

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell as Place
    from openpyxl.worksheet.worksheet import Worksheet

INK, MUTED, LINE, WASH, WARN, ZONE = "1B2A34", "52626D", "D5DDE2", "F4F7F8", "8A5A00", "0B5C8A"
FONT = "Calibri"
HEAD = Font(name=FONT, size=11, bold=True, color=INK)
TITLE = Font(name=FONT, size=16, bold=True, color=INK)
CAPTION = Font(name=FONT, size=13, bold=True, color=INK)
PLAIN = Font(name=FONT, size=11, color=INK)
GREY = Font(name=FONT, size=10, color=MUTED)
MADE_UP = Font(name=FONT, size=11, bold=True, color=WARN)
LINK = Font(name=FONT, size=11, color=ZONE, underline="single")
UNDER = Border(bottom=Side(style="thin", color=MUTED))
ROW = Border(bottom=Side(style="hair", color=LINE))
WRAPPED = Alignment(wrap_text=True, vertical="top")

_LINE_OF_WORDS, _UNSET = 92.0, 8.4
"""Letters of a line of words over a table, and width of a column that has none of its own."""


def aligned(head: Head, vertical: str, *, wrapped: bool) -> Alignment:
    """Numbers to the right, words to the left with some room before them."""
    across, room = ("right", 0) if head.figure else ("left", 1)
    return Alignment(wrap_text=wrapped, vertical=vertical, horizontal=across, indent=room)


def lines_of(words: str, width: float) -> int:
    """Lines that words need in a column of this width."""
    return max(1, -int(-len(words) // max(width - 1, 1)))


def columns_of(sheet: Worksheet) -> int:
    """Columns that together are wide enough for a line of words."""
    whole, column = 0.0, 0
    while whole < _LINE_OF_WORDS:
        column += 1
        letter = get_column_letter(column)
        known = letter in sheet.column_dimensions
        whole += sheet.column_dimensions[letter].width if known else _UNSET
    return column


def write_across(sheet: Worksheet, row: int, columns: int, said: str, font: Font) -> None:
    """A line of words over several columns, as tall as it needs."""
    write_words(sheet, row, 1, said, font).alignment = WRAPPED
    if columns > 1:
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=columns)
        lines = lines_of(said, _LINE_OF_WORDS * 11 / (font.size or 11))
        if lines > 1 or font is CAPTION:
            sheet.row_dimensions[row].height = (font.size or 11) * 1.4 * lines + 3


def on_paper(sheet: Worksheet) -> None:
    """A4 across, as wide as one page."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def value_of(cell: Cell) -> tuple[float | datetime | None, str]:
    """Number and number format of a cell; None for what is words."""
    match cell:
        case Number(value, places):
            return _exact(round(value, places)), "#,##0" + ("." + "0" * places if places else "")
        case Share(value, places):
            return _exact(round(value, places + 2)), "0." + "0" * places + "%" if places else "0%"
        case Euro(value, places):
            return _exact(round(value, places)), '#,##0 "€"'
        case Day(value):
            return datetime(value.year, value.month, value.day), "dd/mm/yyyy"
        case _:
            return None, "@"


def _exact(value: float) -> float:
    return int(value) if float(value).is_integer() else value


def write_words(sheet: Worksheet, row: int, column: int, said: str, font: Font) -> Place:
    """A text that no spreadsheet takes for a formula, whole and as it is."""
    place: Any = sheet.cell(row, column)
    text = printable(said)
    place.value = text
    place.data_type = "s"
    if text.startswith(FORMULA):
        place.quotePrefix = True
    place.font = font
    return place
