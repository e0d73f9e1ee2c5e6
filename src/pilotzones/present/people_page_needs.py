"""Needs on the page of the people: profile, morbidity, consumption, and the rural part."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from pilotzones.present.figures.bars import (
    GROUPS,
    PARTS,
    Compared,
    Scale,
    comparison_dots,
    groups_of,
)
from pilotzones.present.figures.drawing import as_number, as_percent, as_whole_percent
from pilotzones.present.people_page_differences import (
    consumption_differences,
    morbidity_differences,
)
from pilotzones.present.people_page_parts import Block, People, foot
from pilotzones.present.people_page_tables import (
    Column,
    Head,
    Line,
    Record,
    TableView,
    table_view,
    turned_view,
)
from pilotzones.present.people_page_words import (
    COUNTS,
    KINDS,
    RURAL,
    condition_name,
    kind_measure,
    trait_level,
    word,
)
from pilotzones.present.texts import Render
from pilotzones.stratification.released import SafeTable
from pilotzones.words import text

_SHARES = Scale(as_percent, as_whole_percent)
_SICK = Scale(as_percent, as_whole_percent, beside=("target",))
"""The target group was chosen by its conditions: on one axis it would hide the other groups."""
_EUROS = Scale(as_number, as_number)


def profile_block(people: People) -> Block | None:
    """Who the people are, beside target group, region and country."""
    table = people.table("profile")
    return None if table is None else _profile(people, table)


def morbidity_block(people: People) -> Block | None:
    """What they have."""
    table = people.table("morbidity")
    return None if table is None else _morbidity(people, table)


def consumption_block(people: People) -> Block | None:
    """What they use."""
    table = people.table("consumption")
    return None if table is None else _consumption(people, table)


def _missing_groups(people: People, there: Sequence[str]) -> tuple[Markup, ...]:
    """A sentence that names the groups that the data say nothing of."""
    expected = [g for g in GROUPS if g != "target" or people.table("criteria") is not None]
    gone = tuple(group for group in expected if group not in there)
    if not gone:
        return ()

    def names(lang: str) -> tuple[str, ...]:
        return tuple(text(GROUPS[group], lang) for group in gone)

    return (people.w.t("people.no_groups", names=names),)


def _profile(people: People, table: SafeTable) -> Block:
    w, groups = people.w, groups_of(table, "{}_share")
    rows = [
        Compared(
            trait_level(people.sheet, r["trait"], r["level"]),
            tuple(r[f"{group}_share"] for group in groups),
        )
        for r in table.records()
    ]
    columns = [
        Column("zone_n", "people.col.n", "group.zone"),
        Column("zone_share", "people.col.percent", "group.zone"),
        Column("target_n", "people.col.n", "group.target"),
        Column("target_share", "people.col.percent", "group.target"),
        Column("region_share", "people.col.percent", "group.region"),
        Column("country_share", "people.col.percent", "group.country"),
    ]
    view = table_view(
        table,
        columns,
        w,
        caption=_dated("people.profile.caption", people),
        corner="people.col.trait",
        name=lambda record: trait_level(people.sheet, record["trait"], record["level"]),
    )
    figure = comparison_dots(
        rows, groups, _SHARES, w, id="fig-profile", title=_said("people.profile.heading")
    )
    return Block(
        id="block-profile",
        heading=w.t("people.profile.heading"),
        figures=(figure,),
        after=_missing_groups(people, groups),
        tables=(view,),
        foot=foot(people, table, limits="people.limits.profile", n=people.people),
    )


def _said(id: str) -> Render:
    return lambda lang: text(id, lang)


def _dated(id: str, people: People) -> Render:
    year = str(people.sheet.data.year)
    return lambda lang: text(id, lang, year=year)


def _morbidity(people: People, table: SafeTable) -> Block:
    w, records = people.w, table.records()
    groups = groups_of(table, "{}_share")
    parts = (
        ([r for r in records if r["condition"] in COUNTS], "people.morbidity.counts", "counts"),
        (
            [r for r in records if r["condition"] not in COUNTS],
            "people.morbidity.conditions",
            "conditions",
        ),
    )
    figures = tuple(
        _named(
            said,
            comparison_dots(
                _conditions(people, part, groups),
                groups,
                _SICK,
                w,
                id=f"fig-{id}",
                title=_said(said),
            ),
            people,
        )
        for part, said, id in parts
        if part
    )
    return Block(
        id="block-morbidity",
        heading=w.t("people.morbidity.heading"),
        figures=figures,
        points=morbidity_differences(people, table),
        after=_missing_groups(people, groups),
        tables=(_morbidity_table(people, table), *_definitions(people)),
        folded=True,
        foot=(
            *foot(people, table, limits="people.limits.morbidity", n=people.people),
            w.t("people.difference.method"),
        ),
    )


def _named(id: str, figure: Markup, people: People) -> Markup:
    """A figure under its name, where a block has several."""
    return Markup('<p class="fig-name">{}</p>{}').format(people.w.t(id), figure)


def _conditions(people: People, records: Sequence[Record], groups: Sequence[str]) -> list[Compared]:
    return [
        Compared(
            condition_name(people.sheet, r["condition"]),
            tuple(r[f"{group}_share"] for group in groups),
        )
        for r in records
    ]


def _morbidity_table(people: People, table: SafeTable) -> TableView:
    crude, standard = "people.col.crude", "people.col.standardised"
    columns = [
        Column("zone_n", "group.zone", "people.col.n"),
        Column("target_n", "group.target", "people.col.n"),
        *(Column(f"{group}_share", name, crude) for group, name in GROUPS.items()),
        *(Column(f"{group}_std", name, standard) for group, name in GROUPS.items()),
    ]
    return table_view(
        table,
        columns,
        people.w,
        caption=_dated("people.morbidity.caption", people),
        corner="people.col.condition",
        name=lambda record: condition_name(people.sheet, record["condition"]),
    )


def _definitions(people: People) -> tuple[TableView, ...]:
    """Where the definition of each condition can be looked up."""
    w, sources = people.w, people.sheet.sources
    if not sources:
        return ()
    lines = tuple(
        Line(w.say(condition_name(people.sheet, id)), (w.say(lambda _, source=source: source),))
        for id, source in sources.items()
    )
    head = Head(w.t("people.col.source"), _said("people.col.source"))
    caption, corner = w.t("people.sources.caption"), w.t("people.col.condition")
    return (TableView(caption, corner, (), (head,), lines, prose=True),)


def _consumption(people: People, table: SafeTable) -> Block:
    w, groups = people.w, groups_of(table, "{}")
    rows = [
        Compared(kind_measure(r["measure"]), tuple(r[group] for group in groups))
        for r in table.records()
        if r["measure"] in KINDS
    ]
    view = table_view(
        table,
        [Column(group, name, None, _decimals) for group, name in GROUPS.items()],
        w,
        caption=_dated("people.consumption.caption", people),
        corner="people.col.measure",
        name=lambda record: kind_measure(record["measure"]),
    )
    figure = comparison_dots(
        rows, groups, _EUROS, w, id="fig-consumption", title=_said("people.consumption.figure")
    )
    return Block(
        id="block-consumption",
        heading=w.t("people.consumption.heading"),
        figures=(_named("people.consumption.figure", figure, people),) if rows else (),
        points=consumption_differences(people, table),
        after=_missing_groups(people, groups),
        tables=(view,),
        foot=foot(people, table, limits="people.limits.consumption", n=people.people),
    )


def _decimals(record: Record) -> int:
    """Euros and rates per 1000 whole, the number of classes of medicines with one decimal."""
    return 1 if record["measure"] == "atc3" else 0


def rural_block(people: People) -> Block | None:
    """The rural part of the zone beside the rest of it."""
    w, table = people.w, people.table("rural")
    if table is None:
        return None
    view = turned_view(
        table,
        [Column(name, head) for name, head in RURAL.items()],
        w,
        caption=_dated("people.rural.caption", people),
        corner="people.col.measure",
        name=lambda record: word(PARTS, record["part"]),
    )
    return Block(
        id="block-rural",
        heading=w.t("people.rural.heading"),
        figures=_rural_figure(people, table),
        tables=(view,),
        foot=foot(people, table, limits="people.limits.rural", n=people.people),
    )


def _rural_figure(people: People, table: SafeTable) -> tuple[Markup, ...]:
    """Shares of both parts on one axis; none where only one part has people."""
    records = table.records()
    parts = [str(record["part"]) for record in records]
    rows = [
        Compared(_said(id), tuple(record[name] for record in records))
        for name, id in (
            ("chronic_share", "people.col.chronic_share"),
            ("multi_share", "people.col.multi_share"),
            ("target_share", "people.col.target_share"),
        )
        if name in records[0]
    ]
    if len(parts) < 2 or not rows:
        return ()
    title = _said("people.rural.figure")
    return (comparison_dots(rows, parts, _SHARES, people.w, id="fig-rural", title=title),)
