"""Command ``report``: files whole or not at all, comments kept, faults told."""

from __future__ import annotations

import shutil

import pytest

from pilotzones.words import text

KINDS = ("zone-sheet", "compliance")
PILOT = """
[project]
name = "SYNTHETIC project"
language = "nl"

[zone]
postcodes = ["5500", "5501", "5502", "5503", "5504"]
"""
COMMENTS = """
[comments."Z03"]
text = "Wij breiden uit."
by = "A. Test"
on = 2026-11-23
seen = 1

[comments."Z33"]
text = "Waar is dit gebleven?"
by = "A. Test"
on = 2026-11-23
"""


@pytest.fixture
def project(tmp_path):
    """Folder of a SYNTHETIC project without people and care."""
    (tmp_path / "pilot.toml").write_text(PILOT, "utf-8")
    return tmp_path


def test_reports_lie_beside_the_project_in_its_language(pilotzones, project):
    done = pilotzones("report", project, "--format", "html,xlsx")
    assert done.code == 0, done.err
    names = sorted(path.name for path in (project / "reports").iterdir())
    assert names == [".pilotzones", "report.nl.html", "report.nl.xlsx"]
    assert "2 files written" in done.out


def test_kinds_and_languages_are_as_asked(pilotzones, project, tmp_path):
    out = tmp_path / "out"
    done = pilotzones(
        *("report", project, "--format", "html", "--lang", "fr,de"),
        *("--kind", "zone,compliance", "--out", out),
    )
    assert done.code == 0, done.err
    names = {path.name for path in out.glob("*.html")}
    assert names == {
        f"{k}.{lang}.html" for k in ("zone-sheet", "compliance") for lang in ("fr", "de")
    }


def test_comments_are_kept_and_those_that_find_nothing_are_told(pilotzones, project):
    (project / "comments.toml").write_text(COMMENTS, "utf-8")
    done = pilotzones("report", project, "--format", "html")
    assert done.code == 0, done.err
    page = (project / "reports" / "report.nl.html").read_text("utf-8")
    assert "Wij breiden uit." in page
    assert "Opnieuw te lezen: het was 1" in page
    assert "Waar is dit gebleven?" in page
    assert "Z33" in done.err


def test_keys_can_be_listed_without_writing_anything(pilotzones, project):
    done = pilotzones("report", project, "--comments")
    assert done.code == 0
    keys = [line.split("\t")[0] for line in done.out.splitlines()]
    assert {'"Z03"', '"table-1.5500"', '"map-1"'} <= set(keys)
    assert not (project / "reports").exists()


def test_wrong_values_of_options_are_told_at_once(pilotzones, project):
    done = pilotzones("report", project, "--format", "html,odt,rtf")
    assert done.code == 2
    assert "odt" in done.err
    assert "rtf" in done.err


def test_pdf_without_a_program_that_prints_names_what_to_install(pilotzones, project, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda _: None)
    done = pilotzones("report", project, "--format", "html,pdf")
    assert done.code == 3
    assert text("part.printer", "en") in done.err
    assert not (project / "reports").exists()


def test_a_folder_with_files_of_others_is_left_as_it_is(pilotzones, project):
    (project / "reports").mkdir()
    (project / "reports" / "mine.txt").write_text("x", "utf-8")
    done = pilotzones("report", project, "--format", "html")
    assert done.code == 2
    assert [p.name for p in (project / "reports").iterdir()] == ["mine.txt"]


def test_a_call_has_one_report(pilotzones, tmp_path):
    zones = tmp_path / "zones"
    zones.mkdir()
    (zones / "a.csv").write_text("code\n5500\n5501\n", "utf-8")
    (zones / "b.csv").write_text("code\n5501\n5502\n", "utf-8")
    done = pilotzones(
        "report", "--round", zones, "--format", "html", "--lang", "en", "--out", tmp_path / "out"
    )
    assert done.code == 0, done.err
    page = (tmp_path / "out" / "round.en.html").read_text("utf-8")
    assert "5501" in page
    assert pilotzones("report", "--round", zones).code == 2
