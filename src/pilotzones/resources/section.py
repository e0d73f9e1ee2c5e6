"""What a project file says of care: ``[care]`` and one ``[[care.providers]]`` for each list."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import (
    BeforeValidator,
    Field,
    StrictBool,
    StrictInt,
    model_validator,
)
from pydantic.types import Strict
from pydantic_core import PydanticCustomError

from pilotzones.readers.kinds import FileName, Named, Section
from pilotzones.resources.care_types import care_types


def _covered(value: Any) -> Any:
    """``country``, ``zone``, or codes of units as texts."""
    if value in ("country", "zone"):
        return value
    if isinstance(value, list | tuple) and all(isinstance(v, str) or type(v) is int for v in value):
        return tuple(str(item) for item in value)
    raise PydanticCustomError("providers.wrong_covers", "covers")


def _type_id(value: Any) -> Any:
    known = tuple(care_types())
    if value in known:
        return value
    raise PydanticCustomError("providers.wrong_type", "type", {"known": known})


def _system(value: Any) -> Any:
    """EPSG code of one of the systems that Belgian lists come in."""
    if type(value) is int and value in SYSTEMS:
        return value
    allowed = tuple(map(str, SYSTEMS))
    raise PydanticCustomError("settings.wrong_value.choice", "crs", {"allowed": allowed})


SYSTEMS = (31370, 3812, 4326, 3857)
"""Lambert 72, Lambert 2008, degrees, web Mercator."""
TypeId = Annotated[str, BeforeValidator(_type_id)]
Component = Annotated[StrictInt, Field(ge=1, le=14)]
Covers = Annotated[
    Literal["country", "zone"] | tuple[str, ...],
    BeforeValidator(_covered),
]


class ColumnNames(Section):
    """Headings of the user's own file, where they are not the usual ones."""

    postcode: Annotated[Named | None, Field(description="postcode of the place of practice")] = None
    x: Annotated[Named | None, Field(description="x in the system of crs, in metres")] = None
    y: Annotated[Named | None, Field(description="y in the system of crs, in metres")] = None
    lat: Annotated[Named | None, Field(description="latitude in degrees (WGS84)")] = None
    lon: Annotated[Named | None, Field(description="longitude in degrees (WGS84)")] = None
    capacity: Annotated[Named | None, Field(description="full-time equivalents, beds ...")] = None
    type: Annotated[Named | None, Field(description="type of provider, row by row")] = None

    def mapping(self) -> dict[str, str]:
        """Heading by column, of those that are given."""
        return self.model_dump(exclude_none=True)


class ProvidersSection(Section):
    """One list of providers.

    ``type`` is that of every row; without it the file has a column of types, whose words are
    known by ``models/care.toml`` and by ``words``.
    """

    file: Annotated[FileName, Field(description="table (csv, xlsx) with one row per provider")]
    type: Annotated[TypeId | None, Field(description="type of all rows, such as gp")] = None
    columns: Annotated[ColumnNames, Field(description="headings of the file's own")] = ColumnNames()
    words: Annotated[
        dict[str, TypeId],
        Field(default_factory=dict, description="type by the word that the file has for it"),
    ]
    crs: Annotated[
        int | None,
        BeforeValidator(_system),
        Field(description="EPSG code of x and y: 31370 (Lambert 72) or 3812 (Lambert 2008)"),
    ] = None
    sheet: Annotated[Named | None, Field(description="sheet, where the workbook has several")] = (
        None
    )
    dated: Annotated[date | None, Strict(), Field(description="day that the list tells of")] = None
    source: Annotated[Named | None, Field(description="who made the list")] = None
    covers: Annotated[
        Covers, Field(description="where the list is complete: country, zone, or a list of codes")
    ] = "country"


class CareSection(Section):
    """Lists of providers, and what their supply is held against."""

    synthetic: Annotated[
        StrictBool, Field(description="make up a list for each type that no file gives")
    ] = False
    seed: Annotated[StrictInt, Field(ge=0, description="seed of the made-up lists")] = 1
    reference: Annotated[
        Literal["region", "country"], Field(description="what gaps are held against")
    ] = "region"
    components: Annotated[
        dict[TypeId, tuple[Component, ...]],
        Field(default_factory=dict, description="components of the 14 that a type serves"),
    ]
    providers: Annotated[
        tuple[ProvidersSection, ...], Field(description="one table for each list")
    ] = ()

    @model_validator(mode="after")
    def _something(self) -> CareSection:
        if not self.synthetic and not self.providers:
            raise PydanticCustomError("providers.nothing", "no list")
        return self


SECTIONS: Mapping[str, tuple[Any, Any]] = {"care": (CareSection | None, None)}
"""Section of this room, its kind and default; `pilotzones.project` finds it here."""
