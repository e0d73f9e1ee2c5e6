"""What the themes of people have in common: cells of the released table ``units``."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pilotzones.present.maps.themes.classes import Value, sequential
from pilotzones.present.maps.themes.theme import HIDDEN, NO_DATA, Form, Theme
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
    values = {
        code: _value(cell_of(rows[code])) if code in rows else NO_DATA
        for code in sheet.case.zone.codes
        if code in sheet.case.layer.units.index
    }
    if all(v == NO_DATA for v in values.values()):
        return ()
    cells, legend = sequential(values, form.decimals)
    name, told = words
    return (
        Theme(
            id=measure,
            group="",
            measure=measure,
            name=lambda lang: text(name, lang),
            said=_said(told, people),
            form=form,
            cells=cells,
            legend=legend,
        ),
    )


def as_percentage(part: Cell, whole: Cell = 1) -> Cell:
    """Part of a whole, times 100; hidden where one of the two is, None where there is no data."""
    if part is HELD_BACK or whole is HELD_BACK:
        return HELD_BACK
    if isinstance(part, int | float) and isinstance(whole, int | float) and whole:
        return 100 * part / whole
    return None


def _value(cell: Cell) -> Value:
    if cell is HELD_BACK:
        return HIDDEN
    return float(cell) if isinstance(cell, int | float) else NO_DATA


def _said(id: str, people: PeopleSheet) -> Render:
    def said(lang: str) -> str:
        parts = [text(id, lang, year=people.data.year, next=people.data.year + 1)]
        parts.append(text("theme.darker", lang))
        if people.data.synthetic:
            parts.append(text("theme.synthetic_people", lang))
        return " ".join(parts)

    return said
