"""Measures of a zone on a layer: people, area, pieces, enclaves, neighbours, outline, overlap."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

from pilotzones.postcodes.contiguity import Contiguity, Link, pieces, without_links
from pilotzones.postcodes.layer import UnitLayer
from pilotzones.postcodes.rurality import RuralUnits
from pilotzones.zones.zone import Zone

_INNER_M = 1.0
"""A unit with less outer border than this lies inside the layer; shorter is rounding."""


def population(zone: Zone, layer: UnitLayer) -> int | None:
    """Inhabitants of the zone at the layer's population date; None when a unit's are unknown.

    Codes that the layer lacks make it unknown too: a sum that leaves people out is no sum.

    Examples
    --------
    >>> from pilotzones.postcodes.open import open_layer
    >>> layer = open_layer(None)
    >>> population(Zone.of("Ciney", ["5590"]), layer) > 10_000
    True
    """
    if zone.unknown(layer) or unpeopled(zone, layer) or not zone.codes:
        return None
    return people_of(zone.codes, layer)


def people_of(codes: tuple[str, ...], layer: UnitLayer) -> int:
    """Sum of the known inhabitants of these units of the layer."""
    return int(np.nansum(layer.people[layer.positions(codes)]))


def unpeopled(zone: Zone, layer: UnitLayer) -> tuple[str, ...]:
    """Codes of the zone whose population the layer does not know."""
    places = layer.positions(zone.codes)
    bare = places[np.isnan(layer.people[places])]
    return tuple(layer.units.index[bare])


def unmapped(zone: Zone, layer: UnitLayer) -> tuple[str, ...]:
    """Codes of the zone that have no polygon in the layer."""
    places = layer.positions(zone.codes)
    shapes = layer.shapes[places]
    bare = places[shapely.is_missing(shapes) | shapely.is_empty(shapes)]
    return tuple(layer.units.index[bare])


def area_km2(zone: Zone, layer: UnitLayer) -> float:
    """Area of the zone's units in square kilometres, measured in Lambert 72."""
    return float(np.nansum(shapely.area(layer.shapes[layer.positions(zone.codes)])) / 1e6)


def density_per_km2(zone: Zone, layer: UnitLayer) -> float | None:
    """Inhabitants per square kilometre; None when population or area is unknown."""
    people, area = population(zone, layer), area_km2(zone, layer)
    return None if people is None or area == 0 else people / area


