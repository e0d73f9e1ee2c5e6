"""Cases of the computed rules of chapter S: tables complete or not, needs, priorities."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from rule_case import RuleCase
from stratification.case_makers import answers_of, of, sheet_with, sheet_without, stopped, unsized
from synthetic import grid_layer
from synthetic_people import people_case, people_sheet, with_cell, without

from pilotzones.findings import Case
from pilotzones.resources.supply import CareSheet, Gap
from pilotzones.stratification.priorities.section import PrioritiesSection
from pilotzones.stratification.priorities.values import (
    OwnPriority,
    Priorities,
    Priority,
    Voice,
)
from pilotzones.stratification.released import HIDDEN, PeopleSheet, SafeTable


def side_by_side() -> Iterator[RuleCase]:
    yield from stopped("S01")
    yield RuleCase("S01", "complete", "pass", "pass", lambda: people_case(), 4)
    sheet = people_sheet()
    profile = sheet.tables["profile"]
    for trait in ("increased_reimbursement", "chronic_status", "isolated"):
        profile = without(profile, trait=trait)
    for situation, changed in (
        ("no social trait", {"profile": profile}),
        ("no morbidity", {"morbidity": None}),
        (
            "no consumption of the target",
            {"consumption": without(sheet.tables["consumption"], columns=["target"])},
        ),
    ):
        yield RuleCase("S01", situation, "fail", "incomplete", of(people_sheet(tables=changed)), 3)
    yield RuleCase(
        "S01", "no reference", "warn", "no_reference", of(people_sheet(reference=False)), 4
    )
    region = {
        id: without(sheet.tables[id], columns=["country_share", "country_std"])
        for id in ("profile", "morbidity")
    }
    region["consumption"] = without(sheet.tables["consumption"], columns=["country"])
    yield RuleCase("S01", "region only", "pass", "pass", of(people_sheet(tables=region)), 4)


def priorities() -> Iterator[RuleCase]:
    yield from stopped("S02", target=False)
    yield from answers_of("S02", "to-judge", people_case)
    yield RuleCase(
        "S02", "no reference", "not-computable", "no_reference", of(people_sheet(reference=False))
    )
    sheet = people_sheet()
    std = without(sheet.tables["morbidity"], columns=["country_std"])
    use = without(sheet.tables["consumption"], columns=["country"])
    region = people_sheet(tables={"morbidity": std, "consumption": use})
    yield RuleCase("S02", "region only", "to-judge", "open", of(region))
    yield RuleCase("S02", "ranked with care", "to-judge", "scored", lambda: written_case())


def written_case() -> Case:
    """SYNTHETIC case with a ranking, one row of the group's own and one need as told."""
    row = Priority(1, "copd", "gp", "rural", 1.2, 1.5, 400, 2.0)
    found = Priorities(
        PrioritiesSection().weights,
        (row,),
        own=(OwnPriority(1, "Care for COPD"),),
        voices=(Voice("Patients", "Shorter waits", "", "Survey"),),
    )
    return replace(people_case(), priorities=found)


def rural() -> Iterator[RuleCase]:
    yield from stopped("S03", target=False)
    yield RuleCase("S03", "told apart", "pass", "pass", lambda: people_case())
    yield RuleCase("S03", "no rural unit", "pass", "none", of(people_sheet(rural=())))
    yield RuleCase("S03", "all rural", "pass", "pass", of(_all_rural()))
    for situation, sheet in (
        ("no table of the parts", people_sheet(tables={"rural": None})),
        ("rural part hidden", sheet_with("rural", "people", HIDDEN, part="rural")),
        ("other part missing", sheet_without("rural", part="other")),
    ):
        yield RuleCase("S03", situation, "fail", "no_split", of(sheet))
    for situation, sheet in (
        ("rural not known", people_sheet(rural=None)),
        ("no table of units", people_sheet(tables={"units": None})),
    ):
        yield RuleCase("S03", situation, "not-computable", "no_rural", of(sheet))


