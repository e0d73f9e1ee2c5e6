"""Colours of the signs of a map, read from the style sheets of the pages: written down once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from pilotzones.assets import asset

_SHEETS = ("page.css", "themes.css")
_ROOT = re.compile(r":root\s*\{([^}]*)\}")
_NAMED = re.compile(r"--([\w-]+)\s*:\s*(#[0-9a-fA-F]{6})")


@cache
def colours() -> Mapping[str, str]:
    """Colours by the names that the style sheets give them, such as ``zone`` and ``k4``."""
    found: dict[str, str] = {}
    for name in _SHEETS:
        for block in _ROOT.findall(asset("maps", name).read_text("utf-8")):
            found |= dict(_NAMED.findall(block))
    return found
