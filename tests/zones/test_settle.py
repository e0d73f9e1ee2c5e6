"""Ways to settle an overlap: merge, one side, splits, by enumeration on SYNTHETIC grids."""

from __future__ import annotations

from dataclasses import replace

import pytest
from synthetic import case, grid_layer

from pilotzones.findings import Verdict
from pilotzones.postcodes.rurality import rural_units
from pilotzones.words import LANGUAGES, text
from pilotzones.zones.measures import pieces_of, population, rural_share
from pilotzones.zones.propose.board import bounds_of
from pilotzones.zones.propose.settle import settle
from pilotzones.zones.zone import Round, Zone

PEOPLE = {f"{r}{c}": 20_000 + 1_000 * r + 100 * c for r in range(3) for c in range(7)}
LAYER = grid_layer(7, 3, population=PEOPLE)


def columns_of(*numbers) -> list[str]:
    return [f"{r}{c}" for r in range(3) for c in numbers]


def two(a, b, layer=LAYER):
    return case(a, layer=layer, name="A"), case(b, layer=layer, name="B")


def given(ways):
    return {way.given_to_first for way in ways}


def test_every_kind_of_way_is_told_and_every_side_is_what_it_says():
    a, b = two(columns_of(0, 1, 2, 3), columns_of(3, 4, 5, 6))
    ways = settle(a, b)
    shared = set(columns_of(3))
    assert {way.id for way in ways} == {"merge", "all-to-first", "all-to-second", "split"}
    assert len(ways) <= 8
    assert len({(way.id, way.given_to_first) for way in ways}) == len(ways)
    for way in ways:
        if way.id == "merge":
            (side,) = way.sides
            assert set(side.zone.codes) == set(a.zone.codes) | set(b.zone.codes)
            assert (side.won, side.lost) == ((), ())
            continue
        first, second = way.sides
        assert set(first.zone.codes) == (set(a.zone.codes) - shared) | set(way.given_to_first)
        assert set(second.zone.codes) == set(b.zone.codes) - set(way.given_to_first)
        assert set(first.won) | set(first.lost) == shared
        assert (first.won, first.lost) == (second.lost, second.won)


def test_splits_leave_both_sides_in_one_piece_and_miss_none():
    """Of the eight divisions of a column of three, all are of one piece here."""
    a, b = two(columns_of(2, 3), columns_of(3, 4))
    ways = settle(a, b)
    splits = [way for way in ways if way.id == "split"]
    assert all(len(pieces_of(side.zone, LAYER)) == 1 for way in splits for side in way.sides)
    whole = {("03",), ("13",), ("23",), ("03", "13"), ("03", "23"), ("13", "23")}
    assert given(splits) <= whole
    assert len(ways) == 8


def test_split_that_would_break_a_side_is_not_told():
    """Row 0 is shared by a zone left of it and one right of it: only a cut along it holds."""
    a, b = two(["00", "01", "02", "03"], ["01", "02", "03", "04"])
    splits = [way for way in settle(a, b) if way.id == "split"]
    assert given(splits) == {("01",), ("01", "02")}


def test_valid_means_one_piece_and_inside_the_bounds_on_both_sides():
    a, b = two(columns_of(0, 1, 2, 3), columns_of(3, 4, 5, 6))
    bounds = bounds_of(a.rules)
    for way in settle(a, b):
        held = [
            len(pieces_of(side.zone, LAYER)) == 1 and bounds.hold(population(side.zone, LAYER))
            for side in way.sides
        ]
        assert way.valid == all(held)
    assert settle(a, b)[0].valid


def test_best_way_comes_first():
    a, b = two(columns_of(0, 1, 2, 3), columns_of(3, 4, 5, 6))
    bounds = bounds_of(a.rules)

    def rank(way):
        people = [population(side.zone, LAYER) for side in way.sides]
        outside = sum(not bounds.prefer(n) for n in people)
        return not way.valid, outside, (max(people) - min(people)) / sum(people)

    ranks = [rank(way) for way in settle(a, b)]
    assert ranks == sorted(ranks)


def test_figures_and_findings_are_those_of_each_side_afterwards():
    a, b = two(columns_of(0, 1, 2, 3), columns_of(3, 4, 5, 6))
    third = Zone.of("C", ["00"])
    a = replace(a, round=Round((b.zone, third)), facts={"partner_count": 9, "target_size": 9})
    rural = rural_units(LAYER, a.rules.rural.definition())
    beds = {"00": 3.0, "03": 2.0, "06": 1.0}
    for way in settle(a, b, columns={"beds": beds}):
        for side in way.sides:
            assert side.population == population(side.zone, LAYER)
            share = rural_share(side.zone, LAYER, rural)
            assert side.rural_share == (share.population_share if share else None)
            assert side.totals == {"beds": sum(beds.get(c, 0) for c in side.zone.codes)}
            told = {finding.rule: finding for finding in side.findings}
            assert told["Z03"].value == side.population
            assert told["Z17"].reason == "no_facts"
        first = {finding.rule: finding for finding in way.sides[0].findings}
        assert first["Z07"].verdict is Verdict.FAIL
        assert first["Z07"].evidence["zones"] == ("C",)
        if len(way.sides) == 2:
            second = {finding.rule: finding for finding in way.sides[1].findings}
            assert second["Z07"].verdict is Verdict.PASS


def test_zone_inside_another_leaves_no_way_without_units_for_a_side():
    a, b = two(columns_of(0, 1, 2), columns_of(1, 2))
    ways = settle(a, b)
    assert "all-to-first" not in {way.id for way in ways}
    assert all(side.zone.codes for way in ways for side in way.sides)


def test_large_overlap_is_cut_along_a_sweep():
    a, b = two(columns_of(0, 1, 2, 3, 4, 5), columns_of(1, 2, 3, 4, 5, 6))
    ways = settle(a, b)
    splits = [way for way in ways if way.id == "split"]
    assert splits
    assert all(len(pieces_of(side.zone, LAYER)) == 1 for way in splits for side in way.sides)


def test_sides_change_places_with_the_cases():
    a, b = two(columns_of(0, 1, 2), columns_of(2, 3, 4))
    one, other = settle(a, b), settle(b, a)
    shared = set(columns_of(2))
    turned = {tuple(sorted(shared - set(way.given_to_first))) for way in other if way.id != "merge"}
    assert {way.given_to_first for way in one if way.id != "merge"} == turned


def test_nothing_shared_leaves_nothing_to_settle():
    assert settle(*two(columns_of(0), columns_of(1))) == ()


def test_unknown_population_is_none_and_never_valid():
    layer = grid_layer(7, 3, population={**PEOPLE, "00": None})
    ways = settle(*two(columns_of(0, 1, 2, 3), columns_of(3, 4, 5, 6), layer))
    assert ways
    for way in ways:
        assert way.sides[0].population is None
        assert not way.valid


@pytest.mark.parametrize("lang", LANGUAGES)
def test_ways_have_a_name(lang):
    for id in ("merge", "all-to-first", "all-to-second", "split"):
        assert text(f"settle.way.{id}", lang)
