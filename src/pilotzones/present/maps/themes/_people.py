"""What the themes of people have in common: cells of released tables by unit.

Shares are smoothed ones with their intervals, of the table ``small_areas``: the raw share of a
small unit says more of chance than of its people.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pilotzones.present.maps.themes.classes import Value, classes_apart, sequential
from pilotzones.present.maps.themes.theme import HIDDEN, NO_DATA, PERCENT, Form, Interval, Theme
from pilotzones.present.smoothed import rate_on_map, smoothed_rows
from pilotzones.present.texts import Render
from pilotzones.stratification.released import HIDDEN as HELD_BACK
from pilotzones.stratification.released import Cell, PeopleSheet
from pilotzones.words import text
from pilotzones.zones.sheet import ZoneSheet

Row = Mapping[str, Cell]


def people_theme(
    sheet: ZoneSheet,
    measure: str,
    cell_of: Callable[[Row], Cell],
    *,
    form: Form,
    words: tuple[str, str],
) -> tuple[Theme, ...]:
    """The theme of one measure of the table ``units``; nothing where no unit has a cell for it.

    ``words`` are the message ids of its name and of what is said of it.
    """
    people = sheet.case.people
    if people is None or "units" not in people.tables:
        return ()
    rows = {str(row["unit"]): row for row in people.tables["units"].records()}
    values = _values(sheet, rows, cell_of)
    if all(v == NO_DATA for v in values.values()):
        return ()
    name, told = words
    said = said_of(told, people)
    return (rated_theme(measure, values, {}, form=form, name=_named(name), said=said),)


def smoothed_theme(
    sheet: ZoneSheet, measure: str, indicator: str, *, words: tuple[str, str]
) -> tuple[Theme, ...]:
    """The theme of the smoothed share of one indicator; nothing where it was not estimated.

    Hatched where its interval is wide; hidden where the unit's own count is.
    """
    people = sheet.case.people
    rows = {} if people is None else smoothed_rows(people, indicator)
    if people is None or not rows:
        return ()
    name, told = words
    said = said_of(told, people, "theme.smoothed", "theme.hatched")
    return (share_theme(sheet, measure, rows, name=_named(name), said=said),)


def share_theme(
    sheet: ZoneSheet, measure: str, rows: Mapping[str, Row], *, name: Render, said: Render
) -> Theme:
    """The theme of estimated shares by unit, in percent, with their intervals."""
    values = _values(sheet, rows, lambda row: as_percentage(rate_on_map(row)))
    intervals: dict[str, Interval] = {}
    for code, value in values.items():
        row = rows.get(code, {})
        low, high = (value_of(as_percentage(row.get(end))) for end in ("rate_low", "rate_high"))
        if not (isinstance(value, str) or isinstance(low, str) or isinstance(high, str)):
            intervals[code] = (low, high)
    return rated_theme(measure, values, intervals, form=PERCENT, name=name, said=said)


def _values(
    sheet: ZoneSheet, rows: Mapping[str, Row], cell_of: Callable[[Row], Cell]
) -> dict[str, Value]:
    """Value of each unit of the zone that the layer knows."""
    return {
        code: value_of(cell_of(rows[code])) if code in rows else NO_DATA
        for code in sheet.case.zone.codes
        if code in sheet.case.layer.units.index
    }


def _named(id: str) -> Render:
    return lambda lang: text(id, lang)


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


def as_percentage(share: Cell) -> Cell:
    """A share times 100; hidden where it is, None where there is no data."""
    return 100 * share if isinstance(share, int | float) else share if share is HELD_BACK else None


def value_of(cell: Cell) -> Value:
    """A released cell as the value of a theme: a number, or the sign of its state."""
    if cell is HELD_BACK:
        return HIDDEN
    return float(cell) if isinstance(cell, int | float) else NO_DATA


def said_of(id: str, people: PeopleSheet, *more: str) -> Render:
    """What is said of a theme: its message with the years, more, that darker is more, synthetic."""

    def said(lang: str) -> str:
        parts = [text(id, lang, year=people.data.year, next=people.data.year + 1)]
        parts += [text(each, lang) for each in (*more, "theme.darker")]
        if people.data.synthetic:
            parts.append(text("theme.synthetic_people", lang))
        return " ".join(parts)

    return said
