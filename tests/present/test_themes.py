"""Themes of the maps: classes, signs, and that nothing hidden gets a colour or a value."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from synthetic_care import care, care_case
from synthetic_journey import journey_people
from synthetic_people import people_sheet

from pilotzones.findings import Case
from pilotzones.present.maps.scene import scene_of
from pilotzones.present.maps.themed_map import themed_layers
from pilotzones.present.maps.themes import map_themes
from pilotzones.present.maps.themes.classes import against, sequential
from pilotzones.present.maps.themes.theme import (
    HIDDEN,
    NO_DATA,
    NONE_HERE,
    NONE_IN_REACH,
    ThemeCell,
)
from pilotzones.words import LANGUAGES
from pilotzones.zones.sheet import zone_sheet

SIGNS = {HIDDEN, NO_DATA, NONE_HERE, NONE_IN_REACH}


def themes(sheet, room):
    return {theme.id: theme for theme in map_themes(room, sheet)}


def signs(theme):
    return {code: cell.sign for code, cell in theme.cells.items()}


def test_five_values_make_five_classes_named_with_their_bounds():
    cells, legend = sequential({"a": 1, "b": 2, "c": 3, "d": 4, "e": 5}, 0)
    assert [cells[code].sign for code in "abcde"] == ["k0", "k1", "k2", "k3", "k4"]
    assert [entry.words("en") for entry in legend] == [
        "lowest: under 2",
        "low: 2 to under 3",
        "middle: 3 to under 4",
        "high: 4 to under 5",
        "highest: 5 and more",
    ]


def test_units_with_one_value_are_one_class_without_bounds():
    cells, legend = sequential({"a": 7.04, "b": 7.01}, 1)
    assert {cell.sign for cell in cells.values()} == {"k2"}
    assert [entry.words("en") for entry in legend] == ["middle"]


def test_no_value_at_all_gives_signs_only():
    cells, legend = sequential({"a": HIDDEN, "b": NO_DATA}, 1)
    assert {code: cell.sign for code, cell in cells.items()} == {"a": HIDDEN, "b": NO_DATA}
    assert [entry.sign for entry in legend] == [HIDDEN, NO_DATA]


@given(st.dictionaries(st.text("abcdefgh", min_size=1, max_size=3), st.floats(0, 1e5), min_size=1))
def test_every_class_of_the_legend_has_a_unit_and_every_unit_a_class(values):
    cells, legend = sequential(values, 1)
    assert {entry.sign for entry in legend} == {cell.sign for cell in cells.values()}
    assert {cells[code].value for code in values} == {round(v, 1) for v in values.values()}
    order = sorted(values, key=lambda code: values[code])
    assert [cells[c].sign for c in order] == sorted(cells[c].sign for c in order)


@pytest.mark.parametrize(
    ("value", "sign"),
    [(49.9, "d0"), (50, "d1"), (74.9, "d1"), (75, "d2"), (133, "d2"), (133.3, "d3"), (200, "d4")],
)
def test_access_is_classed_around_the_reference(value, sign):
    cells, _ = against({"a": value}, 100, (0.5, 0.75, 1 / 0.75, 2), 1)
    assert cells["a"] == ThemeCell(sign, value)


@pytest.mark.parametrize("sign", [HIDDEN, NO_DATA])
def test_cell_that_is_hidden_or_without_data_cannot_carry_a_value(sign):
    with pytest.raises(ValueError, match="has no value"):
        ThemeCell(sign, 12.0)


@pytest.mark.parametrize("id", ["risk", "need", "multimorbidity", "target"])
def test_hidden_unit_never_gets_the_colour_of_a_class(journey_sheet, id):
    theme = themes(journey_sheet, "people")[id]
    assert theme.cells["11"] == ThemeCell(HIDDEN)
    assert all(cell.sign.startswith("k") for code, cell in theme.cells.items() if code != "11")
    assert HIDDEN in [entry.sign for entry in theme.legend]


def test_fixed_drawing_paints_hidden_units_apart(journey_sheet):
    scene = scene_of(journey_sheet)
    layers = {la.id: la for la in themed_layers(scene, themes(journey_sheet, "people")["risk"])}
    shapes = layers[HIDDEN].shapes
    assert len(shapes) == 1
    assert shapes[0].geometry.equals(scene.shapes["11"])


def test_unit_of_the_zone_that_the_table_lacks_has_no_data():
    case = care_case()
    people = journey_people()
    found = people.tables["small_areas"]
    fewer = {**people.tables, "small_areas": replace(found, rows=found.rows[:2])}
    sheet = zone_sheet(with_people(case, fewer))
    theme = themes(sheet, "people")["need"]
    assert [theme.cells[code].sign == NO_DATA for code in ("00", "01", "10", "11")] == [
        False,
        False,
        True,
        True,
    ]


def with_people(case, tables) -> Case:
    return replace(case, people=replace(journey_people(), tables=tables))


def test_zone_without_a_target_group_has_no_theme_for_it():
    people = people_sheet(units=("00", "01", "10", "11"), criteria=None)
    sheet = zone_sheet(replace(care_case(), people=people))
    assert list(themes(sheet, "people")) == ["risk", "need", "multimorbidity"]


def test_no_map_shows_the_raw_share_of_a_unit():
    """Without smoothed shares there are no shares on the map at all."""
    tables = {id: t for id, t in journey_people().tables.items() if id != "small_areas"}
    assert list(themes(zone_sheet(with_people(care_case(), tables)), "people")) == ["risk"]


def test_shares_on_the_map_are_the_smoothed_ones(journey_sheet):
    table = journey_sheet.case.people.tables["small_areas"]
    for id, indicator in (("need", "any"), ("multimorbidity", "two_or_more"), ("target", "target")):
        theme = themes(journey_sheet, "people")[id]
        for row in table.records():
            if row["indicator"] == indicator and row["unit"] != "11":
                code = str(row["unit"])
                assert theme.cells[code].value == round(100 * row["rate"], 1)
                assert theme.intervals[code] == (100 * row["rate_low"], 100 * row["rate_high"])
        assert "smoothed" in theme.said("en").lower()
        assert len([t for t in themes(journey_sheet, "people") if t.startswith("area-")]) == 0


def test_states_of_care_have_signs_of_their_own(journey_sheet):
    found = themes(journey_sheet, "care")
    assert signs(found["access-pharmacy"]) == {
        "00": "d3",
        "01": "d0",
        "10": NONE_IN_REACH,
        "11": "d2",
    }
    assert signs(found["supply-pharmacy"])["01"] == NONE_HERE
    assert signs(found["supply-pharmacy"])["10"] == NONE_IN_REACH
    assert found["nearest-pharmacy"].cells["10"].value == 21.0
    assert signs(found["gaps-pharmacy"]) == {
        "00": "g0",
        "01": "g3",
        "10": NONE_IN_REACH,
        "11": "g0",
    }
    assert signs(found["gaps-hospital"])["11"] == "distant"


def test_type_without_data_on_the_zone_has_no_theme(journey_sheet):
    assert not [id for id in themes(journey_sheet, "care") if id.endswith("-dentist")]


def test_gaps_of_all_types_are_counted_by_unit(journey_sheet):
    cells = themes(journey_sheet, "care")["gaps-all"].cells
    assert {code: cell.value for code, cell in cells.items()} == {
        "00": 0,
        "01": 2,
        "10": 2,
        "11": 1,
    }
    assert {code: cell.sign for code, cell in cells.items()}["01"] == "g2"


def test_two_gaps_of_one_type_in_a_unit_count_once():
    twice = care()
    twice = replace(twice, gaps=(*twice.gaps, replace(twice.gaps[0], reason="distant")))
    cells = themes(zone_sheet(care_case(twice)), "care")["gaps-all"].cells
    assert cells["10"].value == 2
    assert themes(zone_sheet(care_case(twice)), "care")["gaps-pharmacy"].cells["10"].sign == (
        NONE_IN_REACH
    )


def test_gaps_come_first_on_care_and_risk_on_people(journey_sheet):
    assert next(iter(themes(journey_sheet, "care"))) == "gaps-all"
    assert next(iter(themes(journey_sheet, "people"))) == "risk"


def test_every_theme_says_its_name_source_and_classes_in_four_languages(journey_sheet):
    every = [*map_themes("people", journey_sheet), *map_themes("care", journey_sheet)]
    for theme in every:
        for lang in LANGUAGES:
            assert theme.name(lang)
            assert theme.said(lang)
            assert all(entry.words(lang) for entry in theme.legend)
        shown = {cell.sign for cell in theme.cells.values()}
        assert shown <= {entry.sign for entry in theme.legend}


def block(path, id):
    page = path.read_text("utf-8")
    found = re.search(rf'<script type="application/json" id="{id}">(.*?)</script>', page)
    return json.loads(found[1])


def test_data_of_the_page_has_no_value_for_a_hidden_unit(sites, journey_sheet):
    data = block(sites["journey"] / "people.html", "theme-data")
    number = str(scene_of(journey_sheet).numbers["11"])
    assert len(data["themes"]) == 4
    for theme in data["themes"]:
        assert theme["cells"][number] == [HIDDEN]
        others = [cell for unit, cell in theme["cells"].items() if unit != number]
        assert all(len(cell) == 2 for cell in others)


def test_circles_are_counts_by_unit_without_any_name(sites, journey_sheet):
    data = block(sites["journey"] / "care.html", "theme-data")
    numbers = scene_of(journey_sheet).numbers
    gp = next(theme for theme in data["themes"] if theme["id"] == "access-gp")
    assert gp["counts"] == {
        str(numbers[code]): n
        for code, n in {"00": 9, "01": 6, "11": 12, "12": 10, "20": 11, "21": 12, "22": 9}.items()
    }
    assert set(data) == {"themes", "points", "providers", "interval", "doubtful"}
    assert all(len(place) == 2 for place in data["points"].values())
