"""Findings of chapter Z with the severity and source of their rule filled in."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from pilotzones.errors import Value
from pilotzones.findings import Case, Finding, Rule, Verdict, rules

GUIDE = "Guide 2016, 4.3.2"

_NOTHING: Mapping[str, Value] = MappingProxyType({})


def finding(
    rule: str,
    verdict: Verdict,
    reason: str,
    *,
    measured: tuple[int | float | None, int | float | None, str] | None = None,
    subjects: tuple[str, ...] = (),
    evidence: Mapping[str, Value] = _NOTHING,
) -> Finding:
    """Finding of a registered rule; ``measured`` is value, threshold and their unit."""
    row = _row(rule)
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


def _row(id: str) -> Rule:
    return next(rule for rule in rules("Z") if rule.id == id)


def answered(
    case: Case,
    rule: str,
    open_verdict: Verdict,
    *,
    measured: tuple[int | float | None, int | float | None, str] | None = None,
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


def blocked(case: Case, rule: str, *, people: bool = False) -> Finding | None:
    """Not computable when the zone is empty, has unknown units, or people are not known."""
    from pilotzones.zones.measures import unpeopled

    if not case.zone.codes:
        return finding(rule, Verdict.NOT_COMPUTABLE, "empty")
    unknown = case.zone.unknown(case.layer)
    if unknown:
        return finding(rule, Verdict.NOT_COMPUTABLE, "unknown_units", subjects=unknown)
    bare = unpeopled(case.zone, case.layer) if people else ()
    if bare:
        return finding(rule, Verdict.NOT_COMPUTABLE, "no_population", subjects=bare)
    return None
