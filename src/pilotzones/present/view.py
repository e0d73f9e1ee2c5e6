"""Rows of the pages: findings and units of a sheet as texts, ready to be set into a template."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from pilotzones.findings import Finding, Verdict
from pilotzones.present import sentences
from pilotzones.present.facts import UnitFacts, unit_facts
from pilotzones.present.maps.scene import Scene
from pilotzones.present.names import municipality_name, unit_name
from pilotzones.present.texts import Render, Texts
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
    facts, codes = unit_facts(sheet), sheet.case.zone.codes
    return tuple(_unit_row(code, facts.get(code), sheet, scene, w) for code in codes)


def _unit_row(
    code: str, fact: UnitFacts | None, sheet: ZoneSheet, scene: Scene | None, w: Texts
) -> UnitRow:
    if fact is None:
        unknown = (w.t("table.unknown_code"),)
        return UnitRow(code, None, Markup(""), Markup(""), None, None, None, None, unknown)
    layer, people = sheet.case.layer, fact.population
    area, density = fact.area_km2, fact.density_per_km2
    return UnitRow(
        code=code,
        number=scene.numbers.get(code) if scene is not None else None,
        name=w.say(lambda lang: unit_name(code, layer, lang)),
        municipality=w.say(lambda lang: municipality_name(code, layer, lang)),
        population=None if people is None else w.number(people),
        area=None if area is None else w.number(area, 1),
        density=None if density is None else w.number(density),
        rural=fact.rural,
        remarks=tuple(w.say(remark) for remark in remarks(code, sheet)),
    )


def remarks(code: str, sheet: ZoneSheet) -> tuple[Render, ...]:
    """What has to be said of a unit beside its numbers: loose, enclave, shared; by language."""
    found: list[Render] = []
    if any(code in piece.codes for piece in sheet.pieces[1:]):
        found.append(lambda lang: text("map.loose", lang))
    if any(code in piece.codes for piece in sheet.enclaves):
        found.append(lambda lang: text("map.enclave", lang))
    sharing = tuple(overlap.zone for overlap in sheet.overlaps if code in overlap.codes)
    if sharing:
        found.append(lambda lang: text("map.shared", lang, names=sharing))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Step:
    """Something to do, once, with the rules that ask for it."""

    said: Markup
    rules: tuple[str, ...]


def steps(rows: Iterable[RuleRow]) -> list[Step]:
    """Next steps of rows, in their order; the same step of several rules stands once."""
    asked: dict[Markup, list[str]] = {}
    for row in rows:
        if row.next_step is not None:
            asked.setdefault(row.next_step, []).append(row.rule)
    return [Step(said, tuple(rules)) for said, rules in asked.items()]


def ordered(rows: tuple[RuleRow, ...], findings: tuple[Finding, ...]) -> tuple[RuleRow, ...]:
    """Rows with what asks for something first, by urgency, then what passes, by rule."""
    urgent = [finding.rule for finding in sentences.by_urgency(findings)]
    by_rule = {row.rule: row for row in rows}
    rest = [row for row in rows if row.verdict == Verdict.PASS]
    return (*(by_rule[rule] for rule in urgent), *rest)
