"""Smoothed ratios of small areas: what a few cases say, held against what all units say.

A unit with few cases tells little of itself, so its ratio is drawn towards the others', the more
the less it tells. A count that its source hides ("fewer than 20") goes in as what it is: a bound.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np
from scipy.optimize import minimize
from scipy.special import gammaincinv, gammaln, logsumexp, xlogy

from pilotzones.stratification.standardisation import Z95, Floats

if TYPE_CHECKING:
    from pilotzones.postcodes.contiguity import Contiguity

Method = Literal["poisson-gamma", "spatial", "fay-herriot", "reference"]
"""How a ratio was estimated; ``reference``: the reference alone, no count of the unit."""

_SPREADS = 32
"""Nodes of the spread of the ratios between units; the level has `_LEVELS`."""
_LEVELS = 9
_WIDEST = 2.0
"""Largest spread that is looked at: ratios of one unit in two between 0 and 2.7."""
FEWEST = 3
"""Units with a known count that are needed to see a spread between them."""
_SIGNAL = 1.353
"""Half the 90 % point of chi-squared with one degree: a one-sided test of a share at its bound
(Self and Liang 1987, JASA 82: 605-610), at 5 %."""


@dataclass(frozen=True, slots=True)
class Counted:
    """Cases of the units as they are known.

    Parameters
    ----------
    cases
        Observed cases; NaN where they are hidden or there is no data.
    expected
        Cases that the reference would have in the unit; 0 where nobody lives there.
    most
        Largest number that a hidden count can be; NaN where nothing at all is known of it.
    """

    cases: Floats
    expected: Floats
    most: Floats

    @property
    def known(self) -> np.ndarray:
        """Units with a count."""
        return ~np.isnan(self.cases) & (self.expected > 0)

    @property
    def bounded(self) -> np.ndarray:
        """Units whose count is hidden under a known bound."""
        return np.isnan(self.cases) & ~np.isnan(self.most) & (self.expected > 0)


@dataclass(frozen=True, slots=True)
class Smoothed:
    """Ratios of the units to the reference, smoothed, with 95 % intervals.

    Parameters
    ----------
    ratio, sd, low, high
        Mean, standard deviation and 95 % interval of what is known of each unit's ratio.
    method
        How they were made.
    spread
        Standard deviation of the true ratios between units.
    whole
        Ratio of a whole and its standard deviation, where weights were given.
    factor
        What the ratios were multiplied by to add up to the observed total.
    """

    ratio: Floats
    sd: Floats
    low: Floats
    high: Floats
    method: Method
    spread: float
    whole: tuple[float, float] | None = None
    factor: float = 1.0


def smoothed(
    counted: Counted, graph: Contiguity | None = None, *, weights: Floats | None = None
) -> Smoothed:
    """Smoothed ratios of counts: with the neighbours where these tell something, else without.

    The spatial model is used where it makes the counts likelier than its own form without
    neighbours does (one-sided 5 %), and `poisson_gamma` elsewhere. Totals are benchmarked.

    Parameters
    ----------
    graph
        Shared borders of the units; None where there are none.
    weights
        Weight of each unit in a whole (such as the expected cases of a zone's units).
    """
    found = None
    if graph is not None and len(graph.pairs()[0]) and counted.known.sum() >= FEWEST:
        from pilotzones.stratification.small_area_spatial import leroux

        model = leroux(counted, graph, weights=weights)
        found = model.smoothed if model.gain > _SIGNAL else None
    return benchmarked(found or poisson_gamma(counted, weights=weights), counted)


def poisson_gamma(counted: Counted, *, weights: Floats | None = None) -> Smoothed:
    """Empirical Bayes ratios: Poisson counts, gamma distributed ratios.

    Notes
    -----
    Clayton and Kaldor (1987, Biometrics 43: 671-681) with the negative binomial likelihood in place
    of moments, which are 0 or negative by accident where counts are few (Marshall 1991, Applied
    Statistics 40: 283-294). Level and spread are not plugged in as if they were known: the
    posterior is averaged over both (flat in the logarithm of the level and in the spread), so that
    intervals hold with few units too. The interval is that of the gamma distribution with the
    posterior's mean and variance.
    """
    due = np.where(counted.expected > 0, counted.expected, np.nan)
    if counted.known.sum() < FEWEST:
        return _unseen(due, weights)
    level, wide = _centre(counted)
    log_levels = np.log(level) + np.linspace(-3, 3, _LEVELS) * wide
    spreads = np.linspace(_WIDEST / _SPREADS / 8, _widest(counted, level), _SPREADS)
    grid = [(np.exp(m), s) for m in log_levels for s in spreads]
    fits = np.array([_likelihood(counted, m, s) for m, s in grid])
    shares = np.exp(fits - logsumexp(fits))
    kept = [(node, share) for node, share in zip(grid, shares, strict=True) if share > 1e-5]
    mean, square = np.zeros(len(due)), np.zeros(len(due))
    spread = 0.0
    for (m, s), share in kept:
        ratio, var = _posterior(counted, m, s)
        mean += share * ratio
        square += share * (var + ratio**2)
        spread += share * m * s
    total = sum(share for _, share in kept)
    mean, square, spread = mean / total, square / total, spread / total
    mean = np.where(np.isnan(due), np.nan, mean)
    sd = np.sqrt(np.maximum(square - mean**2, 0.0))
    low, high = gamma_interval(mean, sd)
    return Smoothed(mean, sd, low, high, "poisson-gamma", spread, whole_of(mean, sd, weights))


def benchmarked(found: Smoothed, counted: Counted) -> Smoothed:
    """Ratios that give the observed total again over the units whose counts are known.

    Ratio benchmarking (Pfeffermann and Barnard 1991, Journal of Business and Economic Statistics 9:
    73-84): one factor for all.
    """
    known = counted.known
    due = float((found.ratio * counted.expected)[known].sum())
    total = float(counted.cases[known].sum())
    if not due or not total:
        return found
    factor = total / due
    whole = found.whole and (found.whole[0] * factor, found.whole[1] * factor)
    parts = (found.ratio, found.sd, found.low, found.high)
    ratio, sd, low, high = (part * factor for part in parts)
    return replace(
        found, ratio=ratio, sd=sd, low=low, high=high, whole=whole, factor=found.factor * factor
    )


def spread_wider(found: Smoothed, more: Floats, *, of: np.ndarray) -> Smoothed:
    """Ratios of parts of the units: that of the whole unit, and how far a part may be from it.

    Parameters
    ----------
    more
        Share of the variance between units that is added for each part: 0 for a whole unit.
    of
        Place of the unit that each part lies in.

    Notes
    -----
    Synthetic estimates (Gonzalez 1973; Rao and Molina 2015, Small Area Estimation, ch. 3). Nothing
    in the data says how parts of one unit differ, so they are taken to differ as units do.
    """
    ratio = found.ratio[of]
    sd = np.sqrt(found.sd[of] ** 2 + more * found.spread**2)
    low, high = gamma_interval(ratio, sd)
    return replace(found, ratio=ratio, sd=sd, low=low, high=high)


def gamma_interval(mean: Floats, sd: Floats) -> tuple[Floats, Floats]:
    """Central 95 % of the gamma distributions with these means and standard deviations.

    Examples
    --------
    >>> import numpy as np
    >>> [np.round(limit, 2).tolist() for limit in gamma_interval(np.array([1.0]), np.array([0.1]))]
    [[0.81], [1.21]]
    """
    safe = np.where((mean > 0) & (sd > 0), sd, 1.0)
    shape = np.where((mean > 0) & (sd > 0), (mean / safe) ** 2, 1.0)
    scale = np.where(mean > 0, mean, np.nan) / shape
    many = shape > 1e7  # a gamma so narrow is normal, and its inverse would take long
    part = np.where(many, 1.0, shape)
    low = np.where(many, mean - Z95 * sd, gammaincinv(part, 0.025) * scale)
    high = np.where(many, mean + Z95 * sd, gammaincinv(part, 0.975) * scale)
    flat = ~(sd > 0) & ~np.isnan(mean)
    return np.where(flat, mean, low), np.where(flat, mean, high)


def whole_of(mean: Floats, sd: Floats, weights: Floats | None) -> tuple[float, float] | None:
    """Weighted mean of independent ratios with its standard deviation; None without any."""
    if weights is None:
        return None
    used = (weights > 0) & ~np.isnan(mean)
    share = weights[used] / weights[used].sum() if used.any() else weights[used]
    if not used.any():
        return None
    return float(share @ mean[used]), float(np.sqrt((share**2) @ sd[used] ** 2))


def _unseen(due: Floats, weights: Floats | None) -> Smoothed:
    """No spread can be seen with a count or two: the ratio is not known better than the widest."""
    mean = np.where(np.isnan(due), np.nan, 1.0)
    sd = np.where(np.isnan(due), np.nan, 1.0)
    low, high = gamma_interval(mean, sd)
    return Smoothed(mean, sd, low, high, "reference", 1.0, whole_of(mean, sd, weights))


def _centre(counted: Counted) -> tuple[float, float]:
    """Most likely level, and the standard error of its logarithm."""
    known = counted.known
    crude = max(float(counted.cases[known].sum()), 0.5) / float(counted.expected[known].sum())

    def loss(place: np.ndarray) -> float:
        level, spread = np.exp(place)
        # flat in the spread itself: the logarithm of it has the spread as its density
        return -_likelihood(counted, level, min(spread, _WIDEST)) - place[1]

    start = np.array([np.log(crude), np.log(0.2)])
    level, spread = np.exp(minimize(loss, start, method="Nelder-Mead").x)
    spread = min(spread, _WIDEST)
    due = counted.expected[known] * level
    # information on the logarithm of the level in a negative binomial count
    told = float((due / (1 + due * spread**2)).sum())
    return float(level), 1 / np.sqrt(max(told, 1e-3))


def _widest(counted: Counted, level: float) -> float:
    """Spread beyond which the counts are hardly likely any more."""
    tried = np.geomspace(0.01, _WIDEST, 24)
    fits = np.array([_likelihood(counted, level, spread) for spread in tried])
    likely = np.flatnonzero(fits > fits.max() - 9)
    return float(tried[min(likely[-1] + 1, len(tried) - 1)])


def _likelihood(counted: Counted, level: float, spread: float) -> float:
    """Logarithm of the likelihood of all counts; ``spread`` is a share of the level."""
    shape = spread**-2
    known, bounded = counted.known, counted.bounded
    fit = _log_chance(counted.cases[known], counted.expected[known] * level, shape).sum()
    if bounded.any():
        fit += np.logaddexp.reduce(_hidden(counted, level, shape), axis=1).sum()
    return float(fit)


def _log_chance(cases: Floats, due: Floats, shape: float) -> Floats:
    """Logarithm of the chance of a negative binomial count with this mean and shape."""
    return (
        gammaln(cases + shape)
        - gammaln(shape)
        - gammaln(cases + 1)
        - shape * np.log1p(due / shape)
        + xlogy(cases, due / (due + shape))
    )


def _hidden(counted: Counted, level: float, shape: float) -> Floats:
    """Logarithm of the chance of each number that a hidden count can be: a row for each unit."""
    due, most = counted.expected[counted.bounded], counted.most[counted.bounded]
    numbers = np.arange(most.max() + 1)
    found = _log_chance(numbers[None, :], due[:, None] * level, shape)
    return np.where(numbers[None, :] <= most[:, None], found, -np.inf)


def _posterior(counted: Counted, level: float, spread: float) -> tuple[Floats, Floats]:
    """Mean and variance of each unit's ratio, where level and spread are known."""
    shape = spread**-2
    rate = shape / level
    cases, known, bounded = counted.cases, counted.known, counted.bounded
    mean = np.full(len(cases), level)
    var = np.full(len(cases), shape / rate**2)
    total = rate + counted.expected
    mean[known] = (shape + cases[known]) / total[known]
    var[known] = mean[known] / total[known]
    if bounded.any():
        chances = _hidden(counted, level, shape)
        chances = np.exp(chances - chances.max(axis=1, keepdims=True))
        chances /= chances.sum(axis=1, keepdims=True)
        numbers = np.arange(chances.shape[1])
        first = chances @ numbers
        second = chances @ numbers**2 - first**2
        behind = total[bounded]
        mean[bounded] = (shape + first) / behind
        var[bounded] = mean[bounded] / behind + second / behind**2
    return mean, var
