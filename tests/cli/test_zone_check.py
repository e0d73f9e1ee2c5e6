"""``zone check`` and ``round check`` as scripts and people see them."""

from __future__ import annotations

import json

import pytest
from synthetic import DATE, grid_layer

from pilotzones.zones.rulesets import rule_set_names

DINANT = "Dinant, Ciney, Rochefort, Beauraing, Houyet, Hastière, Onhaye, Anhée, Yvoir, Hamois"


@pytest.fixture
def grid(tmp_path):
    """SYNTHETIC layer of nine units as a GeoPackage; its two lower left units count 74,999."""
    people = {"00": 74_000, "01": 999, "02": 1}
    path = tmp_path / "grid.gpkg"
    units = grid_layer(population=people).units.reset_index()
    units["code"] = ["10" + code for code in units["code"]]
    units.to_file(path, layer="units", driver="GPKG")
    return path


def options(grid):
    return ("--units", grid, "--population-column", "population", "--population-date", DATE)


def test_json_is_one_object_of_the_promised_shape(pilotzones):
    done = pilotzones("zone", "check", "--postcodes", "5500, 5501", "--json")
    found = json.loads(done.out)
    assert found["schema"] == 1
    assert found["zone"]["codes"] == ["5500", "5501"]
    assert found["zone"]["pieces"] == 1
    assert found["zone"]["population_date"] == "2020-01-01"
    keys = {"rule", "verdict", "severity", "value", "threshold", "unit", "subjects"}
    for finding in found["findings"]:
        assert keys | {"message", "source"} == set(finding)
        assert set(finding["message"]) == {"fr", "nl", "de", "en"}
    assert done.code == 1  # far below 75,000


@pytest.mark.parametrize(("codes", "code"), [("1000-1001", 1), ("1000-1002", 0)])
def test_exit_code_follows_the_minimum(pilotzones, grid, codes, code):
    """74,999 people fail, 75,000 pass."""
    done = pilotzones("zone", "check", "--postcodes", codes, *options(grid), "--json")
    finding = next(f for f in json.loads(done.out)["findings"] if f["rule"] == "Z03")
    assert (finding["value"], finding["verdict"]) == ((74_999, "fail"), (75_000, "pass"))[1 - code]
    assert done.code == code


def test_strict_does_not_accept_open_declarations(pilotzones, grid):
    given = ("zone", "check", "--postcodes", "1000-1002", *options(grid))
    assert pilotzones(*given).code == 0
    assert pilotzones(*given, "--strict").code == 1


def test_counts_stand_in_the_last_line_of_stderr(pilotzones):
    done = pilotzones("zone", "check", "--municipalities", DINANT, lang="nl")
    last = done.err.strip().splitlines()[-1]
    assert "in orde" in last
    assert "niet te berekenen" in last


def test_table_names_every_rule_of_the_rule_set(pilotzones):
    done = pilotzones("zone", "check", "--municipalities", DINANT, lang="fr")
    assert all(f"Z{n:02}" in done.out for n in (1, 2, 3, 4, 5, 9, 15, 22, 23))
    assert "d’un seul tenant" in done.out


def test_two_projects_that_share_a_postcode_are_told_with_its_people(pilotzones, tmp_path):
    other = tmp_path / "autre.csv"
    other.write_text("postcode\n5590\n5580\n", "utf-8")
    done = pilotzones("zone", "check", "--postcodes", "5500, 5590", "--others", other, "--json")
    found = json.loads(done.out)
    (overlap,) = found["zone"]["overlaps"]
    assert (overlap["zone"], overlap["codes"]) == ("autre", ["5590"])
    assert overlap["population"] > 10_000
    finding = next(f for f in found["findings"] if f["rule"] == "Z07")
    assert (finding["verdict"], finding["subjects"]) == ("fail", ["5590"])


@pytest.mark.parametrize("name", rule_set_names())
def test_every_rule_set_that_ships_can_be_used(pilotzones, name):
    done = pilotzones("zone", "check", "--municipalities", DINANT, "--rules", name, "--json")
    assert json.loads(done.out)["rules"]["id"] == name


def test_pages_are_written_on_request(pilotzones, tmp_path):
    done = pilotzones("zone", "check", "--postcodes", "5500", "--out", tmp_path / "pages")
    assert (tmp_path / "pages" / "index.html").is_file()
    assert "index.html" in done.err


def test_round_tells_each_zone_and_each_overlap_once(pilotzones, tmp_path):
    table = tmp_path / "zones.csv"
    table.write_text("zone,postcode\nA,5500\nA,5501\nB,5501\nB,5502\nC,5590\n", "utf-8")
    done = pilotzones(
        "round", "check", table, "--zone-column", "zone", "--unit-column", "postcode", "--json"
    )
    found = json.loads(done.out)
    assert [zone["zone"]["name"] for zone in found["zones"]] == ["A", "B", "C"]
    (overlap,) = found["overlaps"]
    assert (overlap["zones"], overlap["codes"]) == (["A", "B"], ["5501"])
    shown = pilotzones(
        "round", "check", table, "--zone-column", "zone", "--unit-column", "postcode", lang="fr"
    )
    assert "3 zones vérifiées, dont 2" in shown.out


def test_rules_json_lists_every_rule_with_what_was_tested(pilotzones):
    listed = json.loads(pilotzones("rules", "--json").out)["rules"]
    counts = {"R": 8, "S": 11, "T": 22, "Z": 24}
    expected = [f"{chapter}{n:02}" for chapter, last in counts.items() for n in range(1, last + 1)]
    assert [row["id"] for row in listed] == expected
    tested = {row["id"]: row["tested"] for row in listed}
    assert tested["Z03"] == ["pass", "fail", "not-computable"]
    assert tested["Z11"] == []


def test_new_project_is_checked_after_its_zone_is_filled_in(pilotzones, tmp_path):
    folder = tmp_path / "projet"
    assert pilotzones("new", folder, "--lang", "fr").code == 0
    again = pilotzones("new", folder, "--lang", "fr")
    assert again.code == 2
    assert "pilot.toml" in again.err
    done = pilotzones("run", folder)
    assert done.code in (0, 1), done.err
    assert (folder / "out" / "index.html").is_file()
