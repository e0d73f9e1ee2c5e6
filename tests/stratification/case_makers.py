"""SYNTHETIC cases of chapters T and S: what stops a rule, what is hidden, what is answered."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from rule_case import RuleCase
from synthetic import case
from synthetic_people import people_case, people_sheet, with_cell, without

from pilotzones.findings import Case
from pilotzones.stratification.released import HIDDEN, Cell, PeopleSheet
from pilotzones.zones.rulesets import RuleSet, read_rule_set


def tangled() -> str:
    """Criteria that contradict themselves, which shows only after everything has been tried."""
    pairs = [
        ("diabetes", "copd"),
        ("heart_failure", "asthma"),
        ("depression", "dementia"),
        ("parkinson", "epilepsy"),
        ("hiv", "ischaemic_heart"),
        ("polypharmacy", "chronic_status"),
        ("isolated", "rural"),
        ("increased_reimbursement", "sex = F"),
    ]
    odd = [f"({a} and not {b} or not {a} and {b})" for a, b in pairs]
    some = " or ".join(f"({a} and {b})" for a, b in zip(odd[::2], odd[1::2], strict=True))
    return f"({some}) and not ({some})"


def guide_without(**changes: object) -> RuleSet:
    """The Guide's rule set with bounds of the target group changed."""
    guide = read_rule_set()
    return guide.model_copy(update={"target": guide.target.model_copy(update=changes)})


def sheet_with(table: str, column: str, value: Cell, **keys: str) -> PeopleSheet:
    """Sheet in which one cell is another one."""
    sheet = people_sheet()
    return people_sheet(tables={table: with_cell(sheet.tables[table], column, value, **keys)})


def sheet_without(table: str, *, columns: Sequence[str] = (), **keys: str) -> PeopleSheet:
    """Sheet in which columns or rows of one table are not there."""
    sheet = people_sheet()
    return people_sheet(tables={table: without(sheet.tables[table], columns=columns, **keys)})


def asking(criteria: str | None) -> Callable[[], Case]:
    """Case with these criteria of the target group."""
    return lambda: people_case(people_sheet(criteria=criteria))


def of(sheet: PeopleSheet, **given: Any) -> Callable[[], Case]:
    """Case with this sheet."""
    return lambda: people_case(sheet, **given)


def stopped(rule: str, *, target: bool = True, coded: bool = False) -> Iterator[RuleCase]:
    """What stops the computed rules: no people, no criteria, criteria that cannot be told."""
    yield RuleCase(rule, "no people", "not-computable", "no_people", lambda: case())
    answered = {"answers": {rule: True}}
    yield RuleCase(
        rule, "no people, answered", "not-computable", "no_people", lambda: case(**answered)
    )
    if target:
        yield RuleCase(rule, "no criteria", "not-computable", "no_target", asking(None))
    if coded:
        yield RuleCase(rule, "tangled", "not-computable", "tangled", asking(tangled()))
        yield RuleCase(
            rule,
            "nobody can meet them",
            "not-computable",
            "impossible",
            asking("copd and not copd"),
        )


def unsized(rule: str) -> Iterator[RuleCase]:
    """The size of the target group is hidden, or not there."""
    union = {"term": "union"}
    for situation, reason, sheet in (
        ("size hidden", "hidden", sheet_with("criteria", "people", HIDDEN, **union)),
        ("size missing", "no_size", sheet_with("criteria", "people", None, **union)),
        ("no table of sizes", "no_size", people_sheet(tables={"criteria": None})),
    ):
        yield RuleCase(rule, situation, "not-computable", reason, of(sheet))


def answers_of(rule: str, open_: str, make: Callable[..., Case]) -> Iterator[RuleCase]:
    """Open, answered yes, answered no."""
    yield RuleCase(rule, "not answered", open_, "open", make)
    for value, verdict, reason in ((True, "pass", "yes"), (False, "fail", "no")):
        answers = {rule: value}
        yield RuleCase(rule, reason, verdict, reason, lambda a=answers: make(answers=a))
