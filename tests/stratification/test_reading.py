"""Persons and deliveries of files: every kind of file, every fault, everything that is left out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest
from pyarrow import parquet as pq
from synthetic_claims import (
    FORMATS,
    YEAR,
    Engine,
    delivery,
    engine,
    parquet,
    person,
    text,
    workbook,
)

from pilotzones.errors import Fault, InputError
from pilotzones.stratification.tables import DELIVERIES, PERSONS
from pilotzones.words import LANGUAGES
from pilotzones.words.faults import fault_lines

CANARY = "CANARY7"


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Engine]:
    with engine(tmp_path) as found:
        yield found


def rows_of(table: Any, *order: str) -> list[dict[str, Any]]:
    rows = table.order_by(list(order)).to_pyarrow().to_pylist()
    return [{name: value for name, value in row.items() if value is not None} for row in rows]


def told(faults: tuple[Fault, ...]) -> list[tuple[str, str, int | None, str | None]]:
    return [(Path(f.file or "").name, f.id, f.row, f.column) for f in faults]


def said(faults: tuple[Fault, ...]) -> str:
    """Everything that a user can get to see of faults."""
    lines = [line for lang in LANGUAGES for line in fault_lines(faults, lang, most=10_000)]
    return "\n".join([*lines, repr(faults), str(InputError(faults))])


FULL_PERSONS = [
    person("p1", increased_reimbursement=True, chronic_status=False, isolated=None,
           death_date=date(YEAR, 5, 26), moved_on=date(2022, 3, 31), unit_before="4000",
           left_on=None, weight=Decimal("1.25"), age=None),
    person("p2", sex="M", birth_year=None, age=40, increased_reimbursement=None,
           chronic_status=True, isolated=False, death_date=None, moved_on=None, unit_before=None,
           left_on=date(YEAR, 12, 31), weight=None),
]  # fmt: skip
FULL_DELIVERIES = [
    delivery("p1", patient_eur=Decimal("2.50"), supplement_eur=Decimal("0.75"), payer="region",
             excluded=True),
    delivery("p2", date=date(YEAR, 12, 31), kind="hospital", code="768003", ddd=None,
             amount_eur="412.10", patient_eur=None, supplement_eur=None, payer=None,
             excluded=False),
]  # fmt: skip


@pytest.mark.parametrize("format_", FORMATS)
def test_every_kind_of_file_gives_the_same_tables(run: Engine, format_: str):
    write = FORMATS[format_]
    tables = run.read(
        write(run.folder / f"persons.{format_}", FULL_PERSONS),
        write(run.folder / f"deliveries.{format_}", FULL_DELIVERIES),
    )
    assert rows_of(tables.persons, "person_id") == [
        {"person_id": "p1", "birth_year": 1950, "sex": "F", "unit": "5590",
         "increased_reimbursement": True, "chronic_status": False,
         "death_date": date(YEAR, 5, 26), "moved_on": date(2022, 3, 31), "unit_before": "4000",
         "weight": Decimal("1.25")},
        {"person_id": "p2", "age": 40, "sex": "M", "unit": "5590", "chronic_status": True,
         "isolated": False, "left_on": date(YEAR, 12, 31), "weight": Decimal(1)},
    ]  # fmt: skip
    assert rows_of(tables.deliveries, "person_id") == [
        {"person_id": "p1", "date": date(YEAR, 3, 31), "kind": "drug", "code": "A10BA02",
         "ddd": Decimal(30), "amount_eur": Decimal(10), "patient_eur": Decimal("2.5"),
         "supplement_eur": Decimal("0.75"), "payer": "region", "excluded": True},
        {"person_id": "p2", "date": date(YEAR, 12, 31), "kind": "hospital", "code": "768003",
         "amount_eur": Decimal("412.10"), "payer": "federal", "excluded": False},
    ]  # fmt: skip
    assert tables.kinds == ("drug", "hospital")
    assert tables.years == (YEAR,)


def test_types_are_exact(run: Engine):
    tables = run.read([person()], [delivery()])
    types = {name: str(kind) for name, kind in tables.deliveries.schema().items()}
    assert (
        types["amount_eur"] == types["patient_eur"] == types["supplement_eur"] == "decimal(18, 2)"
    )
    assert types["ddd"] == "decimal(18, 4)"
    assert list(types) == [column.name for column in DELIVERIES.columns]
    assert list(tables.persons.columns) == [column.name for column in PERSONS.columns]


def test_several_files_of_different_kinds_are_one_table(run: Engine):
    files = [
        parquet(run.folder / "a.parquet", [person(1), person(2)]),
        text(run.folder / "b.csv", [person(3), person(4)]),
    ]
    care = [
        workbook(run.folder / "a.xlsx", [delivery(1), delivery(4)]),
        parquet(run.folder / "b.parquet", [delivery(3)]),
    ]
    tables = run.read(files, care)
    assert [row["person_id"] for row in rows_of(tables.persons, "person_id")] == list("1234")
    assert tables.totals["deliveries"] == 3
    assert tables.totals["deliveries_unknown_person"] == 0


def test_whole_numbers_stay_numbers_where_all_files_have_them(run: Engine):
    tables = run.read([person(7)], [delivery(7)])
    assert rows_of(tables.persons, "person_id")[0]["person_id"] == 7


def test_values_are_understood_in_every_language(run: Engine):
    kinds = {"geneesmiddel": "drug", "Médecin généraliste": "gp", "KINÉ": "physiotherapy",
             "häusliche Krankenpflege": "nursing", "ziekenhuis": "hospital"}  # fmt: skip
    sexes = {"V": "F", "femme": "F", "2": "F", "h": "M", "Mann": "M", "1": "M"}
    people = [person(f"p{i}", sex=word) for i, word in enumerate(sexes)]
    care = [delivery(f"p{i}", kind=word) for i, word in enumerate(kinds)]
    for format_, write in FORMATS.items():
        tables = run.read(
            write(run.folder / f"p.{format_}", people), write(run.folder / f"d.{format_}", care)
        )
        found = [row["sex"] for row in rows_of(tables.persons, "person_id")]
        assert found == list(sexes.values()), format_
        found = [row["kind"] for row in rows_of(tables.deliveries, "person_id")]
        assert found == list(kinds.values()), format_


def test_sex_as_a_number_is_understood(run: Engine):
    tables = run.read([person("p1", sex=2), person("p2", sex=1)], [delivery()])
    assert [row["sex"] for row in rows_of(tables.persons, "person_id")] == ["F", "M"]


def test_usual_headings_are_understood(run: Engine):
    people = [{"Pseudoniem": "p1", "Geboortejaar": 1950, "Geslacht": "V", "Postcode": 5590}]
    care = [{"ID patient": "p1", "Date de prestation": date(YEAR, 3, 31), "Type": "drug",
             "Code ATC": " a10ba02 ", "Montant": 12.5}]  # fmt: skip
    for format_, write in FORMATS.items():
        tables = run.read(
            write(run.folder / f"p.{format_}", people), write(run.folder / f"d.{format_}", care)
        )
        (row,) = rows_of(tables.deliveries, "person_id")
        assert row["code"].upper() == "A10BA02"
        assert rows_of(tables.persons, "person_id")[0]["unit"] == "5590"


def test_texts_are_trimmed_so_that_they_match(run: Engine):
    tables = run.read([person(" p1"), person("p2 ")], [delivery("p1 "), delivery("\u00a0p2")])
    assert tables.totals["deliveries_unknown_person"] == 0
    assert [r["person_id"] for r in rows_of(tables.persons, "person_id")] == ["p1", "p2"]


def test_other_types_of_parquet_go_through_the_readers(run: Engine):
    """Dates and amounts as texts, flags as words: not what the engine takes as it is."""
    people = [
        person("p1", increased_reimbursement="ja"),
        person("p2", increased_reimbursement="nee"),
    ]
    care = [delivery(date="31/03/2023", amount_eur=Decimal(1)) | {"amount_eur": "1 012,50"}]
    tables = run.read(people, care)
    (row,) = rows_of(tables.deliveries, "person_id")
    assert (row["date"], row["amount_eur"]) == (date(2023, 3, 31), Decimal("1012.50"))
    flags = [r["increased_reimbursement"] for r in rows_of(tables.persons, "person_id")]
    assert flags == [True, False]


def test_signs_of_patterns_in_a_name_stand_for_themselves(run: Engine):
    people = parquet(run.folder / "persons (1) [2023]*.parquet", [person()])
    care = parquet(run.folder / "d'une année?.parquet", [delivery()])
    assert run.read(people, care).totals["deliveries"] == 1


def test_rows_written_by_the_run_cannot_be_read_in_its_folder(run: Engine):
    tables = run.read(
        text(run.folder / "p.csv", [person(CANARY)]), text(run.folder / "d.csv", [delivery(CANARY)])
    )
    assert tables.totals["deliveries"] == 1
    (folder,) = [path for path in run.folder.iterdir() if path.is_dir()]
    written = list(folder.rglob("*.parquet"))
    assert len(written) == 2
    assert not [path for path in written if CANARY.encode() in path.read_bytes()]


def test_large_text_files_come_in_blocks_with_the_same_result(run: Engine, monkeypatch):
    """The first block holds only dates that can be read in two ways: the others tell the order."""
    days = [date(YEAR, m, d) for m, d in ((2, 1), (3, 4), (5, 6), (7, 28), (9, 30), (11, 12))]
    care = [delivery(f"p{i % 2}", date=day, amount_eur=f"{i}.25") for i, day in enumerate(days)]
    people = [person("p0"), person("p1")]
    paths = text(run.folder / "p.csv", people), text(run.folder / "d.csv", care)
    whole = run.read(*paths)
    monkeypatch.setattr("pilotzones.readers.blocks.LARGE", 10)
    monkeypatch.setattr("pilotzones.readers.blocks.ROWS", 3)
    blocks = run.read(*paths)
    assert rows_of(blocks.deliveries, "date") == rows_of(whole.deliveries, "date")
    assert [row["date"] for row in rows_of(blocks.deliveries, "date")] == days
    assert blocks.totals == whole.totals


def test_faults_of_later_blocks_have_their_rows(run: Engine, monkeypatch):
    monkeypatch.setattr("pilotzones.readers.blocks.LARGE", 10)
    monkeypatch.setattr("pilotzones.readers.blocks.ROWS", 2)
    people = [person(f"p{i}", sex="?" if i in (3, 6) else "F") for i in range(8)]
    people.append(person("p0"))
    path = text(run.folder / "p.csv", people)
    assert told(run.faults(path, [delivery("p0")])) == [
        ("p.csv", "cell.not_allowed", 5, "sex"),
        ("p.csv", "cell.not_allowed", 8, "sex"),
        ("p.csv", "table.doubled_key", 10, "person_id"),
    ]


def test_national_number_in_the_last_block_stops(run: Engine, monkeypatch):
    monkeypatch.setattr("pilotzones.readers.blocks.LARGE", 10)
    monkeypatch.setattr("pilotzones.readers.blocks.ROWS", 2)
    people = [person(f"p{i}", remark=NISS if i == 8 else "-") for i in range(9)]
    faults = run.faults(text(run.folder / "p.csv", people), [delivery("p0")])
    assert told(faults) == [("p.csv", "input.national_number", None, "remark")]


def test_after_a_hundred_thousand_faults_nothing_more_is_looked_for(run: Engine, monkeypatch):
    for module in ("reading_written", "reading_checks"):
        monkeypatch.setattr(f"pilotzones.stratification.{module}.FAULTS_MOST", 3)
    people = [person("p0"), *(person(f"p{i}", sex="?") for i in range(1, 9))]
    for format_, write in FORMATS.items():
        path = write(run.folder / f"p.{format_}", people)
        faults = run.faults(path, [delivery("p0")])
        assert faults[0].id == "input.many_faults", format_
        assert faults[0].fields["n"] == 8


# what the user's mapping says


MAPPING = """
[persons]
person_id = "NumPat"
unit = "CP domicile"

