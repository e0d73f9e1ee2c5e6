"""Expected cost of next year for every person of the base year, and how far it can be trusted."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from math import floor, log10
from typing import Final

import pandas as pd

from pilotzones.stratification.design import candidates
from pilotzones.stratification.evaluation import (
    FEWEST,
    Evaluation,
    Scope,
    cross_validated,
    evaluate_out_of_time,
    fitted,
    in_zone,
    measures,
    sampled,
    usable,
)
from pilotzones.stratification.fairness import judged
from pilotzones.stratification.released import ModelCard
from pilotzones.stratification.risk import RiskModel

LOCAL = 10_000
"""From so many people of the zone on, the model learns from them alone."""
_EVENTS: Final = 50
"""An event that comes to fewer people, or is missed by fewer, is not learnt."""
_CAP_DIGITS = 2
"""The cap is a value of one person: so many digits of it are told."""
_TABLES = {
    "evaluation": ("model", "metric", "value", "low", "high", "n"),
    "calibration": ("decile", "people", "predicted", "observed", "ratio", "largest"),
    "subgroups": ("trait", "level", "people", "predicted", "observed", "ratio", "largest"),
    "outcomes": ("outcome", "scheme", "model", "metric", "value", "low", "high", "n", "had"),
}
_OTHERS: Final = ("cost", "admission", "persistence")
"""Outcomes beside the cost of the next year, in their order."""


@dataclass(frozen=True, slots=True)
class RiskResult:
    """What the risk model gives to the room; raw counts, to be released by the gate only.

    ``predicted`` is the expected cost (euro, next year) by ``person_id`` of everyone present at
    the end of the base year, None where fewer than two years of deliveries are there; then the
    tables have no rows, ``card`` and ``model`` are None.

    Tables: ``evaluation`` (model, metric, value, low, high, n), ``calibration`` (decile, people,
    predicted, observed, ratio, largest, low, high), ``subgroups`` (trait, level and the same
    columns) and ``outcomes`` (measures of all outcomes that the data allow). ``predicted`` and
    ``observed`` are means in euro per person, ``ratio`` is observed over predicted; ``largest`` is
    what one person had, for the gate alone. ``model`` is the model that made the predictions, with
    its coefficients; ``trained`` persons made it, of ``measured`` persons the evaluation speaks.
    """

    predicted: pd.Series | None
    evaluation: pd.DataFrame
    calibration: pd.DataFrame
    subgroups: pd.DataFrame
    outcomes: pd.DataFrame
    card: ModelCard | None
    model: RiskModel | None = None
    trained: int = 0
    measured: int = 0


def assess(
    frames: Mapping[int, pd.DataFrame],
    year: int,
    *,
    seed: int = 0,
    zone: Collection[str] | None = None,
    rural: Collection[str] | None = None,
    minimum: int = 10,
) -> RiskResult:
    """Predictions of the base year ``year`` and their evaluation, from feature frames by year.

    ``frames`` holds the frame of ``features`` for ``year`` and, where their deliveries are there,
    ``year - 1`` and ``year - 2``. With three years the evaluation is out of time and by person;
    with two it is cross-validated by person; with one nothing can be learnt, nor from fewer than
    500 persons, nor where nobody cost anything.

    Models learn from at most 25,000 persons, drawn by ``seed``; everybody is predicted.

    Parameters
    ----------
    zone
        Units whose people are measured (everybody where it is None). From 10,000 of them on they
        alone train, else everybody does.
    rural
        Rural units, for the ratios by subgroup.
    minimum
        Smallest number of persons behind a column of the model.
    """
    scope = Scope(None if zone is None else frozenset(zone), rural, minimum)
    learn = _learners(frames.get(year - 1), scope)
    if learn is None or not _enough(learn, scope):
        return RiskResult(None, *(_empty(name) for name in _TABLES), card=None)
    earlier = _learners(frames.get(year - 2), scope)
    if earlier is not None and len(earlier) >= FEWEST and earlier["next_cost"].any():
        scheme, evaluated = "out-of-time", (year - 1, year)
        found = evaluate_out_of_time(earlier, frames[year - 1], seed=seed, scope=scope)
    else:
        scheme, evaluated = "cross-validated", None
        found = cross_validated(learn, seed=seed, scope=scope)
    others = _other_outcomes(frames, year, scope, seed=seed)
    main = _told(found.table, "next_cost", scheme, found.measured)
    learn = sampled(learn, seed=seed)
    model = fitted(learn, scope, seed=seed)
    return RiskResult(
        predicted=_predicted(model, frames[year]),
        evaluation=found.table,
        calibration=found.calibration,
        subgroups=found.subgroups,
        outcomes=pd.concat([main, *others], ignore_index=True),
        card=_card(model, found, year, (scheme, evaluated), len(learn)),
        model=model,
        trained=len(learn),
        measured=found.measured,
    )


def _other_outcomes(
    frames: Mapping[int, pd.DataFrame], year: int, scope: Scope, *, seed: int
) -> list[pd.DataFrame]:
    """Measures of the further outcomes that the data allow, each in the best scheme there is."""
    found = []
    for id in _OTHERS:
        mine = replace(scope, outcome=id)
        outcome = mine.foretold
        years = (year, year) if not outcome.prospective else (year - 1, year - 2)
        test, train = (_possible(frames.get(of), mine) for of in years)
        if test is None:
            continue
        later = train if train is not None and outcome.prospective else None
        scheme = "cross-validated" if later is None else "out-of-time"
        table, measured = measures(test if later is None else later, test, seed=seed, scope=mine)
        had = outcome.people(in_zone(test, mine))["outcome"].to_numpy(float)
        count = int((had > 0).sum()) if outcome.kind == "event" else measured
        found.append(_told(table, id, scheme, count))
    return found


def _possible(frame: pd.DataFrame | None, scope: Scope) -> pd.DataFrame | None:
    """The frame, where enough of its people can have the outcome and some of them do."""
    if frame is None or scope.foretold.needs not in frame.columns:
        return None
    people = usable(frame, scope)
    if min(len(people), len(in_zone(people, scope))) < FEWEST:
        return None
    happened = in_zone(people, scope)["outcome"].to_numpy(float) > 0
    event = scope.foretold.kind == "event"
    enough = min(happened.sum(), (~happened).sum()) >= _EVENTS if event else happened.any()
    return frame if enough else None


def _told(table: pd.DataFrame, outcome: str, scheme: str, had: int) -> pd.DataFrame:
    """Measures of an evaluation as rows of the table of outcomes."""
    return table.assign(outcome=outcome, scheme=scheme, had=had)[list(_TABLES["outcomes"])]


def _learners(frame: pd.DataFrame | None, scope: Scope) -> pd.DataFrame | None:
    """People to learn from in one year, those of the zone alone where they are many."""
    if frame is None or "next_cost" not in frame.columns:
        return None
    people = usable(frame)
    local = in_zone(people, scope)
    return local if len(local) >= LOCAL else people


def _enough(people: pd.DataFrame, scope: Scope) -> bool:
    costs = people["next_cost"].to_numpy(float)
    return min(len(people), len(in_zone(people, scope))) >= FEWEST and bool(costs.any())


def _predicted(model: RiskModel, frame: pd.DataFrame) -> pd.Series:
    """Expected cost by person_id of who is present at the end of the year."""
    people = frame[frame["present"].to_numpy(bool)]
    index = pd.Index(people["person_id"].to_numpy(), name="person_id")
    return pd.Series(model.predict(candidates(people)), index=index, name="predicted")


def _card(
    model: RiskModel,
    found: Evaluation,
    year: int,
    how: tuple[str, tuple[int, int] | None],
    trained: int,
) -> ModelCard:
    scheme, evaluated = how
    weak = judged(found.subgroups)
    weak = weak[(weak["verdict"] == "under") & (weak["people"] >= FEWEST)]
    return ModelCard(
        outcome="next_cost",
        parts=("logit", "poisson_log", "boosting", "calibration"),
        trained_on=(year - 1, year),
        evaluated_on=evaluated,
        scheme=scheme,
        features=model.columns,
        signal=found.signal,
        cap_eur=_rounded(found.cap_eur),
        trained=round(trained, -2),
        merged=model.merged,
        weak_groups=tuple(zip(weak["trait"], weak["level"], strict=True)),
        use=("strata", "equity", "planning"),
        not_for=("selection", "exclusion", "single_person", "payment", "elsewhere"),
        notes=("risk.annualised",),
    )


def _rounded(value: float) -> float | None:
    """Amount to two digits; none where nobody cost anything."""
    if value <= 0:
        return None
    return round(value, _CAP_DIGITS - 1 - floor(log10(value)))


def _empty(name: str) -> pd.DataFrame:
    return pd.DataFrame(columns=list(_TABLES[name]))
