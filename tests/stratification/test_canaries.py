"""Canaries: marker persons among SYNTHETIC ones, who may turn up in nothing written or said.

Their pseudonyms and codes carry a word, their amounts and doses digits that nobody else has. The
whole output of the program is searched: files, both streams, the log, faults; also where a row is
wrong and where the run is killed.
"""

from __future__ import annotations

import json
import logging
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pandas as pd
import pytest
from stratification.small_people import PROJECT, YEAR, as_csv, write_csv

from pilotzones.cli import main
from pilotzones.stratification.engine import PREFIX

WORD = "CANARY"
MARKERS = re.compile(rf"{WORD}|98[., \u00a0\u202f]?76[., \u00a0\u202f]?5432|765432|876543", re.I)
"""The word, and the amounts and doses of the marker persons however they are grouped."""
ALONE = "5504"
"""Unit of one marker person, where nobody else lives."""


def project(folder: Path, *, years: int = 3) -> Path:
    """Project of SYNTHETIC people and marker persons, in files of the user's kind."""
    persons, lines = as_csv(folder, years=years)
    marked = persons.iloc[[0, 1]].assign(
        person_id=[f"{WORD}1", f"{WORD}2"], unit=["5500", ALONE], birth_year=[1913, 1950]
    )
    care = [
        _line(f"{WORD}1", year, kind, code, eur)
        for year in range(YEAR - years + 1, YEAR + 1)
        for kind, code, eur in (
            ("hospital", f"{WORD}3", 987_654.32),
            ("drug", "A10BA02", 7_654.32),
            ("drug", f"L01X{WORD}", 8_765.43),
            ("other", f"{WORD}4", 98_765.43),
        )
    ]
    care += [_line(f"{WORD}2", YEAR, "drug", "R03BB04", 8_765.43)]
    write_csv(folder, pd.concat([persons, marked]), pd.concat([lines, pd.DataFrame(care)]))
    return folder / "pilot.toml"


def _line(who: str, year: int, kind: str, code: str, eur: float) -> dict[str, object]:
    ddd = 7_654.32 if kind == "drug" else None
    return {
        "person_id": who,
        "date": pd.Timestamp(year, 5, 4),
        "kind": kind,
        "code": code,
        "ddd": ddd,
        "amount_eur": eur,
        "patient_eur": eur / 2,
    }


Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> Run:
    """Run a command; its exit code, and all that it said: both streams, the log at its fullest."""
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    caplog.set_level(logging.DEBUG)

    def command(*arguments: object, lang: str = "en") -> tuple[int, str]:
        monkeypatch.setenv("PILOTZONES_LANG", lang)
        monkeypatch.setattr(sys, "argv", ["pilotzones", *map(str, arguments)])
        with pytest.raises(SystemExit) as end:
            main()
        shown = capsys.readouterr()
        return int(end.value.code or 0), shown.out + shown.err + caplog.text

    return command


def found_in(folder: Path) -> dict[str, str]:
    """Files with a marker in their name or content, and what it is."""
    hits = {}
    for path in sorted(folder.rglob("*")):
        content = path.name if path.is_dir() else path.name + path.read_bytes().decode("latin-1")
        hit = MARKERS.search(content)
        if hit:
            hits[str(path.relative_to(folder))] = hit.group()
    return hits


def left_over(folder: Path) -> list[Path]:
    return sorted((folder / "temporary").glob(f"{PREFIX}*"))


def test_search_finds_the_markers_in_the_input(tmp_path: Path):
    """The search itself works: it finds them where they are."""
    project(tmp_path, years=1)
    assert set(found_in(tmp_path)) == {"persons.csv", "deliveries.csv"}
    for text in ("canary1", "987.654,32", "987 654.32", "987654.32", "7654.32", "8\u202f765,43"):
        digits = re.sub(r"[., \u202f]", "", text)
        assert MARKERS.search(text) or MARKERS.search(digits)


def test_pages_and_streams_of_a_whole_run_show_no_marker(tmp_path: Path, run: Run):
    path = project(tmp_path)
    out = tmp_path / "site"
    code, said = run("run", path, "--out", out)
    assert code in (0, 1)
    assert (out / "index.html").exists()
    assert not found_in(out)
    assert not MARKERS.search(said)
    assert not left_over(tmp_path)


def test_tables_of_the_people_part_show_no_marker(tmp_path: Path, run: Run):
    path = project(tmp_path, years=1)
    out = tmp_path / "tables"
    code, said = run("stratify", "run", path, "--out", out, lang="fr")
    assert code == 0, said
    assert not found_in(out)
    assert not MARKERS.search(said)
    assert not left_over(tmp_path)
    tables = json.loads((out / "people.json").read_text("utf-8"))["tables"]
    units = {row[0]: row for row in tables["units"]["rows"]}
    assert units[ALONE].count("hidden") >= 3, "one person lives there"
    total = next(row for row in tables["concentration"]["rows"] if row[0] == "100")
    assert total[1] > 800, "so few persons must not hide how many live in the zone"
    assert total[2] == "hidden", "one marker person has more than half of all costs"


