"""The graph of shared borders: exact, without point contacts, with declared extra links.

Two units are contiguous when the line they have in common has a length, however their borders are
noded. Units without any neighbour stay in the graph. Links over water or to exclaves are declared
in a file and carried beside the borders, so that every result can say which link it leans on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

_NEAR_M = 1e-3
"""Borders closer than a millimetre that do not meet exactly are named, not counted."""


@dataclass(frozen=True, slots=True)
class Link:
    """Declared contiguity that geometry does not show: over a river, or to an exclave.

    ``kind`` is ``exclave``, ``river``, ``canal`` or ``water``; ``why`` holds the reason by
    language.
    """

    a: str
    b: str
    kind: str
    why: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Contiguity:
    """Shared borders of n units.

    Parameters
    ----------
    n
        Number of units; an isolated unit is simply in no pair.
    a, b
        Row numbers of each contiguous pair, ``a < b``, sorted.
    length_m
        Length of the shared border of each pair, in metres.
    perimeter_m
        Length of each unit's own border, in metres.
    links
        Declared links whose two units exist and share no border.
    link_a, link_b
        Their row numbers.
    """

    n: int
    a: npt.NDArray[np.intp]
    b: npt.NDArray[np.intp]
    length_m: npt.NDArray[np.float64]
    perimeter_m: npt.NDArray[np.float64]
    links: tuple[Link, ...] = ()
    link_a: npt.NDArray[np.intp] = field(default_factory=lambda: np.empty(0, np.intp))
    link_b: npt.NDArray[np.intp] = field(default_factory=lambda: np.empty(0, np.intp))

    def pairs(self) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
        """Row numbers of all pairs, borders first, then links."""
        return np.r_[self.a, self.link_a], np.r_[self.b, self.link_b]

    def outer_m(self) -> npt.NDArray[np.float64]:
        """Length of each unit's border that no other unit shares, in metres."""
        shared = np.bincount(self.a, self.length_m, self.n)
        shared += np.bincount(self.b, self.length_m, self.n)
        return np.maximum(0.0, self.perimeter_m - shared)


def contiguity_of(geometry: gpd.GeoSeries, *, links: Sequence[Link] = ()) -> Contiguity:
    """Graph of the units of ``geometry``, indexed by code.

    Parameters
    ----------
    geometry
        Polygons in a metric system, indexed by unit code. Empty or missing ones have no border.
    links
        Declared links; one whose units are not both here, or share a border, is left out.

    Notes
    -----
    Polygons that overlap share the outline of their overlap, so a layer is cleaned first
    (``pilotzones.postcodes.coverage``).

    Examples
    --------
    >>> import geopandas as gpd, shapely
    >>> grid = gpd.GeoSeries([shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1),
    ...     shapely.box(2, 1, 3, 2)], index=["A", "B", "C"])
    >>> graph = contiguity_of(grid)
    >>> list(zip(graph.a.tolist(), graph.b.tolist()))  # B and C touch at a corner only
    [(0, 1)]
    """
    shapes = geometry.to_numpy()
    a, b = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    a, b = a[a < b], b[a < b]
    length = shapely.length(shapely.intersection(shapes[a], shapes[b]))
    touching = length > 0
    order = np.lexsort((b[touching], a[touching]))
    a, b, length = a[touching][order], b[touching][order], length[touching][order]
    kept, link_a, link_b = _linked(geometry, a, b, links)
    return Contiguity(
        n=len(shapes),
        a=a,
        b=b,
        length_m=length,
        perimeter_m=np.nan_to_num(shapely.length(shapes)),
        links=kept,
        link_a=link_a,
        link_b=link_b,
    )


def _linked(
    geometry: gpd.GeoSeries,
    a: npt.NDArray[np.intp],
    b: npt.NDArray[np.intp],
    links: Sequence[Link],
) -> tuple[tuple[Link, ...], npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    borders = set(zip(a.tolist(), b.tolist(), strict=True))
    kept: list[Link] = []
    ends: list[tuple[int, int]] = []
    for link in links:
        low, high = sorted(
            geometry.index.get_indexer(pd.Index([link.a, link.b], dtype=object)).tolist()
        )
        if low >= 0 and (low, high) not in borders:
            kept.append(link)
            ends.append((low, high))
    pairs = np.array(ends, np.intp).reshape(-1, 2)
    return tuple(kept), pairs[:, 0], pairs[:, 1]


def without_links(graph: Contiguity) -> Contiguity:
    """The same graph with shared borders only."""
    none = np.empty(0, np.intp)
    return replace(graph, links=(), link_a=none, link_b=none)


def pieces(graph: Contiguity, chosen: npt.NDArray[np.bool_]) -> npt.NDArray[np.intp]:
    """Number of the piece of each unit inside the choice, -1 outside it.

    Pieces are numbered from 0 in the order of their first unit; declared links join.
    """
    a, b = graph.pairs()
    inside = chosen[a] & chosen[b]
    a, b = a[inside], b[inside]
    matrix = coo_array((np.ones(len(a), np.int8), (a, b)), shape=(graph.n, graph.n))
    label = connected_components(matrix, directed=False)[1]
    result = np.full(graph.n, -1, np.intp)
    found, first, inverse = np.unique(label[chosen], return_index=True, return_inverse=True)
    rank = np.empty(len(found), np.intp)
    rank[np.argsort(first)] = np.arange(len(found))
    result[chosen] = rank[inverse]
    return result


def near_misses(geometry: gpd.GeoSeries, graph: Contiguity) -> list[tuple[str, str, float]]:
    """Pairs whose borders run along each other without meeting exactly: codes and metres.

    They are not contiguous (the line in common has no length); they are named so that somebody
    can look at the geometry. Only lengths above one metre are told.
    """
    shapes = geometry.to_numpy()
    a, b = shapely.STRtree(shapes).query(shapes, predicate="dwithin", distance=_NEAR_M)
    a, b = a[a < b], b[a < b]
    known = np.isin(a * graph.n + b, graph.a * graph.n + graph.b)
    a, b = a[~known], b[~known]
    beside = shapely.length(
        shapely.intersection(shapely.boundary(shapes[a]), shapely.buffer(shapes[b], _NEAR_M))
    )
    codes = geometry.index.to_numpy()
    found = zip(codes[a], codes[b], beside, strict=True)
    return sorted((str(i), str(j), float(m)) for i, j, m in found if m > 1.0)
