"""RECOVERY: what was put into the SYNTHETIC population is found again by the program's own path.

The files are read, turned into features and modelled as a user's would be. This shows that the
program computes what it says. It says nothing about how well it does on real people.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import product
from math import prod
from shutil import copy

import numpy as np
import pandas as pd
import pytest
from synthetic_population import YEAR, rows, spec_of

from pilotzones.assets import asset
from pilotzones.stratification.assessment import assess
from pilotzones.stratification.conditions import Condition, read_conditions
from pilotzones.stratification.engine import connect, run_folder
from pilotzones.stratification.people_frame import yearly_frames
from pilotzones.stratification.reading import PeopleFiles, PeopleTables, read_people
from pilotzones.stratification.risk import fit
from pilotzones.stratification.synthetic import SyntheticFiles, generate
from pilotzones.stratification.synthetic.illness_parameters import Illness, Medicine
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
    everybody: dict[int, pd.DataFrame]
    """The same as ``truths`` by person, of all three years."""

    def truth(self, year: int = YEAR) -> pd.DataFrame:
        """Truth about everybody who is in the frame of the year, in the same order."""
        return self.truths[year]


def found_of(spec, folder) -> Found:
    """The population through reading and features."""
    files = generate(spec, folder)
    with run_folder(folder) as run:
        given = PeopleFiles(
            (files.persons,), files.deliveries, None, YEAR, diagnoses=(files.diagnoses,)
        )
        tables = read_people(given, connect(run))
        frames = yearly_frames(tables, CONDITIONS)
    query = "SELECT * FROM truth WHERE year = {} AND days > 0 ORDER BY person_id"
    truths = {year: rows(files, query.format(year)) for year in frames}
    years = (YEAR - 2, YEAR - 1, YEAR)
    everybody = {year: rows(files, query.format(year)).set_index("person_id") for year in years}
    return Found(files, tables, frames, truths, everybody)


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


Reached = dict[int, float]
"""Chance of each set of groups of medicines, as bits, of which a person takes enough."""


def groups_of(condition: Condition) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Begins of codes, and their exceptions: alone, each group of those together, those against."""
    found = [(condition.prefixes, condition.excepted)] if condition.prefixes else []
    found += [(group, ()) for group in condition.together]
    return found + ([(condition.without, ())] if condition.without else [])


def reached(taken: tuple[Medicine, ...], condition: Condition, lines: int | None = None) -> int:
    """Groups of which somebody takes enough; ``lines``: only so many small packages are fetched.

    A medicine that is taken regularly reaches 90 DDD a year and a delivery on four days; a few
    packages of 28 DDD of the first one reach what fewer days or doses tell.
    """
    found = 0
    for place, (codes, but_not) in enumerate(groups_of(condition)):
        alone = place == 0 and bool(condition.prefixes)
        for medicine in taken:
            if not medicine.code.startswith(codes) or medicine.code.startswith(but_not or ("?",)):
                continue
            by_days = alone and condition.days is not None and (lines or 4) >= condition.days
            doses = 1_000 if lines is None else 28 * lines
            if by_days or (not medicine.no_ddd and doses >= condition.ddd):
                found |= 1 << place
    return found


def of_ill(illness: Illness, condition: Condition) -> Reached:
    """A regularly treated person takes each medicine with its share, the first where no other."""
    chances: Reached = {0: illness.untreated if illness.medicine else 1.0}
    if not illness.medicine:
        return chances
    for lines in (1, 2, 3):
        some = reached(illness.medicine[:1], condition, lines)
        chances[some] = chances.get(some, 0.0) + illness.light / 3
    for takes in product((False, True), repeat=len(illness.medicine)):
        share = prod(
            m.share if t else 1 - m.share for m, t in zip(illness.medicine, takes, strict=True)
        )
        taken = tuple(m for m, t in zip(illness.medicine, takes, strict=True) if t)
        some = reached(taken or illness.medicine[:1], condition)
        chance = share * (1 - illness.untreated - illness.light)
        chances[some] = chances.get(some, 0.0) + chance
    return chances


