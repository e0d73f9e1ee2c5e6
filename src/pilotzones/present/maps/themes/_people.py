"""What the themes of people have in common: cells of the released table ``units``."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from pilotzones.present.maps.themes.classes import Value, classes_apart, sequential
from pilotzones.present.maps.themes.theme import HIDDEN, NO_DATA, Form, Interval, Theme
from pilotzones.present.texts import Render
from pilotzones.stratification.released import HIDDEN as HELD_BACK
from pilotzones.stratification.released import Cell, PeopleSheet
from pilotzones.words import text
from pilotzones.zones.sheet import ZoneSheet

Row = Mapping[str, Cell]
_Z95 = 1.959964
"""Two-sided 95 % point of the normal distribution."""


def people_theme(
    sheet: ZoneSheet,
    measure: str,
    cell_of: Callable[[Row], Cell],
    *,
    form: Form,
    words: tuple[str, str],
    count: str | None = None,
) -> tuple[Theme, ...]:
    """The theme of one measure of the table ``units``; nothing where no unit has a cell for it.

    ``words`` are the message ids of its name and of what is said of it. ``count`` is the column of
    the persons counted, where the measure is their share of ``people``: it then has intervals.
    """
    people = sheet.case.people
    if people is None or "units" not in people.tables:
        return ()
    rows = {str(row["unit"]): row for row in people.tables["units"].records()}
    values = {
        code: value_of(cell_of(rows[code])) if code in rows else NO_DATA
        for code in sheet.case.zone.codes
        if code in sheet.case.layer.units.index
    }
    if all(v == NO_DATA for v in values.values()):
        return ()
    name, told = words
    intervals = _intervals(rows, values, count)
    return (
        rated_theme(
            measure,
            values,
            intervals,
            form=form,
            name=lambda lang: text(name, lang),
            said=said_of(told, people),
        ),
    )


def rated_theme(
    id: str,
    values: Mapping[str, Value],
    intervals: Mapping[str, Interval],
    *,
    form: Form,
    name: Render,
    said: Render,
) -> Theme:
    """The theme of values by unit, uncertain where an interval reaches beyond the next class."""
    cells, legend = sequential(values, form.decimals)
    return Theme(
        id=id,
        group="",
        measure=id,
        name=name,
        said=said,
        form=form,
        cells=cells,
        legend=legend,
        intervals=dict(intervals),
        uncertain=frozenset(
            code
            for code, (low, high) in intervals.items()
            if classes_apart(values, low, high, form.decimals) > 1
        ),
    )


def _intervals(
    rows: Mapping[str, Row], values: Mapping[str, Value], count: str | None
) -> dict[str, Interval]:
    """Wilson's 95 % intervals of shares, in percent, from released counts."""
    found: dict[str, Interval] = {}
    for code, value in values.items():
        row = rows.get(code, {})
        part, whole = row.get(count) if count else None, row.get("people")
        if isinstance(value, str) or not isinstance(part, int | float):
            continue
        if isinstance(whole, int | float) and whole:
            low, high = wilson(part, whole)
            found[code] = (100 * low, 100 * high)
    return found


def wilson(part: float, whole: float) -> Interval:
    """Interval of a share by the score method (Wilson 1927, JASA 22: 209-212), at 95 %."""
    share, square = part / whole, _Z95 * _Z95
    middle = (share + square / (2 * whole)) / (1 + square / whole)
    root = math.sqrt(share * (1 - share) / whole + square / (4 * whole * whole))
    reach = _Z95 * root / (1 + square / whole)
    return max(0.0, middle - reach), min(1.0, middle + reach)


def as_percentage(part: Cell, whole: Cell = 1) -> Cell:
    """Part of a whole, times 100; hidden where one of the two is, None where there is no data."""
    if part is HELD_BACK or whole is HELD_BACK:
        return HELD_BACK
    if isinstance(part, int | float) and isinstance(whole, int | float) and whole:
        return 100 * part / whole
    return None


def value_of(cell: Cell) -> Value:
    """A released cell as the value of a theme: a number, or the sign of its state."""
    if cell is HELD_BACK:
        return HIDDEN
    return float(cell) if isinstance(cell, int | float) else NO_DATA


def said_of(id: str, people: PeopleSheet) -> Render:
    """What is said of a theme: its message with the years, that darker is more, and synthetic."""

    def said(lang: str) -> str:
        parts = [text(id, lang, year=people.data.year, next=people.data.year + 1)]
        parts.append(text("theme.darker", lang))
        if people.data.synthetic:
            parts.append(text("theme.synthetic_people", lang))
        return " ".join(parts)

    return said
