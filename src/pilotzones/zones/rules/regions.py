"""Z09 to Z14: what the communities and regions add to the rules of the Guide."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from pilotzones.findings import Case, Finding, Rule, Severity, Verdict, register, rule
from pilotzones.zones.measures import people_of
from pilotzones.zones.rules._finding import GUIDE, answered, blocked, finding
from pilotzones.zones.rulesets import RegionRule

register(Rule("Z11", "fact", "D", Severity.INFO, GUIDE))
register(Rule("Z12", "fact", "D", Severity.INFO, GUIDE))


def entities(case: Case) -> dict[str, tuple[str, ...]] | None:
    """Units of the zone by federated entity; None when the region of a unit is not known.

    The German-speaking municipalities stand apart from the rest of Wallonia.
    """
    units = case.layer.units.iloc[case.layer.positions(case.zone.codes)]
    if units["region"].isna().any():
        return None
    named = (
        units["region"]
        .astype(str)
        .mask(units["german_speaking"].fillna(False).astype(bool), "german-speaking")
    )
    return {name: tuple(sorted(named.index[named == name])) for name in sorted(set(named))}


@dataclass(frozen=True, slots=True)
class Nesting:
    """How units sit in the regions of a zoning.

    ``regions`` are the regions touched, ``cut`` those taken only in part, ``missing`` the units
    of these that are left out, ``unplaced`` units of the zone that the zoning does not name.
    """

    regions: tuple[str, ...]
    cut: tuple[str, ...]
    missing: tuple[str, ...]
    unplaced: tuple[str, ...]


def nesting(case: Case, codes: tuple[str, ...], zoning: str) -> Nesting | None:
    """Nesting of these units in a zoning of the user; None when its table was not given."""
    placed = case.zonings.get(zoning)
    if placed is None:
        return None
    touched = {placed[code] for code in codes if code in placed}
    mine = set(case.zone.codes)
    left_out = [c for c, region in placed.items() if region in touched and c not in mine]
    return Nesting(
        regions=tuple(sorted(touched)),
        cut=tuple(sorted({placed[code] for code in left_out})),
        missing=tuple(sorted(left_out)),
        unplaced=tuple(code for code in codes if code not in placed),
    )


def _flemish(case: Case, id: str) -> tuple[tuple[str, ...], RegionRule] | Finding:
    """Flemish units of the zone with their regional rule, or the finding that ends the check."""
    stopped = blocked(case, id, people=id == "Z10")
    if stopped:
        return stopped
    found = entities(case)
    if found is None:
        return finding(id, Verdict.NOT_COMPUTABLE, "no_region")
    codes, extra = found.get("flanders", ()), case.rules.entity("flanders")
    if not codes:
        return finding(id, Verdict.PASS, "elsewhere", measured=(0, 0, "units"))
    if extra is None or extra.nesting != "whole" or extra.zoning is None:
        return finding(id, Verdict.NOT_COMPUTABLE, "no_bound")
    return codes, extra


@rule("Z09", kind="hard", class_="D", severity=Severity.BLOCKING, source=GUIDE)
def whole_care_regions(case: Case) -> Finding:
    """Care regions of Flanders that the zone cuts: it must be a union of whole ones.

    A reading of the Guide (section 16, note 15 of the rule list). Needs the user's table.
    """
    found = _flemish(case, "Z09")
    if isinstance(found, Finding):
        return found
    codes, extra = found
    nested = nesting(case, codes, str(extra.zoning))
    if nested is None:
        return finding("Z09", Verdict.NOT_COMPUTABLE, "no_table", subjects=codes)
    evidence = {"regions": nested.regions, "cut": nested.cut, "missing": nested.missing}
    measured = (len(nested.cut), 0, "regions")
    if nested.cut:
        return finding(
            "Z09",
            Verdict.FAIL,
            "cut",
            measured=measured,
            subjects=nested.missing,
            evidence=evidence,
        )
    if nested.unplaced:
        return finding("Z09", Verdict.NOT_COMPUTABLE, "unplaced", subjects=nested.unplaced)
    return finding("Z09", Verdict.PASS, "pass", measured=measured, evidence=evidence)


@rule("Z10", kind="hard", class_="D", severity=Severity.BLOCKING, source=GUIDE)
def care_regions_large_enough(case: Case) -> Finding:
    """Population of a zone of Flemish care regions against the minimum: small ones are joined."""
    found = _flemish(case, "Z10")
    if isinstance(found, Finding):
        return found
    codes, extra = found
    nested = nesting(case, codes, str(extra.zoning))
    if nested is None:
        return finding("Z10", Verdict.NOT_COMPUTABLE, "no_table", subjects=codes)
    if extra.minimum is None:
        return finding("Z10", Verdict.NOT_COMPUTABLE, "no_bound")
    people = people_of(case.zone.codes, case.layer)
    enough = people >= extra.minimum
    return finding(
        "Z10",
        Verdict.PASS if enough else Verdict.FAIL,
        "pass" if enough else "below",
        measured=(people, extra.minimum, "persons"),
        evidence={"regions": nested.regions, "missing": max(0, extra.minimum - people)},
    )


@rule("Z13", kind="hard", class_="D", severity=Severity.BLOCKING, source=GUIDE)
def regional_criteria(case: Case) -> Finding:
    """Criteria of each federated entity that the zone touches, by the rule set and its version.

    ``whole`` is held by Z09 and Z10; ``inside-one`` is checked here: the units of the entity lie
    inside one region of the user's zoning.
    """
    stopped = blocked(case, "Z13")
    if stopped:
        return stopped
    found = entities(case)
    if found is None:
        return finding("Z13", Verdict.NOT_COMPUTABLE, "no_region")
    states = Counter[str]()
    subjects: list[str] = []
    for name, codes in found.items():
        state, about = _criteria(case, name, codes)
        states[state] += 1
        subjects.extend(about)
    evidence = {
        "entities": tuple(found),
        "version": case.rules.version,
        "grant_eur": _grant_eur(case),
    }
    for state, verdict in (
        ("outside", Verdict.FAIL),
        ("cut", Verdict.FAIL),
        ("no_entity", Verdict.NOT_COMPUTABLE),
        ("no_table", Verdict.NOT_COMPUTABLE),
        ("unplaced", Verdict.NOT_COMPUTABLE),
    ):
        if states[state]:
            return finding("Z13", verdict, state, subjects=tuple(subjects), evidence=evidence)
    return finding("Z13", Verdict.PASS, "pass", evidence=evidence)


def _criteria(case: Case, name: str, codes: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """State of one entity's criteria, and the units it is about."""
    extra = case.rules.entity(name)
    if extra is None:
        return "no_entity", codes
    if extra.nesting == "none" or extra.zoning is None:
        return "met", ()
    nested = nesting(case, codes, extra.zoning)
    if nested is None:
        return "no_table", codes
    if extra.nesting == "inside-one" and len(nested.regions) > 1:
        return "outside", codes
    if extra.nesting == "whole" and nested.cut:
        return "cut", nested.missing
    return ("unplaced", nested.unplaced) if nested.unplaced else ("met", ())


def _grant_eur(case: Case) -> int | None:
    """Amount of the grant that the size of the zone names; None when the rule set has none."""
    if blocked(case, "Z13", people=True):
        return None
    people = people_of(case.zone.codes, case.layer)
    fitting = (g for g in case.rules.grants if g.below is None or people < g.below)
    return next((grant.eur for grant in fitting), None)


@rule("Z14", kind="hard", class_="D+J", severity=Severity.MAJOR, source="Guide 2016, 5.6 item 1")
def regional_options(case: Case) -> Finding:
    """Judgement: does the zone contradict the regions' options in the organisation of care?

    Computed beside it: how many official regions, of the zonings given, the zone cuts.
    """
    stopped = blocked(case, "Z14")
    if stopped:
        return stopped
    nested = [nesting(case, case.zone.codes, name) for name in sorted(case.zonings)]
    cut = tuple(sorted({region for n in nested if n for region in n.cut}))
    measured = (len(cut), 0, "regions") if nested else None
    return answered(
        case,
        "Z14",
        Verdict.TO_JUDGE,
        measured=measured,
        evidence={"zonings": tuple(sorted(case.zonings)), "cut": cut},
    )
