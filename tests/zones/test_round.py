"""Zones of other projects: folders, files, one table; unknown codes stay, faults come together."""

from __future__ import annotations

import pytest
from zones.places import faults_of, ids_of, places, said

from pilotzones.postcodes.open import open_layer
from pilotzones.postcodes.section import UnitsSection
from pilotzones.zones.round import RoundRead, round_from, zones_from_table
from pilotzones.zones.sources import Wanted
from pilotzones.zones.zone import Zone

LAYER = places()


@pytest.fixture
def folder(tmp_path):
    """Folder with one zone in each of four kinds of file, and a letter."""
    (tmp_path / "a.csv").write_text("postcode\n1300\n1301\n", "utf-8")
    (tmp_path / "b.txt").write_text("1310-1325", "utf-8")
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "pilot.toml").write_text(
        '[project]\nname = "Projet C"\n[zone]\nmunicipalities = ["Risart"]\n', "utf-8"
    )
    (tmp_path / "d.toml").write_text('[zone]\nname = "D"\npostcodes = [5500]\n', "utf-8")
    (tmp_path / "lettre.docx").write_text("Madame", "utf-8")
    (tmp_path / "~$a.xlsx").write_text("", "utf-8")
    return tmp_path


def codes_of(read):
    said(read.notices)
    return {zone.name: zone.codes for zone in read.zones}


def test_folder_holds_a_zone_in_each_file_and_project_folder(folder):
    assert codes_of(round_from(folder, LAYER)) == {
        "D": ("5500",),
        "Projet C": ("1330", "1331", "1332"),
        "a": ("1300", "1301"),
        "b": ("1310", "1325"),
    }


def test_own_project_file_is_not_among_the_others(folder):
    found = round_from(folder, LAYER, without=folder / "c" / "pilot.toml")
    assert [zone.name for zone in found.zones] == ["D", "a", "b"]


def test_files_can_be_listed(folder):
    found = round_from([folder / "a.csv", folder / "c"], LAYER)
    assert [zone.name for zone in found.zones] == ["Projet C", "a"]


def test_no_file_is_an_empty_round():
    assert round_from([], LAYER).zones == ()


def test_order_of_the_files_does_not_matter(folder):
    files = [folder / "a.csv", folder / "b.txt", folder / "d.toml"]
    assert round_from(files, LAYER) == round_from(files[::-1], LAYER)


def test_codes_that_the_layer_lacks_stay_in_the_zone(tmp_path):
    (tmp_path / "a.csv").write_text("postcode\n1300\n9999\n1300\n", "utf-8")
    (zone,) = round_from(tmp_path, LAYER).zones
    assert zone.codes == ("1300", "9999")
    assert zone.repeated == ("1300",)
    assert zone.unknown(LAYER) == ("9999",)


def test_faults_of_every_file_are_told_together(folder):
    (folder / "a.csv").write_text("postcode\n\n", "utf-8")
    (folder / "b.txt").write_text("1300\nAtlantis\n1325-1310", "utf-8")
    (folder / "d.toml").write_text("[zone]\npostcods = 1\n", "utf-8")
    faults = faults_of(round_from, folder, LAYER)
    by_file = {}
    for fault in faults:
        by_file.setdefault(fault.file.rsplit("/")[-1], []).append(fault.id)
    assert by_file["b.txt"] == ["zone.not_understood", "zone.range_reversed"]
    assert by_file["d.toml"] == ["settings.unknown_key"]
    assert by_file["a.csv"] == ["table.header_only"]


def test_folder_without_zones_is_a_fault(tmp_path):
    assert ids_of(round_from, tmp_path, LAYER) == ["round.empty_folder"]


def test_two_zones_of_one_name_are_a_fault(folder):
    (folder / "e.toml").write_text('[zone]\nname = "a"\npostcodes = "5590"\n', "utf-8")
    (fault,) = faults_of(round_from, folder, LAYER)
    assert (fault.id, fault.value) == ("round.name_twice", "a")
    assert len(fault.fields["files"]) == 2


