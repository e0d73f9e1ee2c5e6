"""Cases of the computed rules of chapter T: values just below, at and above each bound."""

from __future__ import annotations

from collections.abc import Iterator

from rule_case import RuleCase
from stratification.case_makers import (
    answers_of,
    asking,
    guide_without,
    of,
    sheet_with,
    sheet_without,
    stopped,
    tangled,
    unsized,
)
from synthetic_people import people_case, people_sheet, with_cell

from pilotzones.stratification.released import HIDDEN

OPEN = "copd or heart_failure or diabetes"


def size() -> Iterator[RuleCase]:
    for rule, rows in {
        "T01": (
            (999, "fail", "below"),
            (1_000, "warn", "few"),
            (1_001, "warn", "few"),
            (1_999, "warn", "few"),
            (2_000, "pass", "pass"),
            (2_001, "pass", "pass"),
        ),
        "T02": ((999, "fail", "below"), (1_000, "pass", "pass"), (1_001, "pass", "pass")),
    }.items():
        yield from stopped(rule)
        yield from unsized(rule)
        for people, verdict, reason in rows:
            make = of(people_sheet(target=people))
            yield RuleCase(rule, f"{people} persons", verdict, reason, make, people)
        bare = guide_without(minimum=None, enough=None)
        yield RuleCase(
            rule, "no bound", "not-computable", "no_bound", lambda b=bare: people_case(rules=b)
        )
    only = guide_without(minimum=None)
    yield RuleCase(
        "T01",
        "no minimum",
        "warn",
        "few",
        lambda: people_case(people_sheet(target=500), rules=only),
        500,
    )


def involved() -> Iterator[RuleCase]:
    for situation, facts in (
        ("no facts", {}),
        ("one fact", {"partner_count": 12}),
        ("no partner", {"partner_count": 0, "partners_with_action": 0}),
    ):
        yield RuleCase(
            "T09", situation, "not-computable", "no_facts", lambda f=facts: people_case(facts=f)
        )
    for active, verdict, reason in ((11, "fail", "without"), (12, "pass", "pass")):
        facts = {"partner_count": 12, "partners_with_action": active}
        yield RuleCase(
            "T09",
            f"{active} of 12",
            verdict,
            reason,
            lambda f=facts: people_case(facts=f),
        )


def share() -> Iterator[RuleCase]:
    yield from stopped("T18")
    yield from unsized("T18")
    for target, verdict, reason in (
        (4_999, "warn", "below"),
        (5_000, "pass", "pass"),
        (5_001, "pass", "pass"),
        (29_999, "pass", "pass"),
        (30_000, "pass", "pass"),
        (30_001, "warn", "above"),
    ):
        sheet = people_sheet(people=100_000, target=target)
        yield RuleCase("T18", f"{target} of 100,000", verdict, reason, of(sheet), target / 100_000)
    bare = guide_without(share=None)
    yield RuleCase("T18", "no bound", "not-computable", "no_bound", lambda: people_case(rules=bare))
    for situation, sheet in (
        ("people hidden", sheet_with("concentration", "people", HIDDEN, top="100")),
        ("people missing", people_sheet(tables={"concentration": None})),
    ):
        yield RuleCase("T18", situation, "not-computable", "no_zone", of(sheet))


def conditions() -> Iterator[RuleCase]:
    yield from stopped("T04", coded=True)
    for criteria, verdict, reason, value in (
        ("copd", "fail", "below", 1),
        ("copd and age >= 18", "fail", "below", 1),
        ("n_conditions = 0", "fail", "none", 0),
        ("copd or heart_failure", "pass", "pass", 2),
        (OPEN, "pass", "pass", 3),
        ("level = high", "pass", "pass", 10),
        ("copd and heart_failure", "warn", "shared", 2),
        ("copd and n_conditions >= 2", "warn", "shared", 10),
    ):
        yield RuleCase("T04", criteria, verdict, reason, asking(criteria), value)
    bare = guide_without(conditions=None)
    yield RuleCase("T04", "no bound", "not-computable", "no_bound", lambda: people_case(rules=bare))


def ages() -> Iterator[RuleCase]:
    yield from stopped("T06", coded=True)
    for criteria, verdict, reason in (
        (OPEN, "pass", "pass"),
        ("diabetes or age >= 75", "pass", "pass"),
        ("diabetes and age >= 0", "pass", "pass"),
        ("diabetes and age >= 1", "fail", "ages"),
        ("diabetes and age >= 18", "fail", "ages"),
        ("diabetes and not (age < 18 or age > 95)", "fail", "ages"),
        ("age >= 65 and sex = F or age < 65 and sex = M", "pass", "pass"),
    ):
        yield RuleCase("T06", criteria, verdict, reason, asking(criteria))


