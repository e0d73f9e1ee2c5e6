"""Names of proposals and of what they are ranked by."""

from __future__ import annotations

from pilotzones.present.texts import Render
from pilotzones.words import text


def option_name(number: int) -> Render:
    """Name of a proposal by its rank."""
    return lambda lang: text("complete.option", lang, n=str(number))


def objective_name(name: str, lang: str) -> str:
    """Name of an objective; a column of the user by its own name."""
    kind, _, column = name.partition(":")
    return text(f"objective.{kind}", lang, name=column)
