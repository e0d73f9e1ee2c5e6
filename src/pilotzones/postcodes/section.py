"""The section ``[units]`` of a project file: which layer the zone is drawn on."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from pilotzones.readers.kinds import Section


class UnitsSection(Section):
    """Layer of units and where its columns are; without ``file`` the embedded Belgian layer.

    Every column is found by its usual names where none is given.
    """

    file: Annotated[
        Path | None,
        Field(description="GeoPackage, shapefile or GeoJSON with one polygon per unit"),
    ] = None
    layer: Annotated[
        str | None, Field(description="name of the layer, where the file has several")
    ] = None
    kind: Annotated[
        Literal["postcode", "municipality", "sector"] | None,
        Field(description="what a unit is"),
    ] = None
    code: Annotated[str | None, Field(description="column of the codes of the units")] = None
    name: Annotated[str | None, Field(description="column of the names")] = None
    population: Annotated[str | None, Field(description="column of the inhabitants")] = None
    municipality: Annotated[
        str | None, Field(description="column of the municipality codes (NIS5)")
    ] = None
    region: Annotated[
        str | None,
        Field(description="column of the region: flanders, wallonia or brussels"),
    ] = None
    population_date: Annotated[
        date | None, Field(description="reference date of the inhabitants, such as 2020-01-01")
    ] = None
    code_date: Annotated[
        date | None,
        Field(description="date of the municipality codes: 2018-01-01, 2020-01-01 or 2025-01-01"),
    ] = None
    links: Annotated[
        Path | None,
        Field(description="table of links over water or to exclaves: code_a, code_b, kind"),
    ] = None
    population_file: Annotated[
        Path | None,
        Field(description="table code, population that goes before the layer's own column"),
    ] = None
    population_code_date: Annotated[
        date | None,
        Field(description="date of the municipality codes of population_file, to convert them"),
    ] = None
    attribution: Annotated[
        str | None, Field(description="notice owed to the makers of the layer")
    ] = None


def resolved(section: UnitsSection, folder: Path) -> UnitsSection:
    """The section with its paths taken from ``folder``, that of the project file.

    An absolute path stays as it is.
    """
    paths = {
        name: folder / path
        for name in ("file", "links", "population_file")
        if (path := getattr(section, name)) is not None
    }
    return section.model_copy(update=paths)


SECTIONS = {"units": (UnitsSection | None, None)}
"""Section of this room, its kind and default; `pilotzones.project` finds it here."""
