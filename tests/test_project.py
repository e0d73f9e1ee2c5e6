"""The project file: its sections, every fault at once, and the case it makes."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path

import geopandas as gpd
import pytest
from conftest import ROOT
from zones.places import faults_of, ids_of, places, said

from pilotzones.findings import Answer
from pilotzones.project import case_of, read_case, read_project, sections
from pilotzones.readers.settings import checked
from pilotzones.resources.section import ProvidersSection
from pilotzones.words import LANGUAGES
from pilotzones.zones.section import ZoneSection

LAYER = places()
TEMPLATES = ROOT / "models" / "templates"
HEAD = '[project]\nname = "Projet"\nlanguage = "fr"\n'


@pytest.fixture
def project(tmp_path):
    """Writes a project file under the head and reads it."""

    def read(text='[zone]\npostcodes = "1300-1310"\n', head=HEAD):
        (tmp_path / "pilot.toml").write_text(head + text, "utf-8")
        return read_project(tmp_path)

    return read


@pytest.fixture
def case(project):
    """Case of a project on the SYNTHETIC places."""

    def read(text='[zone]\npostcodes = "1300-1310"\n'):
        found = read_case(project(text), layer=LAYER)
        said(found.notices)
        return found

    return read


ZONE = '[zone]\npostcodes = "1300-1310"\n'


def test_project_is_read_from_its_file_or_its_folder(project, tmp_path):
    by_folder = project()
    by_file = read_project(tmp_path / "pilot.toml")
    assert by_folder == by_file
    assert (by_file.name, by_file.language, by_file.folder) == ("Projet", "fr", tmp_path)
    assert by_file.section("zone", ZoneSection).postcodes == "1300-1310"
    assert by_file.section("units", ZoneSection) is None


def test_folder_without_project_is_told(tmp_path):
    assert ids_of(read_project, tmp_path) == ["project.none"]


def test_project_that_is_not_there_is_told(tmp_path):
    assert ids_of(read_project, tmp_path / "pilot.toml") == ["file.missing"]


def test_every_section_is_declared_by_its_room():
    assert set(sections().model_fields) == {
        "project",
        "zone",
        "units",
        "rules",
        "round",
        "zonings",
        "proposals",
        "answers",
        "facts",
        "people",
        "strata",
        "target",
        "priorities",
        "needs",
        "care",
    }


def test_every_key_has_a_description():
    def bare(schema):
        for name, kind in schema.get("$defs", {}).items():
            for key, field in kind.get("properties", {}).items():
                if "description" not in field:
                    yield f"{name}.{key}"

    assert list(bare(sections().model_json_schema())) == []


# faults


def test_faults_of_every_section_are_told_at_once(project):
    text = (
        '[zone]\npostcods = "1300"\n\n[unit]\n\n[units]\nfil = "x"\n\n[rules]\nset = 5\n\n'
        '[round]\nzone = []\n\n[zonings.a]\nfile = "t.csv"\n\n[answers.Z99]\nvalue = "ja"\n\n'
        "[facts]\npartners = 3\n"
    )
    faults = faults_of(project, text, '[project]\nlanguage = "it"\n')
    assert [(fault.row, fault.column, fault.id) for fault in faults] == [
        (1, "project.name", "settings.missing_key"),
        (2, "project.language", "settings.wrong_value.choice"),
        (4, "zone.postcods", "settings.unknown_key"),
        (6, "unit", "settings.unknown_key"),
        (9, "units.fil", "settings.unknown_key"),
        (12, "rules.set", "settings.wrong_value.text"),
        (14, "round.zones", "settings.missing_key"),
        (15, "round.zone", "settings.unknown_key"),
        (17, "zonings.a.unit", "settings.missing_key"),
        (17, "zonings.a.region", "settings.missing_key"),
        (20, "answers.Z99.by", "settings.missing_key"),
        (20, "answers.Z99.on", "settings.missing_key"),
        (20, "answers.Z99", "answers.unknown_rule"),
        (21, "answers.Z99.value", "settings.wrong_value.flag"),
        (24, "facts.partners", "settings.unknown_key.known"),
    ]


@pytest.mark.parametrize(
    ("zone", "id"),
    [
        ("", "zone.not_given"),
        ('postcodes = "1"\nfile = "pilot.toml"', "zone.given_twice"),
        ('postcodes = "1"\nmunicipalities = []', "zone.given_twice"),
        ('municipalities = "x"\ncolumn = "a"', "zone.needs_file"),
        ('postcodes = "1"\nlayer = "a"', "zone.needs_file"),
        ("postcodes = 1300", "settings.wrong_value.text_or_list"),
        ("postcodes = [1300, true]", "settings.wrong_value.text_or_list"),
        ("postcodes = [1300.5]", "settings.wrong_value.text_or_list"),
        ("file = 3", "settings.wrong_value.file"),
        ('file = " "', "settings.wrong_value.file"),
        ('postcodes = "1"\nname = " "', "settings.wrong_value.empty"),
    ],
)
def test_zone_is_given_in_exactly_one_way(project, zone, id):
    assert ids_of(project, f"[zone]\n{zone}\n") == [id]


def test_files_that_do_not_exist_are_told_together(project):
    text = (
        '[zone]\nfile = "zone.csv"\n[units]\nfile = "u.gpkg"\nlinks = "l.csv"\n'
        '[round]\nzones = ["a.csv", "b"]\n[zonings.care-regions]\nfile = "r.csv"\n'
        'unit = "u"\nregion = "r"\n'
    )
    faults = faults_of(project, text)
    assert {fault.id for fault in faults} <= {"file.missing", "file.missing_near"}
    told = sorted(Path(fault.file).name for fault in faults)
    assert told == ["a.csv", "b", "l.csv", "r.csv", "u.gpkg", "zone.csv"]


def test_paths_start_from_the_folder_and_may_be_written_as_on_windows(project, tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "zone.csv").write_text("postcode\n1300\n", "utf-8")
    found = project("[zone]\nfile = 'data\\zone.csv'\n")
    assert dict(found.paths) == {"zone.file": tmp_path / "data" / "zone.csv"}
    assert read_case(found, layer=LAYER).case.zone.codes == ("1300",)


def test_more_partners_in_the_zone_than_partners_is_a_fault(project):
    facts = "[facts]\npartner_count = 3\npartners_in_zone = {}\n"
    assert ids_of(project, ZONE + facts.format(4)) == ["facts.more_than_all"]
    assert project(ZONE + facts.format(3)).name == "Projet"


def test_unknown_fact_comes_with_those_that_are_known(project):
    (fault,) = faults_of(project, ZONE + "[facts]\nbudget = 3\n")
    assert set(fault.fields["known"]) == {
        "partner_count",
        "partners_in_zone",
        "partners_with_action",
        "patient_eur_planned",
        "priorities_with_action",
        "priority_count",
        "target_size",
    }


@pytest.mark.parametrize("id", ["Z99", "Z03", "Z19", "z18"])
def test_answer_to_what_asks_nothing_is_a_fault(project, id):
    answer = f'[answers.{id}]\nvalue = true\nby = "X"\non = 2026-01-02\n'
    (fault,) = faults_of(project, ZONE + answer)
    assert (fault.id, fault.value, fault.row) == ("answers.unknown_rule", id, 6)
    assert "Z18" in fault.fields["known"]


# cases


def test_case_holds_what_the_project_says(case):
    found = case(
        ZONE + '[rules]\nset = "elz"\n[answers.Z18]\nvalue = false\nby = "A. Test"\n'
        'on = 2026-01-02\ntext = "Non."\n[facts]\npartner_count = 12\n'
    ).case
    assert found.zone.name == "Projet"
    assert found.zone.codes == ("1300", "1301", "1310")
    assert found.layer is LAYER
    assert found.rules.id == "elz"
    assert found.answers == {"Z18": Answer(False, "A. Test", date(2026, 1, 2), "Non.")}
    assert found.facts == {"partner_count": 12}


@pytest.mark.parametrize(
    ("zone", "codes"),
    [
        ('postcodes = ["1300-1301", 1310]', ("1300", "1301", "1310")),
        ('municipalities = "Risart"', ("1330", "1331", "1332")),
        ('municipalities = [25112, "Cinal"]', ("1300", "1301", "5590")),
        ('name = "Z"\npostcodes = """\n• 1300 Aubepré\n• 5590\n"""', ("1300", "5590")),
    ],
)
def test_zone_may_be_given_in_each_way(case, zone, codes):
    assert case(f"[zone]\n{zone}\n").case.zone.codes == codes


def test_no_round_is_unknown_and_an_empty_one_is_known(case):
    assert case(ZONE).case.round is None
    assert case(ZONE + "[round]\nzones = []\n").case.round.others == ()


def test_round_of_a_folder_leaves_the_project_itself_out(case, tmp_path):
    (tmp_path / "other.csv").write_text("postcode\n1310\n9999\n", "utf-8")
    found = case(ZONE + '[round]\nzones = ["other.csv"]\n')
    (other,) = found.case.round.others
    assert (other.name, other.codes) == ("other", ("1310", "9999"))


def test_own_zone_in_the_table_of_the_round_is_left_out_and_told(case, tmp_path):
    (tmp_path / "all.csv").write_text(
        "naam;cp\nProjet;1300\nProjet;1301\nProjet;1310\nAutre;1310\n", "utf-8"
    )
    found = case(ZONE + '[round]\nzones = "all.csv"\nzone_column = "naam"\nunit_column = "cp"\n')
    assert [zone.name for zone in found.case.round.others] == ["Autre"]
    assert [notice.id for notice in found.notices] == ["round.self_left_out"]


def test_zoning_is_read_by_its_name(case, tmp_path):
    (tmp_path / "r.csv").write_text("nis;gebied\n25112;A\n25050;B\n", "utf-8")
    found = case(ZONE + '[zonings.care-regions]\nfile = "r.csv"\nunit = "nis"\nregion = "gebied"\n')
    assert found.case.zonings == {"care-regions": {"1300": "A", "1301": "A", "1310": "B"}}
    assert found.notices == ()


def test_zoning_that_the_rule_set_does_not_look_for_is_told(case, tmp_path):
    (tmp_path / "r.csv").write_text("nis;gebied\n25112;A\n", "utf-8")
    found = case(ZONE + '[zonings.elz]\nfile = "r.csv"\nunit = "nis"\nregion = "gebied"\n')
    (notice,) = found.notices
    assert (notice.id, notice.row, notice.value) == ("zoning.not_asked", 6, "elz")
    assert notice.fields["asked"] == ("care-regions",)


def test_faults_of_all_inputs_are_told_together(project, tmp_path):
    (tmp_path / "o.txt").write_text("Atlantis", "utf-8")
    (tmp_path / "r.csv").write_text("nis;gebied\n25112;A\n25112;B\n", "utf-8")
    found = project(
        '[zone]\npostcodes = """\n1300\n13O1\n1302"""\n[rules]\nset = "guide"\n'
        '[round]\nzones = "o.txt"\n[zonings.a]\nfile = "r.csv"\nunit = "nis"\nregion = "gebied"\n'
    )
    faults = faults_of(read_case, found, layer=LAYER)
    assert [(fault.id, fault.row) for fault in faults] == [
        ("zone.letter_in_code", 7),
        ("zone.unknown_code", 8),
        ("rules.unknown_set", 10),
        ("zone.not_understood", 1),
        ("zoning.conflict", 3),
    ]


def test_rule_set_of_the_users_own_is_checked_with_its_rows(project, tmp_path):
    (tmp_path / "own.toml").write_text('id = "own"\nrulez = []\n', "utf-8")
    faults = faults_of(read_case, project(ZONE + '[rules]\nset = "own.toml"\n'), layer=LAYER)
    unknown = next(fault for fault in faults if fault.id == "settings.unknown_key")
    assert (unknown.row, unknown.column, unknown.fields["near"]) == (2, "rulez", "rules")


def test_rule_that_does_not_exist_is_told(project, tmp_path):
    guide = (ROOT / "models" / "rulesets" / "elz.toml").read_text("utf-8")
    (tmp_path / "own.toml").write_text(guide.replace('"Z01"', '"Z77"'), "utf-8")
    (fault,) = faults_of(read_case, project(ZONE + '[rules]\nset = "own.toml"\n'), layer=LAYER)
    assert (fault.id, fault.value) == ("rules.unknown_rule", "Z77")


def test_units_of_the_project_are_opened_from_its_folder(project, tmp_path):
    frame = gpd.GeoDataFrame(LAYER.units.reset_index()[["code", "name", "population", "geometry"]])
    frame.to_file(tmp_path / "u.gpkg", layer="u", driver="GPKG")
    found = case_of(
        project(ZONE + '[units]\nfile = "u.gpkg"\ncode = "code"\npopulation = "population"\n')
    )
    assert found.zone.codes == ("1300", "1301", "1310")
    assert len(found.layer.codes) == len(LAYER.codes)


# templates


def uncommented(text):
    """Template with its examples in use: ``# key = value`` and ``# [section]``."""
    return re.sub(r"(?m)^# (?=\[|[a-z_]+ = )", "", text)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_template_is_a_project_on_the_layer_that_ships(lang):
    found = read_project(TEMPLATES / f"pilot.{lang}.toml")
    assert found.language == lang
    read = read_case(found)
    assert read.case.round is None
    assert read.notices == ()
    assert read.case.zone.unknown(read.case.layer) == ()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_key_of_the_sections_has_an_example_in_the_template(lang):
    text = uncommented((TEMPLATES / f"pilot.{lang}.toml").read_text("utf-8"))
    content = tomllib.loads(text)
    zone, people, strata = content["zone"], content["people"], content["strata"]
    content["zone"] = {"postcodes": zone["postcodes"]}
    made_up = ("synthetic", "seed", "outside_share")
    files = ("persons", "deliveries", "mapping", "year", "release_register")
    tables = ("inhabitants", "indicators", "code_date", "mapping", "year")
    for names in (made_up, files, tables, ("public_rates", "rates")):
        beside = ("conditions", "minimum_cell", "rounding")
        beside = (*beside, "memory_limit", "engine") if names in (made_up, files) else beside
        content["people"] = {key: people[key] for key in (*names, *beside)}
        content["strata"] = {key: strata[key] for key in ("high", "middle")}
        checked(content, sections(), file="pilot.toml")
    content["strata"] = {key: strata[key] for key in ("case_managers", "patients_each")}
    for way in ("postcodes", "municipalities", "file"):
        beside = ("name", "column", "layer") if way == "file" else ("name",)
        content["zone"] = {key: zone[key] for key in (way, *beside)}
        checked(content, sections(), file="pilot.toml")
    shown = {name: set(content[name]) for name in ("project", "units", "rules", "round", "facts")}
    shown |= {"zone": set(zone), "answers": set(content["answers"]["Z18"])}
    shown["zonings"] = set(content["zonings"]["care-regions"])
    shown |= {"people": set(people), "strata": set(strata), "target": set(content["target"])}
    shown["care"] = set(content["care"])
    shown |= {name: set(content[name]) for name in ("priorities", "needs")}
    (providers,) = content["care"]["providers"]
    assert set(providers) == set(ProvidersSection.model_fields)
    for name, keys in shown.items():
        kind = sections().model_fields[name].annotation
        assert keys == _keys(kind), name


def _keys(kind):
    """Keys of a section, also of one that may be left out."""
    while not hasattr(kind, "model_fields"):
        kind = next(k for k in kind.__args__ if k not in (str, type(None)))
    return set(kind.model_fields)


def test_templates_differ_in_words_only():
    shapes = set()
    for lang in LANGUAGES:
        content = tomllib.loads(uncommented((TEMPLATES / f"pilot.{lang}.toml").read_text("utf-8")))
        shapes.add(repr({name: list(keys) for name, keys in content.items()}))
    assert len(shapes) == 1
