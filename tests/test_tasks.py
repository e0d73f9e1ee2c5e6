"""`tasks.py`: which Python it takes, what it installs when, and what it passes on."""

from __future__ import annotations

import ast
import importlib.util
import os
import re
import shutil
import signal
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
FILE = ROOT / "tasks.py"
LOCKS = ("requirements.lock", "requirements-dev.lock")

posix = pytest.mark.skipif(os.name == "nt", reason="the stand-ins for Python are shell scripts")


@pytest.fixture
def tasks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Give the module as it would be in a fresh checkout with two small locks."""
    spec = importlib.util.spec_from_file_location("tasks", FILE)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for lock in LOCKS:
        (tmp_path / lock).write_text(f"{lock}==1\n")
    monkeypatch.setattr(module, "HERE", tmp_path)
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    return module


def stand_in(path: Path, script: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


# --- the file itself


def test_an_old_python_can_read_it() -> None:
    tree = ast.parse(FILE.read_text(encoding="utf-8"), feature_version=(3, 6))
    imported = {
        name.split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [])
        + [alias.name for alias in node.names if isinstance(node, ast.Import)]
    }
    assert imported <= sys.stdlib_module_names
    assert len(FILE.read_text(encoding="utf-8").splitlines()) <= 120


# --- which Python


@posix
@pytest.mark.parametrize(
    ("others", "expected"),
    [
        ({"python3.12": "echo 3.12"}, "python3.12"),
        ({"python3.11": "echo 3.11", "python3.13": "exit 127"}, "python3.11"),
        ({"python3.14": "echo 3.14; exit 1", "python3.11": "echo 3.11"}, "python3.11"),
        ({"python3.14": "echo", "python": "echo 3.13"}, "python"),
        ({"python3.15": "echo 3.15", "python3.14": "echo 3.14"}, "python3.14"),
    ],
    ids=["newer", "broken shim", "no ensurepip", "says nothing", "too new"],
)
def test_a_newer_python_is_found_behind_an_old_one(
    tasks: ModuleType,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    others: dict[str, str],
    expected: str,
) -> None:
    old = stand_in(tmp_path / "old" / "python3", "echo 3.9")
    for name, script in others.items():
        stand_in(tmp_path / "others" / name, script)
    monkeypatch.setattr(sys, "_base_executable", str(old), raising=False)
    monkeypatch.setenv("PATH", f"{old.parent}{os.pathsep}{tmp_path / 'others'}")
    assert tasks.find_python() == [str(tmp_path / "others" / expected)]


@posix
@pytest.mark.parametrize(
    ("script", "message"),
    [
        ("echo 3.9", "No Python 3.11, 3.12, 3.13 or 3.14 was found"),
        ("exit 127", "No Python 3.11, 3.12, 3.13 or 3.14 was found"),
        ("echo 3.12; exit 1", "Python 3.12 lacks ensurepip: sudo apt install python3.12-venv"),
    ],
)
def test_without_a_fitting_python_one_message_and_no_environment(
    tasks: ModuleType,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    script: str,
    message: str,
) -> None:
    only = stand_in(tmp_path / "path" / "python3", script)
    monkeypatch.setattr(sys, "_base_executable", str(only), raising=False)
    monkeypatch.setenv("PATH", str(only.parent))
    with pytest.raises(SystemExit, match=re.escape(message)):
        tasks.prepare(tasks.RUNTIME)
    assert not tasks.VENV.exists()


def test_the_python_of_the_environment_itself_is_never_taken(
    tasks: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    python = tasks.VENV / tasks.BIN
    python.parent.mkdir(parents=True)
    shutil.copy(sys.executable, python)
    monkeypatch.setenv("PATH", str(python.parent))
    assert [str(python)] not in tasks.candidates()


# --- what is installed when


@pytest.fixture
def installed(tasks: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Replace the commands: making .venv makes its folders, installing notes the lock."""
    done: list[str] = []

    def run(*command: object) -> int:
        if command[-1] == tasks.VENV:
            shutil.rmtree(tasks.VENV, ignore_errors=True)
            (tasks.VENV / "lib" / "python3.11" / "site-packages").mkdir(parents=True)
            (tasks.VENV / tasks.BIN).parent.mkdir()
            (tasks.VENV / tasks.BIN).touch()
            done.append(".venv")
        else:
            done.append(Path(str(command[-1])).name)
        return 0

    monkeypatch.setattr(tasks, "run", run)
    monkeypatch.setattr(tasks, "find_python", lambda: ["python3"])
    return done


def test_unchanged_locks_install_nothing(tasks: ModuleType, installed: list[str]) -> None:
    tasks.prepare(*LOCKS)
    assert installed == [".venv", *LOCKS]
    installed.clear()
    tasks.prepare(*LOCKS)
    tasks.prepare(tasks.RUNTIME)
    assert installed == []


