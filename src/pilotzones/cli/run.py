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
    """Read the project, follow it as far as it goes, write the pages."""
    from pilotzones.cli._progress import progress
    from pilotzones.cli._show import exit_code, show_end
    from pilotzones.cli._work import tell
    from pilotzones.journey import travel
    from pilotzones.present.site import write_site
    from pilotzones.project import read_project

    spoken = lang or chosen_language()
    found = read_project(project)
    with progress(spoken) as hear:
        journey = travel(found, progress=hear)
        page = write_site(
            journey.sheet,
            out=out or found.folder / "out",
            lang=lang or found.language,
            project_name=found.name,
            findings=journey.findings,
            proposals=journey.proposals,
        )
    tell(journey.notices, journey.sheet.case.layer, spoken)
    show_end(journey, spoken, page)
    return exit_code(journey.every_finding, strict=strict)
