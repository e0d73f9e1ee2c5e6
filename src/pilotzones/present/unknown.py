"""What is not known yet, and which part of the project file would give it."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from pilotzones.findings import Finding, Verdict
from pilotzones.present.book import Book
from pilotzones.present.sentences import by_urgency, next_step, title
from pilotzones.present.texts import Render, Texts
from pilotzones.words import listed, text


def unknown(book: Book, w: Texts) -> tuple[Markup, ...]:
    """Whole parts that are missing first, then rules without their input, the weightiest first.

    Rules that the same input would make computable stand together.
    """
    case = book.sheet.case
    together: dict[str | None, list[Finding]] = {}
    missing = (f for f in book.every_finding if f.verdict is Verdict.NOT_COMPUTABLE)
    for finding in by_urgency(tuple(missing)):
        together.setdefault(next_step(finding, case, book.lang), []).append(finding)
    return (*_parts(book, w), *(w.say(_rules(each, book)) for each in together.values()))


def _parts(book: Book, w: Texts) -> Iterator[Markup]:
    case = book.sheet.case
    people = case.people
    if people is None:
        yield w.t("summary.unknown.people")
    elif people.criteria is None:
        yield w.t("summary.unknown.target")
    if people is not None and people.model is None:
        yield w.t("summary.unknown.model")
    elif people is not None and people.model is not None and not people.model.signal:
        yield w.t("summary.unknown.signal")
    if people is not None and people.data.synthetic:
        yield w.t("summary.unknown.real_people")
    if case.care is None:
        yield w.t("summary.unknown.care")
    elif any(supply.providers.synthetic for supply in case.care.types):
        yield w.t("summary.unknown.real_care")


def _rules(findings: list[Finding], book: Book) -> Render:
    """Titles of rules, and what would make them computable where that is known."""

    def said(lang: str) -> str:
        titles = listed([title(finding.rule, lang) for finding in findings], lang)
        do = next_step(findings[0], book.sheet.case, lang)
        return titles if do is None else text("summary.unknown.rule", lang, title=titles, do=do)

    return said
