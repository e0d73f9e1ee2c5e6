"""Command ``stratify run`` on SYNTHETIC people: what it prints, and what it writes."""

from __future__ import annotations

import json
from pathlib import Path

from stratification.small_people import PROJECT, as_csv


def test_pyramid_and_target_group_are_told_and_tables_written(pilotzones, tmp_path: Path):
    as_csv(tmp_path)
    done = pilotzones("stratify", "run", tmp_path)
    assert done.code == 0, done.err
    tables = json.loads((tmp_path / "out-people" / "people.json").read_text("utf-8"))["tables"]
    shown = done.out.splitlines()
    assert shown[0] == "Data on persons, base year 2023; numbers below 10 are hidden"
    levels = {row[0]: row[1] for row in tables["pyramid"]["rows"]}
    for line, level in zip(shown[1:4], ("high", "middle", "low"), strict=True):
        assert line.startswith(f"{level} level: {levels[level]} persons, ")
        assert "of the costs" in line
    union = next(row for row in tables["criteria"]["rows"] if row[0] == "union")
    assert shown[4] == f"target group: {union[1]} persons"
    files = {path.name for path in (tmp_path / "out-people").glob("*.csv")}
    assert files == {f"{id}.csv" for id in tables}


def test_one_year_is_told_to_give_no_pyramid_and_hidden_is_a_word(pilotzones, tmp_path: Path):
    as_csv(tmp_path, years=1)
    out = tmp_path / "tables"
    done = pilotzones("stratify", "run", tmp_path / "pilot.toml", "--out", out, lang="de")
    assert done.code == 0, done.err
    assert "Keine Versorgungspyramide" in done.out
    assert "verborgen" in (out / "units.csv").read_text("utf-8-sig")
    assert "2023" in done.err, "only three of its months have deliveries"


def test_project_without_people_says_what_to_add(pilotzones, tmp_path: Path):
    path = tmp_path / "pilot.toml"
    path.write_text(PROJECT[: PROJECT.index("[people]")], "utf-8")
    done = pilotzones("stratify", "run", path)
    assert done.code == 2
    assert "pilot.toml" in done.err
    assert "synthetic = true" in done.err
    assert not (tmp_path / "out-people").exists()


def test_folder_with_other_files_is_left_alone(pilotzones, tmp_path: Path):
    as_csv(tmp_path, years=1)
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "notes.txt").write_text("mine", "utf-8")
    done = pilotzones("stratify", "run", tmp_path, "--out", mine)
    assert done.code == 2
    assert [path.name for path in mine.iterdir()] == ["notes.txt"]
