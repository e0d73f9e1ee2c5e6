"""Long tables on a phone: folded until they are asked for, and nothing lost without the script."""

from __future__ import annotations

import pytest

UNITS = ".theme-units tbody tr"


@pytest.mark.parametrize("name", ["people", "care"])
def test_table_of_units_is_folded_on_a_phone_and_open_elsewhere(sites, open_page, name):
    path = sites["journey"] / f"{name}.html"
    phone = open_page(path, width=390).page
    assert not phone.is_visible(UNITS)
    phone.click("#units summary")
    assert phone.is_visible(UNITS)
    wide = open_page(path, width=1440).page
    assert wide.is_visible(UNITS)
    assert not wide.is_visible("#units summary")


def test_unit_that_is_picked_on_the_map_opens_the_table(sites, open_page):
    page = open_page(sites["journey"] / "care.html", width=390).page
    page.evaluate(
        "zoneMap.shapes.get(Number(document.querySelector('[data-unit]').dataset.unit))"
        ".fire('click', {containerPoint: {x: 1, y: 1}, originalEvent: new Event('x')})"
    )
    assert page.is_visible(f"{UNITS}.lit")


def test_without_its_script_a_phone_shows_the_whole_table_with_its_heads(sites, open_page):
    page = open_page(sites["journey"] / "people.html", width=390, script=False).page
    assert page.is_visible(".theme-units thead th")
    assert page.is_visible(UNITS)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_cells_say_the_head_of_their_column_in_the_language_of_the_page(sites, open_page):
    page = open_page(sites["journey"] / "people.html", width=390).page
    page.click('button[data-lang="de"]')
    wrong = page.evaluate(
        """() => [...document.querySelectorAll("table[data-heads]")].flatMap((table) => {
          const heads = [...table.tHead.rows].at(-1).cells;
          return [...table.tBodies[0].rows].flatMap((row) => [...row.cells].filter((cell) =>
            cell.dataset.label !== (heads[cell.cellIndex].dataset.label
              || heads[cell.cellIndex].textContent)));
        }).length"""
    )
    assert wrong == 0
    assert "Einw." in page.eval_on_selector(".theme-units td.people", "c => c.dataset.label")


def test_folds_are_open_on_paper(sites, open_page):
    page = open_page(sites["journey"] / "people.html", width=390).page
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate("document.querySelectorAll('details:not([open])').length") == 0
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.evaluate("document.querySelectorAll('details:not([open])').length") > 0
