"""The one voice of every rule: findings, the case a rule is given, and the registry of rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from pilotzones.errors import Value

if TYPE_CHECKING:  # the nouns of the rooms above: named here, never imported at run time
    from pilotzones.postcodes.layer import UnitLayer
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
    such as ``target_size`` or ``partner_count``.
    """

    zone: Zone
    layer: UnitLayer
    rules: RuleSet
    round: Round | None = None
    zonings: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: MappingProxyType({}))
    answers: Mapping[str, Answer] = field(default_factory=lambda: MappingProxyType({}))
    facts: Mapping[str, int | float] = field(default_factory=lambda: MappingProxyType({}))


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


def evaluate(case: Case, ids: Iterable[str] | None = None) -> tuple[Finding, ...]:
    """Findings of every rule that has a check, or of those named, in the order of the list.

    Every rule runs; none stops at the first that fails.
    """
    wanted = set(_CHECKS) if ids is None else set(ids)
    unknown = wanted - set(_RULES)
    if unknown:
        raise KeyError(f"unknown rule ids: {sorted(unknown)}")
    return tuple(_CHECKS[r.id](case) for r in rules() if r.id in wanted and r.id in _CHECKS)