[persons.sex]
heading = "S"
F = "X"
M = ["Y", "Z"]

[deliveries]
person_id = "NumPat"
amount_eur = "Remb"

[deliveries.kind]
drug = ["FARM", "geneesm."]
hospital = "HOSP"
"""


@pytest.mark.parametrize("format_", FORMATS)
def test_mapping_tells_headings_and_words(run: Engine, format_: str):
    mapping = run.folder / "mapping.toml"
    mapping.write_text(MAPPING, "utf-8")
    people = [{"NumPat": f"p{i}", "S": s, "CP domicile": 5590, "age": 40}
              for i, s in enumerate("XYZV")]  # fmt: skip
    care = [
        {"NumPat": "p0", "date": date(YEAR, 3, 31), "kind": kind, "code": "1", "Remb": 1.5}
        for kind in ("farm", "Geneesm.", "HOSP", "gp")
    ]
    write = FORMATS[format_]
    tables = run.read(
        write(run.folder / f"p.{format_}", people),
        write(run.folder / f"d.{format_}", care),
        mapping=mapping,
    )
    assert [r["sex"] for r in rows_of(tables.persons, "person_id")] == ["F", "M", "M", "F"]
    found = sorted(r["kind"] for r in rows_of(tables.deliveries, "kind"))
    assert found == ["drug", "drug", "gp", "hospital"]
    assert tables.headings["person_id"] == "NumPat"


def test_faults_of_a_mapping_are_told_at_once_with_their_rows(run: Engine):
    mapping = run.folder / "mapping.toml"
    mapping.write_text(
        '[people]\nx = "y"\n[persons]\nname = "N"\nage = 3\n[deliveries.kind]\nmedicine = "F"\n'
        'drug = "F"\nhospital = "f"\n[deliveries.date]\nheading = "D"\n',
        "utf-8",
    )
    assert told(run.faults([person()], [delivery()], mapping=mapping)) == [
        ("mapping.toml", "settings.unknown_key.known", 1, "people"),
        ("mapping.toml", "settings.unknown_key.known", 4, "persons.name"),
        ("mapping.toml", "settings.wrong_value.text", 5, "persons.age"),
        ("mapping.toml", "settings.unknown_key.known", 7, "deliveries.kind.medicine"),
        ("mapping.toml", "mapping.word_twice", 9, "deliveries.kind.hospital"),
        ("mapping.toml", "settings.wrong_value.text", 10, "deliveries.date"),
    ]


def test_heading_of_a_mapping_that_is_not_there_is_told(run: Engine):
    mapping = run.folder / "mapping.toml"
    mapping.write_text('[persons]\nsex = "Geslacht"\n', "utf-8")
    (fault,) = run.faults([person()], [delivery()], mapping=mapping)
    assert (fault.id, fault.column) == ("mapping.no_heading", "Geslacht")


# faults


BAD_PERSONS = [
    person("ok"),  # row 2
    person(None),
    person("p4", sex="?"),
    person("p5", sex=None),
    person("p6", unit=None),
    person("p7", birth_year=None),
    person("p8", birth_year=YEAR + 1),
    person("p9", birth_year=1890),
    person("p10", weight=Decimal(0)),
    person("p11", weight=Decimal("-1")),
    person("ok"),  # row 12
    person("p13", death_date=date(1949, 12, 31)),
]
PERSON_FAULTS = [
    ("cell.empty", 3, "person_id"),
    ("cell.not_allowed", 4, "sex"),
    ("cell.empty", 5, "sex"),
    ("cell.empty", 6, "unit"),
    ("input.no_age", 7, "birth_year"),
    ("input.birth_year", 8, "birth_year"),
    ("input.birth_year", 9, "birth_year"),
    ("input.weight", 10, "weight"),
    ("cell.negative", 11, "weight"),
    ("table.doubled_key", 12, "person_id"),
    ("input.before_birth", 13, "death_date"),
]
BAD_DELIVERIES = [
    delivery("ok", patient_eur=Decimal(1), payer=None),  # row 2
    delivery(None),
    delivery("ok", date=None),
    delivery("ok", kind=CANARY),
    delivery("ok", kind=None),
    delivery("ok", amount_eur=None),
    delivery("ok", amount_eur="-0.01"),
    delivery("ok", ddd=Decimal("-1")),
    delivery("ok", patient_eur=Decimal("10.01")),
    delivery("ok", patient_eur=Decimal("-1")),
    delivery("ok", payer=CANARY),
]
DELIVERY_FAULTS = [
    ("cell.empty", 3, "person_id"),
    ("cell.empty", 4, "date"),
    ("cell.not_allowed", 5, "kind"),
    ("cell.empty", 6, "kind"),
    ("cell.empty", 7, "amount_eur"),
    ("cell.negative", 8, "amount_eur"),
    ("cell.negative", 9, "ddd"),
    ("input.patient_above", 10, "patient_eur"),
    ("cell.negative", 11, "patient_eur"),
    ("cell.not_allowed", 12, "payer"),
]


def with_every_column(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    names = {name: None for row in rows for name in row}
    return [{**names, **row} for row in rows]


@pytest.mark.parametrize("format_", FORMATS)
def test_every_fault_of_both_files_is_told_in_one_pass(run: Engine, format_: str):
    write = FORMATS[format_]
    faults = run.faults(
        write(run.folder / f"persons.{format_}", with_every_column(BAD_PERSONS)),
        write(run.folder / f"deliveries.{format_}", with_every_column(BAD_DELIVERIES)),
    )
    expected = [(f"persons.{format_}", *fault) for fault in PERSON_FAULTS]
    expected += [(f"deliveries.{format_}", *fault) for fault in DELIVERY_FAULTS]
    assert len(expected) > 20
    assert sorted(told(faults), key=str) == sorted(expected, key=str)
    assert [f.file for f in faults] == sorted((f.file for f in faults), reverse=True)
    rows = [f.row for f in faults if "persons" in str(f.file)]
    assert rows == sorted(rows)
    assert CANARY not in said(faults)
    assert not [fault for fault in faults if fault.value is not None]


def test_first_hundred_faults_are_shown_and_all_are_counted(run: Engine):
    people = [person(f"p{i}", sex="?" if i else "F") for i in range(160)]
    lines = fault_lines(run.faults(people, [delivery("p0")]), "en")
    assert len(lines) == 101
    assert "159" in lines[-1]


def test_column_without_any_value_is_one_fault(run: Engine):
    people = [person(f"p{i}", unit="") for i in range(60)]
    assert told(run.faults(people, [delivery("p0")])) == [
        ("persons.parquet", "column.empty", None, "unit")
    ]


@pytest.mark.parametrize(
    ("amount", "id"),
    [
        (float("nan"), "cell.empty"),
        (float("inf"), "cell.too_large"),
        (float("-inf"), "cell.negative"),
        (1e17, "cell.too_large"),
    ],
)
def test_amounts_that_are_no_numbers_are_faults(run: Engine, amount: float, id: str):
    import pyarrow as pa
    import pyarrow.parquet as pq

    care = pa.table({
        "person_id": ["p1", "p1"], "date": [date(YEAR, 1, 2)] * 2, "kind": ["drug"] * 2,
        "code": ["A10BA02"] * 2, "amount_eur": pa.array([1.0, amount], pa.float64()),
    })  # fmt: skip
    path = run.folder / "d.parquet"
    pq.write_table(care, path)
    assert (id, 3) in [(f.id, f.row) for f in run.faults([person()], path)]


@pytest.mark.parametrize(("column", "value"), [("age", 40.5), ("birth_year", 1950.5)])
def test_years_with_decimals_are_faults(run: Engine, column: str, value: float):
    people = [person("p1", age=40), {**person("p2"), column: value}]
    assert ("cell.not_whole", 3) in [(f.id, f.row) for f in run.faults(people, [delivery()])]


def test_age_beyond_any_life_is_a_fault(run: Engine):
    people = [{**person(f"p{age}"), "birth_year": None, "age": age} for age in (0, 130, 131)]
    assert [(f.id, f.row) for f in run.faults(people, [delivery("p0")])] == [("input.too_old", 4)]


def test_person_in_two_files_is_told_with_both_places(run: Engine):
    a = parquet(run.folder / "a.parquet", [person("p0"), person("p1")])
    b = text(run.folder / "b.csv", [person("p1"), person("p2")])
    (fault,) = run.faults([a, b], [delivery()])
    assert told((fault,)) == [("b.csv", "input.in_two_files", 2, "person_id")]
    assert (fault.fields["first"], fault.fields["other"]) == (3, str(a))


def test_file_given_twice_is_told(run: Engine):
    people = parquet(run.folder / "a.parquet", [person()])
    care = parquet(run.folder / "d.parquet", [delivery()])
    copy = run.folder / "copy.parquet"
    copy.write_bytes(care.read_bytes())
    for twice in ([care, care], [care, copy]):
        assert [f.id for f in run.faults(people, twice)] == ["input.same_file"]


def test_two_deliveries_that_are_alike_are_two_packs(run: Engine):
    assert run.read([person()], [delivery(), delivery()]).totals["deliveries"] == 2


def test_missing_columns_of_both_files_are_told_together(run: Engine):
    faults = run.faults([{"person_id": "p1", "sex": "F"}], [{"person_id": "p1", "kind": "drug"}])
    assert {(Path(str(f.file)).name, f.id, f.column) for f in faults} == {
        ("persons.parquet", "table.missing_column", "unit"),
        ("deliveries.parquet", "table.missing_column", "date"),
        ("deliveries.parquet", "table.missing_column", "code"),
        ("deliveries.parquet", "table.missing_column", "amount_eur"),
    }


def test_age_or_year_of_birth_is_needed(run: Engine):
    people = [{"person_id": "p1", "sex": "F", "unit": "5590"}]
    assert told(run.faults(people, [delivery()])) == [
        ("persons.parquet", "input.no_age_column", None, None)
    ]


def test_values_of_a_file_without_header_are_not_shown(run: Engine):
    path = run.folder / "p.csv"
    path.write_text(f"{CANARY};F;5590;1950\np2;M;5590;1960\n", "utf-8")
    faults = run.faults(path, [delivery()])
    assert {f.id for f in faults} <= {"table.no_header", "table.missing_column"}
    assert CANARY not in said(faults)


@pytest.mark.parametrize("name", ["none.csv", "none.parquet"])
def test_missing_files_are_told_together(run: Engine, name: str):
    faults = run.faults(run.folder / name, run.folder / f"d-{name}")
    assert [f.id for f in faults] == ["file.missing", "file.missing"]


def test_damaged_parquet_is_told(run: Engine):
    path = run.folder / "p.parquet"
    path.write_bytes(b"PAR1" + b"x" * 100)
    assert [f.id for f in run.faults(path, [delivery()])] == ["file.corrupt"]


# what is left out


def test_what_is_left_out_is_counted_by_reason_and_told(run: Engine):
    people = [person("p1"), person("p2", unit="9999"), person("p3")]
    care = [
        delivery("p1"),
        delivery("p2"),
        delivery("p2", date=date(1999, 1, 1)),
        delivery("nobody"),
        delivery("p3", date=date(YEAR - 3, 12, 31)),
        delivery("p3", date=date(YEAR - 2, 1, 1)),
        delivery("p3", date=date(YEAR + 1, 1, 1)),
    ]
    tables = run.read(people, care, units=["5590", "4000"])
    assert tables.totals == {
        "persons_read": 3,
        "persons_unknown_unit": 1,
        "persons": 2,
        "deliveries_read": 7,
        "deliveries_unknown_person": 1,
        "deliveries_unknown_unit": 2,
        "deliveries_other_years": 2,
        "deliveries": 2,
    }
    assert tables.years == (YEAR - 2, YEAR)
    left_out = [(f.id, f.fields["n"]) for f in tables.notices if f.id.count("_") > 1]
    assert left_out[:4] == [
        ("input.persons_unknown_unit", 1),
        ("input.deliveries_unknown_person", 1),
        ("input.deliveries_unknown_unit", 2),
        ("input.deliveries_other_years", 2),
    ]
    assert [row["person_id"] for row in rows_of(tables.persons, "person_id")] == ["p1", "p3"]
    kept = rows_of(tables.deliveries, "date")
    assert [(row["person_id"], row["date"].year) for row in kept] == [("p3", 2021), ("p1", 2023)]


def test_totals_add_up(run: Engine):
    care = [delivery(f"p{i % 5}", date=date(YEAR - i % 4, 1, 2)) for i in range(40)]
    totals = run.read([person(f"p{i}") for i in range(3)], care).totals
    parts = ("unknown_person", "unknown_unit", "other_years")
    left_out = sum(totals[f"deliveries_{part}"] for part in parts)
    assert totals["deliveries_read"] == totals["deliveries"] + left_out == 40


def test_years_behind_the_base_year_count_where_they_are_asked_for(run: Engine):
    care = [delivery(date=date(year, 1, 2)) for year in (YEAR, YEAR + 1, YEAR + 2)]
    tables = run.read([person()], care, after=1)
    assert tables.years == (YEAR, YEAR + 1)
    assert tables.totals["deliveries_other_years"] == 1


def test_year_with_a_month_without_care_is_told(run: Engine):
    whole = [delivery(date=date(YEAR, month, 2)) for month in range(1, 13)]
    part = [delivery(date=date(YEAR - 1, month, 2)) for month in range(3, 13)]
    notices = run.read([person()], [*whole, *part]).notices
    assert [(f.id, f.fields) for f in notices] == [
        ("input.year_not_whole", {"year": YEAR - 1, "n": 10})
    ]


@pytest.mark.parametrize("type_", [pa.float32(), pa.float64()])
def test_cents_of_either_precision_are_taken_as_they_are(run: Engine, tmp_path: Path, type_):
    """2,765.45 of single precision is 2,765.449951171875: nothing was rounded there."""
    amounts = pa.array([2765.45, 0.1, 1.15, 12.0], type_)
    table = pa.Table.from_pylist([delivery(ddd=None)] * 4)
    place = table.column_names.index("amount_eur")
    pq.write_table(table.set_column(place, "amount_eur", amounts), tmp_path / "care.parquet")
    tables = run.read([person("p1")], tmp_path / "care.parquet")
    assert not [f for f in tables.notices if f.id == "input.rounded"]
    found = [str(row["amount_eur"]) for row in rows_of(tables.deliveries, "amount_eur")]
    assert sorted(found) == ["0.10", "1.15", "12.00", "2765.45"]


def test_cents_that_are_rounded_are_told(run: Engine):
    """0.1 + 0.2 is the machine's, a third of a euro is the file's."""
    care = [
        {**delivery(), "ddd": None, "amount_eur": amount}
        for amount in (0.1 + 0.2, 1 / 3, 2.675, 10.0)
    ]
    tables = run.read([person()], care)
    rounded = [f for f in tables.notices if f.id == "input.rounded"]
    assert [(f.column, f.fields["n"]) for f in rounded] == [("amount_eur", 2)]
    amounts = [row["amount_eur"] for row in rows_of(tables.deliveries, "amount_eur")]
    assert amounts[:2] == [Decimal("0.30"), Decimal("0.33")]


@pytest.mark.parametrize(
    ("people", "care", "units", "id"),
    [
        ([person()], [delivery("p2")], None, "input.no_common_person"),
        ([person()], [delivery(date=date(YEAR - 1, 1, 2))], None, "input.no_deliveries_in_year"),
        ([person()], [delivery()], ["4000"], "input.no_person_left"),
    ],
)
def test_nothing_left_stops(run: Engine, people, care, units, id: str):
    assert [f.id for f in run.faults(people, care, units=units)] == [id]


def test_file_without_rows_is_told(run: Engine):
    path = run.folder / "p.parquet"
    pd.DataFrame([person()]).iloc[:0].to_parquet(path, index=False)
    assert [f.id for f in run.faults(path, [delivery()])] in (
        ["input.no_person"], ["table.header_only"]
    )  # fmt: skip


# national numbers


NISS = "42012205181"
"""Example of the National Register: 42.01.22.051-81."""


def people_with(column: str, value: Any) -> list[dict[str, Any]]:
    return [{**person("p1"), column: None}, {**person("p2"), column: value}]


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("written", ["42012205181", "42.01.22-051.81"])
@pytest.mark.parametrize("column", ["person_id", "unit", "unit_before", "remark"])
def test_national_number_in_a_column_of_persons_stops(
    run: Engine, format_: str, column: str, written: str, capsys: pytest.CaptureFixture
):
    rows = [{**person("p1"), column: "a"}, {**person("p2"), column: written}]
    path = FORMATS[format_](run.folder / f"p.{format_}", rows)
    faults = run.faults(path, [delivery()])
    assert told(faults) == [(path.name, "input.national_number", None, column)]
    shown = said(faults) + "".join(capsys.readouterr())
    assert NISS not in shown.replace(".", "").replace("-", "")


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("column", ["person_id", "code", "remark"])
def test_national_number_in_a_column_of_deliveries_stops(run: Engine, format_: str, column: str):
    rows = [{**delivery(), column: "p1"}, {**delivery(), column: NISS}]
    path = FORMATS[format_](run.folder / f"d.{format_}", rows)
    faults = run.faults([person()], path)
    assert told(faults) == [(path.name, "input.national_number", None, column)]
    assert NISS not in said(faults)


@pytest.mark.parametrize("format_", ["xlsx", "parquet"])
@pytest.mark.parametrize("value", [int(NISS), float(NISS)])
def test_national_number_as_a_number_stops(run: Engine, format_: str, value: float):
    rows = [{**person("p1"), "extra": 1}, {**person("p2"), "extra": value}]
    path = FORMATS[format_](run.folder / f"p.{format_}", rows)
    assert told(run.faults(path, [delivery()])) == [
        (path.name, "input.national_number", None, "extra")
    ]


def test_national_numbers_as_identifiers_of_both_files_stop(run: Engine):
    people, care = [person(int(NISS)), person(1)], [delivery(int(NISS)), delivery(1)]
    assert [f.id for f in run.faults(people, care)] == ["input.national_number"]


def test_national_number_is_told_before_and_without_other_faults(run: Engine):
    people = with_every_column([*BAD_PERSONS, person("p20", remark=NISS)])
    for format_, write in FORMATS.items():
        path = write(run.folder / f"p.{format_}", people)
        faults = run.faults(path, with_every_column(BAD_DELIVERIES))
        assert [f.id for f in faults] == ["input.national_number"], format_


def test_national_number_among_faulty_deliveries_is_told_alone(run: Engine):
    care = [delivery(NISS), delivery(amount_eur="-1")]
    assert [f.id for f in run.faults([person()], care)] == ["input.national_number"]


def test_national_number_as_heading_is_not_shown(run: Engine):
    path = run.folder / "p.csv"
    path.write_text(f"person_id;sex;unit;age;{NISS}\np1;F;5590;40;x\n", "utf-8")
    faults = run.faults(path, [delivery()])
    assert [f.id for f in faults] == ["input.national_number"]
    assert NISS not in said(faults)


def test_pseudonyms_of_other_forms_are_taken(run: Engine):
    ids = ["A1", "9f86d081884c7d659a2feaa0c55ad015", "b1f0-42", "2023000001", 7 * "1"]
    tables = run.read([person(id) for id in ids], [delivery(id) for id in ids])
    assert tables.totals["deliveries"] == len(ids)
