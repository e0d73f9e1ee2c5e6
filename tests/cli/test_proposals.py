"""The commands on proposals as scripts and people see them, on a SYNTHETIC grid."""

from __future__ import annotations

import json

import pytest
from synthetic import DATE, grid_layer

from pilotzones.words import LANGUAGES

KEPT = ["code", "population", "region", "geometry"]
PEOPLE = 30_000
"""Of each of the sixteen units: three of them are a zone, five lie in the preferred band."""


@pytest.fixture
def grid(tmp_path):
    """SYNTHETIC layer of sixteen units as a GeoPackage."""
    path = tmp_path / "grid.gpkg"
    units = grid_layer(4, 4, population=PEOPLE).units.reset_index()
    units["code"] = ["10" + code for code in units["code"]]
    units[KEPT].to_file(path, layer="units", driver="GPKG")
    return path


@pytest.fixture
def on(grid):
    return ("--units", grid, "--population-column", "population", "--population-date", DATE)


def zones_file(folder, **zones):
    path = folder / "zones.csv"
    rows = [f"{code},{name}" for name, codes in zones.items() for code in codes]
    path.write_text("\n".join(["unit,zone", *rows]), encoding="utf-8")
    return path


def as_json(done):
    assert done.code in (0, 1), done.err
    return json.loads(done.out)


def test_complete_proposes_zones_that_hold_each_with_its_reasons(pilotzones, on):
    given = ("--must", "1000", "--forbidden", "1011", "--most", "3", *on, "--json")
    found = as_json(pilotzones("zone", "complete", *given))
    assert found["proposals"]
    for each in found["proposals"]:
        assert "1000" in each["codes"]
        assert "1011" not in each["codes"]
        assert 75_000 <= each["population"] <= 300_000
        assert all(set(reason) == set(LANGUAGES) for reason in each["reasons"])
    scores = [each["score"] for each in found["proposals"]]
    assert scores == sorted(scores, reverse=True)


def test_complete_ranks_by_the_objectives_that_are_given(pilotzones, on, tmp_path):
    """All the need lies in the right column: with need alone every proposal reaches for it."""
    need = tmp_path / "need.csv"
    codes = [f"10{r}{c}" for r in range(4) for c in range(4)]
    rows = [f"{code},{100 if code.endswith('3') else 0}" for code in codes]
    need.write_text("\n".join(["code,need", *rows]), encoding="utf-8")
    given = ("--must", "1000", "--objective", "column:need=1", "--columns", need, "--most", "1")
    (best,) = as_json(pilotzones("zone", "complete", *given, *on, "--json"))["proposals"]
    assert {code for code in codes if code.endswith("3")} <= set(best["codes"])


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("--must", "1000", "--objective", "compact"), "does not read as an objective"),
        (("--must", "1000", "--objective", "pretty=1"), "is no objective"),
        (("--must", "1000", "--objective", "column:need=1"), "no column “need”"),
        (("--must", "1000", "--forbidden", "1000"), "Both required and excluded"),
        (("--must", "1000, 1003", "--forbidden", "1001, 1011, 1010"), "cut 1000 off from 1003"),
        (("--must", "1000-1033"), "more than the maximum"),
        (("--must", "1000", "--forbidden", "1001, 1010"), "fewer than the minimum"),
    ],
)
def test_what_cannot_be_completed_is_told_in_one_line(pilotzones, on, given, said):
    done = pilotzones("zone", "complete", *given, *on)
    assert done.code == 2
    assert said in done.err
    assert "Traceback" not in done.err


def test_repair_tells_the_moves_and_the_proof(pilotzones, on):
    """1000 and 1002 lie apart; 1001 joins them, and is the only unit that does alone."""
    given = ("zone", "repair", "--postcodes", "1000, 1002", "--name", "Corner", *on)
    found = as_json(pilotzones(*given, "--json"))["repair"]
    assert [move["code"] for move in found["moves"]] == ["1001"]
    assert found["proof"]["status"] == "optimal"
    shown = pilotzones(*given)
    assert shown.code == 0
    assert "1001" in shown.out
    assert "Proved" in shown.out


def test_what_cannot_be_repaired_names_the_conditions_that_clash(pilotzones, on):
    given = ("zone", "repair", "--postcodes", "1000", "--forbidden", "1001, 1010", *on)
    done = pilotzones(*given, "--json")
    assert done.code == 1
    assert {"forbidden", "lower"} <= set(json.loads(done.out)["clash"]["conditions"])


@pytest.mark.parametrize("kind", ["partitions", "zones"])
def test_ensemble_places_the_zone_among_valid_ones(pilotzones, on, kind):
    given = ("--postcodes", "1000-1003", "--kind", kind, "--steps", "20000")
    found = as_json(pilotzones("zone", "ensemble", *given, *on, "--json"))
    assert (found["kind"], found["kept"]) == (kind, 2000)
    people = next(m for m in found["measures"] if m["measure"] == "population")
    assert people["drawn"] == 4 * PEOPLE
    assert 75_000 <= people["quantiles"][0] <= people["quantiles"][-1] <= 300_000
    assert 0 <= people["percentile"] <= 1


def test_robust_tells_the_verdict_that_an_assumption_flips(pilotzones, tmp_path):
    """76,000 people pass; half a per cent a year fewer over five years are below 75,000."""
    units = grid_layer(2, 1, population=38_000).units.reset_index()
    units["code"] = ["10" + code for code in units["code"]]
    path = tmp_path / "two.gpkg"
    units[KEPT].to_file(path, layer="units", driver="GPKG")
    on = ("--units", path, "--population-column", "population", "--population-date", DATE)
    found = as_json(pilotzones("zone", "robust", "--postcodes", "1000-1001", *on, "--json"))
    minimum = next(f for f in found["findings"] if f["rule"] == "Z03")
    assert (minimum["verdict"], minimum["fragile"]) == ("pass", True)
    assert minimum["margin"]["fewer"] == 1_000
    shown = pilotzones("zone", "robust", "--postcodes", "1000-1001", *on)
    assert "fragile" in shown.out


