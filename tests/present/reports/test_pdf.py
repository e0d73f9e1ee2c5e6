"""PDF by a program of the machine: which one is taken, and what is said where there is none."""

from __future__ import annotations

import shutil

import pytest

from pilotzones.errors import MissingPartError
from pilotzones.present.reports import pdf
from pilotzones.present.reports.pdf import Printer, pdf_report, printer


def only(*names: str):
    return lambda name: f"/somewhere/{name}" if name in names else None


def test_a_browser_comes_before_an_office(monkeypatch):
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(shutil, "which", only("soffice", "chromium"))
    assert printer() == Printer("/somewhere/chromium", True)
    monkeypatch.setattr(shutil, "which", only("soffice"))
    assert printer() == Printer("/somewhere/soffice", False)


def test_the_browser_that_is_named_comes_first(monkeypatch):
    monkeypatch.setenv("CHROMIUM", "/opt/mine")
    monkeypatch.setattr(shutil, "which", only("/opt/mine", "chromium"))
    assert printer().program == "/somewhere//opt/mine"


def test_without_any_program_the_missing_part_is_named(monkeypatch):
    monkeypatch.setattr(shutil, "which", only())
    with pytest.raises(MissingPartError) as caught:
        printer()
    assert [fault.id for fault in caught.value.faults] == ["part.printer"]
    assert caught.value.exit_code == 3


def test_a_program_that_gives_nothing_is_a_missing_part_too(tmp_path):
    with pytest.raises(MissingPartError) as caught:
        pdf_report(b"<p>x</p>", b"", Printer(str(tmp_path / "none"), True))
    assert [fault.id for fault in caught.value.faults] == ["part.printer_failed"]


def test_dates_of_the_making_are_taken_out():
    made = b"/CreationDate (D:20261126141312+00'00') /ModDate (D:20261126141312+00'00')"
    assert b"2026" not in pdf._DATES.sub(pdf._FIXED, made)