def test_table_of_several_zones_is_read_by_its_columns(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("naam;wijk;plaats\nOuest;1300;x\nEst;5500;y\nEst;5590;z\n", "utf-8")
    found = zones_from_table(path, LAYER, zone_column="naam", unit_column="wijk")
    assert codes_of(found) == {"Est": ("5500", "5590"), "Ouest": ("1300",)}


def test_columns_are_found_by_their_usual_headings(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text(
        "nis5,eerstelijnszone,leeftijd\n25091,Z1,0-4\n25091,Z1,5-9\n91030,Z2,0-4\n", "utf-8"
    )
    found = round_from(path, LAYER, wanted=Wanted())
    assert codes_of(found) == {"Z1": ("1330", "1331", "1332"), "Z2": ("5590",)}
    assert all(zone.repeated == () for zone in found.zones)


def test_merged_municipality_in_two_zones_counts_in_both_and_is_told(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("zone,nis\nA,82003\nB,82005\nB,25050\n", "utf-8")
    found = zones_from_table(path, LAYER)
    assert codes_of(found) == {"A": ("6600",), "B": ("1310", "6600")}
    (notice,) = [n for n in found.notices if n.id == "round.merged_apart"]
    assert (notice.value, notice.fields["zones"]) == ("82039", ("A", "B"))


def test_both_parts_of_a_merged_municipality_in_one_zone_are_no_double(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("zone,nis\nA,82003\nA,82005\n", "utf-8")
    (zone,) = zones_from_table(path, LAYER).zones
    assert (zone.codes, zone.repeated) == (("6600",), ())


def test_date_of_the_codes_is_that_of_the_whole_table_not_of_one_zone(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("zone,nis\nA,82039\nB,82003\n", "utf-8")
    assert ids_of(zones_from_table, path, LAYER) == ["codes.mixed"]


def test_zone_that_is_listed_too_is_not_its_own_neighbour():
    own = Zone.of("Est", ["1300"])
    found = RoundRead((own, Zone.of("Ouest", ["1301"])))
    others, notices = found.without(own, file="pilot.toml")
    assert [zone.name for zone in others.others] == ["Ouest"]
    assert [notice.id for notice in notices] == ["round.self_left_out"]
    said(notices)


def test_zone_of_the_same_name_with_other_units_counts_and_is_told():
    found = RoundRead((Zone.of("Notre projet", ["1300", "1301"]),))
    others, notices = found.without(Zone.of("Notre projet", ["1300"]))
    assert len(others.others) == 1
    assert [notice.id for notice in notices] == ["round.same_name"]
    said(notices)


@pytest.mark.real_data
@pytest.mark.parametrize(
    ("file", "options", "units"),
    [
        ("municipalities_be_2020.gpkg", {}, 300),
        ("postcodes_be.gpkg", {"population": "population"}, 503),
    ],
)
def test_primary_care_zones_cover_flanders_once_on_a_layer_of_their_date(
    shared_data, file, options, units
):
    layer = open_layer(UnitsSection(file=shared_data / file, **options))
    found = zones_from_table(shared_data / "flanders_elz_age_sex.csv", layer)
    codes = [code for zone in found.zones for code in zone.codes]
    flemish = layer.units.index[layer.units["region"] == "flanders"]
    assert len(found.zones) == 56
    assert len(codes) == len(set(codes)) == units
    assert set(codes) == set(flemish)
    assert found.notices == ()


@pytest.mark.real_data
def test_primary_care_zones_meet_on_todays_layer_where_municipalities_merged(shared_data):
    found = zones_from_table(shared_data / "flanders_elz_age_sex.csv", open_layer())
    said(found.notices)
    told = {n.value: n.fields["zones"] for n in found.notices if n.id == "round.merged_apart"}
    shared = {}
    for zone in found.zones:
        for code in zone.codes:
            shared.setdefault(code, set()).add(zone.name)
    doubled = {tuple(sorted(names)) for names in shared.values() if len(names) > 1}
    assert set(told) == {"11002", "71072", "73111"}
    assert doubled == set(told.values())
