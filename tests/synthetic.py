"""Small SYNTHETIC layers and cases: grids whose codes say where a unit lies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import geopandas as gpd
import pandas as pd
import shapely

from pilotzones.findings import Answer, Case
from pilotzones.postcodes.contiguity import Link
from pilotzones.postcodes.layer import CRS, Origin, UnitLayer, make_layer
from pilotzones.zones.rulesets import RuleSet, read_rule_set
from pilotzones.zones.zone import Round, Zone

DATE = date(2020, 1, 1)
SIDE_M = 10_000


def grid_layer(
    columns: int = 3,
    rows: int = 3,
    *,
    population: int | Mapping[str, int | None] = 10_000,
    region: str | Mapping[str, str] | None = "wallonia",
    links: Sequence[Link] = (),
    without: Sequence[str] = (),
    dated: date | None = DATE,
    german_speaking: Sequence[str] = (),
    no_geometry: Sequence[str] = (),
    side_m: float = SIDE_M,
) -> UnitLayer:
    """SYNTHETIC grid of square units, ten kilometres wide: code ``rc`` is row r, column c.

    For three by three::

        20 21 22
        10 11 12
        00 01 02

    ``without`` leaves units out (a hole of the layer); each unit is its own municipality.
    """
    codes = [f"{r}{c}" for r in range(rows) for c in range(columns) if f"{r}{c}" not in without]
    people = population if isinstance(population, Mapping) else dict.fromkeys(codes, population)
    where = region if isinstance(region, Mapping) else dict.fromkeys(codes, region)
    boxes = [
        shapely.Polygon()
        if code in no_geometry
        else shapely.box(
            int(code[1]) * side_m,
            int(code[0]) * side_m,
            (int(code[1]) + 1) * side_m,
            (int(code[0]) + 1) * side_m,
        )
        for code in codes
    ]
    frame = gpd.GeoDataFrame(
        {
            "code": codes,
            "name": [f"Ville {code}" for code in codes],
            "name_fr": [f"Ville {code}" for code in codes],
            "name_nl": [f"Stad {code}" for code in codes],
            "name_de": None,
            "municipality": [f"910{code}" for code in codes],
            "municipality_fr": [f"Commune {code}" for code in codes],
            "municipality_nl": [f"Gemeente {code}" for code in codes],
            "municipality_de": None,
            "province": None,
            "province_fr": None,
            "province_nl": None,
            "province_de": None,
            "region": [where.get(code) for code in codes],
            "german_speaking": [code in german_speaking for code in codes],
            "population": pd.array([people.get(code, 10_000) for code in codes], "Int64"),
        },
        geometry=boxes,
        crs=CRS,
    )
    origin = Origin("synthetic-grid", population_date=dated, attribution=("SYNTHETIC",))
    return make_layer(frame, origin, links=links)


def case(
    codes: Sequence[str] = ("00", "01"),
    *,
    layer: UnitLayer | None = None,
    name: str = "Zone",
    others: Mapping[str, Sequence[str]] | None = None,
    rules: RuleSet | None = None,
    zonings: Mapping[str, Mapping[str, str]] | None = None,
    answers: Mapping[str, bool] | None = None,
    facts: Mapping[str, int | float] | None = None,
) -> Case:
    """SYNTHETIC case on a grid; ``others`` None means that the other zones are not known."""
    known = {id: Answer(value, by="A. Test", on=DATE) for id, value in (answers or {}).items()}
    zones = (
        None
        if others is None
        else Round(tuple(Zone.of(other, list(units)) for other, units in others.items()))
    )
    return Case(
        zone=Zone.of(name, list(codes)),
        layer=layer or grid_layer(),
        rules=rules or read_rule_set(),
        round=zones,
        zonings=zonings or {},
        answers=known,
        facts=facts or {},
    )
