"""``zone complete|repair|compare|ensemble|robust|recode`` as scripts and people see them."""

from __future__ import annotations

import json

import pytest
from synthetic import DATE, grid_layer


@pytest.fixture
def grid(tmp_path):
    """SYNTHETIC layer of 25 units of 20,000 people each, as a GeoPackage; codes 1000 to 1044."""
    path = tmp_path / "grid.gpkg"
    units = grid_layer(5, 5, population=20_000).units.reset_index()
    units["code"] = ["10" + code for code in units["code"]]
    units.to_file(path, layer="units", driver="GPKG")
    return path


def options(grid):
    return ("--units", grid, "--population-column", "population", "--population-date", DATE)


def zone(*codes):
    return ("--postcodes", ", ".join(codes), "--name", "Essai")


LOOSE = ("1000", "1001", "1003", "1004")
"""Two pieces that 1002 joins: with it, 100,000 people."""
ROW = ("1000", "1001", "1002", "1003", "1004")


def test_completions_have_what_must_be_and_not_what_must_not(pilotzones, grid):
    asked = ("--must", "1000", "--forbidden", "1001", "--like", "1040", "--most", "2")
    done = pilotzones("zone", "complete", *asked, *options(grid), "--json")
    found = json.loads(done.out)
    assert done.code == 0
    assert [each["rank"] for each in found["proposals"]] == [1, 2]
    for each in found["proposals"]:
        assert "1000" in each["codes"]
        assert "1001" not in each["codes"]
        assert each["population"] == 20_000 * len(each["codes"])
        assert 75_000 <= each["population"] <= 300_000
        assert set(each["reasons"][0]) == {"fr", "nl", "de", "en"}


def test_same_seed_gives_the_same_completions(pilotzones, grid):
    asked = ("zone", "complete", "--must", "1022", "--most", "1", *options(grid), "--json")
    assert pilotzones(*asked, "--seed", "3").out == pilotzones(*asked, "--seed", "3").out


def test_objectives_and_their_weights_are_those_asked_for(pilotzones, grid):
    asked = ("--must", "1022", "--most", "1", "--objective", "compact=2,5")
    done = pilotzones("zone", "complete", *asked, *options(grid), "--json")
    (found,) = json.loads(done.out)["proposals"]
    assert [(t["objective"], t["weight"]) for t in found["terms"]] == [("compact", 2.5)]


def test_repair_joins_two_pieces_with_the_unit_between(pilotzones, grid):
    done = pilotzones("zone", "repair", *zone(*LOOSE), *options(grid), "--json")
    found = json.loads(done.out)
    assert (done.code, found["clash"]) == (0, None)
    (move,) = found["repair"]["moves"]
    assert (move["code"], move["left"], move["joined"]) == ("1002", None, "Essai")
    assert found["repair"]["people"] == 20_000
    assert found["repair"]["proof"]["status"] == "optimal"


def test_conditions_that_clash_are_named_and_the_command_fails(pilotzones, grid):
    """The forbidden units cut the corner off from all others: it never reaches the minimum."""
    asked = (*zone("1000"), "--forced", "1000", "--forbidden", "1001, 1010", *options(grid))
    done = pilotzones("zone", "repair", *asked, "--json")
    found = json.loads(done.out)
    assert done.code == 1
    assert found["repair"] is None
    assert {"contiguity", "lower", "forbidden"} <= set(found["clash"]["conditions"])


def drawing(folder, name, codes):
    path = folder / f"{name}.csv"
    path.write_text("postcode\n" + "\n".join(codes) + "\n", "utf-8")
    return path


def test_comparison_tells_who_is_gained_and_lost_against_the_first(pilotzones, grid, tmp_path):
    first, second = drawing(tmp_path, "a", ROW), drawing(tmp_path, "b", [*ROW[:4], "1010"])
    done = pilotzones("zone", "compare", first, second, *options(grid), "--json")
    one, other = json.loads(done.out)["drawings"]
    assert (one["name"], other["name"]) == ("a", "b")
    assert (other["gained"], other["lost"]) == (["1010"], ["1004"])
    assert other["measures"]["population"] == 100_000


def test_ensemble_places_the_zone_in_every_measure(pilotzones, grid):
    asked = ("--kind", "zones", "--around", "1002", "--steps", "20000")
    done = pilotzones("zone", "ensemble", *zone(*ROW), *asked, *options(grid), "--json")
    found = json.loads(done.out)
    assert (found["kind"], found["chains"], found["seeds"]) == ("zones", 4, ["1002"])
    place = next(p for p in found["places"] if p["measure"] == "population")
    assert place["drawn"] == 100_000
    assert 0 <= place["percentile"] <= 1


