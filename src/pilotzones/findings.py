"""The one voice of every rule: findings, the case a rule is given, and the registry of rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING

from pilotzones.errors import Value

if TYPE_CHECKING:  # the nouns of the rooms above: named here, never imported at run time
    from pilotzones.postcodes.layer import UnitLayer
    from pilotzones.resources.supply import CareSheet
    from pilotzones.stratification.priorities.values import Priorities
    from pilotzones.stratification.released import PeopleSheet
    from pilotzones.zones.rulesets import RuleSet
    from pilotzones.zones.zone import Round, Zone


class Verdict(StrEnum):
    """What a rule says of a case. Missing input never passes."""

    PASS = "pass"
    FAIL = "fail"
    WARN = "warn"
    TO_DECLARE = "to-declare"
    TO_JUDGE = "to-judge"
    NOT_COMPUTABLE = "not-computable"


class Severity(StrEnum):
    """How much a finding weighs: B, M, m and i of the rule list."""

    BLOCKING = "blocking"
    MAJOR = "major"
    MINOR = "minor"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the rule list: its id, kind, class, severity and source.

    ``kind`` is hard, pref, adv or fact; ``class_`` is D, A, J or a sum of them (``D+A``), or
    ``-`` where a fact needs no input. A fact is a help text: it has no verdict and no question.
    """

    id: str
    kind: str
    class_: str
    severity: Severity
    source: str

    @property
    def chapter(self) -> str:
        """Letters before the number: the chapter of the rule list."""
        return self.id.rstrip("0123456789")

    @property
    def number(self) -> int:
        """Number inside the chapter, for sorting."""
        return int(self.id[len(self.chapter) :])


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule says of one case.

    Parameters
    ----------
    rule
        Id in the rule list.
    verdict, severity
        The verdict, and how much it weighs.
    reason
        Which sentence: ``<rule>.<reason>`` is a message id of the chapter's word file.
    value, threshold, unit
        What was measured, the bound it was held against, and the unit of both
        (``persons``, ``units``, ``pieces``, ``share``, ``zones``); None where there is none.
    subjects
        Codes that the finding is about, sorted: drawn on the map, listed in the report.
    evidence
        Further named facts of the sentence and of the tables.
    source
        Document and section.
    """

    rule: str
    verdict: Verdict
    severity: Severity
    reason: str
    value: int | float | None = None
    threshold: int | float | None = None
    unit: str | None = None
    subjects: tuple[str, ...] = ()
    evidence: Mapping[str, Value] = field(default_factory=lambda: MappingProxyType({}))
    source: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """A declaration or judgement: yes or no, the words, who gave it and when."""

    value: bool
    by: str
    on: date
    text: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """All that a rule is given.

    ``round`` is None when the other zones are not known, which is not the same as a round with
    no other zone. ``zonings`` holds the user's official zonings by name: unit code -> region.
    ``answers`` are declared texts and ticks by rule id, ``facts`` named numbers of the caller,
    such as ``target_size`` or ``partner_count``. ``people`` is what the stratification released,
    ``care`` the supply of care and access to it, ``priorities`` the ranking made of both with what
    the consortium wrote beside it; None where the project has no such part.
    """

    zone: Zone
    layer: UnitLayer
    rules: RuleSet
    round: Round | None = None
    zonings: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: MappingProxyType({}))
    answers: Mapping[str, Answer] = field(default_factory=lambda: MappingProxyType({}))
    facts: Mapping[str, int | float] = field(default_factory=lambda: MappingProxyType({}))
    people: PeopleSheet | None = None
    care: CareSheet | None = None
    priorities: Priorities | None = None


Measured = tuple[int | float | None, int | float | None, str]
"""What a rule measured, the bound it was held against, and the unit of both."""

_NOTHING: Mapping[str, Value] = MappingProxyType({})

Check = Callable[[Case], Finding]

_RULES: dict[str, Rule] = {}
_CHECKS: dict[str, Check] = {}


def register(rule: Rule, check: Check | None = None) -> None:
    """Enter a rule, once; a fact has no check."""
    if rule.id in _RULES:
        raise ValueError(f"rule {rule.id} is registered twice")
    _RULES[rule.id] = rule
    if check is not None:
        _CHECKS[rule.id] = check


def rule(
    id: str, *, kind: str, class_: str, severity: Severity, source: str
) -> Callable[[Check], Check]:
    """Decorator that enters a function as the check of a rule."""

    def enter(check: Check) -> Check:
        register(Rule(id, kind, class_, severity, source), check)
        return check

    return enter


def rules(chapter: str | None = None) -> tuple[Rule, ...]:
    """Every registered rule, by chapter and number.

    A chapter's rules are registered by importing its package, such as ``pilotzones.zones.rules``.
    """
    found = (r for r in _RULES.values() if chapter in (None, r.chapter))
    return tuple(sorted(found, key=lambda r: (r.chapter, r.number)))


def checked(*chapters: str) -> tuple[str, ...]:
    """Ids of the rules of these chapters that have a check, in the order of the list."""
    return tuple(r.id for r in rules() if r.chapter in chapters and r.id in _CHECKS)


def evaluate(case: Case, ids: Iterable[str]) -> tuple[Finding, ...]:
    """Findings of the rules named, in the order of the list; facts among them have none.

    Every rule runs; none stops at the first that fails.
    """
    wanted = set(ids)
    unknown = wanted - set(_RULES)
    if unknown:
        raise KeyError(f"unknown rule ids: {sorted(unknown)}")
    return tuple(_CHECKS[r.id](case) for r in rules() if r.id in wanted and r.id in _CHECKS)


def finding(
    rule: str,
    verdict: Verdict,
    reason: str,
    *,
    measured: Measured | None = None,
    subjects: tuple[str, ...] = (),
    evidence: Mapping[str, Value] = _NOTHING,
) -> Finding:
    """Finding of a registered rule, with its severity and source filled in."""
    row = _RULES[rule]
    value, threshold, unit = measured or (None, None, None)
    return Finding(
        rule=rule,
        verdict=verdict,
        severity=row.severity,
        reason=reason,
        value=value,
        threshold=threshold,
        unit=unit,
        subjects=tuple(sorted(subjects)),
        evidence=evidence,
        source=row.source,
    )


def answered(
    case: Case,
    rule: str,
    open_verdict: Verdict,
    *,
    measured: Measured | None = None,
    subjects: tuple[str, ...] = (),
    evidence: Mapping[str, Value] = _NOTHING,
) -> Finding:
    """Verdict of a question: pass or fail as it was answered, else ``open_verdict``.

    The reasons are ``yes``, ``no`` and ``open``; an answer brings who gave it, when, and its words.
    """
    answer = case.answers.get(rule)
    if answer is None:
        verdict, reason, told = open_verdict, "open", {}
    else:
        verdict = Verdict.PASS if answer.value else Verdict.FAIL
        reason = "yes" if answer.value else "no"
        told = {"by": answer.by, "on": answer.on.isoformat(), "words": answer.text}
    return finding(
        rule,
        verdict,
        reason,
        measured=measured,
        subjects=subjects,
        evidence=MappingProxyType({**evidence, **told}),
    )


def register_questions(*rows: Rule) -> None:
    """Enter rules that only ask: to declare, or to judge where nothing is declared (class J)."""
    for row in rows:
        register(row, partial(_asked, row.id))


def _asked(id: str, case: Case) -> Finding:
    """Open until it is answered; then pass or fail as answered."""
    declared = "A" in _RULES[id].class_
    return answered(case, id, Verdict.TO_DECLARE if declared else Verdict.TO_JUDGE)
