"""What a file is, whatever its name says, and what stops it from being read."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import openpyxl
import pytest

from pilotzones.errors import InputError
from pilotzones.readers.files import kind_of
from pilotzones.readers.tables import read_table


def fault_of(path: Path, **options):
    with pytest.raises(InputError) as caught:
        read_table(path, **options)
    (fault,) = caught.value.faults
    return fault


def workbook(path: Path) -> Path:
    book = openpyxl.Workbook()
    book.active.append(["code", "population"])
    book.active.append(["5500", 12])
    book.save(path)
    return path


def test_file_that_does_not_exist_names_those_like_it(tmp_path):
    (tmp_path / "Units.csv").write_text("a\n1\n")
    fault = fault_of(tmp_path / "unit.csv")
    assert (fault.id, fault.fields["near"]) == ("file.missing_near", ("Units.csv",))


def test_file_that_does_not_exist_in_an_empty_folder_is_just_missing(tmp_path):
    assert fault_of(tmp_path / "units.csv").id == "file.missing"


def test_folder_that_does_not_exist_is_named(tmp_path):
    fault = fault_of(tmp_path / "nowhere" / "units.csv")
    assert (fault.id, fault.fields["folder"]) == ("file.no_folder", str(tmp_path / "nowhere"))


def test_folder_instead_of_a_file_is_a_fault(tmp_path):
    assert fault_of(tmp_path).id == "file.folder"


def test_locked_file_is_a_fault(tmp_path, monkeypatch):
    path = tmp_path / "units.csv"
    path.write_text("a\n1\n")

    def locked(*args, **options):
        raise PermissionError(13, "in use")

    monkeypatch.setattr(Path, "open", locked)
    assert fault_of(path).id == "file.denied"


def test_disk_that_fails_is_a_fault(tmp_path, monkeypatch):
    path = tmp_path / "units.csv"
    path.write_text("a\n1\n")

    def failing(*args, **options):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Path, "read_bytes", failing)
    assert fault_of(path).id == "file.unreadable"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes")
def test_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")
    assert fault_of(tmp_path / "pipe.csv").id == "file.unreadable"


@pytest.mark.parametrize(
    ("content", "id"),
    [
        (b"", "table.empty"),
        (b"\n \n\t\n", "table.empty"),
        (b"\xef\xbb\xbf", "table.empty"),
        (b"<!DOCTYPE html><html><table></table></html>", "file.markup"),
        (b'<?xml version="1.0"?><Workbook/>', "file.markup"),
        (b'{"type": "FeatureCollection"}', "file.layer"),
        (b"SQLite format 3\0" + bytes(100), "file.layer"),
        (b"%PDF-1.7 synthetic", "file.not_table"),
        (bytes(range(256)) * 4, "file.not_table"),
        (b"PAR1 cut off", "file.corrupt"),
        (b"PK\x03\x04 cut off", "file.corrupt"),
    ],
)
def test_content_that_is_no_table_says_what_it_is(tmp_path, content, id):
    path = tmp_path / "units.csv"
    path.write_bytes(content)
    assert fault_of(path).id == id


def test_old_workbook_is_explained(tmp_path):
    path = tmp_path / "units.xlsx"
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    path.write_bytes(ole + "Workbook".encode("utf-16-le"))
    assert fault_of(path).id == "file.old_excel"


def test_workbook_behind_a_password_is_explained(tmp_path):
    path = tmp_path / "units.xlsx"
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    path.write_bytes(ole + "EncryptedPackage".encode("utf-16-le"))
    assert fault_of(path).id == "file.encrypted"


def test_opendocument_sheet_is_explained(tmp_path):
    path = tmp_path / "units.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    assert fault_of(path).id == "file.ods"


def test_zip_with_a_table_in_it_is_explained(tmp_path):
    path = tmp_path / "units.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("units.csv", "code;population\n5500;12\n")
    assert fault_of(path).id == "file.zip"


def test_strict_workbook_is_explained(tmp_path):
    path = tmp_path / "units.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", '<workbook xmlns="http://purl.oclc.org/ooxml/x"/>')
    assert fault_of(path).id == "file.old_excel"


def test_packed_file_out_of_all_proportion_is_not_opened(tmp_path):
    path = tmp_path / "units.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/sharedStrings.xml", bytes(60_000_000))
    assert fault_of(path).id == "file.bomb"


def test_workbook_called_csv_is_read(tmp_path):
    path = workbook(tmp_path / "units.xlsx").rename(tmp_path / "units.csv")
    assert read_table(path).rows == (("5500", 12),)


def test_text_called_workbook_is_read(tmp_path):
    path = tmp_path / "units.xlsx"
    path.write_text("code;population\n5500;12\n")
    assert read_table(path).rows == (("5500", "12"),)


def test_kind_is_known_without_a_name(tmp_path):
    path = tmp_path / "units"
    path.write_text("code;population\n5500;12\n")
    assert kind_of(path) == "text"
