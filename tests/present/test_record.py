"""The zone sheet as one JSON object."""

from __future__ import annotations

import json
from dataclasses import replace

from synthetic import case, grid_layer

from pilotzones.present.record import file_name, record
from pilotzones.present.site import write_site
from pilotzones.words import LANGUAGES
from pilotzones.zones.sheet import zone_sheet

ZONE = {
    "name",
    "codes",
    "population",
    "population_date",
    "area_km2",
    "density_per_km2",
    "pieces",
    "loose",
    "enclaves",
    "neighbours",
    "rural",
    "overlaps",
    "links",
    "units_source",
    "attribution",
    "approximate",
}
FINDING = {
    "rule",
    "verdict",
    "severity",
    "value",
    "threshold",
    "unit",
    "subjects",
    "message",
    "source",
}


def test_record_has_exactly_the_keys_of_its_schema(demo_sheet, troubled_sheet):
    for sheet in (demo_sheet, troubled_sheet):
        found = record(sheet)
        assert list(found) == ["schema", "zone", "rules", "findings"]
        assert found["schema"] == 1
        assert set(found["zone"]) == ZONE
        assert found["rules"] == {"id": "guide-2016", "version": "2016-01"}
        assert all(set(finding) == FINDING for finding in found["findings"])
        assert all(set(f["message"]) == set(LANGUAGES) for f in found["findings"])


def test_record_survives_json_unchanged(demo_sheet):
    found = record(demo_sheet)
    assert json.loads(json.dumps(found)) == found


def test_record_tells_what_is_wrong_with_a_zone(troubled_sheet):
    zone = record(troubled_sheet)["zone"]
    assert zone["codes"][-1] == "9999"
    assert zone["population"] is None
    assert zone["pieces"] == 2
    assert zone["loose"] == [{"codes": ["55"], "population": 10_000}]
    assert zone["enclaves"] == [{"codes": ["21"], "population": 10_000}]
    assert zone["overlaps"] == [{"zone": "Voisin", "codes": ["32"], "population": 10_000}]
    assert zone["links"] == [{"a": "22", "b": "25", "kind": "river", "why": {"fr": "un pont"}}]
    assert zone["rural"] is None


def test_record_of_the_demonstration_has_its_numbers(demo_sheet):
    zone = record(demo_sheet)["zone"]
    assert zone["population"] == demo_sheet.population
    assert zone["population_date"] == "2020-01-01"
    assert zone["density_per_km2"] == round(zone["population"] / demo_sheet.area_km2, 2)
    assert zone["rural"]["definition"]["id"] == "oecd-2010"
    assert 0 < zone["rural"]["population_share"] < 1
    assert zone["approximate"] == ["inner-borders", "inner-populations"]
    assert zone["attribution"]


def test_record_does_not_tell_where_a_file_lay(demo_sheet):
    case = demo_sheet.case
    origin = replace(case.layer.origin, file="/home/anna/secret/units.gpkg")
    moved = replace(demo_sheet, case=replace(case, layer=replace(case.layer, origin=origin)))
    assert record(moved)["zone"]["units_source"]["file"] == "units.gpkg"
    assert file_name("C:\\Users\\Anna\\units.gpkg") == "units.gpkg"


def test_rural_flags_of_the_layer_are_told_as_the_definition(tmp_path):
    """A column ``rural`` goes before the rule set: the page must not quote the other one."""
    plain = grid_layer()
    units = plain.units.assign(rural=[code == "00" for code in plain.units.index])
    sheet = zone_sheet(case(layer=replace(plain, units=units)))
    assert record(sheet)["zone"]["rural"]["definition"]["id"] == "own-flag"
    assert record(sheet)["zone"]["rural"]["codes"] == ["00"]
    write_site(sheet, out=tmp_path / "out", lang="en", project_name="P")
    method = (tmp_path / "out" / "method.html").read_text("utf-8")
    assert "when the layer itself says so" in method
