"""The board: a layer as arrays of whole numbers, on which every search moves units."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from pilotzones.errors import Fault, InputError
from pilotzones.postcodes.contiguity import contiguity_of
from pilotzones.postcodes.layer import CRS, UnitLayer
from pilotzones.zones.rulesets import RuleSet

Ints = npt.NDArray[np.int64]

NO_BOUND = 2**53
"""Upper bound where there is none: more people than any layer has."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """Bounds of the population of one zone, in persons; both ends belong to each range.

    ``lower`` and ``upper`` are never broken by a proposal; ``preferred`` is aimed at.
    """

    lower: int
    upper: int
    preferred: tuple[int, int]

    def hold(self, people: int) -> bool:
        """Is this population inside the hard bounds?"""
        return self.lower <= people <= self.upper

    def prefer(self, people: int) -> bool:
        """Is it inside the preferred band?"""
        return self.preferred[0] <= people <= self.preferred[1]


def bounds_of(rules: RuleSet) -> Bounds:
    """Bounds of a rule set: Z03 from below, the end of Z05 from above, Z04 as the preferred band.

    Z05 is no refusal in the Guide; a proposal stays under it all the same.
    """
    given = rules.population
    lower = given.minimum or 0
    upper = given.very_high or NO_BOUND
    return Bounds(lower, upper, given.preferred or (lower, upper))


@dataclass(frozen=True, slots=True)
class Board:
    """Units of a layer as arrays, in the order of its rows.

    Parameters
    ----------
    codes
        Code of each unit.
    people
        Inhabitants, shape (n,).
    area_dm2
        Area of each unit in square decimetres, shape (n,): whole numbers add up alike everywhere.
    perimeter_mm
        Length of each unit's own border in millimetres, shape (n,).
    xy
        Centroid of each unit in metres of EPSG:31370, shape (n, 2).
    a, b
        Row numbers of each contiguous pair, ``a < b``, shape (m,): borders, links, bridges.
    border_mm
        Border that each pair shares in millimetres, shape (m,); 0 for a link or a bridge.
    bridges
        Pairs of row numbers that were joined because a part of the layer touches nothing.
    """

    codes: tuple[str, ...]
    people: Ints
    area_dm2: Ints
    perimeter_mm: Ints
    xy: npt.NDArray[np.float64]
    a: Ints
    b: Ints
    border_mm: Ints
    bridges: tuple[tuple[int, int], ...] = ()

    @property
    def n(self) -> int:
        """Number of units."""
        return len(self.people)

    def csr(self) -> tuple[Ints, Ints, Ints]:
        """Neighbours of each unit: ``start`` (n + 1,), ``near`` and ``border`` (2m,), sorted.

        The neighbours of unit ``u`` are ``near[start[u]:start[u + 1]]``.
        """
        rows, cols = np.r_[self.a, self.b], np.r_[self.b, self.a]
        order = np.lexsort((cols, rows))
        start = np.searchsorted(rows[order], np.arange(self.n + 1)).astype(np.int64)
        return start, cols[order], np.r_[self.border_mm, self.border_mm][order]

    def units(self) -> Ints:
        """People, area and perimeter of each unit, shape (3, n)."""
        return np.vstack([self.people, self.area_dm2, self.perimeter_mm])

    def components(self, chosen: npt.NDArray[np.bool_] | None = None) -> Ints:
        """Number of the component of each unit, -1 for units that are not chosen."""
        inside = np.ones(self.n, bool) if chosen is None else chosen
        kept = inside[self.a] & inside[self.b]
        ones = np.ones(int(kept.sum()), np.int8)
        matrix = coo_array((ones, (self.a[kept], self.b[kept])), shape=(self.n, self.n))
        label = connected_components(matrix, directed=False)[1].astype(np.int64)
        result = np.full(self.n, -1, np.int64)
        result[inside] = np.unique(label[inside], return_inverse=True)[1]
        return result

    def only(self, chosen: npt.NDArray[np.bool_]) -> Board:
        """Board of some of the units; borders with others count as outer ones."""
        number = np.cumsum(chosen) - 1
        kept = chosen[self.a] & chosen[self.b]
        bridges = [(number[i], number[j]) for i, j in self.bridges if chosen[i] and chosen[j]]
        return Board(
            codes=tuple(code for code, inside in zip(self.codes, chosen, strict=True) if inside),
            people=self.people[chosen],
            area_dm2=self.area_dm2[chosen],
            perimeter_mm=self.perimeter_mm[chosen],
            xy=self.xy[chosen],
            a=number[self.a[kept]],
            b=number[self.b[kept]],
            border_mm=self.border_mm[kept],
            bridges=tuple((int(i), int(j)) for i, j in bridges),
        )

    def rows(self, codes: Iterable[str]) -> Ints:
        """Row numbers of codes, in the order given.

        Raises
        ------
        InputError
            ``propose.unknown_code``: a code that the layer lacks.
        """
        wanted = list(codes)
        found = pd.Index(self.codes).get_indexer(pd.Index(wanted, dtype=object))
        strange = [code for code, row in zip(wanted, found, strict=True) if row < 0]
        if strange:
            raise InputError([Fault("propose.unknown_code", value=code) for code in strange])
        return found.astype(np.int64)

    def named(self, rows: Iterable[int]) -> tuple[str, ...]:
        """Codes of row numbers, sorted."""
        return tuple(sorted(self.codes[int(row)] for row in rows))


def board_of(layer: UnitLayer | gpd.GeoDataFrame, *, bridged: bool = False) -> Board:
    """Board of a layer.

    Parameters
    ----------
    layer
        A unit layer, or polygons in a metric system with a column ``population``; the codes of a
        bare frame are its index as text.
    bridged
        Join every part that touches nothing to the unit nearest to it, the smallest part first:
        what a partition of a layer with exclaves needs. The bridges are told.

    Raises
    ------
    InputError
        ``propose.no_population``: units whose population is not known; ``propose.no_geometry``:
        units without a polygon.
    """
    frame = layer.units if isinstance(layer, UnitLayer) else layer
    codes = tuple(str(code) for code in frame.index)
    people = frame["population"].to_numpy(np.float64, na_value=np.nan)
    shapes = np.asarray(frame.geometry, object)
    _require_known(codes, np.isnan(people), "propose.no_population")
    _require_known(
        codes, shapely.is_missing(shapes) | shapely.is_empty(shapes), "propose.no_geometry"
    )
    if isinstance(layer, UnitLayer):
        graph = layer.contiguity
    else:
        graph = contiguity_of(gpd.GeoSeries(shapes, index=list(codes), crs=frame.crs or CRS))
    pairs = graph.pairs()
    border = np.r_[np.rint(graph.length_m * 1000), np.zeros(len(graph.links))].astype(np.int64)
    a, b = (side.astype(np.int64) for side in pairs)
    bridges = _bridges(shapes, a, b) if bridged else ()
    ends = np.array(bridges, np.int64).reshape(-1, 2)
    return Board(
        codes=codes,
        people=np.rint(people).astype(np.int64),
        area_dm2=np.rint(shapely.area(shapes) * 100).astype(np.int64),
        perimeter_mm=np.rint(shapely.length(shapes) * 1000).astype(np.int64),
        xy=shapely.get_coordinates(shapely.centroid(shapes)),
        a=np.r_[a, ends.min(axis=1, initial=len(codes))],
        b=np.r_[b, ends.max(axis=1, initial=-1)],
        border_mm=np.r_[border, np.zeros(len(ends), np.int64)],
        bridges=tuple((int(i), int(j)) for i, j in ends),
    )


def _require_known(codes: Sequence[str], bare: npt.NDArray[np.bool_], id: str) -> None:
    names = tuple(code for code, without in zip(codes, bare, strict=True) if without)
    if names:
        raise InputError(Fault(id, fields={"units": names, "n": len(names)}))


def _bridges(shapes: npt.NDArray[np.object_], a: Ints, b: Ints) -> tuple[tuple[int, int], ...]:
    """Pairs that join the smallest part to the unit nearest outside it, until there is one part."""
    found: list[tuple[int, int]] = []
    n = len(shapes)
    while True:
        ends = np.array(found, np.int64).reshape(-1, 2)
        rows, cols = np.r_[a, ends[:, 0]], np.r_[b, ends[:, 1]]
        matrix = coo_array((np.ones(len(rows), np.int8), (rows, cols)), shape=(n, n))
        count, part = connected_components(matrix, directed=False)
        if count <= 1:
            return tuple(found)
        inside = np.flatnonzero(part == np.bincount(part).argmin())
        outside = np.flatnonzero(part != part[inside[0]])
        tree = shapely.STRtree(shapes[outside])
        pair, far = tree.query_nearest(shapes[inside], return_distance=True)
        one, other = inside[pair[0]], outside[pair[1]]
        best = np.lexsort((other, one, far))[0]
        found.append((int(one[best]), int(other[best])))
