"""From files of SYNTHETIC persons to released tables: the numbers, and what never leaves."""

from __future__ import annotations

import json
import tempfile
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from stratification.small_people import RURAL, YEAR, ZONE, SmallPeople, small_people
from synthetic import grid_layer

from pilotzones.errors import InputError
from pilotzones.present.released_files import people_csvs, people_json
from pilotzones.readers.written import read_written
from pilotzones.stratification.engine import PREFIX
from pilotzones.stratification.released import HIDDEN, PeopleSheet
from pilotzones.stratification.section import PeopleSection, StrataSection, TargetSection
from pilotzones.stratification.sheet import PeopleRequest, people_sheet
from pilotzones.words import LANGUAGES, text

CRITERIA = "diabetes or copd and age >= 60"


def request_of(people: SmallPeople, **more: object) -> PeopleRequest:
    section = PeopleSection(persons=(people.persons,), deliveries=(people.deliveries,), year=YEAR)
    request = PeopleRequest(
        layer=grid_layer(),
        zone=ZONE,
        people=section,
        strata=StrataSection(case_managers=1, patients_each=40),
        target=TargetSection(criteria=CRITERIA, uptake=(0.3, 0.6)),
        rural=RURAL,
        region=dict.fromkeys(grid_layer().codes, "wallonia"),
    )
    return replace(request, **more)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> SmallPeople:
    return small_people(tmp_path_factory.mktemp("synthetic"))


@pytest.fixture(scope="module")
def one_year(tmp_path_factory: pytest.TempPathFactory) -> SmallPeople:
    """The same with deliveries of the base year only: no model, and so a short run."""
    return small_people(tmp_path_factory.mktemp("synthetic"), years=1)


@pytest.fixture(scope="module")
def sheet(people: SmallPeople) -> PeopleSheet:
    return people_sheet(request_of(people))


@pytest.fixture(scope="module")
def zone(people: SmallPeople) -> pd.DataFrame:
    """Truth of the people considered: alive at the end of the year, in the zone."""
    truth = people.truth
    found = truth[truth["in_zone"] & ~truth["gone"]]
    target = found["diabetes"] | (found["copd"] & (found["age"] >= 60))
    return found.assign(n=found["diabetes"].astype(int) + found["copd"].astype(int), target=target)


def test_every_table_of_the_plan_is_there(sheet: PeopleSheet):
    assert set(sheet.tables) == {
        *("profile", "morbidity", "consumption", "inefficiency", "rural", "units"),
        "expected_cases",
        *("segments", "concentration"),
        *("pyramid", "evaluation", "calibration", "subgroups", "ledger"),
        *("outcomes", "fairness", "explanation", "capacity", "gaps"),
        *("age_sex", "overlap", "without_care"),
        *("criteria", "criteria_overlap", "uptake", "spending", "excluded"),
    }
    assert all(table.minimum == 10 for table in sheet.tables.values())
    assert str(sheet.criteria) == CRITERIA
    assert sheet.capacity == (1, 40)
    assert sheet.model is not None
    assert sheet.data.years == (YEAR - 2, YEAR - 1, YEAR)
    assert not sheet.data.synthetic


def agrees(cell: object, value: float) -> bool:
    """Is a cell hidden, or the very number?"""
    return cell is HIDDEN or cell == value


def test_units_have_the_numbers_of_the_files_or_hide_them(sheet: PeopleSheet, zone: pd.DataFrame):
    table = sheet.tables["units"]
    assert table.column("unit") == ZONE
    assert table.column("rural") == ("no", "yes", "yes", "no", None)
    for unit in ZONE:
        here = zone[zone["unit"] == unit]
        for column, mask in (
            ("people", here["n"] >= 0),
            ("chronic_n", here["n"] >= 1),
            ("multi_n", here["n"] >= 2),
            ("target_n", here["target"]),
        ):
            assert agrees(table.cell(column, unit=unit), int(mask.sum())), (unit, column)
    shown = [cell for cell in table.column("people") if cell is not HIDDEN]
    assert len(shown) == len(ZONE) - 2
    assert table.cell("people", unit="11") is HIDDEN
    assert table.cell("people", unit="00") == int((zone["unit"] == "00").sum())


def test_whole_zone_has_the_numbers_of_the_files(sheet: PeopleSheet, zone: pd.DataFrame):
    tables = sheet.tables
    assert tables["concentration"].number("people", top="100") == len(zone)
    assert tables["concentration"].number("eur", top="100") == round(zone["cost"].sum())
    assert tables["morbidity"].number("zone_n", condition="any") == int((zone["n"] >= 1).sum())
    assert tables["morbidity"].number("zone_n", condition="copd") == int(zone["copd"].sum())
    assert tables["criteria"].number("people", term="union") == int(zone["target"].sum())
    women = int((zone["sex"] == "F").sum())
    assert tables["profile"].number("zone_n", trait="sex", level="F") == women
    assert tables["segments"].column("people")[:3] == tuple(
        int((zone["n"] == k).sum()) for k in range(3)
    )
    stays = sum(c for c in tables["pyramid"].column("stays") if isinstance(c, int))
    assert stays == int(zone["stays"].sum())


