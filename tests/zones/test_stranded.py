"""Stranded units on SYNTHETIC grids: proved by enumeration, who can take them, what frees them."""

from __future__ import annotations

from random import Random

import pytest
from synthetic import grid_layer
from synthetic_rounds import Truth, random_layer
from zones.places import faults_of

from pilotzones.postcodes.contiguity import Link
from pilotzones.words import LANGUAGES, text
from pilotzones.zones.propose import stranded as module
from pilotzones.zones.propose.board import Bounds
from pilotzones.zones.propose.repair import Clash, Move, Repair
from pilotzones.zones.propose.stranded import Join, stranded
from pilotzones.zones.zone import Zone

BOUNDS = Bounds(40, 60, (45, 55))


def zone(name, *codes) -> Zone:
    return Zone.of(name, list(codes))


@pytest.mark.parametrize("seed", range(16))
def test_stranded_units_are_exactly_those_of_no_valid_zone_of_free_units(seed):
    rng = Random(seed)
    layer = random_layer(seed, 3, 4)
    truth = Truth(layer, BOUNDS)
    claimed = zone("A", *rng.sample(list(layer.codes), rng.randrange(2, 7)))
    taken = truth.mask(claimed.codes)
    held = 0
    for found in truth.sets:
        held |= 0 if found & taken else found
    lost = [c for u, c in enumerate(layer.codes) if not (held | taken) >> u & 1]
    told = stranded(layer, [claimed], BOUNDS)
    assert sorted(code for piece in told for code in piece.codes) == lost
    for piece in told:
        mask = truth.mask(piece.codes)
        assert piece.population == truth.people(mask)
        after = taken | mask
        fits = truth.one(after) and BOUNDS.hold(truth.people(after))
        assert piece.join == ((Join("A", truth.people(after)),) if fits else ())


@pytest.mark.parametrize("seed", range(16))
def test_release_is_the_smallest_that_frees_the_piece_and_leaves_the_zone_valid(seed):
    rng = Random(seed)
    layer = random_layer(seed, 3, 4)
    truth = Truth(layer, BOUNDS)
    sets = truth.sets
    if not sets:
        pytest.skip("this random layer has no valid zone at all")
    claimed = rng.choice(sets)
    codes = [c for u, c in enumerate(layer.codes) if claimed >> u & 1]
    for piece in stranded(layer, [zone("A", *codes)], BOUNDS):
        mask = truth.mask(piece.codes)
        keeps = [m for m in sets if not m & ~claimed]
        sizes = [
            (claimed & ~kept).bit_count()
            for kept in keeps
            for new in sets
            if new & mask == mask and not new & kept
        ]
        if not sizes:
            assert isinstance(piece.release, Clash)
            continue
        assert isinstance(piece.release, Repair)
        released = [move for move in piece.release.moves if move.left == "A"]
        assert len(released) == min(sizes)
        after, new = piece.release.zones
        assert truth.mask(after.codes) in keeps
        assert truth.mask(new.codes) in sets
        assert set(piece.codes) <= set(new.codes)
        assert piece.release.proof.status == "optimal"


def test_pocket_behind_a_zone_is_freed_by_one_unit_of_it():
    """The row 30 | 20 20 20 | ...: the first unit is cut off by zone A."""
    people = {"00": 30, "01": 15, "02": 25, "03": 20}
    layer = grid_layer(4, 1, population=people)
    (piece,) = stranded(layer, [zone("A", "01", "02", "03")], Bounds(40, 75, (40, 75)))
    assert (piece.codes, piece.population, piece.why) == (("00",), 30, "component-too-small")
    assert piece.join == ()
    assert isinstance(piece.release, Repair)
    assert piece.release.moves == (Move("01", 15, "A", ""),)
    assert [z.codes for z in piece.release.zones] == [("02", "03"), ("00", "01")]


