"""Checked tables: headings, types, rows, and all faults of a file at once."""

from __future__ import annotations

from datetime import date, datetime

import numpy as np
import pandas as pd
import pytest
from synthetic_tables import UNITS, faults_in, faults_of, one_column, raw

from pilotzones.errors import Fault
from pilotzones.readers.tables import RawTable
from pilotzones.schemas import Column, Schema, check


class TestTypes:
    def test_table_has_the_columns_of_the_schema_and_the_row(self):
        found = check(raw(["Postcode", "Habitants", "other"], ("5500", "12", "x")), UNITS)
        assert list(found.columns) == ["code", "population", "row"]
        assert found["row"].tolist() == [2]

    def test_columns_that_may_not_be_empty_have_plain_types(self):
        found = check(raw(["code", "population", "share"], ("5500", "12", "")), UNITS)
        assert found["population"].dtype == np.dtype("int64")
        assert found["share"].dtype == np.dtype("float64")
        assert pd.isna(found.at[0, "share"])

    def test_columns_that_may_be_empty_keep_whole_numbers_whole(self):
        found = one_column("integer", "12", None, "", nullable=True)
        assert found.dtype == pd.Int64Dtype()
        assert found.isna().tolist() == [False, True, True]

    def test_flags_without_empties_are_truth_values(self):
        found = one_column("flag", "ja", "nee", "oui", "Non", "YES", 1, 0.0, True, "nein", "0")
        expected = [True, False, True, False, True, True, False, True, False, False]
        assert found.tolist() == expected
        assert found.dtype == np.dtype(bool)

    def test_crosses_mean_yes_and_their_absence_no(self):
        assert one_column("flag", "x", "", None, "X").tolist() == [True, False, False, True]

    def test_an_empty_flag_among_words_is_not_a_no(self):
        assert faults_of("flag", "yes", "") == [("cell.empty", 3)]

    def test_dates_of_several_forms_are_read(self):
        cells = ("2026-11-23", "23/11/2026", "23.11.2026", "23-11-2026", "20261123")
        moments = (date(2026, 11, 23), datetime(2026, 11, 23, 0, 0, tzinfo=None))
        assert set(one_column("date", *cells, *moments)) == {pd.Timestamp(2026, 11, 23)}

    def test_table_of_no_known_column_but_optional_ones_has_only_the_row(self):
        schema = Schema("optional", (Column("a", "text", required=False),))
        assert list(check(raw(["b"], ("1",)), schema).columns) == ["row"]


class TestHeadings:
    @pytest.mark.parametrize(
        "heading",
        ["POSTCODE", "Post-code ", "Code\u00a0postal", "Code Postal", "postcode\ncode postal"],
    )
    def test_headings_match_without_case_spaces_and_punctuation(self, heading):
        assert "code" in check(raw([heading, "population"], ("5500", "1")), UNITS)

    def test_heading_whose_second_line_says_something_else_does_not_match(self):
        (fault,) = faults_in(raw(["code", "population\n(men)"], ("5500", "1")), UNITS)
        assert fault.id == "table.missing_column"

    def test_missing_column_lists_the_headings_that_are_there(self):
        (fault,) = faults_in(raw(["code", "Pop 2020"], ("5500", "1")), UNITS)
        assert fault == Fault(
            "table.missing_column",
            file="synthetic.csv",
            row=1,
            column="population",
            fields={
                "headings": ("code", "Pop 2020"),
                "names": ("population", "inhabitants", "inwoners", "habitants"),
            },
        )

    def test_all_missing_columns_are_told(self):
        ids = [(f.id, f.column) for f in faults_in(raw(["x", "y"], ("a", "b")), UNITS)]
        assert ids == [("table.missing_column", "code"), ("table.missing_column", "population")]

    def test_mapping_names_the_heading_of_a_column(self):
        found = check(
            raw(["code", "Pop 2020"], ("5500", "1")), UNITS, mapping={"population": "pop2020"}
        )
        assert found["population"].tolist() == [1]

    def test_mapped_heading_wins_over_one_that_would_fit(self):
        table = raw(["code", "population", "Pop 2020"], ("5500", "1", "2"))
        assert check(table, UNITS, mapping={"population": "Pop 2020"})["population"].tolist() == [2]

    def test_mapped_heading_that_is_not_there_is_a_fault(self):
        (fault,) = faults_in(raw(["code", "x"], ("1", "2")), UNITS, mapping={"population": "pop"})
        assert (fault.id, fault.column) == ("mapping.no_heading", "pop")

    def test_mapping_of_an_unknown_column_is_a_fault(self):
        faults = faults_in(raw(["code", "population"], ("1", "2")), UNITS, mapping={"pop": "x"})
        assert [(f.id, f.column) for f in faults] == [("mapping.unknown_column", "pop")]

    def test_own_name_is_preferred_to_an_alias(self):
        table = raw(["inhabitants", "population", "code"], ("1", "2", "5500"))
        assert check(table, UNITS)["population"].tolist() == [2]

    def test_heading_that_stands_twice_is_a_fault(self):
        table = raw(["code", "population", "Population"], ("5500", "1", "2"))
        (fault,) = faults_in(table, UNITS)
        assert (fault.id, fault.fields["headings"]) == (
            "table.doubled_heading",
            ("population", "Population"),
        )

    def test_table_without_header_is_told_so_once(self):
        (fault,) = faults_in(raw(["5500", "12"], ("5501", "13")), UNITS)
        assert (fault.id, fault.row) == ("table.no_header", 1)

    def test_header_alone_is_a_fault(self):
        (fault,) = faults_in(raw(["code", "population"]), UNITS)
        assert fault.id == "table.header_only"


