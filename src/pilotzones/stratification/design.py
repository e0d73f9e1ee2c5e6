"""Columns of numbers that the risk models learn from, made of the feature frame.

Age as a line that may bend at 18, 45, 65 and 80; flags with missing as a level of its own; costs,
days and doses as logarithms, so that one dear year does not rule the model.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Vector = NDArray[np.float64]

AGE_BENDS = (18, 45, 65, 80)
"""Ages at which the slope of cost on age may change: adult, middle age, retired, very old."""
_FLAGS = ("increased_reimbursement", "chronic_status", "isolated")
_COUNTS = ("n_conditions", "n_atc3")
_AMOUNTS = ("ddd", "total_cost", "hospital_days", "hospital_stays")


@dataclass(frozen=True, slots=True)
class Design:
    """Columns that the models use, and those left out because too few persons stand behind them."""

    columns: tuple[str, ...]
    dropped: tuple[str, ...]

    def matrix(self, candidates: pd.DataFrame) -> pd.DataFrame:
        """The columns of the design, from those of `candidates`, in their order."""
        return candidates[list(self.columns)]


def candidates(frame: pd.DataFrame) -> pd.DataFrame:
    """Every column that a model may use, one row per row of the feature frame, same index.

    Columns: ``age``, ``age_over_<bend>``, ``woman``, ``woman_18_44``; each flag that the frame has,
    and ``<flag>_unknown``; ``cond_<id>``, ``polypharmacy``; ``n_conditions``, ``n_atc3``,
    ``n_conditions_2`` (its square); logarithms ``log_<amount>`` of doses, costs by kind, total
    cost, days and stays; ``no_cost``; and ``age_x_conditions``, ``cost_x_conditions``.
    """
    return pd.DataFrame(dict(_columns(frame)), index=frame.index)


def design_of(candidates: pd.DataFrame, *, minimum: int) -> Design:
    """Design without the columns in which fewer than ``minimum`` rows differ from the others.

    A flag that fewer persons have (or lack), an amount that fewer have spent, would let the model
    say something of those few; their rows count with the rest.
    """
    kept, dropped = [], []
    for name, values in candidates.items():
        usual = values.value_counts().max() if len(values) else 0
        (kept if len(values) - usual >= minimum else dropped).append(str(name))
    return Design(tuple(kept), tuple(dropped))


def _columns(frame: pd.DataFrame) -> Iterator[tuple[str, Vector]]:
    age = _number(frame["age"])
    woman = _number(frame["sex"].astype(str) == "F")
    conditions = _number(frame["n_conditions"])
    yield "age", age
    yield from ((f"age_over_{bend}", np.maximum(age - bend, 0)) for bend in AGE_BENDS)
    yield "woman", woman
    yield "woman_18_44", woman * ((age >= AGE_BENDS[0]) & (age < AGE_BENDS[1]))
    for name in _FLAGS:
        if name in frame:
            flag = frame[name].astype("boolean")
            yield name, _number(flag)
            yield f"{name}_unknown", _number(flag.isna())
    for name in (c for c in map(str, frame.columns) if c.startswith("cond_")):
        yield name, _number(frame[name])
    yield "polypharmacy", _number(frame["polypharmacy"])
    yield from ((name, _number(frame[name])) for name in _COUNTS)
    yield "n_conditions_2", conditions**2
    kinds = (c for c in map(str, frame.columns) if c.startswith("cost_"))
    amounts = {name: np.log1p(_number(frame[name])) for name in (*_AMOUNTS, *kinds)}
    yield from ((f"log_{name}", values) for name, values in amounts.items())
    yield "no_cost", (amounts["total_cost"] == 0).astype(float)
    yield "age_x_conditions", age * conditions
    yield "cost_x_conditions", amounts["total_cost"] * conditions


def _number(values: pd.Series) -> Vector:
    """Numbers of a column of any kind, decimals too; nothing there is 0, and so is below 0."""
    return np.maximum(np.nan_to_num(values.to_numpy(float, na_value=np.nan), nan=0.0), 0.0)
