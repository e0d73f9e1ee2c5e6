"""The docs cannot drift: pages made from the program, examples that run.

Regenerate the made pages with ``python3 tasks.py test tests/test_docs.py --write-docs``.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import click
import pytest
from conftest import ROOT
from pydantic import BaseModel

from pilotzones.cli import cli

DOCS = ROOT / "docs"


def environment(lang: str) -> dict[str, str]:
    """Variables of a process that speaks a language in 80 columns."""
    own = {"PILOTZONES_LANG": lang, "PYTHONPATH": str(ROOT / "src"), "COLUMNS": "80"}
    return os.environ | own | {"PYTHONIOENCODING": "utf-8"}


def run(*arguments: str, cwd: Path) -> subprocess.CompletedProcess:
    """Result of ``pilotzones`` with these arguments, in a fresh process."""
    return subprocess.run(
        [sys.executable, "-m", "pilotzones", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=cwd,
        env=environment("en"),
        check=False,
    )


def commands(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    ctx = click.Context(group)
    for name in group.list_commands(ctx):
        command = group.get_command(ctx, name)
        yield (*path, name)
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))


COMMANDS = list(commands(cli))


HELPS = """
import json, sys
from pilotzones.cli import cli
for path in json.load(sys.stdin):
    try:
        cli.main([*path, "--help"], prog_name="pilotzones")
    except SystemExit as ended:
        assert ended.code == 0, path
    print("\\f", end="")
"""


@cache
def helps(lang: str) -> list[str]:
    """Help of each of ``COMMANDS``, in their order: one process, since its language is fixed."""
    done = subprocess.run(
        [sys.executable, "-c", HELPS],
        input=json.dumps(COMMANDS),
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment(lang),
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split("\f")[:-1]


def command_page() -> str:
    parts = [
        "# Commands\n\nMade from `--help`; the same texts exist in French, Dutch and German"
        " (`--lang`, or the variable PILOTZONES_LANG).\n"
    ]
    for path, shown in zip(COMMANDS, helps("en"), strict=True):
        parts.append(f"## pilotzones {' '.join(path)}\n\n```\n{shown.rstrip()}\n```\n")
    return "\n".join(parts)


def rule_page() -> str:
    from pilotzones.present.rule_list import rule_list

    parts = [
        "# Rules\n\nMade from the rule registry. Kind: hard, pref (preference), adv (advice), fact"
        " (help text, no verdict). Class: D computed from data, A declared, J judged. The last"
        " column names the verdicts that the tests run.\n\n"
        "| id | rule | what the source asks | kind | class | severity | source | tested |\n"
        "| --- | --- | --- | --- | --- | --- | --- | --- |"
    ]
    for row in rule_list():
        cells = [
            row["id"], row["title"]["en"], row["demand"]["en"], row["kind"], row["class"],
            row["severity"], row["source"], ", ".join(row["tested"]),
        ]  # fmt: skip
        parts.append("| " + " | ".join(cells) + " |")
    return "\n".join(parts) + "\n"


def project_page() -> str:
    from pilotzones.project import sections

    parts = [
        "# The project file\n\n`pilotzones new FOLDER` writes a commented `pilot.toml`. Paths start"
        " from its folder. Made from the models that check it; an unknown key, a wrong type or a"
        " missing value is told with its row, all faults at once.\n"
    ]
    for name, field in sections().model_fields.items():
        model, suffix = _model(field.annotation)
        heading = f"[{name}{suffix}]"
        about = (model.__doc__ or "").strip().split("\n")[0]
        rows = [
            f"| `{key}` | {'yes' if f.is_required() else ''} | {f.description or ''} |"
            for key, f in model.model_fields.items()
        ]
        table = "| key | required | what |\n| --- | --- | --- |\n" + "\n".join(rows)
        parts.append(f"## {heading}\n\n{about}\n\n{table}\n")
    return "\n".join(parts)


def _model(annotation: Any, suffix: str = "") -> tuple[type[BaseModel], str]:
    """Model inside an annotation; ``.<name>`` where it is a table of tables."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation, suffix
    deeper = ".<name>" if getattr(annotation, "__origin__", None) is dict else suffix
    for part in getattr(annotation, "__args__", ()):
        if part not in (str, type(None)):
            return _model(part, deeper)
    raise AssertionError(annotation)


