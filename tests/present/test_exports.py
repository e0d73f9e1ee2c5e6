"""The zone for Excel and for QGIS."""

from __future__ import annotations

import csv
import io
import json

import geopandas as gpd
import pytest
from shapely.geometry import shape

from pilotzones.present.exports import zone_csv, zone_geojson
from pilotzones.words import LANGUAGES, text


def rows(sheet, lang="fr"):
    plain = zone_csv(sheet, lang).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(plain), delimiter=";"))


def test_table_opens_in_excel_byte_order_mark_semicolons_and_windows_lines(demo_sheet):
    raw = zone_csv(demo_sheet, "fr")
    assert raw.startswith(b"\xef\xbb\xbfCode;Nom;Commune;Habitants;")
    assert raw.count(b"\r\n") == len(demo_sheet.case.zone.codes) + 1


def test_table_has_every_code_and_adds_up_to_the_population(demo_sheet):
    found = rows(demo_sheet)
    assert tuple(row["Code"] for row in found) == demo_sheet.case.zone.codes
    assert sum(int(row["Habitants"]) for row in found) == demo_sheet.population


def test_every_row_carries_source_and_what_is_approximate(demo_sheet):
    for lang in LANGUAGES:
        for row in rows(demo_sheet, lang):
            assert all(a in row[text("export.source", lang)] for a in attribution(demo_sheet))
            assert text("notice.inner_borders", lang) in row[text("export.note", lang)]
            assert text("notice.inner_populations", lang) in row[text("export.note", lang)]


def attribution(sheet):
    return sheet.case.layer.origin.attribution


@pytest.mark.parametrize(("lang", "sign"), [("fr", ","), ("nl", ","), ("de", ","), ("en", ".")])
def test_decimals_have_the_sign_of_the_language(troubled_sheet, lang, sign):
    assert rows(troubled_sheet, lang)[0][text("table.area", lang)] == f"100{sign}00"


def test_code_that_the_layer_lacks_is_said_to_be_unknown(troubled_sheet):
    last = rows(troubled_sheet)[-1]
    assert (last["Code"], last["Habitants"]) == ("9999", "")
    assert last["Remarque"] == text("table.unknown_code", "fr")


def test_no_cell_starts_like_a_formula(hostile_sheet):
    units = hostile_sheet.case.layer.units
    units = units.assign(name_fr=["=cmd|'/C calc'!A0", "@SUM(1)", "+1", "-1", *units.name_fr[4:]])
    from dataclasses import replace

    case = hostile_sheet.case
    sheet = replace(hostile_sheet, case=replace(case, layer=replace(case.layer, units=units)))
    cells = [cell for row in rows(sheet) for cell in row.values()]
    assert sum(cell.startswith("'") for cell in cells) == 4
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


def test_map_file_is_read_by_other_tools_with_the_shapes_of_the_layer(demo_sheet, tmp_path):
    path = tmp_path / "zone.geojson"
    path.write_bytes(zone_geojson(demo_sheet, "fr"))
    read = gpd.read_file(path)
    assert read.crs == "EPSG:4326"
    assert tuple(read["code"]) == demo_sheet.case.zone.codes
    area_km2 = read.to_crs("EPSG:31370").area.sum() / 1e6
    assert area_km2 == pytest.approx(demo_sheet.area_km2, rel=1e-5)


def test_map_file_carries_sources_and_notes(demo_sheet, troubled_sheet):
    found = json.loads(zone_geojson(demo_sheet, "de"))
    assert found["attribution"] == list(attribution(demo_sheet))
    assert found["approximate"] == ["inner-borders", "inner-populations"]
    assert text("notice.inner_borders", "de") in found["notes"]
    assert json.loads(zone_geojson(troubled_sheet, "fr"))["unknown_codes"] == ["9999"]


def test_map_file_has_a_unit_without_geometry_too():
    from synthetic import case, grid_layer

    from pilotzones.zones.sheet import zone_sheet

    sheet = zone_sheet(case(["00", "01"], layer=grid_layer(no_geometry=["01"])))
    bare, full = sorted(
        json.loads(zone_geojson(sheet, "fr"))["features"], key=lambda f: f["geometry"] is not None
    )
    assert bare["geometry"] is None and bare["properties"]["area_km2"] is None
    assert shape(full["geometry"]).is_valid
