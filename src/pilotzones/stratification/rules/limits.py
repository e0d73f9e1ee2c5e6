"""T04, T06, T07, T08 and T13: what the criteria ask for, and whom they leave out."""

from __future__ import annotations

from pilotzones.findings import Case, Finding, Severity, Verdict, answered, finding, rule
from pilotzones.stratification.criteria import atoms
from pilotzones.stratification.criteria.analysis import analyse
from pilotzones.stratification.criteria.possible import COUNT
from pilotzones.stratification.rules._people import (
    GUIDE,
    decided,
    records_of,
    target_size,
    targeted,
)


@rule("T04", kind="hard", class_="D", severity=Severity.BLOCKING, source=GUIDE)
def several_conditions(case: Case) -> Finding:
    """Conditions that lead into the target group, and whether all its persons share one.

    A group that everybody enters with the same disease is told, even where others are asked for
    beside it: it may be specific to one pathology.
    """
    found = decided(case, "T04")
    if isinstance(found, Finding):
        return found
    needed = case.rules.target.conditions
    if needed is None:
        return finding("T04", Verdict.NOT_COMPUTABLE, "no_bound")
    analysis = found[1]
    number = len(analysis.entries)
    measured = (number, needed, "conditions")
    if not analysis.entries:
        return finding("T04", Verdict.FAIL, "none", measured=measured)
    families = case.people.families if case.people else {}
    evidence = {
        "conditions": analysis.entries,
        "families": len({families.get(id, id) for id in analysis.entries}),
    }
    if number < needed:
        return finding("T04", Verdict.FAIL, "below", measured=measured, evidence=evidence)
    if analysis.shared:
        evidence = {**evidence, "conditions": analysis.shared}
        return finding("T04", Verdict.WARN, "shared", measured=measured, evidence=evidence)
    return finding("T04", Verdict.PASS, "pass", measured=measured, evidence=evidence)


@rule("T06", kind="hard", class_="D", severity=Severity.BLOCKING, source=GUIDE)
def no_age_limit(case: Case) -> Finding:
    """Ages with which nobody can be included, whatever else is true of the person."""
    found = decided(case, "T06")
    if isinstance(found, Finding):
        return found
    ages = found[1].ages
    if ages:
        return finding("T06", Verdict.FAIL, "ages", evidence={"ages": ages})
    return finding("T06", Verdict.PASS, "pass")


@rule("T07", kind="hard", class_="D", severity=Severity.BLOCKING, source=GUIDE)
def no_comorbidity_limit(case: Case) -> Finding:
    """Conditions, or a number of them, that shut people out.

    Shut out altogether fails; shut out unless another alternative lets the person in warns.
    """
    found = decided(case, "T07")
    if isinstance(found, Finding):
        return found
    analysis = found[1]
    if analysis.excluded:
        evidence = {"conditions": analysis.excluded}
        return finding("T07", Verdict.FAIL, "excluded", evidence=evidence)
    if COUNT in analysis.risks:
        return finding("T07", Verdict.FAIL, "number")
    if analysis.put_out:
        evidence = {"conditions": analysis.put_out}
        return finding("T07", Verdict.WARN, "put_out", evidence=evidence)
    if COUNT in analysis.risks_put_out:
        return finding("T07", Verdict.WARN, "number_out")
    return finding("T07", Verdict.PASS, "pass")


@rule(
    "T08",
    kind="hard",
    class_="A+J",
    severity=Severity.BLOCKING,
    source="Guide 2016, 2; 4.3.3; 5.3.5",
)
def no_selection_by_risk(case: Case) -> Finding:
    """Signs of a high risk that shut people out; without one, the guarantees are asked for."""
    found = decided(case, "T08")
    if isinstance(found, Finding):
        return found
    analysis = found[1]
    if analysis.risks:
        evidence = {"fields": analysis.risks}
        return finding("T08", Verdict.FAIL, "excluded", evidence=evidence)
    if analysis.risks_put_out:
        evidence = {"fields": analysis.risks_put_out}
        return finding("T08", Verdict.WARN, "put_out", evidence=evidence)
    return answered(case, "T08", Verdict.TO_DECLARE)


@rule(
    "T13", kind="hard", class_="D", severity=Severity.BLOCKING, source="Guide 2016, 4.3.3; 5.6 (3)"
)
def precise_criteria(case: Case) -> Finding:
    """Are the criteria bound to data so that persons, budgets and own shares can be told?

    Every criterion is bound to a field, or it could not be read. Criteria that nobody or everybody
    meets, and alternatives that nobody meets, tell no group apart.
    """
    found = targeted(case, "T13")
    if isinstance(found, Finding):
        return found
    people, criteria = found
    analysis = analyse(criteria)
    if analysis is None:
        return finding("T13", Verdict.NOT_COMPUTABLE, "tangled")
    fields = tuple(field.name for field in criteria.used)
    measured = (sum(1 for _ in atoms(criteria.node)), None, "criteria")
    if not analysis.possible:
        return finding("T13", Verdict.FAIL, "nobody", measured=measured)
    if analysis.everyone:
        return finding("T13", Verdict.FAIL, "everybody", measured=measured)
    if analysis.dead:
        evidence = {"terms": tuple(map(str, analysis.dead))}
        return finding("T13", Verdict.FAIL, "dead", measured=measured, evidence=evidence)
    size = target_size(people, "T13")
    if isinstance(size, Finding):
        return size
    payers = {str(row["payer"]) for row in records_of(people, "spending")}
    if not payers:
        return finding("T13", Verdict.NOT_COMPUTABLE, "no_budget")
    if "patient" not in payers:
        return finding("T13", Verdict.NOT_COMPUTABLE, "no_own_share")
    evidence = {"fields": fields, "people": size}
    return finding("T13", Verdict.PASS, "pass", measured=measured, evidence=evidence)
