"""The command ``run``: pages beside the project, figures kept for the next run, a zip to mail."""

from __future__ import annotations

import json
import zipfile

import pytest
from click.testing import CliRunner

from pilotzones import journey
from pilotzones.cli import cli

PROJECT = """
[project]
name = "Essai"
language = "fr"
contact = "Ada, ada@exemple.be"

[zone]
postcodes = "{codes}"

[rules]
set = "guide-2016"
"""


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Runs the project with these codes, without the proposals, which take long."""
    monkeypatch.setattr(journey, "proposals_of", lambda *_args, **_options: None)
    monkeypatch.setenv("PILOTZONES_LANG", "en")

    def ran(codes: str, *options: str):
        (tmp_path / "pilot.toml").write_text(PROJECT.format(codes=codes), "utf-8")
        return CliRunner().invoke(cli, ["run", str(tmp_path / "pilot.toml"), *options])

    return ran


def days(folder) -> list[str]:
    return sorted(path.name for path in (folder / "history").iterdir())


def test_figures_are_kept_and_the_next_run_says_what_changed_in_a_file_to_mail(tmp_path, run):
    run("5500, 5590")
    first = days(tmp_path)
    assert len(first) == 1
    kept = json.loads((tmp_path / "history" / first[0]).read_text("utf-8"))
    assert set(kept["units"]) == {"5500", "5590"}
    assert not (tmp_path / "out" / "changes.html").exists()
    done = run("5500, 5590, 5580", "--zip")
    assert len(days(tmp_path)) == 2
    assert "5580" in (tmp_path / "out" / "changes.html").read_text("utf-8")
    assert "To be mailed:" in done.output
    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        names = archive.namelist()
        page = archive.read("out/accessibility.html").decode()
    assert {"out/changes.html", "out/zone.gpkg", "out/maps/zone.png"} <= set(names)
    assert not [name for name in names if "history" in name]
    assert "mailto:ada@exemple.be" in page


def test_history_that_cannot_be_kept_is_told_and_the_pages_are_there(tmp_path, run):
    (tmp_path / "history").write_text("mine")
    done = run("5500, 5590")
    assert (tmp_path / "out" / "index.html").is_file()
    assert "history" in done.output
    assert (tmp_path / "history").read_text() == "mine"
