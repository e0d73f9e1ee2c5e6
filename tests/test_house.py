"""The arrows of the house: which room may lean on which (picture in docs/architecture.md)."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

PACKAGE = ROOT / "src" / "pilotzones"
BASE = {"errors", "findings", "assets"}
MAY_LEAN_ON = {
    "errors": set(),
    "findings": {"errors"},
    "assets": {"errors"},
    "words": {"errors"},
    "schemas": BASE | {"readers"},
    "readers": BASE | {"schemas"},
    "postcodes": BASE | {"schemas", "readers"},
    "zones": BASE | {"schemas", "readers", "postcodes"},
    "project": BASE | {"schemas", "readers", "postcodes", "zones"},
    "stratification": BASE | {"schemas", "readers", "postcodes"},
    "resources": BASE | {"schemas", "readers", "postcodes"},
    "journey": BASE | {"readers", "postcodes", "zones", "project", "stratification", "resources"},
    "present": BASE | {"words", "postcodes", "zones", "stratification", "resources"},
    "cli": BASE
    | {
        "words",
        "readers",
        "postcodes",
        "zones",
        "project",
        "stratification",
        "resources",
        "journey",
        "present",
    },
}
MODULES = sorted(PACKAGE.rglob("*.py"))


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports_of(path: Path) -> set[str]:
    """Full names of what a module imports at run time; type-checking imports are left out."""
    found: set[str] = set()
    pending: list[ast.AST] = [ast.parse(path.read_text("utf-8"))]
    while pending:
        node = pending.pop()
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            pending.extend(node.orelse)
            continue
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found |= {node.module or ""} | {f"{node.module}.{alias.name}" for alias in node.names}
        pending.extend(ast.iter_child_nodes(node))
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_room_leans_only_on_the_rooms_before_it(path: Path):
    room = room_of(path)
    if room in ("__init__", "__main__"):
        return
    leaned = {name.split(".")[1] for name in imports_of(path) if name.startswith("pilotzones.")}
    assert leaned - {room, "__version__"} <= MAY_LEAN_ON[room]


RELEASED = (
    "pilotzones.stratification.released",
    "pilotzones.stratification.criteria",
    "pilotzones.stratification.priorities",
)
"""What pages may see of the stratification: released tables, criteria without any person, and
priorities made of released figures and of what the consortium wrote."""


def test_pages_see_nothing_of_persons():
    for path in MODULES:
        if room_of(path) == "present":
            seen = {n for n in imports_of(path) if n.startswith("pilotzones.stratification.")}
            rules_ = {n for n in seen if n.startswith("pilotzones.stratification.rules")}
            assert all(name.startswith(RELEASED) for name in seen - rules_), path


def test_only_the_gate_makes_a_safe_table():
    makers = set()
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                if name == "SafeTable":
                    makers.add(path.relative_to(PACKAGE).as_posix())
    assert makers == {"stratification/disclosure.py"}


def test_every_room_is_in_the_plan():
    rooms = {room_of(path) for path in MODULES} - {"__init__", "__main__"}
    assert rooms == set(MAY_LEAN_ON)


def test_folium_has_one_door():
    users = {
        path.relative_to(PACKAGE).as_posix()
        for path in MODULES
        if any(name.split(".")[0] in ("folium", "branca") for name in imports_of(path))
    }
    assert users == {"present/maps/_offline.py"}


def test_compiled_loops_have_one_place():
    users = {
        path.relative_to(PACKAGE).as_posix()
        for path in MODULES
        if any(name.split(".")[0] in ("numba", "llvmlite") for name in imports_of(path))
    }
    assert users
    assert all(re.fullmatch(r"zones/propose/_[a-z]+\.py", user) for user in users), users


def test_no_module_is_longer_than_400_lines():
    long = {p.name: n for p in MODULES if (n := len(p.read_text("utf-8").splitlines())) > 400}
    assert not long


def test_data_folders_hold_no_python_that_the_program_imports():
    for folder in ("models", "maps"):
        assert not list((ROOT / folder).rglob("*.py"))


HEAVY = ("geopandas", "pandas", "numpy", "shapely", "scipy", "folium", "jinja2", "babel", "rich",
    "ibis", "duckdb", "sklearn", "statsmodels")  # fmt: skip


@pytest.mark.parametrize("arguments", [["--help"], ["zone", "check", "--help"], ["--version"]])
def test_help_loads_nothing_heavy(arguments: list[str]):
    code = (
        "import sys\n"
        "from pilotzones.cli import main\n"
        "try:\n    main()\nexcept SystemExit as end:\n    assert not end.code, end.code\n"
        f"loaded = [name for name in {HEAVY!r} if name in sys.modules]\n"
        "assert not loaded, loaded\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "pilotzones" in done.stdout
