"""Command ``demo``: the whole journey on the data that ship."""

from __future__ import annotations

from pathlib import Path

import click

from pilotzones.cli._command import Command
from pilotzones.cli._language import chosen_language, lang_option, say


@click.command("demo", cls=Command, help=say("cli.demo.help"))
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("out/demo"),
    show_default=True,
    help=say("cli.option.out"),
)
@lang_option
def command(out: Path, lang: str | None) -> None:
    """Run the demonstration project and say what it found."""
    from pilotzones.assets import asset
    from pilotzones.cli._extras import book_of, extras
    from pilotzones.cli._progress import progress
    from pilotzones.cli._show import show_end
    from pilotzones.journey import travel
    from pilotzones.present.site import write_book
    from pilotzones.project import read_project
    from pilotzones.words import all_languages

    spoken = lang or chosen_language()
    project = read_project(asset("models", "demo", "pilot.toml"))
    with progress(spoken) as hear:
        journey = travel(project, progress=hear)
        book = book_of(journey, spoken, note=all_languages("cli.demo.fictional"))
        extra, _ = extras(book, (), hear)
        page = write_book(book, out, extra)
    show_end(journey, spoken, page)
