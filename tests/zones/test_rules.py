"""Chapter Z: every rule with its passing, failing and not computable cases, and its list."""

from __future__ import annotations

from dataclasses import replace

import pytest
from rule_case import RuleCase, verdicts_run
from synthetic import case, grid_layer
from zones.rule_cases import RING, every_case

from pilotzones.findings import Case, Severity, Verdict, checked, evaluate, rules
from pilotzones.zones import rules as _chapter_z  # noqa: F401
from pilotzones.zones.rulesets import read_rule_set
from pilotzones.zones.zone import Round, Zone

CASES = every_case()


@pytest.mark.parametrize("row", CASES, ids=lambda row: f"{row.rule}: {row.situation}")
def test_rule_says(row: RuleCase):
    (finding,) = evaluate(row.make(), [row.rule])
    assert (str(finding.verdict), finding.reason) == (row.verdict, row.reason)
    if row.value is not None:
        assert finding.value == row.value


COMPUTED = [r.id for r in rules("Z") if "D" in r.class_ and r.kind != "fact"]


@pytest.mark.parametrize("id", COMPUTED)
def test_computed_rule_has_a_passing_a_failing_and_a_not_computable_case(id):
    verdicts = set(verdicts_run(CASES)[id])
    assert {"pass", "not-computable"} <= verdicts
    assert verdicts & {"fail", "warn"}


def test_chapter_has_24_rules_and_facts_have_no_check():
    listed = rules("Z")
    assert [rule.id for rule in listed] == [f"Z{n:02}" for n in range(1, 25)]
    found = {finding.rule for finding in evaluate(case(), checked("Z"))}
    facts = {rule.id for rule in listed if rule.kind == "fact"}
    assert facts == {"Z11", "Z12", "Z19", "Z24"}
    assert found == {rule.id for rule in listed} - facts


def test_declaration_alone_never_passes_without_the_number():
    """Class D+A: an answer does not replace what cannot be computed."""
    empty = case([], answers={"Z06": True, "Z15": True}, others={})
    verdicts = {f.rule: f.verdict for f in evaluate(empty, ["Z06", "Z15"])}
    assert set(verdicts.values()) == {Verdict.NOT_COMPUTABLE}


def test_upper_population_weighs_minor_above_the_first_mark_and_major_above_the_second():
    def severity(total: int) -> Severity:
        layer = grid_layer(population={"00": total, "01": 0})
        return evaluate(case(layer=layer), ["Z05"])[0].severity

    assert severity(200_001) is Severity.MINOR
    assert severity(300_001) is Severity.MAJOR


def test_loose_pieces_are_the_subjects_and_the_most_peopled_piece_stays():
    layer = grid_layer(population={"00": 1, "01": 1, "22": 50_000})
    (finding,) = evaluate(case(["00", "01", "22"], layer=layer), ["Z01"])
    assert finding.subjects == ("00", "01")
    assert finding.evidence["loose_population"] == 2


def test_enclave_is_named_with_its_units():
    (finding,) = evaluate(case(RING), ["Z01"])
    assert finding.evidence["enclave_codes"] == ("11",)


def test_pocket_at_the_border_of_the_layer_is_no_enclave():
    (finding,) = evaluate(case(["00", "02", "10", "11", "12"]), ["Z01"])
    assert finding.evidence["enclaves"] == 0


def test_overlap_names_the_zones_and_their_units():
    others = {"B": ["01"], "C": ["01", "02"], "far": ["22"]}
    (finding,) = evaluate(case(["00", "01", "02"], others=others), ["Z08"])
    assert finding.evidence["zones"] == ("B", "C")
    assert finding.subjects == ("01", "02")


def test_zone_of_two_entities_stays_inside_one_territory_of_their_common_zoning():
    """Wallonia and the German-speaking Community name the same zoning."""
    layer = grid_layer(german_speaking=["01"])
    zoning = {"territories": {"00": "A", "01": "B"}}
    found = case(layer=layer, rules=read_rule_set("ols-wallonia"), zonings=zoning)
    (finding,) = evaluate(found, ["Z13"])
    assert (str(finding.verdict), finding.reason) == ("fail", "outside")


def test_minimum_of_an_entity_counts_without_a_zoning():
    guide = read_rule_set()
    strict = tuple(e.model_copy(update={"minimum": 20_001}) for e in guide.entities)
    found = case(rules=guide.model_copy(update={"entities": strict}))
    (finding,) = evaluate(found, ["Z13"])
    assert (finding.reason, finding.value, finding.threshold) == ("below", 20_000, 20_001)


def test_two_other_projects_of_one_name_are_two():
    twins = Round((Zone.of("B", ["00", "01"]), Zone.of("B", ["02"])))
    found = replace(case(others={}), round=twins)
    (finding,) = evaluate(found, ["Z06"])
    assert (finding.reason, finding.value) == ("same", 1)


def test_shared_unit_is_counted_once_in_the_population_of_the_overlap():
    layer = grid_layer(population={"01": 123})
    (finding,) = evaluate(case(layer=layer, others={"B": ["01"], "C": ["01"]}), ["Z07"])
    assert finding.evidence["shared_population"] == 123


def test_grant_is_named_by_the_size_of_the_zone():
    rules_ = read_rule_set("ols-wallonia")
    zoning = {"territories": {"00": "A", "01": "A"}}

    def grant(total: int) -> object:
        layer = grid_layer(population={"00": total, "01": 0})
        found: Case = case(layer=layer, rules=rules_, zonings=zoning)
        return evaluate(found, ["Z13"])[0].evidence["grant_eur"]

    assert [grant(n) for n in (449_999, 450_000, 450_001)] == [450_000, 700_000, 700_000]
