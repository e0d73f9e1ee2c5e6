"""Language of the terminal: ``--lang``, else PILOTZONES_LANG, else the system's, else English.

It is needed before click reads the options, because the help texts are words too.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Any, TypeVar

import click

from pilotzones.words import LANGUAGES, text

F = TypeVar("F", bound=Callable[..., Any])

_VARIABLES = ("PILOTZONES_LANG", "LC_ALL", "LC_MESSAGES", "LANG")


def chosen_language(arguments: list[str] | None = None) -> str:
    """Language code of what is printed."""
    arguments = sys.argv[1:] if arguments is None else arguments
    given = _option(arguments)
    for value in (given, *(os.environ.get(name) for name in _VARIABLES)):
        if value and value[:2].lower() in LANGUAGES:
            return value[:2].lower()
    return "en"


def _option(arguments: list[str]) -> str | None:
    for k, argument in enumerate(arguments):
        if argument == "--lang" and k + 1 < len(arguments):
            return arguments[k + 1]
        if argument.startswith("--lang="):
            return argument.removeprefix("--lang=")
    return None


def say(id: str, **fields: Any) -> str:
    """Sentence in the language of the terminal."""
    return text(id, chosen_language(), **fields)


def lang_option(command: F) -> F:
    """Option ``--lang`` of a command; its value is also read before click starts."""
    return click.option(
        "--lang", type=click.Choice(LANGUAGES), default=None, help=say("cli.option.lang")
    )(command)
