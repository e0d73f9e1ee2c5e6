"""Two-part generalised linear model: any use (logit), then how much of it (log link).

The amount is fitted by Poisson quasi-likelihood: consistent for any outcome whose mean is
log-linear, whatever its spread, and less led by the highest predictions than a gamma likelihood
(Gourieroux, Monfort and Trognon 1984; Santos Silva and Tenreyro 2006). Its standard errors are
robust, by person where persons have several rows.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import expit
from scipy.stats import norm

from pilotzones.stratification.independence import independent_columns
from pilotzones.stratification.newton import Link, covariance, likeliest

Vector = NDArray[np.float64]

FEWEST = 10
"""A part needs at least this many rows on either side, or it is a constant."""
_HIGHEST = 0.995
"""Linear predictors are held to this share of those seen in training: a log link explodes. Both
ends are means of `FEWEST` rows, so that neither is the value of one person."""
_INTERCEPT = "intercept"


@dataclass(frozen=True, slots=True)
class Part:
    """One fitted part: coefficients in the units of the columns, the intercept first.

    ``kept`` are the positions of the columns that were not sums of others; ``low`` and ``high``
    bound the linear predictor.
    """

    names: tuple[str, ...]
    kept: tuple[int, ...]
    estimates: Vector
    covariance: Vector
    low: float
    high: float

    def linear(self, x: Vector) -> Vector:
        """Linear predictor of each row, held to the range of the training."""
        eta = self.estimates[0] + x[:, self.kept] @ self.estimates[1:]
        return np.clip(eta, self.low, self.high)

    def table(self, level: float = 0.95) -> pd.DataFrame:
        """Table name, estimate, std_error, low, high."""
        error = np.sqrt(np.diag(self.covariance))
        reach = norm.ppf(0.5 + level / 2) * error
        return pd.DataFrame(
            {
                "name": self.names,
                "estimate": self.estimates,
                "std_error": error,
                "low": self.estimates - reach,
                "high": self.estimates + reach,
            }
        )


@dataclass(frozen=True, slots=True)
class TwoPart:
    """Fitted two-part model; ``use`` is None where (nearly) all or none use care.

    ``users`` is the share of rows with any use, the answer of the first part where it is None.
    """

    use: Part | None
    amount: Part
    users: float

    def predict(self, x: Vector) -> Vector:
        """Expected outcome of each row: probability of any use times amount given use."""
        amount = np.exp(self.amount.linear(x))
        if self.use is None:
            return self.users * amount
        return amount * expit(self.use.linear(x))

    def coefficients(self) -> pd.DataFrame:
        """Table part (``use``, ``amount``), name, estimate, std_error, low, high (95 %)."""
        parts = {"use": self.use, "amount": self.amount}
        tables = [p.table().assign(part=name) for name, p in parts.items() if p is not None]
        together = pd.concat(tables, ignore_index=True)
        return together[["part", "name", "estimate", "std_error", "low", "high"]]


@dataclass(frozen=True, slots=True)
class Rows:
    """What is known of the rows of a fit.

    ``groups`` is the number of the person of each row: standard errors then allow for what the
    rows of one person have in common. ``weights`` are how much each row counts. Without ``errors``
    standard errors are 0, which is quicker.
    """

    groups: NDArray[np.intp] | None = None
    weights: Vector | None = None
    errors: bool = True

    def of(self, rows: NDArray[np.bool_]) -> Rows:
        """The same for some of the rows."""
        groups = None if self.groups is None else self.groups[rows]
        return Rows(groups, None if self.weights is None else self.weights[rows], self.errors)


def fit_two_part(
    x: Vector,
    y: Vector,
    names: tuple[str, ...],
    *,
    groups: NDArray[np.intp] | None = None,
    rows: Rows | None = None,
) -> TwoPart:
    """Two-part model of ``y`` (rows, not negative) by the columns of ``x`` (rows x columns).

    An outcome of 0 and 1 alone has an amount of 1: what is left is a logit.

    Parameters
    ----------
    groups
        Person of each row, where nothing more is said of the rows.
    """
    rows = rows or Rows(groups)
    some = y > 0
    users = float(np.average(some, weights=rows.weights))
    use = None
    if min(some.sum(), (~some).sum()) >= FEWEST:
        use = _fit(x, some.astype(float), names, "logit", rows)
    if some.sum() < FEWEST:
        return TwoPart(None, _constant(float(np.average(y, weights=rows.weights))), 1.0)
    if (y[some] == 1).all():
        return TwoPart(use, _constant(1.0), users)
    return TwoPart(use, _fit(x[some], y[some], names, "log", rows.of(some)), users)


def _constant(mean: float) -> Part:
    """Part that says the same of everyone."""
    level = float(np.log(max(mean, np.finfo(float).tiny)))
    return Part((_INTERCEPT,), (), np.array([level]), np.zeros((1, 1)), level, level)


def _fit(x: Vector, y: Vector, names: tuple[str, ...], link: Link, rows: Rows) -> Part:
    """One part by Newton's method, on standardised columns, given back in their own units."""
    mean, spread = x.mean(axis=0), x.std(axis=0)
    kept = independent_columns(x)
    scaled = (x[:, kept] - mean[kept]) / spread[kept]
    design = np.column_stack([np.ones(len(y)), scaled])
    weights = np.ones(len(y)) if rows.weights is None else rows.weights
    found = likeliest(design, y, weights, link)
    back = np.diag(np.append(1.0, 1 / spread[kept]))
    back[0, 1:] = -mean[kept] / spread[kept]
    eta = np.sort(design @ found)
    top = max(FEWEST, round((1 - _HIGHEST) * len(eta)))
    cut = np.zeros((len(found), len(found)))
    if rows.errors:
        cut = covariance((design, y, weights), found, link, rows.groups)
    return Part(
        names=(_INTERCEPT, *(names[i] for i in kept)),
        kept=tuple(kept),
        estimates=back @ found,
        covariance=back @ cut @ back.T,
        low=float(eta[:FEWEST].mean()),
        high=float(eta[-top:][:FEWEST].mean()),
    )
