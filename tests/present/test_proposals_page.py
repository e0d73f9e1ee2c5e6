"""The page of alternatives: what mends a zone, other zones, its place, and how firm it all is."""

from __future__ import annotations

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from synthetic import case, grid_layer

from pilotzones.findings import Case
from pilotzones.present.book import Book, navigation
from pilotzones.present.exports import zone_csv
from pilotzones.present.figures.drawing import WIDTH
from pilotzones.present.figures.ensemble import MIXED, ensemble_figure, place_phrase, stands
from pilotzones.present.figures.small_zones import Drawn, small_zones
from pilotzones.present.proposals_exports import CSV, GEOJSON, zone_files
from pilotzones.present.proposals_page import PAGE, proposals_page
from pilotzones.present.proposals_robust import margin_lines, robust_view, why_lines
from pilotzones.present.site import write_site
from pilotzones.present.texts import Texts
from pilotzones.words import LANGUAGES, number, percent, text
from pilotzones.zones.compare import compare
from pilotzones.zones.propose.board import bounds_of
from pilotzones.zones.propose.clash import Clash
from pilotzones.zones.propose.complete import complete
from pilotzones.zones.propose.ensemble import Ensemble, Place
from pilotzones.zones.propose.sheet import Options, Proposals, repair_of
from pilotzones.zones.propose.wish import Wish
from pilotzones.zones.robust import AssumedChange, robustness
from pilotzones.zones.sheet import zone_sheet

EVIL = ("<script>alert(1)</script>", '"><img src=x onerror=alert(2)>', "=1+1", "{{ 7 * 7 }} </svg>")
"""Names of units that would break a careless page."""
CODES = ("00", "01", "02", "10", "11", "12", "20", "21", "34")
"""Zone of a five by five grid, with a loose piece, and one unit that another project has."""


@cache
def given(*, hostile: bool = False) -> Case:
    """SYNTHETIC zone of nine units of 10,000 people each."""
    layer = grid_layer(5, 5)
    if hostile:
        units = layer.units.copy()
        for row, evil in enumerate(EVIL):
            for column in ("name", "name_fr", "municipality_fr", "municipality_nl"):
                units[column] = units[column].astype(object)
                units.iloc[row, units.columns.get_loc(column)] = evil
        layer = replace(layer, units=units)
    name = EVIL[0] if hostile else "Zone"
    return case(CODES, layer=layer, name=name, others={"Voisin": ["21", "22"]})


def place(measure: str, **changed: object) -> Place:
    """SYNTHETIC place among a hundred zones from 0 to 100: bands at round places."""
    plain = Place(
        measure=measure,
        drawn=80.0,
        quantiles=(0.0, 10.0, 30.0, 50.0, 70.0, 90.0, 100.0),
        percentile=0.8,
        edges=(0.0, 50.0, 100.0),
        counts=(25, 75),
        ess=400.0,
        rhat=1.01,
    )
    return replace(plain, **changed)  # type: ignore[arg-type]


def sampled(*places: Place) -> Ensemble:
    bounds = bounds_of(given().rules)
    return Ensemble("partitions", ("11",), bounds, 4_000, 100, 4, 1, 0.5, places)


ENSEMBLE = (
    place("population", drawn=90_000.0, quantiles=(75e3, 80e3, 90e3, 100e3, 120e3, 140e3, 150e3),
          edges=(75e3, 110e3, 150e3), percentile=0.25),
    place("polsby_popper", drawn=0.5, quantiles=(0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7),
          edges=(0.1, 0.4, 0.7), percentile=0.75, rhat=1.2),
    place("rural_share", drawn=None, quantiles=(0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6),
          edges=(0.0, 0.3, 0.6), percentile=None),
)  # fmt: skip


@cache
def made(*, hostile: bool = False) -> Proposals:
    """All parts of the SYNTHETIC zone, the sampled ones made by hand."""
    here = given(hostile=hostile)
    bounds, wish = bounds_of(here.rules), Wish(("11",), forbidden=("21", "22"))
    options = Options(wish, complete(here.layer, wish, bounds, most=2))
    others = [replace(here, zone=one.zone) for one in options.proposals]
    return Proposals(
        repair=repair_of(here, bounds),
        options=options,
        comparison=compare([here, *others]),
        robustness=robustness(here),
        ensemble=sampled(*ENSEMBLE),
    )


def page(lang: str = "en", *, hostile: bool = False, **parts: object) -> str:
    here, found = given(hostile=hostile), replace(made(hostile=hostile), **parts)
    book = Book(zone_sheet(here), None, lang, "Project", proposals=found)
    return proposals_page(book, found)


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
    assert f"gains {len(gained)} postcode" in head
    assert f"loses {len(lost)} postcode" in head


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


# the figure of the ensemble


