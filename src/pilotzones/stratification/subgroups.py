"""Predicted and observed cost of groups of people: who is expected to need too little."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pilotzones.stratification.calibration import ratios
from pilotzones.stratification.fairness import ratio_intervals

Vector = NDArray[np.float64]
Mask = NDArray[np.bool_]

AGE_BANDS = ((0, 17), (18, 44), (45, 64), (65, 74), (75, 84), (85, None))
_FLAGS = ("increased_reimbursement", "chronic_status", "isolated")
_MANY = 4


def by_subgroup(
    frame: pd.DataFrame,
    observed: Vector,
    predicted: Vector,
    *,
    rural: Collection[str] | None = None,
    seed: int = 0,
) -> pd.DataFrame:
    """Table trait, level, people, predicted, observed, ratio, largest (see `ratios`), low, high.

    Traits: age (band), sex, the flags (yes, no, unknown), rural, n_conditions (0 to 3, 4+) and
    ``cond_<id>`` (yes). Rows without anybody are left out.
    """
    groups = [(trait, level, mask) for trait, level, mask in _groups(frame, rural) if mask.any()]
    keys = pd.DataFrame([(t, v) for t, v, _ in groups], columns=["trait", "level"])
    masks = [mask for _, _, mask in groups]
    low, high = ratio_intervals(masks, observed, predicted, seed=seed)
    found = ratios(keys, [(observed[mask], predicted[mask]) for mask in masks])
    return found.assign(low=low, high=high)


def _groups(frame: pd.DataFrame, rural: Collection[str] | None) -> Iterator[tuple[str, str, Mask]]:
    age = frame["age"].to_numpy(float)
    for low, high in AGE_BANDS:
        top = np.inf if high is None else high
        yield "age", f"{low}+" if high is None else f"{low}-{high}", (age >= low) & (age <= top)
    sex = frame["sex"].astype(str).to_numpy()
    yield from (("sex", level, sex == level) for level in ("F", "M"))
    for name in _FLAGS:
        if name in frame and frame[name].notna().any():
            yield from _flag(name, frame[name].astype("boolean"))
    if rural:
        yield from _flag("rural", frame["unit"].astype(str).isin(list(rural)).astype("boolean"))
    count = frame["n_conditions"].to_numpy(int)
    yield from (("n_conditions", str(k), count == k) for k in range(_MANY))
    yield "n_conditions", f"{_MANY}+", count >= _MANY
    for name in (c for c in map(str, frame.columns) if c.startswith("cond_")):
        yield name, "yes", frame[name].to_numpy(bool)


def _flag(name: str, flag: pd.Series) -> Iterator[tuple[str, str, Mask]]:
    yes = flag.fillna(False).to_numpy(bool)
    unknown = flag.isna().to_numpy(bool)
    yield from ((name, "yes", yes), (name, "no", ~yes & ~unknown), (name, "unknown", unknown))
