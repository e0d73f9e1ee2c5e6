"""The wheel: built without a network, it holds its data and runs with the checkout out of sight.

``--write-docs`` writes what the demonstration says into the README.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
OUTPUT = re.compile(r"(<!-- output of: pilotzones demo --lang en -->\n```\n)(.*?)(```)", re.S)


def run(command: list[str], folder: Path, **environment: str) -> str:
    # no index: a build that wants to fetch something fails instead of waiting
    environment = {**os.environ, "PIP_NO_INDEX": "1", **environment}
    ended = subprocess.run(
        [sys.executable, *command],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout + ended.stderr


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    run(["-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)], ROOT)
    (built,) = folder.glob("pilotzones-*.whl")
    return built


@pytest.fixture(scope="module")
def target(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("target")
    pip = ["-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--no-deps"]
    run([*pip, "--target", str(folder), str(wheel)], folder)
    return folder


def test_the_wheel_holds_its_data_and_licences(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    for folder in ("postcodes", "models", "maps"):
        shipped = {
            file.relative_to(ROOT).as_posix()
            for file in (ROOT / folder).rglob("*")
            if file.is_file() and file.suffix not in (".py", ".pyc")  # data, not how it was made
        }
        assert shipped, f"{folder}/ is empty"
        assert {f"pilotzones/_assets/{name}" for name in shipped} <= set(names)
    licences = {Path(name).name for name in names if ".dist-info/licenses/" in name}
    assert {"LICENSE", "NOTICE", "LICENSE-ODbL-1.0.txt"} <= licences


def test_the_demo_runs_with_the_checkout_out_of_sight_and_says_what_the_readme_shows(
    target: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    where = "import pilotzones; print(pilotzones.__file__)"
    found = Path(run(["-c", where], tmp_path, PYTHONPATH=str(target)).strip())
    assert target in found.parents, "the test would run the checkout instead of the wheel"
    spoken = {"PYTHONPATH": str(target), "PILOTZONES_LANG": "en", "COLUMNS": "80"}
    said = run(["-m", "pilotzones", "demo", "--out", "out/demo"], tmp_path, **spoken)
    assert (tmp_path / "out" / "demo" / "index.html").stat().st_size > 0
    lines = "".join(f"{line.rstrip()}\n" for line in said.splitlines())
    readme = ROOT / "README.md"
    if request.config.getoption("--write-docs"):
        text = readme.read_text("utf-8")
        readme.write_text(OUTPUT.sub(lambda m: m[1] + lines + m[3], text), "utf-8")
    shown = OUTPUT.search(readme.read_text("utf-8"))
    assert shown is not None
    assert shown[2] == lines
