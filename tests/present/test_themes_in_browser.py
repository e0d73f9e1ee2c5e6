"""The maps of themes and the printed summary in headless Chromium with the network cut."""

from __future__ import annotations

import re

import pytest
from synthetic_care import NAMES

from pilotzones.present.maps.scene import scene_of
from pilotzones.words import LANGUAGES, text

pytestmark = pytest.mark.browser

PAINTED = """(number) => {
  const layers = [];
  map_zone.eachLayer((layer) => {
    const unit = layer.feature && layer.feature.properties.u;
    if (unit === number) layers.push(layer.getElement());
  });
  return [...layers[0].classList].filter((name) => name.startsWith("l-") && name !== "l-units");
}"""
"""Classes that colour a unit."""


def choose(page, measure):
    page.locator(f'input[name="theme"][value="{measure}"]').check()


def row_of(page, code):
    return page.locator(".theme-units tbody tr", has=page.locator(f'.pick:text-is("{code}")'))


@pytest.fixture
def number(journey_sheet):
    return scene_of(journey_sheet).numbers["11"]


@pytest.mark.parametrize("measure", ["risk", "need", "multimorbidity", "target"])
def test_hidden_unit_has_its_own_sign_and_the_word_in_the_table(open_page, sites, number, measure):
    page = open_page(sites["journey"] / "people.html", query="?lang=nl").page
    choose(page, measure)
    assert page.evaluate(PAINTED, number) == ["l-hidden"]
    cell = row_of(page, "11").locator(f'[data-measure="{measure}"]')
    assert cell.inner_text() == text("theme.sign.hidden", "nl")
    legend = page.locator("#theme-legend li")
    assert text("theme.sign.hidden", "nl") in legend.all_inner_texts()
    assert page.locator("#theme-legend .l-hidden").count() == 1


def test_choice_recolours_the_units_and_renames_the_map(open_page, sites, journey_sheet):
    page = open_page(sites["journey"] / "people.html").page
    number = scene_of(journey_sheet).numbers["00"]
    before = page.evaluate(PAINTED, number)
    label = page.get_attribute("#map_zone", "aria-label")
    choose(page, "need")
    after = page.evaluate(PAINTED, number)
    assert len(before) == len(after) == 1
    assert re.fullmatch(r"l-k[0-4]", after[0])
    assert page.get_attribute("#map_zone", "aria-label") != label
    assert text("theme.need", "fr") in page.inner_text("#theme-name")
    assert (
        page.locator(".theme-units thead .chosen").inner_text().startswith(text("theme.need", "fr"))
    )


def test_type_of_care_changes_map_legend_table_and_circles_together(open_page, sites):
    page = open_page(sites["journey"] / "care.html", query="?lang=en").page
    assert page.locator("path.l-providers:not(.none)").count() == 0
    assert page.locator('[data-layer="providers"]').is_hidden()
    page.select_option("#theme-group", "pharmacy")
    choose(page, "access")
    assert page.locator("path.l-providers:not(.none)").count() == 7
    assert page.locator('[data-layer="providers"]').is_visible()
    assert NAMES["pharmacy"]["en"] in page.inner_text("#theme-name")
    cells = row_of(page, "10").locator("[data-measure]:visible").all_inner_texts()
    none = text("theme.sign.none_in_reach", "en")
    assert cells == ["0", none, none, "21.0", none]
    assert NAMES["pharmacy"]["en"] in page.inner_text("#theme-table")


def test_measure_that_all_types_together_lack_opens_the_first_type(open_page, sites):
    page = open_page(sites["journey"] / "care.html").page
    assert page.input_value("#theme-group") == "all"
    choose(page, "nearest")
    assert page.input_value("#theme-group") == "gp"
    page.select_option("#theme-group", "all")
    assert page.locator('input[name="theme"]:checked').get_attribute("value") == "gaps"


def test_theme_is_chosen_with_the_keyboard(open_page, sites):
    page = open_page(sites["journey"] / "people.html").page
    page.focus('input[name="theme"]:checked')
    page.keyboard.press("ArrowDown")
    assert page.locator('input[name="theme"]:checked').get_attribute("value") == "need"
    assert text("theme.need", "fr") in page.inner_text("#theme-name")


def test_chosen_theme_follows_the_language_of_the_page(open_page, sites):
    page = open_page(sites["journey"] / "care.html").page
    page.select_option("#theme-group", "gp")
    choose(page, "access")
    for lang in LANGUAGES:
        page.click(f"[data-lang={lang}]")
        assert page.inner_text("#theme-name") == text(
            "theme.title", lang, name=text("theme.access", lang), group=NAMES["gp"][lang]
        )
        choice = page.locator('label:has(input[name="theme"]:checked)')
        assert choice.inner_text() == text("theme.access", lang)
        assert page.locator("#theme-group option:checked").inner_text() == NAMES["gp"][lang]
        assert (
            page.locator("#theme-legend li")
            .first.inner_text()
            .startswith(text("theme.against.far_below", lang))
        )


def test_tip_says_value_and_providers_in_words(open_page, sites):
    page = open_page(sites["journey"] / "care.html", query="?lang=en").page
    page.select_option("#theme-group", "gp")
    choose(page, "access")
    row_of(page, "11").locator(".pick").click()
    box = page.locator("path.l-lit").bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.3, box["y"] + box["height"] * 0.3)
    told = page.inner_text("#map-tip")
    assert text("theme.value.per_100000", "en", n="110.0") in told
    assert text("theme.providers", "en", n="12") in told


def test_row_and_unit_light_each_other_on_the_map_of_themes(open_page, sites):
    page = open_page(sites["journey"] / "people.html").page
    row = row_of(page, "00")
    row.locator(".pick").press("Enter")
    assert "lit" in row.get_attribute("class")
    assert page.locator("path.l-lit").count() == 1
    page.keyboard.press("Enter")
    assert page.locator("path.l-lit").count() == 0


def test_row_of_a_gap_leads_to_the_unit(open_page, sites):
    page = open_page(sites["journey"] / "care.html").page
    link = page.locator(".gaps tbody th a").first
    link.click()
    target = page.url.split("#")[1]
    assert row_of(page, "10").get_attribute("id") == target


def test_names_of_types_are_text_on_the_map_and_in_the_choice(open_page, sites):
    opened = open_page(sites["hostile"] / "care.html")
    opened.page.select_option("#theme-group", "gp")
    assert "<script>alert(1)</script>" in opened.page.inner_text("#theme-name")
    assert opened.page.locator("main img, main script").count() == 0
    assert opened.messages == []


@pytest.mark.parametrize("site", ["demo", "journey"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_summary_prints_on_two_pages(open_page, sites, site, lang):
    page = open_page(sites[site] / "index.html", query=f"?lang={lang}").page
    pdf = page.pdf(prefer_css_page_size=True, print_background=True)
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf)) == 2