@pytest.mark.parametrize(("codes", "fragile"), [(ROW, True), (("1010", *ROW), False)])
def test_verdict_at_its_bound_is_fragile(pilotzones, grid, codes, fragile):
    """100,000 people are the preferred minimum itself, 120,000 lie well inside the band."""
    done = pilotzones("zone", "robust", *zone(*codes), *options(grid), "--json")
    found = {each["rule"]: each for each in json.loads(done.out)["findings"]}
    assert found["Z04"]["fragile"] is fragile
    assert found["Z04"]["margin"]["fewer"] == 20_000 * len(codes) - 100_000


def test_codes_are_followed_to_a_later_date(pilotzones):
    asked = ("--from-date", "2016-01-01", "--to-date", "2025-01-01")
    done = pilotzones("zone", "recode", "55022", *asked, "--json")
    found = json.loads(done.out)
    assert (found["before"], found["after"]) == (["55022"], ["58001"])
    assert found["people_before"] == found["people_after"] > 0


PAGES = {
    "complete": ("--must", "1022", "--most", "1"),
    "repair": zone(*LOOSE),
    "robust": zone(*ROW),
    "ensemble": (*zone(*ROW), "--kind", "zones", "--around", "1002", "--steps", "20000"),
}


@pytest.mark.parametrize("verb", PAGES)
def test_page_is_written_on_request_and_named_on_stderr(pilotzones, grid, tmp_path, verb):
    out = tmp_path / "out"
    done = pilotzones("zone", verb, *PAGES[verb], *options(grid), "--out", out)
    assert done.code == 0, done.err
    assert str(out / "proposals.html") in done.err
    assert (out / "proposals.html").read_text("utf-8").count("</html>") == 1
    assert done.out.strip()


def test_page_of_a_comparison_is_written_too(pilotzones, grid, tmp_path):
    drawings = drawing(tmp_path, "a", ROW), drawing(tmp_path, "b", ROW[:4])
    out = tmp_path / "out"
    done = pilotzones("zone", "compare", *drawings, *options(grid), "--out", out)
    assert done.code == 0
    assert (out / "proposals.html").is_file()


@pytest.mark.parametrize("lang", ["fr", "nl", "de", "en"])
@pytest.mark.parametrize("verb", PAGES)
def test_console_speaks_the_language_asked_for(pilotzones, grid, verb, lang):
    done = pilotzones("zone", verb, *PAGES[verb], *options(grid), "--lang", lang)
    other = pilotzones("zone", verb, *PAGES[verb], *options(grid), "--lang", "en")
    assert done.code == 0
    assert (done.out == other.out) is (lang == "en")


MISTAKES = {
    "no seed": (("complete",), ["--must"]),
    "weight that is no number": (
        ("complete", "--must", "1022", "--objective", "compact=lots"),
        ["compact=lots"],
    ),
    "unknown objective": (
        ("complete", "--must", "1022", "--objective", "pretty=1"),
        ["pretty", "compact"],
    ),
    "must and must not": (
        ("complete", "--must", "1022", "--forbidden", "1022"),
        ["1022"],
    ),
    "unit that does not exist": (("complete", "--must", "1099"), ["1099"]),
    "too many proposals": (("complete", "--must", "1022", "--most", "21"), ["--most"]),
    "forced unit that does not exist": (
        ("repair", *zone(*ROW), "--forced", "1099"),
        ["1099"],
    ),
    "no zone": (("repair",), ["--postcodes"]),
    "unknown kind": (("ensemble", *zone(*ROW), "--kind", "trees"), ["--kind", "partitions"]),
}


@pytest.mark.parametrize("lang", ["fr", "nl", "de", "en"])
@pytest.mark.parametrize("name", MISTAKES)
def test_mistake_on_a_zone_gets_one_clear_message(pilotzones, grid, name, lang):
    (verb, *given), named = MISTAKES[name]
    done = pilotzones("zone", verb, *given, *options(grid), lang=lang)
    assert done.code == 2, (done.out, done.err)
    assert done.out == ""
    assert all(word in done.err for word in named), done.err
    assert "Traceback" not in done.err
    assert "{" not in done.err


def test_postcodes_cannot_be_followed_through_mergers(pilotzones):
    done = pilotzones("zone", "recode", "5500")
    assert done.code == 2
    assert done.err.strip()


def test_one_drawing_cannot_be_compared(pilotzones, grid, tmp_path):
    done = pilotzones("zone", "compare", drawing(tmp_path, "a", ROW), *options(grid))
    assert done.code == 2
    assert "1" in done.err
