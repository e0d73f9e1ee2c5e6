"""S01 to S06 and S11: the needs of the people of the zone and of the target group."""

from __future__ import annotations

from collections.abc import Iterator

from pilotzones.findings import Case, Finding, Severity, Verdict, answered, finding, rule
from pilotzones.stratification.released import Cell, PeopleSheet
from pilotzones.stratification.rules._people import (
    NEEDS,
    number_of,
    numbers_of,
    people_of,
    records_of,
    target_size,
    targeted,
)

_DEMOGRAPHIC = ("age", "sex")
_SOCIAL = ("increased_reimbursement", "chronic_status", "isolated")
_TOLD = 5
"""Priorities that are named."""
_MEASURES = {
    "total": "total_cost",
    "hospital_days_per_1000": "hospital_days",
    "stays_per_1000": "hospital_stays",
    "atc3": "n_atc3",
}
"""Field of each measure of consumption that is not a kind of care."""


@rule("S01", kind="hard", class_="D", severity=Severity.BLOCKING, source=NEEDS)
def characterised(case: Case) -> Finding:
    """Are people and target group told side by side: who they are, have, and use?

    Four tables, each with numbers of both; a reference area beside them, or a warning.
    """
    found = targeted(case, "S01")
    if isinstance(found, Finding):
        return found
    people = found[0]
    tables = _side_by_side(people)
    complete = sum({"zone", "target"} <= groups for groups in tables)
    measured = (complete, len(tables), "tables")
    if complete < len(tables):
        return finding("S01", Verdict.FAIL, "incomplete", measured=measured)
    if not all({"region", "country"} & groups for groups in tables):
        return finding("S01", Verdict.WARN, "no_reference", measured=measured)
    return finding("S01", Verdict.PASS, "pass", measured=measured)


def _side_by_side(people: PeopleSheet) -> list[set[str]]:
    """Groups of which each of the four tables has numbers."""
    profile = records_of(people, "profile")
    shares = {g: f"{g}_share" for g in ("zone", "target", "region", "country")}
    demographic = [row for row in profile if row["trait"] in _DEMOGRAPHIC]
    social = [row for row in profile if row["trait"] in _SOCIAL]
    return [
        _told(demographic, shares),
        _told(social, shares),
        _told(records_of(people, "morbidity"), shares),
        _told(records_of(people, "consumption"), {g: g for g in shares}),
    ]


def _told(records: list[dict[str, Cell]], columns: dict[str, str]) -> set[str]:
    return {
        group
        for group, column in columns.items()
        if any(isinstance(row.get(column), int | float) for row in records)
    }


@rule(
    "S02",
    kind="hard",
    class_="D+J",
    severity=Severity.MAJOR,
    source="Guide 2016, 5.3.1; annex 13",
)
def first_priorities(case: Case) -> Finding:
    """What may have to be treated first: needs ranked with the care that meets them.

    Without care in the project, the indicators of the zone furthest above the reference. The
    judgement is the consortium's: the list is evidence, no choice.
    """
    people = people_of(case, "S02")
    if isinstance(people, Finding):
        return people
    ranked = sorted(_above(people), key=lambda pair: (-pair[1], pair[0]))
    if not ranked:
        return finding("S02", Verdict.NOT_COMPUTABLE, "no_reference")
    scored = case.priorities
    if scored is not None and scored.ranked and "S02" not in case.answers:
        first = tuple(dict.fromkeys(row.need_id for row in scored.ranked))[:_TOLD]
        own = len(scored.own or ())
        return finding(
            "S02",
            Verdict.TO_JUDGE,
            "scored",
            measured=(len(scored.ranked), None, "priorities"),
            evidence={
                "fields": tuple({"two_or_more": "n_conditions"}.get(id, id) for id in first),
                "own": own,
                "unnamed": len(scored.unnamed),
            },
        )
    return answered(
        case,
        "S02",
        Verdict.TO_JUDGE,
        measured=(sum(ratio > 1 for _, ratio in ranked), None, "priorities"),
        evidence={"fields": tuple(name for name, _ in ranked[:_TOLD]), "all": len(ranked)},
    )


