"""Signs of inefficiency: hand-made stays and items whose answer is known, rates and the gate."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from synthetic_claims import YEAR, Engine, delivery, engine, person
from synthetic_population import rows, spec_of

from pilotzones.errors import InputError
from pilotzones.stratification.comparison import Group
from pilotzones.stratification.disclosure import release_all
from pilotzones.stratification.impact_file import read_impact
from pilotzones.stratification.inefficiency import (
    beyond,
    inefficiency_raws,
    signs_of,
    standardised_rate,
)
from pilotzones.stratification.inefficiency_file import read_inefficiency
from pilotzones.stratification.released import HIDDEN
from pilotzones.stratification.stays import examinations, index_stays
from pilotzones.stratification.synthetic import SyntheticFiles, generate

RULES, IMPACT = read_inefficiency(), read_impact()


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Engine]:
    with engine(tmp_path) as found:
        yield found


def days(first: date, n: int, id: str = "p1") -> list[dict[str, Any]]:
    """So many days in hospital, a line each."""
    return [
        delivery(id, date=first + timedelta(k), kind="hospital", code="768911", ddd=None)
        for k in range(n)
    ]


def emergency(day: date, id: str = "p1") -> dict[str, Any]:
    return delivery(id, date=day, kind="visit", code="590911", ddd=None)


def stays(run: Engine, people: list[Any], care: list[Any], **more: Any) -> list[tuple[Any, ...]]:
    tables = run.read(people, [*care, delivery(date=date(YEAR - 1, 6, 1)), delivery()], **more)
    found = index_stays(tables, YEAR, RULES, IMPACT.emergency).to_pandas()
    return [
        (row.first.date() if hasattr(row.first, "date") else row.first, row.days, row.urgent,
         row.readmitted)
        for row in found.itertuples()
    ]  # fmt: skip


MARCH = date(YEAR, 3, 1)


@pytest.mark.parametrize(
    ("gap", "urgent", "readmitted"),
    [(2, True, True), (30, True, True), (31, True, False), (10, False, False)],
)
def test_next_stay_is_a_readmission_within_thirty_days_with_an_emergency_contact(
    run: Engine, gap: int, urgent: bool, readmitted: bool
):
    last = MARCH + timedelta(4)
    again = last + timedelta(gap)
    care = [*days(MARCH, 5), *days(again, 2), *([emergency(again)] if urgent else [])]
    assert stays(run, [person()], care) == [
        (MARCH, 5, False, readmitted),
        (again, 2, urgent, False),
    ]


def test_days_billed_one_after_the_other_are_one_stay(run: Engine):
    """A transfer: the second hospital begins on the day after; a day billed twice is one day."""
    care = [*days(MARCH, 3), *days(MARCH + timedelta(2), 4), emergency(MARCH + timedelta(3))]
    assert stays(run, [person()], care) == [(MARCH, 6, False, False)]


def test_planned_next_stay_hides_what_follows(run: Engine):
    planned, sudden = MARCH + timedelta(8), MARCH + timedelta(16)
    care = [*days(MARCH, 2), *days(planned, 2), *days(sudden, 2), emergency(sudden)]
    found = stays(run, [person()], care)
    assert [row[3] for row in found] == [False, True, False]


def test_emergency_contact_of_the_day_before_counts_and_of_two_days_before_does_not(run: Engine):
    care = [*days(MARCH, 1), emergency(MARCH - timedelta(1))]
    later = MARCH + timedelta(60)
    care += [*days(later, 1), emergency(later - timedelta(2))]
    assert [row[2] for row in stays(run, [person()], care)] == [True, False]


@pytest.mark.parametrize(("death", "index"), [(4, False), (5, False), (6, True), (40, True)])
def test_who_dies_in_hospital_has_no_index_stay(run: Engine, death: int, index: bool):
    """Five days to 5 March: dead on the last day or the day after is not alive at discharge."""
    people = [person(death_date=MARCH + timedelta(death)), person("p2", death_date=None)]
    assert bool(stays(run, people, days(MARCH, 5))) is index


@pytest.mark.parametrize(("left", "index"), [(33, False), (34, True)])
def test_follow_up_is_whole(run: Engine, left: int, index: bool):
    people = [person(left_on=MARCH + timedelta(left)), person("p2", left_on=None)]
    assert bool(stays(run, people, days(MARCH, 5))) is index


def test_stay_over_new_year_counts_whole_where_it_ends(run: Engine):
    first = date(YEAR - 1, 12, 28)
    assert stays(run, [person()], days(first, 7)) == [(first, 7, False, False)]


def test_end_of_the_year_has_no_follow_up(run: Engine):
    early, late = date(YEAR, 12, 1), date(YEAR, 12, 4)
    assert stays(run, [person()], [*days(early, 1), *days(late, 1)]) == [(early, 1, False, False)]


def test_stay_whose_beginning_the_data_do_not_show_is_left_out(run: Engine):
    tables = run.read([person()], [*days(date(YEAR, 1, 1), 4), *days(MARCH, 2), delivery()])
    found = index_stays(tables, YEAR, RULES, IMPACT.emergency).to_pandas()
    assert found["days"].tolist() == [2]


def test_expected_stay_is_the_mean_of_the_reason_and_the_age_band():
    frame = pd.DataFrame(
        {
            "days": [2, 4, 9, 10, 20, 1],
            "urgent": [False, False, False, True, True, False],
            "age": [50, 50, 50, 50, 50, 80],
            "in_zone": True,
            "weight": 1.0,
        }
    )
    assert beyond(frame, 1).tolist() == [0, 0, 4, 0, 5, 0]
    # with too few in the bands of 45-64 and 75-84 the mean is that of the reason: 16 / 4
    assert beyond(frame, 5).tolist() == [0, 0, 5, 0, 5, 0]


def test_people_outside_the_zone_count_as_many_as_they_stand_for():
    frame = pd.DataFrame(
        {"days": [10, 2], "urgent": False, "age": 50, "in_zone": [True, False], "weight": [9, 3]}
    )
    assert beyond(frame, 1).tolist() == [6, 0]  # (10 + 3 x 2) / 4


def item(day: date, code: str, id: str = "p1") -> dict[str, Any]:
    return delivery(id, date=day, kind="specialist", code=code, ddd=None)


def seen(run: Engine, care: list[Any]) -> dict[Any, tuple[int, int]]:
    tables = run.read(
        [person(), person("p2")], [*care, delivery(date=date(YEAR - 1, 1, 5)), delivery("p2")]
    )
    found = examinations(tables, YEAR, RULES.repeated).to_pandas()
    return {row.person_id: (row.examined, row.repeated) for row in found.itertuples()}


@pytest.mark.parametrize(("gap", "repeated"), [(0, 0), (1, 1), (90, 1), (91, 0)])
def test_same_examination_within_ninety_days_is_a_repeat(run: Engine, gap: int, repeated: int):
    """Ambulatory and in hospital are the same; two on one day are one examination."""
    care = [item(MARCH, "458850"), item(MARCH + timedelta(gap), "458861")]
    assert list(seen(run, care).values()) == [(2 if gap else 1, repeated)]


def test_other_examinations_and_other_persons_are_no_repeat(run: Engine):
    care = [
        item(MARCH, "458850"),
        item(MARCH + timedelta(5), "459491"),
        item(MARCH + timedelta(6), "458850", "p2"),
        item(MARCH + timedelta(7), "102550"),
    ]
    assert sorted(seen(run, care).values()) == [(1, 0), (2, 0)]


def test_examination_of_last_year_makes_one_of_january_a_repeat(run: Engine):
    care = [item(date(YEAR - 1, 12, 20), "473174"), item(date(YEAR, 1, 20), "473174")]
    assert list(seen(run, care).values()) == [(1, 1)]


def people(n: int = 400) -> pd.DataFrame:
    """SYNTHETIC frame: half of the rows in the zone, whose stays are longer."""
    rng = np.random.default_rng(7)
    inside = np.arange(n) < n // 2
    index = rng.poisson(0.6, n)
    examined = rng.poisson(0.8, n)
    return pd.DataFrame(
        {
            "person_id": np.arange(n),
            "age": rng.integers(40, 95, n),
            "sex": rng.choice(["F", "M"], n),
            "in_zone": inside,
            "in_target": inside & (rng.random(n) < 0.5),
            "region": "wallonia",
            "weight": np.where(inside, 1.0, 3.0),
            "polypharmacy": rng.random(n) < 0.2,
            "hospital_stays": index + rng.poisson(0.1, n),
            "index_stays": index,
            "days_beyond": index * rng.integers(0, 4, n) * np.where(inside, 2, 1),
            "readmitted": rng.binomial(index, 0.2),
            "examined": examined,
            "repeated": rng.binomial(examined, 0.3),
        }
    )


def standard(frame: pd.DataFrame, events: str, among: str, inside: bool) -> float:
    """Standardised rate, reckoned again in pandas: strata of the country by their denominator."""
    bands = pd.cut(frame["age"], [-1, 17, 44, 64, 74, 84, 200])
    weight = np.where(frame["in_zone"], 1.0, frame["weight"])
    told = pd.DataFrame(
        {"band": bands, "sex": frame["sex"], "y": frame[events] * weight,
         "x": (frame[among] if among else 1) * weight}
    )  # fmt: skip
    keys = ["band", "sex"]
    mass = told.groupby(keys, observed=True)["x"].sum()
    mine = told[frame["in_zone"]] if inside else told
    sums = mine.groupby(keys, observed=True)[["y", "x"]].sum()
    rates = (sums["y"] / sums["x"]).reindex(mass.index)
    return float((rates * mass).sum() / mass[rates.notna()].sum() * 100)


def test_table_agrees_with_a_reckoning_in_pandas():
    frame = people()
    raws = inefficiency_raws(frame)
    table = raws[0].frame.set_index("measure")
    zone = frame[frame["in_zone"]]
    for sign in signs_of(frame):
        row = table.loc[sign.id]
        assert row["zone_n"] == zone[sign.events].sum()
        assert row["zone_of"] == (zone[sign.of].sum() if sign.of else len(zone))
        for name, inside in (("zone", True), ("country", False)):
            expected = standard(frame, sign.events, sign.of, inside)
            assert row[f"{name}_std"] == pytest.approx(expected)
            assert row[f"{name}_low"] < row[f"{name}_std"] < row[f"{name}_high"]
        assert row["ratio"] == pytest.approx(row["zone_std"] / row["country_std"])
        assert row["ratio_low"] < row["ratio"] < row["ratio_high"]
    assert table.loc["long_stays", "ratio_low"] > 1


def test_interval_holds_the_truth_nineteen_times_in_twenty():
    """Persons drawn again and again: how often the interval holds the rate they were drawn from."""
    rng, held, rounds = np.random.default_rng(3), 0, 400
    for _ in range(rounds):
        n = 800
        frail = rng.gamma(1.0, 1.0, n)
        among = rng.poisson(0.5 * frail).astype(float)
        events = rng.binomial(among.astype(int), 0.2).astype(float)
        group = Group("zone", np.ones(n, bool), np.ones(n))
        rate = standardised_rate((events, among), np.zeros(n, np.intp), group, group)
        held += rate.low <= 0.2 <= rate.high
    assert 0.92 <= held / rounds <= 0.98


def test_nothing_seen_is_no_certainty():
    n = 300
    group = Group("zone", np.ones(n, bool), np.ones(n))
    rate = standardised_rate((np.zeros(n), np.ones(n)), np.zeros(n, np.intp), group, group)
    assert (rate.value, rate.low, rate.high) == (0.0, 0.0, 0.01)


def test_columns_that_the_data_cannot_give_leave_their_sign_out():
    frame = people().drop(columns=["days_beyond", "readmitted"])
    assert [sign.id for sign in signs_of(frame)] == ["polypharmacy", "repeated"]


def test_small_numbers_are_hidden_with_all_that_leans_on_them():
    frame = people()
    few = frame["in_target"].to_numpy() & (np.cumsum(frame["in_target"]) > 4)
    frame.loc[few, "repeated"] = 0
    raws = inefficiency_raws(frame)
    table = _released(raws, frame)
    assert table.cell("target_n", measure="repeated") is HIDDEN
    assert table.cell("target_std", measure="repeated") in (HIDDEN, None)
    assert table.cell("target_low", measure="repeated") in (HIDDEN, None)


def _released(raws: list[Any], frame: pd.DataFrame) -> Any:
    """Released table; the sums of consumption, which other tables bring, are brought here."""
    from pilotzones.stratification.comparison import consumption

    with_costs = frame.assign(total_cost=1.0, hospital_days=0, n_atc3=0)
    return release_all([*raws, consumption(with_costs, ())])["inefficiency"]


@pytest.mark.parametrize(
    "change",
    [
        ('codes = ["473174", "473185"]', 'codes = ["473174", "460456"]'),
        ('codes = ["473174", "473185"]', 'codes = ["47317"]'),
        ("least = 30", "least = 0"),
        ("[readmission]", "[readmissions]"),
    ],
)
def test_wrong_table_of_definitions_is_refused(tmp_path: Path, change: tuple[str, str]):
    from pilotzones.assets import asset

    text = asset("models", "inefficiency.toml").read_text("utf-8")
    assert change[0] in text
    path = tmp_path / "inefficiency.toml"
    path.write_text(text.replace(*change), "utf-8")
    with pytest.raises(InputError) as caught:
        read_inefficiency(path)
    assert [fault.id for fault in caught.value.faults] == ["inefficiency.form"]


def by_hand(files: SyntheticFiles, year: int) -> pd.DataFrame:
    """What each SYNTHETIC person has, day by day in Python from the files, without the engine."""
    persons = rows(files, "SELECT person_id, death_date, left_on FROM persons")
    lines = rows(files, "SELECT person_id, date, kind, code FROM lines ORDER BY person_id, date")
    lines["date"] = pd.to_datetime(lines["date"]).dt.date
    gone = {
        p.person_id: tuple(None if pd.isna(d) else pd.Timestamp(d).date() for d in (p[2], p[3]))
        for p in persons.itertuples()
    }
    group = {code: each.id for each in RULES.repeated.groups for code in each.codes}
    end = date(year, 12, 31)
    found = []
    for id, mine in lines.groupby("person_id"):
        spent = sorted({d for d, k in zip(mine["date"], mine["kind"], strict=True)
                        if k == "hospital" and date(year - 1, 1, 1) <= d <= end})  # fmt: skip
        called = {d for d, k, c in zip(mine["date"], mine["kind"], mine["code"], strict=True)
                  if k == "visit" and str(c).startswith("590")}  # fmt: skip
        runs: list[list[date]] = []
        for day in spent:
            if runs and (day - runs[-1][-1]).days == 1:
                runs[-1].append(day)
            else:
                runs.append([day])
        urgent = [bool({r[0], r[0] - timedelta(1)} & called) for r in runs]
        stays_, again = 0, 0
        death, left = gone[id]
        for k, run_ in enumerate(runs):
            last = run_[-1]
            whole = date(year, 1, 1) <= last <= end - timedelta(30) and run_[0] > date(
                year - 1, 1, 1
            )
            alive = death is None or death > last + timedelta(1)
            followed = left is None or left >= last + timedelta(30)
            if whole and alive and followed:
                stays_ += 1
                later = k + 1 < len(runs) and (runs[k + 1][0] - last).days <= 30
                again += later and urgent[k + 1]
        when: dict[str, list[date]] = {}
        for day, kind, code in zip(mine["date"], mine["kind"], mine["code"], strict=True):
            if kind != "drug" and code in group and day not in when.get(group[code], []):
                when.setdefault(group[code], []).append(day)
        of_year = [(d, all_) for all_ in when.values() for d in all_ if d.year == year]
        twice = sum(any(0 < (d - e).days <= 90 for e in all_) for d, all_ in of_year)
        found.append((id, stays_, again, len(of_year), twice))
    names = ["person_id", "index_stays", "readmitted", "examined", "repeated"]
    return pd.DataFrame(found, columns=names)


def test_synthetic_claims_are_counted_as_by_hand(tmp_path: Path):
    spec = spec_of(zone={"Z1": (2_500, True)}, outside={"B1": (30_000, False)}, share=1 / 40)
    files = generate(spec, tmp_path / "made")
    truth = by_hand(files, spec.year).set_index("person_id")
    assert (truth.sum() > 0).all()  # else nothing would be held against anything
    with engine(tmp_path) as run:
        tables = run.read(files.persons, list(files.deliveries), year=spec.year)
        told = index_stays(tables, spec.year, RULES, IMPACT.emergency).to_pandas()
        seen_ = examinations(tables, spec.year, RULES.repeated).to_pandas()
        known = set(tables.persons.to_pandas()["person_id"])
    truth = truth[truth.index.isin(known)]
    stays_ = told.groupby("person_id")["readmitted"].agg(["size", "sum"])
    for name, of in (("index_stays", "size"), ("readmitted", "sum")):
        mine = stays_[of].reindex(truth.index).fillna(0).astype(int)
        pd.testing.assert_series_equal(mine, truth[name], check_names=False, check_dtype=False)
    for name in ("examined", "repeated"):
        mine = seen_.set_index("person_id")[name].reindex(truth.index).fillna(0).astype(int)
        pd.testing.assert_series_equal(mine, truth[name], check_names=False, check_dtype=False)
