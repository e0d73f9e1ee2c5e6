"""Table 7: supply of care by type, gaps, places with a lot, shortage of general practitioners."""

from __future__ import annotations

from pilotzones.present.care_answer import people_by_type
from pilotzones.present.care_tables import area_name, compared_words
from pilotzones.present.care_words import km, reason_name, type_name
from pilotzones.present.reports.measured_cells import number
from pilotzones.present.reports.model import (
    About,
    Block,
    Cell,
    Gone,
    Head,
    Number,
    Paragraph,
    Row,
    Section,
    Table,
    Told,
    Words,
)
from pilotzones.present.reports.subject import Subject
from pilotzones.present.sentences import capital, unit_label
from pilotzones.resources.care_types import care_model
from pilotzones.resources.supply import CareSheet, Gap, Overlap, Shortage, TypeSupply

ORDER = 120
KINDS = ("resources", "whole")
_GAPS = 60
"""Gaps that the table lists; the workbook and the file of gaps have them all."""


def sections(subject: Subject) -> tuple[Section, ...]:
    """Supply, gaps, surplus, shortage: what there is of them."""
    care = subject.care
    if care is None:
        return ()
    blocks: list[Block] = [_supply(subject, care)]
    if care.gaps:
        blocks.append(_gaps(subject, care))
    else:
        blocks.append(Paragraph(subject.t("care.gaps_none")))
    if care.overlaps:
        blocks += [_surplus(subject, care), Paragraph(subject.t("care.surplus_said"), "small")]
    if care.shortage:
        blocks.append(_shortage(subject, care))
    return (Section("resources", subject.t("report.resources"), tuple(blocks), new_page=True),)


def _supply(subject: Subject, care: CareSheet) -> Table:
    """Types at a glance, as they were given, in words beside the reference."""
    t, lacking = subject.t, people_by_type(care)
    rows = tuple(
        Row(supply.providers.type, _supply_cells(subject, care, supply, lacking))
        for supply in care.types
    )
    return Table(
        id="table-7a",
        number=7,
        letter="a",
        caption=t("report.resources.caption"),
        heads=(
            Head(t("care.type"), figure=False, room=1.7),
            Head(t("care.count")),
            Head(t("care.access")),
            Head(t("care.reference")),
            Head(t("care.compared"), figure=False, room=1.5),
            Head(t("care.without")),
            Head(t("care.lacking")),
        ),
        rows=rows,
        about=_about(subject, care.types, t("report.note.access")),
        watched=(2,),
    )


def _about(subject: Subject, types: tuple[TypeSupply, ...], *notes: str) -> About:
    placed = sum(len(s.providers.places) for s in types)
    n = subject.t("report.n.providers", n=placed)
    return subject.about_care(types, "report.limits.resources", n, *notes)


def _supply_cells(
    subject: Subject, care: CareSheet, supply: TypeSupply, lacking: dict[str, int]
) -> tuple[Cell, ...]:
    type, zone = supply.providers.type, supply.groups.get("zone")
    reference = supply.groups.get(supply.reference)
    known = zone is not None and zone.people > 0
    name = capital(type_name(care, type, subject.lang))
    if supply.providers.synthetic:
        name = f"{name} ({subject.t('care.synthetic_mark')})"
    if zone is None or not known:
        return (Words(name), *(Gone.NO_DATA,) * 3, Gone.BLANK, *(Gone.NO_DATA,) * 2)
    return (
        Words(name),
        Number(zone.count),
        number(zone.access, 1),
        number(reference.access if reference else None, 1),
        Words(compared_words(supply, subject.lang)),
        Number(zone.people_without),
        Number(lacking.get(type, 0)),
    )


