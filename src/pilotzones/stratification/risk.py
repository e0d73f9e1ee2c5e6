"""Models of next year's cost or use: two-part GLM and boosting together, calibrated."""

from __future__ import annotations

import os
import warnings
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final, Literal, get_args

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from sklearn.ensemble import HistGradientBoostingRegressor
from threadpoolctl import threadpool_limits

from pilotzones.stratification.boosting import Boosting, fit_member, predict_member
from pilotzones.stratification.calibration import Calibration, fit_calibration
from pilotzones.stratification.folds import alike_rows, folds_by_person
from pilotzones.stratification.two_part import TwoPart, fit_two_part

Kind = Literal["count", "cost"]
Vector = NDArray[np.float64]

_ROWS_OF_ALL_FOLDS: Final = 60_000
"""Rows times folds: many folds where rows are few, two where two halves say enough."""
_FOLDS: Final = (2, 5)
_WEIGHTS: Final = np.linspace(0, 1, 21)


@dataclass(frozen=True, slots=True)
class RiskModel:
    """Fitted model of one outcome.

    ``weight`` is that of boosting in the combined prediction, the two-part model has the rest;
    it and the calibration come from rows (persons) that the members had not seen. ``levels``
    bring the total of each member alone right.
    """

    kind: Kind
    columns: tuple[str, ...]
    two_part: TwoPart
    boosting: Boosting
    weight: float
    calibration: Calibration
    levels: tuple[float, float]

    def predict(self, X: pd.DataFrame | ArrayLike) -> Vector:
        """Expected outcome of each row of ``X`` (columns as in `fit`), never negative."""
        return self.parts(X)["combined"].to_numpy()

    def parts(self, X: pd.DataFrame | ArrayLike) -> pd.DataFrame:
        """Columns glm, boosting and combined: the two members, each at the right total, and all."""
        x = _values(X, self.columns)
        members = np.column_stack([self.two_part.predict(x), self.boosting.predict(x)])
        found = pd.DataFrame(members * self.levels, columns=["glm", "boosting"])
        return found.assign(combined=self.calibration.apply(_mixed(members, self.weight)))


