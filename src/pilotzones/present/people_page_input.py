"""What the data gave and what was left out: what told conditions, codes without a match, rows."""

from __future__ import annotations

from pilotzones.present.people_page_parts import Block, People, foot
from pilotzones.present.people_page_tables import (
    Column,
    Head,
    Line,
    Record,
    TableView,
    cell,
    table_view,
)
from pilotzones.present.people_page_words import KINDS, SYSTEMS, condition_name, word
from pilotzones.present.texts import Render
from pilotzones.stratification.released import SafeTable
from pilotzones.words import text
from pilotzones.words.faults import fault_lines


def told_by_block(people: People) -> Block | None:
    """By which codes the people with a condition were found."""
    table = people.table("told_by")
    return None if table is None else _told_by(people, table)


def ledger_block(people: People) -> Block | None:
    """Codes of the input that matched nothing, with their volume."""
    table = people.table("ledger")
    return None if table is None else _ledger(people, table)


def _told_by(people: People, table: SafeTable) -> Block:
    """By which codes the people with a condition were found, where there is more than one way."""
    w = people.w

    def name(record: Record) -> Render:
        condition = condition_name(people.sheet, record["condition"])
        system = word(SYSTEMS, record["by"])
        return lambda lang: text(
            "people.told_by.row", lang, condition=condition(lang), system=system(lang)
        )

    view = table_view(
        table,
        [Column("people", "people.col.told")],
        w,
        caption=lambda lang: text("people.told_by.caption", lang),
        corner="people.col.condition",
        name=name,
    )
    return Block(
        id="block-told-by",
        heading=w.t("people.told_by.heading"),
        said=(w.t("people.told_by.lead"),),
        tables=(view,),
        folded=len(view.lines) > _LEDGER_OPEN,
        foot=foot(people, table, limits="people.limits.told_by", n=people.people),
    )


def _ledger(people: People, table: SafeTable) -> Block:
    w = people.w
    view = table_view(
        table,
        [
            Column("rows", "people.col.rows"),
            Column("people", "people.col.people"),
            Column("ddd", "people.col.ddd"),
            Column("eur", "people.col.eur"),
        ],
        w,
        caption=lambda lang: text("people.ledger.caption", lang),
        corner="people.col.code",
        name=_code,
    )
    return Block(
        id="block-ledger",
        heading=w.t("people.ledger.heading"),
        said=(w.t("people.ledger.lead"),),
        tables=(view,),
        folded=len(view.lines) > _LEDGER_OPEN,
        foot=foot(people, table, limits="people.limits.ledger", n=people.people),
    )


_LEDGER_OPEN = 12
"""Longest ledger that is not folded away."""


_MALFORMED = "?"
"""Stands in the ledger for all codes of medicines that are malformed or missing."""


def _code(record: Record) -> Render:
    kind, code = word(KINDS, record["kind"]), record["code"]
    if code == "other":
        return lambda lang: text("people.ledger.other", lang, kind=kind(lang))
    if code == _MALFORMED:
        return lambda lang: text("people.ledger.malformed", lang, kind=kind(lang))
    if not code or code == "None":
        return kind
    return lambda lang: text("people.ledger.code", lang, kind=kind(lang), code=str(code))


_TOTALS = {
    "persons_read": "people.totals.persons_read",
    "persons_unknown_unit": "people.totals.persons_unknown_unit",
    "persons": "people.totals.persons",
    "deliveries_read": "people.totals.deliveries_read",
    "deliveries_unknown_person": "people.totals.deliveries_unknown_person",
    "deliveries_unknown_unit": "people.totals.deliveries_unknown_unit",
    "deliveries_other_years": "people.totals.deliveries_other_years",
    "deliveries": "people.totals.deliveries",
    "diagnoses_read": "people.totals.diagnoses_read",
    "diagnoses_unknown_person": "people.totals.diagnoses_unknown_person",
    "diagnoses_unknown_unit": "people.totals.diagnoses_unknown_unit",
    "diagnoses": "people.totals.diagnoses",
}
"""What became of the rows of the input, by key of the totals."""


def _told(n: object) -> int:
    """Number that a notice tells; 0 where it tells none."""
    return n if isinstance(n, int) else 0


def totals_block(people: People) -> Block | None:
    """Rows of the input by what became of them."""
    w, totals = people.w, people.sheet.totals
    if not totals:
        return None
    lines = tuple(Line(w.say(word(_TOTALS, key)), (cell(n, 0, w),)) for key, n in totals.items())
    rows = Head(w.t("people.col.rows_read"), lambda lang: text("people.col.rows_read", lang))
    view = TableView(
        w.t("people.totals.caption"), w.t("people.col.what_became"), (), (rows,), lines
    )
    least = people.sheet.minimum_cell
    notices = [n for n in people.sheet.notices if not 0 < _told(n.fields.get("n")) < least]
    return Block(
        id="block-totals",
        heading=w.t("people.totals.heading"),
        said=tuple(
            w.say(lambda lang, fault=fault: fault_lines([fault], lang)[0]) for fault in notices
        ),
        tables=(view,),
        foot=foot(people, limits="people.limits.totals", n=people.people),
    )
