"""The board: a layer as whole numbers, against the geometry it is made from."""

from __future__ import annotations

import geopandas as gpd
import networkx as nx
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from synthetic import grid_layer
from zones.places import faults_of
from zones_truth import holed_grid, planar, random_grid

from pilotzones.postcodes.contiguity import Link
from pilotzones.zones.propose._moves import AREA, COUNT, PEOPLE, PERIMETER, shape, sums
from pilotzones.zones.propose.board import NO_BOUND, Board, Bounds, board_of, bounds_of
from pilotzones.zones.rulesets import read_rule_set

BOUNDS = Bounds(75, 300, (100, 150))


@pytest.mark.parametrize(
    ("people", "held", "preferred"),
    [
        (74, False, False),
        (75, True, False),
        (99, True, False),
        (100, True, True),
        (150, True, True),
        (151, True, False),
        (300, True, False),
        (301, False, False),
    ],
)
def test_both_ends_belong_to_the_bounds_and_to_the_band(people, held, preferred):
    assert BOUNDS.hold(people) is held
    assert BOUNDS.prefer(people) is preferred


def test_bounds_come_from_the_rule_set():
    rules = read_rule_set("guide-2016")
    bounds = bounds_of(rules)
    assert bounds.lower == rules.population.minimum
    assert bounds.preferred == rules.population.preferred
    assert bounds.upper == rules.population.very_high


def test_a_rule_set_without_bounds_binds_nothing():
    bounds = bounds_of(read_rule_set("ols-wallonia"))
    assert bounds == Bounds(0, NO_BOUND, (0, NO_BOUND))
    assert bounds.hold(0)
    assert bounds.hold(11_500_000)


def test_grid_has_its_squares_in_whole_numbers():
    board = board_of(grid_layer(2, 1, population={"00": 7, "01": 9}, side_m=1_000))
    assert board.codes == ("00", "01")
    assert board.n == 2
    assert board.people.tolist() == [7, 9]
    assert board.area_dm2.tolist() == [100_000_000] * 2
    assert board.perimeter_mm.tolist() == [4_000_000] * 2
    assert (board.a.tolist(), board.b.tolist()) == ([0], [1])
    assert board.border_mm.tolist() == [1_000_000]
    assert board.xy.tolist() == [[500, 500], [1500, 500]]
    assert board.units().tolist() == [[7, 9], [100_000_000] * 2, [4_000_000] * 2]


def test_neighbours_are_sorted_and_a_link_shares_no_border():
    """Corner 00 of a three-by-three grid, linked to the opposite corner 22."""
    board = board_of(grid_layer(links=[Link("00", "22", "water")]))
    start, near, border = board.csr()
    rows = {code: near[start[i] : start[i + 1]].tolist() for i, code in enumerate(board.codes)}
    assert rows["00"] == [1, 3, 8]
    assert rows["11"] == [1, 3, 5, 7]
    assert border[start[0] : start[1]].tolist() == [10_000_000, 10_000_000, 0]
    assert len(near) == 2 * len(board.a) == 2 * 13


def test_components_of_a_choice_leave_the_others_out():
    """Left and right columns of a grid: two pieces; the middle is not chosen."""
    board = board_of(grid_layer())
    chosen = np.array([code[1] != "1" for code in board.codes])
    assert board.components(chosen).tolist() == [0, -1, 1] * 3
    assert board.components().tolist() == [0] * 9


def test_part_of_a_board_keeps_the_borders_inside_it():
    layer = grid_layer(without=["10", "11", "12"])  # two rows apart
    board = board_of(layer, bridged=True)
    assert len(board.bridges) == 1
    small = board.only(board.xy[:, 1] < 10_000)
    assert small.codes == ("00", "01", "02")
    assert (small.a.tolist(), small.b.tolist()) == ([0, 1], [1, 2])
    assert small.perimeter_mm.tolist() == [40_000_000] * 3
    assert small.bridges == ()
    whole = board.only(np.ones(board.n, bool))
    assert whole.bridges == board.bridges


def test_codes_and_rows_are_each_other_s_inverse():
    board = board_of(grid_layer())
    assert board.rows(["22", "00"]).tolist() == [8, 0]
    assert board.named([8, 0]) == ("00", "22")
    assert board.rows([]).tolist() == []


def test_every_unknown_code_is_told_at_once():
    faults = faults_of(board_of(grid_layer()).rows, ["00", "99", "11", "XX"])
    assert [(f.id, f.value) for f in faults] == [
        ("propose.unknown_code", "99"),
        ("propose.unknown_code", "XX"),
    ]