class TestRows:
    def test_doubled_key_names_both_rows(self):
        table = raw(["code", "population"], ("5500", "1"), ("5501", "2"), (5500.0, "3"))
        (fault,) = faults_in(table, UNITS)
        assert (fault.id, fault.row, fault.value) == ("table.doubled_key", 4, "5500")
        assert fault.fields == {"first": 2}

    def test_key_of_two_columns_may_repeat_each(self):
        schema = Schema("k", (Column("a", "text"), Column("b", "text")), key=("a", "b"))
        assert len(check(raw(["a", "b"], ("1", "1"), ("1", "2")), schema)) == 2
        (fault,) = faults_in(raw(["a", "b"], ("1", "2"), ("1", "2")), schema)
        assert (fault.column, fault.value) == ("a, b", "1, 2")

    def test_last_row_that_is_a_total_is_a_fault(self):
        table = raw(["code", "population"], ("5500", "1"), ("Total :", "1"))
        (fault,) = faults_in(table, UNITS)
        assert (fault.id, fault.row) == ("row.total", 3)

    def test_column_without_any_value_is_one_fault(self):
        table = raw(["code", "population"], ("5500", ""), ("5501", None), ("5502", " "))
        (fault,) = faults_in(table, UNITS)
        assert (fault.id, fault.column) == ("column.empty", "population")

    def test_rows_that_could_not_be_taken_apart_are_told_with_the_others(self):
        broken = Fault(
            "row.too_many_fields", "synthetic.csv", 2, fields={"count": 3, "expected": 2}
        )
        table = RawTable(
            "synthetic.csv",
            ("code", "population"),
            (("5500", "Dinant"), ("5501", "many")),
            (2, 3),
            faults=(broken,),
        )
        assert [(f.id, f.row) for f in faults_in(table, UNITS)] == [
            ("row.too_many_fields", 2),
            ("cell.not_integer", 3),
        ]

    def test_values_of_personal_columns_are_never_shown(self):
        schema = Schema(
            "persons",
            (Column("id", "text", personal=True), Column("born", "integer", personal=True)),
            key=("id",),
        )
        table = raw(["id", "born"], ("a", "19O0"), ("a", "1900"))
        faults = faults_in(table, schema)
        assert {f.id for f in faults} == {"cell.letter_o", "table.doubled_key"}
        assert all(f.value is None for f in faults)

    def test_thirty_planted_faults_are_all_told_with_their_rows(self):
        bad = ["1OO", "12,5", "", "-3", "#N/A", "x", "12,500", "<20", "1E5", "5 km"]
        rows = [(f"{5000 + i}", "10") for i in range(200)]
        planted = {7 * i + 3: bad[i % len(bad)] for i in range(28)}
        for position, cell in planted.items():
            rows[position] = (rows[position][0], cell)
        rows[199] = (rows[0][0], "10")
        rows[198] = ("", "10")
        faults = faults_in(raw(["code", "population"], *rows), UNITS)
        assert len(faults) == 30
        found = {f.row for f in faults}
        assert found == {position + 2 for position in planted} | {201, 200}
        assert [f.row for f in faults] == sorted(found)

    def test_twenty_thousand_rows_keep_their_order(self):
        rows = [(str(i), str(i % 7)) for i in range(20_000)]
        found = check(raw(["code", "population"], *rows), UNITS)
        assert found["population"].tolist() == [i % 7 for i in range(20_000)]
        assert found["row"].iloc[-1] == 20_001

    def test_table_given_is_not_changed(self):
        table = raw(["code", "population"], (" 5500", "1 "))
        check(table, UNITS)
        assert table.rows == ((" 5500", "1 "),)


class TestDeclarations:
    def test_schema_with_a_name_twice_is_refused(self):
        with pytest.raises(ValueError, match="names twice"):
            Schema("s", (Column("a", "text"), Column("a", "text")))

    def test_schema_with_an_unknown_key_is_refused(self):
        with pytest.raises(ValueError, match="unknown key"):
            Schema("s", (Column("a", "text"),), key=("b",))

    def test_rows_of_another_width_than_the_header_are_refused(self):
        with pytest.raises(ValueError, match="do not fit"):
            RawTable("f", ("a",), (("1", "2"),), (2,))
