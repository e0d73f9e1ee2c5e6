"""Command ``new``: a project folder with a commented pilot.toml and the Excel companion."""

from __future__ import annotations

from pathlib import Path

import click

from pilotzones.cli._command import Command
from pilotzones.cli._language import chosen_language, lang_option, say


@click.command("new", cls=Command, help=say("cli.new.help"))
@click.argument("folder", type=click.Path(path_type=Path))
@lang_option
def command(folder: Path, lang: str | None) -> None:
    """Write template and workbook into a folder that has no project yet."""
    from pilotzones.assets import asset
    from pilotzones.errors import Fault, InputError, OutputError
    from pilotzones.findings import Case
    from pilotzones.postcodes.open import open_layer
    from pilotzones.present.folder import replace_file
    from pilotzones.present.workbook.companion import companion
    from pilotzones.present.workbook.declared import TABLES, declared_table
    from pilotzones.zones.rulesets import read_rule_set
    from pilotzones.zones.zone import Zone

    lang = lang or chosen_language()
    target, book = folder / "pilot.toml", folder / "zone.xlsx"
    if target.exists():
        raise InputError(Fault("new.exists", file=str(folder)))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise OutputError(Fault("out.unwritable", file=str(folder))) from None
    if not book.exists():  # it may hold the zone of somebody already
        case = Case(Zone("", ()), open_layer(None), read_rule_set())
        replace_file(book, companion(case, lang))
    tables = [folder / name for name in TABLES if not (folder / name).exists()]
    for table in tables:
        replace_file(table, declared_table(table.name, lang))
    replace_file(target, asset("models", "templates", f"pilot.{lang}.toml").read_bytes())
    click.echo(say("cli.workbook.done", path=str(book)))
    for table in tables:
        click.echo(say("cli.new.table", path=str(table)))
    click.echo(say("cli.new.done", path=str(target)))
