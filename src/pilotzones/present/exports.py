"""The zone as files for other programs: a table for Excel, a map for QGIS."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from pilotzones.postcodes.layer import CRS
from pilotzones.present.facts import UnitFacts, unit_facts
from pilotzones.present.names import municipality_name, unit_name
from pilotzones.present.notices import approximate, synthetic
from pilotzones.words import number, text
from pilotzones.zones.sheet import ZoneSheet

_COLUMNS = (
    "table.code",
    "table.name",
    "table.municipality",
    "table.population",
    "export.population_date",
    "table.area",
    "table.density",
    "table.rural",
    "export.source",
    "export.note",
)
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""First signs of a cell that Excel would run as a formula."""


def zone_csv(sheet: ZoneSheet, lang: str) -> bytes:
    """Table of the units: semicolons, UTF-8 with a byte-order mark, numbers as Excel takes them.

    Source and what is approximate stand in each row, so that a row taken out keeps them.
    """
    return csv_file([head_of_units(lang), *rows_of_units(sheet, lang)])


def head_of_units(lang: str) -> list[str]:
    """Heads of the columns of a table of units."""
    return [text(id, lang) for id in _COLUMNS]


def rows_of_units(sheet: ZoneSheet, lang: str) -> list[list[str]]:
    """A row for each code of the zone, in their order, each cell safe in a spreadsheet."""
    layer, rows = sheet.case.layer, []
    source, note = " / ".join(layer.origin.attribution), " ".join(_notes(sheet, lang))
    dated = sheet.population_date.isoformat() if sheet.population_date else ""
    yes_no = {True: text("table.yes", lang), False: text("table.no", lang)}
    facts = unit_facts(sheet)
    for code in sheet.case.zone.codes:
        fact = facts.get(code)
        if fact is None:
            rows.append([safe_cell(code), *[""] * 8, text("table.unknown_code", lang)])
            continue
        rows.append(
            [
                safe_cell(code),
                safe_cell(unit_name(code, layer, lang)),
                safe_cell(municipality_name(code, layer, lang)),
                "" if fact.population is None else str(fact.population),
                dated,
                plain_decimal(fact.area_km2, lang),
                plain_decimal(fact.density_per_km2, lang),
                "" if fact.rural is None else yes_no[fact.rural],
                safe_cell(source),
                safe_cell(note),
            ]
        )
    return rows


def csv_file(rows: Iterable[Sequence[str]]) -> bytes:
    """Rows as Excel opens them here: semicolons, UTF-8 with a byte-order mark."""
    said = io.StringIO()
    csv.writer(said, delimiter=";", lineterminator="\r\n").writerows(rows)
    return said.getvalue().encode("utf-8-sig")


def _notes(sheet: ZoneSheet, lang: str) -> list[str]:
    made_up = synthetic(sheet)
    notes = list(approximate(sheet, lang))
    return [*notes, text("notice.synthetic", lang, names=made_up)] if made_up else notes


def safe_cell(value: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{value}" if value.startswith(FORMULA) else value


def plain_decimal(value: float | None, lang: str) -> str:
    """Number with two decimals, without grouping, with the reader's decimal sign."""
    if value is None:
        return ""
    plain = number(value, "en", 2).replace(",", "")
    return plain if lang == "en" else plain.replace(".", ",")


def zone_geojson(sheet: ZoneSheet, lang: str) -> bytes:
    """Units of the zone in EPSG:4326 with their facts; sources and notes stand at the top."""
    return feature_collection(sheet, unit_features(sheet), lang)


def unit_features(sheet: ZoneSheet) -> list[dict[str, Any]]:
    """Units of the zone that the layer knows as features, in the order of their codes."""
    layer, facts = sheet.case.layer, unit_facts(sheet)
    mine = gpd.GeoSeries(layer.units.geometry.loc[list(facts)], crs=CRS)
    shapes = mine.to_crs("EPSG:4326").to_numpy()
    return [
        _feature(code, shape, fact, sheet)
        for (code, fact), shape in zip(facts.items(), shapes, strict=True)
    ]


def feature_collection(sheet: ZoneSheet, features: Sequence[dict[str, Any]], lang: str) -> bytes:
    """Features as a file, a line each, with the name and the sources of a zone before them."""
    layer = sheet.case.layer
    dated = sheet.population_date
    head = {
        "type": "FeatureCollection",
        "name": sheet.case.zone.name,
        "population_date": dated.isoformat() if dated else None,
        "attribution": list(layer.origin.attribution),
        "approximate": list(layer.origin.approximate),
        "notes": _notes(sheet, lang),
        "unknown_codes": list(sheet.case.zone.unknown(layer)),
    }
    lines = ",\n".join(json.dumps(feature, ensure_ascii=False) for feature in features)
    start = json.dumps(head, ensure_ascii=False, indent=1).removesuffix("\n}")
    return f'{start},\n "features": [\n{lines}\n]\n}}\n'.encode()


def _feature(
    code: str, shape: BaseGeometry | None, fact: UnitFacts, sheet: ZoneSheet
) -> dict[str, Any]:
    layer, area = sheet.case.layer, fact.area_km2
    properties = {
        "code": code,
        "name": unit_name(code, layer, "en"),
        "municipality": municipality_name(code, layer, "en"),
        "population": fact.population,
        "area_km2": None if area is None else round(area, 3),
        "rural": fact.rural,
    }
    return {"type": "Feature", "properties": properties, "geometry": _plain(shape)}


def _plain(shape: BaseGeometry | None) -> dict[str, Any] | None:
    """Shape with six decimals of a degree: a tenth of a metre; None where there is none."""
    if shape is None or shape.is_empty:
        return None
    return shapely.transform(shape, lambda xy: np.round(xy, 6)).__geo_interface__
