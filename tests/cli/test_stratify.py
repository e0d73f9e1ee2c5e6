"""Commands on people: what they write, where they refuse to, what they never print."""

from __future__ import annotations

import json
import stat
import sys
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from synthetic_claims import YEAR, delivery, diagnosis, parquet, person, text

from pilotzones.present.folder import MARKER
from pilotzones.stratification.conditions import SYSTEMS, read_conditions
from pilotzones.stratification.conditions_codes import in_ranges

NISS = "42012205181"
"""Example of the National Register: 42.01.22.051-81."""


@pytest.fixture(autouse=True)
def _own_place_for_runs(tmp_path: Path, monkeypatch):
    place = tmp_path / "runs"
    place.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(place))


def files(folder: Path, ids=("p1", "p2")) -> tuple[Path, Path]:
    people = [person(id) for id in ids]
    care = [
        delivery(ids[0], ddd="90", amount_eur="12.34"),
        delivery(ids[0], date=date(YEAR + 1, 5, 31), amount_eur="7"),
        delivery(ids[1], kind="hospital", code="768003", ddd=None, amount_eur="500"),
    ]
    return parquet(folder / "persons.parquet", people), parquet(folder / "claims.parquet", care)


def asked(folder: Path, out: Path, *more: object, ids=("p1", "p2")) -> list[object]:
    people, care = files(folder, ids)
    given = ["--persons", people, "--claims", care, "--year", YEAR, "--out", out]
    return ["stratify", "features", *given, *more]


def test_features_are_written_for_their_owner_only(tmp_path: Path, pilotzones):
    out = tmp_path / "mine" / "features.parquet"
    done = pilotzones(*asked(tmp_path, out))
    assert done.code == 0, done.err
    if sys.platform != "win32":
        assert stat.S_IMODE(out.stat().st_mode) == 0o600
    table = pd.read_parquet(out).set_index("person_id")
    assert table.index.tolist() == ["p1", "p2"]
    assert table["cond_diabetes"].tolist() == [True, False]
    assert table["total_cost"].astype(float).tolist() == [12.34, 500.0]
    assert table["next_cost"].astype(float).tolist() == [7.0, 0.0]
    assert table["hospital_days"].tolist() == [0, 1]
    assert list(out.parent.iterdir()) == [out]
    assert not list((tmp_path / "runs").iterdir())


def test_columns_of_the_persons_keep_their_names(tmp_path: Path, pilotzones):
    people = [{"Pseudoniem": "p1", "Geslacht": "V", "Postcode": "5590", "age": 73}]
    out = tmp_path / "features.parquet"
    _, care = files(tmp_path)
    done = pilotzones(
        "stratify", "features", "--persons", parquet(tmp_path / "p.parquet", people),
        "--deliveries", care, "--year", YEAR, "--out", out,
    )  # fmt: skip
    assert done.code == 0, done.err
    table = pd.read_parquet(out)
    assert list(table.columns[:5]) == ["Pseudoniem", "age", "Geslacht", "Postcode", "present"]
    assert not {"person_id", "sex", "unit", "isolated", "weight"} & set(table.columns)
    assert "1" in done.err.splitlines()[0], "deliveries of an unknown person are told"


def test_age_is_added_where_the_file_has_the_year_of_birth(tmp_path: Path, pilotzones):
    out = tmp_path / "features.csv"
    assert pilotzones(*asked(tmp_path, out)).code == 0
    table = pd.read_csv(out)
    assert table["birth_year"].tolist() == [1950, 1950]
    assert table["age"].tolist() == [YEAR - 1950] * 2


def test_same_input_gives_the_same_bytes(tmp_path: Path, pilotzones):
    a, b = tmp_path / "a.parquet", tmp_path / "b.parquet"
    for out in (a, b):
        assert pilotzones(*asked(tmp_path, out)).code == 0
    assert a.read_bytes() == b.read_bytes()


def test_diagnoses_tell_conditions_too(tmp_path: Path, pilotzones):
    known = parquet(tmp_path / "known.parquet", [diagnosis("p2", icpc2="P76")])
    out = tmp_path / "features.parquet"
    done = pilotzones(*asked(tmp_path, out, "--diagnoses", known))
    assert done.code == 0, done.err
    table = pd.read_parquet(out).set_index("person_id")
    assert table["cond_depression"].tolist() == [False, True]
    assert table["cond_diabetes"].tolist() == [True, False]
    assert table["n_conditions"].tolist() == [1, 1]


def test_conditions_of_a_table_make_the_columns(tmp_path: Path, pilotzones):
    conditions = tmp_path / "conditions.csv"
    conditions.write_text("condition,prefix\nsugar,A10\nairways,R03\n", "utf-8")
    out = tmp_path / "features.parquet"
    assert pilotzones(*asked(tmp_path, out, "--conditions", conditions)).code == 0
    told = [c for c in pd.read_parquet(out).columns if c.startswith("cond_")]
    assert told == ["cond_sugar", "cond_airways"]


def test_folder_of_pages_is_refused(tmp_path: Path, pilotzones):
    pages = tmp_path / "out"
    (pages / "data").mkdir(parents=True)
    (pages / MARKER).write_text("index.html\n")
    for out in (pages / "features.parquet", pages / "data" / "features.parquet"):
        done = pilotzones(*asked(tmp_path, out))
        assert done.code == 2
        assert "pages" in done.err
        assert not out.exists()


