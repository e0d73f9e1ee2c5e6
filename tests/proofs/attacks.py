"""Proof: disclosure attacks on 1,000 SYNTHETIC sets of releases find nothing under the threshold.

Each set is a project that releases two or three times: neighbour zones in both orders, parts of a
zone, units that come one by one, higher and lower minima, other criteria, another version of the
data, rounded numbers, the first zone again. The attacker (`stratification.release_attacks`) keeps
all releases and solves his own linear programs, unit by unit. Beside it stand the same sets without
a register, where he has to find something: else the attack would prove nothing.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

from stratification.release_attacks import (
    KINDS,
    as_of_last,
    changes,
    recovered,
    revealing_traits,
    scenario,
)

SETS = 1_000
NAIVE = 10
"""Every so many sets are also released without a register."""


def main(folder: Path, sets: int = SETS) -> dict[str, Any]:
    """Counts of the attacks; what was done is kept in ``folder``, so that it can go on.

    Returns
    -------
    dict
        ``sets``, ``secrets`` (small numbers attacked), ``recovered`` (0 is the bar), ``changed``
        (numbers of one zone that differ by a few between releases, 0), ``rare`` (small groups of
        which a trait of everybody is told, 0), ``further_hidden`` (cells hidden for earlier
        releases), ``naive_sets`` and ``naive_recovered`` (the same without a register), and
        ``sets_by_kind``.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "attacks.json"
    done: dict[str, Any] = json.loads(path.read_text("utf-8")) if path.exists() else {"next": 0}
    counts = Counter(done.get("counts", {}))
    for seed in range(done["next"], sets):
        counts.update(_attacked(seed))
        if seed % NAIVE == seed // NAIVE % NAIVE:
            counts.update(_naive(seed))
        path.write_text(json.dumps({"next": seed + 1, "counts": counts}), "utf-8")
    found: dict[str, Any] = {"sets": sets, **{key: counts[key] for key in _KEYS}}
    found["sets_by_kind"] = {kind: counts[kind] for kind in KINDS}
    return found


_KEYS = (
    "secrets",
    "recovered",
    "changed",
    "rare",
    "further_hidden",
    "naive_sets",
    "naive_recovered",
)


def _attacked(seed: int) -> dict[str, int]:
    kind, history, minimum = scenario(seed)
    found, secrets = recovered(as_of_last(history), minimum)
    return {
        kind: 1,
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
