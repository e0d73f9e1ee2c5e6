"""Layers in any format and system; and those whose numbers and words contradict each other."""

from __future__ import annotations

import json
import shutil
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import shapely
from synthetic_layers import fault_of, faults_of, same, written

from pilotzones.errors import InputError
from pilotzones.readers.geo import attributes, read_geo
from pilotzones.schemas import Column, Schema, check


@pytest.mark.parametrize("ending", ["gpkg", "shp", "fgb"])
def test_layer_reads_back_equal(tmp_path, layer, ending):
    path = written(layer, tmp_path / f"synthetic.{ending}")
    assert same(read_geo(path).sort_values("people", ignore_index=True), layer)


def test_geoparquet_reads_back_equal(tmp_path, layer):
    layer.rename_geometry("shape").to_parquet(tmp_path / "synthetic.parquet")
    assert same(read_geo(tmp_path / "synthetic.parquet"), layer)


@pytest.mark.parametrize(
    ("written_in", "called"), [("utf-8", "ISO-8859-1"), ("cp1252", "UTF-8"), ("utf-8", None)]
)
def test_shapefile_that_names_the_wrong_encoding_is_read(tmp_path, layer, written_in, called):
    path = written(layer, tmp_path / "synthetic.shp", encoding=written_in)
    if called:
        path.with_suffix(".cpg").write_text(called)
    else:
        path.with_suffix(".cpg").unlink()
    assert same(read_geo(path), layer)


def test_heights_are_dropped(tmp_path, layer):
    layer.geometry = shapely.force_3d(layer.geometry.to_numpy(), 5.0)
    found = read_geo(written(layer, tmp_path / "synthetic.gpkg"))
    assert not found.has_z.any()


def test_name_of_the_file_says_nothing(tmp_path, layer):
    path = written(layer, tmp_path / "synthetic.gpkg").rename(tmp_path / "units.geojson")
    assert same(read_geo(path), layer)


def test_folder_with_a_shapefile_is_read(tmp_path, layer):
    folder = tmp_path / "with a space é"
    folder.mkdir()
    written(layer, folder / "synthetic.shp")
    assert same(read_geo(folder), layer)


def zipped(folder, path, prefix=""):
    with zipfile.ZipFile(path, "w") as archive:
        for part in sorted(folder.iterdir()):
            archive.write(part, prefix + part.name)
    return path


def test_zip_with_a_shapefile_in_a_folder_is_read(tmp_path, layer):
    (tmp_path / "parts").mkdir()
    written(layer, tmp_path / "parts" / "synthetic.shp")
    path = zipped(tmp_path / "parts", tmp_path / "synthetic.zip", prefix="in ner/")
    assert same(read_geo(path), layer)


def test_zip_with_several_layers_names_them(tmp_path, layer):
    (tmp_path / "parts").mkdir()
    written(layer, tmp_path / "parts" / "a.gpkg", layer="units")
    written(layer.to_crs(4326), tmp_path / "parts" / "b.geojson")
    (tmp_path / "parts" / "metadata.json").write_text('{"title": "synthetic"}')
    path = zipped(tmp_path / "parts", tmp_path / "synthetic.zip")
    fault = fault_of(path)
    assert (fault.id, fault.fields["layers"]) == ("geo.layers", ("units", "b"))
    assert same(read_geo(path, layer="b"), layer)
    assert same(read_geo(path, layer="units"), layer)


def test_zip_without_a_layer_is_a_fault(tmp_path):
    with zipfile.ZipFile(tmp_path / "synthetic.zip", "w") as archive:
        archive.writestr("readme.txt", "nothing")
    assert fault_of(tmp_path / "synthetic.zip").id == "geo.not_layer"


def test_file_of_several_layers_needs_a_name(tmp_path, layer):
    path = written(layer, tmp_path / "synthetic.gpkg", layer="units")
    written(layer, path, layer="Old units")
    fault = fault_of(path)
    assert (fault.id, fault.fields["layers"]) == ("geo.layers", ("units", "Old units"))
    assert same(read_geo(path, layer="old units"), layer)
    fault = fault_of(path, layer="new")
    assert (fault.id, fault.fields["layer"]) == ("geo.no_layer", "new")


