"""The project file: ``pilot.toml`` into a Project, and a Project into the case that is checked.

Each room declares its own sections in its ``section.py`` (``SECTIONS``, and ``FACTS`` for the
numbers its rules know); they are found there and put together here.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from pkgutil import iter_modules
from types import MappingProxyType
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StringConstraints, create_model
from pydantic.types import Strict

from pilotzones.errors import Fault, InputError
from pilotzones.findings import Answer, Case, rules
from pilotzones.postcodes.layer import UnitLayer
from pilotzones.postcodes.open import open_layer
from pilotzones.postcodes.section import UnitsSection, resolved
from pilotzones.readers.files import kind_of, reading
from pilotzones.readers.kinds import Section
from pilotzones.readers.settings import checked
from pilotzones.readers.written import Written, read_written
from pilotzones.zones.reading import PROJECT_FILE, zone_from_section
from pilotzones.zones.round import RoundRead, round_from
from pilotzones.zones.rulesets import RuleSet, read_rule_set
from pilotzones.zones.section import RoundSection, RulesSection, ZoneSection, ZoningSection
from pilotzones.zones.sources import Wanted
from pilotzones.zones.taken import gathering
from pilotzones.zones.zone import Round, Zone
from pilotzones.zones.zonings import zoning_from

S = TypeVar("S")

_Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class ProjectSection(Section):
    """Whose project it is, and in which language its pages open."""

    name: Annotated[_Text, Field(description="name of the project")]
    language: Annotated[
        Literal["fr", "nl", "de", "en"], Field(description="language in which pages open")
    ]
    contact: Annotated[
        _Text | None,
        Field(description="how readers reach the project: name, phone, mail address"),
    ] = None


class AnswerSection(Section):
    """A declaration or judgement of the consortium, with who gave it and when."""

    value: Annotated[StrictBool, Field(description="true for yes, false for no")]
    by: Annotated[_Text, Field(description="who gave the answer")]
    on: Annotated[date, Strict(), Field(description="day of the answer")]
    text: Annotated[str, Field(description="the answer in words")] = ""

    def answer(self) -> Answer:
        """The answer as rules take it."""
        return Answer(value=self.value, by=self.by, on=self.on, text=self.text)


@dataclass(frozen=True, slots=True)
class Project:
    """A project as its file says.

    Parameters
    ----------
    name, language
        Name, and the language in which pages open.
    folder
        Folder of the project file: paths start from it, ``out`` lies in it.
    paths
        Every file that the project names, by key (``zone.file``); all of them exist.
    written
        The project file with its text.
    sections
        The sections by name, each a value of the kind that its room declares.
    contact
        How readers reach the project; None where its file does not say.
    """

    name: str
    language: str
    folder: Path
    paths: Mapping[str, Path]
    written: Written
    sections: Mapping[str, Any]
    contact: str | None = None

    def section(self, name: str, kind: type[S]) -> S | None:
        """Section of this name and kind; None when the file does not have it."""
        found = self.sections.get(name)
        return found if isinstance(found, kind) else None


@dataclass(frozen=True, slots=True)
class CaseRead:
    """A project with the case that is checked, and what the user has to hear of its input."""

    project: Project
    case: Case
    notices: tuple[Fault, ...] = ()


def read_project(path: Path) -> Project:
    """Project of a file, or of the folder that holds a ``pilot.toml``.

    Raises
    ------
    InputError
        All at once: unknown keys (with the nearest known), missing keys, wrong values, answers to
        rules that ask nothing, files that do not exist. A folder without project file is one too
        (``project.none``).
    """
    with reading(path):
        if path.is_dir():
            if not (path / PROJECT_FILE).exists():
                raise InputError(Fault("project.none", file=str(path)))
            path = path / PROJECT_FILE
    written = read_written(path)
    faults: list[Fault] = []
    found: BaseModel | None = None
    with gathering(faults):
        found = checked(written.content, sections(), file=written.file, text=written.text)
    faults += _unasked(written)
    folder = path.parent
    paths = {key: folder / name for key, name in _files(found)} if found else {}
    for file in paths.values():
        with gathering(faults), reading(file):
            if not file.exists():
                kind_of(file)
    if faults or found is None:
        raise InputError(sorted(faults, key=lambda fault: fault.row or 0))
    values = {name: getattr(found, name) for name in type(found).model_fields}
    head: ProjectSection = values["project"]
    return Project(
        name=head.name,
        language=head.language,
        folder=folder,
        paths=MappingProxyType(paths),
        written=written,
        sections=MappingProxyType(values),
        contact=head.contact,
    )


@cache
def sections() -> type[BaseModel]:
    """Model of a project file: the sections of every room, with the facts that their rules know."""
    fields: dict[str, Any] = {"project": (ProjectSection, ...)}
    facts: list[type[BaseModel]] = []
    for room in _modules("section"):
        module = import_module(room)
        fields |= getattr(module, "SECTIONS", {})
        facts += [module.FACTS] if hasattr(module, "FACTS") else []
    known = create_model("FactsSection", __base__=tuple(facts))
    fields["answers"] = (dict[str, AnswerSection], {})
    fields["facts"] = (known, known())
    config = ConfigDict(extra="forbid", frozen=True)
    return create_model("ProjectFile", __config__=config, **fields)


def read_case(project: Project, *, layer: UnitLayer | None = None) -> CaseRead:
    """Case of a project: its zone on its layer, its rule set, round, zonings, answers and facts.

    Parameters
    ----------
    layer
        The unit layer, where it is open already; else that of ``[units]``.

    Raises
    ------
    InputError
        The faults of the layer; else those of all other inputs together.
    """
    units = project.section("units", UnitsSection)
    if layer is None:
        layer = open_layer(resolved(units, project.folder) if units else None)
    faults: list[Fault] = []
    notices: list[Fault] = []
    zone, found, others = Zone("", ()), None, None
    with gathering(faults):
        section: ZoneSection = project.sections["zone"]
        read = zone_from_section(section, layer, written=project.written, name=project.name)
        zone = read.zone
        notices += read.notices
    with gathering(faults):
        found = _rule_set(project)
    with gathering(faults):
        others = _round(project, layer)
    zonings = _zonings(project, layer, faults, notices)
    if faults or found is None:
        raise InputError(faults)
    notices += _unused(project, zonings, found)
    round_: Round | None = None
    if others is not None:
        round_, told = others.without(zone, file=project.written.file)
        notices += told
    answers: Mapping[str, AnswerSection] = project.sections["answers"]
    facts: BaseModel = project.sections["facts"]
    case = Case(
        zone=zone,
        layer=layer,
        rules=found,
        round=round_,
        zonings=MappingProxyType(zonings),
        answers=MappingProxyType({id: given.answer() for id, given in answers.items()}),
        facts=MappingProxyType(facts.model_dump(exclude_none=True)),
    )
    return CaseRead(project, case, tuple(notices))


def case_of(project: Project) -> Case:
    """Case of a project, as `read_case`, for callers that have nobody to tell notices to."""
    return read_case(project).case


def _rule_set(project: Project) -> RuleSet:
    section: RulesSection = project.sections["rules"]
    try:
        return read_rule_set(section.set, folder=project.folder)
    except InputError as error:
        file, row = project.written.file, project.written.row("rules", "set")
        raise InputError(
            [
                fault if fault.file else replace(fault, file=file, row=row, column="rules.set")
                for fault in error.faults
            ]
        ) from None


def _round(project: Project, layer: UnitLayer) -> RoundRead | None:
    section = project.section("round", RoundSection)
    if section is None:
        return None
    wanted = Wanted(
        unit_column=section.unit_column, zone_column=section.zone_column, part=section.layer
    )
    paths = tuple(project.folder / path for path in section.zones)
    own = Path(project.written.file)
    return round_from(paths, layer, wanted=wanted, without=own)


def _zonings(
    project: Project, layer: UnitLayer, faults: list[Fault], notices: list[Fault]
) -> dict[str, Mapping[str, str]]:
    given: Mapping[str, ZoningSection] = project.sections["zonings"]
    found: dict[str, Mapping[str, str]] = {}
    for name, section in given.items():
        with gathering(faults):
            read = zoning_from(section, layer, folder=project.folder)
            found[name] = read.regions
            notices += read.notices
    return found


def _unused(
    project: Project, zonings: Mapping[str, Mapping[str, str]], found: RuleSet
) -> Iterator[Fault]:
    """Zonings called otherwise than the rule set calls them: its rules would not find them."""
    asked = tuple(sorted({e.zoning for e in found.entities if e.zoning}))
    if asked and not set(asked) & set(zonings):
        for name in zonings:
            row = project.written.row("zonings", name)
            fields = {"asked": asked, "rule_set": found.id}
            yield Fault(
                "zoning.not_asked", project.written.file, row, f"zonings.{name}", name, fields
            )


def _modules(name: str) -> Iterator[str]:
    """Modules of this name in the rooms, in the order of the rooms' names."""
    house = sys.modules["pilotzones"]
    for room in iter_modules(house.__path__):
        path = f"pilotzones.{room.name}.{name}"
        if room.ispkg and find_spec(path) is not None:
            yield path


def _unasked(written: Written) -> Iterator[Fault]:
    """Answers to what is no rule that asks."""
    for chapter in _modules("rules"):
        import_module(chapter)
    asked = {r.id for r in rules() if r.kind != "fact" and {"A", "J"} & set(r.class_)}
    given = written.content.get("answers")
    for id in given if isinstance(given, dict) else ():
        if id not in asked:
            known = tuple(r.id for r in rules() if r.id in asked)
            yield Fault(
                "answers.unknown_rule",
                written.file,
                written.row("answers", id),
                f"answers.{id}",
                id,
                {"known": known},
            )


def _files(value: Any, key: str = "") -> Iterator[tuple[str, Path]]:
    """Files that a model names, by key."""
    if isinstance(value, BaseModel):
        value = {name: getattr(value, name) for name in type(value).model_fields}
    if isinstance(value, Path):
        yield key, value
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _files(inner, f"{key}.{name}" if key else str(name))
    elif isinstance(value, tuple):
        for number, inner in enumerate(value, start=1):
            yield from _files(inner, f"{key} ({number})")
