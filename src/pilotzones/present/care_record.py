"""The care of a zone as plain values: what ``resources run`` writes as care.json."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import pandas as pd

from pilotzones.findings import Finding
from pilotzones.present.sentences import sentences
from pilotzones.resources.supply import CareSheet, Shortage, TypeSupply
from pilotzones.zones.sheet import ZoneSheet

SCHEMA = 1


def care_record(
    sheet: ZoneSheet, care: CareSheet, findings: tuple[Finding, ...] = ()
) -> dict[str, Any]:
    """Schema, zone, types with their units of the zone, gaps, overlaps, shortage, findings.

    Access and distances have one decimal, areas and densities two; dates are ISO 8601; what is not
    known is None. Places of single providers are not in it, only numbers by unit.
    """
    codes = list(sheet.case.zone.known(sheet.case.layer))
    return {
        "schema": SCHEMA,
        "zone": {"name": sheet.case.zone.name, "codes": codes},
        "types": [_type(supply, codes) for supply in care.types],
        "gaps": [_rounded(asdict(gap)) for gap in care.gaps],
        "overlaps": [_rounded(asdict(overlap)) for overlap in care.overlaps],
        "shortage": [_short(area) for area in care.shortage],
        "findings": [
            {
                "rule": finding.rule,
                "verdict": str(finding.verdict),
                "severity": str(finding.severity),
                "value": finding.value,
                "threshold": finding.threshold,
                "unit": finding.unit,
                "subjects": list(finding.subjects),
                "message": sentences(finding, sheet.case),
                "source": finding.source,
            }
            for finding in findings
        ],
    }


def _type(supply: TypeSupply, codes: list[str]) -> dict[str, Any]:
    providers = supply.providers
    return {
        "type": providers.type,
        "synthetic": providers.synthetic,
        "source": providers.source,
        "file": providers.file,
        "dated": providers.dated.isoformat() if providers.dated else None,
        "capacity_unit": providers.capacity_unit,
        "covers": None if providers.covers is None else sorted(providers.covers),
        "rows": dict(providers.counts or {}),
        "bands": [list(band) for band in supply.bands],
        "distant_m": supply.distant_m,
        "reference": supply.reference,
        "groups": {id: _rounded(asdict(group)) for id, group in supply.groups.items()},
        "units": [_unit(supply, code) for code in codes],
    }


def _unit(supply: TypeSupply, code: str) -> dict[str, Any]:
    row: dict[Any, Any] = supply.units.loc[code].to_dict()
    count = row["count"]
    numbers = {name: row[name] for name in ("capacity", "per_100000", "access", "nearest_m")}
    return {
        "unit": code,
        "state": str(row["state"]),
        "count": None if pd.isna(count) else int(count),
        **{name: None if pd.isna(n) else round(float(n), 1) for name, n in numbers.items()},
    }


def _rounded(values: dict[str, Any]) -> dict[str, Any]:
    """The same with one decimal; the need, which is a ratio, with two."""
    return {
        name: round(value, 2 if name == "need" else 1) if isinstance(value, float) else value
        for name, value in values.items()
    }


def _short(area: Shortage) -> dict[str, Any]:
    return {
        name: round(value, 2) if isinstance(value, float) else value
        for name, value in asdict(area).items()
    }