def test_table_beside_the_layer_is_no_second_layer(tmp_path, layer):
    import pyogrio

    path = written(layer, tmp_path / "synthetic.gpkg", layer="units")
    pyogrio.write_dataframe(pd.DataFrame({"a": [1]}), path, layer="styles", append=False)
    assert same(read_geo(path), layer)


@pytest.mark.parametrize("part", [".shx", ".dbf"])
def test_shapefile_that_lacks_a_part_names_it(tmp_path, layer, part):
    path = written(layer, tmp_path / "synthetic.shp")
    path.with_suffix(part).unlink()
    fault = fault_of(path)
    assert (fault.id, fault.fields["parts"]) == ("geo.parts", (f"synthetic{part}",))
    assert fault_of(tmp_path).id == "geo.parts"


def test_features_without_geometry_are_listed_by_row(tmp_path, layer):
    layer.geometry = [layer.geometry[0], None, shapely.Polygon()]
    assert [(f.id, f.row) for f in faults_of(written(layer, tmp_path / "synthetic.gpkg"))] == [
        ("geo.null_geometry", 2),
        ("geo.null_geometry", 3),
    ]


def test_all_faults_of_a_layer_come_together(tmp_path, layer):
    layer.geometry = [layer.geometry[0], None, shapely.Point(1, 2)]
    path = written(layer.set_crs(None, allow_override=True), tmp_path / "synthetic.gpkg")
    assert [(f.id, f.row, f.value) for f in faults_of(path)] == [
        ("geo.null_geometry", 2, None),
        ("geo.not_polygon", 3, "Point"),
        ("geo.no_crs", None, None),
    ]


def test_layer_of_points_and_lines_counts_them(tmp_path, layer):
    layer.geometry = [
        shapely.Point(150_000, 170_000),
        shapely.LineString([(150_000, 170_000), (151_000, 171_000)]),
        None,
    ]
    fault = fault_of(written(layer, tmp_path / "synthetic.gpkg"))
    assert fault.id == "geo.no_polygons"
    assert fault.fields == {"points": 1, "lines": 1, "others": 1}


def test_endless_coordinates_are_a_fault_of_their_row(tmp_path, layer):
    ring = [(150_000, 170_000), (151_000, np.inf), (151_000, 171_000), (150_000, 170_000)]
    layer.geometry = [layer.geometry[0], shapely.Polygon(ring), layer.geometry[2]]
    layer.to_parquet(tmp_path / "synthetic.parquet")
    faults = faults_of(tmp_path / "synthetic.parquet")
    assert [(f.id, f.row) for f in faults] == [("geo.bad_coordinates", 2)]


def test_layer_without_features_is_empty(tmp_path, layer):
    assert fault_of(written(layer.iloc[:0], tmp_path / "synthetic.gpkg")).id == "geo.empty"


def test_parquet_without_geometry_is_a_fault(tmp_path):
    pd.DataFrame({"code": ["1000"]}).to_parquet(tmp_path / "synthetic.parquet")
    assert fault_of(tmp_path / "synthetic.parquet").id == "geo.no_geometry"


@pytest.mark.parametrize(
    ("name", "content", "id"),
    [
        ("units.gpkg", b"", "geo.empty"),
        ("units.gpkg", b"SQLite format 3\0" + bytes(500), "geo.corrupt"),
        ("units.fgb", b"fgb\x03fgb\x01" + bytes(range(200)), "geo.corrupt"),
        ("units.shp", b"\x00\x00\x27\x0a" + bytes(200), "geo.parts"),
        ("units.parquet", b"PAR1 cut off PAR1", "geo.corrupt"),
        ("units.geojson", b'{"type": "FeatureCollection", "features": [', "geo.corrupt"),
        ("units.geojson", b'{"type": "Topology"}', "geo.not_layer"),
        ("units.geojson", b'{"type": "gdal_streamed_alg", "command_line": "x"}', "geo.not_layer"),
        ("units.geojson", b"[" * 100_000, "geo.corrupt"),
        ("units.csv", b"code;population\n5500;12\n", "geo.not_layer"),
        ("units.kml", b'<?xml version="1.0"?><kml/>', "geo.not_layer"),
    ],
)
def test_content_that_is_no_layer_says_so(tmp_path, name, content, id):
    (tmp_path / name).write_bytes(content)
    assert fault_of(tmp_path / name).id == id


