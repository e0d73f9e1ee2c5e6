"""Robust or fragile: verdicts under other populations, splits and rural definitions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from synthetic import DATE, case, grid_layer
from zones.places import faults_of, ids_of, places

from pilotzones.findings import Case, Verdict
from pilotzones.postcodes.open import open_layer
from pilotzones.postcodes.section import UnitsSection
from pilotzones.zones.populations import (
    PopulationAt,
    people_at,
    populations_from_table,
    spread,
    with_people,
)
from pilotzones.zones.robust import AssumedChange, robustness, scenarios
from pilotzones.zones.round import zones_from_table
from pilotzones.zones.rulesets import read_rule_set
from pilotzones.zones.zone import Zone

LATER = date(2022, 1, 1)


def at(people, by="unit") -> PopulationAt:
    return PopulationAt(people, by, LATER, "people.csv")


def of(total: int) -> Case:
    """Zone of two units with so many inhabitants."""
    return case(layer=grid_layer(population={"00": total - 7, "01": 7}))


def found(known: Case, rule: str, **options):
    """Robustness of one rule, with no other in the rule set."""
    alone = known.rules.model_copy(update={"rules": (rule,)})
    (judged,) = robustness(replace(known, rules=alone), **options)
    return judged


def everywhere(layer, **people) -> PopulationAt:
    known = dict(zip(layer.codes, layer.people.astype(int).tolist(), strict=True))
    return at({**known, **people})


@pytest.mark.parametrize(
    ("now", "later", "fragile"),
    [(75_000, 75_000, False), (75_000, 74_999, True), (74_999, 75_000, True), (74_999, 1, False)],
)
def test_verdict_is_fragile_when_the_other_date_is_on_the_other_side_of_the_minimum(
    now, later, fragile
):
    known = of(now)
    other = everywhere(known.layer, **{"00": later - 1, "01": 1})
    judged = found(known, "Z03", populations=[other])
    assert judged.fragile == fragile
    assert [s.id for s in judged.flips] == ["population-date"] * fragile
    scenario, verdict, finding = judged.verdicts[0]
    assert scenario.fields == {"date": "2022-01-01", "source": "people.csv", "by": "unit"}
    assert not scenario.assumption
    assert (verdict, finding.value) == (finding.verdict, later)
    assert judged.distance == now - 75_000


def test_every_rule_of_the_rule_set_is_judged_in_every_scenario():
    known = case(layer=grid_layer())
    told = [(s.id, s.assumption) for s, _ in scenarios(known)]
    assert told == [
        ("assumed-change", True),
        ("assumed-change", True),
        ("rural-unit", False),
        ("rural-bound", False),
    ]
    judged = robustness(known)
    assert {r.finding.rule for r in judged} == set(known.rules.rules)
    assert all([s.id for s, _, _ in r.verdicts] == [id for id, _ in told] for r in judged)


def test_assumed_change_is_left_out_where_there_is_another_population():
    known = of(80_000)
    ids = [s.id for s, _ in scenarios(known, [everywhere(known.layer)])]
    assert ids[0] == "population-date"
    assert "assumed-change" not in ids


def test_assumed_change_goes_both_ways_by_the_stated_share_and_years():
    known = of(75_100)
    few = found(known, "Z03", assumed=AssumedChange(per_year=0.001, years=1))
    assert not few.fragile
    more = found(known, "Z03", assumed=AssumedChange(per_year=0.001, years=2))
    (flip,) = more.flips
    assert flip.assumption
    assert flip.fields["per_year"] == -0.001
    values = [finding.value for s, _, finding in more.verdicts if s.id == "assumed-change"]
    assert values == [round(75_093 * 0.999**2) + 7, round(75_093 * 1.001**2) + 7]


def test_assumption_out_of_its_bounds_is_refused():
    assert ids_of(AssumedChange, per_year=0) == ["robust.assumption"]
    assert ids_of(AssumedChange, years=0) == ["robust.assumption"]


def test_scenario_that_cannot_be_computed_flips_nothing():
    known = of(75_000)
    judged = found(known, "Z03", populations=[at({"00": 75_000})])
    assert judged.verdicts[0][1] == Verdict.NOT_COMPUTABLE
    assert not judged.fragile


def test_case_that_cannot_be_computed_is_not_called_fragile():
    known = case(layer=grid_layer(population={"00": None}))
    judged = found(known, "Z03", populations=[at(dict.fromkeys(known.layer.codes, 90_000))])
    assert judged.verdicts[0][1] == Verdict.PASS
    assert (judged.fragile, judged.margin) == (False, None)


MARGINS = [
    ("Z03", 75_000, 0, None),
    ("Z03", 80_000, 5_000, None),
    ("Z03", 74_999, None, 0),
    ("Z03", 70_000, None, 4_999),
    ("Z04", 99_999, None, 0),
    ("Z04", 100_000, 0, 50_000),
    ("Z04", 150_000, 50_000, 0),
    ("Z04", 150_001, 0, None),
    ("Z05", 200_000, None, 0),
    ("Z05", 200_001, 0, None),
    ("Z05", 300_001, 100_000, None),
]


@pytest.mark.parametrize(("rule", "people", "fewer", "more"), MARGINS)
def test_margin_is_the_largest_change_that_leaves_the_verdict(rule, people, fewer, more):
    known = of(people)
    margin = found(known, rule).margin
    assert (margin.fewer, margin.more) == (fewer, more)
    verdict = found(known, rule).finding.verdict
    for change, beyond in ((fewer, -1), (more, 1)):
        if change is not None:
            assert found(of(people + beyond * change), rule).finding.verdict == verdict
            assert found(of(people + beyond * (change + 1)), rule).finding.verdict != verdict


def test_margin_is_told_as_a_share_of_the_zone_too():
    margin = found(of(80_000), "Z03").margin
    assert margin.fewer_share == pytest.approx(5_000 / 80_000)
    assert margin.more_share is None


def test_rule_that_is_not_about_people_has_no_margin():
    assert found(of(80_000), "Z01").margin is None
    assert found(of(80_000), "Z22").margin is None


def town_layer(approximate=("inner-populations",)):
    """Two municipalities: A of 00, 01, 02 with 60,000; 10, 20 and the rest are one each."""
    layer = grid_layer(population={"00": 59_000, "01": 600, "02": 400, "10": 40_000})
    towns = ["A", "A", "A", *layer.units["municipality"].tolist()[3:]]
    units = layer.units.assign(municipality=pd.array(towns, "str"))
    return replace(layer, units=units, origin=replace(layer.origin, approximate=approximate))


def test_other_split_of_a_municipality_flips_a_zone_that_takes_a_part_of_it():
    """00 and 10 have 99,000 people as split here, 60,000 when the town is shared out equally."""
    judged = found(case(["00", "10"], layer=town_layer()), "Z03")
    assert [s.id for s in judged.flips] == ["split-equal", "split-area"]
    assert [f.value for s, _, f in judged.verdicts if s.id == "split-equal"] == [60_000]
    whole = found(case(["00", "01", "02", "10"], layer=town_layer()), "Z03")
    assert not whole.fragile


def test_split_is_left_alone_where_the_populations_are_exact():
    ids = [s.id for s, _ in scenarios(case(layer=town_layer(approximate=("inner-borders",))))]
    assert not [id for id in ids if id.startswith("split")]


def test_other_splits_preserve_the_total_of_every_municipality():
    known = case(layer=town_layer())
    before = known.layer.units.groupby("municipality")["population"].sum()
    for scenario, changed in scenarios(known):
        if scenario.id.startswith("split"):
            after = changed.layer.units.groupby("municipality")["population"].sum()
            assert after.equals(before)


def test_split_leaves_alone_a_municipality_with_a_unit_of_unknown_people():
    layer = town_layer()
    people = layer.units["population"].copy()
    people["01"] = pd.NA
    known = case(layer=with_people(layer, people, DATE))
    changed = next(c for s, c in scenarios(known) if s.id == "split-equal")
    assert changed.layer.units["population"]["00"] == 59_000
    assert pd.isna(changed.layer.units["population"]["01"])


def test_another_rural_definition_flips_a_zone_with_one_thin_unit():
    """Town A has 200 people per square kilometre as a whole, its unit 01 only 6."""
    layer = town_layer(approximate=())
    judged = found(case(["00", "01"], layer=layer), "Z15")
    assert judged.finding.verdict == Verdict.PASS
    assert [s.id for s in judged.flips] == ["rural-unit"]
    assert judged.flips[0].fields["by"] == "unit"


def test_another_bound_flips_what_lies_between_both():
    """140 people per square kilometre: rural below 150, not below 125."""
    layer = grid_layer(population={"00": 14_000, "01": 15_001})
    judged = found(case(["00", "01"], layer=layer), "Z15")
    assert [s.id for s in judged.flips] == ["rural-bound"]
    assert judged.flips[0].fields["density_below"] == 125
    assert judged.flips[0].fields["source"]


def test_own_flags_of_the_layer_are_ignored_once_and_do_not_hide_other_definitions():
    layer = grid_layer(population=20_000)
    flagged = replace(layer, units=layer.units.assign(rural=pd.array([True] * 9, "boolean")))
    judged = found(case(layer=flagged), "Z15")
    assert judged.finding.verdict == Verdict.TO_DECLARE
    assert {"rural-no-flags", "rural-unit", "rural-bound"} == {s.id for s in judged.flips}


def test_case_and_layer_stay_as_they_were():
    known = case(layer=town_layer())
    before = known.layer.units.copy()
    robustness(known)
    pd.testing.assert_frame_equal(pd.DataFrame(known.layer.units), pd.DataFrame(before))


amounts = st.integers(0, 10**6)


@settings(max_examples=60)
@given(st.lists(st.tuples(st.sampled_from("ABC"), amounts), min_size=1, max_size=12), st.data())
def test_spread_preserves_every_total_and_stays_within_one_of_the_exact_share(rows, data):
    group = pd.Series([g for g, _ in rows])
    weight = pd.Series([w for _, w in rows])
    totals = {g: data.draw(amounts) for g in "ABC"}
    total = group.map(totals)
    share = spread(total, group, weight)
    assert share.groupby(group).sum().to_dict() == {g: totals[g] for g in set(group)}
    whole = weight.groupby(group).transform("sum")
    known = whole > 0
    exact = (total[known] * weight[known] / whole[known]).to_numpy(float)
    assert (np.abs(share[known].to_numpy(float) - exact) < 1).all()


def test_spread_by_its_own_weights_changes_nothing():
    weight = pd.Series([3, 0, 5, 9])
    group = pd.Series(list("AABB"))
    total = weight.groupby(group).transform("sum")
    assert spread(total, group, weight).tolist() == weight.tolist()


def test_persons_left_over_go_to_the_largest_remainders():
    """10 over 1 : 2 : 4 is 1.43, 2.86 and 5.71."""
    share = spread(pd.Series([10] * 3), pd.Series(["A"] * 3), pd.Series([1, 2, 4]))
    assert share.tolist() == [1, 3, 6]


def test_spread_is_missing_where_something_needed_is():
    share = spread(
        pd.Series([5, 5, pd.NA, 7], dtype="Int64"),
        pd.Series(["A", "A", "B", None]),
        pd.Series([1, pd.NA, 1, 1], dtype="Int64"),
    )
    assert share.isna().all()


def write(tmp_path, text):
    path = tmp_path / "people.csv"
    path.write_text(text, "utf-8")
    return path


def test_table_of_units_with_dates_gives_one_population_for_each_date(tmp_path):
    text = "postcode;inwoners;datum\n1000;10;2022-01-01\n1000;12;2024-01-01\n1020;3;2022-01-01\n"
    two = populations_from_table(write(tmp_path, text), places())
    assert [(p.date.year, p.by, dict(p.people)) for p in two] == [
        (2022, "unit", {"1000": 10, "1020": 3}),
        (2024, "unit", {"1000": 12}),
    ]


def test_municipal_totals_are_spread_over_the_units_of_the_municipality(tmp_path):
    layer = places()
    path = write(tmp_path, "nis5;population\n25112;4001\n25091;30\n")
    (other,) = populations_from_table(path, layer, population_date=LATER)
    assert (other.by, other.date) == ("municipality", LATER)
    people = people_at(layer, other)
    assert people[["1300", "1301", "1330"]].tolist() == [2_001, 2_000, 10]
    assert pd.isna(people["1000"])


def test_municipal_codes_of_another_date_are_converted_and_summed(tmp_path):
    """Bastogne and Bertogne of 2020 are 82039 since 2025."""
    path = write(tmp_path, "nis5;population\n82003;100\n82005;20\n")
    (other,) = populations_from_table(path, places(), population_date=LATER)
    assert dict(other.people) == {"82039": 120}


def test_table_without_a_date_is_refused(tmp_path):
    path = write(tmp_path, "postcode;population\n1000;10\n")
    assert ids_of(populations_from_table, path, places()) == ["robust.undated"]


def test_table_of_other_codes_is_refused(tmp_path):
    path = write(tmp_path, "postcode;population\n9999;10\n")
    (fault,) = faults_of(populations_from_table, path, places(), population_date=LATER)
    assert fault.id == "units.no_code_in_common"


@pytest.mark.real_data
def test_flemish_zones_of_2020_against_the_people_of_2022(shared_data, tmp_path):
    """The only real second date: 6,629,143 people of 300 municipalities, and 6,653,062 later."""
    path = shared_data / "municipalities_be_2020.gpkg"
    layer = open_layer(UnitsSection(file=path, population="population_2020", population_date=DATE))
    csv = shared_data / "flanders_elz_age_sex.csv"
    people = pd.read_csv(csv, dtype={"nis5": str}).groupby("nis5")["population"].sum()
    table = write(tmp_path, "nis5;population\n" + "".join(f"{c};{n}\n" for c, n in people.items()))
    (other,) = populations_from_table(table, layer, population_date=date(2022, 3, 1))
    assert sum(other.people.values()) == 6_653_062
    zones = zones_from_table(csv, layer, zone_column="eerstelijnszone", unit_column="nis5").zones
    assert len(zones) == 56
    fragile = dict.fromkeys(["Z03", "Z04", "Z05"], 0)
    for zone in zones:
        alone = read_rule_set().model_copy(update={"rules": tuple(fragile)})
        for judged in robustness(Case(zone, layer, alone), populations=[other]):
            before, later = judged.finding.value, judged.verdicts[0][2].value
            assert later == sum(other.people[code] for code in zone.codes)
            bounds = {"Z03": (75_000, np.inf), "Z04": (100_000, 150_000), "Z05": (0, 200_000)}
            low, high = bounds[judged.finding.rule]
            flips = [s.id for s in judged.flips]
            crossed = (low <= before <= high) != (low <= later <= high)
            assert flips == ["population-date"] * crossed
            fewer, more = judged.margin.fewer, judged.margin.more
            room = (-np.inf if fewer is None else -fewer, np.inf if more is None else more)
            assert (room[0] <= later - before <= room[1]) == (not crossed)
            fragile[judged.finding.rule] += crossed
    assert fragile == {"Z03": 0, "Z04": 0, "Z05": 0}


@pytest.mark.real_data
def test_embedded_layer_takes_the_municipal_totals_of_2022_with_merged_codes(shared_data, tmp_path):
    layer = open_layer()
    csv = shared_data / "flanders_elz_age_sex.csv"
    people = pd.read_csv(csv, dtype={"nis5": str}).groupby("nis5")["population"].sum()
    table = write(tmp_path, "nis5;population\n" + "".join(f"{c};{n}\n" for c, n in people.items()))
    (other,) = populations_from_table(table, layer, population_date=date(2022, 3, 1))
    spread_out = people_at(layer, other)
    assert int(spread_out.sum()) == 6_653_062
    flemish = layer.units.index[layer.units["region"] == "flanders"]
    judged = robustness(
        Case(Zone.of("F", list(flemish)), layer, read_rule_set()), populations=[other]
    )
    values = [f.value for r in judged if r.finding.rule == "Z03" for _, _, f in r.verdicts]
    assert values[0] == 6_653_062