def test_compare_tells_who_is_gained_and_lost(pilotzones, on, tmp_path):
    one, other = tmp_path / "one.txt", tmp_path / "other.txt"
    one.write_text("1000, 1001, 1002", encoding="utf-8")
    other.write_text("1001, 1002, 1003", encoding="utf-8")
    found = as_json(pilotzones("zone", "compare", one, other, *on, "--json"))
    second = found["drawings"][1]
    assert (second["gained"], second["lost"]) == (["1003"], ["1000"])
    assert second["measures"]["population"] == 3 * PEOPLE
    done = pilotzones("zone", "compare", one, *on)
    assert done.code == 2
    assert "at least two drawings" in done.err


def test_recode_follows_codes_through_mergers(pilotzones):
    found = as_json(
        pilotzones("zone", "recode", "46014, 46003", "--from-date", "2020-01-01", "--json")
    )
    assert found["after"] == ["46029", "46030"]
    came = sum(each["people"] for each in found["differences"])
    assert found["people_after"] - found["people_before"] == came
    done = pilotzones("zone", "recode", "5500")
    assert done.code == 2
    assert "postcodes" in done.err


def test_partition_puts_every_unit_in_one_zone_that_holds(pilotzones, on):
    given = ("round", "partition", "--moves", "20000", *on, "--json")
    found = as_json(pilotzones(*given))
    codes = [code for zone in found["zones"] for code in zone["codes"]]
    assert sorted(codes) == sorted({f"10{r}{c}" for r in range(4) for c in range(4)})
    assert all(75_000 <= zone["population"] <= 300_000 for zone in found["zones"])
    assert found == as_json(pilotzones(*given))


def test_partition_leaves_fixed_zones_as_they_are(pilotzones, on, tmp_path):
    fixed = zones_file(tmp_path, Admitted=["1000", "1001", "1002"])
    given = ("round", "partition", "--moves", "20000", "--fixed", fixed, *on, "--json")
    first = as_json(pilotzones(*given))["zones"][0]
    assert (first["name"], first["codes"]) == ("Admitted", ["1000", "1001", "1002"])


def test_partition_keeps_care_regions_of_a_table_whole(pilotzones, on, tmp_path):
    row = ["1000", "1001", "1002", "1003"]
    regions = zones_file(tmp_path, South=row)
    given = ("round", "partition", "--moves", "20000", "--care-regions", regions, *on, "--json")
    found = as_json(pilotzones(*given))
    assert found["splits"] == {"care-region": 0}
    (zone,) = (zone for zone in found["zones"] if "1000" in zone["codes"])
    assert set(row) <= set(zone["codes"])


def test_partition_of_a_region_that_is_not_there_is_told(pilotzones, on):
    done = pilotzones("round", "partition", "--region", "flanders", *on)
    assert done.code == 2
    assert "flanders" in done.err


def test_round_repair_settles_an_overlap(pilotzones, on, tmp_path):
    zones = zones_file(
        tmp_path, A=["1000", "1001", "1002", "1003"], B=["1003", "1013", "1012", "1011"]
    )
    found = as_json(pilotzones("round", "repair", zones, *on, "--json"))["repair"]
    after = {zone["name"]: set(zone["codes"]) for zone in found["zones"]}
    assert not after["A"] & after["B"]
    assert found["units"] == 1
    pinned = as_json(pilotzones("round", "repair", zones, "--pin", "1003=B", *on, "--json"))
    after = {zone["name"]: set(zone["codes"]) for zone in pinned["repair"]["zones"]}
    assert "1003" in after["B"]
    done = pilotzones("round", "repair", zones, "--pin", "1003", *on)
    assert done.code == 2
    assert "unit and its zone" in done.err


def test_stranded_names_the_corner_that_is_cut_off(pilotzones, on, tmp_path):
    """1000 is closed in by the zone around it."""
    zones = zones_file(tmp_path, Ring=["1001", "1011", "1010"])
    (found,) = as_json(pilotzones("round", "stranded", zones, *on, "--json"))["stranded"]
    assert (found["codes"], found["population"]) == (["1000"], PEOPLE)
    assert [join["zone"] for join in found["join"]] == ["Ring"]
    shown = pilotzones("round", "stranded", zones, *on)
    assert "1000" in shown.out


def test_settle_tells_every_way_the_best_first(pilotzones, on, tmp_path):
    zones = zones_file(
        tmp_path,
        A=["1000", "1001", "1002", "1003"],
        B=["1003", "1013", "1012", "1011"],
    )
    given = ("round", "settle", zones, "--between", "A", "B", *on)
    ways = as_json(pilotzones(*given, "--json"))["ways"]
    assert {way["id"] for way in ways} >= {"merge", "all-to-first", "all-to-second"}
    assert ways[0]["valid"]
    assert pilotzones(*given).code == 0
    done = pilotzones("round", "settle", zones, "--between", "A", "C", *on)
    assert done.code == 2
    assert "There is no zone “C”" in done.err


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "verb", ["zone complete", "zone repair", "zone compare", "zone ensemble", "zone robust",
             "zone recode", "round repair", "round partition", "round stranded", "round settle"]
)  # fmt: skip
def test_every_verb_has_a_help_in_each_language(pilotzones, verb, lang):
    done = pilotzones(*verb.split(), "--help", lang=lang)
    assert done.code == 0
    assert "cli." not in done.out
