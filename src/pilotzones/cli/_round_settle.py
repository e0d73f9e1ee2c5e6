"""Command ``round settle``: every sensible way to settle the units that two zones share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pilotzones.cli._command import Command
from pilotzones.cli._language import chosen_language, lang_option, say
from pilotzones.cli._work import round_options

if TYPE_CHECKING:
    from pilotzones.postcodes.layer import UnitLayer
    from pilotzones.zones.propose.settle import Way


@click.command("settle", cls=Command, help=say("cli.round.settle.help"))
@round_options
@click.option("--between", nargs=2, required=True, help=say("cli.option.between"))
@click.option(
    "--columns", type=click.Path(path_type=Path), default=None, help=say("cli.option.columns")
)
@click.option("--json", "as_json", is_flag=True, help=say("cli.option.json"))
@lang_option
def settle(
    *,
    between: tuple[str, str],
    columns: Path | None,
    as_json: bool,
    lang: str | None,
    **given: Any,
) -> None:
    """The negotiation sheet of two zones that overlap."""
    from pilotzones.cli._show import show_json
    from pilotzones.cli._work import round_read, tell
    from pilotzones.errors import Fault, InputError
    from pilotzones.findings import Case
    from pilotzones.zones.columns import columns_from_table
    from pilotzones.zones.propose.settle import settle as settled

    lang = lang or chosen_language()
    read = round_read(**given)
    tell(read.notices, read.layer, lang)
    cases = {zone.name: Case(zone, read.layer, read.rules) for zone in read.zones}
    strange = [name for name in between if name not in cases]
    if strange:
        known = {"known": tuple(cases)}
        raise InputError([Fault("cli.no_such_zone", value=name, fields=known) for name in strange])
    values = columns_from_table(columns, read.layer) if columns else {}
    ways = settled(cases[between[0]], cases[between[1]], columns=values)
    if as_json:
        show_json({"schema": 1, "ways": [_record(way) for way in ways]})
    else:
        _show(ways, read.layer, lang)


def _record(way: Way) -> dict[str, Any]:
    return {
        "id": way.id,
        "valid": way.valid,
        "given_to_first": list(way.given_to_first),
        "sides": [
            {
                "zone": side.zone.name,
                "codes": list(side.zone.codes),
                "population": side.population,
                "rural_share": side.rural_share,
                "won": list(side.won),
                "lost": list(side.lost),
                "totals": dict(side.totals),
                "verdicts": {f.rule: str(f.verdict) for f in side.findings},
            }
            for side in way.sides
        ],
    }


def _show(ways: tuple[Way, ...], layer: UnitLayer, lang: str) -> None:
    """One line per side of each way, the best way first."""
    from pilotzones.cli._proposals import show_table, units_named
    from pilotzones.findings import Severity, Verdict
    from pilotzones.words import listed, number, percent, text

    names = ("way", "zone", "population", "rural", "won", "lost", "blocked")
    rows: list[list[str]] = []
    for way in ways:
        for side in way.sides:
            failed = [
                f.rule
                for f in side.findings
                if f.verdict is Verdict.FAIL and f.severity is Severity.BLOCKING
            ]
            rural = side.rural_share
            rows.append(
                [
                    text(f"settle.way.{way.id}", lang),
                    side.zone.name,
                    "–" if side.population is None else number(side.population, lang),
                    "–" if rural is None else percent(rural, lang, 0),
                    listed(units_named(side.won, layer, lang), lang, 6) or "–",
                    listed(units_named(side.lost, layer, lang), lang, 6) or "–",
                    ", ".join(failed) or "–",
                ]
            )
    show_table([text(f"cli.column.{name}", lang) for name in names], rows)
