"""Persons of the base year in one frame: what care says of them, where they live, what is expected.

Nothing of it leaves the room.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from pilotzones.errors import Fault, InputError
from pilotzones.stratification.conditions import Conditions
from pilotzones.stratification.engine import frame_of
from pilotzones.stratification.features import features
from pilotzones.stratification.reading import PeopleTables

YEARS = 3
"""Calendar years of deliveries that a model can use: the base year and the two before."""
_OPTIONAL = ("increased_reimbursement", "chronic_status", "isolated", "palliative")


@dataclass(frozen=True, slots=True)
class Place:
    """The zone and what is known of every unit: its region and whether it is rural."""

    zone: frozenset[str]
    region: Mapping[str, str]
    rural: Mapping[str, bool | None]


def yearly_frames(tables: PeopleTables, conditions: Conditions) -> dict[int, pd.DataFrame]:
    """Feature frame of the base year and of those right before it that have deliveries, by year.

    Amounts are floats here: exact as long as they are summed and rounded to cents.

    Raises
    ------
    InputError
        The deliveries have nothing of the base year.
    """
    wanted = [tables.year]
    while len(wanted) < YEARS and wanted[-1] - 1 in tables.years:
        wanted.append(wanted[-1] - 1)
    return {year: _frame(tables, conditions, year, wanted) for year in wanted}


def _frame(
    tables: PeopleTables, conditions: Conditions, year: int, years: Collection[int]
) -> pd.DataFrame:
    found = features(tables, conditions, year, next_year=year + 1 in years)
    decimals = {
        name: found[name].cast("float64")
        for name, kind in found.schema().items()
        if kind.is_decimal()
    }
    return frame_of(found.mutate(**decimals))


def base_frame(frame: pd.DataFrame, place: Place, given: Collection[str]) -> pd.DataFrame:
    """People alive and insured at the end of the base year, with their place.

    Further columns: ``in_zone``, ``region`` (missing where it is not known) and ``rural`` (nullable
    truth). Optional columns that the files did not have are dropped. Who lives outside the zone is
    kept as reference.

    Raises
    ------
    InputError
        Nobody lives in the zone (``people.nobody``), or a person of the zone stands for more or
        less than one (``people.weight_in_zone``).
    """
    found = frame[frame["present"].to_numpy(bool)].reset_index(drop=True)
    found = found.drop(columns=[name for name in _OPTIONAL if name not in given])
    homes = found["unit"].astype(str)
    found["in_zone"] = homes.isin(place.zone).to_numpy(bool)
    found["region"] = homes.map(dict(place.region)).astype("string")
    found["rural"] = homes.map(dict(place.rural)).astype("boolean")
    inside = found["in_zone"].to_numpy(bool)
    if not inside.any():
        raise InputError(Fault("people.nobody"))
    weight = found.loc[inside, "weight"].astype("float64").fillna(1.0)
    if (weight != 1.0).any():
        raise InputError(Fault("people.weight_in_zone"))
    return found


def with_prediction(frame: pd.DataFrame, predicted: pd.Series | None) -> pd.DataFrame:
    """The frame with ``predicted``, the cost expected of next year; unchanged without a model."""
    if predicted is None:
        return frame
    expected = predicted.reindex(frame["person_id"]).to_numpy(float)
    return frame.assign(predicted=expected)


def with_levels(frame: pd.DataFrame, levels: pd.Series) -> pd.DataFrame:
    """The frame with the ``level`` of everybody in the zone; missing outside."""
    return frame.assign(level=levels.reindex(frame["person_id"]).to_numpy(object))


def with_target(frame: pd.DataFrame, included: np.ndarray) -> pd.DataFrame:
    """The frame with ``in_target``: who in the zone meets the criteria; nobody outside.

    ``included`` has one truth value for each person of the zone, in the order of the frame.
    """
    target = np.zeros(len(frame), bool)
    target[frame["in_zone"].to_numpy(bool)] = included
    return frame.assign(in_target=target)
