"""Truth on small maps: every zone and every partition, counted out one by one; SYNTHETIC maps.

Sets of units are whole numbers: bit ``i`` is the unit in row ``i`` of the layer. Everything is
derived again from the polygons and the contiguous pairs, by other means than those of the program.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import geopandas as gpd
import networkx as nx
import numpy as np
import pandas as pd
import shapely
from arviz_stats.base.array import array_stats
from scipy.stats import chi2
from synthetic import grid_layer
from synthetic_maps import voronoi_map

from pilotzones.postcodes.contiguity import Link
from pilotzones.postcodes.layer import UnitLayer, make_layer

SIDE_M = 10_000


def random_grid(columns: int, rows: int, seed: int, **options) -> UnitLayer:
    """SYNTHETIC grid whose units have 5,000 to 30,000 inhabitants."""
    rng = np.random.default_rng(seed)
    codes = [f"{r}{c}" for r in range(rows) for c in range(columns)]
    people = {code: int(rng.integers(5, 31)) * 1_000 for code in codes}
    return grid_layer(columns, rows, population=people, **options)


def holed_grid(seed: int) -> UnitLayer:
    """SYNTHETIC grid with a hole, and an exclave behind a declared link::

    20 21 22  .  24
    10  . 12 == 14
    00 01 02  .  04
    """
    link = Link("12", "14", "water")
    return random_grid(5, 3, seed, without=["11", "03", "13", "23"], links=[link])


def grouped(layer: UnitLayer, groups: Mapping[str, str], column: str = "municipality") -> UnitLayer:
    """The same layer with another group for some of its units."""
    units = layer.units.copy()
    units[column] = units[column].astype(object)
    for code, group in groups.items():
        units.loc[code, column] = group
    return make_layer(units, layer.origin, links=layer.contiguity.links)


@dataclass(frozen=True)
class Planar:
    """SYNTHETIC map of Voronoi cells with holes, and the graph of its borders by its ridges."""

    frame: gpd.GeoDataFrame
    graph: nx.Graph

    @property
    def layer(self) -> UnitLayer:
        """The map as a layer."""
        layer = grid_layer(1, len(self.frame))
        rows = layer.units.reset_index().iloc[: len(self.frame)].copy()
        rows["code"] = list(self.frame.index)
        rows["municipality"] = rows["code"]
        rows["population"] = pd.array(self.frame["population"], "Int64")
        rows = rows.set_geometry(gpd.GeoSeries(list(self.frame.geometry), crs=layer.units.crs))
        return make_layer(rows, layer.origin)

    @property
    def people(self) -> dict[str, int]:
        """Inhabitants by code."""
        return {str(code): int(n) for code, n in self.frame["population"].items()}


def planar(seed: int, *, cells: int = 40, islands: int = 0) -> Planar:
    """SYNTHETIC cells: some are left out, some have an exclave; people are lognormal.

    ``islands`` units lose all their neighbours, so that they touch nothing.
    """
    shapes, borders = voronoi_map(seed, cells=cells)
    rng = np.random.default_rng(seed)
    graph = nx.Graph(list(borders))
    graph.add_nodes_from(shapes.index)
    for code in rng.permutation(sorted(graph))[:islands].tolist():
        if code in graph:
            graph.remove_nodes_from(list(graph[code]))
    codes = sorted(graph)
    people = np.maximum(1, rng.lognormal(9.5, 0.6, len(codes)).astype(int))
    frame = gpd.GeoDataFrame(
        {"population": people}, geometry=list(shapes[codes]), index=codes, crs=shapes.crs
    )
    return Planar(frame, graph)


@dataclass(frozen=True)
class Small:
    """A layer of at most about twelve units, of which all zones can be counted out."""

    layer: UnitLayer

    @cached_property
    def near(self) -> tuple[int, ...]:
        """Neighbours of each unit, as a set."""
        found = [0] * len(self.layer.codes)
        for i, j in zip(*(side.tolist() for side in self.layer.contiguity.pairs()), strict=True):
            found[i] |= 1 << j
            found[j] |= 1 << i
        return tuple(found)

    @cached_property
    def connected(self) -> tuple[int, ...]:
        """All sets of one piece."""
        return tuple(s for s in range(1, 1 << len(self.near)) if self.one_piece(s))

    def one_piece(self, chosen: int) -> bool:
        """Does a walk from one unit of the set meet all of it?"""
        met = chosen & -chosen
        while True:
            wider = met
            for unit in members(met):
                wider |= self.near[unit] & chosen
            if wider == met:
                return met == chosen
            met = wider

    def set_of(self, codes: Iterable[str]) -> int:
        """Codes as a set."""
        return sum(1 << self.layer.codes.index(code) for code in codes)

    def codes_of(self, chosen: int) -> tuple[str, ...]:
        """A set as codes, sorted."""
        return tuple(self.layer.codes[unit] for unit in members(chosen))

    def people_of(self, chosen: int) -> int:
        """Inhabitants of a set."""
        return int(sum(self.layer.people[unit] for unit in members(chosen)))

    def cut_of(self, chosen: int) -> int:
        """Contiguous pairs with one end in the set."""
        return sum((self.near[unit] & ~chosen).bit_count() for unit in members(chosen))

    def zones(
        self, lower: int, upper: int, *, must: Iterable[str] = (), barred: Iterable[str] = ()
    ) -> tuple[int, ...]:
        """Sets of one piece within the bounds that hold ``must`` and nothing of ``barred``."""
        needed, closed = self.set_of(must), self.set_of(barred)
        return tuple(
            s
            for s in self.connected
            if s & needed == needed and not s & closed and lower <= self.people_of(s) <= upper
        )

    def partitions(self, k: int, zones: Sequence[int] | None = None) -> list[tuple[int, ...]]:
        """All divisions of the layer into ``k`` of the given zones (any of one piece)."""
        by_first: dict[int, list[int]] = {}
        for zone in self.connected if zones is None else zones:
            by_first.setdefault(zone & -zone, []).append(zone)
        found: list[tuple[int, ...]] = []

        def divide(rest: int, so_far: tuple[int, ...]) -> None:
            if not rest:
                if len(so_far) == k:
                    found.append(so_far)
            elif len(so_far) < k:
                for zone in by_first.get(rest & -rest, []):
                    if zone & rest == zone:
                        divide(rest & ~zone, (*so_far, zone))

        divide((1 << len(self.near)) - 1, ())
        return found

    def trees(self, chosen: int) -> int:
        """Spanning trees of a set of one piece (Kirchhoff 1847): a determinant."""
        units = members(chosen)
        laplace = np.array(
            [
                [
                    (self.near[u] & chosen).bit_count() if u == v else -(self.near[u] >> v & 1)
                    for v in units
                ]
                for u in units
            ],
            float,
        )
        return round(float(np.linalg.det(laplace[1:, 1:])))

    def polsby_popper(self, chosen: int) -> float:
        """Score of the outline (Polsby & Popper 1991), from the union of the polygons."""
        outline = shapely.union_all(self.layer.shapes[members(chosen)])
        return 4 * math.pi * outline.area / outline.length**2

    def border_m(self, zones: Iterable[int]) -> float:
        """Length of all borders between the zones of a partition."""
        shapes = [shapely.union_all(self.layer.shapes[members(zone)]) for zone in zones]
        both = [
            shapely.length(shapely.intersection(shapes[i], shapes[j]))
            for i in range(len(shapes))
            for j in range(i)
        ]
        return float(sum(both))


def members(chosen: int) -> list[int]:
    """Row numbers of a set."""
    return [unit for unit in range(chosen.bit_length()) if chosen >> unit & 1]


def pieces_of(graph: nx.Graph, codes: Iterable[str]) -> int:
    """Number of pieces of some units."""
    return nx.number_connected_components(graph.subgraph(codes))


def follows(counts: Sequence[int], law: Sequence[float], effective: float) -> float:
    """Probability of counts at least as far from a law, by Pearson's chi-square.

    ``effective`` are the independent samples that the counts are worth; classes of fewer than five
    expected ones are put together.
    """
    share = np.asarray(counts, float) / np.sum(counts)
    chance = np.asarray(law, float) / np.sum(law)
    rare = chance * effective < 5
    if rare.any():
        share = np.r_[share[~rare], share[rare].sum()]
        chance = np.r_[chance[~rare], chance[rare].sum()]
    far = effective * float(((share - chance) ** 2 / chance).sum())
    return float(chi2.sf(far, len(chance) - 1))


def effective(values: Sequence[float]) -> float:
    """Independent samples that one chain is worth in a figure; never more than it has."""
    chain = np.asarray(values, float)[None, :]
    found = np.asarray(array_stats.ess(chain, chain_axis=0, draw_axis=1)).item()
    return min(found, float(chain.size))
