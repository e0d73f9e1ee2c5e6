"""The table of conditions: what it holds, its examples, and what a user's table may say."""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal
from pathlib import Path

import pytest
from conftest import ROOT

from pilotzones.errors import InputError
from pilotzones.stratification.conditions import FAMILIES, SYSTEMS, Condition, read_conditions
from pilotzones.stratification.conditions_codes import in_ranges

TABLE = read_conditions()
SHIPPED = ROOT / "models" / "conditions.toml"


def faults_of(path: Path) -> list[tuple[str, str | None, int | None]]:
    with pytest.raises(InputError) as caught:
        read_conditions(path)
    return [(fault.id, fault.column, fault.row) for fault in caught.value.faults]


def written(folder: Path, content: str, name: str = "mine.toml") -> Path:
    path = folder / name
    path.write_text(content, "utf-8")
    return path


_BASE = ("diabetes", "cardiovascular", "coronary", "copd", "asthma", "complex_multimorbidity")


def with_change(old: str, new: str) -> str:
    """A few rows of the shipped table, that of the change among them, and the change."""
    rows = SHIPPED.read_text("utf-8").split("[[condition]]")[1:]
    wanted = [f'\nid = "{id}"\n' for id in _BASE]
    changed = next(row for row in rows if old in row)
    kept = [row for row in rows if row is changed or any(id in row for id in wanted)]
    return "[[condition]]".join(["", *kept]).replace(old, new, 1)


@pytest.mark.parametrize("row", TABLE.rows, ids=lambda row: row.id)
class TestEachRow:
    def test_codes_that_have_to_match_do(self, row: Condition):
        assert tuple(system for system in SYSTEMS if system in row.matches) == row.ways
        assert all(row.tells(code, system) for system, code in row.matches.items())

    def test_near_codes_that_must_not_match_do_not(self, row: Condition):
        assert set(row.differs) == set(row.ways)
        assert not any(row.tells(code, system) for system, code in row.differs.items())

    def test_near_codes_are_of_the_same_chapter_or_close_to_it(self, row: Condition):
        for system in ("atc", "icpc2"):
            if system in row.ways:
                assert row.differs[system][0] == row.matches[system][0]

    def test_family_is_one_of_the_nine(self, row: Condition):
        assert row.family in FAMILIES

    def test_threshold_is_that_of_the_sickness_funds(self, row: Condition):
        assert row.ddd == Decimal(28 if row.id == "hepatitis_c" else 90)

    def test_source_can_be_looked_up(self, row: Condition):
        assert re.search(r"\b(19|20)[0-9]{2}\b", row.source)
        assert len(row.source) > 40

    def test_every_system_has_its_source(self, row: Condition):
        assert ("icpc2" in row.ways) == ("ICPC-2: Wonca" in row.source)
        if "icd10" in row.ways:
            assert "ICD-10: " in row.source
        if "nomenclature" in row.ways:
            assert re.search("RIZIV/INAMI|Mutualiteit|Domus Medica", row.source)

    def test_names_stand_in_four_languages(self, row: Condition):
        assert set(row.names) == {"fr", "nl", "de", "en"}
        assert all(row.names.values())

    def test_no_code_lies_inside_another(self, row: Condition):
        for system in SYSTEMS:
            codes = row.prefixes if system == "atc" else row.codes(system)
            others = [(a, b) for a in codes for b in codes if a != b]
            assert not [(a, b) for a, b in others if a.startswith(b)]
            assert len(codes) == len(set(codes))

    def test_exceptions_are_of_its_own_medicines(self, row: Condition):
        assert all(code.startswith(row.prefixes) for code in row.excepted)

    def test_chapter_is_that_of_most_of_its_rubrics(self, row: Condition):
        letters = {code[0] for code in row.icpc2}
        assert row.least is not None or not letters or row.chapter in letters

    def test_it_says_what_it_counts_too_much_or_too_little(self, row: Condition):
        content = SHIPPED.read_text("utf-8")
        own = content[content.index(f'id = "{row.id}"') :].split("[[condition]]")[0]
        assert own.count("\n# ") >= 1