def test_pyramid_holds_everybody_and_the_capacity(sheet: PeopleSheet, zone: pd.DataFrame):
    table = sheet.tables["pyramid"]
    assert sum(c for c in table.column("people") if isinstance(c, int)) == len(zone)
    assert (table.number("people", level="high") or 0) <= 40
    lower = [c for c in table.column("lower_eur") if isinstance(c, int)]
    assert lower == sorted(lower, reverse=True)
    assert all(value % 100 == 0 for value in lower), "a threshold is what is expected of one person"


def test_top_of_the_costs_is_that_of_the_files(sheet: PeopleSheet, zone: pd.DataFrame):
    table = sheet.tables["concentration"]
    cost = zone["cost"].sort_values(ascending=False)
    for top in ("10", "20", "50"):
        n = table.number("people", top=top)
        assert n is not None
        assert abs(n - len(zone) * int(top) / 100) <= 0.5
        assert agrees(table.cell("eur", top=top), round(cost.iloc[: int(n)].sum()))


def test_dead_people_and_people_outside_are_not_of_the_zone(
    sheet: PeopleSheet, people: SmallPeople, zone: pd.DataFrame
):
    assert len(people.truth) > len(zone)
    assert sheet.tables["pyramid"].number("people", level="low") < len(zone)
    region = sheet.tables["morbidity"].number("region_share", condition="diabetes")
    truth = people.truth[~people.truth["gone"]]
    weight = truth["in_zone"].map({True: 1.0, False: 30.0})
    assert region == pytest.approx((weight * truth["diabetes"]).sum() / weight.sum(), abs=5e-5)


def test_spending_of_the_target_group_is_that_of_the_files(
    sheet: PeopleSheet, people: SmallPeople, zone: pd.DataFrame
):
    lines = pd.read_parquet(people.deliveries)
    target = zone.loc[zone["target"], "person_id"]
    mine = lines[(lines["date"].dt.year == YEAR) & lines["person_id"].isin(target)]
    drugs = mine[mine["kind"] == "drug"]
    table = sheet.tables["spending"]
    patient = round(drugs["patient_eur"].sum())
    assert table.number("eur", kind="drug", payer="patient") == patient
    insurer = round((drugs["amount_eur"] - drugs["patient_eur"]).sum())
    assert table.number("eur", kind="drug", payer="insurer") == insurer


def test_no_released_count_lies_below_the_minimum(sheet: PeopleSheet):
    for table in sheet.tables.values():
        names = [column.name for column in table.columns if column.kind == "count"]
        for record in table.records():
            for name in names:
                cell = record[name]
                assert cell in (HIDDEN, None, 0) or cell >= 10, (table.id, record)


def test_units_hidden_from_a_sum_are_at_least_two(sheet: PeopleSheet):
    table = sheet.tables["units"]
    for name in ("people", "chronic_n", "multi_n", "target_n", "high_n"):
        hidden = sum(cell is HIDDEN for cell in table.column(name))
        assert hidden != 1, name


def test_numbers_of_the_whole_zone_are_not_given_up_for_those_of_a_unit(sheet: PeopleSheet):
    tables = sheet.tables
    assert HIDDEN not in tables["criteria"].column("people")
    assert HIDDEN not in tables["profile"].column("zone_n")
    assert HIDDEN not in tables["morbidity"].column("zone_n")[-4:-2]


def test_higher_minimum_hides_more(one_year: SmallPeople):
    request = request_of(one_year)
    section = request.people.model_copy(update={"minimum_cell": 30})
    usual, strict = people_sheet(request), people_sheet(replace(request, people=section))
    assert (usual.minimum_cell, strict.minimum_cell) == (10, 30)
    assert strict.tables["units"].hidden > usual.tables["units"].hidden
    assert sum(t.hidden for t in strict.tables.values()) > sum(
        t.hidden for t in usual.tables.values()
    )


def test_same_files_give_the_same_bytes_and_steps_are_told(people: SmallPeople, sheet: PeopleSheet):
    heard: list[str] = []
    again = people_sheet(request_of(people), progress=heard.append)
    assert people_json(again) == people_json(sheet)
    assert heard == [
        f"people.step.{step}" for step in ("reading", "features", "risk", "tables", "gate")
    ]
    assert all(text(id, lang) for id in heard for lang in LANGUAGES)


