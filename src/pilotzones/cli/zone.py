"""Commands ``zone``: one zone, checked, completed, repaired, compared and followed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from pilotzones.cli._command import Command, Group
from pilotzones.cli._language import chosen_language, lang_option, say
from pilotzones.cli._work import zone_options
from pilotzones.cli._zone_compare import compare
from pilotzones.cli._zone_complete import complete
from pilotzones.cli._zone_ensemble import ensemble
from pilotzones.cli._zone_recode import recode
from pilotzones.cli._zone_repair import repair
from pilotzones.cli._zone_robust import robust


@click.group("zone", cls=Group, help=say("cli.zone.help"))
def command() -> None:
    """Group of the commands on one zone."""


@command.command("check", cls=Command, help=say("cli.zone.check.help"))
@zone_options
@click.option("--out", type=click.Path(path_type=Path), default=None, help=say("cli.option.pages"))
@click.option("--json", "as_json", is_flag=True, help=say("cli.option.json"))
@click.option("--strict", is_flag=True, help=say("cli.option.strict"))
@lang_option
def check(*, out: Path | None, as_json: bool, strict: bool, lang: str | None, **given: Any) -> int:
    """Evaluate every rule of the rule set on one zone."""
    from pilotzones.cli._show import exit_code, show_counts, show_json, show_sheet
    from pilotzones.cli._work import case_given, tell
    from pilotzones.present.record import record
    from pilotzones.zones.sheet import zone_sheet

    lang = lang or chosen_language()
    case, notices = case_given(given)
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


for verb in (complete, repair, compare, ensemble, robust, recode):
    command.add_command(verb)
