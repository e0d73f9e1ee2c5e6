"""Signs of inefficiency (table 6): what each is called, what can be said of the zone, the block."""

from __future__ import annotations

from typing import Final

from markupsafe import Markup

from pilotzones.present.differences import CLEAR, Difference
from pilotzones.present.figures.bars import GROUPS
from pilotzones.present.figures.drawing import said
from pilotzones.present.people_page_parts import Block, People, Point, foot
from pilotzones.present.people_page_tables import Column, Record, table_view
from pilotzones.present.people_page_words import SIGNS, word
from pilotzones.present.texts import Render
from pilotzones.stratification.released import HIDDEN, SafeTable
from pilotzones.words import number, text

DEFINITIONS: Final = ("people.signs.definition.stays", "people.signs.definition.repeated")
_HEADS: Final = {
    Difference.HIGHER: "people.signs.worse",
    Difference.LOWER: "people.signs.better",
    Difference.UNCLEAR: "people.difference.unclear",
    Difference.HIDDEN: "people.difference.hidden",
    Difference.NO_DATA: "people.difference.no_data",
}


def sign_difference(record: Record) -> Difference:
    """The zone against the country: clear from a tenth on, if the 95 % interval is clear of 1."""
    ratio, low, high = (record.get(name) for name in ("ratio", "ratio_low", "ratio_high"))
    if HIDDEN in (ratio, record.get("zone_std"), record.get("country_std")):
        return Difference.HIDDEN
    known = (ratio, low, high, record.get("country_std"))
    if not all(isinstance(each, int | float) for each in known):
        return Difference.NO_DATA
    if float(low) > 1 and float(ratio) >= 1 + CLEAR:  # type: ignore[arg-type]
        return Difference.HIGHER
    if float(high) < 1 and float(ratio) <= 1 - CLEAR:  # type: ignore[arg-type]
        return Difference.LOWER
    return Difference.UNCLEAR


def missing_signs(table: SafeTable | None) -> tuple[str, ...]:
    """Signs that the data do not allow to compute."""
    there = set(table.column("measure")) if table is not None else set()
    return tuple(sign for sign in SIGNS if sign not in there)


def names_of(signs: tuple[str, ...]) -> Render:
    """Their names, one after the other."""
    return lambda lang: "; ".join(text(SIGNS[sign], lang) for sign in signs)


def signs_block(people: People) -> Block | None:
    """Differences in words, the table, and how each sign is defined."""
    table = people.table("inefficiency")
    if table is None:
        return None
    w, year = people.w, str(people.sheet.data.year)
    views = tuple(
        table_view(
            table,
            [column for group in part for column in _columns(group)],
            w,
            caption=lambda lang, id=id: text(id, lang, year=year),
            corner="people.signs.sign",
            name=lambda record: word(SIGNS, record["measure"]),
        )
        for part, id in (
            (("zone", "target"), "people.signs.caption"),
            (("region", "country"), "people.signs.caption.reference"),
        )
    )
    gone = missing_signs(table)
    return Block(
        id="block-signs",
        heading=w.t("people.signs.heading"),
        points=_points(people, table),
        after=(w.t("people.signs.gone", names=names_of(gone)),) if gone else (),
        tables=tuple(view for view in views if view.heads),
        folded=True,
        foot=(
            *(w.t(id) for id in DEFINITIONS),
            *foot(people, table, limits="people.limits.signs", n=people.people),
            w.t("people.difference.method"),
        ),
    )


def _columns(group: str) -> list[Column]:
    """Numbers counted, crude rate, and the standardised one with its interval, of one group.

    The country also has the zone over it.
    """
    name = GROUPS[group]
    rates = [
        (f"{group}_rate", "people.signs.crude"),
        (f"{group}_std", "people.signs.rate"),
        (f"{group}_low", "people.signs.low"),
        (f"{group}_high", "people.signs.high"),
    ]
    ratios = [
        ("ratio", "people.signs.against"),
        ("ratio_low", "people.signs.low"),
        ("ratio_high", "people.signs.high"),
    ]
    return [
        Column(f"{group}_n", "people.signs.events", name),
        Column(f"{group}_of", "people.signs.among", name),
        *(Column(column, head, name, lambda _: 1) for column, head in rates),
        *(
            Column(column, head, "people.signs.ratio", lambda _: 2)
            for column, head in (ratios if group == "country" else ())
        ),
    ]


def _points(people: People, table: SafeTable) -> tuple[Point, ...]:
    found: dict[Difference, list[Record]] = {kind: [] for kind in Difference}
    for record in table.records():
        found[sign_difference(record)].append(record)
    return tuple(
        Point(people.w.t(_HEADS[kind]), tuple(_line(people, kind, record) for record in records))
        for kind, records in found.items()
        if records
    )


def _line(people: People, kind: Difference, record: Record) -> Markup:
    name = word(SIGNS, record["measure"])
    if kind in (Difference.HIDDEN, Difference.NO_DATA):
        return people.w.say(name)
    fields = {
        field: said(record.get(column), _decimal)
        for field, column in (
            ("zone", "zone_std"),
            ("low", "zone_low"),
            ("high", "zone_high"),
            ("reference", "country_std"),
        )
    }
    return people.w.t("people.signs.line", name=name, **fields)


def _decimal(value: float, lang: str) -> str:
    return number(value, lang, 1)
