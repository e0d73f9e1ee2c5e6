"""Released tables as they are found in files, and what each shows that it should not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from pilotzones.stratification.inspection.contents import Content
from pilotzones.stratification.inspection.layout import HIDDEN, NAMES, Table

_SAID_HIDDEN = {"masqué", "verborgen", "hidden"}
"""Hidden in the languages of the tables for spreadsheets."""
_WHOLE = re.compile(r"-?\d+")
_DECIMAL = re.compile(r"-?\d+[.,]\d+(e-?\d+)?")
_COUNTS = {"people", "zone_n", "target_n", "chronic_n", "multi_n", "high_n", "only_here", "stays",
    "rows"}  # fmt: skip
"""Columns of persons and events, where the file does not say which are."""
_KEYS = {"term", "term_a", "term_b", "top", "trait", "level", "unit", "condition", "part", "decile",
    "segment", "uptake", "code", "kind"}  # fmt: skip
_PERSONS = ("persons", "stays", "rows", "events")


def tables_of(name: str, content: Content) -> list[Table]:
    """Tables of a file: those of a JSON or a data block, of a CSV, of a workbook with our heads."""
    found: list[Table] = []
    for block in content.blocks:
        found += _of_json(block)
    for sheet, grid in content.tables:
        table = _of_grid(sheet or PurePosixPath(name).stem, grid)
        found += [] if table is None else [table]
    return found


def _of_json(value: Any, id: str = "") -> Iterator[Table]:
    """Tables anywhere inside: columns with their rows."""
    if isinstance(value, dict):
        columns, rows = value.get("columns"), value.get("rows")
        if isinstance(columns, list) and isinstance(rows, list) and columns and rows:
            heads = [c if isinstance(c, dict) else {"name": c} for c in columns]
            if all(isinstance(row, list) for row in rows):
                yield Table(
                    id,
                    tuple(str(head.get("name")) for head in heads),
                    tuple(tuple(row) for row in rows),
                    tuple(_kind(head) for head in heads) if "kind" in heads[0] else (),
                )
                return
        for key, inner in value.items():
            yield from _of_json(inner, str(key))
    elif isinstance(value, list):
        for inner in value:
            yield from _of_json(inner, id)


def _kind(head: Mapping[str, Any]) -> str:
    kind, unit = str(head.get("kind", "")), str(head.get("unit", ""))
    return kind if kind != "count" or unit in _PERSONS else "other"


def _of_grid(id: str, grid: Sequence[Sequence[Any]]) -> Table | None:
    """Table of a sheet whose first row has the names of our columns; None for any other."""
    if not grid:
        return None
    head = [str(cell) if cell is not None else "" for cell in grid[0]]
    if not (id in NAMES or _COUNTS & set(head)) or not _COUNTS & set(head):
        return None
    rows = [tuple(_value(c, n) for c, n in zip(row, head, strict=False)) for row in grid[1:]]
    return Table(id, tuple(head), tuple(rows))


def _value(cell: Any, column: str) -> Any:
    """Cell of a spreadsheet as the JSON has it."""
    if not isinstance(cell, str):
        return str(cell) if column in _KEYS and cell is not None else cell
    text = cell.strip()
    if text in _SAID_HIDDEN:
        return HIDDEN
    if column in _KEYS or not text:
        return text or None
    if _WHOLE.fullmatch(text):
        return int(text)
    return float(text.replace(",", ".")) if _DECIMAL.fullmatch(text) else text


def small_cells(table: Table, minimum: int) -> list[tuple[int, str]]:
    """Row and column of each number of persons or events from 1 up to the minimum."""
    kinds = table.kinds or tuple("count" if c in _COUNTS else "" for c in table.columns)
    counts = [c for c, kind in zip(table.columns, kinds, strict=True) if kind == "count"]
    return [
        (number, column)
        for number, row in table.records()
        for column in counts
        if isinstance(row.get(column), int | float) and 0 < row[column] < minimum
    ]


def differing(table: Table, model: Table) -> list[tuple[int, str]]:
    """Cells of a table that say something else than the same table of the JSON does."""
    found: list[tuple[int, str]] = []
    if len(table.rows) != len(model.rows):
        return [(0, "")]
    for (number, row), (_, other) in zip(table.records(), model.records(), strict=True):
        for column in model.columns:
            mine, its = row.get(column), other.get(column)
            if mine == its or str(mine) == str(its) or (mine is None and its == ""):
                continue
            if isinstance(mine, int | float) and isinstance(its, int | float) and mine == its:
                continue
            found.append((number, column))
    return found
