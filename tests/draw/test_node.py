"""The modules of the draw page, tested in node."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from conftest import ROOT

FILES = sorted((ROOT / "tests" / "draw").glob("*.test.mjs"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_modules_hold_in_node(path: Path, node: str, draw_file: Path):
    done = subprocess.run(
        [node, "--test", str(path)],
        env={**os.environ, "DRAW_DATA": str(draw_file)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert "# pass 0" not in done.stdout
