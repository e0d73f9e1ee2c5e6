"""Lists of providers as users have them: columns, types, capacities, and every planted fault."""

from __future__ import annotations

from datetime import date

import pytest
from resources.synthetic_lists import care_of_list, faults_of_list, notice, request, where, written
from synthetic import grid_layer

from pilotzones.errors import InputError
from pilotzones.resources.sheet import care_sheet
from pilotzones.words import LANGUAGES
from pilotzones.words.faults import fault_lines


def counts(sheet, type):
    units = sheet.supply(type).units
    return {code: int(n) for code, n in units["count"].items() if n}


def test_list_by_postcode_counts_each_row_in_its_unit(tmp_path):
    sheet = care_of_list(tmp_path, "Code postal;Nom", "00;A", "00;B", "11;C", type="gp")
    assert counts(sheet, "gp") == {"00": 2, "11": 1}
    places = sheet.supply("gp").providers.places
    assert places["located"].tolist() == ["unit"] * 3
    assert places[["x", "y"]].to_numpy()[2].tolist() == [15_000.0, 15_000.0]


def test_names_of_providers_are_not_kept_anywhere(tmp_path):
    sheet = care_of_list(tmp_path, "postcode;Nom;Prénom", "00;CANARY;Eva", type="gp")
    assert "CANARY" not in repr(sheet)
    assert list(sheet.supply("gp").providers.places) == ["unit", "x", "y", "capacity", "located"]


def test_column_of_types_is_read_in_four_languages_and_own_words(tmp_path):
    sheet = care_of_list(
        tmp_path,
        "postcode;Profession",
        "00;Médecin généraliste",
        "01;HUISARTS",
        "10;Hausärzte",
        "11;general practitioner",
        "00;Tandarts",
        "00;arts",
        words={"arts": "gp"},
    )
    assert counts(sheet, "gp") == {"00": 2, "01": 1, "10": 1, "11": 1}
    assert counts(sheet, "dentist") == {"00": 1}


def test_unknown_types_are_left_out_and_told_by_word_with_their_rows(tmp_path):
    sheet = care_of_list(
        tmp_path, "postcode;type", "00;gp", "00;logopède", "01;", "10;logopède", "11;apotheek"
    )
    unknown, empty = notice(sheet, "providers.type_unknown"), notice(sheet, "providers.type_empty")
    assert (unknown.value, unknown.fields["rows"]) == ("logopède", ("3", "5"))
    assert empty.fields["rows"] == ("4",)
    assert counts(sheet, "gp") == {"00": 1}


def test_list_without_any_known_type_is_refused_with_its_words(tmp_path):
    faults = faults_of_list(tmp_path, "postcode;type", "00;logopède", "01;arts")
    assert [(f.id, f.value) for f in faults] == [
        ("providers.type_unknown", "arts"),
        ("providers.type_unknown", "logopède"),
    ]


def test_headings_of_the_users_own_are_mapped(tmp_path):
    sheet = care_of_list(
        tmp_path,
        "CP cabinet;VTE;Autre",
        "00;0,5;x",
        "00;1,0;y",
        type="gp",
        columns={"postcode": "CP cabinet", "capacity": "VTE"},
    )
    supply = sheet.supply("gp")
    assert supply.units.loc["00", "capacity"] == 1.5
    assert supply.providers.capacity_unit == "fte"


@pytest.mark.parametrize("text", ["5590", "B-5590", "BE-5590", "B 5590", "5590 Ciney", "5590.0"])
def test_postcode_is_found_in_what_people_write(tmp_path, embedded, text):
    written(tmp_path / "list.csv", "postcode;n", f"{text};1")
    asked = request(
        tmp_path, {"file": "list.csv", "type": "gp"}, layer=embedded, codes=["5590", "5500"]
    )
    assert care_sheet(asked).supply("gp").units.loc["5590", "count"] == 1


def test_coordinates_place_a_provider_whatever_its_postcode_says(tmp_path):
    sheet = care_of_list(
        tmp_path, "postcode;x;y", "00;15000;5000", "00;5000;5000", type="gp", crs=31370
    )
    assert counts(sheet, "gp") == {"00": 1, "01": 1}
    assert notice(sheet, "providers.elsewhere").fields == {"n": 1, "total": 2}
    assert sheet.supply("gp").providers.counts["elsewhere"] == 1
    assert set(sheet.supply("gp").providers.places["located"]) == {"address"}


