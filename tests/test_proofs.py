"""The frame of the proofs, and the numbers that the documentation quotes from them."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date

import pytest
from conftest import ROOT
from proofs import frame
from proofs.frame import Outcome, Proof
from proofs.page_checks import left_in_english
from proofs.quoted import MARK, disagreements

KEPT = sorted((ROOT / "docs" / "proofs").glob("*.json"))
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_numbers_of_the_documentation_are_those_of_the_proofs(page):
    assert disagreements(page.read_text("utf-8"), ROOT / "docs" / "proofs") == []


@pytest.mark.parametrize("path", KEPT, ids=lambda path: path.name)
def test_a_kept_proof_says_what_it_is_and_found_no_fault(path):
    kept = json.loads(path.read_text("utf-8"))
    assert path.name == f"{kept['proof']}-{kept['date']}.json"
    assert {"pilotzones", "python"} <= set(kept["versions"])
    assert kept["counts"]
    assert kept["faults"] == []


@pytest.fixture
def kept(tmp_path):
    content = {"counts": {"views": 1234, "share": 0.5}, "faults": []}
    (tmp_path / "pages-2026-11-26.json").write_text(json.dumps(content))
    return tmp_path


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("Of 3 pages, **1,234** views <!-- proof: pages-2026-11-26.json counts.views -->.", []),
        ("1\u202f234 <!-- proof: pages-2026-11-26.json counts.views -->", []),
        ("0.5 <!-- proof: pages-2026-11-26.json counts.share --> and 0 faults "
         "<!-- proof: pages-2026-11-26.json faults -->", []),
        ("1,235 <!-- proof: pages-2026-11-26.json counts.views -->", ["1,235 in the page"]),
        ("many <!-- proof: pages-2026-11-26.json counts.views -->", ["no number"]),
        ("7 <!-- proof: pages-2026-11-26.json counts.gone -->", ["no such proof"]),
        ("7 <!-- proof: gone-2026-11-26.json counts.views -->", ["no such proof"]),
    ],
)  # fmt: skip
def test_a_quoted_number_is_held_against_its_proof(kept, line, wrong):
    found = disagreements(line, kept)
    assert len(found) == len(wrong)
    assert all(part in sentence for part, sentence in zip(wrong, found, strict=True))
    assert MARK.search(line)


def test_a_stopped_proof_goes_on_where_it_was(tmp_path, monkeypatch):
    monkeypatch.setattr(frame, "ROOT", tmp_path)
    monkeypatch.setattr(frame, "_FINGERPRINT", ["one state"])
    ran = []

    def work(name):
        ran.append(name)
        return {"n": len(name)}

    first = Proof.begin("sample")
    first.step("a", lambda: work("a"))
    again = Proof.begin("sample")
    assert again.step("a", lambda: work("a")) == {"n": 1}
    again.step("bb", lambda: work("bb"))
    assert ran == ["a", "bb"]
    outcome = Outcome({"n": 2}, packages=("pytest",))
    path = again.end(outcome, day=date(2026, 11, 26), kept=tmp_path / "kept")
    content = json.loads(path.read_text("utf-8"))
    assert (path.name, content["counts"]) == ("sample-2026-11-26.json", {"n": 2})
    assert content["versions"]["pytest"] == pytest.__version__
    Proof.begin("sample").step("a", lambda: work("a"))
    assert ran == ["a", "bb", "a"]


def test_a_step_of_another_state_of_the_program_is_done_anew(tmp_path, monkeypatch):
    monkeypatch.setattr(frame, "ROOT", tmp_path)
    monkeypatch.setattr(frame, "_FINGERPRINT", ["one state"])
    Proof.begin("sample").step("a", lambda: 1)
    monkeypatch.setattr(frame, "_FINGERPRINT", ["another"])
    assert Proof.begin("sample").step("a", lambda: 2) == 2


def test_without_a_known_name_the_proofs_are_listed():
    command = [sys.executable, ROOT / "tests" / "proofs", "nonsense"]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 2
    assert "pages" in ended.stderr.split("Proofs:")[1]


def test_a_text_that_is_the_same_in_english_is_told_unless_it_is_data():
    shown = [
        "The zone of the project",
        "Guide 2016, 4.3.2",
        "Bois de la Cambre",
        "OECD list of 2010",
    ]
    assert left_in_english([*shown, "La zone"], shown) == ["The zone of the project"]
