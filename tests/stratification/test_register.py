"""The release register: what it remembers, where it lies, and that nobody can spoil it unseen."""

from __future__ import annotations

import json
import os
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from pilotzones.errors import InputError, OutputError
from pilotzones.stratification.conditions import Condition
from pilotzones.stratification.register import (
    NAME,
    Release,
    Scope,
    fingerprint,
    opened,
    read_register,
    register_of,
)


def release(*units: str, n: int = 40) -> Release:
    """SYNTHETIC release of one number."""
    scope = Scope(units, 2023, 10, criteria="copd")
    data = {"persons": "a", "deliveries": "b"}
    return Release(data, scope, {"zone": n, "zone|has=any": None}, frozenset({"zone|has=hiv"}))


def written(folder: Path, *releases: Release) -> Path:
    path = folder / NAME
    for each in releases:
        with opened(path) as register:
            register.add(each)
    return path


def test_what_was_released_is_read_back(tmp_path: Path):
    releases = (release("a", "b"), release("a"))
    path = written(tmp_path, *releases)
    assert read_register(path).releases == releases
    assert len(path.read_text("utf-8").splitlines()) == 2


def test_register_that_is_not_there_is_empty_and_begun(tmp_path: Path):
    with opened(tmp_path / NAME) as register:
        assert register.begun
        assert register.releases == ()
    assert not (tmp_path / NAME).exists()


def test_same_release_is_remembered_once(tmp_path: Path):
    path = written(tmp_path, release("a"), release("a"), release("b"), release("a"))
    assert len(read_register(path).releases) == 2


@pytest.mark.parametrize(
    ("spoil", "row"),
    [
        (lambda text: text.replace('"zone":40', '"zone":41', 1), 1),
        (lambda text: text[:-20], 2),
        (lambda text: text.split("\n", 1)[1], 1),
        (lambda text: "".join(reversed(text.splitlines(keepends=True))), 1),
        (lambda text: "no json\n" + text, 1),
        (lambda text: text + "[]\n", 3),
        (lambda text: text + "\n", 3),
        (lambda text: "", 1),
    ],
    ids=["number", "cut", "first line gone", "turned", "text", "list", "empty line", "empty"],
)
def test_damage_is_one_clear_fault_with_its_row(tmp_path: Path, spoil, row: int):
    path = written(tmp_path, release("a"), release("b"))
    path.write_text(spoil(path.read_text("utf-8")), "utf-8")
    with pytest.raises(InputError, match=r"register\.damaged") as error:
        read_register(path)
    assert [fault.row for fault in error.value.faults] == [row]
    with pytest.raises(InputError, match=r"register\.damaged"), opened(path):
        pass


def test_register_of_a_later_program_is_not_read(tmp_path: Path):
    path = written(tmp_path, release("a"))
    content = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps({**content, "schema": 2}) + "\n", "utf-8")
    with pytest.raises(InputError, match=r"register\.later"):
        read_register(path)


@pytest.mark.skipif(sys.platform == "win32" or os.getuid() == 0, reason="rights do not hold here")
def test_folder_that_cannot_be_written_stops_the_release(tmp_path: Path):
    tmp_path.chmod(0o500)
    with pytest.raises(OutputError, match=r"register\.unwritable"), opened(tmp_path / NAME):
        pass


def test_place_that_is_no_folder_stops_the_release(tmp_path: Path):
    (tmp_path / "file").write_text("x", "utf-8")
    with pytest.raises(OutputError, match=r"register\.unwritable"), opened(tmp_path / "file" / "r"):
        pass


def test_writing_that_fails_leaves_what_was_there(tmp_path: Path, monkeypatch):
    path = written(tmp_path, release("a"))
    before = path.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pilotzones.stratification.register.os.fsync", full)
    with (
        pytest.raises(OutputError, match=r"register\.unwritable"),
        opened(path) as register,
    ):
        register.add(release("b"))
    assert path.read_bytes() == before
    assert not list(tmp_path.glob("*.part"))


def test_two_runs_at_a_time_see_each_other(tmp_path: Path):
    """Eight threads add a release each; each sees those that were there when it began."""
    path, seen = tmp_path / NAME, []

    def run(number: int) -> None:
        with opened(path) as register:
            seen.append(len(register.releases))
            register.add(release(f"u{number}"))

    threads = [threading.Thread(target=run, args=(k,)) for k in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(seen) == list(range(8))
    assert len(read_register(path).releases) == 8


def test_register_lies_beside_the_persons_or_where_the_project_says(tmp_path: Path):
    data = tmp_path / "data" / "persons.csv"
    assert register_of(data) == tmp_path / "data" / NAME
    assert register_of(data, tmp_path) == tmp_path / NAME
    assert register_of(data, tmp_path / "mine.jsonl") == tmp_path / "mine.jsonl"


def test_fingerprint_is_that_of_the_content_whatever_the_files_are_called(tmp_path: Path):
    for name, text in (("a", "1"), ("b", "2"), ("c", "1"), ("d", "3")):
        (tmp_path / name).write_text(text, "utf-8")
    a, b, c, d = (tmp_path / name for name in "abcd")
    assert fingerprint([a], [b]) == fingerprint([c], [b])
    assert fingerprint([a, b], []) == fingerprint([b, a], [])
    assert fingerprint([a], [b]) != fingerprint([a], [d])
    assert fingerprint([a], [b]) != fingerprint([b], [a])
    assert fingerprint([a], [b], [c]) != fingerprint([a], [b]) != fingerprint([a], [b], [d])


@pytest.mark.parametrize(
    ("change", "another"),
    [
        ({"items": ("101076",)}, True),
        ({"item_days": 2}, True),
        ({"icd10": ("J45",)}, True),
        ({"years": 2}, True),
        ({"without": ("R03BB",)}, True),
        ({"together": (("A10A",), ("A10B",))}, True),
        ({"days": 3}, True),
        ({"least": 2}, True),
        ({"names": {"en": "Something else"}}, False),
        ({"source": "another paper"}, False),
    ],
)
def test_condition_is_another_where_anything_that_tells_it_is(change, another: bool):
    row = Condition("copd", "lungs", {"en": "COPD"}, ("R03BB",))
    assert (row.rule != replace(row, **change).rule) is another


def test_release_with_other_numbers_is_another_release(tmp_path: Path):
    one = release("a")
    path = written(tmp_path, one, replace(one, held=frozenset()), release("a", n=50))
    assert len(read_register(path).releases) == 3
