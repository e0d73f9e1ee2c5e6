"""Declared links: read from tables, every fault named."""

from __future__ import annotations

import openpyxl
import pytest

from pilotzones.assets import asset
from pilotzones.errors import InputError
from pilotzones.postcodes.contiguity import Link
from pilotzones.postcodes.links import read_links
from pilotzones.postcodes.open import open_layer

CODES = ("5500", "5501", "5590")


def written(path, *rows, header="code_a;code_b;kind;why_fr"):
    path.write_text("\n".join([header, *rows]) + "\n", "utf-8")
    return path


def faults_of(path):
    with pytest.raises(InputError) as caught:
        read_links(path, CODES)
    return [(fault.id, fault.row, fault.column, fault.value) for fault in caught.value.faults]


def test_link_is_read_with_its_kind_and_reasons(tmp_path):
    path = written(tmp_path / "links.csv", "5500;5590;river;Pont sur la Meuse", "5501;5590;canal;")
    assert read_links(path, CODES) == (
        Link("5500", "5590", "river", (("fr", "Pont sur la Meuse"),)),
        Link("5501", "5590", "canal"),
    )


def test_workbook_with_numbers_as_codes_is_read_the_same_way(tmp_path):
    book = openpyxl.Workbook()
    for row in (["code_a", "code_b", "kind"], [5500, 5590, "Water"]):
        book.active.append(row)
    book.save(tmp_path / "links.xlsx")
    assert read_links(tmp_path / "links.xlsx", CODES) == (Link("5500", "5590", "water"),)


def test_every_fault_of_the_table_is_told_at_once(tmp_path):
    path = written(
        tmp_path / "links.csv",
        "5500;5590;river;",
        "5590;5500;canal;",
        "5501;5501;water;",
        "5502;5590;exclave;",
    )
    assert faults_of(path) == [
        ("links.doubled", 3, None, None),
        ("links.same_unit", 4, "code_b", "5501"),
        ("units.unknown_code", 5, "code_a", "5502"),
    ]


def test_unknown_kind_is_a_fault_of_its_cell(tmp_path):
    path = written(tmp_path / "links.csv", "5500;5590;bridge;")
    assert faults_of(path) == [("cell.not_allowed", 2, "kind", "bridge")]


def test_missing_column_is_a_fault(tmp_path):
    path = written(tmp_path / "links.csv", "5500;5590", header="code_a;code_b")
    assert [fault[0] for fault in faults_of(path)] == ["table.missing_column"]


def test_links_that_ship_with_the_program_join_the_exclaves_of_the_embedded_layer():
    layer = open_layer()
    shipped = read_links(asset("postcodes", "links.csv"), layer.codes)
    assert layer.contiguity.links == shipped
    ends = {link.a for link in shipped} | {link.b for link in shipped}
    assert {"2387", "7780"} <= ends  # Baarle-Hertog, Comines
    assert ends & {"3790", "3791", "3792", "3793", "3798"}  # Voeren
    assert all({lang for lang, _ in link.why} == {"fr", "nl", "de", "en"} for link in shipped)
