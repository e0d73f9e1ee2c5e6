"""Workbooks as offices make them: titles, merged cells, formulas, sheets, and hostile files."""

from __future__ import annotations

import re
import zipfile
from datetime import datetime

import openpyxl
import pytest

from pilotzones.errors import InputError
from pilotzones.readers.cells import FORMULA, MERGED
from pilotzones.readers.tables import read_table
from pilotzones.schemas import Column, Schema, check

UNITS = Schema(
    "units",
    (Column("code", "text", ("postcode", "code postal")), Column("population", "integer")),
    key=("code",),
)
ENTITIES = (
    '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c SYSTEM "file:///etc/hostname">]>'
)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "synthetic.xlsx"


def saved(path, *rows, merges=(), change=None):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    for cells in merges:
        book.active.merge_cells(cells)
    if change:
        change(book)
    book.save(path)
    return path


def rewritten(path, member, change):
    """The same workbook with one of its parts changed as text."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[member] = change(parts[member].decode()).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def fault_of(path, **options):
    with pytest.raises(InputError) as caught:
        read_table(path, **options)
    (fault,) = caught.value.faults
    return fault


def test_title_header_with_line_breaks_and_merged_footnote(path):
    saved(
        path,
        ["Liste\nLijst"],
        ["Postcode_x000D_\nCode Postal", "Inwoners_x000D_\nHabitants"],
        [5500, 12],
        [5501, 13],
        ["(1) synthetic figures"],
        merges=("A1:B1", "A5:B5"),
    )
    found = read_table(path)
    assert found.header == ("Postcode\nCode Postal", "Inwoners\nHabitants")
    assert (found.header_row, found.row_numbers, found.sheet) == (2, (3, 4), "Sheet")
    assert found.rows == ((5500, 12), (5501, 13))
    assert found.notes == ("Liste\nLijst", "(1) synthetic figures")


def test_heading_merged_over_two_rows_counts_in_the_second(path):
    saved(
        path,
        ["Postcode", "Population", None],
        [None, "men", "women"],
        [5500, 6, 6],
        merges=("A1:A2", "B1:C1"),
    )
    found = read_table(path)
    assert (found.header, found.header_row) == (("Postcode", "men", "women"), 2)
    assert found.rows == ((5500, 6, 6),)


def test_merged_cells_inside_the_data_are_a_fault_of_each_covered_cell(path):
    saved(path, ["code", "population"], [5500, 12], [5501, None], [5502, 3], merges=("B2:B3",))
    found = read_table(path, schema=UNITS)
    assert found.rows == ((5500, 12), (5501, MERGED), (5502, 3))
    with pytest.raises(InputError) as caught:
        check(found, UNITS)
    assert [(f.id, f.row, f.value) for f in caught.value.faults] == [("cell.merged", 3, None)]


def test_formula_without_a_saved_result_is_told_from_an_empty_cell(path):
    saved(path, ["code", "population"], [5500, "=1+1"], [5501, None], [5502, 3])
    assert read_table(path).rows == ((5500, FORMULA), (5501, None), (5502, 3))


def test_formula_with_a_saved_result_gives_the_result(path):
    saved(path, ["code", "population"], [5500, "=1+1"], [5501, '=""'])
    rewritten(
        path,
        "xl/worksheets/sheet1.xml",
        lambda xml: re.sub(
            r"<f>1\+1</f><v\s*(/>|></v>)",  # written by lxml or by the standard library
            "<f>1+1</f><v>2</v>",
            re.sub(r"<c r=\"B3\"", '<c r="B3" t="str"', xml),
        ),
    )
    assert read_table(path).rows == ((5500, 2), (5501, None))


def test_failed_formula_is_an_excel_error(path):
    saved(path, ["code", "population"], [5500, "#REF!"], [5501, 1])
    with pytest.raises(InputError) as caught:
        check(read_table(path, schema=UNITS), UNITS)
    assert [(f.id, f.row, f.value) for f in caught.value.faults] == [
        ("cell.excel_error", 2, "#REF!")
    ]


def test_date_cells_are_dates(path):
    schema = Schema("days", (Column("day", "date"), Column("n", "integer")))
    saved(path, ["day", "n"], [datetime(2026, 11, 23), 1])
    assert str(check(read_table(path), schema)["day"][0].date()) == "2026-11-23"


def test_hidden_sheets_and_empty_sheets_are_passed_over(path):
    def change(book):
        book.create_sheet("empty")
        hidden = book.create_sheet("hidden")
        hidden.append(["x"])
        hidden.sheet_state = "hidden"

    saved(path, ["code", "population"], [5500, 1], change=change)
    assert read_table(path).sheet == "Sheet"
    assert read_table(path, sheet="hidden").header == ("x",)


def two_sheets(book):
    book.active.title = "Cover"
    sheet = book.create_sheet("Figures 2020")
    sheet.append(["code", "population"])
    sheet.append([5500, 1])


def test_of_several_sheets_the_one_that_fits_the_schema_is_read(path):
    saved(path, ["about", "this file"], change=two_sheets)
    assert read_table(path, schema=UNITS).sheet == "Figures 2020"


def test_of_several_sheets_without_a_schema_one_has_to_be_named(path):
    saved(path, ["about", "this file"], change=two_sheets)
    fault = fault_of(path)
    assert (fault.id, fault.fields["sheets"]) == ("table.sheets", ("Cover", "Figures 2020"))
    assert read_table(path, sheet="figures 2020").rows == ((5500, 1),)


def test_sheet_that_is_not_there_is_a_fault(path):
    saved(path, ["code"], [5500])
    assert fault_of(path, sheet="Figures").id == "table.no_sheet"


def test_workbook_without_content_is_empty(path):
    assert fault_of(saved(path)).id == "table.empty"


def test_text_table_pasted_into_one_column_is_a_wrong_separator(path):
    fault = fault_of(saved(path, ["code;population"], ["5500;12"], ["5501;13"]))
    assert (fault.id, fault.fields["seen"]) == ("table.separator", (";",))


def test_table_that_begins_in_the_second_column_is_read(path):
    found = read_table(
        saved(
            path,
            [],
            [None, "code", "n"],
            [None, 5500, 1],
            [None, "Source: synthetic"],
            merges=("B4:C4",),
        )
    )
    assert (found.header, found.rows) == (("", "code", "n"), ((None, 5500, 1),))
    assert found.notes == ("Source: synthetic",)


def test_notes_beside_the_table_are_no_fault(path):
    found = read_table(saved(path, ["code", "n"], [5500, 1, None, "see mail"]))
    assert found.header == ("code", "n", "", "")


def test_damaged_workbook_is_a_fault(path):
    saved(path, ["code"], [5500])
    rewritten(path, "xl/worksheets/sheet1.xml", lambda xml: xml[: len(xml) // 2])
    assert fault_of(path).id == "file.corrupt"


def test_workbook_without_its_sheet_is_a_fault(path):
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    assert fault_of(path).id == "file.corrupt"


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml"])
def test_entities_are_never_expanded(path, part):
    saved(path, ["code", "population"], ["5500", 1])
    rewritten(path, part, lambda xml: ENTITIES + re.sub(r"<\?xml.*?\?>", "", xml))
    assert fault_of(path).id == "file.corrupt"


def test_sheet_that_claims_endless_rows_is_a_fault(path):
    saved(path, ["code", "population"], ["5500", 1])
    rewritten(
        path,
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace('r="2"', 'r="99999999"').replace('"A2"', '"A99999999"'),
    )
    assert fault_of(path).id == "file.corrupt"


def test_wrong_extent_in_the_file_hides_no_rows(path):
    saved(path, ["code", "population"], ["5500", 1], ["5501", 2])
    rewritten(
        path,
        "xl/worksheets/sheet1.xml",
        lambda xml: re.sub(r"<dimension[^>]*>", '<dimension ref="A1:A1"/>', xml),
    )
    assert read_table(path).rows == (("5500", 1), ("5501", 2))


@pytest.mark.real_data
def test_register_of_pharmacies_is_read_as_published(shared_data):
    schema = Schema(
        "pharmacies",
        (
            Column("licence", "text", ("vergunningsnummer", "numéro d'autorisation")),
            Column("postcode", "text", ("code postal",)),
            Column("status", "text", ("statuut", "statut"), nullable=True),
            Column("x", "decimal", ("X (Lambert 2008)",), nullable=True),
            Column("y", "decimal", ("Y (Lambert 2008)",), nullable=True),
        ),
        key=("licence",),
    )
    raw = read_table(shared_data / "pharmacies_be_famhp.xlsx", schema=schema)
    assert (raw.header_row, raw.row_numbers[0], raw.row_numbers[-1]) == (2, 3, 5028)
    assert len(raw.notes) == 2
    assert "08-03-2022" in raw.notes[1]
    found = check(raw, schema)
    assert len(found) == 5026
    assert found["postcode"].str.fullmatch("[0-9]{4}").all()
    assert found["x"].between(500_000, 800_000).all()
    assert set(found["status"].dropna()) == {"*(1)"}


@pytest.mark.real_data
def test_register_of_pharmacies_is_read_alike_without_a_schema(shared_data):
    raw = read_table(shared_data / "pharmacies_be_famhp.xlsx")
    assert (raw.header_row, len(raw.rows), len(raw.header)) == (2, 5026, 10)
    assert raw.header[3] == "Postcode\nCode Postal"
