"""Risk models, measures, levels and concentration, on SYNTHETIC numbers with known answers."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score

from pilotzones.stratification.accuracy import Ranking, smooth_measures
from pilotzones.stratification.assessment import assess
from pilotzones.stratification.calibration import fit_calibration
from pilotzones.stratification.concentration import concentration
from pilotzones.stratification.design import candidates, design_of
from pilotzones.stratification.folds import folds_by_person
from pilotzones.stratification.risk import fit
from pilotzones.stratification.strata import pyramid, segments


def people(costs, *, stays=None, n_conditions=0) -> pd.DataFrame:
    """SYNTHETIC persons with these costs."""
    n = len(costs)
    return pd.DataFrame(
        {
            "person_id": [f"p{i:05}" for i in range(n)],
            "total_cost": np.asarray(costs, float),
            "hospital_stays": 0 if stays is None else stays,
            "n_conditions": n_conditions,
        }
    )


def spenders(rows: int = 1_500, seed: int = 3) -> tuple[np.ndarray, np.ndarray]:
    """SYNTHETIC columns and a cost that rises with the first of them; a third costs nothing."""
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(rows, 3))
    some = rng.random(rows) < 1 / (1 + np.exp(-(0.7 + x[:, 0])))
    return x, np.where(some, np.exp(5 + 0.6 * x[:, 0]) * rng.gamma(2, 0.5, rows), 0.0)


# the models


def test_model_knows_who_costs_more_and_keeps_the_total():
    x, y = spenders()
    guess = fit(x, y, "cost", seed=1).predict(x)
    assert (guess > 0).all()
    assert guess.sum() == pytest.approx(y.sum(), rel=0.05)
    assert np.corrcoef(guess, x[:, 0])[0, 1] > 0.8


def test_same_seed_gives_the_same_predictions():
    x, y = spenders(800)
    assert (fit(x, y, "cost", seed=1).predict(x) == fit(x, y, "cost", seed=1).predict(x)).all()


def test_row_far_beyond_what_was_seen_stays_within_bounds():
    x, y = spenders(800)
    far = fit(x, y, "cost", seed=1).predict(10 * np.abs(x).max(axis=0, keepdims=True))
    assert np.isfinite(far).all()
    assert 0 < far[0] < 2 * y.max()


@pytest.mark.parametrize(
    ("y", "kind", "words"),
    [
        ([1.0, -1.0, 2.0], "cost", "negative"),
        ([1.0, np.nan, 2.0], "cost", "missing"),
        ([1.0, 1.5, 2.0], "count", "whole"),
        ([0.0, 0.0, 0.0], "cost", "nothing to learn"),
        ([1.0, 2.0], "cost", "one value per row"),
    ],
)
def test_outcome_that_cannot_be_learnt_is_refused(y, kind, words):
    with pytest.raises(ValueError, match=words):
        fit(np.zeros((3, 1)), y, kind)


@given(st.lists(st.integers(0, 40), min_size=20, max_size=200), st.integers(0, 5))
def test_folds_never_part_the_rows_of_a_person(groups, seed):
    known = len(set(groups))
    if known < 3:
        with pytest.raises(ValueError, match="cannot be made"):
            folds_by_person(groups, 3, seed)
        return
    fold = folds_by_person(groups, 3, seed)
    assert all(len(set(fold[np.array(groups) == person])) == 1 for person in set(groups))
    sizes = [len({g for g, f in zip(groups, fold, strict=True) if f == k}) for k in range(3)]
    assert max(sizes) - min(sizes) <= 1


def test_column_with_fewer_than_the_minimum_cell_is_dropped_and_named():
    columns = pd.DataFrame(
        {"nine": [1.0] * 9 + [0.0] * 91, "ten": [1.0] * 10 + [0.0] * 90, "same": 1.0}
    )
    design = design_of(columns, minimum=10)
    assert (design.columns, design.dropped) == (("ten",), ("nine", "same"))


def test_calibration_keeps_order_and_total():
    rng = np.random.default_rng(5)
    predicted = rng.gamma(2, 50, 4_000)
    y = 1.5 * predicted * rng.gamma(1, 1, 4_000)
    curve = fit_calibration(y, predicted)
    done = curve.apply(predicted)
    assert done.sum() == pytest.approx(y.sum())
    assert (np.diff(done[np.argsort(predicted)]) >= 0).all()
    assert (curve.apply(np.array([0.0, 1e9])) >= 0).all()


# measures


def test_measures_are_those_of_paper_and_pencil():
    found = smooth_measures(np.array([0.0, 10.0, 20.0]), np.array([10.0, 10.0, 10.0]))
    assert {k: found[k] for k in ("r2", "mae", "cpm", "total")} == pytest.approx(
        {"r2": 0.0, "mae": 20 / 3, "cpm": 0.0, "total": 1.0}
    )


def test_auc_is_that_of_scikit_learn_and_its_interval_holds_redrawn_ones():
    rng = np.random.default_rng(0)
    top = rng.random(2_000) < 0.1
    score = np.round(rng.normal(size=2_000) + top, 1)
    value, low, high = Ranking(score).auc(top)
    assert value == pytest.approx(roc_auc_score(top, score))
    drawn = (rng.integers(0, 2_000, 2_000) for _ in range(200))
    ends = np.quantile([roc_auc_score(top[i], score[i]) for i in drawn], [0.025, 0.975])
    assert (low, high) == pytest.approx(tuple(ends), abs=0.01)


def test_captured_share_counts_equal_predictions_in_proportion():
    y = np.array([100.0, 0.0, 0.0, 0.0])
    held = Ranking(np.array([2.0, 2.0, 1.0, 0.0])).captures(y, (0.25, 0.5), np.ones(4))
    assert held == pytest.approx([0.5, 1.0])


# levels


def test_levels_by_share_add_up_to_everybody():
    frame = people(np.arange(100), stays=1)
    found = pyramid(frame, pd.Series(np.arange(100.0), index=frame["person_id"])).table
    assert found["people"].tolist() == [5, 15, 80]
    assert found["eur"].sum() == frame["total_cost"].sum()
    assert found["lower_eur"].tolist() == [95, 80, 0]


@pytest.mark.parametrize(("capacity", "high"), [((3, 10), 30), ((1, 1), 1), ((50, 10), 100)])
def test_capacity_is_filled_and_never_exceeded(capacity, high):
    frame = people(np.arange(100))
    expected = pd.Series(np.arange(100.0), index=frame["person_id"])
    assert pyramid(frame, expected, capacity=capacity).table["people"][0] == high


def test_people_of_one_expectation_stay_together_below_the_capacity():
    frame = people(np.arange(10))
    expected = pd.Series([9.0] * 4 + [1.0] * 6, index=frame["person_id"])
    assert pyramid(frame, expected, capacity=(1, 5)).table["people"][0] == 4
    assert pyramid(frame, expected, capacity=(1, 3)).table["people"][0] == 0


def test_segments_count_conditions_and_four_is_the_last():
    frame = people([10.0, 20.0, 30.0, 40.0], n_conditions=np.array([0, 1, 4, 7]))
    found = segments(frame).set_index("segment")
    assert found["people"].tolist() == [1, 1, 0, 0, 2]
    assert found.loc["four_or_more", "eur_per_person"] == 35


# concentration


def test_equal_costs_are_spread_like_the_people_and_one_spender_holds_all():
    even = concentration(people([7.0] * 200)).set_index("top")["eur_share"]
    assert even.to_dict() == pytest.approx({t: int(t) / 100 for t in even.index})
    alone = concentration(people([0.0] * 99 + [5.0])).set_index("top")["eur_share"]
    assert set(alone) == {1.0}


# the whole assessment


def yearly(rows: int, year: int, *, noise: bool) -> pd.DataFrame:
    """SYNTHETIC feature frame of one year; next year's cost leans on this year's, or on nothing."""
    rng = np.random.default_rng(year)
    persons = np.random.default_rng(1)
    frail = persons.gamma(1.5, 1, rows)
    cost = 500 * frail * rng.gamma(2, 0.5, rows)
    later = rng.permutation(cost) if noise else 500 * frail * rng.gamma(2, 0.5, rows)
    return pd.DataFrame(
        {
            "person_id": [f"p{i:05}" for i in range(rows)],
            "unit": "1000",
            "age": persons.integers(0, 95, rows),
            "sex": np.where(persons.random(rows) < 0.5, "F", "M"),
            "n_conditions": 0,
            "n_atc3": 0,
            "polypharmacy": False,
            "ddd": 0.0,
            "total_cost": cost,
            "hospital_days": 0,
            "hospital_stays": 0,
            "present": True,
            "weight": 1.0,
            "next_cost": later,
        }
    )


def test_scheme_follows_the_years_that_there_are():
    frames = {year: yearly(900, year, noise=False) for year in (2022, 2023, 2024)}
    full = assess(frames, 2024, seed=1)
    two = assess({year: frames[year] for year in (2023, 2024)}, 2024, seed=1)
    one = assess({2024: frames[2024]}, 2024, seed=1)
    assert full.card is not None
    assert two.card is not None
    assert (full.card.scheme, two.card.scheme) == ("out-of-time", "cross-validated")
    assert full.card.signal
    assert (one.card, one.predicted) == (None, None)
    assert full.predicted is not None
    assert (full.predicted > 0).all()
    assert set(candidates(frames[2024])) >= {"age", "woman", "log_total_cost"}


def test_model_of_noise_says_that_it_knows_nothing():
    frames = {year: yearly(1_200, year, noise=True) for year in (2022, 2023, 2024)}
    card = assess(frames, 2024, seed=1).card
    assert card is not None
    assert not card.signal
