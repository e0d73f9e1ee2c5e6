"""Official zonings: the user's table from units or municipalities to regions."""

from __future__ import annotations

from pathlib import Path

import pytest
from zones.places import faults_of, ids_of, places, said

from pilotzones.postcodes.open import open_layer
from pilotzones.postcodes.section import UnitsSection
from pilotzones.zones.section import ZoningSection
from pilotzones.zones.zonings import zoning_from

LAYER = places()


@pytest.fixture
def zoning(tmp_path):
    """Reads a table with the columns ``unit`` and ``region``."""

    def read(text, layer=LAYER):
        (tmp_path / "t.csv").write_text(text, "utf-8")
        section = ZoningSection(file=Path("t.csv"), unit="unit", region="region")
        found = zoning_from(section, layer, folder=tmp_path)
        said(found.notices)
        return found

    return read


def test_unit_codes_are_taken_as_they_are(zoning):
    found = zoning("unit,region\n1300,Est\n5500,Ouest\n")
    assert dict(found.regions) == {"1300": "Est", "5500": "Ouest"}
    assert found.notices == ()


def test_municipality_stands_for_all_its_units(zoning):
    found = zoning("unit,region\n25091,Est\n91030,Ouest\n")
    assert dict(found.regions) == {"1330": "Est", "1331": "Est", "1332": "Est", "5590": "Ouest"}


def test_equal_pairs_may_repeat(zoning):
    found = zoning("unit,region,age\n25050,Est,0-4\n25050,Est,5-9\n")
    assert dict(found.regions) == {"1310": "Est"}


def test_unit_in_two_regions_is_named_with_the_rows(zoning):
    first, second = faults_of(
        zoning, "unit,region\n1300,Est\n1301,Est\n1300,Ouest\n1301,Nord\n1300,Est\n"
    )
    assert (first.id, first.value, first.row) == ("zoning.conflict", "1300", 4)
    assert first.fields["regions"] == ("Est", "Ouest")
    assert first.fields["rows"] == ("2", "4")
    assert (second.value, second.row) == ("1301", 5)


def test_empty_cells_are_faults(zoning):
    faults = faults_of(zoning, "unit,region\n1300,\n,Est\n1301,Est\n")
    assert [(fault.id, fault.row) for fault in faults] == [("cell.empty", 2), ("cell.empty", 3)]


def test_column_that_is_not_there_is_told(zoning):
    (fault,) = faults_of(zoning, "unit,gebied\n1300,Est\n")
    assert (fault.id, fault.column) == ("mapping.no_heading", "region")


def test_old_codes_are_converted_and_said(zoning):
    found = zoning("unit,region\n55022,Ouest\n25050,Est\n")
    assert dict(found.regions) == {"7100": "Ouest", "1310": "Est"}
    assert [notice.id for notice in found.notices] == ["zone.codes_converted"]


def test_municipality_merged_from_two_regions_has_none_and_is_told(zoning):
    found = zoning("unit,region\n82003,A\n82005,B\n25050,A\n")
    assert dict(found.regions) == {"1310": "A"}
    (notice,) = [n for n in found.notices if n.id == "zoning.merged_apart"]
    assert (notice.value, notice.fields["parts"]) == ("82039", ("82003 A", "82005 B"))


def test_municipality_merged_within_one_region_keeps_it(zoning):
    assert dict(zoning("unit,region\n82003,A\n82005,A\n").regions) == {"6600": "A"}


def test_codes_of_two_dates_are_refused(zoning):
    assert ids_of(zoning, "unit,region\n82003,A\n82039,A\n") == ["codes.mixed"]


def test_codes_that_the_layer_lacks_are_told(zoning):
    found = zoning("unit,region\n1300,A\n9999,B\n")
    (notice,) = found.notices
    assert (notice.id, notice.fields["codes"]) == ("zoning.unknown_units", ("9999",))


def test_table_without_any_known_code_is_a_fault(zoning):
    (fault,) = faults_of(zoning, "unit,region\nA1,x\nA2,y\n")
    assert (fault.id, fault.fields["codes"]) == ("zoning.no_match", ("A1", "A2"))


@pytest.mark.real_data
@pytest.mark.parametrize("file", ["postcodes_be.gpkg", "municipalities_be_2020.gpkg"])
def test_primary_care_zones_place_every_flemish_unit(shared_data, file):
    layer = open_layer(UnitsSection(file=shared_data / file))
    section = ZoningSection(
        file=Path("flanders_elz_age_sex.csv"), unit="nis5", region="eerstelijnszone"
    )
    found = zoning_from(section, layer, folder=shared_data)
    flemish = layer.units.index[layer.units["region"] == "flanders"]
    assert set(found.regions) == set(flemish)
    assert len(set(found.regions.values())) == 56
    assert found.notices == ()
