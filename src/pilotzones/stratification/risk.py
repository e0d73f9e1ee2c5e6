"""Models of next year's cost, use or event: GLM and boosting together, calibrated."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, Literal, get_args

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from pilotzones.stratification.accuracy import CAP, from_sums, row_sums
from pilotzones.stratification.bins import Codes, bins_of, merged_values
from pilotzones.stratification.boosting import Boosting, fit_member, threads
from pilotzones.stratification.calibration import Calibration, fit_calibration
from pilotzones.stratification.folds import alike_rows, folds_by_person
from pilotzones.stratification.newton import Link
from pilotzones.stratification.trees import Trees
from pilotzones.stratification.two_part import Rows, TwoPart, fit_two_part

Kind = Literal["count", "cost", "event"]
Vector = NDArray[np.float64]

FOLDS: Final = 3
"""Parts of the people that are left out in turn: few, so that a fit takes about twice as long as
one of each member; the mean of the parts is as good as one of all (docs/benchmarks/risk.md)."""
_WEIGHTS: Final = np.linspace(0, 1, 21)
_MINIMUM: Final = 10
"""Fewest persons behind a bin or a leaf, where no higher number is asked for."""


@dataclass(frozen=True, slots=True)
class RiskModel:
    """Fitted model of one outcome.

    ``weight`` is that of boosting in the combined prediction, the two-part model has the rest;
    it and the calibration come from rows (persons) that the members had not seen. ``levels``
    bring the total of each member alone right. ``merged`` names the rare values that were put
    together with their neighbours before fitting.
    """

    kind: Kind
    columns: tuple[str, ...]
    two_part: TwoPart
    boosting: Boosting
    weight: float
    calibration: Calibration
    levels: tuple[float, float]
    merged: tuple[str, ...] = field(default=())

    def predict(self, X: pd.DataFrame | ArrayLike) -> Vector:
        """Expected outcome of each row of ``X`` (columns as in `fit`), never negative."""
        return self.parts(X)["combined"].to_numpy()

    def parts(self, X: pd.DataFrame | ArrayLike) -> pd.DataFrame:
        """Columns glm, boosting and combined: the two members, each at the right total, and all."""
        x = _values(X, self.columns)
        glm = self.two_part.predict(self.boosting.bins.bounded(x))
        members = np.column_stack([glm, self.boosting.predict(x)])
        found = pd.DataFrame(members * self.levels, columns=["glm", "boosting"])
        found["combined"] = self.calibration.apply(_mixed(members, self.weight))
        return found.clip(upper=1.0) if self.kind == "event" else found


@dataclass(frozen=True, slots=True)
class Setting:
    """What else is said of a fit.

    ``weights`` are how much each row counts, such as the part of the year that a person was
    insured (then the outcome is that of a whole year); ``minimum`` are the fewest persons of a bin
    or a leaf.
    """

    weights: ArrayLike | None = None
    minimum: int = _MINIMUM


def fit(
    X: pd.DataFrame | ArrayLike,
    y: ArrayLike,
    kind: Kind,
    *,
    groups: ArrayLike | None = None,
    seed: int = 0,
    setting: Setting | None = None,
) -> RiskModel:
    """Model of ``y`` by the columns of ``X``: two-part GLM and boosting, combined and calibrated.

    How much each of the two counts, and the curve that calibrates them, come from predictions of
    rows that had been left out. Rows of one person are left out together.

    Parameters
    ----------
    X
        Rows x columns, numbers; a frame brings the names of its columns.
    y
        Outcome of each row, not negative: euro for ``cost``, whole numbers for ``count``, 0 or 1
        for ``event``.
    groups
        Person of each row. Without it rows that are alike in every column count as one person,
        so that a person with several equal rows is not learnt by heart.
    seed
        Of the folds and of the trees; the same input and seed give the same model.
    setting
        Weights of the rows and the fewest persons of a bin, where they are not the usual ones.

    Raises
    ------
    ValueError
        ``y`` is negative, missing or (count) not whole or (event) neither 0 nor 1; ``X`` has
        another length or holds values that are no numbers; fewer than two persons.
    """
    columns = _names(X)
    x = _values(X, columns)
    target = _outcome(y, kind, len(x))
    setting = setting or Setting()
    weights = _weights(setting, len(target))
    given = None if groups is None else pd.factorize(np.asarray(groups), sort=True)[0]
    if given is not None and len(given) != len(target):
        raise ValueError("groups has another length than y")
    person = alike_rows(x) if given is None else given
    fold = folds_by_person(person, min(FOLDS, len(np.unique(person))), seed)
    most = 1 if given is None else int(np.bincount(given).max())
    fewest = setting.minimum * most  # so many rows belong to at least the minimum of persons
    bins = bins_of(x, fewest=fewest)
    rows = Rows(given if most > 1 else None, weights)
    data = (bins.bounded(x), bins.codes(x), target, weights)
    learner = _Learner(data, columns, (kind, fewest, seed))
    # one thread, for linear algebra too: more of them wait for each other, and for Python, so long
    # that a fit takes half as much again of the processors and hardly less time
    with threads().limit(limits=1, user_api="blas"):
        two_part = fit_two_part(data[0], target, columns, rows=rows)
        members, unseen = _left_out(learner, fold)
    weight = _best_weight(target, weights, unseen, kind)
    glm, trees = (float(weights @ target / total) for total in weights @ unseen)
    return RiskModel(
        kind=kind,
        columns=columns,
        two_part=two_part,
        boosting=Boosting(bins, members),
        weight=weight,
        calibration=fit_calibration(target, _mixed(unseen, weight), weights),
        levels=(glm, trees),
        merged=merged_values(x, columns, fewest=fewest),
    )


@dataclass(frozen=True, slots=True)
class _Learner:
    """Columns within bounds, their bins, outcome and weights; how members are fitted."""

    data: tuple[Vector, Codes, Vector, Vector]
    columns: tuple[str, ...]
    how: tuple[Kind, int, int]

    def fold(self, rest: NDArray[np.bool_]) -> tuple[Trees, Vector]:
        """Trees of the rows not left out; predictions (glm, boosting) of those that are."""
        x, codes, y, weights = self.data
        kind, fewest, seed = self.how
        link: Link = "logit" if kind == "event" else "log"
        learn = ~rest
        member = fit_member(
            codes[:, learn], y[learn], weights[learn], link, fewest=fewest, seed=seed
        )
        rows = Rows(weights=weights[learn], errors=False)
        glm = fit_two_part(x[learn], y[learn], self.columns, rows=rows)
        return member, np.column_stack([glm.predict(x[rest]), member.predict(codes[:, rest])])


def _left_out(learner: _Learner, fold: NDArray[np.intp]) -> tuple[tuple[Trees, ...], Vector]:
    """Boosting model per fold left out; predictions (glm, boosting) of the rows left out."""
    members = []
    unseen = np.empty((len(fold), 2))
    for k in range(int(fold.max()) + 1):
        rest = fold == k
        member, unseen[rest] = learner.fold(rest)
        members.append(member)
    return tuple(members), unseen


def _best_weight(y: Vector, weights: Vector, unseen: Vector, kind: Kind) -> float:
    """Weight of boosting that explains most of the rows left out.

    Most of the deviance for an event; for an amount three shares count alike: of the deviance, of
    the squares up to a cap and of the absolute errors (Cumming's measure). Deviance alone follows
    the member that does well where little is expected.
    """
    worth = _told_of_events(y, weights) if kind == "event" else _told_of_amounts(y, weights)
    tiny = np.finfo(float).tiny
    told = {w: worth(np.maximum(_mixed(unseen, w), tiny)) for w in _WEIGHTS.tolist()}
    return max(told, key=told.__getitem__)


def _told_of_events(y: Vector, weights: Vector) -> Callable[[Vector], float]:
    """How much a prediction of an event explains: its likelihood."""

    def worth(p: Vector) -> float:
        rest = np.maximum(1 - p, np.finfo(float).tiny)
        return float(weights @ (y * np.log(p) + (1 - y) * np.log(rest)))

    return worth


def _told_of_amounts(y: Vector, weights: Vector) -> Callable[[Vector], float]:
    """How much a prediction of an amount explains once its total is right: three shares, added up.

    Of the deviance (Poisson), of the squares up to `CAP`, of the absolute errors. A share of
    nothing is left out: that of the squares where fewer than one in a hundred have any.
    """
    cap = float(np.quantile(y, CAP))
    had = float(weights @ y)
    used = y > 0
    mean = had / float(weights.sum())
    some = weights[used] * y[used]
    could = float(some @ np.log(y[used] / mean))
    spread = could > 1e-9 * had  # else all had the same, but for rounding

    def worth(p: Vector) -> float:
        p = p * (had / float(weights @ p))
        measures = from_sums(row_sums(y, p, cap=cap) @ weights)
        told = float(some @ np.log(p[used] / mean)) / could if spread else np.nan
        return float(np.nansum(np.array([told, measures["r2_capped"], measures["cpm"]])))

    return worth


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
    if kind == "event" and not np.isin(target, (0.0, 1.0)).all():
        raise ValueError("an event happens or not: 0 or 1")
    if not target.any():
        raise ValueError("y is 0 everywhere: there is nothing to learn")
    return target


def _weights(setting: Setting, rows: int) -> Vector:
    """Weights of the rows, all above 0."""
    if setting.weights is None:
        return np.ones(rows)
    weights = np.asarray(setting.weights, float)
    if weights.shape != (rows,) or not np.isfinite(weights).all() or (weights <= 0).any():
        raise ValueError("weights must be one number above 0 for each row")
    return weights
