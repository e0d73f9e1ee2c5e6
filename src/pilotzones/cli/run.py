"""Command ``run``: everything a project file allows, into out/ beside it."""

from __future__ import annotations

from pathlib import Path

import click

from pilotzones.cli._command import Command
from pilotzones.cli._language import chosen_language, lang_option, say


@click.command("run", cls=Command, help=say("cli.run.help"))
@click.argument("project", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), default=None, help=say("cli.option.out"))
@click.option("--strict", is_flag=True, help=say("cli.option.strict"))
@lang_option
def command(project: Path, out: Path | None, strict: bool, lang: str | None) -> int:
    """Read the project, check its zone, write the pages."""
    from pilotzones.cli._show import exit_code, show_end
    from pilotzones.cli._work import tell
    from pilotzones.present.site import write_site
    from pilotzones.project import read_case, read_project
    from pilotzones.zones.sheet import zone_sheet

    spoken = lang or chosen_language()
    found = read_project(project)
    read = read_case(found)
    sheet = zone_sheet(read.case)
    page = write_site(
        sheet,
        out=out or found.folder / "out",
        lang=lang or found.language,
        project_name=found.name,
    )
    tell(read.notices, read.case.layer, spoken)
    show_end(sheet, spoken, page)
    return exit_code(sheet.findings, strict=strict)
