"""The only place that finds a data file: in the wheel, else in the checkout."""

from __future__ import annotations

from pathlib import Path

from pilotzones.errors import Fault, MissingPartError

_PACKAGED = Path(__file__).with_name("_assets")
_CHECKOUT = Path(__file__).parents[2]


def asset(*parts: str) -> Path:
    """Path of a shipped file or folder, such as ``asset("models", "rulesets")``.

    Raises
    ------
    MissingPartError
        The installation lacks the file.
    """
    for root in (_PACKAGED, _CHECKOUT):
        path = root.joinpath(*parts)
        if path.exists():
            return path
    raise MissingPartError(Fault("part.asset", file="/".join(parts)))
