"""Command ``new``: a project folder with a commented pilot.toml."""

from __future__ import annotations

from pathlib import Path

import click

from pilotzones.cli._command import Command
from pilotzones.cli._language import chosen_language, lang_option, say


@click.command("new", cls=Command, help=say("cli.new.help"))
@click.argument("folder", type=click.Path(path_type=Path))
@lang_option
def command(folder: Path, lang: str | None) -> None:
    """Write the template into a folder that has no project yet."""
    from pilotzones.assets import asset
    from pilotzones.errors import Fault, InputError, OutputError

    lang = lang or chosen_language()
    target = folder / "pilot.toml"
    if target.exists():
        raise InputError(Fault("new.exists", file=str(folder)))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        content = asset("models", "templates", f"pilot.{lang}.toml").read_text("utf-8")
        aside = folder / ".pilot.toml.part"
        aside.write_text(content, "utf-8")
        aside.replace(target)
    except OSError:
        raise OutputError(Fault("out.unwritable", file=str(folder))) from None
    click.echo(say("cli.new.done", path=str(target)))
