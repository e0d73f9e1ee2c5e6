"""Faults in words: one line each, with the place before the sentence."""

from __future__ import annotations

from collections.abc import Sequence

from pilotzones.errors import Fault
from pilotzones.words import messages, text

_VALUE_SHOWN = 60
"""Characters of a value that are shown."""


def fault_lines(faults: Sequence[Fault], lang: str, most: int = 100) -> list[str]:
    """One line per fault in the reader's language: place, value and sentence.

    The value stands before the sentence, unless the sentence names it itself. Of more than
    ``most`` faults the first ones are given, and a last line with the total.

    Examples
    --------
    >>> fault_lines([Fault("cell.empty", "units.csv", 14, "population")], "en")
    ['units.csv, row 14, column population: This cell is empty. Fill it in.']
    """
    lines = [_line(fault, lang) for fault in faults[:most]]
    if len(faults) > most:
        lines.append(text("fault.most", lang, n=len(faults), most=most))
    return lines


def _line(fault: Fault, lang: str) -> str:
    value = None if fault.value is None else _short(fault.value)
    what = text(fault.id, lang, **{"value": value or "", **fault.fields})
    if value is not None and "{value}" not in str(messages()[fault.id][lang]):
        shown = text("fault.value", lang, value=value)
        what = text("fault.with_value", lang, value=shown, what=what)
    place = _place(fault, lang)
    return text("fault.at", lang, place=place, what=what) if place else what


def _place(fault: Fault, lang: str) -> str:
    parts = [_printable(fault.file)] if fault.file else []
    if fault.row is not None:
        parts.append(text("fault.row", lang, row=fault.row))
    if fault.column:
        # a settings file has keys where a table has columns
        word = "fault.key" if (fault.file or "").endswith(".toml") else "fault.column"
        parts.append(text(word, lang, column=_short(fault.column)))
    return ", ".join(parts)


def _short(value: str) -> str:
    shown = _printable(value)
    return shown if len(shown) <= _VALUE_SHOWN else shown[: _VALUE_SHOWN - 1] + "…"


def _printable(value: str) -> str:
    """Text on one line; what would steer a terminal or turn the writing direction goes."""
    return "".join(c if c.isprintable() else " " for c in value)
