"""Pages opened in headless Chromium with the network cut."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from proofs.page_checks import left_in_english, look_at
from synthetic_journey import EVERY_PAGE, SITE_PAGES, ZONE_PAGES

from pilotzones.words import LANGUAGES, number, text

pytestmark = pytest.mark.browser

_DEMO = [(page, (1440, 360, 768, 390)[k % 4]) for k, page in enumerate(ZONE_PAGES)]
VIEWS = [
    *(("demo", page, width) for page, width in _DEMO),
    *(("journey", page, 390) for page in ("care", "indicators")),
    ("troubled", "sheet", 768),
    *(("hostile", page, 360) for page in ("index", "zone", "people", "care", "sheet")),
]
"""A sample; `python3 tasks.py proof pages` looks at every page in every language and width."""


@pytest.mark.parametrize(("site", "name", "width"), VIEWS)
def test_page_is_whole_in_each_language_asks_for_nothing_and_axe_finds_nothing(
    open_page, sites, site, name, width
):
    opened = open_page(sites[site] / f"{name}.html", width=width)
    seen = {}
    for lang in ("en", "fr", "nl", "de"):
        opened.page.click(f"[data-lang={lang}]")
        seen[lang] = look_at(opened.page)
        assert seen[lang].faults == (), lang
        if lang != "en" and site != "hostile":
            assert left_in_english(seen[lang].texts, seen["en"].texts) == [], lang
    violations = Axe().run(opened.page).response["violations"]
    assert [(v["id"], v["nodes"][0]["html"]) for v in violations] == []
    assert opened.requests == []
    assert opened.messages == []


@pytest.mark.parametrize("width", [1000, 768, 721])
def test_short_words_of_the_unit_table_stay_on_one_line(open_page, sites, width):
    page = open_page(sites["demo"] / "zone.html", width=width).page
    for lang in LANGUAGES:
        page.click(f"[data-lang={lang}]")
        broken = page.evaluate(
            """() => [...document.querySelectorAll(".units :is(td, th)")].filter((cell) => {
              const words = cell.innerText.trim();
              const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
              const range = document.createRange(), lines = new Set();
              while (walker.nextNode()) {
                range.selectNodeContents(walker.currentNode);
                for (const box of range.getClientRects()) lines.add(Math.round(box.top));
              }
              return words && !/[\\s-]/.test(words) && lines.size > 1;
            }).map((cell) => cell.innerText)"""
        )
        assert broken == [], lang


@pytest.mark.parametrize("width", [1440, 1000, 861, 768, 390])
def test_no_finding_is_squeezed_into_a_narrow_column(open_page, sites, width):
    page = open_page(sites["demo"] / "sheet.html", width=width).page
    boxes = [cell.bounding_box() for cell in page.locator(".verdict-table td.found").all()]
    assert min(box["width"] for box in boxes) >= 220


@pytest.mark.parametrize("name", EVERY_PAGE)
def test_switch_changes_every_text_and_the_language_of_the_page(open_page, sites, name):
    page = open_page(sites["journey"] / f"{name}.html").page
    heading = page.inner_text("h1")
    for lang in ("nl", "de", "en"):
        page.click(f"[data-lang={lang}]")
        assert page.evaluate("document.documentElement.lang") == lang
        assert page.inner_text("h1") != heading
        assert page.inner_text("nav a >> nth=1") == text("page.zone", lang)
    wrong = page.evaluate(
        """() => {
          const { languages, texts } = JSON.parse(document.getElementById("texts").textContent);
          const at = languages.indexOf("en");
          return [...document.querySelectorAll("[data-t]")].filter(
            (node) => node.textContent !== texts[node.dataset.t][at]
          ).length;
        }"""
    )
    assert wrong == 0
    page.click("[data-lang=fr]")
    assert page.inner_text("h1") == heading


@pytest.mark.parametrize("lang", LANGUAGES)
def test_numbers_of_the_script_are_those_of_the_program(open_page, sites, demo_sheet, lang):
    page = open_page(sites["demo"] / "zone.html", query=f"?lang={lang}").page
    assert page.text_content(".headcount") == number(demo_sheet.population, lang)
    area = page.text_content(".units tfoot .area")
    assert area == number(demo_sheet.area_km2, lang, 1)


def test_language_comes_from_the_address_and_is_remembered(open_page, sites):
    page = open_page(sites["demo"] / "zone.html", query="?lang=de").page
    assert page.evaluate("document.documentElement.lang") == "de"
    page.click("[data-lang=nl]")
    page.click("nav a >> nth=1")
    assert page.evaluate("document.documentElement.lang") == "nl"
    page.goto((sites["demo"] / "sheet.html").as_uri())
    assert page.evaluate("document.documentElement.lang") == "nl"
    page.goto((sites["demo"] / "sheet.html").as_uri() + "#en")
    assert page.evaluate("document.documentElement.lang") == "en"


@pytest.mark.parametrize(
    ("site", "name"), [pair for pair in SITE_PAGES if pair[0] in ("troubled", "journey")]
)
def test_page_without_script_is_complete_in_the_language_of_the_project(
    open_page, sites, site, name
):
    page = open_page(sites[site] / f"{name}.html", script=False).page
    assert page.locator("h1").inner_text()
    assert page.locator("[data-lang]").first.is_hidden()
    if name in ("index", "zone", "people", "care"):
        assert page.locator("svg.drawing").is_visible()
    if name in ("zone", "people", "care"):
        assert page.locator("#map-frame").is_hidden()
    if name == "zone":
        assert page.locator(".verdicts .rule").count() == 20


def test_row_lights_its_unit_and_a_unit_its_row(open_page, sites):
    page = open_page(sites["demo"] / "zone.html").page
    row = page.locator("tr[data-unit]").nth(3)
    row.locator(".pick").press("Enter")
    assert row.locator(".pick").get_attribute("aria-pressed") == "true"
    assert page.locator("path.l-lit").count() == 1
    drawn = page.locator("path.l-lit").bounding_box()
    page.keyboard.press("Enter")
    assert page.locator("path.l-lit").count() == 0
    page.mouse.click(drawn["x"] + drawn["width"] / 2, drawn["y"] + drawn["height"] / 2)
    assert page.locator("tr.lit").count() == 1


def test_tip_is_text_in_the_language_of_the_page(open_page, sites):
    page = open_page(sites["hostile"] / "zone.html", query="?lang=nl").page
    for path in page.locator("path.l-units").all()[:7]:
        path.hover(force=True)
        assert page.locator("#map-tip").is_visible()
        assert page.locator("#map-tip img, #map-tip script").count() == 0
        assert text("gauge.people", "nl") in page.inner_text("#map-tip")


def test_legend_switches_its_layer_off_and_on(open_page, sites):
    page = open_page(sites["troubled"] / "zone.html").page
    boxes = page.locator("[data-layer]")
    ids = [box.get_attribute("data-layer") for box in boxes.all()]
    assert {"zone", "outline", "loose", "enclaves", "shared", "others", "links"} <= set(ids)
    for id in ids:
        shown = f"""() => [...document.querySelectorAll("#map-frame .l-{id}")].filter(
            (node) => getComputedStyle(node).display !== "none").length"""
        before = page.evaluate(shown)
        assert before > 0, id
        page.uncheck(f"[data-layer={id}]")
        assert page.evaluate(shown) == 0, id
        page.check(f"[data-layer={id}]")
        assert page.evaluate(shown) == before, id


def test_whole_screen_opens_and_closes_with_the_keyboard(open_page, sites):
    page = open_page(sites["demo"] / "zone.html", width=390).page
    page.locator("#map-full").press("Enter")
    box = page.locator("#map-frame").bounding_box()
    assert (box["width"], box["height"]) == (390, 844)
    assert page.inner_text("#map-full") == text("map.close", "fr")
    page.keyboard.press("Escape")
    assert page.locator("#map-frame").bounding_box()["height"] < 700
    assert page.evaluate("document.activeElement.id") == "map-full"


@pytest.mark.parametrize(("width", "labels"), [(1440, 5), (768, 5), (390, 2), (360, 2)])
def test_labels_of_the_gauge_do_not_overlap(open_page, sites, width, labels):
    page = open_page(sites["demo"] / "zone.html", width=width).page
    boxes = page.evaluate(
        """() => [...document.querySelectorAll(".mark")]
          .filter((mark) => mark.checkVisibility())
          .map((mark) => {
            const range = document.createRange();
            range.selectNodeContents(mark);
            const { left, right, top, bottom } = range.getBoundingClientRect();
            return { left, right, top, bottom };
          })"""
    )
    assert len(boxes) == labels
    for i, a in enumerate(boxes):
        for b in boxes[i + 1 :]:
            beside = a["right"] <= b["left"] or b["right"] <= a["left"]
            assert beside or a["bottom"] <= b["top"] + 2 or b["bottom"] <= a["top"] + 2


def test_names_on_the_map_do_not_overlap(open_page, sites):
    page = open_page(sites["demo"] / "zone.html").page
    shown = page.locator(".label:not(.crowded) span").all()
    boxes = [label.bounding_box() for label in shown]
    assert len(boxes) >= 8
    for i, a in enumerate(boxes):
        for b in boxes[i + 1 :]:
            beside = a["x"] + a["width"] <= b["x"] or b["x"] + b["width"] <= a["x"]
            above = a["y"] + a["height"] <= b["y"] or b["y"] + b["height"] <= a["y"]
            assert beside or above


def test_policy_stops_a_script_that_is_not_ours(open_page, sites):
    opened = open_page(sites["demo"] / "zone.html")
    opened.page.evaluate(
        """() => {
          const foreign = document.createElement("script");
          foreign.textContent = "window.foreign = true";
          document.body.append(foreign);
        }"""
    )
    assert opened.page.evaluate("window.foreign") is None
    assert re.search("Content Security Policy", " ".join(opened.messages))


@pytest.mark.parametrize(("site", "name"), [("demo", "zone"), ("journey", "care")])
def test_map_is_fitted_to_the_paper_before_it_is_printed(open_page, sites, site, name):
    page = open_page(sites[site] / f"{name}.html").page
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    width, inside = page.evaluate(
        """() => {
          const { bounds } = JSON.parse(document.getElementById("map-data").textContent);
          return [map_zone.getSize().x, map_zone.getBounds().contains(L.latLngBounds(bounds))];
        }"""
    )
    assert width == round(87 / 25.4 * 96)
    assert inside
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.evaluate("map_zone.getSize().x") > width


def test_phone_shows_the_entry_of_the_navigation_that_is_open(open_page, sites):
    page = open_page(sites["journey"] / "method.html", width=360, query="?lang=de").page
    box = page.locator("nav [aria-current]").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360
