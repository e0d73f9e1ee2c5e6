"""Drawings of one zone side by side."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from synthetic import case, grid_layer
from zones.places import ids_of

from pilotzones.findings import evaluate
from pilotzones.zones.compare import compare
from pilotzones.zones.shape import measure_zones

PEOPLE = {f"{r}{c}": 30_000 + 100 * r + c for r in range(3) for c in range(3)}
LAYER = grid_layer(population=PEOPLE)


def drawing(*codes, name="Z", layer=LAYER):
    return case(codes, layer=layer, name=name)


def test_gained_and_lost_are_told_against_the_first_with_their_people():
    found = compare([drawing("00", "01"), drawing("01", "02", "12", name="B"), drawing("00", "01")])
    one, same = found.changes
    assert (one.zone.name, one.gained, one.lost) == ("B", ("02", "12"), ("00",))
    assert one.gained_people == PEOPLE["02"] + PEOPLE["12"]
    assert one.lost_people == PEOPLE["00"]
    assert (same.gained, same.lost, same.gained_people, same.lost_people) == ((), (), 0, 0)


def test_measures_and_findings_are_those_of_each_drawing():
    cases = [drawing("00", "01"), drawing("00", "11", name="B")]
    found = compare(cases)
    assert found.measures.index.tolist() == ["Z", "B"]
    assert found.measures["pieces"].tolist() == [1, 2]
    assert found.findings == tuple(evaluate(c, c.rules.rules) for c in cases)
    plain = measure_zones(LAYER, [c.zone for c in cases])
    assert found.measures[list(plain.columns)].equals(plain)


codes = st.lists(st.sampled_from(list(PEOPLE)), min_size=1, unique=True)


@settings(max_examples=25)
@given(codes, codes)
@pytest.mark.long
def test_people_gained_less_people_lost_is_the_difference_of_the_populations(one, other):
    found = compare([drawing(*one), drawing(*other, name="B")])
    before, after = found.measures["population"]
    change = found.changes[0]
    assert change.gained_people - change.lost_people == after - before
    assert set(one) - set(change.lost) | set(change.gained) == set(other)


def test_people_gained_are_unknown_with_one_unit_unknown():
    layer = grid_layer(population={"02": None})
    found = compare([drawing("00", layer=layer), drawing("00", "02", name="B", layer=layer)])
    assert found.changes[0].gained_people is None
    assert found.changes[0].lost_people == 0


@pytest.mark.parametrize("cases", [[], [drawing("00")]])
def test_fewer_than_two_drawings_are_refused(cases):
    assert ids_of(compare, cases) == ["compare.one_drawing"]


def test_drawings_on_other_units_are_refused_each_by_name():
    other = grid_layer(4, 4)
    cases = [drawing("00"), drawing("01", name="B", layer=other), drawing("02")]
    assert ids_of(compare, cases) == ["compare.other_layer"]
