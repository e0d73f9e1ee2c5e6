"""What a risk model foretells: cost or an event, of the same year or of the next.

Costs are those of a whole insured year: who was insured for a part of it counts with that part,
and the cost of the part is brought to a year (annualised). No cost is cut for learning; measures
are told uncut and with cost cut at the 99th percentile.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pilotzones.stratification.design import candidates
from pilotzones.stratification.risk import Kind

Vector = NDArray[np.float64]
OutcomeId = Literal["next_cost", "cost", "admission", "persistence"]

TOP_DECILE: Final = 0.9
"""Persistence: who is among the dearest tenth this year and again next year."""
_SAME_YEAR: Final = ("log_", "no_cost", "cost_x_", "n_atc3")
"""Columns that hold the use of the year itself: a concurrent model does without them."""
SHARES: Final[Mapping[str, str]] = MappingProxyType(
    {"next_cost": "next_share", "cost": "share", "admission": "", "persistence": ""}
)
"""Column with the insured part of the year that an outcome is counted in."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One outcome: who can have it, whether they do, and what may be known of them before.

    ``needs`` names the column of the feature frame without which it cannot be computed.
    """

    id: OutcomeId
    kind: Kind
    prospective: bool
    needs: str
    eligible: Callable[[pd.DataFrame], NDArray[np.bool_]]
    happened: Callable[[pd.DataFrame], Vector]

    def people(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Persons of a yearly frame who can have the outcome, with it in ``outcome``.

        ``part`` is the insured part of the year in which it is counted, above 0.
        """
        there = frame["present"].to_numpy(bool) & frame[self.needs].notna().to_numpy(bool)
        there = there & self.eligible(frame)
        people = frame.assign(outcome=self.happened(frame), part=_part(frame, SHARES[self.id]))
        return people[there & (people["part"] > 0).to_numpy(bool)].reset_index(drop=True)

    def columns(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Columns that a model of this outcome may use (see `candidates`)."""
        found = candidates(frame)
        if self.prospective:
            return found
        return found[[name for name in found if not str(name).startswith(_SAME_YEAR)]]


def _part(frame: pd.DataFrame, name: str) -> Vector:
    """Insured part of the year; a whole one where nothing is said."""
    return frame[name].to_numpy(float) if name in frame.columns else np.ones(len(frame))


def _everybody(frame: pd.DataFrame) -> NDArray[np.bool_]:
    return np.ones(len(frame), bool)


def _numbers(name: str) -> Callable[[pd.DataFrame], Vector]:
    return lambda frame: frame[name].to_numpy(float, na_value=np.nan)


def _any(name: str) -> Callable[[pd.DataFrame], Vector]:
    return lambda frame: (frame[name].to_numpy(float, na_value=np.nan) > 0).astype(float)


def _dearest(frame: pd.DataFrame, name: str) -> NDArray[np.bool_]:
    """Who is among the dearest tenth of those present."""
    cost = frame[name].to_numpy(float, na_value=np.nan)
    there = frame["present"].to_numpy(bool) & np.isfinite(cost)
    if not there.any():
        return np.zeros(len(frame), bool)
    return there & (cost > np.quantile(cost[there], TOP_DECILE))


OUTCOMES: Final[Mapping[OutcomeId, Outcome]] = MappingProxyType(
    {
        "next_cost": Outcome(
            "next_cost", "cost", True, "next_cost", _everybody, _numbers("next_cost")
        ),
        "cost": Outcome("cost", "cost", False, "total_cost", _everybody, _numbers("total_cost")),
        "admission": Outcome(
            "admission", "event", True, "next_unplanned", _everybody, _any("next_unplanned")
        ),
        "persistence": Outcome(
            "persistence",
            "event",
            True,
            "next_cost",
            lambda frame: _dearest(frame, "total_cost"),
            lambda frame: _dearest(frame, "next_cost").astype(float),
        ),
    }
)
"""All outcomes by id: cost of the next year, cost of the same year told by traits and conditions
alone, an unplanned stay in hospital in the next year, and the dearest tenth staying so."""
