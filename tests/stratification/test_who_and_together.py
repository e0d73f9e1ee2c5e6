"""Everybody by age and sex, who had no care, which conditions go together: counted by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from stratification.test_comparison import people

from pilotzones.stratification.comparison import BANDS, ages, morbidity, profile
from pilotzones.stratification.disclosure import release_all
from pilotzones.stratification.overlap import overlap
from pilotzones.stratification.released import HIDDEN
from pilotzones.stratification.without_care import without_care


def test_age_and_sex_add_up_to_both_rows_of_the_profile():
    frame = ages(people()).frame
    old = frame[(frame["age"] == "85+") & (frame["sex"] == "M")].iloc[0]
    assert (old["zone_n"], old["target_n"]) == (1, 1)
    assert old["country_share"] == pytest.approx((1 + 20) / 74)
    by_age = frame.groupby("age")["zone_n"].sum()
    told = profile(people()).frame
    for age in BANDS:
        row = told[(told["trait"] == "age") & (told["level"] == age)]
        assert by_age[age] == row["zone_n"].iloc[0]


def zone(n: int = 400, seed: int = 5) -> pd.DataFrame:
    """SYNTHETIC zone in which conditions come together more often than by chance."""
    rng = np.random.default_rng(seed)
    frail = rng.random(n) < 0.3
    ill = {id: (rng.random(n) < np.where(frail, 0.5, 0.1)) for id in ("a", "b", "c")}
    frame = people().iloc[np.zeros(n, int)].reset_index(drop=True)
    frame = frame.assign(person_id=range(n), age=rng.integers(0, 95, n), in_zone=True)
    frame = frame.assign(sex=np.where(rng.random(n) < 0.5, "F", "M"), in_target=False)
    frame = frame.assign(**{f"cond_{id}": each for id, each in ill.items()})
    cost = np.where(rng.random(n) < 0.2, 0.0, 100.0)
    frame = frame.assign(n_conditions=sum(each.astype(int) for each in ill.values()))
    return frame.assign(total_cost=cost, hospital_days=0, ddd=0.0)


def test_each_person_is_in_exactly_one_combination():
    frame = zone()
    raw = overlap(frame, ("a", "b", "c"))
    assert raw.frame["people"].sum() == len(frame)
    only_ab = frame["cond_a"] & frame["cond_b"] & ~frame["cond_c"]
    found = raw.frame.set_index("together")["people"]
    assert found["a+b"] == only_ab.sum()
    assert found["none"] == (~(frame["cond_a"] | frame["cond_b"] | frame["cond_c"])).sum()


def test_who_had_no_care_is_counted_by_trait():
    frame = zone()
    found = without_care(frame).frame.set_index(["trait", "level"])
    nothing = frame["total_cost"] == 0
    assert found.loc[("everybody", "yes"), "without"] == nothing.sum()
    assert found.loc[("sex", "F"), "without"] == (nothing & (frame["sex"] == "F")).sum()
    with_doses = frame.assign(ddd=30.0)
    assert without_care(with_doses).frame["without"].sum() == 0


@pytest.mark.parametrize("seed", range(4))
def test_gate_takes_them_with_the_tables_they_hang_on_and_shows_no_small_number(seed: int):
    frame = zone(seed=seed)
    raws = [
        *(profile(frame), ages(frame), morbidity(frame, ["a", "b", "c"])),
        *(overlap(frame, ("a", "b", "c")), without_care(frame)),
    ]
    tables = release_all(raws)
    hidden = 0
    for table in tables.values():
        for column in (c for c in table.columns if c.kind == "count"):
            cells = table.column(column.name)
            assert not [c for c in cells if isinstance(c, int) and 0 < c < table.minimum]
            hidden += sum(cell is HIDDEN for cell in cells)
    assert hidden