@pytest.mark.parametrize("git", ["folder", "file"])
def test_tree_that_git_follows_is_refused(tmp_path: Path, pilotzones, git: str):
    tree = tmp_path / "tree"
    (tree / "deep").mkdir(parents=True)
    if git == "folder":
        (tree / ".git").mkdir()
    else:  # of a further work tree
        (tree / ".git").write_text("gitdir: elsewhere\n")
    out = tree / "deep" / "features.parquet"
    done = pilotzones(*asked(tmp_path, out))
    assert done.code == 2
    assert "git" in done.err
    assert not out.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")
def test_link_into_a_refused_place_is_refused(tmp_path: Path, pilotzones):
    (tmp_path / "tree" / ".git").mkdir(parents=True)
    (tmp_path / "link").symlink_to(tmp_path / "tree")
    assert pilotzones(*asked(tmp_path, tmp_path / "link" / "features.parquet")).code == 2


def test_other_endings_are_refused_before_anything_is_read(tmp_path: Path, pilotzones):
    done = pilotzones(
        "stratify", "features", "--persons", tmp_path / "none", "--claims", tmp_path / "none",
        "--year", YEAR, "--out", tmp_path / "features.xlsx",
    )  # fmt: skip
    assert done.code == 2
    assert ".parquet" in done.err
    assert "none" not in done.err


def test_faulty_files_leave_what_was_there(tmp_path: Path, pilotzones):
    out = tmp_path / "features.parquet"
    out.write_bytes(b"before")
    people = text(tmp_path / "p.csv", [person("p1", sex="?"), person("p2", unit=None)])
    _, care = files(tmp_path)
    done = pilotzones(
        "stratify", "features", "--persons", people, "--claims", care,
        "--year", YEAR, "--out", out,
    )  # fmt: skip
    assert done.code == 2
    assert len(done.err.splitlines()) == 2
    assert "p.csv, row 2, column sex" in done.err
    assert out.read_bytes() == b"before"
    assert sorted(p.suffix for p in tmp_path.iterdir() if p.is_file()) == [
        ".csv", ".parquet", ".parquet", ".parquet"
    ]  # fmt: skip


@pytest.mark.parametrize("lang", ["fr", "nl", "de", "en"])
def test_national_number_is_never_printed(tmp_path: Path, pilotzones, lang: str):
    out = tmp_path / "features.parquet"
    done = pilotzones(*asked(tmp_path, out, ids=("p1", NISS)), lang=lang)
    assert done.code == 2
    assert len(done.err.splitlines()) == 1
    assert "persons.parquet" in done.err
    assert "person_id" in done.err
    assert NISS not in done.out + done.err
    assert not out.exists()
    assert not list((tmp_path / "runs").iterdir())


def test_no_identifier_is_printed_when_all_is_well(tmp_path: Path, pilotzones):
    done = pilotzones(*asked(tmp_path, tmp_path / "f.parquet", ids=("CANARY7", "CANARY8")))
    assert done.code == 0
    assert "CANARY" not in done.out + done.err


def test_memory_limit_has_to_be_an_amount(tmp_path: Path, pilotzones):
    done = pilotzones(*asked(tmp_path, tmp_path / "f.parquet", "--memory-limit", "much"))
    assert done.code == 2
    assert "4GB" in done.err


def test_memory_limit_is_taken(tmp_path: Path, pilotzones):
    done = pilotzones(*asked(tmp_path, tmp_path / "f.parquet", "--memory-limit", "200MB"))
    assert done.code == 0, done.err


def test_year_without_deliveries_is_told(tmp_path: Path, pilotzones):
    people, care = files(tmp_path)
    done = pilotzones(
        "stratify", "features", "--persons", people, "--claims", care,
        "--year", 2050, "--out", tmp_path / "f.parquet",
    )  # fmt: skip
    assert done.code == 2
    assert "2050" in done.err
    assert str(YEAR) in done.err


def test_file_in_the_place_of_a_folder_is_told(tmp_path: Path, pilotzones):
    (tmp_path / "folder").write_text("")
    done = pilotzones(*asked(tmp_path, tmp_path / "folder" / "f.parquet"))
    assert done.code == 2
    assert "folder" in done.err


@pytest.mark.parametrize("lang", ["fr", "nl", "de", "en"])
def test_conditions_are_listed_in_the_language_of_the_reader(pilotzones, lang: str):
    done = pilotzones("stratify", "conditions", lang=lang)
    assert done.code == 0
    for row in read_conditions().rows:
        assert row.names[lang] in done.out
        assert row.source in done.out
        assert all(code in done.out for system in SYSTEMS[:2] for code in row.codes(system))
        assert all(code in done.out for code in (*in_ranges(row.icd10), *row.icpc2))
    assert "Chronicopôle" in done.out


def test_conditions_as_json_can_be_read_back(pilotzones):
    found = json.loads(pilotzones("stratify", "conditions", "--json").out)
    assert found["schema"] == 2
    assert [row["id"] for row in found["conditions"]] == list(read_conditions().ids)
    copd = next(row for row in found["conditions"] if row["id"] == "copd")
    assert (copd["ddd"], copd["min_age"], copd["not"]["atc"]) == (90.0, 40, "R03AK07")
    assert copd["icpc2"] == ["R79", "R95"]
    assert found["polypharmacy"]["ddd"] == 180.0


def test_conditions_of_a_user_are_listed(tmp_path: Path, pilotzones):
    mine = tmp_path / "mine.csv"
    mine.write_text("condition;prefix\nsugar;A10\n", "utf-8")
    done = pilotzones("stratify", "conditions", "--conditions", mine)
    assert done.out.startswith("sugar: sugar (family not said)")


def test_group_names_its_commands(pilotzones):
    done = pilotzones("stratify", "--help")
    assert all(name in done.out for name in ("features", "conditions", "run"))
