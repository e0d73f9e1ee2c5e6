"""The table of conditions: what it holds, its examples, and what a user's table may say."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path

import pytest
from conftest import ROOT

from pilotzones.errors import InputError
from pilotzones.stratification.conditions import FAMILIES, Condition, read_conditions

TABLE = read_conditions()
SHIPPED = ROOT / "models" / "conditions.toml"


def faults_of(path: Path) -> list[tuple[str, str | None, int | None]]:
    with pytest.raises(InputError) as caught:
        read_conditions(path)
    return [(fault.id, fault.column, fault.row) for fault in caught.value.faults]


def written(folder: Path, change: tuple[str, str] = ("", ""), name: str = "mine.toml") -> Path:
    content = SHIPPED.read_text("utf-8")
    assert change[0] in content
    path = folder / name
    path.write_text(content.replace(*change), "utf-8")
    return path


@pytest.mark.parametrize("row", TABLE.rows, ids=lambda row: row.id)
class TestEachRow:
    def test_code_that_has_to_match_does(self, row: Condition):
        assert row.tells(row.matches)

    def test_near_code_that_must_not_match_does_not(self, row: Condition):
        assert not row.tells(row.differs)
        assert row.differs[0] == row.matches[0], "a near code is of the same main group"

    def test_codes_have_the_length_of_a_substance(self, row: Condition):
        assert len(row.matches) == len(row.differs) == 7

    def test_family_is_one_of_the_nine(self, row: Condition):
        assert row.family in FAMILIES

    def test_threshold_is_that_of_the_sickness_funds(self, row: Condition):
        assert row.ddd == Decimal(90)

    def test_source_can_be_looked_up(self, row: Condition):
        assert any(mark in row.source for mark in ("20", "WHO ATC/DDD index"))
        assert len(row.source) > 40

    def test_names_stand_in_four_languages(self, row: Condition):
        assert set(row.names) == {"fr", "nl", "de", "en"}
        assert all(row.names.values())

    def test_no_prefix_lies_inside_another(self, row: Condition):
        others = [(a, b) for a in row.prefixes for b in row.prefixes if a != b]
        assert not [(a, b) for a, b in others if a.startswith(b)]


def test_ten_conditions_cover_several_families():
    assert len(TABLE.rows) == len(set(TABLE.ids)) == 10
    assert {"diabetes", "copd", "heart_failure"} <= set(TABLE.ids)
    assert len(set(TABLE.families.values())) >= 5


def test_airway_drugs_are_parted_by_group_and_age():
    copd, asthma = (next(r for r in TABLE.rows if r.id == id) for id in ("copd", "asthma"))
    assert (copd.min_age, asthma.max_age) == (40, 49)
    both = [code for code in ("R03BB04", "R03AL06", "R03BA01", "R03AK07") if asthma.tells(code)]
    assert both == ["R03BA01", "R03AK07"]
    assert not [code for code in both if copd.tells(code)]


def test_heart_failure_is_not_every_diuretic():
    row = next(r for r in TABLE.rows if r.id == "heart_failure")
    assert [row.tells(code) for code in ("C03CA01", "C03AA03", "C09DX04", "C09DX01")] == [
        True, False, True, False
    ]  # fmt: skip


def test_prevention_of_hiv_is_no_infection():
    row = next(r for r in TABLE.rows if r.id == "hiv")
    assert [row.tells(code) for code in ("J05AR03", "J05AR20", "J05AF10")] == [False, True, False]


def test_polypharmacy_says_how_it_reads_its_source():
    rule = TABLE.polypharmacy
    assert (rule.months, rule.classes, rule.ddd) == (6, 5, Decimal(180))
    assert "Chronicopôle" in rule.source


def test_table_of_a_user_has_the_same_form(tmp_path: Path):
    assert read_conditions(written(tmp_path)) == TABLE


def test_table_without_polypharmacy_takes_ours(tmp_path: Path):
    content = SHIPPED.read_text("utf-8")
    path = tmp_path / "mine.toml"
    path.write_text(content[: content.index("[polypharmacy]")], "utf-8")
    assert read_conditions(path).polypharmacy == TABLE.polypharmacy


BROKEN = {
    "unknown key": (("ddd = 90\nsource = \"Huber", "dose = 90\nsource = \"Huber"),
                    "settings.unknown_key.known"),
    "no source": (("source = \"Pratt et al. 2018, BMJ Open 8:e021122, table 1, dementia",
                   "origin = \"Pratt"), "settings.missing_key"),
    "unknown family": (('family = "rare"', 'family = "seldom"'), "settings.wrong_value.choice"),
    "no condition of its name": (('id = "copd"', 'id = "COPD"'), "conditions.bad_id"),
    "reserved name": (('id = "copd"', 'id = "two_or_more"'), "conditions.bad_id"),
    "no ATC code": (('atc = ["N06A"]', 'atc = ["06AN"]'), "conditions.bad_prefix"),
    "no whole code": (('matches = "N06AB06"', 'matches = "N06AB"'), "conditions.bad_code"),
    "does not match": (('matches = "N06AB06"', 'matches = "N05AB06"'), "conditions.no_match"),
    "matches": (('not = "N06BA04"', 'not = "N06AA04"'), "conditions.false_match"),
    "ages the wrong way round": (("min_age = 40", "min_age = 40\nmax_age = 39"),
                                 "conditions.ages"),
    "no dose": (('atc = ["N06A"]\nddd = 90', 'atc = ["N06A"]\nddd = 0'),
                "settings.out_of_range.above"),
    "twice": (('id = "asthma"', 'id = "copd"'), "conditions.twice"),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_fault_of_a_table_is_told(tmp_path: Path, name: str):
    change, id = BROKEN[name]
    assert id in [fault[0] for fault in faults_of(written(tmp_path, change))]


def test_all_faults_of_a_table_are_told_at_once_with_their_rows(tmp_path: Path):
    content = SHIPPED.read_text("utf-8")
    for old, new in (
        ('family = "rare"', 'family = "seldom"'),
        ('not = "N06BA04"', 'not = "N06AA04"'),
        ('id = "copd"', 'id = "COPD"'),
    ):
        content = content.replace(old, new)
    path = tmp_path / "mine.toml"
    path.write_text(content, "utf-8")
    rows = content.splitlines()
    found = faults_of(path)
    assert [id for id, _, _ in found] == [
        "conditions.bad_id", "conditions.false_match", "settings.wrong_value.choice"
    ]  # fmt: skip
    assert found[0][2] == rows.index('id = "COPD"') + 1
    assert found[2][2] == rows.index('family = "seldom"') + 1


def table(folder: Path, *lines: str) -> Path:
    path = folder / "conditions.csv"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def test_table_of_prefixes_is_read(tmp_path: Path):
    found = read_conditions(
        table(tmp_path, "condition,prefix", "sugar,A10", "airways,R03A", "airways,R03B")
    )
    assert [(r.id, r.prefixes, r.ddd) for r in found.rows] == [
        ("sugar", ("A10",), Decimal(90)),
        ("airways", ("R03A", "R03B"), Decimal(90)),
    ]
    assert found.rows[0].names["nl"] == "sugar"
    assert found.families == {"sugar": "", "airways": ""}
    assert found.polypharmacy == TABLE.polypharmacy


def test_table_of_prefixes_of_a_belgian_excel_is_read(tmp_path: Path):
    found = read_conditions(table(tmp_path, "prefix;condition", "A10;sugar"))
    assert [(r.id, r.prefixes) for r in found.rows] == [("sugar", ("A10",))]


def test_faults_of_a_table_of_prefixes_are_told_at_once(tmp_path: Path):
    lines = ("condition;prefix", "sugar;A10", "Sugar;A10B", "airways;3R", ";N03", "sugar;A10")
    assert faults_of(table(tmp_path, *lines)) == [
        ("conditions.bad_id", "condition", 3),
        ("conditions.bad_prefix", "prefix", 4),
        ("cell.empty", "condition", 5),
        ("table.doubled_key", "prefix", 6),
    ]


def test_table_without_its_columns_is_told(tmp_path: Path):
    assert [f[0] for f in faults_of(table(tmp_path, "name;code", "sugar;A10"))] == [
        "table.missing_column", "table.missing_column"
    ]  # fmt: skip


def test_empty_tables_are_told(tmp_path: Path):
    assert [f[0] for f in faults_of(table(tmp_path, ""))] == ["table.empty"]
    assert [f[0] for f in faults_of(table(tmp_path, "condition;prefix"))] == ["table.header_only"]


def test_missing_file_is_told(tmp_path: Path):
    assert [f[0] for f in faults_of(tmp_path / "none.toml")] == ["file.missing"]


def test_every_family_has_words():
    words = tomllib.loads((ROOT / "src/pilotzones/words/cli_stratify.toml").read_text("utf-8"))
    assert {f"family.{family}" for family in FAMILIES} <= set(words)
