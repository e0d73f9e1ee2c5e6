"""National numbers: recognised in any writing, in Python and in the engine alike.

No number here belongs to a person as far as anybody knows: they are published examples of the
registry and of libraries, or computed from the published rule.
"""

from __future__ import annotations

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pilotzones.stratification import national_number as nn

EXAMPLE = 42012205181  # 42.01.22.051-81: instructions of the National Register
BIS = 88222999936  # month 22: BIS number, sex not known (test case of a public library)
AFTER_2000 = 17073003384
"""Born on 30 July 2017: 2170730033 modulo 97 is 13, and 97 - 13 = 84."""


def numbered(year: int, month: int, day: int, serial: int) -> int:
    """Number of a birth, by the rule as it is published, in whole numbers of text."""
    nine = f"{year % 100:02d}{month:02d}{day:02d}{serial:03d}"
    prefix = "2" if year >= 2000 else ""
    return int(nine + f"{97 - int(prefix + nine) % 97:02d}")


@pytest.mark.parametrize("number", [EXAMPLE, 93051822361, BIS, AFTER_2000])
def test_published_numbers_are_recognised(number: int):
    assert nn.is_national_number(number)
    assert nn.holds_national_number(f"{number:011d}")


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (EXAMPLE + 1, "another check number"),
        (numbered(1942, 13, 22, 51), "month 13"),
        (numbered(1942, 33, 22, 51), "month 33"),
        (numbered(1942, 60, 22, 51), "month 60"),
        (numbered(1942, 1, 32, 51), "day 32"),
        (numbered(1942, 1, 22, 0), "serial number 0"),
        (0, "nothing"),
        (10**11 + EXAMPLE, "twelve digits"),
    ],
)
def test_numbers_that_break_a_rule_are_not(change: int, why: str):
    assert not nn.is_national_number(change), why


@pytest.mark.parametrize("month", [0, 1, 12, 20, 21, 32, 40, 41, 52])
def test_months_of_bis_numbers_and_unknown_dates_are_known(month: int):
    assert nn.is_national_number(numbered(1942, month, 0, 51))


@pytest.mark.parametrize(
    "text",
    [
        "42012205181",
        "42.01.22-051.81",
        "42.01.22 051-81",
        "42 01 22 051 81",
        "420122-051-81",
        "42/01/22 - 051.81",
        "42.01.22\u00a0051.81",
        "42012205181.0",
        "NISS42012205181",
        "INSZ: 42012205181, verhuisd",
        "person_42012205181_x",
        "tel. 0475123456, 42012205181",
        "42012205182 42012205181",
    ],
)
def test_number_is_found_in_every_usual_writing(text: str):
    assert nn.holds_national_number(text)
    assert nn.among(["", text])
    assert in_engine_text(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "42012205182",
        "4201220518",
        "142012205181",
        "420122051810",
        "a42012205181f",  # a hexadecimal pseudonym
        "4201-2205-181a",
        "A10BA02",
        "2022-01-22",
        "0475/12.34.56",
    ],
)
def test_other_texts_hold_none(text: str):
    assert not nn.holds_national_number(text)
    assert not nn.among([text])
    assert not in_engine_text(text)


def in_engine_text(text: str) -> bool:
    con = duckdb.connect()
    con.execute("CREATE TABLE t AS SELECT ?::VARCHAR AS cell", [text])
    return bool(con.execute(nn.sql_texts("cell", "t")).fetchall())


def in_engine_numbers(cells: list[float] | list[int], type_: str = "BIGINT") -> bool:
    con = duckdb.connect()
    con.execute(f"CREATE TABLE t AS SELECT unnest(?::{type_}[]) AS cell", [cells])
    return bool(con.execute(nn.sql_numbers("cell", "t")).fetchall())


@settings(max_examples=15)
@given(st.lists(st.integers(0, 10**11 - 1), max_size=200))
def test_engine_and_python_say_the_same_of_any_number(numbers: list[int]):
    con = duckdb.connect()
    con.execute("CREATE TABLE t AS SELECT unnest(?::BIGINT[]) AS v", [numbers])
    query = f"SELECT count(*) FROM t WHERE {nn.sql_rule('v')}"
    assert con.execute(query).fetchall()[0][0] == sum(map(nn.is_national_number, numbers))


@given(
    st.integers(1900, 2024), st.integers(0, 12), st.integers(0, 31), st.integers(1, 998),
    st.sampled_from([0, 20, 40]),
)  # fmt: skip
def test_every_number_of_the_rule_is_recognised(year, month, day, serial, bis):
    assert nn.is_national_number(numbered(year, month + bis, day, serial))


def test_about_one_number_in_four_hundred_matches_by_chance():
    """39 months and 32 days of 100 each, 1 or 2 check numbers of 100: so one match refuses."""
    con = duckdb.connect()
    numbers = "SELECT (hash(i) % 100000000000)::BIGINT AS v FROM range(400000) r(i)"
    query = f"SELECT count(*) FROM ({numbers}) WHERE {nn.sql_rule('v')}"
    assert 800 < con.execute(query).fetchall()[0][0] < 1200


def test_one_number_among_many_others_is_found():
    others = list(range(1, 50_000))
    assert in_engine_numbers([*others, EXAMPLE])
    assert nn.among([*others, EXAMPLE])
    assert in_engine_numbers([float(EXAMPLE)], "DOUBLE")
    assert nn.among([float(EXAMPLE)])


def test_counters_and_amounts_hold_none():
    assert not in_engine_numbers(list(range(1, 200_000)))
    assert not in_engine_numbers([0.5, 42012205181.5, float("nan"), float("inf")], "DOUBLE")
    assert not nn.among([*range(1, 1000), 0.5, 42012205181.5, float("nan"), float("inf"), None])


def test_lost_zeros_of_births_from_2000_to_2009_are_seen_through():
    """5 January 2003 as a number: 03010500165 became 3010500165."""
    young = [numbered(2003, 1, 5, serial) for serial in range(1, 40)]
    assert all(number < 10**10 for number in young)
    assert in_engine_numbers(young)
    assert nn.among(young)


def test_ten_digits_that_match_by_chance_refuse_nothing():
    """Hashes of 32 bits: one in 400 keeps to the rules, far from most of them."""
    con = duckdb.connect()
    query = "SELECT (hash(i) % 4294967296)::BIGINT FROM range(5000) r(i)"
    hashes = [row[0] for row in con.execute(query).fetchall()]
    matching = sum(nn.is_national_number(number) for number in hashes)
    assert matching > 0
    assert not in_engine_numbers(hashes)
    assert not nn.among(hashes)
