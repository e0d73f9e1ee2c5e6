"""The three writers say the same of one report, and always with the same bytes."""

from __future__ import annotations

import io
import zipfile

import docx
import openpyxl
import pytest

from pilotzones.present.reports.docx import docx_report
from pilotzones.present.reports.html import html_report
from pilotzones.present.reports.kinds import project_report
from pilotzones.present.reports.xlsx import xlsx_report

WRITERS = {"html": html_report, "docx": docx_report, "xlsx": xlsx_report}


@pytest.fixture(scope="session")
def report(journey_book):
    return project_report(journey_book, "whole")


@pytest.mark.parametrize("form", WRITERS)
def test_the_same_report_gives_the_same_bytes(form, journey_book, report):
    again = project_report(journey_book, "whole")
    assert WRITERS[form](report) == WRITERS[form](again)


@pytest.mark.parametrize("form", ["docx", "xlsx"])
def test_a_container_holds_no_time_of_its_making(form, report):
    with zipfile.ZipFile(io.BytesIO(WRITERS[form](report))) as made:
        assert {info.date_time for info in made.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = made.read("docProps/core.xml")
    assert core.count(b"2000-01-01T00:00:00Z") == 2


def test_word_headings_are_those_of_the_model(report):
    written = docx.Document(io.BytesIO(docx_report(report)))
    headings = [p.text for p in written.paragraphs if p.style.name.startswith("Heading")]
    wanted = [s.heading for s in report.sections if not (s.summary and s.level == 1)]
    assert headings[: len(wanted)] == wanted


def test_every_table_has_a_sheet_of_its_own(report):
    book = openpyxl.load_workbook(io.BytesIO(xlsx_report(report)))
    links = [c.hyperlink.location for row in book.worksheets[0] for c in row if c.hyperlink]
    assert len(set(links)) == len(book.worksheets) - 1
    tables = [sheet for sheet in book.worksheets if sheet.auto_filter.ref]
    assert len(tables) == len(list(report.tables()))
