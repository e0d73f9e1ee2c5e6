"""R03, R04 and R07: what is missing, what there is too much of, and what is done about it."""

from __future__ import annotations

from pilotzones.findings import Case, Finding, Severity, Verdict, answered, finding, rule
from pilotzones.resources.rules._ready import GUIDE, made_up, real, type_ids, unready
from pilotzones.resources.supply import Gap, Overlap


def _gaps(case: Case, types: tuple[str, ...] | None = None) -> tuple[Gap, ...]:
    """Gaps of these types, or of all."""
    found = case.care.gaps if case.care else ()
    return tuple(gap for gap in found if types is None or gap.type in types)


def _overlaps(case: Case, types: tuple[str, ...] | None = None) -> tuple[Overlap, ...]:
    """Overlaps of these types, or of all."""
    found = case.care.overlaps if case.care else ()
    return tuple(each for each in found if types is None or each.type in types)


def _units(found: tuple[Gap, ...] | tuple[Overlap, ...]) -> tuple[str, ...]:
    return tuple(sorted({each.unit for each in found}))


def _told(found: tuple[Gap, ...] | tuple[Overlap, ...]) -> dict[str, int | tuple[str, ...]]:
    """Types in the order of the list found, their number, and the people of the units, once."""
    people = {each.unit: each.people for each in found}
    return {
        "types": tuple(dict.fromkeys(each.type for each in found)),
        "people": sum(people.values()),
        "unit_count": len(people),
    }


@rule("R03", kind="hard", class_="D+J", severity=Severity.MAJOR, source=GUIDE)
def missing_resources(case: Case) -> Finding:
    """Units of the zone that fall short of the reference; which gaps matter is judged.

    Without any gap in the lists given there is nothing to judge.
    """
    stopped = unready(case, "R03") or made_up(
        case, "R03", (len(_gaps(case)), 0, "gaps"), _units(_gaps(case))
    )
    if stopped:
        return stopped
    found = _gaps(case, type_ids(real(case)))
    measured = (len(found), 0, "gaps")
    if not found:
        evidence = {"types": type_ids(real(case))}
        return finding("R03", Verdict.PASS, "none", measured=measured, evidence=evidence)
    return answered(
        case,
        "R03",
        Verdict.TO_JUDGE,
        measured=measured,
        subjects=_units(found),
        evidence=_told(found),
    )


@rule("R04", kind="hard", class_="D+J", severity=Severity.MAJOR, source=GUIDE)
def redundancies(case: Case) -> Finding:
    """Units of the zone with far more of a type than the reference; redundancy is judged.

    The number of units is held against none; numbers alone show no inefficiency.
    """
    stopped = unready(case, "R04") or made_up(
        case, "R04", (len(_units(_overlaps(case))), 0, "units"), _units(_overlaps(case))
    )
    if stopped:
        return stopped
    found = _overlaps(case, type_ids(real(case)))
    measured = (len(_units(found)), 0, "units")
    if not found:
        evidence = {"types": type_ids(real(case))}
        return finding("R04", Verdict.PASS, "none", measured=measured, evidence=evidence)
    return answered(
        case,
        "R04",
        Verdict.TO_JUDGE,
        measured=measured,
        subjects=_units(found),
        evidence=_told(found),
    )


@rule("R07", kind="hard", class_="D", severity=Severity.MAJOR, source=GUIDE)
def gaps_met_by_actions(case: Case) -> Finding:
    """Each gap has an action, or a reason for none: computable once actions are declared."""
    stopped = unready(case, "R07") or made_up(
        case, "R07", (len(_gaps(case)), 0, "gaps"), _units(_gaps(case))
    )
    if stopped:
        return stopped
    found = _gaps(case, type_ids(real(case)))
    measured = (len(found), 0, "gaps")
    if not found and not _overlaps(case, type_ids(real(case))):
        return finding("R07", Verdict.PASS, "none", measured=measured)
    return finding(
        "R07",
        Verdict.NOT_COMPUTABLE,
        "no_actions",
        measured=measured,
        subjects=_units(found),
        evidence={"overlap_count": len(_overlaps(case, type_ids(real(case))))},
    )
