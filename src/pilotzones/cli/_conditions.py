"""The table of conditions as lines to read, and as a record."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from pilotzones.stratification.conditions_codes import in_ranges
from pilotzones.words import text

if TYPE_CHECKING:
    from pilotzones.stratification.conditions import Condition, Conditions


def table_lines(table: Conditions, lang: str) -> Iterator[str]:
    """Lines of every condition: its name and family, each way that tells it, its source."""
    for row in table.rows:
        family = text(f"family.{row.family or 'unsaid'}", lang)
        head = {"short": row.id, "name": row.names[lang], "family": family}
        yield text("cli.stratify.conditions.row", lang, **head)
        for line in _ways(row, table, lang):
            yield f"  {line}"
        yield "  " + text("cli.stratify.conditions.source", lang, source=row.source)
    rule = table.polypharmacy
    fields = {"months": rule.months, "classes": rule.classes, "ddd": float(rule.ddd)}
    yield text("cli.stratify.conditions.polypharmacy", lang, **fields)
    yield "  " + text("cli.stratify.conditions.source", lang, source=rule.source)


def _ways(row: Condition, table: Conditions, lang: str) -> Iterator[str]:
    yield from _medicines(row, lang)
    if row.items:
        codes = ", ".join(row.items)
        yield text("cli.stratify.conditions.items", lang, n=row.item_days, codes=codes)
    if row.icd10:
        codes = ", ".join(in_ranges(row.icd10))
        yield text("cli.stratify.conditions.icd10", lang, codes=codes)
    if row.icpc2:
        yield text("cli.stratify.conditions.icpc2", lang, codes=", ".join(row.icpc2))
    if row.years is not None:
        yield text("cli.stratify.conditions.years", lang, n=row.years)
    if row.least is not None:
        number = {"conditions": row.least, "chapters": row.chapters or 1}
        yield text("cli.stratify.conditions.number", lang, **number)
    if row.within:
        yield text("cli.stratify.conditions.within", lang, name=table.names[row.within][lang])


def _medicines(row: Condition, lang: str) -> Iterator[str]:
    """One line for medicines alone, one for medicines together; their bounds behind the last."""
    ddd, lines = float(row.ddd), []
    if row.prefixes:
        parts = [text("cli.stratify.conditions.rule", lang, ddd=ddd, atc=", ".join(row.prefixes))]
        if row.excepted:
            parts.append(text("cli.stratify.conditions.except", lang, atc=", ".join(row.excepted)))
        if row.days is not None:
            parts.append(text("cli.stratify.conditions.days", lang, n=row.days))
        lines.append(parts)
    if row.together:
        groups = " + ".join(", ".join(group) for group in row.together)
        lines.append([text("cli.stratify.conditions.together", lang, ddd=ddd, groups=groups)])
    for parts in lines[-1:]:
        if row.without:
            atc = ", ".join(row.without)
            parts.append(text("cli.stratify.conditions.without", lang, ddd=ddd, atc=atc))
        if row.min_age is not None:
            parts.append(text("cli.stratify.conditions.from_age", lang, age=row.min_age))
        if row.max_age is not None:
            parts.append(text("cli.stratify.conditions.to_age", lang, age=row.max_age))
    yield from (", ".join(parts) for parts in lines)


def record(table: Conditions) -> dict[str, Any]:
    """The table as one record."""
    rule = table.polypharmacy
    return {
        "schema": 2,
        "conditions": [_row(row) for row in table.rows],
        "polypharmacy": {
            "months": rule.months,
            "classes": rule.classes,
            "ddd": float(rule.ddd),
            "source": rule.source,
        },
    }


def _row(row: Condition) -> dict[str, Any]:
    return {
        "id": row.id,
        "family": row.family,
        "name": dict(row.names),
        "chapter": row.chapter,
        "within": row.within,
        "counted": row.counted,
        "atc": list(row.prefixes),
        "atc_except": list(row.excepted),
        "together": [list(group) for group in row.together],
        "without": list(row.without),
        "ddd": float(row.ddd),
        "days": row.days,
        "min_age": row.min_age,
        "max_age": row.max_age,
        "nomenclature": list(row.items),
        "nomenclature_days": row.item_days,
        "icd10": list(row.icd10),
        "icpc2": list(row.icpc2),
        "years": row.years,
        "conditions": row.least,
        "chapters": row.chapters,
        "source": row.source,
        "matches": dict(row.matches),
        "not": dict(row.differs),
    }
