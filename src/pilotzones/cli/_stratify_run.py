"""Command ``stratify run``: the people part of a project alone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pilotzones.cli._command import Command
from pilotzones.cli._language import chosen_language, lang_option, say

if TYPE_CHECKING:
    from pilotzones.stratification.released import Cell, PeopleSheet, SafeTable

_LEVELS = {
    "high": "cli.stratify.run.level.high",
    "middle": "cli.stratify.run.level.middle",
    "low": "cli.stratify.run.level.low",
}
_FOLDER = "out-people"


@click.command("run", cls=Command, help=say("cli.stratify.run.help"))
@click.argument("project", type=click.Path(path_type=Path))
@click.option(
    "--out", type=click.Path(path_type=Path), default=None, help=say("cli.stratify.run.out")
)
@lang_option
def command(project: Path, out: Path | None, lang: str | None) -> None:
    """Stratify the people of the zone and write what is released of them."""
    from pilotzones.cli._progress import progress
    from pilotzones.cli._work import tell
    from pilotzones.errors import Fault, InputError
    from pilotzones.journey import people_of
    from pilotzones.present.folder import replace_folder
    from pilotzones.present.released_files import people_csvs, people_json
    from pilotzones.project import read_case, read_project

    spoken = lang or chosen_language()
    found = read_project(project)
    read = read_case(found)
    with progress(spoken) as hear:
        sheet = people_of(found, read.case, progress=hear)
    if sheet is None:
        raise InputError(Fault("cli.stratify.run.no_people", file=found.written.file))
    folder = out or found.folder / _FOLDER
    replace_folder(folder, {"people.json": people_json(sheet), **people_csvs(sheet, spoken)})
    tell((*read.notices, *sheet.notices, *sheet.register), read.case.layer, spoken)
    _show(sheet, folder, spoken)


def _show(sheet: PeopleSheet, folder: Path, lang: str) -> None:
    """The pyramid and the size of the target group, on stdout."""
    from pilotzones.present.released_files import source_line
    from pilotzones.words import text

    click.echo(source_line(sheet, lang))
    pyramid, areas = sheet.tables.get("pyramid"), sheet.tables.get("areas")
    if areas is not None:
        _show_areas(sheet, areas, lang)
    elif pyramid is None:
        click.echo(text("cli.stratify.run.no_pyramid", lang))
    else:
        for level, word in _LEVELS.items():
            people, share, cost = (
                pyramid.cell(column, level=level) for column in ("people", "share", "eur_share")
            )
            click.echo(
                text(
                    "cli.stratify.run.row",
                    lang,
                    level=text(word, lang),
                    people=_said(people, lang),
                    share=_said(share, lang, percent=True),
                    cost=_said(cost, lang, percent=True),
                )
            )
    criteria = sheet.tables.get("criteria")
    if criteria is not None:
        people = _said(criteria.cell("people", term="union"), lang)
        click.echo(text("cli.stratify.run.target", lang, people=people))
    hidden = sum(table.hidden for table in sheet.tables.values())
    click.echo(text("cli.stratify.run.done", lang, path=str(folder), hidden=hidden))


def _show_areas(sheet: PeopleSheet, areas: SafeTable, lang: str) -> None:
    """The level of the data, and the estimate of each indicator for the zone."""
    from pilotzones.present.data_level import indicator_name, level_words
    from pilotzones.words import text

    click.echo(level_words(sheet.data.level, lang))
    for row in areas.records():
        name = indicator_name(sheet, row["indicator"])(lang)
        shares = [row[column] for column in ("rate", "rate_low", "rate_high")]
        if all(isinstance(share, float) for share in shares):
            rate, low, high = shares
            fields = {"indicator": name, "rate": rate, "low": low, "high": high}
            n = _said(row["n"], lang)
            click.echo(text("cli.stratify.run.area", lang, n=n, **fields))


def _said(cell: Cell, lang: str, *, percent: bool = False) -> str:
    from pilotzones.words import number, text
    from pilotzones.words import percent as percentage

    if isinstance(cell, int | float):
        return percentage(cell, lang) if percent else number(cell, lang)
    return text("released.hidden", lang)