def test_fifty_conditions_cover_the_nine_families():
    assert len(TABLE.rows) == len(set(TABLE.ids)) == 50
    assert set(TABLE.families.values()) == set(FAMILIES)
    assert TABLE.uncounted == (
        "diabetes_insulin", "diabetes_no_insulin", "coronary", "arrhythmia",
        "complex_multimorbidity",
    )  # fmt: skip


def test_the_conditions_that_the_guide_names_are_there():
    by_family = {family: [r.id for r in TABLE.rows if r.family == family] for family in FAMILIES}
    assert by_family["persistent_communicable"] == [
        "hiv", "hepatitis_b", "hepatitis_c", "tuberculosis"
    ]  # fmt: skip
    assert {"depression", "psychosis", "bipolar", "adhd", "dementia", "alcohol", "opioids"} == set(
        by_family["mental"]
    )
    assert {"osteoporosis", "glaucoma", "parkinson", "epilepsy", "paralysis"} <= set(
        by_family["functional"]
    )


def test_ranges_of_categories_are_all_of_them():
    cancer = next(r for r in TABLE.rows if r.id == "cancer")
    assert len(cancer.icd10) == 44 + 53
    assert [cancer.tells(code, "icd10") for code in ("C00.1", "C43", "C44.9", "C45", "C97")] == [
        True, True, False, True, True
    ]  # fmt: skip
    assert in_ranges(cancer.icd10) == ("C00-C43", "C45-C97")


def test_airway_drugs_are_parted_by_group_and_age():
    copd, asthma = (next(r for r in TABLE.rows if r.id == id) for id in ("copd", "asthma"))
    assert (copd.min_age, asthma.max_age) == (40, 49)
    both = [code for code in ("R03BB04", "R03AL06", "R03BA01", "R03AK07") if asthma.tells(code)]
    assert both == ["R03BA01", "R03AK07"]
    assert not [code for code in both if copd.tells(code)]


def test_heart_failure_is_not_every_diuretic():
    row = next(r for r in TABLE.rows if r.id == "heart_failure")
    assert [row.tells(code) for code in ("C03CA01", "C03AA03", "C09DX04", "C08CA01")] == [
        True, False, True, False
    ]  # fmt: skip
    assert [row.doses.hold(code) for code in ("C03CA01", "C09DX04")] == [False, True]


def test_prevention_of_hiv_is_no_infection():
    row = next(r for r in TABLE.rows if r.id == "hiv")
    assert [row.tells(code) for code in ("J05AR03", "J05AR20", "J05AF10")] == [False, True, False]


def test_polypharmacy_says_how_it_reads_its_source():
    rule = TABLE.polypharmacy
    assert (rule.months, rule.classes, rule.ddd) == (6, 5, Decimal(180))
    assert "Chronicopôle" in rule.source


def test_table_of_a_user_has_the_same_form(tmp_path: Path):
    assert read_conditions(written(tmp_path, SHIPPED.read_text("utf-8"))) == TABLE


def test_table_without_polypharmacy_takes_ours(tmp_path: Path):
    content = SHIPPED.read_text("utf-8")
    path = tmp_path / "mine.toml"
    path.write_text(content[: content.index("[polypharmacy]")], "utf-8")
    assert read_conditions(path).polypharmacy == TABLE.polypharmacy


