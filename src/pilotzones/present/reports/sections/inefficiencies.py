"""Table 6: signs of inefficiency beside the reference, and those that data do not tell."""

from __future__ import annotations

from collections.abc import Mapping

from pilotzones.present.care_tables import surplus_lines
from pilotzones.present.differences import Difference
from pilotzones.present.figures.bars import GROUPS
from pilotzones.present.people_page_parts import People
from pilotzones.present.people_page_signs import (
    DEFINITIONS,
    missing_signs,
    sign_difference,
)
from pilotzones.present.people_page_words import SIGNS, condition_name, kind_measure
from pilotzones.present.reports.directions import USES, compared
from pilotzones.present.reports.measured_cells import cell_of
from pilotzones.present.reports.model import (
    Block,
    Bullets,
    Cell,
    Euro,
    Gone,
    Head,
    Interval,
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
from pilotzones.stratification.released import HIDDEN, SafeTable
from pilotzones.stratification.released import Cell as Released

ORDER = 90
KINDS = ("stratification", "whole")
_VERDICTS = {
    Difference.HIGHER: "report.compare.worse_higher",
    Difference.LOWER: "report.compare.worse_lower",
    Difference.UNCLEAR: "report.compare.unclear",
    Difference.HIDDEN: "report.compare.hidden",
}


def sections(subject: Subject) -> tuple[Section, ...]:
    """The four signs; days, stays and medicines; supply above the reference; what is not told."""
    people = subject.people
    if people is None:
        return ()
    signs = people.table("inefficiency")
    blocks: list[Block] = [] if signs is None else [_signs(subject, people, signs)]
    if signs is not None:
        blocks += [Paragraph(subject.t(id), "small") for id in DEFINITIONS]
    table = _table(subject, people, letter="" if signs is None else "b")
    blocks += [] if table is None else [table]
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
    gone = missing_signs(signs)
    if gone:
        names = tuple(Item(subject.t(SIGNS[sign])) for sign in gone)
        blocks += [Paragraph(subject.t("report.inefficiencies.missing"), "strong"), Bullets(names)]
    heading = subject.t("report.inefficiencies")
    return (Section("inefficiencies", heading, tuple(blocks)),)


def _signs(subject: Subject, people: People, table: SafeTable) -> Table:
    """Table 6: each sign with its interval, beside the reference."""
    heads = [
        Head(subject.t("people.signs.sign"), figure=False, room=2.6),
        Head(subject.t("people.signs.zone_counted"), figure=False, room=1.4),
        Head(subject.t("group.zone")),
        Head(subject.t("people.signs.interval"), room=1.3),
        Head(subject.t("group.target")),
        Head(subject.t("group.region")),
        Head(subject.t("group.country")),
        Head(subject.t("people.signs.against"), figure=False, room=1.5),
    ]
    return Table(
        id="table-6",
        number=6,
        caption=subject.t("people.signs.caption", year=str(people.sheet.data.year)),
        heads=tuple(heads),
        rows=tuple(_sign(subject, table, record) for record in table.records()),
        about=subject.about_people(
            table,
            limits="report.limits.inefficiencies",
            n=people.people,
            notes=(subject.t("people.limits.signs"), subject.t("people.difference.method")),
        ),
        watched=(2,),
    )


def _sign(subject: Subject, table: SafeTable, record: Mapping[str, Released]) -> Row:
    sign = str(record["measure"])
    id = _VERDICTS.get(sign_difference(record))
    columns = ("zone_std", "target_std", "region_std", "country_std")
    zone, target, region, country = (cell_of(table, c, record.get(c), 1) for c in columns)
    low, high = record["zone_low"], record["zone_high"]
    ends: Cell = Gone.HIDDEN if HIDDEN in (low, high) else Gone.NO_DATA
    if isinstance(low, int | float) and isinstance(high, int | float):
        ends = Interval(Number(low, 1), Number(high, 1))
    counted = _counted(subject, record["zone_n"], record["zone_of"])
    name = Words(subject.t(SIGNS[sign]))
    said: Cell = Words(subject.t(id)) if id else Gone.NO_DATA
    return Row(sign, (name, counted, zone, ends, target, region, country, said))


def _counted(subject: Subject, n: Released, of: Released) -> Cell:
    if isinstance(n, int | float) and isinstance(of, int | float):
        return Words(subject.t("people.sign.counted", n=subject.n(n), of=subject.n(of)))
    return Gone.HIDDEN if HIDDEN in (n, of) else Gone.NO_DATA


def _table(subject: Subject, people: People, *, letter: str) -> Table | None:
    """Days and stays; with the signs beside it, these tell of polypharmacy."""
    uses = people.table("consumption")
    morbidity = None if letter else people.table("morbidity")
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
        id=f"table-6{letter}",
        number=6,
        letter=letter,
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
