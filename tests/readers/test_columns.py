"""Columns of every kind: what is read, and every fault of a cell."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from synthetic_tables import UNITS, faults_in, faults_of, one_column, raw

from pilotzones.readers.cells import FORMULA, MERGED
from pilotzones.schemas import Column, Schema, check


class TestTexts:
    def test_number_cells_of_a_code_lose_their_decimals(self):
        found = one_column("text", 5590, 5590.0, "5590", Decimal("5590.0"), "5590 ")
        assert set(found) == {"5590"}

    def test_codes_that_passed_through_decimals_are_mended(self):
        assert one_column("text", "5590.0", "5500.0").tolist() == ["5590", "5500"]

    def test_leading_zeros_are_kept(self):
        assert one_column("text", "01234", "00012").tolist() == ["01234", "00012"]

    def test_signs_that_nobody_sees_are_trimmed(self):
        cells = ("\u00a05590\u00a0", "\u200b5590", "5590\ufeff", "'5590", " 5590_x000D_\n")
        assert set(one_column("text", *cells)) == {"5590"}

    def test_no_break_spaces_inside_become_plain(self):
        assert one_column("text", "Heist\u00a0op\u202fden Berg").tolist() == ["Heist op den Berg"]

    def test_an_apostrophe_before_a_word_stays(self):
        assert one_column("text", "'T HEIKEN").tolist() == ["'T HEIKEN"]

    def test_letters_with_loose_accents_are_composed(self):
        assert one_column("text", "Lie\u0300ge").tolist() == ["Liège"]

    def test_allowed_values_are_given_in_their_declared_spelling(self):
        assert one_column("text", "m", " V ", allowed=("M", "V")).tolist() == ["M", "V"]

    def test_value_that_is_not_allowed_names_those_that_are(self):
        table = raw(["value"], ("M",), ("F",))
        schema = Schema("one", (Column("value", "text", allowed=("M", "V")),))
        (fault,) = faults_in(table, schema)
        assert (fault.id, fault.row, fault.value) == ("cell.not_allowed", 3, "F")
        assert fault.fields == {"allowed": ("M", "V")}

    def test_cell_with_two_troubles_is_told_once(self):
        assert faults_of("text", "é", "LiÃ¨ge", allowed=("é",)) == [("cell.encoding", 3)]

    def test_letter_o_in_a_column_of_codes_is_found(self):
        assert faults_of("text", "5500", "5OOO", "5590", "559O", "55l0") == [
            ("cell.letter_o", 3),
            ("cell.letter_o", 5),
            ("cell.letter_l", 6),
        ]

    def test_letter_o_in_a_column_of_names_is_none_of_our_business(self):
        assert len(one_column("text", "1O", "VH12", "Ciney", "20")) == 4

    def test_age_band_that_excel_took_for_a_date_is_a_fault(self):
        moments = (datetime(2026, 11, 5, tzinfo=UTC), time(5, 11))
        assert faults_of("text", "0-4", *moments) == [
            ("cell.turned_into_date", 3),
            ("cell.turned_into_date", 4),
        ]

    def test_long_code_that_excel_shortened_is_a_fault(self):
        assert faults_of("text", "123456789012", "1,23457E+11") == [("cell.scientific", 3)]

    @pytest.mark.parametrize("cell", ["LiÃ¨ge", "Li\ufffdge", "LiŠge", "NamÃ©che", "Ã "])
    def test_garbled_letters_are_a_fault(self, cell):
        assert faults_of("text", "Dinant", cell) == [("cell.encoding", 3)]

    @pytest.mark.parametrize("cell", ["Liège", "Œuvre", "Saint-Étienne", "Größe", "Šiauliai"])
    def test_letters_with_accents_are_no_fault(self, cell):
        assert one_column("text", cell).tolist() == [cell]


class TestIntegers:
    @pytest.mark.parametrize(
        "cell",
        [
            "12500", " 12500 ", "12 500", "12\u00a0500", "12\u202f500", "12'500", "12500.0",
            "12500,00", "+12500", 12500, 12500.0, 12499.999999999998, "'12500", Decimal(12500),
            np.int64(12500), "12 500,00",
        ],
    )  # fmt: skip
    def test_clean_forms_of_a_whole_number_are_read(self, cell):
        assert one_column("integer", cell).tolist() == [12500]

    @pytest.mark.parametrize("cell", ["1.250.000", "1,250,000", "1 250 000", "1.250.000,0"])
    def test_groups_of_digits_that_repeat_are_thousands(self, cell):
        assert one_column("integer", cell).tolist() == [1_250_000]

    @pytest.mark.parametrize(
        ("cell", "id"),
        [
            ("12.5OO", "cell.letter_o"),
            ("5OOO", "cell.letter_o"),
            ("l2500", "cell.letter_l"),
            ("12.500", "cell.ambiguous_number"),
            ("12,500", "cell.ambiguous_number"),
            ("12,5", "cell.not_whole"),
            ("12.50", "cell.not_whole"),
            (12.5, "cell.not_whole"),
            ("1,25E+04", "cell.scientific"),
            ("12500 hab.", "cell.with_unit"),
            ("€ 12 500", "cell.with_unit"),
            ("12 %", "cell.with_unit"),
            ("<20", "cell.bound"),
            ("-", "cell.missing_mark"),
            ("n.d.", "cell.missing_mark"),
            ("many", "cell.not_integer"),
            ("12 50", "cell.not_integer"),
            (True, "cell.not_integer"),
            (date(2026, 5, 12), "cell.turned_into_date"),
            ("#N/A", "cell.excel_error"),
            ("#WAARDE!", "cell.excel_error"),
            ("#####", "cell.excel_error"),
            (FORMULA, "cell.formula"),
            (MERGED, "cell.merged"),
            ("99999999999999999999", "cell.too_large"),
            (1e300, "cell.too_large"),
            (float("inf"), "cell.too_large"),
            ("", "cell.empty"),
            (None, "cell.empty"),
            (float("nan"), "cell.empty"),
            ("NULL", "cell.empty"),
            ("-5", "cell.negative"),
            (-5, "cell.negative"),
            ("\u22125", "cell.negative"),
        ],
    )
    def test_cell_that_is_no_whole_number_says_why(self, cell, id):
        assert faults_of("integer", "1", cell, minimum=0) == [(id, 3)]

    def test_points_are_thousands_where_another_number_shows_it(self):
        assert one_column("integer", "12.500", "1.250.000").tolist() == [12500, 1_250_000]

    def test_points_are_thousands_where_another_column_has_decimal_commas(self):
        table = raw(["code", "population", "share"], ("5500", "12.500", "0,5"))
        assert check(table, UNITS)["population"].tolist() == [12500]

    def test_points_stay_ambiguous_where_other_numbers_disagree(self):
        ids = faults_of("integer", "12.500", "1.250.000", "1,250,000")
        assert ids == [("cell.ambiguous_number", 2)]

    def test_numbers_beyond_what_a_float_holds_stay_exact(self):
        assert one_column("integer", "9007199254740993", 9007199254740993).tolist() == [
            9007199254740993,
            9007199254740993,
        ]

    def test_minimum_other_than_zero_is_named(self):
        table = raw(["value"], ("4",), ("5",))
        (fault,) = faults_in(table, Schema("one", (Column("value", "integer", minimum=5),)))
        assert (fault.id, fault.row) == ("cell.below_minimum", 2)
        assert fault.fields == {"minimum": 5}

    @given(st.lists(st.integers(-(2**62), 2**62), min_size=1))
    def test_whole_numbers_written_as_text_read_back_equal(self, numbers):
        assert one_column("integer", *map(str, numbers)).tolist() == numbers

    @given(st.integers(0, 10**15))
    def test_digits_grouped_with_spaces_read_back_equal(self, number):
        assert one_column("integer", f"{number:,}".replace(",", "\u202f")).tolist() == [number]


class TestDecimals:
    @pytest.mark.parametrize("cell", ["12.5", "12,5", 12.5, "12,50", "+12.5", Decimal("12.5")])
    def test_point_and_comma_part_decimals(self, cell):
        assert one_column("decimal", cell).tolist() == [12.5]

    def test_zero_before_three_decimals_leaves_no_doubt(self):
        assert one_column("decimal", "0,125", "0.125").tolist() == [0.125, 0.125]

    def test_three_decimals_are_read_where_other_numbers_show_the_mark(self):
        assert one_column("decimal", "12,125", "7,5").tolist() == [12.125, 7.5]

    def test_three_digits_after_a_mark_alone_are_ambiguous(self):
        assert faults_of("decimal", "12.125", "13") == [("cell.ambiguous_number", 2)]

    def test_grouped_digits_with_decimals_are_read(self):
        assert one_column("decimal", "1.234,5", "1 234,5").tolist() == [1234.5, 1234.5]

    def test_small_numbers_of_programs_are_read(self):
        assert one_column("decimal", "1e-05", "1.5E+3", ".5").tolist() == [1e-05, 1500.0, 0.5]

    def test_marks_of_programs_for_missing_figures_are_missing(self):
        found = one_column("decimal", "1", "NA", "nan", "NULL", nullable=True)
        assert found.isna().tolist() == [False, True, True, True]

    def test_sign_for_a_missing_figure_is_asked_about_even_where_cells_may_be_empty(self):
        assert faults_of("decimal", "1", "-", nullable=True) == [("cell.missing_mark", 3)]

    @given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1))
    def test_number_cells_read_back_equal(self, numbers):
        assert one_column("decimal", *numbers).tolist() == numbers


class TestDates:
    def test_order_is_taken_from_the_other_dates(self):
        days_first = one_column("date", "03/04/2026", "23/11/2026")
        months_first = one_column("date", "03/04/2026", "11/23/2026")
        assert days_first[0] == pd.Timestamp(2026, 4, 3)
        assert months_first[0] == pd.Timestamp(2026, 3, 4)

    @pytest.mark.parametrize(
        ("cell", "id"),
        [
            ("03/04/2026", "cell.ambiguous_date"),
            ("01/02/20", "cell.short_year"),
            ("31/02/2026", "cell.no_such_date"),
            ("2026-13-01", "cell.no_such_date"),
            ("soon", "cell.not_date"),
            (46349, "cell.not_date"),
        ],
    )
    def test_cell_that_is_no_date_says_why(self, cell, id):
        assert faults_of("date", "2026-11-23", cell) == [(id, 3)]

    def test_same_day_and_month_is_not_ambiguous(self):
        assert one_column("date", "05/05/2026")[0] == pd.Timestamp(2026, 5, 5)

    @given(st.lists(st.dates(date(1000, 1, 1)), min_size=1))
    def test_dates_with_the_year_first_read_back_equal(self, days):
        assert [d.date() for d in one_column("date", *(d.isoformat() for d in days))] == days
