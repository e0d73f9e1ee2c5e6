"""The one door to the units: the embedded layer, or any layer of the user's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import geopandas as gpd

from pilotzones.errors import Fault, InputError
from pilotzones.postcodes import codes
from pilotzones.postcodes.code_sets import code_sets
from pilotzones.postcodes.coverage import NO_FAULTS, CoverageReport, clean, is_clean
from pilotzones.postcodes.layer import Origin, UnitLayer, make_layer
from pilotzones.postcodes.links import read_links
from pilotzones.postcodes.people import with_population
from pilotzones.postcodes.section import UnitsSection
from pilotzones.postcodes.sources import embedded, source_of
from pilotzones.readers.geo import read_geo

_OF_A_FILE = ("layer", "kind", "code", "name", "population", "municipality", "region", "code_date")
"""Keys that say something of a layer's file, and nothing without one."""


def open_layer(spec: UnitsSection | None = None) -> UnitLayer:
    """The unit layer of a project: cleaned, with its graph of borders and what there is to tell.

    Parameters
    ----------
    spec
        Section ``[units]`` of the project, its paths resolved; None for the embedded layer.

    Raises
    ------
    InputError
        All faults of the layer, or of one of the tables that go with it.
    MissingPartError
        The installation lacks the embedded layer.

    Examples
    --------
    >>> layer = open_layer()
    >>> layer.origin.id, len(layer.codes) >= 1130
    ('be-postcodes', True)
    """
    if spec is None or spec == UnitsSection():
        return _national()
    return _embedded(spec) if spec.file is None else _opened(spec, spec.file)


@cache
def _national() -> UnitLayer:
    """The embedded layer as it is, opened once in a process."""
    return _embedded(UnitsSection())


def _embedded(spec: UnitsSection) -> UnitLayer:
    stray = [name for name in _OF_A_FILE if getattr(spec, name) is not None]
    if stray:
        raise InputError([Fault("units.key_without_file", column=name) for name in stray])
    found = embedded.read()
    units, notices = with_population(found.units, spec, found.origin.code_date, found.origin.kind)
    links = read_links(spec.links, units["code"].tolist()) if spec.links else found.links
    origin = found.origin
    if spec.population_file:
        kept = tuple(what for what in origin.approximate if what != "inner-populations")
        origin = replace(origin, population_date=spec.population_date, approximate=kept)
    if is_clean(units.geometry):  # known of this file: the search for slivers is saved
        report = replace(NO_FAULTS, notices=notices) if notices else NO_FAULTS
        return make_layer(units, origin, links=links, coverage=report)
    cleaned, report = _cleaned(units, notices, None)
    return make_layer(cleaned, origin, links=links, coverage=report)


def _opened(spec: UnitsSection, path: Path) -> UnitLayer:
    file = str(path)
    frame = read_geo(path, layer=spec.layer)
    found = source_of([str(name) for name in frame.columns]).read(frame, spec)
    code_date = _code_date(found.units, spec, file)
    units, notices = with_population(found.units, spec, code_date, found.kind)
    links = read_links(spec.links, units["code"].tolist()) if spec.links else ()
    cleaned, report = _cleaned(units, (*found.notices, *notices), file)
    origin = Origin(
        id=path.stem,
        kind=found.kind,
        code_date=code_date,
        population_date=spec.population_date,
        attribution=(spec.attribution,) if spec.attribution else found.attribution,
        file=file,
    )
    return make_layer(cleaned, origin, links=links, coverage=report)


def _cleaned(
    units: gpd.GeoDataFrame, notices: Sequence[Fault], file: str | None
) -> tuple[gpd.GeoDataFrame, CoverageReport]:
    units = units.set_index("code")
    geometry, report = clean(units.geometry, file=file)
    return units.set_geometry(geometry), replace(report, notices=tuple(notices))


def _code_date(units: gpd.GeoDataFrame, spec: UnitsSection, file: str) -> date | None:
    """Date of the municipality codes; None without Belgian codes, or where they do not tell it."""
    used = units["municipality"].dropna().unique().tolist()
    sets = code_sets()
    belgian = set().union(*(sets.codes(day) for day in sets.dates))
    if not used or (spec.code_date is None and belgian.isdisjoint(used)):
        return spec.code_date
    fitting = codes.dates_of(used)
    if spec.code_date is None and fitting and codes.grown_between(used, fitting):
        return None
    column = spec.municipality or "municipality"
    return codes.date_of(used, stated=spec.code_date, file=file, column=column)
