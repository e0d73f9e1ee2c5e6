"""Chapters T and S: every rule with its passing, failing and not computable cases."""

from __future__ import annotations

import pytest
from rule_case import RuleCase, verdicts_run
from stratification.case_makers import sheet_with
from stratification.rule_cases import every_case
from synthetic import case
from synthetic_people import CONDITIONS, people_case, people_sheet

from pilotzones.findings import Verdict, checked, evaluate, rules
from pilotzones.stratification import rules as _chapters  # noqa: F401
from pilotzones.stratification.released import HIDDEN

CASES = every_case()
LISTED = [*rules("T"), *rules("S")]
COMPUTED = [r.id for r in LISTED if "D" in r.class_ and r.kind != "fact"]


@pytest.mark.parametrize("row", CASES, ids=lambda row: f"{row.rule}: {row.situation[:60]}")
def test_rule_says(row: RuleCase):
    (finding,) = evaluate(row.make(), [row.rule])
    assert (str(finding.verdict), finding.reason) == (row.verdict, row.reason)
    if row.value is not None:
        assert finding.value == pytest.approx(row.value)


@pytest.mark.parametrize("id", COMPUTED)
def test_computed_rule_has_a_passing_a_failing_and_a_not_computable_case(id: str):
    verdicts = set(verdicts_run(CASES)[id])
    assert {"pass", "not-computable"} <= verdicts
    assert verdicts & {"fail", "warn"}


def test_chapters_have_33_rules_and_facts_have_no_check():
    expected = [f"T{n:02}" for n in range(1, 23)] + [f"S{n:02}" for n in range(1, 12)]
    assert [rule.id for rule in LISTED] == expected
    facts = {rule.id for rule in LISTED if rule.kind == "fact"}
    assert facts == {"T03", "T16", "T17", "T20", "T22"}
    found = {finding.rule for finding in evaluate(case(), checked("T", "S"))}
    assert found == set(expected) - facts


def test_without_people_nothing_passes_whatever_is_declared():
    bare = case(answers={rule.id: True for rule in LISTED})
    passed = {f.rule for f in evaluate(bare, checked("T", "S")) if f.verdict is Verdict.PASS}
    declared = {r.id for r in LISTED if "D" not in r.class_ and r.kind != "fact"}
    assert passed == declared - {"T08"}  # T08 has a pattern to check in the criteria


def test_rule_with_a_number_and_a_question_does_not_pass_on_the_number_alone():
    open_ = {r.id for r in LISTED if r.class_ in ("D+A", "D+J")}
    facts = {"priority_count": 3, "priorities_with_action": 3}
    for finding in evaluate(people_case(facts=facts), open_):
        assert finding.verdict is not Verdict.PASS, finding.rule


def test_subjects_are_codes_of_units_only():
    for row in CASES:
        made = row.make()
        (finding,) = evaluate(made, [row.rule])
        assert set(finding.subjects) <= set(made.layer.units.index)


def test_ages_left_out_are_named():
    (finding,) = evaluate(people_case(people_sheet(criteria="copd and age >= 18")), ["T06"])
    assert finding.evidence["ages"] == ("0-17",)


def test_families_of_the_conditions_that_lead_in_are_counted():
    (finding,) = evaluate(people_case(people_sheet(criteria="copd or dementia or hiv")), ["T04"])
    assert finding.evidence["conditions"] == ("copd", "dementia", "hiv")
    assert finding.evidence["families"] == 3


def test_priorities_are_those_furthest_above_the_reference_and_never_a_hidden_one():
    """SYNTHETIC shares: copd is 19 % above the country, heart failure 12 %."""
    (finding,) = evaluate(people_case(), ["S02"])
    fields = finding.evidence["fields"]
    assert isinstance(fields, tuple)
    assert fields[:2] == ("copd", "heart_failure")
    sheet = sheet_with("morbidity", "zone_std", HIDDEN, condition="copd")
    (without,) = evaluate(people_case(sheet), ["S02"])
    assert "copd" not in (without.evidence["fields"] or ())
    assert without.evidence["all"] == finding.evidence["all"] - 1


def test_rural_flag_is_understood_as_a_word_or_as_a_number():
    for told in ("yes", "True", "true", 1, True):
        sheet = sheet_with("units", "rural", told, unit="01")
        (finding,) = evaluate(people_case(sheet), ["S03"])
        assert finding.subjects == ("01",)


def test_own_share_of_patients_is_summed_over_kinds_and_hidden_amounts_are_counted():
    (finding,) = evaluate(people_case(), ["T12"])
    assert finding.evidence["hidden"] == 1
    known = [
        row["eur_per_person"]
        for row in people_sheet().tables["spending"].records()
        if row["payer"] == "patient" and isinstance(row["eur_per_person"], float)
    ]
    assert finding.evidence["now_eur"] == pytest.approx(sum(known))


def test_every_condition_of_the_synthetic_sheet_has_a_name_and_a_family():
    sheet = people_sheet()
    assert set(sheet.names) == set(sheet.families) == set(CONDITIONS)
