"""Command ``run``: everything a project file allows, into out/ beside it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pilotzones.cli._command import Command
from pilotzones.cli._language import chosen_language, lang_option, say

if TYPE_CHECKING:
    from pilotzones.errors import Fault
    from pilotzones.journey import Journey
    from pilotzones.present.history import Entry


@click.command("run", cls=Command, help=say("cli.run.help"))
@click.argument("project", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), default=None, help=say("cli.option.out"))
@click.option("--zip", "zipped", is_flag=True, help=say("cli.option.zip"))
@click.option("--strict", is_flag=True, help=say("cli.option.strict"))
@lang_option
def command(project: Path, out: Path | None, zipped: bool, strict: bool, lang: str | None) -> int:
    """Read the project, follow it as far as it goes, write the pages."""
    from pilotzones.cli._extras import book_of, extras
    from pilotzones.cli._progress import progress
    from pilotzones.cli._show import exit_code, show_end
    from pilotzones.cli._work import tell
    from pilotzones.journey import travel
    from pilotzones.present.archive import write_zip
    from pilotzones.present.history import FOLDER, read_history
    from pilotzones.present.reports.comments import FILE, read_comments
    from pilotzones.present.site import write_book
    from pilotzones.project import read_project

    spoken = lang or chosen_language()
    found = read_project(project)
    past, remarks = read_history(found.folder / FOLDER), read_comments(found.folder / FILE)
    with progress(spoken) as hear:
        journey = travel(found, progress=hear)
        book = book_of(journey, lang or found.language, earlier=past.entries)
        extra, lost = extras(book, remarks, hear)
        page = write_book(book, out or found.folder / "out", extra)
        unkept = remember(journey, past.entries)
    tell((*journey.notices, *past.notices, *lost, *unkept), journey.sheet.case.layer, spoken)
    show_end(journey, spoken, page)
    if zipped:
        click.echo(say("cli.zip", path=str(write_zip(page.parent))), err=True)
    return exit_code(journey.every_finding, strict=strict)


def remember(journey: Journey, entries: Sequence[Entry]) -> tuple[Fault, ...]:
    """What hindered keeping the released figures of a run beside the project; nothing, mostly.

    The pages are written by then: a project folder that cannot be written is told, and no more.
    """
    from pilotzones.errors import OutputError
    from pilotzones.present.history import FOLDER, write_history
    from pilotzones.present.snapshot import snapshot_of

    snapshot = snapshot_of(journey.sheet, journey.findings)
    try:
        write_history(journey.project.folder / FOLDER, snapshot, date.today(), entries)
    except OutputError as error:
        return error.faults
    return ()
