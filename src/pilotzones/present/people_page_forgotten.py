"""Who is forgotten: whom the model expects too little of, who had no care, what could be mended."""

from __future__ import annotations

from collections.abc import Sequence

from pilotzones.present.figures.calibration import Ratio, calibration_figure
from pilotzones.present.figures.drawing import as_number, as_percent, as_ratio, said
from pilotzones.present.people_page_parts import Block, People, Point, foot
from pilotzones.present.people_page_tables import Column, Head, Line, Record, TableView, table_view
from pilotzones.present.people_page_trust import subgroups_view
from pilotzones.present.people_page_words import (
    LEVELS,
    VERDICTS,
    gap_name,
    keyed,
    trait_level,
    word,
)
from pilotzones.present.sentences import capital
from pilotzones.present.texts import Render
from pilotzones.stratification.released import Cell, SafeTable
from pilotzones.words import listed, text

FAIRNESS = (
    Column("people", "people.col.people"),
    Column("ratio", "people.col.ratio", None, lambda _: 2),
    Column("low", "people.col.interval", None, lambda _: 2, upto="high"),
    Column("verdict", "people.col.verdict", words=VERDICTS),
)
WITHOUT = (
    Column("people", "people.col.people"),
    Column("without", "people.col.without"),
    Column("share", "people.col.without_share"),
)
GAPS = (
    Column("meant", "people.col.meant"),
    Column("open", "people.col.open"),
    Column("share", "people.col.open_share"),
)
AVOIDABLE = (
    Column("people", "people.col.people"),
    Column("stays", "people.col.stays"),
    Column("stays_per_1000", "people.col.stays_per_1000", None, lambda _: 1),
)
_TRAITS = ("age", "sex", "increased_reimbursement", "chronic_status", "isolated", "rural")
"""Traits that are always drawn; conditions only where the verdict is clear."""
_LISTED, _COUNTED = ("under", "over"), ("even", "unclear")


def group_name(people: People, record: Record) -> Render:
    """Group of the table ``fairness`` in words."""
    return trait_level(people.sheet, record["trait"], record["level"])


def drawn(table: SafeTable) -> Sequence[Record]:
    """Groups of the figure: by trait, then those with a clear verdict on their condition."""
    records = table.records()
    traits = [r for r in records if r["trait"] in _TRAITS and r["level"] != "unknown"]
    clear = ("under", "over")
    return traits + [r for r in records if r["trait"] not in _TRAITS and r["verdict"] in clear]


def fairness_points(people: People, table: SafeTable) -> list[tuple[Render, Render]]:
    """Verdicts in words, with the groups that they are on, or how many where nothing is amiss."""
    found: list[tuple[Render, Render]] = []
    for verdict in (*_LISTED, *_COUNTED):
        groups = [r for r in table.records() if r["verdict"] == verdict]
        if groups:
            told = _listed(people, groups) if verdict in _LISTED else _counted(len(groups))
            found.append((_capital(keyed("fairness.verdict", verdict)), told))
    return found


def _capital(words: Render) -> Render:
    return lambda lang: capital(words(lang))


def _counted(n: int) -> Render:
    return lambda lang: text("people.fairness.counted", lang, n=n)


def _listed(people: People, groups: Sequence[Record]) -> Render:
    """Every group with its ratio; none is left out."""

    def name(record: Record, lang: str) -> str:
        named, ratio = group_name(people, record)(lang), said(record["ratio"], as_ratio)(lang)
        return text("people.fairness.group", lang, name=named, ratio=ratio)

    return lambda lang: listed([name(r, lang) for r in groups], lang, len(groups))


def fairness_block(people: People) -> Block | None:
    """Observed over expected cost of each group with its interval, and the verdict in words."""
    w, table = people.w, people.table("fairness")
    if table is None:
        return None
    rows = [Ratio(group_name(people, r), r["ratio"], r["low"], r["high"]) for r in drawn(table)]
    view = table_view(
        table,
        FAIRNESS,
        w,
        caption=lambda lang: text("people.fairness.caption", lang),
        corner="people.col.subgroup",
        name=lambda record: group_name(people, record),
    )
    return Block(
        id="block-fairness",
        heading=w.t("people.fairness.heading"),
        said=(w.t("people.fairness.lead"),),
        figures=(
            calibration_figure(
                rows,
                w,
                id="fig-fairness",
                title=lambda lang: text("people.fairness.heading", lang),
            ),
        ),
        points=tuple(
            Point(w.say(term), (w.say(told),)) for term, told in fairness_points(people, table)
        ),
        tables=(view, *subgroups_view(people)),
        folded=True,
        foot=foot(people, table, limits="people.limits.fairness", n="people.foot.n_rows"),
    )


