"""T11 and T12: vulnerable people in the target group, and what patients pay themselves."""

from __future__ import annotations

from pilotzones.findings import Case, Finding, Severity, Verdict, answered, finding, rule
from pilotzones.stratification.criteria.analysis import analyse
from pilotzones.stratification.released import HIDDEN, PeopleSheet
from pilotzones.stratification.rules._people import GUIDE, number_of, records_of, targeted

_TRAITS = ("increased_reimbursement", "isolated")
"""Traits of vulnerable people that the data may know; the first that is known is told."""


@rule("T11", kind="hard", class_="D+A", severity=Severity.MAJOR, source=GUIDE)
def vulnerable_groups(case: Case) -> Finding:
    """Share of vulnerable people in the target group beside that of the zone; then the measures.

    Criteria that shut vulnerable people out fail, whatever is declared.
    """
    found = targeted(case, "T11")
    if isinstance(found, Finding):
        return found
    people, criteria = found
    analysis = analyse(criteria)
    if analysis is not None and analysis.vulnerable:
        evidence = {"fields": analysis.vulnerable}
        return finding("T11", Verdict.FAIL, "excluded", evidence=evidence)
    known = _vulnerable(people)
    if known is None:
        return finding("T11", Verdict.NOT_COMPUTABLE, "no_share")
    trait, target, zone = known
    return answered(
        case,
        "T11",
        Verdict.TO_DECLARE,
        measured=(target, None, "share"),
        evidence={"fields": (trait,), "zone_share": zone},
    )


def _vulnerable(people: PeopleSheet) -> tuple[str, float, float] | None:
    for trait in _TRAITS:
        keys = {"trait": trait, "level": "yes"}
        target = number_of(people, "profile", "target_share", **keys)
        zone = number_of(people, "profile", "zone_share", **keys)
        if target is not None and zone is not None:
            return trait, target, zone
    return None


@rule(
    "T12",
    kind="hard",
    class_="D+A",
    severity=Severity.BLOCKING,
    source="Guide 2016, 4.3.3; 5.6 (15); 6.6.2",
)
def own_share(case: Case) -> Finding:
    """What each patient of the target group pays now, and the declaration that it does not rise.

    Fact: ``patient_eur_planned``, what it will be with the project; more than now fails.
    """
    found = targeted(case, "T12")
    if isinstance(found, Finding):
        return found
    rows = [row for row in records_of(found[0], "spending") if row["payer"] == "patient"]
    known = [float(x) for row in rows if isinstance(x := row["eur_per_person"], int | float)]
    if not known:
        return finding("T12", Verdict.NOT_COMPUTABLE, "no_own_share")
    hidden = sum(row["eur_per_person"] is HIDDEN for row in rows)
    evidence = {"now_eur": round(sum(known), 1), "hidden": hidden}
    planned = case.facts.get("patient_eur_planned")
    if planned is not None and planned > sum(known):
        evidence = {**evidence, "planned_eur": planned}
        if hidden:
            return finding("T12", Verdict.NOT_COMPUTABLE, "perhaps_above", evidence=evidence)
        return finding("T12", Verdict.FAIL, "above", evidence=evidence)
    return answered(case, "T12", Verdict.TO_DECLARE, evidence=evidence)
