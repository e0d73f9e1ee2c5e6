"""Features of persons: each by a hand-made case around its threshold, all of them recomputed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from stratification.condition_cases import judged
from synthetic_claims import CONDITIONS, TABLE, YEAR, Engine, delivery, diagnosis, engine, person

from pilotzones.errors import InputError, PilotzonesError
from pilotzones.stratification.conditions import Condition, Conditions
from pilotzones.stratification.engine import quiet
from pilotzones.stratification.features import features
from pilotzones.stratification.tables import KINDS

CLASSES = ("A10BA02", "B01AC06", "C07AB07", "N06AB06", "R03BA02", "C09AA05")
"""Codes of six different classes of level 3."""


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with engine(tmp_path_factory.mktemp("features")) as found:
        yield found


def of_one(run: Engine, *deliveries: dict[str, Any], **who: Any) -> dict[str, Any]:
    """Features of one person with these deliveries, and one of somebody else in the year."""
    others = [delivery("other", date=date(YEAR, 1, 2))]
    rows = [*deliveries, *others] if deliveries else others
    return run.featured([person("p1", **who), person("other")], rows)["p1"]


def of_each(run: Engine, cases: Mapping[Any, tuple[dict[str, Any], ...]], column: str) -> dict:
    """A column by case, each case being the deliveries of one person."""
    rows = [row | {"person_id": str(id)} for id, care in cases.items() for row in care]
    found = run.featured([person(str(id)) for id in (*cases, "other")], [*rows, delivery("other")])
    return {id: found[str(id)][column] for id in cases}


# conditions


def test_condition_begins_at_ninety_doses_a_year(run: Engine):
    cases = {ddd: (delivery(ddd=ddd),) for ddd in ("89.9999", "90", "90.0001")}
    assert of_each(run, cases, "cond_diabetes") == {
        "89.9999": False, "90": True, "90.0001": True
    }  # fmt: skip


def test_doses_of_all_codes_of_a_condition_count_together(run: Engine):
    found = of_one(run, delivery(ddd="44.9999"), delivery(code="A10AB05", ddd="45.0001"))
    assert found["cond_diabetes"] is True
    assert found["n_conditions"] == 1


def test_thirds_of_a_dose_add_up_exactly(run: Engine):
    """In binary floating point 900 times 0.1 is 89.99999999999864."""
    assert sum([0.1] * 900) < 90
    assert of_one(run, *[delivery(ddd="0.1")] * 900)["cond_diabetes"] is True


def test_only_doses_of_the_calendar_year_count(run: Engine):
    days = [date(YEAR - 1, 12, 31), date(YEAR, 1, 1), date(YEAR, 12, 31), date(YEAR + 1, 1, 1)]
    cases = {day: (delivery(ddd="90", date=day),) for day in days}
    assert list(of_each(run, cases, "cond_diabetes").values()) == [False, True, True, False]


def test_only_medicines_tell_a_condition(run: Engine):
    assert of_one(run, delivery(ddd="90", kind="other"))["cond_diabetes"] is False


def test_near_code_tells_nothing(run: Engine):
    found = of_one(run, *(delivery(ddd="90", code=row.differs["atc"]) for row in CONDITIONS.rows))
    told = {row.id for row in CONDITIONS.rows if found[f"cond_{row.id}"]}
    expected = {  # a near code of one condition may be the code of another
        row.id
        for row in CONDITIONS.rows
        if row.max_age is None and any(row.tells(other.differs["atc"]) for other in CONDITIONS.rows)
    }
    assert told == expected


def test_ages_bound_a_condition(run: Engine):
    ages = (39, 40, 49, 50)
    who = [person(str(age), birth_year=YEAR - age) for age in ages]
    care = [delivery(str(age), ddd="90", code=c) for age in ages for c in ("R03BB04", "R03BA02")]
    found = run.featured(who, care)
    assert [found[str(age)]["cond_copd"] for age in ages] == [False, True, True, True]
    assert [found[str(age)]["cond_asthma"] for age in ages] == [True, True, True, False]


def test_code_may_belong_to_several_conditions(run: Engine):
    """Sacubitril with valsartan: heart failure, and cardiovascular disease as well."""
    found = of_one(run, delivery(ddd="90", code="C09DX04"))
    assert (found["cond_heart_failure"], found["cond_cardiovascular"]) == (True, True)
    assert found["n_conditions"] == 2


def test_more_conditions_than_bits_of_a_number(run: Engine):
    rows = tuple(
        Condition(f"c{i}", "rare", {}, (f"A{i:02d}A",), Decimal(90)) for i in range(10, 90)
    )
    many = Conditions(rows, CONDITIONS.polypharmacy)
    given = [delivery(code=f"A{i}AA01", ddd="90") for i in (10, 69, 70, 89)]
    found = run.featured([person()], given, conditions=many)["p1"]
    assert [id for id in many.ids if found[f"cond_{id}"]] == ["c10", "c69", "c70", "c89"]
    assert found["n_conditions"] == 4


# medicines


def test_classes_of_level_three_are_counted_once(run: Engine):
    codes = ("A10BA02", "A10BB09", "A10AB05", "N02BE01")
    assert of_one(run, *(delivery(code=code) for code in codes))["n_atc3"] == 3


@pytest.mark.parametrize("number", [59, 60, 61, 119, 120, 121, 200])
def test_classes_are_counted_beyond_the_bits_of_one_number(run: Engine, number: int):
    codes = [
        f"{letter}{n:02d}{sub}A01" for letter in "ABCD" for n in range(1, 11) for sub in "ABCDE"
    ]
    found = of_one(run, *late(*codes[:number], ddd="1"))
    assert found["n_atc3"] == number
    assert found["polypharmacy"] is (number >= 180)


def test_malformed_codes_name_no_class_but_their_doses_count(run: Engine):
    codes = ("A10", "10BA02", "?", "", None)
    cases = {n: (delivery(code=code, ddd="12"),) for n, code in enumerate(codes)}
    assert set(of_each(run, cases, "n_atc3").values()) == {0}
    assert set(of_each(run, cases, "ddd").values()) == {Decimal(12)}


def late(*codes: str, ddd: str = "60", day: date = date(YEAR, 7, 1)) -> tuple[dict[str, Any], ...]:
    return tuple(delivery(code=code, ddd=ddd, date=day) for code in codes)


def test_polypharmacy_begins_at_five_classes(run: Engine):
    cases = {n: late(*CLASSES[:n]) for n in (4, 5, 6)}
    assert of_each(run, cases, "polypharmacy") == {4: False, 5: True, 6: True}


def test_polypharmacy_begins_at_180_doses_in_all(run: Engine):
    first, *rest = CLASSES[:5]
    day = date(YEAR, 12, 31)
    cases = {
        ddd: (*late(*rest, ddd="1", day=day), *late(first, ddd=str(Decimal(ddd) - 4), day=day))
        for ddd in ("179.99", "180", "180.01")
    }
    assert of_each(run, cases, "polypharmacy") == {"179.99": False, "180": True, "180.01": True}


def test_polypharmacy_looks_at_the_last_six_months(run: Engine):
    days = {"june": date(YEAR, 6, 30), "july": date(YEAR, 7, 1), "before": date(YEAR - 1, 12, 1)}
    cases = {
        name: (*late(*CLASSES[:4], day=date(YEAR, 9, 1)), *late(CLASSES[4], day=day))
        for name, day in days.items()
    }
    assert of_each(run, cases, "polypharmacy") == {"june": False, "july": True, "before": False}
    assert of_each(run, cases, "n_atc3") == {"june": 5, "july": 5, "before": 4}


def test_medicine_without_doses_is_a_class_all_the_same(run: Engine):
    nothing = delivery(code=CLASSES[4], ddd=None, date=date(YEAR, 8, 1))
    found = of_one(run, *late(*CLASSES[:4]), nothing)
    assert (found["n_atc3"], found["polypharmacy"]) == (5, True)


# hospital


def stay(*days: str) -> list[dict[str, Any]]:
    return [
        delivery(kind="hospital", code="768003", ddd=None, date=date.fromisoformat(day))
        for day in days
    ]


STAYS = {
    ("2023-05-01",): (1, 1),
    ("2023-05-01", "2023-05-01"): (1, 1),
    ("2023-05-01", "2023-05-02", "2023-05-03"): (3, 1),
    ("2023-05-03", "2023-05-01"): (2, 2),
    ("2023-05-01", "2023-05-02", "2023-05-04", "2023-05-05"): (4, 2),
    ("2023-02-28", "2023-03-01"): (2, 1),
    ("2022-12-31", "2023-01-01"): (1, 1),
    ("2023-12-31", "2024-01-01"): (1, 1),
}
"""Days in hospital, with the number of different days and of stays in 2023."""


def test_stays_are_runs_of_consecutive_days(run: Engine):
    cases = {days: tuple(stay(*days)) for days in STAYS}
    number, stays = (of_each(run, cases, f"hospital_{name}") for name in ("days", "stays"))
    assert {days: (number[days], stays[days]) for days in STAYS} == STAYS


def test_stays_of_two_persons_are_not_joined(run: Engine):
    rows = [*stay("2023-05-01"), *(r | {"person_id": "p2"} for r in stay("2023-05-02"))]
    found = run.featured([person("p1"), person("p2")], rows)
    assert [found[id]["hospital_stays"] for id in ("p1", "p2")] == [1, 1]


def test_stay_over_new_year_counts_in_both_years(run: Engine):
    days = stay("2022-12-31", "2023-01-01", "2023-01-02")
    before = run.featured([person()], days, of=2022)["p1"]
    assert (before["hospital_days"], before["hospital_stays"], before["next_stays"]) == (1, 1, 1)
    now = run.featured([person()], days)["p1"]
    assert (now["hospital_days"], now["hospital_stays"]) == (2, 1)


# costs


def test_costs_stand_by_kind_and_add_up_to_the_cent(run: Engine):
    given = [
        delivery(kind=kind, code="x", ddd=None, amount_eur=f"{n}.10")
        for n, kind in enumerate(KINDS)
        for _ in range(3)
    ]
    found = of_one(run, *given)
    costs = [found[f"cost_{kind}"] for kind in KINDS]
    assert costs == [3 * Decimal(f"{n}.10") for n in range(len(KINDS))]
    assert found["total_cost"] == sum(costs) == Decimal("110.70")


def test_costs_of_other_years_do_not_count(run: Engine):
    days = (date(YEAR - 1, 12, 31), date(YEAR, 1, 1), date(YEAR, 12, 31))
    assert of_one(run, *(delivery(date=day) for day in days))["total_cost"] == Decimal("20.00")


def test_large_sums_stay_exact(run: Engine):
    given = [delivery(amount_eur="9999999999.99"), delivery(amount_eur="0.01")]
    assert of_one(run, *given)["total_cost"] == Decimal("10000000000.00")


def test_person_without_care_has_zeros_and_nothing_missing(run: Engine):
    found = of_one(run)
    numbers = {k: v for k, v in found.items() if k.startswith(("cost_", "hospital_", "n_"))}
    assert set(numbers.values()) == {0}
    assert (found["total_cost"], found["ddd"]) == (0, 0)
    assert not [c for c in found if c.startswith("cond_") and found[c] is not False]
    assert found["polypharmacy"] is False


# persons


def test_age_at_the_end_of_each_year(run: Engine):
    """By the year of birth, or by the age at the end of the base year."""
    care = [delivery("born", date=date(year, 5, 5)) for year in (2021, 2022, 2023)]
    who = [person("born", birth_year=1963), person("aged", birth_year=None, age=60)]
    ages = {
        of: {found["age"] for found in run.featured(who, care, of=of).values()}
        for of in (2021, 2022, 2023)
    }
    assert ages == {2021: {58}, 2022: {59}, 2023: {60}}


def test_who_was_not_born_yet_is_not_among_them(run: Engine):
    care = [delivery("old", date=date(year, 5, 5)) for year in (2022, 2023)]
    who = [person("old"), person("new", birth_year=2023)]
    assert set(run.featured(who, care, of=2023)) == {"old", "new"}
    assert set(run.featured(who, care, of=2022)) == {"old"}


@pytest.mark.parametrize("why", ["death_date", "left_on"])
def test_who_died_or_left(run: Engine, why: str):
    """Before the year: not there. In the year: there, but not present at its end."""
    days = [date(2022, 12, 31), date(2023, 1, 1), date(2023, 12, 31), date(2024, 1, 1), None]
    who = [person(str(day), **{why: day}) for day in days]
    found = run.featured(who, [delivery("None")])
    there = [found.get(str(day), {}).get("present") for day in days]
    assert there == [None, False, False, True, True]


def test_earlier_of_death_and_departure_counts(run: Engine):
    both = person("p1", death_date=date(2024, 5, 1), left_on=date(2023, 5, 1))
    assert run.featured([both], [delivery()])["p1"]["present"] is False


def test_unit_is_that_of_the_end_of_the_year(run: Engine):
    days = {date(2023, 12, 31): "5590", date(2024, 1, 1): "4000", None: "5590"}
    who = [person(str(day), moved_on=day, unit_before="4000") for day in days]
    found = run.featured(who, [delivery("None")])
    assert {day: found[str(day)]["unit"] for day in days} == days


def test_move_without_a_unit_before_changes_nothing(run: Engine):
    who = [person("p1", moved_on=date(2024, 3, 1), unit_before=None), person("p2", unit_before="1")]
    assert run.featured(who, [delivery()])["p1"]["unit"] == "5590"


# the year after


def test_outcomes_are_those_of_the_year_after(run: Engine):
    care = [
        delivery(date=date(2022, 12, 31), amount_eur="1"),
        delivery(date=date(2023, 1, 1), amount_eur="10"),
        delivery(date=date(2023, 12, 31), amount_eur="100"),
        *stay("2023-02-01", "2023-02-03", "2022-02-01"),
    ]
    found = run.featured([person(death_date=date(2023, 12, 31))], care, of=2022)["p1"]
    assert found["total_cost"] == Decimal("11.00")
    assert found["next_cost"] == Decimal("130.00")
    assert (found["hospital_stays"], found["next_stays"]) == (1, 2)
    assert (found["present"], found["next_present"]) == (True, False)


def test_no_outcomes_without_the_year_after(run: Engine):
    assert not [name for name in of_one(run) if name.startswith("next_")]


def test_year_without_deliveries_is_told(run: Engine):
    tables = run.read([person()], [delivery()])
    with pytest.raises(InputError) as caught:
        features(tables, CONDITIONS, YEAR, next_year=True)
    (fault,) = caught.value.faults
    assert (fault.id, fault.fields) == (
        "input.no_year", {"years": (str(YEAR + 1),), "known": (str(YEAR),)}
    )  # fmt: skip


# the table


def test_columns_and_types_are_those_agreed(run: Engine):
    care = [delivery(date=date(year, 5, 5)) for year in (2022, 2023)]
    tables = run.read([person()], care)
    table = features(tables, CONDITIONS, 2022, next_year=True)
    assert list(table.columns) == [
        "person_id", "unit", "age", "sex", "increased_reimbursement", "chronic_status",
        "isolated", "palliative", "weight", "present",
        *(f"cond_{id}" for id in CONDITIONS.ids), "n_conditions",
        "n_atc3", "polypharmacy", "ddd", *(f"cost_{kind}" for kind in KINDS), "total_cost",
        "hospital_days", "hospital_stays", "next_cost", "next_stays", "next_present",
    ]  # fmt: skip
    types = {name: str(kind) for name, kind in table.schema().items()}
    assert {types[f"cost_{kind}"] for kind in KINDS} == {"decimal(18, 2)"}
    assert (types["total_cost"], types["next_cost"]) == ("decimal(18, 2)", "decimal(18, 2)")
    assert (types["ddd"], types["cond_copd"]) == ("decimal(18, 4)", "boolean")


def test_rows_come_in_the_order_of_the_persons(run: Engine):
    tables = run.read([person(id) for id in ("b", "c", "a")], [delivery("a")])
    rows = features(tables, CONDITIONS, YEAR, next_year=False).to_pyarrow()
    assert rows["person_id"].to_pylist() == ["a", "b", "c"]


def test_order_of_the_deliveries_does_not_matter(run: Engine):
    people, care = random_claims(seed=5, persons=40, rows=800)
    first = run.featured(people, care)
    assert run.featured(people[::-1], care[::-1]) == first


# recomputed


def random_claims(
    seed: int, persons: int, rows: int, table: Conditions = CONDITIONS
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """SYNTHETIC persons and deliveries of three years without any sense, many on the borders."""
    rng = np.random.default_rng(seed)
    days = [date(year, *day) for year in (2021, 2022, 2023) for day in ((1, 1), (6, 30), (7, 1))]
    days += [date(2022, 3, 1) + timedelta(days=n) for n in range(20)]
    days += [date(2023, 12, 20) + timedelta(days=n) for n in range(12)]
    examples = [each for row in table.rows for each in (row.matches, row.differs)]
    codes = [each["atc"] for each in examples if "atc" in each] + ["N02BE01", "A1", "?"]
    items = ["101032", None, *(e["nomenclature"] for e in examples if "nomenclature" in e)]

    def some(options: list[Any]) -> Any:
        return options[int(rng.integers(len(options)))]

    people = [
        person(
            f"p{i:03d}",
            birth_year=int(rng.integers(1930, 2022)),
            sex=some(["F", "M"]),
            death_date=some([None, None, None, date(2023, 5, 5), date(2023, 12, 31)]),
            moved_on=some([None, date(2023, 1, 1), date(2022, 6, 6)]),
            unit_before=some([None, "4000"]),
            left_on=some([None, None, date(2021, 12, 31), date(2022, 1, 1)]),
        )
        for i in range(persons)
    ]
    care = []
    for _ in range(rows):
        kind = some(["drug", "drug", "drug", "hospital", "gp", "nursing"])
        care.append(
            delivery(
                f"p{int(rng.integers(persons)):03d}",
                date=some(days),
                kind=kind,
                code=some(codes) if kind == "drug" else some(items),
                ddd=some([Decimal("14.5"), Decimal("30"), Decimal("90"), None])
                if kind == "drug"
                else None,
                amount_eur=Decimal(int(rng.integers(0, 10_000))) / 100,
            )
        )
    return people, care


def random_diagnoses(seed: int, persons: int, rows: int) -> list[dict[str, Any]]:
    """SYNTHETIC diagnoses without any sense, dated and not, some of them over."""
    rng = np.random.default_rng(seed)
    examples = [each for row in TABLE.rows for each in (row.matches, row.differs)]
    icd10 = [None, "R99", "?", *(each["icd10"] for each in examples if "icd10" in each)]
    icpc2 = [None, "A04", "t90", *(each["icpc2"] for each in examples if "icpc2" in each)]
    days = [None, *(date(year, *day) for year in range(2015, 2024) for day in ((1, 1), (12, 31)))]
    ends = [None] * 4 + [date(year, *day) for year in (2023, 2024) for day in ((1, 1), (12, 31))]
    ends += [date(2020, 12, 31), date(2021, 1, 1), date(2021, 12, 31), date(2022, 1, 1)]

    def some(options: list[Any]) -> Any:
        return options[int(rng.integers(len(options)))]

    found = []
    for _ in range(rows):
        day, end = some(days), some(ends)
        end = None if day is not None and end is not None and end < day else end
        who = f"p{int(rng.integers(persons)):03d}"
        found.append(diagnosis(who, date=day, ended_on=end, icd10=some(icd10), icpc2=some(icpc2)))
    return found


def recomputed(
    people: list[dict[str, Any]],
    care: list[dict[str, Any]],
    year: int,
    table: Conditions = CONDITIONS,
    diagnoses: Sequence[dict[str, Any]] = (),
) -> pd.DataFrame:
    """The same by loops and Python decimals, person by person, without any step of ours."""
    rows = []
    for who in people:
        own = [d for d in care if d["person_id"] == who["person_id"]]
        now = [d for d in own if d["date"].year == year]
        after = [d for d in own if d["date"].year == year + 1]
        gone = min(
            (d for d in (who["death_date"], who["left_on"]) if d is not None), default=date.max
        )
        age = year - who["birth_year"]
        if age < 0 or gone < date(year, 1, 1):
            continue
        drugs = [d for d in now if d["kind"] == "drug"]
        late = [d for d in drugs if d["date"].month >= 7]
        known = [d for d in diagnoses if d["person_id"] == who["person_id"]]
        has, number = judged(table, age, now, known, year)
        many = len(classes(late)) >= 5 and sum((d["ddd"] or 0 for d in late), 0) >= 180
        moved = who["moved_on"] is not None and who["moved_on"] > date(year, 12, 31)
        rows.append({
            "person_id": who["person_id"],
            "unit": who["unit_before"] if moved and who["unit_before"] else who["unit"],
            "age": age,
            "present": gone > date(year, 12, 31),
            **{f"cond_{id}": flag for id, flag in has.items()},
            "n_conditions": number,
            "n_atc3": len(classes(drugs)),
            "polypharmacy": many,
            "ddd": sum((d["ddd"] or 0 for d in drugs), Decimal(0)),
            **{f"cost_{kind}": cost(now, kind) for kind in KINDS},
            "total_cost": cost(now),
            "hospital_days": len(in_hospital(now)),
            "hospital_stays": runs(in_hospital(now)),
            "next_cost": cost(after),
            "next_stays": runs(in_hospital(after)),
            "next_present": gone > date(year + 1, 12, 31),
        })  # fmt: skip
    return pd.DataFrame(rows).set_index("person_id")


def classes(drugs: list[dict[str, Any]]) -> set[str]:
    return {d["code"][:4] for d in drugs if len(d["code"]) >= 4}


def cost(care: list[dict[str, Any]], kind: str | None = None) -> Decimal:
    return sum((d["amount_eur"] for d in care if kind in (None, d["kind"])), Decimal(0))


def in_hospital(care: list[dict[str, Any]]) -> set[date]:
    return {d["date"] for d in care if d["kind"] == "hospital"}


def runs(days: set[date]) -> int:
    return sum(day - timedelta(days=1) not in days for day in days)


@pytest.mark.parametrize("seed", [1, 2])
def test_features_are_those_of_an_independent_computation(tmp_path: Path, seed: int):
    people, care = random_claims(seed, persons=120, rows=6_000)
    with engine(tmp_path) as run:
        tables = run.read(people, care)
        for year in (2021, 2022):
            table = features(tables, CONDITIONS, year, next_year=True)
            ours = table.to_pyarrow().to_pandas().set_index("person_id")
            expected = recomputed(people, care, year)
            assert list(ours.index) == list(expected.index)
            for column in expected:
                assert ours[column].tolist() == expected[column].tolist(), column


def test_every_way_of_the_whole_table_is_that_of_an_independent_computation(tmp_path: Path):
    people, care = random_claims(3, 150, 9_000, TABLE)
    known = random_diagnoses(4, 150, 600)
    with engine(tmp_path) as run:
        tables = run.read(people, care, diagnoses=known)
        for year in (2021, 2022):
            table = features(tables, TABLE, year, next_year=True)
            ours = table.to_pyarrow().to_pandas().set_index("person_id")
            expected = recomputed(people, care, year, TABLE, known)
            columns = [c for c in expected if c.startswith("cond_")]
            for column in (*columns, "n_conditions"):
                assert ours[column].tolist() == expected[column].tolist(), column
            assert (expected[columns].sum() > 0).mean() > 0.9


MANY = """
COPY (
    SELECT (hash(i) % 20000)::INT AS person_id,
        (DATE '2022-01-01' + (hash(i + 1) % 730)::INT) AS date,
        ['drug', 'drug', 'drug', 'gp', 'hospital', 'other'][1 + (hash(i + 2) % 6)::INT] AS kind,
        ['A10BA02', 'C09AA05', 'R03BB04', 'N06AB06', 'N02BE01'][1 + (hash(i + 3) % 5)::INT] AS code,
        (hash(i + 4) % 60)::DECIMAL(18, 4) AS ddd,
        ((hash(i + 5) % 9999)::INT / 100)::DECIMAL(18, 2) AS amount_eur
    FROM range(400000) r(i)
) TO '{path}' (FORMAT parquet)
"""


def many(folder: Path, disk: str | None = None, **options: Any) -> Any:
    """Features of 20,000 SYNTHETIC persons with 400,000 deliveries."""
    with engine(folder, **options) as run, quiet():
        care = folder / "care.parquet"
        run.con.con.execute(MANY.format(path=care))
        if disk is not None:
            run.con.con.execute(f"SET max_temp_directory_size = '{disk}'")
        people = [person(n, birth_year=1930 + n % 90) for n in range(20_000)]
        tables = run.read(people, care, year=2022, after=1)
        return features(tables, CONDITIONS, 2022, next_year=True).to_pyarrow()


def test_small_memory_gives_the_same_numbers_by_spilling(tmp_path: Path):
    """The second case shows that the memory alone is not enough."""
    little = many(tmp_path, memory_limit="30MB", threads=1)
    assert little.num_rows == 20_000
    assert little.equals(many(tmp_path))
    with pytest.raises(PilotzonesError) as caught:
        many(tmp_path, memory_limit="30MB", threads=1, disk="100KB")
    assert [fault.id for fault in caught.value.faults] == ["input.memory"]