@pytest.mark.parametrize(
    ("crs", "columns", "point"),
    [
        (4326, "lon;lat", "4.359215833;50.797815"),
        (4326, "lat;lon", "50.797815;4.359215833"),
        (4326, "x;y", "4.359215833;50.797815"),
        (3812, "x;y", "649328;665262"),
        (31370, "x;y", "149328;165262"),
    ],
)
def test_systems_of_coordinates_all_lead_to_the_same_place(tmp_path, embedded, crs, columns, point):
    """The observatory in Uccle, origin of Lambert 2008: 50°47'52.134" N, 4°21'33.177" E by decree.

    Lambert 2008 is Lambert 72 plus 500 km on both axes there, but for a metre or so.
    """
    written(tmp_path / "list.csv", columns, point)
    asked = request(
        tmp_path,
        {"file": "list.csv", "type": "pharmacy", "crs": crs},
        layer=embedded,
        codes=["1180"],
    )
    place = care_sheet(asked).supply("pharmacy").providers.places.iloc[0]
    assert place["unit"] == "1180"
    assert abs(place["x"] - 149_328) < 3
    assert abs(place["y"] - 165_262) < 3


def test_capacity_that_is_missing_is_the_median_of_its_type_and_told(tmp_path):
    sheet = care_of_list(
        tmp_path, "postcode;type;beds", "00;hospital;100", "00;hospital;", "00;hospital;300",
        "01;rest home;50",
    )  # fmt: skip
    assert sheet.supply("hospital").units.loc["00", "capacity"] == 600
    told = notice(sheet, "providers.no_capacity")
    assert (told.fields["filled"], told.fields["rows"], told.value) == (200.0, ("3",), "hospital")
    assert sheet.supply("rest_home").providers.capacity_unit == "beds"


def test_date_source_and_file_of_a_list_are_told(tmp_path):
    sheet = care_of_list(
        tmp_path, "postcode;n", "00;1", type="gp", dated=date(2026, 1, 31), source="Cercle"
    )
    providers = sheet.supply("gp").providers
    assert (providers.dated, providers.source) == (date(2026, 1, 31), "Cercle")
    assert providers.file == "list.csv"
    assert not providers.synthetic


def test_planted_faults_are_all_told_with_their_row_column_and_value(tmp_path):
    faults = faults_of_list(
        tmp_path,
        "postcode;x;y;ETP",
        "00;5000;5000;1",
        "00;abc;5000;1",
        "00;;5000;1",
        "00;5000;;1",
        "01;15000;5000;-1",
        "01;15000;5000;veel",
        type="gp",
        crs=31370,
    )
    assert where(faults) == [
        ("cell.not_decimal", 3, "x", "abc"),
        ("cell.negative", 6, "ETP", "-1"),
        ("cell.not_decimal", 7, "ETP", "veel"),
    ]
    halves = faults_of_list(tmp_path, "postcode;x;y", "00;;5000", "00;5000;", type="gp", crs=31370)
    assert where(halves) == [("cell.empty", 2, "x", None), ("cell.empty", 3, "y", None)]


@pytest.mark.parametrize(
    ("lines", "given", "id"),
    [
        (["naam;jaar", "A;1"], {"type": "gp"}, "providers.no_place"),
        (["postcode;jaar", "00;1"], {}, "providers.no_type"),
        (["x;y", "5000;5000"], {"type": "gp"}, "providers.no_crs"),
        (["postcode;x", "00;5000"], {"type": "gp", "crs": 31370}, "providers.half_pair"),
        (["postcode;a", "77;1", "88;1"], {"type": "gp"}, "providers.none_placed"),
        (["x;y", "5.1;50.2", "5.2;50.3"], {"type": "gp", "crs": 3812}, "providers.wrong_crs"),
        (["postcode;a", "00;1"], {"type": "gp", "covers": ["99"]}, "providers.covers_unknown"),
    ],
)  # fmt: skip
def test_list_that_cannot_be_used_says_why(tmp_path, lines, given, id):
    faults = faults_of_list(tmp_path, *lines, **given)
    assert [f.id.removesuffix(".alone") for f in faults] == [id]
    for lang in LANGUAGES:
        (line,) = fault_lines(faults, lang)
        assert "{" not in line


def test_unknown_postcodes_are_unplaced_and_told_with_rows_and_the_nearest(tmp_path):
    sheet = care_of_list(tmp_path, "postcode;a", "00;1", "23;1", "23;1", ";1", "?;1", type="gp")
    told = {n.value: n for n in sheet.notices if n.id.startswith("providers.unknown_postcode")}
    assert told["23"].fields["rows"] == ("3", "4")
    assert told["23"].fields["near"][0] == "22"
    assert told["?"].id == "providers.unknown_postcode.alone"
    assert notice(sheet, "providers.no_postcode").fields["rows"] == ("5",)
    assert sheet.supply("gp").providers.counts == {
        "read": 5,
        "unplaced": 4,
        "by_postcode": 1,
        "placed": 1,
    }


