"""Providers on the layer: the unit that each is in, by its coordinates, else by its postcode."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from pilotzones.errors import Fault, InputError, Value
from pilotzones.postcodes.layer import UnitLayer
from pilotzones.postcodes.nearest import with_nearest
from pilotzones.resources.sources import Found

BORDER_M = 500.0
"""A point this near to a unit belongs to it: the borders of a layer are drawn more roughly."""
_OUTSIDE_SHARE = 0.5
"""From this share of points outside the layer on, the coordinate system is the fault, not they."""

_TOLD = {
    "by_postcode": "providers.by_postcode",
    "near_border": "providers.near_border",
    "elsewhere": "providers.elsewhere",
}
"""How rows were placed where the reader should know: mark and message id."""


@dataclass(frozen=True, slots=True)
class Ground:
    """Units of a layer as places.

    ``points`` holds one representative point per unit, inside its polygon (metres, EPSG:31370);
    NaN where it has none. No better known centre of its people exists in a layer, so access and
    distances are those of that point.
    """

    layer: UnitLayer
    points: npt.NDArray[np.float64]
    tree: shapely.STRtree

    @classmethod
    def of(cls, layer: UnitLayer) -> Ground:
        """Representative points and search tree of the units."""
        shapes = layer.shapes
        points = np.full((len(shapes), 2), np.nan)
        solid = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
        inside = shapely.point_on_surface(shapes[solid])
        points[solid] = np.column_stack([shapely.get_x(inside), shapely.get_y(inside)])
        return cls(layer, points, shapely.STRtree(shapes))

    @property
    def mapped(self) -> npt.NDArray[np.bool_]:
        """Units that have a polygon, in the order of the layer."""
        return ~np.isnan(self.points[:, 0])


@dataclass(frozen=True, slots=True)
class Placed:
    """Providers with their unit: the columns of ``ProviderList.places`` and ``type``.

    ``counts`` has, for each type, the rows ``unplaced``, placed ``by_postcode``, moved to the
    unit nearby (``near_border``), and those whose postcode is another unit than the one that holds
    the point (``elsewhere``; coordinates count).
    """

    places: pd.DataFrame
    counts: dict[str, dict[str, int]]
    notices: tuple[Fault, ...]


def placed(found: Found, ground: Ground) -> Placed:
    """Providers of a list on the units of a layer; who cannot be placed is told, never dropped.

    Raises
    ------
    InputError
        ``providers.wrong_crs``: most points lie outside the layer; ``providers.none_placed``.
    """
    rows = found.rows.reset_index(drop=True)
    by_point, bordering = _by_point(rows, ground)
    pointed = rows["x"].notna().to_numpy()
    lost = pointed & (by_point < 0)
    if lost.sum() > _OUTSIDE_SHARE * pointed.sum():
        fields: dict[str, Value] = {
            "n": int(lost.sum()),
            "total": int(pointed.sum()),
            "crs": f"EPSG:{found.crs}",
        }
        raise InputError(Fault("providers.wrong_crs", found.file, fields=fields))
    by_code = _by_code(rows, ground)
    unit = np.where(by_point >= 0, by_point, by_code)
    if not (unit >= 0).any():
        raise InputError(Fault("providers.none_placed", found.file, fields={"n": len(rows)}))
    marks = pd.DataFrame(
        {
            "type": rows["type"],
            "unplaced": unit < 0,
            "by_postcode": (by_point < 0) & (unit >= 0),
            "near_border": bordering,
            "elsewhere": _elsewhere(rows, by_point, by_code, ground),
        }
    )
    sums = marks.groupby("type").sum().to_dict("index")
    notices = (
        *_outside(rows, lost, found.file),
        *_unknown(rows, ~pointed & (unit < 0) | lost & (unit < 0), ground, found.file),
        *_totals(marks, len(rows), found.file),
    )
    return Placed(
        places=_places(rows, unit, by_point, ground),
        counts={
            str(type): {str(k): int(v) for k, v in row.items() if v} for type, row in sums.items()
        },
        notices=notices,
    )


def _by_point(
    rows: pd.DataFrame, ground: Ground
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.bool_]]:
    """Position of the unit that holds each point, or lies near it; -1 where none does."""
    unit = np.full(len(rows), -1, np.intp)
    bordering = np.zeros(len(rows), bool)
    given = np.flatnonzero(rows["x"].notna().to_numpy())
    points = shapely.points(rows["x"].to_numpy()[given], rows["y"].to_numpy()[given])
    hit, held = ground.tree.query(points, predicate="intersects")
    order = np.lexsort((held, hit))[::-1]  # of several at a border, the first by code stays
    unit[given[hit[order]]] = held[order]
    left = np.flatnonzero(unit[given] < 0)
    near, held = ground.tree.query_nearest(points[left], max_distance=BORDER_M)
    order = np.lexsort((held, near))[::-1]
    unit[given[left[near[order]]]] = held[order]
    bordering[given[left[near]]] = True
    return unit, bordering


def _by_code(rows: pd.DataFrame, ground: Ground) -> npt.NDArray[np.intp]:
    """Position of the unit with each postcode; -1 where the layer lacks it or its polygon."""
    codes = rows["postcode"].astype(object).where(rows["postcode"].notna(), None)
    unit = ground.layer.units.index.get_indexer(pd.Index(codes, dtype=object))
    return np.where((unit >= 0) & ground.mapped[unit], unit, -1)


def _elsewhere(
    rows: pd.DataFrame,
    by_point: npt.NDArray[np.intp],
    by_code: npt.NDArray[np.intp],
    ground: Ground,
) -> npt.NDArray[np.bool_]:
    """Placed by a point in another unit than their postcode says, also one that the layer lacks."""
    said = by_code >= 0
    if ground.layer.origin.kind == "postcode":
        said = rows["postcode"].notna().to_numpy()
    return said & (by_point >= 0) & (by_point != by_code)


def _places(
    rows: pd.DataFrame,
    unit: npt.NDArray[np.intp],
    by_point: npt.NDArray[np.intp],
    ground: Ground,
) -> pd.DataFrame:
    kept, exact = unit >= 0, by_point >= 0
    spot = ground.points[unit]
    frame = pd.DataFrame(
        {
            "type": rows["type"],
            "unit": np.array(ground.layer.codes, object)[unit],
            "x": np.where(exact, rows["x"].to_numpy(np.float64), spot[:, 0]),
            "y": np.where(exact, rows["y"].to_numpy(np.float64), spot[:, 1]),
            "capacity": rows["capacity"].astype("float64"),
            "located": np.where(exact, "address", "unit"),
        }
    )
    return frame[kept].reset_index(drop=True)


def _outside(rows: pd.DataFrame, lost: npt.NDArray[np.bool_], file: str) -> Iterator[Fault]:
    if lost.any():
        numbers = tuple(str(row) for row in rows.loc[lost, "row"])
        yield Fault("providers.outside", file, fields={"n": len(numbers), "rows": numbers})


def _unknown(
    rows: pd.DataFrame, bare: npt.NDArray[np.bool_], ground: Ground, file: str
) -> Iterator[Fault]:
    """One notice for each postcode that the layer lacks, and one for rows without any."""
    left = rows[bare]
    for code, group in left.groupby("postcode", dropna=False, sort=True):
        numbers = tuple(str(row) for row in group["row"])
        fields: dict[str, Value] = {"n": len(numbers), "rows": numbers}
        if pd.isna(code):
            yield Fault("providers.no_postcode", file, fields=fields)
        elif str(code) in ground.layer.units.index:
            yield Fault("providers.no_polygon", file, value=str(code), fields=fields)
        else:
            fault = Fault("providers.unknown_postcode", file, value=str(code), fields=fields)
            yield with_nearest(fault, ground.layer.codes)


def _totals(marks: pd.DataFrame, total: int, file: str) -> Iterator[Fault]:
    for mark, id in _TOLD.items():
        n = int(marks[mark].sum())
        if n:
            yield Fault(id, file, fields={"n": n, "total": total})
