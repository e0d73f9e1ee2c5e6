"""Texts without signs that a document cannot hold."""

from __future__ import annotations

import re

_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")


def printable(said: str) -> str:
    """The text without control signs, which no XML may hold."""
    return _UNWRITABLE.sub("", said)


def isolated(name: str) -> str:
    """A name that turns the direction of writing no further than itself.

    Only names that hold signs of the other direction get the two marks around them.
    """
    turned = _TURNING.search(name)
    return f"\u2068{name}\u2069" if turned else name
