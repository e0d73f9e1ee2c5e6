"""What the risk models are worth: for people they had not seen, in a year they had not seen."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pilotzones.stratification.accuracy import (
    CAP,
    TOP,
    Ranking,
    from_sums,
    row_sums,
)
from pilotzones.stratification.calibration import by_decile
from pilotzones.stratification.design import candidates, design_of
from pilotzones.stratification.folds import folds_by_person
from pilotzones.stratification.resampling import Redrawn, interval
from pilotzones.stratification.risk import RiskModel, fit
from pilotzones.stratification.subgroups import by_subgroup

Vector = NDArray[np.float64]

MODELS = ("mean", "glm", "boosting", "combined")
METRICS = (
    *("r2", "r2_capped", "mae", "cpm"),
    *("auc_top5", "capture_top5", "capture_top20"),
    *("slope", "total"),
)
TRAINED_PERSONS = 25_000
"""A model learns from at most so many persons, drawn by the seed; more make it slower, not better:
see docs/benchmarks/risk.md."""
FEWEST = 500
"""With fewer persons nothing is learnt."""
_FOLDS = 3
_DRAWS = 400
_CAPTURED_DRAWS = 100
"""What the highest predicted hold takes a pass over all persons at each draw."""
_CAPTURES = {"capture_top5": 0.05, "capture_top20": 0.2}


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose predictions are measured, and what is told of them.

    ``zone``: units whose people are measured (everybody where None); ``rural``: rural units;
    ``minimum``: fewest persons behind a column of the model.
    """

    zone: Collection[str] | None = None
    rural: Collection[str] | None = None
    minimum: int = 10


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Measures of each model with intervals, and how the combined one fits group by group.

    ``table`` has model, metric, value, low, high (95 %, persons drawn again), n;
    ``calibration`` and ``subgroups`` are those of `by_decile` and `by_subgroup`. ``gain`` is the
    capped R2 of the combined model over that of the mean, both brought to the observed total, with
    the interval of this difference. ``cap_eur`` is what R2 is capped at.
    """

    table: pd.DataFrame
    calibration: pd.DataFrame
    subgroups: pd.DataFrame
    gain: tuple[float, float, float]
    cap_eur: float
    trained: int
    measured: int

    @property
    def signal(self) -> bool:
        """Whether the model tells more than the mean does: the whole interval lies above 0."""
        return self.gain[1] > 0


def evaluate_out_of_time(
    train: pd.DataFrame, test: pd.DataFrame, *, seed: int = 0, scope: Scope | None = None
) -> Evaluation:
    """Evaluation of models that learn in one year and are measured in a later one, by person.

    Persons are dealt into three folds. Nobody is predicted by a model that has seen them, be it in
    another year: those of a fold are predicted by a model that learnt from the others.

    Parameters
    ----------
    train, test
        Feature frames (one row a person) of the earlier and of the later year, with
        ``next_cost``; who was gone at the end of the year or has no ``next_cost`` is left out.

    Raises
    ------
    ValueError
        Fewer than `FEWEST` persons to learn from or to measure.
    """
    scope = scope or Scope()
    train, test = usable(train), usable(test)
    measured = in_zone(test, scope)
    if min(len(train), len(measured)) < FEWEST:
        raise ValueError("too few persons")
    learn = sampled(train, seed=seed)
    y = measured["next_cost"].to_numpy(float)
    guesses = _crossed(learn, measured, seed=seed, minimum=scope.minimum)
    combined = guesses["combined"].to_numpy()
    table, gain = _measured(y, guesses, seed=seed)
    return Evaluation(
        table=table,
        calibration=by_decile(y, combined),
        subgroups=by_subgroup(measured, y, combined, rural=scope.rural),
        gain=gain,
        cap_eur=float(np.quantile(y, CAP)),
        trained=len(learn),
        measured=len(measured),
    )


def cross_validated(
    frame: pd.DataFrame, *, seed: int = 0, scope: Scope | None = None
) -> Evaluation:
    """Evaluation inside one year, by person: where there is no later year to measure in."""
    return evaluate_out_of_time(frame, frame, seed=seed, scope=scope)


def usable(frame: pd.DataFrame) -> pd.DataFrame:
    """Persons who were there at the end of the year and whose next cost is known."""
    there = frame["present"].to_numpy(bool)
    return frame[there & frame["next_cost"].notna().to_numpy()].reset_index(drop=True)


def in_zone(frame: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """Persons whose predictions are measured."""
    if scope.zone is None:
        return frame
    inside = frame["unit"].astype(str).isin(list(scope.zone)).to_numpy(bool)
    return frame[inside].reset_index(drop=True)


def sampled(frame: pd.DataFrame, *, seed: int) -> pd.DataFrame:
    """At most `TRAINED_PERSONS` rows, drawn by the seed among the persons in order of their id."""
    if len(frame) <= TRAINED_PERSONS:
        return frame
    order = np.argsort(frame["person_id"].to_numpy(), kind="stable")
    drawn = np.random.default_rng(seed).permutation(len(frame))[:TRAINED_PERSONS]
    return frame.iloc[np.sort(order[drawn])].reset_index(drop=True)


def fitted(frame: pd.DataFrame, *, seed: int, minimum: int) -> RiskModel:
    """Model of next year's cost from a feature frame of usable persons, one row each."""
    possible = candidates(frame)
    design = design_of(possible, minimum=minimum)
    x, y = design.matrix(possible), frame["next_cost"].to_numpy(float)
    return fit(x, y, "cost", groups=frame["person_id"].to_numpy(), seed=seed)


