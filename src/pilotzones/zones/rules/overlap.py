"""Z06 to Z08: one project per zone, no overlap, and whom to talk to where there is one."""

from __future__ import annotations

from pilotzones.findings import Case, Finding, Severity, Verdict, answered, finding, rule
from pilotzones.zones.measures import Overlap, overlaps, people_of
from pilotzones.zones.rules._finding import blocked


def _found(case: Case) -> tuple[Overlap, ...]:
    return overlaps(case.zone, case.round.others, case.layer) if case.round else ()


def _unknown_round(case: Case, id: str) -> Finding | None:
    if case.round is None:
        return finding(id, Verdict.NOT_COMPUTABLE, "no_round")
    return blocked(case, id)


def _told(case: Case, found: tuple[Overlap, ...]) -> dict[str, int | tuple[str, ...]]:
    """Zones, and the units and people shared; a unit that several share is counted once."""
    return {
        "zones": tuple(overlap.zone for overlap in found),
        "shared_population": people_of(_shared_codes(found), case.layer),
    }


def _shared_codes(found: tuple[Overlap, ...]) -> tuple[str, ...]:
    return tuple(sorted({code for overlap in found for code in overlap.codes}))


def _same_land(mine: set[str], theirs: set[str]) -> bool:
    return mine <= theirs or theirs <= mine


@rule(
    "Z06",
    kind="hard",
    class_="D+A",
    severity=Severity.BLOCKING,
    source="Guide 2016, 4.3.2; 5.6 (1)",
)
def one_project(case: Case) -> Finding:
    """Projects for the same zone: none may claim all of it, or lie whole inside it.

    Zones that share only a part are the matter of Z07 and Z08. What the data cannot tell, whether
    initiators of the same zone file together, is asked: without the answer, to declare.
    """
    stopped = _unknown_round(case, "Z06")
    if stopped:
        return stopped
    mine = set(case.zone.codes)
    others = case.round.others if case.round else ()
    rivals = tuple(zone for zone in others if zone.codes and _same_land(mine, set(zone.codes)))
    same = overlaps(case.zone, rivals, case.layer)
    measured = (len(same), 0, "zones")
    if same and "Z06" not in case.answers:
        return finding(
            "Z06",
            Verdict.FAIL,
            "same",
            measured=measured,
            subjects=_shared_codes(same),
            evidence=_told(case, same),
        )
    return answered(case, "Z06", Verdict.TO_DECLARE, measured=measured, evidence=_told(case, same))


@rule(
    "Z07",
    kind="hard",
    class_="D",
    severity=Severity.BLOCKING,
    source="Guide 2016, 4.3.2; 5.6 (1)",
)
def no_overlap(case: Case) -> Finding:
    """Units that another project has too; touching borders are allowed."""
    stopped = _unknown_round(case, "Z07")
    if stopped:
        return stopped
    found = _found(case)
    shared = _shared_codes(found)
    return finding(
        "Z07",
        Verdict.FAIL if shared else Verdict.PASS,
        "shared" if shared else "pass",
        measured=(len(shared), 0, "units"),
        subjects=shared,
        evidence={**_told(case, found), "others": len(case.round.others) if case.round else 0},
    )


@rule("Z08", kind="adv", class_="D", severity=Severity.MAJOR, source="Guide 2016, 4.5")
def invited_to_settle(case: Case) -> Finding:
    """Projects with which the zone overlaps: they are invited to merge or to readjust."""
    stopped = _unknown_round(case, "Z08")
    if stopped:
        return stopped
    found = _found(case)
    return finding(
        "Z08",
        Verdict.WARN if found else Verdict.PASS,
        "settle" if found else "pass",
        measured=(len(found), 0, "zones"),
        subjects=_shared_codes(found),
        evidence=_told(case, found),
    )
