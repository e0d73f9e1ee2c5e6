"""What a project file says of a zone: ``[zone] [rules] [round] [zonings]`` and some facts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import (
    BeforeValidator,
    Field,
    StrictInt,
    model_validator,
)
from pydantic_core import PydanticCustomError

from pilotzones.readers.kinds import FileName, FileNames, Named, Section
from pilotzones.zones.rulesets import DEFAULT

_MOST_LISTED = 20_000
"""Longest list of a project file; there are 19,794 statistical sectors in Belgium."""


def _listing(value: Any) -> Any:
    """Text as it is, or a list of texts and whole numbers as texts."""
    if isinstance(value, str):
        return value
    if (
        isinstance(value, list | tuple)
        and len(value) <= _MOST_LISTED
        and all(isinstance(item, str) or type(item) is int for item in value)
    ):
        return tuple(str(item) for item in value)
    raise PydanticCustomError("settings.wrong_value.text_or_list", "text or list")


Listing = Annotated[str | tuple[str, ...], BeforeValidator(_listing)]
Count = Annotated[StrictInt, Field(ge=0)]


class ZoneSection(Section):
    """The zone of the project, given in exactly one way."""

    name: Annotated[Named | None, Field(description="name; that of the project if left out")] = None
    postcodes: Annotated[
        Listing | None, Field(description="codes of units: a list, or a text pasted from a mail")
    ] = None
    municipalities: Annotated[
        Listing | None, Field(description="municipalities by NIS code or name")
    ] = None
    file: Annotated[
        FileName | None, Field(description="table, text, map layer or project file with the zone")
    ] = None
    column: Annotated[Named | None, Field(description="column of the codes in the file")] = None
    layer: Annotated[
        Named | None, Field(description="layer or sheet, where the file holds several")
    ] = None

    @model_validator(mode="after")
    def _one_way(self) -> ZoneSection:
        ways = ("postcodes", "municipalities", "file")
        given = tuple(way for way in ways if getattr(self, way) is not None)
        if not given:
            raise PydanticCustomError("zone.not_given", "no way")
        if len(given) > 1:
            raise PydanticCustomError("zone.given_twice", "several ways", {"keys": given})
        beside = tuple(key for key in ("column", "layer") if getattr(self, key) is not None)
        if beside and self.file is None:
            raise PydanticCustomError("zone.needs_file", "no file", {"keys": beside})
        return self


class RulesSection(Section):
    """The rule set that the zone is held against."""

    set: Annotated[Named, Field(description="name of a rule set, or path of a TOML file")] = DEFAULT


class RoundSection(Section):
    """The zones of other projects; an empty list says that no other project is known to exist."""

    zones: Annotated[
        FileNames, Field(description="a folder, a file, or a list of files; [] for none")
    ]
    zone_column: Annotated[
        Named | None, Field(description="column of the zone's name in a table of several zones")
    ] = None
    unit_column: Annotated[
        Named | None, Field(description="column of postcodes or municipality codes")
    ] = None
    layer: Annotated[
        Named | None, Field(description="layer or sheet, where a file holds several")
    ] = None


class ZoningSection(Section):
    """An official zoning: the user's table from units or municipalities to regions."""

    file: Annotated[FileName, Field(description="table with one row per unit or municipality")]
    unit: Annotated[Named, Field(description="column of the units or municipalities")]
    region: Annotated[Named, Field(description="column of the region's name")]
    layer: Annotated[Named | None, Field(description="sheet, where a workbook holds several")] = (
        None
    )


class ProposalsSection(Section):
    """Other zones to be proposed beside the drawn one, and what they are ranked by."""

    must: Annotated[
        tuple[str, ...], Field(description="codes that each has; by default the most peopled unit")
    ] = ()
    forbidden: Annotated[
        tuple[str, ...], Field(description="codes that none has, beside those of other projects")
    ] = ()
    like: Annotated[tuple[str, ...], Field(description="codes that are wished for")] = ()
    objectives: Annotated[
        dict[str, Annotated[float, Field(gt=0)]],
        Field(description="weight of compact, preferred, municipalities, like and rural"),
    ] = Field(default_factory=dict)
    most: Annotated[StrictInt, Field(ge=1, le=8, description="how many, at most")] = 4
    seed: Annotated[StrictInt, Field(ge=0, description="number that starts the search")] = 1


class ZoneFacts(Section):
    """Numbers that the rules of chapter Z know."""

    partner_count: Annotated[
        Count | None, Field(description="partners of the consortium (Z17, Z21)")
    ] = None
    partners_in_zone: Annotated[
        Count | None, Field(description="those of them that work in the zone (Z21)")
    ] = None
    target_size: Annotated[Count | None, Field(description="persons of the target group (Z17)")] = (
        None
    )

    @model_validator(mode="after")
    def _part_of_all(self) -> ZoneFacts:
        inside, all_ = self.partners_in_zone, self.partner_count
        if inside is not None and all_ is not None and inside > all_:
            raise PydanticCustomError(
                "facts.more_than_all", "more", {"inside": inside, "all": all_}
            )
        return self


SECTIONS: Mapping[str, tuple[Any, Any]] = {
    "zone": (ZoneSection, ...),
    "rules": (RulesSection, RulesSection()),
    "round": (RoundSection | None, None),
    "zonings": (dict[str, ZoningSection], {}),
    "proposals": (ProposalsSection | None, None),
}
"""Sections of this room by name, each with its kind and default; ``...`` where it is required."""

FACTS = ZoneFacts
"""Facts that this room declares for the section ``[facts]``."""