def centroids(layer: UnitLayer) -> npt.NDArray[np.float64]:
    """Centroid of each unit in metres of EPSG:31370, shape (n, 2); NaN without ground."""
    found = np.full((len(layer.codes), 2), np.nan)
    middle = shapely.centroid(layer.shapes)
    there = ~(shapely.is_missing(middle) | shapely.is_empty(middle))
    found[there] = shapely.get_coordinates(middle[there])
    return found


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of a zone: its codes, sorted, and its inhabitants as far as known."""

    codes: tuple[str, ...]
    population: int


def pieces_of(zone: Zone, layer: UnitLayer) -> tuple[Piece, ...]:
    """Pieces of the zone, the most peopled first (then the one with more units, then by code)."""
    label = pieces(layer.contiguity, layer.mask(zone.codes))
    return _grouped(label, range(label.max(initial=-1) + 1), layer)


def _grouped(
    label: npt.NDArray[np.intp], wanted: Iterable[int], layer: UnitLayer
) -> tuple[Piece, ...]:
    codes = np.array(layer.codes, object)
    members = (tuple(codes[label == k].tolist()) for k in wanted)
    found = [Piece(group, people_of(group, layer)) for group in members]
    return tuple(sorted(found, key=lambda p: (-p.population, -len(p.codes), p.codes)))


def links_used(zone: Zone, layer: UnitLayer) -> tuple[Link, ...]:
    """Declared links inside the zone that join what borders alone leave apart."""
    graph, inside = layer.contiguity, layer.mask(zone.codes)
    label = pieces(without_links(graph), inside)
    both = inside[graph.link_a] & inside[graph.link_b]
    joining = both & (label[graph.link_a] != label[graph.link_b])
    return tuple(graph.links[k] for k in np.flatnonzero(joining))


def enclaves(zone: Zone, layer: UnitLayer) -> tuple[Piece, ...]:
    """Units left out that the zone surrounds: groups without a way out, the most peopled first.

    A group that reaches the outer border of the layer (the country's border, a hole in it) is not
    surrounded: the whole border of a surrounded one is shared with the zone or inside the group.
    """
    label = surrounded(layer.contiguity, layer.mask(zone.codes))
    return _grouped(label, np.unique(label[label >= 0]), layer)


def surrounded(graph: Contiguity, inside: npt.NDArray[np.bool_]) -> npt.NDArray[np.intp]:
    """Number of the group of each unit that the choice surrounds, -1 for every other unit.

    Declared links lead nowhere here; a unit without ground cannot be surrounded.
    """
    label = pieces(without_links(graph), ~inside)
    open_ = ways_out(graph)
    # one place more than there are groups: -1, the label of the choice itself, points to it
    outer = np.zeros(label.max(initial=-1) + 2, bool)
    outer[-1] = True
    outer[label[(label >= 0) & open_]] = True
    return np.where(outer[label], -1, label)


def ways_out(graph: Contiguity) -> npt.NDArray[np.bool_]:
    """Units that cannot lie surrounded: at the outer border of the layer, or without ground."""
    return (graph.outer_m() > _INNER_M) | (graph.perimeter_m == 0)


def neighbours(zone: Zone, layer: UnitLayer) -> tuple[str, ...]:
    """Codes outside the zone that share a border or a declared link with it, sorted."""
    a, b = layer.contiguity.pairs()
    inside = layer.mask(zone.codes)
    beside = np.zeros(layer.contiguity.n, bool)
    beside[b[inside[a]]] = True
    beside[a[inside[b]]] = True
    return tuple(np.array(layer.codes, object)[beside & ~inside].tolist())


def outline(zone: Zone, layer: UnitLayer) -> shapely.Geometry:
    """Zone as one geometry in EPSG:31370; slivers below a square centimetre are closed."""
    return shapely.union_all(layer.shapes[layer.positions(zone.codes)], grid_size=0.01)


@dataclass(frozen=True, slots=True)
class Overlap:
    """Units that two zones share, and the inhabitants of these units as far as known."""

    zone: str
    codes: tuple[str, ...]
    population: int


def overlaps(zone: Zone, others: tuple[Zone, ...], layer: UnitLayer) -> tuple[Overlap, ...]:
    """Shared units with each other zone that shares any, in the order of the others (Z07, Z08)."""
    mine = set(zone.codes)
    found = []
    for other in others:
        shared = tuple(sorted(mine & set(other.codes)))
        if shared:
            found.append(Overlap(other.name, shared, people_of(shared, layer)))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class RuralShare:
    """Rural part of a zone: units, inhabitants, area, and their shares of the whole (0..1)."""

    codes: tuple[str, ...]
    population: int
    area_km2: float
    population_share: float
    area_share: float


def rural_share(zone: Zone, layer: UnitLayer, rural: RuralUnits) -> RuralShare | None:
    """Rural part of the zone; None when a unit's population or rural flag is unknown (Z15, Z16)."""
    codes = zone.known(layer)
    flags = rural.flags.reindex(list(codes))
    total, whole = population(zone, layer), area_km2(zone, layer)
    if not total or whole == 0 or flags.isna().any():
        return None
    chosen = tuple(flags.index[flags.astype(bool)])
    people = people_of(chosen, layer)
    area = area_km2(Zone(zone.name, chosen), layer)
    return RuralShare(chosen, people, area, people / total, area / whole)
