"""The register of pharmacies and the hospitals as published, on the layers that are there."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pilotzones.postcodes.open import open_layer
from pilotzones.postcodes.section import UnitsSection
from pilotzones.resources.placing import Ground
from pilotzones.resources.request import CareRequest
from pilotzones.resources.section import CareSection
from pilotzones.resources.sheet import care_sheet

pytestmark = pytest.mark.real_data

ZONE = ("5500", "5590", "5580", "5570", "5377")


def sheet_of(layer, folder: Path):
    lists = [{"file": "pharmacies_be_famhp.xlsx"}, {"file": "hospitals_be_eurostat.csv"}]
    section = CareSection.model_validate({"providers": lists})
    return care_sheet(CareRequest(layer, ZONE, section, folder))


@pytest.fixture(scope="module")
def shared(shared_data: Path):
    spec = UnitsSection(
        file=shared_data / "postcodes_be.gpkg",
        population="population",
        population_date=date(2020, 1, 1),
    )
    return open_layer(spec)


@pytest.mark.parametrize("name", ["shared", "embedded"])
def test_every_open_pharmacy_and_hospital_has_its_unit(name, shared, shared_data):
    layer = shared if name == "shared" else open_layer()
    sheet = sheet_of(layer, shared_data)
    pharmacy, hospital = sheet.supply("pharmacy"), sheet.supply("hospital")
    assert pharmacy is not None
    assert hospital is not None
    counts = dict(pharmacy.providers.counts or {})
    assert (counts["read"], counts["closed"]) == (5_026, 309)
    assert counts["placed"] + counts.get("unplaced", 0) == 4_717
    assert counts["placed"] >= 4_715
    assert dict(hospital.providers.counts or {})["read"] == 272
    assert pharmacy.providers.dated == date(2022, 3, 8)
    assert int(pharmacy.units["count"].sum()) == counts["placed"]


def test_reached_supply_is_conserved_over_the_country(shared, shared_data):
    """Sum of people x access is the number of pharmacies that somebody reaches."""
    pharmacy = sheet_of(shared, shared_data).supply("pharmacy")
    assert pharmacy is not None
    total = (shared.people * pharmacy.units["access"].to_numpy()).sum() / 100_000
    assert total <= len(pharmacy.providers.places) + 1e-6
    assert total == pytest.approx(len(pharmacy.providers.places), rel=0.01)


def test_gap_of_havelange_is_that_of_the_register(shared, shared_data):
    """One open pharmacy of two at 5370, the next ones beyond six kilometres."""
    sheet = sheet_of(shared, shared_data)
    pharmacy = sheet.supply("pharmacy")
    assert pharmacy is not None
    ground = Ground.of(shared)
    place = shared.codes.index("5370")
    spots = pharmacy.providers.places[["x", "y"]].to_numpy()
    distance = ((spots - ground.points[place]) ** 2).sum(axis=1) ** 0.5
    assert int(pharmacy.units.loc["5370", "count"]) == 1
    assert (distance <= 6_000).sum() == 1
    assert pharmacy.units.loc["5370", "nearest_m"] == pytest.approx(distance.min())
    reference = pharmacy.groups["region"].access
    assert pharmacy.units.loc["5370", "access"] < 0.5 * reference
