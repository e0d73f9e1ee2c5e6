"""The SYNTHETIC population is what its parameters say, and the same every time."""

from __future__ import annotations

import ast
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
from conftest import ROOT
from scipy import stats
from synthetic_population import OUTSIDE, YEAR, ZONE, rows, spec_of

from pilotzones.assets import asset
from pilotzones.errors import InputError
from pilotzones.stratification.synthetic import SyntheticSpec, generate
from pilotzones.stratification.synthetic.parameters import read_parameters
from pilotzones.stratification.synthetic.places import places_of

PARAMETERS = read_parameters()


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory):
    return generate(spec_of(), tmp_path_factory.mktemp("synthetic"))


@pytest.fixture(scope="module")
def persons(files) -> pd.DataFrame:
    return rows(files, "SELECT * FROM persons ORDER BY person_id")


@pytest.fixture(scope="module")
def base_year(files) -> pd.DataFrame:
    """One row per person who was here in the base year: truth, and what care cost."""
    return rows(
        files,
        f"""SELECT truth.*, coalesce(eur, 0)::DOUBLE AS eur,
            coalesce(eur_before, 0)::DOUBLE AS before
        FROM truth LEFT JOIN (
            SELECT person_id, sum(amount_eur) FILTER (year(date) = {YEAR}) AS eur,
                sum(amount_eur) FILTER (year(date) = {YEAR} - 1) AS eur_before
            FROM lines GROUP BY ALL) USING (person_id)
        WHERE year = {YEAR} AND days > 0 ORDER BY person_id""",
    )


def test_files_have_the_declared_columns(files):
    assert pq.read_schema(files.persons).names == [
        "person_id", "birth_year", "sex", "unit", "increased_reimbursement", "chronic_status",
        "isolated", "death_date", "moved_on", "unit_before", "left_on", "weight",
    ]  # fmt: skip
    assert [path.stem for path in files.deliveries] == [
        f"deliveries-{year}" for year in (YEAR - 2, YEAR - 1, YEAR)
    ]
    for path in files.deliveries:
        found = {field.name: str(field.type) for field in pq.read_schema(path)}
        assert found == {
            "person_id": "int64", "date": "date32[day]", "kind": "string", "code": "string",
            "ddd": "decimal128(18, 4)", "amount_eur": "decimal128(18, 2)",
            "patient_eur": "decimal128(18, 2)", "supplement_eur": "decimal128(18, 2)",
            "payer": "string", "excluded": "bool",
        }  # fmt: skip


def test_rows_stand_in_order_of_person_and_day(files):
    assert (np.diff(pq.read_table(files.persons)["person_id"].to_numpy()) > 0).all()
    for path in files.deliveries:
        table = pq.read_table(path, columns=["person_id", "date"])
        person = table["person_id"].to_numpy()
        day = table["date"].to_numpy().astype("datetime64[D]").astype(np.int64)
        assert (np.diff(person * 100_000 + day) >= 0).all()


def test_each_file_holds_the_deliveries_of_its_year(files):
    for path, year in zip(files.deliveries, (YEAR - 2, YEAR - 1, YEAR), strict=True):
        days = pq.read_table(path, columns=["date"])["date"].to_numpy()
        assert set(days.astype("datetime64[Y]").astype(int) + 1970) == {year}


SMALL = {"zone": {"Z1": (1_500, False), "Z2": (900, True)}, "outside": {"B1": (9_000, False)}}


def _bytes(files) -> list[bytes]:
    return [path.read_bytes() for path in (files.persons, *files.deliveries, files.truth)]


def test_same_seed_gives_the_same_bytes_whatever_the_portions(tmp_path):
    spec = spec_of(**SMALL)
    whole = _bytes(generate(spec, tmp_path / "whole"))
    assert _bytes(generate(spec, tmp_path / "again")) == whole
    assert _bytes(generate(spec, tmp_path / "pieces", portion=97)) == whole
    other = _bytes(generate(replace(spec, seed=12), tmp_path / "other"))
    assert all(a != b for a, b in zip(whole, other, strict=True))


