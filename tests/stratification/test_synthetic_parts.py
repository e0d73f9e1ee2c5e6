"""Parts of the SYNTHETIC population: chance, illnesses, medicines, codes, the spec of a layer."""

from __future__ import annotations

import re
import tomllib
from datetime import date

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
import statsmodels.api as sm
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from synthetic import grid_layer
from synthetic_population import YEAR, rows, spec_of

from pilotzones.assets import asset
from pilotzones.stratification.synthetic import generate, spec_from_layer
from pilotzones.stratification.synthetic.book import LIGHT_DDD, book_of, wrong_codes
from pilotzones.stratification.synthetic.deliveries import decimals
from pilotzones.stratification.synthetic.draws import Draws, chosen, mixed, repeated
from pilotzones.stratification.synthetic.illnesses import first_illnesses
from pilotzones.stratification.synthetic.parameters import read_parameters
from pilotzones.stratification.synthetic.people import people_of
from pilotzones.stratification.synthetic.places import places_of
from pilotzones.stratification.synthetic.stays import mean_length

PARAMETERS = read_parameters()
MANY = 60_000


@pytest.fixture(scope="module")
def draws() -> Draws:
    return Draws(mixed(np.arange(MANY, dtype=np.uint64)))


def test_uniform_and_normal_numbers_have_their_distribution(draws):
    assert stats.kstest(draws.uniform("a"), "uniform").pvalue > 0.001
    assert stats.kstest(draws.normal("b"), "norm").pvalue > 0.001


def test_numbers_of_other_purposes_orders_and_persons_are_unrelated(draws):
    orders = [np.full(MANY, number) for number in range(3)]
    columns = [draws.uniform("a"), draws.uniform("b"), draws.anew("c").uniform("a")]
    columns += [draws.uniform("a", order) for order in orders[1:]]
    columns.append(np.roll(columns[0], 1))
    off = np.corrcoef(columns)[np.triu_indices(len(columns), 1)]
    assert np.abs(off).max() < 4 / np.sqrt(MANY)
    np.testing.assert_array_equal(draws.uniform("a", orders[0]), draws.uniform("a"))


def test_numbers_of_a_person_are_the_same_in_any_company(draws):
    rows_ = np.array([7, 3, 3, 59_000])
    np.testing.assert_array_equal(draws.of(rows_).uniform("x"), draws.uniform("x")[rows_])


@pytest.mark.parametrize("mean", [0.02, 0.9, 6.0, 45.0])
def test_counts_have_a_poisson_distribution(draws, mean):
    counts = draws.poisson(f"count {mean}", np.full(MANY, mean))
    assert counts.mean() == pytest.approx(mean, abs=4 * np.sqrt(mean / MANY))
    assert counts.var() / mean == pytest.approx(1, abs=0.05)
    likely = np.arange(stats.poisson.ppf(0.001, mean), stats.poisson.ppf(0.999, mean) + 1)
    found = [(counts == k).mean() for k in likely]
    np.testing.assert_allclose(found, stats.poisson.pmf(likely, mean), atol=0.008)


def test_nobody_has_an_event_where_none_is_expected(draws):
    assert draws.poisson("none", np.zeros(MANY)).sum() == 0


@given(st.floats(0, 50))
def test_whole_numbers_keep_the_mean(mean):
    found = Draws(mixed(np.arange(4_000, dtype=np.uint64))).whole("w", np.full(4_000, mean))
    assert set(np.unique(found)) <= {np.floor(mean), np.floor(mean) + 1}
    assert found.mean() == pytest.approx(mean, abs=4 * 0.5 / np.sqrt(4_000))


def test_positions_are_drawn_in_proportion_to_shares(draws):
    found = np.bincount(chosen(draws.uniform("position"), np.array([2.0, 0.0, 5.0, 3.0])))
    assert found[1] == 0
    assert stats.chisquare(found[[0, 2, 3]], np.array([0.2, 0.5, 0.3]) * MANY).pvalue > 0.001


