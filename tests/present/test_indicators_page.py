"""Small maps side by side: zone, Region and country in the classes of the map."""

from __future__ import annotations

from html import unescape

import pytest
from axe_playwright_python.sync_playwright import Axe

from pilotzones.present.maps.references import compared_themes, references
from pilotzones.words import number


def test_every_indicator_has_one_map(sites, journey_sheet):
    page = (sites["journey"] / "indicators.html").read_text("utf-8")
    themes = compared_themes(journey_sheet)
    assert set(themes) == {"people", "care"}
    assert page.count("<figure>") == sum(map(len, themes.values()))
    assert page.count('class="small-map"') == page.count("<figure>")


def test_values_beside_a_map_are_those_of_the_released_table(sites, journey_sheet):
    page = unescape((sites["journey"] / "indicators.html").read_text("utf-8"))
    table = journey_sheet.case.people.tables["morbidity"]
    for group in ("zone", "region", "country"):
        share = table.number(f"{group}_share", condition="any")
        assert f">{number(100 * share, 'fr', 1)}</span>" in page


def test_class_of_a_value_is_the_one_that_a_unit_of_that_value_has(journey_sheet):
    checked = 0
    for themes in compared_themes(journey_sheet).values():
        for theme in themes:
            same = {
                cell.value: cell.sign for cell in theme.cells.values() if cell.value is not None
            }
            for reference in references(theme, journey_sheet):
                rounded = round(reference.value, theme.form.decimals)
                if rounded in same:
                    assert reference.sign == same[rounded], (theme.id, reference)
                    checked += 1
                assert reference.sign[0] in "kd"
    assert checked


def test_reference_of_access_itself_is_near_the_reference(journey_sheet):
    for theme in compared_themes(journey_sheet)["care"]:
        supply = journey_sheet.case.care.supply(theme.group)
        for reference in references(theme, journey_sheet):
            if reference.group == supply.reference:
                assert reference.sign == "d2"


def test_synthetic_values_are_called_so_at_the_head(sites):
    page = (sites["journey"] / "indicators.html").read_text("utf-8")
    assert 'class="made-up"' in page


def test_project_without_people_and_care_has_no_such_page(sites):
    assert not (sites["demo"] / "indicators.html").exists()
    assert "indicators.html" not in (sites["demo"] / "index.html").read_text("utf-8")


@pytest.mark.parametrize("width", [1440, 390])
def test_page_has_no_automatic_finding_and_does_not_scroll_sideways(sites, open_page, width):
    opened = open_page(sites["journey"] / "indicators.html", width=width)
    found = Axe().run(opened.page)
    assert found.violations_count == 0, found.generate_report()
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= width
