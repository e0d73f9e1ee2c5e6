"""Smoothed ratios with the neighbours: units that share a border are taken to be alike.

Leroux, Lei and Breslow (2000, in Statistical Models in Epidemiology, the Environment and Clinical
Trials, pp. 179-191): the logarithm of the ratio is a Gaussian field with the precision
``(share * (D - W) + (1 - share) * I) / sigma**2`` over the graph of shared borders; ``share`` 0 is
no likeness at all. Fitted by nested Laplace approximation (Rue, Martino and Chopin 2009, Journal of
the Royal Statistical Society B 71: 319-392), with sparse matrices throughout.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.optimize import minimize, minimize_scalar
from scipy.sparse import coo_array, csc_array, diags_array, eye_array, triu
from scipy.sparse.linalg import splu
from scipy.special import expit, gammaln, logsumexp, pdtr

from pilotzones.stratification.small_area import Counted, Smoothed
from pilotzones.stratification.standardisation import Z95, Floats

if TYPE_CHECKING:
    from scipy.sparse.linalg import SuperLU

    from pilotzones.postcodes.contiguity import Contiguity

_STEPS = 60
_NEAR = 1e-8
_APART = (-1.5, 0.0, 1.5)
"""Nodes around the most likely spread and share, in their standard deviations."""
_LOOSE = 1e-4
"""Precision of the level, which is as good as not known before."""
_DENSE = 2000
"""Units up to which variances come from the inverse itself; of more, from draws."""
_DRAWS = 256
"""Draws for each node: with nine nodes a standard deviation is known to about 2 %."""


@dataclass(frozen=True, slots=True)
class Leroux:
    """A fitted spatial model: ``gain`` is what the neighbours add to the log-likelihood."""

    smoothed: Smoothed
    gain: float
    share: float


class _Precision:
    """Factor of the precision of field and level together.

    The level touches every unit: it is kept out of the sparse factor, which it would fill, and
    joined by its Schur complement.
    """

    def __init__(self, parts: tuple[csc_array, float, float], bend: Floats) -> None:
        self.parts = parts
        self.matrix = csc_array(_prior(*parts) + diags_array(bend))
        self.factor = _factored(self.matrix)
        self.edge = bend
        self.reach = self.factor.solve(bend)
        self.corner = float(bend.sum() + _LOOSE - bend @ self.reach)

    def solve(self, right: Floats) -> Floats:
        """Solution for one right side, or for several in columns; the level comes last."""
        unit = self.factor.solve(np.ascontiguousarray(right[:-1]))
        level = (right[-1] - self.edge @ unit) / self.corner
        return np.concatenate([unit - np.multiply.outer(self.reach, level), np.array([level])])

    @property
    def log_det(self) -> float:
        """Logarithm of the determinant."""
        return _log_det(self.factor) + float(np.log(self.corner))


@dataclass(frozen=True, slots=True)
class _State:
    """Most likely field under one spread and share: the units, then the level."""

    field: Floats
    factor: _Precision
    evidence: float


def leroux(counted: Counted, graph: Contiguity, *, weights: Floats | None = None) -> Leroux:
    """Ratios smoothed over shared borders and declared links.

    Parameters
    ----------
    counted
        Counts by unit, in the order of the graph; hidden ones under their bound.
    weights
        Weight of each unit in a whole.

    Notes
    -----
    Spread half-normal with scale 1, share of likeness uniform. Time grows with the units and their
    borders, not with their square.
    """
    lap = _laplacian(graph)

    def loss(place: Floats) -> float:
        return -_scored(counted, lap, place).evidence

    first = np.array([[-1.2, 0.0], [-0.4, 0.0], [-1.2, 2.0]])
    options = {"xatol": 0.02, "fatol": 0.01, "maxiter": 120, "initial_simplex": first}
    best = minimize(loss, first[0], method="Nelder-Mead", options=options)
    alone = minimize_scalar(
        lambda log_sigma: -_settled(counted, lap, np.exp(log_sigma), 0.0).evidence,
        bounds=(-6.0, 1.0), method="bounded", options={"xatol": 0.02},
    )  # fmt: skip
    log_sigma, logit = best.x
    inner = _settled(counted, lap, np.exp(log_sigma), expit(logit)).evidence
    wide = _widths(loss, best.x)
    states = [
        _scored(counted, lap, best.x + wide * np.array(step))
        for step in product(_APART, _APART)
    ]  # fmt: skip
    fits = np.array([state.evidence for state in states])
    shares = np.exp(fits - logsumexp(fits))
    kept = [(s, p / shares.sum()) for s, p in zip(states, shares, strict=True) if p > 0.01]
    total = sum(p for _, p in kept)
    moments = [(_moments(state, weights), p / total) for state, p in kept]
    gain = inner + _lowest(alone)
    return Leroux(_smoothed(counted, moments, weights), gain, float(expit(logit)))


def _lowest(found: Any) -> float:
    return float(found.fun)


def _laplacian(graph: Contiguity) -> csc_array:
    a, b = graph.pairs()
    ends, others = np.r_[a, b], np.r_[b, a]
    beside = coo_array((np.ones(len(ends)), (ends, others)), shape=(graph.n, graph.n)).tocsc()
    return csc_array(diags_array(np.asarray(beside.sum(axis=1)).ravel()) - beside)


def _scored(counted: Counted, lap: csc_array, place: Floats) -> _State:
    """State with the prior of spread and share in its evidence; flat at the far ends."""
    log_sigma, logit = np.clip(place[0], -6, 1.5), np.clip(place[1], -6, 6)
    state = _settled(counted, lap, np.exp(log_sigma), expit(logit))
    prior = log_sigma - np.exp(2 * log_sigma) / 2 + logit - 2 * np.logaddexp(0, logit)
    far = float(((place - np.array([log_sigma, logit])) ** 2).sum())
    return _State(state.field, state.factor, state.evidence + prior - far)


def _settled(counted: Counted, lap: csc_array, sigma: float, share: float) -> _State:
    """Most likely field by Newton's method, and the Laplace approximation of the evidence."""
    n = counted.cases.size
    parts = lap, share, sigma
    prior = _prior(*parts)
    field = np.zeros(n + 1)
    known = counted.known
    field[n] = np.log(max(counted.cases[known].sum(), 0.5) / counted.expected[known].sum())
    value = _value(counted, prior, field)
    for _ in range(_STEPS):
        score, bend = _slopes(counted, field[:n] + field[n])
        pull = prior @ field[:n]
        slope = np.r_[score - pull, score.sum() - _LOOSE * field[n]]
        step = _Precision(parts, bend).solve(slope)
        tried = field + step
        after = _value(counted, prior, tried)
        while after < value - 1e-9 and np.abs(step).max() > 1e-6:
            step = step / 2
            tried = field + step
            after = _value(counted, prior, tried)
        moved = after - value
        field, value = tried, after
        if abs(moved) < _NEAR:
            break
    factor = _Precision(parts, _slopes(counted, field[:n] + field[n])[1])
    log_prior = _log_det(_factored(prior)) + np.log(_LOOSE)
    return _State(field, factor, value + (log_prior - factor.log_det) / 2)


