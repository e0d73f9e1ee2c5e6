"""Wrong input as people send it: answered row by row, and the totals say what was left out."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from synthetic_claims import CONDITIONS, YEAR, Engine, engine

from pilotzones.errors import Fault
from pilotzones.stratification.features import features

PERSONS = "person_id;birth_year;sex;unit\n"
DELIVERIES = "person_id;date;kind;code;ddd;amount_eur\n"


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Engine]:
    with engine(tmp_path) as found:
        yield found


def csv(run: Engine, name: str, text: str) -> Path:
    path = run.folder / name
    path.write_text(text, encoding="utf-8")
    return path


def told(faults: tuple[Fault, ...]) -> list[tuple[str, str, int | None, str | None]]:
    return [(Path(f.file or "").name, f.id, f.row, f.column) for f in faults]


def test_every_wrong_row_is_told_with_its_place(run: Engine):
    people = csv(
        run,
        "persons.csv",
        PERSONS + "p1;1950;F;5590\np2;1823;M;5590\np1;1951;F;5590\np4;2030;F;5590\n",
    )
    care = csv(
        run,
        "deliveries.csv",
        DELIVERIES
        + f"p1;31/03/{YEAR};drug;A10BA02;30;10,00\n"
        + f"p1;31/02/{YEAR};drug;A10BA02;30;10,00\n"
        + f"p1;{YEAR}-03-31;drug;A10BA02;30;-10,00\n"
        + f"p1;01/04/{YEAR};drug;A10BA02;-30;10,00\n"
        + f"p1;01/04/{YEAR};drug;A10BA02;30;ten\n"
        + "p1;;drug;A10BA02;30;10,00\n",
    )
    found = told(run.faults(people, care))
    assert found == [
        ("persons.csv", "input.birth_year", 3, "birth_year"),
        ("persons.csv", "table.doubled_key", 4, "person_id"),
        ("persons.csv", "input.birth_year", 5, "birth_year"),
        ("deliveries.csv", "cell.no_such_date", 3, "date"),
        ("deliveries.csv", "cell.negative", 4, "amount_eur"),
        ("deliveries.csv", "cell.negative", 5, "ddd"),
        ("deliveries.csv", "cell.not_decimal", 6, "amount_eur"),
        ("deliveries.csv", "cell.empty", 7, "date"),
    ]


def test_two_hundred_years_of_age_are_told(run: Engine):
    people = csv(run, "persons.csv", "person_id;age;sex;unit\np1;200;F;5590\np2;40;F;5590\n")
    care = csv(run, "deliveries.csv", DELIVERIES + f"p1;31/03/{YEAR};drug;A10BA02;30;10\n")
    assert told(run.faults(people, care)) == [("persons.csv", "input.too_old", 2, "age")]


def mixed(run: Engine) -> Any:
    """Dates of three kinds, decimal commas and points, small letters, strangers, other years."""
    people = csv(run, "persons.csv", PERSONS + "p1;1950;F;5590\np2;1960;M;5590\np3;1970;F;9999\n")
    care = csv(
        run,
        "deliveries.csv",
        DELIVERIES
        + f"p1;31/03/{YEAR};drug;a10ba02;44,9999;10,05\n"
        + f"p1;{YEAR}-04-30;drug; A10Ba02 ;45.0001;1.005,10\n"
        + f"p2;15-05-{YEAR};drug;C09AA05;0,5;0,01\n"
        + f"stranger;31/03/{YEAR};drug;A10BA02;30;10\n"
        + f"p3;31/03/{YEAR};drug;A10BA02;30;10\n"
        + "p2;31/03/1999;drug;A10BA02;30;10\n",
    )
    return run.read(people, care, units=["5590"])


def test_what_is_meant_clearly_is_understood(run: Engine):
    rows = features(mixed(run), CONDITIONS, YEAR, next_year=False).to_pyarrow().to_pylist()
    first, second = rows
    assert (first["cond_diabetes"], first["ddd"]) == (True, Decimal(90))
    assert first["cost_drug"] == Decimal("1015.15")
    assert (second["ddd"], second["total_cost"]) == (Decimal("0.5"), Decimal("0.01"))


def test_totals_say_what_was_left_out_and_why(run: Engine):
    tables = mixed(run)
    assert tables.totals == {
        "persons_read": 3,
        "persons_unknown_unit": 1,
        "persons": 2,
        "deliveries_read": 6,
        "deliveries_unknown_person": 1,
        "deliveries_unknown_unit": 1,
        "deliveries_other_years": 1,
        "deliveries": 3,
    }
    assert {fault.id for fault in tables.notices} >= {
        "input.persons_unknown_unit",
        "input.deliveries_unknown_person",
        "input.deliveries_unknown_unit",
        "input.deliveries_other_years",
        "input.year_not_whole",
    }


def test_empty_year_is_told_with_the_years_there_are(run: Engine):
    people = csv(run, "persons.csv", PERSONS + "p1;1950;F;5590\n")
    care = csv(run, "deliveries.csv", DELIVERIES + "p1;31/03/2020;drug;A10BA02;30;10\n")
    (fault,) = run.faults(people, care)
    assert (fault.id, fault.fields["years"]) == ("input.no_deliveries_in_year", ("2020",))
