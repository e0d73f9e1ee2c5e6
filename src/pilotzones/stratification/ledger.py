"""Code-match ledger: codes of the input that told no condition, with their volume."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import ibis

from pilotzones.stratification.evidence import SIGNS, diagnosis_codes, either
from pilotzones.stratification.medicines import DDD, codes_of, told_by
from pilotzones.stratification.payments import EUR
from pilotzones.stratification.tables import DIAGNOSIS_CODES

if TYPE_CHECKING:
    from pilotzones.stratification.conditions import Conditions, System
    from pilotzones.stratification.reading import PeopleTables

WELL_FORMED = r"^[A-Z][0-9]{2}[A-Z]([A-Z]([0-9]{2})?)?\z"
"""ATC code of level 3, 4 or 5 (WHO Collaborating Centre for Drug Statistics Methodology).

Ends in ``\\z``: where Java is the engine, ``$`` also stands before a last line separator.
"""
ITEM = r"^[0-9]{6}\z"
"""Item of the Belgian nomenclature."""
DIAGNOSIS = {"icd10": r"^[A-Z][0-9][0-9A-Z]", "icpc2": r"^[A-Z][0-9]{2}"}
"""Begin of a diagnosis without points: the category of three signs."""
MALFORMED = "?"
"""Stands for all codes that have none of these forms; for medicines, missing ones too."""
OTHER = "other"
"""Stands for all codes of a kind that too few persons had for a row of their own."""
_SUMS = {"ddd": DDD, "eur": EUR}
_COLUMNS = ("kind", "code", "person_id", "ddd", "amount_eur")


def ledger(tables: PeopleTables, conditions: Conditions, year: int) -> ibis.Table:
    """Rows ``kind, code, rows, people, ddd, eur`` of the year, ordered by kind and code.

    Medicines whose code tells no condition: ``code`` is their ATC class of level 3 (four
    characters), or ``?`` where the code is malformed or missing. Other kinds of care have their
    item as code, ``?`` where it has no form of one, and nothing where there is none; where no item
    tells any condition, each kind is one row. Diagnoses up to the year have the classification as
    kind and the category of three signs as code. ``people`` are different persons. Small numbers
    are in it: not for release.
    """
    found: Any = ledger_of_persons(tables, conditions, year, minimum=0)
    doses, eur = (found[n].fill_null(ibis.literal(0, t)).cast(t) for n, t in _SUMS.items())
    found = found.select("kind", "code", "rows", "people", ddd=doses, eur=eur)
    return found.order_by("kind", "code")


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
    """Codes that tell no condition: kind, code as the ledger groups it, volume; row by row."""
    care: Any = tables.deliveries
    care = care.filter(care.date >= date(year, 1, 1), care.date <= date(year, 12, 31))
    codes = codes_of(care, conditions.rows)
    codes = codes.select("code", told=told_by(codes, conditions.rows))
    drugs = care.filter(care.kind == "drug").left_join(codes, "code")
    drugs = drugs.filter(~drugs.told.fill_null(False))
    well_formed = drugs.code.re_search(WELL_FORMED).fill_null(False)
    listed = drugs.mutate(code=ibis.ifelse(well_formed, drugs.code.substr(0, 4), MALFORMED))
    found = listed.select(*_COLUMNS).union(_items(care, conditions).select(*_COLUMNS))
    for system in DIAGNOSIS_CODES if tables.diagnoses is not None else ():
        found = found.union(_diagnoses(tables.diagnoses, system, conditions, year))
    return found


def _items(care: Any, conditions: Conditions) -> Any:
    """Care other than medicines that tells no condition: its code where it has the form of one."""
    wanted = sorted({code for row in conditions.by("nomenclature") for code in row.items})
    others = care.filter(care.kind != "drug")
    if not wanted:  # no item could tell anything: a line for each kind
        return others.mutate(code=ibis.literal(""))
    others = others.filter(~others.code.isin(wanted).fill_null(False))
    item = others.code.re_search(ITEM).fill_null(False)
    missing = others.code.isnull()
    return others.mutate(code=ibis.cases((item, others.code), (missing, ""), else_=MALFORMED))


def _diagnoses(known: Any, system: System, conditions: Conditions, year: int) -> Any:
    """Diagnoses made up to the year whose code tells no condition, by category of three signs."""
    known = known.filter(known.date.isnull() | (known.date <= date(year, 12, 31)))
    known = known.filter(known[system].notnull())
    codes = diagnosis_codes(known, system, conditions)
    signs = [codes[name] > 0 for name in codes.columns if name.startswith(SIGNS)]
    codes = codes.filter(~either(signs))
    missed = known.join(codes.select("code", "plain"), known[system] == codes.code)
    formed = missed.plain.re_search(DIAGNOSIS[system])
    return missed.select(
        kind=ibis.literal(system),
        code=ibis.ifelse(formed, missed.plain.substr(0, 3), MALFORMED),
        person_id=missed.person_id,
        ddd=ibis.null(DDD),
        amount_eur=ibis.null(EUR),
    )
