"""The zone as files for other programs: a table for Excel, a map for QGIS."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from pilotzones.postcodes.rurality import rural_units
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
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""First signs of a cell that Excel would run as a formula."""


def _facts(sheet: ZoneSheet) -> pd.DataFrame:
    """Known units of the zone with population, area in km², density and rural flag."""
    layer = sheet.case.layer
    flags = rural_units(layer, sheet.case.rules.rural.definition()).flags
    units = layer.units.iloc[layer.positions(sheet.case.zone.codes)]
    area = units.geometry.area / 1e6
    people = units["population"].astype("Int64")
    return pd.DataFrame(
        {
            "population": people,
            "area": area.where(area > 0),
            "density": people.astype("Float64") / area.where(area > 0),
            "rural": flags.reindex(units.index).astype("boolean"),
        }
    )


def zone_csv(sheet: ZoneSheet, lang: str) -> bytes:
    """Table of the units: semicolons, UTF-8 with a byte-order mark, numbers as Excel takes them.

    Source and what is approximate stand in each row, so that a row taken out keeps them.
    """
    layer, said = sheet.case.layer, io.StringIO()
    writer = csv.writer(said, delimiter=";", lineterminator="\r\n")
    writer.writerow([text(id, lang) for id in _COLUMNS])
    source, note = " / ".join(layer.origin.attribution), " ".join(_notes(sheet, lang))
    dated = sheet.population_date.isoformat() if sheet.population_date else ""
    yes_no = {True: text("table.yes", lang), False: text("table.no", lang)}
    facts = _facts(sheet)
    for code in sheet.case.zone.codes:
        if code not in facts.index:
            writer.writerow([_cell(code), *[""] * 8, text("table.unknown_code", lang)])
            continue
        fact = facts.loc[code]
        writer.writerow(
            [
                _cell(code),
                _cell(unit_name(code, layer, lang)),
                _cell(municipality_name(code, layer, lang)),
                "" if pd.isna(fact["population"]) else str(int(fact["population"])),
                dated,
                _decimal(fact["area"], lang),
                _decimal(fact["density"], lang),
                "" if pd.isna(fact["rural"]) else yes_no[bool(fact["rural"])],
                _cell(source),
                _cell(note),
            ]
        )
    return said.getvalue().encode("utf-8-sig")


def _notes(sheet: ZoneSheet, lang: str) -> list[str]:
    made_up = synthetic(sheet)
    notes = list(approximate(sheet, lang))
    return [*notes, text("notice.synthetic", lang, names=made_up)] if made_up else notes


def _cell(value: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{value}" if value.startswith(_FORMULA) else value


def _decimal(value: Any, lang: str) -> str:
    """Number with two decimals, without grouping, with the reader's decimal sign."""
    if pd.isna(value):
        return ""
    plain = number(float(value), "en", 2).replace(",", "")
    return plain if lang == "en" else plain.replace(".", ",")


def zone_geojson(sheet: ZoneSheet, lang: str) -> bytes:
    """Units of the zone in EPSG:4326 with their facts; sources and notes stand at the top."""
    layer, facts = sheet.case.layer, _facts(sheet)
    shapes = layer.units.geometry.loc[facts.index]
    turned = gpd.GeoSeries(shapes).to_crs("EPSG:4326")
    features = [_feature(code, shape, facts.loc[code], sheet) for code, shape in turned.items()]
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
    code: object, shape: shapely.Geometry | None, fact: pd.Series, sheet: ZoneSheet
) -> dict[str, Any]:
    layer, unit = sheet.case.layer, str(code)
    known = shape is not None and not shape.is_empty
    rounded = shapely.transform(shape, lambda xy: np.round(xy, 6)) if known else None
    return {
        "type": "Feature",
        "properties": {
            "code": unit,
            "name": unit_name(unit, layer, "en"),
            "municipality": municipality_name(unit, layer, "en"),
            "population": None if pd.isna(fact["population"]) else int(fact["population"]),
            "area_km2": None if pd.isna(fact["area"]) else round(float(fact["area"]), 3),
            "rural": None if pd.isna(fact["rural"]) else bool(fact["rural"]),
        },
        "geometry": rounded.__geo_interface__ if rounded is not None else None,
    }
