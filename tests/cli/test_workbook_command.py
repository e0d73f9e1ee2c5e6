"""Command ``workbook``, and the workbook of a new project."""

from __future__ import annotations

import openpyxl
import pytest
from synthetic import grid_layer

from pilotzones.assets import asset
from pilotzones.words import text


@pytest.fixture
def units_file(tmp_path):
    """SYNTHETIC layer of three units as a file."""
    path = tmp_path / "units.gpkg"
    grid_layer(2, 2, without=["11"]).units.reset_index().to_file(path, driver="GPKG")
    return path


def test_workbook_of_a_project_is_read_back_as_its_zone(pilotzones, tmp_path):
    project, book = asset("models", "demo", "pilot.toml"), tmp_path / "zone.xlsx"
    done = pilotzones("workbook", project, "--out", book, "--lang", "de")
    assert (done.code, done.out) == (0, "")
    assert str(book) in done.err
    direct = pilotzones("zone", "check", project, "--json")
    back = pilotzones("zone", "check", "--file", book, "--json")
    codes = '"codes": ['
    assert back.out.split(codes)[1].split("]")[0] == direct.out.split(codes)[1].split("]")[0]


def test_workbook_of_a_layer_has_an_empty_zone_and_all_units(pilotzones, tmp_path, units_file):
    book = tmp_path / "zone.xlsx"
    assert pilotzones("workbook", "--units", units_file, "--out", book, "--lang", "nl").code == 0
    units = openpyxl.load_workbook(book)[text("book.sheet.units", "nl")]
    assert [row[0] for row in units.iter_rows(min_row=7, values_only=True)] == ["00", "01", "10"]
    faults = pilotzones("zone", "check", "--units", units_file, "--file", book)
    assert faults.code == 2


def test_a_project_beside_a_layer_is_refused(pilotzones, tmp_path, units_file):
    project = asset("models", "demo", "pilot.toml")
    done = pilotzones("workbook", project, "--units", units_file, "--out", tmp_path / "z.xlsx")
    assert done.code == 2
    assert not (tmp_path / "z.xlsx").exists()


def test_new_project_brings_a_workbook_and_keeps_one_that_is_there(pilotzones, tmp_path):
    assert pilotzones("new", tmp_path / "a", "--lang", "fr").code == 0
    book = openpyxl.load_workbook(tmp_path / "a" / "zone.xlsx", read_only=True)
    assert book.sheetnames[0] == text("book.sheet.answer", "fr")
    book.close()
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "zone.xlsx").write_bytes(b"mine")
    assert pilotzones("new", tmp_path / "b", "--lang", "fr").code == 0
    assert (tmp_path / "b" / "zone.xlsx").read_bytes() == b"mine"
