"""From what was asked on the command line to a sheet: the steps that several commands share."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from pilotzones.cli._language import say
from pilotzones.errors import Fault, InputError

if TYPE_CHECKING:
    from pilotzones.findings import Case
    from pilotzones.postcodes.layer import UnitLayer
    from pilotzones.zones.rulesets import RuleSet
    from pilotzones.zones.zone import Zone

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Units:
    """Options that name a layer of units; nothing given means the one that ships."""

    file: Path | None = None
    layer: str | None = None
    code: str | None = None
    population: str | None = None
    population_date: date | None = None
    code_date: date | None = None

    def open(self) -> UnitLayer:
        """The layer, checked and cleaned."""
        from pilotzones.postcodes.open import open_layer
        from pilotzones.postcodes.section import UnitsSection

        return open_layer(
            UnitsSection(
                file=self.file,
                layer=self.layer,
                code=self.code,
                population=self.population,
                population_date=self.population_date,
                code_date=self.code_date,
            )
        )


def units_options(command: F) -> F:
    """Options that name a layer of units; the command gets them as one argument ``units``."""
    from functools import wraps

    day = click.DateTime(formats=["%Y-%m-%d"])
    options: tuple[tuple[str, str, click.ParamType | None, str], ...] = (
        ("--units", "units_file", click.Path(path_type=Path), "units"),
        ("--layer", "units_layer", None, "units_layer"),
        ("--code-column", "units_code", None, "code_column"),
        ("--population-column", "units_population", None, "population_column"),
        ("--population-date", "units_population_date", day, "population_date"),
        ("--code-date", "units_code_date", day, "code_date"),
    )

    @wraps(command)
    def with_units(**given: Any) -> Any:
        found = {name: given.pop(f"units_{name}") for name in Units.__dataclass_fields__}
        for name in ("population_date", "code_date"):
            found[name] = found[name].date() if found[name] else None
        return command(units=Units(**found), **given)

    wrapped: Any = with_units
    for flag, name, kind, word in reversed(options):
        option = click.option(flag, name, type=kind, default=None, help=say(f"cli.option.{word}"))
        wrapped = option(wrapped)
    return wrapped


def zone_options(command: F) -> F:
    """Options that give one zone, with its layer; they reach the command as its keywords.

    They are what `case_given` takes.
    """
    path = click.Path(path_type=Path)
    wrapped: Any = units_options(command)
    plain: tuple[tuple[str, Any, bool], ...] = (
        ("rules", None, False),
        ("others", path, True),
        ("name", None, False),
        ("file", path, False),
        ("municipalities", None, False),
        ("postcodes", None, False),
    )
    for name, kind, several in plain:
        wrapped = click.option(
            f"--{name}", name, type=kind, multiple=several, help=say(f"cli.option.{name}")
        )(wrapped)
    return click.argument("project", type=path, required=False)(wrapped)


def round_options(command: F) -> F:
    """Options that give the zones of a call, with their layer: what `round_read` takes."""
    wrapped: Any = units_options(command)
    for name in ("rules", "unit_column", "zone_column"):
        flag = "--" + name.replace("_", "-")
        wrapped = click.option(flag, name, default=None, help=say(f"cli.option.{name}"))(wrapped)
    return click.argument("zones", type=click.Path(path_type=Path))(wrapped)


@dataclass(frozen=True, slots=True)
class RoundGiven:
    """Zones of a call with their layer and rule set, and what the user has to hear of them."""

    zones: tuple[Zone, ...]
    layer: UnitLayer
    rules: RuleSet
    notices: tuple[Fault, ...]


def round_read(
    zones: Path,
    zone_column: str | None,
    unit_column: str | None,
    rules: str | None,
    units: Units,
) -> RoundGiven:
    """Zones of a folder, a file, or a table that holds several."""
    from pilotzones.zones.round import zones_from_table
    from pilotzones.zones.rulesets import DEFAULT, read_rule_set

    rule_set, layer = read_rule_set(rules or DEFAULT), units.open()
    read = zones_from_table(zones, layer, zone_column=zone_column, unit_column=unit_column)
    return RoundGiven(read.zones, layer, rule_set, read.notices)


def case_given(given: dict[str, Any]) -> tuple[Case, tuple[Fault, ...]]:
    """Case of a project file or of a zone given by options, and what the user has to hear."""
    project = given.pop("project")
    if project is None:
        return case_of_options(ZoneAsked(**given))
    if any(value for name, value in given.items() if name != "units") or given["units"].file:
        raise InputError(Fault("zone.two_sources"))
    from pilotzones.project import read_case, read_project

    read = read_case(read_project(project))
    return read.case, read.notices


def codes_of(pasted: str | None, layer: UnitLayer) -> tuple[str, ...]:
    """Codes of a pasted text, as for a zone; none where nothing was given."""
    from pilotzones.zones.reading import zone_from_pasted

    return zone_from_pasted(pasted, layer, name="").zone.codes if pasted else ()


@dataclass(frozen=True, slots=True)
class ZoneAsked:
    """A zone given by options, and what it is held against."""

    units: Units = field(default_factory=Units)
    name: str | None = None
    postcodes: str | None = None
    municipalities: str | None = None
    file: Path | None = None
    others: tuple[Path, ...] = ()
    rules: str | None = None


def case_of_options(asked: ZoneAsked) -> tuple[Case, tuple[Fault, ...]]:
    """Case of a zone given by options, and what the user has to hear of it."""
    from pilotzones.findings import Case
    from pilotzones.zones.round import round_from
    from pilotzones.zones.rulesets import DEFAULT, read_rule_set

    rules = read_rule_set(asked.rules or DEFAULT)
    layer = asked.units.open()
    read = _zone(asked, layer)
    others, told = None, read.notices
    if asked.others:
        found = round_from(asked.others, layer)
        others, more = found.without(read.zone)
        told = (*told, *more)
    return Case(read.zone, layer, rules, round=others), told


def _zone(asked: ZoneAsked, layer: UnitLayer) -> Any:
    from pilotzones.zones.reading import (
        zone_from_file,
        zone_from_municipalities,
        zone_from_pasted,
    )

    given = [w for w in (asked.postcodes, asked.municipalities, asked.file) if w is not None]
    if len(given) != 1:
        raise InputError(Fault("zone.two_sources" if given else "zone.no_source"))
    name = asked.name or say("cli.unnamed_zone")
    if asked.postcodes is not None:
        return zone_from_pasted(asked.postcodes, layer, name=name)
    if asked.municipalities is not None:
        return zone_from_municipalities(asked.municipalities, layer, name=name)
    return zone_from_file(Path(str(asked.file)), layer, name=asked.name)


def tell(notices: Iterable[Fault], layer: UnitLayer, lang: str) -> None:
    """What was done with the input, on stderr: converted codes, cut units, repaired borders."""
    from pilotzones.postcodes.coverage import lines
    from pilotzones.words import text
    from pilotzones.words.faults import fault_lines

    for line in fault_lines(tuple(notices), lang):
        click.echo(line, err=True)
    for notice in lines(layer.coverage):
        click.echo(text(notice.id, lang, **notice.fields), err=True)