def comorbidity() -> Iterator[RuleCase]:
    yield from stopped("T07", coded=True)
    for criteria, verdict, reason in (
        (OPEN, "pass", "pass"),
        ("copd and n_conditions >= 2", "pass", "pass"),
        ("copd and not dementia", "fail", "excluded"),
        ("copd and n_conditions <= 3", "fail", "number"),
        ("copd and not dementia or heart_failure", "warn", "put_out"),
        ("copd and n_conditions <= 3 or age >= 75", "warn", "number_out"),
        ("dementia and not not copd", "pass", "pass"),
    ):
        yield RuleCase("T07", criteria, verdict, reason, asking(criteria))


def risk() -> Iterator[RuleCase]:
    yield from stopped("T08", coded=True)
    for criteria, verdict, reason in (
        ("copd and level != high", "fail", "excluded"),
        ("copd and level in (low, middle)", "fail", "excluded"),
        ("copd and hospital_days < 30", "fail", "excluded"),
        ("copd and total_cost <= 10000", "fail", "excluded"),
        ("copd and not polypharmacy", "fail", "excluded"),
        ("copd and n_conditions in (1, 2)", "fail", "excluded"),
        ("copd and hospital_stays = 0 or diabetes", "warn", "put_out"),
        ("copd and level in (middle, high)", "to-declare", "open"),
    ):
        yield RuleCase("T08", criteria, verdict, reason, asking(criteria))
    yield from answers_of("T08", "to-declare", people_case)
    low = people_sheet(criteria="copd and level = low")
    yield RuleCase("T08", "excluded, answered", "fail", "excluded", of(low, answers={"T08": True}))


def precise() -> Iterator[RuleCase]:
    yield from stopped("T13")
    yield from unsized("T13")
    for criteria, verdict, reason in (
        (tangled(), "not-computable", "tangled"),
        ("copd and not copd", "fail", "nobody"),
        ("copd and n_conditions = 0", "fail", "nobody"),
        ("copd or not copd", "fail", "everybody"),
        ("copd or age > 120 or heart_failure", "fail", "dead"),
        (OPEN, "pass", "pass"),
    ):
        yield RuleCase("T13", reason, verdict, reason, asking(criteria))
    for situation, reason, sheet in (
        ("no spending", "no_budget", people_sheet(tables={"spending": None})),
        ("no share of patients", "no_own_share", sheet_without("spending", payer="patient")),
    ):
        yield RuleCase("T13", situation, "not-computable", reason, of(sheet))


def vulnerable() -> Iterator[RuleCase]:
    yield from stopped("T11")
    yield from answers_of("T11", "to-declare", people_case)
    for criteria in ("copd and not isolated", "copd and not increased_reimbursement or diabetes"):
        yield RuleCase("T11", criteria, "fail", "excluded", asking(criteria))
    keys = {"trait": "increased_reimbursement", "level": "yes"}
    hidden = sheet_with("profile", "target_share", HIDDEN, **keys)
    yield RuleCase("T11", "first trait hidden", "to-declare", "open", of(hidden), 0.241)
    both = with_cell(
        hidden.tables["profile"], "target_share", HIDDEN, trait="isolated", level="yes"
    )
    for situation, sheet in (
        ("both traits hidden", people_sheet(tables={"profile": both})),
        ("no profile", people_sheet(tables={"profile": None})),
    ):
        yield RuleCase("T11", situation, "not-computable", "no_share", of(sheet))


def own_share() -> Iterator[RuleCase]:
    yield from stopped("T12")
    yield from answers_of("T12", "to-declare", people_case)
    for situation, sheet in (
        ("no share of patients", sheet_without("spending", payer="patient")),
        ("no spending", people_sheet(tables={"spending": None})),
    ):
        yield RuleCase("T12", situation, "not-computable", "no_own_share", of(sheet))
    hidden = people_sheet()
    full = with_cell(
        hidden.tables["spending"], "eur_per_person", 6.2, kind="visit", payer="patient"
    )
    known = people_sheet(tables={"spending": full})
    for planned, verdict, reason in (
        (926.6, "to-declare", "open"),
        (926.7, "to-declare", "open"),
        (926.8, "fail", "above"),
    ):
        facts = {"patient_eur_planned": planned}
        yield RuleCase("T12", f"{planned} planned", verdict, reason, of(known, facts=facts))
    yield RuleCase(
        "T12",
        "more planned than is known of now",
        "not-computable",
        "perhaps_above",
        of(hidden, facts={"patient_eur_planned": 950.0}),
    )


GROUPS = (
    size,
    involved,
    share,
    conditions,
    ages,
    comorbidity,
    risk,
    precise,
    vulnerable,
    own_share,
)