def test_point_outside_the_layer_falls_back_on_its_postcode_and_is_told(tmp_path):
    """Half a kilometre beyond the border still belongs to the nearest unit; farther does not."""
    lines = ["postcode;x;y", "00;5000;5000", "22;30499;25000", "22;30501;25000", "99;30501;25000"]
    layer = grid_layer()
    sheet = care_of_list(tmp_path, *lines, "11;15000;15000", type="gp", crs=31370, layer=layer)
    assert counts(sheet, "gp") == {"00": 1, "11": 1, "22": 2}
    assert notice(sheet, "providers.near_border").fields["n"] == 1
    assert notice(sheet, "providers.outside").fields["rows"] == ("4", "5")
    assert sheet.supply("gp").providers.places["located"].tolist().count("unit") == 1
    assert sheet.supply("gp").providers.counts["unplaced"] == 1


def test_point_on_a_border_is_in_the_first_unit_by_code(tmp_path):
    sheet = care_of_list(tmp_path, "x;y", "10000;10000", "10000;5000", type="gp", crs=31370)
    assert counts(sheet, "gp") == {"00": 2}


def test_unit_without_polygon_takes_no_provider(tmp_path):
    layer = grid_layer(no_geometry=["01"])
    sheet = care_of_list(tmp_path, "postcode;a", "00;1", "01;1", type="gp", layer=layer)
    assert notice(sheet, "providers.no_polygon").value == "01"
    assert sheet.supply("gp").units.loc["01", "state"] == "no_data"


def test_lists_of_one_type_are_put_together_and_are_as_old_as_the_oldest(tmp_path):
    written(tmp_path / "a.csv", "postcode;n", "00;1", "99;1")
    written(tmp_path / "b.csv", "postcode;n", "01;1")
    asked = request(
        tmp_path,
        {"file": "a.csv", "type": "gp", "dated": date(2026, 1, 1), "covers": ["00"]},
        {"file": "b.csv", "type": "gp", "dated": date(2025, 1, 1), "covers": ["01"]},
    )
    providers = care_sheet(asked).supply("gp").providers
    assert providers.dated == date(2025, 1, 1)
    assert providers.covers == {"00", "01"}
    assert providers.file == "a.csv; b.csv"
    assert (providers.counts["read"], providers.counts["unplaced"]) == (3, 1)


def test_lists_of_one_type_that_count_different_things_are_refused(tmp_path):
    written(tmp_path / "a.csv", "postcode;fte", "00;1")
    written(tmp_path / "b.csv", "postcode;n", "01;1")
    with pytest.raises(InputError) as caught:
        care_sheet(request(tmp_path, *({"file": f, "type": "gp"} for f in ("a.csv", "b.csv"))))
    (fault,) = caught.value.faults
    assert (fault.id, fault.fields["files"]) == ("providers.capacity_differs", ("a.csv", "b.csv"))


def test_faults_of_every_file_are_told_at_once(tmp_path):
    written(tmp_path / "a.csv", "naam;n", "A;1")
    written(tmp_path / "b.csv", "x;y", "1;1")
    asked = request(tmp_path, *({"file": f, "type": "gp"} for f in ("a.csv", "b.csv", "c.csv")))
    with pytest.raises(InputError) as caught:
        care_sheet(asked)
    assert [f.id for f in caught.value.faults] == [
        "providers.no_place",
        "providers.no_crs",
        "file.missing_near",
    ]


def test_provider_outside_what_the_list_covers_is_told_and_not_counted(tmp_path):
    sheet = care_of_list(tmp_path, "postcode;n", "00;1", "22;1", type="gp", covers="zone")
    assert notice(sheet, "providers.not_covered").fields["n"] == 1
    assert notice(sheet, "providers.covers_part").fields["n"] == 4
    assert sheet.supply("gp").groups["country"].count == 1


def test_every_notice_and_fault_of_a_messy_list_reads_clean_in_four_languages(tmp_path):
    sheet = care_of_list(
        tmp_path, "postcode;type;beds;x;y", "00;hospital;;5000;5000", "00;hospital;9;;",
        "77;hospital;9;;", "zz;hospital;9;;", "22;hospital;3;40000;1", "00;logopède;1;;", "00;;1;;",
        "01;hospital;1;5000;5000", "22;hospital;1;30400;25000", ";hospital;1;;",
        crs=31370, covers="zone",
    )  # fmt: skip
    ids = {n.id.removesuffix(".alone") for n in sheet.notices}
    assert len(ids) >= 11
    for lang in LANGUAGES:
        for line in fault_lines(sheet.notices, lang, most=99):
            assert "{" not in line
            assert "None" not in line
