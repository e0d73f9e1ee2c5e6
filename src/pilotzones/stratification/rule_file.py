"""Tables of definitions in TOML that a doctor can read and change: how each of them is read."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from pilotzones.assets import asset
from pilotzones.errors import Fault, InputError


class Row(BaseModel):
    """A table of such a file; other keys than those declared are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


_Rules = TypeVar("_Rules", bound=Row)


def refuse_other_languages(names: Mapping[str, str]) -> None:
    """Nothing, where the names are given in the four languages, in their order.

    Raises
    ------
    ValueError
        They are not.
    """
    if tuple(names) != ("fr", "nl", "de", "en"):
        raise ValueError("names are needed in fr, nl, de, en, in this order")


def read_rules(form: type[_Rules], path: Path | None, *, shipped: str, fault: str) -> _Rules:
    """Content of a file, or of the one of that name in `models` that ships.

    Raises
    ------
    InputError
        The file is not a table of this form (``fault``).
    """
    path = path or asset("models", shipped)
    try:
        return form.model_validate(tomllib.loads(path.read_text("utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, ValidationError) as error:
        fields = {"reason": str(error).splitlines()[0]}
        raise InputError(Fault(fault, file=path.name, fields=fields)) from error
