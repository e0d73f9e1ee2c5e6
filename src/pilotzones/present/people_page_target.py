"""The target group on the page of the people: criteria, size, overlap, uptake, what it costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from pilotzones.present.criteria_words import criteria_in_words, spoken
from pilotzones.present.figures.drawing import as_number, said
from pilotzones.present.figures.overlap import Criterion, overlap_figure
from pilotzones.present.figures.stack import Stack, stacked_bars
from pilotzones.present.people_page_parts import Block, People, Point, foot
from pilotzones.present.people_page_tables import (
    BLANK,
    Column,
    Head,
    Line,
    Record,
    TableView,
    cell,
    table_view,
)
from pilotzones.present.people_page_words import EXCLUSIONS, KINDS, PAYERS, euros, in_order, word
from pilotzones.present.sentences import capital
from pilotzones.present.texts import Render
from pilotzones.stratification.released import Cell, SafeTable
from pilotzones.words import percent, text


def criteria_block(people: People) -> Block | None:
    """The criteria, what each brings, and how many take part; none without criteria."""
    table = people.table("criteria")
    return None if table is None else _criteria(people, table)


def spending_block(people: People) -> Block | None:
    """What the target group costs, by kind of care and payer."""
    table = people.table("spending")
    return None if table is None else _spending(people, table)


def _criteria(people: People, table: SafeTable) -> Block:
    w, records = people.w, table.records()
    terms = [r for r in records if r["term"] != "union"]
    union: Cell = next((r["people"] for r in records if r["term"] == "union"), None)
    figure = overlap_figure(
        [Criterion(criterion_words(people, r["term"]), r["people"], r["only_here"]) for r in terms],
        union,
        w,
        id="fig-overlap",
    )
    tables = [_sizes(people, table)]
    overlap = people.table("criteria_overlap")
    if overlap is not None:
        tables.append(_overlap(people, overlap))
    return Block(
        id="block-criteria",
        heading=_criteria_heading(people),
        said=_read_back(people),
        figures=(figure,),
        points=_uptake(people),
        tables=tuple(tables),
        foot=foot(
            people,
            table,
            overlap,
            people.table("uptake"),
            limits="people.limits.criteria",
            n=people.target,
        ),
    )


def _criteria_heading(people: People) -> Markup:
    if people.target is None:
        return people.w.t("people.criteria.heading")
    return people.w.t("people.criteria.sentence", n=round(people.target))


def _read_back(people: People) -> tuple[Markup, ...]:
    """The criteria as they were understood, in words."""
    criteria = people.sheet.criteria
    if criteria is None:
        return ()

    def whole(lang: str) -> str:
        return criteria_in_words(criteria, people.sheet.names, lang)

    return (people.w.t("people.criteria.read_back", criteria=whole),)


def criterion_words(people: People, term: Cell) -> Render:
    """A criterion by its number, in words where they are known: ``1. COPD``."""
    criteria, number = people.sheet.criteria, str(term)
    if criteria is None or not number.isdigit():
        return lambda _: number
    parts = criteria.alternatives
    if not 1 <= int(number) <= len(parts):
        return lambda _: number
    part, names = parts[int(number) - 1], people.sheet.names
    return lambda lang: f"{number}. {capital(spoken(part, criteria, names, lang))}"


def _sizes(people: People, table: SafeTable) -> TableView:
    def name(record: Record) -> Render:
        if record["term"] == "union":
            return lambda lang: text("figure.overlap.union", lang)
        return criterion_words(people, record["term"])

    return table_view(
        table,
        [
            Column("people", "people.col.people"),
            Column("only_here", "people.col.only_here", None, _only_of_terms),
        ],
        people.w,
        caption=lambda lang: text("people.criteria.caption", lang),
        corner="people.col.criterion",
        name=name,
    )


def _only_of_terms(record: Record) -> int:
    """All criteria together have no part of their own."""
    return BLANK if record["term"] == "union" else 0


def _overlap(people: People, table: SafeTable) -> TableView:
    return table_view(
        table,
        [Column("people", "people.col.in_both")],
        people.w,
        caption=lambda lang: text("people.overlap.caption", lang),
        corner="people.col.pair",
        name=lambda r: (
            lambda lang: text("people.overlap.pair", lang, a=str(r["term_a"]), b=str(r["term_b"]))
        ),
    )


def _uptake(people: People) -> tuple[Point, ...]:
    """How many take part, at both ends of the range that the project declares."""
    table = people.table("uptake")
    if table is None:
        return ()
    lines = tuple(
        people.w.t(
            "people.uptake.line",
            share=lambda lang, share=float(str(r["uptake"])): percent(share, lang, 0),
            people=said(r["people"], as_number),
        )
        for r in table.records()
    )
    return (Point(people.w.t("people.uptake.term"), lines),)


def _spending(people: People, table: SafeTable) -> Block:
    w, records = people.w, table.records()
    kinds = in_order([str(r["kind"]) for r in records], KINDS)
    payers = in_order([str(r["payer"]) for r in records], PAYERS)
    found = {(str(r["kind"]), str(r["payer"])): r for r in records}

    def amounts(kind: str) -> tuple[Cell, ...]:
        return tuple(found[kind, p]["eur"] if (kind, p) in found else None for p in payers)

    figure = stacked_bars(
        [Stack(word(KINDS, kind), amounts(kind)) for kind in kinds],
        [word(PAYERS, payer) for payer in payers],
        w,
        id="fig-spending",
        title=lambda lang: text("people.spending.heading", lang),
    )
    return Block(
        id="block-spending",
        heading=w.t("people.spending.heading"),
        figures=(figure,),
        points=_excluded(people),
        tables=(_by_payer(people, kinds, payers, found),),
        foot=foot(
            people,
            table,
            people.table("excluded"),
            limits="people.limits.spending",
            n=people.target,
        ),
    )


_MEASURES = {"eur": "people.col.eur", "eur_per_person": "people.col.eur_each"}


def _by_payer(
    people: People,
    kinds: Sequence[str],
    payers: Sequence[str],
    found: Mapping[tuple[str, str], Record],
) -> TableView:
    """Types of care by payer, in all and for each person; of a pair without a row nothing is paid.

    Amounts of one measure stand together, so that they can be read along the row.
    """
    w, year = people.w, str(people.sheet.data.year)
    columns = [(measure, payer) for measure in _MEASURES for payer in payers]

    def shown(kind: str, measure: str, payer: str) -> Markup:
        row = found.get((kind, payer))
        return _nothing(people) if row is None else cell(row.get(measure), 0, w)

    lines = tuple(
        Line(w.say(word(KINDS, kind)), tuple(shown(kind, *column) for column in columns))
        for kind in kinds
    )
    heads = tuple(
        Head(
            w.say(word(PAYERS, payer)),
            lambda lang, m=measure, p=payer: f"{word(PAYERS, p)(lang)}, {text(_MEASURES[m], lang)}",
        )
        for measure, payer in columns
    )
    above = tuple((w.t(id), len(payers)) for id in _MEASURES.values())
    caption = w.t("people.spending.caption", year=year)
    return TableView(caption, w.t("people.col.kind"), above, heads, lines)


def _nothing(people: People) -> Markup:
    """What stands for a kind of care that a payer pays nothing of."""
    pattern = '<span aria-hidden="true">–</span><span class="hidden">{}</span>'
    return Markup(pattern).format(people.w.t("people.spending.nothing"))


def _excluded(people: People) -> tuple[Point, ...]:
    """What was taken out before counting, shown beside it."""
    table = people.table("excluded")
    if table is None:
        return ()
    lines = tuple(
        people.w.t(
            "people.excluded.line",
            reason=word(EXCLUSIONS, r["reason"]),
            eur=said(r["eur"], euros),
        )
        for r in table.records()
    )
    return (Point(people.w.t("people.excluded.term"), lines),)
