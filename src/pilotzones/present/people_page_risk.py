"""Risk on the page of the people: the care pyramid, the concentration of cost, the segments."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from pilotzones.present.figures.bars import Pair, paired_bars
from pilotzones.present.figures.concentration import TopShare, concentration_figure
from pilotzones.present.figures.drawing import as_number, as_percent, as_rate, known, said
from pilotzones.present.figures.pyramid import Level, pyramid_figure
from pilotzones.present.people_page_parts import Block, People, Point, foot
from pilotzones.present.people_page_tables import Column, Record, TableView, table_view
from pilotzones.present.people_page_words import ACTIONS, LEVELS, SEGMENTS, euros, word
from pilotzones.present.texts import Render
from pilotzones.stratification.released import Cell, SafeTable
from pilotzones.words import percent, text

PROGRAMME = ((0.01, 0.30), (0.10, 0.70), (0.50, 0.97))
"""Top shares of people and their share of the means, as the coaches of the programme told them:
1 % use 30 %, 10 % use 70 %, the lower half 3 % (integreo, slides of 26 August 2016)."""


def no_pyramid(people: People) -> str | None:
    """Message that says why there is no pyramid; None where there is one."""
    if people.table("pyramid") is not None:
        return None
    return "people.pyramid.no_model" if people.sheet.model is None else "people.pyramid.none"


def pyramid_block(people: People) -> Block | None:
    """The care pyramid; none without a model."""
    table = people.table("pyramid")
    return None if table is None else _pyramid(people, table)


def _pyramid_heading(people: People, table: SafeTable) -> Markup:
    """The sentence of the pyramid: how few people, how much of the money."""
    share, money = table.number("share", level="high"), table.number("eur_share", level="high")
    if share is None or money is None:
        return people.w.t("people.pyramid.heading")
    return people.w.t(
        "people.pyramid.sentence", share=said(share, as_percent), money=said(money, as_percent)
    )


def _pyramid(people: People, table: SafeTable) -> Block:
    w, records = people.w, table.records()
    levels = [Level(word(LEVELS, r["level"]), r.get("share"), r.get("eur_share")) for r in records]
    return Block(
        id="block-pyramid",
        heading=_pyramid_heading(people, table),
        figures=(pyramid_figure(levels, w, id="fig-pyramid"),),
        points=tuple(_level(people, records, place) for place in range(len(records))),
        after=_capacity(people),
        tables=(_pyramid_table(people, table),),
        folded=True,
        foot=foot(people, table, limits="people.limits.pyramid", n=people.people),
    )


def _level(people: People, records: Sequence[Record], place: int) -> Point:
    """A level: what it means for action, who is in it, from which expected cost on."""
    w, record = people.w, records[place]
    lines = [w.say(word(ACTIONS, record["level"])), *_counted(people, record)]
    threshold = known(record.get("lower_eur"))
    if threshold is not None and place < len(records) - 1:
        lines.append(w.t("people.level.from", eur=lambda lang: euros(threshold, lang)))
    return Point(w.say(word(LEVELS, record["level"])), tuple(lines))


def _counted(people: People, record: Record) -> list[Markup]:
    """People of a level, what they cost, what is expected of them, and their stays."""
    w = people.w

    def amount(name: str) -> Render:
        return said(record.get(name), euros)

    lines = [
        w.t(
            "people.level.people",
            people=said(record.get("people"), as_number),
            eur=amount("eur"),
            year=str(people.sheet.data.year),
        )
    ]
    if record.get("expected_per_person") is not None:
        lines.append(w.t("people.level.expected", eur=amount("expected_per_person")))
    if record.get("stays") is not None:
        lines.append(
            w.t(
                "people.level.stays",
                stays=said(record.get("stays"), as_number),
                rate=said(record.get("stays_per_1000"), as_rate),
            )
        )
    return lines


def _capacity(people: People) -> tuple[Markup, ...]:
    """How the levels were cut: by what case managers can follow, or by shares of the people."""
    capacity = people.sheet.capacity
    if capacity is None:
        return (people.w.t("people.pyramid.by_share"),)
    managers, each = capacity
    return (people.w.t("people.pyramid.by_capacity", n=managers, each=each),)


def _pyramid_table(people: People, table: SafeTable) -> TableView:
    columns = [
        Column("people", "people.col.people"),
        Column("share", "people.col.share"),
        Column("eur", "people.col.eur"),
        Column("eur_share", "people.col.eur_share"),
        Column("expected_eur", "people.col.expected_eur"),
        Column("expected_per_person", "people.col.expected_each"),
        Column("stays", "people.col.stays"),
        Column("stays_per_1000", "people.col.stays_per_1000"),
        Column("lower_eur", "people.col.lower_eur"),
    ]
    return table_view(
        table,
        columns,
        people.w,
        caption=lambda lang: text("people.pyramid.caption", lang),
        corner="people.col.level",
        name=lambda record: word(LEVELS, record["level"]),
    )


def concentration_block(people: People) -> Block | None:
    """How unevenly cost is spread, beside the programme's figures."""
    table = people.table("concentration")
    return None if table is None else _concentration(people, table)


