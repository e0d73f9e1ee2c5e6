"""The two pages that come first: is it fit, strengths, gaps, what changed, what to do next."""

from __future__ import annotations

from pilotzones.findings import Verdict
from pilotzones.present.changes_words import sentences_of
from pilotzones.present.headline_figures import headline_figures
from pilotzones.present.points import gaps, strengths
from pilotzones.present.ranking import Part, Point, chosen
from pilotzones.present.reports.model import (
    Block,
    Bullets,
    Item,
    KeyFigure,
    KeyFigures,
    Paragraph,
    Section,
)
from pilotzones.present.reports.subject import Subject, bare
from pilotzones.present.sentences import by_urgency, next_step
from pilotzones.present.unknown import unknown

ORDER = 10
KINDS = ("zone", "stratification", "resources", "compliance", "whole")
_STEPS, _UNKNOWN, _CHANGES = 5, 5, 6
_PARTS: dict[str, tuple[Part, ...]] = {
    "zone": ("zone",),
    "stratification": ("people",),
    "resources": ("care",),
}
"""Parts that a partial report speaks of; the others speak of all."""


def sections(subject: Subject) -> tuple[Section, ...]:
    """Figures that count, gaps and strengths; then what to do, what changed, what is not known."""
    figures = tuple(
        KeyFigure(bare(f.value), bare(f.words), bare(f.detail))
        for f in headline_figures(subject.sheet, subject.texts)
        if _part_of_link(f.link) in _parts(subject)
    )
    first: tuple[Block, ...] = (KeyFigures(figures),) if figures else ()
    return (
        Section("summary", subject.t("page.index"), first, summary=True),
        _points(subject, "gaps"),
        _points(subject, "strengths"),
        _next(subject),
        _changed(subject),
        _unknown(subject),
    )


def _parts(subject: Subject) -> tuple[Part, ...]:
    return _PARTS.get(subject.kind, ("zone", "people", "care"))


def _part_of_link(link: str) -> Part:
    """Part of a headline figure, by the page that it leads to."""
    parts: dict[str, Part] = {"people.html": "people", "care.html": "care"}
    return parts.get(link, "zone")


_HEADS = {
    "gaps": ("summary.gaps", "summary.gaps_none_title", "summary.gaps_none"),
    "strengths": ("summary.strengths", "summary.strengths_none_title", "summary.strengths_none"),
}


def _points(subject: Subject, which: str) -> Section:
    made = gaps(subject.book) if which == "gaps" else strengths(subject.book)
    found = chosen(point for point in made if point.part in _parts(subject))
    some, title, none = _HEADS[which]
    if not found:
        return Section(
            which, subject.t(title), (Paragraph(subject.t(none)),), level=2, summary=True
        )
    blocks: list[Block] = [Bullets(tuple(_item(point, subject) for point in found), id=which)]
    if which == "strengths":
        blocks.append(Paragraph(subject.t("summary.ranking"), "small"))
    heading = subject.t(some, n=len(found))
    return Section(which, heading, tuple(blocks), level=2, summary=True)


def _item(point: Point, subject: Subject) -> Item:
    return Item(point.said(subject.lang), point.verdict, point.rule or "", point.synthetic)


def _next(subject: Subject) -> Section:
    """What the findings ask for, the most urgent first; the same step of several rules once."""
    case, lang = subject.sheet.case, subject.lang
    asked: dict[str, list[str]] = {}
    verdicts: dict[str, Verdict] = {}
    for finding in by_urgency(subject.findings):
        said = next_step(finding, case, lang)
        if said is not None and finding.verdict is not Verdict.NOT_COMPUTABLE:
            asked.setdefault(said, []).append(finding.rule)
            verdicts.setdefault(said, finding.verdict)
    items = [Item(said, verdicts[said], ", ".join(rules)) for said, rules in asked.items()]
    blocks: list[Block] = (
        [Bullets(tuple(items[:_STEPS]), ordered=True)]
        if items
        else [Paragraph(subject.t("index.next_none"))]
    )
    if len(items) > _STEPS:
        blocks.append(Paragraph(subject.t("report.more_steps", n=len(items) - _STEPS), "small"))
    return Section("next", subject.t("index.next"), tuple(blocks), level=2, summary=True)


def _changed(subject: Subject) -> Section:
    """What is different since the newest earlier run that says something else."""
    book, heading = subject.book, subject.t("report.changed")
    if book.since is None:
        id = "report.changed.nothing" if book.earlier else "report.changed.first"
        blocks: tuple[Block, ...] = (Paragraph(subject.t(id)),)
    else:
        found = sentences_of(book.since, subject.sheet.case)
        items = tuple(Item(said(subject.lang)) for said in found)
        blocks = (
            Paragraph(subject.t("report.changed.since", date=book.since.day)),
            Bullets(items[:_CHANGES]),
        )
    return Section("changed", heading, blocks, level=2, summary=True)


def _unknown(subject: Subject) -> Section:
    lines = [bare(line) for line in unknown(subject.book, subject.texts)]
    blocks: list[Block] = (
        [Bullets(tuple(Item(line) for line in lines[:_UNKNOWN]))]
        if lines
        else [Paragraph(subject.t("summary.unknown_none"))]
    )
    if len(lines) > _UNKNOWN:
        more = len(lines) - _UNKNOWN
        blocks.append(Paragraph(subject.t("report.more_unknown", n=more), "small"))
    return Section("unknown", subject.t("summary.unknown"), tuple(blocks), level=2, summary=True)
