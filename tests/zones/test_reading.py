"""The zone as codes, pasted text and municipalities: what it is read as, and every fault."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from zones.places import CODES, NAMES, faults_of, ids_of, places, said

from pilotzones.zones.reading import (
    zone_from_codes,
    zone_from_municipalities,
    zone_from_pasted,
)
from pilotzones.zones.taken import Place

LAYER = places()


def pasted(text, layer=LAYER, **options):
    return zone_from_pasted(text, layer, name="Zone", **options)


def municipalities(given, layer=LAYER, **options):
    return zone_from_municipalities(given, layer, name="Zone", **options)


def notices(read):
    """Ids of the notices, each of which has a sentence in every language."""
    said(read.notices)
    return [notice.id for notice in read.notices]


# codes and ranges


def test_range_takes_the_codes_that_exist_between_its_ends():
    read = pasted("1300-1325, 1330 Risart")
    assert read.zone.name == "Zone"
    assert read.zone.codes == ("1300", "1301", "1310", "1325", "1330")
    assert read.notices == ()


def test_ends_of_a_range_need_not_exist():
    assert pasted("1299-1311").zone.codes == ("1300", "1301", "1310")


def test_range_of_one_code_is_that_code():
    assert pasted("1300-1300").zone.codes == ("1300",)


def test_code_that_also_lies_in_a_range_is_no_double():
    read = pasted("1300, 1300-1310, 1301-1325")
    assert read.zone.codes == ("1300", "1301", "1310", "1325")
    assert read.zone.repeated == ()


def test_code_written_twice_is_named_with_its_lines():
    (fault,) = faults_of(pasted, "1300\n1301\n1300")
    assert (fault.id, fault.value, fault.row) == ("zone.code_twice", "1300", 3)
    assert (fault.fields["n"], fault.fields["lines"]) == (2, ("1", "3"))


def test_code_written_twice_on_one_line_has_no_line():
    (fault,) = faults_of(pasted, "1300, 1300, 1300")
    assert (fault.id, fault.row, fault.fields["n"]) == ("zone.code_twice.plain", None, 3)


def test_unknown_code_comes_with_the_nearest_that_exist():
    (fault,) = faults_of(pasted, "1302")
    assert (fault.id, fault.value) == ("zone.unknown_code", "1302")
    assert "1301 Bierval" in fault.fields["near"]


def test_unknown_code_that_resembles_nothing_has_a_sentence_too():
    layer = places()
    letters = layer.units.rename(index=lambda code: f"X{code}Y")
    layer = type(layer)(letters, layer.origin, layer.contiguity)
    assert ids_of(pasted, "9", layer) == ["zone.unknown_code.alone"]


def test_letter_for_a_digit_is_said_and_the_code_proposed():
    (first, second) = faults_of(pasted, "13O0, l325")
    assert (first.id, first.value) == ("zone.letter_in_code", "13O0")
    assert first.fields["meant"] == "1300 Aubepré"
    assert second.fields["meant"] == "1325 Chaumet"


def test_letter_in_a_code_that_does_not_exist_is_an_unknown_code():
    assert ids_of(pasted, "13O9") == ["zone.unknown_code"]


def test_code_with_a_separator_of_thousands_is_said():
    (fault,) = faults_of(pasted, "1 300")
    assert (fault.id, fault.fields["meant"]) == ("zone.code_apart", "1300 Aubepré")


@pytest.mark.parametrize("code", ["25112", "55022", "82003"])
def test_municipality_code_of_any_date_among_postcodes_is_said(code):
    (fault,) = faults_of(pasted, code)
    assert (fault.id, fault.value) == ("zone.code_is_municipality", code)


def test_range_that_runs_backwards_is_a_fault():
    (fault,) = faults_of(pasted, "1325-1300")
    assert (fault.id, fault.value) == ("zone.range_reversed", "1325-1300")


def test_range_without_codes_is_a_fault_with_the_nearest():
    (fault,) = faults_of(pasted, "1302-1309")
    assert fault.id == "zone.range_empty"
    assert "1301 Bierval" in fault.fields["near"]


def test_end_of_a_range_with_a_letter_is_named():
    (fault,) = faults_of(pasted, "1300-l325")
    assert (fault.id, fault.value) == ("zone.letter_in_code", "l325")


@pytest.mark.parametrize("text", ["1300-1325-1330", "1300 Aubepré - 1325 Chaumet"])
def test_range_that_may_be_a_list_is_asked_about(text):
    assert ids_of(pasted, text) == ["zone.range_unclear"]


@pytest.mark.parametrize("text", ["", " \n ", "Codes postaux :"])
def test_zone_without_units_is_a_fault(text):
    assert ids_of(pasted, text) == ["zone.no_units"]


def test_wrong_list_is_not_read_to_its_end():
    faults = faults_of(pasted, ", ".join(str(code) for code in range(2000, 4000)))
    assert len(faults) == 501
    assert (faults[-1].id, faults[-1].fields["n"]) == ("zone.too_many_faults", 500)


def test_number_far_too_long_is_near_to_nothing():
    assert ids_of(pasted, "1" * 50_000) == ["zone.unknown_code.alone"]


# names


def test_name_of_the_code_or_of_its_municipality_says_nothing():
    read = pasted("1310 La Houlpe, 1310-1325 Chaumet-Mont, 5501 Dinay, 1000 Grandville/Grootstad")
    assert read.notices == ()


def test_name_of_another_place_beside_a_code_is_said_and_the_code_counts():
    read = pasted("5590 Dinay")
    (notice,) = read.notices
    assert read.zone.codes == ("5590",)
    assert notice.id == "zone.name_differs"
    assert (notice.fields["unit"], notice.fields["others"]) == ("5590 Cinal", ("5500 Dinay",))


def test_names_that_the_layer_does_not_know_are_said_together():
    read = pasted("5590 Hameau, 5500 Lieu-dit")
    (notice,) = read.notices
    assert (notice.id, notice.fields["n"]) == ("zone.names_unknown", 2)
    assert notice.fields["names"] == ("5590 Hameau", "5500 Lieu-dit")


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Bierval", ("1301",)),
        ("BIERVAL", ("1301",)),
        ("aubepre", ("1300",)),
        ("terhulp", ("1310",)),
        ("Großstadt", ("1000",)),
        ("Nieuwstad", ("8000",)),
        ("Sint Klaas", ("9100",)),
        ("Chaumet-Mont", ("1325",)),
        ("Bierval et Rosel", ("1301", "1331")),
        ("1300, Bierval", ("1300", "1301")),
        ("Bierval, 1301", ("1301",)),
    ],
)
def test_name_alone_that_one_place_has_is_read_and_said(text, codes):
    read = pasted(text)
    assert read.zone.codes == codes
    assert "zone.names_read" in notices(read)


def test_name_after_its_own_code_is_not_read_again():
    read = pasted("1300, Aubepré")
    assert (read.zone.codes, read.notices) == (("1300",), ())


def test_name_of_a_larger_municipality_takes_one_code_and_says_what_is_left_out():
    read = pasted("Risart")
    assert read.zone.codes == ("1330",)
    assert notices(read) == ["zone.names_read", "zone.names_narrow"]
    assert read.notices[1].fields["names"] == ("Risart (1331 Rosel, 1332 Genvaux)",)


@pytest.mark.parametrize("name", ["Neuville", "Saint-Colas", "St-Colas"])
def test_name_of_several_places_is_asked_about(name):
    (fault,) = faults_of(pasted, name)
    assert fault.id == "zone.name_several"
    assert len(fault.fields["options"]) == 2


def test_name_of_a_municipality_with_several_codes_is_asked_about():
    (fault,) = faults_of(pasted, "Ottinval")
    assert fault.id == "zone.name_is_municipality"
    assert fault.fields["options"] == ("1340 Ottin", "1341 Céroul")


def test_name_given_twice_is_a_double():
    assert ids_of(pasted, "Bierval, 1300, Bierval") == ["zone.code_twice.plain"]


def test_piece_not_understood_is_told_with_its_line_and_the_nearest_name():
    near, far = faults_of(pasted, "1300\nBiervall\nBonjour à tous")
    assert (near.id, near.row, near.value) == ("zone.not_understood.near", 2, "Biervall")
    assert near.fields["near"] == ("1301 Bierval",)
    assert (far.id, far.row, far.value) == ("zone.not_understood", 3, "Bonjour à tous")


# lists, places, other projects


def test_list_may_hold_numbers_ranges_and_names():
    read = zone_from_codes([1300, "1310-1325", "B-1330 Risart"], LAYER, name="Zone")
    assert read.zone.codes == ("1300", "1310", "1325", "1330")


def test_fault_of_a_list_names_the_item():
    (fault, twice) = faults_of(
        zone_from_codes,
        [1300, 1302, 1300],
        LAYER,
        name="Zone",
        place=Place("pilot.toml", 5, "zone.postcodes", items=True),
    )
    assert (fault.row, fault.column, fault.value) == (5, "zone.postcodes (2)", "1302")
    assert (twice.id, twice.column) == ("zone.code_twice.items", "zone.postcodes (3)")


def test_fault_of_a_text_names_its_row_in_the_file():
    (fault,) = faults_of(pasted, "1300\n1302", place=Place("pilot.toml", 9, "zone.postcodes"))
    assert (fault.file, fault.row, fault.column) == ("pilot.toml", 10, "zone.postcodes")


def test_zone_of_another_project_keeps_what_is_unknown_or_doubled():
    read = pasted("1300, 1302, 13O1, 1300, 5590 Dinay", strict=False)
    assert read.zone.codes == ("1300", "1302", "13O1", "5590")
    assert read.zone.repeated == ("1300",)
    assert read.zone.unknown(LAYER) == ("1302", "13O1")
    assert read.notices == ()


# municipalities


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        ("Risart", ("1330", "1331", "1332")),
        ("25091", ("1330", "1331", "1332")),
        ([25091, "Cinal"], ("1330", "1331", "1332", "5590")),
        ("grootstad; DINAY", ("1000", "1020", "5500", "5501")),
        ("Terhulp et Ottinval", ("1310", "1340", "1341")),
        ("Terhulp\nOttinval", ("1310", "1340", "1341")),
        ("NIS\tCommune\n25050\tLa Houlpe\n91030\tCinal", ("1310", "5590")),
    ],
)
def test_municipalities_stand_for_all_their_units(written, codes):
    read = municipalities(written)
    assert (read.zone.codes, read.notices) == (codes, ())


def test_old_municipality_code_is_converted_and_said():
    read = municipalities("55022, 25112")
    (notice,) = read.notices
    assert read.zone.codes == ("1300", "1301", "7100")
    assert (notice.id, notice.fields["codes"]) == ("zone.codes_converted", ("55022 → 58001",))
    assert (notice.fields["from_year"], notice.fields["to_year"]) == ("2018", "2025")
    said(read.notices)


def test_merged_municipality_brings_its_other_parts_and_says_so():
    read = municipalities("82003")
    assert read.zone.codes == ("6600",)
    assert notices(read) == ["zone.codes_converted", "zone.codes_merged"]
    assert read.notices[1].fields["codes"] == ("82005 → 82039",)


def test_both_parts_of_a_merged_municipality_are_no_double():
    read = municipalities("82003, 82005")
    assert read.zone.codes == ("6600",)
    assert notices(read) == ["zone.codes_converted"]


def test_codes_of_different_dates_are_refused():
    assert ids_of(municipalities, "82003, 82039") == ["codes.mixed"]


def test_code_of_today_on_a_layer_of_2018_that_cannot_be_told_apart_is_refused():
    layer = places(code_date=date(2018, 1, 1))
    units = layer.units.assign(municipality=layer.units["municipality"].replace("82039", "82003"))
    layer = type(layer)(units, layer.origin, layer.contiguity)
    assert ids_of(municipalities, "82039", layer) == ["codes.no_way_back"]


def test_layer_without_code_date_is_taken_as_it_is():
    layer = places(code_date=None)
    assert municipalities("25112", layer).zone.codes == ("1300", "1301")
    assert ids_of(municipalities, "55022", layer) == ["zone.municipality_without_units"]


@pytest.mark.parametrize(
    ("written", "id"),
    [
        ("Rizart", "zone.unknown_municipality.near"),
        ("99999", "zone.unknown_municipality.near"),
        ("Atlantis", "zone.unknown_municipality"),
        ("Neuville", "zone.name_several"),
        ("1300", "zone.code_is_unit"),
        ("25091-25112", "zone.no_municipality_ranges"),
        ("25091 Risart, 25091", "zone.code_twice.plain"),
        ("Grandville, Grootstad", "zone.code_twice.plain"),
        ("11001", "zone.municipality_without_units"),
        ("", "zone.no_units"),
    ],
)
def test_fault_of_municipalities_is_named(written, id):
    assert ids_of(municipalities, written) == [id]


def test_municipality_of_another_project_that_is_unknown_stays():
    read = municipalities("25112, 99999", strict=False)
    assert read.zone.codes == ("1300", "1301", "99999")


def test_on_a_layer_of_municipalities_codes_are_units():
    layer = places(kind="municipality")
    assert pasted("25091, 25112 Aubepré", layer).zone.codes == ("25091", "25112")
    assert municipalities("Risart", layer).zone.codes == ("25091",)


# properties


@st.composite
def written_zones(draw):
    """Set of codes, and one way of writing it down."""
    codes = draw(st.sets(st.sampled_from(CODES), min_size=1))
    left = sorted(codes)
    pieces = []
    while left:
        run = [left.pop(0)]
        while left and CODES.index(left[0]) == CODES.index(run[-1]) + 1:
            run.append(left.pop(0))
        if len(run) > 1 and draw(st.booleans()):
            link = draw(st.sampled_from(["-", " à ", " t/m ", " bis ", " \u2013 "]))
            pieces.append(f"{run[0]}{link}{run[-1]}")
            continue
        forms = ["{0}", "B-{0}", "BE {0}", "{0} {1}", "{0} ({1})", "\u2022 {0}", "\u00a0{0}"]
        pieces += [draw(st.sampled_from(forms)).format(code, NAMES[code]) for code in run]
    separator = draw(st.sampled_from([", ", ";", "\n", "\r\n", " ;\n"]))
    return codes, separator.join(draw(st.permutations(pieces)))


@given(written_zones())
def test_zone_written_down_in_any_way_reads_back_as_the_same_set(written):
    codes, text = written
    read = pasted(text)
    assert set(read.zone.codes) == codes
    assert read.notices == ()


@given(st.lists(st.sampled_from(CODES), unique=True, min_size=1))
def test_order_of_a_list_does_not_matter(codes):
    assert zone_from_codes(codes, LAYER, name="Z").zone.codes == tuple(sorted(codes))
