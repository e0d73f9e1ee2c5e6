"""The zone as a GeoPackage: what GDAL reads back, its styles for QGIS, hidden cells, same bytes."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from xml.etree import ElementTree

import geopandas as gpd
import pyogrio
import pytest

from pilotzones.present.maps.geopackage import zone_geopackage
from pilotzones.present.maps.themes import map_themes
from pilotzones.words import text


@pytest.fixture(scope="module")
def files(tmp_path_factory, journey_sheet, troubled_sheet, hostile_sheet):
    folder = tmp_path_factory.mktemp("gpkg")
    made = {"journey": journey_sheet, "troubled": troubled_sheet, "hostile": hostile_sheet}
    for name, sheet in made.items():
        (folder / f"{name}.gpkg").write_bytes(zone_geopackage(sheet, "fr"))
    return {name: folder / f"{name}.gpkg" for name in made}


def test_same_zone_gives_the_same_bytes(journey_sheet):
    assert zone_geopackage(journey_sheet, "nl") == zone_geopackage(journey_sheet, "nl")


def test_file_has_the_layers_that_the_zone_has(files):
    found = {name for name, _ in pyogrio.list_layers(files["troubled"])}
    shapes = {"units", "outline", "neighbours", "others", "enclaves", "loose"}
    assert found == shapes | {"about", "layer_styles"}
    assert "enclaves" not in {name for name, _ in pyogrio.list_layers(files["journey"])}


def test_units_read_back_are_those_of_the_zone_in_lambert(files, journey_sheet):
    units = gpd.read_file(files["journey"], layer="units")
    case = journey_sheet.case
    assert units.crs.to_epsg() == 31370
    assert list(units["code"]) == list(case.zone.codes)
    assert units["population"].sum() == journey_sheet.population
    assert units.area.sum() / 1e6 == pytest.approx(journey_sheet.area_km2)
    whole = gpd.read_file(files["journey"], layer="outline")
    assert whole.area.sum() == pytest.approx(units.area.sum())


def test_numbers_of_people_are_the_released_ones_and_hidden_has_none(files, journey_sheet):
    units = gpd.read_file(files["journey"], layer="units").set_index("code")
    table = journey_sheet.case.people.tables["units"]
    for code in journey_sheet.case.zone.codes:
        released = table.number("chronic_n", unit=code)
        shown = units.loc[code, "chronic_n"]
        assert shown == released if released is not None else shown != shown
    assert "chronic_n" in units.loc["11", "hidden"]
    assert units.loc["11", "hidden"].startswith(text("released.hidden", "fr"))
    assert units.loc["11", "need_class"] == "hidden"
    assert units["hidden"].notna().sum() == 1


def test_values_and_classes_of_the_maps_are_in_the_file(files, journey_sheet):
    units = gpd.read_file(files["journey"], layer="units").set_index("code")
    themes = (*map_themes("people", journey_sheet), *map_themes("care", journey_sheet))
    assert len(themes) > 8
    for theme in themes:
        column = theme.id.replace("-", "_")
        for code, cell in theme.cells.items():
            assert units.loc[code, f"{column}_class"] == cell.sign
            if cell.value is not None and theme.form is not None:
                assert units.loc[code, column] == pytest.approx(cell.value)


def styles(path) -> list[tuple[str, str, str, int]]:
    with sqlite3.connect(path) as file:
        return file.execute(
            "SELECT f_table_name, styleName, styleQML, useAsDefault FROM layer_styles"
        ).fetchall()


def test_each_layer_opens_with_one_style(files):
    for name in files:
        found = styles(files[name])
        layers = {n for n, _ in pyogrio.list_layers(files[name])} - {"about", "layer_styles"}
        opened = [layer for layer, _, _, default in found if default]
        assert sorted(opened) == sorted(layers)


def test_every_class_that_occurs_has_a_symbol_and_words(files):
    units = gpd.read_file(files["journey"], layer="units")
    seen = 0
    for layer, _, content, _ in styles(files["journey"]):
        root = ElementTree.fromstring(content.partition("\n")[2])
        renderer = root.find("renderer-v2")
        assert renderer is not None
        symbols = {symbol.get("name") for symbol in renderer.findall("symbols/symbol")}
        if renderer.get("type") == "singleSymbol":
            assert symbols == {"0"}
            continue
        column = renderer.get("attr")
        assert layer == "units"
        assert column in units.columns
        categories = renderer.findall("categories/category")
        assert {c.get("symbol") for c in categories} == symbols
        assert all(c.get("label") for c in categories)
        assert set(units[column].dropna()) <= {c.get("value") for c in categories}, column
        seen += 1
    assert seen > 8


def test_hidden_units_are_drawn_in_dots_and_not_as_a_class(files):
    for _, _, content, _ in styles(files["journey"]):
        root = ElementTree.fromstring(content.partition("\n")[2])
        for category in root.iter("category"):
            if category.get("value") == "hidden":
                number = category.get("symbol")
                drawn = next(s for s in root.iter("symbol") if s.get("name") == number)
                assert drawn.find("layer[@class='PointPatternFill']") is not None
                return
    pytest.fail("no style speaks of hidden units")


def test_file_says_what_is_synthetic_and_where_it_comes_from(files):
    with sqlite3.connect(files["journey"]) as file:
        said = " ".join(row[0] for row in file.execute("SELECT said FROM about"))
    assert text("notice.synthetic_people", "fr") in said
    assert "synthetic-grid" in said


def test_hostile_names_come_back_whole(files, hostile_sheet):
    units = gpd.read_file(files["hostile"], layer="units")
    layer = hostile_sheet.case.layer.units
    given = set(layer["name"].loc[list(hostile_sheet.case.zone.codes)])
    assert any("<script>" in name for name in given)
    assert given <= set(units["name"])
    assert gpd.read_file(files["hostile"], layer="outline")["name"][0] == (
        hostile_sheet.case.zone.name
    )


def test_zone_without_people_and_care_has_no_such_column(journey_sheet, tmp_path):
    bare = replace(journey_sheet, case=replace(journey_sheet.case, people=None, care=None))
    (tmp_path / "a.gpkg").write_bytes(zone_geopackage(bare, "en"))
    columns = set(gpd.read_file(tmp_path / "a.gpkg", layer="units").columns)
    assert not [name for name in columns if name.startswith(("chronic", "need", "access", "hidd"))]
