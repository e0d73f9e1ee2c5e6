"""Zones on dated municipality codes: every merger and renumbering, with the people in it."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from zones.places import ids_of

from pilotzones.postcodes.code_sets import code_sets
from pilotzones.zones.recode import Came, people_of_codes, populations_2020, recode, set_in_force

D2016, D2018, D2020, D2025 = (date(year, 1, 1) for year in (2016, 2018, 2020, 2025))
SETS = code_sets()
BELGIUM = 11_492_641


def test_zone_of_2016_is_followed_to_2020_and_2025_step_by_step():
    """La Louvière is renumbered in 2019, Bastogne takes in Bertogne in 2025, Dinant stays."""
    found = recode(["55022", "82003", "82005", "91034"], from_date=D2016, to_date=D2025)
    assert found.after == ("58001", "82039", "91034")
    first, second = found.steps
    assert first.renumbered == (("55022", "58001"),)
    assert first.kept == ("82003", "82005", "91034")
    assert second.merged == (("82039", ("82003", "82005")),)
    assert (found.grown, found.differences) == ((), ())
    assert found.people_before == found.people_after


def test_municipality_that_comes_along_is_told_with_its_people():
    """Beveren, Kruibeke and Zwijndrecht become one; the zone had the first only."""
    found = recode(["46003"], from_date=D2020, to_date=D2025)
    people = populations_2020()
    assert (found.after, found.grown) == (("46030",), ("46030",))
    assert found.differences == (
        Came("11056", "46030", people["11056"]),
        Came("46013", "46030", people["46013"]),
    )
    assert found.people_before == people["46003"]
    assert found.people_after - found.people_before == people["11056"] + people["46013"]


def test_people_of_a_part_merged_before_2020_are_not_known_apart():
    """Aalter and Knesselare were one when the people were counted."""
    part = recode(["44001"], from_date=D2018, to_date=D2020)
    assert (part.people_before, part.differences) == (None, (Came("44029", "44084", None),))
    assert part.people_after == populations_2020()["44084"]
    whole = recode(["44001", "44029"], from_date=D2018, to_date=D2020)
    assert whole.people_before == whole.people_after == populations_2020()["44084"]


def test_same_code_set_has_no_step():
    found = recode(["91034"], from_date=D2020, to_date=date(2024, 12, 31))
    assert (found.after, found.steps, found.to_set) == (("91034",), (), D2020)


def test_code_kept_by_a_municipality_that_grew_is_told_as_grown():
    """Antwerp kept its code when it took in Borsbeek."""
    found = recode(["11002"], from_date=D2020, to_date=D2025)
    assert (found.after, found.grown) == (("11002",), ("11002",))
    assert found.steps[0].kept == ()
    assert [came.code for came in found.differences] == ["11007"]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2011, 1, 1), D2018),
        (D2016, D2018),
        (date(2018, 12, 31), D2018),
        (date(2019, 1, 1), D2020),
        (date(2024, 12, 31), D2020),
        (D2025, D2025),
        (date(2026, 3, 1), D2025),
    ],
)
def test_code_set_in_force_changes_on_its_first_day(day, expected):
    assert set_in_force(day) == expected


def test_date_of_the_codes_is_found_where_none_is_stated():
    assert recode(["55022"], from_date=None, to_date=D2025).from_set == D2018


def test_what_cannot_be_followed_is_explained():
    assert ids_of(recode, ["5500", "5590"], from_date=D2020, to_date=D2025) == ["recode.postcodes"]
    assert ids_of(recode, ["58001"], from_date=D2020, to_date=D2016) == ["recode.backwards"]
    early = ids_of(recode, ["58001"], from_date=date(2010, 12, 31), to_date=D2025)
    assert early == ["recode.no_codes"]
    assert ids_of(recode, ["55022"], from_date=D2020, to_date=D2025) == ["codes.other_date"]
    assert ids_of(recode, ["11002"], from_date=None, to_date=D2025) == ["codes.ambiguous_date"]


def test_every_municipality_of_2020_has_one_successor_and_all_people_are_preserved():
    found = recode(SETS.codes(D2020), from_date=D2020, to_date=D2025)
    (step,) = found.steps
    assert len(found.before) == 581
    assert set(found.after) == SETS.codes(D2025)
    assert len(found.after) == 565
    assert (found.people_before, found.people_after) == (BELGIUM, BELGIUM)
    merged = [old for _, olds in step.merged for old in olds]
    followed = [*step.kept, *(old for old, _ in step.renumbered), *merged]
    assert sorted(followed) == sorted(SETS.codes(D2020))


def test_every_municipality_of_2018_is_followed_to_2020_with_all_people():
    found = recode(SETS.codes(D2018), from_date=D2016, to_date=D2020)
    assert (len(found.before), len(found.after)) == (589, 581)
    assert set(found.after) == SETS.codes(D2020)
    assert (found.people_before, found.people_after) == (BELGIUM, BELGIUM)


@given(st.sets(st.sampled_from(sorted(SETS.codes(D2020))), min_size=1, max_size=40))
def test_difference_in_people_is_exactly_that_of_the_municipalities_that_came_along(codes):
    found = recode(codes, from_date=D2020, to_date=D2025)
    came = [c.code for c in found.differences]
    assert found.people_after - found.people_before == sum(c.people for c in found.differences)
    assert not set(came) & codes
    again = recode({*codes, *came}, from_date=D2020, to_date=D2025)
    assert (again.after, again.grown, again.differences) == (found.after, (), ())
    assert {c.into for c in found.differences} == set(found.grown)


@given(st.sets(st.sampled_from(sorted(SETS.codes(D2018))), min_size=1, max_size=40))
def test_two_steps_are_the_same_as_one(codes):
    whole = recode(codes, from_date=D2018, to_date=D2025)
    middle = recode(codes, from_date=D2018, to_date=D2020)
    rest = recode(middle.after, from_date=D2020, to_date=D2025)
    assert whole.after == rest.after
    assert whole.steps == (*middle.steps, *rest.steps)
    assert whole.people_after == rest.people_after == people_of_codes(rest.after, D2025)


@pytest.mark.real_data
def test_every_pair_of_the_sector_table_is_ours(shared_data):
    """Codes of 2011 and 2020 of 19,862 statistical sectors: the set of 2018 is that of 2011."""
    sectors = pd.read_csv(shared_data / "sectors_to_postcode.csv", dtype=str)
    pairs = sectors[["nis5_2011", "nis5_2020"]].dropna().drop_duplicates()
    theirs = dict(zip(pairs["nis5_2011"], pairs["nis5_2020"], strict=True))
    assert len(theirs) == len(pairs)
    assert theirs == SETS.forward(D2018, D2020)
    for old, new in theirs.items():
        assert recode([old], from_date=date(2011, 1, 1), to_date=D2020).after == (new,)


@pytest.mark.real_data
def test_people_of_2020_are_those_of_the_shared_layer(shared_data):
    from pilotzones.readers.geo import read_geo

    frame = read_geo(shared_data / "municipalities_be_2020.gpkg")
    people = dict(zip(frame["nis5"].astype(str), frame["population_2020"].astype(int), strict=True))
    assert people == populations_2020()