BAD_CELLS = {
    "persons": (
        ("birth_year", WORD),
        ("sex", WORD),
        ("weight", f"1{WORD}"),
        ("increased_reimbursement", WORD),
        ("death_date", f"{WORD}-01-01"),
        ("person_id", f"{WORD}1"),
    ),
    "deliveries": (
        ("kind", f"{WORD}kind"),
        ("date", f"{YEAR}-05-{WORD}"),
        ("amount_eur", f"98765432{WORD}"),
        ("amount_eur", "-987654.32"),
        ("ddd", f"7654.32 {WORD}"),
        ("patient_eur", "987654.32"),
        ("patient_eur", WORD),
    ),
}
"""One cell for each row from the twentieth on; another person of the same pseudonym is one too."""


@pytest.mark.parametrize("file", BAD_CELLS)
def test_faults_show_where_they_are_and_no_marker(tmp_path: Path, run: Run, file: str):
    path = project(tmp_path, years=1)
    spoil(tmp_path / f"{file}.csv", BAD_CELLS[file])
    code, said = run("stratify", "run", path, "--out", tmp_path / "tables")
    assert code == 2
    told = [line for line in said.splitlines() if f"{file}.csv, row" in line]
    assert len(told) >= len(BAD_CELLS[file]), said
    assert not MARKERS.search(said)
    assert not (tmp_path / "tables").exists()
    assert not left_over(tmp_path)


def test_rows_that_are_left_out_are_told_without_a_marker(tmp_path: Path, run: Run):
    path = project(tmp_path, years=1)
    spoil(tmp_path / "persons.csv", [("unit", WORD)])
    spoil(tmp_path / "deliveries.csv", [("person_id", f"{WORD}9")])
    out = tmp_path / "tables"
    code, said = run("stratify", "run", path, "--out", out)
    assert code == 0
    for notice in (
        "1 person left out: the layer does not know the unit.",
        "1 delivery left out: the person is not in the file of persons.",
    ):
        assert notice in said
    assert not MARKERS.search(said)
    assert not found_in(out)


def spoil(path: Path, cells: Sequence[tuple[str, str]]) -> None:
    """Write bad cells into a file, one to a row."""
    table = pd.read_csv(path, dtype=str)
    for row, (column, value) in enumerate(cells, start=20):
        table.loc[row, column] = value
    table.to_csv(path, index=False)


def test_national_number_stops_the_run_and_is_not_shown(tmp_path: Path, run: Run):
    path = project(tmp_path, years=1)
    table = pd.read_csv(tmp_path / "persons.csv", dtype=str)
    number = "85073003328"  # SYNTHETIC, with a right check number: 97 - 850730033 % 97 = 28
    table.loc[5, "person_id"] = number
    table.to_csv(tmp_path / "persons.csv", index=False)
    code, said = run("stratify", "run", path, "--out", tmp_path / "tables")
    assert code == 2
    assert number not in said
    assert not MARKERS.search(said)
    assert not (tmp_path / "tables").exists()


def test_lack_of_memory_shows_no_marker(tmp_path: Path, run: Run):
    path = project(tmp_path, years=1)
    path.write_text(PROJECT.replace("[people]\n", '[people]\nmemory_limit = "1MB"\n'), "utf-8")
    code, said = run("stratify", "run", path, "--out", tmp_path / "tables")
    assert code == 2
    assert not MARKERS.search(said)
    assert not left_over(tmp_path)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no such signal on this system")
def test_killed_run_leaves_nothing_readable_and_the_next_run_clears_it(tmp_path: Path, run: Run):
    path = project(tmp_path, years=1)
    place = tmp_path / "temporary"
    done = subprocess.Popen(
        [sys.executable, "-m", "pilotzones", "stratify", "run", str(path), "--out", "tables"],
        cwd=tmp_path,
        env={**os.environ, "TMPDIR": str(place)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    while done.poll() is None and not any(f.stat().st_size for f in place.rglob("*.parquet")):
        time.sleep(0.02)
    done.kill()
    said = done.communicate()[0].decode("utf-8", "replace")
    (folder,) = left_over(tmp_path)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert not found_in(folder), "rows in the folder of a run are encrypted"
    assert not MARKERS.search(said)
    assert not (tmp_path / "tables").exists()
    code, _ = run("stratify", "run", path, "--out", tmp_path / "tables")
    assert code == 0
    assert not left_over(tmp_path)
