"""Amounts by person, year and kind: each delivery is in one of them, whatever its year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from synthetic_claims import YEAR, Engine, delivery, engine, person

from pilotzones.stratification.engine import frame_of
from pilotzones.stratification.payments import costs, payments_of
from pilotzones.stratification.tables import KINDS

WINDOW = (YEAR - 1, YEAR, YEAR + 1)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with engine(tmp_path_factory.mktemp("payments")) as found:
        yield found


def every_day(kind: str, first: int, last: int) -> list[dict[str, Any]]:
    """A delivery on the first and on the last day of each year, a cent dearer each time."""
    days = [date(year, *day) for year in range(first, last + 1) for day in ((1, 1), (12, 31))]
    code = {"drug": "A10BA02"}.get(kind, "101076")
    return [
        delivery(kind=kind, code=code, date=day, amount_eur=Decimal(n) / 100, ddd=None)
        for n, day in enumerate(days, start=1)
    ]


def test_amounts_of_every_year_are_there_once(run: Engine):
    rows = [row for kind in KINDS for row in every_day(kind, YEAR - 4, YEAR + 4)]
    tables = run.read([person("p1")], rows, after=2)
    found = frame_of(payments_of(tables.deliveries, tables.kinds, WINDOW))
    kept = frame_of(tables.deliveries)
    assert Decimal(str(found["eur"].sum())) == Decimal(str(kept["amount_eur"].sum()))
    assert len(found) == len(found.drop_duplicates(["person_id", "slot"]))


@pytest.mark.parametrize("year", [YEAR - 1, YEAR])
def test_costs_are_those_of_the_year_and_all_of_the_next(run: Engine, year: int):
    rows = [row for kind in KINDS for row in every_day(kind, YEAR - 3, YEAR + 3)]
    tables = run.read([person("p1")], rows, after=2)
    paid = payments_of(tables.deliveries, tables.kinds, WINDOW)
    (found,) = frame_of(costs(paid, tables.kinds, (year, year + 1))).to_dict("records")
    own = [row for row in rows if row["date"].year == year]
    after = [row for row in rows if row["date"].year == year + 1]
    for kind in KINDS:
        assert found[f"cost_{kind}"] == sum(r["amount_eur"] for r in own if r["kind"] == kind)
    assert found["next_cost"] == sum(row["amount_eur"] for row in after)
    assert "next_cost" not in costs(paid, tables.kinds, (year,)).columns
