"""A zone sheet as one JSON object, for ``zone check --json`` and ``findings.json``."""

from __future__ import annotations

from typing import Any

from pilotzones.findings import Finding
from pilotzones.present.sentences import sentences
from pilotzones.zones.measures import Piece
from pilotzones.zones.sheet import ZoneSheet

SCHEMA = 1


def record(sheet: ZoneSheet, further: tuple[Finding, ...] = ()) -> dict[str, Any]:
    """Schema, zone, rules and findings, of plain values only.

    ``further`` are findings of other chapters than the zone's; they stand behind these.

    Areas have three decimals, densities two, shares and other measured numbers six; dates are
    ISO 8601; what is not known is None.
    """
    rules = sheet.case.rules
    return {
        "schema": SCHEMA,
        "zone": _zone(sheet),
        "rules": {"id": rules.id, "version": rules.version},
        "findings": [_finding(finding, sheet) for finding in (*sheet.findings, *further)],
    }


def _zone(sheet: ZoneSheet) -> dict[str, Any]:
    origin, zone = sheet.case.layer.origin, sheet.case.zone
    dated = sheet.population_date
    density = sheet.density_per_km2
    return {
        "name": zone.name,
        "codes": list(zone.codes),
        "population": sheet.population,
        "population_date": dated.isoformat() if dated else None,
        "area_km2": round(sheet.area_km2, 3),
        "density_per_km2": None if density is None else round(density, 2),
        "pieces": len(sheet.pieces),
        "loose": [_piece(piece) for piece in sheet.pieces[1:]],
        "enclaves": [_piece(piece) for piece in sheet.enclaves],
        "neighbours": list(sheet.neighbours),
        "rural": _rural(sheet),
        "overlaps": [
            {"zone": o.zone, "codes": list(o.codes), "population": o.population}
            for o in sheet.overlaps
        ],
        "links": [
            {"a": link.a, "b": link.b, "kind": link.kind, "why": dict(link.why)}
            for link in sheet.links
        ],
        "units_source": {
            "id": origin.id,
            "kind": origin.kind,
            "code_date": origin.code_date.isoformat() if origin.code_date else None,
            "file": None if origin.file is None else file_name(origin.file),
        },
        "attribution": list(origin.attribution),
        "approximate": list(origin.approximate),
    }


def file_name(path: str) -> str:
    """Last part of a path: where a file lay on somebody's machine is nobody else's business."""
    return path.replace("\\", "/").rsplit("/", 1)[-1]


def _piece(piece: Piece) -> dict[str, Any]:
    return {"codes": list(piece.codes), "population": piece.population}


def _rural(sheet: ZoneSheet) -> dict[str, Any] | None:
    share, definition = sheet.rural, sheet.rural_definition
    if share is None:
        return None
    return {
        "codes": list(share.codes),
        "population": share.population,
        "area_km2": round(share.area_km2, 3),
        "population_share": round(share.population_share, 6),
        "area_share": round(share.area_share, 6),
        "definition": {
            "id": definition.id,
            "date": definition.date.isoformat() if definition.date else None,
            "by": definition.by,
            "density_below": definition.density_below,
            "source": definition.source,
        },
    }


def _finding(finding: Finding, sheet: ZoneSheet) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "verdict": str(finding.verdict),
        "severity": str(finding.severity),
        "value": _number(finding.value),
        "threshold": _number(finding.threshold),
        "unit": finding.unit,
        "subjects": list(finding.subjects),
        "message": sentences(finding, sheet.case),
        "source": finding.source,
    }


def _number(value: int | float | None) -> int | float | None:
    return round(value, 6) if isinstance(value, float) else value