def _above(people: PeopleSheet) -> Iterator[tuple[str, float]]:
    """Each indicator as a field, with its value in the zone over that of the reference."""
    for row in records_of(people, "morbidity"):
        name = {"two_or_more": "n_conditions"}.get(str(row["condition"]), str(row["condition"]))
        if name not in ("any", "three_or_more"):
            yield from _ratio(name, row.get("zone_std"), _reference(row, "_std"))
    for row in records_of(people, "consumption"):
        measure = str(row["measure"])
        name = _MEASURES.get(measure, f"cost_{measure}")
        yield from _ratio(name, row.get("zone"), _reference(row, ""))


def _reference(row: dict[str, Cell], ending: str) -> Cell:
    """Value of the country; of the region where that of the country is not known."""
    country = row.get(f"country{ending}")
    return country if isinstance(country, int | float) else row.get(f"region{ending}")


def _ratio(name: str, zone: Cell, reference: Cell) -> Iterator[tuple[str, float]]:
    if isinstance(zone, int | float) and isinstance(reference, int | float) and reference > 0:
        yield name, float(zone) / float(reference)


@rule("S03", kind="hard", class_="D", severity=Severity.MAJOR, source=NEEDS)
def rural_apart(case: Case) -> Finding:
    """Are the results told apart for the rural units of the zone, where it has any?"""
    people = people_of(case, "S03")
    if isinstance(people, Finding):
        return people
    units = [(str(row["unit"]), _flag(row.get("rural"))) for row in records_of(people, "units")]
    if not any(rural is not None for _, rural in units):
        return finding("S03", Verdict.NOT_COMPUTABLE, "no_rural")
    rural = tuple(unit for unit, flag in units if flag)
    if not rural:
        return finding("S03", Verdict.PASS, "none")
    parts = [number_of(people, "rural", "people", part=part) for part in ("rural", "other")]
    told = parts[0] is not None and (parts[1] is not None or len(rural) == len(units))
    return finding(
        "S03",
        Verdict.PASS if told else Verdict.FAIL,
        "pass" if told else "no_split",
        subjects=rural,
    )


def _flag(cell: Cell) -> bool | None:
    """Flag of a released table: yes or no, as a word or a number; None where it is not known."""
    if isinstance(cell, str):
        return {"yes": True, "true": True, "no": False, "false": False}.get(cell.lower())
    return bool(cell) if isinstance(cell, int | float) else None


@rule("S04", kind="hard", class_="D+A", severity=Severity.MAJOR, source=NEEDS)
def uptake_considered(case: Case) -> Finding:
    """Persons expected to take part, at both ends of the declared range; then the declaration."""
    found = targeted(case, "S04")
    if isinstance(found, Finding):
        return found
    people = found[0]
    rows = records_of(people, "uptake")
    if not rows:
        return finding("S04", Verdict.NOT_COMPUTABLE, "no_uptake")
    size = target_size(people, "S04")
    if isinstance(size, Finding):
        return size
    ends = sorted(n for n in (row["people"] for row in rows) if isinstance(n, int | float))
    if not ends:
        return finding("S04", Verdict.NOT_COMPUTABLE, "hidden")
    return answered(
        case,
        "S04",
        Verdict.TO_DECLARE,
        measured=(round(ends[0]), None, "persons"),
        evidence={"least": round(ends[0]), "most": round(ends[-1]), "people": size},
    )


