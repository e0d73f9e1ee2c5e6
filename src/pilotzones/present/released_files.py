"""Released tables as files for other programs: one JSON, and one CSV for each table.

Hidden is written as hidden, never as 0 and never as an empty cell; an empty cell is no data. Every
file says where its figures come from, whether they are synthetic, the base year and the smallest
number that is shown.
"""

from __future__ import annotations

import json
from typing import Any

from pilotzones.present.data_level import better_data
from pilotzones.present.exports import csv_file, safe_cell
from pilotzones.stratification.released import HIDDEN, Cell, PeopleSheet, SafeTable
from pilotzones.words import text

_SCHEMA = 1


def people_json(sheet: PeopleSheet) -> bytes:
    """Every released table of a sheet as one JSON; hidden cells are the word ``hidden``."""
    content = {
        "schema": _SCHEMA,
        "data": _data(sheet),
        "conditions": {id: dict(names) for id, names in sheet.names.items()},
        "criteria": None if sheet.criteria is None else str(sheet.criteria),
        "model": _model(sheet),
        "tables": {id: _table(table) for id, table in sheet.tables.items()},
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def people_csvs(sheet: PeopleSheet, lang: str) -> dict[str, bytes]:
    """Content of one CSV per released table, by file name, for a spreadsheet in this language.

    Semicolons, UTF-8 with a byte-order mark; columns have the names of the JSON, and each row says
    where it comes from, so that a row taken out keeps it.
    """
    return {f"{id}.csv": _csv(table, sheet, lang) for id, table in sheet.tables.items()}


def _data(sheet: PeopleSheet) -> dict[str, Any]:
    data = sheet.data
    return {
        "level": data.level,
        "synthetic": data.synthetic,
        "seed": data.seed,
        "base_year": data.year,
        "years": list(data.years),
        "files": list(data.files),
        "better": [text(id, "en") for id in better_data(sheet)],
        "minimum_cell": sheet.minimum_cell,
        "rounding": sheet.rounding,
        "hidden_for_earlier_releases": sheet.because,
        "rows": {key: _plain(n) for key, n in sheet.totals.items()},
    }


def _model(sheet: PeopleSheet) -> dict[str, Any] | None:
    card = sheet.model
    if card is None:
        return None
    return {
        "outcome": card.outcome,
        "parts": list(card.parts),
        "trained_on": list(card.trained_on),
        "evaluated_on": list(card.evaluated_on) if card.evaluated_on else None,
        "scheme": card.scheme,
        "features": list(card.features),
        "signal": card.signal,
        "cap_eur": card.cap_eur,
    }


def _table(table: SafeTable) -> dict[str, Any]:
    return {
        "columns": [{"name": c.name, "kind": c.kind, "unit": c.unit} for c in table.columns],
        "minimum": table.minimum,
        "hidden": table.hidden,
        "rows": [[_plain(cell) for cell in row] for row in table.rows],
    }


def _plain(cell: Cell) -> str | int | float | None:
    return "hidden" if cell is HIDDEN else cell


def _csv(table: SafeTable, sheet: PeopleSheet, lang: str) -> bytes:
    head = [*(column.name for column in table.columns), text("export.source", lang)]
    source = source_line(sheet, lang)
    rows = ([*(_written(cell, lang) for cell in row), source] for row in table.rows)
    return csv_file([head, *rows])


def _written(cell: Cell, lang: str) -> str:
    """Cell as a spreadsheet in this language takes it."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return safe_cell(cell)
    if isinstance(cell, int):
        return str(cell)
    if isinstance(cell, float):
        plain = repr(cell)
        return plain if lang == "en" else plain.replace(".", ",")
    return text("released.hidden", lang)


def source_line(sheet: PeopleSheet, lang: str) -> str:
    """Where the figures come from, in one line: level, synthetic or not, base year, minimum."""
    id = "released.source_synthetic" if sheet.data.synthetic else "released.source"
    if sheet.data.level != "persons":
        id = "area.source.line"
    year = str(sheet.data.year)
    return text(id, lang, year=year, n=sheet.minimum_cell)