def by_medicines(truth: pd.DataFrame, condition: Condition) -> np.ndarray:
    """Chance of each person to be told by medicines, from all that the person truly has."""
    chances: dict[int, np.ndarray] = {0: np.ones(len(truth))}
    adult = (truth["age"] >= ADULT).to_numpy()
    for id, illness in PARAMETERS.illnesses.illness.items():
        ill, mine = truth[f"ill_{id}"].to_numpy(), of_ill(illness, condition)
        mistaken = reached(illness.medicine[:1], condition)
        if set(mine) == {0} and not mistaken:
            continue
        other = {0: 1 - illness.mistaken * adult}
        other[mistaken] = other.get(mistaken, 0.0) + illness.mistaken * adult
        after: dict[int, np.ndarray] = {}
        for have, p in chances.items():
            for more in {*mine, *other}:
                q = np.where(ill, mine.get(more, 0.0), other.get(more, 0.0))
                after[have | more] = after.get(have | more, 0.0) + p * q
        chances = after
    age = truth["age"].to_numpy()
    fits = (age >= (condition.min_age or 0)) & (age <= (condition.max_age or 200))
    return fits * sum(p for some, p in chances.items() if tells(some, condition))


def tells(some: int, condition: Condition) -> bool:
    """Do these groups of medicines tell the condition?"""
    alone = 1 if condition.prefixes else 0
    together = ((1 << len(condition.together)) - 1) << alone
    against = 1 << (alone + len(condition.together))
    if condition.without and some & against:
        return False
    return bool(some & alone) or bool(together and some & together == together)


def by_diagnoses(found: Found, condition: Condition) -> np.ndarray:
    """Chance of each person of the base year to be told by a recorded diagnosis."""
    truth, missed = found.truth(), 1.0
    for id, illness in PARAMETERS.illnesses.illness.items():
        known = illness.diagnosis
        if known is None:
            continue
        by_hospital = condition.tells(known.icd10, "icd10") and known.hospital
        by_practice = condition.tells(known.icpc2, "icpc2") and known.practice
        chance = 1 - (1 - (by_hospital or 0.0)) * (1 - (by_practice or 0.0))
        if chance:
            recent = _fell_ill(found, id) > YEAR - (condition.years or 100)
            missed = missed * (1 - chance * (truth[f"ill_{id}"].to_numpy() & recent))
    return 1 - missed


def _fell_ill(found: Found, id: str) -> np.ndarray:
    """Year in which the illness of each person of the base year began; two before, for the first.

    Those who were ill in the first year are recorded one or two years before it.
    """
    ids = found.truth()["person_id"]
    began = np.full(len(ids), YEAR)
    for year in (YEAR - 1, YEAR - 2):
        earlier = found.everybody[year].reindex(ids)[f"ill_{id}"].fillna(False).to_numpy(bool)
        began = np.where(earlier & (began == year + 1), year, began)
    return np.where(began == YEAR - 2, YEAR - 4, began)


def by_items(found: Found, condition: Condition) -> np.ndarray:
    """Who had the items on enough days: from the lines as they were written."""
    if not condition.items:
        return np.zeros(len(found.truth()), bool)
    listed = ", ".join(f"'{code}'" for code in condition.items)
    had = rows(
        found.files,
        f"""SELECT person_id FROM lines WHERE year(date) = {YEAR} AND kind <> 'drug'
        AND code IN ({listed}) GROUP BY 1 HAVING count(DISTINCT date) >= {condition.item_days}""",
    )
    return found.truth()["person_id"].isin(had["person_id"]).to_numpy()


def chance_of(found: Found, condition: Condition) -> np.ndarray:
    """Chance of each person to be told by any way; by kinds of the condition too."""
    kinds = [row for row in CONDITIONS.rows if condition.id in (row.id, row.within)]
    assert all(each.startswith(condition.prefixes) for k in kinds[1:] for each in k.prefixes)
    icd10, icpc2 = ({code for k in kinds for code in k.codes(s)} for s in ("icd10", "icpc2"))
    own = replace(condition, icd10=tuple(icd10), icpc2=tuple(icpc2))
    missed = (1 - by_medicines(found.truth(), own)) * (1 - by_diagnoses(found, own))
    return 1 - missed * ~by_items(found, own)


