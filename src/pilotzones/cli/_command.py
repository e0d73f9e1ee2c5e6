"""Commands and groups whose headings are words of the reader's language too."""

from __future__ import annotations

from typing import Any

import click

from pilotzones.cli._language import say

_SHORT_HELP = 150


class Command(click.Command):
    """Command with localised headings and help option."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        settings.setdefault("options_metavar", say("cli.heading.options_metavar"))
        super().__init__(*args, **settings)

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Usage line."""
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, prefix=say("cli.heading.usage") + " ")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Options, without the heading of click."""
        options = [p for p in self.get_params(ctx) if isinstance(p, click.Option)]
        rows = [found for p in options if (found := p.get_help_record(ctx))]
        if rows:
            with formatter.section(say("cli.heading.options")):
                formatter.write_dl(rows)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Option ``--help`` with its text in the language of the terminal."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = say("cli.help_option")
        return option


class Group(Command, click.Group):
    """Group with localised headings."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        settings.setdefault("subcommand_metavar", say("cli.heading.command_metavar"))
        super().__init__(*args, **settings)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Options, then the commands."""
        super().format_options(ctx, formatter)
        self.format_commands(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Names of the commands with the first sentence of their help."""
        names = self.list_commands(ctx)
        found = [(name, command) for name in names if (command := self.get_command(ctx, name))]
        rows = [(name, command.get_short_help_str(_SHORT_HELP)) for name, command in found]
        with formatter.section(say("cli.heading.commands")):
            formatter.write_dl(rows)
