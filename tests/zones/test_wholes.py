"""Groups of units kept whole: merged, closed, weighted, and what a plan divides of them."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from synthetic import grid_layer
from zones.places import faults_of
from zones_truth import grouped, planar

from pilotzones.zones.propose._moves import AREA, PEOPLE, PERIMETER, sums
from pilotzones.zones.propose.board import Bounds, board_of
from pilotzones.zones.propose.wholes import (
    Whole,
    group_numbers,
    merged,
    soft_border,
    splits,
    whole_by,
)

BOUNDS = Bounds(10_000, 40_000, (20_000, 30_000))
ROW = {"00": "A", "01": "A", "02": "A"}
"""The bottom row of a three-by-three grid: 30,000 inhabitants, one group."""


def pairs_of(board):
    return {
        (board.codes[i], board.codes[j])
        for i, j in zip(board.a.tolist(), board.b.tolist(), strict=True)
    }


def test_a_hard_group_becomes_one_place_with_the_outline_of_its_union():
    layer = grid_layer()
    found = merged(board_of(layer), [Whole("level", ROW)], BOUNDS)
    board = found.board
    assert found.place.tolist() == [0, 0, 0, 1, 2, 3, 4, 5, 6]
    assert board.codes == ("00", "10", "11", "12", "20", "21", "22")
    assert board.people[0] == 30_000
    assert board.area_dm2[0] == 3 * 10_000_000_000
    assert board.perimeter_mm[0] == 80_000_000
    assert {pair for pair in pairs_of(board) if "00" in pair} == {
        ("00", "10"),
        ("00", "11"),
        ("00", "12"),
    }
    assert board.xy[0].tolist() == [15_000, 5_000]


@pytest.mark.parametrize(("upper", "places"), [(30_001, 7), (30_000, 7), (29_999, 9)])
def test_a_group_is_merged_up_to_the_upper_bound_and_closed_above_it(upper, places):
    bounds = Bounds(10_000, upper, (10_000, 20_000))
    board = board_of(grid_layer())
    found = merged(board, [Whole("level", ROW)], bounds).board
    assert found.n == places
    crossing = {("00", "10"), ("01", "11"), ("02", "12")}
    if places == 9:
        assert pairs_of(found) == pairs_of(board) - crossing
    else:
        assert {j for i, j in pairs_of(found) if i == "00"} == {"10", "11", "12"}


def test_a_group_takes_its_exclave_with_it():
    """00 and 22 lie at opposite corners: together they have eight sides and four neighbours."""
    found = merged(board_of(grid_layer()), [Whole("level", {"00": "A", "22": "A"})], BOUNDS)
    assert found.place[0] == found.place[8]
    board = found.board
    assert board.perimeter_mm[0] == 80_000_000
    assert {j for i, j in pairs_of(board) if i == "00"} == {"01", "10", "12", "21"}


def test_units_without_a_group_and_groups_of_one_stay_as_they_are():
    board = board_of(grid_layer())
    whole = Whole("level", {"00": "A", "11": "B", "99": "C"})
    found = merged(board, [whole], BOUNDS)
    assert found.place.tolist() == list(range(9))
    assert group_numbers(board, whole).tolist() == [0, -1, -1, -1, 1, -1, -1, -1, -1]
    for name in ("people", "area_dm2", "perimeter_mm", "a", "b", "border_mm"):
        assert getattr(found.board, name).tolist() == getattr(board, name).tolist()


def test_groups_of_two_kinds_that_share_a_unit_stay_together():
    """01 is in both: a row of a kind and a pair of another make one place of four."""
    pair = Whole("other", {"01": "X", "11": "X"})
    found = merged(board_of(grid_layer()), [Whole("level", ROW), pair], BOUNDS)
    assert np.flatnonzero(found.place == 0).tolist() == [0, 1, 2, 4]
    assert found.board.people[0] == 40_000


def test_weighted_groups_are_not_merged():
    board = board_of(grid_layer())
    assert merged(board, [Whole("level", ROW, 2.0)], BOUNDS).board.n == board.n


def test_a_border_inside_a_weighted_group_counts_more():
    """Twice its length more inside the row; borders of the group with others count once."""
    board = board_of(grid_layer())
    length = soft_border(board, [Whole("level", ROW, 2.0), Whole("hard", ROW)])
    inside = {("00", "01"), ("01", "02")}
    for i, j, mm in zip(board.a.tolist(), board.b.tolist(), length.tolist(), strict=True):
        pair = (board.codes[i], board.codes[j])
        assert mm == (30_000_000 if pair in inside else 10_000_000)
    assert board.border_mm.tolist() == [10_000_000] * 12  # the board itself is left as it was


def test_divided_groups_are_counted():
    board = board_of(grid_layer())
    whole = Whole("level", {**ROW, "10": "B", "20": "B", "22": "C"})
    by_column = np.array([0, 1, 2] * 3)
    assert splits(board, by_column, whole) == 1
    by_row = np.repeat([0, 1, 2], 3)
    assert splits(board, by_row, whole) == 1
    assert splits(board, np.arange(9), whole) == 2
    assert splits(board, np.zeros(9, np.int64), whole) == 0
    assert splits(board, by_column, Whole("level", {})) == 0


def test_groups_come_from_a_column_of_the_layer():
    layer = grouped(grid_layer(), dict.fromkeys(ROW, "P"), "province")
    whole = whole_by(layer, "province", weight=0.5)
    assert whole == Whole("province", dict.fromkeys(ROW, "P"), 0.5)
    assert whole_by(layer, "municipality").of["11"] == "91011"
    assert whole_by(layer, "municipality").weight is None


@pytest.mark.parametrize("level", ["province", "canton"])
def test_a_level_that_the_layer_does_not_tell_is_a_fault(level):
    """Nothing in the column, or no such column."""
    (fault,) = faults_of(whole_by, grid_layer(), level)
    assert (fault.id, fault.value) == ("propose.no_level", level)
    assert "municipality" in fault.fields["known"]
    assert level not in fault.fields["known"]


@settings(max_examples=25)
@given(st.integers(0, 10_000), st.integers(2, 9), st.randoms(use_true_random=False))
def test_zones_of_places_are_zones_of_their_units(seed, count, random):
    """Whatever is merged: people, area and outline of a union are the same by places."""
    found = planar(seed, cells=30)
    board = board_of(found.frame)
    whole = Whole("level", {code: str(random.randrange(count)) for code in board.codes[::2]})
    places = merged(board, [whole], Bounds(1, int(board.people.sum()), (1, 2)))
    small = places.board
    assert small.people.sum() == board.people.sum()
    chosen = np.array([random.randrange(2) for _ in range(small.n)])
    total = sums(chosen, 2, small.csr(), small.units())
    for zone in (0, 1):
        inside = (chosen == zone)[places.place]
        outline = shapely.union_all(np.asarray(found.frame.geometry, object)[inside])
        assert total[PEOPLE, zone] == board.people[inside].sum()
        assert total[AREA, zone] / 100 == pytest.approx(outline.area, abs=0.1 * board.n)
        assert total[PERIMETER, zone] / 1000 == pytest.approx(outline.length, abs=0.01 * board.n)
