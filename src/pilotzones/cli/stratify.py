"""Commands ``stratify``: people, their conditions and their risks."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pilotzones.cli._command import Command, Group
from pilotzones.cli._language import chosen_language, lang_option, say

if TYPE_CHECKING:
    from pilotzones.stratification.conditions import Condition, Conditions

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
@click.option(
    "--conditions", type=_PATH, default=None, help=say("cli.stratify.features.conditions")
)
@click.option("--year", type=int, required=True, help=say("cli.stratify.features.year"))
@click.option("--out", type=_PATH, required=True, help=say("cli.stratify.features.out"))
@click.option("--mapping", type=_PATH, default=None, help=say("cli.stratify.features.mapping"))
@click.option("--memory-limit", "memory", default=None, help=say("cli.stratify.features.memory"))
@lang_option
def features(*, out: Path, memory: str | None, lang: str | None, **given: Any) -> None:
    """Write one row per person to a file that only its owner can read."""
    from pilotzones.cli._private_place import refuse_shared_place
    from pilotzones.cli._progress import progress
    from pilotzones.stratification.conditions import read_conditions
    from pilotzones.stratification.engine import connect, run_folder
    from pilotzones.stratification.export import refuse_other_formats, write_features
    from pilotzones.stratification.reading import PeopleFiles, read_people
    from pilotzones.words import text
    from pilotzones.words.faults import fault_lines

    lang = lang or chosen_language()
    refuse_shared_place(out)
    refuse_other_formats(out)
    conditions = read_conditions(given["conditions"])
    names = ("persons", "deliveries", "mapping", "year")
    files = PeopleFiles(**{name: given[name] for name in names}, before=0, after=1)
    with run_folder() as folder, progress(lang) as hear:
        con = connect(folder, memory_limit=memory)
        try:
            hear("cli.stratify.features.reading")
            tables = read_people(files, con)
            hear("cli.stratify.features.computing")
            persons = write_features(tables, conditions, con, out)
        finally:
            con.disconnect()
    for line in fault_lines(tables.notices, lang):
        click.echo(line, err=True)
    click.echo(text("cli.stratify.features.kept", lang, **tables.totals), err=True)
    click.echo(text("cli.stratify.features.done", lang, n=persons, path=str(out)), err=True)


@command.command("conditions", cls=Command, help=say("cli.stratify.conditions.help"))
@click.option(
    "--conditions", "file", type=_PATH, default=None, help=say("cli.stratify.features.conditions")
)
@click.option("--json", "as_json", is_flag=True, help=say("cli.option.json"))
@lang_option
def conditions(file: Path | None, as_json: bool, lang: str | None) -> None:
    """List the conditions with what tells them and where that stands."""
    from pilotzones.cli._show import show_json
    from pilotzones.stratification.conditions import read_conditions
    from pilotzones.words import text

    table = read_conditions(file)
    if as_json:
        show_json(_record(table))
        return
    spoken = lang or chosen_language()
    for row in table.rows:
        _show(row, spoken)
    rule = table.polypharmacy
    fields = {"months": rule.months, "classes": rule.classes, "ddd": float(rule.ddd)}
    click.echo(text("cli.stratify.conditions.polypharmacy", spoken, **fields))
    click.echo("  " + text("cli.stratify.conditions.source", spoken, source=rule.source))


def _show(row: Condition, lang: str) -> None:
    from pilotzones.words import text

    family = text(f"family.{row.family or 'unsaid'}", lang)
    head = {"short": row.id, "name": row.names[lang], "family": family}
    click.echo(text("cli.stratify.conditions.row", lang, **head))
    told = {"ddd": float(row.ddd), "atc": ", ".join(row.prefixes)}
    parts = [text("cli.stratify.conditions.rule", lang, **told)]
    if row.min_age is not None:
        parts.append(text("cli.stratify.conditions.from_age", lang, age=row.min_age))
    if row.max_age is not None:
        parts.append(text("cli.stratify.conditions.to_age", lang, age=row.max_age))
    click.echo("  " + ", ".join(parts))
    click.echo("  " + text("cli.stratify.conditions.source", lang, source=row.source))


def _record(table: Conditions) -> dict[str, Any]:
    rule = table.polypharmacy
    return {
        "schema": 1,
        "conditions": [
            {
                "id": row.id,
                "family": row.family,
                "name": dict(row.names),
                "atc": list(row.prefixes),
                "ddd": float(row.ddd),
                "min_age": row.min_age,
                "max_age": row.max_age,
                "source": row.source,
                "matches": row.matches,
                "not": row.differs,
            }
            for row in table.rows
        ],
        "polypharmacy": {
            "months": rule.months,
            "classes": rule.classes,
            "ddd": float(rule.ddd),
            "source": rule.source,
        },
    }
