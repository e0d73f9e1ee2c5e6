"""Code-match ledger: what told no condition, with its volume; nothing of the drugs is lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from synthetic_claims import CONDITIONS, YEAR, Engine, delivery, engine, person

from pilotzones.stratification.ledger import ledger

PEOPLE = [person(f"p{i}") for i in range(4)]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with engine(tmp_path_factory.mktemp("ledger")) as found:
        yield found


def lines(run: Engine, *care: dict, year: int = YEAR) -> list[tuple]:
    tables = run.read(PEOPLE, care)
    rows = ledger(tables, CONDITIONS, year).to_pyarrow().to_pylist()
    return [tuple(row.values()) for row in rows]


def test_medicines_that_told_nothing_stand_by_class_with_their_volume(run: Engine):
    care = [
        delivery("p0", code="N02BE01", ddd="10", amount_eur="3.10"),
        delivery("p1", code="N02BA01", ddd="20.5", amount_eur="4.20"),
        delivery("p1", code="N02BE01", ddd=None, amount_eur="0.05"),
        delivery("p2", code="A02BC01", ddd="28", amount_eur="7"),
        delivery("p2", code="A10BA02"),  # metformin tells diabetes
    ]
    assert lines(run, *care) == [
        ("drug", "A02B", 1, 1, Decimal("28"), Decimal("7.00")),
        ("drug", "N02B", 3, 2, Decimal("30.5"), Decimal("7.35")),
    ]


def test_malformed_codes_stand_together(run: Engine):
    codes = ["?", "N02", "02NBE01", "N02BEO1", "N02BE1", "n02be01x", None]
    (line,) = lines(run, *(delivery("p0", code=code) for code in codes))
    assert line[:4] == ("drug", "?", 7, 1)


def test_short_code_of_a_condition_matched(run: Engine):
    """A10B is a whole class, no substance: it begins as the condition asks."""
    assert lines(run, delivery("p0", code="A10B"), delivery("p1", code="A10BA02")) == []


def test_class_is_split_where_only_some_of_its_codes_tell(run: Engine):
    """C03DA04 is for heart failure, C03DA01 stays in the ledger under the same class."""
    found = lines(run, delivery("p0", code="C03DA04"), delivery("p0", code="C03DA01"))
    assert [line[:3] for line in found] == [("drug", "C03D", 1)]


def test_every_other_kind_is_one_line(run: Engine):
    care = [
        delivery("p0", kind="gp", code="101032", ddd=None, amount_eur="30"),
        delivery("p1", kind="gp", code="101076", ddd=None, amount_eur="25.50"),
        delivery("p1", kind="hospital", code="A10BA02", ddd=None, amount_eur="500"),
    ]
    assert lines(run, *care) == [
        ("gp", "", 2, 2, Decimal(0), Decimal("55.50")),
        ("hospital", "", 1, 1, Decimal(0), Decimal("500.00")),
    ]


def test_only_the_year_counts(run: Engine):
    days = (date(YEAR - 1, 12, 31), date(YEAR, 1, 1), date(YEAR, 12, 31))
    care = [delivery("p0", code="N02BE01", date=day) for day in days]
    assert [line[2] for line in lines(run, *care)] == [2]
    assert [line[2] for line in lines(run, *care, year=YEAR - 1)] == [1]


def test_matched_and_unmatched_are_all_of_the_medicines(run: Engine):
    codes = ["N02BE01", "A10BA02", "?", "C03DA01", "C03DA04", "R03BB04", "A10", "V03AB01"]
    care = [delivery(f"p{i % 4}", code=code, amount_eur=str(i + 1)) for i, code in enumerate(codes)]
    told = [code for code in codes if any(row.tells(code) for row in CONDITIONS.rows)]
    matched = sum(codes.index(code) + 1 for code in told)
    unmatched = sum(line[5] for line in lines(run, *care))
    assert matched + unmatched == sum(range(1, len(codes) + 1))
    assert matched > 0
    assert unmatched > 0
