"""The exact model: separators, cuts, bounds and aims, against enumeration on SYNTHETIC grids."""

from __future__ import annotations

import os

import pytest
from synthetic import grid_layer
from synthetic_rounds import Truth, random_layer

from pilotzones.zones.propose._aside import solver_aside
from pilotzones.zones.propose._separators import component, separator, split
from pilotzones.zones.propose.board import Bounds, board_of
from pilotzones.zones.propose.exact import solve
from pilotzones.zones.propose.reach import Reach, everything
from pilotzones.zones.propose.task import neighbours_of
from pilotzones.zones.propose.widening import alone, task_of
from pilotzones.zones.zone import Zone

BOUNDS = Bounds(40, 75, (45, 60))


def task_on(layer, codes, bounds=BOUNDS, **options):
    return task_of(board_of(layer), [Zone.of("Z", codes)], bounds, **options)


def test_pieces_of_a_choice_are_its_components():
    near = neighbours_of(board_of(grid_layer(3, 3)))
    assert split(near, [0, 1, 8, 5]) == [{0, 1}, {5, 8}]
    assert component(near, [4], {4, 5, 0}) == {4, 5}


def test_separator_of_a_corner_is_what_stands_between_it_and_the_other_corner():
    """A row of three by three: the corner 0 is cut off by 1 and 3, the side of it is itself."""
    near = neighbours_of(board_of(grid_layer(3, 3)))
    wall, side = separator(near, {0}, 8, range(9))
    assert (wall, side) == ({1, 3}, {0})


def test_separator_leaves_out_units_that_lead_nowhere():
    """In a row 0 1 2 3 the unit 0 is beside the piece {1}, but only 2 leads on to 3."""
    near = neighbours_of(board_of(grid_layer(4, 1)))
    assert separator(near, {1}, 3, range(4)) == ({2}, {0, 1})


@pytest.mark.parametrize("seed", range(8))
def test_model_on_the_whole_layer_finds_the_smallest_of_all_sets(seed):
    layer = random_layer(seed, 3, 4)
    truth, zone = Truth(layer, BOUNDS), Zone.of("Z", layer.codes[:3])
    task = task_on(layer, zone.codes)
    found = solve(task, everything(task, (0,)))
    best = truth.best([zone])
    assert (best is None) == (found.state == "infeasible")
    if best is not None:
        end = truth.cost([zone], [truth.mask(truth.board.named(found.rows[0]))])
        assert (found.units, end) == (best[0], best)


@pytest.mark.parametrize(("lower", "state"), [(29, "optimal"), (30, "optimal"), (31, "infeasible")])
def test_lower_bound_belongs_to_the_range(lower, state):
    layer = grid_layer(3, 1, population=10)
    task = task_on(layer, ["00"], Bounds(lower, 99, (lower, 99)))
    assert solve(task, everything(task, (0,))).state == state


@pytest.mark.parametrize(("upper", "units"), [(19, 2), (20, 1), (21, 1), (30, 0)])
def test_upper_bound_belongs_to_the_range(upper, units):
    layer = grid_layer(3, 1, population=10)
    task = task_on(layer, ["00", "01", "02"], Bounds(1, upper, (1, upper)))
    assert solve(task, everything(task, (0,))).units == units


def test_fewest_people_decide_between_equally_many_units():
    """00 lacks ten people; 01 brings 40 and 10 brings 30."""
    layer = grid_layer(2, 2, population={"00": 10, "01": 40, "10": 30, "11": 5})
    task = task_on(layer, ["00"], Bounds(40, 99, (40, 99)))
    found = solve(task, everything(task, (0,)))
    assert task.board.named(found.rows[0]) == ("00", "10")


def test_preferred_band_decides_after_units_and_people():
    """Either end may leave; only without the right one the zone ends in the band.

    The row 5 20 5 has 30 people where 25 is the upper bound; 01 holds both.
    """
    people = {"00": 6, "01": 20, "02": 6, "03": 1}
    layer = grid_layer(4, 1, population=people)
    task = task_on(layer, ["00", "01", "02", "03"], Bounds(10, 27, (26, 26)))
    found = solve(task, everything(task, (0,)))
    assert (found.units, task.board.named(found.rows[0])) == (1, ("01", "02", "03"))


def test_window_holds_nothing_that_so_few_changes_cannot_touch():
    """A row of five; the zone is the first unit, and one change reaches the second only."""
    layer = grid_layer(5, 1)
    task = task_on(layer, ["00"])
    reach = Reach(task, (0,))
    assert reach.window(1).unit.tolist() == [0, 1]
    assert reach.window(3).unit.tolist() == [0, 1, 2, 3]
    assert reach.last() == 4


def test_units_that_must_leave_leave_less_to_add():
    """Four units of ten people where 20 is the upper bound: two leave, so three changes add one."""
    layer = grid_layer(4, 2, population=10)
    task = task_on(layer, ["00", "01", "02", "03"], Bounds(5, 20, (5, 20)))
    assert alone(task).needed == 2
    assert len(alone(task).window(2).unit) == 4


def test_what_the_solver_prints_stays_out_of_the_output(capfd):
    with solver_aside():
        os.write(1, b"solver\n")
    os.write(1, b"program\n")
    assert capfd.readouterr() == ("program\n", "solver\n")
