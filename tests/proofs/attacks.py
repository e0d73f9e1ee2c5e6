"""Disclosure attacks on 1,000 SYNTHETIC sets of releases find nothing under the threshold.

Each set is a project that releases two or three times: neighbour zones in both orders, parts of a
zone, units that come one by one, higher and lower minima, other criteria, another version of the
data, rounded numbers, the first zone again. The attacker (`stratification.release_attacks`) keeps
all releases and solves his own linear programs, unit by unit. Beside it stand the same sets without
a register, where he has to find something: else the attack would prove nothing.
"""

from __future__ import annotations

from collections import Counter
from functools import partial

from proofs.frame import Outcome, Proof
from stratification.attacker import attacked
from stratification.release_attacks import (
    as_of_last,
    changes,
    recovered,
    revealing_traits,
    scenario,
)

SETS = 1_000
NAIVE = 10
"""Every so many sets are also released without a register."""
_BATCH = 25
_BARS = {
    "cells_found": "hidden cells of one release were found",
    "recovered": "small numbers were recovered",
    "changed": "numbers of one zone differ by a few between releases",
    "rare": "small groups were told a trait of everybody",
}
"""Counts that have to be 0."""


def prove(proof: Proof, sets: int = SETS, batch: int = _BATCH) -> Outcome:
    """Counts of the attacks; a fault where something was found, or where a naive set gave nothing.

    Counts: ``sets`` and ``sets, KIND``; ``secrets`` (small numbers attacked), ``recovered``,
    ``changed``, ``rare`` (see `_BARS`), ``further_hidden`` (cells hidden for earlier releases),
    ``naive_sets`` and ``naive_recovered`` (the same without a register); ``table_sets``,
    ``hidden_cells`` and ``cells_found`` of single releases.
    """
    counts: Counter[str] = Counter()
    for name, work in (("sets", _batch), ("tables", _tables)):
        for first in range(0, sets, batch):
            seeds = range(first, min(first + batch, sets))
            key = f"{name} {seeds.start + 1} to {seeds.stop}"
            counts.update(proof.step(key, partial(work, seeds)))
    faults = [f"{counts[key]}: {said}" for key, said in _BARS.items() if counts[key]]
    if not counts["naive_recovered"]:
        faults.append("nothing was recovered without a register either: the attack proves nothing")
    return Outcome(dict(sorted(counts.items())), tuple(faults), ("scipy",))


def _batch(seeds: range) -> Counter[str]:
    counts: Counter[str] = Counter()
    for seed in seeds:
        counts.update(_attacked(seed))
        if seed % NAIVE == seed // NAIVE % NAIVE:
            counts.update(_naive(seed))
    return counts


def _tables(seeds: range) -> dict[str, int]:
    """Tables of one release that share sums: what linear programs tell of their hidden cells."""
    found = [attacked(seed) for seed in seeds]
    return {
        "table_sets": len(found),
        "hidden_cells": sum(hidden for hidden, _ in found),
        "cells_found": sum(len(names) for _, names in found),
    }


def _attacked(seed: int) -> dict[str, int]:
    kind, history, minimum = scenario(seed)
    found, secrets = recovered(as_of_last(history), minimum)
    return {
        "sets": 1,
        f"sets, {kind}": 1,
        "secrets": secrets,
        "recovered": len(found),
        "changed": len(changes(history, minimum)),
        "rare": len(revealing_traits(history, minimum)),
        "further_hidden": sum(each.because for each in history.gates),
    }


def _naive(seed: int) -> dict[str, int]:
    _, history, minimum = scenario(seed, register=False)
    found, _ = recovered(as_of_last(history), minimum)
    return {"naive_sets": 1, "naive_recovered": len(found)}
