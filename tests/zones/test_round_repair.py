"""Repair of many zones: the true minimum on SYNTHETIC grids, pins, covers, and a national plan."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest
from synthetic import grid_layer
from synthetic_rounds import Truth, random_layer
from zones.places import faults_of

from pilotzones.postcodes.open import open_layer
from pilotzones.postcodes.section import UnitsSection
from pilotzones.zones.propose import round_repair
from pilotzones.zones.propose._separators import split
from pilotzones.zones.propose.board import Bounds, board_of
from pilotzones.zones.propose.division import Wanted
from pilotzones.zones.propose.partition import plan
from pilotzones.zones.propose.repair import Clash, Move, Repair
from pilotzones.zones.propose.round_repair import repair_round
from pilotzones.zones.propose.task import neighbours_of
from pilotzones.zones.zone import Zone

BOUNDS = Bounds(30, 60, (35, 50))
GUIDE = Bounds(75_000, 300_000, (100_000, 150_000))
WIDE = Bounds(1, 999, (1, 999))


def zones_of(*members) -> list[Zone]:
    return [Zone.of(f"Z{k}", list(codes)) for k, codes in enumerate(members)]


def require_smallest(layer, zones, bounds, *, pinned=(), cover=False) -> Repair | Clash:
    """The repair of a round, which costs what the best of all ends costs."""
    truth = Truth(layer, bounds)
    found = repair_round(layer, zones, bounds, pinned=pinned, cover=cover)
    rows = truth.board.rows([code for code, _ in pinned])
    pairs = frozenset((int(u), int(name[1:])) for u, (_, name) in zip(rows, pinned, strict=True))
    within = len(found.moves) if isinstance(found, Repair) else 99
    best = truth.best(zones, pinned=pairs, cover=cover, within=within)
    if best is None:
        assert isinstance(found, Clash)
        return found
    assert isinstance(found, Repair)
    ends = [truth.mask(zone.codes) for zone in found.zones]
    assert truth.cost(zones, ends) == best
    assert (len(found.moves), found.people, found.outside_preferred) == best
    assert found.proof.status == "optimal"
    return found


@pytest.mark.parametrize("seed", range(16))
def test_round_of_random_overlapping_zones_gets_the_true_minimum(seed):
    rng = Random(seed)
    layer = random_layer(seed, 3, 3)
    codes = list(layer.codes)
    zones = zones_of(*(rng.sample(codes, rng.randrange(1, 5)) for _ in range(2)))
    pinned = [(rng.choice(codes), f"Z{rng.randrange(2)}") for _ in range(rng.randrange(2))]
    bounds = Bounds(20, 60, (30, 50))
    require_smallest(layer, zones, bounds, pinned=pinned, cover=seed % 3 == 0)


@pytest.mark.parametrize("seed", range(14))
def test_damaged_plan_gets_the_true_minimum_whether_parts_are_mended_apart_or_not(seed):
    rng = Random(seed)
    rows, columns, k = rng.choice([(2, 8, 4), (1, 10, 4), (2, 7, 3), (3, 5, 3)])
    codes = [f"{r}{c}" for r in range(rows) for c in range(columns)]
    layer = grid_layer(
        columns, rows, population={code: rng.choice([3, 5, 8, 12, 15, 20]) for code in codes}
    )
    members = [[code for code in codes if int(code[1]) * k // columns == i] for i in range(k)]
    for _ in range(rng.randrange(1, 5)):
        giver, taker = rng.sample(range(k), 2)
        code = rng.choice(members[giver])
        members[taker] = sorted({*members[taker], code})
        if len(members[giver]) > 1 and rng.random() < 0.8:
            members[giver].remove(code)
    require_smallest(layer, zones_of(*members), BOUNDS, cover=seed % 2 == 0)


def test_forced_unit_with_another_faulty_zone_on_the_way_stays_forced():
    """Zone Z1 could take 03 with fewer changes than 03 needs to come to Z0."""
    layer = random_layer(339, 3, 4)
    zones = zones_of(["00", "10"], ["23"])
    found = require_smallest(layer, zones, Bounds(40, 75, (45, 60)), pinned=[("03", "Z0")])
    assert isinstance(found, Repair)
    assert "03" in found.zones[0].codes


@pytest.mark.parametrize(
    ("strays", "jointly"),
    [
        ({"12": (2, 0), "17": (7, 9)}, False),
        ({"12": (2, 0), "04": (4, 6), "03": (3, 1)}, True),
    ],
    ids=["far", "near"],
)
def test_faults_far_apart_are_mended_apart_and_those_near_together(strays, jointly, monkeypatch):
    """A row of ten zones of two units each, of which some went to a zone that they do not touch."""
    layer = grid_layer(10, 2, population=20)
    members = [[f"0{c}", f"1{c}"] for c in range(10)]
    for code, (home, away) in strays.items():
        members[home].remove(code)
        members[away].append(code)
    seen: list[int] = []
    together, both = round_repair.Joint, round_repair._both
    monkeypatch.setattr(round_repair, "Joint", lambda parts: seen.append(1) or together(parts))
    monkeypatch.setattr(round_repair, "_both", lambda *given: seen.append(1) or both(*given))
    found = repair_round(layer, zones_of(*members), Bounds(20, 60, (40, 40)), cover=True)
    assert isinstance(found, Repair)
    assert [move.code for move in found.moves] == sorted(strays)
    assert found.outside_preferred == 0
    assert jointly or all(move.joined == f"Z{strays[move.code][0]}" for move in found.moves)
    assert found.proof.status == "optimal"
    assert bool(seen) == jointly


def test_shared_units_end_in_one_zone_at_most_and_pinned_ones_where_they_are_pinned():
    layer = grid_layer(5, 1, population=20)
    zones = zones_of(["00", "01", "02", "03"], ["01", "02", "03", "04"])
    pinned = [("01", "Z1"), ("00", "Z0")]
    found = repair_round(layer, zones, Bounds(20, 90, (20, 90)), pinned=pinned)
    assert isinstance(found, Repair)
    assert [zone.codes for zone in found.zones] == [("00",), ("01", "02", "03", "04")]
    assert len(found.moves) == 3


def test_unit_claimed_twice_that_a_third_zone_must_have_makes_two_moves():
    layer = grid_layer(3, 1, population=20)
    zones = zones_of(["00", "01"], ["01", "02"])
    found = repair_round(
        layer, [*zones, Zone.of("Z2", ["01"])], Bounds(20, 60, (20, 60)), pinned=[("01", "Z2")]
    )
    assert isinstance(found, Repair)
    assert found.moves == (Move("01", 20, "Z0", None), Move("01", 20, "Z1", None))


def test_cover_places_every_free_unit_and_without_it_they_stay_free():
    layer = grid_layer(4, 1, population=20)
    zones = zones_of(["00"], ["03"])
    bounds = Bounds(20, 60, (20, 60))
    free = repair_round(layer, zones, bounds)
    full = repair_round(layer, zones, bounds, cover=True)
    assert isinstance(free, Repair)
    assert isinstance(full, Repair)
    assert free.moves == ()
    assert {move.code for move in full.moves} == {"01", "02"}
    assert {code for zone in full.zones for code in zone.codes} == set(layer.codes)


def test_zones_that_hold_and_what_far_zones_do_stay_as_they_are():
    layer = grid_layer(9, 1, population=20)
    zones = zones_of(["00"], ["02", "03"], ["07", "08"])
    found = repair_round(layer, zones, Bounds(40, 90, (40, 90)))
    assert isinstance(found, Repair)
    assert found.zones[1:] == tuple(zones[1:])
    assert found.zones[0].codes == ("00", "01")


CLASHES = {
    "two zones in a part for one": (
        zones_of(["00"], ["01"]), Bounds(45, 90, (45, 90)), {},
        (("lower", "no-overlap"), ("00", "01")),
    ),
    "a unit that no zone can reach": (
        zones_of(["00"], ["01"]), WIDE, {"cover": True},
        (("contiguity", "keep", "cover"), ("04",)),
    ),
    "one unit pinned to two zones": (
        zones_of(["00"], ["01"]), WIDE, {"pinned": [("02", "Z0"), ("02", "Z1")]},
        (("forced", "no-overlap"), ("02",)),
    ),
    "one zone alone that cannot hold": (
        zones_of(["00"], ["04"]), Bounds(30, 90, (30, 90)), {},
        (("contiguity", "lower", "keep"), ("04",)),
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CLASHES.values(), ids=CLASHES.keys())
def test_clash_of_a_round_names_conditions_and_units(case):
    """A row of 00 01 02, and 04 apart; each unit has twenty people."""
    zones, bounds, options, (conditions, subjects) = case
    layer = grid_layer(5, 1, population=20, without=["03"])
    found = repair_round(layer, zones, bounds, **options)
    assert isinstance(found, Clash)
    assert set(found.conditions) == set(conditions)
    assert found.subjects == subjects


def test_names_are_asked_for_all_at_once():
    layer = grid_layer(2, 2)
    zones = [Zone.of("A", ["00"]), Zone.of("A", []), Zone.of("B", ["01"])]
    faults = faults_of(repair_round, layer, zones, WIDE, pinned=[("00", "C")])
    told = [(fault.id, fault.value) for fault in faults]
    assert told == [
        ("repair.name_twice", "A"),
        ("repair.empty_zone", "A"),
        ("repair.unknown_zone", "C"),
    ]


@pytest.mark.real_data
def test_national_plan_with_stray_postcodes_is_mended_with_a_proof(shared_data):
    path = shared_data / "postcodes_be.gpkg"
    layer = open_layer(UnitsSection(file=path, population="population"))
    board = board_of(layer)
    near = neighbours_of(board)
    start = plan(layer, Wanted(GUIDE, moves=200_000), seed=3)
    label, rng = start.label.copy(), Random(7)
    for _ in range(2):
        giver = rng.randrange(label.max() + 1)
        u = rng.choice(np.flatnonzero(label == giver).tolist())
        beside = {int(label[w]) for v in np.flatnonzero(label == giver) for w in near[int(v)]}
        label[u] = rng.choice([z for z in range(label.max() + 1) if z not in beside])
    codes = np.array(board.codes, object)
    zones = zones_of(*(codes[label == z].tolist() for z in range(label.max() + 1)))
    pinned = [(zone.codes[0], zone.name) for zone in zones[:40]]
    found = repair_round(layer, zones, GUIDE, pinned=pinned, cover=True)
    assert isinstance(found, Repair)
    assert found.proof.status == "optimal"
    assert sorted(code for zone in found.zones for code in zone.codes) == sorted(board.codes)
    for zone in found.zones:
        rows = board.rows(zone.codes)
        assert len(split(near, rows.tolist())) == 1
        assert GUIDE.hold(int(board.people[rows].sum()))
    ends = {code: zone.name for zone in found.zones for code in zone.codes}
    assert all(ends[code] == name for code, name in pinned)