_N06A = 'matches = { atc = "N06AB06", icd10 = "F33.1", icpc2 = "P76" }'
_NOT = 'not = { atc = "N06BA04", icd10 = "F41.1", icpc2 = "P74" }'
BROKEN = {
    "unknown key": (("min_age = 40", "min_ages = 40"), "settings.unknown_key"),
    "no source": (('source = "WHO ATC/DDD index, N07BC', 'origin = "WHO'), "settings.missing_key"),
    "unknown family": (('family = "rare"', 'family = "seldom"'), "settings.wrong_value.choice"),
    "no condition of its name": (('id = "copd"', 'id = "COPD"'), "conditions.bad_id"),
    "reserved name": (('id = "copd"', 'id = "two_or_more"'), "conditions.bad_id"),
    "no ATC code": (('atc = ["N06A"]', 'atc = ["06AN"]'), "conditions.bad_prefix"),
    "no item": (('"425294", "425316"', '"425294", "42531"'), "conditions.bad_item"),
    "no ICD-10 code": (('icd10 = ["G35"]', 'icd10 = ["35G"]'), "conditions.bad_icd10"),
    "no range of ICD-10": (('"C00-C43"', '"C43-C00"'), "conditions.bad_icd10"),
    "no ICPC-2 code": (('icpc2 = ["N86"]', 'icpc2 = ["G86"]'), "conditions.bad_icpc2"),
    "no chapter": (('chapter = "Y"', 'chapter = "Q"'), "conditions.bad_chapter"),
    "no whole code": ((_N06A, _N06A.replace("N06AB06", "N06AB")), "conditions.bad_code"),
    "example of no system": ((_N06A, _N06A.replace("icpc2", "icd9")), "settings.unknown_key.known"),
    "an example is missing": ((_N06A, 'matches = "N06AB06"'), "conditions.no_example"),
    "no example at all": ((_NOT, ""), "conditions.no_example"),
    "example without codes": (
        ('icpc2 = ["P76"]', ""), "conditions.example_without_codes"
    ),
    "does not match": ((_N06A, _N06A.replace("N06AB06", "N05AB06")), "conditions.no_match"),
    "diagnosis does not match": ((_N06A, _N06A.replace("F33.1", "F31.3")), "conditions.no_match"),
    "matches": ((_NOT, _NOT.replace("N06BA04", "N06AA04")), "conditions.false_match"),
    "diagnosis matches": ((_NOT, _NOT.replace("P74", "P76")), "conditions.false_match"),
    "ages the wrong way round": (("min_age = 40", "min_age = 40\nmax_age = 39"),
                                 "conditions.ages"),
    "no dose": (('atc = ["N06A"]', 'atc = ["N06A"]\nddd = 0'), "settings.out_of_range.above"),
    "one group alone": (
        ('together = [["C03C"], ["C09A", "C09B", "C09C", "C09D"]]', 'together = [["C03C"]]'),
        "settings.wrong_value.empty",
    ),
    "nothing tells it": (('conditions = 3\nchapters = 3', ""), "conditions.no_way"),
    "number with codes": (("chapters = 3", 'chapters = 3\nicd10 = ["Z99.9"]'
                           "\nmatches = { icd10 = 'Z99.9' }\nnot = { icd10 = 'Z99.8' }"),
                          "conditions.number_alone"),
    "kind of nothing": (('within = "diabetes"', 'within = "sugar"'), "conditions.within_what"),
    "kind of a kind": (('within = "diabetes"', 'within = "coronary"'), "conditions.within_what"),
    "no part of the body": (('chapter = "S"\n', ""), "conditions.no_chapter"),
    "twice": (('id = "asthma"', 'id = "copd"'), "conditions.twice"),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_fault_of_a_table_is_told(tmp_path: Path, name: str):
    change, id = BROKEN[name]
    assert id in [fault[0] for fault in faults_of(written(tmp_path, with_change(*change)))]


def test_all_faults_of_a_table_are_told_at_once_with_their_rows(tmp_path: Path):
    content = SHIPPED.read_text("utf-8")
    for old, new in (
        ('family = "rare"', 'family = "seldom"'),
        (_NOT, _NOT.replace("N06BA04", "N06AA04")),
        ('id = "copd"', 'id = "COPD"'),
    ):
        content = content.replace(old, new, 1)
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
