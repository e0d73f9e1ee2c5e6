"""Verdicts on the real layers that the project may not ship: the cases of every day, by command."""

from __future__ import annotations

import json

import pytest

pytestmark = pytest.mark.real_data


@pytest.fixture
def check(pilotzones, shared_data):
    """JSON of ``zone check`` on the shared postcode layer."""
    layer = shared_data / "postcodes_be.gpkg"

    def run(*arguments):
        given = ("--units", layer, "--population-column", "population", "--json")
        done = pilotzones("zone", "check", *arguments, *given, "--population-date", "2020-01-01")
        found = json.loads(done.out)
        return found["zone"], {f["rule"]: f for f in found["findings"]}, done.code

    return run


def province(shared_data, nis):
    import geopandas as gpd

    frame = gpd.read_file(shared_data / "postcodes_be.gpkg", ignore_geometry=True)
    return frame[frame["prov_nis"] == nis]


def test_a_whole_province_is_one_piece_and_far_too_large(check, shared_data):
    namur = province(shared_data, "90000")
    zone, found, code = check("--postcodes", ", ".join(namur["postcode"]))
    assert zone["population"] == int(namur["population"].sum())
    assert found["Z01"]["verdict"] == "pass"
    assert (found["Z05"]["verdict"], found["Z05"]["severity"]) == ("warn", "major")
    assert code == 0


def test_one_municipality_is_too_small(check):
    zone, found, code = check("--municipalities", "Rochefort")
    assert zone["pieces"] == 1
    assert found["Z03"]["verdict"] == "fail"
    assert code == 1


def test_a_zone_in_two_pieces_names_the_loose_one(check):
    zone, found, _ = check("--municipalities", "Ciney, Eupen")
    assert zone["pieces"] == 2
    assert found["Z01"]["verdict"] == "fail"
    assert found["Z01"]["subjects"] == ["5590"]  # Eupen has more people, so Ciney is the loose one


def test_two_zones_that_share_one_postcode(check, tmp_path):
    other = tmp_path / "other.txt"
    other.write_text("5580 Rochefort\n6900 Marche-en-Famenne", "utf-8")
    zone, found, _ = check("--municipalities", "Ciney, Rochefort", "--others", other)
    (overlap,) = zone["overlaps"]
    assert overlap["codes"] == ["5580"]
    assert found["Z07"]["verdict"] == "fail"
    assert found["Z08"]["verdict"] == "warn"


def test_all_primary_care_zones_of_flanders_in_one_run(pilotzones, shared_data):
    """56 names in the table; reported, not judged."""
    done = pilotzones(
        "round",
        "check",
        shared_data / "flanders_elz_age_sex.csv",
        *("--zone-column", "eerstelijnszone", "--unit-column", "nis5", "--rules", "elz"),
        *("--units", shared_data / "municipalities_be_2020.gpkg"),
        *("--population-column", "population_2020", "--json"),
    )
    found = json.loads(done.out)
    assert len(found["zones"]) == 56
    assert found["overlaps"] == []
    assert sum(zone["zone"]["population"] for zone in found["zones"]) == 6_629_143
    verdicts = {f["verdict"] for z in found["zones"] for f in z["findings"] if f["rule"] == "Z04"}
    assert verdicts == {"pass", "warn"}


def test_postcodes_of_flanders_follow_the_municipal_table(pilotzones, shared_data):
    """The same zones over the embedded postcodes of 2025: codes of 2020 are converted."""
    done = pilotzones(
        "round",
        "check",
        shared_data / "flanders_elz_age_sex.csv",
        *("--zone-column", "eerstelijnszone", "--unit-column", "nis5", "--rules", "elz", "--json"),
    )
    assert done.code in (0, 1), done.err
    found = json.loads(done.out)
    assert len(found["zones"]) == 56
