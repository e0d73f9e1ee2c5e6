"""Command ``stratify audit`` on a SYNTHETIC folder: what it says, and its exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from stratification.test_inspection import UNITS, site


def test_clean_folder_is_said_to_be_clean(pilotzones, tmp_path: Path):
    done = pilotzones("stratify", "audit", site(tmp_path))
    assert done.code == 0, done.out
    assert done.out == ""
    assert done.err.splitlines()[-1] == "Nothing found."
    assert "9 cells of persons attacked, 4 of them hidden" in done.err
    assert "--register" in done.err, "what was not compared is said"
    assert "--persons" in done.err


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("fr", "fuite trouvée"),
        ("nl", "lek gevonden"),
        ("de", "Leck gefunden"),
        ("en", "1 leak found. Do not pass this folder on."),
    ],
)
def test_leak_is_told_in_the_language_and_ends_with_one(pilotzones, tmp_path, lang, said):
    out = site(tmp_path, (*UNITS[:3], ("5580", 300, 295)))
    done = pilotzones("stratify", "audit", out, lang=lang)
    assert done.code == 1
    assert "people.json" in done.out
    assert said in done.err


def test_findings_as_json_have_every_language(pilotzones, tmp_path: Path):
    out = site(tmp_path, (*UNITS[:3], ("5580", 300, 295)))
    done = pilotzones("stratify", "audit", out, "--json")
    assert done.code == 1
    found = json.loads(done.out)
    assert found["schema"] == 1
    (leak,) = found["leaks"]
    assert leak["id"] == "leak.rest"
    assert set(leak["message"]) == {"fr", "nl", "de", "en"}


def test_pseudonyms_of_the_persons_file_are_looked_for(pilotzones, tmp_path: Path):
    out = site(tmp_path)
    persons = tmp_path / "mine.csv"
    rows = "".join(f"PSEUDO{k:04d},1950,F,5500\n" for k in range(30))
    persons.write_text(f"person_id,birth_year,sex,unit\n{rows}", "utf-8")
    assert pilotzones("stratify", "audit", out, "--persons", persons).code == 0
    page = out / "index.html"
    page.write_text(page.read_text("utf-8").replace("<p>", '<p id="PSEUDO0007">'), "utf-8")
    done = pilotzones("stratify", "audit", out, "--persons", persons)
    assert done.code == 1
    assert "index.html: The file holds the pseudonym of a person." in done.out
    assert "PSEUDO0007" not in done.out + done.err


def test_wrong_places_are_faults(pilotzones, tmp_path: Path):
    out = site(tmp_path)
    for arguments in (
        (tmp_path / "nowhere",),
        (out, "--register", tmp_path / "no.jsonl"),
        (out, "--persons", tmp_path / "no.csv"),
    ):
        done = pilotzones("stratify", "audit", *arguments)
        assert done.code == 2
        assert done.err
