"""The draw page and the program say the same of 10,000 random zones: verdicts, numbers, words."""

from __future__ import annotations

import subprocess
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from machine import node_path
from proofs.frame import Outcome, Proof
from zone_parity import differences, random_zones, synthetic_regions

from pilotzones.postcodes.open import open_layer
from pilotzones.zones.rulesets import read_rule_set

_BATCH = 500
_SHARES = {"guide-2016": 17, "elz": 1, "ols-wallonia": 1, "bassin-brussels": 1}
"""Batches of each rule set: the first speaks of all rules of the page."""


def prove(proof: Proof) -> Outcome:
    """Zones compared by rule set, and what differed."""
    node = node_path()
    layer = open_layer(None)
    regions = {"care-regions": synthetic_regions(layer)}
    counts: Counter[str] = Counter()
    faults: list[str] = []
    for name, batches in _SHARES.items():
        zonings = regions if name == "guide-2016" else {}
        for batch in range(batches):

            def compared(name: str = name, batch: int = batch, zonings: Any = zonings) -> list[str]:
                drawn = list(random_zones(layer, _BATCH, seed=1000 + batch))
                with tempfile.TemporaryDirectory() as folder:
                    rules, here = read_rule_set(name), Path(folder)
                    return differences(layer, rules, drawn, node=node, folder=here, zonings=zonings)

            found = proof.step(f"{name} {batch + 1}/{batches}", compared)
            counts[f"zones, {name}"] += _BATCH
            counts["zones"] += _BATCH
            counts["differences"] += len(found)
            faults += [f"{name}: {line}" for line in found[:20]]
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=True)
    told: dict[str, int | float | str] = dict(sorted(counts.items()))
    return Outcome(told | {"node": version.stdout.strip()}, tuple(faults))
