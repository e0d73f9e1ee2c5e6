"""Smoothed ratios of small areas: found again on synthetic areas with known truth."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm
from scipy.stats import chi2, gamma, nbinom

from pilotzones.postcodes.contiguity import Contiguity
from pilotzones.stratification import small_area_spatial
from pilotzones.stratification.fay_herriot import fay_herriot
from pilotzones.stratification.small_area import (
    Counted,
    benchmarked,
    gamma_interval,
    poisson_gamma,
    smoothed,
    spread_wider,
)
from pilotzones.stratification.small_area_spatial import leroux
from pilotzones.stratification.standardisation import expected_counts, standardised_ratio

NONE = np.nan


def grid(side: int) -> Contiguity:
    """Squares of a chessboard: those that share a side are neighbours."""
    numbers = np.arange(side * side).reshape(side, side)
    a = np.r_[numbers[:, :-1].ravel(), numbers[:-1].ravel()]
    b = np.r_[numbers[:, 1:].ravel(), numbers[1:].ravel()]
    return Contiguity(side * side, a, b, np.ones(len(a)), np.ones(side * side))


def truth(random, side: int, *, spatial: bool, sd: float = 0.35) -> np.ndarray:
    """Ratios around 1, independent or alike in neighbours: drawn without the program's code."""
    if not spatial:
        return random.gamma(sd**-2, sd**2, side * side)
    graph = grid(side)
    lap = np.zeros((side * side, side * side))
    for a, b in zip(graph.a, graph.b, strict=True):
        lap[a, a] += 1
        lap[b, b] += 1
        lap[a, b] -= 1
        lap[b, a] -= 1
    values, vectors = np.linalg.eigh(0.97 * lap + 0.03 * np.eye(side * side))
    field = vectors @ (random.standard_normal(side * side) / np.sqrt(values))
    return np.exp(sd * (field - field.mean()) / field.std())


def areas(seed: int, side: int = 12, *, spatial: bool, hide: int = 0):
    """Truth, expected cases (few in many areas) and counts, those under ``hide`` as bounds."""
    random = np.random.default_rng(seed)
    ratios = truth(random, side, spatial=spatial)
    due = random.gamma(1.0, 25.0, side * side) + 2
    cases = random.poisson(due * ratios).astype(float)
    small = cases < hide
    known = np.where(small, NONE, cases)
    return ratios, cases, Counted(known, due, np.where(small, hide - 1.0, NONE)), small


def covered(found, ratios) -> np.ndarray:
    return (found.low <= ratios) & (ratios <= found.high)


def test_intervals_of_the_poisson_gamma_model_hold_and_it_beats_raw_ratios():
    inside, hidden, gains = [], [], []
    for seed in range(12):
        ratios, cases, counted, small = areas(seed, spatial=False, hide=10)
        found = poisson_gamma(counted)
        inside.append(covered(found, ratios))
        hidden.append(covered(found, ratios)[small])
        raw = ((cases / counted.expected - ratios) ** 2).mean()
        gains.append(((found.ratio - ratios) ** 2).mean() / raw)
    n = 12 * 144
    error = 3 * np.sqrt(0.95 * 0.05 / n)
    assert abs(np.mean(inside) - 0.95) < error + 0.005
    assert np.concatenate(hidden).mean() > 0.9, "counts that are only known as under 10"
    assert max(gains) < 0.85, "with all counts under 10 hidden, and still closer than raw ratios"


def test_few_areas_are_no_reason_for_narrow_intervals():
    """Plugged in as known, level and spread would give intervals that hold too seldom."""
    inside = []
    for seed in range(120):
        random = np.random.default_rng(seed)
        ratios = random.gamma(16, 1 / 16, 6)
        due = random.gamma(4, 6, 6) + 3
        cases = random.poisson(due * ratios).astype(float)
        found = poisson_gamma(Counted(cases, due, np.full(6, NONE)))
        inside.append(covered(found, ratios).mean())
    assert 0.93 <= np.mean(inside) <= 0.995


@pytest.mark.long
def test_neighbours_help_where_the_truth_is_spatial():
    inside, better = [], []
    for seed in range(5):
        ratios, _, counted, _ = areas(100 + seed, spatial=True, hide=10)
        model = leroux(counted, grid(12))
        alone = poisson_gamma(counted)
        inside.append(covered(model.smoothed, ratios))
        squares = [((f.ratio - ratios) ** 2).mean() for f in (model.smoothed, alone)]
        better.append(squares[0] / squares[1])
        assert smoothed(counted, grid(12)).method == "spatial"
        assert model.share > 0.6
    assert max(better) < 0.95
    assert np.mean(better) < 0.8
    assert np.mean(inside) > 0.95 - 3 * np.sqrt(0.05 * 0.95 / 720) - 0.01


