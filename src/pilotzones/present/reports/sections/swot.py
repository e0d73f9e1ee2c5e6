"""The SWOT page: four lists drawn from the findings, for the consortium to complete.

What is met or above the reference is a strength; what fails or falls short is a weakness; what
comes from outside the zone (other projects, heavier needs) is a threat; what could be used (places
with a lot of care, lighter needs, units to take in) is an opportunity. Nothing is chosen by hand.
Needs as people tell them stand beside the four, as they were written.
"""

from __future__ import annotations

from collections.abc import Iterator

from pilotzones.present.care_tables import surplus_lines
from pilotzones.present.groups import groups
from pilotzones.present.points import gaps, strengths
from pilotzones.present.ranking import Point
from pilotzones.present.reports.model import Block, Bullets, Item, Paragraph, Section
from pilotzones.present.reports.sections.priorities import voice_words
from pilotzones.present.reports.subject import Subject, bare

ORDER = 140
KINDS = ("stratification", "whole")
_OUTSIDE = ("Z06", "Z07", "Z08")
"""Rules that other projects decide on as much as this one."""
_MOST = 8


def sections(subject: Subject) -> tuple[Section, ...]:
    """Lead and the four lists."""
    made_gaps = sorted(gaps(subject.book), key=lambda point: point.rank)
    made_strengths = sorted(strengths(subject.book), key=lambda point: point.rank)
    lists = (
        ("strengths", "report.swot.strengths", [p for p in made_strengths if not _need(p)], ()),
        ("weaknesses", "report.swot.weaknesses", [p for p in made_gaps if not _outer(p)], ()),
        (
            "opportunities",
            "report.swot.opportunities",
            [p for p in made_strengths if _need(p)],
            tuple(_chances(subject)),
        ),
        ("threats", "report.swot.threats", [p for p in made_gaps if _outer(p)], ()),
    )
    head = Section(
        "swot",
        subject.t("report.swot"),
        (Paragraph(subject.t("report.swot.lead")),),
        new_page=True,
    )
    return (head, *(_listed(subject, *each) for each in lists), *_voices(subject))


def _voices(subject: Subject) -> Iterator[Section]:
    """Needs as patients and providers tell them (S05b), where the project has noted any."""
    found = subject.sheet.case.priorities
    if found is not None and found.voices:
        items = tuple(Item(voice_words(subject, each)) for each in found.voices)
        blocks = (Bullets(items, id="voices"),)
        yield Section("voices", subject.t("priorities.voices.swot"), blocks, level=2)


def _need(point: Point) -> bool:
    """Is it a need of the people, which the project did not make?"""
    return point.part == "people" and point.rule is None


def _outer(point: Point) -> bool:
    return _need(point) or point.rule in _OUTSIDE


def _listed(
    subject: Subject, id: str, heading: str, points: list[Point], more: tuple[Item, ...]
) -> Section:
    lang = subject.lang
    items = (
        *(Item(p.said(lang), p.verdict, p.rule or "", p.synthetic) for p in points),
        *more,
    )
    blocks: list[Block] = [
        Bullets(items[:_MOST], id=f"swot-{id}")
        if items
        else Paragraph(subject.t("report.swot.none"))
    ]
    if len(items) > _MOST:
        blocks.append(Paragraph(subject.t("report.swot.more", n=len(items) - _MOST), "small"))
    return Section(f"swot-{id}", subject.t(heading), tuple(blocks), level=2)


def _chances(subject: Subject) -> Iterator[Item]:
    """Places with a lot of care, and enclaves that the zone could take in."""
    care = subject.care
    if care is not None:
        made_up = {s.providers.type for s in care.types if s.providers.synthetic}
        lines = surplus_lines(subject.sheet, care, subject.texts)
        for line, overlap in zip(lines, care.overlaps, strict=True):
            yield Item(bare(line), synthetic=overlap.type in made_up)
    if subject.sheet.enclaves:
        title = subject.texts.t("index.enclaves")
        for group in groups(subject.sheet, subject.texts):
            if bare(group.title) == bare(title):
                yield from (Item(f"{bare(group.title)} – {bare(line)}") for line in group.lines)
