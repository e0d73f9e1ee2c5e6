"""Command ``zone repair``: the smallest change that makes a zone hold, with its proof."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from pilotzones.cli._command import Command
from pilotzones.cli._language import chosen_language, lang_option, say
from pilotzones.cli._work import zone_options
from pilotzones.cli._zone_pages import out_option, write_page


@click.command("repair", cls=Command, help=say("cli.zone.repair.help"))
@zone_options
@click.option("--forced", default=None, help=say("cli.option.forced"))
@click.option("--forbidden", default=None, help=say("cli.option.forbidden"))
@out_option
@click.option("--json", "as_json", is_flag=True, help=say("cli.option.json"))
@lang_option
def repair(
    *,
    forced: str | None,
    forbidden: str | None,
    out: Path | None,
    as_json: bool,
    lang: str | None,
    **given: Any,
) -> int:
    """Repair one zone; the zones of other projects stay as they are."""
    from pilotzones.cli._proposals import repair_record, show_repair
    from pilotzones.cli._show import show_json
    from pilotzones.cli._work import case_given, codes_of, tell
    from pilotzones.zones.propose.board import bounds_of
    from pilotzones.zones.propose.clash import Clash
    from pilotzones.zones.propose.sheet import Proposals, repair_of

    lang = lang or chosen_language()
    case, notices = case_given(given)
    tell(notices, case.layer, lang)
    found = repair_of(
        case,
        bounds_of(case.rules),
        forced=codes_of(forced, case.layer),
        forbidden=codes_of(forbidden, case.layer),
    )
    write_page(case, Proposals(repair=found), out, lang)
    if as_json:
        show_json(repair_record(found))
    else:
        show_repair(found, case.layer, lang)
    return 1 if isinstance(found, Clash) else 0
