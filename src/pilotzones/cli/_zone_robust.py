"""Command ``zone robust``: every verdict under other assumptions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from pilotzones.cli._command import Command
from pilotzones.cli._language import chosen_language, lang_option, say
from pilotzones.cli._work import zone_options
from pilotzones.cli._zone_pages import out_option, write_page


@click.command("robust", cls=Command, help=say("cli.zone.robust.help"))
@zone_options
@click.option(
    "--populations",
    type=click.Path(path_type=Path),
    default=None,
    help=say("cli.option.populations"),
)
@click.option(
    "--populations-date",
    type=click.DateTime(formats=["%Y-%m-%d"]),
    default=None,
    help=say("cli.option.populations_date"),
)
@out_option
@click.option("--json", "as_json", is_flag=True, help=say("cli.option.json"))
@lang_option
def robust(*, out: Path | None, as_json: bool, lang: str | None, **given: Any) -> None:
    """Recompute the verdicts with another population, another split and other rural rules."""
    from pilotzones.cli._proposals import robust_record, show_robust
    from pilotzones.cli._show import show_json
    from pilotzones.cli._work import case_given, tell
    from pilotzones.zones.populations import populations_from_table
    from pilotzones.zones.propose.sheet import Proposals
    from pilotzones.zones.robust import robustness

    lang = lang or chosen_language()
    file, day = given.pop("populations"), given.pop("populations_date")
    case, notices = case_given(given)
    tell(notices, case.layer, lang)
    others = ()
    if file is not None:
        stated = day.date() if day else None
        others = populations_from_table(file, case.layer, population_date=stated)
    found = robustness(case, populations=others)
    write_page(case, Proposals(robustness=found), out, lang)
    if as_json:
        show_json(robust_record(found))
    else:
        show_robust(found, case, lang)
