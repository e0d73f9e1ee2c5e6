"""Cases of the rules of this room: one row per rule and situation, with what is expected."""

from __future__ import annotations

from collections.abc import Iterator

from rule_case import RuleCase
from stratification import needs_cases, target_cases
from stratification.case_makers import answers_of
from synthetic import case

QUESTIONS = {
    "to-declare": ("T05", "T14", "T15", "T19", "T21", "S07", "S08", "S09", "S10"),
    "to-judge": ("T10",),
}


def declared() -> Iterator[RuleCase]:
    for open_, rules in QUESTIONS.items():
        for rule in rules:
            yield from answers_of(rule, open_, case)


def every_case() -> tuple[RuleCase, ...]:
    """All rows of chapters T and S, in the order of the rule list."""
    groups = (*target_cases.GROUPS, *needs_cases.GROUPS, declared)
    rows = [row for group in groups for row in group()]
    return tuple(sorted(rows, key=lambda row: (row.rule[0] == "S", row.rule)))
