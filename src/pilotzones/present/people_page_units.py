"""The units of the zone on the page of the people: every released number, unit by unit.

No share where it is smoothed: that stands with its interval in a table of its own.
"""

from __future__ import annotations

from pilotzones.present.people_page_parts import Block, People, foot
from pilotzones.present.people_page_tables import Column, Record, table_view
from pilotzones.present.sentences import unit_label
from pilotzones.present.smoothed import TABLE
from pilotzones.present.texts import Render
from pilotzones.words import text

_COLUMNS = (
    Column("people", "people.col.people"),
    Column("chronic_n", "people.col.n", "people.col.chronic_n"),
    Column("chronic_share", "people.col.percent", "people.col.chronic_n"),
    Column("multi_n", "people.col.n", "people.col.multi_n"),
    Column("high_n", "people.col.n", "people.col.high_n"),
    Column("expected_per_person", "people.col.expected_each"),
    Column("target_n", "people.col.n", "people.col.target_share"),
    Column("target_share", "people.col.percent", "people.col.target_share"),
)
_SHARES = ("chronic_share", "target_share")


def units_block(people: People) -> Block | None:
    """Table of all numbers by unit, folded away: the table of the map has the main ones."""
    w, table, layer = people.w, people.table("units"), people.case.layer
    if table is None:
        return None
    year = str(people.sheet.data.year)
    gone = _SHARES if people.table(TABLE) is not None else ()

    def name(record: Record) -> Render:
        return lambda lang: unit_label(str(record["unit"]), layer, lang)

    view = table_view(
        table,
        tuple(column for column in _COLUMNS if column.name not in gone),
        w,
        caption=lambda lang: text("people.units.caption", lang, year=year),
        corner="people.col.unit",
        name=name,
    )
    return Block(
        id="block-units",
        heading=None,
        tables=(view,),
        folded=True,
        foot=foot(people, table, limits="people.limits.units", n=people.people),
    )
