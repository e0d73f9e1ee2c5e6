"""What is done with a risk model: saved, moved elsewhere, explained, fitted to capacity, judged."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from conftest import ROOT
from synthetic_claims import CONDITIONS, YEAR, delivery, engine, person

from pilotzones.errors import InputError
from pilotzones.stratification.assessment import assess
from pilotzones.stratification.capacity import PLACES, capacity_raw, places
from pilotzones.stratification.disclosure import release, release_all
from pilotzones.stratification.drift import baseline_of, fit_here, stability
from pilotzones.stratification.evaluation import Scope
from pilotzones.stratification.explanation import explained, group_of
from pilotzones.stratification.fairness import judged
from pilotzones.stratification.impact import impact_raws
from pilotzones.stratification.impact_file import read_impact
from pilotzones.stratification.outcomes import OUTCOMES
from pilotzones.stratification.people_frame import yearly_frames
from pilotzones.stratification.refit import refitted
from pilotzones.stratification.released import HIDDEN
from pilotzones.stratification.risk import RiskModel, fit
from pilotzones.stratification.risk_columns import with_risk_columns
from pilotzones.stratification.risk_tables import (
    drift_raw,
    explanation_raw,
    outcomes_raw,
    transfer_raw,
)
from pilotzones.stratification.saved_model import read_model, saved
from pilotzones.stratification.subgroups import by_subgroup

REFERENCE = ROOT / "models" / "risk" / "reference.json"
ROWS = 2_000


def columns(rows: int = ROWS, seed: int = 3) -> pd.DataFrame:
    """SYNTHETIC columns of a model: age, a flag and a cost."""
    rng = np.random.default_rng(seed)
    return pd.DataFrame(
        {
            "age": rng.integers(0, 95, rows).astype(float),
            "woman": (rng.random(rows) < 0.5).astype(float),
            "log_total_cost": rng.normal(5, 1, rows),
        }
    )


def costs(x: pd.DataFrame, seed: int = 4) -> np.ndarray:
    """SYNTHETIC costs that rise with age and with the cost of the year."""
    rng = np.random.default_rng(seed)
    mean = np.exp(2 + 0.02 * x["age"] + 0.5 * x["log_total_cost"])
    return mean.to_numpy() * rng.gamma(1, 1, len(x))


@pytest.fixture(scope="module")
def model() -> RiskModel:
    x = columns()
    return fit(x, costs(x), "cost", seed=1)


@pytest.fixture(scope="module")
def text(model: RiskModel) -> str:
    return saved(model, columns(), outcome="next_cost", minimum=10, card={"synthetic": True})


def written(folder: Path, content: object) -> Path:
    path = folder / "model.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    return path


def first_tree(content: dict) -> list:
    """Questions, values and rows of the first tree of a file."""
    return content["model"]["members"][0]["trees"][0]


# saved models


def test_saved_model_predicts_as_before(model, text, tmp_path):
    found = read_model(written(tmp_path, text))
    x = columns(seed=9)
    assert found.model.predict(x) == pytest.approx(model.predict(x), rel=1e-9)
    assert found.card == {"synthetic": True}
    assert [f.type for f in found.schema] == ["number", "flag", "number"]


def test_same_model_gives_the_same_bytes(model, text):
    again = saved(model, columns(), outcome="next_cost", minimum=10, card={"synthetic": True})
    assert again == text


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda c: c.update(version=1), "model_file.version"),
        (lambda c: c.update(format="pickle"), "model_file.form"),
        (lambda c: c["model"].pop("amount"), "model_file.form"),
        (lambda c: c["schema"].pop(), "model_file.form"),
        (lambda c: first_tree(c)[0][0].__setitem__(0, 99), "model_file.form"),
        (lambda c: first_tree(c)[2].__setitem__(0, 9), "model_file.small_cell"),
        (lambda c: c["model"]["bins"]["rows"].__setitem__(1, 9), "model_file.small_cell"),
    ],
)
def test_file_that_is_not_such_a_model_is_refused(text, tmp_path, change, fault):
    content = json.loads(text)
    change(content)
    with pytest.raises(InputError, match=fault.replace(".", r"\.")):
        read_model(written(tmp_path, content), minimum=10)


@pytest.mark.parametrize("content", ["", "[]", "cos\nsystem\n(S'true'\ntR.", "{}"])
def test_file_of_another_kind_is_refused(tmp_path, content):
    with pytest.raises(InputError, match=r"model_file\.form"):
        read_model(written(tmp_path, content))


def test_data_that_do_not_match_are_refused_column_by_column(text, tmp_path):
    found = read_model(written(tmp_path, text))
    x = columns().drop(columns="log_total_cost").assign(woman=2.0)
    x["age"] = x["age"].where(x.index != 5)
    with pytest.raises(InputError) as caught:
        found.refuse(x)
    assert [(f.id, f.column) for f in caught.value.faults] == [
        ("model_file.not_numbers", "age"),
        ("model_file.other_type", "woman"),
        ("model_file.no_column", "log_total_cost"),
    ]
    assert all(f.value is None for f in caught.value.faults)


def test_model_without_a_word_on_its_people_is_not_saved(model):
    with pytest.raises(ValueError, match="synthetic"):
        saved(model, columns(), outcome="next_cost", minimum=10, card={})


def test_reference_model_is_synthetic_says_so_and_has_no_small_cell():
    found = read_model(REFERENCE, minimum=10)
    assert found.card["synthetic"] is True
    assert "risk.reference.synthetic" in found.card["notes"]
    assert found.card["not_for"]
    assert found.baseline.people > 10_000
    assert min(n for m in found.model.boosting.members for t in m.trees for n in t.rows) >= 100


# elsewhere


def test_people_of_the_same_kind_are_stable_and_older_ones_have_shifted():
    base = baseline_of(columns(), minimum=10)
    alike = stability(base, columns(seed=20))
    assert set(alike["verdict"]) == {"stable"}
    older = columns(seed=20).assign(age=lambda d: np.minimum(d["age"] + 30, 100))
    found = stability(base, older).set_index("feature")["verdict"]
    assert found["age"] == "shifted"
    assert found["woman"] == "stable"


@pytest.mark.parametrize(
    ("change", "verdict"),
    [
        (lambda p, y: p, "fits"),
        (lambda p, y: 2 * p, "recalibrate"),
        (lambda p, y: np.random.default_rng(0).permutation(p), "refit"),
    ],
)
def test_verdict_on_a_model_from_elsewhere_follows_slope_and_total(change, verdict):
    rng = np.random.default_rng(1)
    p = rng.gamma(2, 50, 5_000)
    y = p * rng.gamma(2, 0.5, 5_000)
    assert fit_here(y, change(p, y)).verdict == verdict


def yearly(rows: int, *, dear: float = 1.0, seed: int = 1) -> pd.DataFrame:
    """SYNTHETIC feature frame whose next cost leans on age and cost; ``dear`` times as much."""
    rng = np.random.default_rng(seed)
    cost = 500 * rng.gamma(1.5, 1, rows)
    age = rng.integers(0, 95, rows)
    later = dear * (200 + 0.6 * cost + 8 * age) * rng.gamma(2, 0.5, rows)
    return pd.DataFrame(
        {
            "person_id": [f"p{i:05}" for i in range(rows)],
            "unit": "1000",
            "age": age,
            "sex": np.where(rng.random(rows) < 0.5, "F", "M"),
            "n_conditions": rng.poisson(0.5, rows),
            "n_atc3": 0,
            "polypharmacy": False,
            "ddd": 0.0,
            "total_cost": cost,
            "hospital_days": 0,
            "hospital_stays": 0,
            "present": True,
            "next_cost": later,
        }
    )


@pytest.mark.parametrize(("rows", "how"), [(1_500, "recalibrated"), (5_000, "refitted")])
def test_weights_from_elsewhere_are_right_after_the_refit_here(tmp_path, rows, how):
    scope = Scope()
    there = OUTCOMES["next_cost"].people(yearly(3_000))
    possible = OUTCOMES["next_cost"].columns(there)
    model = fit(possible, there["outcome"], "cost", seed=1)
    text = saved(model, possible, outcome="next_cost", minimum=10, card={"synthetic": True})
    elsewhere = read_model(written(tmp_path, text))
    here = OUTCOMES["next_cost"].people(yearly(rows, dear=1.7, seed=2))
    found = refitted(elsewhere, here, scope, seed=1)
    total = found.before.table.set_index("metric").loc["total", "value"]
    assert total == pytest.approx(1.7, rel=0.08)
    assert (found.how, found.before.verdict, found.after.verdict) == (how, "recalibrate", "fits")
    expected = found.model.predict(OUTCOMES["next_cost"].columns(here))
    assert expected.sum() == pytest.approx(here["outcome"].sum(), rel=0.03)
    raws = [
        drift_raw(found.drift),
        transfer_raw(found.before, found.after, found.how, len(here)),
    ]
    tables = release_all(raws)
    assert tables["transfer"].number("value", when="before", metric="total") == pytest.approx(
        total, abs=1e-4
    )
    assert set(tables["drift"].column("verdict")) <= {"stable", "moved", "shifted"}


# why


def test_contributions_add_up_and_fall_to_the_group_that_matters():
    x = columns()
    y = np.exp(2 + 0.03 * x["age"].to_numpy()) * np.random.default_rng(0).gamma(5, 0.2, len(x))
    model = fit(x, y, "cost", seed=1)
    labels = np.where(x["age"] > 70, "high", "low")
    found = explained(model, x, labels, seed=1)
    sums = found.groupby("level")["contribution"].sum()
    whole = found.groupby("level")["whole"].first()
    assert sums.to_numpy() == pytest.approx(whole.to_numpy())
    high = found[found["level"] == "high"].set_index("group")["contribution"]
    assert high["age_sex"] > 20 * abs(high["use"])


@pytest.mark.parametrize(
    ("column", "group"),
    [
        ("woman_18_44", "age_sex"),
        ("age_over_65", "age_sex"),
        ("chronic_status_unknown", "social"),
        ("cond_copd", "conditions"),
        ("age_x_conditions", "conditions"),
        ("log_cost_drug", "use"),
    ],
)
def test_column_belongs_to_its_group(column, group):
    assert group_of(column) == group


def test_explanation_of_a_level_of_nine_people_is_hidden():
    told = pd.DataFrame(
        {"level": ["high", "low"], "group": "use", "contribution": 812.0, "people": [9, 900],
         "whole": 812.0}
    )  # fmt: skip
    expected = pd.DataFrame(
        {"expected_eur": 9e4, "expected_eur_who": [9.0, 900.0], "expected_eur_most": 200.0},
        index=["high", "low"],
    )
    assert release(explanation_raw(told, expected)).column("contribution") == (HIDDEN, 810)


# who is expected to need too little


def test_group_that_costs_more_than_expected_is_named_and_others_are_not():
    rng = np.random.default_rng(0)
    rows = 12_000
    frame = yearly(rows).assign(increased_reimbursement=rng.random(rows) < 0.3)
    expected = rng.gamma(3, 300, rows)
    more = np.where(frame["increased_reimbursement"], 1.3, 1.0)
    observed = expected * more * rng.gamma(4, 0.25, rows)
    found = judged(by_subgroup(frame, observed, expected)).set_index(["trait", "level"])
    assert found.loc[("increased_reimbursement", "yes"), "verdict"] == "under"
    assert found.loc[("increased_reimbursement", "no"), "verdict"] == "even"
    low, high = found.loc[("increased_reimbursement", "yes"), ["low", "high"]]
    assert low < 1.3 < high


# capacity


def test_three_managers_of_sixty_have_the_180_with_most_and_one_more_the_next_60():
    expected = pd.Series(np.random.default_rng(0).permutation(1_000).astype(float))
    place = places(expected, np.ones(1_000), (3, 60))
    assert place.value_counts().reindex(PLACES).tolist() == [180, 60, 760]
    assert expected[place == "next"].max() == 819
    assert expected[place == "within"].min() == 820


def test_table_of_the_capacity_hides_what_is_said_of_few():
    zone = yearly(1_000).assign(
        predicted=lambda d: d["total_cost"], in_zone=True, rural=False,
        increased_reimbursement=lambda d: d["total_cost"] > d["total_cost"].nlargest(5).min(),
    )  # fmt: skip
    table = release(capacity_raw(zone, (2, 30)))
    assert table.column("people") == (60, 30, 910)
    assert table.cell("reduced_share", place="within") is HIDDEN
    assert table.number("lower_eur", place="within") % 100 == 0


# unplanned stays, gaps, exposure


DAY = timedelta(days=1)
START = date(YEAR, 3, 10)
URGENT = {"kind": "visit", "code": "590922"}
STAY = {"kind": "hospital", "code": "768000"}


@pytest.fixture(scope="module")
def frame(tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    cases = {
        "same_day": [URGENT | {"date": START}, STAY | {"date": START}],
        "day_before": [URGENT | {"date": START - DAY}, STAY | {"date": START}],
        "two_before": [URGENT | {"date": START - 2 * DAY}, STAY | {"date": START}],
        "after": [URGENT | {"date": START + DAY}, STAY | {"date": START}],
        "inside": [
            *(STAY | {"date": START + k * DAY} for k in range(3)),
            URGENT | {"date": START + DAY},
        ],
        "two_stays": [
            *(URGENT | {"date": START + k * DAY} for k in (0, 20)),
            *(STAY | {"date": START + k * DAY} for k in (0, 1, 20)),
        ],
        "no_stay": [URGENT | {"date": START}],
        "vaccine": [{"kind": "drug", "code": "J07BB02", "date": START}],
        "died": [{"kind": "gp", "code": "101076", "date": START}],
    }
    rows = [delivery(id, **{"ddd": None, **row}) for id, care in cases.items() for row in care]
    who = [person(id, birth_year=YEAR - 70) for id in cases if id != "died"]
    who.append(person("died", birth_year=YEAR - 30, death_date=date(YEAR, 1, 31)))
    with engine(tmp_path_factory.mktemp("synthetic")) as run:
        tables = run.read(who, rows, year=YEAR)
        frames = with_risk_columns(yearly_frames(tables, CONDITIONS), tables, read_impact())
    return frames[YEAR].set_index("person_id")


@pytest.mark.parametrize(
    ("case", "stays"),
    [("same_day", 1), ("day_before", 1), ("two_before", 0), ("after", 0), ("inside", 0),
     ("two_stays", 2), ("no_stay", 0)],
)  # fmt: skip
def test_unplanned_stay_begins_with_an_emergency_contact(frame, case, stays):
    assert frame.loc[case, "unplanned"] == stays


def test_gap_is_open_without_the_care_and_meant_for_nobody_else(frame):
    assert frame.loc["no_stay", "gap_influenza_vaccine"]
    assert not frame.loc["vaccine", "gap_influenza_vaccine"]
    assert pd.isna(frame.loc["died", "gap_influenza_vaccine"])


def test_who_died_was_insured_for_that_part_of_the_year(frame):
    days = (date(YEAR + 1, 1, 1) - date(YEAR, 1, 1)).days
    assert frame.loc["died", "share"] == pytest.approx(31 / days)
    assert frame.loc["vaccine", "share"] == 1


def test_stays_and_gaps_by_level_hide_small_numbers():
    rng = np.random.default_rng(0)
    zone = pd.DataFrame(
        {
            "level": np.repeat(["high", "middle", "low"], [50, 150, 800]),
            "cond_copd": rng.random(1_000) < 0.5,
            "unplanned": np.repeat([1, 0, 1, 0, 0], [40, 10, 4, 146, 800]),
            "hospital_stays": np.repeat([2, 0, 4, 0, 0], [40, 10, 4, 146, 800]),
        }
    )
    rules = read_impact()
    for gap in rules.gaps:
        zone[f"gap_{gap.id}"] = pd.array(rng.random(1_000) < 0.5, dtype="boolean")
    tables = release_all(impact_raws(zone, rules))
    stays = tables["avoidable"]
    assert stays.cell("stays", level="high", what="unplanned") == 40
    assert stays.cell("stays", level="middle", what="unplanned") is HIDDEN
    assert stays.cell("stays", level="low", what="unplanned") == 0
    assert tables["gaps"].number("meant", level="low", gap="gp_contact") == 800


def test_wrong_table_of_what_may_be_avoided_is_refused(tmp_path):
    path = tmp_path / "impact.toml"
    path.write_text("[emergency]\nprefixes = []\n", "utf-8")
    with pytest.raises(InputError, match=r"impact\.form"):
        read_impact(path)


# outcomes


def test_outcomes_that_the_data_allow_are_measured_and_events_of_few_are_not():
    rng = np.random.default_rng(3)
    frames = {}
    for year in (2022, 2023, 2024):
        made = yearly(6_000, seed=year)
        made["total_cost"] = yearly(6_000, seed=1)["total_cost"]
        made["next_cost"] = made["total_cost"] * rng.gamma(2, 0.5, 6_000)
        ill = made["total_cost"] > made["total_cost"].quantile(0.9)
        made["next_unplanned"] = (rng.random(6_000) < np.where(ill, 0.3, 0.03)).astype(float)
        frames[year] = made
    found = assess(frames, 2024, seed=1)
    told = found.outcomes.set_index(["outcome", "model", "metric"])
    schemes = found.outcomes.groupby("outcome")["scheme"].first().to_dict()
    assert schemes == {
        "next_cost": "out-of-time", "admission": "out-of-time", "persistence": "out-of-time",
        "cost": "cross-validated",
    }  # fmt: skip
    auc = told.loc[("admission", "combined", "auc_top5")]
    assert auc["low"] > 0.6
    assert auc["low"] < auc["value"] < auc["high"]
    assert found.card is not None
    assert found.card.not_for
    released = release(outcomes_raw(found.outcomes))
    keys = {"outcome": "admission", "scheme": "out-of-time", "model": "combined"}
    assert released.number("value", metric="auc_top5", **keys) == pytest.approx(
        auc["value"], abs=1e-4
    )
    rare = {year: made.assign(next_unplanned=0.0) for year, made in frames.items()}
    assert "admission" not in set(assess(rare, 2024, seed=1).outcomes["outcome"])


def test_concurrent_model_does_not_see_the_use_of_the_year():
    names = set(OUTCOMES["cost"].columns(yearly(50)))
    assert "age" in names
    assert not {n for n in names if n.startswith(("log_", "no_cost", "cost_x"))}
    assert "log_total_cost" in set(OUTCOMES["next_cost"].columns(yearly(50)))


def test_who_left_before_the_end_of_the_year_is_not_foretold():
    frame = yearly(10).assign(present=lambda d: d.index != 3)
    assert "p00003" not in set(OUTCOMES["next_cost"].people(frame)["person_id"])