@pytest.mark.long
def test_neighbours_lose_nothing_where_the_truth_is_not_spatial():
    worse, chosen = [], []
    for seed in range(5):
        ratios, _, counted, _ = areas(200 + seed, spatial=False)
        model = leroux(counted, grid(12))
        alone = poisson_gamma(counted)
        squares = [((f.ratio - ratios) ** 2).mean() for f in (model.smoothed, alone)]
        worse.append(squares[0] / squares[1])
        chosen.append(smoothed(counted, grid(12)).method)
    assert np.mean(worse) < 1.05
    assert chosen.count("spatial") <= 1


def test_draws_give_the_variances_that_the_inverse_gives(monkeypatch):
    _, _, counted, _ = areas(7, spatial=True)
    exact = leroux(counted, grid(12)).smoothed
    monkeypatch.setattr(small_area_spatial, "_DENSE", 10)
    drawn = leroux(counted, grid(12)).smoothed
    assert np.abs(drawn.sd / exact.sd - 1).mean() < 0.06
    assert drawn.ratio == pytest.approx(exact.ratio, rel=0.02)


def test_the_posterior_is_the_mixture_that_quadrature_gives():
    """Reckoned again on a fine grid with scipy's distributions, none of the program's code."""
    cases, due = np.array([4.0, 18.0, 7.0, 30.0, 2.0]), np.array([8.0, 12.0, 9.0, 20.0, 6.0])
    levels, spreads = np.exp(np.linspace(-2, 2, 161)), np.linspace(0.005, 1.995, 200)
    m, s = np.meshgrid(levels, spreads)
    shape = s**-2
    fit = sum(
        nbinom.logpmf(c, shape, shape / (shape + m * e)) for c, e in zip(cases, due, strict=True)
    )
    weight = np.exp(fit - fit.max())
    weight /= weight.sum()
    means = [
        (weight * (shape + c) / (shape / m + e)).sum() for c, e in zip(cases, due, strict=True)
    ]
    found = poisson_gamma(Counted(cases, due, np.full(5, NONE)))
    assert found.ratio == pytest.approx(means, rel=0.03)


def test_a_hidden_count_tells_less_than_a_known_one_and_more_than_none():
    due = np.full(40, 30.0)
    random = np.random.default_rng(5)
    cases = random.poisson(due * random.gamma(25, 1 / 25, 40)).astype(float)
    known, hidden, none = cases.copy(), cases.copy(), cases.copy()
    known[0], hidden[0], none[0] = 12.0, NONE, NONE
    bound = np.full(40, NONE)
    bound[0] = 19.0
    found = [
        poisson_gamma(Counted(c, due, most))
        for c, most in ((known, np.full(40, NONE)), (hidden, bound), (none, np.full(40, NONE)))
    ]
    ratios = [float(f.ratio[0]) for f in found]
    assert ratios[0] < ratios[1] < ratios[2]
    assert ratios[2] == pytest.approx(found[2].ratio.mean(), abs=0.15), "drawn to all others"


def test_observed_totals_are_given_again():
    _, cases, counted, _ = areas(3, spatial=True)
    for found in (benchmarked(poisson_gamma(counted), counted), smoothed(counted, grid(12))):
        assert (found.ratio * counted.expected).sum() == pytest.approx(cases.sum(), rel=1e-9)
        assert found.factor == pytest.approx(1, abs=0.05)


def test_a_whole_is_surer_than_its_parts():
    ratios, _, counted, _ = areas(9, spatial=True)
    weights = np.where(np.arange(144) < 30, counted.expected, 0.0)
    real = (weights @ ratios) / weights.sum()
    near = leroux(counted, grid(12), weights=weights).smoothed
    for found in (poisson_gamma(counted, weights=weights), near):
        mean, sd = found.whole or (NONE, NONE)
        assert abs(mean - real) < 3.5 * sd
        assert sd < np.median(found.sd[:30])


def test_areas_without_people_and_without_counts():
    due = np.array([0.0, 50, 60, 70, 80])
    cases = np.array([NONE, 40, 70, NONE, 90])
    found = poisson_gamma(Counted(cases, due, np.full(5, NONE)))
    assert np.isnan(found.ratio[0])
    assert found.sd[3] > found.sd[1]
    lone = poisson_gamma(Counted(np.array([5.0, NONE]), np.array([4.0, 9]), np.full(2, NONE)))
    assert lone.method == "reference"
    assert (lone.high - lone.low).min() > 3, "one count shows no spread: next to nothing is known"


def test_parts_of_a_unit_are_less_sure_than_the_unit():
    _, _, counted, _ = areas(11, spatial=False)
    found = poisson_gamma(counted)
    same, apart = (spread_wider(found, np.array([more]), of=np.array([0])) for more in (0.0, 0.7))
    assert same.low[0] == pytest.approx(found.low[0])
    assert apart.ratio[0] == found.ratio[0]
    assert apart.high[0] > found.high[0]
    assert apart.sd[0] ** 2 == pytest.approx(found.sd[0] ** 2 + 0.7 * found.spread**2)


