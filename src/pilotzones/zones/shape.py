"""Measures of many zones at once: size, pieces, borders, compactness, splits, rural share.

Everything is counted over arrays of all units; only the outline of a zone is made zone by zone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from pilotzones.postcodes.contiguity import Contiguity, pieces
from pilotzones.postcodes.layer import UnitLayer
from pilotzones.postcodes.rurality import RuralUnits
from pilotzones.zones.flows import Flows, kept_shares
from pilotzones.zones.measures import centroids, outline, surrounded
from pilotzones.zones.zone import Zone

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

SOURCES: Mapping[str, str] = MappingProxyType(
    {
        "polsby_popper": "Polsby & Popper 1991, Yale Law & Policy Review 9(2), 301-353",
        "reock": "Reock 1961, Midwest Journal of Political Science 5(1), 70-74",
        "inertia": "Weaver & Hess 1963, Yale Law Journal 73(2), 288-308",
        "cut_edges": "DeFord, Duchin & Solomon 2021, Harvard Data Science Review 3(1)",
        "self_containment": "Goodman 1970, British Journal of Industrial Relations 8(2), 179-196",
    }
)
"""Paper of each measure that has one; the others are plain counts and sums."""

_FIRST = (
    "units",
    "population",
    "area_km2",
    "density_per_km2",
    "pieces",
    "holes",
    "enclaves",
    "enclave_population",
    "neighbours",
    "perimeter_km",
    "polsby_popper",
    "reock",
    "inertia",
    "cut_edges",
    "municipalities",
    "municipalities_split",
)
_LAST = ("rural_share", "self_containment")
"""Order of the columns; those of the zonings stand between."""

_AT_ONCE = 4_000_000
"""Units and borders of all zones looked at together: what is kept in memory at one time."""


def measure_zones(
    layer: UnitLayer,
    zones: Sequence[Zone],
    *,
    rural: RuralUnits | None = None,
    zonings: Mapping[str, Mapping[str, str]] = MappingProxyType({}),
    flows: Flows | None = None,
) -> pd.DataFrame:
    """Measures of zones: one row each, in the order given, indexed by name.

    Parameters
    ----------
    rural, flows
        What ``rural_share`` and ``self_containment`` are measured with; without it the column is
        not there.
    zonings
        Official zonings, unit code to region: one column ``cut_<zoning>`` each.

    Returns
    -------
    pandas.DataFrame
        ``units`` (codes of the zone), ``population`` (NaN when a unit's is not known),
        ``area_km2``, ``density_per_km2``, ``pieces`` (declared links join), ``holes`` (interior
        rings of the outline), ``enclaves`` (groups of units that the zone surrounds and leaves
        out) with ``enclave_population``, ``neighbours``, ``perimeter_km``, ``polsby_popper``
        (4 pi A / P^2), ``reock`` (area over that of the smallest enclosing circle), ``inertia``
        (square kilometres per person: mean squared distance of the inhabitants, placed at the
        centroids of their units, from their own centre), ``cut_edges`` (contiguous pairs with one
        end in the zone), ``municipalities``, ``municipalities_split`` (in the zone in part only),
        ``cut_<zoning>`` (regions taken in part only), ``rural_share`` (of the population) and
        ``self_containment``. Counts are ``int64``, all else ``float64``, NaN where something
        needed is not known.

    Notes
    -----
    The perimeter is that of the graph: the units' own borders without those they share inside the
    zone. Sources: `SOURCES`.

    Examples
    --------
    >>> from pilotzones.postcodes.open import open_layer
    >>> row = measure_zones(open_layer(), [Zone.of("Ciney", ["5590"])]).loc["Ciney"]
    >>> int(row["units"]), int(row["pieces"]), bool(0 < row["polsby_popper"] < 1)
    (1, 1, True)
    """
    wanted = tuple(zones)
    width = layer.contiguity.n + len(layer.contiguity.pairs()[0])
    step = max(1, _AT_ONCE // max(1, width))
    parts = [
        _measured(_Members(layer, wanted[k : k + step]), rural, zonings, flows)
        for k in range(0, max(1, len(wanted)), step)
    ]
    names = pd.Index([zone.name for zone in wanted], name="zone", dtype=object)
    return pd.concat(parts, ignore_index=True).set_index(names)


@dataclass(frozen=True)
class _Members:
    """Zones as truth values over the units of a layer: ``inside`` has shape (zones, units)."""

    layer: UnitLayer
    zones: tuple[Zone, ...]

    @property
    def n(self) -> int:
        return len(self.zones)

    @cached_property
    def inside(self) -> Bools:
        found = np.zeros((self.n, self.layer.contiguity.n), bool)
        for k, zone in enumerate(self.zones):
            found[k, self.layer.positions(zone.codes)] = True
        return found

    @cached_property
    def entries(self) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
        """Zone and unit of every membership, in the order of both."""
        zone, unit = np.nonzero(self.inside)
        return zone, unit

    @cached_property
    def complete(self) -> Bools:
        """Does the layer have every code of the zone, and is there one?"""
        known = self.inside.sum(axis=1)
        return np.array([len(z.codes) == k > 0 for z, k in zip(self.zones, known, strict=True)])

    def total(self, values: Floats) -> Floats:
        """Sum of a value over the units of each zone; NaN where one is NaN."""
        zone, unit = self.entries
        return np.bincount(zone, values[unit], self.n).astype(np.float64)


def _measured(
    members: _Members,
    rural: RuralUnits | None,
    zonings: Mapping[str, Mapping[str, str]],
    flows: Flows | None,
) -> pd.DataFrame:
    layer = members.layer
    people = np.where(members.complete, members.total(layer.people), np.nan)
    area = members.total(np.nan_to_num(shapely.area(layer.shapes)) / 1e6)
    found: dict[str, npt.NDArray[np.generic]] = {
        "units": np.array([len(zone.codes) for zone in members.zones], np.int64),
        "population": people,
        "area_km2": area,
        "density_per_km2": _ratio(people, area),
        **_groups(members),
        **_borders(members),
    }
    perimeter = found["perimeter_km"].astype(np.float64)
    found["polsby_popper"] = _ratio(4 * np.pi * area, perimeter**2)
    found |= _outlines(members, area)
    found["inertia"] = np.where(np.isnan(people), np.nan, _inertia(members))
    placed = _numbered(layer.units["municipality"])
    found["municipalities"], found["municipalities_split"] = _touched(members, placed)
    for name in sorted(zonings):
        region = pd.Series([zonings[name].get(code) for code in layer.codes], dtype=object)
        found[f"cut_{name}"] = _touched(members, _numbered(region))[1]
    if rural is not None:
        found["rural_share"] = _rural(members, rural, people, area)
    if flows is not None:
        kept = kept_shares(members.inside, layer, flows)
        found["self_containment"] = np.where(members.complete, kept, np.nan)
    cuts = [name for name in found if name not in {*_FIRST, *_LAST}]
    return pd.DataFrame(found)[[*_FIRST, *cuts, *(name for name in _LAST if name in found)]]


def _ratio(one: Floats, other: Floats) -> Floats:
    """Quotient; NaN where the divisor is 0."""
    return np.divide(one, other, out=np.full(len(one), np.nan), where=other != 0)


def _side_by_side(graph: Contiguity, times: int) -> Contiguity:
    """One graph of several copies: what holds of a choice of units holds of many at once."""
    shift = np.arange(times)[:, None] * graph.n

    def repeated(rows: npt.NDArray[np.intp]) -> npt.NDArray[np.intp]:
        return (rows[None, :] + shift).ravel()

    return replace(
        graph,
        n=graph.n * times,
        a=repeated(graph.a),
        b=repeated(graph.b),
        length_m=np.tile(graph.length_m, times),
        perimeter_m=np.tile(graph.perimeter_m, times),
        links=graph.links * times,
        link_a=repeated(graph.link_a),
        link_b=repeated(graph.link_b),
    )


def _groups(members: _Members) -> dict[str, npt.NDArray[np.generic]]:
    """Pieces and enclaves: each number once, at its first unit."""
    graph = _side_by_side(members.layer.contiguity, members.n)
    chosen = members.inside.ravel()
    left_out = surrounded(graph, chosen)
    zone, unit = np.divmod(np.flatnonzero(left_out >= 0), members.layer.contiguity.n)
    people = np.nan_to_num(members.layer.people)[unit]
    return {
        "pieces": _counted(pieces(graph, chosen), members),
        "enclaves": _counted(left_out, members),
        "enclave_population": np.bincount(zone, people, members.n).astype(np.int64),
    }


def _counted(label: npt.NDArray[np.intp], members: _Members) -> npt.NDArray[np.int64]:
    """Groups of each zone; a label stands in one zone only."""
    first = np.unique(label, return_index=True)
    rows = first[1][first[0] >= 0] // members.layer.contiguity.n
    return np.bincount(rows, minlength=members.n).astype(np.int64)


def _borders(members: _Members) -> dict[str, npt.NDArray[np.generic]]:
    """Neighbours, perimeter and cut edges, of the pairs of the graph."""
    graph, inside = members.layer.contiguity, members.inside
    a, b = graph.pairs()
    cut = inside[:, a] != inside[:, b]
    zone, pair = np.nonzero(cut)
    beside = np.zeros_like(inside)
    beside[zone, np.where(inside[zone, a[pair]], b[pair], a[pair])] = True
    inner_m = (inside[:, graph.a] & inside[:, graph.b]) @ graph.length_m
    return {
        "neighbours": beside.sum(axis=1, dtype=np.int64),
        "perimeter_km": (members.total(graph.perimeter_m) - 2 * inner_m) / 1e3,
        "cut_edges": cut.sum(axis=1, dtype=np.int64),
    }


def _outlines(members: _Members, area: Floats) -> dict[str, npt.NDArray[np.generic]]:
    """Holes and Reock's ratio, of the outline of each zone."""
    shapes = np.array([outline(zone, members.layer) for zone in members.zones], object)
    parts, zone = shapely.get_parts(shapes, return_index=True)
    rings = np.bincount(zone, shapely.get_num_interior_rings(parts), members.n)
    radius_km = np.nan_to_num(shapely.minimum_bounding_radius(shapes)) / 1e3
    return {
        "holes": rings.astype(np.int64),
        "reock": _ratio(area, np.pi * radius_km**2),
    }


def _inertia(members: _Members) -> Floats:
    """Mean squared distance of the inhabitants from their centre, in square kilometres."""
    km = centroids(members.layer) / 1e3
    people = members.layer.people
    zone, unit = members.entries
    total = members.total(people)
    centre = np.stack([_ratio(members.total(people * axis), total) for axis in km.T], axis=1)
    away = ((km[unit] - centre[zone]) ** 2).sum(axis=1)
    spread = np.bincount(zone, people[unit] * away, members.n).astype(np.float64)
    return _ratio(spread, total)


def _numbered(names: pd.Series) -> npt.NDArray[np.intp]:
    """Number of the group of each unit, -1 where it has none."""
    return pd.factorize(names.astype(object))[0]


def _touched(
    members: _Members, group: npt.NDArray[np.intp]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Groups of units that each zone touches, and those of which it has a part only."""
    groups = int(group.max(initial=-1)) + 1
    zone, unit = members.entries
    placed = group[unit] >= 0
    cell = zone[placed] * groups + group[unit[placed]]
    count = np.bincount(cell, minlength=members.n * groups).reshape(members.n, groups)
    whole = np.bincount(group[group >= 0], minlength=groups)
    touched = count > 0
    return touched.sum(axis=1, dtype=np.int64), (touched & (count < whole)).sum(
        axis=1, dtype=np.int64
    )


def _rural(members: _Members, rural: RuralUnits, people: Floats, area: Floats) -> Floats:
    """Share of the inhabitants in rural units; NaN where a flag is missing (Z15, Z16)."""
    flags = rural.flags.reindex(list(members.layer.codes)).astype("Float64")
    weight = flags.to_numpy(np.float64, na_value=np.nan)
    share = _ratio(members.total(weight * members.layer.people), people)
    return np.where(area > 0, share, np.nan)
