"""Zone, target group, region and country side by side: counts by hand, closed forms, properties."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pilotzones.stratification.comparison import (
    Group,
    age_bands,
    consumption,
    groups,
    morbidity,
    profile,
    rural,
    standardised,
)
from pilotzones.stratification.disclosure import release_all
from pilotzones.stratification.released import HIDDEN


def people(**changes: object) -> pd.DataFrame:
    """SYNTHETIC frame of eight: four in the zone (two of the target group), four outside it.

    The zone lies in Wallonia with three of four; outside stand one Walloon for 10 people and
    three Flemings for 20 each.
    """
    frame = pd.DataFrame(
        {
            "person_id": range(8),
            "age": [10, 30, 70, 90, 30, 70, 70, 90],
            "sex": ["F", "M", "F", "M", "F", "M", "F", "M"],
            "in_zone": [True] * 4 + [False] * 4,
            "in_target": [False, False, True, True] + [False] * 4,
            "weight": [5.0, 1.0, 1.0, 1.0, 10.0, 20.0, 20.0, 20.0],
            "region": ["wallonia"] * 3 + ["flanders", "wallonia"] + ["flanders"] * 3,
            "isolated": pd.array([None, True, True, False, None, None, True, None], "boolean"),
            "rural": pd.array([True, False, False, True] + [None] * 4, "boolean"),
            "cond_copd": [False, False, True, True, True, False, False, True],
            "cond_hiv": [False, False, False, True, False, False, False, False],
            "n_conditions": [0, 0, 1, 2, 1, 0, 0, 1],
            "polypharmacy": [False, False, True, False, False, False, False, False],
            "total_cost": [100.0, 0.0, 300.0, 600.0, 50.0, 10.0, 20.0, 30.0],
            "cost_drug": [100.0, 0.0, 300.0, 600.0, 50.0, 10.0, 20.0, 30.0],
            "cost_visit": 0.0,
            "hospital_days": [0, 0, 4, 6, 0, 0, 0, 0],
            "hospital_stays": [0, 0, 1, 2, 0, 0, 0, 0],
            "n_atc3": [1, 0, 3, 4, 1, 1, 1, 1],
            "predicted": [100.0, 100.0, 400.0, 800.0] + [0.0] * 4,
        }
    )
    return frame.assign(**changes)


def row(raw_frame: pd.DataFrame, **keys: str) -> pd.Series:
    found = raw_frame
    for key, value in keys.items():
        found = found[found[key] == value]
    assert len(found) == 1
    return found.iloc[0]


def test_persons_are_counted_in_each_group_and_those_outside_are_weighted():
    frame = profile(people()).frame
    women = row(frame, trait="sex", level="F")
    assert (women["zone_n"], women["zone_all"]) == (2, 4)
    assert (women["target_n"], women["target_all"]) == (1, 2)
    assert women["region_share"] == pytest.approx((2 + 10) / (4 + 10))
    assert women["country_share"] == pytest.approx((2 + 10 + 20) / (4 + 10 + 60))


def test_person_of_the_zone_stands_for_one_whatever_the_weight_says():
    young = row(profile(people()).frame, trait="age", level="0-17")
    assert young["country_share"] == pytest.approx(1 / 74)


def test_region_is_the_one_where_most_people_of_the_zone_live():
    """The Fleming of the zone is part of the region: the zone as a whole is held against it."""
    found = groups(people())
    assert found["region"].rows.tolist() == [True] * 5 + [False] * 3
    flemish = groups(people(region=["wallonia"] + ["flanders"] * 3 + ["wallonia"] * 4))
    assert "region" not in flemish
    assert flemish["country"].rows.all()


def test_without_anybody_outside_there_is_no_reference():
    zone = people().iloc[:4]
    frame = profile(zone).frame
    assert frame[["region_share", "country_share", "region_n", "country_n"]].isna().all().all()
    std = morbidity(zone, ["copd"]).frame
    assert std[["region_std", "country_std"]].isna().all().all()
    assert row(std, condition="copd")["zone_std"] == pytest.approx(0.5)


def test_without_criteria_the_target_group_has_no_numbers():
    frame = profile(people().drop(columns="in_target")).frame
    assert frame[["target_n", "target_all"]].isna().all().all()


def test_share_is_among_those_of_whom_the_trait_is_known():
    alone = row(profile(people()).frame, trait="isolated", level="yes")
    assert (alone["zone_n"], alone["zone_all"]) == (2, 3)
    assert alone["zone_of"] == "zone|isolated known"


def test_reference_of_which_too_little_is_known_has_no_share():
    """Isolated is known of 23 of 74 people of the country, rural of 4."""
    frame = profile(people()).frame
    assert np.isnan(row(frame, trait="isolated", level="yes")["country_share"])
    assert np.isnan(row(frame, trait="rural", level="yes")["country_share"])
    known = people(isolated=pd.array([None, True, True, False, None, None, True, True], "boolean"))
    share = row(profile(known).frame, trait="isolated", level="yes")["country_share"]
    assert share == pytest.approx((2 + 40) / (3 + 40))


def test_trait_that_the_data_does_not_have_has_no_row():
    frame = people(isolated=pd.array([None] * 8, "boolean")).drop(columns="rural")
    assert set(profile(frame).frame["trait"]) == {"age", "sex"}


@pytest.mark.parametrize(
    ("age", "band"),
    [
        (0, "0-17"),
        (17, "0-17"),
        (18, "18-44"),
        (44, "18-44"),
        (45, "45-64"),
        (64, "45-64"),
        (65, "65-74"),
        (74, "65-74"),
        (75, "75-84"),
        (84, "75-84"),
        (85, "85+"),
        (109, "85+"),
    ],
)
def test_age_belongs_to_a_band(age: int, band: str):
    assert age_bands(pd.Series([age])).tolist() == [band]


def test_conditions_are_counted_and_several_are_told_apart():
    frame = morbidity(people(), ["copd", "hiv"]).frame
    counts = frame.set_index("condition")[["zone_n", "target_n"]]
    assert counts.loc["copd"].tolist() == [2, 2]
    assert counts.loc["any"].tolist() == [2, 2]
    assert counts.loc["two_or_more"].tolist() == [1, 1]
    assert counts.loc["three_or_more"].tolist() == [0, 0]
    assert counts.loc["polypharmacy"].tolist() == [1, 1]


def group(*sizes: tuple[int, int], name: str = "zone") -> tuple[Group, np.ndarray, np.ndarray]:
    """Group with ``(has, has not)`` people in each stratum."""
    has = np.array([x for yes, no in sizes for x in [True] * yes + [False] * no], bool)
    strata = np.array([i for i, (yes, no) in enumerate(sizes) for _ in range(yes + no)], np.intp)
    return Group(name, np.ones(len(has), bool), np.ones(len(has))), has, strata


def standardised_by(zone: list[tuple[int, int]], country: list[int]) -> float:
    """Rate of the zone by stratum, weighted by the people of the country in each."""
    (mine, has, strata), (theirs, _, more) = group(*zone), group(*((0, n) for n in country))
    rows = np.r_[np.ones(len(has), bool), np.zeros(len(more), bool)]
    weight = np.ones(len(rows))
    return standardised(
        np.r_[has, np.zeros(len(more), bool)],
        np.r_[strata, more],
        Group(mine.name, rows, weight),
        Group(theirs.name, ~rows, weight),
    )


def test_standardised_share_is_the_weighted_mean_of_the_strata():
    """Rates 1/2 and 1/10; the country has three times as many in the first stratum."""
    assert standardised_by([(2, 2), (1, 9)], [30, 10]) == pytest.approx(0.75 * 0.5 + 0.25 * 0.1)


def test_stratum_that_the_standard_does_not_have_weighs_nothing():
    assert standardised_by([(2, 2), (9, 1)], [10, 0]) == pytest.approx(0.5)


def test_stratum_that_the_group_does_not_have_is_left_out_up_to_a_tenth():
    assert standardised_by([(2, 2), (0, 0)], [90, 10]) == pytest.approx(0.5)
    assert np.isnan(standardised_by([(2, 2), (0, 0)], [89, 11]))


def test_group_without_anybody_has_no_standardised_share():
    assert np.isnan(standardised_by([(0, 0)], [10]))
    assert np.isnan(standardised_by([(1, 1)], [0]))


STRATA = st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), min_size=1, max_size=6).filter(
    lambda sizes: any(yes + no for yes, no in sizes)
)


@given(STRATA)
def test_group_standardised_by_itself_has_its_own_share(sizes: list[tuple[int, int]]):
    mine, has, strata = group(*sizes)
    assert standardised(has, strata, mine, mine) == pytest.approx(has.mean())


@given(STRATA, st.integers(1, 5))
def test_standardised_share_does_not_depend_on_how_many_live_in_the_country(
    sizes: list[tuple[int, int]], times: int
):
    full = [(yes + 1, no) for yes, no in sizes]
    country = [i + 1 for i in range(len(full))]
    more = [n * times for n in country]
    assert standardised_by(full, country) == pytest.approx(standardised_by(full, more))


def test_consumption_is_a_mean_of_euros_or_events_for_each_person():
    frame = consumption(people(), ["drug", "visit"]).frame.set_index("measure")
    assert frame["zone"].to_dict() == {
        "total": 250.0,
        "drug": 250.0,
        "hospital_days_per_1000": 2_500.0,
        "stays_per_1000": 750.0,
        "atc3": 2.0,
    }
    assert frame.loc["total", "target"] == 450.0
    assert frame.loc["total", "country"] == round((1_000 + 500 + 200 + 400 + 600) / 74)
    assert frame.loc["total", ["zone_sum", "zone_who", "zone_most"]].tolist() == [1_000.0, 3, 600.0]


def test_kind_of_care_that_nobody_uses_is_left_out():
    assert "visit" not in set(consumption(people(), ["drug", "visit"]).frame["measure"])


def test_rural_part_stands_beside_the_rest():
    frame = rural(people()).frame.set_index("part")
    assert frame["people"].to_dict() == {"rural": 2, "other": 2}
    assert frame.loc["rural", ["chronic_n", "multi_n", "target_n"]].tolist() == [1, 1, 1]
    assert frame["expected"].to_dict() == {"rural": 900.0, "other": 500.0}
    assert frame["stays"].to_dict() == {"rural": 2.0, "other": 1.0}


@pytest.mark.parametrize("flag", [None, False])
def test_no_rural_part_where_no_unit_is_rural_or_none_is_known(flag: bool | None):
    assert rural(people(rural=pd.array([flag] * 8, "boolean"))).frame.empty


def random_people(seed: int, size: int = 400) -> pd.DataFrame:
    """SYNTHETIC people, half of them outside the zone."""
    rng = np.random.default_rng(seed)

    def flag(share: float, known: float = 1.0) -> pd.Series:
        values = pd.Series(rng.random(size) < share, dtype="boolean")
        return values.mask(pd.Series(rng.random(size) > known))

    frame = pd.DataFrame(
        {
            "person_id": range(size),
            "age": rng.integers(0, 100, size),
            "sex": rng.choice(["F", "M"], size),
            "in_zone": np.arange(size) < size // 2,
            "weight": rng.choice([1.0, 2.5, 40.0], size),
            "region": rng.choice(["wallonia", "flanders"], size),
            "increased_reimbursement": flag(0.2),
            "isolated": flag(0.2, known=0.7),
            "rural": flag(0.3, known=0.9),
            "cond_copd": rng.random(size) < 0.3,
            "cond_hiv": rng.random(size) < 0.02,
            "polypharmacy": rng.random(size) < 0.1,
            "total_cost": rng.gamma(0.5, 1_000, size).round(2),
            "hospital_days": rng.poisson(0.4, size),
            "n_atc3": rng.poisson(2, size),
            "predicted": rng.gamma(1.0, 1_000, size),
        }
    )
    frame["n_conditions"] = frame["cond_copd"].astype(int) + frame["cond_hiv"]
    frame["hospital_stays"] = (frame["hospital_days"] > 0).astype(int)
    frame["cost_drug"] = frame["total_cost"]
    frame["in_target"] = frame["in_zone"] & frame["cond_copd"]
    return frame


@pytest.mark.parametrize("seed", range(3))
def test_gate_takes_the_tables_and_shows_no_small_number(seed: int):
    frame = random_people(seed)
    raws = [
        profile(frame),
        morbidity(frame, ["copd", "hiv"]),
        consumption(frame, ["drug"]),
        rural(frame),
    ]
    found = release_all(raws, minimum=10)
    assert set(found) == {"profile", "morbidity", "consumption", "rural"}
    for table in found.values():
        for column in table.columns:
            cells = table.column(column.name) if column.kind == "count" else ()
            assert not [c for c in cells if isinstance(c, int) and 0 < c < 10], column.name
    counted = zip(raws[1].frame["target_n"], found["morbidity"].column("target_n"), strict=True)
    assert all(cell is HIDDEN for n, cell in counted if 0 < n < 10)


@pytest.mark.parametrize("make", [profile, lambda f: morbidity(f, ["copd"]), rural])
def test_order_of_the_people_does_not_matter(make):
    frame = random_people(7)
    shuffled = frame.sample(frac=1, random_state=3).reset_index(drop=True)
    pd.testing.assert_frame_equal(make(frame).frame, make(shuffled).frame)
