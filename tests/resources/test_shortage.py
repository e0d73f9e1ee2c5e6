"""The shortage rule for general practitioners, at its marks and around them."""

from __future__ import annotations

import pandas as pd
import pytest
from resources.synthetic_lists import request, written
from synthetic import grid_layer

from pilotzones.postcodes.layer import make_layer
from pilotzones.resources.care_types import care_model
from pilotzones.resources.request import CareRequest
from pilotzones.resources.section import CareSection
from pilotzones.resources.sheet import care_sheet
from pilotzones.resources.shortage import judged, shortage

RULE = care_model().shortage


def short(people, area_km2, gps):
    return judged("x", people=people, area_km2=area_km2, gps=gps, rule=RULE)


@pytest.mark.parametrize(
    ("gps", "expected"),
    [(89, True), (90, False), (91, False)],
)
def test_dense_area_is_short_strictly_below_90_per_100000(gps, expected):
    """100,000 people on 800 km2: exactly 125 per km2, which is not thin."""
    found = short(100_000, 800.0, gps)
    assert (found.thin, found.bound, found.density_per_km2) == (False, 90, 125.0)
    assert found.short is expected


@pytest.mark.parametrize(("gps", "expected"), [(90, True), (119, True), (120, False), (121, False)])
def test_thin_area_is_short_strictly_below_120_per_100000(gps, expected):
    found = short(100_000, 801.0, gps)
    assert (found.thin, found.bound) == (True, 120)
    assert found.short is expected


@pytest.mark.parametrize(("area_km2", "thin"), [(799.9, False), (800.0, False), (800.1, True)])
def test_area_is_thin_strictly_below_125_per_km2(area_km2, thin):
    assert short(100_000, area_km2, 100).thin is thin


def test_share_exactly_at_the_mark_is_not_short_whatever_the_size():
    """9 in 10,000, 27 in 30,000 ...: quotients that a float may round to just below 90."""
    for k in range(1, 2_000):
        assert short(10_000 * k, 1.0, 9 * k).short is False
        assert short(10_000 * k + 1, 1.0, 9 * k).short is True


@pytest.mark.parametrize(
    ("people", "area_km2", "gps"),
    [(None, 10.0, 5), (1_000, 0.0, 5), (1_000, 10.0, None), (0, 9.0, 0)],
)
def test_rule_says_nothing_where_people_area_or_doctors_are_unknown(people, area_km2, gps):
    assert short(people, area_km2, gps).short is None


def test_municipality_is_counted_whole_also_where_a_part_of_it_is_in_the_zone(tmp_path):
    """00 and 01 are one municipality; the zone has 00 and 10. Each unit: 100 km2, 20,000 people."""
    units = grid_layer(population=20_000).units.reset_index()
    units.loc[units["code"].isin(["00", "01"]), "municipality"] = "91000"
    layer = make_layer(units, grid_layer().origin)
    written(tmp_path / "gp.csv", "postcode;n", *["00;1"] * 10, *["01;1"] * 30, *["10;1"] * 17)
    sheet = care_sheet(
        request(tmp_path, {"file": "gp.csv", "type": "gp"}, layer=layer, codes=["00", "10"])
    )
    zone, whole, other = sheet.shortage
    assert (zone.area, zone.people, zone.gps, zone.short) == ("zone", 40_000, 27, True)
    assert (whole.area, whole.people, whole.gps, whole.short) == ("91000", 40_000, 40, False)
    assert (other.area, other.gps, other.short) == ("91010", 17, True)
    assert whole.area_km2 == pytest.approx(200.0)


def test_without_a_list_of_doctors_nothing_is_known_but_the_areas():
    asked = CareRequest(grid_layer(), ("00", "11"), CareSection(synthetic=True))
    found = shortage(None, asked)
    assert [area.area for area in found] == ["zone", "91000", "91011"]
    assert all(area.gps is None and area.short is None for area in found)
    assert found[0].people == 20_000


def test_list_that_leaves_out_a_part_of_the_municipality_makes_it_unknown(tmp_path):
    units = grid_layer().units.reset_index()
    units.loc[units["code"].isin(["00", "01"]), "municipality"] = "91000"
    layer = make_layer(units, grid_layer().origin)
    written(tmp_path / "gp.csv", "postcode;n", "00;1")
    given = {"file": "gp.csv", "type": "gp", "covers": ["00"]}
    zone, whole = care_sheet(request(tmp_path, given, layer=layer, codes=["00"])).shortage
    assert zone.short is not None
    assert whole.short is None


def test_empty_zone_has_no_shortage_rows():
    assert shortage(None, CareRequest(grid_layer(), (), CareSection(synthetic=True))) == ()


def test_unit_without_municipality_counts_in_the_zone_only():
    units = grid_layer().units.reset_index()
    units["municipality"] = pd.NA
    layer = make_layer(units, grid_layer().origin)
    found = shortage(None, CareRequest(layer, ("00",), CareSection(synthetic=True)))
    assert [area.area for area in found] == ["zone"]
