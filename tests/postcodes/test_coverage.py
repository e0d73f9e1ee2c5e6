"""Coverage faults on three-by-three grids, one fault each, and what no repair may do.

::

    20 21 22
    10 11 12      each cell 100 m wide, code rc in row r, column c
    00 01 02
"""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from synthetic_maps import voronoi_map

from pilotzones.errors import InputError
from pilotzones.postcodes import coverage
from pilotzones.postcodes.contiguity import contiguity_of
from pilotzones.postcodes.coverage import NO_FAULTS, CoverageFault, clean, is_clean, lines
from pilotzones.postcodes.open import open_layer
from pilotzones.postcodes.overlaps import NOISE_M2
from pilotzones.postcodes.section import UnitsSection
from pilotzones.postcodes.slivers import GAP_WIDTH_M

SIDE = 100.0


def grid(**changed: shapely.Geometry | None) -> gpd.GeoSeries:
    """SYNTHETIC grid; ``_11=shape`` puts another shape in a cell, None leaves the cell out."""
    cells = {
        f"{r}{c}": shapely.box(c * SIDE, r * SIDE, (c + 1) * SIDE, (r + 1) * SIDE)
        for r in range(3)
        for c in range(3)
    }
    cells |= {name.removeprefix("_"): shape for name, shape in changed.items()}
    return gpd.GeoSeries({k: v for k, v in cells.items() if v is not None}, crs="EPSG:31370")


def borders(geometry: gpd.GeoSeries) -> set[tuple[str, str]]:
    graph = contiguity_of(geometry)
    names = geometry.index
    return {tuple(sorted((names[a], names[b]))) for a, b in zip(graph.a, graph.b, strict=True)}


TRUE_BORDERS = borders(grid())


def test_clean_grid_comes_back_as_it_is():
    cleaned, report = clean(grid())
    assert (cleaned == grid()).all()
    assert report == coverage.CoverageReport(area_before_m2=90_000.0, area_after_m2=90_000.0)
    assert lines(report) == lines(NO_FAULTS) == ()


def test_overlap_is_found_with_its_area_and_goes_to_the_smaller_unit():
    """Cell 11 reaches two metres into 12, which stays the smaller of the two."""
    cleaned, report = clean(grid(_11=shapely.box(100, 100, 202, 200)))
    assert report.faults == (
        CoverageFault("overlap", ("11", "12"), area_m2=200.0),
        CoverageFault("changed", ("11",), area_m2=-200.0),
    )
    assert report.repaired
    assert cleaned["12"].equals(grid()["12"])
    assert is_clean(cleaned)
    assert borders(cleaned) == TRUE_BORDERS


def test_unit_drawn_on_top_of_another_keeps_its_ground():
    inner = shapely.box(140, 140, 160, 160)
    geometry = grid()
    geometry.loc["99"] = inner
    cleaned, report = clean(geometry)
    assert cleaned["99"].area == pytest.approx(400)
    assert cleaned["11"].area == pytest.approx(9600)
    assert report.of("changed") == (CoverageFault("changed", ("11",), area_m2=-400.0),)


def test_ring_of_gaps_is_shared_out_so_that_all_neighbours_meet_again():
    """Cell 11 is two metres narrower on every side: it touched nobody any more."""
    cleaned, report = clean(grid(_11=shapely.box(102, 102, 198, 198)))
    [gap] = report.of("gap")
    assert gap.area_m2 == pytest.approx(100**2 - 96**2)
    assert gap.units == ("01", "10", "11", "12", "21")
    assert is_clean(cleaned)
    assert borders(cleaned) >= TRUE_BORDERS - {("11", name) for name in ()}
    assert cleaned.area.sum() == pytest.approx(90_000)


def test_sliver_open_to_the_outside_is_closed():
    """Column 2 lies one metre further east: a strip from edge to edge parts it from column 1."""
    east = {f"_{r}2": shapely.box(201, r * SIDE, 301, (r + 1) * SIDE) for r in range(3)}
    cleaned, report = clean(grid(**east))
    [gap] = report.of("gap")
    assert gap.area_m2 == pytest.approx(300)
    assert gap.units == ("01", "02", "11", "12", "21", "22")
    assert borders(cleaned) >= TRUE_BORDERS
    assert is_clean(cleaned)


