"""SYNTHETIC persons and deliveries, a handful of rows each, as files of every kind."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from pilotzones.errors import Fault, InputError
from pilotzones.stratification.conditions import Conditions, read_conditions
from pilotzones.stratification.engine import connect, run_folder
from pilotzones.stratification.features import features
from pilotzones.stratification.reading import PeopleFiles, PeopleTables, read_people

Row = Mapping[str, Any]
YEAR = 2023

PERSON: Row = {"person_id": "p1", "birth_year": 1950, "sex": "F", "unit": "5590"}
DELIVERY: Row = {
    "person_id": "p1",
    "date": date(YEAR, 3, 31),
    "kind": "drug",
    "code": "A10BA02",
    "ddd": Decimal("30"),
    "amount_eur": Decimal("10.00"),
}


def person(id: str = "p1", **more: Any) -> dict[str, Any]:
    """One person; what is not said is usual."""
    return {**PERSON, "person_id": id, **more}


def delivery(id: str = "p1", **more: Any) -> dict[str, Any]:
    """One delivery; what is not said is a package of metformin in March of the base year."""
    found = {**DELIVERY, "person_id": id, **more}
    for name in ("ddd", "amount_eur"):
        if isinstance(found[name], str | int):
            found[name] = Decimal(found[name])
    return found


def diagnosis(id: str = "p1", **more: Any) -> dict[str, Any]:
    """One diagnosis; what is not said is diabetes, found by a practice before the base year."""
    usual = {"person_id": id, "date": date(YEAR - 2, 6, 30), "icd10": None, "icpc2": "T90"}
    return {**usual, "ended_on": None, **more}


def parquet(path: Path, rows: Sequence[Row]) -> Path:
    """Rows as a Parquet file."""
    pd.DataFrame(list(rows)).to_parquet(path, index=False)
    return path


def text(path: Path, rows: Sequence[Row], *, separator: str = ";") -> Path:
    """Rows as a CSV file as Excel writes it in Belgium: semicolons, decimal commas."""
    with path.open("w", encoding="utf-8-sig", newline="") as handle:
        writer = csv.writer(handle, delimiter=separator)
        names = list(rows[0])
        writer.writerow(names)
        writer.writerows([_said(row.get(name)) for name in names] for row in rows)
    return path


def _said(value: Any) -> str:
    if value is None or value != value:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    return str(value).replace(".", ",") if isinstance(value, Decimal | float) else str(value)


def workbook(path: Path, rows: Sequence[Row]) -> Path:
    """Rows as an Excel workbook."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    names = list(rows[0])
    sheet.append(names)
    for row in rows:
        cells = [row.get(name) for name in names]
        sheet.append([float(c) if isinstance(c, Decimal) else c for c in cells])
    book.save(path)
    return path


@dataclass(frozen=True, slots=True)
class Engine:
    """An engine of a test, and files in a folder of its own."""

    con: Any
    folder: Path

    def read(
        self,
        persons: Sequence[Row] | Path | Sequence[Path],
        deliveries: Sequence[Row] | Path | Sequence[Path],
        *,
        year: int = YEAR,
        units: Sequence[str] | None = None,
        mapping: Path | None = None,
        after: int = 0,
        diagnoses: Sequence[Row] | Path | Sequence[Path] = (),
    ) -> PeopleTables:
        """Tables of rows or of files."""
        files = PeopleFiles(
            self._paths("persons", persons),
            self._paths("deliveries", deliveries),
            mapping,
            year,
            after=after,
            diagnoses=self._paths("diagnoses", diagnoses) if diagnoses else (),
        )
        return read_people(files, self.con, units=units)

    def _paths(self, name: str, given: Any) -> tuple[Path, ...]:
        if isinstance(given, Path):
            return (given,)
        if given and isinstance(given[0], Path):
            return tuple(given)
        return (parquet(self.folder / f"{name}.parquet", given),)

    def faults(self, *args: Any, **options: Any) -> tuple[Fault, ...]:
        """Faults with which the reading stops."""
        with pytest.raises(InputError) as caught:
            self.read(*args, **options)
        return caught.value.faults

    def featured(
        self,
        persons: Sequence[Row],
        deliveries: Sequence[Row],
        *,
        year: int = YEAR,
        of: int | None = None,
        conditions: Conditions | None = None,
        after: int = 0,
        diagnoses: Sequence[Row] = (),
    ) -> dict[Any, dict[str, Any]]:
        """Features by person; ``of`` is the year of the table, the base year by default."""
        tables = self.read(persons, deliveries, year=year, after=after, diagnoses=diagnoses)
        wanted = year if of is None else of
        table = features(
            tables, conditions or CONDITIONS, wanted, next_year=wanted + 1 in tables.years
        )
        rows = table.to_pyarrow().to_pylist()
        return {row["person_id"]: row for row in rows}


TABLE = read_conditions()
_FEW = (
    "diabetes", "cardiovascular", "heart_failure", "copd", "asthma", "depression", "dementia",
    "parkinson", "hiv", "cystic_fibrosis",
)  # fmt: skip
CONDITIONS = Conditions(tuple(row for row in TABLE.rows if row.id in _FEW), TABLE.polypharmacy)
"""Some of the shipped conditions: what each rule does is the same with all of them, but slower."""


@contextmanager
def engine(folder: Path, **options: Any) -> Iterator[Engine]:
    """An engine whose run folder lies in ``folder``."""
    with run_folder(folder) as run:
        con = connect(run, **{"threads": 2, **options})
        try:
            yield Engine(con, folder)
        finally:
            con.disconnect()


FORMATS: dict[str, Callable[[Path, Sequence[Row]], Path]] = {
    "csv": text,
    "xlsx": workbook,
    "parquet": parquet,
}
"""How a file of each kind is written."""
