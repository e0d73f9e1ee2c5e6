"""Sections ``[people] [strata] [target]`` of a project file: what goes together, and the faults."""

from __future__ import annotations

from pathlib import Path

import pytest
from zones.places import faults_of, ids_of

from pilotzones.project import read_project
from pilotzones.stratification.released import HIDDEN
from pilotzones.stratification.section import (
    SYNTHETIC_YEAR,
    PeopleSection,
    StrataSection,
    TargetSection,
    resolved,
)
from pilotzones.stratification.sheet import _released_totals

HEAD = '[project]\nname = "Our project"\nlanguage = "en"\n[zone]\npostcodes = "5500"\n'
FILES = 'persons = "persons.csv"\ndeliveries = ["a.csv", "b.csv"]\nyear = 2024\n'


def project(folder: Path, text: str) -> Path:
    """Project file with these sections, and empty files beside it."""
    for name in ("persons.csv", "a.csv", "b.csv", "names.toml"):
        (folder / name).write_text("x\n", "utf-8")
    path = folder / "pilot.toml"
    path.write_text(HEAD + text, "utf-8")
    return path


def test_project_without_people_has_no_such_section(tmp_path: Path):
    found = read_project(project(tmp_path, ""))
    assert found.section("people", PeopleSection) is None
    assert found.section("strata", StrataSection) == StrataSection()
    assert found.section("target", TargetSection) is None


def test_files_are_found_from_the_folder_of_the_project(tmp_path: Path):
    text = f'[people]\n{FILES}mapping = "names.toml"\nminimum_cell = 20\nmemory_limit = "2GB"\n'
    found = read_project(project(tmp_path, text))
    section = found.section("people", PeopleSection)
    assert section is not None
    people = resolved(section, found.folder)
    assert people.persons == (tmp_path / "persons.csv",)
    assert people.deliveries == (tmp_path / "a.csv", tmp_path / "b.csv")
    assert people.mapping == tmp_path / "names.toml"
    assert (people.minimum_cell, people.base_year, people.memory_limit) == (20, 2024, "2GB")
    assert set(found.paths) == {
        "people.persons (1)",
        "people.deliveries (1)",
        "people.deliveries (2)",
        "people.mapping",
    }


def test_file_that_does_not_exist_is_a_fault(tmp_path: Path):
    text = "[people]\n" + FILES.replace("persons.csv", "person.csv")
    assert ids_of(read_project, project(tmp_path, text)) == ["file.missing_near"]


def test_synthetic_population_needs_no_file_and_has_a_year_of_its_own(tmp_path: Path):
    text = "[people]\nsynthetic = true\nseed = 7\noutside_share = 0.02\n"
    section = read_project(project(tmp_path, text)).section("people", PeopleSection)
    assert section is not None
    assert (section.synthetic, section.seed, section.base_year) == (True, 7, SYNTHETIC_YEAR)
    assert section.minimum_cell == 10


@pytest.mark.parametrize(
    ("people", "id"),
    [
        (f"synthetic = true\n{FILES}", "people_key.two_sources"),
        ('synthetic = true\nmapping = "names.toml"\n', "people_key.two_sources"),
        ("", "people_key.no_files"),
        ("synthetic = false\n", "people_key.no_files"),
        ('persons = "persons.csv"\nyear = 2024\n', "people_key.no_files"),
        (FILES.replace("year = 2024\n", ""), "people_key.no_year"),
        (f"{FILES}seed = 3\n", "people_key.only_synthetic"),
        (f"{FILES}outside_share = 0.1\n", "people_key.only_synthetic"),
        ('synthetic = true\nmemory_limit = "much"\n', "people_key.memory"),
        ("synthetic = true\nminimum_cell = 4\n", "settings.out_of_range.least"),
        ("synthetic = true\noutside_share = 1.5\n", "settings.out_of_range.most"),
        ("synthetic = true\nseed = -1\n", "settings.out_of_range.least"),
        ('synthetic = "yes"\n', "settings.wrong_value.flag"),
        ("synthetic = true\nsede = 1\n", "settings.unknown_key"),
        ("persons = []\ndeliveries = 3\nyear = 2024\n", "settings.wrong_value.file"),
    ],
)
def test_what_does_not_go_together_is_a_fault_with_its_row(tmp_path: Path, people: str, id: str):
    faults = faults_of(read_project, project(tmp_path, f"[people]\n{people}"))
    assert id in [fault.id for fault in faults]
    assert all(fault.file and fault.row and fault.row > 5 for fault in faults)


@pytest.mark.parametrize("minimum", [5, 6, 50])
def test_minimum_cell_may_be_five_or_more(minimum: int):
    assert PeopleSection(synthetic=True, minimum_cell=minimum).minimum_cell == minimum


@pytest.mark.parametrize(
    ("strata", "id"),
    [
        ("case_managers = 3\n", "strata.half_capacity"),
        ("patients_each = 60\n", "strata.half_capacity"),
        ("high = 0.02\ncase_managers = 3\npatients_each = 60\n", "strata.two_ways"),
        ("middle = 0.2\ncase_managers = 3\npatients_each = 60\n", "strata.two_ways"),
        ("high = 0.4\nmiddle = 0.6\n", "strata.nobody_low"),
        ("high = 0\n", "settings.out_of_range.above"),
        ("high = 1\n", "settings.out_of_range.below"),
        ("case_managers = 0\npatients_each = 60\n", "settings.out_of_range.least"),
        ("case_managers = 2.5\npatients_each = 60\n", "settings.wrong_value.whole"),
    ],
)
def test_levels_are_shares_or_capacity(tmp_path: Path, strata: str, id: str):
    assert id in ids_of(read_project, project(tmp_path, f"[strata]\n{strata}"))


def test_capacity_is_case_managers_times_patients():
    assert StrataSection(case_managers=3, patients_each=60).capacity == (3, 60)
    assert StrataSection(high=0.02, middle=0.18).capacity is None


@pytest.mark.parametrize(
    ("target", "id"),
    [
        ("", "settings.missing_key"),
        ('criteria = " "\n', "settings.wrong_value.empty"),
        ('criteria = "copd"\nuptake = [0.6, 0.3]\n', "target.uptake_order"),
        ('criteria = "copd"\nuptake = [0.3, 1.2]\n', "settings.out_of_range.most"),
        ('criteria = "copd"\nuptake = [0.3]\n', "settings.missing_key"),
    ],
)
def test_target_group_has_criteria_and_a_range_in_order(tmp_path: Path, target: str, id: str):
    assert id in ids_of(read_project, project(tmp_path, f"[target]\n{target}"))


@pytest.mark.parametrize("uptake", [(0.3, 0.3), (0, 1), (0.25, 0.6)])
def test_range_of_uptake_may_be_a_point_or_everything(uptake: tuple[float, float]):
    assert TargetSection(criteria="copd", uptake=uptake).uptake == uptake


def test_small_totals_of_the_input_are_hidden_with_what_gives_them_away():
    totals = {"persons_read": 1_003, "persons_unknown_unit": 3, "persons": 1_000}
    totals |= {"deliveries_read": 60, "deliveries_unknown_person": 10, "deliveries": 50}
    assert _released_totals(totals, 10) == {
        "persons_read": HIDDEN,
        "persons_unknown_unit": HIDDEN,
        "persons": 1_000,
        "deliveries_read": 60,
        "deliveries_unknown_person": 10,
        "deliveries": 50,
    }