def test_moved_vertex_gives_an_overlap_and_a_gap_that_are_repaired():
    """The corner between 10, 11, 00 and 01 lies a metre off in cell 11 alone."""
    bent = shapely.Polygon([(101, 101), (200, 100), (200, 200), (100, 200)])
    cleaned, report = clean(grid(_11=bent))
    assert [fault.kind for fault in report.faults if fault.kind != "changed"] == ["gap"]
    outward = shapely.Polygon([(99, 99), (200, 100), (200, 200), (100, 200)])
    cleaned_too, report_too = clean(grid(_11=outward))
    assert {fault.kind for fault in report_too.faults} == {"overlap"}
    for geometry in (cleaned, cleaned_too):
        assert is_clean(geometry)
        assert borders(geometry) >= TRUE_BORDERS
        assert geometry.area.sum() == pytest.approx(90_000)


def test_hole_that_is_wide_stays_and_is_no_fault():
    cleaned, report = clean(grid(_11=None))
    assert report.faults == ()
    assert shapely.union_all(cleaned.to_numpy()).area == pytest.approx(80_000)


@pytest.mark.parametrize(("width", "closed"), [(9.9, True), (10.0, True), (10.1, False)])
def test_gap_is_closed_up_to_ten_metres_of_width(width, closed):
    """A slit in the middle of cell 11, which is drawn as a ring around it."""
    slit = shapely.box(150 - width / 2, 110, 150 + width / 2, 190)
    cleaned, report = clean(grid(_11=shapely.difference(grid()["11"], slit)))
    assert bool(report.of("gap")) is closed
    assert cleaned["11"].area == pytest.approx(10_000 if closed else 10_000 - slit.area)
    assert GAP_WIDTH_M == 10.0


@pytest.mark.parametrize(("area", "real"), [(0.0099, False), (0.0101, True)])
def test_overlap_below_a_hundredth_of_a_square_metre_is_noise_and_nothing_moves(area, real):
    geometry = grid(_11=shapely.box(100, 100, 200 + area / SIDE, 200))
    cleaned, report = clean(geometry)
    assert report.repaired is real
    assert (report.noise, len(report.of("overlap"))) == ((0, 1) if real else (1, 0))
    assert report.noise_area_m2 == (0 if real else pytest.approx(area, rel=1e-3))
    assert bool((cleaned == geometry).all()) is not real
    assert NOISE_M2 == 0.01


def test_real_hole_exclave_and_parts_survive_a_repair():
    """11 is a ring around a foreign enclave with an exclave far off; 12 overlaps it."""
    enclave, exclave = shapely.box(130, 130, 170, 170), shapely.box(1000, 1000, 1050, 1050)
    ring = shapely.union(shapely.difference(grid()["11"], enclave), exclave)
    cleaned, report = clean(grid(_11=ring, _12=shapely.box(198, 100, 300, 200)))
    assert report.repaired
    after = cleaned["11"]
    assert len(after.geoms) == 2
    assert [len(part.interiors) for part in after.geoms] in ([1, 0], [0, 1])
    assert not after.intersects(enclave.buffer(-1))


def test_outline_that_crosses_itself_is_made_valid_and_told():
    bow = shapely.Polygon([(1000, 0), (1100, 100), (1100, 0), (1000, 100)])
    geometry = grid()
    geometry.loc["99"] = bow
    cleaned, report = clean(geometry)
    assert [fault.kind for fault in report.faults] == ["invalid"]
    assert report.faults[0].units == ("99",)
    assert report.repaired
    assert cleaned["99"].is_valid
    assert cleaned["99"].area == pytest.approx(5000)


def test_z_values_are_left_behind():
    geometry = grid()
    raised = gpd.GeoSeries(shapely.force_3d(geometry.to_numpy(), 7.0), geometry.index, crs=31370)
    cleaned, report = clean(raised)
    assert not cleaned.has_z.any()
    assert report.faults == ()