def segments_block(people: People) -> Block | None:
    """People and cost by number of conditions."""
    table = people.table("segments")
    return None if table is None else _segments(people, table)


def _concentration(people: People, table: SafeTable) -> Block:
    w = people.w
    points = [TopShare(float(str(r["top"])) / 100, r.get("eur_share")) for r in table.records()]
    year = str(people.sheet.data.year)
    figure = concentration_figure(
        points,
        PROGRAMME,
        w,
        id="fig-concentration",
        names=(
            lambda lang: text("people.concentration.zone", lang, year=year),
            lambda lang: text("people.concentration.programme", lang),
        ),
    )
    view = table_view(
        table,
        [
            Column("people", "people.col.people"),
            Column("eur", "people.col.eur"),
            Column("eur_share", "people.col.eur_share"),
        ],
        w,
        caption=lambda lang: text("people.concentration.caption", lang, year=year),
        corner="people.col.top",
        name=lambda record: top_words(record["top"]),
    )
    return Block(
        id="block-concentration",
        heading=_concentration_heading(people, table),
        figures=(figure,),
        tables=(view,),
        after=(w.t("people.concentration.reference"),),
        foot=foot(people, table, limits="people.limits.concentration", n=people.people),
    )


def top_words(top: Cell) -> Render:
    """Words of a share of the costliest people: the top one, five or ten per cent."""
    share = float(str(top)) / 100
    if share >= 1:
        return lambda lang: text("people.top.all", lang)
    return lambda lang: text("people.top.some", lang, share=percent(share, lang, 0))


def _concentration_heading(people: People, table: SafeTable) -> Markup:
    share = table.number("eur_share", top="5")
    if share is None:
        return people.w.t("people.concentration.heading")
    return people.w.t("people.concentration.sentence", share=said(share, as_percent))


def _segments(people: People, table: SafeTable) -> Block:
    w = people.w
    rows = [
        Pair(word(SEGMENTS, r["segment"]), r.get("share"), r.get("eur_share"))
        for r in table.records()
    ]
    view = table_view(
        table,
        [
            Column("people", "people.col.people"),
            Column("share", "people.col.share"),
            Column("eur", "people.col.eur"),
            Column("eur_share", "people.col.eur_share"),
            Column("eur_per_person", "people.col.eur_each"),
            Column("stays_per_1000", "people.col.stays_per_1000"),
        ],
        w,
        caption=lambda lang: text(
            "people.segments.caption", lang, year=str(people.sheet.data.year)
        ),
        corner="people.col.segment",
        name=lambda record: word(SEGMENTS, record["segment"]),
    )
    return Block(
        id="block-segments",
        heading=w.t("people.segments.heading"),
        figures=(
            paired_bars(
                rows,
                w,
                id="fig-segments",
                title=lambda lang: text("people.segments.heading", lang),
            ),
        ),
        tables=(view,),
        foot=foot(people, table, limits="people.limits.segments", n=people.people),
    )
