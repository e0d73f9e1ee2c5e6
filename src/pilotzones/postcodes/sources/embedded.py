"""The layer of Belgian postcodes that ships with the program (``postcodes/PROVENANCE.md``)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import geopandas as gpd
import pyogrio

from pilotzones.assets import asset
from pilotzones.postcodes.completion import completed
from pilotzones.postcodes.contiguity import Link
from pilotzones.postcodes.layer import Origin
from pilotzones.postcodes.links import read_links

ID = "be-postcodes"

_LAYER = "units"
_APPROXIMATE = ("inner-borders", "inner-populations")


@dataclass(frozen=True, slots=True)
class Embedded:
    """The embedded units as they lie in the file, their origin and the declared links."""

    units: gpd.GeoDataFrame
    origin: Origin
    links: tuple[Link, ...]


def read() -> Embedded:
    """The embedded units, their origin as the file states it, and the declared links.

    Raises
    ------
    MissingPartError
        The installation lacks one of the files.
    """
    path, links = asset("postcodes", "be_postcodes.gpkg"), asset("postcodes", "links.csv")
    frame = pyogrio.read_dataframe(path, layer=_LAYER)
    units = completed(frame.drop(columns="geometry"), "postcode")
    return Embedded(
        gpd.GeoDataFrame(units, geometry=frame.geometry, crs=frame.crs),
        _origin(path),
        read_links(links, units["code"].tolist()),
    )


def _origin(path: Path) -> Origin:
    stated = pyogrio.read_info(path, layer=_LAYER)["layer_metadata"]
    return Origin(
        id=ID,
        kind=stated["UNIT_KIND"],
        code_date=date.fromisoformat(stated["MUNICIPALITY_CODE_DATE"]),
        population_date=date.fromisoformat(stated["POPULATION_DATE"]),
        attribution=tuple(stated["ATTRIBUTION"].split("; ")),
        approximate=_APPROXIMATE if stated.get("APPROXIMATE") else (),
    )
