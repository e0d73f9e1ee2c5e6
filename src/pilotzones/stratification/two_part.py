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
import statsmodels.api as sm
from numpy.typing import NDArray
from scipy.special import expit
from scipy.stats import norm
from statsmodels.genmod.generalized_linear_model import GLMResultsWrapper

from pilotzones.stratification.independence import independent_columns

Vector = NDArray[np.float64]

FEWEST = 10
"""A part needs at least this many rows on either side, or it is a constant."""
_HIGHEST = 0.995
"""Linear predictors are held to this share of those seen in training: a log link explodes."""
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


def fit_two_part(
    x: Vector, y: Vector, names: tuple[str, ...], *, groups: NDArray[np.intp] | None = None
) -> TwoPart:
    """Two-part model of ``y`` (rows, not negative) by the columns of ``x`` (rows x columns).

    Parameters
    ----------
    groups
        Number of the person of each row: standard errors then allow for what the rows of one
        person have in common.
    """
    some = y > 0
    users = float(some.mean())
    use = None
    if min(some.sum(), (~some).sum()) >= FEWEST:
        use = _fit(x, some.astype(float), names, sm.families.Binomial(), groups)
    spent = None if groups is None else groups[some]
    if some.sum() < FEWEST:
        return TwoPart(None, _constant(y.mean()), 1.0)
    return TwoPart(use, _fit(x[some], y[some], names, sm.families.Poisson(), spent), users)


def _constant(mean: float) -> Part:
    """Part that says the same of everyone."""
    level = float(np.log(max(mean, np.finfo(float).tiny)))
    return Part((_INTERCEPT,), (), np.array([level]), np.zeros((1, 1)), level, level)


def _fit(
    x: Vector,
    y: Vector,
    names: tuple[str, ...],
    family: sm.families.Family,
    groups: NDArray[np.intp] | None,
) -> Part:
    """One part by Newton's method, on standardised columns, given back in their own units."""
    mean, spread = x.mean(axis=0), x.std(axis=0)
    kept = independent_columns(x)
    scaled = (x[:, kept] - mean[kept]) / spread[kept]
    design = np.column_stack([np.ones(len(y)), scaled])
    fitted = _likeliest(design, y, family, groups)
    back = np.diag(np.append(1.0, 1 / spread[kept]))
    back[0, 1:] = -mean[kept] / spread[kept]
    eta = design @ fitted.params
    return Part(
        names=(_INTERCEPT, *(names[i] for i in kept)),
        kept=tuple(kept),
        estimates=back @ fitted.params,
        covariance=back @ np.asarray(fitted.cov_params()) @ back.T,
        low=float(eta.min()),
        high=float(np.quantile(eta, _HIGHEST)),
    )


def _likeliest(
    design: Vector, y: Vector, family: sm.families.Family, groups: NDArray[np.intp] | None
) -> GLMResultsWrapper:
    """Fitted model with robust covariance.

    Newton's method takes a few steps from the model without columns; where it runs away (no step
    control, a perfectly parted outcome), a line search follows.
    """
    model = sm.GLM(y, design, family)
    start = np.zeros(design.shape[1])
    start[0] = family.link(y.mean())
    for method, steps in (("newton", 50), ("bfgs", 200)):
        try:
            fitted = _fitted(model, start, (method, steps), groups)
        except np.linalg.LinAlgError:
            continue
        if np.isfinite(fitted.params).all() and fitted.llf >= model.loglike(start) - 1e-6:
            return fitted
    return _fitted(model, start, ("bfgs", 0), groups)


def _fitted(
    model: sm.GLM, start: Vector, how: tuple[str, int], groups: NDArray[np.intp] | None
) -> GLMResultsWrapper:
    """Model fitted by one method in at most so many steps."""
    method, steps = how
    if groups is None:
        return model.fit(start, maxiter=steps, method=method, cov_type="HC1", disp=False)
    clusters = {"groups": groups}
    return model.fit(
        start, maxiter=steps, method=method, cov_type="cluster", cov_kwds=clusters, disp=False
    )
