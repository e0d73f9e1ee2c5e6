"""The units of a layer as the draw page takes them: columns of plain values in its order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from pilotzones.findings import Case
from pilotzones.postcodes.contiguity import near_misses
from pilotzones.postcodes.layer import UnitLayer
from pilotzones.postcodes.rurality import rural_units
from pilotzones.present.draw.ground import ground
from pilotzones.present.names import municipality_name, unit_name
from pilotzones.words import LANGUAGES
from pilotzones.zones.fingerprint import fingerprint
from pilotzones.zones.measures import ways_out

Name = str | list[str]
"""One name where it reads the same in the four languages, else four, in the order fr nl de en."""
Ints = npt.NDArray[np.intp]


def layer_data(case: Case) -> dict[str, Any]:
    """Part ``layer`` of the page's data; lengths and areas are whole metres and square metres.

    A unit is its row in the layer everywhere; -1 stands for a group that is not known.
    """
    layer = case.layer
    units = layer.units
    bare = shapely.is_missing(layer.shapes) | shapely.is_empty(layer.shapes)
    rural = rural_units(layer, case.rules.rural.definition()).flags
    return {
        **_origin(layer),
        "n": len(layer.codes),
        "codes": list(layer.codes),
        "names": [_name([unit_name(c, layer, lang) for lang in LANGUAGES]) for c in layer.codes],
        **_groups(layer),
        "german": _signs(units["german_speaking"]),
        "people": np.where(np.isnan(layer.people), -1, layer.people).astype(np.int64).tolist(),
        "area": _whole(np.nan_to_num(shapely.area(layer.shapes))),
        "perimeter": _whole(layer.contiguity.perimeter_m),
        "open": "".join("1" if way else "0" for way in ways_out(layer.contiguity)),
        "bare": np.flatnonzero(bare).tolist(),
        "special": _special(units),
        "rural": _signs(rural),
        "pairs": _pairs(layer),
        "links": _links(layer),
        "nearMisses": _near_misses(layer),
        "zonings": {name: _zoning(layer, placed) for name, placed in sorted(case.zonings.items())},
        "places": _places(layer),
        **ground(layer),
    }


def _origin(layer: UnitLayer) -> dict[str, Any]:
    origin = layer.origin
    return {
        "id": origin.id,
        "kind": origin.kind,
        "fingerprint": fingerprint(layer),
        "populationDate": _iso(origin.population_date),
        "codeDate": _iso(origin.code_date),
        "attribution": list(origin.attribution),
        "approximate": list(origin.approximate),
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _name(each: Sequence[str]) -> Name:
    return each[0] if len(set(each)) == 1 else list(each)


def _signs(flags: pd.Series) -> str:
    """One sign per unit: 1, 0, or ? where it is not known."""
    known = flags.astype("Int8").fillna(-1).tolist()
    return "".join({1: "1", 0: "0"}.get(int(flag), "?") for flag in known)


def _whole(values: npt.NDArray[np.float64]) -> list[int]:
    return np.rint(values).astype(np.int64).tolist()


def _special(units: gpd.GeoDataFrame) -> list[int]:
    if "special" not in units:
        return []
    flags = units["special"].astype("boolean").fillna(False).to_numpy(bool)
    return np.flatnonzero(flags).tolist()


def _groups(layer: UnitLayer) -> dict[str, Any]:
    """Municipalities, provinces and regions, and the number of each unit's own."""
    units = layer.units
    municipality, codes = _numbered(units["municipality"])
    province, provinces = _numbered(units["province"])
    region, regions = _numbered(units["region"])
    own = layer.codes
    first = {int(k): own[row] for row, k in reversed(list(enumerate(municipality)))}
    names = [
        _name([municipality_name(first[k], layer, lang) for lang in LANGUAGES])
        for k in range(len(codes))
    ]
    return {
        "municipalities": [
            {"code": code, "name": name} for code, name in zip(codes, names, strict=True)
        ],
        "municipality": municipality.tolist(),
        "provinces": [
            {"code": code, "name": _province(units, province == k, code)}
            for k, code in enumerate(provinces)
        ],
        "province": province.tolist(),
        "regions": list(regions),
        "region": region.tolist(),
    }


def _numbered(values: pd.Series) -> tuple[Ints, list[str]]:
    """Number of each unit's group in the sorted list of groups, -1 where it has none."""
    number, names = pd.factorize(values.astype(object), sort=True)
    return number, [str(name) for name in names]


def _province(units: gpd.GeoDataFrame, inside: npt.NDArray[np.bool_], code: str) -> Name:
    row = units[inside].iloc[0]
    own = {lang: row[f"province_{lang}"] for lang in ("fr", "nl", "de")}
    own["en"] = own["nl" if row["region"] == "flanders" else "fr"]
    given = [own[lang] for lang in LANGUAGES]
    return _name([name if isinstance(name, str) and name else code for name in given])


def _pairs(layer: UnitLayer) -> dict[str, list[int]]:
    """Pairs that share a border, and the metres they share, at least one.

    The first unit is written as the step from that of the last pair, the second as that from the
    first.
    """
    graph = layer.contiguity
    return {
        "a": np.diff(graph.a, prepend=0).tolist(),
        "b": (graph.b - graph.a).tolist(),
        "m": np.maximum(1, np.rint(graph.length_m)).astype(np.int64).tolist(),
    }


def _links(layer: UnitLayer) -> list[dict[str, Any]]:
    """Declared links, their two units in the order in which they were declared."""
    at = {code: row for row, code in enumerate(layer.codes)}
    return [
        {"a": at[link.a], "b": at[link.b], "kind": link.kind, "why": dict(link.why)}
        for link in layer.contiguity.links
    ]


def _near_misses(layer: UnitLayer) -> list[list[int]]:
    """Pairs of units that run along each other without meeting."""
    at = {code: row for row, code in enumerate(layer.codes)}
    geometry = gpd.GeoSeries(layer.shapes, index=layer.units.index)
    return [[at[a], at[b]] for a, b, _ in near_misses(geometry, layer.contiguity)]


def _zoning(layer: UnitLayer, placed: Mapping[str, str]) -> dict[str, Any]:
    regions = sorted(set(placed.values()))
    at = {region: k for k, region in enumerate(regions)}
    of = [at[placed[code]] if code in placed else -1 for code in layer.codes]
    return {"regions": regions, "of": of}


def _places(layer: UnitLayer) -> list[int]:
    """Most peopled unit of each municipality, the most peopled municipality first."""
    people = np.nan_to_num(layer.people)
    group = layer.units["municipality"].to_numpy(object)
    rows = pd.DataFrame(
        {
            "row": np.arange(len(people)),
            "people": people,
            "group": [
                k if isinstance(k, str) else code
                for k, code in zip(group, layer.codes, strict=True)
            ],
        }
    )
    whole = rows.groupby("group")["people"].transform("sum")
    order = rows.assign(whole=whole).sort_values(
        ["whole", "group", "people", "row"], ascending=[False, True, False, True]
    )
    return order.drop_duplicates("group")["row"].astype(int).tolist()
