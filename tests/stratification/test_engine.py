"""The engine of a run: its folder, what it spills, what it never says."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path

import duckdb
import pytest
from conftest import ROOT

from pilotzones.errors import InputError, PilotzonesError
from pilotzones.stratification.engine import (
    PREFIX,
    connect,
    kept,
    quiet,
    remove_leftovers,
    run_folder,
    table_of,
)

MARK = "CANARY-OF-A-PERSON"


def test_folder_is_for_its_owner_only_and_gone_at_the_end(tmp_path: Path):
    with run_folder(tmp_path) as folder:
        assert folder.parent == tmp_path
        assert folder.name.startswith(PREFIX)
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert list(tmp_path.iterdir()) == []


def test_folder_is_gone_after_a_failure(tmp_path: Path):
    with pytest.raises(ZeroDivisionError), run_folder(tmp_path) as folder:
        (folder / "rows").write_text(MARK)
        raise ZeroDivisionError
    assert list(tmp_path.iterdir()) == []


def test_default_place_is_the_folder_for_temporary_files(tmp_path: Path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with run_folder() as folder:
        assert folder.parent == tmp_path


def test_folder_of_a_run_that_lives_is_left_alone(tmp_path: Path):
    with run_folder(tmp_path) as first:
        assert remove_leftovers(tmp_path) == ()
        with run_folder(tmp_path) as second:
            assert first.is_dir()
            assert second != first


KILLED = f"""
import os, sys
from pathlib import Path
from pilotzones.stratification.engine import run_folder
with run_folder(Path(sys.argv[1])) as folder:
    (folder / "rows").write_text("{MARK}")
    print(folder, flush=True)
    os.kill(os.getpid(), 9)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no signal 9 on Windows")
