"""Polygons drawn in another tool as a zone: the units that lie in them by area."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely

from pilotzones.errors import Fault
from pilotzones.zones.naming import Gazetteer
from pilotzones.zones.taken import Place, Taken

BELONGS_SHARE = 0.5
"""A unit belongs to a drawn zone when at least this share of its area lies inside."""
CUT_SHARE = 0.05
"""A unit with between this share and all but this share of its area inside is named."""


def units_drawn(shapes: gpd.GeoSeries, known: Gazetteer, place: Place) -> Taken:
    """Units of the layer of which at least half lies in the polygons together.

    Polygons are in EPSG:31370, areas in square metres. Units that the outline cuts (the most
    doubtful first), and the part of the drawing where the layer has no units, are told with their
    shares.
    """
    layer = known.layer
    drawn = shapely.union_all(shapely.make_valid(shapes.to_numpy()))
    units = layer.units[layer.units.geometry.notna()]
    near = np.sort(units.sindex.query(drawn, predicate="intersects"))
    geometry = units.geometry.to_numpy()[near]
    inside_m2 = shapely.area(shapely.intersection(geometry, drawn))
    share = inside_m2 / np.maximum(shapely.area(geometry), np.finfo(float).tiny)
    codes = units.index.to_numpy()[near]
    taken = tuple(str(code) for code in codes[share >= BELONGS_SHARE])
    cut = [
        (abs(part - BELONGS_SHARE), str(code), part)
        for code, part in zip(codes, share, strict=True)
    ]
    doubtful = [(code, part) for _, code, part in sorted(cut) if CUT_SHARE < part < 1 - CUT_SHARE]
    notices: list[Fault] = []
    for id, told in (
        ("zone.units_cut_in", [(c, part) for c, part in doubtful if part >= BELONGS_SHARE]),
        ("zone.units_cut_out", [(c, part) for c, part in doubtful if part < BELONGS_SHARE]),
    ):
        if told:
            units = tuple(f"{known.units.label(code)} ({100 * part:.0f})" for code, part in told)
            notices.append(place.fault(id, None, units=units, n=len(units)))
    outside = 1 - float(inside_m2.sum()) / drawn.area if drawn.area else 0.0
    if outside > CUT_SHARE and taken:
        notices.append(place.fault("zone.drawn_outside", None, share=outside))
    faults: tuple[Fault, ...] = ()
    if not taken:
        faults = (place.fault("zone.drawn_nowhere", None, n=len(shapes)),)
    return Taken(taken, faults, tuple(notices))
