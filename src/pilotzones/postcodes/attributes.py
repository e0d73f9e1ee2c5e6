"""Attributes of the units of a layer, checked cell by cell like those of any table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import geopandas as gpd
import pandas as pd

from pilotzones.errors import Fault, InputError
from pilotzones.postcodes import territory
from pilotzones.postcodes.tables import CODE_NAMES, UNITS
from pilotzones.readers.geo import attributes
from pilotzones.readers.headings import fold, positions
from pilotzones.schemas import Column, Schema, check

_YEARLY = re.compile(r"(population|pop|inhabitants|habitants|inwoners|einwohner|bevolking)\d{4}")
"""Heading of a population of one year, folded, such as ``population_2020``."""


def checked(
    frame: gpd.GeoDataFrame, schema: Schema, *, file: str, mapping: Mapping[str, str]
) -> pd.DataFrame:
    """Attributes of a layer as typed columns, and ``row``: the number of the feature, from 1.

    Raises
    ------
    InputError
        Every fault of the attributes, as for a table (`pilotzones.schemas.check`); faults of a
        whole column have no row.
    """
    raw = attributes(_with_regions(frame, mapping.get("region")), file=file)
    try:
        return check(raw, schema, mapping=mapping)
    except InputError as error:
        raise InputError([replace(f, row=f.row or None) for f in error.faults]) from None


def _with_regions(frame: gpd.GeoDataFrame, heading: str | None) -> gpd.GeoDataFrame:
    """The layer with the region in the words of the schema where it is a known one."""
    header = [str(name) for name in frame.columns]
    named = [place for place, name in enumerate(header) if name == heading]
    places = named or positions(header, _column("region"))
    for place in places:
        cells = frame.iloc[:, place].astype(object)
        words = [territory.region_named(str(cell)) or cell for cell in cells]
        frame = frame.assign(**{header[place]: pd.Series(words, index=frame.index, dtype=object)})
    return frame


def _column(name: str) -> Column:
    return next(column for column in UNITS.columns if column.name == name)


def kind_of(header: Sequence[str], codes: Iterable[object] = ()) -> str:
    """What a unit is: by the headings of the file, else by the form of the codes.

    >>> kind_of(["nis5", "name"]), kind_of(["postcode", "nis5"]), kind_of(["code"], ["21004"])
    ('municipality', 'postcode', 'municipality')
    """
    headings = {fold(name) for name in header}
    for kind, names in CODE_NAMES.items():
        if headings & {fold(name) for name in names}:
            return kind
    texts = {str(code) for code in codes}
    if texts and all(territory.is_municipality_code(text) for text in texts):
        return "municipality"
    return "postcode"


def yearly_population(header: Sequence[str], *, file: str) -> dict[str, str]:
    """Heading of the population where it is known only by a year: a mapping for ``check``.

    Raises
    ------
    InputError
        The file has the populations of several years (``units.several_populations``).
    """
    population = _column("population")
    usual = {fold(name) for name in (population.name, *population.aliases)}
    yearly = tuple(name for name in header if _YEARLY.fullmatch(fold(name)))
    if not yearly or usual & {fold(name) for name in header}:
        return {}
    if len(yearly) > 1:
        raise InputError(Fault("units.several_populations", file, fields={"columns": yearly}))
    return {"population": next(iter(yearly))}
