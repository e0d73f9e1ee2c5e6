"""Weights learned elsewhere, refitted here before anybody is predicted: before and after.

A model from a file never predicts the people of a zone as it is. What it knows is kept only as far
as people here confirm it: its prediction becomes one more column of a model that is fitted here;
with few people, its level and curve are set anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pilotzones.stratification.calibration import Calibration, fit_calibration
from pilotzones.stratification.design import design_of
from pilotzones.stratification.drift import Fit, fit_here, stability
from pilotzones.stratification.evaluation import FEWEST, Scope, sampled
from pilotzones.stratification.folds import folds_by_person
from pilotzones.stratification.risk import RiskModel, Setting, fit
from pilotzones.stratification.saved_model import SavedModel

Vector = NDArray[np.float64]

ENOUGH: Final = 5_000
"""From so many people on the model is fitted anew; with fewer only its curve is."""
FOREIGN: Final = "log_expected_elsewhere"
"""Column that holds what the model from elsewhere expects, as a logarithm."""
_FOLDS: Final = 3


@dataclass(frozen=True, slots=True)
class Refit:
    """What came of a model from elsewhere: how people differ, how it erred before and errs after.

    ``drift`` is the table of `stability`; ``before`` and ``after`` are measured on the same people,
    ``after`` for people whom the refitted model had not seen. ``how`` is ``recalibrated`` or
    ``refitted``.
    """

    drift: pd.DataFrame
    before: Fit
    after: Fit
    how: str
    model: LocalModel


@dataclass(frozen=True, slots=True)
class LocalModel:
    """A model from elsewhere after its refit: the only thing of it that predicts people here.

    ``anew`` is the model of people here that it is a column of; without it ``curve`` sets its level
    and spread.
    """

    foreign: RiskModel
    curve: Calibration
    anew: RiskModel | None = None

    def predict(self, possible: pd.DataFrame) -> Vector:
        """Expected outcome of each row of `candidates`."""
        if self.anew is None:
            return self.curve.apply(self.foreign.predict(possible))
        return self.anew.predict(_with_foreign(self.foreign, possible))


def refitted(saved: SavedModel, people: pd.DataFrame, scope: Scope, *, seed: int = 0) -> Refit:
    """The model fitted on people here (usable ones of a year, with their outcome).

    Raises
    ------
    InputError
        The data do not match the schema of the model.
    ValueError
        Fewer than `FEWEST` people.
    """
    if len(people) < FEWEST:
        raise ValueError("too few persons")
    people = sampled(people, seed=seed)
    possible = scope.foretold.columns(people)
    saved.refuse(possible)
    y, part = people["outcome"].to_numpy(float), people["part"].to_numpy(float)
    part = part if scope.foretold.kind == "cost" else np.ones(len(y))
    as_is = saved.model.predict(possible)
    how = "refitted" if len(people) >= ENOUGH else "recalibrated"

    def learn(data: _Data) -> LocalModel:
        return _anew(saved, data, scope, seed) if how == "refitted" else _curve(saved, data)

    data = (possible, y / part, part, people["person_id"].to_numpy())
    fold = folds_by_person(data[3], _FOLDS, seed)
    unseen = np.empty(len(y))
    for k in range(_FOLDS):
        seen = fold != k
        some = (possible[seen], data[1][seen], part[seen], data[3][seen])
        unseen[fold == k] = learn(some).predict(possible[fold == k])
    return Refit(
        drift=stability(saved.baseline, possible),
        before=fit_here(y, as_is * part, seed=seed),
        after=fit_here(y, unseen * part, seed=seed),
        how=how,
        model=learn(data),
    )


_Data = tuple[pd.DataFrame, Vector, Vector, NDArray[np.generic]]


def _curve(saved: SavedModel, data: _Data) -> LocalModel:
    """The same model with a curve on top of it: level and spread of the people here."""
    possible, y, part, _ = data
    return LocalModel(saved.model, fit_calibration(y, saved.model.predict(possible), part))


def _anew(saved: SavedModel, data: _Data, scope: Scope, seed: int) -> LocalModel:
    """A model of the people here, to which the expectation from elsewhere is one more column."""
    possible, y, part, persons = data
    columns = _with_foreign(saved.model, possible)
    x = design_of(columns, minimum=scope.minimum).matrix(columns)
    setting = Setting(part, scope.minimum)
    local = fit(x, y, scope.foretold.kind, groups=persons, seed=seed, setting=setting)
    return LocalModel(saved.model, local.calibration, local)


def _with_foreign(model: RiskModel, possible: pd.DataFrame) -> pd.DataFrame:
    expected = np.maximum(model.predict(possible), np.finfo(float).tiny)
    return possible.assign(**{FOREIGN: np.log(expected)})