def drawn(*places: Place) -> ET.Element:
    return ET.fromstring(str(ensemble_figure(sampled(*places), Texts("en"), id="figure")))


def of(root: ET.Element, style: str) -> list[ET.Element]:
    return [e for e in root.iter() if style in (e.get("class") or "").split()]


def x_of(value: float) -> float:
    """Place of a value from 0 to 100 between the margins of the figure."""
    return 10 + (WIDTH - 20) * value / 100


def ends(rect: ET.Element) -> tuple[float, float]:
    left = float(rect.get("x"))
    return left, left + float(rect.get("width"))


def test_bands_median_and_marker_stand_where_the_numbers_say():
    root = drawn(place("population"))
    wide, half = of(root, "band-wide")[0], of(root, "band-half")[0]
    assert ends(wide) == pytest.approx((x_of(10), x_of(90)))
    assert ends(half) == pytest.approx((x_of(30), x_of(70)))
    median = of(root, "median")[0].get("d")
    assert float(re.match(r"M([\d.]+)", median)[1]) == pytest.approx(x_of(50))
    marker = of(root, "drawn-wedge")[0].get("d")
    assert float(re.match(r"M([\d.]+)", marker)[1]) == pytest.approx(x_of(80))


def test_bars_are_as_high_as_their_share_of_the_highest():
    bars = of(drawn(place("population")), "sampled")[:2]
    low, high = (float(bar.get("height")) for bar in bars)
    assert low / high == pytest.approx(25 / 75, abs=0.01)
    assert float(bars[0].get("x")) == pytest.approx(x_of(0))
    assert float(bars[1].get("x")) == pytest.approx(x_of(50))


def test_drawn_zone_beyond_all_sampled_ones_widens_the_row():
    root = drawn(place("population", drawn=200.0, percentile=1.0))
    marker = of(root, "drawn-wedge")[0].get("d")
    assert float(re.match(r"M([\d.]+)", marker)[1]) == pytest.approx(WIDTH - 10)
    assert ends(of(root, "band-wide")[0])[1] == pytest.approx(x_of(45))


def test_row_without_a_known_value_has_no_marker_and_says_so():
    root = drawn(place("population", drawn=None, percentile=None))
    assert len(of(root, "drawn-wedge")) == 1, "the one of the key"
    assert text("ensemble.stands.unknown", "en") in [e.text for e in root.iter("text")]


@pytest.mark.parametrize(("rhat", "warned"), [(MIXED, False), (1.0501, True), (float("nan"), True)])
def test_row_says_that_the_chains_have_not_mixed_just_above_the_bound(rhat, warned):
    root = drawn(place("population", rhat=rhat), place("rural_share"))
    said = [e.text for e in root.iter("text") if "not mixed" in (e.text or "")]
    assert len(said) == warned


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (0.8, "Larger than 80% of the sampled zones."),
        (0.2, "Smaller than 80% of the sampled zones."),
        (0.5, "In the middle of the sampled zones."),
        (1.0, "Larger than 100% of the sampled zones."),
    ],
)
def test_percentile_is_told_in_words(share, said):
    assert stands(place("population", percentile=share))("en") == said


def test_column_of_the_user_is_told_by_its_name():
    assert place_phrase(place("column:need"))("en") == "higher for “need” than 80%"


def test_rows_never_share_their_height():
    root = drawn(*(place(m, rhat=1.2) for m in ("population", "polsby_popper", "rural_share")))
    lines = sorted(float(e.get("y")) for e in root.iter("text") if "strong" in e.get("class"))
    axes = sorted({float(e.get("y")) for e in of(root, "axis")})
    assert all(any(a < b for a in axes) for b in lines[1:])
    assert len(set(lines)) == 3


# the small drawings


def test_drawings_share_extent_scale_and_ground():
    layer = given().layer
    same = [Drawn(stands(ENSEMBLE[0]), stands(ENSEMBLE[0]), codes) for codes in (("00",), ("44",))]
    found = small_zones(same, layer, Texts("en"), id="small")
    boxes = {re.search(r'viewBox="([^"]+)"', d)[1] for d in found.drawings}
    bars = {re.search(r'class="small-bar" d="([^"]+)"', d)[1] for d in found.drawings}
    assert len(boxes) == len(bars) == 1
    outlines = [re.search(r'class="small-outline" d="([^"]+)"', d)[1] for d in found.drawings]
    first, last = ([int(n) for n in re.findall(r"-?\d+", line)[:2]] for line in outlines)
    assert first[0] < last[0]
    assert first[1] > last[1], "the south is below"


def test_zone_without_any_shape_has_no_drawing():
    layer = grid_layer(2, 2, no_geometry=["00"])
    drawing = Drawn(stands(ENSEMBLE[0]), stands(ENSEMBLE[0]), ("00",))
    assert small_zones([drawing], layer, Texts("en"), id="small") is None


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
