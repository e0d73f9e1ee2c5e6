"""The page of alternatives: what mends a zone, other zones, its place, and how firm it all is."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from synthetic import case, grid_layer
from synthetic_proposals import CODES, given, made, page

from pilotzones.present.book import Book, navigation
from pilotzones.present.exports import zone_csv
from pilotzones.present.proposals_exports import CSV, GEOJSON, zone_files
from pilotzones.present.proposals_page import PAGE
from pilotzones.present.proposals_robust import margin_lines, robust_view, why_lines
from pilotzones.present.proposals_site import write_proposals
from pilotzones.present.site import write_site
from pilotzones.present.texts import Texts
from pilotzones.present.values import counted_units
from pilotzones.words import LANGUAGES, number, percent, text
from pilotzones.zones.propose.clash import Clash
from pilotzones.zones.robust import AssumedChange, robustness
from pilotzones.zones.sheet import zone_sheet


def plain(html: str) -> str:
    """Words of the body of a page, without those kept for the other languages."""
    body = re.sub(r"<(script|style)\b.*?</\1>", " ", html.split("<body", 1)[1], flags=re.S)
    return re.sub(r"[ \n]+", " ", re.sub(r"<[^>]+>", "", body))


# the page


@pytest.mark.parametrize("lang", LANGUAGES)
def test_page_tells_repair_alternatives_place_and_firmness_in_each_language(lang):
    words, found = plain(page(lang)), made()
    n = len(found.options.proposals)
    moves = found.repair.moves
    assert text("repair.head.proved", lang, n=len(moves), people=found.repair.people) in words
    assert n == 2
    for number_ in range(1, n + 1):
        assert text("complete.option", lang, n=str(number_)) in words
    assert text("complete.why.best", lang) in words
    share = percent(0.75, lang, 0)
    ids = ("ensemble.less.population", "ensemble.more.polsby_popper")
    phrases = tuple(text(id, lang, share=share, name="") for id in ids)
    assert text("proposals.place", lang, n=100, places=phrases) in words
    assert text("robust.margin", lang) in words
    assert text("proposals.downloads.csv", lang) in words


def test_head_tells_the_best_alternative_and_how_it_differs_from_the_drawn_zone():
    best = made().options.proposals[0]
    gained, lost = set(best.zone.codes) - set(CODES), set(CODES) - set(best.zone.codes)
    words = plain(page())
    head = words[: words.index(text("proposals.repair", "en"))]
    assert number(best.population, "en") in head
    kind = given().layer.origin.kind
    assert f"gains {counted_units(len(gained), kind, 'en')}" in head
    assert f"loses {counted_units(len(lost), kind, 'en')}" in head


def test_drawings_show_what_each_alternative_gains_and_loses():
    html = page()
    for at, one in enumerate(made().options.proposals):
        drawing = re.search(rf'aria-labelledby="option-{at}-title.*?</svg>', html, re.S)
        gained, lost = set(one.zone.codes) - set(CODES), set(CODES) - set(one.zone.codes)
        assert ("small-gained" in drawing[0]) == bool(gained)
        assert ("small-lost" in drawing[0]) == bool(lost)


def test_ranking_tells_weight_value_and_score_of_every_objective():
    words, best = plain(page()), made().options.proposals[0]
    for term in best.terms:
        name = text(f"objective.{term.objective}", "en", name="")
        assert text("complete.objective", "en", name=name, weight=term.weight) in words
    assert f"{best.terms[0].score:.0%} ({best.terms[0].value:.2f})" in words


def test_clash_is_told_with_its_conditions_and_its_units():
    words = plain(page(repair=Clash(("contiguity", "upper"), ("00", "34"))))
    assert text("repair.head.clash", "en") in words
    assert text("repair.clash.contiguity", "en") in words
    assert text("repair.clash.upper", "en") in words
    assert text("repair.clash.lower", "en") not in words
    assert "34" in words


def test_page_of_a_zone_that_holds_and_asks_for_nothing_speaks_of_its_verdicts_alone():
    html = page(repair=None, options=None, comparison=None, ensemble=None)
    assert html.count('class="part"') == 1
    assert 'id="part-robust"' in html
    assert CSV not in html


def test_page_is_in_the_navigation_only_when_there_is_something_to_show():
    book = Book(zone_sheet(given()), None, "en", "Project")
    assert "proposals" not in [link.name for link in navigation(book, Texts("en"))]
    book = replace(book, proposals=made())
    assert "proposals" in [link.name for link in navigation(book, Texts("en"))]


def test_hostile_names_are_told_as_they_are_and_never_run():
    html = page(hostile=True)
    outside = re.sub(r"<script[^>]*>.*?</script>", "", html, flags=re.S)
    assert "alert(1)" in outside
    assert "<script>alert" not in outside
    assert "<img" not in outside
    assert "{{ 7 * 7 }} &lt;/svg&gt;" in outside
    kept = re.search(r'id="texts"[^>]*>(.*?)</script>', html, re.S)
    assert "<" not in kept[1]


def test_same_parts_give_the_same_bytes():
    assert page("fr") == page("fr")


def test_page_of_the_grid_stays_small():
    assert len(page().encode()) < 200_000


# the files


def test_site_holds_the_page_one_table_and_one_map_of_all_zones(tmp_path):
    sheet = zone_sheet(given())
    write_site(sheet, out=tmp_path / "site", lang="fr", project_name="P", proposals=made())
    names = {path.name for path in (tmp_path / "site").iterdir()}
    assert {PAGE, CSV, GEOJSON} <= names
    summary = (tmp_path / "site" / "index.html").read_text("utf-8")
    assert f'href="{PAGE}"' in summary
    assert text("summary.about.proposals", "fr") in summary
    write_site(sheet, out=tmp_path / "plain", lang="fr", project_name="P")
    names = {path.name for path in (tmp_path / "plain").iterdir()}
    assert not {PAGE, CSV, GEOJSON} & names


def test_table_has_each_unit_of_each_zone_once_and_says_what_is_gained():
    found = made()
    content = zone_files(zone_sheet(given()), found, "en")[CSV]
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    zones = {text("proposals.repaired", "en"): found.repair.zones[0]} | {
        text("complete.option", "en", n=str(n)): one.zone
        for n, one in enumerate(found.options.proposals, 1)
    }
    told = [(row[0], row[2], row[1]) for row in rows[1:]]
    assert sorted(told) == sorted(
        (name, code, "kept" if code in CODES else "gained")
        for name, zone in zones.items()
        for code in zone.codes
    )
    own = zone_csv(zone_sheet(given()), "en").decode("utf-8-sig").splitlines()[0]
    assert ";".join(rows[0]).endswith(own)


def test_map_layer_has_the_same_units_with_their_zone():
    found = made()
    layer = json.loads(zone_files(zone_sheet(given()), found, "en")[GEOJSON])
    units = [(f["properties"]["zone"], f["properties"]["code"]) for f in layer["features"]]
    assert len(units) == len(set(units))
    expected = sum(len(one.zone.codes) for one in found.options.proposals)
    assert len(units) == expected + len(found.repair.zones[0].codes)


def test_table_of_hostile_names_runs_nothing_in_a_spreadsheet():
    content = zone_files(zone_sheet(given(hostile=True)), made(hostile=True), "en")[CSV]
    cells = [
        c
        for row in csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";")
        for c in row
    ]
    assert any("1+1" in cell for cell in cells)
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))]


# robust or fragile


def test_fragile_verdict_names_the_assumption_that_flips_it_and_is_listed_first():
    here = case(["00", "01", "02", "10"], layer=grid_layer(5, 5, population=19_000), name="Z")
    found = robustness(here, assumed=AssumedChange(per_year=0.05, years=1))
    z03 = next(one for one in found if one.finding.rule == "Z03")
    assert z03.fragile
    said = " ".join(line("en") for line in why_lines(z03))
    assert "(assumption)" in said
    assert text("verdict.fail", "en") in said
    rows = robust_view(found, Texts("en")).rows
    assert "Z03" in rows.lines[0].name
    assert "fragile" in rows.lines[0].cells[1]


def test_margin_is_told_in_people_and_per_cent():
    z03 = next(one for one in robustness(given()) if one.finding.rule == "Z03")
    assert [line("en") for line in margin_lines(z03.margin)] == ["15,000 inhab. fewer (16.7%)"]


# in the browser


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("alternatives")
    for hostile in (False, True):
        name = "hostile" if hostile else "plain"
        (out / f"{name}.html").write_text(page("fr", hostile=hostile), "utf-8")
    return out


@pytest.mark.browser
@pytest.mark.parametrize("name", ["plain", "hostile"])
@pytest.mark.parametrize("width", [1440, 768, 390])
def test_page_fits_its_width_in_every_language_and_asks_for_nothing(open_page, folder, name, width):
    opened = open_page(folder / f"{name}.html", width=width)
    opened.page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    for lang in LANGUAGES:
        opened.page.click(f"[data-lang={lang}]")
        assert opened.page.evaluate("document.documentElement.scrollWidth") == width, lang
    assert opened.requests == []
    assert opened.messages == []


@pytest.mark.browser
@pytest.mark.parametrize("width", [1440, 390])
def test_axe_finds_no_violation_on_the_page_of_alternatives(open_page, folder, width):
    opened = open_page(folder / "plain.html", width=width)
    opened.page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    violations = Axe().run(opened.page).response["violations"]
    assert [(v["id"], v["nodes"][0]["html"]) for v in violations] == []


@pytest.mark.browser
def test_drawings_stand_in_one_column_on_a_phone_and_side_by_side_on_a_desk(open_page, folder):
    lefts = (
        "new Set([...document.querySelectorAll('#part-options .drawings > li')]"
        ".map(e => e.getBoundingClientRect().left)).size"
    )
    for width, columns in ((390, 1), (1440, 2)):
        assert open_page(folder / "plain.html", width=width).page.evaluate(lefts) == columns


def test_page_that_stands_alone_leads_to_no_page_that_is_not_there(tmp_path):
    page = write_proposals(zone_sheet(given()), made(), out=tmp_path / "out", lang="fr")
    plain = re.sub(r"<script.*?</script>", "", page.read_text("utf-8"), flags=re.DOTALL)
    for link in re.findall(r'href="([^"#]+\.\w+)"', plain):
        assert (page.parent / link).is_file(), link
