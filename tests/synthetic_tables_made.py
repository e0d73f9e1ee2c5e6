"""SYNTHETIC released tables by hand: made, changed in one cell, left without rows or columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from pilotzones.stratification.released import Cell, Hidden, Kind, SafeColumn, SafeTable

MINIMUM = 10

Measure = tuple[Kind, str]
PERSONS: Measure = ("count", "persons")
SHARE: Measure = ("share", "share")
AMOUNT: Measure = ("amount", "eur")
EACH: Measure = ("mean", "eur per person")
STAYS: Measure = ("count", "stays")
PER_1000: Measure = ("mean", "per 1000")
RATIO: Measure = ("mean", "ratio")


def table(
    id: str, keys: Sequence[str], measures: Mapping[str, Measure], rows: Sequence[Sequence[Cell]]
) -> SafeTable:
    """SYNTHETIC table, past the gate; hidden cells are counted."""
    columns = [SafeColumn(key, "key") for key in keys]
    columns += [SafeColumn(name, kind, unit) for name, (kind, unit) in measures.items()]
    hidden = sum(isinstance(cell, Hidden) for row in rows for cell in row)
    return SafeTable(id, tuple(columns), tuple(tuple(row) for row in rows), MINIMUM, hidden)


def with_cell(found: SafeTable, name: str, value: Cell, **keys: str) -> SafeTable:
    """The same table with another cell in the one row that has these keys."""
    names = [column.name for column in found.columns]
    places = {names.index(key): wanted for key, wanted in keys.items()}
    fitting = [i for i, r in enumerate(found.rows) if all(r[p] == w for p, w in places.items())]
    assert len(fitting) == 1, (found.id, keys)
    cells = list(found.rows[fitting[0]])
    cells[names.index(name)] = value
    rows = [tuple(cells) if i == fitting[0] else row for i, row in enumerate(found.rows)]
    hidden = sum(isinstance(cell, Hidden) for row in rows for cell in row)
    return replace(found, rows=tuple(rows), hidden=hidden)


def without(found: SafeTable, *, columns: Sequence[str] = (), **keys: str) -> SafeTable:
    """The same table without some columns, and without the rows that have these keys."""
    names = [column.name for column in found.columns]
    kept = [i for i, name in enumerate(names) if name not in columns]
    places = {names.index(key): wanted for key, wanted in keys.items()}
    rows = tuple(
        tuple(row[i] for i in kept)
        for row in found.rows
        if not places or any(row[place] != wanted for place, wanted in places.items())
    )
    return replace(found, columns=tuple(found.columns[i] for i in kept), rows=rows)