def test_events_are_numbered_within_each_person():
    who, order = repeated(np.array([2, 0, 3]))
    assert who.tolist() == [0, 0, 2, 2, 2]
    assert order.tolist() == [0, 1, 0, 1, 2]


@given(st.lists(st.integers(-(10**15), 10**15), max_size=5))
def test_decimals_are_exact(cents):
    found = decimals(np.array(cents, np.int64), pa.decimal128(18, 2))
    found.validate(full=True)
    assert [int(value.as_py() * 100) for value in found] == cents


def test_missing_decimals_are_missing():
    found = decimals(np.array([1, 2]), pa.decimal128(18, 4), np.array([True, False]))
    assert [None if v is None else str(v) for v in found.to_pylist()] == [None, "0.0002"]


def test_wrong_codes_are_never_right_codes():
    book = book_of(PARAMETERS)
    right = set(book.codes[: book.right])
    assert not right & {book.codes[place] for place in np.unique(book.wrong)}
    assert len(set(book.codes)) == len(book.codes)


def test_wrong_codes_are_typing_faults_no_form_and_withdrawn_codes():
    ways = PARAMETERS.population.wrong_codes
    code = "A10BJ02"
    letter, swapped, no_form, gone = wrong_codes(code, "A10BX07", frozenset([code]), ways)
    assert letter == "A10BJO2"
    assert sorted(swapped) == sorted(code)
    assert sum(a != b for a, b in zip(swapped, code, strict=True)) == 2
    assert not re.fullmatch(r"[A-Z]\d\d[A-Z]{2}\d\d", no_form)
    assert gone == "A10BX07"


def test_codes_of_medicines_have_the_form_of_atc():
    medicines = [m for i in PARAMETERS.illnesses.illness.values() for m in i.medicine]
    codes = [m.code for m in (*medicines, *PARAMETERS.care.other_medicines.medicine)]
    codes += [m.old_code for m in medicines if m.old_code]
    assert all(re.fullmatch(r"[A-Z]\d\d[A-Z]{2}\d\d", code) for code in codes)
    assert {code[0] for code in codes} >= set("ABCGHJLMNRS")


@pytest.fixture(scope="module")
def crowd():
    """Many persons with the illnesses of the first year, and the traits these depend on."""
    units = {f"U{i}": (1_000, False) for i in range(70)}
    places = places_of(spec_of(zone=units, outside={}, seed=5), PARAMETERS.population)
    people = people_of(places, PARAMETERS.population, np.arange(places.count))
    ill = first_illnesses(people, PARAMETERS.illnesses, people.age)
    return people, pd.DataFrame(ill, columns=list(PARAMETERS.ids))


RAISED = ("diabetes", "coronary", "heart_failure", "depression")


@pytest.mark.parametrize("id", RAISED)
def test_interactions_of_illnesses_are_found_again(crowd, id):
    """Log odds ratios of the parameters lie in the intervals of a logistic regression.

    95 % for all of them together (Bonferroni). Only from 40 years on, where there are enough ill
    people for the curve by age.
    """
    people, ill = crowd
    illness = PARAMETERS.illnesses.illness[id]
    knots = np.array(PARAMETERS.illnesses.about.ages)
    hats = [np.interp(people.age, knots, np.eye(len(knots))[k]) for k in range(1, len(knots))]
    traits = [people.woman, people.reimbursed, people.alone, people.log_frailty]
    raised = [ill[other] for other in illness.raised_by]
    grown = people.age >= 40
    fit = sm.GLM(
        ill.loc[grown, id].to_numpy(float),
        np.column_stack([*raised, *traits, *hats])[grown].astype(float),
        sm.families.Binomial(),
        offset=people.morbidity[grown],
    ).fit()
    together = sum(len(PARAMETERS.illnesses.illness[each].raised_by) for each in RAISED)
    intervals = fit.conf_int(0.05 / together)[: len(raised)]
    for (low, high), (other, effect) in zip(intervals, illness.raised_by.items(), strict=True):
        assert low < effect < high, other
    assert intervals[:, 0].max() > 0, "no interaction that is surely there"


