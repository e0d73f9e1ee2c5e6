"""Cells in the reader's form, and as plain values."""

from __future__ import annotations

from datetime import date

from pilotzones.present.reports.model import (
    Cell,
    Day,
    Euro,
    Gone,
    Interval,
    Number,
    Share,
    Sign,
    Told,
    Words,
)
from pilotzones.words import day, number, percent, text

_GONE = {Gone.HIDDEN: "figure.hidden", Gone.NO_DATA: "figure.no_data"}
_DASH = "–"


def shown(cell: Cell, lang: str) -> str:
    """Cell as a reader of this language reads it."""
    match cell:
        case Words(words):
            return words
        case Number(value, places):
            return number(_rounded(value, places), lang, places)
        case Share(value, places):
            return percent(_rounded(value, places + 2), lang, places)
        case Euro(value, places):
            return text("report.euro", lang, n=number(_rounded(value, places), lang, places))
        case Interval(low, high):
            return text("report.interval", lang, low=shown(low, lang), high=shown(high, lang))
        case Day(value):
            return day(value, lang)
        case Told(_, words):
            return words
        case Sign(verdict):
            return text(f"verdict.{verdict}", lang)
        case _:
            return _without(cell, lang)


def _without(cell: Gone, lang: str) -> str:
    """What stands in a cell without a value."""
    if cell in _GONE:
        return text(_GONE[cell], lang)
    return _DASH if cell is Gone.NOTHING else ""


def plain(cell: Cell) -> float | str | date | None:
    """Cell as a value that a comment keeps: rounded as it is shown, a share in percent.

    The word ``hidden`` for a hidden cell; None where there is nothing to keep.

    Examples
    --------
    >>> plain(Share(0.12345)), plain(Number(9200.4)), plain(Gone.HIDDEN)
    (12.3, 9200, 'hidden')
    """
    match cell:
        case Number(value, places) | Euro(value, places):
            return _whole(_rounded(value, places))
        case Share(value, places):
            return _whole(round(_rounded(value, places + 2) * 100, places))
        case Day(value):
            return value
        case Told(value):
            return plain(value)
        case Words(words):
            return words
        case Sign(verdict):
            return str(verdict)
        case Gone.HIDDEN:
            return "hidden"
        case _:
            return None


def _rounded(value: float, places: int) -> float:
    """The number as it is shown; one that rounds to nothing has no sign."""
    return round(value, places) + 0.0


def _whole(value: float) -> float:
    return int(value) if float(value).is_integer() else value
