"""What a project file says of its people: ``[people] [strata] [target]``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    StrictBool,
    StrictInt,
    model_validator,
)
from pydantic.types import Strict
from pydantic_core import PydanticCustomError

from pilotzones.readers.kinds import FileName, Named, Section, portable
from pilotzones.stratification.engine import DUCKDB, is_engine
from pilotzones.stratification.facts import PeopleFacts
from pilotzones.stratification.priorities.section import NeedsSection, PrioritiesSection
from pilotzones.stratification.released import Level

MINIMUM_CELL = 10
"""Smallest count that is released, where the project file asks for no higher one."""
LOWEST_CELL = 5
"""Lowest minimum that may be asked for."""
SYNTHETIC_YEAR = 2024
"""Base year of a synthetic population where none is given: no clock, so the same bytes any day."""
BASES = (0, 5, 10)
"""What numbers may be rounded to; 0 leaves them as they are."""
_EARLIEST, _LATEST = 1990, 2100
_MEMORY = re.compile(r"[1-9]\d*(\.\d+)? ?[MG]i?B")


def _files(value: Any) -> Any:
    given = value if isinstance(value, list | tuple) else (value,)
    if not given:
        raise PydanticCustomError("settings.wrong_value.file", "file")
    return tuple(Path(portable(name)) for name in given)


FileNames = Annotated[tuple[Path, ...], BeforeValidator(_files)]


def _memory(value: Any) -> Any:
    if isinstance(value, str) and _MEMORY.fullmatch(value.strip()):
        return value.strip()
    raise PydanticCustomError("people_key.memory", "memory")


Memory = Annotated[str, BeforeValidator(_memory)]


def _engine(value: Any) -> Any:
    if isinstance(value, str) and is_engine(value):
        return value
    raise PydanticCustomError("people_key.engine", "engine")


Engine = Annotated[str, BeforeValidator(_engine)]


def _base(value: int) -> int:
    if value in BASES:
        return value
    raise PydanticCustomError("people_key.rounding", "rounding")


Base = Annotated[StrictInt, AfterValidator(_base)]
Share = Annotated[float, Strict(), Field(ge=0, le=1)]
Some = Annotated[float, Strict(), Field(gt=0, lt=1)]
Positive = Annotated[StrictInt, Field(ge=1)]


_AGGREGATE = ("inhabitants", "indicators", "code_date", "public_rates", "rates")


class PeopleSection(Section):
    """The people of the zone: files about persons and their care, or a synthetic population."""

    persons: Annotated[
        FileNames | None, Field(description="table of persons: one row each, pseudonyms only")
    ] = None
    deliveries: Annotated[
        FileNames | None, Field(description="table of deliveries of care: a file, or a list")
    ] = None
    diagnoses: Annotated[
        FileNames | None,
        Field(
            description="table of diagnoses (ICD-10, ICPC-2), if there is one: a file, or a list"
        ),
    ] = None
    mapping: Annotated[
        FileName | None, Field(description="TOML file with the headings of these tables")
    ] = None
    conditions: Annotated[
        FileName | None, Field(description="table of conditions; the one that ships if left out")
    ] = None
    risk_model: Annotated[
        FileName | None,
        Field(description="risk model from elsewhere (JSON), to be tried and refitted here"),
    ] = None
    year: Annotated[
        StrictInt | None,
        Field(ge=_EARLIEST, le=_LATEST, description="base year: the last whole year of the data"),
    ] = None
    minimum_cell: Annotated[
        StrictInt, Field(ge=LOWEST_CELL, description="smallest count that is shown (at least 5)")
    ] = MINIMUM_CELL
    rounding: Annotated[
        Base,
        Field(description="base to which numbers shown are rounded (5 or 10); 0 leaves them exact"),
    ] = 0
    release_register: Annotated[
        FileName | None,
        Field(description="release register (a folder, or the file); by default beside the data"),
    ] = None
    inhabitants: Annotated[
        FileNames | None,
        Field(description="aggregate table: inhabitants of units by age and sex (Statbel)"),
    ] = None
    indicators: Annotated[
        FileNames | None,
        Field(description="aggregate tables: counts or rates of conditions by unit (IMA Atlas)"),
    ] = None
    code_date: Annotated[
        date | None,
        Strict(),
        Field(description="date of the municipality codes in aggregate tables, if in doubt"),
    ] = None
    public_rates: Annotated[
        StrictBool,
        Field(description="true where there is nothing but public rates: a rough estimate"),
    ] = False
    rates: Annotated[
        FileName | None, Field(description="table of public rates; the one that ships if left out")
    ] = None
    synthetic: Annotated[
        StrictBool, Field(description="true for a synthetic population instead of files")
    ] = False
    seed: Annotated[
        StrictInt | None, Field(ge=0, description="seed of the synthetic population")
    ] = None
    outside_share: Annotated[
        Share | None,
        Field(description="share of the people outside the zone that is made up as reference"),
    ] = None
    memory_limit: Annotated[
        Memory | None,
        Field(description="memory of the engine, such as 4GB; the rest goes to a private folder"),
    ] = None
    engine: Annotated[
        Engine,
        Field(description="duckdb, or spark for more rows than one machine takes: see spark.md"),
    ] = DUCKDB

    @model_validator(mode="after")
    def _one_source(self) -> PeopleSection:
        ways = ("persons", "deliveries", "diagnoses", "mapping", "release_register")
        ways = (*ways, *_AGGREGATE)
        given = tuple(way for way in ways if getattr(self, way) not in (None, False))
        if self.synthetic:
            if given:
                raise PydanticCustomError("people_key.two_sources", "two sources", {"keys": given})
            return self
        if self.indicators is not None or self.public_rates:
            return self._without_persons()
        missing = tuple(way for way in ("persons", "deliveries") if getattr(self, way) is None)
        if missing:
            raise PydanticCustomError("people_key.no_files", "no files", {"keys": missing})
        if self.year is None:
            raise PydanticCustomError("people_key.no_year", "no year")
        made_up = tuple(k for k in ("seed", "outside_share") if getattr(self, k) is not None)
        if made_up:
            raise PydanticCustomError("people_key.only_synthetic", "files", {"keys": made_up})
        return self

    def _without_persons(self) -> PeopleSection:
        """Aggregate tables or public rates: no file of persons goes with them."""
        apart = ("persons", "deliveries", "diagnoses", "release_register", "memory_limit")
        apart = (*apart, "seed", "outside_share")
        given = tuple(way for way in apart if getattr(self, way) is not None)
        if given:
            raise PydanticCustomError("people_key.two_levels", "two levels", {"keys": given})
        if self.indicators is not None and self.public_rates:
            fields = {"keys": ("public_rates",)}
            raise PydanticCustomError("people_key.two_levels", "two levels", fields)
        if self.indicators is not None and self.year is None:
            raise PydanticCustomError("people_key.no_year", "no year")
        return self

    @property
    def level(self) -> Level:
        """What the figures can be made from."""
        if self.public_rates:
            return "public-rates"
        return "persons" if self.indicators is None else "aggregates"

    @property
    def base_year(self) -> int:
        """Last whole calendar year of the deliveries."""
        return SYNTHETIC_YEAR if self.year is None else self.year


class StrataSection(Section):
    """Levels of the care pyramid: shares of the people, or the capacity of case management."""

    high: Annotated[Some | None, Field(description="share of the people in the high level")] = None
    middle: Annotated[Some | None, Field(description="share of the people in the middle level")] = (
        None
    )
    case_managers: Annotated[
        Positive | None, Field(description="case managers there are: the high level is for them")
    ] = None
    patients_each: Annotated[
        Positive | None, Field(description="patients that each case manager can follow")
    ] = None

    @model_validator(mode="after")
    def _one_way(self) -> StrataSection:
        capacity = (self.case_managers is not None) + (self.patients_each is not None)
        if capacity and (self.high is not None or self.middle is not None):
            raise PydanticCustomError("strata.two_ways", "two ways")
        if capacity == 1:
            raise PydanticCustomError("strata.half_capacity", "half")
        if (self.high or 0) + (self.middle or 0) >= 1:
            raise PydanticCustomError("strata.nobody_low", "nobody")
        return self

    @property
    def capacity(self) -> tuple[int, int] | None:
        """Case managers and patients of each; None where levels are shares."""
        if self.case_managers is None or self.patients_each is None:
            return None
        return self.case_managers, self.patients_each


class TargetSection(Section):
    """The target group: who is meant, and how many of them are expected to take part."""

    criteria: Annotated[
        Named, Field(description="criteria, such as (copd or heart_failure) and not palliative")
    ]
    uptake: Annotated[
        tuple[Share, Share] | None,
        Field(description="lowest and highest share expected to take part, such as [0.3, 0.6]"),
    ] = None
    name: Annotated[Named | None, Field(description="name of the target group")] = None

    @model_validator(mode="after")
    def _in_order(self) -> TargetSection:
        if self.uptake is not None and self.uptake[0] > self.uptake[1]:
            raise PydanticCustomError("target.uptake_order", "order")
        return self


SECTIONS: Mapping[str, tuple[Any, Any]] = {
    "people": (PeopleSection | None, None),
    "strata": (StrataSection, StrataSection()),
    "target": (TargetSection | None, None),
    "priorities": (PrioritiesSection, PrioritiesSection()),
    "needs": (NeedsSection | None, None),
}
"""Sections of this room by name, each with its kind and default; `pilotzones.project` finds it."""

FACTS = PeopleFacts
"""Facts that this room declares for the section ``[facts]``."""


def resolved(section: PeopleSection, folder: Path) -> PeopleSection:
    """The section with its paths taken from ``folder``, that of the project file.

    An absolute path stays as it is.
    """
    update: dict[str, Any] = {}
    for name in ("persons", "deliveries", "diagnoses", "inhabitants", "indicators"):
        files = getattr(section, name)
        update[name] = files and tuple(folder / path for path in files)
    for name in ("mapping", "conditions", "risk_model", "release_register", "rates"):
        path = getattr(section, name)
        update[name] = path and folder / path
    return section.model_copy(update=update)