def people_page() -> str:
    from pilotzones.stratification.aggregate_tables import INDICATORS, INHABITANTS
    from pilotzones.stratification.tables import DELIVERIES, DIAGNOSES, PERSONS

    head, _, _ = (DOCS / "people_files.md").read_text("utf-8").partition("\n## persons")
    parts = [head]  # written by hand; the tables are made
    for schema in (PERSONS, DELIVERIES, DIAGNOSES, INHABITANTS, INDICATORS):
        rows = [
            f"| `{c.name}` | {'yes' if c.required else ''} | {'yes' if c.nullable else ''} |"
            f" {c.kind}{': ' + ', '.join(c.allowed) if c.allowed else ''} |"
            f" {'; '.join(filter(None, (c.unit, c.source)))} | {', '.join(c.aliases)} |"
            for c in schema.columns
        ]
        heading = (
            "| column | required | may be empty | kind | what | headings understood |\n"
            "| --- | --- | --- | --- | --- | --- |"
        )
        parts.append(f"## {schema.name}\n\n{heading}\n" + "\n".join(rows) + "\n")
    return "\n".join(parts)


PAGES = {
    "commands.md": command_page,
    "rules.md": rule_page,
    "project.md": project_page,
    "people_files.md": people_page,
}


@pytest.mark.parametrize("name", PAGES)
def test_made_page_is_what_the_program_says(name, request: pytest.FixtureRequest):
    made, path = PAGES[name](), DOCS / name
    if request.config.getoption("--write-docs"):
        path.write_text(made, "utf-8")
    assert path.read_text("utf-8") == made


@pytest.mark.parametrize("lang", ["fr", "nl", "de", "en"])
def test_every_command_has_help_in_every_language(lang):
    heading = {"fr": "Emploi\u00a0:", "nl": "Gebruik:", "de": "Aufruf:", "en": "Usage:"}[lang]
    shown = helps(lang)
    assert len(shown) == len(COMMANDS)
    for path, said in zip(COMMANDS, shown, strict=True):
        assert said.startswith(heading), path


PROJECT = """[project]
name = "P"
language = "en"
[zone]
postcodes = "8957"
[care]
synthetic = true
"""
PEOPLE = """[people]
synthetic = true
outside_share = 0.0002
"""


OWN = ("zones.csv", "units.gpkg", "persons.parquet")
"""Files of the examples that are the user's own."""


def examples() -> Iterator[list[str]]:
    """The example in each help text, as docs/commands.md has it.

    `test_wheel` runs the demo, and `test_run` projects.
    """
    for part in (DOCS / "commands.md").read_text("utf-8").split("\n## ")[1:]:
        found = re.search(r"Example: (pilotzones .*?)(?: With PROJECT| Options:|$)", squeezed(part))
        if found is not None and not any(name in found[1] for name in OWN):
            arguments = shlex.split(found[1].rstrip(". "))[1:]
            if arguments[0] not in ("demo", "run"):
                yield arguments


def squeezed(shown: str) -> str:
    """Words with one space between them."""
    return " ".join(shown.split())


@pytest.mark.parametrize("arguments", list(examples()), ids=" ".join)
def test_example_in_help_runs(arguments, tmp_path):
    (tmp_path / "my-project").mkdir()
    (tmp_path / "my-project" / "pilot.toml").write_text(PROJECT, "utf-8")
    (tmp_path / "pilot.toml").write_text(PROJECT + PEOPLE, "utf-8")
    if arguments[0] == "new":
        arguments[1] = "another-project"
    done = run(*arguments, cwd=tmp_path)
    assert done.returncode in (0, 1), done.stderr
