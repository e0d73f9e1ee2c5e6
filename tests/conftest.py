"""Fixtures every test may use."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from machine import NO_CHROMIUM, chromium_path, headless, no_spark

settings.register_profile("fixed", derandomize=True, deadline=None)
settings.load_profile("fixed")

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Folder of the real public data that the project may not ship."""
    folder = Path(os.environ.get("PILOTZONES_SHARED_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"no real data: the folder {folder} does not exist (PILOTZONES_SHARED_DATA)")
    return folder


@pytest.fixture(scope="session")
def chromium() -> Iterator[object]:
    """Headless Chromium; without it the test is skipped, or fails where it is required."""
    path = chromium_path()
    if path is None:
        if os.environ.get("PILOTZONES_REQUIRE_BROWSER") == "1":
            pytest.fail(NO_CHROMIUM)
        pytest.skip(NO_CHROMIUM)
    with headless(path) as browser:
        yield browser


@pytest.fixture(scope="session")
def spark() -> None:
    """Spark and Java; without them the test is skipped, or fails where they are required."""
    reason = no_spark()
    if reason is not None:
        if os.environ.get("PILOTZONES_REQUIRE_SPARK") == "1":
            pytest.fail(reason)
        pytest.skip(reason)


def pytest_xdist_auto_num_workers() -> int:
    """One process more than there are cores: a third of the time goes into waiting for browsers."""
    return (os.cpu_count() or 1) + 1


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--write-tested-rules",
        action="store_true",
        help="write models/rules_tested.json from the cases that the tests run",
    )
    parser.addoption(
        "--write-docs",
        action="store_true",
        help="write the pages of docs/ that are made from the program",
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest test starts first, so that no process waits for it at the end."""
    items.sort(key=lambda item: item.path.name != "test_wheel.py")
