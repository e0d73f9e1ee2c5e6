"""Commands ``round``: all zones of a call, one fair look at each, and what can be done."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pilotzones.cli._command import Command, Group
from pilotzones.cli._language import chosen_language, lang_option, say
from pilotzones.cli._round_partition import partition
from pilotzones.cli._round_repair import repair
from pilotzones.cli._round_settle import settle
from pilotzones.cli._round_stranded import stranded
from pilotzones.cli._work import round_options, round_read

if TYPE_CHECKING:
    from pilotzones.zones.measures import Overlap
    from pilotzones.zones.round_view import RoundView
    from pilotzones.zones.sheet import ZoneSheet

_PATH = click.Path(path_type=Path)


@click.group("round", cls=Group, help=say("cli.round.help"))
def command() -> None:
    """Group of the commands on all zones of a call."""


@command.command("check", cls=Command, help=say("cli.round.check.help"))
@round_options
@click.option("--partners", type=_PATH, default=None, help=say("cli.option.partners"))
@click.option("--out", type=_PATH, default=None, help=say("cli.option.pages"))
@click.option("--json", "as_json", is_flag=True, help=say("cli.option.json"))
@click.option("--strict", is_flag=True, help=say("cli.option.strict"))
@lang_option
def check(
    *,
    partners: Path | None,
    out: Path | None,
    as_json: bool,
    strict: bool,
    lang: str | None,
    **given: Any,
) -> int:
    """Evaluate every rule of the rule set on each zone, with the others as its round."""
    from pilotzones.cli._show import exit_code, show_counts, show_json
    from pilotzones.cli._work import tell
    from pilotzones.zones.round_view import partners_from_table, round_view

    lang = lang or chosen_language()
    read = round_read(**given)
    known = partners_from_table(partners) if partners else None
    view = round_view(read.zones, read.layer, read.rules, partners=known)
    tell(read.notices, read.layer, lang)
    if out is not None:
        click.echo(say("cli.page", path=str(_pages(view, out, lang))), err=True)
    if as_json:
        show_json(_record(list(view.sheets)))
    else:
        _show(list(view.sheets), lang)
    findings = tuple(finding for sheet in view.sheets for finding in sheet.findings)
    show_counts(findings, lang)
    return exit_code(findings, strict=strict)


def _pages(view: RoundView, out: Path, lang: str) -> Path:
    """First page of the round, with the areas that are stranded and the overlaps to be settled."""
    from pilotzones.present.round_site import write_round_site
    from pilotzones.zones.propose.board import bounds_of
    from pilotzones.zones.propose.settle import settle as settled
    from pilotzones.zones.propose.stranded import stranded as cut_off

    first = view.sheets[0].case
    cases = {sheet.case.zone.name: sheet.case for sheet in view.sheets}
    zones = [case.zone for case in cases.values()]
    return write_round_site(
        view,
        out=out,
        lang=lang,
        stranded=cut_off(first.layer, zones, bounds_of(first.rules)),
        settled=tuple(settled(cases[pair.a], cases[pair.b]) for pair in view.pairs),
    )


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


for verb in (repair, partition, stranded, settle):
    command.add_command(verb)