def fit(
    X: pd.DataFrame | ArrayLike,
    y: ArrayLike,
    kind: Kind,
    *,
    groups: ArrayLike | None = None,
    seed: int = 0,
) -> RiskModel:
    """Model of ``y`` by the columns of ``X``: two-part GLM and boosting, combined and calibrated.

    How much each of the two counts, and the curve that calibrates them, come from predictions of
    rows that had been left out. Rows of one person are left out together.

    Parameters
    ----------
    X
        Rows x columns, numbers; a frame brings the names of its columns.
    y
        Outcome of each row, not negative: euro for ``cost``, whole numbers for ``count``.
    groups
        Person of each row. Without it rows that are alike in every column count as one person,
        so that a person with several equal rows is not learnt by heart.
    seed
        Of the folds and of the trees; the same input and seed give the same model.

    Raises
    ------
    ValueError
        ``y`` is negative, missing or (count) not whole; ``X`` has another length or holds values
        that are no numbers; fewer than two persons.
    """
    columns = _names(X)
    x = _values(X, columns)
    target = _outcome(y, kind, len(x))
    given = None if groups is None else pd.factorize(np.asarray(groups), sort=True)[0]
    if given is not None and len(given) != len(target):
        raise ValueError("groups has another length than y")
    person = alike_rows(x) if given is None else given
    count = int(np.clip(_ROWS_OF_ALL_FOLDS // len(target), *_FOLDS))
    fold = folds_by_person(person, min(count, len(np.unique(person))), seed)
    # one thread per linear-algebra call: more of them wait for each other on a busy machine
    with threadpool_limits(1, user_api="blas"), warnings.catch_warnings(), _pool() as pool:
        warnings.simplefilter("ignore")  # of statsmodels: a part that did not converge is bounded
        several = given is not None and len(np.unique(given)) < len(given)
        whole = pool.submit(fit_two_part, x, target, columns, groups=given if several else None)
        members, unseen = _left_out(pool, (x, target, columns), fold, seed)
        two_part = whole.result()
    weight = _best_weight(target, unseen)
    glm, trees = (float(target.sum() / total) for total in unseen.sum(axis=0))
    return RiskModel(
        kind=kind,
        columns=columns,
        two_part=two_part,
        boosting=Boosting(members),
        weight=weight,
        calibration=fit_calibration(target, _mixed(unseen, weight)),
        levels=(glm, trees),
    )


def _pool() -> ThreadPoolExecutor:
    """Workers for the fits of one model: as many as there are cores, at most the most folds."""
    return ThreadPoolExecutor(min(os.cpu_count() or 1, _FOLDS[1]))


def _left_out(
    pool: ThreadPoolExecutor,
    data: tuple[Vector, Vector, tuple[str, ...]],
    fold: NDArray[np.intp],
    seed: int,
) -> tuple[tuple[HistGradientBoostingRegressor, ...], Vector]:
    """Boosting model per fold left out; predictions (glm, boosting) of the rows left out."""
    x, y, columns = data

    def one(k: int) -> tuple[HistGradientBoostingRegressor, Vector]:
        learn, rest = fold != k, fold == k
        member = fit_member(x[learn], y[learn], seed=seed)
        glm = fit_two_part(x[learn], y[learn], columns)
        return member, np.column_stack([glm.predict(x[rest]), predict_member(member, x[rest])])

    done = list(pool.map(one, range(int(fold.max()) + 1)))
    unseen = np.empty((len(y), 2))
    for k, (_, predictions) in enumerate(done):
        unseen[fold == k] = predictions
    return tuple(member for member, _ in done), unseen


def _best_weight(y: Vector, unseen: Vector) -> float:
    """Weight of boosting with the smallest Poisson deviance on rows left out."""

    def deviance(weight: float) -> float:
        p = np.maximum(_mixed(unseen, weight), np.finfo(float).tiny)
        return float((p - y * np.log(p)).sum())

    return float(min(_WEIGHTS, key=deviance))


def _mixed(members: Vector, weight: float) -> Vector:
    """Weighted mean of the columns glm and boosting."""
    return (1 - weight) * members[:, 0] + weight * members[:, 1]


def _names(X: pd.DataFrame | ArrayLike) -> tuple[str, ...]:
    """Names of the columns, ``x0``, ``x1`` ... for a plain array."""
    if isinstance(X, pd.DataFrame):
        return tuple(map(str, X.columns))
    shape = np.shape(X)
    if len(shape) != 2:
        raise ValueError("X must have rows and columns")
    return tuple(f"x{i}" for i in range(shape[1]))


def _values(X: pd.DataFrame | ArrayLike, columns: tuple[str, ...]) -> Vector:
    """Numbers of ``X``; a frame gives the columns by name, in any order."""
    if isinstance(X, pd.DataFrame):
        missing = sorted(set(columns) - set(map(str, X.columns)))
        if missing:
            raise ValueError(f"columns missing: {', '.join(missing)}")
        X = X.rename(columns=str)[list(columns)]
    x = np.asarray(X, dtype=float)
    if x.ndim != 2 or x.shape[1] != len(columns):
        raise ValueError(f"X must have {len(columns)} columns")
    if not np.isfinite(x).all():
        raise ValueError("X holds missing or infinite values")
    return x


def _outcome(y: ArrayLike, kind: Kind, rows: int) -> Vector:
    """Outcome as numbers, checked."""
    target = np.asarray(y, dtype=float)
    if kind not in get_args(Kind):
        raise ValueError(f"kind must be one of {', '.join(get_args(Kind))}")
    if target.shape != (rows,):
        raise ValueError("y must have one value per row of X")
    if not np.isfinite(target).all() or (target < 0).any():
        raise ValueError("y holds missing, infinite or negative values")
    if kind == "count" and (target != np.floor(target)).any():
        raise ValueError("a count must be a whole number")
    if not target.any():
        raise ValueError("y is 0 everywhere: there is nothing to learn")
    return target
