"""Commands: each file of this folder holds one command or group, and nothing heavy is loaded.

A command module imports the standard library, click and words at its top; what it works with is
imported inside the command. It offers one object named ``command``.
"""

from __future__ import annotations

import sys
from importlib import import_module
from io import TextIOWrapper
from pkgutil import iter_modules

import click

from pilotzones import __version__
from pilotzones.cli._command import Group
from pilotzones.cli._language import chosen_language, say
from pilotzones.errors import PilotzonesError


class _Commands(Group):
    """Group of the command modules found in this folder."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return sorted(m.name for m in iter_modules(__path__) if not m.name.startswith("_"))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        return import_module(f"{__name__}.{cmd_name}").command


@click.group(cls=_Commands, help=say("cli.help"))
@click.version_option(__version__, "--version", prog_name="pilotzones", help=say("cli.version"))
def cli() -> None:
    """Entry of every command."""


def main() -> None:
    """Run a command; faults become sentences on stderr, with the exit code of their family."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
    try:
        code = cli.main(prog_name="pilotzones", standalone_mode=False)
    except PilotzonesError as error:
        from pilotzones.words.faults import fault_lines

        for line in fault_lines(error.faults, chosen_language()):
            click.echo(line, err=True)
        code = error.exit_code
    except click.UsageError as error:
        from pilotzones.cli._usage import usage_lines

        for line in usage_lines(error):
            click.echo(line, err=True)
        code = 2
    except (KeyboardInterrupt, click.Abort):
        click.echo(say("cli.interrupted"), err=True)
        code = 130
    except BrokenPipeError:
        # the reader of a pipe, such as `head`, has gone: nothing left to say
        sys.stderr.close()
        code = 0
    sys.exit(code if isinstance(code, int) else 0)
