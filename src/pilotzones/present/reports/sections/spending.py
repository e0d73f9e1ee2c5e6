"""Table 5: what the target group costs now, by type of care and by who pays."""

from __future__ import annotations

from collections.abc import Mapping

from pilotzones.present.people_page_parts import People
from pilotzones.present.people_page_words import EXCLUSIONS, PAYERS, in_order, word
from pilotzones.present.people_page_words import KINDS as CARE
from pilotzones.present.reports.measured_cells import cell_of
from pilotzones.present.reports.model import (
    Block,
    Cell,
    Gone,
    Head,
    Paragraph,
    Row,
    Section,
    Table,
    Words,
)
from pilotzones.present.reports.subject import Subject
from pilotzones.stratification.released import Cell as Released
from pilotzones.stratification.released import SafeTable

ORDER = 80
KINDS = ("whole",)
_MEASURES = (("eur", "5a", "report.spending.all"), ("eur_per_person", "5b", "report.spending.each"))


def sections(subject: Subject) -> tuple[Section, ...]:
    """Euros by payer in all and for each person, and what was taken out before counting."""
    people = subject.people
    table = people.table("spending") if people is not None else None
    if people is None or table is None:
        return ()
    blocks: list[Block] = [Paragraph(subject.t("report.spending.lead"))]
    there = {column.name for column in table.columns}
    blocks += [
        _by_payer(subject, people, table, measure, number, caption)
        for measure, number, caption in _MEASURES
        if measure in there
    ]
    excluded = people.table("excluded")
    if excluded is not None:
        blocks.append(_excluded(subject, people, excluded))
    heading = subject.t("people.spending.heading")
    return (Section("spending", heading, tuple(blocks)),)


def _by_payer(
    subject: Subject, people: People, table: SafeTable, measure: str, number: str, caption: str
) -> Table:
    records = table.records()
    kinds = in_order([str(r["kind"]) for r in records], CARE)
    payers = in_order([str(r["payer"]) for r in records], PAYERS)
    found = {(str(r["kind"]), str(r["payer"])): r for r in records}
    lang = subject.lang

    def cell(kind: str, payer: str) -> Cell:
        row: Mapping[str, Released] | None = found.get((kind, payer))
        return Gone.NOTHING if row is None else cell_of(table, measure, row[measure])

    return Table(
        id=f"table-{number}",
        number=5,
        letter=number[-1],
        caption=subject.t(caption, year=str(people.sheet.data.year)),
        heads=(
            Head(subject.t("people.col.kind"), figure=False, room=1.8),
            *(Head(word(PAYERS, payer)(lang)) for payer in payers),
        ),
        rows=tuple(
            Row(kind, (Words(word(CARE, kind)(lang)), *(cell(kind, p) for p in payers)))
            for kind in kinds
        ),
        about=subject.about_people(
            table,
            limits="people.limits.spending",
            n=people.target,
            notes=(subject.t("report.spending.nothing"),),
        ),
        watched=(1,),
    )


def _excluded(subject: Subject, people: People, table: SafeTable) -> Table:
    return Table(
        id="table-5c",
        number=5,
        letter="c",
        caption=subject.t("people.excluded.term"),
        heads=(
            Head(subject.t("report.col.left_out"), figure=False, room=2.4),
            Head(subject.t("report.col.spent")),
        ),
        rows=tuple(
            Row(
                str(r["reason"]),
                (
                    Words(word(EXCLUSIONS, r["reason"])(subject.lang)),
                    cell_of(table, "eur", r["eur"]),
                ),
            )
            for r in table.records()
        ),
        about=subject.about_people(table, limits="people.limits.spending", n=people.target),
        watched=(1,),
    )
