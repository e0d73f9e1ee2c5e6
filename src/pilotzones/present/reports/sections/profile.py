"""Table 2 and figure 1: who the people are, what they have and use, beside the reference."""

from __future__ import annotations

from pilotzones.present.figures.ages import ages_figure, ages_of, ages_told
from pilotzones.present.figures.bars import GROUPS, PARTS
from pilotzones.present.people_page_parts import People
from pilotzones.present.people_page_who import AGES, age_name, reference_of
from pilotzones.present.people_page_words import (
    COUNTS,
    RURAL,
    condition_name,
    kind_measure,
    trait_level,
    word,
)
from pilotzones.present.reports.directions import TRAITS, USES, compared
from pilotzones.present.reports.measured_cells import cell_of, columns_with_data, interval
from pilotzones.present.reports.model import (
    Block,
    Cell,
    Euro,
    Figure,
    Head,
    Number,
    Paragraph,
    Row,
    Section,
    Table,
    Words,
)
from pilotzones.present.reports.subject import Subject
from pilotzones.present.reports.typed_tables import Numbered, Typed, typed_table
from pilotzones.stratification.released import SafeTable
from pilotzones.words import text

ORDER = 50
KINDS = ("whole",)
_REFERENCES = ("region", "country")


def sections(subject: Subject) -> tuple[Section, ...]:
    """Ages, profile, conditions, use of care, rural part: what there is of them."""
    people = subject.people
    if people is None:
        return ()
    blocks: list[Block] = []
    profile, morbidity = people.table("profile"), people.table("morbidity")
    uses, rural = people.table("consumption"), people.table("rural")
    if profile is not None:
        blocks += [*_ages(subject, people), _profile(subject, people, profile)]
    if morbidity is not None:
        blocks += [_morbidity(subject, people, morbidity)]
    if uses is not None:
        blocks += [_uses(subject, people, uses)]
    if rural is not None:
        blocks += [_rural(subject, people, rural)]
    if not blocks:
        return ()
    lead = Paragraph(subject.t("report.profile.lead"))
    heading = subject.t("report.profile")
    return (Section("profile", heading, (lead, *blocks), new_page=True),)


def _ages(subject: Subject, people: People) -> tuple[Figure, ...]:
    """The pyramid of ages, both sexes, with the reference as marks."""
    table = people.table("age_sex")
    if table is None:
        return ()
    lang, group = subject.lang, reference_of(table, "{}_share")
    reference = None if group is None else word(GROUPS, group)
    rows = ages_of(table, group)
    behind = typed_table(
        Typed(table, AGES, age_name, "people.trait.age", room=1.4),
        subject,
        Numbered(
            "figure-1-table",
            1,
            "",
            subject.t("report.ages.table"),
            subject.about_people(table, limits="people.limits.ages", n=people.people),
            label="figure",
            watched=(2,),
        ),
    )
    return (
        Figure(
            id="figure-1",
            number=1,
            caption=text("report.ages.caption", lang, year=str(people.sheet.data.year)),
            svg=lambda: (ages_figure(rows, reference, subject.texts, id="fig-ages"),),
            told=ages_told(rows, reference, lang),
            about=behind.about,
            table=behind,
            width=120.0,
        ),
    )


def _grouped(
    subject: Subject, table: SafeTable, parts: dict[str, str]
) -> tuple[list[str], list[Head]]:
    """Columns of the groups that have data, such as ``zone_n``, and their heads."""
    wanted = [f"{group}_{part}" for group in GROUPS for part in parts]
    names = columns_with_data(table, wanted)
    heads = []
    for name in names:
        group, part = name.split("_", 1)
        heads.append(Head(subject.t(parts[part]), subject.t(GROUPS[group])))
    return names, heads


def _profile(subject: Subject, people: People, table: SafeTable) -> Table:
    parts = {"n": "people.col.n", "share": "people.col.percent"}
    names, heads = _grouped(subject, table, parts)
    group = reference_of(table, "{}_share")
    lang = subject.lang
    rows = []
    for record in table.records():
        name = trait_level(people.sheet, record["trait"], record["level"])(lang)
        cells: list[Cell] = [Words(name), *(cell_of(table, n, record[n]) for n in names)]
        if group is not None:
            way = TRAITS.get(str(record["trait"]), "neutral")
            zone, other = record["zone_share"], record[f"{group}_share"]
            cells.append(compared(zone, other, way, lang, people=people.people))
        rows.append(Row(f"{record['trait']}-{record['level']}", tuple(cells)))
    return Table(
        id="table-2a",
        number=2,
        letter="a",
        caption=subject.t("people.profile.caption", year=str(people.sheet.data.year)),
        heads=(
            Head(subject.t("people.col.trait"), figure=False, room=1.6),
            *heads,
            *_said(subject, group),
        ),
        rows=tuple(rows),
        about=subject.about_people(
            table, limits="people.limits.profile", n=people.people, notes=_method(subject, group)
        ),
        watched=(names.index("zone_share") + 1,) if "zone_share" in names else (),
    )


