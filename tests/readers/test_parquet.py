"""Parquet tables: typed cells, rows counted as a spreadsheet would."""

from __future__ import annotations

import pandas as pd
import pytest

from pilotzones.readers.tables import read_table
from pilotzones.schemas import Column, Schema, check

UNITS = Schema(
    "units",
    (
        Column("code", "text"),
        Column("population", "integer", nullable=True),
        Column("day", "date"),
        Column("rural", "flag"),
    ),
)


@pytest.fixture
def frame():
    return pd.DataFrame(
        {
            "code": ["5500", "5501"],
            "population": [12.0, None],
            "day": pd.to_datetime(["2026-11-23", "2026-11-24"]),
            "rural": [True, False],
        }
    )


def test_typed_columns_read_back_equal(tmp_path, frame):
    frame.to_parquet(tmp_path / "synthetic.parquet")
    found = check(read_table(tmp_path / "synthetic.parquet"), UNITS)
    assert found["code"].tolist() == ["5500", "5501"]
    assert found["population"].tolist() == [12, pd.NA]
    assert found["day"].tolist() == frame["day"].tolist()
    assert found["rural"].tolist() == [True, False]
    assert found["row"].tolist() == [2, 3]


def test_number_codes_become_text(tmp_path, frame):
    frame["code"] = [5500, 5501]
    frame.to_parquet(tmp_path / "synthetic.parquet")
    assert check(read_table(tmp_path / "synthetic.parquet"), UNITS)["code"].tolist() == [
        "5500",
        "5501",
    ]


def test_table_of_no_rows_keeps_its_header(tmp_path, frame):
    frame.iloc[:0].to_parquet(tmp_path / "synthetic.parquet")
    found = read_table(tmp_path / "synthetic.parquet")
    assert (found.header, found.rows) == (("code", "population", "day", "rural"), ())
