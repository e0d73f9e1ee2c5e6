"""Measures of many zones at once: closed forms, and the same as those of one zone at a time."""

from __future__ import annotations

import math
from dataclasses import replace

import networkx as nx
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from synthetic import DATE, case, grid_layer

from pilotzones.postcodes.contiguity import Link
from pilotzones.postcodes.layer import CRS, Origin, make_layer
from pilotzones.postcodes.open import open_layer
from pilotzones.postcodes.rurality import RuralDefinition, rural_units
from pilotzones.postcodes.section import UnitsSection
from pilotzones.zones import measures, shape
from pilotzones.zones.flows import huff
from pilotzones.zones.nesting import nesting
from pilotzones.zones.shape import SOURCES, measure_zones
from pilotzones.zones.zone import Zone

PEOPLE = {f"{r}{c}": 1_000 * r + 10 * c + 1 for r in range(5) for c in range(5)}
LAYER = grid_layer(5, 5, population=PEOPLE, without=["43"], links=[Link("42", "44", "water")])
CODES = list(LAYER.codes)
RURAL = rural_units(LAYER, RuralDefinition("test", DATE, "unit", 25, "test"))
RING = ["00", "01", "02", "10", "12", "20", "21", "22"]
many = st.lists(
    st.lists(st.sampled_from(CODES), min_size=1, max_size=24, unique=True), min_size=1, max_size=4
)


def zones_of(choices) -> list[Zone]:
    return [Zone.of(f"Z{k}", codes) for k, codes in enumerate(choices)]


def row_of(codes, layer=LAYER, **options) -> pd.Series:
    return measure_zones(layer, [Zone.of("Z", list(codes))], **options).loc["Z"]


@given(many)
def test_every_row_is_what_the_measures_of_one_zone_say(choices):
    zones = zones_of(choices)
    found = measure_zones(LAYER, zones, rural=RURAL)
    assert list(found.index) == [zone.name for zone in zones]
    for zone in zones:
        row = found.loc[zone.name]
        left_out = measures.enclaves(zone, LAYER)
        share = measures.rural_share(zone, LAYER, RURAL)
        assert row["units"] == len(zone.codes)
        assert row["population"] == measures.population(zone, LAYER)
        assert row["area_km2"] == pytest.approx(measures.area_km2(zone, LAYER))
        assert row["density_per_km2"] == pytest.approx(measures.density_per_km2(zone, LAYER))
        assert row["pieces"] == len(measures.pieces_of(zone, LAYER))
        assert row["enclaves"] == len(left_out)
        assert row["enclave_population"] == sum(piece.population for piece in left_out)
        assert row["neighbours"] == len(measures.neighbours(zone, LAYER))
        assert row["rural_share"] == pytest.approx(share.population_share)


@given(many)
def test_perimeter_and_holes_are_those_of_the_outline(choices):
    zones = zones_of(choices)
    found = measure_zones(LAYER, zones)
    for zone in zones:
        line = measures.outline(zone, LAYER)
        rings = sum(len(part.interiors) for part in getattr(line, "geoms", [line]))
        assert found.loc[zone.name, "perimeter_km"] == pytest.approx(line.length / 1e3)
        assert found.loc[zone.name, "holes"] == rings


@given(many)
def test_cut_edges_are_the_edges_that_networkx_finds_on_the_border_of_the_zone(choices):
    names = np.array(LAYER.codes)
    a, b = LAYER.contiguity.pairs()
    graph = nx.Graph(list(zip(names[a], names[b], strict=True)))
    zones = zones_of(choices)
    found = measure_zones(LAYER, zones)
    for zone in zones:
        assert found.loc[zone.name, "cut_edges"] == sum(
            1 for _ in nx.edge_boundary(graph, zone.codes)
        )


@given(st.lists(st.sampled_from(CODES), min_size=1, max_size=24, unique=True))
def test_moment_of_inertia_is_half_the_mean_squared_distance_between_two_inhabitants(codes):
    """Truth by another formula, without a centre; every unit here has inhabitants."""
    people = np.array([PEOPLE[c] for c in codes], float)
    at = np.array([(int(c[1]) * 10.0, int(c[0]) * 10.0) for c in codes])
    apart = ((at[:, None, :] - at[None, :, :]) ** 2).sum(axis=2)
    expected = people @ apart @ people / people.sum() ** 2 / 2
    assert row_of(codes)["inertia"] == pytest.approx(expected)


@settings(max_examples=20)
@given(many, st.randoms(use_true_random=False))
def test_rows_do_not_depend_on_the_other_zones_nor_on_how_many_are_measured_at_once(
    choices, random
):
    zones = zones_of(choices)
    whole = measure_zones(LAYER, zones, rural=RURAL)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shape, "_AT_ONCE", random.choice([1, 150]))
        pd.testing.assert_frame_equal(measure_zones(LAYER, zones, rural=RURAL), whole)


def test_square_has_the_compactness_of_a_square():
    row = row_of(["11"])
    assert row["polsby_popper"] == pytest.approx(math.pi / 4)
    assert row["reock"] == pytest.approx(2 / math.pi)
    assert row["inertia"] == 0


def test_row_of_squares_has_the_compactness_of_a_rectangle():
    row = row_of(["00", "01", "02"])
    assert row["perimeter_km"] == pytest.approx(80)
    assert row["polsby_popper"] == pytest.approx(4 * math.pi * 300 / 80**2)
    assert row["reock"] == pytest.approx(300 / (math.pi * 250))


