"""What the target group costs now: by hand, to the cent, against sums made one by one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pilotzones.stratification.disclosure import release_all
from pilotzones.stratification.engine import connect, quiet
from pilotzones.stratification.raw import Amount, Raw
from pilotzones.stratification.released import HIDDEN
from pilotzones.stratification.spending import spending_tables

# ibis 12 calls what duckdb 2 and pandas 3 have renamed

EUR = pa.decimal128(18, 2)
SCHEMA = pa.schema(
    [
        ("person_id", pa.int64()),
        ("date", pa.date32()),
        ("kind", pa.string()),
        ("amount_eur", EUR),
        ("patient_eur", EUR),
        ("supplement_eur", EUR),
        ("payer", pa.string()),
        ("excluded", pa.bool_()),
    ]
)
DAY = date(2022, 5, 2)
TARGET = (1, 2)


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    backend = connect(tmp_path_factory.mktemp("engine"))
    yield backend
    backend.disconnect()


def delivery(person: int, amount: str, **changes: Any) -> dict[str, Any]:
    """SYNTHETIC delivery of 2022: a visit to the general practitioner, federal, nothing known."""
    base = {"person_id": person, "date": DAY, "kind": "gp", "amount_eur": Decimal(amount)}
    rest = dict.fromkeys(("patient_eur", "supplement_eur", "payer", "excluded"))
    found = {**base, **rest, **changes}
    return {k: Decimal(v) if k.endswith("_eur") and v is not None else v for k, v in found.items()}


def spent(
    con: Any,
    folder: Path,
    rows: Sequence[dict[str, Any]],
    target: Sequence[int] = TARGET,
    costs: dict[str, Decimal] | None = None,
) -> tuple[Raw, ...]:
    pq.write_table(pa.Table.from_pylist(list(rows), SCHEMA), folder / "deliveries.parquet")
    ids = pa.table({"person_id": pa.array(target, pa.int64())})
    pq.write_table(ids, folder / "target.parquet")
    with quiet():
        deliveries, people = (
            con.read_parquet(folder / f"{name}.parquet") for name in ("deliveries", "target")
        )
        return spending_tables(deliveries, people, 2022, costs=costs or {})


def told(raw: Raw, *keys: str) -> dict[Any, Decimal]:
    rows = raw.frame.set_index(list(keys) if len(keys) > 1 else keys[0])["eur"]
    return {key: Decimal(value) for key, value in rows.items()}


def test_reimbursement_and_patient_share_are_told_apart(con: Any, tmp_path: Path):
    rows = [
        delivery(1, "30.00", patient_eur="4.00"),
        delivery(2, "20.10", patient_eur="0.10"),
        delivery(2, "10.00", kind="drug", patient_eur="0.00"),
        delivery(3, "999.00", patient_eur="9.00"),
        delivery(1, "888.00", date=date(2021, 12, 31)),
        delivery(1, "777.00", date=date(2023, 1, 1)),
    ]
    spending, excluded, _ = spent(con, tmp_path, rows)
    assert told(spending, "kind", "payer") == {
        ("drug", "insurer"): Decimal("10.00"),
        ("drug", "patient"): Decimal("0.00"),
        ("gp", "insurer"): Decimal("46.00"),
        ("gp", "patient"): Decimal("4.10"),
    }
    assert told(excluded, "reason") == {"excluded": 0, "supplements": 0}


def test_region_and_private_pay_their_part_and_the_patient_the_legal_share(
    con: Any, tmp_path: Path
):
    rows = [
        delivery(1, "50.00", kind="home_help", payer="region", patient_eur="15.00"),
        delivery(1, "12.00", kind="other", payer="private"),
        delivery(2, "8.00", payer="federal"),
    ]
    spending, _, _ = spent(con, tmp_path, rows)
    assert told(spending, "kind", "payer") == {
        ("gp", "insurer"): Decimal("8.00"),
        ("home_help", "patient"): Decimal("15.00"),
        ("home_help", "region"): Decimal("35.00"),
        ("other", "private"): Decimal("12.00"),
    }


def test_excluded_lines_and_supplements_are_taken_out_and_shown(con: Any, tmp_path: Path):
    rows = [
        delivery(1, "30.00", patient_eur="4.00", supplement_eur="7.50"),
        delivery(1, "100.00", kind="drug", excluded=True, patient_eur="100.00"),
        delivery(2, "60.00", kind="other", excluded=True, supplement_eur="2.50"),
        delivery(2, "5.00", excluded=False),
    ]
    spending, excluded, _ = spent(con, tmp_path, rows)
    assert told(spending, "kind", "payer") == {
        ("gp", "insurer"): Decimal("31.00"),
        ("gp", "patient"): Decimal("4.00"),
    }
    assert told(excluded, "reason") == {
        "excluded": Decimal("160.00"),
        "supplements": Decimal("10.00"),
    }


def test_share_of_patients_that_no_delivery_tells_is_not_known_rather_than_nothing(
    con: Any, tmp_path: Path
):
    spending, _, _ = spent(con, tmp_path, [delivery(1, "30.00"), delivery(2, "20.00")])
    assert set(spending.frame["payer"]) == {"insurer"}


def test_a_million_cents_add_up_exactly(con: Any, tmp_path: Path):
    """Floats would not: 0.10 has no exact float."""
    rows = [delivery(1 + i % 2, "0.10", patient_eur="0.03") for i in range(30_000)]
    spending, _, _ = spent(con, tmp_path, rows)
    assert told(spending, "kind", "payer") == {
        ("gp", "insurer"): Decimal("2100.00"),
        ("gp", "patient"): Decimal("900.00"),
    }


def test_contributors_are_persons_and_the_largest_is_all_of_one_person(con: Any, tmp_path: Path):
    rows = [delivery(1, "10.00"), delivery(1, "15.00"), delivery(2, "20.00"), delivery(2, "0.00")]
    spending, _, _ = spent(con, tmp_path, rows)
    (row,) = spending.frame.to_dict("records")
    assert (row["who"], row["most"], row["people"]) == (2, Decimal("25.00"), 2)


def random_deliveries(seed: int, size: int = 3_000) -> list[dict[str, Any]]:
    """SYNTHETIC deliveries of sixty persons in two years."""
    rng = np.random.default_rng(seed)
    rows = []
    for _ in range(size):
        cents = int(rng.gamma(1.0, 4_000))
        own = None if rng.random() < 0.2 else str(Decimal(int(cents * rng.random())) / 100)
        rows.append(
            delivery(
                int(rng.integers(0, 60)),
                str(Decimal(cents) / 100),
                date=date(int(rng.choice([2021, 2022])), 6, int(rng.integers(1, 29))),
                kind=str(rng.choice(["gp", "drug", "hospital", "home_help"])),
                patient_eur=own,
                supplement_eur=str(rng.choice([None, "0.00", "3.33"]) or "0.00"),
                payer=rng.choice(["federal", "region", "private", None]),
                excluded=rng.choice([True, False, None], p=[0.1, 0.6, 0.3]),
            )
        )
    return rows


@pytest.mark.parametrize("seed", [1, 2])
def test_sums_are_those_made_one_by_one_and_all_parts_make_up_the_amounts(
    con: Any, tmp_path: Path, seed: int
):
    rows, target = random_deliveries(seed), range(40)
    wanted: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    out: dict[str, Decimal] = defaultdict(Decimal)
    for row in rows:
        if row["person_id"] not in target or row["date"].year != 2022:
            continue
        out["supplements"] += row["supplement_eur"]
        if row["excluded"]:
            out["excluded"] += row["amount_eur"]
            continue
        own = row["patient_eur"] or Decimal(0)
        payer = {"federal": "insurer", None: "insurer"}.get(row["payer"], row["payer"])
        wanted[row["kind"], payer] += row["amount_eur"] - own
        if row["patient_eur"] is not None:
            wanted[row["kind"], "patient"] += own
    spending, excluded, _ = spent(con, tmp_path, rows, list(target))
    assert told(spending, "kind", "payer") == wanted
    assert told(excluded, "reason") == out


def costs_of(rows: Sequence[dict[str, Any]], target: Sequence[int]) -> dict[str, Decimal]:
    """Cost by kind as the features have it: all amounts of the year."""
    found: dict[str, Decimal] = defaultdict(Decimal)
    for row in rows:
        if row["person_id"] in target and row["date"].year == 2022:
            found[row["kind"]] += row["amount_eur"]
    return dict(found)


def test_payers_and_what_is_left_out_make_up_the_cost_of_each_kind_for_the_gate(
    con: Any, tmp_path: Path
):
    rows, target = random_deliveries(3), list(range(40))
    costs = costs_of(rows, target)
    *_, together = spent(con, tmp_path, rows, target, costs)
    tied = {line.total for line in together.lines if line.total.startswith("target|sum=")}
    assert tied == {f"target|sum={kind}" for kind in costs}
    off = {kind: cost + Decimal("0.01") for kind, cost in costs.items()}
    *_, loose = spent(con, tmp_path, rows, target, off)
    assert not [line for line in loose.lines if line.total.startswith("target|sum=")]


def test_amount_of_a_few_persons_is_hidden_and_does_not_come_out_of_the_others(
    con: Any, tmp_path: Path
):
    """Three persons pay privately; the insurer's part of the same kind would give it away."""
    rows = [delivery(i, "100.00", patient_eur="10.00") for i in range(40)]
    rows += [delivery(i, "500.00", payer="private") for i in range(3)]
    target = list(range(40))
    raws = spent(con, tmp_path, rows, target, costs_of(rows, target))
    total = pd.DataFrame({"eur": [5_500.0], "who": [40], "most": [600.0], "cell": ["gp"]})
    columns = (Amount("eur", "who", "most", cell="target|sum={cell}"),)
    found = release_all([*raws, Raw("consumption", ("cell",), columns, total)], minimum=10)
    spending = found["spending"]
    assert spending.cell("eur", kind="gp", payer="private") is HIDDEN
    others = [spending.cell("eur", kind="gp", payer=payer) for payer in ("insurer", "patient")]
    assert HIDDEN in [*others, found["consumption"].cell("eur", cell="gp")]


def test_mean_is_for_each_person_of_the_target_group(con: Any, tmp_path: Path):
    rows = [delivery(i, "30.00", patient_eur="6.00") for i in range(20)]
    raws = spent(con, tmp_path, rows, list(range(40)))
    found = release_all(raws, minimum=10)["spending"]
    assert found.cell("eur_per_person", kind="gp", payer="insurer") == 12.0
    assert found.cell("eur_per_person", kind="gp", payer="patient") == 3.0
