"""Fixtures of the draw page: node, the data of the shipped layer, and the page itself."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from machine import node_path

from pilotzones.findings import Case
from pilotzones.postcodes.layer import UnitLayer
from pilotzones.postcodes.open import open_layer
from pilotzones.present.draw.pack import draw_data
from pilotzones.present.draw.page import words_of
from pilotzones.words import messages
from pilotzones.zones.rulesets import read_rule_set
from pilotzones.zones.zone import Zone


@pytest.fixture(scope="session")
def node() -> str:
    """Command of node: the one on the PATH, else the one that comes with playwright."""
    return node_path()


@pytest.fixture(scope="session")
def belgium() -> UnitLayer:
    """The layer that ships."""
    return open_layer(None)


@pytest.fixture(scope="session")
def draw_file(belgium: UnitLayer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data of the draw page for the shipped layer, with every word, as a JSON file."""
    case = Case(Zone("Test", ()), belgium, read_rule_set())
    data = draw_data(case, name="Test", lang="en")
    data["words"] = words_of(" ".join(f'"{id}"' for id in messages()))
    path = tmp_path_factory.mktemp("draw") / "data.json"
    path.write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    return path
