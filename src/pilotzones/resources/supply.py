"""Supply of care as values: providers of one type, what each unit has, groups, gaps, shortage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

import pandas as pd

from pilotzones.errors import Fault

State = Literal["known", "none_here", "none_in_reach", "no_data"]
"""Known: providers in the unit. None here: none in it, some in reach. None in reach: not even
that. No data: the list does not cover the unit. Three different signs, never a bare 0."""


@dataclass(frozen=True, slots=True)
class ProviderList:
    """Providers of one type, from one source.

    Parameters
    ----------
    type
        Id of the type in ``models/care.toml``: ``gp``, ``pharmacy``, ``hospital`` ...
    places
        One row per open provider: ``unit`` (code of the layer or missing), ``x``, ``y`` (metres,
        EPSG:31370), ``capacity`` (in ``capacity_unit``), ``located`` (``address`` or ``unit``).
        No names: these stay in the user's file.
    source, dated, file
        Where the list comes from, as it has to be told; ``file`` None for a made-up one.
    synthetic
        Nobody of them exists: said wherever they are shown.
    covers
        Codes of the units that the list speaks of; elsewhere there is no data. None: all.
    counts
        Rows of the file by what became of them: ``read``, ``closed``, ``unplaced`` ...
    """

    type: str
    places: pd.DataFrame
    source: str
    capacity_unit: str = "providers"
    dated: date | None = None
    file: str | None = None
    synthetic: bool = False
    covers: frozenset[str] | None = None
    counts: Mapping[str, int] | None = None


@dataclass(frozen=True, slots=True)
class GroupSupply:
    """Supply of a group of units: the zone, its rural part, the rest of it, region, country.

    ``people`` in units that have data; ``access`` is capacity per 100,000 people by E2SFCA,
    weighted by people; ``people_without`` live in units with no provider in reach; ``nearest_m``
    is the median over people of the straight distance to the nearest provider. None: no data.
    """

    id: str
    people: int
    count: int
    capacity: float
    per_100000: float | None
    access: float | None
    people_without: int
    nearest_m: float | None


@dataclass(frozen=True, slots=True)
class TypeSupply:
    """One type of care.

    ``units`` has one row for every unit of the layer, indexed by code: ``count`` (Int64),
    ``capacity``, ``per_100000``, ``access`` (per 100,000 people; 0 where none is in reach),
    ``nearest_m`` and ``state``; numbers are missing where there is no data. ``groups`` by id:
    ``zone``, ``rural`` and ``other`` (parts of the zone), ``region``, ``country``; those without
    any unit are left out. ``reference`` is the id of the group that gaps are held against:
    ``region`` or ``country``, and ``zone`` where the list covers too little of these.
    ``bands`` are the catchment (metres up to which, weight), ``distant_m`` the distance beyond
    which a provider is far away; None where distance does not matter for the type.
    """

    providers: ProviderList
    units: pd.DataFrame
    groups: Mapping[str, GroupSupply]
    reference: str
    bands: tuple[tuple[float, float], ...] = ()
    distant_m: float | None = None

    @property
    def reach_m(self) -> float:
        """Outer limit of the catchment, in metres."""
        return max((limit for limit, _ in self.bands), default=0.0)


@dataclass(frozen=True, slots=True)
class Gap:
    """A unit of the zone where a type of care falls short of the reference.

    ``measure`` is what is held against ``reference_value``: ``access`` (per 100,000) or
    ``nearest_m``. ``reason``: ``none_in_reach``, ``far_below`` (under half the reference),
    ``below`` (under three quarters) or ``distant``. ``need`` is the unit's need relative to that
    of the zone (1 is average), None where it is not known or hidden.
    """

    unit: str
    type: str
    measure: Literal["access", "nearest_m"]
    value: float
    reference_value: float
    reference: str
    reason: Literal["none_in_reach", "far_below", "below", "distant"]
    people: int
    rural: bool | None
    need: float | None = None


@dataclass(frozen=True, slots=True)
class Overlap:
    """A unit of the zone with far more of one type of care than the reference has.

    ``value`` and ``reference_value`` are access per 100,000 people; ``count`` the providers in the
    unit, ``close`` those of them that have another of the type close by (``close_m`` of
    ``models/care.toml``), None where the list has no addresses. Whether it is a redundancy is
    judged by people (R04), not here.
    """

    unit: str
    type: str
    value: float
    reference_value: float
    reference: str
    count: int
    close: int | None
    people: int


@dataclass(frozen=True, slots=True)
class Shortage:
    """The shortage rule for general practitioners in one area, exactly as the rule counts.

    ``area`` is the code of a municipality, or ``zone`` for the whole zone. ``bound`` is the one
    that applied (per 100,000): that of thin areas where the density is below the mark. ``short``
    is None where people, area or providers are not known. A municipality is counted whole, also
    where only a part of it lies in the zone.
    """

    area: str
    people: int | None
    area_km2: float
    density_per_km2: float | None
    gps: int | None
    per_100000: float | None
    bound: float
    thin: bool | None
    short: bool | None


@dataclass(frozen=True, slots=True)
class CareSheet:
    """Supply of care in a zone: every type, gaps, overlaps and the shortage rule.

    ``gaps`` begin with the largest (shortfall x people), ``overlaps`` with the largest surplus.
    ``names`` gives the types in four languages, ``components`` those of the 14 that each serves.
    """

    types: tuple[TypeSupply, ...]
    gaps: tuple[Gap, ...] = ()
    overlaps: tuple[Overlap, ...] = ()
    shortage: tuple[Shortage, ...] = ()
    names: Mapping[str, Mapping[str, str]] | None = None
    components: Mapping[str, tuple[int, ...]] | None = None
    notices: tuple[Fault, ...] = ()

    def supply(self, type: str) -> TypeSupply | None:
        """Supply of one type; None where no list of it was given."""
        return next((t for t in self.types if t.providers.type == type), None)