@pytest.mark.parametrize("ending", ["gpkg", "fgb", "parquet", "zip"])
def test_half_a_file_is_damaged(tmp_path, layer, ending):
    path = tmp_path / f"synthetic.{ending}"
    if ending == "parquet":
        layer.to_parquet(path)
    elif ending == "zip":
        (tmp_path / "parts").mkdir()
        written(layer, tmp_path / "parts" / "synthetic.shp")
        zipped(tmp_path / "parts", path)
    else:
        written(layer, path)
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    assert fault_of(path).id in ("geo.corrupt", "file.corrupt")


def test_folder_without_a_shapefile_is_a_fault(tmp_path):
    assert fault_of(tmp_path).id == "file.folder"


def test_layer_that_does_not_exist_names_those_like_it(tmp_path, layer):
    written(layer, tmp_path / "units.gpkg")
    fault = fault_of(tmp_path / "unit.gpkg")
    assert (fault.id, fault.fields["near"]) == ("file.missing_near", ("units.gpkg",))


@pytest.mark.parametrize(
    "coordinates", ["x", [[[4, 50], [5, 50], [5, 51]]], [[[4, 50], [4, 50]]], [[]], [[["a", 1]]]]
)
def test_geojson_with_broken_geometry_names_the_row(tmp_path, coordinates):
    box = shapely.box(4, 50, 5, 51).__geo_interface__
    shapes = [box, {"type": "Polygon", "coordinates": coordinates}]
    features = [{"type": "Feature", "properties": {}, "geometry": shape} for shape in shapes]
    path = tmp_path / "synthetic.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    assert [(f.id, f.row) for f in faults_of(path)] == [("geo.null_geometry", 2)]


def test_what_gdal_warned_of_is_kept(tmp_path, layer):
    path = written(layer, tmp_path / "synthetic.gpkg")
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA application_id = 7")
        database.commit()
    (note, *_) = read_geo(path).attrs["notes"]
    assert "application_id" in note


def test_paths_may_be_relative(tmp_path, layer, monkeypatch):
    (tmp_path / "parts").mkdir()
    written(layer, tmp_path / "parts" / "synthetic.shp")
    zipped(tmp_path / "parts", tmp_path / "synthetic.zip")
    monkeypatch.chdir(tmp_path)
    assert len(read_geo(Path("synthetic.zip"))) == 3
    assert len(read_geo(Path("parts"))) == 3


def test_columns_of_a_layer_are_checked_like_a_table(tmp_path, layer):
    layer["people"] = ["10", "2O", "30"]
    raw = attributes(read_geo(written(layer, tmp_path / "synthetic.gpkg")), file="synthetic.gpkg")
    schema = Schema("units", (Column("code", "text"), Column("people", "integer")))
    with pytest.raises(InputError) as caught:
        check(raw, schema)
    assert [(f.id, f.row, f.column) for f in caught.value.faults] == [
        ("cell.letter_o", 2, "people")
    ]
    with pytest.raises(InputError) as caught:
        check(raw, Schema("other", (Column("region", "text"),)))
    assert caught.value.faults[0].row is None


def test_reading_leaves_nothing_beside_the_file(tmp_path, layer):
    path = written(layer, tmp_path / "synthetic.shp")
    before = sorted(tmp_path.iterdir())
    read_geo(path)
    shutil.copy(path, tmp_path / "copy")
    assert sorted(p for p in tmp_path.iterdir() if p.name != "copy") == before


@pytest.mark.real_data
def test_shared_layers_are_read_whole(shared_data):
    postcodes = read_geo(shared_data / "postcodes_be.gpkg")
    municipalities = read_geo(shared_data / "municipalities_be_2020.gpkg")
    assert (len(postcodes), postcodes["population"].sum()) == (1117, 11_492_641)
    assert len(municipalities) == 581
    assert postcodes.crs.to_epsg() == municipalities.crs.to_epsg() == 31370


@pytest.mark.real_data
def test_columns_of_the_shared_layer_pass_their_check(shared_data):
    frame = read_geo(shared_data / "postcodes_be.gpkg")
    schema = Schema(
        "units",
        (Column("code", "text", ("postcode",)), Column("population", "integer", minimum=0)),
        key=("code",),
    )
    assert len(check(attributes(frame, file="postcodes_be.gpkg"), schema)) == 1117
