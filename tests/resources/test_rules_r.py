"""Chapter R: every rule with its passing, failing and not computable cases, and what it tells."""

from __future__ import annotations

from dataclasses import replace

import pytest
from resources.rule_cases import COMPUTED, every_case
from rule_case import RuleCase, verdicts_run
from synthetic_care import ZONE, as_synthetic, care, care_case

from pilotzones.findings import Verdict, checked, evaluate, rules
from pilotzones.resources import rules as _chapter_r  # noqa: F401

CASES = every_case()


@pytest.mark.parametrize("row", CASES, ids=lambda row: f"{row.rule}: {row.situation}")
def test_rule_of_care_says(row: RuleCase):
    (finding,) = evaluate(row.make(), [row.rule])
    assert (str(finding.verdict), finding.reason) == (row.verdict, row.reason)
    if row.value is not None:
        assert finding.value == row.value


@pytest.mark.parametrize("id", COMPUTED)
def test_computed_rule_of_care_has_a_passing_and_a_not_computable_case(id):
    """R07 cannot fail before a project can declare its actions."""
    verdicts = set(verdicts_run(CASES)[id])
    assert {"pass", "not-computable"} <= verdicts
    assert id == "R07" or verdicts & {"fail", "to-judge", "to-declare"}


def test_chapter_has_8_rules_and_the_fact_has_no_check():
    assert [rule.id for rule in rules("R")] == [f"R{n:02}" for n in range(1, 9)]
    assert checked("R") == tuple(f"R{n:02}" for n in range(1, 8))


def test_inventory_counts_the_providers_in_the_zone_and_no_others():
    (finding,) = evaluate(care_case(), ["R01"])
    assert finding.value == 27 + 9 + 1
    assert finding.evidence["types"] == ("gp", "pharmacy", "hospital")
    assert finding.evidence["with_capacity"] == 1


def test_answer_does_not_make_an_inventory_of_made_up_providers():
    (finding,) = evaluate(care_case(as_synthetic(care()), answers={"R01": True}), ["R01"])
    assert finding.verdict is Verdict.NOT_COMPUTABLE


def test_gaps_of_made_up_lists_do_not_count_beside_real_ones():
    sheet = care()
    mixed = tuple(
        replace(t, providers=replace(t.providers, synthetic=t.providers.type == "gp"))
        for t in sheet.types
    )
    (finding,) = evaluate(care_case(replace(sheet, types=mixed)), ["R03"])
    assert finding.value == 3
    assert finding.evidence["types"] == ("pharmacy", "hospital")


def test_missing_resources_name_their_units_and_count_their_people_once():
    (finding,) = evaluate(care_case(), ["R03"])
    assert finding.subjects == ("01", "10", "11")
    assert finding.evidence["people"] == 30_000
    assert finding.value == 5


def test_component_is_served_by_a_provider_in_the_zone_only():
    """Only the dentists serve component 9 here, and their list does not speak of the zone."""
    sheet = care(components={"gp": (3, 5, 6, 7), "hospital": (7,), "dentist": (9,)})
    (finding,) = evaluate(care_case(sheet), ["R06"])
    assert finding.value == 4
    assert finding.evidence["empty"] == ("1", "2", "4", "8", "9", "10", "11", "12", "13", "14")


def test_every_computed_rule_of_care_is_silent_about_places_outside_the_zone():
    for finding in evaluate(care_case(), checked("R")):
        assert set(finding.subjects) <= set(ZONE)
