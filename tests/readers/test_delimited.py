"""Text tables: any encoding, any separator, and rows that fall apart."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pilotzones.errors import InputError
from pilotzones.readers.delimited import records
from pilotzones.readers.tables import read_table
from pilotzones.schemas import Column, Schema, check

ENCODINGS = (
    "utf-8", "utf-8-sig", "cp1252", "latin-1", "utf-16", "utf-16-le", "utf-16-be", "utf-32",
)  # fmt: skip
SEPARATORS = (";", ",", "\t", "|")
UNITS = Schema("units", (Column("code", "text"), Column("population", "integer")), key=("code",))

words = st.text("abcdeéèüßçïABC012345 '.-\n\"", max_size=12)


def written(rows, *, separator, encoding, newline="\r\n"):
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator, lineterminator=newline).writerows(rows)
    return text.getvalue().encode(encoding)


def table(tmp_path, content, **options):
    path = tmp_path / "synthetic.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_table(path, **options)


def faults_of(tmp_path, content, **options):
    with pytest.raises(InputError) as caught:
        table(tmp_path, content, **options)
    return caught.value.faults


@given(
    rows=st.lists(st.tuples(words, words, words), min_size=1, max_size=8),
    separator=st.sampled_from(SEPARATORS),
    encoding=st.sampled_from(ENCODINGS),
    newline=st.sampled_from(["\n", "\r\n"]),
)
def test_what_is_written_reads_back_equal(tmp_path_factory, rows, separator, encoding, newline):
    header = ("code", "commune é", "population")
    path = tmp_path_factory.mktemp("written") / "synthetic.csv"
    path.write_bytes(
        written([header, *rows], separator=separator, encoding=encoding, newline=newline)
    )
    schema = Schema("t", tuple(Column(name, "text", nullable=True) for name in header))
    found = read_table(path, schema=schema)
    kept = [(i, row) for i, row in enumerate(rows, start=2) if any(c.strip() for c in row)]
    under = len(kept) - len(found.rows)  # last rows that read as footnotes
    assert found.header == header
    assert found.rows == tuple(row for _, row in kept[: len(kept) - under])
    assert found.row_numbers == tuple(i for i, _ in kept[: len(kept) - under])
    assert len(found.notes) == under


@pytest.mark.parametrize("separator", SEPARATORS)
def test_separator_is_found_next_to_decimal_commas(tmp_path, separator):
    rows = [("code", "share"), ("5500", "12,5"), ("5501", "13,5")]
    found = table(tmp_path, written(rows, separator=separator, encoding="utf-8"))
    assert found.rows == (("5500", "12,5"), ("5501", "13,5"))


def test_separator_is_found_next_to_texts_with_commas(tmp_path):
    found = table(tmp_path, "code;name, place\n5500;Dinant, Bouvignes\n5501;Lisogne, Thynes\n")
    assert found.header == ("code", "name, place")


def test_separator_line_for_excel_is_no_row(tmp_path):
    found = table(tmp_path, "sep=|\ncode|population\n5500|12\n")
    assert (found.header_row, found.row_numbers) == (1, (2,))


def test_zeros_kept_by_a_formula_sign_are_read(tmp_path):
    assert table(tmp_path, 'code;n\n="01234";1\n').rows == (("01234", "1"),)


def test_title_lines_above_the_header_become_notes(tmp_path):
    found = table(tmp_path, "Population, by postcode\n\ncode,population\n5500,12\n")
    assert (found.header, found.header_row) == (("code", "population"), 3)
    assert found.notes == ("Population by postcode",)


def test_header_with_years_under_a_title_is_found(tmp_path):
    found = table(tmp_path, "Population\n\ncode;2018;2019\n5500;1;2\n")
    assert found.header == ("code", "2018", "2019")


def test_footnotes_under_the_table_become_notes(tmp_path):
    found = table(tmp_path, "code;n\n5500;1\n5501;2\n\nSource: synthetic, 2020\n* estimate\n")
    assert found.row_numbers == (2, 3)
    assert found.notes == ("Source: synthetic, 2020", "* estimate")


def test_last_row_with_a_code_only_is_no_footnote(tmp_path):
    assert table(tmp_path, "code;n\n5500;1\n5501;\n").rows[-1] == ("5501", "")


def test_last_row_with_a_name_only_is_no_footnote(tmp_path):
    assert table(tmp_path, "name;n\nDinant;1\nCiney;\n").rows[-1] == ("Ciney", "")


def test_blank_rows_count_in_the_row_numbers(tmp_path):
    found = table(tmp_path, "code;n\n\n5500;1\n ; \n5501;2\n")
    assert found.row_numbers == (3, 5)


def test_record_over_several_lines_is_one_row(tmp_path):
    found = table(tmp_path, 'code;name\n5500;"Dinant\nBouvignes"\n5501;Ciney\n')
    assert found.row_numbers == (2, 3)


def test_list_of_one_column_is_read(tmp_path):
    assert table(tmp_path, "postcode\n5500\n5501\n").rows == (("5500",), ("5501",))


def test_empty_columns_at_the_right_are_left_out(tmp_path):
    assert table(tmp_path, "code;n;;\n5500;1;;\n").header == ("code", "n")


def test_mixed_separators_are_named(tmp_path):
    (fault,) = faults_of(tmp_path, "code;population\n5500,12\n5501,13\n", schema=UNITS)
    assert (fault.id, fault.fields["seen"]) == ("table.separator", (";", ","))


def test_table_in_one_quoted_column_is_a_wrong_separator(tmp_path):
    (fault,) = faults_of(tmp_path, '"code;population"\n"5500;12"\n')
    assert (fault.id, fault.fields["seen"]) == ("table.separator", (";",))


def test_quotation_mark_that_is_never_closed_names_its_row(tmp_path):
    (fault,) = faults_of(tmp_path, 'code;name\n5500;Dinant\n5501;"Ciney\n5502;Huy\n')
    assert (fault.id, fault.row) == ("table.quotes", 3)


def test_rows_with_more_cells_than_headings_are_told_with_all_other_faults(tmp_path):
    found = table(tmp_path, "code,population\n5500,12,5\n5501,1O\n5502,3\n", schema=UNITS)
    with pytest.raises(InputError) as caught:
        check(found, UNITS)
    assert [(f.id, f.row) for f in caught.value.faults] == [
        ("row.too_many_fields", 2),
        ("cell.letter_o", 3),
    ]


def test_cut_off_last_row_is_an_empty_cell(tmp_path):
    found = table(tmp_path, "code;population\n5500;12\n5501", schema=UNITS)
    with pytest.raises(InputError) as caught:
        check(found, UNITS)
    assert [(f.id, f.row) for f in caught.value.faults] == [("cell.empty", 3)]


def test_text_that_is_not_utf8_is_windows_text(tmp_path):
    found = table(tmp_path, "name;n\nLiège €;1\n".encode("cp1252"))
    assert found.rows == (("Liège €", "1"),)


def test_text_mended_by_nobody_is_a_fault_of_its_cells(tmp_path):
    twice = "name;n\nLiège;1\nDinant;2\n".encode().decode("cp1252").encode()
    schema = Schema("t", (Column("name", "text"), Column("n", "integer")))
    with pytest.raises(InputError) as caught:
        check(table(tmp_path, twice, schema=schema), schema)
    assert [(f.id, f.row) for f in caught.value.faults] == [("cell.encoding", 2)]


def test_known_headings_decide_between_separators():
    text = b"a|b,c,d\n1|2,3,4\n"
    assert records(text, "f")[1] == ","
    known = {"a": 1, "b,c,d": 1}
    fits = lambda row: sum(known.get(cell, 0) for cell in row)  # noqa: E731
    assert records(text, "f", fits=fits)[1] == "|"


@pytest.mark.real_data
def test_elz_table_of_flanders_is_read_whole(shared_data):
    schema = Schema(
        "elz",
        (
            Column("nis5", "text"),
            Column("zone", "text", ("eerstelijnszone",)),
            Column("age_band", "text"),
            Column("sex", "text", allowed=("M", "V")),
            Column("population", "integer", minimum=0),
        ),
        key=("nis5", "zone", "age_band", "sex"),
    )
    found = check(read_table(shared_data / "flanders_elz_age_sex.csv", schema=schema), schema)
    assert (len(found), found["population"].sum()) == (6599, 6_653_062)
    assert (found["nis5"].nunique(), found["zone"].nunique()) == (300, 56)


@pytest.mark.real_data
def test_hospitals_are_read_with_beds_flags_and_empties(shared_data):
    schema = Schema(
        "hospitals",
        (
            Column("id", "text"),
            Column("name", "text", ("hospital_name",)),
            Column("postcode", "text"),
            Column("lat", "decimal"),
            Column("beds", "integer", ("cap_beds",), nullable=True, minimum=0),
            Column("emergency", "flag", nullable=True),
            Column("published", "date", ("pub_date",)),
        ),
    )
    found = check(read_table(shared_data / "hospitals_be_eurostat.csv", schema=schema), schema)
    assert len(found) == 272
    assert found["lat"].between(49.4, 51.6).all()
    assert found["beds"].min() >= 0
    assert found["emergency"].notna().any()


@pytest.mark.real_data
def test_short_years_of_the_hospitals_are_all_told(shared_data):
    schema = Schema("hospitals", (Column("day", "date", ("ref_date",)),))
    with pytest.raises(InputError) as caught:
        check(read_table(shared_data / "hospitals_be_eurostat.csv", schema=schema), schema)
    assert {f.id for f in caught.value.faults} == {"cell.short_year"}
    assert len(caught.value.faults) == 272