def test_people_of_the_zone_do_not_depend_on_the_sample_around_it(tmp_path):
    alone = generate(spec_of(**SMALL, share=0.0), tmp_path / "alone")
    beside = generate(spec_of(**SMALL, share=0.2), tmp_path / "beside")
    query = """SELECT unit, birth_year, sex, death_date, date, kind, code, ddd, amount_eur
        FROM persons LEFT JOIN lines USING (person_id) WHERE weight = 1 ORDER BY ALL"""
    pd.testing.assert_frame_equal(rows(alone, query), rows(beside, query))


def test_nothing_is_left_under_a_name_when_writing_fails(tmp_path, monkeypatch):
    def broken(*_arguments):
        raise RuntimeError("no room")

    monkeypatch.setattr("pilotzones.stratification.synthetic.generator.stays", broken)
    with pytest.raises(RuntimeError, match="no room"):
        generate(spec_of(**SMALL), tmp_path)
    assert not list(tmp_path.iterdir())


def test_everybody_lives_in_a_given_unit_and_has_the_weight_of_the_sample(persons):
    inside = persons["unit"].isin(ZONE)
    assert set(persons["unit"]) == {*ZONE, *OUTSIDE}
    assert (persons.loc[inside, "weight"] == 1).all()
    assert (persons.loc[~inside, "weight"] == 40).all()
    assert set(persons["unit_before"].dropna()) <= {*ZONE, *OUTSIDE}
    assert set(persons.loc[~inside, "unit_before"].dropna()) <= set(OUTSIDE)
    assert (persons["moved_on"].isna() == persons["unit_before"].isna()).all()
    assert (persons["unit"] != persons["unit_before"]).all()


def test_about_the_inhabitants_are_here_at_the_end_of_the_base_year(persons):
    here = persons[persons["death_date"].isna() & persons["left_on"].isna()]
    inside = here["unit"].isin(ZONE)
    assert inside.sum() == pytest.approx(sum(n for n, _ in ZONE.values()), rel=0.015)
    assert here["weight"][~inside].sum() == pytest.approx(300_000, rel=0.03)


def test_ages_and_sex_follow_the_parameters(persons):
    age = YEAR - persons["birth_year"].to_numpy()
    bands = np.array(PARAMETERS.population.ages.from_)
    found = np.bincount(np.searchsorted(bands, age, side="right") - 1, minlength=len(bands))
    places = places_of(spec_of(), PARAMETERS.population)
    shares = np.diff(places.ages, axis=1, prepend=0)
    expected = (places.persons[:, None] * shares).sum(axis=0)
    assert stats.chisquare(found, expected * found.sum() / expected.sum()).pvalue > 0.001
    women = np.interp(age, PARAMETERS.population.sex.ages, PARAMETERS.population.sex.women)
    sd = np.sqrt((women * (1 - women)).sum())
    assert abs((persons["sex"] == "F").sum() - women.sum()) < 3.3 * sd


def test_rural_units_are_older_and_units_differ_in_morbidity(tmp_path):
    """Persons of one band of age: shares of the units differ by more than chance."""
    units = {f"U{i:02}": (600, i % 2 == 0) for i in range(40)}
    found = rows(
        generate(spec_of(zone=units, outside={}, seed=3), tmp_path),
        f"""SELECT unit, avg({YEAR} - birth_year) AS age, avg(ill::INT) AS share, count(ill) AS n
        FROM persons LEFT JOIN (
            SELECT person_id, ill_hypertension OR ill_depression OR ill_asthma AS ill FROM truth
            WHERE year = {YEAR} AND present AND age BETWEEN 40 AND 69) USING (person_id)
        GROUP BY unit ORDER BY unit""",
    )
    assert found["age"][::2].mean() > found["age"][1::2].mean() + 1
    mean = np.average(found["share"], weights=found["n"])
    spread = ((found["share"] - mean) ** 2 * found["n"] / (mean * (1 - mean))).sum()
    assert stats.chi2.sf(spread, len(found) - 1) < 0.01


