"""Dates as people write them: which day is meant, or why that cannot be said."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

_YEAR_FIRST = re.compile(
    r"([0-9]{4})(?:([-/.])([0-9]{1,2})\2([0-9]{1,2})|()([0-9]{2})([0-9]{2}))"
    r"(?:[T ][0-9:.]+(?:Z|[+-][0-9:]+)?)?"
)
_YEAR_LAST = re.compile(r"([0-9]{1,2})([-/. ])([0-9]{1,2})\2([0-9]{4})(?: [0-9:.]+)?")
_SHORT_YEAR = re.compile(r"[0-9]{1,2}([-/.])[0-9]{1,2}\1[0-9]{2}")
_MONTHS = 12


def day_first(texts: Iterable[str]) -> bool | None:
    """Whether the day stands before the month, by the dates that leave no choice; else None."""
    orders: set[bool] = set()
    for text in texts:
        if m := _YEAR_LAST.fullmatch(text):
            first, second = int(m[1]), int(m[3])
            if (first > _MONTHS) != (second > _MONTHS):
                orders.add(first > _MONTHS)
    return orders.pop() if len(orders) == 1 else None


def day(text: str, *, day_first: bool | None) -> date | str:
    """Date that a text holds, or the id of what is wrong with it.

    Parameters
    ----------
    day_first
        Order of the other dates of the column; None when they do not tell. Then ``03/04/2026``
        is ambiguous, while ``23/11/2026`` and ``05/05/2026`` are not.
    """
    if m := _YEAR_FIRST.fullmatch(text):
        return _calendar(int(m[1]), int(m[3] or m[6]), int(m[4] or m[7]))
    if m := _YEAR_LAST.fullmatch(text):
        first, second, year = int(m[1]), int(m[3]), int(m[4])
        if first > _MONTHS or second > _MONTHS:
            forward = second <= _MONTHS
        elif first == second:
            forward = True
        elif day_first is None:
            return "cell.ambiguous_date"
        else:
            forward = day_first
        return _calendar(year, second, first) if forward else _calendar(year, first, second)
    return "cell.short_year" if _SHORT_YEAR.fullmatch(text) else "cell.not_date"


def _calendar(year: int, month: int, day_of_month: int) -> date | str:
    try:
        return date(year, month, day_of_month)
    except ValueError:
        return "cell.no_such_date"