def test_near_circle_is_nearly_as_compact_as_a_circle():
    circle = shapely.Point(0, 0).buffer(5_000, quad_segs=200)
    frame = grid_layer(1, 1).units.set_geometry([circle], crs=CRS)
    row = row_of(["00"], make_layer(frame, Origin("synthetic-circle")))
    assert row["polsby_popper"] == pytest.approx(1, abs=1e-4)
    assert row["reock"] == pytest.approx(1, abs=1e-4)


def test_ring_has_a_hole_and_an_enclave_and_both_borders_count():
    row = row_of(RING)
    assert (row["pieces"], row["holes"], row["enclaves"]) == (1, 1, 1)
    assert row["enclave_population"] == PEOPLE["11"]
    assert row["perimeter_km"] == pytest.approx(120 + 40)


def test_hole_of_the_layer_is_a_hole_and_no_enclave():
    layer = grid_layer(without=["11"])
    row = row_of(RING, layer)
    assert (row["holes"], row["enclaves"]) == (1, 0)


def test_unit_without_ground_is_no_enclave():
    layer = grid_layer(no_geometry=["11"])
    assert row_of(["00", "01"], layer)["enclaves"] == 0
    assert measures.enclaves(Zone.of("Z", ["00", "01"]), layer) == ()


def test_declared_link_joins_pieces_and_makes_a_neighbour_but_no_perimeter():
    row = row_of(["42", "44"])
    assert row["pieces"] == 1
    assert row["perimeter_km"] == pytest.approx(80)
    assert row_of(["42"])["neighbours"] == 3


def towns(names):
    """The grid with three municipalities by column, one of them unknown."""
    layer = grid_layer()
    return replace(layer, units=layer.units.assign(municipality=pd.array(names, "str")))


def test_municipality_is_split_when_units_of_it_are_in_and_out():
    layer = towns(["A", "A", None, "A", "B", "B", "C", "C", "C"])
    one = row_of(["00", "01", "11", "12"], layer)
    assert (one["municipalities"], one["municipalities_split"]) == (2, 1)
    whole = row_of(["00", "01", "10", "02"], layer)
    assert (whole["municipalities"], whole["municipalities_split"]) == (1, 0)


@given(st.lists(st.sampled_from(CODES), min_size=1, unique=True), st.data())
def test_cut_of_a_zoning_is_the_number_of_regions_that_nesting_calls_cut(codes, data):
    drawn = st.dictionaries(st.sampled_from(CODES), st.sampled_from(["R", "S", "T"]))
    zoning = data.draw(drawn)
    known = case(codes, layer=LAYER, zonings={"care": zoning})
    expected = nesting(known, known.zone.codes, "care")
    assert row_of(codes, zonings={"care": zoning})["cut_care"] == len(expected.cut)


def test_what_needs_people_is_unknown_with_one_unit_unknown():
    layer = grid_layer(population={"00": None})
    rural = rural_units(layer, RuralDefinition("test", DATE, "unit", 150, "test"))
    row = row_of(["00", "01"], layer, rural=rural)
    unknown = ["population", "density_per_km2", "inertia", "rural_share"]
    assert row[unknown].isna().all()
    assert row[["area_km2", "polsby_popper", "reock"]].notna().all()
    beside = row_of(["01", "02"], layer, rural=rural)
    assert beside["population"] == 20_000


def test_code_that_the_layer_lacks_makes_people_unknown_and_counts_as_a_unit():
    row = row_of(["00", "99"])
    assert row["units"] == 2
    assert math.isnan(row["population"])
    assert row["area_km2"] == pytest.approx(100)


def test_zone_without_units_has_no_compactness_and_no_people():
    row = row_of([])
    assert (row["units"], row["pieces"], row["holes"], row["area_km2"]) == (0, 0, 0, 0)
    assert row[["population", "polsby_popper", "reock", "inertia"]].isna().all()


def test_no_zone_gives_no_row_but_every_column():
    assert len(measure_zones(LAYER, [])) == 0
    assert list(measure_zones(LAYER, []).columns) == list(measure_zones(LAYER, zones_of([CODES])))


def test_columns_stand_in_their_order_with_those_that_were_asked_for():
    flows = huff(LAYER, np.array([[5_000.0, 5_000.0]]), np.ones(1), decay_km=10, reach_km=99)
    found = measure_zones(
        LAYER, zones_of([CODES]), rural=RURAL, zonings={"b": {}, "a": {}}, flows=flows
    )
    tail = ["municipalities_split", "cut_a", "cut_b", "rural_share", "self_containment"]
    assert list(found.columns)[-5:] == tail
    assert set(SOURCES) <= set(found.columns)


def test_counts_are_whole_numbers():
    found = measure_zones(LAYER, zones_of([CODES[:3]]))
    counts = ["units", "pieces", "holes", "enclaves", "neighbours", "cut_edges", "municipalities"]
    assert (found[counts].dtypes == np.int64).all()


@pytest.mark.real_data
def test_perimeter_of_the_graph_is_the_length_of_the_union_for_the_provinces(shared_data):
    path = shared_data / "municipalities_be_2020.gpkg"
    layer = open_layer(UnitsSection(file=path, population="population_2020"))
    groups = layer.units["province"].fillna("Brussels")
    zones = [Zone.of(str(name), list(rows)) for name, rows in groups.groupby(groups).groups.items()]
    found = measure_zones(layer, zones)
    assert found["population"].sum() == 11_492_641
    for zone in zones:
        whole = shapely.union_all(layer.shapes[layer.positions(zone.codes)])
        assert found.loc[zone.name, "perimeter_km"] * 1e3 == pytest.approx(whole.length, abs=0.1)
    assert found.loc["20001", ["enclaves", "enclave_population"]].tolist() == [1, 1_218_255]