def _all_rural() -> PeopleSheet:
    sheet = people_sheet(rural=("00", "01"))
    return people_sheet(
        rural=("00", "01"), tables={"rural": without(sheet.tables["rural"], part="other")}
    )


def uptake() -> Iterator[RuleCase]:
    yield from stopped("S04")
    yield from unsized("S04")
    yield from answers_of("S04", "to-declare", people_case)
    yield RuleCase(
        "S04",
        "no range",
        "not-computable",
        "no_uptake",
        of(people_sheet(tables={"uptake": None})),
    )
    ends = with_cell(people_sheet().tables["uptake"], "people", HIDDEN, uptake="0.4")
    ends = with_cell(ends, "people", HIDDEN, uptake="0.7")
    yield RuleCase(
        "S04", "ends hidden", "not-computable", "hidden", of(people_sheet(tables={"uptake": ends}))
    )


def situation() -> Iterator[RuleCase]:
    yield from stopped("S05")
    yield from answers_of("S05", "to-declare", people_case)
    for told, sheet in (
        ("no pyramid", people_sheet(tables={"pyramid": None})),
        ("no spending", people_sheet(tables={"spending": None})),
        ("no polypharmacy", sheet_without("morbidity", condition="polypharmacy")),
        ("no stays", sheet_without("consumption", measure="stays_per_1000")),
        ("no sign", people_sheet(tables={"inefficiency": _signs_hidden()})),
    ):
        yield RuleCase("S05", told, "not-computable", "incomplete", of(sheet), 2)
    yield RuleCase(
        "S05",
        "no table of signs",
        "to-declare",
        "open",
        of(people_sheet(tables={"inefficiency": None})),
    )
    yield RuleCase("S05", "files of needs and ranking", "to-declare", "filed", written_case)


def _signs_hidden() -> SafeTable:
    table = people_sheet().tables["inefficiency"]
    for sign in ("long_stays", "readmission"):
        table = with_cell(table, "zone_rate", HIDDEN, measure=sign)
    return table


def care(*units: str) -> CareSheet:
    """SYNTHETIC care sheet with a gap in each of these units."""
    gaps = tuple(
        Gap(unit, "gp", "access", 40.0, 90.0, "country", "far_below", 1_000, None) for unit in units
    )
    return CareSheet(types=(), gaps=gaps)


def supplied(*units: str, sheet: PeopleSheet | None = None, **given: Any) -> Case:
    """Case with people in four units, and gaps in these."""
    codes = ("00", "01", "10", "11")
    people = sheet or people_sheet(units=codes)
    return replace(people_case(people, layer=grid_layer(), codes=codes, **given), care=care(*units))


def needs() -> Iterator[RuleCase]:
    yield from stopped("S06", target=False)
    yield RuleCase("S06", "no care", "not-computable", "no_care", lambda: people_case())
    bare = people_sheet(tables={"units": None})
    yield RuleCase(
        "S06", "no need", "not-computable", "no_need", lambda: supplied("00", sheet=bare)
    )
    yield from answers_of("S06", "to-judge", lambda **given: supplied("00", "11", **given))
    yield RuleCase(
        "S06", "one unit of high need is short", "to-judge", "open", lambda: supplied("11"), 1
    )
    yield RuleCase(
        "S06", "only a unit of low need is short", "to-judge", "open", lambda: supplied("00"), 0
    )


def followed() -> Iterator[RuleCase]:
    for told, facts in (
        ("no facts", {}),
        ("one fact", {"priority_count": 5}),
        ("no priority", {"priority_count": 0, "priorities_with_action": 0}),
    ):
        yield RuleCase(
            "S11", told, "not-computable", "no_facts", lambda f=facts: people_case(facts=f)
        )
    short = {"priority_count": 5, "priorities_with_action": 4}
    yield RuleCase("S11", "4 of 5", "fail", "unanswered", lambda: people_case(facts=short), 4)
    all_ = {"priority_count": 5, "priorities_with_action": 5}
    yield from answers_of("S11", "to-judge", lambda **given: people_case(facts=all_, **given))


GROUPS = (side_by_side, priorities, rural, uptake, situation, needs, followed)
