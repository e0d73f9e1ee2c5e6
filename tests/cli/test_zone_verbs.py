"""Pages, languages and mistakes of the commands that propose, repair, compare and place a zone."""

from __future__ import annotations

import pytest
from synthetic import DATE, grid_layer

from pilotzones.words import LANGUAGES, text


@pytest.fixture(scope="module")
def grid(tmp_path_factory):
    """SYNTHETIC layer of 25 units of 20,000 people each, as a GeoPackage; codes 1000 to 1044."""
    path = tmp_path_factory.mktemp("grid") / "grid.gpkg"
    units = grid_layer(5, 5, population=20_000).units.reset_index()
    # the municipalities of the grid are no real ones: a file of a user could not have them
    units = units.drop(columns=[name for name in units if name.startswith("municipality")])
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


def drawing(folder, name, codes):
    path = folder / f"{name}.csv"
    path.write_text("postcode\n" + "\n".join(codes) + "\n", "utf-8")
    return path


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


def test_completions_are_set_against_no_zone_where_none_was_drawn(pilotzones, grid, tmp_path):
    """The units that must be in are no drawn zone: nothing is gained or lost against them."""
    out = tmp_path / "out"
    pilotzones("zone", "complete", *PAGES["complete"], *options(grid), "--out", out)
    page = (out / "proposals.html").read_text("utf-8")
    assert 'class="small-seeds"' in page
    assert 'class="small-gained"' not in page
    assert text("proposals.against", "en") not in page


def test_page_of_a_comparison_is_written_too(pilotzones, grid, tmp_path):
    drawings = drawing(tmp_path, "a", ROW), drawing(tmp_path, "b", ROW[:4])
    out = tmp_path / "out"
    done = pilotzones("zone", "compare", *drawings, *options(grid), "--out", out)
    assert done.code == 0
    assert (out / "proposals.html").is_file()


def test_console_speaks_four_languages(pilotzones, grid):
    given = ("repair", *PAGES["repair"], *options(grid))
    said = {lang: pilotzones("zone", *given, "--lang", lang) for lang in LANGUAGES}
    assert {done.code for done in said.values()} == {0}
    assert len({done.out for done in said.values()}) == len(LANGUAGES)


@pytest.mark.parametrize("verb", PAGES)
def test_console_of_each_verb_speaks_another_language_too(pilotzones, grid, verb):
    given = (*PAGES[verb], *options(grid))
    german, english = (pilotzones("zone", verb, *given, "--lang", lang) for lang in ("de", "en"))
    assert german.out != english.out


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


@pytest.mark.parametrize(
    ("name", "lang"),
    [(name, LANGUAGES[k % len(LANGUAGES)]) for k, name in enumerate(MISTAKES)],
)
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
