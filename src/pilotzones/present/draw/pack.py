"""Everything that the draw page is given, as one object of plain values."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from pilotzones.findings import Case, Finding, rules
from pilotzones.postcodes.layer import UnitLayer
from pilotzones.present.draw.columns import columns, expected, providers
from pilotzones.present.draw.units import layer_data
from pilotzones.words import LANGUAGES
from pilotzones.zones import rules as _chapter_z  # noqa: F401  registers the chapter
from pilotzones.zones.rulesets import RuleSet
from pilotzones.zones.zone import Zone

SCHEMA = 1


def draw_data(
    case: Case, *, name: str, lang: str, findings: Iterable[Finding] = ()
) -> dict[str, Any]:
    """Data of the draw page, without its words.

    Parameters
    ----------
    case
        The zone to start from (it may be empty), its layer, rule set and round.
    name
        Name of the project.
    lang
        Language in which the page opens.
    findings
        What the program found where the page does not compute: shown as of that moment.
    """
    return {
        "schema": SCHEMA,
        "layer": layer_data(case),
        "columns": columns(case),
        "providers": providers(case),
        "expected": expected(case),
        "rules": _rules(case.rules),
        "project": _project(case, name, lang),
        "findings": [
            {"rule": f.rule, "verdict": str(f.verdict), "severity": str(f.severity)}
            for f in findings
        ],
    }


def _rules(found: RuleSet) -> dict[str, Any]:
    known = {rule.id: rule for rule in rules("Z")}
    bounds, rural = found.population, found.rural
    return {
        "id": found.id,
        "version": found.version,
        "title": {lang: getattr(found.title, lang) for lang in LANGUAGES},
        "rules": list(found.rules),
        "population": {
            "minimum": bounds.minimum,
            "preferred": list(bounds.preferred) if bounds.preferred else None,
            "high": bounds.high,
            "veryHigh": bounds.very_high,
        },
        "entities": [
            {
                "entity": entity.entity,
                "nesting": entity.nesting,
                "zoning": entity.zoning,
                "minimum": entity.minimum,
            }
            for entity in found.entities
        ],
        "rural": {
            "id": rural.id,
            "date": rural.date.isoformat(),
            "by": rural.by,
            "densityBelow": rural.density_below,
            "source": rural.source,
        },
        "severities": {id: str(known[id].severity) for id in found.rules},
        "sources": {id: known[id].source for id in found.rules},
    }


def _project(case: Case, name: str, lang: str) -> dict[str, Any]:
    others = case.round.others if case.round is not None else None
    return {
        "id": sha256(name.encode()).hexdigest()[:12],
        "name": name,
        "language": lang,
        "zone": {**_zone(case.zone, case.layer), "repeated": list(case.zone.repeated)},
        "others": None if others is None else [_zone(zone, case.layer) for zone in others],
        "answers": {
            rule: {
                "value": answer.value,
                "by": answer.by,
                "on": answer.on.isoformat(),
                "text": answer.text,
            }
            for rule, answer in sorted(case.answers.items())
        },
    }


def _zone(zone: Zone, layer: UnitLayer) -> dict[str, Any]:
    return {
        "name": zone.name,
        "units": layer.positions(zone.codes).tolist(),
        "unknown": list(zone.unknown(layer)),
    }
