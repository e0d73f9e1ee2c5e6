"""Priorities by need and supply: the score by hand, the group's own ranking, wrong rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import inf
from pathlib import Path

import openpyxl
import pytest
from stratification.case_makers import sheet_with
from synthetic_care import care, group
from synthetic_people import people_sheet

from pilotzones.errors import InputError
from pilotzones.present.workbook.declared import TABLES, declared_table
from pilotzones.stratification.priorities.declared import (
    LONGEST,
    beside,
    read_own,
    read_voices,
    unnamed,
)
from pilotzones.stratification.priorities.model import score_model
from pilotzones.stratification.priorities.score import ranked
from pilotzones.stratification.priorities.section import NeedsSection, PrioritiesSection
from pilotzones.stratification.priorities.sheet import priorities_sheet
from pilotzones.stratification.priorities.values import OwnPriority, Priority
from pilotzones.stratification.released import HIDDEN
from pilotzones.words import LANGUAGES

DEFAULT = PrioritiesSection().weights


def row_of(rows: Sequence[Priority], *key: str) -> Priority:
    (found,) = [r for r in rows if (r.need_id, r.care, r.part) == key]
    return found


def test_score_is_that_of_the_stated_formula():
    """SYNTHETIC: copd 0.031 x 0.985 in the zone, 0.026 in the country; chronic 0.261 rural."""
    rows, held = ranked(people_sheet(), care(), DEFAULT)
    row = row_of(rows, "copd", "gp", "rural")
    need = round(0.031 * 0.985, 5) / 0.026 * 0.261 / 0.246
    part, rest = round(84_320 * 0.318), 84_320 - round(84_320 * 0.318)
    share = part * 0.261 / (part * 0.261 + rest * 0.239)
    people = round(round(84_320 * 0.031) * share / 10) * 10
    assert row.need == pytest.approx(need)
    assert row.lack == pytest.approx(100 / 75)
    assert row.people == people
    expected = need * (100 / 75) * (100 * people / 84_320) ** 0.5
    assert row.score == pytest.approx(expected, abs=1e-4)
    assert held == 0


def test_rural_and_not_rural_are_apart_and_ranks_go_down_with_the_score():
    rows, _ = ranked(people_sheet(), care(), DEFAULT)
    assert {row.part for row in rows} == {"rural", "other"}
    assert [row.rank for row in rows] == list(range(1, len(rows) + 1))
    scores = [row.score for row in rows]
    assert scores == sorted(scores, reverse=True)
    pairs = {(row.need_id, row.care) for row in rows}
    known = {t.providers.type for t in care().types}
    families = people_sheet().families
    for need, type in pairs:
        assert type in score_model().care_of(need, families.get(need, ""))
        assert type in known


def test_zone_is_one_part_where_the_rural_part_is_not_told():
    for sheet in (
        people_sheet(tables={"rural": None}),
        sheet_with("rural", "chronic_share", HIDDEN, part="rural"),
    ):
        rows, _ = ranked(sheet, care(), DEFAULT)
        assert {row.part for row in rows} == {"zone"}


def test_hidden_need_is_counted_and_not_ranked():
    sheet = sheet_with("morbidity", "zone_std", HIDDEN, condition="copd")
    rows, held = ranked(sheet, care(), DEFAULT)
    assert held == 1
    assert "copd" not in {row.need_id for row in rows}


def test_no_reference_or_no_care_ranks_nothing():
    assert ranked(people_sheet(reference=False), care(), DEFAULT) == ((), 0)
    assert ranked(people_sheet(), replace(care(), types=()), DEFAULT)[0] == ()


def test_nothing_in_reach_counts_as_the_most():
    sheet = care()
    types = tuple(
        replace(t, groups={**t.groups, "rural": group("rural", 2, 0, 0.0, m=1.0)})
        if t.providers.type == "gp"
        else t
        for t in sheet.types
    )
    rows, _ = ranked(people_sheet(), replace(sheet, types=types), DEFAULT)
    row = row_of(rows, "copd", "gp", "rural")
    assert row.lack == inf
    bounded = row.need * DEFAULT.most * (100 * row.people / 84_320) ** 0.5
    assert row.score == pytest.approx(bounded, abs=1e-4)


def test_project_changes_the_weights():
    section = PrioritiesSection(need=0.0, lack=2.0)
    assert section.weights == replace(DEFAULT, need=0.0, lack=2.0, own=True)
    rows, _ = ranked(people_sheet(), care(), section.weights)
    row = row_of(rows, "copd", "gp", "rural")
    expected = (100 / 75) ** 2 * (100 * row.people / 84_320) ** 0.5
    assert row.score == pytest.approx(expected, abs=1e-4)


def test_model_names_care_and_families_that_there_are():
    from pilotzones.resources.care_types import care_types
    from pilotzones.stratification.conditions import read_conditions

    model, table = score_model(), read_conditions()
    named = {t for types in (*model.families.values(), *model.conditions.values()) for t in types}
    assert named <= set(care_types())
    assert {row.family for row in table.rows} <= set(model.families)
    more = {"two_or_more", "polypharmacy"}
    assert set(model.conditions) <= {row.id for row in table.rows} | more


def rows_of(*ids: tuple[str, str]) -> tuple[Priority, ...]:
    """SYNTHETIC ranking of needs and care, in the order given."""
    return tuple(
        Priority(k, need, type, "zone", 1.0, 1.0, 100, 9.0 - k)
        for k, (need, type) in enumerate(ids, start=1)
    )


NEEDS = {"copd": ("BPCO", "COPD"), "diabetes": ("diabète", "diabetes"), "asthma": ("asthme",)}
CARE = {"gp": ("médecin généraliste", "huisarts"), "pharmacy": ("officine",)}
SCORE = rows_of(("copd", "gp"), ("diabetes", "pharmacy"), ("diabetes", "gp"), ("asthma", "gp"))


def test_own_ranking_is_read_by_the_names_in_it():
    own = (
        OwnPriority(1, "Diabète : plus de médecins généralistes"),
        OwnPriority(2, "Mieux soigner la BPCO"),
        OwnPriority(3, "Une meilleure concertation"),
        OwnPriority(4, "Des officines de garde"),
    )
    found = beside(own, SCORE, NEEDS, CARE)
    assert [each.needs for each in found] == [("diabetes",), ("copd",), (), ()]
    assert [each.care for each in found] == [("gp",), (), (), ("pharmacy",)]
    assert [each.computed for each in found] == [3, 1, None, 2]
    # by the score: BPCO, officines, diabète
    assert [each.moved for each in found] == [2, -1, None, -1]
    assert unnamed(found, SCORE) == ("asthma",)


def test_part_of_a_word_names_nothing():
    (found,) = beside([OwnPriority(1, "Antidiabétiques")], SCORE, NEEDS, CARE)
    assert (found.needs, found.computed, found.moved) == ((), None, None)


def test_condition_is_known_by_its_short_name_in_any_language(tmp_path: Path):
    names = {"copd": {"fr": "bronchopneumopathie chronique obstructive (BPCO)", "en": "COPD"}}
    names["cardio"] = {"fr": "maladie cardiaque, hypertension comprise"}
    sheet = replace(people_sheet(), names=names)
    csv(tmp_path / "own.csv", "rank;priority", "1;Mieux soigner la BPCO", "2;Maladies cardiaques")
    section = PrioritiesSection(file=Path("own.csv"))
    found = priorities_sheet(sheet, None, (section, None), tmp_path)
    assert found.own is not None
    assert [each.needs for each in found.own] == [("copd",), ("cardio",)]


def csv(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


@pytest.mark.parametrize(
    "header",
    ["rang;priorité;qui", "Rang;Prioriteit;Wie", "Rang;Priorität;wer", "rank;priority;who"],
)
def test_ranking_is_read_in_every_language_in_the_order_of_its_ranks(tmp_path: Path, header: str):
    path = csv(tmp_path / "own.csv", header, "2;Asthma;", "1;Diabetes and feet;GP circle")
    assert read_own(path) == (
        OwnPriority(1, "Diabetes and feet", "GP circle"),
        OwnPriority(2, "Asthma"),
    )


def test_wrong_rows_of_the_ranking_are_told_one_by_one(tmp_path: Path):
    path = csv(
        tmp_path / "own.csv",
        "rank;priority;why",
        "1;Diabetes;good",
        "1;COPD;twice",
        "0;Asthma;zero",
        "two;Gout;word",
        "5;;empty",
        "6;Dementia;85.07.30-033.28",
        f"7;Depression;{'x' * (LONGEST + 1)}",
    )
    with pytest.raises(InputError) as caught:
        read_own(path)
    faults = caught.value.faults
    assert [fault.row for fault in faults] == [3, 4, 5, 6, 7, 8]
    assert faults[0].id == "table.doubled_key"
    assert [fault.id for fault in faults[3:]] == [
        "cell.empty",
        "declared.national_number",
        "declared.too_long",
    ]
    assert all("033" not in str(fault) for fault in faults)


def test_wrong_rows_of_the_needs_are_told_one_by_one(tmp_path: Path):
    path = csv(
        tmp_path / "needs.csv",
        "qui;quoi;où;source",
        "Patients;Attendre moins;Dinant;Focus group, mars 2026",
        ";Un médecin;Ciney;Enquête",
        "Aidants;;Ciney;Enquête",
        "Aidants;Du répit;;",
    )
    with pytest.raises(InputError) as caught:
        read_voices(path)
    assert [(f.row, f.id) for f in caught.value.faults] == [
        (3, "cell.empty"),
        (4, "cell.empty"),
        (5, "cell.empty"),
    ]


def test_needs_are_read_in_the_order_of_the_file(tmp_path: Path):
    path = csv(
        tmp_path / "n.csv", "wer;was;wo;quelle", "Pflege;Zeit;;Gespräch", "Ärzte;IT;Eupen;Mail"
    )
    found = read_voices(path)
    assert [(v.who, v.what, v.where, v.source) for v in found] == [
        ("Pflege", "Zeit", "", "Gespräch"),
        ("Ärzte", "IT", "Eupen", "Mail"),
    ]


def test_faults_of_both_files_are_told_together(tmp_path: Path):
    csv(tmp_path / "own.csv", "rank;priority", "0;Asthma")
    csv(tmp_path / "needs.csv", "who;what;source", "GPs;;survey")
    sections = PrioritiesSection(file=Path("own.csv")), NeedsSection(file=Path("needs.csv"))
    with pytest.raises(InputError) as caught:
        priorities_sheet(None, None, sections, tmp_path)
    files = [Path(fault.file or "").name for fault in caught.value.faults]
    assert files == ["own.csv", "needs.csv"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_templates_are_read_in_their_language(tmp_path: Path, lang: str):
    for name in TABLES:
        path = tmp_path / name
        path.write_bytes(declared_table(name, lang))
        assert path.read_bytes() == declared_table(name, lang)
        book = openpyxl.load_workbook(path)
        cells = [1, "COPD", "GPs", "often"] if name == "priorities.xlsx" else ["A", "B", "C", "D"]
        book.worksheets[0].append(cells)
        book.save(path)
    assert read_own(tmp_path / "priorities.xlsx") == (OwnPriority(1, "COPD", "GPs", "often"),)
    (voice,) = read_voices(tmp_path / "needs.xlsx")
    assert (voice.who, voice.what, voice.where, voice.source) == ("A", "B", "C", "D")
