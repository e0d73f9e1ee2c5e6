"""The flag of palliative status: read where the file has it, and never shut out unseen."""

from __future__ import annotations

import pandas as pd
import pytest

from pilotzones.errors import InputError
from pilotzones.present.criteria_words import criteria_in_words
from pilotzones.stratification.conditions import read_conditions
from pilotzones.stratification.criteria import known_fields, parse
from pilotzones.stratification.criteria.analysis import analyse
from pilotzones.stratification.criteria.mask import select
from pilotzones.stratification.engine import connect, run_folder
from pilotzones.stratification.features import features
from pilotzones.stratification.people_frame import Place, base_frame
from pilotzones.stratification.reading import PeopleFiles, read_people

WORDS = "(copd or heart_failure) and not palliative"
FIELDS = known_fields(["copd", "heart_failure"])
NAMES = {
    "copd": {"fr": "BPCO", "nl": "COPD", "de": "COPD", "en": "COPD"},
    "heart_failure": {
        "fr": "insuffisance cardiaque",
        "nl": "hartfalen",
        "de": "Herzinsuffizienz",
        "en": "heart failure",
    },
}


def test_people_with_the_status_are_left_out_and_missing_counts_as_no():
    frame = pd.DataFrame(
        {
            "cond_copd": [True, True, True, False],
            "cond_heart_failure": False,
            "palliative": pd.array([True, False, None, False], "boolean"),
        }
    )
    chosen = select(parse(WORDS, FIELDS), frame)
    assert chosen.included.tolist() == [False, True, True, False]


def test_criteria_that_shut_them_out_are_found_as_an_exclusion_of_high_risks():
    assert "palliative" in analyse(parse(WORDS, FIELDS)).risks
    assert analyse(parse("copd or palliative", FIELDS)).risks == ()


def test_criteria_are_read_back_in_four_languages():
    said = {lang: criteria_in_words(parse(WORDS, FIELDS), NAMES, lang) for lang in NAMES["copd"]}
    assert "non palliatif" in said["fr"]
    assert "geen palliatieve" in said["nl"]
    assert "kein Palliativpatient" in said["de"]
    assert "no palliative patient" in said["en"]


@pytest.mark.parametrize("heading", ["palliative", "Statut palliatif", "palliatief statuut"])
def test_flag_is_read_under_its_usual_headings_and_told_where_it_is_missing(tmp_path, heading):
    (tmp_path / "p.csv").write_text(
        f"person_id;birth_year;sex;unit;{heading}\nA;1950;F;5590;1\nB;1960;M;5590;0\n", "utf-8"
    )
    (tmp_path / "bare.csv").write_text("person_id;birth_year;sex;unit\nA;1950;F;5590\n", "utf-8")
    (tmp_path / "d.csv").write_text(
        "person_id;date;kind;code;ddd;amount_eur\nA;2024-03-01;gp;101076;;30\n", "utf-8"
    )
    place = Place(frozenset(["5590"]), {}, {})
    found = {}
    for name in ("p.csv", "bare.csv"):
        with run_folder(tmp_path) as folder:
            con = connect(folder)
            files = PeopleFiles((tmp_path / name,), (tmp_path / "d.csv",), None, 2024)
            tables = read_people(files, con, units=["5590"])
            table = features(tables, read_conditions(), 2024, next_year=False)
            found[name] = base_frame(table.to_pandas(), place, tables.given)
            con.disconnect()
    assert dict(zip(found["p.csv"]["person_id"], found["p.csv"]["palliative"], strict=True)) == {
        "A": True,
        "B": False,
    }
    fields = known_fields([row.id for row in read_conditions().rows])
    with pytest.raises(InputError) as stopped:
        select(parse(WORDS, fields), found["bare.csv"])
    assert [(fault.id, fault.value) for fault in stopped.value.faults] == [
        ("criteria.not_in_data", "palliative")
    ]
