"""Command ``zone compare``: several drawings of one zone side by side."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pilotzones.cli._command import Command
from pilotzones.cli._language import chosen_language, lang_option, say
from pilotzones.cli._work import Units, units_options
from pilotzones.cli._zone_pages import out_option, write_page

if TYPE_CHECKING:
    from pilotzones.findings import Case
    from pilotzones.postcodes.layer import UnitLayer
    from pilotzones.zones.rulesets import RuleSet

_PATH = click.Path(path_type=Path)


@click.command("compare", cls=Command, help=say("cli.zone.compare.help"))
@click.argument("drawings", type=_PATH, nargs=-1, required=True)
@click.option("--flows", type=_PATH, default=None, help=say("cli.option.flows"))
@click.option("--rules", default=None, help=say("cli.option.rules"))
@units_options
@out_option
@click.option("--json", "as_json", is_flag=True, help=say("cli.option.json"))
@lang_option
def compare(
    *,
    drawings: tuple[Path, ...],
    out: Path | None,
    as_json: bool,
    lang: str | None,
    units: Units,
    **given: Any,
) -> None:
    """Measures and verdicts of each drawing, and who is gained and lost against the first."""
    from pilotzones.cli._proposals import compare_record, show_comparison
    from pilotzones.cli._show import show_json
    from pilotzones.zones.compare import compare as compared
    from pilotzones.zones.flows import flows_from_table
    from pilotzones.zones.propose.sheet import Proposals
    from pilotzones.zones.rulesets import DEFAULT, read_rule_set

    lang = lang or chosen_language()
    layer, rule_set = units.open(), read_rule_set(given["rules"] or DEFAULT)
    cases = [case for path in drawings for case in _cases(path, layer, rule_set)]
    flows = flows_from_table(given["flows"], layer) if given["flows"] else None
    found = compared(cases, flows=flows)
    write_page(cases[0], Proposals(comparison=found), out, lang)
    if as_json:
        show_json(compare_record(found))
    else:
        show_comparison(found, layer, lang)


def _cases(path: Path, layer: UnitLayer, rules: RuleSet) -> list[Case]:
    from pilotzones.findings import Case
    from pilotzones.zones.round import round_from

    return [Case(zone, layer, rules) for zone in round_from(path, layer).zones]
