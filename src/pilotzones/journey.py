"""The whole journey of a project: its zone, its people, its care, and the findings of all rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

import pandas as pd

from pilotzones.errors import Fault
from pilotzones.findings import Case, Finding, checked, evaluate
from pilotzones.postcodes.layer import UnitLayer
from pilotzones.postcodes.rurality import rural_units
from pilotzones.project import Project, read_case
from pilotzones.resources import rules as _chapter_r  # noqa: F401  registers the chapter
from pilotzones.resources.section import CareSection
from pilotzones.resources.sheet import CareRequest, care_sheet
from pilotzones.resources.supply import CareSheet
from pilotzones.stratification import rules as _chapters_t_and_s  # noqa: F401  registers them
from pilotzones.stratification.priorities.section import NeedsSection
from pilotzones.stratification.priorities.sheet import priorities_sheet
from pilotzones.stratification.priorities.values import Priorities
from pilotzones.stratification.released import PeopleSheet
from pilotzones.stratification.section import PeopleSection, TargetSection
from pilotzones.stratification.sheet import PeopleRequest, people_sheet
from pilotzones.zones.propose.sheet import Proposals, proposals_for
from pilotzones.zones.section import ProposalsSection
from pilotzones.zones.sheet import ZoneSheet, zone_sheet

Progress = Callable[[str], None]
"""Hears the message id of each long step as it begins."""


@dataclass(frozen=True, slots=True)
class Journey:
    """What a project file allows.

    ``sheet.case`` carries the people and the care that there are; ``findings`` are those of the
    chapters that speak of them (T, S, R), beside the findings of the zone in ``sheet``.
    ``proposals`` is what can be said beside the drawn zone; None where it has no known unit.
    """

    project: Project
    sheet: ZoneSheet
    findings: tuple[Finding, ...]
    proposals: Proposals | None = None
    notices: tuple[Fault, ...] = ()

    @property
    def every_finding(self) -> tuple[Finding, ...]:
        """Findings of all chapters, those of the zone first."""
        return (*self.sheet.findings, *self.findings)


def travel(
    project: Project, *, progress: Progress | None = None, proposals: bool = True
) -> Journey:
    """The journey of a project, as far as its file goes: what it does not name is not there.

    Without ``proposals`` nothing is looked for beside the zone as it is drawn, which takes long.

    Raises
    ------
    InputError
        The faults of the zone; else those of the people; else those of the care; else those of
        the rows on priorities and needs.
    """
    read = read_case(project)
    people = people_of(project, read.case, progress=progress)
    care = care_of(project, read.case, people)
    case = _with(read.case, people, care)
    case = replace(case, priorities=priorities_of(project, people, care))
    chapters = (*(("T", "S") if people else ()), *(("R",) if care else ()))
    sheet = zone_sheet(case)
    return Journey(
        project=project,
        sheet=sheet,
        proposals=proposals_of(project, sheet, progress=progress) if proposals else None,
        findings=evaluate(case, checked(*chapters)),
        notices=(
            *read.notices,
            *((*people.notices, *people.register) if people else ()),
            *(care.notices if care else ()),
        ),
    )


def proposals_of(
    project: Project, sheet: ZoneSheet, *, progress: Progress | None = None
) -> Proposals | None:
    """Proposals for the zone; None where it has no unit that the layer knows with its people."""
    case = sheet.case
    if sheet.population is None or not case.zone.known(case.layer):
        return None
    if progress is not None:
        progress("progress.proposals")
    section = project.section("proposals", ProposalsSection)
    return proposals_for(case, section, findings=sheet.findings)


def people_of(
    project: Project, case: Case, *, progress: Progress | None = None
) -> PeopleSheet | None:
    """What the stratification of the zone releases; None where the project names no people."""
    section = project.section("people", PeopleSection)
    if section is None:
        return None
    return people_sheet(
        PeopleRequest(
            layer=case.layer,
            zone=case.zone.known(case.layer),
            people=section,
            strata=project.sections["strata"],
            target=project.section("target", TargetSection),
            rural=_rural(case),
            region=_regions(case.layer),
            folder=project.folder,
            written=project.written,
        ),
        progress=progress,
    )


def care_of(project: Project, case: Case, people: PeopleSheet | None) -> CareSheet | None:
    """Supply of care in the zone; None where the project names no lists of providers."""
    section = project.section("care", CareSection)
    if section is None:
        return None
    return care_sheet(
        CareRequest(
            layer=case.layer,
            codes=case.zone.known(case.layer),
            section=section,
            folder=project.folder,
            rural=_rural(case),
            need=relative_need(people) if people else MappingProxyType({}),
        )
    )


def priorities_of(
    project: Project, people: PeopleSheet | None, care: CareSheet | None
) -> Priorities:
    """Needs and supply ranked, beside what the files of the project say of both."""
    sections = project.sections["priorities"], project.section("needs", NeedsSection)
    return priorities_sheet(people, care, sections, project.folder)


def relative_need(people: PeopleSheet) -> Mapping[str, float | None]:
    """Share of people with a chronic condition in each unit, relative to the zone's (1: average).

    From released figures only: None where the unit's share is hidden.
    """
    if "units" not in people.tables:  # nobody was counted: an estimate is no need of its own
        return MappingProxyType({})
    whole = people.tables["morbidity"].number("zone_share", condition="any")
    units = people.tables["units"]
    shares = zip(units.column("unit"), units.column("chronic_share"), strict=True)
    return MappingProxyType(
        {
            str(code): share / whole if whole and isinstance(share, int | float) else None
            for code, share in shares
        }
    )


def _with(case: Case, people: PeopleSheet | None, care: CareSheet | None) -> Case:
    """The case with its people and care; the size of the target group becomes a known number.

    A declared size stays: the consortium may know better than the data.
    """
    facts = dict(case.facts)
    criteria = people.tables.get("criteria") if people else None
    size = criteria.number("people", term="union") if criteria else None
    if size is not None:
        facts.setdefault("target_size", int(size))
    return replace(case, people=people, care=care, facts=MappingProxyType(facts))


def _rural(case: Case) -> dict[str, bool | None]:
    """Rural flag of every unit of the layer, by the definition of the rule set."""
    flags = rural_units(case.layer, case.rules.rural.definition()).flags
    return {
        str(code): None if pd.isna(flag) else bool(flag)
        for code, flag in zip(flags.index, flags.tolist(), strict=True)
    }


def _regions(layer: UnitLayer) -> dict[str, str]:
    """Region of every unit whose region is known."""
    regions = layer.units["region"].dropna()
    return {str(code): str(region) for code, region in regions.items()}
