"""Pasted text taken apart: codes, ranges and names, by line, in the ways people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from zones.places import CODES

from pilotzones.zones.pasted import Entry, entries, entries_of_cells, tidy


def brief(text, codes=CODES):
    """First, last and name of each entry."""
    return [(e.first, e.last, e.name) for e in entries(text, codes)]


@pytest.mark.parametrize(
    "text",
    [
        "1300-1325",
        "1300 - 1325",
        "1300\u20131325",
        "1300 \u2014 1325",
        "1300 à 1325",
        "1300à1325",
        "de 1300 à 1325",
        "entre 1300 et 1325",
        "1300 t/m 1325",
        "1300 tot 1325",
        "van 1300 tot en met 1325",
        "1300 t.e.m. 1325",
        "1300 bis 1325",
        "von 1300 bis 1325",
        "zwischen 1300 und 1325",
        "from 1300 to 1325",
        "1300..1325",
        "1300 → 1325",
        "B-1300 – B-1325",
        "BE 1300\u00a0-\u00a0BE 1325",
        "• 1300-1325.",
        "Codes postaux : 1300-1325",
    ],
)
def test_range_is_read_in_every_way_of_writing_it(text):
    assert brief(text) == [("1300", "1325", "")]


@pytest.mark.parametrize(
    "text",
    [
        "1300, 1301 et 1310",
        "1300;1301;1310",
        "1300\n1301\n1310",
        "1300\t1301\t1310",
        "1300 | 1301 | 1310",
        "1300 1301 1310",
        "1300/1301/1310",
        "1300 en 1301 en 1310",
        "1300 und 1301, 1310.",
        "- 1300\n- 1301\n- 1310",
        "1) 1300\n2) 1301\n3) 1310",
        "* 1300\r\n* 1301\r\n* 1310\r\n",
        "B-1300, BE-1301, B1310",
        "\u200b1300\u00a0,\u202f1301,\ufeff1310",
        "1300.0, 1301.0, 1310.0",
        "(1300), [1301], «\u00a01310\u00a0»",
        "Postcode\n1300\n1301\n1310",
        "1300 & 1301 + 1310",
    ],
)
def test_list_is_read_in_every_way_of_writing_it(text):
    assert brief(text) == [("1300", None, ""), ("1301", None, ""), ("1310", None, "")]


@pytest.mark.parametrize(
    "text",
    [
        "1310 La Houlpe",
        "La Houlpe 1310",
        "La Houlpe (1310)",
        "1310 (La Houlpe)",
        "1310 - La Houlpe",
        "1310: La Houlpe",
        "B-1310 La Houlpe",
    ],
)
def test_name_beside_a_code_is_kept_with_it(text):
    assert brief(text) == [("1310", None, "La Houlpe")]


def test_names_before_or_after_codes_are_told_apart():
    after = brief("1300 Aubepré 1301 Bierval 1310 La Houlpe")
    before = brief("Aubepré 1300 Bierval 1301 La Houlpe 1310")
    named = [("1300", None, "Aubepré"), ("1301", None, "Bierval"), ("1310", None, "La Houlpe")]
    assert after == before == named


@pytest.mark.parametrize("mark", ["\t", ";", ","])
def test_table_of_codes_and_names_is_read_by_its_columns(mark):
    text = f"1300{mark}Aubepré\n1301{mark}Bierval"
    assert brief(text) == [("1300", None, "Aubepré"), ("1301", None, "Bierval")]


def test_column_of_a_table_with_a_heading_is_read_even_when_another_looks_like_codes():
    text = "Commune\tCode postal\tPopulation\nAubepré\t1300\t5500\nBierval\t1301\t5501"
    assert brief(text) == [("1300", None, "Aubepré"), ("1301", None, "Bierval")]


def test_table_without_headings_keeps_only_the_column_with_known_codes():
    assert brief("1300;25112;Aubepré\n1301;25112;Bierval") == [
        ("1300", None, "Aubepré"),
        ("1301", None, "Bierval"),
    ]


def test_grid_of_codes_is_read_cell_by_cell():
    assert [first for first, _, _ in brief("1300\t1301\n1310\t1325")] == [
        "1300",
        "1301",
        "1310",
        "1325",
    ]


def test_rows_of_a_table_that_hold_no_code_are_not_lost():
    found = entries("1300;Aubepré\nAtlantis;rien\n1301;Bierval", CODES)
    assert [(e.first, e.line) for e in found] == [("1300", 1), (None, 2), ("1301", 3)]


def test_name_alone_keeps_its_line_and_the_code_before_it():
    (code, name) = entries("\n1300, Bierval", CODES)
    assert (code.first, code.line) == ("1300", 2)
    assert (name.first, name.name, name.beside, name.line) == (None, "Bierval", "1300", 2)


@pytest.mark.parametrize(
    ("text", "odd"),
    [
        ("1 300", "apart"),
        ("1.300", "apart"),
        ("1300 Aubepré - 1325 Chaumet", "unclear"),
        ("1300-1325-1330", "chained"),
    ],
)
def test_what_may_mean_two_things_is_marked(text, odd):
    (entry,) = entries(text, CODES)
    assert entry.odd == odd


def test_three_codes_with_names_and_dashes_are_a_list():
    found = brief("1300 Aubepré - 1301 Bierval - 1310 La Houlpe")
    assert [(first, last) for first, last, _ in found] == [
        ("1300", None),
        ("1301", None),
        ("1310", None),
    ]


def test_range_word_between_named_codes_makes_a_range():
    assert brief("1300 Aubepré à 1325 Chaumet") == [("1300", "1325", "Chaumet")]


@pytest.mark.parametrize("text", ["13O0", "l3O0", "B-13o0", "I300"])
def test_letters_that_look_like_digits_stay_in_the_code(text):
    (entry,) = entries(text, CODES)
    assert entry.first == text.removeprefix("B-")


@pytest.mark.parametrize("text", ["", "  \n\t", ";;,", "Codes postaux :", "Code postal\tLocalité"])
def test_text_that_says_nothing_has_no_entries(text):
    assert entries(text, CODES) == ()


def test_codes_with_letters_are_found_in_any_case():
    sectors = ["11001A00-", "11001A020", "11001A0MA"]
    found = brief("11001a00-, 11001A020 Centre", sectors)
    assert found == [("11001A00-", None, ""), ("11001A020", None, "Centre")]


def test_word_with_the_shape_of_a_code_is_a_name():
    assert brief("Bab", ["Abc", "Xyz"]) == [(None, None, "Bab")]


def test_cells_keep_the_row_they_stand_in():
    found = entries_of_cells([(7, "B-1300"), (9, "1310-1325")], CODES)
    assert found == (
        Entry("B-1300", 7, "1300"),
        Entry("1310-1325", 9, "1310", "1325"),
    )


@pytest.mark.parametrize(
    ("line", "plain"),
    [("• 1300", "1300"), ("  12. 1300", "1300"), ("—1300", "-1300"), ("１３００", "1300")],
)
def test_line_is_tidied(line, plain):
    assert tidy(line) == plain


@given(st.text(max_size=200))
def test_any_text_is_taken_apart_without_an_error(text):
    for entry in entries(text, CODES):
        assert entry.first is not None or entry.name or entry.text
        assert entry.line >= 1
