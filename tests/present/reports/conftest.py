"""SYNTHETIC projects as reports are made of them."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from synthetic_journey import journey_findings

from pilotzones.present.book import Book
from pilotzones.present.maps.scene import scene_of


@pytest.fixture(scope="session")
def journey_book(journey_sheet) -> Book:
    """SYNTHETIC project with people and care, in French."""
    scene = scene_of(journey_sheet)
    findings = journey_findings(journey_sheet)
    return Book(journey_sheet, scene, "fr", "Projet synthétique", findings=findings)


@pytest.fixture(scope="session")
def hostile_book(hostile_sheet) -> Book:
    """SYNTHETIC project whose every name would break a careless document."""
    name = '=HYPERLINK("http://x","x") <script>alert(1)</script> \u202e \u05e9\u05dc'
    findings = journey_findings(hostile_sheet)
    return Book(hostile_sheet, scene_of(hostile_sheet), "fr", name, findings=findings)
