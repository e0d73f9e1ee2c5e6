"""What the map shows, and that folium brings nothing of its own along."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import pytest
import shapely
from synthetic import case, grid_layer

import pilotzones
from pilotzones.present.maps._offline import leaflet_css, leaflet_js, map_part
from pilotzones.present.maps.layers import map_layers
from pilotzones.present.maps.page_map import map_data
from pilotzones.present.maps.scene import scene_of
from pilotzones.present.texts import Texts
from pilotzones.words import LANGUAGES
from pilotzones.zones.sheet import zone_sheet

SRC = Path(pilotzones.__file__).parent


def drawn(sheet):
    return {layer.id: layer for layer in map_layers(scene_of(sheet))}


def area_km2(layer):
    return sum(shape.geometry.area for shape in layer.shapes) / 1e6


def test_nothing_but_the_offline_module_imports_folium():
    importing = {
        path.name
        for path in SRC.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom)
        and any(
            name.split(".")[0] in ("folium", "branca")
            for name in [getattr(node, "module", None) or "", *(a.name for a in node.names)]
        )
    }
    assert importing == {"_offline.py"}


def test_troubled_zone_has_every_layer_it_needs(troubled_sheet):
    layers = drawn(troubled_sheet)
    assert area_km2(layers["zone"]) == pytest.approx(1000)
    assert area_km2(layers["loose"]) == pytest.approx(100)
    assert area_km2(layers["enclaves"]) == pytest.approx(100)
    assert area_km2(layers["shared"]) == pytest.approx(100)
    assert area_km2(layers["others"]) == pytest.approx(200)
    assert len(layers["links"].shapes) == 1
    assert len(layers["units"].shapes) == 36
    assert "rural" not in layers


def test_layers_without_content_are_left_out():
    sheet = zone_sheet(case(["00", "01", "10", "11"], layer=grid_layer(2, 2)))
    assert sorted(drawn(sheet)) == ["land", "outline", "places", "rural", "units", "zone"]


def test_region_border_is_a_line_where_two_regions_meet():
    where = {f"{r}{c}": "flanders" if r else "wallonia" for r in range(3) for c in range(3)}
    layer = drawn(zone_sheet(case(["01", "11"], layer=grid_layer(region=where))))["regions"]
    assert sum(shape.geometry.length for shape in layer.shapes) == pytest.approx(30_000)


def test_every_legend_entry_has_words_in_four_languages(troubled_sheet, demo_sheet):
    for sheet in (troubled_sheet, demo_sheet):
        named = [layer for layer in drawn(sheet).values() if layer.legend]
        assert [layer.id for layer in drawn(sheet).values() if not layer.legend] == ["land"]
        assert all(len({layer.legend(lang) for lang in LANGUAGES}) >= 3 for layer in named)


def test_zone_without_a_shape_has_no_scene():
    assert scene_of(zone_sheet(case(["99"]))) is None
    assert scene_of(zone_sheet(case([]))) is None
    bare = grid_layer(no_geometry=["00"])
    assert scene_of(zone_sheet(case(["00"], layer=bare))) is None


def test_window_shows_the_surroundings_and_no_more(demo_sheet):
    scene = scene_of(demo_sheet)
    assert set(demo_sheet.case.zone.codes) <= set(scene.shapes)
    assert set(demo_sheet.neighbours) <= set(scene.shapes)
    assert len(scene.shapes) < len(scene.layer.units) / 2


def test_lightened_units_are_still_a_coverage(demo_sheet):
    shapes = list(scene_of(demo_sheet).shapes.values())
    assert shapely.coverage_is_valid(shapes)
    assert shapely.get_num_coordinates(shapes).sum() <= 7_500


def test_lightening_moves_the_area_of_the_zone_by_less_than_one_percent(demo_sheet):
    layer = drawn(demo_sheet)["zone"]
    assert area_km2(layer) == pytest.approx(demo_sheet.area_km2, rel=0.01)


def test_script_of_the_map_loads_nothing_and_has_counted_ids(demo_sheet):
    scene = scene_of(demo_sheet)
    part = map_part(map_layers(scene), scene.bounds)
    assert part.html == '<div class="folium-map" id="map_zone" ></div>'
    assert "http" not in part.script
    assert re.findall(r"var (map_zone|\w+_[0-9a-f]{32}) =", part.script) == ["map_zone"]
    again = map_part(map_layers(scene), scene.bounds)
    assert (part.html, part.script) == (again.html, again.script)


def test_leaflet_comes_without_references_to_other_files():
    assert "sourceMappingURL" not in leaflet_js()
    assert "url(" not in leaflet_css()
    assert "</script" not in leaflet_js().lower()


def test_units_and_labels_of_the_data_are_those_of_the_map(demo_sheet):
    scene, w = scene_of(demo_sheet), Texts("fr")
    layers = map_layers(scene)
    data = map_data(scene, layers, w)
    part = map_part(layers, scene.bounds)
    units = {int(n) for n in re.findall(r'"u":(\d+)', part.script)}
    labels = {int(n) for n in re.findall(r'"label":(\d+)', part.script)}
    assert units == set(range(len(data["units"])))
    assert labels == set(range(len(data["labels"]))) == set(range(len(part.labels)))
    assert [unit[0] for unit in data["units"]] == list(scene.shapes)
    assert json.loads(json.dumps(data)) is not None


def test_names_of_places_are_those_of_the_reader():
    sheet = zone_sheet(case(["00"]))
    label = drawn(sheet)["places"].labels[0]
    assert {lang: label.name(lang)[:8] for lang in ("fr", "nl", "en")} == {
        "fr": "Commune ",
        "nl": "Gemeente",
        "en": "Commune ",
    }