def assert_recovered(found: Found, condition: Condition) -> float:
    """Expected number, where as many are told among those who were here all year.

    Expected are those who have it in truth, less the missing diagnoses, plus those who take its
    medicines for another reason. Wrong codes hardly count: several packages would have to be lost.
    """
    whole = found.truth()["days"].to_numpy() == 366
    chance = chance_of(found, condition)[whole]
    told = found.frames[YEAR][f"cond_{condition.id}"].to_numpy()[whole].sum()
    expected, variance = chance.sum(), (chance * (1 - chance)).sum()
    assert abs(told - expected) < WIDE * np.sqrt(variance) + 0.01 * expected + 0.5
    return float(expected)


TOLD = [row for row in CONDITIONS.rows if row.ways]


@pytest.mark.parametrize("condition", TOLD, ids=lambda row: row.id)
def test_prevalence_is_the_true_one_with_the_known_sensitivity(found, condition):
    assert_recovered(found, condition)


@pytest.fixture(scope="module")
def ill(tmp_path_factory: pytest.TempPathFactory) -> Found:
    """A population in which every rare illness is as frequent as 2.5 in 100 at its worst age."""
    folder = tmp_path_factory.mktemp("ill")
    for name in ("population.toml", "care.toml"):
        copy(asset("models", "synthetic", "people") / name, folder / name)
    text = (asset("models", "synthetic", "people") / "illnesses.toml").read_text("utf-8")
    head, *parts = text.split("[illness.")
    (folder / "illnesses.toml").write_text(
        "[illness.".join([head, *map(_more_frequent, parts)]), "utf-8"
    )
    zone = {f"Z{i}": (3_000, i % 2 == 0) for i in range(4)}
    return found_of(spec_of(zone=zone, outside={}, seed=17, parameters=folder), folder / "files")


def _more_frequent(part: str) -> str:
    found = re.search(r"^at = \[(.*)\]$", part, re.MULTILINE)
    assert found is not None
    shares = [float(n) for n in found[1].split(",")]
    times = max(2.5 / max(shares), 1.0)
    more = ", ".join(f"{n * times:.4f}" for n in shares)
    return part.replace(found[0], f"at = [{more}]")


@pytest.mark.parametrize("condition", TOLD, ids=lambda row: row.id)
def test_prevalence_of_rare_conditions_is_found_where_they_are_frequent(ill, condition):
    assert assert_recovered(ill, condition) > 10


def test_numbers_of_conditions_are_those_of_the_flags(found):
    frame = found.frames[YEAR]
    counted = [row for row in CONDITIONS.rows if row.counted]
    flags = frame[[f"cond_{row.id}" for row in counted]]
    assert (frame["n_conditions"] == flags.sum(axis=1)).all()
    chapters = {row.chapter for row in counted}
    parts = sum(
        flags[[f"cond_{row.id}" for row in counted if row.chapter == one]].any(axis=1).astype(int)
        for one in chapters
    )
    several = (frame["n_conditions"] >= 3) & (parts >= 3)
    assert (frame["cond_complex_multimorbidity"] == several).all()
    assert 0.02 < several.mean() < 0.10


def test_as_many_have_a_long_term_condition_as_in_belgium(found):
    """Orders of magnitude: 35 to 45 in 100 with any of fifty conditions, by care or diagnosis.

    With medicines alone diabetes is 6 in 100, depression 6; recorded diagnoses add those untreated.
    """
    here = found.frames[YEAR].query("present")
    assert 0.35 < (here["n_conditions"] > 0).mean() < 0.45
    assert 0.06 < here["cond_diabetes"].mean() < 0.08
    assert 0.06 < here["cond_depression"].mean() < 0.085


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


@pytest.mark.long
def test_a_model_of_as_many_people_says_that_it_found_something(found):
    few = {year: frame.query("person_id % 16 == 1") for year, frame in found.frames.items()}
    card = assess(few, YEAR, seed=1).card
    assert card is not None
    assert card.signal