def without_block(people: People) -> Block | None:
    """Who had no care at all in the base year."""
    w, table = people.w, people.table("without_care")
    if table is None:
        return None
    year = str(people.sheet.data.year)
    view = table_view(
        table,
        WITHOUT,
        w,
        caption=lambda lang: text("people.without.caption", lang, year=year),
        corner="people.col.trait",
        name=lambda record: trait_level(people.sheet, record["trait"], record["level"]),
    )
    return Block(
        id="block-without",
        heading=w.say(without_told(people, table)),
        tables=(view,),
        foot=foot(people, table, limits="people.limits.without", n=people.people),
    )


def without_told(people: People, table: SafeTable) -> Render:
    """How many had no care at all, in a sentence."""
    year = str(people.sheet.data.year)
    n = table.cell("without", trait="everybody", level="yes")
    share = table.cell("share", trait="everybody", level="yes")
    if not isinstance(n, int | float):
        return lambda lang: text("people.without.heading", lang, year=year)
    return lambda lang: text(
        "people.without.sentence", lang, n=round(n), share=said(share, as_percent)(lang), year=year
    )


def by_level(level: Cell, name: Render) -> Render:
    """Row of a table by level: ``High level: no influenza vaccine``."""
    return lambda lang: text(
        "people.by_level", lang, level=word(LEVELS, level)(lang), name=name(lang)
    )


def gaps_block(people: People) -> Block | None:
    """Open care gaps of each level of risk."""
    w, table = people.w, people.table("gaps")
    if table is None:
        return None
    view = table_view(
        table,
        GAPS,
        w,
        caption=lambda lang: text("people.gaps.caption", lang, year=str(people.sheet.data.year)),
        corner="people.col.gap",
        name=lambda r: by_level(r["level"], gap_name(people.sheet, r["gap"])),
    )
    return Block(
        id="block-gaps",
        heading=w.t("people.gaps.heading"),
        said=(w.t("people.gaps.lead"),),
        tables=(view, *_sources(people)),
        folded=True,
        foot=foot(people, table, limits="people.limits.gaps", n=people.people),
    )


def _sources(people: People) -> tuple[TableView, ...]:
    """Where each gap comes from."""
    w = people.w
    lines = tuple(Line(w.say(name), (w.say(source),)) for name, source in gap_sources(people))
    head = Head(w.t("people.col.source"), lambda lang: text("people.col.source", lang))
    if not lines:
        return ()
    caption, corner = w.t("people.gaps.sources"), w.t("people.col.gap_name")
    return (TableView(caption, corner, (), (head,), lines, prose=True),)


def gap_sources(people: People) -> list[tuple[Render, Render]]:
    """Open gaps with where each comes from; the source is in English."""
    return [
        (_capital(gap_name(people.sheet, id)), lambda _, source=source: source)
        for id, source in people.sheet.gap_sources.items()
    ]


def avoidable_block(people: People) -> Block | None:
    """Unplanned stays of each level, and those that care outside hospital might have spared."""
    w, table = people.w, people.table("avoidable")
    if table is None:
        return None
    view = table_view(
        table,
        AVOIDABLE,
        w,
        caption=lambda lang: text(
            "people.avoidable.caption", lang, year=str(people.sheet.data.year)
        ),
        corner="people.col.stays_of",
        name=lambda r: by_level(r["level"], keyed("avoidable.what", r["what"])),
    )
    return Block(
        id="block-avoidable",
        heading=w.t("people.avoidable.heading"),
        said=tuple(w.say(line) for line in avoidable_told(table)),
        tables=(view,),
        foot=foot(people, table, limits="people.limits.avoidable", n=people.people),
    )


def avoidable_told(table: SafeTable) -> list[Render]:
    """Where the stays are that might be spared, level by level; and what a list alone did."""
    stays = {
        level: said(record["stays"], as_number)
        for record in table.records()
        if record["what"] == "avoidable"
        for level in (str(record["level"]),)
    }
    lines: list[Render] = [lambda lang: text("people.pyramid.prismatic", lang)]
    if set(stays) == set(LEVELS):
        lines.insert(
            0,
            lambda lang: text(
                "people.avoidable.sentence", lang, **{x: stays[x](lang) for x in LEVELS}
            ),
        )
    return lines


def weakest(people: People) -> Render | None:
    """Groups that are expected to need too little, as a list; None where there is none."""
    table = people.table("fairness")
    if table is None:
        return None
    groups = [group_name(people, r) for r in table.records() if r["verdict"] == "under"]
    if not groups:
        return None
    return lambda lang: listed(tuple(_lower(name(lang)) for name in groups), lang)


def _lower(name: str) -> str:
    """A name inside a sentence; one that is all capitals stays as it is."""
    return name if name[:2].isupper() else name[:1].lower() + name[1:]
