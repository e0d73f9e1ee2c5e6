"""Types of care as data: names, words in lists, catchments, components, thresholds."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from pilotzones.assets import asset
from pilotzones.readers.kinds import Names, Section
from pilotzones.readers.settings import read_settings

Metres = Annotated[float, Field(gt=0)]
Share = Annotated[float, Field(ge=0, le=1)]
Component = Annotated[int, Field(ge=1, le=14)]


class CareType(Section):
    """One type of provider or service.

    ``bands`` are the catchment of E2SFCA: pairs of a straight-line distance in metres, up to which
    (included), and its weight. A place farther than ``distant_m`` from its nearest provider is
    distant; None where the provider comes to the patient. ``gaps`` is false for services that are
    one for a whole zone: they are counted, and no unit falls short of one. ``capacity`` is what a
    list counts where it gives any: ``fte``, ``beds`` or ``places``. ``components`` are those of
    the 14 that the type serves. ``words`` are what lists call it, beside its names.
    """

    names: Names
    words: tuple[str, ...] = ()
    capacity: Literal["fte", "beds", "places"] = "fte"
    bands: tuple[tuple[Metres, Share], ...]
    distant_m: Metres | None = None
    gaps: bool = True
    components: tuple[Component, ...]

    @model_validator(mode="after")
    def _rising(self) -> CareType:
        limits = [limit for limit, _ in self.bands]
        if not limits or sorted(set(limits)) != limits:
            raise PydanticCustomError("rules.bounds_fall", "bands must rise")
        return self


class Thresholds(Section):
    """Shares of the reference that make a gap or an overlap, and the least that a list covers."""

    far_below: Share
    below: Share
    above: Annotated[float, Field(ge=1)]
    several: Annotated[int, Field(ge=2)]
    close_m: Metres
    covered: Share


class ShortageRule(Section):
    """The shortage rule: GPs per 100,000 people, and the density of a thin area per km2."""

    below: Annotated[float, Field(gt=0)]
    thin_below: Annotated[float, Field(gt=0)]
    thin_density: Annotated[float, Field(gt=0)]
    source: str


class CareModel(Section):
    """Content of ``models/care.toml``."""

    thresholds: Thresholds
    shortage: ShortageRule
    types: dict[str, CareType]


@cache
def care_model() -> CareModel:
    """Types, thresholds and the shortage rule.

    Raises
    ------
    MissingPartError, InputError
        The file is missing from the installation, or one of its keys is wrong.
    """
    return read_settings(asset("models", "care.toml"), CareModel)


def care_types() -> Mapping[str, CareType]:
    """Types of care by id, in the order of the file."""
    return MappingProxyType(care_model().types)
