"""Files of diagnoses: read in every form, their faults, what is left out; never a value."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from synthetic_claims import (
    FORMATS,
    YEAR,
    Engine,
    delivery,
    diagnosis,
    engine,
    parquet,
    person,
    text,
)

from pilotzones.errors import Fault

NATIONAL_NUMBER = "42012205181"
"""Example of the National Register: 42.01.22.051-81."""
PEOPLE = [person("p1"), person("p2")]
CARE = [delivery("p1"), delivery("p2")]
KNOWN = [
    diagnosis("p1", icd10="e11.9", icpc2=None),
    diagnosis("p1", icd10=None, icpc2=" T90 ", date=None),
    diagnosis("p2", icd10="I10", icpc2="K86", ended_on=date(YEAR, 3, 31)),
]


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Engine]:
    with engine(tmp_path) as found:
        yield found


def rows_of(table: Any) -> list[tuple[Any, ...]]:
    rows = table.order_by(["person_id", "icd10"]).to_pyarrow().to_pylist()
    return [tuple(row.values()) for row in rows]


def told(faults: tuple[Fault, ...]) -> list[tuple[str, int | None, str | None]]:
    return [(fault.id, fault.row, fault.column) for fault in faults]


@pytest.mark.parametrize("format_", FORMATS)
def test_every_kind_of_file_gives_the_same_table(run: Engine, format_: str):
    path = FORMATS[format_](run.folder / f"known.{format_}", KNOWN)
    tables = run.read(PEOPLE, CARE, diagnoses=path)
    day = date(YEAR - 2, 6, 30)
    assert rows_of(tables.diagnoses) == [
        ("p1", day, "E11.9", None, None),
        ("p1", None, None, "T90", None),
        ("p2", day, "I10", "K86", date(YEAR, 3, 31)),
    ]
    assert tables.totals["diagnoses"] == tables.totals["diagnoses_read"] == 3
    assert not [f for f in tables.notices if "diagnoses" in f.id]
    assert tables.files[-1] == str(path)


def test_without_a_file_there_is_no_table(run: Engine):
    tables = run.read(PEOPLE, CARE)
    assert tables.diagnoses is None
    assert not [name for name in tables.totals if name.startswith("diagnoses")]


def test_headings_of_hospitals_and_practices_are_understood(run: Engine):
    hospital = [{"Patiënt": "p1", "ICD-10-BE": "E1190"}]
    practice = [{"Pseudonyme": "p2", "CISP-2": "T90", "Date du diagnostic": date(2001, 2, 3)}]
    paths = (text(run.folder / "h.csv", hospital), parquet(run.folder / "p.parquet", practice))
    tables = run.read(PEOPLE, CARE, diagnoses=paths)
    assert rows_of(tables.diagnoses) == [
        ("p1", None, "E1190", None, None), ("p2", date(2001, 2, 3), None, "T90", None)
    ]  # fmt: skip


def test_mapping_tells_other_headings(run: Engine):
    mapping = run.folder / "mapping.toml"
    mapping.write_text('[diagnoses]\nicd10 = "Code"\nperson_id = "Nr"\n', "utf-8")
    path = text(run.folder / "h.csv", [{"Nr": "p1", "Code": "I10"}])
    tables = run.read(PEOPLE, CARE, diagnoses=path, mapping=mapping)
    assert rows_of(tables.diagnoses)[0][:3] == ("p1", None, "I10")


def test_diagnoses_of_others_are_left_out_and_counted(run: Engine):
    people = [*PEOPLE, person("p3", unit="9999")]
    known = [diagnosis(id) for id in ("p1", "p3", "p3", "p8", "p9", "p9")]
    tables = run.read(people, CARE, diagnoses=known, units=["5590"])
    found = {k: n for k, n in tables.totals.items() if k.startswith("diagnoses")}
    assert found == {
        "diagnoses_read": 6, "diagnoses_unknown_person": 3, "diagnoses_unknown_unit": 2,
        "diagnoses": 1,
    }  # fmt: skip
    assert [f.id for f in tables.notices if "diagnoses" in f.id] == [
        "input.diagnoses_unknown_person", "input.diagnoses_unknown_unit"
    ]  # fmt: skip
    assert len(rows_of(tables.diagnoses)) == 1


def test_nobody_in_common_stops(run: Engine):
    assert told(run.faults(PEOPLE, CARE, diagnoses=[diagnosis("p8")])) == [
        ("input.no_common_diagnosis", None, None)
    ]


def test_a_column_of_codes_is_needed(run: Engine):
    known = [{"person_id": "p1", "date": date(YEAR, 1, 1)}]
    assert told(run.faults(PEOPLE, CARE, diagnoses=known)) == [("input.no_code_column", None, None)]


@pytest.mark.parametrize("format_", FORMATS)
def test_a_diagnosis_cannot_end_before_it_begins(run: Engine, format_: str):
    rows = [diagnosis(), diagnosis(ended_on=date(YEAR - 2, 6, 29))]
    rows.append(diagnosis(ended_on=date(YEAR - 2, 6, 30)))
    path = FORMATS[format_](run.folder / f"known.{format_}", rows)
    assert told(run.faults(PEOPLE, CARE, diagnoses=path)) == [("input.ended_before", 3, "ended_on")]


def test_faults_of_the_three_tables_are_told_together(run: Engine):
    people = [person("p1", sex="?"), person("p2")]
    known = [diagnosis("p1", ended_on=date(1999, 1, 1)), diagnosis("p2")]
    found = run.faults(people, [delivery("p1", amount_eur="-1")], diagnoses=known)
    assert [fault.id for fault in found] == [
        "cell.not_allowed", "cell.negative", "input.ended_before"
    ]  # fmt: skip


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("column", ["person_id", "icd10", "remark"])
def test_national_number_in_any_column_stops_and_is_not_shown(
    run: Engine, format_: str, column: str
):
    rows = [diagnosis("p1") | {"remark": "-"}, diagnosis("p2") | {"remark": "-"}]
    rows[1][column] = NATIONAL_NUMBER
    path = FORMATS[format_](run.folder / f"known.{format_}", rows)
    found = run.faults(PEOPLE, CARE, diagnoses=path)
    heading = column.replace("10", "··")  # the digits of a heading are not said
    assert told(found) == [("input.national_number", None, heading)]
    assert NATIONAL_NUMBER not in repr(found)


def test_the_same_file_twice_is_told(run: Engine):
    path = parquet(run.folder / "known.parquet", KNOWN)
    assert [f.id for f in run.faults(PEOPLE, CARE, diagnoses=(path, path))] == ["input.same_file"]
