"""Ways in which a condition is told: each by a hand-made case around its threshold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from synthetic_claims import TABLE, YEAR, Engine, delivery, diagnosis, engine, person

from pilotzones.stratification.conditions import SYSTEMS, Condition, Conditions

ROWS = {row.id: row for row in TABLE.rows}


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with engine(tmp_path_factory.mktemp("ways")) as found:
        yield found


def some(*ids: str, **changes: Any) -> Conditions:
    """A table of a few of the shipped conditions, the first one changed."""
    rows = [ROWS[id] for id in ids]
    return Conditions((replace(rows[0], **changes), *rows[1:]), TABLE.polypharmacy)


def told(
    run: Engine,
    table: Conditions,
    cases: Mapping[Any, tuple[dict[str, Any], ...]],
    *,
    of: str = "",
    **who: Any,
) -> dict[Any, Any]:
    """A column by case, each the deliveries and diagnoses of one person; the first condition."""
    rows = [row | {"person_id": str(id)} for id, given in cases.items() for row in given]
    care = [row for row in rows if "kind" in row] + [delivery("other", code="N02BE01")]
    known = [row for row in rows if "kind" not in row]
    people = [person(id, **who) for id in (*map(str, cases), "other")]
    found = run.featured(people, care, conditions=table, diagnoses=known)
    return {id: found[str(id)][of or f"cond_{table.ids[0]}"] for id in cases}


def on_days(code: str, number: int, **more: Any) -> tuple[dict[str, Any], ...]:
    first = date(YEAR, 2, 1)
    return tuple(delivery(code=code, date=first + timedelta(days=n), **more) for n in range(number))


# every code of the table


def given(row: Condition, system: str, code: str) -> tuple[dict[str, Any], ...]:
    """Enough of a code, with what a condition wants beside it, to tell whatever it tells."""
    if system == "atc":
        codes = (code, *(group[0] for group in row.together[1:]))
        return tuple(each for one in codes for each in on_days(one, 4, ddd="100"))
    if system == "nomenclature":
        return on_days(code, max(row.item_days, 1), kind="other", ddd=None)
    known: dict[str, Any] = {"icd10": None, "icpc2": None, system: code}
    return (diagnosis(date=date(YEAR, 1, 1), **known),)


@pytest.fixture(scope="module")
def found(run: Engine) -> dict[tuple[str, str, bool], bool]:
    """Was each condition told by each of its examples: those that must, those that must not?"""
    people, rows, keys = [], [], {}
    for row in TABLE.rows:
        age = row.min_age or row.max_age or 60
        for system in row.ways:
            for right, codes in ((True, row.matches), (False, row.differs)):
                id = f"{row.id} {system} {right}"
                keys[id] = (row.id, system, right)
                people.append(person(id, birth_year=YEAR - age))
                rows += [each | {"person_id": id} for each in given(row, system, codes[system])]
    care = [row for row in rows if "kind" in row]
    known = [row for row in rows if "kind" not in row]
    features = run.featured(people, care, conditions=TABLE, diagnoses=known)
    return {key: features[id][f"cond_{key[0]}"] for id, key in keys.items()}


EXAMPLES = [(row.id, system) for row in TABLE.rows for system in row.ways]


@pytest.mark.parametrize(("id", "system"), EXAMPLES, ids=lambda value: str(value))
def test_code_that_has_to_match_tells_and_the_near_one_does_not(found, id: str, system: str):
    assert found[id, system, True] is True
    assert found[id, system, False] is False


def test_every_system_has_many_examples():
    number = {system: sum(s == system for _, s in EXAMPLES) for system in SYSTEMS}
    assert number["atc"] > 35
    assert number["icd10"] > 40
    assert number["icpc2"] > 25
    assert number["nomenclature"] >= 4


# medicines


def test_medicines_together_need_enough_of_each_group(run: Engine):
    def both(loop: str, other: str) -> tuple[dict[str, Any], ...]:
        return delivery(code="C03CA01", ddd=loop), delivery(code="C09AA05", ddd=other)

    cases = {
        "enough": both("90", "90"),
        "little of one": both("89.9999", "900"),
        "little of the other": both("900", "89.9999"),
        "one": both("900", "0"),
        "alone": (delivery(code="C09DX04", ddd="90"),),
    }
    expected = {"enough": True, "alone": True}
    assert told(run, some("heart_failure"), cases) == {
        case: expected.get(case, False) for case in cases
    }


def test_a_sign_of_another_condition_takes_one_away(run: Engine):
    """Diabetes without insulin: tablets, and less than 90 DDD of insulin."""
    tablets = delivery(code="A10BA02", ddd="90")
    cases = {ddd: (tablets, delivery(code="A10AE04", ddd=ddd)) for ddd in ("0", "89.9999", "90")}
    table = some("diabetes_no_insulin", within="")
    assert told(run, table, cases) == {"0": True, "89.9999": True, "90": False}


def test_exceptions_are_no_medicines_of_the_condition(run: Engine):
    cases = {code: (delivery(code=code, ddd="900"),) for code in ("N03AX14", "N03AX16", "N03AE01")}
    assert told(run, some("epilepsy"), cases) == {
        "N03AX14": True, "N03AX16": False, "N03AE01": False
    }  # fmt: skip


def test_days_with_a_delivery_stand_for_doses_that_are_not_defined(run: Engine):
    before = delivery(code="L01EF01", ddd=None, date=date(YEAR - 1, 3, 3))
    cases = {
        "two days": on_days("L01EF01", 2, ddd=None),
        "three days": on_days("L01EF01", 3, ddd=None),
        "three on one day": on_days("L01EF01", 1, ddd=None) * 3,
        "two medicines": (*on_days("L01EF01", 2, ddd=None), *on_days("L02BG03", 1, ddd="1")),
        "two medicines, three days": (
            *on_days("L01EF01", 2, ddd=None),
            delivery(code="L02BG03", ddd="1", date=date(YEAR, 9, 9)),
        ),
        "doses on one day": (delivery(code="L02BG03", ddd="90"),),
        "exception": on_days("L01FA01", 9, ddd=None),
        "other year": (*on_days("L01EF01", 2, ddd=None), before),
    }
    yes = {"three days", "two medicines, three days", "doses on one day"}
    assert told(run, some("cancer"), cases) == {case: case in yes for case in cases}


# items


def nursed(code: str, number: int, **more: Any) -> tuple[dict[str, Any], ...]:
    return on_days(code, number, **{"kind": "nursing", "ddd": None, **more})


def test_items_count_by_days(run: Engine):
    first = date(YEAR - 1, 12, 27)
    cases = {
        "five days": nursed("425294", 5),
        "six days": nursed("425294", 6),
        "both lump sums": (*nursed("425294", 3), *nursed("425316", 6)),
        "both on the same days": (*nursed("425294", 5), *nursed("425316", 5)),
        "six on one day": nursed("425294", 1) * 6,
        "another": nursed("425272", 9),
        "no item": on_days("425294", 9),
        "over New Year": tuple(
            row | {"date": first + timedelta(days=n)} for n, row in enumerate(nursed("425294", 10))
        ),
    }
    yes = ("six days", "both lump sums")
    assert told(run, some("great_dependency"), cases) == {case: case in yes for case in cases}


# diagnoses


def test_diagnoses_are_told_however_they_are_written(run: Engine):
    codes = ("E11", "e11.9", " E11.9 ", "E1190", "E11.9+", "E1", "X11.9", "", None)
    cases = {n: (diagnosis(icd10=code, icpc2=None),) for n, code in enumerate(codes)}
    assert list(told(run, some("diabetes"), cases).values()) == [True] * 5 + [False] * 4


def test_a_diagnosis_counts_from_its_year_until_it_ends(run: Engine):
    first, last = date(YEAR, 1, 1), date(YEAR, 12, 31)
    cases = {
        "long ago": (diagnosis(date=date(1980, 1, 1)),),
        "without a date": (diagnosis(date=None),),
        "in the year": (diagnosis(date=last),),
        "after it": (diagnosis(date=date(YEAR + 1, 1, 1)),),
        "ended before": (diagnosis(ended_on=date(YEAR - 1, 12, 31)),),
        "ended in the year": (diagnosis(ended_on=first),),
        "ended, and again": (diagnosis(ended_on=date(YEAR - 1, 6, 30)), diagnosis(date=first)),
    }
    assert told(run, some("diabetes"), cases) == {
        case: case not in ("after it", "ended before") for case in cases
    }


def test_some_diagnoses_count_for_some_years_only(run: Engine):
    days = (date(YEAR - 5, 12, 31), date(YEAR - 4, 1, 1), date(YEAR, 12, 31), None)
    cases = {day: (diagnosis(icd10="C50.9", icpc2=None, date=day),) for day in days}
    assert list(told(run, some("cancer"), cases).values()) == [False, True, True, False]


def test_ages_bound_medicines_and_not_diagnoses(run: Engine):
    cases = {
        "medicine": (delivery(code="R03BB04", ddd="900"),),
        "diagnosis": (diagnosis(icpc2="R95"),),
    }
    assert told(run, some("copd"), cases, birth_year=YEAR - 39) == {
        "medicine": False, "diagnosis": True
    }  # fmt: skip


# numbers


def test_a_kind_of_a_condition_is_the_condition_and_counts_once(run: Engine):
    """Of a table where only the kind knows the code."""
    table = some("cardiovascular", "coronary", "depression", icpc2=())
    cases = {
        "kind": (diagnosis(icpc2="K74"),),
        "whole": (delivery(code="C09AA05", ddd="90"),),
        "both": (diagnosis(icpc2="K74"), delivery(code="C09AA05", ddd="90")),
        "with another": (diagnosis(icpc2="K74"), diagnosis(icpc2="P76")),
        "another": (diagnosis(icpc2="P76"),),
    }
    assert list(told(run, table, cases).values()) == [True, True, True, True, False]
    numbers = told(run, table, cases, of="n_conditions")
    assert list(numbers.values()) == [1, 1, 1, 2, 1]


def test_complex_multimorbidity_is_in_three_parts_of_the_body(run: Engine):
    ids = ("complex_multimorbidity", "cardiovascular", "coronary", "heart_failure", "stroke",
           "diabetes", "depression")  # fmt: skip
    cases = {
        codes: tuple(diagnosis(icpc2=code) for code in codes.split())
        for codes in ("K86 T90", "K86 K77 K90", "K86 K77 K90 T90", "K86 T90 P76", "K74 T90")
    }
    found = told(run, some(*ids), cases)
    assert [codes for codes, flag in found.items() if flag] == ["K86 T90 P76"]
    numbers = told(run, some(*ids), cases, of="n_conditions")
    assert list(numbers.values()) == [2, 3, 4, 3, 2]


def test_without_a_file_of_diagnoses_only_care_tells(run: Engine):
    found = run.featured([person()], [delivery(ddd="90")], conditions=TABLE)["p1"]
    has = [id for id in TABLE.ids if found[f"cond_{id}"]]
    assert has == ["diabetes", "diabetes_no_insulin"]
    assert found["n_conditions"] == 1
