"""Measures of a zone: hand-made grids, and properties that hold for every choice of units."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from synthetic import DATE, grid_layer

from pilotzones.postcodes.contiguity import Link
from pilotzones.postcodes.rurality import RuralDefinition, rural_units
from pilotzones.zones.measures import (
    area_km2,
    density_per_km2,
    enclaves,
    links_used,
    neighbours,
    outline,
    overlaps,
    pieces_of,
    population,
    rural_share,
    unmapped,
    unpeopled,
)
from pilotzones.zones.zone import Zone

PEOPLE = {f"{r}{c}": 1_000 * r + 10 * c + 1 for r in range(5) for c in range(5)}
LAYER = grid_layer(5, 5, population=PEOPLE, without=["43"])
CODES = list(LAYER.codes)
choices = st.lists(st.sampled_from(CODES), min_size=1, max_size=24, unique=True)


def zone(*codes: str) -> Zone:
    return Zone.of("Z", list(codes))


@given(choices, st.randoms(use_true_random=False))
def test_order_of_units_does_not_matter(codes, random):
    other = codes.copy()
    random.shuffle(other)
    one, two = zone(*codes), zone(*other)
    assert one == two
    assert pieces_of(one, LAYER) == pieces_of(two, LAYER)


@given(choices)
def test_pieces_share_out_the_zone_and_agree_with_networkx(codes):
    graph = nx.Graph()
    graph.add_nodes_from(CODES)
    names = np.array(LAYER.codes)
    edges = zip(names[LAYER.contiguity.a], names[LAYER.contiguity.b], strict=True)
    graph.add_edges_from(edges)
    expected = {frozenset(part) for part in nx.connected_components(graph.subgraph(codes))}
    found = pieces_of(zone(*codes), LAYER)
    assert {frozenset(piece.codes) for piece in found} == expected
    assert sum(piece.population for piece in found) == sum(PEOPLE[c] for c in codes)


@given(choices)
def test_zone_and_the_rest_add_up_to_the_layer(codes):
    rest = [c for c in CODES if c not in codes]
    total = sum(PEOPLE[c] for c in CODES)
    assert population(zone(*codes), LAYER) + (population(zone(*rest), LAYER) or 0) == total
    area = area_km2(zone(*codes), LAYER) + area_km2(zone(*rest), LAYER)
    assert area == pytest.approx(2400)


@given(choices)
def test_enclave_cannot_reach_the_border_of_the_layer_without_crossing_the_zone(codes):
    """Truth from elsewhere: walks over the grid by row and column, from the border inwards."""
    surrounded = {c for piece in enclaves(zone(*codes), LAYER) for c in piece.codes}
    left_out = set(CODES) - set(codes)

    def beside(code: str) -> set[str]:
        r, c = int(code[0]), int(code[1])
        return {f"{r + y}{c + x}" for y, x in ((0, 1), (1, 0), (0, -1), (-1, 0))}

    free = {code for code in left_out if beside(code) - set(CODES)}
    while more := {c for code in free for c in beside(code) & left_out} - free:
        free |= more
    assert surrounded == left_out - free


def test_neighbours_include_the_far_end_of_a_declared_link():
    layer = grid_layer(links=[Link("00", "22", "river")])
    assert neighbours(zone("00"), layer) == ("01", "10", "22")


def test_link_is_told_only_where_borders_do_not_join():
    layer = grid_layer(links=[Link("00", "11", "canal")])
    assert [link.b for link in links_used(zone("00", "11"), layer)] == ["11"]
    assert links_used(zone("00", "01", "11"), layer) == ()


def test_link_between_neighbours_is_left_out_of_the_graph():
    layer = grid_layer(links=[Link("00", "01", "river"), Link("00", "99", "river")])
    assert layer.contiguity.links == ()


def test_population_is_unknown_with_one_unit_unknown_or_missing():
    layer = grid_layer(population={"00": None})
    assert population(zone("00", "01"), layer) is None
    assert unpeopled(zone("00", "01"), layer) == ("00",)
    assert population(zone("01", "99"), layer) is None
    assert population(zone(), layer) is None


def test_unit_without_polygon_is_named():
    layer = grid_layer(no_geometry=["11"])
    assert unmapped(zone("10", "11"), layer) == ("11",)


def test_density_is_people_over_area():
    assert density_per_km2(zone("00", "01"), grid_layer()) == pytest.approx(100)


def test_overlaps_follow_the_order_of_the_others_and_leave_out_strangers():
    others = (Zone.of("far", ["44"]), Zone.of("near", ["01", "02"]))
    (found,) = overlaps(zone("00", "01"), others, LAYER)
    assert (found.zone, found.codes, found.population) == ("near", ("01",), PEOPLE["01"])


def test_rural_share_splits_people_and_area():
    people = {"00": 14_999, "01": 15_001}
    layer = grid_layer(population=people)
    definition = RuralDefinition("test", DATE, "unit", 150, "test")
    share = rural_share(zone("00", "01"), layer, rural_units(layer, definition))
    assert share is not None
    assert share.codes == ("00",)
    assert share.population_share == pytest.approx(14_999 / 30_000)
    assert share.area_share == pytest.approx(0.5)


def test_outline_of_neighbours_is_one_polygon():
    assert outline(zone("00", "01", "11"), LAYER).geom_type == "Polygon"
