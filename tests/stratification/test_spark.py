"""Spark gives what DuckDB gives, cell by cell, and leaves nothing that can be read."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest
from conftest import ROOT
from stratification.test_features import random_claims, random_diagnoses
from synthetic_claims import CONDITIONS, TABLE, YEAR, delivery, diagnosis, engine, person

from pilotzones.errors import InputError, MissingPartError, PilotzonesError
from pilotzones.stratification import spark as module
from pilotzones.stratification.engine import PREFIX, frame_of, given, kept, rows_of, run_folder
from pilotzones.stratification.export import write_features
from pilotzones.stratification.features import features, ways
from pilotzones.stratification.impact_file import read_impact
from pilotzones.stratification.inefficiency_file import read_inefficiency
from pilotzones.stratification.ledger import ledger, ledger_of_persons
from pilotzones.stratification.people_frame import yearly_frames
from pilotzones.stratification.reading import PeopleTables
from pilotzones.stratification.risk_columns import with_risk_columns
from pilotzones.stratification.spark import on_engine, settings
from pilotzones.stratification.spending import spending_tables
from pilotzones.stratification.stays import examinations, index_stays

pytestmark = [
    # py4j leaves closing its sockets to Python
    pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
MARK = "CANARY-OF-A-PERSON"
INTERPRETED = {
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.shuffle.partitions": "1",
    "spark.sql.adaptive.enabled": "false",
}
"""A few thousand rows: making Java of a query, or many parts, takes longer than the query."""
_MOST = Decimal("9999999999999.99")


def nasty() -> tuple[list[dict[str, Any]], ...]:
    """SYNTHETIC persons, deliveries and diagnoses of the kind that engines differ about."""
    odd = ("é", "Z", "a", "ﬀ", "𝔞", "0", "p 1", "p'1", 'p"1', "p\\1")
    people = [person(id) for id in odd]
    people += [
        person("newborn", birth_year=2022),
        person("old", birth_year=1901),
        person("dead", death_date=date(2022, 2, 28), left_on=date(2022, 3, 1)),
        person("gone", left_on=date(2021, 12, 31)),
        person("moved", moved_on=date(2023, 1, 1), unit_before="4000"),
        person("nobody", sex="M"),
    ]
    codes = ("A10BA02", "a10ba02", "A10", "A1", "A10BA02\u2028", "A10BA\u0085", "N02BE01\u2028",
             "É10B", "(", ".*", "A10BA02\\", "𝔞10BA", "N06AB06 ", None, "")  # fmt: skip
    care = [delivery(id, code=code, date=date(2022, 7, 1)) for id in odd for code in codes]
    # in binary floating point 900 times 0.1 is 89.99999999999864, and cents do not add up either
    care += [delivery("é", ddd="0.1", amount_eur="0.10", date=date(2022, 5, 5))] * 900
    care += [delivery("Z", ddd=ddd, code="C09AA05") for ddd in ("89.9999", "0.0001")]
    care += [delivery("a", ddd=None, amount_eur=amount) for amount in (_MOST, "0.01", "0")] * 3
    stays = (
        (2021, 12, 31),
        (2022, 1, 1),
        (2022, 2, 28),
        (2022, 3, 1),
        (2022, 12, 31),
        (2023, 1, 1),
    )
    care += [delivery("ﬀ", kind="hospital", code=None, ddd=None, date=date(*d)) for d in stays] * 2
    care += [delivery("moved", kind="gp", code=code, ddd=None) for code in ("101032", "1o1032", "")]
    extras = {"patient_eur": "2.50", "supplement_eur": "0.75", "payer": "region", "excluded": True}
    care += [delivery("0", kind="nursing", code=None, ddd=None, amount_eur="7.77") | extras]
    seen = [code for group in read_inefficiency().repeated.groups for code in group.codes]
    care += [
        delivery(id, kind="other", code=code, ddd=None, date=date(2022, month, 28))
        for id in odd
        for code in seen
        for month in (1, 2, 3, 9)
    ]
    known = [
        diagnosis("Z", icd10="e11.9", icpc2=None, date=None),
        diagnosis("Z", icd10="E11\u2028", icpc2="T90.1"),
        diagnosis("a", icd10="(", icpc2="?", ended_on=date(2022, 1, 1)),
        diagnosis("old", icd10="I50", icpc2=None, date=date(2010, 1, 1)),
    ]
    return people, care, known


@dataclass(frozen=True)
class Both:
    """The same tables on both engines."""

    duckdb: PeopleTables
    spark: PeopleTables
    con: Any


@pytest.fixture(scope="module")
def both(spark: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    people, care = random_claims(11, 300, 12_000, TABLE)
    odd, odd_care, odd_known = nasty()
    for row in odd_care:
        for name in ("patient_eur", "supplement_eur"):
            row[name] = Decimal(row[name]) if row.get(name) is not None else None
    folder = tmp_path_factory.mktemp("both")
    with engine(folder) as run, pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "settings", lambda *args: settings(*args) | INTERPRETED)
        tables = run.read(
            people + odd, care + odd_care, diagnoses=random_diagnoses(12, 300, 900) + odd_known
        )
        with on_engine(tables, "spark", folder) as moved:
            yield Both(tables, moved, run.con)


def same(first: Any, second: Any) -> pa.Table:
    """Rows of both engines, which have to be equal in values, types and order."""
    ours, theirs = rows_of(first), rows_of(second)
    assert ours.schema.equals(theirs.schema)
    for name in ours.column_names:
        assert ours[name].to_pylist() == theirs[name].to_pylist(), name
    assert ours.num_rows
    return ours


def test_checked_rows_go_over_as_they_are(both: Both):
    for name in ("persons", "deliveries", "diagnoses"):
        mine, theirs = getattr(both.duckdb, name), getattr(both.spark, name)
        order = list(mine.columns)
        same(mine.order_by(order), theirs.order_by(order))
        assert theirs.get_backend().name == "pyspark"
    assert str(both.spark.deliveries.schema()["amount_eur"]) == "decimal(18, 2)"
    assert str(both.spark.deliveries.schema()["ddd"]) == "decimal(18, 4)"


def test_features_are_the_same_cell_by_cell(both: Both):
    tables = [features(each, TABLE, 2022, next_year=True) for each in (both.duckdb, both.spark)]
    rows = same(*tables).to_pandas().set_index("person_id")
    told = rows[[name for name in rows if name.startswith("cond_")]].sum()
    assert (told > 0).mean() > 0.9
    assert rows.loc["é", "ddd"] == Decimal("90") + 30 * 15
    assert rows.loc["é", "cost_drug"] == Decimal("90") + 10 * 15
    # decimals that are nearly as long as can be add up too
    assert rows.loc["a", "next_cost"] == 3 * (_MOST + Decimal("0.01"))


def test_file_of_features_is_the_same(both: Both, tmp_path: Path):
    files = [tmp_path / f"{name}.csv" for name in ("duckdb", "spark")]
    for tables, file in zip((both.duckdb, both.spark), files, strict=True):
        own = replace(tables, payments=kept(tables.payments))  # writing lets go of them
        assert write_features(own, CONDITIONS, both.con, file) > 100
    assert files[0].read_bytes() == files[1].read_bytes()


def test_what_each_way_tells_is_the_same(both: Both):
    same(*(ways(t, TABLE, 2022).order_by("person_id") for t in (both.duckdb, both.spark)))


def test_ledger_is_the_same(both: Both):
    same(*(ledger(t, TABLE, 2022) for t in (both.duckdb, both.spark)))
    same(*(ledger_of_persons(t, TABLE, YEAR, minimum=5) for t in (both.duckdb, both.spark)))


def test_spending_of_a_target_group_is_the_same(both: Both):
    people = rows_of(both.duckdb.persons.select("person_id").order_by("person_id"))
    chosen = people.slice(0, 150)
    found = []
    for tables in (both.duckdb, both.spark):
        target = given(tables.deliveries.get_backend(), "target", chosen)
        found.append(spending_tables(tables.deliveries, target, YEAR, costs={}))
    for mine, theirs in zip(*found, strict=True):
        pd.testing.assert_frame_equal(mine.frame, theirs.frame)
        assert mine.lines == theirs.lines
    assert len(found[0][0].frame) > 3


def test_frame_that_models_are_fitted_on_is_the_same(both: Both):
    found = []
    for tables in (both.duckdb, both.spark):
        only = replace(tables, years=(YEAR,))
        found.append(with_risk_columns(yearly_frames(only, TABLE), only, read_impact()))
    assert list(found[0]) == list(found[1]) == [YEAR]
    pd.testing.assert_frame_equal(found[0][YEAR], found[1][YEAR])


def test_stays_and_examinations_are_the_same(both: Both):
    """What the signs of inefficiency count of each person."""
    rules, impact = read_inefficiency(), read_impact()
    stays, seen = (
        [index_stays(each, 2022, rules, impact.emergency) for each in (both.duckdb, both.spark)],
        [examinations(each, 2022, rules.repeated) for each in (both.duckdb, both.spark)],
    )
    assert same(*stays).num_rows > 20
    groups = len(rules.repeated.groups)  # February and March follow within 90 days
    assert set(same(*seen).column("repeated").to_pylist()) == {2 * groups}


def test_average_is_divided_once_at_the_end(both: Both):
    """The sum is exact on both; one division of it is the same on both."""
    means = []
    for tables in (both.duckdb, both.spark):
        care: Any = tables.deliveries
        by = care.group_by("kind").agg(
            eur=care.amount_eur.sum().cast("decimal(18, 2)"), n=care.count()
        )
        rows = rows_of(by.order_by("kind")).to_pylist()
        means.append([float(row["eur"]) / row["n"] for row in rows])
    assert means[0] == means[1]


# privacy


def test_words_of_spark_are_not_said(both: Both, capfd: pytest.CaptureFixture[str]):
    people: Any = both.spark.persons
    wrong = people.mutate(n=(people.person_id + MARK).cast("int64"))
    for call in (rows_of, frame_of):
        with pytest.raises(PilotzonesError) as caught:
            call(wrong)
        assert [fault.id for fault in caught.value.faults] == ["input.engine"]
        assert MARK not in f"{caught.value}{caught.value.faults}"
        assert caught.value.__suppress_context__
    out = "".join(capfd.readouterr())
    assert MARK not in out and "newborn" not in out and "Exception" not in out


def test_nothing_listens_to_the_network_and_nothing_is_written_down(tmp_path: Path):
    """Rows on this machine are for this machine; in a cluster nobody gets any without a secret."""
    local, cluster = settings("spark", tmp_path), settings("spark://host:7077", tmp_path)
    assert local["spark.driver.bindAddress"] == local["spark.driver.host"] == "127.0.0.1"
    assert cluster["spark.authenticate"] == cluster["spark.network.crypto.enabled"] == "true"
    for found in (local, cluster):
        assert found["spark.io.encryption.enabled"] == "true"
        assert found["spark.eventLog.enabled"] == found["spark.ui.enabled"] == "false"
        assert Path(found["spark.local.dir"]).parent == tmp_path


def test_settings_hold_in_the_running_spark(both: Both):
    conf = both.spark.persons.get_backend()._session.sparkContext.getConf()
    for name in ("spark.io.encryption.enabled", "spark.eventLog.enabled", "spark.local.dir"):
        assert conf.get(name) == settings("spark", Path(conf.get("spark.local.dir")).parent)[name]


KILLED = f"""
import os, sys
from pathlib import Path
sys.path[:0] = {[str(ROOT / "tests"), str(ROOT / "src")]!r}
from pilotzones.stratification import spark
from pilotzones.stratification.engine import rows_of
from synthetic_claims import delivery, engine, person
sealed, quick = spark.settings, {INTERPRETED!r}
if sys.argv[2] == "plain":
    quick["spark.io.encryption.enabled"] = "false"
