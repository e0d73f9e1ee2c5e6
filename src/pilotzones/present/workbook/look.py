"""How the sheets of the companion look: few colours, hairlines, cells that can be filled in."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass

from openpyxl.cell.cell import Cell
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from pilotzones.findings import Verdict
from pilotzones.present.workbook.formulas import plain

INK, MUTED, LINE, WASH, ZONE = "1B2A34", "52626D", "D5DDE2", "F4F7F8", "0B5C8A"
_FILL_IN = "EAF3F8"
_TONES = {
    Verdict.PASS: "1F6F4A",
    Verdict.WARN: "8A5A00",
    Verdict.FAIL: "A3262A",
    Verdict.TO_DECLARE: "5A3E91",
    Verdict.TO_JUDGE: "5A3E91",
    Verdict.NOT_COMPUTABLE: "66727A",
}
SIGNS = {
    Verdict.PASS: "✓",
    Verdict.WARN: "!",
    Verdict.FAIL: "✕",
    Verdict.TO_DECLARE: "?",
    Verdict.TO_JUDGE: "?",
    Verdict.NOT_COMPUTABLE: "–",
}
"""Sign before the word of a verdict: no verdict is told by its colour alone."""
_FACE = "Calibri"
_HAIR = Side(style="thin", color=LINE)
_UNLOCKED = Protection(locked=False)


@dataclass(frozen=True, slots=True)
class Style:
    """Style of a cell; a cell to fill in is unlocked and tinted."""

    size: float = 11
    bold: bool = False
    colour: str = INK
    wrap: bool = False
    right: bool = False
    centred: bool = False
    fill: bool = False
    line: bool = False
    wash: bool = False
    underline: bool = False
    format: str = ""


PLAIN = Style()
TITLE = Style(size=20, bold=True)
HEADING = Style(size=13, bold=True)
NOTE = Style(colour=MUTED, wrap=True)
HEAD = Style(bold=True, wrap=True, wash=True, line=True)
HEAD_RIGHT = Style(bold=True, wrap=True, wash=True, line=True, right=True)
CELL = Style(line=True, wrap=True)
BOUND = Style(line=True, right=True)
FIGURE = Style(line=True, right=True, format="#,##0")
FILL_IN = Style(line=True, fill=True)
LINK = Style(colour=ZONE, underline=True)


def write(sheet: Worksheet, where: str, value: str | float | None, style: Style = PLAIN) -> Cell:
    """Cell with a number, or with a text that no spreadsheet runs as a formula."""
    cell = _cell(sheet, where, style)
    if isinstance(value, str):
        cell.value = plain(value)
        cell.data_type = "s"  # also where it begins like a formula
    else:
        cell.value = value
    return cell


def compute(sheet: Worksheet, where: str, formula: str, style: Style = PLAIN) -> Cell:
    """Cell with a formula of ours."""
    cell = _cell(sheet, where, style)
    cell.value = f"={formula}"
    return cell


def _cell(sheet: Worksheet, where: str, style: Style) -> Cell:
    """Cell with its style; a style is made once a sheet, since openpyxl is slow at it."""
    cell = sheet[where]
    made: dict[Style, StyleArray] = sheet.__dict__.setdefault("styles_made", {})
    if style not in made:
        _dress(cell, style)
        made[style] = cell._style
    cell._style = copy(made[style])
    return cell


def _dress(cell: Cell, style: Style) -> None:
    underline = "single" if style.underline else None
    cell.font = Font(
        name=_FACE, size=style.size, bold=style.bold, color=style.colour, underline=underline
    )
    side = "right" if style.right else "center" if style.centred else "left"
    indent = int(side == "left" and (style.line or style.wash))
    cell.alignment = Alignment(horizontal=side, vertical="top", wrap_text=style.wrap, indent=indent)
    if style.fill:
        cell.fill = PatternFill("solid", fgColor=_FILL_IN)
        cell.protection = _UNLOCKED
    elif style.wash:
        cell.fill = PatternFill("solid", fgColor=WASH)
    if style.line:
        cell.border = Border(bottom=_HAIR, right=_HAIR if style.fill else None)
    if style.format:
        cell.number_format = style.format


def tint_verdicts(sheet: Worksheet, where: str, first: str) -> None:
    """Colours for cells that begin with the sign of a verdict; ``first`` is their first cell."""
    for verdict, tone in _TONES.items():
        if verdict is not Verdict.TO_JUDGE:  # the sign of a declaration, and its colour
            sheet.conditional_formatting.add(
                where,
                FormulaRule(
                    formula=[f'LEFT({first},1)="{SIGNS[verdict]}"'],
                    font=Font(color=tone, bold=True),
                ),
            )


def warn_above_zero(sheet: Worksheet, where: str, first: str, verdict: Verdict) -> None:
    """Bold in the colour of a verdict where a number is not zero; its label says what it counts."""
    rule = FormulaRule(formula=[f"N({first})>0"], font=Font(color=_TONES[verdict], bold=True))
    sheet.conditional_formatting.add(where, rule)


def settle(sheet: Worksheet, *, landscape: bool, footer: str, widths: Mapping[str, float]) -> None:
    """Widths, lock without a password, and one page's width of A4 with numbered pages."""
    for column, width in widths.items():
        sheet.column_dimensions[column].width = width
    if sheet["A1"].font.size == TITLE.size:
        sheet.row_dimensions[1].height = 30
    sheet.sheet_view.showGridLines = False
    protection = sheet.protection
    protection.sheet = True
    # what stays allowed is written as False in the file: not locked
    protection.formatColumns = protection.formatRows = protection.autoFilter = False
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    margins = sheet.page_margins
    margins.left = margins.right = 0.5
    margins.top, margins.bottom, margins.footer = 0.6, 0.75, 0.35
    sheet.HeaderFooter.oddFooter = HeaderFooterItem(
        left=_HeaderFooterPart(footer.replace("&", "&&")), right=_HeaderFooterPart("&P / &N")
    )
