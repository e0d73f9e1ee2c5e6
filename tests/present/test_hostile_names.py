"""A project whose every name is hostile: each page and file of it stays harmless and whole."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import pyogrio
import pytest
from proofs.page_checks import look_at
from synthetic import case, grid_layer
from synthetic_journey import journey_findings
from synthetic_people import people_sheet

from pilotzones.postcodes.layer import make_layer
from pilotzones.present.book import Book
from pilotzones.present.draw.page import draw_page
from pilotzones.present.exports import zone_csv, zone_geojson
from pilotzones.present.maps.geopackage import zone_geopackage
from pilotzones.present.maps.scene import scene_of
from pilotzones.present.reports.html import html_report
from pilotzones.present.reports.kinds import project_report
from pilotzones.present.site import write_site
from pilotzones.zones.sheet import ZoneSheet, zone_sheet

SCRIPT, FORMULA = "<script>alert(1)</script>", '=HYPERLINK("http://x","y")'
TURNED = "\u202e\u0645\u0631\u062d\u0628\u0627 \u05e9\u05dc\u05d5\u05dd"
LONG = "X" * 400
EVIL = (SCRIPT, FORMULA, TURNED, LONG)


@pytest.fixture(scope="module")
def sheet() -> ZoneSheet:
    """SYNTHETIC zone of nine units with people; no name in it is kind."""
    plain = grid_layer(3, 3)
    units = plain.units.reset_index()
    for column in ("name", "name_fr", "name_nl", "municipality_fr", "municipality_nl"):
        units[column] = [EVIL[row % len(EVIL)] for row in range(len(units))]
    layer = make_layer(units, plain.origin)
    others = {name: [code] for name, code in zip(EVIL, ("01", "02", "11", "12"), strict=True)}
    zone = case(sorted(layer.codes)[:6], layer=layer, name=" ".join(EVIL), others=others)
    people = people_sheet(units=layer.codes[:6], rural=None)
    named = {id: dict.fromkeys(("fr", "nl", "de", "en"), EVIL[k % 4]) for k, id in
             enumerate(people.names)}  # fmt: skip
    return zone_sheet(replace(zone, people=replace(people, names=named)))


@pytest.fixture(scope="module")
def pages(sheet, tmp_path_factory):
    """Every page of the project: the site, the draw page, the report."""
    out = tmp_path_factory.mktemp("hostile")
    findings = journey_findings(sheet)
    write_site(sheet, out=out / "site", lang="fr", project_name=EVIL[0] + LONG, findings=findings)
    (out / "draw.html").write_bytes(draw_page(sheet.case, name=" ".join(EVIL), lang="fr"))
    book = Book(sheet, scene_of(sheet), "fr", " ".join(EVIL), findings=findings)
    (out / "report.html").write_bytes(html_report(project_report(book, "whole")))
    return out


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("name", ["site/index", "site/people", "draw", "report"])
def test_page_runs_no_foreign_script_asks_for_nothing_and_holds_its_width(
    open_page, pages, name, width
):
    opened = open_page(pages / f"{name}.html", width=width)
    assert look_at(opened.page).faults == ()
    assert opened.messages == []
    assert opened.requests == []
    assert opened.page.locator("script", has_text="alert(1)").count() == 0


@pytest.mark.browser
@pytest.mark.parametrize("name", ["site/zone", "draw", "report"])
def test_page_shows_each_name_as_it_is(open_page, pages, name):
    page = open_page(pages / f"{name}.html").page
    shown = page.evaluate("document.body.textContent")
    assert all(evil in shown for evil in (SCRIPT, FORMULA, LONG))


def test_tables_hold_text(sheet):
    rows = list(csv.reader(io.StringIO(zone_csv(sheet, "fr").decode("utf-8-sig")), delimiter=";"))
    cells = [cell for row in rows for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert f"'{FORMULA}" in cells
    assert SCRIPT in cells


def test_map_files_hold_each_name_whole(sheet, tmp_path):
    features = json.loads(zone_geojson(sheet, "fr"))["features"]
    assert {feature["properties"]["name"] for feature in features} == set(EVIL)
    path = tmp_path / "zone.gpkg"
    path.write_bytes(zone_geopackage(sheet, "fr"))
    assert set(pyogrio.read_dataframe(path, layer="units")["name"]) == set(EVIL)
    others = pyogrio.read_dataframe(path, layer="others")
    assert set(others["name"]) == set(EVIL)
