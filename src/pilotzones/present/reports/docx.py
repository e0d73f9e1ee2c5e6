"""A report as a Word document: real headings, captions, tables, contents, described pictures."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt, RGBColor

from pilotzones import __version__
from pilotzones.findings import Verdict
from pilotzones.present.container import fixed
from pilotzones.present.reports import docx_parts as parts
from pilotzones.present.reports.cells import shown
from pilotzones.present.reports.docx_page import WIDE_MM, set_page, set_properties
from pilotzones.present.reports.layout import above, widths
from pilotzones.present.reports.model import (
    About,
    Block,
    Bullets,
    Cell,
    Comment,
    Facts,
    Figure,
    Gone,
    Item,
    KeyFigures,
    Paragraph,
    Report,
    Section,
    Sign,
    Table,
    Verdicts,
    Words,
)
from pilotzones.present.reports.pictures import picture, size_of
from pilotzones.present.reports.printable import isolated, printable
from pilotzones.present.reports.wording import Wording

if TYPE_CHECKING:
    from docx.document import Document as Written
    from docx.text.paragraph import Paragraph as Line
    from markupsafe import Markup

_TALLEST_MM = 205.0
_DOTS_PER_MM = 8
_BROAD = 6
_SIZES = ((6, 9.0), (9, 8.0), (99, 7.0))
"""Most columns of a table with the size of its letters, in points."""
_ACROSS = {True: WD_ALIGN_PARAGRAPH.RIGHT, False: WD_ALIGN_PARAGRAPH.LEFT}
_FEW = 2
"""Sections that need no table of contents."""
SIGNS = {
    Verdict.PASS: ("✓", "1F6F4A"),
    Verdict.FAIL: ("✕", "A3262A"),
    Verdict.WARN: ("!", "8A5A00"),
    Verdict.TO_DECLARE: ("?", "5A3E91"),
    Verdict.TO_JUDGE: ("?", "5A3E91"),
    Verdict.NOT_COMPUTABLE: ("–", "66727A"),
}
"""Sign and colour of a verdict; the word stands beside it."""
_MANNERS = {"lead": 12.0, "small": 8.5, "plain": None, "made-up": None, "strong": None}


def docx_report(report: Report) -> bytes:
    """The report as a document."""
    writer = _Writer(report, Wording(report.lang), Document())
    set_page(writer.document, report, writer.words)
    writer.head()
    summary = [section for section in report.sections if section.summary]
    annex = [section for section in report.sections if not section.summary]
    for section in summary:
        writer.section(section)
    if len(annex) > _FEW:
        writer.contents([section for section in annex if section.level == 1])
    for place, section in enumerate(annex):
        writer.section(section, first=place == 0)
    writer.sources()
    set_properties(writer.document, report)
    saved = io.BytesIO()
    writer.document.save(saved)
    return fixed(saved.getvalue())


@dataclass
class _Writer:
    """The document of a report while it is written."""

    report: Report
    words: Wording
    document: Written
    pictures: int = 0
    marks: dict[str, int] = field(default_factory=dict)

    def head(self) -> None:
        """The answer, its reason, and what is made up."""
        report = self.report
        self._line(f"{isolated(report.project)} – {report.title}", size=9, color=parts.MUTED)
        if report.note:
            self._line(report.note, size=9, color=parts.MUTED)
        self.document.add_paragraph(printable(report.answer), style="Title")
        self._line(report.lede, size=11.5)
        if report.made_up:
            self._line(report.made_up, color=parts.WARN, bold=True)

    def contents(self, sections: list[Section]) -> None:
        """Table of contents: a field, filled with links until Word computes its pages."""
        title = self.document.add_paragraph(style="Normal")
        # on a page of its own: in the room that the summary leaves, its last lines may fall over
        title.paragraph_format.page_break_before = True
        run = title.add_run(self.words.t("report.contents"))
        run.bold, run.font.size = True, Pt(16)
        title.paragraph_format.space_after = Pt(6)
        lines: list[Line] = []
        for number, section in enumerate(sections):
            self.marks[section.id] = number + 1
            line = self.document.add_paragraph(style="Normal")
            line.paragraph_format.space_after = Pt(2)
            if number == 0:
                parts.open_field(line, 'TOC \\o "1-1" \\h \\z \\u')
            parts.link(line, _mark(number + 1), printable(section.heading))
            lines.append(line)
        parts.close_field(lines[-1])

    def sources(self) -> None:
        """Notices owed to the makers of the data."""
        self.document.add_paragraph(self.words.t("page.sources"), style="Heading 2")
        for said in (*self.report.sources, self.words.made(self.report, __version__)):
            self._line(said, size=8.5, color=parts.MUTED)

    # sections and their blocks

    def section(self, section: Section, *, first: bool = False) -> None:
        """Heading and blocks."""
        hidden = section.summary and section.level == 1
        if not hidden:
            level = section.level if not section.summary else 2
            heading = self.document.add_paragraph(
                printable(section.heading), style=f"Heading {level}"
            )
            heading.paragraph_format.page_break_before = section.new_page or first
            if section.id in self.marks:
                number = self.marks[section.id]
                parts.bookmark(heading, _mark(number), number)
        for block in section.blocks:
            self.block(block)

    def block(self, block: Block) -> None:
        """One block, as its kind asks for."""
        match block:
            case Paragraph(said, manner):
                color = parts.WARN if manner == "made-up" else parts.MUTED
                self._line(
                    said,
                    size=_MANNERS[manner],
                    color=color if manner in ("made-up", "small") else None,
                    bold=manner in ("made-up", "strong"),
                )
            case Bullets(items, ordered):
                for place, item in enumerate(items, 1):
                    self._item(item, place if ordered else None)
            case Facts():
                self._facts(block)
            case KeyFigures():
                self._key_figures(block)
            case Verdicts():
                self._verdicts(block)
            case Table():
                self._caption(block, above=True)
                self._grid(block)
                self._foot(block.about)
            case Figure():
                self._figure(block)
            case Comment():
                self._comment(block)

    def _line(
        self, said: str, *, size: float | None = None, color: Any = None, bold: bool = False
    ) -> Line:
        line = self.document.add_paragraph()
        run = line.add_run(printable(said))
        run.bold = bold or None
        if size is not None:
            run.font.size = Pt(size)
        if color is not None:
            run.font.color.rgb = color
        return line

    def _item(self, item: Item, number: int | None) -> None:
        """Entry of a list; one with a verdict begins with its sign."""
        if item.verdict is None and number is None:
            self.document.add_paragraph(printable(item.text), style="List Bullet")
            return
        line = self.document.add_paragraph()
        line.paragraph_format.left_indent = Mm(10 if number else 6)
        line.paragraph_format.first_line_indent = Mm(-10 if number else -6)
        line.paragraph_format.space_after = Pt(3)
        stops = line.paragraph_format.tab_stops
        if number is not None:
            line.add_run(f"{number}.\t")
            stops.add_tab_stop(Mm(5))
        if item.verdict is not None:
            self._sign(line, item.verdict)
            line.add_run("\t")
        stops.add_tab_stop(Mm(10 if number else 6))
        line.add_run(printable(item.text))
        if item.synthetic:
            mark = line.add_run(f" {self.words.t('care.synthetic_mark')}")
            mark.font.color.rgb, mark.italic = parts.WARN, True
        if item.rule:
            rule = line.add_run(f" {item.rule}")
            rule.font.color.rgb, rule.font.size = parts.MUTED, Pt(8.5)

    def _sign(self, line: Line, verdict: Verdict) -> None:
        sign, color = SIGNS[verdict]
        run = line.add_run(sign)
        run.bold, run.font.color.rgb = True, RGBColor.from_string(color)

    def _facts(self, block: Facts) -> None:
        table = self.document.add_table(0, 2)
        parts.ruled(table)
        parts.margins(table)
        for fact in block.items:
            row = table.add_row()
            parts.unbroken(row)
            parts.fill(row.cells[0], fact.term, 9, color=parts.MUTED)
            for place, said in enumerate(fact.lines):
                parts.fill(row.cells[1], said, 9.5, first=place == 0)
        parts.fixed_widths(table, (48.0, WIDE_MM - 48))
        self._after()

    def _key_figures(self, block: KeyFigures) -> None:
        table = self.document.add_table(1, len(block.items))
        parts.ruled(table, inside=False)
        parts.margins(table, sides=80, ends=60)
        for cell, item in zip(table.rows[0].cells, block.items, strict=True):
            parts.fill(cell, item.value, 16, bold=True)
            parts.fill(cell, item.words, 9, first=False)
            parts.fill(cell, item.detail, 8, first=False, color=parts.MUTED)
        parts.fixed_widths(table, (WIDE_MM / len(block.items),) * len(block.items))
        self._after()

    def _verdicts(self, block: Verdicts) -> None:
        for line in block.lines:
            text = f"{line.title}. {line.value}".strip()
            self._item(Item(text, line.verdict, line.rule), None)

    # tables and figures

    def _caption(self, thing: Table | Figure, *, above: bool) -> None:
        """Caption with its number as a field, so that Word can list and refer to it."""
        line = self.document.add_paragraph(style="Caption")
        label = self.words.label(thing)
        line.add_run(f"{label}\u00a0")
        code = f"SEQ {label} \\* ARABIC \\r {thing.number}"
        parts.field(line, code, str(thing.number))
        said = line.add_run(f"{thing.letter}  {printable(thing.caption)}")
        said.bold = None
        line.paragraph_format.keep_with_next = above

    def _grid(self, table: Table) -> None:
        heads = above(table.heads)
        made = self.document.add_table(0, len(table.heads))
        made.alignment = WD_TABLE_ALIGNMENT.LEFT
        parts.ruled(made)
        parts.margins(made, sides=55 if len(table.heads) > _BROAD else 70)
        size = next(size for most, size in _SIZES if len(table.heads) <= most)
        if heads:
            self._above(made, heads, size)
        row = made.add_row()
        parts.repeated(row)
        parts.unbroken(row)
        for cell, head in zip(row.cells, table.heads, strict=True):
            line = parts.fill(cell, head.words, size, bold=True, color=parts.MUTED)
            line.alignment = _ACROSS[head.figure]
            line.paragraph_format.keep_with_next = True
            parts.shaded(cell, "F4F7F8")
        for each in table.rows:
            row = made.add_row()
            parts.unbroken(row)
            for cell, value, head in zip(row.cells, each.cells, table.heads, strict=True):
                line = self._value(cell, value, size, total=each.total)
                line.alignment = _ACROSS[head.figure]
        whole = [width * WIDE_MM / 100 for width in widths(table, self.report.lang)]
        parts.fixed_widths(made, tuple(whole))

    def _above(self, made: Any, heads: tuple[tuple[str, int], ...], size: float) -> None:
        row, place = made.add_row(), 0
        parts.repeated(row)
        for words, span in heads:
            cell = row.cells[place]
            if span > 1:
                cell = cell.merge(row.cells[place + span - 1])
            line = parts.fill(cell, words, size, bold=True, color=parts.MUTED)
            line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            line.paragraph_format.keep_with_next = True
            place += span

    def _value(self, cell: Any, value: Cell, size: float, *, total: bool) -> Line:
        said = shown(value, self.report.lang)
        if isinstance(value, Sign):
            sign, color = SIGNS[value.verdict]
            painted = RGBColor.from_string(color)
            return parts.fill(cell, f"{sign}\u00a0{said}", size, color=painted)
        grey = parts.MUTED if isinstance(value, Gone) else None
        line = parts.fill(cell, said, size, bold=total, color=grey)
        if isinstance(value, Words) and value.lang is not None:
            for run in line.runs:
                parts.spoken(run._r.get_or_add_rPr(), value.lang)
        return line

    def _foot(self, about: About) -> None:
        """Source, date and n in one line, what it does not say in the next, then the notes."""
        for place, pairs in enumerate(self.words.foot_lines(about)):
            line = self.document.add_paragraph()
            for number, (term, said) in enumerate(pairs):
                gap = "   " if number else ""
                for words, bold in ((f"{gap}{term} ", True), (said, None)):
                    run = line.add_run(printable(words))
                    run.bold, run.font.size, run.font.color.rgb = bold, Pt(8), parts.MUTED
            line.paragraph_format.space_after = Pt(0)
            line.paragraph_format.space_before = Pt(3 if place == 0 else 0)
        self._after()

    def _figure(self, figure: Figure) -> None:
        """Drawings with their text, caption, what it owes, and the table of its figures."""
        drawn = figure.svg()
        if figure.across == 1:
            for svg in drawn:
                line = self.document.add_paragraph()
                line.paragraph_format.space_before = Pt(6)
                self._picture(line, svg, figure, min(figure.width, WIDE_MM))
        else:
            self._side_by_side(drawn, figure)
        self._caption(figure, above=False)
        self._foot(figure.about)
        if figure.table is not None:
            title = self._line(self.words.behind(figure), size=9, bold=True)
            title.paragraph_format.keep_with_next = True
            self._grid(figure.table)
            self._after()

    def _side_by_side(self, drawn: tuple[Markup, ...], figure: Figure) -> None:
        """Several drawings in the cells of a table without lines; no row is cut by a page end."""
        across = figure.across
        table = self.document.add_table(0, across)
        parts.margins(table, sides=60, ends=60)
        for start in range(0, len(drawn), across):
            row = table.add_row()
            parts.unbroken(row)
            for cell, svg in zip(row.cells, drawn[start : start + across], strict=False):
                line = cell.paragraphs[0]
                self._picture(line, svg, figure, WIDE_MM / across - 4)
                line.paragraph_format.keep_with_next = start + across >= len(drawn)
        parts.fixed_widths(table, (WIDE_MM / across,) * across)

    def _picture(self, line: Line, svg: Markup, figure: Figure, wide: float) -> None:
        """One drawing as a picture with its text, no taller than a page."""
        self.pictures += 1
        png = picture(svg, pixels=round(wide * _DOTS_PER_MM))
        across, down = size_of(png)
        wide = min(wide, _TALLEST_MM * across / down)
        line.paragraph_format.keep_with_next = True
        run = line.add_run()
        run.add_picture(io.BytesIO(png), width=Mm(wide))
        parts.described(run, printable(figure.told), self.pictures)

    def _comment(self, comment: Comment) -> None:
        table = self.document.add_table(1, 1)
        parts.margins(table, sides=140, ends=60)
        cell = table.rows[0].cells[0]
        parts.shaded(cell, "F4F7F8")
        head = self.words.t("report.comment.on", name=comment.about)
        parts.fill(cell, head, 8.5, color=parts.MUTED, bold=True)
        parts.fill(cell, comment.text, 10, first=False)
        parts.fill(cell, self.words.signed(comment), 8.5, first=False, color=parts.MUTED)
        moved = self.words.moved(comment)
        if moved:
            parts.fill(cell, moved, 9.5, first=False, color=parts.WARN, bold=True)
        parts.fixed_widths(table, (120.0,))
        self._after()

    def _after(self) -> None:
        """Room after a table."""
        line = self.document.add_paragraph()
        line.paragraph_format.space_after = Pt(4)
        line.paragraph_format.line_spacing = Pt(6)


def _mark(number: int) -> str:
    return f"_Toc{number:06d}"
