"""The answer of a zone sheet in one word: which state its findings leave the zone in."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pilotzones.findings import Finding, Severity, Verdict
from pilotzones.present.sentences import by_urgency


class State(StrEnum):
    """States of a zone, the worst first. Missing input never makes a zone fit."""

    BLOCKED = "blocked"
    UNKNOWN = "unknown"
    FAILED = "failed"
    OPEN = "open"
    WARNED = "warned"
    FIT = "fit"


@dataclass(frozen=True, slots=True)
class Headline:
    """The state, and the findings that make it, the most urgent first."""

    state: State
    findings: tuple[Finding, ...]


_OPEN = (Verdict.TO_DECLARE, Verdict.TO_JUDGE, Verdict.NOT_COMPUTABLE)


def _state(finding: Finding) -> State:
    """The state that one finding alone would leave a zone in."""
    blocking = finding.severity is Severity.BLOCKING
    if finding.verdict is Verdict.FAIL:
        return State.BLOCKED if blocking else State.FAILED
    if finding.verdict is Verdict.NOT_COMPUTABLE and blocking:
        return State.UNKNOWN
    if finding.verdict in _OPEN:
        return State.OPEN
    return State.WARNED if finding.verdict is Verdict.WARN else State.FIT


def headline(findings: tuple[Finding, ...]) -> Headline:
    """The worst state that any finding gives, with all findings of that state.

    Examples
    --------
    >>> headline(()).state
    <State.FIT: 'fit'>
    """
    states = {_state(finding) for finding in findings}
    worst = next((state for state in State if state in states), State.FIT)
    return Headline(worst, tuple(f for f in by_urgency(findings) if _state(f) is worst))
