"""The page of a Word document: styles, head and foot of each page, and what made it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from docx.enum.text import WD_TAB_ALIGNMENT
from docx.shared import Mm, Pt

from pilotzones import __version__
from pilotzones.present.reports import docx_parts as parts
from pilotzones.present.reports.model import Report
from pilotzones.present.reports.printable import isolated, printable
from pilotzones.present.reports.wording import Wording

if TYPE_CHECKING:
    from docx.document import Document

WIDE_MM = 174.0
"""Width of what stands on a page."""
_HEADINGS = (
    ("Title", 22, 0, 4),
    ("Heading 1", 16, 18, 6),
    ("Heading 2", 12.5, 10, 4),
    ("Heading 3", 11, 8, 3),
)
"""Style, size, room before and after, in points."""
_LONGEST = 70
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)


def set_page(document: Document, report: Report, words: Wording) -> None:
    """Page of A4, fonts, colours, language; head with the project, foot with the page."""
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(18)
    page.top_margin, page.bottom_margin = Mm(20), Mm(18)
    page.header_distance = page.footer_distance = Mm(9)
    styles: Any = document.styles
    _texts(styles)
    for name in ("Header", "Footer"):
        parts.plain_font(styles[name], 8.5, color=parts.MUTED)
        _drop(styles[name], "w:tabs")
    parts.speak(document, report.lang)
    parts.hyphenated(document)
    _running(page, report, words)


def _texts(styles: Any) -> None:
    parts.plain_font(styles["Normal"], 10)
    styles["Normal"].paragraph_format.space_after = Pt(4)
    styles["Normal"].paragraph_format.line_spacing = 1.1
    for name, size, before, after in _HEADINGS:
        parts.plain_font(styles[name], size, bold=True)
        form = styles[name].paragraph_format
        form.space_before, form.space_after, form.keep_with_next = Pt(before), Pt(after), True
    _drop(styles["Title"], "w:pBdr")
    parts.plain_font(styles["Caption"], 9.5, bold=True)
    styles["Caption"].paragraph_format.space_before = Pt(8)
    styles["Caption"].paragraph_format.space_after = Pt(3)
    styles["List Bullet"].paragraph_format.space_after = Pt(3)


def _drop(style: Any, tag: str) -> None:
    """Take away what a style of the template brings along."""
    found = style.element.pPr.find(parts.qn(tag))
    if found is not None:
        style.element.pPr.remove(found)


def _running(page: Any, report: Report, words: Wording) -> None:
    """Project and title at the head, what is made up beside them; day and page at the foot."""
    top, foot = page.header.paragraphs[0], page.footer.paragraphs[0]
    name = printable(report.project)
    top.text = isolated(name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…")
    top.add_run("\t" + printable(report.title))
    if report.made_up:
        mark = top.add_run(f" – {words.t('report.made_up.short')}")
        mark.font.color.rgb, mark.bold = parts.WARN, True
    foot.add_run(words.date(report.day) if report.day else "")
    foot.add_run("\t")
    parts.field(foot, "PAGE", "1")
    foot.add_run(" / ")
    parts.field(foot, "NUMPAGES", "1")
    for line in (top, foot):
        line.paragraph_format.tab_stops.add_tab_stop(Mm(WIDE_MM), WD_TAB_ALIGNMENT.RIGHT)


def set_properties(document: Document, report: Report) -> None:
    """Who made the document, of what, in which language; no time of day."""
    made = document.core_properties
    made.author = made.last_modified_by = f"pilotzones {__version__}"
    made.title, made.subject = printable(report.project)[:250], report.title
    made.language = parts.LOCALES[report.lang]
    made.comments = printable(report.made_up)
    made.keywords = made.category = ""
    made.created = made.modified = _LONG_AGO
    made.revision = 1
