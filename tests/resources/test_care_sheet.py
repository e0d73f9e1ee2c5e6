"""The whole care of a zone on the layer that ships, with SYNTHETIC lists and a SYNTHETIC grid."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from resources.synthetic_lists import care_of_list, request, written
from synthetic import grid_layer

from pilotzones.resources.care_types import care_types
from pilotzones.resources.request import CareRequest
from pilotzones.resources.section import CareSection
from pilotzones.resources.sheet import care_sheet

ZONE = ("5500", "5501", "5590", "5580", "5570")


@pytest.fixture(scope="module")
def demo(embedded):
    rural = dict.fromkeys(ZONE[:3], True) | dict.fromkeys(ZONE[3:], False)
    section = CareSection(synthetic=True, seed=1)
    return CareRequest(embedded, ZONE, section, rural=rural, need={"5590": 1.2, "5580": None})


@pytest.fixture(scope="module")
def sheet(demo):
    return care_sheet(demo)


def test_every_type_has_a_row_for_every_unit_of_the_layer(sheet, embedded):
    assert len(sheet.types) >= 10
    for supply in sheet.types:
        assert tuple(supply.units.index) == embedded.codes
        assert supply.reference == "region"


def test_people_times_access_is_the_capacity_of_all_that_are_reached(sheet, embedded):
    """Every made-up provider lies in a unit with people; a far corner of it may be out of reach."""
    for supply in sheet.types:
        served = float(embedded.people @ supply.units["access"].to_numpy()) / 100_000
        total = supply.providers.places["capacity"].sum()
        assert served <= total * (1 + 1e-9)
        assert served >= 0.99 * total


def test_counts_of_units_are_the_providers_of_the_list(sheet):
    for supply in sheet.types:
        assert supply.units["count"].sum() == len(supply.providers.places)
        assert supply.groups["country"].count == len(supply.providers.places)


def test_gaps_are_of_the_zone_and_carry_need_and_rurality(sheet):
    assert sheet.gaps
    assert {gap.unit for gap in sheet.gaps} <= set(ZONE)
    for gap in sheet.gaps:
        assert gap.rural is (gap.unit in ZONE[:3])
        assert gap.need == {"5590": 1.2}.get(gap.unit)


def test_same_request_gives_the_same_sheet(sheet, demo):
    again = care_sheet(demo)
    assert again.gaps == sheet.gaps
    assert again.shortage == sheet.shortage
    for a, b in zip(again.types, sheet.types, strict=True):
        pd.testing.assert_frame_equal(a.units, b.units, check_exact=True)


def test_sheet_names_types_and_components_and_takes_those_that_are_declared(demo, embedded):
    section = CareSection.model_validate({"synthetic": True, "components": {"gp": [13]}})
    found = care_sheet(replace(demo, section=section))
    assert found.components["gp"] == (13,)
    assert found.components["hospital"] == care_types()["hospital"].components
    assert found.names["pharmacy"]["nl"] == "apotheek"


def test_codes_that_the_layer_lacks_are_left_out(tmp_path):
    written(tmp_path / "l.csv", "postcode;n", "00;1")
    given = {"file": "l.csv", "type": "gp"}
    one = care_sheet(request(tmp_path, given, codes=["00"]))
    two = care_sheet(request(tmp_path, given, codes=["00", "99"]))
    assert one.supply("gp").groups["zone"] == two.supply("gp").groups["zone"]


def test_empty_zone_has_supply_and_no_gaps(tmp_path):
    written(tmp_path / "l.csv", "postcode;n", "00;1")
    sheet = care_sheet(request(tmp_path, {"file": "l.csv", "type": "gp"}, codes=[]))
    assert sheet.gaps == () == sheet.shortage
    assert "zone" not in sheet.supply("gp").groups


def test_layer_without_any_population_has_counts_and_no_access_of_groups(tmp_path):
    layer = grid_layer(population=dict.fromkeys([f"{r}{c}" for r in range(3) for c in range(3)]))
    sheet = care_of_list(tmp_path, "postcode;n", "00;1", type="gp", layer=layer)
    supply = sheet.supply("gp")
    assert supply.groups["zone"].count == 1
    assert supply.groups["zone"].access is None
    assert (supply.units["access"] == 0).all()
    assert sheet.gaps == ()
