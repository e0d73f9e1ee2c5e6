"""The release register on the way of a user: begun and told, shared by two folders, asked for."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from stratification.small_people import PROJECT, as_csv, write_csv

from pilotzones.stratification.register import NAME, read_register


def smaller(folder: Path, name: str) -> Path:
    """Second project folder on the same SYNTHETIC data, without one unit of the first."""
    other = folder / name
    other.mkdir()
    text = PROJECT.replace("5500, 5501, 5504", "5500, 5504")
    for file in ("persons.csv", "deliveries.csv"):
        text = text.replace(f'"{file}"', f'"../{file}"')
    (other / "pilot.toml").write_text(text, "utf-8")
    return other


def tables(folder: Path) -> dict:
    return json.loads((folder / "out-people" / "people.json").read_text("utf-8"))["tables"]


def cells(folder: Path, id: str) -> dict[tuple[str, str], object]:
    """Cells of a table by their key and column."""
    table = tables(folder)[id]
    names = [column["name"] for column in table["columns"]]
    return {
        (str(row[0]), name): cell
        for row in table["rows"]
        for name, cell in zip(names, row, strict=True)
    }


def test_first_release_begins_a_register_and_says_what_to_do(pilotzones, tmp_path: Path):
    as_csv(tmp_path, years=1)
    done = pilotzones("stratify", "run", tmp_path)
    assert done.code == 0, done.err
    assert "No register of releases was found beside the data: a new one is begun." in done.err
    assert "release_register" in done.err
    (release,) = read_register(tmp_path / NAME).releases
    assert release.scope.units == ("5500", "5501", "5504", "5570", "5580", "5590")
    assert release.scope.criteria == "diabetes or copd and age >= 60"
    shown = {row[0]: row for row in release.tables["units"]["rows"]}
    assert shown == {row[0]: row for row in tables(tmp_path)["units"]["rows"]}
    first = (tmp_path / "out-people" / "people.json").read_bytes()
    again = pilotzones("stratify", "run", tmp_path)
    assert again.code == 0
    assert "register" not in again.err
    assert (tmp_path / "out-people" / "people.json").read_bytes() == first
    assert len(read_register(tmp_path / NAME).releases) == 1


def test_second_project_folder_on_the_same_data_hides_the_unit_between(pilotzones, tmp_path: Path):
    """The zone without 5501, where 7 live: their number would be the difference of two totals."""
    as_csv(tmp_path, years=1)
    other = smaller(tmp_path, "other")
    assert pilotzones("stratify", "run", tmp_path).code == 0
    done = pilotzones("stratify", "run", other)
    assert done.code == 0, done.err
    assert "further cells are hidden because of what was released before" in done.err
    assert "no register" not in done.err.lower()
    assert not list(other.glob("*.jsonl"))
    assert len(read_register(tmp_path / NAME).releases) == 2
    before, after = (cells(folder, "concentration") for folder in (tmp_path, other))
    assert isinstance(before["100", "people"], int)
    assert after["100", "people"] == "hidden"
    known, hidden = (cells(folder, "morbidity") for folder in (tmp_path, other))
    for key, value in known.items():
        if key[1] == "zone_n" and isinstance(value, int) and isinstance(hidden[key], int):
            assert not 0 < abs(value - hidden[key]) < 10, key
    audit = pilotzones("stratify", "audit", other / "out-people")
    assert audit.code == 0, audit.out
    assert "Nothing found." in audit.err
    assert "No register" not in audit.err


def test_new_version_of_the_data_is_told_and_compared(pilotzones, tmp_path: Path):
    """One more person of 5500: every number that changed by one is hidden."""
    persons, lines = as_csv(tmp_path, years=1)
    assert pilotzones("stratify", "run", tmp_path).code == 0
    before = cells(tmp_path, "profile")
    more = persons[persons["unit"] == "5500"].iloc[[0]].assign(person_id="p99999", death_date=None)
    write_csv(tmp_path, pd.concat([persons, more]), lines)
    done = pilotzones("stratify", "run", tmp_path)
    assert done.code == 0, done.err
    assert "The register holds 1 release, made from other files or another version." in done.err
    after = cells(tmp_path, "profile")
    for key, value in before.items():
        if key[1] in ("zone_n", "target_n") and isinstance(value, int):
            assert after[key] in (value, "hidden") or abs(after[key] - value) >= 10, key
    assert cells(tmp_path, "units")["5500", "people"] == "hidden"


def test_register_that_is_gone_although_tables_are_there_is_asked_for(pilotzones, tmp_path: Path):
    as_csv(tmp_path, years=1)
    earlier = tmp_path / "out"
    earlier.mkdir()
    (earlier / "people.json").write_text('{"data": {"synthetic": false}}', "utf-8")
    done = pilotzones("stratify", "run", tmp_path, lang="fr")
    assert done.code == 0
    assert "Retrouvez l’ancien registre" in done.err


def test_damaged_register_stops_the_release(pilotzones, tmp_path: Path):
    as_csv(tmp_path, years=1)
    (tmp_path / NAME).write_text("spoilt\n", "utf-8")
    done = pilotzones("stratify", "run", tmp_path)
    assert done.code == 2
    assert f"{NAME}, row 1: The register of releases is damaged" in done.err
    assert not (tmp_path / "out-people").exists()


def test_register_can_lie_elsewhere_and_numbers_be_rounded(pilotzones, tmp_path: Path):
    as_csv(tmp_path, years=1)
    place = tmp_path / "registers"
    keys = 'release_register = "registers"\nrounding = 5\n'
    text = PROJECT.replace("[people]\n", f"[people]\n{keys}")
    (tmp_path / "pilot.toml").write_text(text, "utf-8")
    done = pilotzones("stratify", "run", tmp_path)
    assert done.code == 2, "a place that is not there is no place"
    place.mkdir()
    assert pilotzones("stratify", "run", tmp_path).code == 0
    (release,) = read_register(place / NAME).releases
    assert release.scope.base == 5
    assert not (tmp_path / NAME).exists()
    for id, table in tables(tmp_path).items():
        counts = [k for k, c in enumerate(table["columns"]) if c["kind"] == "count"]
        numbers = [r[k] for r in table["rows"] for k in counts if isinstance(r[k], int)]
        assert all(n % 5 == 0 for n in numbers), id
    audit = pilotzones("stratify", "audit", tmp_path / "out-people", "--register", place)
    assert audit.code == 0, audit.out


def test_synthetic_people_need_no_register(pilotzones, tmp_path: Path):
    start = PROJECT[: PROJECT.index("[zone]")]
    text = '[zone]\npostcodes = "5504"\n[people]\nsynthetic = true\noutside_share = 0.0\n'
    (tmp_path / "pilot.toml").write_text(start + text, "utf-8")
    done = pilotzones("stratify", "run", tmp_path)
    assert done.code == 0, done.err
    assert "register" not in done.err
    assert not [path for path in tmp_path.rglob("*") if "register" in path.name]


@pytest.mark.parametrize("wrong", ["3", '"5"', "true"])
def test_rounding_to_another_base_is_a_fault(pilotzones, tmp_path: Path, wrong: str):
    as_csv(tmp_path, years=1)
    text = PROJECT.replace("[people]\n", f"[people]\nrounding = {wrong}\n")
    (tmp_path / "pilot.toml").write_text(text, "utf-8")
    done = pilotzones("stratify", "run", tmp_path)
    assert done.code == 2
    assert "people.rounding" in done.err
