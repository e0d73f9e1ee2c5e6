"""The postcode polygons of bpost ("Postal Districts" of geo.be), as the user downloads them.

One polygon with Z values per postcode or part of one, in EPSG:31370, with overlaps, slivers and
gaps. ``CP_speciau`` marks the postcodes of institutions and firms. The file names no place and
counts nobody: the inhabitants come from a table of the user's. Its licence forbids to hand it on.
"""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from pilotzones.errors import Fault
from pilotzones.postcodes.attributes import checked
from pilotzones.postcodes.completion import completed
from pilotzones.postcodes.section import UnitsSection
from pilotzones.postcodes.sources import Found
from pilotzones.schemas import Column, Schema

FIELDS = ("nouveau_PO", "CP_speciau")

BPOST = Schema(
    "bpost postal districts",
    (
        Column("code", "text", aliases=("nouveau_PO",), source="nouveau_PO, the postcode"),
        Column(
            "special",
            "flag",
            aliases=("CP_speciau",),
            nullable=True,
            source="CP_speciau: 1 for a postcode of an institution or a firm",
        ),
    ),
)
"""Fields that are used; ``Join_Count, FREQUENCY, Shape_Leng, Shape_Area`` are not."""

_ATTRIBUTION = "bpost, Postal Districts (geo.be)"


def read(frame: gpd.GeoDataFrame, section: UnitsSection) -> Found:
    """One unit per postcode: its features merged, a special one kept and marked, both told.

    Raises
    ------
    InputError
        Every fault of the attributes, such as a feature without a postcode.
    """
    table = checked(frame, BPOST, file=str(section.file), mapping={})
    table["special"] = table["special"].fillna(value=False).astype(bool)
    shapes = pd.Series(np.asarray(shapely.force_2d(frame.geometry.to_numpy())))
    shapes.index = pd.Index(table["code"])
    codes = sorted(set(table["code"]))
    several = sorted(set(table["code"][table["code"].duplicated()]))
    special = set(codes) - set(table.loc[~table["special"], "code"])
    units = pd.DataFrame({"code": codes, "special": [code in special for code in codes]})
    notices = [
        Fault(id, str(section.file), fields={"n": len(told), "codes": tuple(told)})
        for id, told in (
            ("units.merged_features", several),
            ("units.special_codes", sorted(special)),
        )
        if told
    ]
    return Found(
        gpd.GeoDataFrame(
            completed(units, "postcode"),
            geometry=[_merged(shapes.loc[[code]].to_numpy()) for code in codes],
            crs=frame.crs,
        ),
        kind="postcode",
        notices=tuple(notices),
        attribution=(_ATTRIBUTION,),
    )


def _merged(parts: np.ndarray) -> shapely.Geometry:
    """Union of the features of one postcode; invalid ones stay for the coverage to report."""
    if len(parts) == 1:
        return parts[0]
    if shapely.is_valid(parts).all():
        return shapely.union_all(parts)
    return shapely.MultiPolygon(list(shapely.get_parts(parts)))
