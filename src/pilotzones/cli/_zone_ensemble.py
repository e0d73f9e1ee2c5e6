"""Command ``zone ensemble``: where a zone stands among many valid ones."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from pilotzones.cli._command import Command
from pilotzones.cli._language import chosen_language, lang_option, say
from pilotzones.cli._work import zone_options
from pilotzones.cli._zone_pages import out_option, write_page

_PATH = click.Path(path_type=Path)


@click.command("ensemble", cls=Command, help=say("cli.zone.ensemble.help"))
@zone_options
@click.option(
    "--kind",
    type=click.Choice(["partitions", "zones"]),
    default="partitions",
    help=say("cli.option.kind"),
)
@click.option("--around", default=None, help=say("cli.option.around"))
@click.option("--flows", type=_PATH, default=None, help=say("cli.option.flows"))
@click.option("--columns", type=_PATH, default=None, help=say("cli.option.columns"))
@click.option("--steps", type=click.IntRange(1000), default=None, help=say("cli.option.steps"))
@click.option("--seed", type=click.IntRange(0), default=1, help=say("cli.option.seed"))
@out_option
@click.option("--json", "as_json", is_flag=True, help=say("cli.option.json"))
@lang_option
def ensemble(*, out: Path | None, as_json: bool, lang: str | None, **given: Any) -> None:
    """Sample valid zones and place the drawn one among them."""
    from pilotzones.cli._proposals import ensemble_record, show_ensemble
    from pilotzones.cli._show import show_json
    from pilotzones.cli._work import case_given, codes_of, tell
    from pilotzones.postcodes.rurality import rural_units
    from pilotzones.zones.columns import columns_from_table
    from pilotzones.zones.flows import flows_from_table
    from pilotzones.zones.propose.board import bounds_of
    from pilotzones.zones.propose.ensemble import Measured, Sampling
    from pilotzones.zones.propose.ensemble import ensemble as sampled
    from pilotzones.zones.propose.sheet import Proposals

    lang = lang or chosen_language()
    kind, around, steps, seed = (given.pop(n) for n in ("kind", "around", "steps", "seed"))
    flows, columns = given.pop("flows"), given.pop("columns")
    case, notices = case_given(given)
    tell(notices, case.layer, lang)
    measured = Measured(
        rural=rural_units(case.layer, case.rules.rural.definition()),
        flows=flows_from_table(flows, case.layer) if flows else None,
        columns=columns_from_table(columns, case.layer) if columns else {},
    )
    found = sampled(
        case.layer,
        case.zone,
        bounds_of(case.rules),
        sampling=Sampling(kind, codes_of(around, case.layer), steps, seed),
        measured=measured,
    )
    write_page(case, Proposals(ensemble=found), out, lang)
    if as_json:
        show_json(ensemble_record(found))
    else:
        show_ensemble(found, case.layer, lang)
