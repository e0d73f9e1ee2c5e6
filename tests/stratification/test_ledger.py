"""Code-match ledger: what told no condition, with its volume; nothing of the drugs is lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pandas as pd
import pytest
from synthetic_claims import CONDITIONS, TABLE, YEAR, Engine, delivery, diagnosis, engine, person

from pilotzones.stratification.conditions import Conditions
from pilotzones.stratification.ledger import ledger
from pilotzones.stratification.ledger_table import told_by_raw

PEOPLE = [person(f"p{i}") for i in range(4)]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with engine(tmp_path_factory.mktemp("ledger")) as found:
        yield found


def lines(
    run: Engine,
    *care: dict,
    year: int = YEAR,
    conditions: Conditions = CONDITIONS,
    diagnoses: Sequence[dict] = (),
) -> list[tuple]:
    tables = run.read(PEOPLE, care, diagnoses=diagnoses)
    rows = ledger(tables, conditions, year).to_pyarrow().to_pylist()
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


OTHERS = (
    {"kind": "gp", "code": "101032", "amount_eur": "30"},
    {"kind": "gp", "code": "101076", "amount_eur": "25.50"},
    {"kind": "gp", "code": "102852", "amount_eur": "20"},  # follow-up of diabetes
    {"kind": "hospital", "code": "A10BA02", "amount_eur": "500"},
    {"kind": "hospital", "code": None, "amount_eur": "400"},
)


def test_every_item_that_tells_nothing_is_a_line(run: Engine):
    care = [delivery(f"p{i % 2}", ddd=None, **each) for i, each in enumerate(OTHERS)]
    assert [(*line[:4], line[5]) for line in lines(run, *care)] == [
        ("gp", "101032", 1, 1, Decimal("30.00")),
        ("gp", "101076", 1, 1, Decimal("25.50")),
        ("hospital", "", 1, 1, Decimal("400.00")),
        ("hospital", "?", 1, 1, Decimal("500.00")),
    ]


def test_every_other_kind_is_one_line_where_no_item_tells_anything(run: Engine):
    rows = tuple(row for row in CONDITIONS.rows if not row.items)
    care = [delivery(f"p{i % 2}", ddd=None, **each) for i, each in enumerate(OTHERS)]
    found = lines(run, *care, conditions=Conditions(rows, CONDITIONS.polypharmacy))
    assert [line[:4] for line in found] == [("gp", "", 3, 2), ("hospital", "", 2, 2)]


def test_diagnoses_that_told_nothing_stand_by_category(run: Engine):
    known = [
        diagnosis("p0", icd10="E11.9", icpc2="T90"),  # diabetes, twice
        diagnosis("p0", icd10="j18.9", icpc2=None),
        diagnosis("p1", icd10="J18", icpc2="R81"),
        diagnosis("p1", icd10="fever", icpc2=None, date=None),
        diagnosis("p2", icd10=None, icpc2="R81", date=date(YEAR + 1, 1, 1)),
        diagnosis("p3", icd10=None, icpc2=None),
    ]
    found = lines(run, delivery("p0"), diagnoses=known)
    assert [line[:4] for line in found] == [
        ("icd10", "?", 1, 1), ("icd10", "J18", 2, 2), ("icpc2", "R81", 1, 1)
    ]  # fmt: skip


def test_people_are_told_by_way_and_what_is_left_of_them(run: Engine):
    """Diabetes: p0 by a medicine and a practice, p1 by a practice only; COPD by one way only."""
    care = [delivery("p0", ddd="90"), delivery("p2", ddd="90", code="R03BB04")]
    known = [diagnosis("p0"), diagnosis("p1")]
    tables = run.read(PEOPLE, care, diagnoses=known)
    zone = pd.DataFrame({"person_id": ["p0", "p1", "p2"]})
    raw = told_by_raw(tables, CONDITIONS, zone)
    assert raw.frame.to_dict("split")["data"] == [
        ["diabetes", "atc", 1, 1], ["diabetes", "icpc2", 2, 0]
    ]  # fmt: skip
    assert {line.total for line in raw.lines} == {"zone|has=diabetes"}


def test_a_kind_of_a_condition_tells_it_by_the_same_way(run: Engine):
    """T89 is asked for by both rows, R03BB04 by none; a kind alone, K74, tells the whole too."""
    rows = tuple(row for row in TABLE.rows if row.id in ("cardiovascular", "coronary"))
    rows = (replace(rows[0], icpc2=()), rows[1])
    tables = run.read(PEOPLE, [delivery("p0", ddd="90", code="C09AA05")],
                      diagnoses=[diagnosis("p1", icpc2="K74")])  # fmt: skip
    zone = pd.DataFrame({"person_id": [f"p{i}" for i in range(4)]})
    raw = told_by_raw(tables, Conditions(rows, TABLE.polypharmacy), zone)
    assert raw.frame.to_dict("split")["data"] == [
        ["cardiovascular", "atc", 1, 1], ["cardiovascular", "icpc2", 1, 1]
    ]  # fmt: skip


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
