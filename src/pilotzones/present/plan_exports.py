"""A partition as files for other programs: a table of units and zones, a map of the zones."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from pilotzones.postcodes.layer import CRS, UnitLayer
from pilotzones.present.exports import csv_file, safe_cell
from pilotzones.words import text
from pilotzones.zones.measures import outline
from pilotzones.zones.zone import Zone

CSV, GEOJSON = "zones.csv", "zones.geojson"


def zones_csv(zones: Sequence[Zone], lang: str) -> bytes:
    """One row for each unit and its zone, by code; the program reads it back."""
    rows = sorted((code, zone.name) for zone in zones for code in zone.codes)
    heads = [text("table.code", lang), text("plan.zone_name", lang)]
    return csv_file([heads, *([safe_cell(code), safe_cell(name)] for code, name in rows)])


def zones_geojson(zones: Sequence[Zone], populations: Sequence[int], layer: UnitLayer) -> bytes:
    """One feature for each zone, in EPSG:4326; sources and dates stand at the top."""
    origin = layer.origin
    head = {
        "type": "FeatureCollection",
        "name": origin.id,
        "population_date": origin.population_date.isoformat() if origin.population_date else None,
        "attribution": list(origin.attribution),
        "approximate": list(origin.approximate),
    }
    features = _features(zones, populations, layer)
    lines = ",\n".join(json.dumps(feature, ensure_ascii=False) for feature in features)
    start = json.dumps(head, ensure_ascii=False, indent=1).removesuffix("\n}")
    return f'{start},\n "features": [\n{lines}\n]\n}}\n'.encode()


def _features(
    zones: Sequence[Zone], populations: Sequence[int], layer: UnitLayer
) -> Iterator[dict[str, Any]]:
    drawn = gpd.GeoSeries([outline(zone, layer) for zone in zones], crs=CRS).to_crs("EPSG:4326")
    for zone, people, shape in zip(zones, populations, drawn, strict=True):
        rounded = shapely.transform(shape, lambda xy: np.round(xy, 6))
        yield {
            "type": "Feature",
            "properties": {"name": zone.name, "population": people, "units": list(zone.codes)},
            "geometry": rounded.__geo_interface__,
        }
