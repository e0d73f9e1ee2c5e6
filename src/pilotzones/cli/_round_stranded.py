"""Command ``round stranded``: units that no valid zone can have any more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from pilotzones.cli._command import Command
from pilotzones.cli._language import chosen_language, lang_option, say
from pilotzones.cli._work import round_options

if TYPE_CHECKING:
    from pilotzones.postcodes.layer import UnitLayer
    from pilotzones.zones.propose.stranded import Stranded


@click.command("stranded", cls=Command, help=say("cli.round.stranded.help"))
@round_options
@click.option("--json", "as_json", is_flag=True, help=say("cli.option.json"))
@lang_option
def stranded(*, as_json: bool, lang: str | None, **given: Any) -> None:
    """Name what the zones leave stranded, and the smallest change that frees it."""
    from pilotzones.cli._proposals import repair_record
    from pilotzones.cli._show import show_json
    from pilotzones.cli._work import round_read, tell
    from pilotzones.zones.propose.board import bounds_of
    from pilotzones.zones.propose.stranded import stranded as cut_off

    lang = lang or chosen_language()
    read = round_read(**given)
    tell(read.notices, read.layer, lang)
    found = cut_off(read.layer, read.zones, bounds_of(read.rules))
    if as_json:
        rows = [
            {
                "codes": list(each.codes),
                "population": each.population,
                "why": each.why,
                "join": [{"zone": j.zone, "population": j.population} for j in each.join],
                "release": repair_record(each.release) if each.release else None,
            }
            for each in found
        ]
        show_json({"schema": 1, "stranded": rows})
    else:
        _show(found, read.layer, lang)


def _show(found: tuple[Stranded, ...], layer: UnitLayer, lang: str) -> None:
    """Each stranded piece with why, which zone could take it, and what would free it."""
    from pilotzones.cli._proposals import show_repair, units_named
    from pilotzones.words import text
    from pilotzones.zones.propose.stranded import OPEN

    people = sum(each.population for each in found)
    click.echo(text("cli.stranded.head", lang, n=len(found), people=people))
    for each in found:
        units = units_named(each.codes, layer, lang)
        click.echo(text("cli.stranded.piece", lang, units=units, people=each.population))
        click.echo("  " + text(f"stranded.why.{each.why}", lang))
        for join in each.join:
            fields = {"zone": join.zone, "people": join.population}
            click.echo("  " + text("cli.stranded.join", lang, **fields))
        click.echo("  " + text("cli.stranded.release", lang))
        if each.release is None:
            click.echo(text("stranded.open", lang, n=OPEN))
        else:
            show_repair(each.release, layer, lang)
