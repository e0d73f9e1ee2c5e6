"""Command ``report``: the reports of a project or of a call, as files to hand in."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pilotzones.cli._command import Command
from pilotzones.cli._language import chosen_language, say
from pilotzones.errors import Fault, InputError
from pilotzones.words import LANGUAGES

if TYPE_CHECKING:
    from pilotzones.present.book import Book
    from pilotzones.present.reports.model import Kind
    from pilotzones.present.reports.write import Asked

_PATH = click.Path(path_type=Path)
_FORMATS = ("html", "docx", "xlsx", "pdf")
_KINDS = ("whole", "zone", "stratification", "resources", "compliance")
_DEFAULT = "html,docx,xlsx"
FOLDER = "reports"


@click.command("report", cls=Command, help=say("cli.report.help"))
@click.argument("project", type=_PATH, required=False)
@click.option("--format", "formats", default=_DEFAULT, help=say("cli.option.report_format"))
@click.option("--lang", "langs", default=None, help=say("cli.option.report_lang"))
@click.option("--kind", "kinds", default="whole", help=say("cli.option.report_kind"))
@click.option("--round", "zones", type=_PATH, default=None, help=say("cli.option.report_round"))
@click.option("--out", type=_PATH, default=None, help=say("cli.option.report_out"))
@click.option("--comments", is_flag=True, help=say("cli.option.report_comments"))
def command(
    project: Path | None, zones: Path | None, out: Path | None, *, comments: bool, **given: Any
) -> int:
    """Write what is asked for, whole or not at all."""
    from pilotzones.present.reports.write import Asked

    langs = given["langs"]
    asked = Asked(
        kinds=_listed(given["kinds"], _KINDS, "--kind"),
        languages=_listed(langs, LANGUAGES, "--lang") if langs else (),
        formats=_listed(given["formats"], _FORMATS, "--format"),
    )
    if zones is not None and project is not None:
        raise InputError(Fault("report.two_sources"))
    if zones is not None:
        return _of_round(zones, asked, out)
    return _of_project(project or Path(), asked, out, comments=comments)


def _listed(given: str, known: Sequence[str], option: str) -> tuple[Any, ...]:
    """Values parted by commas, each once; unknown ones are faults, all at once."""
    values = tuple(dict.fromkeys(part.strip() for part in given.split(",") if part.strip()))
    wrong = [value for value in values if value not in known]
    if wrong or not values:
        faults = [
            Fault("report.option_unknown", column=option, value=v, fields={"known": tuple(known)})
            for v in wrong or [""]
        ]
        raise InputError(faults)
    return values


def _of_project(project: Path, asked: Asked, out: Path | None, *, comments: bool) -> int:
    from dataclasses import replace

    from pilotzones.cli._extras import book_of
    from pilotzones.cli._progress import progress
    from pilotzones.cli._work import tell
    from pilotzones.journey import travel
    from pilotzones.present.history import FOLDER as HISTORY
    from pilotzones.present.history import read_history
    from pilotzones.present.reports.comments import FILE, read_comments, unknown_keys
    from pilotzones.present.reports.write import known_keys, project_files
    from pilotzones.project import read_project

    spoken = chosen_language()
    found = read_project(project)
    asked = replace(asked, languages=asked.languages or (found.language,))
    remarks = read_comments(found.folder / FILE)
    past = read_history(found.folder / HISTORY)
    with progress(spoken) as hear:
        journey = travel(found, progress=hear, proposals=False)
        book = book_of(journey, found.language, earlier=past.entries)
        if comments:
            _show_keys(replace(book, lang=spoken), asked.kinds)
            return 0
        files = project_files(book, asked, remarks=remarks, progress=hear)
    lost = unknown_keys(remarks, known_keys(book)) if remarks else ()
    tell((*journey.notices, *lost), journey.sheet.case.layer, spoken)
    _write(out or found.folder / FOLDER, files)
    return 0


def _show_keys(book: Book, kinds: Sequence[Kind]) -> None:
    """Keys that can be commented, each with its value and its name, on stdout."""
    from pilotzones.present.reports.cells import plain
    from pilotzones.present.reports.comments import targets
    from pilotzones.present.reports.kinds import project_report

    found = {}
    for kind in kinds:
        found |= targets(project_report(book, kind))
    for target in found.values():
        value = None if target.cell is None else plain(target.cell)
        told = "" if value is None else f'"{value}"' if isinstance(value, str) else str(value)
        click.echo(f'"{target.key}"\t{told}\t{target.name}')


def _of_round(zones: Path, asked: Asked, out: Path | None) -> int:
    """One report on all zones of a call, with the areas that are stranded."""
    from pilotzones.cli._progress import progress
    from pilotzones.cli._work import Units, round_read, tell
    from pilotzones.present.reports.pdf import printer
    from pilotzones.present.reports.round import RoundSubject, round_report
    from pilotzones.present.reports.write import report_files
    from pilotzones.zones.propose.board import bounds_of
    from pilotzones.zones.propose.stranded import stranded
    from pilotzones.zones.round_view import round_view

    if out is None:
        raise InputError(Fault("report.needs_out"))
    spoken = chosen_language()
    printed_by = printer() if "pdf" in asked.formats else None
    read = round_read(zones, None, None, None, Units())
    with progress(spoken) as hear:
        view = round_view(read.zones, read.layer, read.rules)
        cut_off = stranded(read.layer, read.zones, bounds_of(read.rules))
        files: dict[str, bytes] = {}
        for lang in asked.languages or (spoken,):
            report = round_report(RoundSubject(view, lang, cut_off))
            files |= report_files(report, asked.formats, printed_by, hear)
    tell(read.notices, read.layer, spoken)
    _write(out, files)
    return 0


def _write(out: Path, files: dict[str, bytes]) -> None:
    from pilotzones.present.folder import replace_folder

    replace_folder(out, files)
    click.echo(say("cli.report.written", n=len(files), path=str(out)))