@rule("S05", kind="hard", class_="D+A", severity=Severity.MAJOR, source="Guide 2016, 5.4")
def situation_analysis(case: Case) -> Finding:
    """The three parts of the situation analysis that data tell; then the four to be declared.

    Computed: strata of the people (a), money by payer (c), signs of inefficiency (d). Needs as
    people tell them (b) and the group's priorities (f) are read from the files of the project.
    """
    found = targeted(case, "S05")
    if isinstance(found, Finding):
        return found
    tables = found[0].tables
    parts = (
        any(numbers_of(tables.get("pyramid"), "people")),
        any(numbers_of(tables.get("spending"), "eur")),
        _inefficiencies_told(found[0]),
    )
    measured = (sum(parts), len(parts), "tables")
    if not all(parts):
        return finding("S05", Verdict.NOT_COMPUTABLE, "incomplete", measured=measured)
    written = case.priorities
    if written is not None and (written.voices or written.own) and "S05" not in case.answers:
        evidence = {"voices": len(written.voices or ()), "own": len(written.own or ())}
        return finding("S05", Verdict.TO_DECLARE, "filed", measured=measured, evidence=evidence)
    return answered(case, "S05", Verdict.TO_DECLARE, measured=measured)


def _inefficiencies_told(people: PeopleSheet) -> bool:
    """Are polypharmacy, stays, and of the table of signs one more of the zone told?"""
    known = (
        number_of(people, "morbidity", "zone_share", condition="polypharmacy"),
        number_of(people, "consumption", "zone", measure="stays_per_1000"),
    )
    signs = [row for row in records_of(people, "inefficiency") if row["measure"] != "polypharmacy"]
    told = any(isinstance(row["zone_rate"], int | float) for row in signs) or not signs
    return None not in known and told


@rule("S06", kind="hard", class_="D+J", severity=Severity.MAJOR, source="Guide 2016, annex 13")
def needs_and_supply(case: Case) -> Finding:
    """Units of the zone that need more than its average and fall short of care; then judged."""
    people = people_of(case, "S06")
    if isinstance(people, Finding):
        return people
    if case.care is None:
        return finding("S06", Verdict.NOT_COMPUTABLE, "no_care")
    needs = _needs(people)
    if not needs:
        return finding("S06", Verdict.NOT_COMPUTABLE, "no_need")
    short = {gap.unit for gap in case.care.gaps}
    both = tuple(sorted(unit for unit, need in needs.items() if need > 1 and unit in short))
    evidence = {"units_short": len(short), "units_known": len(needs)}
    return answered(
        case,
        "S06",
        Verdict.TO_JUDGE,
        measured=(len(both), None, "units"),
        subjects=both,
        evidence=evidence,
    )


def _needs(people: PeopleSheet) -> dict[str, float]:
    """Expected cost of a person of each unit, relative to that of the units that are told."""
    known: dict[str, tuple[float, float]] = {}
    for row in records_of(people, "units"):
        each, many = row.get("expected_per_person"), row.get("people")
        if isinstance(each, int | float) and isinstance(many, int | float):
            known[str(row["unit"])] = float(each), float(many)
    everybody = sum(many for _, many in known.values())
    mean = sum(each * many for each, many in known.values()) / everybody if everybody else 0
    return {unit: each / mean for unit, (each, _) in known.items()} if mean else {}


@rule("S11", kind="hard", class_="D+J", severity=Severity.MAJOR, source="Guide 2016, 2")
def actions_follow_needs(case: Case) -> Finding:
    """Priorities that an action answers; then judged.

    Facts: ``priority_count`` and ``priorities_with_action``; without both it cannot be told.
    """
    needed = ("priority_count", "priorities_with_action")
    missing = tuple(name for name in needed if name not in case.facts)
    if missing or case.facts["priority_count"] == 0:
        evidence = {"missing": missing or ("priority_count",)}
        return finding("S11", Verdict.NOT_COMPUTABLE, "no_facts", evidence=evidence)
    count, linked = (round(case.facts[name]) for name in needed)
    measured = (linked, count, "priorities")
    if linked < count:
        evidence = {"unanswered": count - linked}
        return finding("S11", Verdict.FAIL, "unanswered", measured=measured, evidence=evidence)
    return answered(case, "S11", Verdict.TO_JUDGE, measured=measured)