def test_illnesses_without_an_interaction_have_none(crowd):
    """HIV is not raised by diabetes: within bands of age the odds ratio may be 1."""
    people, ill = crowd
    tables = [
        np.array([[(a & b & band).sum() for a in (d, ~d)] for b in (h, ~h)])
        for band in [(people.age // 15 == k) & people.reimbursed for k in range(1, 5)]
        for d, h in [(ill["diabetes"].to_numpy(), ill["hiv"].to_numpy())]
    ]
    assert sm.stats.StratifiedTable(tables).test_null_odds(True).pvalue > 0.01


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory):
    units = {f"U{i}": (2_500, False) for i in range(8)}
    folder = tmp_path_factory.mktemp("synthetic")
    return generate(spec_of(zone=units, outside={}, seed=21), folder)


def test_missing_diagnoses_are_as_many_as_the_parameters_say(files):
    """Of the ill, `untreated` take nothing and `light` too little; others are regular."""
    for id in ("diabetes", "depression", "hypertension", "copd"):
        illness = PARAMETERS.illnesses.illness[id]
        found = rows(
            files,
            f"""SELECT count(*) AS ill, sum(regular_{id}::INT) AS regular FROM truth
            WHERE year = {YEAR} AND present AND ill_{id}""",
        ).iloc[0]
        share = 1 - illness.untreated - illness.light
        sd = np.sqrt(found["ill"] * share * (1 - share))
        assert abs(found["regular"] - share * found["ill"]) < 3.3 * sd, id
        other = rows(
            files,
            f"""SELECT count(*) AS n, sum(regular_{id}::INT) AS regular FROM truth
            WHERE year = {YEAR} AND present AND NOT ill_{id} AND age >= 18""",
        ).iloc[0]
        mistaken = illness.mistaken * other["n"]
        assert abs(other["regular"] - mistaken) < 3.3 * np.sqrt(mistaken) + 1, id


def test_regular_treatment_reaches_90_ddd_and_light_treatment_does_not(files):
    doses = rows(
        files,
        f"""SELECT regular_diabetes AS regular, ill_diabetes AS ill, coalesce(ddd, 0)::DOUBLE AS ddd
        FROM truth LEFT JOIN (
            SELECT person_id, sum(ddd) AS ddd FROM lines
            WHERE year(date) = {YEAR} AND code LIKE 'A10%' GROUP BY ALL) USING (person_id)
        WHERE year = {YEAR} AND present AND days = 366 AND (ill_diabetes OR regular_diabetes)""",
    )
    regular = doses.loc[doses["regular"], "ddd"]
    assert len(regular) > 800
    assert (regular >= 90).mean() > 0.995  # wrong codes take a few
    light = doses.loc[doses["ill"] & ~doses["regular"], "ddd"]
    assert light.max() == 3 * LIGHT_DDD < 90
    assert (light == 0).mean() > 0.5


def test_illness_goes_on_from_year_to_year_with_new_cases_and_recoveries(files):
    found = rows(
        files,
        f"""SELECT avg(b.ill_depression::INT) FILTER (a.ill_depression) AS stay,
            avg(b.ill_depression::INT) FILTER (NOT a.ill_depression) AS new,
            count(*) FILTER (a.ill_depression) AS ill,
            avg(b.ill_diabetes::INT) FILTER (a.ill_diabetes) AS diabetes
        FROM truth AS a JOIN truth AS b USING (person_id)
        WHERE a.year = {YEAR} - 1 AND b.year = {YEAR} AND a.present AND b.present""",
    ).iloc[0]
    left = PARAMETERS.illnesses.illness["depression"].remission
    sd = np.sqrt(left * (1 - left) / found["ill"])
    assert found["stay"] == pytest.approx(1 - left, abs=3.3 * sd)
    assert 0.003 < found["new"] < 0.04
    assert found["diabetes"] > 0.98


def test_expected_days_of_a_stay_are_those_of_a_simulation():
    hospital = PARAMETERS.care.hospital
    normal = np.random.default_rng(1).normal(size=200_000)
    for median in hospital.days_unplanned:
        days = np.clip(np.rint(median * np.exp(hospital.days_sd * normal)), 1, hospital.days_most)
        assert mean_length(hospital, median) == pytest.approx(days.mean(), rel=0.01)


def test_spec_of_a_layer_takes_the_zone_in_full_and_a_whole_weight_elsewhere():
    people = {"00": 900, "01": 4_000, "10": 7_000, "11": None}
    layer = grid_layer(2, 2, population=people)
    rural = pd.Series([True, pd.NA, False, True], layer.codes, dtype="boolean")
    spec = spec_from_layer(layer, ["00"], rural, year=YEAR, seed=4, outside_people=2_700)
    assert spec.units == {
        "00": (900, True), "01": (4_000, False), "10": (7_000, False), "11": (0, True),
    }  # fmt: skip
    assert spec.zone == {"00"}
    assert spec.outside_share == 1 / 4
    nobody = spec_from_layer(layer, ["00"], rural, year=YEAR, seed=4, outside_people=0)
    assert nobody.outside_share == 0


def test_a_zone_alone_gives_persons_of_the_zone_only(tmp_path):
    files = generate(spec_of(zone={"Z": (300, False)}, share=0.0), tmp_path)
    persons = rows(files, "SELECT unit, weight, moved_on FROM persons")
    assert set(persons["unit"]) == {"Z"}
    assert set(persons["weight"]) == {1.0}


def test_dates_lie_in_the_three_years(files):
    found = rows(
        files,
        """SELECT min(day) AS first, max(day) AS last FROM (
            SELECT date AS day FROM lines UNION ALL SELECT death_date FROM persons
            UNION ALL SELECT left_on FROM persons UNION ALL SELECT moved_on FROM persons)""",
    ).iloc[0]
    first, last = date(YEAR - 2, 1, 1), date(YEAR, 12, 31)
    assert all(first <= pd.Timestamp(value).date() <= last for value in found)


def test_the_example_of_the_docs_runs(tmp_path, monkeypatch):
    text = ROOT.joinpath("docs", "synthetic.md").read_text("utf-8")
    (example,) = re.findall(r"```python\n(.*?)```", text, re.S)
    monkeypatch.chdir(tmp_path)
    exec(example, {})
    assert len(list(tmp_path.joinpath("synthetic").glob("*.parquet"))) == 6


def _keys(section: dict) -> set[str]:
    """Keys of a section and of the tables inside it, but for free names: codes, illnesses."""
    found = set(section) - {"what", "source"}
    for key, value in section.items():
        inner = value if isinstance(value, list) else [value]
        if key not in ("codes", "needs", "regular", "raised_by"):
            found |= {k for each in inner if isinstance(each, dict) for k in each}
    return found


def _said(text: str) -> set[str]:
    return set(re.findall(r"`([a-z_0-9]+)`", text))


@pytest.mark.parametrize("name", ["population", "illnesses", "care"])
def test_every_parameter_is_documented_beside_it(name):
    """Each key stands in back quotes in what its section says; curves are told at the top."""
    folder = asset("models", "synthetic", "people")
    curves = _said(folder.joinpath("population.toml").read_text("utf-8").split("[about]")[0])
    content = tomllib.loads(folder.joinpath(f"{name}.toml").read_text("utf-8"))
    shared = {
        "contact": lambda: content["contact"]["gp"]["what"],
        "service": lambda: content["service"]["nursing"]["what"],
        "illness": lambda: content["about"]["what"],
    }
    for table, section in content.items():
        for part in section.values() if table in shared else [section]:
            what = shared[table]() if table in shared else part["what"]
            assert _keys(part) <= _said(what) | curves, table
