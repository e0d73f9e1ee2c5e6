"""What stops a computed rule of chapter Z, and where most of its rules stand in the Guide."""

from __future__ import annotations

from pilotzones.findings import Case, Finding, Verdict, finding
from pilotzones.zones.measures import unpeopled

GUIDE = "Guide 2016, 4.3.2"


def blocked(case: Case, rule: str, *, people: bool = False) -> Finding | None:
    """Not computable when the zone is empty, has unknown units, or people are not known."""
    if not case.zone.codes:
        return finding(rule, Verdict.NOT_COMPUTABLE, "empty")
    unknown = case.zone.unknown(case.layer)
    if unknown:
        return finding(rule, Verdict.NOT_COMPUTABLE, "unknown_units", subjects=unknown)
    bare = unpeopled(case.zone, case.layer) if people else ()
    if bare:
        return finding(rule, Verdict.NOT_COMPUTABLE, "no_population", subjects=bare)
    return None
