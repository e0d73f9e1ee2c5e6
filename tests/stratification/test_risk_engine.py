"""Parts of a risk model against truth from elsewhere: statsmodels, scikit-learn, known rates."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import expit
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor

from pilotzones.errors import InputError
from pilotzones.stratification.bins import bins_of, merged_values
from pilotzones.stratification.evaluation import Scope, unseen_by_fold
from pilotzones.stratification.folds import folds_by_person, refuse_leak
from pilotzones.stratification.newton import covariance, likeliest
from pilotzones.stratification.risk import Setting, fit
from pilotzones.stratification.trees import fewest_rows, read_off


def design_of_noise(rows: int = 2_000, seed: int = 0) -> np.ndarray:
    """SYNTHETIC columns, the first one constant."""
    rng = np.random.default_rng(seed)
    return np.column_stack([np.ones(rows), rng.normal(size=(rows, 4))])


# the GLM


@pytest.mark.parametrize("link", ["log", "logit"])
def test_coefficients_and_errors_are_those_of_statsmodels(link):
    design = design_of_noise()
    rng = np.random.default_rng(1)
    eta = design @ [0.2, 0.3, -0.2, 0.0, 0.5]
    y = rng.poisson(np.exp(eta)) if link == "log" else rng.random(len(eta)) < expit(eta)
    y = y.astype(float)
    groups, weights = rng.integers(0, 500, len(y)), np.ones(len(y))
    family = sm.families.Poisson() if link == "log" else sm.families.Binomial()
    kwds = {"groups": groups}
    known = sm.GLM(y, design, family).fit(cov_type="cluster", cov_kwds=kwds)
    found = likeliest(design, y, weights, link)
    assert found == pytest.approx(known.params, abs=1e-4)
    ours = covariance((design, y, weights), found, link, groups)
    assert np.sqrt(np.diag(ours)) == pytest.approx(known.bse, rel=2e-3)


def test_weights_count_rows_as_often_as_they_say():
    design = design_of_noise(400)
    y = np.random.default_rng(2).poisson(np.exp(0.3 * design[:, 1])).astype(float)
    often = np.random.default_rng(3).integers(1, 4, len(y))
    weighted = likeliest(design, y, often.astype(float), "log")
    repeated = likeliest(
        np.repeat(design, often, axis=0), np.repeat(y, often), np.ones(often.sum()), "log"
    )
    assert weighted == pytest.approx(repeated, abs=1e-6)


def test_perfectly_parted_outcome_has_a_finite_answer():
    design = design_of_noise(200)
    found = likeliest(design, (design[:, 1] > 0).astype(float), np.ones(200), "logit")
    assert np.isfinite(found).all()
    assert found[1] > 5


# bins and trees


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    st.lists(st.integers(0, 60).map(lambda n: n / 4), min_size=30, max_size=300),
    st.integers(5, 15),
)
def test_no_bin_has_fewer_rows_than_the_minimum_and_no_edge_is_a_value_below_it(values, fewest):
    x = np.array(values)[:, None]
    bins = bins_of(x, fewest=fewest)
    count = np.bincount(bins.codes(x)[0])
    assert (count[count > 0] >= fewest).all()
    assert len(count) == len(bins.edges[0]) + 1
    assert bins.rows[0] <= count.min()
    assert (np.diff(bins.codes(np.sort(x, axis=0))[0].astype(int)) >= 0).all()


def test_rare_values_are_merged_and_named():
    x = np.repeat([0.0, 1.0, 2.0, 3.0, 4.0], [100, 50, 20, 4, 3])[:, None]
    assert merged_values(x, ("n_conditions",), fewest=10) == ("n_conditions: 2-4",)
    assert bins_of(x, fewest=10).edges == ((0.5, 1.5),)


@pytest.mark.parametrize("link", ["log", "logit"])
def test_trees_read_off_say_what_scikit_learn_says(link):
    rng = np.random.default_rng(0)
    codes = rng.integers(0, 60, (5, 3_000)).astype(np.uint8)
    mean = np.exp(codes[0] / 60 + (codes[1] > 30) - 1)
    options = {"max_leaf_nodes": 8, "min_samples_leaf": 40, "max_iter": 30, "random_state": 0}
    if link == "log":
        model = HistGradientBoostingRegressor(loss="poisson", **options)
        model.fit(codes.T, rng.poisson(mean))
        known = model.predict(codes.T)
    else:
        model = HistGradientBoostingClassifier(**options).fit(codes.T, rng.random(3_000) < mean / 4)
        known = model.predict_proba(codes.T)[:, 1]
    found = read_off(model, link)
    assert found.predict(codes) == pytest.approx(known, rel=1e-12)
    assert fewest_rows([found]) >= 40


# the whole model


def events(rows: int = 4_000, seed: int = 5) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """SYNTHETIC columns, whether the event came, and how likely it was."""
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(rows, 3))
    chance = expit(-2 + 1.2 * x[:, 0])
    return x, (rng.random(rows) < chance).astype(float), chance


def test_event_is_foretold_with_the_chance_that_it_had():
    x, y, chance = events()
    guess = fit(x, y, "event", seed=1).predict(x)
    assert ((guess > 0) & (guess <= 1)).all()
    assert guess.sum() == pytest.approx(y.sum(), rel=0.05)
    assert np.abs(guess - chance).mean() < 0.03


def test_event_is_yes_or_no():
    with pytest.raises(ValueError, match="0 or 1"):
        fit(np.zeros((3, 1)), [0.0, 2.0, 1.0], "event")


def test_half_a_year_of_half_the_cost_is_expected_to_cost_a_whole_one():
    """Whose cost is brought to a year, and counts with the half, is no cheaper than the others."""
    rng = np.random.default_rng(7)
    x = rng.normal(size=(4_000, 1))
    part = np.where(rng.random(4_000) < 0.3, 0.5, 1.0)
    cost = rng.gamma(2, 50 * np.exp(0.4 * x[:, 0])) * part
    model = fit(x, cost / part, "cost", seed=1, setting=Setting(weights=part))
    guess = model.predict(x)
    assert (guess * part).sum() == pytest.approx(cost.sum(), rel=0.02)
    half, whole = guess[part < 1].mean(), guess[part == 1].mean()
    assert half == pytest.approx(whole, rel=0.05)


@pytest.mark.parametrize("weights", [[1.0, 0.0, 1.0], [1.0, 1.0], [1.0, np.nan, 1.0]])
def test_weights_that_count_nothing_are_refused(weights):
    with pytest.raises(ValueError, match="weights"):
        fit(np.zeros((3, 1)), [1.0, 2.0, 3.0], "cost", setting=Setting(weights=weights))


def test_persons_with_several_rows_stand_behind_every_bin():
    """Ten rows of one person are one person: a bin needs ten times as many rows."""
    x = np.repeat(np.arange(60.0), 10)[:, None]
    y = np.random.default_rng(0).poisson(3, 600).astype(float)
    model = fit(x, y, "count", groups=np.repeat(np.arange(60), 10), seed=1)
    assert min(model.boosting.bins.rows) >= 100


# splits


def test_split_that_parts_a_person_is_refused_with_how_many():
    with pytest.raises(InputError, match=r"risk\.leaking_split") as caught:
        refuse_leak(["a", "a", "b", "c", "c"], [0, 1, 0, 1, 0])
    assert caught.value.faults[0].fields == {"n": 2}


def test_split_by_person_is_not_refused():
    groups = np.repeat(np.arange(50), 3)
    refuse_leak(groups, folds_by_person(groups, 5, seed=1))


def test_predictions_for_a_split_by_row_are_refused():
    frame = pd.DataFrame({"person_id": ["a", "a", "b", "b"]})
    with pytest.raises(InputError, match=r"risk\.leaking_split"):
        unseen_by_fold(frame, [0, 1, 0, 1], Scope())


def test_members_are_weighed_where_hardly_anybody_has_anything():
    """Up to the 99th percentile all is 0 then: the squares explain nothing, the rest still does."""
    rng = np.random.default_rng(5)
    x = rng.integers(0, 2, (40_000, 2)).astype(float)
    y = rng.poisson(0.016 * (x[:, 0] != x[:, 1])).astype(float)
    assert 0 < np.mean(y > 0) < 0.01
    model = fit(x, y, "count")
    assert model.weight > 0.9  # only trees can tell: neither column says anything alone
    found = model.predict(np.array([[0.0, 0.0], [0.0, 1.0]]))
    assert found[1] > 5 * found[0]
    assert model.predict(x).sum() == pytest.approx(y.sum(), rel=0.02)


def test_outcome_that_everybody_has_alike_is_foretold():
    x = design_of_noise()[:, 1:]
    assert fit(x, np.full(len(x), 2.0), "count").predict(x) == pytest.approx(2.0, rel=1e-3)
