"""One case of a rule: what it is given and what it must say; chapters list theirs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pilotzones.findings import Case, Verdict


@dataclass(frozen=True, slots=True)
class RuleCase:
    """What is given to a rule and what it must say."""

    rule: str
    situation: str
    verdict: str
    reason: str
    make: Callable[[], Case]
    value: float | None = None


def verdicts_run(cases: Iterable[RuleCase]) -> dict[str, list[str]]:
    """Verdicts that the cases of each rule run, in the order of the verdicts."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in cases:
        found[row.rule].add(row.verdict)
    order = [str(verdict) for verdict in Verdict]
    return {rule: sorted(found[rule], key=order.index) for rule in sorted(found)}
