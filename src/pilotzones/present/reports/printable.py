"""Texts without signs that a document cannot hold."""

from __future__ import annotations

import re

_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def printable(said: str) -> str:
    """The text without control signs, which no XML may hold."""
    return _UNWRITABLE.sub("", said)
