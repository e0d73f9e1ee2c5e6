"""Commands ``zone``: one zone, checked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from pilotzones.cli._command import Command, Group
from pilotzones.cli._language import chosen_language, lang_option, say
from pilotzones.cli._work import units_options

_PATH = click.Path(path_type=Path)


@click.group("zone", cls=Group, help=say("cli.zone.help"))
def command() -> None:
    """Group of the commands on one zone."""


@command.command("check", cls=Command, help=say("cli.zone.check.help"))
@click.argument("project", type=_PATH, required=False)
@click.option("--postcodes", default=None, help=say("cli.option.postcodes"))
@click.option("--municipalities", default=None, help=say("cli.option.municipalities"))
@click.option("--file", "file", type=_PATH, default=None, help=say("cli.option.file"))
@click.option("--name", default=None, help=say("cli.option.name"))
@click.option("--others", type=_PATH, multiple=True, help=say("cli.option.others"))
@click.option("--rules", default=None, help=say("cli.option.rules"))
@units_options
@click.option("--out", type=_PATH, default=None, help=say("cli.option.pages"))
@click.option("--json", "as_json", is_flag=True, help=say("cli.option.json"))
@click.option("--strict", is_flag=True, help=say("cli.option.strict"))
@lang_option
def check(*, out: Path | None, as_json: bool, strict: bool, lang: str | None, **given: Any) -> int:
    """Evaluate every rule of the rule set on one zone."""
    from pilotzones.cli._show import exit_code, show_counts, show_json, show_sheet
    from pilotzones.cli._work import tell
    from pilotzones.present.record import record
    from pilotzones.zones.sheet import zone_sheet

    lang = lang or chosen_language()
    case, notices = _case(given)
    sheet = zone_sheet(case)
    tell(notices, case.layer, lang)
    if out is not None:
        from pilotzones.present.site import write_site

        page = write_site(sheet, out=out, lang=lang, project_name=case.zone.name)
        click.echo(say("cli.page", path=str(page)), err=True)
    if as_json:
        show_json(record(sheet))
    else:
        show_sheet(sheet, lang)
    show_counts(sheet.findings, lang)
    return exit_code(sheet.findings, strict=strict)


def _case(given: dict[str, Any]) -> Any:
    from pilotzones.cli._work import ZoneAsked, case_of_options
    from pilotzones.errors import Fault, InputError

    project = given.pop("project")
    if project is None:
        return case_of_options(ZoneAsked(**given))
    if any(value for name, value in given.items() if name != "units") or given["units"].file:
        raise InputError(Fault("zone.two_sources"))
    from pilotzones.project import read_case, read_project

    read = read_case(read_project(project))
    return read.case, read.notices
