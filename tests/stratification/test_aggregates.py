"""People from aggregate tables and from public rates: read, estimated, released, shown."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from pilotzones.errors import InputError
from pilotzones.journey import people_of, relative_need
from pilotzones.postcodes.open import open_layer
from pilotzones.postcodes.section import UnitsSection
from pilotzones.present.data_level import EXTRA as NAMED
from pilotzones.present.data_level import better_data, level_words
from pilotzones.present.released_files import people_json, source_line
from pilotzones.project import read_case, read_project
from pilotzones.stratification.age_groups import Group, overlapping
from pilotzones.stratification.aggregate_tables import EXTRA
from pilotzones.stratification.public_rates import read_public_rates
from pilotzones.stratification.released import HIDDEN, PeopleSheet
from pilotzones.words import LANGUAGES
from pilotzones.words.faults import fault_lines

ZONE = ["5500", "5590", "5580", "5570"]
HEAD = '[project]\nname = "P"\nlanguage = "en"\n[zone]\npostcodes = "5500, 5590, 5580, 5570"\n'


def rate_at(age: int) -> float:
    """Made-up share with the illness, by age."""
    return 0.005 + 0.2 * min(age, 85) ** 2 / 85**2


@pytest.fixture(scope="module")
def walloon() -> pd.DataFrame:
    """Postcodes of one province with their people: SYNTHETIC ages, SYNTHETIC cases."""
    units = open_layer(UnitsSection()).units
    mine = units[units["municipality"].astype(str).str[:1] == "9"]
    random = np.random.default_rng(17)
    rows = []
    for code, people in mine["population"].dropna().astype(int).items():
        old = random.uniform(0.1, 0.3)
        for age, part in (("0-24", 0.28), ("25-64", 0.72 - old), ("65+", old)):
            for sex in "FM":
                rows.append((str(code), age, sex, round(people * part / 2)))
    return pd.DataFrame(rows, columns=["unit", "age", "sex", "persons"])


@pytest.fixture(scope="module")
def counts(walloon: pd.DataFrame) -> pd.DataFrame:
    """True ratio and cases by postcode, age and sex."""
    random = np.random.default_rng(23)
    ratio = {code: random.gamma(16, 1 / 16) for code in walloon["unit"].unique()}
    middle = walloon["age"].map({"0-24": 12, "25-64": 45, "65+": 75})
    rate = middle.map(rate_at)
    real = walloon["unit"].map(ratio)
    cases = random.poisson(walloon["persons"] * rate * real)
    return walloon.assign(cases=cases, rate=rate, ratio=real, indicator="diabetes")


def sheet_of(folder: Path, people: str, zone: str = HEAD) -> PeopleSheet:
    (folder / "pilot.toml").write_text(zone + "[people]\n" + people, "utf-8")
    project = read_project(folder / "pilot.toml")
    found = people_of(project, read_case(project).case)
    assert found is not None
    return found


def faults_of(folder: Path, people: str) -> list[str]:
    with pytest.raises(InputError) as error:
        sheet_of(folder, people)
    return fault_lines(error.value.faults, "en")


def write(folder: Path, name: str, frame: pd.DataFrame) -> None:
    frame.to_csv(folder / name, index=False)


def test_counts_by_unit_are_found_again(tmp_path: Path, walloon, counts):
    """Every unit of the province is a zone: intervals hold, ages are reckoned with."""
    write(tmp_path, "people.csv", walloon)
    write(tmp_path, "cases.csv", counts[["unit", "indicator", "age", "sex", "cases"]])
    codes = walloon["unit"].unique()
    zone = HEAD.replace("5500, 5590, 5580, 5570", ", ".join(codes))
    sheet = sheet_of(
        tmp_path, 'inhabitants = "people.csv"\nindicators = "cases.csv"\nyear = 2022\n', zone
    )
    assert (sheet.data.level, sheet.data.synthetic) == ("aggregates", False)
    table = sheet.tables["small_areas"]
    real = counts.groupby("unit")["ratio"].first()
    each = (counts["persons"] * counts["rate"]).groupby(counts["unit"]).sum()
    real = real * each.sum() / (each * real).sum()  # the reference is all of them together
    inside = []
    seen = counts.groupby("unit")["cases"].sum()
    for row in table.records():
        code, ratio, low, high = (row[k] for k in ("unit", "ratio", "ratio_low", "ratio_high"))
        if not isinstance(ratio, int | float):
            continue
        inside.append(low - 0.006 <= real[code] <= high + 0.006)
    assert len(inside) > 80
    assert np.mean(inside) > 0.95 - 3 * np.sqrt(0.95 * 0.05 / len(inside)) - 0.01
    assert not [n for n in sheet.notices if n.id == "area.unadjusted"]
    total = sheet.tables["areas"].number("n", indicator="diabetes")
    assert total == pytest.approx(seen.sum(), rel=0.02), "totals are benchmarked"


def test_municipal_counts_are_brought_down_to_postcodes_with_wider_intervals(tmp_path, counts):
    units = open_layer(UnitsSection()).units
    home = counts["unit"].map(units["municipality"].astype(str))
    town = counts.groupby(home)[["cases", "persons"]].sum().reset_index(names="nis5")
    write(tmp_path, "diabetes.csv", town.rename(columns={"persons": "population"}))
    sheet = sheet_of(tmp_path, 'indicators = "diabetes.csv"\nyear = 2022\ncode_date = 2025-01-01\n')
    table = sheet.tables["small_areas"]
    assert table.column("cases") == (None,) * len(table.rows), "no unit was counted itself"
    width = {r["unit"]: r["ratio_high"] - r["ratio_low"] for r in table.records()}
    share = units["population"] / units.groupby("municipality")["population"].transform("sum")
    least, most = (f((share[c], w) for c, w in width.items())[1] for f in (min, max))
    assert least > 1.5 * most, "a small part of a municipality is less sure than a large one"
    told = [n.fields["indicators"] for n in sheet.notices if n.id == "area.unadjusted"]
    assert told == [("diabetes",)]


def test_what_the_source_hides_is_hidden_and_not_zero(tmp_path: Path, counts):
    by = counts.groupby("unit")[["cases", "persons"]].sum().reset_index()
    by = by.rename(columns={"persons": "population"}).astype({"cases": object})
    at = {code: by.index[by["unit"] == code][0] for code in ZONE}
    by.loc[at["5500"], "cases"] = "<20"
    by.loc[at["5590"], "cases"] = 7
    by.loc[at["5580"], "cases"] = ""
    by.loc[at["5570"], "cases"] = 612
    write(tmp_path, "diabetes.csv", by)
    sheet = sheet_of(tmp_path, 'indicators = "diabetes.csv"\nyear = 2022\n')
    table = sheet.tables["small_areas"]
    cells = {code: table.cell("cases", unit=code) for code in ZONE}
    assert cells == {"5500": HIDDEN, "5590": HIDDEN, "5580": None, "5570": 612}
    ratio = {code: table.number("ratio", unit=code) for code in ZONE}
    assert ratio["5500"] < ratio["5580"], "a bound says that there are few"
    assert sheet.tables["areas"].cell("cases", indicator="diabetes") is None
    by.loc[at["5590"], "cases"] = 3  # another number under the minimum
    write(tmp_path, "diabetes.csv", by)
    again = sheet_of(tmp_path, 'indicators = "diabetes.csv"\nyear = 2022\n')
    assert again.tables["small_areas"].rows == table.rows, "no estimate gives a small number away"
    assert '"hidden"' in people_json(sheet).decode()


def test_rates_are_counts_of_the_people_looked_at(tmp_path: Path, counts):
    by = counts.groupby("unit")[["cases", "persons"]].sum().reset_index()
    by = by.rename(columns={"persons": "population"})
    folders = []
    for name, unit in (("percent", 100), ("per_1000", 1000)):
        folder = tmp_path / name
        folder.mkdir()
        rates = by.assign(**{name: by["cases"] / by["population"] * unit}).drop(columns="cases")
        write(folder, "diabetes.csv", rates)
        folders.append(sheet_of(folder, 'indicators = "diabetes.csv"\nyear = 2022\n'))
    write(tmp_path, "diabetes.csv", by)
    plain = sheet_of(tmp_path, 'indicators = "diabetes.csv"\nyear = 2022\n')
    for found in folders:
        assert found.tables["small_areas"].rows == plain.tables["small_areas"].rows


def test_rates_of_a_survey_go_through_the_area_level_model(tmp_path: Path, walloon):
    random = np.random.default_rng(3)
    codes = walloon["unit"].unique()
    real = random.normal(20, 2, len(codes))
    error = random.uniform(1, 5, len(codes))
    frame = pd.DataFrame(
        {"unit": codes, "percent": random.normal(real, error), "standard_error": error}
    )
    write(tmp_path, "chronic_illness.csv", frame)
    zone = HEAD.replace("5500, 5590, 5580, 5570", ", ".join(codes))
    sheet = sheet_of(tmp_path, 'indicators = "chronic_illness.csv"\nyear = 2022\n', zone)
    assert sheet.tables["areas"].column("method") == ("fay-herriot",)
    rows = {r["unit"]: r for r in sheet.tables["small_areas"].records()}
    known = [c for c in codes if isinstance(rows[c]["rate"], float)]
    inside = [
        rows[c]["rate_low"] <= r / 100 <= rows[c]["rate_high"]
        for c, r in zip(codes, real, strict=True)
        if c in known
    ]
    assert np.mean(inside) > 0.9
    write(tmp_path, "chronic_illness.csv", frame.head(3))
    (line,) = faults_of(tmp_path, 'indicators = "chronic_illness.csv"\nyear = 2022\n')
    assert "6 are needed" in line


def test_public_rates_alone_are_called_so(tmp_path: Path):
    sheet = sheet_of(tmp_path, "public_rates = true\n")
    assert sheet.data.level == "public-rates"
    (row,) = sheet.tables["areas"].records()
    layer = open_layer(UnitsSection())
    people = layer.units.loc[ZONE, "population"].sum()
    assert (row["indicator"], row["method"], row["people"]) == ("diabetes", "reference", people)
    assert row["n"] == pytest.approx(0.061 * people, abs=1)
    assert row["n_low"] < 0.7 * row["n"] < 1.3 * row["n"] < row["n_high"], "it is a rough one"
    assert "Sciensano" in sheet.sources["diabetes"]
    assert relative_need(sheet) == {}, "nobody was counted here"
    data = json.loads(people_json(sheet))["data"]
    assert data["level"] == "public-rates"
    assert len(data["better"]) == 3
    for lang in LANGUAGES:
        assert source_line(sheet, lang)
        assert level_words(sheet.data.level, lang) != level_words("aggregates", lang)
    assert better_data(sheet)[0] == "area.better.inhabitants"


def test_public_rates_by_age_need_people_by_age(tmp_path: Path, walloon):
    write(tmp_path, "people.csv", walloon)
    sheet = sheet_of(tmp_path, 'public_rates = true\ninhabitants = "people.csv"\n')
    found = sheet.tables["areas"].column("indicator")
    assert found == ("diabetes", "chronic_illness", "long_standing_illness")
    rows = walloon[walloon["unit"].isin(ZONE)]
    # of the group 0-24 ten years in twenty-five are 15 or more
    part = rows["age"].map({"0-24": 10 / 25, "25-64": 1, "65+": 1})
    due = (rows["persons"] * part * rows["sex"].map({"F": 0.31, "M": 0.27})).sum()
    n = sheet.tables["areas"].number("n", indicator="chronic_illness")
    assert n == pytest.approx(due, abs=1)
    regional = sheet.tables["areas"].number("rate", indicator="long_standing_illness")
    assert regional == pytest.approx(0.321), "the rate of the region goes before the country's"


GOOD = "unit,age,sex,cases,population\n5500,,,400,9000\n5590,,,500,9000\n5580,,,300,9000\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (GOOD + "5570,old,,9,900\n", ["row 5, column age: “old” – This is not an age"]),
        (GOOD + "5570,,q,9,900\n", ["row 5, column sex: “q” – This is not a sex"]),
        (GOOD + "5570,,,999,900\n", ["row 5, column cases: “999” – There are more cases"]),
        (GOOD + "5570,,,-4,900\n", ["row 5, column cases: “-4”"]),
        (GOOD + "5500,,,4,900\n", ["row 5: “5500” – For diabetes, people of this unit"]),
        (GOOD + "5500,65+,,4,900\n", ["row 5: “5500” – For diabetes, people of this unit"]),
        ("unit,percent,population\n5500,250,9000\n", ["row 2, column percent: “250” – This rate"]),
        ("unit,percent,standard_error\n5500,20,0\n", ["column standard_error: “0”"]),
        ("unit,colour\n5500,red\n", ["neither counts nor rates"]),
        ("unit,cases\nX1,5\nX2,6\n", ["No code of this table (X1 and X2)"]),
        ("unit,indicator,cases\n5500,blue,5\n5590,blue,5\n", ["“blue” – This indicator is not"]),
        (
            GOOD + "5570,old,,9,900\n5570,,q,9,900\n",
            ["row 5, column age", "row 6, column sex"],
        ),
    ],
)
def test_wrong_rows_are_answered_one_by_one(tmp_path: Path, text: str, said: list[str]):
    (tmp_path / "diabetes.csv").write_text(text, "utf-8")
    lines = faults_of(tmp_path, 'indicators = "diabetes.csv"\nyear = 2022\n')
    assert len(lines) == len(said), lines
    for line, part in zip(lines, said, strict=True):
        assert part in line, line


def test_a_table_has_to_say_what_it_counts(tmp_path: Path):
    (tmp_path / "export.csv").write_text(GOOD, "utf-8")
    (line,) = faults_of(tmp_path, 'indicators = "export.csv"\nyear = 2022\n')
    assert "name the file after the indicator" in line
    assert "export" in line


def test_other_headings_and_words_go_through_the_mapping(tmp_path: Path, counts):
    by = counts.groupby("unit")["cases"].sum().reset_index()
    by = by.assign(what="suikerziekte", who="allemaal")
    by.columns = ["plaats", "hoeveel", "what", "who"]
    write(tmp_path, "export.csv", by.assign(what="diabetes"))
    (tmp_path / "names.toml").write_text(
        '[indicators]\nunit = "plaats"\ncases = "hoeveel"\nindicator = "what"\n', "utf-8"
    )
    text = 'indicators = "export.csv"\nmapping = "names.toml"\nyear = 2022\n'
    assert sheet_of(tmp_path, text).tables["areas"].column("indicator") == ("diabetes",)


def test_rows_of_other_places_are_left_out_and_told(tmp_path: Path):
    (tmp_path / "diabetes.csv").write_text(GOOD + "Wallonie,,,90000,900000\n", "utf-8")
    sheet = sheet_of(tmp_path, 'indicators = "diabetes.csv"\nyear = 2022\n')
    (notice,) = [n for n in sheet.notices if n.id == "area.elsewhere"]
    assert (notice.fields["n"], notice.fields["codes"]) == (1, ("Wallonie",))


@pytest.mark.parametrize(
    ("people", "id"),
    [
        ('indicators = "a.csv"\n', "people_key.no_year"),
        ('indicators = "a.csv"\npersons = "a.csv"\nyear = 2022\n', "people_key.two_levels"),
        ('indicators = "a.csv"\npublic_rates = true\nyear = 2022\n', "people_key.two_levels"),
        ("synthetic = true\npublic_rates = true\n", "people_key.two_sources"),
        ('inhabitants = "a.csv"\n', "people_key.no_files"),
    ],
)
def test_one_data_level_for_each_project(tmp_path: Path, people: str, id: str):
    (tmp_path / "a.csv").write_text(GOOD, "utf-8")
    (tmp_path / "pilot.toml").write_text(HEAD + "[people]\n" + people, "utf-8")
    with pytest.raises(InputError) as error:
        read_project(tmp_path / "pilot.toml")
    assert [fault.id for fault in error.value.faults] == [id]


def test_public_rates_of_a_file_and_their_faults(tmp_path: Path):
    row = '[[rate]]\nindicator = "copd"\nrate = {rate}\nyear = 2020\nsource = "S"\n'
    spread = '[spread]\nsd = 0.1\nsource = "T"\n'
    (tmp_path / "rates.toml").write_text(spread + row.format(rate=0.03), "utf-8")
    sheet = sheet_of(tmp_path, 'public_rates = true\nrates = "rates.toml"\n')
    assert sheet.tables["areas"].column("indicator") == ("copd",)
    for wrong in (spread + row.format(rate=3), spread, spread + 2 * row.format(rate=0.1), "[["):
        (tmp_path / "rates.toml").write_text(wrong, "utf-8")
        (line,) = faults_of(tmp_path, 'public_rates = true\nrates = "rates.toml"\n')
        assert "not a table of public rates" in line


def test_every_indicator_beside_the_conditions_has_a_name():
    assert tuple(NAMED) == EXTRA


def test_rates_that_ship_have_their_sources():
    for row in read_public_rates().rate:
        assert row.source
        assert 2015 <= row.year <= 2026


def test_groups_that_a_person_can_be_in_twice():
    young, old, women = Group(0, 64), Group(65, 104), Group(60, 70, "F")
    assert overlapping([young, old]) is None
    assert overlapping([young, women]) == (young, women)
    assert overlapping([Group(0, 9, "M"), Group(5, 9, "F")]) is None
    assert Group(10, 19).part_of(Group(15, 104)) == 0.5


@pytest.mark.real_data
def test_real_ages_of_flanders_with_municipal_counts(shared_data: Path, tmp_path: Path):
    """Vaccinnet's table as it is: its headings, its oldest group, its codes of 2020."""
    ages = shared_data / "flanders_elz_age_sex.csv"
    frame = pd.read_csv(ages, dtype={"nis5": str})
    rate = frame["age_band"].str.extract(r"^(\d+)")[0].astype(int).map(rate_at)
    due = (frame["population"] * rate).groupby(frame["nis5"]).sum()
    random = np.random.default_rng(4)
    real = random.gamma(25, 1 / 25, len(due))
    cases = random.poisson(due * real)
    text = [str(n) if n >= 20 else "<20" for n in cases]
    write(tmp_path, "diabetes.csv", pd.DataFrame({"Code NIS": due.index, "Nombre de cas": text}))
    zone = '[project]\nname = "P"\nlanguage = "nl"\n[zone]\nmunicipalities = ["Mol", "Geel"]\n'
    people = f"inhabitants = '{ages}'\nindicators = \"diabetes.csv\"\nyear = 2022\n"
    sheet = sheet_of(tmp_path, people + "code_date = 2020-01-01\n", zone)
    row = sheet.tables["areas"].records()[0]
    towns = due.index.isin(["13025", "13008"])
    assert row["cases"] == cases[towns].sum()
    assert row["people"] == frame.loc[frame["nis5"].isin(["13025", "13008"]), "population"].sum()
    assert row["observed_low"] < row["observed"] < row["observed_high"]