def test_pair_that_does_not_meet_exactly_is_named_and_left_alone():
    geometry = gpd.GeoSeries(
        {"A": shapely.box(0, 0, 50, 50), "B": shapely.box(50.00001, 0, 100, 50)}, crs="EPSG:31370"
    )
    cleaned, report = clean(geometry)
    [fault] = report.faults
    assert (fault.kind, fault.units) == ("unmatched", ("A", "B"))
    assert fault.length_m == pytest.approx(50, abs=0.1)
    assert not report.repaired
    assert (cleaned == geometry).all()


def test_repair_joins_pairs_that_did_not_meet_and_says_so():
    geometry = grid(
        _02=shapely.box(200.00001, 0, 300, 100), _20=shapely.box(0, 200, 102, 300), _12=None
    )
    cleaned, report = clean(geometry)
    assert ("01", "02") in borders(cleaned)
    assert [fault.units for fault in report.of("joined")] == [("01", "02")]
    assert "coverage.joined" in [line.id for line in lines(report)]


def test_border_that_a_repair_has_made_at_a_corner_is_named():
    """Cell 11 is drawn too large and 21 too small: where they meet, corners become borders."""
    large, small = shapely.box(98, 98, 202, 202), shapely.box(101.5, 201.5, 198.5, 298.5)
    cleaned, report = clean(grid(_11=large, _21=small))
    new = borders(cleaned) - TRUE_BORDERS
    short = {fault.units: fault.length_m for fault in report.of("short")}
    assert new
    assert new <= short.keys()
    assert all(0 < length_m < 20 for length_m in short.values())
    assert "coverage.short" in [line.id for line in lines(report)]


def test_identical_units_stop_the_work_because_one_would_vanish():
    geometry = grid()
    geometry.loc["99"] = geometry["11"]
    with pytest.raises(InputError, match=r"coverage\.vanished") as caught:
        clean(geometry, file="map.gpkg")
    [fault] = caught.value.faults
    assert fault.file == "map.gpkg"
    assert set(fault.fields["units"]) <= {"11", "99"}


@pytest.mark.parametrize(
    "shape", [None, shapely.Polygon(), shapely.Polygon([(0, 0), (5, 5), (9, 9)])]
)
def test_unit_without_any_area_stops_the_work(shape):
    geometry = grid()
    geometry.loc["99"] = shape
    with pytest.raises(InputError, match=r"coverage\.no_area") as caught:
        clean(geometry)
    assert caught.value.faults[0].fields["units"] == ("99",)


@pytest.mark.parametrize(("width", "named"), [(1.0, False), (1.02, True)])
def test_unit_changed_by_more_than_one_percent_is_named(width, named):
    _, report = clean(grid(_11=shapely.box(100, 100, 200 + width, 200)))
    assert bool(report.of("changed")) is named


def test_lines_give_number_area_and_pairs():
    _, report = clean(grid(_11=shapely.box(100, 100, 202, 200)))
    overlap, changed = lines(report)
    assert overlap.id == "coverage.overlap"
    assert overlap.fields["n"] == 1
    assert overlap.fields["area_m2"] == 200.0
    assert overlap.fields["units"] == ("11–12",)
    assert changed.id == "coverage.changed"


def union_m2(geometry: gpd.GeoSeries) -> float:
    """Area of all units together, on a grid: the exact union can lose some of them."""
    return shapely.union_all(geometry.to_numpy(), grid_size=1e-3).area


