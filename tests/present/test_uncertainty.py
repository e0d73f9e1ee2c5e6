"""Uncertainty on the maps: intervals of smoothed shares, hatching where they reach too far."""

from __future__ import annotations

from synthetic_people import people_sheet

from pilotzones.present.maps.themes import map_themes
from pilotzones.stratification.released import HIDDEN


def themes_of(sheet):
    return {theme.id: theme for theme in map_themes("people", sheet)}


def test_shares_have_intervals_around_their_values_and_costs_have_none(journey_sheet):
    themes = themes_of(journey_sheet)
    assert dict(themes["risk"].intervals) == {}
    for name in ("need", "multimorbidity", "target"):
        theme = themes[name]
        assert theme.intervals
        for code, (low, high) in theme.intervals.items():
            assert low - 0.06 <= theme.cells[code].value <= high + 0.06


def test_hidden_unit_has_no_interval(journey_sheet):
    table = journey_sheet.case.people.tables["units"]
    assert table.cell("chronic_n", unit="11") is HIDDEN
    for theme in themes_of(journey_sheet).values():
        assert "11" not in theme.intervals


def test_uncertain_units_reach_over_more_than_two_classes(demo_sheet):
    """SYNTHETIC people on the units of the demonstration zone."""
    from dataclasses import replace

    codes = demo_sheet.case.zone.codes
    people = people_sheet(units=codes, rural=demo_sheet.rural.codes)
    sheet = replace(demo_sheet, case=replace(demo_sheet.case, people=people))
    theme = themes_of(sheet)["need"]
    classes = {sign: [] for sign in ("k0", "k1", "k2", "k3", "k4")}
    for cell in theme.cells.values():
        if cell.sign in classes:
            classes[cell.sign].append(cell.value)
    for code, (low, high) in theme.intervals.items():
        touched = [
            s
            for s, values in classes.items()
            if values and low < max(values) and high >= min(values)
        ]
        assert (code in theme.uncertain) <= (len(touched) >= 2), code


def test_map_hatches_them_and_the_switch_takes_the_hatching_away(sites, open_page):
    page = open_page(sites["journey"] / "people.html").page
    page.check('input[name="theme"][value="need"]')
    marked = page.evaluate(
        "JSON.parse(document.getElementById('theme-data').textContent).themes"
        ".find((t) => t.id === 'need').intervals"
    )
    wanted = sum(1 for _, _, uncertain in marked.values() if uncertain)
    assert page.locator("path.l-uncertain").count() == wanted
    box = page.locator('[data-layer="uncertain"]')
    if wanted:
        box.uncheck()
        assert page.locator("path.l-uncertain:visible").count() == 0