def _prior(lap: csc_array, share: float, sigma: float) -> csc_array:
    return csc_array((share * lap + (1 - share) * eye_array(lap.diagonal().size)) / sigma**2)


def _value(counted: Counted, prior: csc_array, field: Floats) -> float:
    unit, level = field[:-1], field[-1]
    fit = _log_likelihood(counted, unit + level)
    return float(fit - (unit @ (prior @ unit) + _LOOSE * level**2) / 2)


def _log_likelihood(counted: Counted, eta: Floats) -> float:
    known, bounded = counted.known, counted.bounded
    due = counted.expected * np.exp(np.minimum(eta, 30))
    cases = counted.cases[known]
    fit = (cases * np.log(due[known]) - due[known] - gammaln(cases + 1)).sum()
    hidden = np.maximum(pdtr(counted.most[bounded], due[bounded]), 1e-300)
    return float(fit + np.log(hidden).sum())


def _slopes(counted: Counted, eta: Floats) -> tuple[Floats, Floats]:
    """Slope of each unit's log-likelihood in its field, and the bend the other way (never < 0)."""
    known, bounded = counted.known, counted.bounded
    due = counted.expected * np.exp(np.minimum(eta, 30))
    score, bend = np.zeros(len(eta)), np.zeros(len(eta))
    score[known], bend[known] = counted.cases[known] - due[known], due[known]
    if bounded.any():
        most, mean = counted.most[bounded], due[bounded]
        whole = np.maximum(pdtr(most, mean), 1e-300)
        edge = np.exp(most * np.log(mean) - mean - gammaln(most + 1)) / whole
        score[bounded] = -mean * edge
        bend[bounded] = np.maximum(mean * edge * (1 + most - mean + mean * edge), 0.0)
    return score, bend


