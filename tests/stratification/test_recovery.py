"""RECOVERY: what was put into the SYNTHETIC population is found again by the program's own path.

The files are read, turned into features and modelled as a user's would be. This shows that the
program computes what it says. It says nothing about how well it does on real people.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import prod

import numpy as np
import pandas as pd
import pytest
from synthetic_population import YEAR, rows, spec_of

from pilotzones.stratification.assessment import assess
from pilotzones.stratification.conditions import Condition, read_conditions
from pilotzones.stratification.engine import connect, run_folder
from pilotzones.stratification.people_frame import yearly_frames
from pilotzones.stratification.reading import PeopleFiles, PeopleTables, read_people
from pilotzones.stratification.risk import fit
from pilotzones.stratification.synthetic import SyntheticFiles, generate
from pilotzones.stratification.synthetic.illness_parameters import Illness
from pilotzones.stratification.synthetic.parameters import read_parameters
from pilotzones.stratification.two_part import fit_two_part

PARAMETERS = read_parameters()
CONDITIONS = read_conditions()
ADULT = 18
WIDE = 3.3
"""Standard errors of an interval that holds in 999 of 1,000 draws: many are looked at."""


@dataclass(frozen=True)
class Found:
    """What the program made of a synthetic population, and the truth about it."""

    files: SyntheticFiles
    tables: PeopleTables
    frames: dict[int, pd.DataFrame]
    truths: dict[int, pd.DataFrame]

    def truth(self, year: int = YEAR) -> pd.DataFrame:
        """Truth about everybody who is in the frame of the year, in the same order."""
        return self.truths[year]


def found_of(spec, folder) -> Found:
    """The population through reading and features."""
    files = generate(spec, folder)
    with run_folder(folder) as run:
        given = PeopleFiles((files.persons,), files.deliveries, None, YEAR)
        tables = read_people(given, connect(run))
        frames = yearly_frames(tables, CONDITIONS)
    query = "SELECT * FROM truth WHERE year = {} AND days > 0 ORDER BY person_id"
    truths = {year: rows(files, query.format(year)) for year in frames}
    return Found(files, tables, frames, truths)


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Found:
    return found_of(spec_of(seed=41, share=1 / 60), tmp_path_factory.mktemp("recovery"))


def test_every_row_is_read_and_none_is_left_out(found):
    written = rows(
        found.files,
        """SELECT p.n AS persons, l.n AS lines
        FROM (SELECT count(*) AS n FROM persons) AS p, (SELECT count(*) AS n FROM lines) AS l""",
    ).iloc[0]
    totals = found.tables.totals
    assert totals["persons_read"] == totals["persons"] == written["persons"]
    assert totals["deliveries_read"] == totals["deliveries"] == written["lines"]
    assert not found.tables.notices
    assert found.tables.years == (YEAR - 2, YEAR - 1, YEAR)


@pytest.mark.parametrize("year", [YEAR - 1, YEAR])
def test_who_is_here_and_how_old_is_found_again(found, year):
    """Births, deaths and departures: the same persons, the same ages, person by person."""
    frame, truth = found.frames[year], found.truth(year)
    assert frame["person_id"].tolist() == truth["person_id"].tolist()
    assert (frame["age"].to_numpy() == truth["age"]).all()
    assert (frame["present"].to_numpy() == truth["present"]).all()
    assert 0 < truth["dies"].sum() < (~truth["present"]).sum()


def test_movers_count_where_they_lived_at_the_end_of_the_year(found):
    persons = rows(found.files, "SELECT * FROM persons").set_index("person_id")
    earlier, base = (found.frames[y].set_index("person_id")["unit"] for y in (YEAR - 1, YEAR))
    moved = persons.index[persons["moved_on"].dt.year == YEAR].intersection(earlier.index)
    assert len(moved) > 300
    assert (earlier[moved] == persons.loc[moved, "unit_before"]).all()
    assert (base == persons.loc[base.index, "unit"]).all()


def sensitivity(illness: Illness, condition: Condition) -> tuple[float, float]:
    """Chance that a condition is told by the medicines of one illness: of the ill, of others.

    A regularly treated person takes each medicine with its share, the first one where no other
    came out; one alone reaches 90 DDD a year.
    """
    tells = [m.code.startswith(condition.prefixes) and not m.no_ddd for m in illness.medicine]
    shares = [m.share for m in illness.medicine]
    none_told = prod(1 - s for s, t in zip(shares, tells, strict=True) if t)
    none_else = prod(1 - s for s, t in zip(shares, tells, strict=True) if not t)
    missed = none_told * (1 - none_else) if tells[0] else none_told
    treated = 1 - illness.untreated - illness.light
    return treated * (1 - missed), illness.mistaken * tells[0]


@pytest.mark.parametrize("condition", CONDITIONS.rows, ids=lambda row: row.id)
def test_prevalence_is_the_true_one_with_the_known_sensitivity(found, condition):
    """Share with the condition among people who were here all year.

    Expected are those who have it in truth, less the missing diagnoses, plus those who take its
    medicines for another reason. Wrong codes hardly count: several packages would have to be lost.
    """
    truth, frame = found.truth(), found.frames[YEAR]
    not_found = np.ones(len(truth))
    for id, illness in PARAMETERS.illnesses.illness.items():
        of_ill, of_others = sensitivity(illness, condition)
        ill = truth[f"ill_{id}"].to_numpy()
        not_found *= 1 - np.where(ill, of_ill, of_others * (truth["age"] >= ADULT))
    age = truth["age"]
    fits = (age >= (condition.min_age or 0)) & (age <= (condition.max_age or 200))
    chance = np.where(fits, 1 - not_found, 0.0)
    whole = truth["days"].to_numpy() == 366
    told = frame[f"cond_{condition.id}"].to_numpy()[whole].sum()
    expected, variance = chance[whole].sum(), (chance * (1 - chance))[whole].sum()
    assert abs(told - expected) < WIDE * np.sqrt(variance) + 0.005 * expected + 0.5
    assert expected > 20 or condition.id == "cystic_fibrosis"  # one in ten thousand


def test_as_many_have_a_long_term_condition_as_in_belgium(found):
    """Orders of magnitude: 25 to 30 in 100 with any condition, diabetes 6, depression 6."""
    here = found.frames[YEAR].query("present")
    assert 0.25 < (here["n_conditions"] > 0).mean() < 0.32
    assert 0.055 < here["cond_diabetes"].mean() < 0.07
    assert 0.055 < here["cond_depression"].mean() < 0.07


def test_mean_cost_and_its_kinds_are_found_again(found):
    """To the cent what was written; and in the interval around what the truth expects."""
    frame, truth = found.frames[YEAR], found.truth()
    written = rows(
        found.files,
        f"""SELECT kind, sum(amount_eur)::DOUBLE AS eur FROM lines
        WHERE year(date) = {YEAR} GROUP BY kind ORDER BY kind""",
    ).set_index("kind")["eur"]
    for kind, eur in written.items():
        cost = frame[f"cost_{kind}"].to_numpy(float)
        assert cost.sum() == pytest.approx(eur, abs=0.005)
        gap = cost - truth[f"expected_{kind}_eur"].to_numpy()
        assert abs(gap.mean()) < WIDE * gap.std() / np.sqrt(len(gap)), kind
    total = frame["total_cost"].to_numpy(float)
    assert total.sum() == pytest.approx(written.sum(), abs=0.005)
    gap = total - truth["expected_eur"].to_numpy()
    assert abs(gap.mean()) < WIDE * gap.std() / np.sqrt(len(gap))
    assert set(written.index) == {c[5:] for c in frame if c.startswith("cost_")}


def test_next_year_is_the_year_after(found):
    before, base = (found.frames[year].set_index("person_id") for year in (YEAR - 1, YEAR))
    both = before.index.intersection(base.index)
    for later, now in (("next_cost", "total_cost"), ("next_stays", "hospital_stays")):
        gap = before.loc[both, later].to_numpy(float) - base.loc[both, now].to_numpy(float)
        assert np.abs(gap).max() < 0.005
    assert (before.loc[both, "next_present"] == base.loc[both, "present"]).all()


def test_hospital_stays_are_found_again_from_the_days(found):
    for year in (YEAR - 1, YEAR):
        stays = found.frames[year]["hospital_stays"].to_numpy()
        assert (stays == found.truth(year)["stays"]).all()
        assert stays.sum() > 3_000


def test_costs_differ_by_illness_as_in_the_truth(found):
    """Difference of the means with and without a condition, against that of the expected cost."""
    frame, truth = found.frames[YEAR], found.truth()
    cost, expected = frame["total_cost"].to_numpy(float), truth["expected_eur"].to_numpy()
    for condition in ("diabetes", "heart_failure", "depression", "copd"):
        has = frame[f"cond_{condition}"].to_numpy()
        gap = cost - expected
        error = np.sqrt(sum(gap[part].var() / part.sum() for part in (has, ~has)))
        assert abs(gap[has].mean() - gap[~has].mean()) < WIDE * error, condition
        assert expected[has].mean() > expected[~has].mean() + 1_000


BETAS = {
    "use": {"intercept": -0.4, "age": 1.8, "woman": 0.3, "diabetes": 0.9, "depression": 0.5},
    "amount": {"intercept": 6.2, "age": 0.9, "woman": -0.1, "diabetes": 0.6, "depression": 0.25},
}
"""Coefficients of a process that is simulated: log odds of any cost, logarithm of its mean."""
SHAPE = 1.4
"""Of the gamma distribution of the amounts."""


def simulated(found: Found, seed: int, count: int) -> tuple[pd.DataFrame, np.ndarray]:
    """Rows of traits that the program found, and costs of the known two-part process."""
    rng = np.random.default_rng(seed)
    frame = found.frames[YEAR].iloc[rng.choice(len(found.frames[YEAR]), count)]
    x = pd.DataFrame(
        {
            "age": frame["age"].to_numpy(float) / 100,
            "woman": (frame["sex"] == "F").to_numpy(float),
            "diabetes": frame["cond_diabetes"].to_numpy(float),
            "depression": frame["cond_depression"].to_numpy(float),
        }
    )
    use, amount = (
        part["intercept"] + sum(part[name] * x[name].to_numpy() for name in x)
        for part in BETAS.values()
    )
    some = rng.random(count) < 1 / (1 + np.exp(-use))
    return x, np.where(some, np.exp(amount) * rng.gamma(SHAPE, 1 / SHAPE, count), 0.0)


def test_coefficients_of_a_known_process_are_found_again(found):
    """Intervals of 95 % hold the true coefficient in about 95 of 100 cases, in both parts.

    300 intervals: 5 coefficients of 2 parts in 30 simulations. Between 91 and 98.5 in 100 have to
    hold: four standard errors, as the coefficients of one simulation hang together.
    """
    held = []
    for seed in range(30):
        x, y = simulated(found, seed, 4_000)
        table = fit_two_part(x.to_numpy(), y, tuple(x)).coefficients()
        true = [BETAS[part][name] for part, name in zip(table["part"], table["name"], strict=True)]
        held += ((table["low"] < true) & (true < table["high"])).tolist()
    assert len(held) == 300
    assert 0.91 < np.mean(held) < 0.985


def test_the_risk_model_shows_the_coefficients_of_a_known_process(found):
    """Through the door of the room; all ten intervals together hold in 99 of 100 cases."""
    x, y = simulated(found, 7, 8_000)
    model = fit(x, y, "cost")
    table = model.two_part.coefficients().set_index(["part", "name"])
    assert len(table) == 10
    for (part, name), row in table.iterrows():
        assert abs(row["estimate"] - BETAS[part][name]) < WIDE * row["std_error"], (part, name)
        assert row["std_error"] < 0.3
    assert model.predict(x).sum() == pytest.approx(y.sum(), rel=0.02)


def test_a_model_of_noise_says_that_it_found_nothing(tmp_path):
    units = {f"Z{i}": (500, i % 2 == 0) for i in range(8)}
    spec = spec_of(zone=units, outside={}, seed=5, noise=True)
    card = assess(found_of(spec, tmp_path).frames, YEAR, seed=1).card
    assert card is not None
    assert card.scheme == "out-of-time"
    assert not card.signal


def test_a_model_of_as_many_people_says_that_it_found_something(found):
    few = {year: frame.query("person_id % 16 == 1") for year, frame in found.frames.items()}
    card = assess(few, YEAR, seed=1).card
    assert card is not None
    assert card.signal
