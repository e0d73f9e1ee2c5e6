"""Sources and methods: where the figures come from, how they were made, what is approximate."""

from __future__ import annotations

from pilotzones.present import method
from pilotzones.present.care_words import type_name
from pilotzones.present.method_journey import care_method, people_method
from pilotzones.present.reports.model import (
    About,
    Block,
    Bullets,
    Day,
    Fact,
    Facts,
    Head,
    Item,
    Number,
    Paragraph,
    Row,
    Section,
    Table,
    Words,
)
from pilotzones.present.reports.subject import Subject, bare
from pilotzones.present.sentences import capital
from pilotzones.resources.supply import CareSheet

ORDER = 200
KINDS = ("zone", "stratification", "resources", "compliance", "whole")
_PEOPLE = ("stratification", "whole")
_CARE = ("resources", "whole")


def sections(subject: Subject) -> tuple[Section, ...]:
    """Data of the zone; the people and the care where the report speaks of them; the verdicts."""
    w, sheet = subject.texts, subject.sheet
    lines = (*method.data_lines(sheet, w), *method.approximate_lines(sheet, w))
    blocks: list[Block] = [
        Bullets(tuple(Item(bare(line)) for line in lines)),
        Paragraph(bare(method.rural_definition(sheet, w))),
        Facts(
            tuple(
                Fact(subject.t(f"verdict.{name}"), (subject.t(id),)) for name, id in method.VERDICTS
            )
        ),
    ]
    found = [
        Section("sources", subject.t("report.sources"), tuple(blocks)),
        *_people(subject),
        *_care(subject),
    ]
    return tuple(found)


def _people(subject: Subject) -> tuple[Section, ...]:
    people = subject.sheet.case.people
    if people is None or subject.kind not in _PEOPLE:
        return ()
    told = people_method(people, subject.texts)
    lines = (*told.data, *told.risk, *told.disclosure)
    blocks = (Bullets(tuple(Item(bare(line)) for line in lines)),)
    return (Section("sources-people", subject.t("report.sources.people"), blocks, level=2),)


def _care(subject: Subject) -> tuple[Section, ...]:
    care = subject.care
    if care is None or subject.kind not in _CARE:
        return ()
    told = care_method(care, subject.texts)
    lines = (*told.access, told.shortage, *told.catchments)
    blocks = (Bullets(tuple(Item(bare(line)) for line in lines)), _lists(subject, care))
    return (Section("sources-care", subject.t("report.sources.care"), blocks, level=2),)


def _lists(subject: Subject, care: CareSheet) -> Table:
    """Where each list comes from."""
    rows = []
    for supply in care.types:
        given = supply.providers
        source = subject.t("care.list.made_up") if given.synthetic else given.source
        rows.append(
            Row(
                given.type,
                (
                    Words(capital(type_name(care, given.type, subject.lang))),
                    Words(source),
                    Day(given.dated) if given.dated else Words(subject.t("care.undated")),
                    Number(len(given.places)),
                ),
            )
        )
    about: About = subject.about_care(
        care.types,
        "care.limit.full",
        subject.t("report.n.providers", n=sum(len(s.providers.places) for s in care.types)),
        subject.t("care.limit.distance"),
        subject.t("care.limit.heads"),
        subject.t("care.limit.reference"),
    )
    return Table(
        id="table-7f",
        number=7,
        letter="f",
        caption=subject.t("care.sources"),
        heads=(
            Head(subject.t("care.type"), figure=False, room=1.8),
            Head(subject.t("care.sources.source"), figure=False, room=3.0),
            Head(subject.t("care.sources.dated"), figure=False, room=0.8),
            Head(subject.t("care.sources.used")),
        ),
        rows=tuple(rows),
        about=about,
    )
