"""A report as a workbook: a sheet for each table with real numbers, and a first sheet of links."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties

from pilotzones import __version__
from pilotzones.present.container import fixed
from pilotzones.present.exports import FORMULA
from pilotzones.present.reports.cells import shown
from pilotzones.present.reports.layout import letters
from pilotzones.present.reports.model import (
    About,
    Bullets,
    Cell,
    Comment,
    Day,
    Euro,
    Facts,
    Figure,
    Gone,
    Head,
    Interval,
    KeyFigures,
    Number,
    Paragraph,
    Report,
    Row,
    Section,
    Share,
    Table,
    Told,
    Verdicts,
    Words,
)
from pilotzones.present.reports.printable import printable
from pilotzones.present.reports.wording import Wording

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell as Place
    from openpyxl.worksheet.worksheet import Worksheet

INK, MUTED, LINE, WASH, WARN, ZONE = "1B2A34", "52626D", "D5DDE2", "F4F7F8", "8A5A00", "0B5C8A"
_FONT = "Calibri"
_HEAD = Font(name=_FONT, size=11, bold=True, color=INK)
_TITLE = Font(name=_FONT, size=16, bold=True, color=INK)
_CAPTION = Font(name=_FONT, size=13, bold=True, color=INK)
_PLAIN = Font(name=_FONT, size=11, color=INK)
_GREY = Font(name=_FONT, size=10, color=MUTED)
_MADE_UP = Font(name=_FONT, size=11, bold=True, color=WARN)
_LINK = Font(name=_FONT, size=11, color=ZONE, underline="single")
_UNDER = Border(bottom=Side(style="thin", color=MUTED))
_ROW = Border(bottom=Side(style="hair", color=LINE))
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_SHEET = re.compile(r"[\[\]:*?/\\']")
_LONGEST_NAME = 31
_WIDEST = 60.0
_TEXTS = (90, 30, 30, 16)
"""Widths of the columns of a sheet of words."""
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)


def xlsx_report(report: Report) -> bytes:
    """The report as a workbook."""
    book = Workbook()
    first = book.active
    if first is None:
        raise ValueError("a new workbook has a sheet")
    writer = _Writer(report, Wording(report.lang), book)
    first.title = writer.named(writer.words.t("report.contents"))
    entries = [*writer.texts(), *writer.tables()]
    writer.contents(first, entries)
    made = book.properties
    made.creator = made.lastModifiedBy = f"pilotzones {__version__}"
    made.title, made.subject = printable(report.project), printable(report.title)
    made.language = report.lang
    made.created = made.modified = _LONG_AGO
    saved = io.BytesIO()
    book.save(saved)
    return fixed(saved.getvalue())


@dataclass(frozen=True, slots=True)
class _Entry:
    """A sheet as the first one lists it."""

    sheet: str
    said: str


@dataclass(frozen=True, slots=True)
class _Writer:
    """The workbook of a report while it is written."""

    report: Report
    words: Wording
    book: Workbook

    def named(self, wanted: str) -> str:
        """A name that a sheet may have and that no other one has."""
        plain = _SHEET.sub(" ", printable(wanted)).strip()[:_LONGEST_NAME] or "-"
        taken, name, count = {s.casefold() for s in self.book.sheetnames}, plain, 2
        while name.casefold() in taken:
            end = f" ({count})"
            name, count = plain[: _LONGEST_NAME - len(end)] + end, count + 1
        return name

    def texts(self) -> list[_Entry]:
        """Sheets of what the sections say without tables: the summary, then the other words."""
        summary = [s for s in self.report.sections if s.summary]
        worded = [s for s in self.report.sections if not s.summary and not _tabled(s)]
        made = [(self.words.t("page.index"), summary), *((s.heading, [s]) for s in worded)]
        return [self._texts(heading, sections) for heading, sections in made if sections]

    def _texts(self, heading: str, sections: list[Section]) -> _Entry:
        sheet = self.book.create_sheet(self.named(heading))
        row = self._top(sheet, heading)
        for section in sections:
            lines = [line for block in section.blocks for line in self._lines(block)]
            if not lines:
                continue
            if section.heading != heading:
                _write(sheet, row, 1, section.heading, _HEAD)
                row += 1
            for line in lines:
                for column, said in enumerate(line, 1):
                    place = _write(sheet, row, column, said, _PLAIN)
                    place.alignment = Alignment(wrap_text=True, vertical="top")
                widest = zip(line, _TEXTS, strict=False)
                tall = max(-(-len(said) * 1.05 // width) for said, width in widest)
                sheet.row_dimensions[row].height = 15.0 * max(tall, 1) + 2
                row += 1
            row += 1
        for column, width in zip("ABCD", _TEXTS, strict=True):
            sheet.column_dimensions[column].width = width
        _on_paper(sheet)
        return _Entry(sheet.title, heading)

    def _lines(self, block: object) -> list[tuple[str, ...]]:
        """Rows of words that a block without a table makes."""
        verdict = lambda v: self.words.t(f"verdict.{v}") if v is not None else ""  # noqa: E731
        mark = self.words.t("care.synthetic_mark")
        match block:
            case Paragraph(said):
                return [(said,)]
            case Bullets(items):
                return [
                    (i.text, verdict(i.verdict), i.rule, mark if i.synthetic else "") for i in items
                ]
            case Facts(items):
                return [(line, fact.term) for fact in items for line in fact.lines]
            case KeyFigures(items):
                return [(f.words, f.value, f.detail) for f in items]
            case Verdicts(lines):
                return [(n.title, verdict(n.verdict), n.value, n.rule) for n in lines]
            case Comment():
                return self._comment(block)
            case _:
                return []

    def _comment(self, comment: Comment) -> list[tuple[str, ...]]:
        head = self.words.t("report.comment.on", name=comment.about)
        said = (comment.text, self.words.signed(comment), self.words.moved(comment))
        return [(line,) for line in (head, *said) if line]

    def tables(self) -> list[_Entry]:
        """A sheet for each table, those behind figures included; comments stand under theirs."""
        found: list[_Entry] = []
        for section in self.report.sections:
            blocks = section.blocks
            for place, block in enumerate(blocks):
                table = block.table if isinstance(block, Figure) else block
                if not isinstance(table, Table):
                    continue
                owner = block if isinstance(block, Figure) else table
                comments = []
                for after in blocks[place + 1 :]:
                    if not isinstance(after, Comment):
                        break
                    comments.append(after)
                found.append(self._table(table, self.words.name(owner), owner.about, comments))
        return found

    def _table(self, table: Table, name: str, about: About, comments: list[Comment]) -> _Entry:
        sheet = self.book.create_sheet(self.named(name))
        heads, rows = _spread(table, self.words)
        start = self._top(sheet, f"{name}. {table.caption}")
        for column, head in enumerate(heads, 1):
            place = _write(sheet, start, column, head.full, _HEAD)
            place.border = _UNDER
            place.fill = PatternFill("solid", fgColor=WASH)
            across = "right" if head.figure else "left"
            place.alignment = Alignment(wrap_text=True, vertical="bottom", horizontal=across)
        for offset, row in enumerate(rows, 1):
            for column, (cell, head) in enumerate(zip(row.cells, heads, strict=True), 1):
                self._cell(sheet, (start + offset, column), cell, head, total=row.total)
        last = start + len(rows)
        sheet.freeze_panes = sheet.cell(start + 1, 2)
        sheet.auto_filter.ref = f"A{start}:{get_column_letter(len(heads))}{last}"
        self._under(sheet, last + 2, about, comments)
        self._sizes(sheet, heads, rows, start)
        return _Entry(sheet.title, f"{name}. {table.caption}")

    def _cell(
        self, sheet: Worksheet, at: tuple[int, int], cell: Cell, head: Head, *, total: bool
    ) -> None:
        value, form = _value(cell)
        font = _HEAD if total else _PLAIN
        if value is None:
            place = _write(sheet, *at, shown(cell, self.report.lang), font)
            if isinstance(cell, Gone):
                place.font = _GREY
        else:
            place = sheet.cell(*at, value)
            place.number_format, place.font = form, font
        place.border = _ROW
        across = "right" if head.figure else "left"
        place.alignment = Alignment(wrap_text=not head.figure, vertical="top", horizontal=across)

    def _under(self, sheet: Worksheet, row: int, about: About, comments: list[Comment]) -> None:
        for term, said in self.words.foot(about):
            _write(sheet, row, 1, f"{term} {said}", _GREY)
            row += 1
        for comment in comments:
            row += 1
            for (line,) in self._comment(comment):
                _write(
                    sheet, row, 1, line, _MADE_UP if line == self.words.moved(comment) else _PLAIN
                )
                row += 1

    def _sizes(self, sheet: Worksheet, heads: list[Head], rows: list[Row], start: int) -> None:
        made = Table("", 0, "", tuple(heads), tuple(rows), About("", "", "", ""))
        needed = [min(w * 1.15 + 1, _WIDEST) for w in letters(made, self.report.lang)]
        tall = 1
        for column, (width, head) in enumerate(zip(needed, heads, strict=True), 1):
            sheet.column_dimensions[get_column_letter(column)].width = round(width, 1)
            tall = max(tall, -(-len(head.full) * 1.2 // width))
        sheet.row_dimensions[start].height = 15.5 * min(tall, 5) + 3
        for offset, row in enumerate(rows, 1):
            lines = max(
                -(-len(shown(cell, self.report.lang)) * 1.05 // width)
                for cell, width in zip(row.cells, needed, strict=True)
            )
            if lines > 1:
                sheet.row_dimensions[start + offset].height = min(15.0 * lines + 2, 400)
        _on_paper(sheet)
        sheet.print_title_rows = f"{start}:{start}"

    def _top(self, sheet: Worksheet, heading: str) -> int:
        """What stands over each sheet; the row after it."""
        _write(sheet, 1, 1, heading, _CAPTION)
        link = _write(sheet, 2, 1, self.words.t("report.back"), _LINK)
        self._to(link, self.book.sheetnames[0])
        if self.report.made_up:
            _write(sheet, 3, 1, self.report.made_up, _MADE_UP)
            return 5
        return 4

    def _to(self, place: Place, sheet: str) -> None:
        location = f"'{sheet}'!A1"
        place.hyperlink = Hyperlink(ref=place.coordinate, location=location, display=None)
        place.font = _LINK

    def contents(self, sheet: Worksheet, entries: list[_Entry]) -> None:
        """First sheet: whose report, what is made up, and links to all other sheets."""
        report, words = self.report, self.words
        _write(sheet, 1, 1, report.project, _TITLE)
        _write(sheet, 2, 1, report.title, _CAPTION)
        lines = [(report.answer, _HEAD), (report.lede, _PLAIN), (report.made_up, _MADE_UP)]
        lines += [(report.note, _GREY), (words.made(report, __version__), _GREY)]
        row = 4
        for said, font in lines:
            if said:
                _write(sheet, row, 1, said, font).alignment = Alignment(
                    wrap_text=True, vertical="top"
                )
                sheet.row_dimensions[row].height = 15.5 * -(-len(said) // 95) + 2
                row += 1
        row += 1
        for entry in entries:
            self._to(_write(sheet, row, 1, entry.said, _LINK), entry.sheet)
            row += 1
        row += 1
        _write(sheet, row, 1, words.t("page.sources"), _HEAD)
        for said in report.sources:
            row += 1
            _write(sheet, row, 1, said, _GREY).alignment = _WRAPPED
            sheet.row_dimensions[row].height = 14 * -(-len(said) // 105) + 2
        sheet.column_dimensions["A"].width = 110
        sheet.sheet_view.showGridLines = False
        _on_paper(sheet)


def _on_paper(sheet: Worksheet) -> None:
    """A4 across, as wide as one page."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _tabled(section: Section) -> bool:
    return any(isinstance(block, Table | Figure) for block in section.blocks)