def test_nobody_gets_care_before_birth_or_after_death_or_departure(files):
    found = rows(
        files,
        """SELECT count(*) AS lines, count(*) FILTER (date > death_date) AS dead,
            count(*) FILTER (date > left_on) AS gone,
            count(*) FILTER (year(date) < birth_year) AS unborn
        FROM lines JOIN persons USING (person_id)""",
    ).iloc[0]
    assert found["lines"] > 500_000
    assert found[["dead", "gone", "unborn"]].tolist() == [0, 0, 0]
    everybody = "SELECT count(*) AS n FROM lines ANTI JOIN persons USING (person_id)"
    assert rows(files, everybody)["n"].tolist() == [0]


def test_deliveries_per_person_and_year_are_modest(files, base_year):
    lines = pq.read_metadata(files.deliveries[-1]).num_rows
    assert 6 < lines / len(base_year) < 9.2


def test_two_in_a_hundred_codes_are_wrong_in_four_ways(files):
    right = {m.code for i in PARAMETERS.illnesses.illness.values() for m in i.medicine}
    right |= {m.code for m in PARAMETERS.care.other_medicines.medicine}
    right |= {m.code for m in PARAMETERS.care.palliative.medicines}
    drugs = rows(files, "SELECT code, count(*) AS n FROM lines WHERE kind = 'drug' GROUP BY code")
    wrong = drugs[~drugs["code"].isin(right)]
    total, share = drugs["n"].sum(), PARAMETERS.population.wrong_codes.share
    assert share == 0.02
    sd = np.sqrt(total * share * (1 - share))
    assert abs(wrong["n"].sum() - total * share) < 3.3 * sd
    faults = PARAMETERS.population.wrong_codes
    old = {m.old_code for i in PARAMETERS.illnesses.illness.values() for m in i.medicine}
    atc = r"[A-Z]\d\d[A-Z]{2}\d\d"
    gone = wrong["code"].isin({*faults.withdrawn, *old})
    no_form = wrong["code"].isin(faults.no_form)
    letter = wrong["code"].str.fullmatch(r"[A-Z][\dO]{2}[A-Z]{2}[\dOI]{2}")
    letter &= ~wrong["code"].str.fullmatch(atc) & ~no_form
    counts = [wrong.loc[ways, "n"].sum() for ways in (gone, no_form, letter)]
    counts.append(wrong["n"].sum() - sum(counts))
    assert stats.chisquare(counts).pvalue > 0.001
    others = rows(files, "SELECT code, count(*) AS n FROM lines WHERE kind = 'gp' GROUP BY code")
    known = set(PARAMETERS.care.contact["gp"].codes)
    part = others.loc[~others["code"].isin(known), "n"].sum() / others["n"].sum()
    assert part == pytest.approx(0.02, abs=0.003)


def test_stays_are_runs_of_consecutive_days(files):
    """Runs counted from the days alone are the stays that were drawn; no day comes twice."""
    days = rows(
        files,
        f"""SELECT person_id, date, count(*) AS n FROM lines
        WHERE kind = 'hospital' AND year(date) = {YEAR} GROUP BY ALL ORDER BY ALL""",
    )
    assert (days["n"] == 1).all()
    new = (days["person_id"].diff() != 0) | (days["date"].diff() != pd.Timedelta(days=1))
    found = new.groupby(days["person_id"]).sum()
    truth = rows(
        files, f"SELECT person_id, stays FROM truth WHERE year = {YEAR} AND stays > 0"
    ).set_index("person_id")["stays"]
    pd.testing.assert_series_equal(found, truth.sort_index(), check_dtype=False, check_names=False)
    lengths = new.cumsum().value_counts()
    assert lengths.max() <= PARAMETERS.care.hospital.days_most
    assert 3 < lengths.mean() < 8


