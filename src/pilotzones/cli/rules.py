"""Command ``rules``: every rule, and the cases that the tests ran."""

from __future__ import annotations

import click

from pilotzones.cli._command import Command
from pilotzones.cli._language import chosen_language, lang_option, say


@click.command("rules", cls=Command, help=say("cli.rules.help"))
@click.option("--json", "as_json", is_flag=True, help=say("cli.option.json"))
@lang_option
def command(as_json: bool, lang: str | None) -> None:
    """Print the registry."""
    from pilotzones.cli._show import show_json
    from pilotzones.present.rule_list import rule_list

    listed = rule_list()
    if as_json:
        show_json({"schema": 1, "rules": listed})
        return
    lang = lang or chosen_language()
    for row in listed:
        cases = ", ".join(row["tested"]) or "–"
        click.echo(
            f"{row['id']}  {row['kind']:<5} {row['class']:<4} {row['title'][lang]}  [{cases}]"
        )
