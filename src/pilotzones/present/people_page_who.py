"""Who lives here and what they have: the pyramid of ages, and conditions in combination."""

from __future__ import annotations

from pilotzones.present.figures.ages import ages_figure, ages_of
from pilotzones.present.figures.bars import GROUPS
from pilotzones.present.figures.drawing import as_percent
from pilotzones.present.figures.upset import Together, upset_figure
from pilotzones.present.people_page_parts import Block, People, foot
from pilotzones.present.people_page_tables import Column, Record, only, table_view
from pilotzones.present.people_page_words import SEXES, band, condition_name, word
from pilotzones.present.sentences import capital
from pilotzones.present.texts import Render
from pilotzones.stratification.released import SafeTable
from pilotzones.words import listed, text

AGES = (
    Column("zone_n", "people.col.n", "group.zone"),
    Column("zone_share", "people.col.percent", "group.zone"),
    Column("target_n", "people.col.n", "group.target"),
    Column("target_share", "people.col.percent", "group.target"),
    Column("region_share", "people.col.percent", "group.region"),
    Column("country_share", "people.col.percent", "group.country"),
)
TOGETHER = (
    Column("people", "people.col.people"),
    Column("share", "people.col.share"),
)
_OLDEST = "85+"
_APART = "+"
"""Stands between the conditions of one combination; `NONE` is none of them."""
NONE = "none"


def reference_of(table: SafeTable, pattern: str) -> str | None:
    """Group that the zone is held against: the region, else the country; None without either."""
    there = {column.name for column in table.columns}
    found = (group for group in ("region", "country") if pattern.format(group) in there)
    return next(
        (g for g in found if any(v is not None for v in table.column(pattern.format(g)))), None
    )


def who_told(people: People) -> Render | None:
    """How many live in the zone, and the share of the oldest."""
    n, share = people.people, people.number("profile", "zone_share", trait="age", level=_OLDEST)
    if n is None or share is None:
        return None
    return lambda lang: text("people.who.lead", lang, n=round(n), share=as_percent(share, lang))


def age_name(record: Record) -> Render:
    """A sex and a band of age: ``Women, 65–74 years``."""
    sex = word(SEXES, record["sex"])
    age = band(str(record["age"]))
    return lambda lang: f"{sex(lang)}, {text('people.age_band', lang, band=age)}"


def ages_block(people: People) -> Block | None:
    """The pyramid of ages, both sexes, beside the reference."""
    w, table = people.w, people.table("age_sex")
    if table is None:
        return None
    reference = reference_of(table, "{}_share")
    year = str(people.sheet.data.year)
    view = table_view(
        table,
        AGES,
        w,
        caption=lambda lang: text("report.ages.table", lang),
        corner="people.trait.age",
        name=age_name,
    )
    figure = ages_figure(
        ages_of(table, reference),
        (lambda lang: text(GROUPS[reference], lang)) if reference else None,
        w,
        id="fig-ages",
    )
    return Block(
        id="block-ages",
        heading=w.t("people.ages.heading", year=year),
        figures=(figure,),
        tables=(view,),
        foot=foot(people, table, limits="people.limits.ages", n=people.people),
    )


def combined(table: SafeTable) -> tuple[list[str], list[Together]]:
    """Conditions of the table in their order, and its rows as combinations of these."""
    sets = [_parts(record) for record in table.records()]
    ids = [parts[0] for parts in sets if len(parts) == 1]
    rows = [
        Together(tuple(sorted(ids.index(id) for id in parts)), record["people"])
        for parts, record in zip(sets, table.records(), strict=True)
    ]
    return ids, rows


def _parts(record: Record) -> list[str]:
    together = str(record["together"])
    return [] if together == NONE else together.split(_APART)


def together_name(people: People, record: Record) -> Render:
    """A combination in words."""
    parts = _parts(record)
    if not parts:
        return lambda lang: text("people.together.none", lang)
    names = [condition_name(people.sheet, id) for id in parts]
    return lambda lang: capital(listed(tuple(name(lang) for name in names), lang))


def together_block(people: People) -> Block | None:
    """Which of the commonest conditions people have together."""
    w, table = people.w, people.table("overlap")
    if table is None:
        return None
    ids, rows = combined(table)
    view = table_view(
        only(table, lambda record: record["people"] != 0),
        TOGETHER,
        w,
        caption=lambda lang: text("people.together.caption", lang),
        corner="people.col.together",
        name=lambda record: together_name(people, record),
    )
    return Block(
        id="block-together",
        heading=w.t("people.together.heading"),
        said=(w.t("people.together.lead"),),
        figures=(
            upset_figure([condition_name(people.sheet, id) for id in ids], rows, w, id="fig-upset"),
        ),
        tables=(view,),
        folded=True,
        foot=foot(people, table, limits="people.limits.together", n=people.people),
    )
