"""The command ``resources run``: what it prints, what it writes, and what stops it."""

from __future__ import annotations

import csv
import json
from io import StringIO

import pytest

from pilotzones.words import LANGUAGES

PROJECT = """
[project]
name = "Essai"
language = "fr"

[zone]
municipalities = ["Dinant", "Ciney", "Rochefort"]

[care]
synthetic = {synthetic}
seed = 1

[[care.providers]]
file = "pharmacies.csv"
type = "pharmacy"
dated = 2026-01-31
source = "Cercle"
"""


@pytest.fixture
def project(tmp_path):
    """SYNTHETIC project around Dinant: two pharmacies, one row that cannot be placed."""
    (tmp_path / "pharmacies.csv").write_text(
        "postcode;Nom\n5500;CANARY\n5590;CANARY\n5599;CANARY\n", "utf-8"
    )
    (tmp_path / "pilot.toml").write_text(PROJECT.format(synthetic="false"), "utf-8")
    return tmp_path


def test_supply_gaps_and_shortage_are_printed_and_written(project, pilotzones):
    (project / "pilot.toml").write_text(PROJECT.format(synthetic="true"), "utf-8")
    done = pilotzones("resources", "run", project)
    assert done.code == 0
    assert "general practitioner (synthetic list)" in done.out
    assert "pharmacy  " in done.out
    assert "gaps in the zone, the largest first:" in done.out
    assert "hortage of general practitioners:" in done.out
    assert "5599" in done.err
    assert {p.name for p in (project / "out-care").iterdir()} == {
        ".pilotzones",
        "care.json",
        "gaps.csv",
        "supply.csv",
    }
    record = json.loads((project / "out-care" / "care.json").read_text("utf-8"))
    kinds = {each["type"]: each for each in record["types"]}
    assert kinds["pharmacy"]["rows"] == {
        "read": 3,
        "unplaced": 1,
        "by_postcode": 2,
        "placed": 2,
    }
    assert kinds["pharmacy"]["dated"] == "2026-01-31"
    assert kinds["gp"]["synthetic"]
    assert {f["rule"] for f in record["findings"]} == {f"R0{n}" for n in range(1, 8)}
    rows = csv.reader(StringIO((project / "out-care" / "gaps.csv").read_text("utf-8-sig")))
    assert len(list(rows)) > 5


def test_no_name_of_a_provider_reaches_screen_or_files(project, pilotzones):
    done = pilotzones("resources", "run", project)
    written = [p.read_text("utf-8") for p in (project / "out-care").iterdir()]
    assert not [text for text in (done.out, done.err, *written) if "CANARY" in text]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_screen_speaks_the_language_asked_for(project, pilotzones, lang):
    done = pilotzones("resources", "run", project, lang=lang)
    word = {"fr": "lacunes", "nl": "tekorten", "de": "Lücken", "en": "gaps"}[lang]
    assert word in done.out
    assert "{" not in done.out + done.err


def test_same_project_gives_the_same_bytes(project, pilotzones):
    first = project / "a"
    pilotzones("resources", "run", project, "--out", first)
    pilotzones("resources", "run", project, "--out", project / "b")
    for path in first.iterdir():
        assert path.read_bytes() == (project / "b" / path.name).read_bytes()


def test_project_without_lists_is_told_what_to_add(project, pilotzones):
    text = (project / "pilot.toml").read_text("utf-8")
    (project / "pilot.toml").write_text(text[: text.index("[care]")], "utf-8")
    done = pilotzones("resources", "run", project)
    assert done.code == 2
    assert "[[care.providers]]" in done.err
    assert not (project / "out-care").exists()


def test_fault_of_a_list_stops_before_anything_is_written(project, pilotzones):
    (project / "pharmacies.csv").write_text("Nom;Rue\nA;B\n", "utf-8")
    done = pilotzones("resources", "run", project)
    assert done.code == 2
    assert "No column says where the providers are" in done.err
    assert not (project / "out-care").exists()


def test_zone_without_a_gp_list_has_no_shortage_to_tell(project, pilotzones):
    done = pilotzones("resources", "run", project)
    assert done.code == 0
    assert "not computable without a list of them" in done.out
    assert "synthetic" not in done.out


def test_foreign_folder_is_not_written_over(project, pilotzones):
    (project / "mine").mkdir()
    (project / "mine" / "letter.txt").write_text("mine", "utf-8")
    done = pilotzones("resources", "run", project, "--out", project / "mine")
    assert done.code == 2
    assert (project / "mine" / "letter.txt").read_text("utf-8") == "mine"
    assert [p.name for p in (project / "mine").iterdir()] == ["letter.txt"]
