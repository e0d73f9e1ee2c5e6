"""Reports by kind: which sections each has, and what stands at its head."""

from __future__ import annotations

from markupsafe import Markup

from pilotzones.present.answer import answer
from pilotzones.present.book import Book
from pilotzones.present.care_answer import head_of_care
from pilotzones.present.notices import attribution, notices
from pilotzones.present.people_page_head import head_of_people
from pilotzones.present.reports.model import Kind, Report
from pilotzones.present.reports.sections import project_sections
from pilotzones.present.reports.subject import Subject, bare
from pilotzones.present.summary_page import made_up

TITLES: dict[Kind, str] = {
    "whole": "report.title.whole",
    "zone": "report.title.zone",
    "stratification": "report.title.stratification",
    "resources": "report.title.resources",
    "compliance": "report.title.compliance",
    "round": "report.title.round",
}
"""Kinds with the message of their title, in the order in which they are offered."""


def project_report(book: Book, kind: Kind) -> Report:
    """Report on a project in the language of its book."""
    subject = Subject(book, kind)
    head, lede = _head(subject)
    case = book.sheet.case
    id = made_up(book)
    return Report(
        kind=kind,
        lang=book.lang,
        project=book.project_name,
        title=subject.t(TITLES[kind]),
        answer=head,
        lede=lede,
        sections=project_sections(subject),
        made_up=subject.t(id) if id else "",
        note=book.note(book.lang) if book.note else "",
        day=book.day,
        sources=tuple(
            render(book.lang) for render in (*notices(book.sheet), *attribution(case.layer.origin))
        ),
    )


def _head(subject: Subject) -> tuple[str, str]:
    """Answer and reason: that of the part which the report is about, else that of the project."""
    if subject.kind == "stratification" and subject.people is not None:
        people = head_of_people(subject.people)
        return bare(people.head), _joined(*people.shape, people.reason)
    if subject.kind == "resources" and subject.care is not None:
        care = head_of_care(subject.care, subject.texts)
        return bare(care.head), _joined(care.counted, care.reason, care.shortage)
    further = () if subject.kind == "zone" else subject.book.findings
    said = answer(subject.sheet, subject.texts, further)
    return bare(said.head), _joined(said.shape, said.reason, said.rest)


def _joined(*parts: Markup | None) -> str:
    return " ".join(bare(part) for part in parts if part)
