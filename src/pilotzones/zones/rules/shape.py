"""Z01 and Z02: one piece, clearly delimited."""

from __future__ import annotations

import geopandas as gpd

from pilotzones.findings import Case, Finding, Severity, Verdict, finding, rule
from pilotzones.postcodes.contiguity import contiguity_of, near_misses
from pilotzones.zones.measures import enclaves, links_used, pieces_of, unmapped
from pilotzones.zones.rules._finding import GUIDE, blocked


@rule("Z01", kind="hard", class_="D", severity=Severity.BLOCKING, source=GUIDE)
def one_piece(case: Case) -> Finding:
    """Number of pieces of the zone; the subjects are the units outside the main piece.

    Declared links join. Enclaves do not break the zone and are told as evidence.
    """
    zone, layer = case.zone, case.layer
    stopped = blocked(case, "Z01")
    if stopped:
        return stopped
    bare = unmapped(zone, layer)
    if bare:
        return finding("Z01", Verdict.NOT_COMPUTABLE, "no_geometry", subjects=bare)
    found, left_out = pieces_of(zone, layer), enclaves(zone, layer)
    loose = found[1:]
    evidence = {
        "loose_population": sum(piece.population for piece in loose),
        "enclaves": len(left_out),
        "enclave_codes": tuple(code for piece in left_out for code in piece.codes),
        "links": tuple(f"{link.a}–{link.b}" for link in links_used(zone, layer)),
    }
    measured = (len(found), 1, "pieces")
    if not loose:
        reason = "links" if evidence["links"] else "enclaves" if left_out else "pass"
        return finding("Z01", Verdict.PASS, reason, measured=measured, evidence=evidence)
    beside = _beside(case, tuple(code for piece in loose for code in piece.codes))
    return finding(
        "Z01",
        Verdict.FAIL,
        "beside" if beside else "pieces",
        measured=measured,
        subjects=tuple(code for piece in loose for code in piece.codes),
        evidence={**evidence, "beside": beside},
    )


def _beside(case: Case, loose: tuple[str, ...]) -> tuple[str, ...]:
    """Pairs of units of the zone that run along each other without meeting, a loose one in each."""
    inside = case.layer.positions(case.zone.codes)
    geometry = gpd.GeoSeries(case.layer.shapes[inside], index=case.layer.units.index[inside])
    pairs = near_misses(geometry, contiguity_of(geometry))
    return tuple(f"{a}–{b}" for a, b, _ in pairs if {a, b} & set(loose))


@rule("Z02", kind="hard", class_="D", severity=Severity.BLOCKING, source=GUIDE)
def clearly_delimited(case: Case) -> Finding:
    """Codes that are unknown to the layer or given twice; there must be none."""
    zone = case.zone
    if not zone.codes:
        return finding("Z02", Verdict.NOT_COMPUTABLE, "empty")
    unknown = zone.unknown(case.layer)
    wrong = tuple({*unknown, *zone.repeated})
    reason = "unknown" if unknown else "repeated" if zone.repeated else "pass"
    return finding(
        "Z02",
        Verdict.FAIL if wrong else Verdict.PASS,
        reason,
        measured=(len(wrong), 0, "units"),
        subjects=wrong,
        evidence={"unit_count": len(zone.codes), "repeated": zone.repeated, "unknown": unknown},
    )
