"""Command ``round repair``: the smallest change that makes a whole round hold."""

from __future__ import annotations

from typing import Any

import click

from pilotzones.cli._command import Command
from pilotzones.cli._language import chosen_language, lang_option, say
from pilotzones.cli._work import round_options


@click.command("repair", cls=Command, help=say("cli.round.repair.help"))
@round_options
@click.option("--pin", "pins", multiple=True, help=say("cli.option.pin"))
@click.option("--cover", is_flag=True, help=say("cli.option.cover"))
@click.option("--json", "as_json", is_flag=True, help=say("cli.option.json"))
@lang_option
def repair(
    *, pins: tuple[str, ...], cover: bool, as_json: bool, lang: str | None, **given: Any
) -> int:
    """Repair overlapping, broken, too small and too large zones together."""
    from pilotzones.cli._proposals import repair_record, show_repair
    from pilotzones.cli._show import show_json
    from pilotzones.cli._work import round_read, tell
    from pilotzones.zones.propose.board import bounds_of
    from pilotzones.zones.propose.clash import Clash
    from pilotzones.zones.propose.round_repair import repair_round

    lang = lang or chosen_language()
    read = round_read(**given)
    tell(read.notices, read.layer, lang)
    pinned = [_pin(item) for item in pins]
    bounds = bounds_of(read.rules)
    found = repair_round(read.layer, read.zones, bounds, pinned=pinned, cover=cover)
    if as_json:
        show_json(repair_record(found))
    else:
        show_repair(found, read.layer, lang)
    return 1 if isinstance(found, Clash) else 0


def _pin(item: str) -> tuple[str, str]:
    """Unit and zone of ``5500=name``: the unit stays in that zone."""
    from pilotzones.errors import Fault, InputError

    code, _, name = item.partition("=")
    if not code.strip() or not name.strip():
        raise InputError(Fault("cli.pin_unclear", value=item))
    return code.strip(), name.strip()
