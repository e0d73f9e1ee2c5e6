"""Coordinate systems of layers, and numbers that contradict them."""

from __future__ import annotations

import pytest
import shapely
from synthetic_layers import fault_of, same, written

from pilotzones.readers.geo import read_geo


def test_geojson_is_brought_to_lambert_72(tmp_path, layer):
    path = written(layer.to_crs(4326), tmp_path / "synthetic.geojson")
    assert same(read_geo(path), layer)


@pytest.mark.parametrize("epsg", [3812, 4258, 3857, 25831, 3035])
def test_other_systems_are_brought_to_lambert_72(tmp_path, layer, epsg):
    path = written(layer.to_crs(epsg), tmp_path / "synthetic.gpkg")
    assert same(read_geo(path), layer, tolerance=0.05)


def test_lambert_72_by_its_name_in_other_programs_moves_no_point(tmp_path, layer):
    path = written(layer, tmp_path / "synthetic.shp")
    path.with_suffix(".prj").write_text(layer.crs.to_wkt("WKT1_ESRI"))
    assert same(read_geo(path), layer, tolerance=0)


def test_shapefile_with_a_damaged_prj_is_a_fault(tmp_path, layer):
    path = written(layer, tmp_path / "synthetic.shp")
    projection = path.with_suffix(".prj").read_text()
    path.with_suffix(".prj").write_text(projection[:60] + projection[90:])
    assert fault_of(path).id in ("geo.corrupt", "geo.no_crs", "geo.unusable_crs")


@pytest.mark.parametrize("ending", ["gpkg", "shp", "fgb"])
def test_layer_without_a_system_is_a_fault(tmp_path, layer, ending):
    path = written(layer.set_crs(None, allow_override=True), tmp_path / f"synthetic.{ending}")
    assert fault_of(path).id == "geo.no_crs"


def test_shapefile_without_its_prj_has_no_system(tmp_path, layer):
    path = written(layer, tmp_path / "synthetic.shp")
    path.with_suffix(".prj").unlink()
    assert fault_of(path).id == "geo.no_crs"


@pytest.mark.parametrize(
    ("numbers_of", "called", "id"),
    [
        (4326, 31370, "geo.degrees_called_metres"),
        (4326, 3857, "geo.degrees_called_metres"),
        (31370, 4326, "geo.metres_called_degrees"),
        (3812, 31370, "geo.other_crs"),
        (31370, 3812, "geo.other_crs"),
        (3857, 31370, "geo.other_crs"),
    ],
)
def test_numbers_of_another_system_than_the_one_named_are_a_fault(
    tmp_path, layer, numbers_of, called, id
):
    false = layer.to_crs(numbers_of).set_crs(called, allow_override=True)
    fault = fault_of(written(false, tmp_path / "synthetic.gpkg"))
    assert (fault.id, fault.fields["crs"]) == (id, f"EPSG:{called}")
    if id == "geo.other_crs":
        assert fault.fields["likely"] == f"EPSG:{numbers_of}"


def test_bounds_seen_are_told(tmp_path, layer):
    far = layer.translate(xoff=600_000)
    path = written(layer.set_geometry(far), tmp_path / "synthetic.gpkg")
    assert fault_of(path).fields == {
        "crs": "EPSG:31370",
        "left": "750000",
        "bottom": "170000",
        "right": "753000",
        "top": "171000",
    }


@pytest.mark.parametrize(("beyond_m", "far"), [(199_000, False), (201_500, True)])
def test_two_hundred_kilometres_beyond_the_country_is_the_limit(tmp_path, layer, beyond_m, far):
    moved = layer.set_geometry(layer.translate(xoff=295_200 - 153_000 + beyond_m))
    path = written(moved, tmp_path / "synthetic.gpkg")
    if far:
        assert fault_of(path).id == "geo.far"
    else:
        assert len(read_geo(path)) == 3


def test_latitude_before_longitude_is_a_fault(tmp_path, layer):
    degrees = layer.to_crs(4326)
    swapped = degrees.set_geometry(
        shapely.transform(degrees.geometry.to_numpy(), lambda xy: xy[:, ::-1]), crs=4326
    )
    assert fault_of(written(swapped, tmp_path / "synthetic.gpkg")).id == "geo.swapped"


def test_system_that_is_nowhere_on_earth_is_a_fault(tmp_path, layer):
    local = 'LOCAL_CS["site",UNIT["metre",1]]'
    path = written(layer.set_crs(local, allow_override=True), tmp_path / "synthetic.gpkg")
    assert fault_of(path).id == "geo.unusable_crs"
