"""Command ``workbook``: the Excel companion of a zone."""

from __future__ import annotations

from pathlib import Path

import click

from pilotzones.cli._command import Command
from pilotzones.cli._language import chosen_language, lang_option, say
from pilotzones.cli._work import Units, units_options


@click.command("workbook", cls=Command, help=say("cli.workbook.help"))
@click.argument("project", type=click.Path(path_type=Path), required=False)
@units_options
@click.option("--rules", default=None, help=say("cli.option.rules"))
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("zone.xlsx"),
    show_default=True,
    help=say("cli.option.workbook_out"),
)
@lang_option
def command(
    *, project: Path | None, units: Units, rules: str | None, out: Path, lang: str | None
) -> None:
    """Write the workbook of a project, or one with an empty zone."""
    from pilotzones.cli._work import tell
    from pilotzones.errors import Fault, InputError
    from pilotzones.findings import Case
    from pilotzones.present.folder import replace_file
    from pilotzones.present.workbook.companion import companion
    from pilotzones.project import read_case, read_project
    from pilotzones.zones.rulesets import DEFAULT, read_rule_set
    from pilotzones.zones.zone import Zone

    spoken = lang or chosen_language()
    if project is None:
        rule_set = read_rule_set(rules or DEFAULT)
        case = Case(Zone("", ()), units.open(), rule_set)
        tell((), case.layer, spoken)
    elif rules or units != Units():
        raise InputError(Fault("zone.two_sources"))
    else:
        found = read_project(project)
        read = read_case(found)
        case = read.case
        tell(read.notices, case.layer, spoken)
        spoken = lang or found.language
    replace_file(out, companion(case, spoken))
    click.echo(say("cli.workbook.done", path=str(out)), err=True)
