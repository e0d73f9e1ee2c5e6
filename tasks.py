#!/usr/bin/env python3
"""Set up and run the project: `python3 tasks.py demo`, `test`, `proof` or `lock`.

demo [arguments]  the whole journey on the embedded data; writes out/demo/index.html
test [arguments]  the tests; arguments go to pytest
proof NAME        one of the long proofs; writes docs/proofs/NAME-<day>.json
lock [arguments]  works out both lock files (needs a network); arguments go to uv: --upgrade
"""
# Nothing newer than Python 3.6 in this file: an old python3 has to get as far as finding a new one

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
BIN = "Scripts/python.exe" if os.name == "nt" else "bin/python"
RUNTIME, DEV = "requirements.lock", "requirements-dev.lock"
TASKS = {"demo": "-m pilotzones demo", "test": "-m pytest", "proof": "tests/proofs"}
FITTING = ("3.14", "3.13", "3.12", "3.11")  # the versions that the locks are made for
PROBE = "import sys; print('%d.%d' % sys.version_info[:2]); import ensurepip"
PIP = ["-m", "pip", "--disable-pip-version-check", "install", "-qq", "--no-input", "--no-user"]
# only wheels: no compiler is needed; no byte code: a third faster, and the first start makes it
PINNED = ["--require-hashes", "--no-deps", "--only-binary=:all:", "--no-compile", "-r"]
UV = ["--universal", "--no-build", "--fork-strategy=fewest", "--generate-hashes", "--no-annotate"]
UV += ["--python-version=3.11", "--custom-compile-command=python3 tasks.py lock", "--quiet"]


def run(*command: object) -> int:
    """Exit code of a command that is run to its end."""
    with subprocess.Popen([str(part) for part in command]) as child:  # waits after Ctrl-C as well
        code = child.wait()
    return code if code >= 0 else 128 - code  # ended by a signal: counted as shells do


def candidates() -> "list[list[str]]":
    """Commands that may start a Python: the running one and those on the PATH, not in .venv."""
    names = [f"python{version}" for version in FITTING] + ["python3", "python"]
    paths = [shutil.which(name, path=folder) for name in names for folder in os.get_exec_path()]
    found = [[path] for path in paths if path and VENV not in Path(path).parents]
    launcher = [["py", f"-{version}"] for version in FITTING]  # where there is one: on Windows
    return [[getattr(sys, "_base_executable", sys.executable)], *found, *launcher]


def find_python() -> "list[str]":
    """The first Python that fits and runs; where there is none, end with the reason."""
    reason = "No Python 3.11, 3.12, 3.13 or 3.14 was found on the PATH: please install one."
    pipe, null = subprocess.PIPE, subprocess.DEVNULL
    for command in candidates():
        try:  # some exist and do not run: the shims of version managers
            told = subprocess.run([*command, "-I", "-c", PROBE], stdout=pipe, stderr=null)
        except OSError:
            continue
        version = told.stdout.decode(errors="replace").strip()
        if version in FITTING and told.returncode == 0:
            return command
        if version in FITTING:
            reason = f"Python {version} lacks ensurepip: sudo apt install python{version}-venv"
    sys.exit(reason)


def make_venv(folder: Path) -> None:
    """Make an empty environment, whole or not at all."""
    quietly = "import signal, venv; signal.signal(signal.SIGINT, signal.SIG_DFL); venv.main()"
    if run(*find_python(), "-I", "-c", quietly, "--clear", folder):
        shutil.rmtree(str(folder), ignore_errors=True)
        sys.exit(f"Could not make {folder}: the lines above say why.")


def prepare(*locks: str) -> None:
    """Install the locks into .venv; return at once where nothing has changed since."""
    for lock in locks:
        stamp = VENV / f"{lock}.sha256"  # written last: an interrupted install has none
        digest = hashlib.sha256((HERE / lock).read_bytes()).hexdigest()
        if (VENV / BIN).exists() and stamp.exists() and stamp.read_text() == digest:
            continue
        if lock == RUNTIME:
            make_venv(VENV)
            site = next(VENV.glob("[Ll]ib/**/site-packages"))
            # relative: names outside ASCII are read differently from system to system
            (site / "pilotzones.pth").write_text(os.path.relpath(str(HERE / "src"), str(site)))
        print(f"Installing {lock} into .venv: takes a minute or two, once ...", flush=True)
        if run(VENV / BIN, *PIP, *PINNED, HERE / lock):
            sys.exit(f"{lock} was not installed, see above. The first time needs a network.")
        stamp.write_text(digest)


def resolve(*options: str) -> int:
    """Exit code of working out both locks with uv, in an environment that is thrown away."""
    with tempfile.TemporaryDirectory() as folder:
        make_venv(Path(folder))
        uv = [Path(folder, BIN), "-m", "uv", "--no-config", "pip", "compile", *UV, "-o"]
        return (
            run(uv[0], *PIP, "uv")
            or run(*uv, RUNTIME, "pyproject.toml", *options)
            or run(*uv, DEV, "--group=dev", "-c", RUNTIME, *options)
        )


def main(task: str = "", *rest: str) -> int:
    """Exit code of one task."""
    os.chdir(str(HERE))
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # or each start would make the byte code anew
    if task == "lock":
        return resolve(*rest)
    if task not in TASKS:
        print(__doc__)
        return 0 if task in ("-h", "--help", "help") else 2
    prepare(*([RUNTIME] if task == "demo" else [RUNTIME, DEV]))
    return run(VENV / BIN, *TASKS[task].split(), *rest)


if __name__ == "__main__":
    signal.signal(signal.SIGINT, lambda *_: sys.exit(130))
    sys.exit(main(*sys.argv[1:]))