def _gaps(subject: Subject, care: CareSheet) -> Table:
    """Gaps, the largest shortfall of most people first: that is an order of size, told as such."""
    t = subject.t
    more = len(care.gaps) - _GAPS
    notes = (t("report.note.gaps_more", n=more),) if more > 0 else ()
    types = {gap.type for gap in care.gaps}
    return Table(
        id="table-7b",
        number=7,
        letter="b",
        caption=t("report.gaps.caption"),
        heads=(
            Head(t("care.gap.unit"), figure=False, room=1.6),
            Head(t("care.type"), figure=False, room=1.6),
            Head(t("care.gap.reason"), figure=False, room=1.8),
            Head(t("table.value")),
            Head(t("care.reference")),
            Head(t("table.population")),
            Head(t("table.rural"), figure=False, room=0.5),
            Head(t("care.gap.need")),
        ),
        rows=tuple(_gap(gap, subject, care) for gap in care.gaps[:_GAPS]),
        about=_about(
            subject,
            tuple(s for s in care.types if s.providers.type in types),
            t("care.gaps_caption"),
            *notes,
        ),
        watched=(5,),
    )


def _gap(gap: Gap, subject: Subject, care: CareSheet) -> Row:
    lang = subject.lang
    rural = {True: "table.yes", False: "table.no", None: "value.unknown"}[gap.rural]
    cells: tuple[Cell, ...] = (
        Words(unit_label(gap.unit, subject.sheet.case.layer, lang)),
        Words(type_name(care, gap.type, lang)),
        Words(reason_name(gap.reason, lang)),
        _measured(gap, gap.value, lang),
        _measured(gap, gap.reference_value, lang),
        Number(gap.people),
        Words(subject.t(rural)),
        Words(subject.t("care.gap.need_unknown")) if gap.need is None else Number(gap.need, 2),
    )
    return Row(f"{gap.type}-{gap.unit}", cells)


def _measured(gap: Gap, value: float, lang: str) -> Cell:
    """Supply in reach per 100,000 people, or a distance in kilometres."""
    if gap.measure == "nearest_m":
        return Told(Number(value / 1000, 1), km(value, lang))
    return Number(value, 1)


def _surplus(subject: Subject, care: CareSheet) -> Table:
    t = subject.t
    types = {overlap.type for overlap in care.overlaps}
    return Table(
        id="table-7c",
        number=7,
        letter="c",
        caption=t("care.surplus_title"),
        heads=(
            Head(t("care.gap.unit"), figure=False, room=1.6),
            Head(t("care.type"), figure=False, room=1.6),
            Head(t("care.count")),
            Head(t("care.access")),
            Head(t("care.reference")),
            Head(t("report.col.close")),
        ),
        rows=tuple(_surplus_row(overlap, subject, care) for overlap in care.overlaps),
        about=_about(subject, tuple(s for s in care.types if s.providers.type in types)),
        watched=(3,),
    )


def _surplus_row(overlap: Overlap, subject: Subject, care: CareSheet) -> Row:
    lang = subject.lang
    return Row(
        f"{overlap.type}-{overlap.unit}",
        (
            Words(unit_label(overlap.unit, subject.sheet.case.layer, lang)),
            Words(type_name(care, overlap.type, lang)),
            Number(overlap.count),
            Number(overlap.value, 1),
            Number(overlap.reference_value, 1),
            number(overlap.close),
        ),
    )


_SHORT_WORDS = {True: "care.short.yes", False: "care.short.no", None: "care.short.unknown"}


def _shortage(subject: Subject, care: CareSheet) -> Table:
    t, rule = subject.t, care_model().shortage
    said = t(
        "care.shortage_rule", below=rule.below, thin=rule.thin_below, density=rule.thin_density
    )
    gps = care.supply("gp")
    return Table(
        id="table-7d",
        number=7,
        letter="d",
        caption=t("care.shortage"),
        heads=(
            Head(t("table.municipality"), figure=False, room=1.4),
            Head(t("table.population")),
            Head(t("table.density")),
            Head(t("care.gps")),
            Head(t("care.per_100000")),
            Head(t("care.bound")),
            Head(t("care.verdict"), figure=False, room=1.2),
        ),
        rows=tuple(_short(area, subject) for area in care.shortage),
        about=_about(subject, (gps,) if gps else (), said, rule.source),
        watched=(4,),
    )


def _short(area: Shortage, subject: Subject) -> Row:
    return Row(
        area.area,
        (
            Words(area_name(area.area, subject.sheet)(subject.lang)),
            number(area.people),
            number(area.density_per_km2),
            number(area.gps),
            number(area.per_100000, 1),
            number(area.bound),
            Words(subject.t(_SHORT_WORDS[area.short])),
        ),
        total=area.area == "zone",
    )
