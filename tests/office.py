"""LibreOffice without a screen: workbooks computed anew, documents as PDF."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest


def office() -> str:
    """Command of LibreOffice; without it the test is skipped, or fails where it is required."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if found is None:
        reason = "no LibreOffice: put soffice on the PATH (Debian: libreoffice-calc-nogui)"
        if os.environ.get("PILOTZONES_REQUIRE_OFFICE") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    return found


def converted(paths: Sequence[Path], kind: str, out: Path) -> list[Path]:
    """The files in another format (``xlsx``, ``pdf``), each computed anew, in one start."""
    out.mkdir(parents=True, exist_ok=True)
    profile = (out / "profile").resolve().as_uri()  # one of its own: none is shared or locked
    command = [office(), f"-env:UserInstallation={profile}", "--headless", "--norestore"]
    command += ["--convert-to", kind, "--outdir", str(out), *map(str, paths)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    made = [out / f"{path.stem}.{kind}" for path in paths]
    assert all(path.exists() for path in made), done.stderr
    return made