def _crossed(
    learn: pd.DataFrame, measured: pd.DataFrame, *, seed: int, minimum: int
) -> pd.DataFrame:
    """Predictions of the models (columns `MODELS`) for each person measured, by fold."""
    persons = np.concatenate([learn["person_id"].to_numpy(), measured["person_id"].to_numpy()])
    fold = folds_by_person(persons, _FOLDS, seed)
    of_learn, of_measured = fold[: len(learn)], fold[len(learn) :]
    found = pd.DataFrame(np.nan, index=measured.index, columns=list(MODELS))
    found["mean"] = learn["next_cost"].to_numpy(float).mean()
    possible = candidates(measured)
    for k in range(_FOLDS):
        seen, ours = learn[of_learn != k], of_measured == k
        model = fitted(seen, seed=seed, minimum=minimum)
        found.loc[ours, list(MODELS[1:])] = model.parts(possible[ours]).to_numpy()
    return found


def _measured(
    y: Vector, guesses: pd.DataFrame, *, seed: int
) -> tuple[pd.DataFrame, tuple[float, float, float]]:
    """Table of all measures, and the gain of the combined model with its interval."""
    again = Redrawn(len(y), _DRAWS, seed=seed)
    cap, top = float(np.quantile(y, CAP)), y > np.quantile(y, 1 - TOP)
    rows: list[tuple[str, str, float, float, float]] = []
    for model in MODELS:
        p = guesses[model].to_numpy()
        each = row_sums(y, p, cap=cap)
        value, drawn = from_sums(each.sum(axis=1)), from_sums(again.sums(each))
        found = {m: (float(value[m]), *interval(drawn[m])) for m in value}
        ranking = Ranking(p)
        found |= {"auc_top5": ranking.auc(top), **_captured(ranking, y, again)}
        rows += [(model, m, *found[m]) for m in METRICS]
    table = pd.DataFrame(rows, columns=["model", "metric", "value", "low", "high"])
    return table.assign(n=len(y)), _gain(y, guesses["combined"].to_numpy(), again, cap)


def _captured(ranking: Ranking, y: Vector, again: Redrawn) -> dict[str, tuple[float, float, float]]:
    """What the highest predicted hold, with intervals."""
    shares = tuple(_CAPTURES.values())
    held = ranking.captures(y, shares, np.ones(len(y)))
    draws = np.array([ranking.captures(y, shares, w) for w in again.weights(_CAPTURED_DRAWS)])
    return {name: (held[k], *interval(draws[:, k])) for k, name in enumerate(_CAPTURES)}


def _gain(y: Vector, combined: Vector, again: Redrawn, cap: float) -> tuple[float, float, float]:
    """Capped R2 of the combined model over that of the mean, at the same total.

    The level is taken out because a low one alone brings skewed costs nearer: a model of noise
    that expects a little less than the mean would pass for one that knows something.
    """
    levelled = combined * (y.sum() / combined.sum())
    ours = row_sums(y, levelled, cap=cap)
    mean = row_sums(y, np.full(len(y), y.mean()), cap=cap)
    value = from_sums(ours.sum(axis=1))["r2_capped"] - from_sums(mean.sum(axis=1))["r2_capped"]
    drawn = from_sums(again.sums(ours))["r2_capped"] - from_sums(again.sums(mean))["r2_capped"]
    return (float(value), *interval(drawn))
