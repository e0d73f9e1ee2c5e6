"""What the table of conditions says of one person, by loops: an answer to compare with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from pilotzones.stratification.conditions import Condition, Conditions

Rows = Sequence[dict[str, Any]]


def judged(
    table: Conditions, age: int, care: Rows, known: Rows, year: int
) -> tuple[dict[str, bool], int]:
    """Conditions of a person, and how many of them count; care is that of the year only."""
    has = {row.id: bool(told(row, age, care, known, year)) for row in table.rows}
    for row in table.rows:
        if row.within and has[row.id]:
            has[row.within] = True
    counted = [row for row in table.rows if not row.within and row.least is None and has[row.id]]
    for row in table.rows:
        if row.least is not None:
            parts = {each.chapter for each in counted}
            has[row.id] = len(counted) >= row.least and len(parts) >= (row.chapters or 0)
    return has, len(counted)


def told(row: Condition, age: int, care: Rows, known: Rows, year: int) -> set[str]:
    """Ways in which codes tell a condition of a person."""
    found = set()
    drugs = [d for d in care if d["kind"] == "drug" and d["code"]]
    fits = (row.min_age or 0) <= age <= (row.max_age or 999)
    if fits and _by_medicines(row, drugs):
        found.add("atc")
    others = [d for d in care if d["kind"] != "drug" and d["code"] in row.items]
    if row.items and len({d["date"] for d in others}) >= row.item_days:
        found.add("nomenclature")
    for system in ("icd10", "icpc2"):
        if any(_counts(row, each, system, year) for each in known):
            found.add(system)
    return found


def _by_medicines(row: Condition, drugs: Rows) -> bool:
    def enough(codes: Sequence[str], but_not: Sequence[str] = ()) -> bool:
        mine = [
            d
            for d in drugs
            if any(d["code"].startswith(c) for c in codes)
            and not any(d["code"].startswith(c) for c in but_not)
        ]
        days = len({d["date"] for d in mine})
        by_days = row.days is not None and codes == row.prefixes and days >= row.days
        return by_days or sum((d["ddd"] or 0 for d in mine), 0) >= row.ddd

    if (
        row.without
        and sum(
            (d["ddd"] or 0 for d in drugs if any(d["code"].startswith(c) for c in row.without)), 0
        )
        >= row.ddd
    ):
        return False
    if row.prefixes and enough(row.prefixes, row.excepted):
        return True
    return bool(row.together) and all(enough(group) for group in row.together)


def _counts(row: Condition, known: dict[str, Any], system: str, year: int) -> bool:
    codes = row.icd10 if system == "icd10" else row.icpc2
    code = (known[system] or "").upper().replace(".", "")
    if not code or not any(code.startswith(c) for c in codes):
        return False
    begin, end = known["date"], known["ended_on"]
    if (begin is not None and begin.year > year) or (end is not None and end < date(year, 1, 1)):
        return False
    return row.years is None or (begin is not None and begin.year > year - row.years)