def test_next_run_removes_what_a_killed_run_left(tmp_path: Path):
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(tmp_path)],
        env=os.environ | {"PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    left = Path(killed.stdout.strip())
    assert killed.returncode == -9
    assert (left / "rows").read_text() == MARK
    with run_folder(tmp_path):
        assert not left.exists()


def test_folder_without_a_signed_lock_may_belong_to_a_run_that_begins(tmp_path: Path):
    starting = tmp_path / f"{PREFIX}starting"
    starting.mkdir()
    assert remove_leftovers(tmp_path) == ()
    day_ago = time.time() - 90_000
    os.utime(starting, (day_ago, day_ago))
    assert remove_leftovers(tmp_path) == (starting,)


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")
def test_links_are_not_followed(tmp_path: Path):
    home = tmp_path / "home"
    home.mkdir()
    (home / "lock").write_text("1")
    link = tmp_path / f"{PREFIX}link"
    link.symlink_to(home)
    assert remove_leftovers(tmp_path) == ()
    assert (home / "lock").exists()


def test_place_that_cannot_be_written_is_named(tmp_path: Path):
    with pytest.raises(PilotzonesError) as caught, run_folder(tmp_path / "missing"):
        pass
    assert [fault.id for fault in caught.value.faults] == ["input.no_run_folder"]


def test_engine_fetches_no_extension(tmp_path: Path):
    with run_folder(tmp_path) as folder:
        con = connect(folder).con
        names = "('autoload_known_extensions', 'autoinstall_known_extensions')"
        query = f"SELECT value FROM duckdb_settings() WHERE name IN {names}"
        assert con.execute(query).fetchall() == [("false",), ("false",)]
        with pytest.raises(duckdb.Error, match="extension"):
            con.execute("SELECT * FROM 'https://example.invalid/persons.parquet'")


class Watch(threading.Thread):
    """Looks for a text in every file of a folder, again and again."""

    def __init__(self, folder: Path) -> None:
        super().__init__(daemon=True)
        self.folder, self.done = folder, threading.Event()
        self.seen: set[str] = set()
        self.found: set[str] = set()

    def run(self) -> None:
        while not self.done.is_set():
            for path in self.folder.rglob("*"):
                try:
                    if path.is_file() and path.stat().st_size:
                        self.seen.add(path.name)
                        if MARK.encode() in path.read_bytes():
                            self.found.add(path.name)
                except OSError:
                    continue
            self.done.wait(0.01)


SPILL = (
    f"CREATE TEMP TABLE rows AS SELECT '{MARK}' || i || repeat('x', (i % 20)::INT) AS who"
    " FROM range(400000) r(i) ORDER BY hash(i)"
)


@pytest.mark.parametrize("encrypted", [True, False], ids=["as it is", "without encryption"])
def test_spilled_rows_cannot_be_read_in_the_folder(tmp_path: Path, encrypted: bool):
    """The second case shows that the watch would find them."""
    with run_folder(tmp_path) as folder:
        con = connect(folder, memory_limit="24MB", threads=1).con
        if not encrypted:
            con.execute("SET temp_file_encryption = false")
        watch = Watch(folder)
        watch.start()
        con.execute(SPILL)
        count = con.execute("SELECT count(DISTINCT who) FROM rows").fetchall()
        watch.done.set()
        watch.join()
    assert count == [(400_000,)]  # the limit is kept by spilling, not by dying
    assert any("temp_storage" in name or "storage" in name for name in watch.seen)
    assert bool(watch.found) is not encrypted


def test_tables_written_into_the_folder_are_encrypted(tmp_path: Path):
    with run_folder(tmp_path) as folder:
        con = connect(folder).con
        path = folder / "rows.parquet"
        key = "ENCRYPTION_CONFIG {footer_key: 'run'}"
        con.execute(f"COPY (SELECT '{MARK}' AS who) TO '{path}' (FORMAT parquet, {key})")
        assert MARK.encode() not in path.read_bytes()
        read = f"read_parquet('{path}', encryption_config = {{footer_key: 'run'}})"
        assert con.execute(f"SELECT who FROM {read}").fetchall() == [(MARK,)]


@pytest.mark.parametrize("amount", ["much", "4", "-1GB", "4GB; DROP"])
def test_amount_of_memory_is_checked(tmp_path: Path, amount: str):
    with pytest.raises(InputError) as caught:
        connect(tmp_path, memory_limit=amount)
    assert [(f.id, f.value) for f in caught.value.faults] == [("input.memory_limit", amount)]


@pytest.mark.parametrize("amount", ["2GB", "512 MB", "1.5GiB", "800mb"])
def test_usual_amounts_of_memory_are_taken(tmp_path: Path, amount: str):
    connect(tmp_path, memory_limit=amount).disconnect()


def test_words_of_the_engine_are_not_said(tmp_path: Path):
    con = connect(tmp_path).con
    with pytest.raises(PilotzonesError) as caught, quiet():
        con.execute(f"SELECT CAST('{MARK}' AS INTEGER)")
    error = caught.value
    assert [fault.id for fault in error.faults] == ["input.engine"]
    assert MARK not in f"{error}{error.faults}"
    assert error.__suppress_context__


def test_memory_that_is_not_enough_is_said(tmp_path: Path):
    con = connect(tmp_path, memory_limit="20MB", threads=1).con
    con.execute("SET max_temp_directory_size = '1MB'")
    with pytest.raises(PilotzonesError) as caught, quiet():
        con.execute(SPILL.replace("400000", "2000000"))
    assert [fault.id for fault in caught.value.faults] == ["input.memory"]


def test_step_is_computed_when_it_is_kept(tmp_path: Path):
    """What becomes of the rows that it came from does not matter any more."""
    backend = connect(tmp_path)
    backend.con.execute("CREATE TABLE rows AS SELECT range AS n FROM range(5)")
    step = kept(table_of(backend, "rows").filter(lambda t: t.n > 2))
    backend.con.execute("DROP TABLE rows")
    assert step.order_by("n").to_pyarrow()["n"].to_pylist() == [3, 4]


def test_step_that_the_engine_refuses_is_said_without_its_words(tmp_path: Path):
    backend = connect(tmp_path)
    backend.con.execute(f"CREATE TABLE rows AS SELECT '{MARK}' AS who")
    step = table_of(backend, "rows").mutate(n=lambda t: t.who.cast("int64"))
    with pytest.raises(PilotzonesError) as caught:
        kept(step)
    assert MARK not in f"{caught.value}{caught.value.faults}"
