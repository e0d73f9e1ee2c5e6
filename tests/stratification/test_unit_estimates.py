"""Smoothed shares of units with persons: found again, standardised, no way to a hidden count."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from synthetic import grid_layer
from synthetic_people_tables import table, with_cell
from synthetic_tables_made import PERSONS

from pilotzones.postcodes.open import open_layer
from pilotzones.postcodes.section import UnitsSection
from pilotzones.stratification.comparison import morbidity, profile
from pilotzones.stratification.disclosure import release_all
from pilotzones.stratification.expected_cases import expected_cases, pooled_rates
from pilotzones.stratification.released import HIDDEN, SafeTable
from pilotzones.stratification.unit_estimates import unit_estimates
from pilotzones.stratification.unit_table import units_raws

UNITS = ("00", "01", "02", "10", "11", "12")


def units_table(codes, people, **counts) -> SafeTable:
    """SYNTHETIC released units; a count under 10 is hidden."""
    rows = [
        [code, "no", int(n), *(HIDDEN if 0 < c[k] < 10 else int(c[k]) for c in counts.values())]
        for k, (code, n) in enumerate(zip(codes, people, strict=True))
    ]
    return table("units", ["unit", "rural"], dict.fromkeys(("people", *counts), PERSONS), rows)


def estimates(tables: dict[str, SafeTable], layer=None, minimum: int = 10) -> SafeTable:
    found = unit_estimates(tables, layer or grid_layer(), minimum=minimum)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("indicator", "share", "gain"), [("two_or_more", 0.06, 0.8), ("any", 0.25, 0.97)]
)
def test_known_rates_are_found_again_and_better_than_raw_ones(
    indicator: str, share: float, gain: float
):
    """SYNTHETIC people of sixty postcodes: binomial counts, true shares around one another.

    A quarter of 800 people is known well by itself: there is little to gain there.
    """
    layer = open_layer(UnitsSection())
    codes = [c for c in layer.codes if c.startswith(("55", "56", "66", "69"))][:60]
    column = {"any": "chronic_n", "two_or_more": "multi_n"}[indicator]
    inside, hidden, gains = [], [], []
    for seed in range(100, 112):
        random = np.random.default_rng(seed)
        people = random.integers(60, 1500, len(codes))
        real = np.minimum(share * random.gamma(16, 1 / 16, len(codes)), 0.9)
        cases = random.binomial(people, real)
        units = units_table(codes, people, **{column: cases})
        rows = {r["unit"]: r for r in estimates({"units": units}, layer).records()}
        for k, code in enumerate(codes):
            row = rows[code]
            (hidden if row["cases"] is HIDDEN else inside).append(
                row["rate_low"] <= real[k] <= row["rate_high"]
            )
        rates = np.array([rows[code]["rate"] for code in codes])
        shown = np.array([rows[code]["cases"] is not HIDDEN for code in codes])
        errors = [((r - real)[shown] ** 2).mean() for r in (rates, cases / people)]
        gains.append(errors[0] / errors[1])
    error = np.sqrt(0.95 * 0.05 / len(inside))
    assert abs(np.mean(inside) - 0.95) < 3 * error + 0.01
    assert np.mean(gains) < gain
    if indicator == "two_or_more":
        # small counts are the hidden ones, so these units have lower shares than the others
        assert len(hidden) > 40
        assert np.mean(hidden) > 0.75


def frame_of(
    seed: int = 1, *, zone: int = 900, outside: int = 6000, small: int = 0, reference: bool = True
) -> pd.DataFrame:
    """SYNTHETIC persons of six units, the first old and the others young, and of a country.

    Sickness depends on age alone. ``small`` persons of the unit 12 are ill and no others there.
    """
    random = np.random.default_rng(seed)
    homes = np.repeat(UNITS, zone // len(UNITS))
    old = homes == "00"
    age = np.where(old, random.integers(70, 95, len(homes)), random.integers(20, 60, len(homes)))
    inside = pd.DataFrame({"unit": homes, "age": age, "in_zone": True, "weight": 1.0})
    away = pd.DataFrame({"unit": "20", "age": random.integers(20, 95, outside), "in_zone": False})
    found = pd.concat([inside, away.assign(weight=3.0)] if reference else [inside])
    found = found.reset_index(drop=True)
    chance = np.where(found["age"] >= 65, 0.6, 0.2)
    ill = random.random(len(found)) < chance
    found["n_conditions"] = ill + (ill & (random.random(len(found)) < 0.6)).astype(int)
    here = np.flatnonzero(found["unit"] == "12")
    if small:
        found.loc[here, "n_conditions"] = 0
        found.loc[here[:small], "n_conditions"] = 2
    return found.assign(
        sex=random.choice(["F", "M"], len(found)),
        region="wallonia",
        rural=pd.array([False] * len(found), dtype="boolean"),
        polypharmacy=False,
    )


def released(frame: pd.DataFrame) -> dict[str, SafeTable]:
    """Tables of the units as a run releases them, beside the numbers that they add up to."""
    zone = frame[frame["in_zone"]]
    due = expected_cases(frame, UNITS, minimum=10)
    flags = dict.fromkeys(UNITS, False)
    raws = [profile(frame), morbidity(frame, ()), *units_raws(zone, UNITS, flags)]
    return dict(release_all([*raws, due] if due else raws))


def test_one_more_ill_person_behind_a_hidden_count_changes_no_estimate():
    tables = [released(frame_of(small=n)) for n in (4, 5, 6)]
    assert tables[0]["units"].cell("chronic_n", unit="12") is HIDDEN
    assert len({each["units"].rows for each in tables}) == 1, "what is shown is the same"
    assert len({each["expected_cases"].rows for each in tables}) == 1
    assert len({estimates(each).rows for each in tables}) == 1


def test_expected_cases_say_nothing_of_who_is_ill_in_the_zone():
    frame = frame_of()
    nobody = frame["n_conditions"].where(~frame["in_zone"], 0)
    found = [
        expected_cases(each, UNITS, minimum=10)
        for each in (frame, frame.assign(n_conditions=nobody))
    ]
    assert found[0] is not None
    assert found[1] is not None
    assert found[0].frame.equals(found[1].frame)


def test_ages_are_taken_out_of_the_ratio_and_not_out_of_the_share():
    frame = frame_of(zone=6000)
    found = estimates(released(frame))
    old, young = ({"unit": unit, "indicator": "any"} for unit in ("00", "01"))
    assert found.cell("reference", **old) == "outside"
    assert found.number("rate", **old) > 2.4 * found.number("rate", **young)
    for where in (old, young):
        assert found.number("ratio", **where) == pytest.approx(1, abs=0.12)


def test_without_people_outside_the_ratio_is_crude_and_says_so():
    frame = frame_of(reference=False)
    tables = released(frame)
    assert "expected_cases" not in tables
    found = estimates(tables)
    assert set(found.column("reference")) == {"zone"}
    total = sum(n for n in found.column("n")[: len(UNITS)] if isinstance(n, int))
    cases = tables["morbidity"].number("zone_n", condition="any")
    assert total == pytest.approx(cases, abs=len(UNITS)), "the observed total is given again"


def test_unit_with_a_hidden_count_is_estimated_from_the_others_with_a_wide_interval():
    people = np.array([900, 800, 850, 700, 60, 750])
    units = units_table(UNITS, people, chronic_n=np.array([200, 150, 210, 130, 4, 170]))
    found = estimates({"units": units})
    rows = {r["unit"]: r for r in found.records()}
    hidden, shown = rows["11"], rows["12"]
    assert (hidden["cases"], hidden["method"]) == (HIDDEN, "others")
    assert (shown["cases"], shown["method"]) == (170, "poisson-gamma")
    assert 0.15 < hidden["rate"] < 0.3
    widths = [r["rate_high"] - r["rate_low"] for r in (hidden, shown)]
    assert widths[0] > 1.5 * widths[1]


def test_unit_with_few_people_has_no_estimate():
    units = units_table(UNITS, np.full(6, 500), chronic_n=np.full(6, 120))
    for column in ("people", "chronic_n"):
        units = with_cell(units, column, HIDDEN, unit="11")
    row = next(r for r in estimates({"units": units}).records() if r["unit"] == "11")
    assert {row[c] for c in ("people", "n", "rate", "rate_low", "ratio", "cases")} == {HIDDEN}
    assert row["method"] is None


def test_units_that_are_too_few_to_be_smoothed_have_no_table():
    for counts, there in (([120, 130, 4, 4, 4, 4], False), ([120, 130, 125, 4, 4, 4], True)):
        units = units_table(UNITS, np.full(6, 500), chronic_n=np.array(counts))
        found = unit_estimates({"units": units}, grid_layer(), minimum=10)
        assert (found is not None) == there
    assert unit_estimates({}, grid_layer(), minimum=10) is None


@pytest.mark.parametrize(("ill", "pooled"), [(9, True), (10, False), (11, False)])
def test_rate_of_a_band_stands_alone_from_the_minimum_on(ill: int, pooled: bool):
    """Of each sex 100 persons in the two youngest bands: ``ill`` of the first, 50 of the next."""
    strata = np.repeat([0, 1, 2, 3], 100)
    first = np.arange(100) < ill
    has = np.concatenate([first, first, np.arange(100) < 50, np.arange(100) < 50])
    rates = pooled_rates(strata, has, np.ones(400), minimum=10)
    assert rates is not None
    assert (rates[0] == rates[2]) == pooled
    assert rates[4:].tolist() == [rates[2], rates[3]] * 4, "bands without people join the last pool"
    # counts to a multiple of ten: 59 of 200 are 60, 9, 10 and 11 of 100 are 10
    assert rates[0] == pytest.approx(0.3 if pooled else 0.1)


def test_no_rate_where_too_few_outside_have_the_trait_or_lack_it():
    strata = np.repeat([0, 1], 100)
    few, nearly_all = np.arange(200) % 100 < 9, np.arange(200) % 100 >= 9
    for has in (few, nearly_all):
        assert pooled_rates(strata, has, np.ones(200), minimum=10) is None
