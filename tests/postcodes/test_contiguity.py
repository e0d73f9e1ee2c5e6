"""Borders against maps whose borders are known by construction, and against networkx."""

from __future__ import annotations

import geopandas as gpd
import networkx as nx
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from synthetic_maps import triangle_map, voronoi_map

from pilotzones.postcodes.contiguity import (
    Contiguity,
    Link,
    contiguity_of,
    near_misses,
    pieces,
    without_links,
)
from pilotzones.postcodes.open import open_layer
from pilotzones.postcodes.section import UnitsSection

seeds = st.integers(0, 2**32 - 1)


def named(geometry: gpd.GeoSeries, graph: Contiguity) -> dict[tuple[str, str], float]:
    """Borders of a graph as code pairs and metres."""
    names = geometry.index
    pairs = zip(graph.a, graph.b, graph.length_m, strict=True)
    return {tuple(sorted((names[a], names[b]))): float(m) for a, b, m in pairs}


def boxes(**places: tuple[int, int, int, int]) -> gpd.GeoSeries:
    return gpd.GeoSeries({name: shapely.box(*p) for name, p in places.items()}, crs="EPSG:31370")


@given(seeds)
@settings(max_examples=60, deadline=None)
def test_borders_of_a_random_map_of_triangles_are_exactly_its_shared_edges(seed):
    geometry, truth = triangle_map(seed)
    found = named(geometry, contiguity_of(geometry))
    assert found.keys() == truth.keys()
    assert all(found[pair] == pytest.approx(truth[pair], rel=1e-9) for pair in truth)


@given(seeds)
@settings(max_examples=30, deadline=None)
def test_borders_of_a_random_voronoi_map_are_its_ridges(seed):
    geometry, truth = voronoi_map(seed)
    long = {pair: m for pair, m in truth.items() if m > 1e-6}
    found = {p: m for p, m in named(geometry, contiguity_of(geometry)).items() if m > 1e-6}
    assert found.keys() == long.keys()
    assert all(found[pair] == pytest.approx(long[pair], abs=1e-5) for pair in long)


@given(seeds)
@settings(max_examples=30, deadline=None)
def test_pieces_of_a_random_choice_are_the_components_networkx_finds(seed):
    geometry, truth = triangle_map(seed)
    chosen = np.random.default_rng(seed).random(len(geometry)) < 0.5
    label = pieces(contiguity_of(geometry), chosen)
    inside = set(geometry.index[chosen])
    graph = nx.Graph()
    graph.add_nodes_from(inside)
    graph.add_edges_from(pair for pair in truth if set(pair) <= inside)
    found = {frozenset(geometry.index[label == k]) for k in range(label.max(initial=-1) + 1)}
    assert found == {frozenset(part) for part in nx.connected_components(graph)}
    assert (label[~chosen] == -1).all()


@given(seeds)
@settings(max_examples=20, deadline=None)
def test_order_of_rows_does_not_change_the_borders(seed):
    geometry, _ = triangle_map(seed)
    shuffled = geometry.sample(frac=1, random_state=seed % 2**31)
    one, two = (named(g, contiguity_of(g)) for g in (geometry, shuffled))
    assert one.keys() == two.keys()
    assert all(two[pair] == pytest.approx(one[pair]) for pair in one)


def test_units_that_touch_at_a_corner_are_not_contiguous():
    geometry = boxes(A=(0, 0, 1, 1), B=(1, 1, 2, 2))
    assert named(geometry, contiguity_of(geometry)) == {}


def test_unit_without_neighbour_stays_in_the_graph():
    graph = contiguity_of(boxes(A=(0, 0, 1, 1), B=(1, 0, 2, 1), C=(5, 5, 6, 6)))
    assert graph.n == 3
    assert pieces(graph, np.ones(3, bool)).tolist() == [0, 0, 1]


def test_border_is_found_when_one_side_has_more_vertices():
    """B is two boxes high; its border with A has no vertex in the middle."""
    geometry = boxes(A=(0, 0, 10, 10), B=(10, 0, 20, 20), C=(0, 10, 10, 20))
    assert named(geometry, contiguity_of(geometry)) == {
        ("A", "B"): 10.0,
        ("A", "C"): 10.0,
        ("B", "C"): 10.0,
    }


def test_enclave_shares_its_whole_outline_and_has_no_outer_border():
    ring = shapely.difference(shapely.box(0, 0, 30, 30), shapely.box(10, 10, 20, 20))
    geometry = gpd.GeoSeries({"A": ring, "B": shapely.box(10, 10, 20, 20)}, crs="EPSG:31370")
    graph = contiguity_of(geometry)
    assert named(geometry, graph) == {("A", "B"): 40.0}
    assert graph.outer_m().tolist() == [120.0, 0.0]


def test_declared_link_joins_pieces_and_can_be_left_out():
    geometry = boxes(A=(0, 0, 1, 1), B=(5, 0, 6, 1))
    graph = contiguity_of(geometry, links=[Link("B", "A", "river")])
    both = np.ones(2, bool)
    assert pieces(graph, both).tolist() == [0, 0]
    assert pieces(without_links(graph), both).tolist() == [0, 1]


def test_link_between_neighbours_or_to_an_unknown_unit_is_left_out():
    geometry = boxes(A=(0, 0, 1, 1), B=(1, 0, 2, 1))
    links = [Link("A", "B", "canal"), Link("A", "X", "exclave")]
    assert contiguity_of(geometry, links=links).links == ()


def test_empty_geometry_has_no_border_and_keeps_its_row():
    geometry = gpd.GeoSeries(
        {"A": shapely.box(0, 0, 1, 1), "B": shapely.Polygon(), "C": None}, crs="EPSG:31370"
    )
    graph = contiguity_of(geometry)
    assert (graph.n, len(graph.a)) == (3, 0)
    assert graph.outer_m().tolist() == [4.0, 0.0, 0.0]


def test_units_a_tenth_of_a_millimetre_apart_are_a_near_miss_with_its_length():
    geometry = gpd.GeoSeries(
        {"A": shapely.box(0, 0, 100, 100), "B": shapely.box(100.0001, 0, 200, 100)},
        crs="EPSG:31370",
    )
    graph = contiguity_of(geometry)
    [(a, b, length)] = near_misses(geometry, graph)
    assert (len(graph.a), a, b) == (0, "A", "B")
    assert length == pytest.approx(100, abs=0.1)


@pytest.mark.real_data
def test_shared_layer_has_3137_borders_and_no_point_contact(shared_data):
    layer = open_layer(UnitsSection(file=shared_data / "postcodes_be.gpkg"))
    graph = layer.contiguity
    assert (graph.n, len(graph.a)) == (1117, 3137)
    assert graph.length_m.min() > 1.0


@pytest.mark.real_data
def test_isolated_units_of_a_part_of_the_shared_layer_stay(shared_data):
    """Without their neighbours three postcodes stand alone; Ixelles and Uccle touch."""
    layer = open_layer(UnitsSection(file=shared_data / "postcodes_be.gpkg"))
    part = layer.units.geometry.loc[["1050", "1180", "2387", "3798", "7780"]]
    graph = contiguity_of(part)
    assert named(part, graph).keys() == {("1050", "1180")}
    assert pieces(graph, np.ones(5, bool)).tolist() == [0, 0, 1, 2, 3]


@pytest.mark.real_data
def test_municipalities_have_1617_borders(shared_data):
    layer = open_layer(UnitsSection(file=shared_data / "municipalities_be_2020.gpkg"))
    assert (layer.contiguity.n, len(layer.contiguity.a)) == (581, 1617)
