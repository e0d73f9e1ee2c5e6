"""Fixtures of the care room."""

from __future__ import annotations

import pytest

from pilotzones.postcodes.layer import UnitLayer
from pilotzones.postcodes.open import open_layer


@pytest.fixture(scope="session")
def embedded() -> UnitLayer:
    """The layer of Belgian postcodes that ships."""
    return open_layer(None)