def _spread(table: Table, words: Wording) -> tuple[list[Head], list[Row]]:
    """Columns of the sheet: an interval has one for each end, a value in words one for both."""
    columns = list(zip(*(row.cells for row in table.rows), strict=True)) if table.rows else []
    heads: list[Head] = []
    makers = []
    for place, head in enumerate(table.heads):
        cells = columns[place] if columns else ()
        if any(isinstance(cell, Interval) for cell in cells):
            for id, end in (("report.interval.low", "low"), ("report.interval.high", "high")):
                heads.append(Head(words.t(id, name=head.words), head.above, True))
                makers.append((place, end))
        elif any(isinstance(cell, Told) for cell in cells):
            heads += [Head(head.words, head.above, True)]
            heads += [Head(words.t("report.in_words", name=head.words), head.above, False, 1.4)]
            makers += [(place, "value"), (place, "words")]
        else:
            heads.append(head)
            makers.append((place, ""))
    rows = [
        Row(row.key, tuple(_part(row.cells[place], part) for place, part in makers), row.total)
        for row in table.rows
    ]
    return heads, rows


def _part(cell: Cell, part: str) -> Cell:
    if isinstance(cell, Interval):
        return cell.low if part == "low" else cell.high
    if isinstance(cell, Told):
        return Words(cell.words) if part == "words" else cell.value
    if part == "value" and isinstance(cell, Words):
        return Gone.BLANK
    return cell


def _value(cell: Cell) -> tuple[float | datetime | None, str]:
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


def _write(sheet: Worksheet, row: int, column: int, said: str, font: Font) -> Place:
    """A text that no spreadsheet takes for a formula, whole and as it is."""
    place: Any = sheet.cell(row, column)
    text = printable(said)
    place.value = text
    place.data_type = "s"
    if text.startswith(FORMULA):
        place.quotePrefix = True
    place.font = font
    return place