def test_one_year_gives_no_pyramid_and_the_rest(one_year: SmallPeople):
    sheet = people_sheet(request_of(one_year))
    gone = {"pyramid", "evaluation", "calibration", "subgroups"}
    assert not gone & set(sheet.tables)
    assert {"profile", "units", "criteria", "spending", "segments"} <= set(sheet.tables)
    assert sheet.model is None
    assert set(sheet.tables["units"].column("high_n")) == {None}
    assert set(sheet.tables["units"].column("expected_per_person")) == {None}
    assert set(sheet.tables["rural"].column("expected_per_person")) == {None}


def test_without_criteria_there_is_no_target_group(one_year: SmallPeople):
    sheet = people_sheet(request_of(one_year, target=None))
    assert not {"criteria", "spending", "uptake"} & set(sheet.tables)
    assert sheet.criteria is None
    assert set(sheet.tables["profile"].column("target_n")) == {None}


def faults_of(request: PeopleRequest) -> list[tuple[str, int | None, str | None]]:
    with pytest.raises(InputError) as caught:
        people_sheet(request)
    return [(fault.id, fault.row, fault.column) for fault in caught.value.faults]


def test_weight_in_the_zone_is_a_fault(tmp_path: Path):
    made = small_people(tmp_path, weight_in_zone=2.0, years=1)
    assert [id for id, *_ in faults_of(request_of(made))] == ["people.weight_in_zone"]


def test_zone_without_anybody_is_a_fault(one_year: SmallPeople):
    assert [id for id, *_ in faults_of(request_of(one_year, zone=("22",)))] == ["people.nobody"]


@pytest.mark.parametrize(
    ("criteria", "id"),
    [
        ("copd and (", "criteria."),
        ("copt", "criteria."),
        ("isolated", "criteria.not_in_data"),
        ("level = high", "criteria.not_in_data"),
    ],
)
def test_fault_of_the_criteria_has_its_row_in_the_project_file(
    one_year: SmallPeople, tmp_path: Path, criteria: str, id: str
):
    path = tmp_path / "pilot.toml"
    path.write_text(f'[people]\nsynthetic = true\n\n[target]\ncriteria = "{criteria}"\n', "utf-8")
    target = TargetSection(criteria=criteria)
    found = faults_of(request_of(one_year, target=target, written=read_written(path)))
    assert found
    assert all(fault[0].startswith(id) and fault[1:] == (5, "target.criteria") for fault in found)


@pytest.mark.parametrize("fails", [False, True])
def test_nothing_stays_in_the_folder_of_the_run(
    one_year: SmallPeople, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails: bool
):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    if fails:
        monkeypatch.setattr("pilotzones.stratification.sheet.raw_tables", _fails)
        with pytest.raises(ZeroDivisionError):
            people_sheet(request_of(one_year))
    else:
        people_sheet(request_of(one_year))
    assert not list(tmp_path.glob(f"{PREFIX}*"))


def _fails(*_: object) -> None:
    raise ZeroDivisionError


def test_files_say_where_they_come_from_and_hidden_is_a_word(sheet: PeopleSheet):
    content = json.loads(people_json(sheet))
    assert content["data"]["base_year"] == YEAR
    assert content["data"]["minimum_cell"] == 10
    assert content["data"]["synthetic"] is False
    units = content["tables"]["units"]
    place = [c["name"] for c in units["columns"]].index("people")
    assert [row[place] for row in units["rows"]].count("hidden") == 2
    words = {"fr": "masqué", "nl": "verborgen", "de": "verborgen", "en": "hidden"}
    for lang, word in words.items():
        files = people_csvs(sheet, lang)
        assert set(files) == {f"{id}.csv" for id in sheet.tables}
        lines = files["units.csv"].decode("utf-8-sig").splitlines()
        assert f";{word};" in "\n".join(lines)
        assert all(str(YEAR) in line and "10" in line for line in lines[1:])


def test_decimals_of_a_file_are_those_of_its_language(sheet: PeopleSheet):
    share = sheet.tables["pyramid"].number("share", level="low")
    english, french = (
        people_csvs(sheet, lang)["pyramid.csv"].decode("utf-8-sig") for lang in ("en", "fr")
    )
    assert f";{share};" in english
    assert f";{share};".replace(".", ",") in french


def test_synthetic_population_is_called_so():
    layer = grid_layer(population=200)
    section = PeopleSection(synthetic=True, seed=3, outside_share=0.0)
    request = PeopleRequest(layer=layer, zone=("00", "01"), people=section, rural=RURAL)
    sheet = people_sheet(request)
    assert sheet.data.synthetic
    assert sheet.data.seed == 3
    assert b'"synthetic": true' in people_json(sheet)
    assert b"Synthetic" in people_csvs(sheet, "en")["profile.csv"]
    assert set(sheet.tables["profile"].column("country_share")) == {None}
