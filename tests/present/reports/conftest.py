"""SYNTHETIC projects as reports are made of them."""

from __future__ import annotations

import pytest
from report_reading import EVIL, FORMULA, TURNED
from synthetic_journey import journey_findings

from pilotzones.present.book import Book
from pilotzones.present.maps.scene import scene_of
from pilotzones.present.reports.docx import docx_report
from pilotzones.present.reports.html import html_report
from pilotzones.present.reports.kinds import project_report
from pilotzones.present.reports.model import Report
from pilotzones.present.reports.xlsx import xlsx_report


@pytest.fixture(scope="session")
def journey_book(journey_sheet) -> Book:
    """SYNTHETIC project with people and care, in French."""
    findings = journey_findings(journey_sheet)
    return Book(
        journey_sheet, scene_of(journey_sheet), "fr", "Projet synthétique", findings=findings
    )


@pytest.fixture(scope="session")
def report(journey_book) -> Report:
    """The whole report of the SYNTHETIC project."""
    return project_report(journey_book, "whole")


@pytest.fixture(scope="session")
def written(report) -> dict[str, bytes]:
    """The same in each format."""
    return {
        "html": html_report(report),
        "docx": docx_report(report),
        "xlsx": xlsx_report(report),
    }


@pytest.fixture(scope="session")
def hostile(hostile_sheet) -> Report:
    """Report of a SYNTHETIC project whose every name would break a careless document."""
    findings = journey_findings(hostile_sheet)
    name = f"{FORMULA} {EVIL} {TURNED} {'X' * 400}"
    book = Book(hostile_sheet, scene_of(hostile_sheet), "fr", name, findings=findings)
    return project_report(book, "whole")