def test_unplanned_stays_begin_with_a_visit_to_the_emergency_department(files):
    visits = rows(
        files,
        f"""SELECT count(*) AS n FROM lines WHERE kind = 'visit' AND year(date) = {YEAR}
            AND amount_eur = {PARAMETERS.care.hospital.visit_eur}""",
    )["n"].item()
    truth = rows(files, f"SELECT sum(unplanned_stays) AS n FROM truth WHERE year = {YEAR}")
    assert visits == truth["n"].item() > 500


def test_the_frail_stay_in_hospital_more_often(base_year):
    frail = base_year["log_frailty"] > base_year["log_frailty"].median()
    more, less = (base_year.loc[who, "stays"].mean() for who in (frail, ~frail))
    assert more > 1.3 * less


def test_deaths_follow_age_frailty_and_illness(files):
    """As many die as the chances of the parameters add up to; in each half by frailty too."""
    truth = rows(files, "SELECT * FROM truth WHERE days > 0 ORDER BY person_id, year")
    truth = truth[(truth["days"] >= 365) | truth["dies"]]  # the others left or were born
    sex = rows(files, "SELECT person_id, sex FROM persons").set_index("person_id")["sex"]
    dying = PARAMETERS.population.mortality
    logarithm = np.log(dying.at_80) + dying.per_year * (truth["age"] - 80)
    logarithm += dying.men * (truth["person_id"].map(sex) == "M")
    logarithm += dying.frailty * truth["log_frailty"]
    for id, illness in PARAMETERS.illnesses.illness.items():
        logarithm += illness.mortality * truth[f"ill_{id}"]
    chance = np.minimum(np.exp(logarithm), dying.most)
    for part in (truth["log_frailty"] < 0, truth["log_frailty"] >= 0, truth["age"] >= 80):
        died, expected = truth.loc[part, "dies"].sum(), chance[part].sum()
        assert abs(died - expected) < 3.3 * np.sqrt((chance * (1 - chance))[part].sum())
        assert expected > 100


def test_movers_and_leavers_are_as_many_as_the_parameters_say(persons):
    moves = PARAMETERS.population.moves
    chance = 3 * np.interp(YEAR - persons["birth_year"], moves.ages, moves.share)
    moved = persons["moved_on"].notna()
    inside = persons["unit"].isin(ZONE)
    # a few draws fall on the own unit, a day before birth or after death: 3 in 100 at most
    assert moved[inside].sum() == pytest.approx(chance[inside].sum(), rel=0.06)
    left = persons["left_on"].notna().sum()
    expected = 3 * PARAMETERS.population.departures.share * len(persons)
    assert abs(left - expected) < 3.3 * np.sqrt(expected) + 0.03 * expected


def test_cost_is_what_was_expected_in_sum_and_by_kind(files, base_year):
    """Mean cost lies within the interval around the mean of what the truth expects."""
    kinds = rows(
        files,
        f"""SELECT person_id, kind, sum(amount_eur)::DOUBLE AS eur FROM lines
        WHERE year(date) = {YEAR} GROUP BY ALL""",
    ).pivot(index="person_id", columns="kind", values="eur")
    kinds = kinds.reindex(base_year["person_id"]).fillna(0)
    assert set(kinds) == {name.split("_", 1)[1][:-4] for name in base_year if
                          name.startswith("expected_") and name != "expected_eur"}  # fmt: skip
    for kind in kinds:
        gap = kinds[kind].to_numpy() - base_year[f"expected_{kind}_eur"].to_numpy()
        assert abs(gap.mean()) < 3.3 * gap.std() / np.sqrt(len(gap)), kind
    gap = (base_year["eur"] - base_year["expected_eur"]).to_numpy()
    assert abs(gap.mean()) < 3.3 * gap.std() / np.sqrt(len(gap))


def test_spending_is_as_concentrated_as_in_belgium(base_year):
    """Orders of magnitude of slides of 2016: 1 % of people cost 30 %, 10 % 70 %, half 3 %."""
    cost = np.sort(base_year["eur"].to_numpy())[::-1]
    part = lambda share: cost[: round(share * len(cost))].sum() / cost.sum()  # noqa: E731
    assert 0.20 < part(0.01) < 0.33
    assert 0.63 < part(0.10) < 0.75
    assert 0.025 < 1 - part(0.50) < 0.05
    assert 2_400 < cost.mean() < 3_100


