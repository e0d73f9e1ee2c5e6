"""Code-match ledger: codes of the deliveries that told no condition, with their volume."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import ibis

from pilotzones.stratification.features import DDD, EUR, SIGNS, codes_of

if TYPE_CHECKING:
    from pilotzones.stratification.conditions import Conditions
    from pilotzones.stratification.reading import PeopleTables

WELL_FORMED = r"^[A-Z][0-9]{2}[A-Z]([A-Z]([0-9]{2})?)?$"
"""ATC code of level 3, 4 or 5 (WHO Collaborating Centre for Drug Statistics Methodology)."""
MALFORMED = "?"
"""Stands for all codes of medicines that are not of this form, missing ones among them."""
OTHER = "other"
"""Stands for all codes of a kind that too few persons had for a row of their own."""


def ledger(tables: PeopleTables, conditions: Conditions, year: int) -> ibis.Table:
    """Rows ``kind, code, rows, people, ddd, eur`` of the year, ordered by kind and code.

    Medicines whose code tells no condition: ``code`` is their ATC class of level 3 (four
    characters), or ``?`` where the code is malformed or missing. Every other kind of care is one
    row with an empty ``code``: no condition is told by it. ``people`` are different persons.
    Small numbers are in it: not for release.
    """
    found: Any = ledger_of_persons(tables, conditions, year, minimum=0)
    doses = found.ddd.fill_null(ibis.literal(0, DDD))
    return found.select(
        "kind", "code", "rows", "people", ddd=doses.cast(DDD), eur=found.eur.cast(EUR)
    ).order_by("kind", "code")


def ledger_of_persons(
    tables: PeopleTables, conditions: Conditions, year: int, *, minimum: int
) -> ibis.Table:
    """The same with small codes together, and the largest share of one person in each sum.

    Codes of a kind that fewer than ``minimum`` persons had stand together under ``other``. Beside
    the columns of `ledger`: ``rows_largest``, ``ddd_largest`` and ``eur_largest``, for the gate.
    """
    rows = _unmatched(tables, conditions, year)
    each = rows.group_by("kind", "code", "person_id").agg(
        rows=rows.count(), ddd=rows.ddd.sum(), eur=rows.amount_eur.sum()
    )
    of_code = ibis.window(group_by=["kind", "code"])
    each = each.mutate(people=each.person_id.count().over(of_code))
    each = each.mutate(code=ibis.ifelse(each.people < minimum, OTHER, each.code)).drop("people")
    each = each.group_by("kind", "code", "person_id").agg(
        **{name: each[name].sum() for name in ("rows", "ddd", "eur")}
    )
    return (
        each.group_by("kind", "code")
        .agg(
            people=each.count(),
            rows=each.rows.sum().cast("int64"),
            **{name: each[name].sum() for name in ("ddd", "eur")},
            **{f"{name}_largest": each[name].max() for name in ("rows", "ddd", "eur")},
        )
        .order_by("kind", "code")
    )


def _unmatched(tables: PeopleTables, conditions: Conditions, year: int) -> Any:
    """Deliveries of the year that tell no condition: kind, code as the ledger groups it, volume."""
    care: Any = tables.deliveries
    care = care.filter(care.date >= date(year, 1, 1), care.date <= date(year, 12, 31))
    codes = codes_of(care, conditions.rows)
    told = ibis.or_(*(codes[name] > 0 for name in codes.columns if name.startswith(SIGNS)))
    codes = codes.select("code", told=told)
    drugs = care.filter(care.kind == "drug").left_join(codes, "code")
    drugs = drugs.filter(~drugs.told.fill_null(False))
    well_formed = drugs.code.re_search(WELL_FORMED).fill_null(False)
    listed = drugs.mutate(code=ibis.ifelse(well_formed, drugs.code.substr(0, 4), MALFORMED))
    others = care.filter(care.kind != "drug").mutate(code=ibis.literal(""))
    columns = ("kind", "code", "person_id", "ddd", "amount_eur")
    return listed.select(*columns).union(others.select(*columns))
