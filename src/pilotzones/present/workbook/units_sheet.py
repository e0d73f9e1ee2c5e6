"""Sheet of all units of the layer: what the other sheets look up, with sources and dates."""

from __future__ import annotations

import numpy as np
import pandas as pd
import shapely
from openpyxl.worksheet.worksheet import Worksheet

from pilotzones.postcodes.rurality import rural_units
from pilotzones.present.names import municipality_name, unit_name
from pilotzones.present.workbook import look
from pilotzones.present.workbook.parts import FIRST_UNIT, Plan
from pilotzones.words import text

_COLUMNS = {
    "u_code": "A",
    "u_name": "B",
    "u_municipality": "C",
    "u_people": "E",
    "u_area": "F",
    "u_rural": "H",
    "u_entity": "J",
    "u_flag": "K",
}
"""Columns that formulas read, by the name that these give them; the last two are hidden."""
_HEADS = (
    ("book.units.code", False),
    ("table.name", False),
    ("table.municipality", False),
    ("book.entity", False),
    ("table.population", True),
    ("table.area", True),
    ("table.density", True),
    ("table.rural", False),
    ("book.units.neighbours", False),
)
_WIDTHS = {"A": 13, "B": 30, "C": 28, "D": 26, "E": 12, "F": 13, "G": 13, "H": 10, "I": 62}
_UNKNOWN_FLAG = "u"

_ENTITIES = {
    "flanders": "region.flanders",
    "wallonia": "region.wallonia",
    "brussels": "region.brussels",
    "german-speaking": "book.entity.german",
}


def unit_names(plan: Plan) -> dict[str, str]:
    """Columns of this sheet by the name that formulas give them."""
    return {name: plan.of_units(column) for name, column in _COLUMNS.items()}


def entity_words(entity: str, lang: str) -> str:
    """Name of a federated entity; of one that the program does not know, its own."""
    if not entity:
        return text("round.region_unknown", lang)
    return text(_ENTITIES[entity], lang) if entity in _ENTITIES else entity


def entities(plan: Plan) -> tuple[str, ...]:
    """Entities in which the layer has units, the known ones first; '' for no known region."""
    found = set(_entity_of(plan))
    known = [id for id in _ENTITIES if id in found]
    return (*known, *sorted(found - set(known) - {""}), *([""] if "" in found else []))


def _entity_of(plan: Plan) -> list[str]:
    units = plan.case.layer.units
    german = units["german_speaking"].fillna(False).astype(bool)
    regions = units["region"].astype(object).mask(units["region"].isna(), "")
    return [str(r) for r in regions.mask(german & (regions != ""), "german-speaking")]


def units_sheet(sheet: Worksheet, plan: Plan, notices: tuple[str, ...]) -> None:
    """Fill the sheet: title, notices, heads, and a row for each unit."""
    look.write(sheet, "A1", plan.say("book.units.title"), look.TITLE)
    look.write(sheet, "A2", plan.say("book.units.lead"), look.PLAIN)
    look.write(sheet, "A3", " ".join(notices), look.NOTE)
    sheet.merge_cells("A3:I3")
    sheet.row_dimensions[3].height = 62
    head = FIRST_UNIT - 1
    for column, (id, figure) in zip("ABCDEFGHI", _HEADS, strict=True):
        style = look.HEAD_RIGHT if figure else look.HEAD
        look.write(sheet, f"{column}{head}", plan.say(id), style)
    sheet.row_dimensions[head].height = 32
    for k, values in enumerate(_rows(plan)):
        _row(sheet, FIRST_UNIT + k, values)
    for column in (_COLUMNS["u_entity"], _COLUMNS["u_flag"]):
        sheet.column_dimensions[column].hidden = True
    sheet.freeze_panes = f"C{FIRST_UNIT}"
    last = FIRST_UNIT + len(plan.codes) - 1
    sheet.auto_filter.ref = f"A{head}:I{last}"
    sheet.print_title_rows = f"{head}:{head}"
    sheet.print_area = f"A1:I{last}"
    look.settle(sheet, landscape=True, footer=plan.say("book.units.title"), widths=_WIDTHS)


_FORMATS = {"E": "#,##0", "F": "#,##0.0", "G": "#,##0.0"}
_PLAIN = look.Style(line=True)


def _row(sheet: Worksheet, row: int, values: tuple[str | float, ...]) -> None:
    for column, value in zip("ABCDEFGHIJK", values, strict=True):
        if column in _FORMATS:
            style = look.Style(line=True, right=True, format=_FORMATS[column])
        else:
            style = _PLAIN
        look.write(sheet, f"{column}{row}", value, style)


def _rows(plan: Plan) -> list[tuple[str | float, ...]]:
    layer, lang = plan.case.layer, plan.lang
    unknown = plan.say("value.unknown")
    flags = rural_units(layer, plan.case.rules.rural.definition()).flags.tolist()
    areas = np.nan_to_num(shapely.area(layer.shapes)) / 1e6
    near = _neighbours(plan)
    found: list[tuple[str | float, ...]] = []
    people = layer.units["population"].tolist()
    for k, (code, entity) in enumerate(zip(plan.codes, _entity_of(plan), strict=True)):
        rural = None if pd.isna(flags[k]) else bool(flags[k])
        known = not pd.isna(people[k])
        words = unknown if rural is None else plan.say("table.yes" if rural else "table.no")
        area = float(areas[k])
        found.append(
            (
                code,
                unit_name(code, layer, lang),
                municipality_name(code, layer, lang),
                entity_words(entity, lang),
                int(people[k]) if known else unknown,
                area or unknown,
                int(people[k]) / area if known and area else unknown,
                words,
                ", ".join(near[k]),
                entity,
                _UNKNOWN_FLAG if rural is None else int(rural),
            )
        )
    return found


def _neighbours(plan: Plan) -> list[list[str]]:
    """Codes of the neighbours of each unit, in their order; declared links count."""
    codes = plan.codes
    found: list[set[int]] = [set() for _ in codes]
    for a, b in zip(*plan.case.layer.contiguity.pairs(), strict=True):
        found[int(a)].add(int(b))
        found[int(b)].add(int(a))
    return [[codes[k] for k in sorted(each)] for each in found]
