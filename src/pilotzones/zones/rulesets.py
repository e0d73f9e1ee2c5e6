"""Rule sets as data: bounds, preferences, dates and regional criteria of one call.

A rule set is a TOML file in ``models/rulesets/`` or the user's own. No bound stands in code.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from pilotzones.assets import asset
from pilotzones.errors import Fault, InputError
from pilotzones.postcodes.rurality import RuralDefinition
from pilotzones.readers.kinds import Names, Section
from pilotzones.readers.settings import read_settings

People = Annotated[int, Field(ge=0)]
Share = Annotated[float, Field(ge=0, le=1)]


class Population(Section):
    """Bounds of the population of a zone, in persons; what is not set does not bind.

    ``minimum`` is Z03, ``preferred`` Z04 (both ends belong to the band), ``high`` and
    ``very_high`` Z05 (the warning starts above them).
    """

    minimum: People | None = None
    preferred: tuple[People, People] | None = None
    high: People | None = None
    very_high: People | None = None

    @model_validator(mode="after")
    def _ordered(self) -> Population:
        given = [self.minimum, *(self.preferred or ()), self.high, self.very_high]
        known = [bound for bound in given if bound is not None]
        if known != sorted(known):
            raise PydanticCustomError("rules.bounds_fall", "bounds must rise")
        return self


class Target(Section):
    """Bounds of the target group; what is not set does not bind.

    ``minimum`` is T02, in persons; from ``enough`` on T01 is met without a warning (section 16,
    note 2 of the rule list); ``conditions`` is the number of types of condition (T04); ``share``
    the part of the population outside which T18 asks for a reason, both ends inside.
    """

    minimum: People | None = None
    enough: People | None = None
    conditions: Annotated[int, Field(ge=1)] | None = None
    share: tuple[Share, Share] | None = None


class Rural(Section):
    """Named and dated definition of a rural unit (Z15, Z16)."""

    id: str
    date: date
    by: Literal["municipality", "unit"]
    density_below: Annotated[float, Field(gt=0)]
    source: str

    def definition(self) -> RuralDefinition:
        """The definition as the units room takes it."""
        return RuralDefinition(self.id, self.date, self.by, self.density_below, self.source)


class RegionRule(Section):
    """What one federated entity adds (Z09-Z13).

    ``nesting`` is ``whole`` (the zone is a union of whole regions of ``zoning``), ``inside-one``
    (it lies inside one of them) or ``none``.
    """

    entity: Literal["flanders", "wallonia", "brussels", "german-speaking"]
    nesting: Literal["whole", "inside-one", "none"] = "none"
    zoning: str | None = None
    minimum: People | None = None
    source: str

    @model_validator(mode="after")
    def _named(self) -> RegionRule:
        if self.nesting != "none" and not self.zoning:
            raise PydanticCustomError("rules.nesting_unnamed", "a nesting needs a zoning")
        return self


class Grant(Section):
    """An amount that the size of the zone decides; it names the grant and bounds nothing."""

    below: People | None = None
    eur: Annotated[int, Field(ge=0)]
    source: str


class RuleSet(Section):
    """Rules that apply to one call, with their limits.

    ``rules`` names the rules of chapter Z that are checked; ``to_verify`` says that the user has
    to verify the figures with the authority.
    """

    id: str
    version: str
    source: str
    to_verify: bool = False
    title: Names
    rules: tuple[str, ...]
    population: Population = Population()
    target: Target = Target()
    rural: Rural
    entities: tuple[RegionRule, ...] = ()
    grants: tuple[Grant, ...] = ()

    def entity(self, name: str) -> RegionRule | None:
        """What an entity adds; None when the rule set does not speak of it."""
        return next((e for e in self.entities if e.entity == name), None)


DEFAULT = "guide-2016"


def rule_set_names() -> tuple[str, ...]:
    """Names of the rule sets that ship with the program, the default first."""
    names = sorted(path.stem for path in asset("models", "rulesets").glob("*.toml"))
    return (DEFAULT, *(name for name in names if name != DEFAULT))


def read_rule_set(name: str = DEFAULT, *, folder: Path | None = None) -> RuleSet:
    """Rule set by the name of a shipped one or by the path of a TOML file.

    Parameters
    ----------
    folder
        Folder that a relative path starts from: that of ``pilot.toml``.

    Raises
    ------
    InputError
        No such rule set (the known names are told), or a fault in the file.
    """
    if name in rule_set_names():
        path = asset("models", "rulesets", f"{name}.toml")
    elif name.endswith(".toml"):
        path = (folder or Path()) / name
    else:
        known = ", ".join(rule_set_names())
        raise InputError(Fault("rules.unknown_set", value=name, fields={"known": known}))
    found = read_settings(path, RuleSet)
    _require_known_rules(found, path)
    return found


def _require_known_rules(found: RuleSet, path: Path) -> None:
    from pilotzones.findings import rules
    from pilotzones.zones import rules as _chapter_z  # noqa: F401  registers the chapter

    known = {rule.id for rule in rules("Z")}
    unknown = [rule for rule in found.rules if rule not in known]
    if unknown:
        raise InputError(
            [Fault("rules.unknown_rule", file=str(path), column="rules", value=r) for r in unknown]
        )