spark.settings = lambda *args: sealed(*args) | quick
with engine(Path(sys.argv[1])) as run:
    people = [person(f"{MARK}-{{n}}") for n in range(2_000)]
    tables = run.read(people, [delivery(row["person_id"]) for row in people])
    own = [path for path in Path(sys.argv[1]).iterdir() if path.is_dir()]
    with spark.on_engine(tables, "spark", own[0]) as moved:
        for path in Path(sys.argv[1]).glob("*.parquet"):  # the files of the test itself
            path.unlink()
        care = moved.deliveries
        care = care.group_by("person_id").agg(n=care.count()).order_by("person_id")
        assert rows_of(care).num_rows == 2_000
        java = moved.persons.get_backend()._session.sparkContext._gateway.proc.pid
        os.kill(java, 9)
        os.kill(os.getpid(), 9)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no signal 9 on Windows")
@pytest.mark.parametrize("way", ["as it is", "plain"])
@pytest.mark.long
def test_killed_run_leaves_nothing_that_can_be_read(spark: None, tmp_path: Path, way: str):
    """The second case, without encryption, shows that the rows would be found."""
    home = tmp_path / "runs"
    home.mkdir()
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(home), way],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )
    assert killed.returncode == -9, killed.stderr[-2_000:]
    assert MARK not in killed.stdout + killed.stderr
    left = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert all(home in path.parents for path in left)
    assert any("blockmgr" in str(path) for path in left)
    found = [path.name for path in left if MARK.encode() in path.read_bytes()]
    assert bool(found) is (way == "plain")
    with run_folder(home) as folder:
        assert [path.name for path in home.glob(f"{PREFIX}*")] == [folder.name]


# what is missing


def test_without_pyspark_the_extra_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setitem(sys.modules, "pyspark", None)
    with pytest.raises(MissingPartError) as caught, on_engine(Any, "spark", tmp_path):  # type: ignore[arg-type]
        pass
    assert [fault.id for fault in caught.value.faults] == ["part.spark"]


def test_without_java_it_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setitem(sys.modules, "pyspark", sys)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(MissingPartError) as caught:
        module.refuse_engine_without_parts("spark")
    assert [fault.id for fault in caught.value.faults] == ["part.java"]


@pytest.mark.parametrize("name", ["Spark", "spark://", "http://host", "local[*]", "", "duck db"])
def test_other_engines_are_refused(name: str):
    with pytest.raises(InputError) as caught:
        module.refuse_engine_without_parts(name)
    assert [(f.id, f.value) for f in caught.value.faults] == [("input.spark_engine", name)]
