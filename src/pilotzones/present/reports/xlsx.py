"""A report as a workbook: a sheet for each table with real numbers, and a first sheet of links."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.styles import Alignment, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink

from pilotzones import __version__
from pilotzones.present.container import fixed
from pilotzones.present.reports.cells import shown
from pilotzones.present.reports.layout import letters
from pilotzones.present.reports.model import (
    About,
    Bullets,
    Cell,
    Comment,
    Facts,
    Figure,
    Gone,
    Head,
    Interval,
    KeyFigures,
    Paragraph,
    Report,
    Row,
    Section,
    Table,
    Told,
    Verdicts,
    Words,
)
from pilotzones.present.reports.printable import printable
from pilotzones.present.reports.wording import Wording
from pilotzones.present.reports.xlsx_cells import (
    CAPTION,
    GREY,
    HEAD,
    LINK,
    MADE_UP,
    PLAIN,
    ROW,
    TITLE,
    UNDER,
    WASH,
    WRAPPED,
    aligned,
    columns_of,
    lines_of,
    on_paper,
    value_of,
    write_across,
    write_words,
)

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell as Place
    from openpyxl.worksheet.worksheet import Worksheet

_SHEET = re.compile(r"[\[\]:*?/\\']")
_LONGEST_NAME = 31
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
        made = [(self.words.t("page.index"), summary)]
        for section in (s for s in self.report.sections if not s.summary and not _tabled(s)):
            if section.level == 1 or len(made) == 1:
                made.append((section.heading, []))
            made[-1][1].append(section)
        return [self._texts(heading, sections) for heading, sections in made if sections]

    def _texts(self, heading: str, sections: list[Section]) -> _Entry:
        sheet = self.book.create_sheet(self.named(heading))
        row = self._top(sheet, heading)
        for section in sections:
            lines = [line for block in section.blocks for line in self._lines(block)]
            if not lines:
                continue
            if section.heading != heading:
                write_words(sheet, row, 1, section.heading, HEAD)
                row += 1
            for line in lines:
                for column, said in enumerate(line, 1):
                    place = write_words(sheet, row, column, said, PLAIN)
                    place.alignment = Alignment(wrap_text=True, vertical="top")
                widest = zip(line, _TEXTS, strict=False)
                tall = max(-(-len(said) * 1.05 // width) for said, width in widest)
                sheet.row_dimensions[row].height = 15.0 * max(tall, 1) + 2
                row += 1
            row += 1
        for column, width in zip("ABCD", _TEXTS, strict=True):
            sheet.column_dimensions[column].width = width
        on_paper(sheet)
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
        across = self._widths(sheet, heads, rows)
        start = self._top(sheet, f"{name}. {table.caption}", across)
        for column, head in enumerate(heads, 1):
            place = write_words(sheet, start, column, head.full, HEAD)
            place.border = UNDER
            place.fill = PatternFill("solid", fgColor=WASH)
            place.alignment = aligned(head, "bottom", wrapped=True)
        for offset, row in enumerate(rows, 1):
            for column, (cell, head) in enumerate(zip(row.cells, heads, strict=True), 1):
                self._cell(sheet, (start + offset, column), cell, head, total=row.total)
        last = start + len(rows)
        sheet.freeze_panes = sheet.cell(start + 1, 2)
        sheet.auto_filter.ref = f"A{start}:{get_column_letter(len(heads))}{last}"
        self._under(sheet, (last + 2, across), about, comments)
        self._heights(sheet, heads, rows, start)
        on_paper(sheet)
        sheet.print_title_rows = f"{start}:{start}"
        return _Entry(sheet.title, f"{name}. {table.caption}")

    def _cell(
        self, sheet: Worksheet, at: tuple[int, int], cell: Cell, head: Head, *, total: bool
    ) -> None:
        value, form = value_of(cell)
        font = HEAD if total else PLAIN
        if value is None:
            place = write_words(sheet, *at, shown(cell, self.report.lang), font)
            if isinstance(cell, Gone):
                place.font = GREY
        else:
            place = sheet.cell(*at, value)
            place.number_format, place.font = form, font
        place.border = ROW
        place.alignment = aligned(head, "top", wrapped=not head.figure)

    def _under(
        self, sheet: Worksheet, at: tuple[int, int], about: About, comments: list[Comment]
    ) -> None:
        row, across = at
        for term, said in self.words.foot(about):
            write_across(sheet, row, across, f"{term} {said}", GREY)
            row += 1
        for comment in comments:
            row += 1
            for (line,) in self._comment(comment):
                again = line == self.words.moved(comment)
                write_across(sheet, row, across, line, MADE_UP if again else PLAIN)
                row += 1

    def _widths(self, sheet: Worksheet, heads: list[Head], rows: list[Row]) -> int:
        """Set the widths of the columns; how many of them make a line of words under the table."""
        plain = tuple(Head(h.full if h.figure else h.words, figure=h.figure, room=5) for h in heads)
        made = Table("", 0, "", plain, tuple(rows), About("", "", "", ""))
        for column, wide in enumerate(letters(made, self.report.lang), 1):
            sheet.column_dimensions[get_column_letter(column)].width = round(wide * 1.1 + 1, 1)
        return columns_of(sheet)

    def _heights(self, sheet: Worksheet, heads: list[Head], rows: list[Row], start: int) -> None:
        """Room for heads and cells that go over several lines."""
        wide = [
            sheet.column_dimensions[get_column_letter(column)].width
            for column in range(1, len(heads) + 1)
        ]
        tall = max(
            lines_of(head.full, width * 0.92) for head, width in zip(heads, wide, strict=True)
        )
        sheet.row_dimensions[start].height = 15.5 * min(tall, 5) + 3
        for offset, row in enumerate(rows, 1):
            said = (shown(cell, self.report.lang) for cell in row.cells)
            lines = max(lines_of(words, width) for words, width in zip(said, wide, strict=True))
            if lines > 1:
                sheet.row_dimensions[start + offset].height = min(15.0 * lines + 2, 400)

    def _top(self, sheet: Worksheet, heading: str, across: int = 1) -> int:
        """What stands over each sheet; the row after it."""
        write_across(sheet, 1, across, heading, CAPTION)
        link = write_words(sheet, 2, 1, self.words.t("report.back"), LINK)
        self._to(link, self.book.sheetnames[0])
        if self.report.made_up:
            write_across(sheet, 3, across, self.report.made_up, MADE_UP)
            return 5
        return 4

    def _to(self, place: Place, sheet: str) -> None:
        location = f"'{sheet}'!A1"
        place.hyperlink = Hyperlink(ref=place.coordinate, location=location, display=None)
        place.font = LINK

    def contents(self, sheet: Worksheet, entries: list[_Entry]) -> None:
        """First sheet: whose report, what is made up, and links to all other sheets."""
        report, words = self.report, self.words
        write_words(sheet, 1, 1, report.project, TITLE)
        write_words(sheet, 2, 1, report.title, CAPTION)
        lines = [(report.answer, HEAD), (report.lede, PLAIN), (report.made_up, MADE_UP)]
        lines += [(report.note, GREY), (words.made(report, __version__), GREY)]
        row = 4
        for said, font in lines:
            if said:
                write_words(sheet, row, 1, said, font).alignment = Alignment(
                    wrap_text=True, vertical="top"
                )
                sheet.row_dimensions[row].height = 15.5 * -(-len(said) // 95) + 2
                row += 1
        row += 1
        for entry in entries:
            self._to(write_words(sheet, row, 1, entry.said, LINK), entry.sheet)
            row += 1
        row += 1
        write_words(sheet, row, 1, words.t("page.sources"), HEAD)
        for said in report.sources:
            row += 1
            write_words(sheet, row, 1, said, GREY).alignment = WRAPPED
            sheet.row_dimensions[row].height = 14 * -(-len(said) // 105) + 2
        sheet.column_dimensions["A"].width = 110
        sheet.sheet_view.showGridLines = False
        on_paper(sheet)


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
