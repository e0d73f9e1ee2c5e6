"""Large tables in blocks: the same table as when it is read as a whole."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pilotzones.errors import InputError
from pilotzones.readers.blocks import table_blocks
from pilotzones.readers.tables import read_table
from pilotzones.schemas import Column, Schema

SCHEMA = Schema("units", (Column("code", "text"), Column("population", "integer")))
LINES = ["Bevolking per postcode;", "", "code;population", *(f"{n};{n * 2}" for n in range(10))]


def blocks(path: Path, rows: int = 3):
    return list(table_blocks(path, schema=SCHEMA, large=0, rows=rows))


def file(folder: Path, lines: list[str], encoding: str = "utf-8", end: str = "\n") -> Path:
    path = folder / "units.csv"
    path.write_bytes((end.join(lines) + end).encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("rows", [1, 3, 100])
def test_blocks_together_are_the_whole_table(tmp_path: Path, encoding: str, end: str, rows: int):
    path = file(tmp_path, [*LINES, "Liège;12", "", "Bron: Statbel"], encoding, end)
    whole = read_table(path, schema=SCHEMA)
    parts = blocks(path, rows)
    assert {(part.header, part.header_row) for part in parts} == {(whole.header, whole.header_row)}
    assert tuple(row for part in parts for row in part.rows) == whole.rows
    assert tuple(n for part in parts for n in part.row_numbers) == whole.row_numbers
    assert parts[-1].notes == whole.notes


@given(st.lists(st.lists(st.text("ab1 ,;\"\n'", max_size=4), min_size=2, max_size=2), max_size=20))
def test_any_cells_survive_the_blocks(tmp_path_factory, cells):
    """Quotation marks, separators and line breaks inside cells among them."""
    path = tmp_path_factory.mktemp("blocks") / "units.csv"
    frame = pd.DataFrame([["1", "2"], *cells, ["3", "4"]], columns=["code", "population"])
    frame.to_csv(path, sep=";", index=False)
    whole, parts = read_table(path, schema=SCHEMA), blocks(path)
    assert tuple(row for part in parts for row in part.rows) == whole.rows
    assert tuple(n for part in parts for n in part.row_numbers) == whole.row_numbers


def test_line_for_excel_is_no_row(tmp_path: Path):
    path = file(tmp_path, ["sep=,", "code,population", "1,2"])
    (part,) = blocks(path)
    assert (part.header, part.rows, part.row_numbers) == (
        ("code", "population"),
        (("1", "2"),),
        (2,),
    )


def test_rows_with_too_many_cells_are_told_with_their_row(tmp_path: Path):
    parts = blocks(file(tmp_path, ["code;population", *["1;2"] * 4, "1;2;3", "1;2;"]))
    faults = [(fault.id, fault.row) for part in parts for fault in part.faults]
    assert faults == [("row.too_many_fields", 6)]


def test_quotation_mark_that_is_never_closed_is_told(tmp_path: Path):
    path = file(tmp_path, ["code;population", *["1;2"] * 300, '1;"2', "1;2"])
    with pytest.raises(InputError) as caught:
        blocks(path)
    assert [(fault.id, fault.row) for fault in caught.value.faults] == [("table.quotes", 302)]


def test_short_files_are_read_as_a_whole(tmp_path: Path):
    path = file(tmp_path, LINES)
    assert list(table_blocks(path, schema=SCHEMA)) == [read_table(path, schema=SCHEMA)]


def test_parquet_comes_in_blocks(tmp_path: Path):
    path = tmp_path / "units.parquet"
    pd.DataFrame({"code": list("abcde"), "population": range(5)}).to_parquet(path, index=False)
    parts = blocks(path, 2)
    assert [part.row_numbers for part in parts] == [(2, 3), (4, 5), (6,)]
    whole = read_table(path)
    assert tuple(row for part in parts for row in part.rows) == whole.rows


def test_parquet_without_rows_has_its_header(tmp_path: Path):
    path = tmp_path / "units.parquet"
    pd.DataFrame({"code": pd.Series([], dtype="str")}).to_parquet(path, index=False)
    (part,) = blocks(path)
    assert (part.header, part.rows) == (("code",), ())


def test_text_file_without_anything_is_told(tmp_path: Path):
    with pytest.raises(InputError) as caught:
        blocks(file(tmp_path, ["", ""]))
    assert [fault.id for fault in caught.value.faults] == ["table.empty"]
