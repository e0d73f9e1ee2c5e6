"""Rows of the page on method that are made from the rule registry and from the program itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from pilotzones.findings import Finding, Rule, rules
from pilotzones.present.docstrings import Explained, explained, explained_rules
from pilotzones.present.sentences import demand, title
from pilotzones.present.texts import Texts
from pilotzones.resources import rules as _chapter_r  # noqa: F401  registers the chapter
from pilotzones.stratification import rules as _chapters_t_and_s  # noqa: F401  registers them
from pilotzones.zones import rules as _chapter_z  # noqa: F401  registers the chapter

_CHAPTERS = {
    "Z": "method.chapter.z",
    "T": "method.chapter.t",
    "S": "method.chapter.s",
    "R": "method.chapter.r",
}
_KINDS = {
    "hard": "method.kind.hard",
    "pref": "method.kind.pref",
    "adv": "method.kind.adv",
    "fact": "method.kind.fact",
}
_CLASSES = {
    "D": "method.class.d",
    "A": "method.class.a",
    "J": "method.class.j",
    "-": "method.class.none",
}
_SEVERITIES = {
    "blocking": "method.severity.blocking",
    "major": "method.severity.major",
    "minor": "method.severity.minor",
    "info": "method.severity.info",
}
_MEASURES = (
    ("method.made.contiguity", "postcodes.contiguity.contiguity_of"),
    ("method.made.pieces", "zones.measures.pieces_of"),
    ("method.made.enclaves", "zones.measures.enclaves"),
    ("method.made.population", "zones.measures.population"),
    ("method.made.area", "zones.measures.area_km2"),
    ("method.made.rural", "postcodes.rurality.rural_units"),
    ("method.made.overlaps", "zones.measures.overlaps"),
    ("method.made.repair", "zones.propose.repair.repair_zone"),
    ("method.made.complete", "zones.propose.complete.complete"),
    ("method.made.ensemble", "zones.propose.ensemble.ensemble"),
    ("method.made.robust", "zones.robust.robustness"),
)
_OF_PEOPLE = (
    ("method.made.features", "stratification.features.features"),
    ("method.made.conditions", "stratification.conditions"),
    ("method.made.standardised", "stratification.comparison.standardised"),
    ("method.made.risk", "stratification.risk.fit"),
    ("method.made.calibration", "stratification.calibration.fit_calibration"),
    ("method.made.evaluation", "stratification.evaluation"),
    ("method.made.pyramid", "stratification.strata.pyramid"),
    ("method.made.target", "stratification.target_group.target_tables"),
    ("method.made.spending", "stratification.spending.spending_tables"),
    ("method.made.suppression", "stratification.suppression.suppressed"),
)
_OF_CARE = (
    ("method.made.access", "resources.access.e2sfca"),
    ("method.made.nearest", "resources.access.nearest_m"),
    ("method.made.gaps", "resources.gaps.gaps"),
    ("method.made.missing", "resources.gaps.missing_people"),
    ("method.made.shortage", "resources.shortage"),
)
MEASURES = (*_MEASURES, *_OF_PEOPLE, *_OF_CARE)
"""Message of the name of each computed measure, and the function or module that computes it."""


@dataclass(frozen=True, slots=True)
class RuleEntry:
    """One rule of the registry, whether this project applies it, and how it is computed."""

    id: str
    title: Markup
    demand: Markup
    kind: Markup
    classes: tuple[Markup, ...]
    severity: Markup | None
    source: str
    applied: bool
    computed: Explained | None


@dataclass(frozen=True, slots=True)
class ChapterEntry:
    """A chapter of the rule list with its rules."""

    name: Markup
    rules: tuple[RuleEntry, ...]


@dataclass(frozen=True, slots=True)
class MeasureEntry:
    """A computed measure and what the function that computes it says of itself."""

    name: Markup
    computed: Explained


def chapters(findings: Iterable[Finding], w: Texts) -> list[ChapterEntry]:
    """Every registered rule by chapter; those that the findings tell of are marked as applied."""
    applied = {finding.rule for finding in findings}
    known = explained_rules()
    found: dict[str, list[RuleEntry]] = {id: [] for id in _CHAPTERS}
    for rule in rules():
        entry = _rule(rule, known.get(rule.id), rule.id in applied, w)
        found.setdefault(rule.chapter, []).append(entry)
    return [
        ChapterEntry(_chapter(id, len(entries), w), tuple(entries))
        for id, entries in found.items()
        if entries
    ]


def _chapter(id: str, n: int, w: Texts) -> Markup:
    return w.t(_CHAPTERS[id], n=n) if id in _CHAPTERS else w.say(lambda _lang: id)


def _rule(rule: Rule, computed: Explained | None, applied: bool, w: Texts) -> RuleEntry:
    fact = rule.kind == "fact"
    return RuleEntry(
        id=rule.id,
        title=w.say(lambda lang: title(rule.id, lang)),
        demand=w.say(lambda lang: demand(rule.id, lang)),
        kind=w.t(_KINDS[rule.kind]),
        classes=() if fact else tuple(w.t(_CLASSES[id]) for id in rule.class_.split("+")),
        severity=None if fact else w.t(_SEVERITIES[rule.severity]),
        source=rule.source,
        applied=applied,
        computed=computed,
    )


def measures(*, people: bool, care: bool, w: Texts) -> list[MeasureEntry]:
    """Computed measures of the parts that a project has."""
    shown = (*_MEASURES, *(_OF_PEOPLE if people else ()), *(_OF_CARE if care else ()))
    return [MeasureEntry(w.t(id), explained(name)) for id, name in shown]
