"""Table 6: signs of inefficiency as far as they are computed, and what is not."""

from __future__ import annotations

from pilotzones.present.care_tables import surplus_lines
from pilotzones.present.figures.bars import GROUPS
from pilotzones.present.people_page_parts import People
from pilotzones.present.people_page_words import condition_name, kind_measure
from pilotzones.present.reports.directions import USES, compared
from pilotzones.present.reports.measured_cells import cell_of
from pilotzones.present.reports.model import (
    Block,
    Bullets,
    Cell,
    Euro,
    Gone,
    Head,
    Item,
    Number,
    Paragraph,
    Row,
    Section,
    Table,
    Words,
)
from pilotzones.present.reports.sections.profile import reference_of
from pilotzones.present.reports.subject import Subject, bare
from pilotzones.stratification.released import SafeTable

ORDER = 90
KINDS = ("stratification", "whole")
_MISSING = (
    "report.inefficiencies.long_stays",
    "report.inefficiencies.readmissions",
    "report.inefficiencies.duplicates",
)


def sections(subject: Subject) -> tuple[Section, ...]:
    """Days and stays in hospital, medicines, polypharmacy; supply above the reference; the rest."""
    people = subject.people
    if people is None:
        return ()
    table = _table(subject, people)
    blocks: list[Block] = [] if table is None else [table]
    care = subject.care
    if care is not None and care.overlaps:
        lines = surplus_lines(subject.sheet, care, subject.texts)
        made_up = {s.providers.type for s in care.types if s.providers.synthetic}
        blocks += [
            Paragraph(subject.t("report.inefficiencies.surplus"), "strong"),
            Bullets(
                tuple(
                    Item(bare(line), synthetic=overlap.type in made_up)
                    for line, overlap in zip(lines, care.overlaps, strict=True)
                )
            ),
            Paragraph(subject.t("care.surplus_said"), "small"),
        ]
    missing = tuple(Item(subject.t(id)) for id in _MISSING)
    blocks += [Paragraph(subject.t("report.inefficiencies.missing"), "strong"), Bullets(missing)]
    heading = subject.t("report.inefficiencies")
    return (Section("inefficiencies", heading, tuple(blocks)),)


def _table(subject: Subject, people: People) -> Table | None:
    uses, morbidity = people.table("consumption"), people.table("morbidity")
    rows = [*_used(subject, uses), *_polypharmacy(subject, people, morbidity)]
    if not rows:
        return None
    known = [table for table in (uses, morbidity) if table is not None]
    group = next(
        (g for table in known for p in ("{}", "{}_share") if (g := reference_of(table, p))), None
    )
    heads = [Head(subject.t("people.col.measure"), figure=False, room=2.6)]
    heads += [Head(subject.t(words)) for words in GROUPS.values()]
    if group is not None:
        id = "report.col.compared.region" if group == "region" else "report.col.compared.country"
        heads.append(Head(subject.t(id), figure=False, room=1.5))
    else:
        rows = [Row(row.key, row.cells[:-1]) for row in rows]
    return Table(
        id="table-6",
        number=6,
        caption=subject.t("report.inefficiencies.caption", year=str(people.sheet.data.year)),
        heads=tuple(heads),
        rows=tuple(rows),
        about=subject.about_people(*known, limits="report.limits.inefficiencies", n=people.people),
        watched=(1,),
    )


def _used(subject: Subject, table: SafeTable | None) -> list[Row]:
    """Stays, days and classes of medicines."""
    if table is None:
        return []
    there = {column.name for column in table.columns}
    group = reference_of(table, "{}")
    rows = []
    for record in table.records():
        measure = str(record["measure"])
        if measure not in USES:
            continue
        cells = [cell_of(table, g, record[g]) if g in there else Gone.NO_DATA for g in GROUPS]
        plain = [Number(c.value, 1) if isinstance(c, Euro) else c for c in cells]
        said = (
            Gone.NO_DATA
            if group is None
            else compared(record["zone"], record[group], USES[measure], subject.lang)
        )
        rows.append(Row(measure, (Words(kind_measure(measure)(subject.lang)), *plain, said)))
    return rows


def _polypharmacy(subject: Subject, people: People, table: SafeTable | None) -> list[Row]:
    if table is None or "polypharmacy" not in table.column("condition"):
        return []
    record = next(r for r in table.records() if r["condition"] == "polypharmacy")
    names = [f"{group}_share" for group in GROUPS]
    cells: list[Cell] = [
        cell_of(table, name, record[name]) if name in record else Gone.NO_DATA for name in names
    ]
    group = reference_of(table, "{}_share")
    said: Cell = Gone.NO_DATA
    if group is not None:
        zone, other = record["zone_share"], record[f"{group}_share"]
        said = compared(zone, other, "worse", subject.lang, people=people.people)
    name = condition_name(people.sheet, "polypharmacy")(subject.lang)
    return [Row("polypharmacy", (Words(name), *cells, said))]