def test_gamma_intervals_are_those_of_scipy():
    low, high = gamma_interval(np.array([0.8, 1.3]), np.array([0.3, 0.0001]))
    shape = (0.8 / 0.3) ** 2
    assert (low[0], high[0]) == pytest.approx(gamma.ppf([0.025, 0.975], shape, scale=0.8 / shape))
    assert (low[1], high[1]) == pytest.approx((1.3 - 0.000196, 1.3 + 0.000196), abs=1e-6)


def test_standardised_ratios_by_hand():
    """Exact limits of 10 cases: 4.795 and 18.390 (Ulm 1990); Byar's are close to them."""
    exact = standardised_ratio([10, 0], [1, 2])
    assert (exact.low[0], exact.high[0]) == pytest.approx((4.7954, 18.3904), abs=1e-4)
    assert (exact.low[1], exact.high[1]) == pytest.approx((0, -np.log(0.025) / 2))
    assert exact.high[0] == pytest.approx(chi2.ppf(0.975, 22) / 2)
    byar = standardised_ratio([10, 0], [1, 2], method="byar")
    assert (byar.low[0], byar.high[0]) == pytest.approx((4.7954, 18.3904), rel=0.005)
    assert byar.low[1] == 0
    assert np.isnan(standardised_ratio([3], [0]).ratio[0])
    with pytest.raises(ValueError, match="never negative"):
        standardised_ratio([-1], [2])


def test_exact_limits_hold_in_at_least_95_of_100():
    counts = np.random.default_rng(1).poisson(7.3, 20000)
    found = standardised_ratio(counts, np.full(20000, 7.3))
    assert np.mean((found.low <= 1) & (found.high >= 1)) >= 0.95


def test_expected_cases_are_persons_times_rates():
    assert expected_counts([[100, 50], [10, 200]], [0.1, 0.4]).tolist() == [30.0, 81.0]


def surveyed(seed: int, m: int, between: float = 0.0004):
    random = np.random.default_rng(seed)
    x = random.normal(0.2, 0.05, m)
    real = 0.05 + 0.8 * x + random.normal(0, np.sqrt(between), m)
    variance = random.uniform(0.0002, 0.002, m)
    return x, real, real + random.normal(0, np.sqrt(variance)), variance


def test_fay_herriot_intervals_hold_and_it_beats_the_survey_alone():
    inside, gains = [], []
    for seed in range(60):
        x, real, direct, variance = surveyed(seed, 30)
        found = fay_herriot(direct, variance, x)
        inside.append(((found.low <= real) & (real <= found.high)).mean())
        gains.append(((found.estimate - real) ** 2).mean() / ((direct - real) ** 2).mean())
    assert abs(np.mean(inside) - 0.95) < 0.02
    assert np.mean(gains) < 0.6


def test_fay_herriot_errors_are_as_large_as_it_says():
    said, made = [], []
    for seed in range(300):
        x, real, direct, variance = surveyed(seed, 40)
        found = fay_herriot(direct, variance, x)
        said.append(found.mse.mean())
        made.append(((found.estimate - real) ** 2).mean())
    assert np.mean(said) / np.mean(made) == pytest.approx(1, abs=0.12)


def test_fay_herriot_line_is_that_of_statsmodels():
    x, _, direct, variance = surveyed(4, 25)
    found = fay_herriot(direct, variance, x)
    line = sm.WLS(direct, sm.add_constant(x), weights=1 / (variance + found.between)).fit()
    assert found.beta == pytest.approx(line.params, rel=1e-6)
    kept = found.between / (found.between + variance)
    by_hand = kept * direct + (1 - kept) * line.fittedvalues
    assert found.estimate == pytest.approx(by_hand, rel=1e-6)


def test_fay_herriot_with_equal_variances_is_the_closed_form():
    """Residual likelihood: the variance of the rates less the sampling variance, in large sets."""
    random = np.random.default_rng(2)
    direct = random.normal(0.3, np.sqrt(0.004 + 0.001), 4000)
    found = fay_herriot(direct, np.full(4000, 0.001))
    assert found.between == pytest.approx(direct.var(ddof=1) - 0.001, rel=0.005)


def test_fay_herriot_spread_is_never_zero_by_accident():
    """Rates that differ less than their errors alone would make them: plain REML gives 0."""
    direct = 0.2 + 0.001 * np.array([1, -1, 0.5, -0.5, 0.2, -0.2, 0.1, -0.1])
    found = fay_herriot(direct, np.full(8, 0.001))
    assert found.between > 0
    assert (found.mse > 0).all()


def test_fay_herriot_where_nobody_was_asked():
    x, _, direct, variance = surveyed(8, 30)
    direct[3] = np.nan
    found = fay_herriot(direct, variance, x)
    assert found.estimate[3] == pytest.approx(found.beta[0] + found.beta[1] * x[3])
    assert found.mse[3] > np.median(found.mse)
    with pytest.raises(ValueError, match="too few"):
        fay_herriot(direct[:4], variance[:4], x[:4])