def test_units_without_population_are_named():
    layer = grid_layer(population={"00": None, "11": None, "22": 0})
    (fault,) = faults_of(board_of, layer)
    assert fault.id == "propose.no_population"
    assert fault.fields == {"units": ("00", "11"), "n": 2}


def test_a_unit_with_nobody_is_known():
    assert board_of(grid_layer(population={"00": 0})).people[0] == 0


def test_units_without_a_polygon_are_named():
    (fault,) = faults_of(board_of, grid_layer(no_geometry=["12"]))
    assert fault.id == "propose.no_geometry"
    assert fault.fields == {"units": ("12",), "n": 1}


def test_bare_polygons_give_the_same_board_as_a_layer():
    layer = random_grid(4, 3, 1)
    frame = gpd.GeoDataFrame(
        {"population": layer.people}, geometry=list(layer.shapes), crs=layer.units.crs
    )
    mine, theirs = board_of(frame), board_of(layer)
    assert mine.codes == tuple(str(k) for k in range(12))
    for name in ("people", "area_dm2", "perimeter_mm", "a", "b", "border_mm"):
        assert getattr(mine, name).tolist() == getattr(theirs, name).tolist()


def test_only_a_bridged_board_joins_what_touches_nothing():
    layer = grid_layer(4, 1, without=["02"])
    assert board_of(layer).bridges == ()
    assert board_of(layer).components().tolist() == [0, 0, 1]
    board = board_of(layer, bridged=True)
    assert board.bridges == ((2, 1),)
    assert (board.a.tolist(), board.b.tolist()) == ([0, 1], [1, 2])
    assert board.border_mm.tolist() == [10_000_000, 0]


def test_the_smallest_part_is_joined_first_to_what_lies_nearest():
    """One unit (05), two units (02, 03) and a row of four: 05 is nearer to 03 than to the row::

    20 21 22 23
    .  .  .  .  .  .
    .  .  02 03 .  05
    """
    gone = ["00", "01", "04", *(f"1{c}" for c in range(6)), "24", "25"]
    board = board_of(grid_layer(6, 3, without=gone), bridged=True)
    named = [tuple(board.codes[i] for i in pair) for pair in board.bridges]
    assert named == [("05", "03"), ("02", "21")]  # 21 is as near as 22: the first code


def test_a_declared_link_needs_no_bridge():
    assert board_of(holed_grid(1), bridged=True).bridges == ()


@settings(max_examples=25)
@given(st.integers(0, 10_000), st.integers(0, 3))
def test_bridges_are_one_fewer_than_the_parts_and_leave_one(seed, islands):
    found = planar(seed, cells=30, islands=islands)
    board = board_of(found.frame, bridged=True)
    assert len(board.bridges) == nx.number_connected_components(found.graph) - 1
    assert board.components().max() == 0
    borders = {frozenset(pair) for pair in found.graph.edges}
    pairs = {
        frozenset((board.codes[i], board.codes[j]))
        for i, j in zip(board.a.tolist(), board.b.tolist(), strict=True)
    }
    assert borders <= pairs
    assert len(pairs - borders) == len(board.bridges)


@settings(max_examples=25)
@given(st.integers(0, 10_000), st.randoms(use_true_random=False))
def test_sums_of_zones_are_those_of_their_union(seed, random):
    """Holes and exclaves included; a millimetre is lost per border at most."""
    found = planar(seed, cells=30)
    board = board_of(found.frame)
    label = np.array([random.randrange(-1, 3) for _ in range(board.n)])
    total = sums(label, 3, board.csr(), board.units())
    for zone in range(3):
        inside = label == zone
        outline = shapely.union_all(np.asarray(found.frame.geometry, object)[inside])
        assert total[PEOPLE, zone] == found.frame["population"][inside].sum()
        assert total[COUNT, zone] == inside.sum()
        assert total[AREA, zone] / 100 == pytest.approx(outline.area, abs=0.1 * board.n)
        assert total[PERIMETER, zone] / 1000 == pytest.approx(outline.length, abs=0.01 * board.n)


def test_shape_is_one_for_a_circle_and_a_quarter_of_pi_for_a_square():
    assert shape(100, 4_000) == pytest.approx(np.pi / 4)  # one square metre
    circle = shapely.Point(0, 0).buffer(1_000, quad_segs=500)
    assert shape(circle.area * 100, circle.length * 1000) == pytest.approx(1, abs=1e-5)
    assert shape(0, 0) == 0


def test_board_is_a_value():
    board = board_of(grid_layer(2, 1))
    with pytest.raises(AttributeError, match="people"):
        board.people = np.zeros(2, np.int64)
    assert isinstance(board, Board)
