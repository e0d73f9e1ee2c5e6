"""Raw tables of a sheet that lean on the risk model: outcomes, fairness, why, capacity, impact."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from pilotzones.stratification.assessment import RiskResult
from pilotzones.stratification.capacity import capacity_raw
from pilotzones.stratification.design import candidates
from pilotzones.stratification.explanation import explained
from pilotzones.stratification.fairness import judged
from pilotzones.stratification.impact import impact_raws
from pilotzones.stratification.impact_file import read_impact
from pilotzones.stratification.measured import measured, numbers
from pilotzones.stratification.raw import Raw
from pilotzones.stratification.risk_tables import explanation_raw, fairness_raw, outcomes_raw
from pilotzones.stratification.strata import LEVELS


def risk_raws(
    frame: pd.DataFrame, risk: RiskResult, capacity: tuple[int, int] | None, *, seed: int
) -> Iterator[Raw]:
    """Tables ``outcomes``, ``fairness``, ``explanation``, ``capacity``, ``avoidable`` and ``gaps``.

    Parameters
    ----------
    frame
        People of the base year with ``in_zone``, ``predicted`` and ``level``.
    """
    yield outcomes_raw(risk.outcomes)
    yield fairness_raw(judged(risk.subgroups))
    zone = frame[frame["in_zone"].to_numpy(bool)].reset_index(drop=True)
    if risk.model is not None:
        levels = zone["level"].to_numpy(str)
        told = explained(risk.model, candidates(zone), np.asarray(levels), seed=seed)
        values = {"expected_eur": numbers(zone["predicted"])}
        yield explanation_raw(told, measured(zone["level"], values, LEVELS))
    if capacity is not None:
        yield capacity_raw(zone, capacity)
    yield from impact_raws(zone, read_impact())
