"""What may be avoided, as a table that a doctor can read and change: `models/impact.toml`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Field, model_validator

from pilotzones.stratification.rule_file import Row, read_rules, refuse_other_languages


class Emergency(Row):
    """How an unplanned stay shows: codes of an emergency contact, and how long before the stay."""

    prefixes: Annotated[tuple[str, ...], Field(min_length=1)]
    days_before: Annotated[int, Field(ge=0, le=3)]
    source: Annotated[str, Field(min_length=1)]


class Avoidable(Row):
    """Conditions whose unplanned stays may often be avoided by care outside hospital."""

    conditions: Annotated[tuple[str, ...], Field(min_length=1)]
    source: Annotated[str, Field(min_length=1)]


class Gap(Row):
    """Care that persons should have had in the year: meant for whom, and what closes it."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    names: dict[str, str]
    conditions: tuple[str, ...] = ()
    any_condition: bool = False
    from_age: int | None = None
    prefixes: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    source: Annotated[str, Field(min_length=1)]

    @model_validator(mode="after")
    def _whole(self) -> Gap:
        if not (self.conditions or self.any_condition or self.from_age is not None):
            raise ValueError("a gap is meant for nobody")
        if not (self.prefixes or self.kinds):
            raise ValueError("nothing closes the gap")
        refuse_other_languages(self.names)
        return self


class ImpactRules(Row):
    """Content of the file."""

    emergency: Emergency
    avoidable: Avoidable
    gaps: tuple[Gap, ...]


def read_impact(path: Path | None = None) -> ImpactRules:
    """The table of a file, or the one that ships.

    Raises
    ------
    InputError
        The file is not a table of this form (``impact.form``).
    """
    return read_rules(ImpactRules, path, shipped="impact.toml", fault="impact.form")
