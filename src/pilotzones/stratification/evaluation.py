"""What the risk models are worth: for people they had not seen, in a year they had not seen."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from pilotzones.stratification.accuracy import (
    CAP,
    TOP,
    Ranking,
    from_sums,
    row_sums,
)
from pilotzones.stratification.calibration import by_decile
from pilotzones.stratification.design import design_of
from pilotzones.stratification.fairness import ratio_intervals
from pilotzones.stratification.folds import folds_by_person, refuse_leak
from pilotzones.stratification.outcomes import OUTCOMES, Outcome, OutcomeId
from pilotzones.stratification.resampling import Redrawn, interval
from pilotzones.stratification.risk import RiskModel, Setting, fit
from pilotzones.stratification.subgroups import by_subgroup

Vector = NDArray[np.float64]

MODELS = ("mean", "glm", "boosting", "combined")
METRICS = (
    *("r2", "r2_capped", "mae", "cpm"),
    *("auc_top5", "capture_top1", "capture_top5", "capture_top20"),
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
_CAPTURES = {"capture_top1": 0.01, "capture_top5": 0.05, "capture_top20": 0.2}


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose predictions are measured, and what is told of them.

    ``zone``: units whose people are measured (everybody where None); ``rural``: rural units;
    ``minimum``: fewest persons behind a column of the model; ``outcome``: what is foretold.
    """

    zone: Collection[str] | None = None
    rural: Collection[str] | None = None
    minimum: int = 10
    outcome: OutcomeId = "next_cost"

    @property
    def foretold(self) -> Outcome:
        """The outcome itself."""
        return OUTCOMES[self.outcome]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Measures of each model with intervals, and how the combined one fits group by group.

    ``table`` has model, metric, value, low, high (95 %, persons drawn again), n; for an event the
    metric auc_top5 is the chance that somebody to whom it happens is predicted higher than somebody
    else, and r2 is one less the Brier score over that of the mean;
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
        Feature frames (one row a person) of the earlier and of the later year, with what the
        outcome of the scope needs; who was gone at the end of the year or cannot have the outcome
        is left out.

    Raises
    ------
    ValueError
        Fewer than `FEWEST` persons to learn from or to measure.
    """
    scope = scope or Scope()
    found = _guessed(train, test, scope, seed=seed)
    measured, y = found.measured, found.outcome
    combined = found.guesses["combined"].to_numpy()
    table, gain = _measured(y, found.guesses, seed=seed, event=scope.foretold.kind == "event")
    return Evaluation(
        table=table,
        calibration=deciles(y, combined, seed=seed),
        subgroups=by_subgroup(measured, y, combined, rural=scope.rural, seed=seed),
        gain=gain,
        cap_eur=float(np.quantile(y, CAP)) if scope.foretold.kind != "event" else 0.0,
        trained=found.trained,
        measured=len(measured),
    )


def measures(
    train: pd.DataFrame, test: pd.DataFrame, *, seed: int, scope: Scope
) -> tuple[pd.DataFrame, int]:
    """Table of the measures of `evaluate_out_of_time` alone, and the persons behind it."""
    found = _guessed(train, test, scope, seed=seed)
    event = scope.foretold.kind == "event"
    table, _ = _measured(found.outcome, found.guesses, seed=seed, event=event)
    return table, len(found.measured)


@dataclass(frozen=True, slots=True)
class _Guessed:
    """Persons measured, their outcome, its predictions by model, and how many were learnt from."""

    measured: pd.DataFrame
    outcome: Vector
    guesses: pd.DataFrame
    trained: int


def _guessed(train: pd.DataFrame, test: pd.DataFrame, scope: Scope, *, seed: int) -> _Guessed:
    train, test = usable(train, scope), usable(test, scope)
    measured = in_zone(test, scope)
    if min(len(train), len(measured)) < FEWEST:
        raise ValueError("too few persons")
    learn = sampled(train, seed=seed)
    guesses = _crossed(learn, measured, scope, seed=seed)
    return _Guessed(measured, measured["outcome"].to_numpy(float), guesses, len(learn))


def cross_validated(
    frame: pd.DataFrame, *, seed: int = 0, scope: Scope | None = None
) -> Evaluation:
    """Evaluation inside one year, by person: where there is no later year to measure in."""
    return evaluate_out_of_time(frame, frame, seed=seed, scope=scope)


def deciles(y: Vector, predicted: Vector, *, seed: int) -> pd.DataFrame:
    """The table of `by_decile` with low and high, the interval of each ratio."""
    order = np.array_split(np.argsort(predicted, kind="stable"), min(10, len(y)))
    place = np.empty(len(y), int)
    for k, part in enumerate(order):
        place[part] = k
    masks = [place == k for k in range(len(order))]
    low, high = ratio_intervals(masks, y, predicted, seed=seed)
    return by_decile(y, predicted).assign(low=low, high=high)


def usable(frame: pd.DataFrame, scope: Scope | None = None) -> pd.DataFrame:
    """Persons who were there at the end of the year and can have the outcome, in ``outcome``."""
    return (scope or Scope()).foretold.people(frame)


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


def fitted(frame: pd.DataFrame, scope: Scope, *, seed: int) -> RiskModel:
    """Model of the outcome from usable persons of a year, one row each.

    The outcome of who was insured for a part of the year is brought to a whole one, and counts
    with that part.
    """
    outcome = scope.foretold
    possible = outcome.columns(frame)
    design = design_of(possible, minimum=scope.minimum)
    part = frame["part"].to_numpy(float)
    y = frame["outcome"].to_numpy(float) / (part if outcome.kind == "cost" else 1.0)
    setting = Setting(part, scope.minimum)
    persons = frame["person_id"].to_numpy()
    return fit(design.matrix(possible), y, outcome.kind, groups=persons, seed=seed, setting=setting)


def unseen_by_fold(
    frame: pd.DataFrame, fold: ArrayLike, scope: Scope, *, seed: int = 0
) -> pd.DataFrame:
    """Predictions (columns of `MODELS`) of usable persons, each by a model of the other folds.

    Parameters
    ----------
    fold
        Fold of each row, from 0 on. Rows of one person have to be in one fold.

    Raises
    ------
    InputError
        A person is in two folds (``risk.leaking_split``).
    """
    place = np.asarray(fold)
    refuse_leak(frame["person_id"].to_numpy(), place)
    return _predicted(frame, frame, (place, place), scope, seed)


def _crossed(
    learn: pd.DataFrame, measured: pd.DataFrame, scope: Scope, *, seed: int
) -> pd.DataFrame:
    """Predictions of the models (columns `MODELS`) for each person measured, by fold."""
    persons = np.concatenate([learn["person_id"].to_numpy(), measured["person_id"].to_numpy()])
    fold = folds_by_person(persons, _FOLDS, seed)
    return _predicted(learn, measured, (fold[: len(learn)], fold[len(learn) :]), scope, seed)


def _predicted(
    learn: pd.DataFrame,
    measured: pd.DataFrame,
    folds: tuple[NDArray[np.intp], NDArray[np.intp]],
    scope: Scope,
    seed: int,
) -> pd.DataFrame:
    """Predictions of each person measured by models that learnt from the other folds.

    Costs are those of the part of the year in which a person was insured.
    """
    of_learn, of_measured = folds
    found = pd.DataFrame(np.nan, index=measured.index, columns=list(MODELS))
    cost = scope.foretold.kind == "cost"
    part = measured["part"].to_numpy(float) if cost else np.ones(len(measured))
    whole = float(learn["part"].sum()) if cost else len(learn)
    found["mean"] = float(learn["outcome"].sum()) / whole
    possible = scope.foretold.columns(measured)
    for k in np.unique(of_measured):
        seen, ours = learn[of_learn != k], of_measured == k
        model = fitted(seen, scope, seed=seed)
        found.loc[ours, list(MODELS[1:])] = model.parts(possible[ours]).to_numpy()
    return found.mul(part, axis=0)


def _measured(
    y: Vector, guesses: pd.DataFrame, *, seed: int, event: bool
) -> tuple[pd.DataFrame, tuple[float, float, float]]:
    """Table of all measures, and the gain of the combined model with its interval."""
    again = Redrawn(len(y), _DRAWS, seed=seed)
    cap = 1.0 if event else float(np.quantile(y, CAP))
    top = y > (0 if event else np.quantile(y, 1 - TOP))
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
