"""The same zones through the rules of the program and through those of the draw page."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from conftest import ROOT

from pilotzones.findings import Answer, Case, Finding, evaluate
from pilotzones.postcodes.layer import UnitLayer
from pilotzones.present.draw.pack import draw_data
from pilotzones.present.draw.page import words_of
from pilotzones.present.sentences import next_step, sentence
from pilotzones.words import LANGUAGES, messages
from pilotzones.zones import rules as _chapter_z  # noqa: F401  registers the chapter
from pilotzones.zones.rulesets import RuleSet
from pilotzones.zones.zone import Round, Zone

SCRIPT = ROOT / "tests" / "draw" / "findings.mjs"
ON_THE_PAGE = frozenset(
    ("Z01", "Z02", "Z03", "Z04", "Z05", "Z06", "Z07", "Z08", "Z09", "Z10", "Z15")
)
_ANSWER = Answer(value=True, by="Test", on=date(2026, 11, 2), text="Oui.")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A zone as it may stand on the page, with the zones of others; ``langs`` whose words count."""

    zone: Zone
    others: tuple[Zone, ...] | None
    answers: Mapping[str, Answer]
    langs: tuple[str, ...]


def synthetic_regions(layer: UnitLayer) -> dict[str, str]:
    """SYNTHETIC care regions: municipalities with the same first three digits; some units bare."""
    municipality = layer.units["municipality"]
    return {
        code: f"Région {place[:3]}"
        for k, (code, place) in enumerate(municipality.items())
        if isinstance(place, str) and k % 97
    }


def random_zones(layer: UnitLayer, n: int, seed: int) -> Iterator[Drawn]:
    """Zones grown around a unit, some with loose units, holes, unknown or doubled codes."""
    rng = np.random.default_rng(seed)
    a, b = layer.contiguity.pairs()
    beside: list[list[int]] = [[] for _ in layer.codes]
    for one, other in zip(a.tolist(), b.tolist(), strict=True):
        beside[one].append(other)
        beside[other].append(one)
    codes = layer.codes
    for k in range(n):
        units = _grown(beside, rng)
        given = [codes[unit] for unit in units]
        if rng.random() < 0.1:
            given += ["0001", "99999"][: rng.integers(1, 3)]
        if rng.random() < 0.05:
            given += given[:2]
        zone = Zone.of("Zone <i>Ô</i>", given if rng.random() > 0.01 else [])
        others = _others(layer, units, rng)
        answers = {id: _ANSWER for id in ("Z06", "Z15") if rng.random() < 0.3}
        if rng.random() < 0.2:
            answers = {id: replace(answer, value=False) for id, answer in answers.items()}
        yield Drawn(zone, others, answers, (LANGUAGES[k % len(LANGUAGES)],))


def _grown(beside: list[list[int]], rng: np.random.Generator) -> list[int]:
    """Units in one piece around a random one, then some taken out and some put in anywhere."""
    size = int(rng.integers(1, 90)) if rng.random() < 0.9 else int(rng.integers(200, 600))
    first = int(rng.integers(len(beside)))
    inside, edge = {first}, [first]
    while edge and len(inside) < size:
        unit = edge.pop(int(rng.integers(len(edge))))
        fresh = [other for other in beside[unit] if other not in inside]
        inside.update(fresh[: size - len(inside)])
        edge += fresh
    units = sorted(inside)
    if rng.random() < 0.5:
        units = [unit for unit in units if rng.random() > 0.06] or units
    if rng.random() < 0.3:
        units += rng.integers(len(beside), size=int(rng.integers(1, 4))).tolist()
    return sorted(set(units))


def _others(
    layer: UnitLayer, units: Sequence[int], rng: np.random.Generator
) -> tuple[Zone, ...] | None:
    """Zones of other projects: none known, none, apart, sharing, the same, or around it all."""
    kind = rng.integers(7)
    if kind == 0:
        return None
    codes = layer.codes
    some = [codes[int(k)] for k in rng.integers(len(codes), size=20)]
    shared = [codes[k] for k in units[: max(1, len(units) // 3)]]
    whole = [codes[k] for k in units]
    found = [
        [],
        [Zone.of("Autre projet", some)],
        [Zone.of("Autre projet", some), Zone.of("Partagé", [*shared, *some[:3]])],
        [Zone.of("Pareil", whole)],
        [Zone.of("Autour", [*whole, *some])],
        [Zone.of("Dedans", shared), Zone.of("Inconnu", ["77777", *some[:2]])],
    ]
    return tuple(found[kind - 1])


def differences(
    layer: UnitLayer, rules: RuleSet, drawn: Sequence[Drawn], *, node: str, folder: Path,
    zonings: Mapping[str, Mapping[str, str]],
) -> list[str]:  # fmt: skip
    """What the page says otherwise than the program, one line each."""
    base = Case(Zone("", ()), layer, rules, zonings=zonings)
    data = draw_data(base, name="Test", lang="fr")
    data["words"] = words_of(" ".join(f'"{id}"' for id in messages()))
    path = folder / "data.json"
    path.write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    asked = [_asked(each, layer) for each in drawn]
    done = subprocess.run(
        [node, str(SCRIPT)],
        env={**os.environ, "DRAW_DATA": str(path)},
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    found: list[str] = []
    for each, line in zip(drawn, done.stdout.splitlines(), strict=True):
        case = replace(
            base,
            zone=each.zone,
            round=None if each.others is None else Round(each.others),
            answers=each.answers,
        )
        ids = [rule for rule in rules.rules if rule in ON_THE_PAGE]
        ours = [_told(finding, case, each.langs) for finding in evaluate(case, ids)]
        found += _apart(ours, json.loads(line))
    return found


def _asked(each: Drawn, layer: UnitLayer) -> dict[str, Any]:
    def plain(zone: Zone) -> dict[str, Any]:
        return {
            "name": zone.name,
            "units": layer.positions(zone.codes).tolist(),
            "unknown": list(zone.unknown(layer)),
            "repeated": list(zone.repeated),
        }

    return {
        **plain(each.zone),
        "others": None if each.others is None else [plain(zone) for zone in each.others],
        "answers": {
            id: {"value": a.value, "by": a.by, "on": a.on.isoformat(), "text": a.text}
            for id, a in each.answers.items()
        },
        "langs": list(each.langs),
    }


def _told(finding: Finding, case: Case, langs: Sequence[str]) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "verdict": str(finding.verdict),
        "severity": str(finding.severity),
        "reason": finding.reason,
        "value": finding.value,
        "threshold": finding.threshold,
        "unit": finding.unit,
        "subjects": list(finding.subjects),
        "sentence": [sentence(finding, case, lang) for lang in langs],
        "step": [next_step(finding, case, lang) for lang in langs],
    }


def _apart(ours: list[dict[str, Any]], theirs: list[dict[str, Any]]) -> Iterator[str]:
    if [f["rule"] for f in ours] != [f["rule"] for f in theirs]:
        yield f"rules: {[f['rule'] for f in ours]} / {[f['rule'] for f in theirs]}"
        return
    for one, other in zip(ours, theirs, strict=True):
        for name, value in one.items():
            said = other.get(name)
            close = isinstance(value, float) and isinstance(said, int | float)
            if said != value and not (close and abs(said - value) <= 1e-9 * abs(value)):
                yield f"{one['rule']} {name}: {value!r} / {said!r}"
