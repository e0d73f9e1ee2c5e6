"""Repair of one zone: the true minimum on SYNTHETIC grids, clashes with their reason, speed."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from synthetic import grid_layer
from synthetic_maps import voronoi_map
from synthetic_rounds import Truth, random_layer
from zones.places import faults_of

from pilotzones.postcodes.contiguity import Link
from pilotzones.postcodes.layer import Origin, make_layer
from pilotzones.postcodes.open import open_layer
from pilotzones.postcodes.section import UnitsSection
from pilotzones.words import LANGUAGES, text
from pilotzones.zones.propose.board import Bounds, board_of
from pilotzones.zones.propose.repair import Clash, Move, Repair, repair_zone
from pilotzones.zones.zone import Zone

BOUNDS = Bounds(40, 75, (45, 60))
GUIDE = Bounds(75_000, 300_000, (100_000, 150_000))


def zone_of(*codes) -> Zone:
    return Zone.of("Z", list(codes))


@pytest.mark.parametrize("seed", range(40))
def test_repair_is_the_true_minimum_and_a_clash_means_that_there_is_none(seed):
    rng = Random(seed)
    layer = random_layer(seed, 3, 4)
    truth, codes = Truth(layer, BOUNDS), list(layer.codes)
    zone = zone_of(*rng.sample(codes, rng.randrange(1, 7)))
    forced = rng.sample(codes, rng.randrange(3))
    forbidden = rng.sample(codes, rng.randrange(3))
    pairs = {
        name: frozenset((int(u), 0) for u in truth.board.rows(given))
        for name, given in (("pinned", forced), ("forbidden", forbidden))
    }
    best = truth.best([zone], **pairs)
    found = repair_zone(layer, zone, BOUNDS, forced=forced, forbidden=forbidden)
    if best is None:
        assert isinstance(found, Clash)
        return
    assert isinstance(found, Repair)
    assert (len(found.moves), found.people, found.outside_preferred) == best
    assert truth.cost([zone], [truth.mask(found.zones[0].codes)]) == best
    assert found.proof.status == "optimal"


def test_zone_that_holds_is_left_alone():
    layer = grid_layer(3, 3, population=10)
    zone = zone_of("00", "01", "02", "10")
    found = repair_zone(layer, zone, Bounds(40, 50, (40, 50)))
    assert isinstance(found, Repair)
    assert (found.zones, found.moves) == ((zone,), ())
    assert (found.proof.status, found.proof.argument) == ("optimal", "untouched")


def test_moves_say_what_joined_and_what_left():
    """The stray corner 22 leaves; 01 joins."""
    people = {"00": 30, "01": 12, "10": 50, "22": 1}
    layer = grid_layer(
        3, 3, population={f"{r}{c}": 99 for r in range(3) for c in range(3)} | people
    )
    found = repair_zone(layer, zone_of("00", "22"), BOUNDS)
    assert isinstance(found, Repair)
    assert found.moves == (Move("01", 12, None, "Z"), Move("22", 1, "Z", None))


def test_declared_link_joins_an_exclave():
    layer = grid_layer(3, 1, population=20, without=["01"], links=[Link("00", "02", "exclave")])
    found = repair_zone(layer, zone_of("00"), BOUNDS)
    assert isinstance(found, Repair)
    assert found.zones[0].codes == ("00", "02")


def test_forced_unit_far_away_brings_the_way_to_it():
    layer = grid_layer(6, 1, population=10)
    found = repair_zone(layer, zone_of("00"), Bounds(10, 99, (10, 99)), forced=["05"])
    assert isinstance(found, Repair)
    assert found.zones[0].codes == ("00", "01", "02", "03", "04", "05")
    assert found.proof.status == "optimal"


def test_order_of_codes_does_not_matter():
    layer = grid_layer(4, 4, population=10)
    one, other = ["00", "33", "12"], ["12", "00", "33"]
    assert repair_zone(layer, zone_of(*one), BOUNDS) == repair_zone(layer, zone_of(*other), BOUNDS)


CLASHES = {
    "forced unit in another component": (
        {"without": ["02", "12", "22"], "columns": 5},
        {"codes": ["00", "01", "10", "11"], "forced": ["04"]},
        (("contiguity", "forced", "keep"), ("04",)),
    ),
    "forbidden units that cut the zone off from its forced unit": (
        {"columns": 5},
        {"codes": ["00", "10", "20"], "forced": ["04"], "forbidden": ["02", "12", "22", "21"]},
        (("contiguity", "forced", "forbidden", "keep"), ("02", "04", "12", "22")),
    ),
    "forced and forbidden at once": (
        {},
        {"codes": ["00", "01", "10", "11"], "forced": ["22"], "forbidden": ["22", "21"]},
        (("forced", "forbidden"), ("22",)),
    ),
    "part of the layer with fewer people than the minimum": (
        {"without": ["02", "12", "22"], "columns": 6},
        {"codes": ["00", "01"], "bounds": Bounds(70, 80, (70, 80))},
        (("contiguity", "lower", "keep"), ("00", "01", "10", "11", "20", "21")),
    ),
    "layer with fewer people than the minimum": (
        {},
        {"codes": ["00", "11"], "bounds": Bounds(91, 99, (91, 99))},
        (("lower",), ("00", "11")),
    ),
    "bounds between which no sum of units lies": (
        {},
        {"codes": ["00"], "bounds": Bounds(41, 49, (41, 49))},
        (("lower", "upper"), ("00",)),
    ),
    "forced units with more people than the maximum": (
        {},
        {
            "codes": ["00"],
            "forced": ["00", "01", "02", "10", "11"],
            "bounds": Bounds(5, 40, (5, 40)),
        },
        (("forced", "upper"), ("00", "01", "02", "10", "11")),
    ),
    "every unit of the zone forbidden": (
        {},
        {"codes": ["00", "01"], "forbidden": ["00", "01", "22"]},
        (("forbidden", "keep"), ("00", "01")),
    ),
}


@pytest.mark.parametrize("case", CLASHES.values(), ids=CLASHES.keys())
def test_clash_names_the_smallest_set_of_conditions_and_units(case):
    layer, asked, clash = case
    asked = dict(asked)
    grid = grid_layer(layer.get("columns", 3), 3, population=10, without=layer.get("without", ()))
    bounds = asked.pop("bounds", Bounds(30, 90, (30, 90)))
    found = repair_zone(grid, zone_of(*asked.pop("codes")), bounds, **asked)
    assert found == Clash(*clash)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_proofs_and_clashes_have_sentences(lang):
    layer = grid_layer(3, 3, population=10)
    found = repair_zone(layer, zone_of("00"), Bounds(30, 90, (30, 90)))
    assert isinstance(found, Repair)
    proof = found.proof
    assert text(f"repair.proof.{proof.argument}", lang, **proof.fields())
    for condition in ("contiguity", "lower", "upper", "forced", "forbidden", "keep"):
        assert text(f"repair.clash.{condition}", lang)


def test_unknown_codes_and_empty_zones_are_named():
    layer = grid_layer(2, 2)
    (fault,) = faults_of(repair_zone, layer, zone_of("00"), BOUNDS, forced=["99"])
    assert (fault.id, fault.value) == ("propose.unknown_code", "99")
    (fault,) = faults_of(repair_zone, layer, zone_of(), BOUNDS)
    assert (fault.id, fault.value) == ("repair.empty_zone", "Z")


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 200), st.data())
def test_every_repair_on_a_random_map_is_of_one_piece_and_within_the_bounds(seed, data):
    geometry, _ = voronoi_map(seed, cells=30)
    rng = Random(seed)
    frame = grid_layer(len(geometry), 1).units.iloc[: len(geometry)].reset_index(drop=True)
    frame["code"] = [f"{k:03d}" for k in range(len(geometry))]
    frame = frame.set_geometry(np.asarray(geometry), crs=31370)
    frame["population"] = [rng.randrange(0, 40) for _ in range(len(frame))]
    layer = make_layer(frame, Origin("synthetic-voronoi"))
    codes = data.draw(st.lists(st.sampled_from(layer.codes), min_size=1, max_size=8, unique=True))
    bounds = Bounds(60, 150, (80, 120))
    found = repair_zone(layer, zone_of(*codes), bounds)
    if isinstance(found, Repair):
        board = board_of(layer)
        chosen = layer.mask(found.zones[0].codes)
        assert board.components(chosen).max() == 0
        assert bounds.hold(int(board.people[chosen].sum()))
        assert set(codes) & set(found.zones[0].codes)
        changed = set(codes) ^ set(found.zones[0].codes)
        assert sorted(move.code for move in found.moves) == sorted(changed)


@pytest.mark.real_data
def test_zone_of_real_postcodes_is_mended_with_a_proof_for_the_whole_country(shared_data):
    path = shared_data / "postcodes_be.gpkg"
    layer = open_layer(UnitsSection(file=path, population="population"))
    broken = zone_of("5500", "5501", "5502", "5503", "5504", "5530", "6900", "5590")
    found = repair_zone(layer, broken, GUIDE, forced=["5590"], forbidden=["5504"])
    assert isinstance(found, Repair)
    assert found.proof.status == "optimal"
    mended = set(found.zones[0].codes)
    board = board_of(layer)
    chosen = layer.mask(mended)
    assert "5590" in mended
    assert "5504" not in mended
    assert board.components(chosen).max() == 0
    assert GUIDE.hold(int(board.people[chosen].sum()))
