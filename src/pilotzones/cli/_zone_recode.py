"""Command ``zone recode``: a zone of dated municipality codes followed to another date."""

from __future__ import annotations

from datetime import datetime

import click

from pilotzones.cli._command import Command
from pilotzones.cli._language import chosen_language, lang_option, say

_DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.command("recode", cls=Command, help=say("cli.zone.recode.help"))
@click.argument("codes", required=True)
@click.option("--from-date", type=_DAY, default=None, help=say("cli.option.from_date"))
@click.option("--to-date", type=_DAY, default="2025-01-01", help=say("cli.option.to_date"))
@click.option("--json", "as_json", is_flag=True, help=say("cli.option.json"))
@lang_option
def recode(
    *, codes: str, from_date: datetime | None, to_date: datetime, as_json: bool, lang: str | None
) -> None:
    """Follow codes through mergers and renumberings; the people and the differences are told."""
    import re

    from pilotzones.cli._proposals import recode_record, show_recoded
    from pilotzones.cli._show import show_json
    from pilotzones.zones.recode import recode as recoded

    lang = lang or chosen_language()
    found = recoded(
        re.split(r"[\s,;]+", codes.strip()),
        from_date=from_date.date() if from_date else None,
        to_date=to_date.date(),
    )
    if as_json:
        show_json(recode_record(found))
    else:
        show_recoded(found, lang)