def test_the_environment_points_to_the_source(tasks: ModuleType, installed: list[str]) -> None:
    tasks.prepare(tasks.RUNTIME)
    assert installed
    (pointer,) = tasks.VENV.rglob("pilotzones.pth")
    assert (pointer.parent / pointer.read_text()).resolve() == (tasks.HERE / "src").resolve()


@pytest.mark.parametrize(
    ("changed", "redone"),
    [
        ("requirements.lock", [".venv", *LOCKS]),
        ("requirements-dev.lock", ["requirements-dev.lock"]),
        (".venv/requirements.lock.sha256", [".venv", *LOCKS]),
    ],
)
def test_a_changed_lock_is_installed_anew(
    tasks: ModuleType, installed: list[str], changed: str, redone: list[str]
) -> None:
    tasks.prepare(*LOCKS)
    installed.clear()
    (tasks.HERE / changed).write_text("another==2\n")
    tasks.prepare(*LOCKS)
    assert installed == redone


def test_an_environment_whose_python_is_gone_is_made_anew(
    tasks: ModuleType, installed: list[str]
) -> None:
    tasks.prepare(tasks.RUNTIME)
    (tasks.VENV / tasks.BIN).unlink()
    installed.clear()
    tasks.prepare(tasks.RUNTIME)
    assert installed == [".venv", "requirements.lock"]


def test_an_install_that_failed_is_redone(
    tasks: ModuleType, installed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = tasks.run
    monkeypatch.setattr(tasks, "run", lambda *command: whole(*command) or "pip" in command)
    with pytest.raises(SystemExit, match=r"requirements\.lock was not installed"):
        tasks.prepare(tasks.RUNTIME)
    monkeypatch.setattr(tasks, "run", whole)
    installed.clear()
    tasks.prepare(tasks.RUNTIME)
    assert installed == [".venv", "requirements.lock"]


# --- what is passed on


@pytest.fixture
def checkout(tasks: ModuleType, installed: list[str]) -> Path:
    """Give a checkout that is set up, to run the file itself in."""
    shutil.copy(FILE, tasks.HERE)
    tasks.prepare(*LOCKS)
    assert installed
    return tasks.HERE


@posix
def test_arguments_and_exit_code_are_passed_on(checkout: Path, tasks: ModuleType) -> None:
    stand_in(checkout / ".venv" / tasks.BIN, 'echo "$@"; exit 7')
    started = {"demo": "-m pilotzones demo", "test": "-m pytest", "proof": "tests/proofs"}
    for task, given in started.items():
        command = [sys.executable, checkout / "tasks.py", task, "--one", "two words"]
        ended = subprocess.run(command, capture_output=True, text=True, check=False)
        assert (ended.returncode, ended.stderr) == (7, "")
        assert ended.stdout == f"{given} --one two words\n"


@posix
def test_interrupting_gives_130_and_no_traceback(checkout: Path, tasks: ModuleType) -> None:
    stand_in(checkout / ".venv" / tasks.BIN, "echo ready; exec sleep 60")
    with subprocess.Popen(
        [sys.executable, checkout / "tasks.py", "demo"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,  # signals go to both processes, as from a terminal
    ) as running:
        assert running.stdout and running.stderr
        assert running.stdout.readline() == b"ready\n"
        os.killpg(running.pid, signal.SIGINT)
        assert running.wait(20) == 130
        assert running.stderr.read() == b""


@pytest.mark.parametrize(("arguments", "code"), [([], 2), (["--help"], 0), (["nonsense"], 2)])
def test_without_a_known_task_it_says_which_there_are(arguments: list[str], code: int) -> None:
    command = [sys.executable, FILE, *arguments]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == code
    assert "demo [arguments]" in ended.stdout


# --- the locks


def pins(lock: str) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9.-]+)==([^ ;]+)", (ROOT / lock).read_text(), re.MULTILINE))


@pytest.mark.parametrize("lock", LOCKS)
def test_the_lock_names_hashes_and_no_machine(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    entries = re.split(r"^(?=[a-z])", text, flags=re.MULTILINE)[1:]
    assert entries
    assert all(" --hash=sha256:" in entry for entry in entries)
    assert not re.search(r"://|--index|--find-links|[\\/](home|root|tmp|Users)[\\/]", text)


def test_the_locks_hold_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    runtime, dev = (pins(lock) for lock in LOCKS)
    asked = [(text, runtime) for text in project["project"]["dependencies"]]
    asked += [(text, dev) for text in project["dependency-groups"]["dev"]]
    for requirement, pinned in ((Requirement(text), pinned) for text, pinned in asked):
        assert pinned[requirement.name] in requirement.specifier, "run: python3 tasks.py lock"
    assert {name: dev[name] for name in dev.keys() & runtime} == {
        name: runtime[name] for name in dev.keys() & runtime
    }
