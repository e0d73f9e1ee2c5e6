"""Commands ``resources``: the supply of care in the zone of a project, and access to it."""

from __future__ import annotations

from pathlib import Path

import click

from pilotzones.cli._command import Command, Group
from pilotzones.cli._language import chosen_language, lang_option, say

_PATH = click.Path(path_type=Path)


@click.group("resources", cls=Group, help=say("cli.resources.help"))
def command() -> None:
    """Group of the commands on resources."""


@command.command("run", cls=Command, help=say("cli.resources.run.help"))
@click.argument("project", type=_PATH)
@click.option("--out", type=_PATH, default=None, help=say("cli.resources.out"))
@click.option("--strict", is_flag=True, help=say("cli.option.strict"))
@lang_option
def run(project: Path, out: Path | None, strict: bool, lang: str | None) -> int:
    """Read the lists of providers, say what the zone has and lacks, write it as tables."""
    import json
    from dataclasses import replace

    from pilotzones.cli._show import exit_code, show_counts
    from pilotzones.cli._show_care import show_care
    from pilotzones.cli._work import tell
    from pilotzones.errors import Fault, InputError
    from pilotzones.findings import checked, evaluate
    from pilotzones.journey import care_of
    from pilotzones.present.care_exports import gaps_csv, supply_csv
    from pilotzones.present.care_record import care_record
    from pilotzones.present.folder import replace_folder
    from pilotzones.project import read_case, read_project
    from pilotzones.zones.sheet import zone_sheet

    lang = lang or chosen_language()
    found = read_project(project)
    read = read_case(found)
    care = care_of(found, read.case, None)
    if care is None:
        raise InputError(Fault("resources.no_section", found.written.file))
    sheet = zone_sheet(replace(read.case, care=care))
    findings = evaluate(sheet.case, checked("R"))
    folder = out or found.folder / "out-care"
    content = json.dumps(care_record(sheet, care, findings), ensure_ascii=False, indent=1)
    files = {
        "care.json": f"{content}\n".encode(),
        "supply.csv": supply_csv(sheet, care, lang),
        "gaps.csv": gaps_csv(sheet, care, lang),
    }
    replace_folder(folder, files)
    tell((*read.notices, *care.notices), read.case.layer, lang)
    show_care(sheet, care, lang)
    click.echo(say("cli.resources.written", folder=str(folder), files=tuple(files)), err=True)
    show_counts(findings, lang)
    return exit_code(findings, strict=strict)
