"""Commands ``stratify``: people, their conditions and their risks."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import click

from pilotzones.cli._command import Command, Group
from pilotzones.cli._language import chosen_language, lang_option, say

_PATH = click.Path(path_type=Path)


@click.group("stratify", cls=Group, help=say("cli.stratify.help"))
def command() -> None:
    """Group of the commands on people."""


command.add_command(import_module("pilotzones.cli._stratify_run").command)
command.add_command(import_module("pilotzones.cli._stratify_audit").command)


@command.command("features", cls=Command, help=say("cli.stratify.features.help"))
@click.option(
    "--persons", type=_PATH, multiple=True, required=True, help=say("cli.stratify.features.persons")
)
@click.option(
    "--claims",
    "--deliveries",
    "deliveries",
    type=_PATH,
    multiple=True,
    required=True,
    help=say("cli.stratify.features.claims"),
)
@click.option("--diagnoses", type=_PATH, multiple=True, help=say("cli.stratify.features.diagnoses"))
@click.option(
    "--conditions", type=_PATH, default=None, help=say("cli.stratify.features.conditions")
)
@click.option("--year", type=int, required=True, help=say("cli.stratify.features.year"))
@click.option("--out", type=_PATH, required=True, help=say("cli.stratify.features.out"))
@click.option("--mapping", type=_PATH, default=None, help=say("cli.stratify.features.mapping"))
@click.option("--memory-limit", "memory", default=None, help=say("cli.stratify.features.memory"))
@click.option("--engine", default="duckdb", help=say("cli.stratify.features.engine"))
@lang_option
def features(*, out: Path, memory: str | None, lang: str | None, **given: Any) -> None:
    """Write one row per person to a file that only its owner can read."""
    from pilotzones.cli._private_place import refuse_shared_place
    from pilotzones.cli._progress import progress
    from pilotzones.stratification.conditions import read_conditions
    from pilotzones.stratification.engine import connect, run_folder
    from pilotzones.stratification.export import refuse_other_formats, write_features
    from pilotzones.stratification.reading import PeopleFiles, read_people
    from pilotzones.stratification.spark import on_engine, refuse_engine_without_parts
    from pilotzones.words import text
    from pilotzones.words.faults import fault_lines

    lang = lang or chosen_language()
    refuse_shared_place(out)
    refuse_other_formats(out)
    refuse_engine_without_parts(given["engine"])
    conditions = read_conditions(given["conditions"])
    names = ("persons", "deliveries", "diagnoses", "mapping", "year")
    files = PeopleFiles(**{name: given[name] for name in names}, before=0, after=1)
    with run_folder() as folder, progress(lang) as hear:
        con = connect(folder, memory_limit=memory)
        try:
            hear("cli.stratify.features.reading")
            read = read_people(files, con)
            hear("cli.stratify.features.computing")
            with on_engine(read, given["engine"], folder) as tables:
                persons = write_features(tables, conditions, con, out)
        finally:
            con.disconnect()
    for line in fault_lines(read.notices, lang):
        click.echo(line, err=True)
    click.echo(text("cli.stratify.features.kept", lang, **read.totals), err=True)
    click.echo(text("cli.stratify.features.done", lang, n=persons, path=str(out)), err=True)


@command.command("conditions", cls=Command, help=say("cli.stratify.conditions.help"))
@click.option(
    "--conditions", "file", type=_PATH, default=None, help=say("cli.stratify.features.conditions")
)
@click.option("--json", "as_json", is_flag=True, help=say("cli.option.json"))
@lang_option
def conditions(file: Path | None, as_json: bool, lang: str | None) -> None:
    """List the conditions with what tells them and where that stands."""
    from pilotzones.cli._conditions import record, table_lines
    from pilotzones.cli._show import show_json
    from pilotzones.stratification.conditions import read_conditions

    table = read_conditions(file)
    if as_json:
        show_json(record(table))
        return
    spoken = lang or chosen_language()
    for line in table_lines(table, spoken):
        click.echo(line)