def _factored(matrix: csc_array) -> SuperLU:
    """Factor of a symmetric positive definite matrix."""
    return splu(
        matrix, permc_spec="MMD_AT_PLUS_A", diag_pivot_thresh=0.0, options={"SymmetricMode": True}
    )


def _log_det(factor: SuperLU) -> float:
    return float(np.log(np.abs(factor.U.diagonal())).sum())


@dataclass(frozen=True, slots=True)
class _Moments:
    mean: Floats
    var: Floats
    whole: tuple[float, float] | None


def _moments(state: _State, weights: Floats | None) -> _Moments:
    """Mean and variance of each unit's logarithm, and of that of the whole."""
    n = len(state.field) - 1
    var = _variances(state.factor)
    mean = state.field[:n] + state.field[n]
    whole = None
    if weights is not None and weights.sum() > 0:
        ratio = np.exp(mean + var / 2)
        pulls = weights * ratio / weights.sum()
        pulls = np.r_[pulls, pulls.sum()]
        whole = float(pulls.sum() - pulls[-1]), float(pulls @ state.factor.solve(pulls))
    return _Moments(mean, var, whole)


def _variances(precision: _Precision) -> Floats:
    """Variance of each unit's logarithm: field and level together."""
    if len(precision.edge) <= _DENSE:
        own = np.linalg.inv(precision.matrix.toarray())
        return np.diag(own) + (1 - precision.reach) ** 2 / precision.corner
    lap, share, sigma = precision.parts
    upper = triu(lap, k=1).tocoo()
    pairs = len(upper.row)
    random = np.random.default_rng(pairs)
    bend = np.maximum(precision.edge, 0.0)
    # a draw of the precision is the sum of draws of its terms, then solved for
    seen = np.sqrt(bend)[:, None] * random.standard_normal((len(bend), _DRAWS))
    steps = np.sqrt(share) / sigma * random.standard_normal((pairs, _DRAWS))
    alone = np.sqrt(1 - share) / sigma * random.standard_normal((len(bend), _DRAWS))
    right = seen + alone
    np.add.at(right, upper.row, steps)
    np.add.at(right, upper.col, -steps)
    last = seen.sum(axis=0) + np.sqrt(_LOOSE) * random.standard_normal(_DRAWS)
    drawn = precision.solve(np.vstack([right, last]))
    return ((drawn[:-1] + drawn[-1]) ** 2).mean(axis=1)


def _smoothed(
    counted: Counted, moments: list[tuple[_Moments, float]], weights: Floats | None
) -> Smoothed:
    mean = sum(p * m.mean for m, p in moments)
    var = sum(p * (m.var + m.mean**2) for m, p in moments) - mean**2
    ratio = sum(p * np.exp(m.mean + m.var / 2) for m, p in moments)
    square = sum(p * np.exp(2 * m.mean + 2 * m.var) for m, p in moments)
    sd = np.sqrt(np.maximum(square - ratio**2, 0.0))
    empty = ~(counted.expected > 0)
    low, high = (np.exp(mean + z * np.sqrt(var)) for z in (-Z95, Z95))
    parts = [np.where(empty, np.nan, part) for part in (ratio, sd, low, high)]
    whole = None
    if weights is not None and weights.sum() > 0:
        found = [(m.whole, p) for m, p in moments if m.whole is not None]
        middle = sum(p * w[0] for w, p in found)
        spread = sum(p * (w[1] + w[0] ** 2) for w, p in found) - middle**2
        whole = float(middle), float(np.sqrt(max(spread, 0.0)))
    between = float(np.sqrt(np.nanvar(parts[0]) + np.nanmean(parts[1] ** 2)))
    ratio, sd, low, high = parts
    return Smoothed(ratio, sd, low, high, "spatial", between, whole)


def _widths(loss: Callable[[Floats], float], best: Floats) -> Floats:
    """Standard deviations of spread and share around the most likely ones, axis by axis."""
    here = loss(best)
    step = 0.3
    found = []
    for axis in range(2):
        move = np.zeros(2)
        move[axis] = step
        bend = (loss(best + move) - 2 * here + loss(best - move)) / step**2
        found.append(np.clip(1 / np.sqrt(max(bend, 1e-3)), 0.05, 1.5))
    return np.array(found)
