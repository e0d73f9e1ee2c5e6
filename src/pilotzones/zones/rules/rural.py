"""Z15 and Z16: rural units of the zone, by the named and dated definition of the rule set."""

from __future__ import annotations

from pilotzones.findings import Case, Finding, Severity, Verdict, answered, finding, rule
from pilotzones.postcodes.rurality import rural_units
from pilotzones.zones.measures import RuralShare, density_per_km2, rural_share
from pilotzones.zones.rules._finding import GUIDE, blocked


def _rural(case: Case, id: str) -> RuralShare | Finding:
    stopped = blocked(case, id, people=True)
    if stopped:
        return stopped
    found = rural_share(
        case.zone, case.layer, rural_units(case.layer, case.rules.rural.definition())
    )
    return found or finding(id, Verdict.NOT_COMPUTABLE, "no_density")


def _record(case: Case, share: RuralShare) -> dict[str, str | int | float | None]:
    return {
        "rural_units": len(share.codes),
        "rural_population": share.population,
        "rural_area_km2": round(share.area_km2, 1),
        "area_share": share.area_share,
        "density": density_per_km2(case.zone, case.layer),
    }


@rule(
    "Z15",
    kind="hard",
    class_="D+A",
    severity=Severity.MAJOR,
    source="Guide 2016, 4.3.2; 5.3.1; 5.6",
)
def rural_measures(case: Case) -> Finding:
    """Share of inhabitants in rural units; with any, the project says what it sets up for them."""
    share = _rural(case, "Z15")
    if isinstance(share, Finding):
        return share
    measured = (share.population_share, 0, "share")
    if not share.codes:
        return finding("Z15", Verdict.PASS, "none", measured=measured)
    return answered(
        case,
        "Z15",
        Verdict.TO_DECLARE,
        measured=measured,
        subjects=share.codes,
        evidence=_record(case, share),
    )


@rule("Z16", kind="hard", class_="D", severity=Severity.MINOR, source=GUIDE)
def rural_record(case: Case) -> Finding:
    """Is the rural record kept: share, density, and the date that makes them comparable later?

    With rural units, a record whose population has no date cannot serve to evaluate the minimum
    at the end: that fails.
    """
    share = _rural(case, "Z16")
    if isinstance(share, Finding):
        return share
    measured = (density_per_km2(case.zone, case.layer), None, "persons/km2")
    if not share.codes:
        return finding("Z16", Verdict.PASS, "none", measured=measured)
    dated = case.layer.origin.population_date is not None
    return finding(
        "Z16",
        Verdict.PASS if dated else Verdict.FAIL,
        "pass" if dated else "undated",
        measured=measured,
        subjects=share.codes,
        evidence=_record(case, share),
    )
