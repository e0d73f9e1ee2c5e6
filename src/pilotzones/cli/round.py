"""Commands ``round``: all zones of a call, one fair look at each."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pilotzones.cli._command import Command, Group
from pilotzones.cli._language import chosen_language, lang_option, say
from pilotzones.cli._work import Units, units_options

if TYPE_CHECKING:
    from pilotzones.zones.measures import Overlap
    from pilotzones.zones.sheet import ZoneSheet

_PATH = click.Path(path_type=Path)


@click.group("round", cls=Group, help=say("cli.round.help"))
def command() -> None:
    """Group of the commands on all zones of a call."""


@command.command("check", cls=Command, help=say("cli.round.check.help"))
@click.argument("zones", type=_PATH)
@click.option("--zone-column", default=None, help=say("cli.option.zone_column"))
@click.option("--unit-column", default=None, help=say("cli.option.unit_column"))
@click.option("--rules", default=None, help=say("cli.option.rules"))
@units_options
@click.option("--json", "as_json", is_flag=True, help=say("cli.option.json"))
@click.option("--strict", is_flag=True, help=say("cli.option.strict"))
@lang_option
def check(*, as_json: bool, strict: bool, lang: str | None, **given: Any) -> int:
    """Evaluate every rule of the rule set on each zone, with the others as its round."""
    from pilotzones.cli._show import exit_code, show_counts, show_json
    from pilotzones.cli._work import tell

    lang = lang or chosen_language()
    sheets, notices = _sheets(**given)
    tell(notices, sheets[0].case.layer, lang)
    if as_json:
        show_json(_record(sheets))
    else:
        _show(sheets, lang)
    findings = tuple(finding for sheet in sheets for finding in sheet.findings)
    show_counts(findings, lang)
    return exit_code(findings, strict=strict)


def _sheets(
    zones: Path,
    zone_column: str | None,
    unit_column: str | None,
    rules: str | None,
    units: Units,
) -> tuple[list[ZoneSheet], Any]:
    from pilotzones.findings import Case
    from pilotzones.zones.round import zones_from_table
    from pilotzones.zones.rulesets import DEFAULT, read_rule_set
    from pilotzones.zones.sheet import zone_sheet
    from pilotzones.zones.zone import Round

    rule_set = read_rule_set(rules or DEFAULT)
    layer = units.open()
    read = zones_from_table(zones, layer, zone_column=zone_column, unit_column=unit_column)
    cases = (
        Case(zone, layer, rule_set, round=Round(tuple(z for z in read.zones if z != zone)))
        for zone in read.zones
    )
    return [zone_sheet(case) for case in cases], read.notices


def _record(sheets: list[ZoneSheet]) -> dict[str, Any]:
    from pilotzones.present.record import record

    pairs = [
        _pair(sheet.case.zone.name, o)
        for sheet in sheets
        for o in sheet.overlaps
        if sheet.case.zone.name < o.zone
    ]
    return {"schema": 1, "zones": [record(sheet) for sheet in sheets], "overlaps": pairs}


def _pair(name: str, shared: Overlap) -> dict[str, Any]:
    codes = list(shared.codes)
    return {"zones": [name, shared.zone], "codes": codes, "population": shared.population}


def _show(sheets: list[ZoneSheet], lang: str) -> None:
    """One block per zone: its headline, and what is no pass; then how many overlap."""
    from pilotzones.cli._show import show_open_points
    from pilotzones.words import text

    for sheet in sheets:
        show_open_points(sheet, lang)
    overlapping = sum(bool(sheet.overlaps) for sheet in sheets)
    click.echo(text("cli.round.summary", lang, n=len(sheets), overlapping=overlapping))
