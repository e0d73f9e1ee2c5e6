"""Command ``draw``: the draw page as one file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from pilotzones.cli._command import Command
from pilotzones.cli._language import chosen_language, lang_option, say
from pilotzones.cli._work import Units, units_options


@click.command("draw", cls=Command, help=say("cli.draw.help"))
@click.argument("project", type=click.Path(path_type=Path), required=False)
@units_options
@click.option("--rules", default=None, help=say("cli.option.rules"))
@click.option(
    "--others",
    type=click.Path(path_type=Path),
    multiple=True,
    help=say("cli.option.others"),
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("draw.html"),
    show_default=True,
    help=say("cli.option.draw_out"),
)
@click.option("--people", is_flag=True, help=say("cli.option.draw_people"))
@lang_option
def command(
    *, project: Path | None, out: Path, people: bool, lang: str | None, **given: Any
) -> None:
    """Write the page of a project, or of a layer without any zone yet."""
    from pilotzones.cli._draw import drawn, layer_drawn
    from pilotzones.errors import Fault, InputError
    from pilotzones.present.folder import replace_file

    spoken = lang or chosen_language()
    if project is None:
        page = layer_drawn(lang=spoken, **given)
    elif given["rules"] or given["others"] or given["units"] != Units():
        raise InputError(Fault("zone.two_sources"))
    else:
        page = drawn(project, people=people, lang=lang, spoken=spoken)
    replace_file(out, page)
    click.echo(say("cli.page", path=str(out)), err=True)
