"""Table 4: the target group, criterion by criterion, with its overlaps and its uptake."""

from __future__ import annotations

from pilotzones.present.criteria_words import criteria_in_words
from pilotzones.present.people_page_parts import People
from pilotzones.present.people_page_target import criterion_words
from pilotzones.present.people_page_words import condition_name
from pilotzones.present.reports.measured_cells import cell_of
from pilotzones.present.reports.model import (
    Block,
    Cell,
    Gone,
    Head,
    Number,
    Paragraph,
    Row,
    Section,
    Share,
    Table,
    Words,
)
from pilotzones.present.reports.subject import Subject
from pilotzones.stratification.released import SafeTable

ORDER = 70
KINDS = ("whole",)


def sections(subject: Subject) -> tuple[Section, ...]:
    """Criteria in words and in numbers; without criteria the section says how to give some."""
    people = subject.people
    if people is None:
        return ()
    heading, table = subject.t("people.target.heading"), people.table("criteria")
    if table is None:
        return (Section("target", heading, (Paragraph(subject.t("people.target.none")),)),)
    blocks: list[Block] = [*read_back(subject, people), _criteria(subject, people, table)]
    for id, make in (("criteria_overlap", _overlap), ("uptake", _uptake)):
        found = people.table(id)
        if found is not None:
            blocks.append(make(subject, people, found))
    if people.sheet.sources:
        blocks.append(_definitions(subject, people))
    return (Section("target", heading, tuple(blocks)),)


def read_back(subject: Subject, people: People) -> tuple[Paragraph, ...]:
    """The criteria as they were understood."""
    criteria = people.sheet.criteria
    if criteria is None:
        return ()
    said = criteria_in_words(criteria, people.sheet.names, subject.lang)
    return (Paragraph(subject.t("people.criteria.read_back", criteria=said)),)


def _criteria(subject: Subject, people: People, table: SafeTable) -> Table:
    rows = []
    for record in table.records():
        term, whole = str(record["term"]), record["term"] == "union"
        name = (
            subject.t("figure.overlap.union")
            if whole
            else criterion_words(people, record["term"])(subject.lang)
        )
        alone = Gone.BLANK if whole else cell_of(table, "only_here", record["only_here"])
        cells = (Words(name), cell_of(table, "people", record["people"]), alone)
        rows.append(Row(term, cells, total=whole))
    target = people.target
    return Table(
        id="table-4a",
        number=4,
        letter="a",
        caption=subject.t("people.criteria.caption"),
        heads=(
            Head(subject.t("people.col.criterion"), figure=False, room=3.2),
            Head(subject.t("people.col.people")),
            Head(subject.t("people.col.only_here")),
        ),
        rows=tuple(rows),
        about=subject.about_people(table, limits="people.limits.criteria", n=target),
        watched=(1,),
        main=Gone.HIDDEN if target is None else Number(target),
    )


def _overlap(subject: Subject, people: People, table: SafeTable) -> Table:
    def name(record: dict[str, object]) -> str:
        a, b = str(record["term_a"]), str(record["term_b"])
        return subject.t("people.overlap.pair", a=a, b=b)

    rows = tuple(
        Row(
            f"{record['term_a']}-{record['term_b']}",
            (Words(name(dict(record))), cell_of(table, "people", record["people"])),
        )
        for record in table.records()
    )
    return Table(
        id="table-4b",
        number=4,
        letter="b",
        caption=subject.t("people.overlap.caption"),
        heads=(
            Head(subject.t("people.col.pair"), figure=False, room=2.0),
            Head(subject.t("people.col.in_both")),
        ),
        rows=rows,
        about=subject.about_people(table, limits="people.limits.criteria", n=people.target),
        watched=(1,),
    )


def _uptake(subject: Subject, people: People, table: SafeTable) -> Table:
    rows = []
    for record in table.records():
        share = float(str(record["uptake"]))
        cells: tuple[Cell, ...] = (Share(share, 0), cell_of(table, "people", record["people"]))
        rows.append(Row(f"{round(share * 100)}", cells))
    return Table(
        id="table-4c",
        number=4,
        letter="c",
        caption=subject.t("people.uptake.term"),
        heads=(Head(subject.t("report.col.uptake")), Head(subject.t("people.col.people"))),
        rows=tuple(rows),
        about=subject.about_people(table, limits="people.limits.criteria", n=people.target),
        watched=(1,),
    )


def _definitions(subject: Subject, people: People) -> Table:
    """Conditions with the code that finds them and where that can be looked up."""
    rows = tuple(
        Row(
            id,
            (Words(condition_name(people.sheet, id)(subject.lang)), Words(id), Words(source, "en")),
        )
        for id, source in people.sheet.sources.items()
    )
    return Table(
        id="table-4d",
        number=4,
        letter="d",
        caption=subject.t("people.sources.caption"),
        heads=(
            Head(subject.t("people.col.condition"), figure=False, room=1.8),
            Head(subject.t("table.code"), figure=False, room=1.0),
            Head(subject.t("people.col.source"), figure=False, room=3.4),
        ),
        rows=rows,
        about=subject.about_people(limits="people.limits.morbidity", n=people.people),
    )
