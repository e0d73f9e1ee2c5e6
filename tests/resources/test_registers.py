"""The two registers that the program knows by their headings, on SYNTHETIC rows in their layout."""

from __future__ import annotations

from datetime import date

import pytest
from resources.synthetic_lists import FOOTNOTE, famhp_file, notice, request, where, written
from synthetic import grid_layer

from pilotzones.errors import InputError
from pilotzones.resources.sheet import care_sheet
from pilotzones.resources.sources.famhp import day_of

# two points of Dinant and Ciney in Lambert 2008, inside their polygons in the layer that ships
DINANT, CINEY = (687_600.0, 604_300.0), (703_300.0, 610_000.0)
HOSPITALS = (
    "id,hospital_name,site_name,lat,lon,geo_qual,street,postcode,cap_beds,emergency,"
    "facility_type,ref_date"
)


def sheet_of(path, embedded, **section):
    asked = request(
        path.parent, {"file": path.name, **section}, layer=embedded, codes=["5500", "5590"]
    )
    return care_sheet(asked)


def faults_of(path, embedded, **section):
    with pytest.raises(InputError) as caught:
        sheet_of(path, embedded, **section)
    return caught.value.faults


def test_register_is_read_as_the_agency_publishes_it(tmp_path, embedded):
    """Title line, header with line breaks, closed ones, no coordinates in one row, footnote."""
    path = famhp_file(
        tmp_path / "officines.xlsx",
        [
            ("913007", 5590, "*(1)", *CINEY),
            ("923702", 5590, None, *CINEY),
            ("123502", 5500, None, *DINANT),
            ("263209", 5500, None, None, None),
        ],
    )
    sheet = sheet_of(path, embedded)
    providers = sheet.supply("pharmacy").providers
    assert providers.counts == {"read": 4, "closed": 1, "by_postcode": 1, "placed": 3}
    assert providers.dated == date(2022, 3, 8)
    assert (providers.source, providers.file) == ("FAMHP", "officines.xlsx")
    assert providers.places["unit"].tolist() == ["5590", "5500", "5500"]
    assert providers.capacity_unit == "providers"
    assert notice(sheet, "providers.by_postcode").fields == {"n": 1, "total": 3}


def test_holders_of_licences_are_not_kept(tmp_path, embedded):
    path = famhp_file(tmp_path / "o.xlsx", [("1", 5590, None, *CINEY)])
    assert "CANARY" not in repr(sheet_of(path, embedded))


def test_faults_of_the_register_are_told_by_row_column_and_value(tmp_path, embedded):
    path = famhp_file(
        tmp_path / "o.xlsx",
        [
            ("1", 5590, None, *CINEY),
            ("1", 5590, "*(2)", *CINEY),
            ("3", 5590, None, "west", CINEY[1]),
        ],
    )
    found = where(faults_of(path, embedded))
    assert ("cell.not_allowed", 4, "Status / Statut", "*(2)") in found
    assert ("cell.not_decimal", 5, "X (Lambert 2008)", "west") in found
    assert any(id == "table.doubled_key" and row == 4 for id, row, *_ in found)
    assert len(found) == 3


def test_register_without_a_date_in_its_footnote_says_so(tmp_path, embedded):
    rows = [("1", 5590, None, *CINEY)]
    bare = famhp_file(tmp_path / "o.xlsx", rows, footnote="Une note sans date, longue " * 4)
    sheet = sheet_of(bare, embedded)
    assert sheet.supply("pharmacy").providers.dated is None
    assert notice(sheet, "providers.no_date")
    dated = sheet_of(bare, embedded, dated=date(2025, 5, 5))
    assert dated.supply("pharmacy").providers.dated == date(2025, 5, 5)
    assert not [n for n in dated.notices if n.id == "providers.no_date"]


def test_day_of_the_footnote_is_day_first_and_must_exist():
    assert day_of((FOOTNOTE,)) == date(2022, 3, 8)
    assert day_of(("x", "update: 1/2/2024")) == date(2024, 2, 1)
    assert day_of(("(update : 31-02-2022)",)) is None
    assert day_of(()) is None


def test_register_that_the_section_calls_another_type_is_refused(tmp_path, embedded):
    path = famhp_file(tmp_path / "o.xlsx", [("1", 5590, None, *CINEY)])
    (fault,) = faults_of(path, embedded, type="hospital")
    assert fault.id == "providers.other_type"
    assert fault.fields == {"type": "pharmacy", "given": "hospital"}


def test_hospitals_are_read_with_their_beds_date_and_place(tmp_path, embedded):
    path = written(
        tmp_path / "h.csv",
        HOSPITALS,
        "1,CANARY A,,50.2603,4.9123,-1,R,5500,120,yes,Hôpital général,01/02/20",
        "2,B,,50.2945,5.0927,-1,R,5590,,no,,01/02/20",
        "3,C,,4.9123,50.2603,-1,R,5500,30,no,,15/02/20",
    )
    sheet = sheet_of(path, embedded)
    supply = sheet.supply("hospital")
    assert supply.units.loc["5500", "capacity"] == 150
    assert supply.units.loc["5590", ["count", "capacity"]].tolist() == [1, 0]
    assert supply.providers.dated == date(2020, 2, 15)
    assert supply.providers.capacity_unit == "beds"
    assert supply.providers.counts["emergency"] == 1
    assert notice(sheet, "providers.no_beds").fields["rows"] == ("3",)
    assert notice(sheet, "providers.outside").fields["rows"] == ("4",), "latitude for longitude"
    assert "CANARY" not in repr(sheet)


def test_faults_of_the_hospitals_are_told_by_row_column_and_value(tmp_path, embedded):
    path = written(
        tmp_path / "h.csv",
        HOSPITALS,
        "1,A,,50.26O3,4.9123,-1,R,5500,120,yes,,01/02/20",
        "2,B,,50.2945,5.0927,-1,R,5590,-4,maybe,,01/02/20",
    )
    assert sorted(where(faults_of(path, embedded)), key=str) == [
        ("cell.letter_o", 2, "lat", "50.26O3"),
        ("cell.negative", 3, "cap_beds", "-4"),
        ("cell.not_flag", 3, "emergency", "maybe"),
    ]


def test_register_in_a_layer_that_is_elsewhere_is_refused(tmp_path):
    """SYNTHETIC grid near the origin of Lambert 72: no pharmacy of Dinant can lie in it."""
    path = famhp_file(tmp_path / "o.xlsx", [("1", 5590, None, *CINEY), ("2", 5500, None, *DINANT)])
    with pytest.raises(InputError) as caught:
        care_sheet(request(tmp_path, {"file": path.name}, layer=grid_layer()))
    (fault,) = caught.value.faults
    assert fault.id == "providers.wrong_crs"
    assert fault.fields == {"n": 2, "total": 2, "crs": "EPSG:3812"}
