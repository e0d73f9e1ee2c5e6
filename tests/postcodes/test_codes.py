"""Dated municipality codes: on SYNTHETIC sets of six municipalities, and on the real ones."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pilotzones.errors import InputError
from pilotzones.postcodes.code_sets import CodeSets, code_sets, read_code_sets
from pilotzones.postcodes.codes import (
    convert,
    convert_table,
    date_of,
    dates_of,
    grown_between,
    require_same_date,
)

D18, D20, D25 = date(2018, 1, 1), date(2020, 1, 1), date(2025, 1, 1)

HEADER = "from_date,from_code,to_date,to_code\n"
STEP_ONE = [("1", "1"), ("2", "2"), ("3", "30"), ("4", "30"), ("5", "5"), ("6", "6")]
STEP_TWO = [("1", "1"), ("2", "2"), ("30", "30"), ("5", "50"), ("6", "2")]
"""In 2020 the municipalities 3 and 4 are 30; in 2025 5 is 50 and 2 has taken in 6."""


def written(path, one=STEP_ONE, two=STEP_TWO):
    lines = [f"2018-01-01,{a},2020-01-01,{b}\n" for a, b in one]
    lines += [f"2020-01-01,{a},2025-01-01,{b}\n" for a, b in two]
    path.write_text(HEADER + "".join(lines), "utf-8")
    return path


@pytest.fixture
def sets(tmp_path) -> CodeSets:
    return read_code_sets(written(tmp_path / "codes.csv"))


def faults_of(act, *args, **options):
    with pytest.raises(InputError) as caught:
        act(*args, **options)
    return caught.value.faults


def test_real_sets_have_589_581_and_565_municipalities():
    sets = code_sets()
    assert sets.dates == (D18, D20, D25)
    assert [len(sets.codes(day)) for day in sets.dates] == [589, 581, 565]


def test_dates_are_those_at_which_all_codes_exist(sets):
    assert dates_of(["1", "3"], sets=sets) == (D18,)
    assert dates_of(["1", "2"], sets=sets) == (D18, D20, D25)
    assert dates_of(["30", "5"], sets=sets) == (D20,)
    assert dates_of(["3", "50"], sets=sets) == ()


def test_date_is_found_when_one_date_fits(sets):
    assert date_of(["3", "1"], sets=sets) == D18
    assert date_of(["50"], sets=sets) == D25


def test_latest_date_is_taken_when_several_fit_and_mean_the_same(sets):
    assert date_of(["1"], sets=sets) == D25


def test_code_that_took_in_a_neighbour_does_not_tell_its_date(sets):
    [fault] = faults_of(date_of, ["1", "2"], sets=sets, file="t.csv", column="nis5")
    assert (fault.id, fault.file, fault.column) == ("codes.ambiguous_date", "t.csv", "nis5")
    assert fault.fields["codes"] == ("2",)
    assert fault.fields["years"] == ("2018", "2020", "2025")
    assert date_of(["1", "2"], stated=D20, sets=sets) == D20


def test_antwerp_is_the_one_real_code_that_grew():
    every = code_sets().codes(D25)
    assert grown_between(every & code_sets().codes(D20), (D20, D25)) == ("11002",)


def test_codes_of_another_date_are_named_with_their_years(sets):
    [fault] = faults_of(require_same_date, ["3", "4", "1"], D20, "t.csv", sets=sets)
    assert fault.id == "codes.other_date"
    assert fault.fields["codes"] == ("3", "4")
    assert fault.fields["years"] == ("2018",)
    assert fault.fields["expected"] == "2020"


def test_mixed_dates_are_an_error_with_one_group_per_date(sets):
    faults = faults_of(require_same_date, ["3", "1", "50", "30"], D20, sets=sets)
    assert [fault.id for fault in faults] == ["codes.mixed", "codes.mixed"]
    assert [fault.fields["codes"] for fault in faults] == [("3",), ("50",)]
    assert [fault.fields["years"] for fault in faults] == [("2018",), ("2025",)]


def test_mixed_table_without_stated_date_is_held_against_the_date_of_most_codes(sets):
    [fault] = faults_of(date_of, ["3", "4", "1", "50"], sets=sets)
    assert (fault.id, fault.fields["codes"]) == ("codes.mixed", ("50",))
    assert fault.fields["expected"] == "2018"


def test_unknown_codes_are_each_named_beside_those_of_another_date(sets):
    faults = faults_of(require_same_date, ["3", "7", "x"], D20, sets=sets)
    assert [(fault.id, fault.value) for fault in faults] == [
        ("codes.unknown", "7"),
        ("codes.unknown.alone", "x"),
        ("codes.other_date", None),
    ]
    assert faults[0].fields["near"]


def test_codes_of_the_expected_date_pass(sets):
    assert require_same_date(["1", "30"], D20, sets=sets) is None


def test_date_without_a_code_set_is_refused_with_the_known_dates(sets):
    [fault] = faults_of(require_same_date, ["1"], date(2013, 1, 1), sets=sets)
    assert (fault.id, fault.value) == ("codes.unknown_date", "2013-01-01")
    assert fault.fields["known"] == ("2018-01-01", "2020-01-01", "2025-01-01")


def test_conversion_follows_mergers_and_new_numbers_and_keeps_index_and_gaps(sets):
    codes = pd.Series(["3", None, "5", "6", "1"], index=list("abcde"), name="nis5")
    became = convert(codes, D18, D25, sets=sets)
    assert became.index.tolist() == list("abcde")
    assert became.dropna().tolist() == ["30", "50", "2", "1"]
    assert became.isna().tolist() == [False, True, False, False, False]


def test_conversion_to_the_same_date_changes_nothing(sets):
    codes = pd.Series(["30", "6"])
    assert convert(codes, D20, D20, sets=sets).tolist() == ["30", "6"]


def test_conversion_back_is_possible_for_what_was_only_renumbered(sets):
    assert convert(pd.Series(["50", "1"]), D25, D18, sets=sets).tolist() == ["5", "1"]


def test_merged_municipality_cannot_be_converted_back(sets):
    [fault] = faults_of(convert, pd.Series(["30", "2", "1"]), D25, D18, sets=sets, file="t.csv")
    assert (fault.id, fault.fields["codes"]) == ("codes.no_way_back", ("2", "30"))
    assert fault.fields["year"] == "2018"


def test_conversion_refuses_codes_of_another_date(sets):
    [fault] = faults_of(convert, pd.Series(["3"], name="nis5"), D20, D25, sets=sets)
    assert (fault.id, fault.column) == ("codes.other_date", "nis5")


def test_code_that_becomes_two_is_an_error_of_the_code_table(tmp_path):
    path = written(tmp_path / "codes.csv", [*STEP_ONE, ("1", "2")])
    [fault] = faults_of(read_code_sets, path)
    assert (fault.id, fault.value, fault.row) == ("codes.split", "1", 8)


def test_steps_that_do_not_fit_onto_each_other_are_an_error(tmp_path):
    path = written(tmp_path / "codes.csv", two=STEP_TWO[1:])
    [fault] = faults_of(read_code_sets, path)
    assert (fault.id, fault.fields["codes"]) == ("codes.broken_chain", ("1",))


@given(st.sets(st.sampled_from(sorted(code_sets().codes(D18))), min_size=1))
@settings(deadline=None)
def test_going_in_two_steps_is_going_in_one(chosen):
    codes = pd.Series(sorted(chosen))
    direct = convert(codes, D18, D25)
    assert convert(convert(codes, D18, D20), D20, D25).tolist() == direct.tolist()
    assert set(direct) <= code_sets().codes(D25)


def table(**columns):
    """Puurs and Sint-Amands (one municipality since 2019) and Aartselaar, of 2018."""
    base = {"nis5": ["12030", "11001", "12034"], "people": [17000, 14000, 8000]}
    return pd.DataFrame(base | columns)


MERGED = {"people": "sum"}


def test_table_sums_the_counts_of_merged_municipalities():
    found = convert_table(table(), "nis5", D18, D20, merge=MERGED)
    assert found.to_dict("records") == [
        {"nis5": "12041", "people": 25000},
        {"nis5": "11001", "people": 14000},
    ]


def test_sum_with_an_unknown_part_is_unknown():
    found = convert_table(table(people=[17000, 14000, None]), "nis5", D18, D20, merge=MERGED)
    assert found["people"].isna().tolist() == [True, False]


def test_text_that_differs_between_merged_municipalities_is_a_fault_naming_them():
    frame = table(region=["Mechelen", "Antwerpen", "Klein-Brabant"])
    [fault] = faults_of(
        convert_table, frame, "nis5", D18, D20, merge={**MERGED, "region": "same"}, file="r.csv"
    )
    assert (fault.id, fault.file, fault.column) == ("codes.merge_differs", "r.csv", "region")
    assert fault.fields["code"] == "12041"
    assert fault.fields["parts"] == ("12030", "12034")
    assert fault.fields["values"] == ("Klein-Brabant", "Mechelen")


def test_column_without_a_rule_must_be_the_same_too():
    frame = table(region=["Mechelen", "Antwerpen", None])
    [fault] = faults_of(convert_table, frame, "nis5", D18, D20, merge=MERGED)
    assert (fault.id, fault.fields["values"]) == ("codes.merge_differs", ("Mechelen", "–"))


def test_text_that_is_the_same_stays_and_a_dropped_one_goes():
    frame = table(region=["Mechelen", "Antwerpen", "Mechelen"], name=["Puurs", "A", "Sint-Amands"])
    merge = {**MERGED, "region": "same", "name": "drop"}
    found = convert_table(frame, "nis5", D18, D20, merge=merge)
    assert list(found.columns) == ["nis5", "people", "region"]
    assert found["region"].tolist() == ["Mechelen", "Antwerpen"]


def test_first_takes_the_first_without_asking():
    found = convert_table(table(a=[1, 2, 3]), "nis5", D18, D20, merge={**MERGED, "a": "first"})
    assert found["a"].tolist() == [1, 2]


def test_rows_of_one_municipality_are_told_apart_by_their_key():
    frame = pd.DataFrame(
        {
            "nis5": ["12030", "12030", "12034", "12034"],
            "sex": ["M", "V", "M", "V"],
            "people": [1, 2, 3, 4],
        }
    )
    found = convert_table(frame, "nis5", D18, D20, merge={**MERGED, "sex": "key"})
    assert found.to_dict("records") == [
        {"nis5": "12041", "sex": "M", "people": 4},
        {"nis5": "12041", "sex": "V", "people": 6},
    ]


def test_row_numbers_keep_the_first_row():
    found = convert_table(table(row=[2, 3, 4]), "nis5", D18, D20, merge=MERGED)
    assert found["row"].tolist() == [2, 3]


def test_callers_table_is_left_alone():
    frame = table()
    convert_table(frame, "nis5", D18, D20, merge=MERGED)
    assert frame.equals(table())


def test_rule_that_does_not_exist_is_a_programming_error():
    with pytest.raises(ValueError, match="unknown merge rules"):
        convert_table(table(), "nis5", D18, D20, merge={"people": "average"})


@pytest.mark.real_data
def test_flemish_population_keeps_its_total_through_the_mergers_of_2025(shared_data):
    path = shared_data / "flanders_elz_age_sex.csv"
    frame = pd.read_csv(path, dtype={"nis5": str}).drop(columns=["municipality"])
    assert date_of(frame["nis5"]) == D20
    merge = {"age_band": "key", "sex": "key", "population": "sum", "eerstelijnszone": "first"}
    found = convert_table(frame, "nis5", D20, D25, merge=merge)
    assert found["population"].sum() == frame["population"].sum()
    assert found["nis5"].nunique() == 285


@pytest.mark.real_data
def test_income_table_of_2013_is_of_the_codes_of_2018(shared_data):
    frame = pd.read_csv(shared_data / "municipal_income_2013.csv", dtype={"nis5": str})
    assert dates_of(frame["nis5"]) == (D18,)
    with pytest.raises(InputError, match=r"codes\.other_date"):
        require_same_date(frame["nis5"], D25, "municipal_income_2013.csv")
