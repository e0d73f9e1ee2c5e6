"""Reports as files: every kind, language and format that is asked for, with people's comments."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from pilotzones.present.book import Book
from pilotzones.present.reports.comments import Remark, commented, targets
from pilotzones.present.reports.docx import docx_report
from pilotzones.present.reports.html import html_report
from pilotzones.present.reports.kinds import project_report
from pilotzones.present.reports.model import Kind, Report
from pilotzones.present.reports.pdf import Printer, pdf_report, printer
from pilotzones.present.reports.xlsx import xlsx_report

Format = Literal["html", "docx", "xlsx", "pdf"]
FORMATS: tuple[Format, ...] = ("html", "docx", "xlsx", "pdf")
NAMES: dict[Kind, str] = {
    "whole": "report",
    "zone": "zone-sheet",
    "stratification": "stratification",
    "resources": "resources",
    "compliance": "compliance",
    "round": "round",
}
"""File name of each kind, before its language and its ending."""

Progress = Callable[..., None]
"""Hears the message id of each long step, with its fields."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for: kinds, languages and formats, each in its order."""

    kinds: tuple[Kind, ...] = ("whole",)
    languages: tuple[str, ...] = ("fr",)
    formats: tuple[Format, ...] = ("html", "docx", "xlsx")


def project_files(
    book: Book,
    asked: Asked,
    *,
    remarks: Sequence[Remark] = (),
    progress: Progress | None = None,
) -> dict[str, bytes]:
    """Reports on a project by the name of their file: ``report.fr.docx``.

    Parameters
    ----------
    remarks
        Comments of people: each stands under what it speaks of.

    Raises
    ------
    MissingPartError
        PDF is asked for and no program can print it.
    """
    printed_by = printer() if "pdf" in asked.formats else None
    files: dict[str, bytes] = {}
    for lang in asked.languages:
        mine = replace(book, lang=lang)
        known = known_keys(mine) if remarks else ()
        for kind in asked.kinds:
            report = commented(project_report(mine, kind), remarks, known)
            files |= report_files(report, asked.formats, printed_by, progress)
    return files


def known_keys(book: Book) -> tuple[str, ...]:
    """Every key that a comment on the project may have, in any kind of report."""
    found: dict[str, None] = {}
    for kind in NAMES:
        if kind != "round":
            found |= dict.fromkeys(targets(project_report(book, kind)))
    return tuple(found)


def report_files(
    report: Report,
    formats: Sequence[Format],
    printed_by: Printer | None = None,
    progress: Progress | None = None,
) -> dict[str, bytes]:
    """One report in every format, by the name of its file."""
    stem = f"{NAMES[report.kind]}.{report.lang}"
    return dict(_files(report, stem, formats, printed_by, progress or (lambda *_, **__: None)))


def _files(
    report: Report,
    stem: str,
    formats: Sequence[Format],
    printed_by: Printer | None,
    hear: Progress,
) -> Iterator[tuple[str, bytes]]:
    makers: Mapping[str, Callable[[Report], bytes]] = {
        "html": html_report,
        "docx": docx_report,
        "xlsx": xlsx_report,
    }
    made: dict[str, bytes] = {}
    for form in formats:
        name = f"{stem}.{form}"
        hear("progress.report", file=name)
        if form == "pdf" and printed_by is not None:
            by_browser = printed_by.browser
            html = made.get("html") or (html_report(report) if by_browser else b"")
            docx = made.get("docx") or (b"" if by_browser else docx_report(report))
            yield name, pdf_report(html, docx, printed_by)
        elif form in makers:
            made[form] = makers[form](report)
            yield name, made[form]
