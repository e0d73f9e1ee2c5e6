"""Table 1: the zone sheet, with its measures, its units and what the rules of the zone say."""

from __future__ import annotations

from pilotzones.present.facts import UnitFacts, unit_facts
from pilotzones.present.measures import measures
from pilotzones.present.names import municipality_name, unit_name
from pilotzones.present.reports.measured_cells import number
from pilotzones.present.reports.model import (
    Block,
    Cell,
    Fact,
    Facts,
    Gone,
    Head,
    Number,
    Row,
    Section,
    Table,
    Words,
)
from pilotzones.present.reports.sections.compliance import compliance_table
from pilotzones.present.reports.subject import Subject, bare
from pilotzones.present.view import remarks

ORDER = 30
KINDS = ("zone", "whole")


def sections(subject: Subject) -> tuple[Section, ...]:
    """Measures, units, verdicts of the zone; in the whole report the verdicts stand together."""
    found = measures(subject.sheet, subject.texts)
    facts = Facts(tuple(Fact(bare(m.name), tuple(bare(line) for line in m.lines)) for m in found))
    blocks: list[Block] = [facts, _units(subject)]
    if subject.kind == "zone":
        rules = subject.sheet.findings
        blocks.append(compliance_table(subject, rules, number=1, id="table-1b", letter="b"))
    return (Section("zone-sheet", subject.t("page.sheet"), tuple(blocks), new_page=True),)


def _units(subject: Subject) -> Table:
    sheet, facts = subject.sheet, unit_facts(subject.sheet)
    heads = (
        Head(subject.t("table.code"), figure=False, room=0.5),
        Head(subject.t("table.name"), figure=False, room=1.6),
        Head(subject.t("table.municipality"), figure=False, room=1.6),
        Head(subject.t("table.population")),
        Head(subject.t("table.area")),
        Head(subject.t("table.density")),
        Head(subject.t("table.rural"), figure=False, room=0.5),
        Head(subject.t("table.remark"), figure=False, room=1.4),
    )
    rows = [Row(code, _unit(code, facts.get(code), subject)) for code in sheet.case.zone.codes]
    people = number(sheet.population)
    whole: tuple[Cell, ...] = (
        Words(subject.t("table.total")),
        Gone.BLANK,
        Gone.BLANK,
        people,
        Number(sheet.area_km2, 1),
        number(sheet.density_per_km2),
        Gone.BLANK,
        Gone.BLANK,
    )
    return Table(
        id="table-1",
        number=1,
        letter="a" if subject.kind == "zone" else "",
        caption=subject.t("report.units.caption"),
        heads=heads,
        rows=(*rows, Row("total", whole, total=True)),
        about=subject.about_zone("report.limits.units"),
        watched=(3,),
        main=people,
    )


def _unit(code: str, fact: UnitFacts | None, subject: Subject) -> tuple[Cell, ...]:
    """Cells of a unit; one that the layer does not know says so."""
    if fact is None:
        unknown = Words(subject.t("table.unknown_code"))
        return (Words(code), *(Gone.BLANK,) * 6, unknown)
    layer, lang = subject.sheet.case.layer, subject.lang
    yes_no = {True: "table.yes", False: "table.no", None: "value.unknown"}
    said = ", ".join(remark(lang) for remark in remarks(code, subject.sheet))
    return (
        Words(code),
        Words(unit_name(code, layer, lang)),
        Words(municipality_name(code, layer, lang)),
        number(fact.population),
        number(fact.area_km2, 1),
        number(fact.density_per_km2),
        Words(subject.t(yes_no[fact.rural])),
        Words(said) if said else Gone.BLANK,
    )