def damaged(seed: int) -> gpd.GeoSeries:
    """SYNTHETIC map of Voronoi cells of which some have grown or shrunk by up to three metres."""
    geometry, _ = voronoi_map(seed, cells=40)
    rng = np.random.default_rng(seed)
    by = rng.choice([0.0, 0.0, 2.5, -2.5, 1.0, -3.0], len(geometry))
    return gpd.GeoSeries(geometry.buffer(by, join_style="mitre"), crs=geometry.crs)


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=25, deadline=None)
def test_repair_keeps_total_area_neighbours_and_units(seed):
    whole, geometry = voronoi_map(seed, cells=40)[0], damaged(seed)
    cleaned, report = clean(geometry)
    assert is_clean(cleaned)
    assert list(cleaned.index) == list(geometry.index)
    union = shapely.union_all(
        geometry.to_numpy(), grid_size=1e-3
    ).area  # the exact one can lose units
    gaps = sum(fault.area_m2 for fault in report.of("gap"))
    millimetre = 1e-3 * geometry.length.sum()  # vertices that near become one
    assert cleaned.area.sum() == pytest.approx(union + gaps, abs=millimetre)
    assert report.area_after_m2 == pytest.approx(cleaned.area.sum())
    graph = contiguity_of(whole)
    longer = graph.length_m > 50  # shorter borders may close when both ends move by metres
    names = whole.index
    lost = {
        tuple(sorted((names[a], names[b])))
        for a, b in zip(graph.a[longer], graph.b[longer], strict=True)
    } - borders(cleaned)
    assert not lost


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=15, deadline=None)
def test_order_of_rows_decides_nothing(seed):
    geometry = damaged(seed)
    shuffled = geometry.sample(frac=1, random_state=seed % 2**31)
    one, report = clean(geometry)
    two, report_too = clean(shuffled)
    assert report == report_too
    assert (one == two.reindex(one.index)).all()


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=10, deadline=None)
def test_second_cleaning_finds_next_to_nothing(seed):
    once, _ = clean(damaged(seed))
    _, report = clean(once)
    assert not report.of("overlap")
    assert sum(fault.area_m2 for fault in report.of("gap")) < 50  # of some 10,000 m² before


@pytest.mark.parametrize("seed", [103, 232, 288, 402, 420, 440, 446])
def test_maps_of_which_geos_lost_a_unit_are_repaired_whole(seed):
    geometry = damaged(seed)
    cleaned, report = clean(geometry)
    union = shapely.union_all(
        geometry.to_numpy(), grid_size=1e-3
    ).area  # the exact one can lose units
    gaps = sum(fault.area_m2 for fault in report.of("gap"))
    assert cleaned.area.sum() == pytest.approx(union + gaps, abs=1e-3 * geometry.length.sum())
    assert is_clean(cleaned)


def test_layer_that_cannot_be_repaired_stops_the_work(monkeypatch):
    monkeypatch.setattr(coverage, "filled", lambda shapes, slivers: shapes[1:])
    with pytest.raises(InputError, match=r"coverage\.not_repairable"):
        clean(grid(_11=shapely.box(100, 100, 202, 200)), file="map.gpkg")


@pytest.mark.real_data
def test_shared_layer_is_reported_and_not_touched(shared_data):
    report = open_layer(UnitsSection(file=shared_data / "postcodes_be.gpkg")).coverage
    assert not report.repaired
    assert {fault.kind for fault in report.faults} == {"unmatched"}
    assert len(report.faults) == 50
    assert report.noise > 0
    assert report.noise_area_m2 < 1e-3
    assert report.area_after_m2 == report.area_before_m2


@pytest.mark.real_data
def test_shared_layer_drawn_carelessly_keeps_its_borders_after_the_repair(shared_data):
    """Sixty postcodes grown by three metres, sixty shrunk: no border of the original is lost."""
    layer = open_layer(UnitsSection(file=shared_data / "postcodes_be.gpkg"))
    geometry = layer.units.geometry
    by = np.zeros(len(geometry))
    chosen = np.random.default_rng(7).choice(len(geometry), 120, replace=False)
    by[chosen[:60]], by[chosen[60:]] = 3.0, -3.0
    careless = gpd.GeoSeries(
        np.where(by == 0, geometry, geometry.buffer(by, join_style="mitre")),
        geometry.index,
        crs=geometry.crs,
    )
    cleaned, report = clean(careless)
    assert report.repaired
    assert is_clean(cleaned)
    graph, names = layer.contiguity, layer.units.index
    longer = graph.length_m > 20
    before = {
        tuple(sorted((names[a], names[b])))
        for a, b in zip(graph.a[longer], graph.b[longer], strict=True)
    }
    assert before <= borders(cleaned)
