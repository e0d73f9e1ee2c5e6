"""Strengths and gaps of the summary: ranked by the stated order, never by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from synthetic import case, grid_layer
from synthetic_care import GAPS, SHORTAGE, as_synthetic, care, care_case
from synthetic_journey import journey_findings, journey_people
from synthetic_people_tables import with_cell

from pilotzones.findings import Finding, Severity, Verdict
from pilotzones.present.book import Book
from pilotzones.present.points import gaps, strengths
from pilotzones.present.ranking import (
    Point,
    chosen,
    distance,
    gap_tier,
    people_concerned,
    strength_tier,
)
from pilotzones.stratification.released import HIDDEN
from pilotzones.words import LANGUAGES
from pilotzones.zones.sheet import zone_sheet

B, M, S, INFO = Severity.BLOCKING, Severity.MAJOR, Severity.MINOR, Severity.INFO


def point(id, *, part="zone", tier=0, away=0.0, people=0):
    return Point(part, id, tier, away, people, Verdict.WARN, lambda _: id)


def ids(points):
    return [p.id for p in points]


def book_of(sheet, findings=()):
    return Book(sheet, None, "fr", "Projet", findings=findings)


def test_verdict_comes_before_distance_and_distance_before_people():
    found = chosen(
        [
            point("many", tier=1, away=0.1, people=90_000),
            point("far", tier=1, away=0.9, people=1),
            point("worst", tier=0),
            point("alike-b", tier=2, people=5),
            point("alike-a", tier=2, people=5),
        ]
    )
    assert ids(found) == ["worst", "far", "many", "alike-a", "alike-b"]


def test_order_of_what_is_given_does_not_matter():
    points = [point(str(i), tier=i % 3, away=i % 4, people=i % 2) for i in range(12)]
    assert ids(chosen(points)) == ids(chosen(reversed(points)))


def test_third_point_of_a_part_waits_for_the_other_parts():
    zone = [point(f"z{i}", tier=0) for i in range(4)]
    further = [
        point("p1", part="people", tier=5),
        point("c1", part="care", tier=5),
        point("c2", part="care", tier=6),
    ]
    assert ids(chosen([*zone, *further])) == ["z0", "z1", "c1", "p1", "c2"]


def test_part_fills_the_list_where_the_others_have_nothing_to_say():
    assert len(chosen([point(f"z{i}") for i in range(9)])) == 5
    assert ids(chosen([point(f"z{i}") for i in range(3)])) == ["z0", "z1", "z2"]


@pytest.mark.parametrize(
    ("value", "bound", "away"), [(60, 120, 0.5), (180, 120, 0.5), (120, 120, 0), (2, 0, 1)]
)
def test_distance_is_a_part_of_the_bound(value, bound, away):
    assert distance(value, bound) == pytest.approx(away)


def finding(verdict, severity, *, reason="pass", value=None, rule="Z03", subjects=()):
    return Finding(rule, verdict, severity, reason, value=value, subjects=subjects)


@pytest.mark.parametrize(
    ("verdict", "severity", "tier"),
    [
        (Verdict.FAIL, B, 0),
        (Verdict.FAIL, M, 1),
        (Verdict.WARN, M, 2),
        (Verdict.FAIL, S, 3),
        (Verdict.WARN, S, 4),
        (Verdict.PASS, B, None),
        (Verdict.TO_DECLARE, B, None),
        (Verdict.NOT_COMPUTABLE, B, None),
        (Verdict.WARN, INFO, None),
    ],
)
def test_gap_is_a_finding_that_fails_or_warns(verdict, severity, tier):
    assert gap_tier(finding(verdict, severity)) == tier


def test_measured_strength_comes_before_a_declared_one_and_one_elsewhere_is_none():
    measured = strength_tier(finding(Verdict.PASS, S, value=1), declared=False)
    declared = strength_tier(finding(Verdict.PASS, B, value=1), declared=True)
    unmeasured = strength_tier(finding(Verdict.PASS, B), declared=False)
    assert measured is not None
    assert declared is not None
    assert measured < declared == unmeasured
    assert (
        strength_tier(finding(Verdict.PASS, B, reason="elsewhere", value=1), declared=False) is None
    )
    assert strength_tier(finding(Verdict.WARN, B, value=1), declared=False) is None


def test_people_of_a_finding_are_those_of_its_units_else_of_the_whole_zone():
    layer = grid_layer(population={"00": 7, "01": 20, "10": None})
    sheet = zone_sheet(case(["00", "01"], layer=layer))
    assert people_concerned(finding(Verdict.FAIL, B, subjects=("01", "10")), sheet) == 20
    assert people_concerned(finding(Verdict.FAIL, B, subjects=("copd",)), sheet) == 27
    assert people_concerned(finding(Verdict.FAIL, B), sheet) == 27


def test_care_gap_counts_each_unit_once_and_weighs_what_is_missing():
    found = {p.id: p for p in gaps(book_of(zone_sheet(care_case())))}
    pharmacy, gp, hospital = (found[f"gap-{type}"] for type in ("pharmacy", "gp", "hospital"))
    assert (pharmacy.people, gp.people, hospital.people) == (20_000, 20_000, 10_000)
    missing = 10_000 * 1.0 + 10_000 * (42 - 18) / 42
    assert pharmacy.distance == pytest.approx(missing / 40_000)
    assert hospital.distance == pytest.approx(10_000 * (14_000 - 8_100) / 8_100 / 40_000)
    assert (pharmacy.tier, hospital.tier) == (2, 4)
    assert found["shortage"].distance == pytest.approx((120 - 67.5) / 120)


def test_strength_of_care_needs_clearly_more_than_the_reference_and_no_gap():
    plain = care(gaps=(), shortage=())
    groups = dict(plain.types[0].groups)
    for access, there in ((109.9, False), (110.0, True)):
        groups["zone"] = replace(groups["zone"], access=access)
        types = (replace(plain.types[0], groups=groups), *plain.types[1:])
        sheet = zone_sheet(care_case(replace(plain, types=types)))
        assert ("access-gp" in ids(strengths(book_of(sheet)))) is there
        short = replace(plain, types=types, gaps=GAPS)
        assert "access-gp" not in ids(strengths(book_of(zone_sheet(care_case(short)))))


def test_shortage_is_a_gap_or_a_strength_or_nothing():
    for short, in_gaps, in_strengths in ((True, 1, 0), (False, 0, 1), (None, 0, 0)):
        rows = (replace(SHORTAGE[0], short=short),)
        book = book_of(zone_sheet(care_case(care(shortage=rows))))
        assert ids(gaps(book)).count("shortage") == in_gaps
        assert ids(strengths(book)).count("shortage") == in_strengths


def morbidity(zone, region, people=None):
    sheet = people or journey_people()
    table = sheet.tables["morbidity"]
    table = with_cell(table, "zone_std", zone, condition="copd")
    table = with_cell(table, "region_std", region, condition="copd")
    return replace(sheet, tables={**sheet.tables, "morbidity": table})


@pytest.mark.parametrize(
    ("zone", "region", "where"),
    [
        (0.0330, 0.030, "gaps"),
        (0.0329, 0.030, None),
        (0.0270, 0.030, "strengths"),
        (0.0271, 0.030, None),
        (HIDDEN, 0.030, None),
        (0.0330, HIDDEN, None),
        (0.0330, None, None),
    ],
)
def test_condition_is_told_where_it_is_clearly_more_or_less_frequent(zone, region, where):
    sheet = zone_sheet(replace(care_case(), people=morbidity(zone, region)))
    book = book_of(sheet)
    assert ("condition-copd" in ids(gaps(book))) is (where == "gaps")
    assert ("condition-copd" in ids(strengths(book))) is (where == "strengths")


def test_condition_whose_shares_read_alike_is_not_told():
    sheet = zone_sheet(replace(care_case(), people=morbidity(0.0006, 0.0009)))
    assert "condition-copd" not in ids([*gaps(book_of(sheet)), *strengths(book_of(sheet))])


def test_what_rests_on_made_up_data_says_so():
    made_up = zone_sheet(care_case(as_synthetic(care())))
    real = zone_sheet(care_case(care()))
    for sheet, synthetic in ((made_up, True), (real, False)):
        found = [p for p in gaps(book_of(sheet)) if p.part == "care" and p.rule is None]
        assert len(found) == 4
        assert {p.synthetic for p in found} == {synthetic}


def test_every_point_speaks_in_four_languages(journey_sheet):
    book = book_of(journey_sheet, journey_findings(journey_sheet))
    for found in [*gaps(book), *strengths(book)]:
        assert all(found.said(lang) for lang in LANGUAGES)