def test_last_year_tells_only_a_part_of_this_year(base_year):
    last = np.corrcoef(base_year["before"], base_year["eur"])[0, 1] ** 2
    known = np.corrcoef(base_year["expected_eur"], base_year["eur"])[0, 1] ** 2
    assert 0.05 < last < 0.45
    assert last < known < 0.8


def test_patients_pay_a_share_that_is_smaller_with_increased_reimbursement(files):
    found = rows(
        files,
        """SELECT increased_reimbursement AS reduced, kind,
            (sum(patient_eur) / sum(amount_eur))::DOUBLE AS share, min(patient_eur) AS least,
            max(patient_eur - amount_eur) AS above
        FROM lines JOIN persons USING (person_id) GROUP BY ALL""",
    )
    assert (found["least"] >= 0).all()
    assert (found["above"] <= 0).all()
    shares = found.set_index(["kind", "reduced"])["share"]
    for kind, parts in (("drug", "drug"), ("gp", "fee"), ("hospital", "hospital")):
        declared = getattr(PARAMETERS.care.shares, parts)
        assert shares[kind, False] == pytest.approx(declared.usual, abs=0.002)
        assert shares[kind, True] == pytest.approx(declared.reduced, abs=0.002)


def test_payers_supplements_and_excluded_lines_are_there(files):
    found = rows(
        files,
        """SELECT kind, payer, excluded, count(*) AS n, sum(supplement_eur)::DOUBLE AS extra,
            sum(amount_eur)::DOUBLE AS eur FROM lines GROUP BY ALL""",
    )
    assert set(found["payer"]) == {"federal", "region", "private"}
    assert set(found.loc[found["payer"] == "region", "kind"]) == {"home_help", "other"}
    assert set(found.loc[found["extra"] > 0, "kind"]) == {"specialist", "hospital"}
    assert set(found.loc[found["excluded"], "kind"]) == {"drug", "other"}
    specialist = found[found["kind"] == "specialist"]
    contact = PARAMETERS.care.contact["specialist"]
    declared = contact.supplement * contact.supplement_part
    assert specialist["extra"].sum() / specialist["eur"].sum() == pytest.approx(declared, rel=0.1)


def test_noise_makes_care_independent_of_the_person_and_of_the_year_before(tmp_path):
    files = generate(spec_of(noise=True, share=0.0), tmp_path)
    found = rows(
        files,
        f"""SELECT {YEAR} - birth_year AS age, increased_reimbursement::INT AS reduced,
            (sex = 'F')::INT AS woman, chronic_status::INT AS status, substr(unit, 2)::INT AS unit,
            coalesce(before, 0)::DOUBLE AS before, coalesce(dose, 0)::DOUBLE AS dose,
            coalesce(eur, 0)::DOUBLE AS eur
        FROM persons LEFT JOIN (
            SELECT person_id, sum(amount_eur) FILTER (year(date) = {YEAR} - 1) AS before,
                sum(ddd) FILTER (year(date) = {YEAR} - 1) AS dose,
                sum(amount_eur) FILTER (year(date) = {YEAR}) AS eur
            FROM lines GROUP BY ALL) USING (person_id)
        WHERE birth_year < {YEAR} - 1 ORDER BY person_id""",
    )
    eur = found.pop("eur")
    for name in found:
        rank = stats.spearmanr(found[name], eur)
        assert rank.pvalue > 0.0005, name
    assert 2_000 < eur.mean() < 3_300
    persons = rows(files, "SELECT count(death_date) + count(left_on) AS gone FROM persons")
    assert persons["gone"].item() == 0


