"""Rows of the pages: findings and units of a sheet as texts, ready to be set into a template."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from markupsafe import Markup

from pilotzones.findings import Finding, Verdict
from pilotzones.postcodes.rurality import rural_units
from pilotzones.present import sentences
from pilotzones.present.maps.scene import Scene
from pilotzones.present.names import municipality_name, unit_name
from pilotzones.present.texts import Texts
from pilotzones.present.values import bound, measured
from pilotzones.words import text
from pilotzones.zones.sheet import ZoneSheet


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One finding: its verdict, what was measured, and all its sentences.

    ``question`` and ``answer`` are None for a rule that asks nothing, ``next_step`` for one that
    leaves nothing to do.
    """

    rule: str
    verdict: str
    severity: str
    title: Markup
    value: Markup
    bound: Markup
    sentence: Markup
    demand: Markup
    source: str
    question: Markup | None
    answer: Markup | None
    next_step: Markup | None


def rule_row(finding: Finding, sheet: ZoneSheet, w: Texts) -> RuleRow:
    """Row of a finding."""
    case, kind = sheet.case, sheet.case.layer.origin.kind
    asked = sentences.question(finding.rule, w.lang) is not None
    todo = sentences.next_step(finding, case, w.lang) is not None
    return RuleRow(
        rule=finding.rule,
        verdict=str(finding.verdict),
        severity=str(finding.severity),
        title=w.say(lambda lang: sentences.title(finding.rule, lang)),
        value=w.say(lambda lang: measured(finding, kind, lang)),
        bound=w.say(lambda lang: bound(finding, kind, lang)),
        sentence=w.say(lambda lang: sentences.sentence(finding, case, lang)),
        demand=w.say(lambda lang: sentences.demand(finding.rule, lang)),
        source=finding.source,
        question=w.say(lambda lang: sentences.question(finding.rule, lang) or "")
        if asked
        else None,
        answer=_answer(finding, sheet, w),
        next_step=w.say(lambda lang: sentences.next_step(finding, case, lang) or "")
        if todo
        else None,
    )


def _answer(finding: Finding, sheet: ZoneSheet, w: Texts) -> Markup | None:
    """The declaration given, with who gave it and when, and its own words."""
    answer = sheet.case.answers.get(finding.rule)
    if answer is None:
        return None
    id = "table.answered_yes" if answer.value else "table.answered_no"
    said = w.t(id, by=answer.by, on=answer.on)
    words = Markup(" <q><bdi>{}</bdi></q>").format(answer.text) if answer.text else Markup("")
    return said + words


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit of the zone. ``number`` is its number on the map; None where it is not drawn.

    ``population``, ``area`` and ``density`` are None and ``rural`` is None where not known.
    """

    code: str
    number: int | None
    name: Markup
    municipality: Markup
    population: Markup | None
    area: Markup | None
    density: Markup | None
    rural: bool | None
    remarks: tuple[Markup, ...]


def unit_rows(sheet: ZoneSheet, scene: Scene | None, w: Texts) -> tuple[UnitRow, ...]:
    """Rows of all codes of the zone, known or not, in the order of the codes."""
    flags = rural_units(sheet.case.layer, sheet.case.rules.rural.definition()).flags
    return tuple(
        _unit_row(code, sheet, scene, w, None if flags.isna().get(code, True) else flags[code])
        for code in sheet.case.zone.codes
    )


def _unit_row(
    code: str, sheet: ZoneSheet, scene: Scene | None, w: Texts, rural: bool | None
) -> UnitRow:
    layer = sheet.case.layer
    if code not in layer.units.index:
        unknown = (w.t("table.unknown_code"),)
        empty = Markup("")
        return UnitRow(code, None, empty, empty, None, None, None, None, unknown)
    people, shape = layer.units.at[code, "population"], layer.units.geometry.at[code]
    known = bool(pd.notna(people))
    area = 0.0 if shape is None else shape.area / 1e6
    drawn = scene is not None and code in scene.shapes.index
    return UnitRow(
        code=code,
        number=scene.number(code) if scene is not None and drawn else None,
        name=w.say(lambda lang: unit_name(code, layer, lang)),
        municipality=w.say(lambda lang: municipality_name(code, layer, lang)),
        population=w.number(int(people)) if known else None,
        area=w.number(area, 1) if area else None,
        density=w.number(people / area) if known and area else None,
        rural=None if rural is None else bool(rural),
        remarks=tuple(w.say(lambda lang, r=r: r(lang)) for r in remarks(code, sheet)),
    )


def remarks(code: str, sheet: ZoneSheet) -> tuple:
    """What has to be said of a unit beside its numbers: loose, enclave, shared; by language."""
    found = []
    if any(code in piece.codes for piece in sheet.pieces[1:]):
        found.append(lambda lang: text("map.loose", lang))
    if any(code in piece.codes for piece in sheet.enclaves):
        found.append(lambda lang: text("map.enclave", lang))
    sharing = tuple(overlap.zone for overlap in sheet.overlaps if code in overlap.codes)
    if sharing:
        found.append(lambda lang: text("map.shared", lang, names=sharing))
    return tuple(found)


def ordered(rows: tuple[RuleRow, ...], findings: tuple[Finding, ...]) -> tuple[RuleRow, ...]:
    """Rows with what asks for something first, by urgency, then what passes, by rule."""
    urgent = [finding.rule for finding in sentences.by_urgency(findings)]
    by_rule = {row.rule: row for row in rows}
    rest = [row for row in rows if row.verdict == Verdict.PASS]
    return (*(by_rule[rule] for rule in urgent), *rest)