@pytest.mark.parametrize(
    ("upper", "join"), [(89, ()), (90, (Join("A", 90),)), (91, (Join("A", 90),))]
)
def test_zone_beside_the_piece_can_take_it_up_to_the_upper_bound(upper, join):
    layer = grid_layer(4, 1, population={"00": 30, "01": 15, "02": 25, "03": 20})
    (piece,) = stranded(layer, [zone("A", "01", "02", "03")], Bounds(40, upper, (40, upper)))
    assert piece.join == join


def test_declared_link_keeps_an_exclave_from_being_stranded():
    people = {"00": 25, "02": 25, "03": 40}
    apart = grid_layer(4, 1, population=people, without=["01"])
    linked = grid_layer(
        4, 1, population=people, without=["01"], links=[Link("00", "02", "exclave")]
    )
    claimed, bounds = [zone("A", "03")], Bounds(40, 60, (40, 60))
    assert [piece.codes for piece in stranded(apart, claimed, bounds)] == [("00",), ("02",)]
    assert stranded(linked, claimed, bounds) == ()


def test_unit_above_the_upper_bound_is_stranded_and_its_neighbours_are_not():
    layer = grid_layer(4, 1, population={"00": 99, "01": 25, "02": 25, "03": 45})
    (piece,) = stranded(layer, [zone("A", "03")], BOUNDS)
    assert (piece.codes, piece.why) == (("00",), "no-zone-in-bounds")
    assert piece.release == Clash(("forced", "upper"), ("00",))


def test_zone_that_does_not_hold_may_lose_anything():
    layer = grid_layer(3, 1, population=20)
    (piece,) = stranded(layer, [zone("A", "01")], Bounds(40, 60, (40, 60)))[:1]
    assert isinstance(piece.release, Repair)
    assert [move for move in piece.release.moves if move.left] == [Move("01", 20, "A", "")]


def test_nothing_is_stranded_where_all_is_free_or_all_is_claimed():
    layer = grid_layer(3, 1, population=20)
    assert stranded(layer, [], BOUNDS) == ()
    assert stranded(layer, [zone("A", "00", "01", "02")], BOUNDS) == ()


def test_unknown_codes_are_named():
    (fault,) = faults_of(stranded, grid_layer(2, 2), [zone("A", "99")], BOUNDS)
    assert fault.id == "propose.unknown_code"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_reasons_have_a_sentence(lang):
    for why in ("component-too-small", "no-zone-in-bounds"):
        assert text(f"stranded.why.{why}", lang)


def test_search_that_is_given_up_says_what_is_proved(monkeypatch):
    """Seven units stand between the pocket and enough people; the grown zone has no proof."""
    people = {"00": 5} | {f"0{c}": 5 for c in range(1, 10)}
    layer = grid_layer(10, 1, population=people)
    bounds, claimed = Bounds(40, 60, (40, 60)), [zone("A", *(f"0{c}" for c in range(1, 10)))]
    # the one claimed zone has 45 people: it can lose one unit only, so nothing can be grown
    (piece,) = stranded(layer, claimed, bounds)
    assert isinstance(piece.release, Clash)
    monkeypatch.setattr(module, "_SMALL", 0)
    monkeypatch.setattr(module, "OPEN", 2)
    (piece,) = stranded(layer, claimed, bounds)
    assert piece.release is None


def test_grown_zone_stands_for_the_smallest_with_the_gap_that_is_left(monkeypatch):
    """A wide zone of small units: the pocket needs seven of them, and fewer are proved too few."""
    layer = grid_layer(10, 2, population=5, without=["10"])
    claimed = [zone("A", *(c for c in layer.codes if c != "00"))]
    exact = stranded(layer, claimed, Bounds(40, 200, (40, 200)))[0].release
    assert isinstance(exact, Repair)
    assert (len(exact.moves), exact.proof.status) == (7, "gap")
    assert exact.proof.gap == pytest.approx(3 / 7)
    monkeypatch.setattr(module, "RELEASED", 99)
    proved = stranded(layer, claimed, Bounds(40, 200, (40, 200)))[0].release
    assert isinstance(proved, Repair)
    assert (len(proved.moves), proved.proof.status) == (7, "optimal")