def _said(subject: Subject, group: str | None) -> tuple[Head, ...]:
    if group is None:
        return ()
    id = "report.col.compared.region" if group == "region" else "report.col.compared.country"
    return (Head(subject.t(id), figure=False, room=1.5),)


def _method(subject: Subject, group: str | None) -> tuple[str, ...]:
    return () if group is None else (subject.t("people.difference.method"),)


def _morbidity(subject: Subject, people: People, table: SafeTable) -> Table:
    """Conditions: numbers, crude share with its interval, shares at equal age and sex, in words."""
    lang, t = subject.lang, subject.t
    standard = reference_of(table, "{}_std")
    group = standard or reference_of(table, "{}_share")
    kept = ["zone_n", "zone_share", "target_n"]
    kept += [f"{g}_std" for g in ("zone", *_REFERENCES)] if standard else [f"{group}_share"]
    names = columns_with_data(table, kept)
    titles = {
        "zone_n": Head(t("people.col.n"), t("group.zone")),
        "zone_share": Head(t("people.col.crude"), t("group.zone")),
        "target_n": Head(t("people.col.n"), t("group.target")),
        **{f"{g}_std": Head(t(GROUPS[g]), t("people.col.standardised")) for g in GROUPS},
        **{f"{g}_share": Head(t("people.col.crude"), t(GROUPS[g])) for g in _REFERENCES},
    }
    heads = [Head(t("people.col.condition"), figure=False, room=2.0)]
    for name in names:
        heads.append(titles[name])
        if name == "zone_share":
            heads.append(Head(t("report.col.interval"), t("group.zone")))
    kind = "std" if standard else "share"
    rows = []
    for record in table.records():
        said = condition_name(people.sheet, record["condition"])(lang)
        cells: list[Cell] = [Words(said)]
        for name in names:
            cells.append(cell_of(table, name, record[name]))
            if name == "zone_share":
                cells.append(interval(record["zone_n"], people.people))
        if group is not None:
            zone, other = record.get(f"zone_{kind}"), record.get(f"{group}_{kind}")
            cells.append(compared(zone, other, "burden", lang, people=people.people))
        rows.append(Row(str(record["condition"]), tuple(cells), total=False))
    order = sorted(rows, key=lambda row: row.key not in COUNTS)
    return Table(
        id="table-2b",
        number=2,
        letter="b",
        caption=t("people.morbidity.caption", year=str(people.sheet.data.year)),
        heads=(*heads, *_said(subject, group)),
        rows=tuple(order),
        about=subject.about_people(
            table,
            limits="people.limits.morbidity",
            n=people.people,
            notes=(*_method(subject, group), t("report.note.interval")),
        ),
        watched=(1,),
    )


def _uses(subject: Subject, people: People, table: SafeTable) -> Table:
    names = columns_with_data(table, GROUPS)
    group, lang = reference_of(table, "{}"), subject.lang
    rows = []
    for record in table.records():
        measure = str(record["measure"])
        places = 1 if measure in USES else 0
        cells: list[Cell] = [Words(kind_measure(measure)(lang))]
        cells += [_use(cell_of(table, n, record[n]), measure, places) for n in names]
        if group is not None:
            way = USES.get(measure, "neutral")
            cells.append(compared(record["zone"], record[group], way, lang))
        rows.append(Row(measure, tuple(cells)))
    return Table(
        id="table-2c",
        number=2,
        letter="c",
        caption=subject.t("people.consumption.caption", year=str(people.sheet.data.year)),
        heads=(
            Head(subject.t("people.col.measure"), figure=False, room=2.2),
            *(Head(subject.t(GROUPS[name])) for name in names),
            *_said(subject, group),
        ),
        rows=tuple(rows),
        about=subject.about_people(
            table,
            limits="people.limits.consumption",
            n=people.people,
            notes=_method(subject, group),
        ),
        watched=(1,),
    )


def _use(cell: Cell, measure: str, places: int) -> Cell:
    """What is no amount of money is a plain number, with one decimal for medicines."""
    if measure in USES and isinstance(cell, Euro):
        return Number(cell.value, places)
    return cell


def _rural(subject: Subject, people: People, table: SafeTable) -> Table:
    """Measures as rows, the rural part and the rest as columns."""
    records = table.records()
    names = columns_with_data(table, RURAL)
    return Table(
        id="table-2d",
        number=2,
        letter="d",
        caption=subject.t("people.rural.caption", year=str(people.sheet.data.year)),
        heads=(
            Head(subject.t("people.col.measure"), figure=False, room=2.2),
            *(Head(word(PARTS, record["part"])(subject.lang)) for record in records),
        ),
        rows=tuple(
            Row(
                name,
                (
                    Words(subject.t(RURAL[name])),
                    *(cell_of(table, name, record[name]) for record in records),
                ),
            )
            for name in names
        ),
        about=subject.about_people(table, limits="people.limits.rural", n=people.people),
        watched=(1,),
    )
