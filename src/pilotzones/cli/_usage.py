"""What was wrong with a command line, in words."""

from __future__ import annotations

from difflib import get_close_matches

import click

from pilotzones.cli._language import say


def usage_lines(error: click.UsageError) -> list[str]:
    """Sentence about the fault, and where to read on."""
    lines = [_sentence(error)]
    if error.ctx is not None:
        lines.append(say("cli.usage.see_help", command=error.ctx.command_path))
    return lines


def _sentence(error: click.UsageError) -> str:
    match error:
        case click.NoSuchOption():
            near = get_close_matches(error.option_name, _options(error.ctx), n=1)
            id = "cli.usage.no_option_near" if near else "cli.usage.no_option"
            return say(id, option=error.option_name, near=near[0] if near else "")
        case click.MissingParameter():
            return say("cli.usage.missing", name=_name(error.param))
        case click.BadParameter() if error.param is not None:
            allowed = getattr(error.param.type, "choices", ())
            if allowed:
                names = tuple(str(choice) for choice in allowed)
                return say("cli.usage.choice", name=_name(error.param), allowed=names)
            return say("cli.usage.value", name=_name(error.param))
        case _:
            return _other(error)


def _other(error: click.UsageError) -> str:
    """Unknown command, option without its value, or an argument too many."""
    group = error.ctx.command if error.ctx else None
    if isinstance(group, click.Group) and error.ctx is not None:
        names = tuple(group.list_commands(error.ctx))
        return say("cli.usage.no_command", names=names)
    if isinstance(error, click.BadOptionUsage):
        return say("cli.usage.option_value", option=error.option_name)
    return say("cli.usage.argument")


def _options(ctx: click.Context | None) -> list[str]:
    params = ctx.command.params if ctx else []
    return [name for param in params for name in param.opts if name.startswith("--")]


def _name(param: click.Parameter | None) -> str:
    if param is None:
        return ""
    return param.opts[0] if isinstance(param, click.Option) else (param.name or "").upper()
