"""Command ``zone complete``: several zones around the units that must be in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pilotzones.cli._command import Command
from pilotzones.cli._language import chosen_language, lang_option, say
from pilotzones.cli._work import Units, units_options
from pilotzones.cli._zone_pages import out_option, write_page

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pilotzones.postcodes.layer import UnitLayer
    from pilotzones.zones.propose.wish import Objective

_PATH = click.Path(path_type=Path)


@click.command("complete", cls=Command, help=say("cli.zone.complete.help"))
@click.option("--must", required=True, help=say("cli.option.must"))
@click.option("--forbidden", default=None, help=say("cli.option.forbidden"))
@click.option("--like", default=None, help=say("cli.option.like"))
@click.option("--others", type=_PATH, multiple=True, help=say("cli.option.others"))
@click.option("--objective", "objectives", multiple=True, help=say("cli.option.objective"))
@click.option("--columns", type=_PATH, default=None, help=say("cli.option.columns"))
@click.option("--most", type=click.IntRange(1, 20), default=5, help=say("cli.option.most"))
@click.option("--seed", type=click.IntRange(0), default=1, help=say("cli.option.seed"))
@click.option("--rules", default=None, help=say("cli.option.rules"))
@units_options
@out_option
@click.option("--json", "as_json", is_flag=True, help=say("cli.option.json"))
@lang_option
def complete(
    *, out: Path | None, as_json: bool, lang: str | None, units: Units, **given: Any
) -> None:
    """Propose zones and say why each stands in the list."""
    from pilotzones.cli._proposals import complete_record, show_proposals
    from pilotzones.cli._show import show_json
    from pilotzones.cli._work import codes_of
    from pilotzones.findings import Case
    from pilotzones.postcodes.rurality import rural_units
    from pilotzones.zones.propose.board import bounds_of
    from pilotzones.zones.propose.complete import complete as completed
    from pilotzones.zones.propose.sheet import Options, Proposals
    from pilotzones.zones.propose.wish import Ranking, Wish
    from pilotzones.zones.round import round_from
    from pilotzones.zones.rulesets import DEFAULT, read_rule_set
    from pilotzones.zones.zone import Zone

    lang = lang or chosen_language()
    rules = read_rule_set(given["rules"] or DEFAULT)
    layer = units.open()
    taken = round_from(given["others"], layer).zones if given["others"] else ()
    forbidden = {*codes_of(given["forbidden"], layer)}
    forbidden |= {code for zone in taken for code in zone.known(layer)}
    wish = Wish(
        codes_of(given["must"], layer), tuple(sorted(forbidden)), codes_of(given["like"], layer)
    )
    bounds = bounds_of(rules)
    objectives, columns = _objectives(given["objectives"]), _columns(given["columns"], layer)
    ranking = Ranking(objectives, rural_units(layer, rules.rural.definition()), columns)
    found = completed(layer, wish, bounds, ranking=ranking, most=given["most"], seed=given["seed"])
    case = Case(Zone.of(say("cli.unnamed_zone"), wish.must), layer, rules)
    write_page(case, Proposals(options=Options(wish, found)), out, lang)
    if as_json:
        show_json(complete_record(found, wish, bounds))
    else:
        show_proposals(found, layer, lang)


def _objectives(given: tuple[str, ...]) -> tuple[Objective, ...]:
    """Objectives written as ``name=weight``; the default ones where none is given."""
    from pilotzones.errors import Fault, InputError
    from pilotzones.zones.propose.wish import DEFAULT_OBJECTIVES, Objective

    found: list[Objective] = []
    for item in given:
        name, _, weight = item.rpartition("=")
        try:
            number = float(weight.replace(",", "."))
        except ValueError:
            number = -1.0
        if not name or not 0 < number < float("inf"):
            raise InputError(Fault("cli.objective_unclear", value=item))
        found.append(Objective(name, number))
    return tuple(found) or DEFAULT_OBJECTIVES


def _columns(path: Path | None, layer: UnitLayer) -> Mapping[str, Mapping[str, float]]:
    from pilotzones.zones.columns import columns_from_table

    return columns_from_table(path, layer) if path is not None else {}