def test_a_spec_that_cannot_be_is_refused():
    with pytest.raises(ValueError, match=r"outside 0\.\.1"):
        SyntheticSpec({"Z": (10, False)}, frozenset(["Z"]), 1.5, YEAR, 1)
    with pytest.raises(ValueError, match="not given"):
        SyntheticSpec({"Z": (10, False)}, frozenset(["Y"]), 0.5, YEAR, 1)
    with pytest.raises(ValueError, match="0 or more"):
        SyntheticSpec({"Z": (-1, False)}, frozenset(["Z"]), 0.5, YEAR, 1)


def test_wrong_parameters_are_faults_by_key(tmp_path):
    shutil.copytree(asset("models", "synthetic", "people"), tmp_path, dirs_exist_ok=True)
    path = tmp_path / "population.toml"
    path.write_text(path.read_text("utf-8").replace("surplus]", "surpluss]"), "utf-8")
    with pytest.raises(InputError) as caught:
        generate(spec_of(parameters=tmp_path), tmp_path / "out")
    assert {f.id for f in caught.value.faults} == {"settings.unknown_key", "settings.missing_key"}
    assert not (tmp_path / "out").exists()


def test_an_illness_is_raised_only_by_those_above_it(tmp_path):
    shutil.copytree(asset("models", "synthetic", "people"), tmp_path, dirs_exist_ok=True)
    path = tmp_path / "illnesses.toml"
    text = path.read_text("utf-8").split("[illness.coronary]")[0]
    path.write_text(text.replace("{ hypertension = 0.60 }", "{ coronary = 0.60 }"), "utf-8")
    with pytest.raises(InputError) as caught:
        read_parameters(tmp_path)
    assert [fault.id for fault in caught.value.faults] == ["settings.wrong_value.other"]


def test_an_illness_cannot_ask_for_care_that_there_is_not(tmp_path):
    shutil.copytree(asset("models", "synthetic", "people"), tmp_path, dirs_exist_ok=True)
    path = tmp_path / "illnesses.toml"
    text = path.read_text("utf-8").replace("needs = { gp", "needs = { gpp", 1)
    path.write_text(text, "utf-8")
    with pytest.raises(InputError) as caught:
        read_parameters(tmp_path)
    (fault,) = caught.value.faults
    assert (fault.id, fault.column) == (
        "settings.unknown_key.known",
        "illness.hypertension.needs.gpp",
    )


def test_other_parameters_make_another_population(tmp_path):
    shutil.copytree(asset("models", "synthetic", "people"), tmp_path / "own")
    path = tmp_path / "own" / "population.toml"
    path.write_text(path.read_text("utf-8").replace("share = 0.02\n", "share = 0.5\n"), "utf-8")
    files = generate(spec_of(**SMALL, parameters=tmp_path / "own"), tmp_path / "out")
    gp = rows(
        files,
        "SELECT avg((code IN ('101076', '103132'))::INT) AS right FROM lines WHERE kind = 'gp'",
    )
    assert gp["right"].item() == pytest.approx(0.5, abs=0.03)


SYNTHETIC = "pilotzones.stratification.synthetic"


def _imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
    return found


def test_generator_shares_nothing_with_the_models():
    """It imports nothing of the room and reads no file of its; only files of data go back."""
    room = ROOT / "src" / "pilotzones" / "stratification"
    allowed = (SYNTHETIC, "pilotzones.assets", "pilotzones.errors")
    allowed += ("pilotzones.readers.settings", "pilotzones.postcodes.layer")
    for path in sorted(room.joinpath("synthetic").glob("*.py")):
        foreign = {n for n in _imports(path) if n.startswith("pilotzones")}
        assert all(name.startswith(allowed) for name in foreign), path
        assert "conditions.toml" not in path.read_text("utf-8")
    doors = set()
    for path in sorted(ROOT.joinpath("src").rglob("*.py")):
        if "synthetic" not in path.parts:
            used = {name for name in _imports(path) if name.startswith(SYNTHETIC)}
            assert used <= {SYNTHETIC}, path
            doors |= {path} if used else set()
    for path in doors:
        tree = ast.walk(ast.parse(path.read_text("utf-8")))
        assert "truth" not in {getattr(node, "attr", None) for node in tree}, path
