"""The published registers against other tools: geopandas for units, sparse matrices for access."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from resources.test_access import sparse

from pilotzones.postcodes.open import open_layer
from pilotzones.postcodes.section import UnitsSection
from pilotzones.resources.placing import Ground
from pilotzones.resources.request import CareRequest
from pilotzones.resources.section import CareSection
from pilotzones.resources.sheet import care_sheet

pytestmark = pytest.mark.real_data

ZONE = ("5500", "5590", "5580", "5570")


@pytest.fixture(scope="module")
def layer(shared_data: Path):
    path = shared_data / "postcodes_be.gpkg"
    return open_layer(UnitsSection(file=path, population_date=date(2020, 1, 1)))


def care_of(layer, folder: Path):
    lists = [{"file": "pharmacies_be_famhp.xlsx"}, {"file": "hospitals_be_eurostat.csv"}]
    section = CareSection.model_validate({"providers": lists})
    return care_sheet(CareRequest(layer, ZONE, section, folder))


@pytest.fixture(scope="module")
def sheet(layer, shared_data: Path):
    return care_of(layer, shared_data)


@pytest.fixture(scope="module")
def register(shared_data: Path) -> pd.DataFrame:
    """The open pharmacies as pandas reads them."""
    frame = pd.read_excel(shared_data / "pharmacies_be_famhp.xlsx", header=1, skipfooter=1)
    frame.columns = ["number", "name", "street", "postcode", "place", "status", "a", "b", "x", "y"]
    return frame[frame["status"].isna()]


@pytest.mark.parametrize("ours", [False, True], ids=["shared", "embedded"])
def test_every_open_pharmacy_and_every_hospital_is_placed_or_told(
    ours, sheet, embedded, layer, shared_data
):
    found, ground = (care_of(embedded, shared_data), embedded) if ours else (sheet, layer)
    pharmacies, hospitals = (found.supply(type) for type in ("pharmacy", "hospital"))
    counts = pharmacies.providers.counts
    assert (counts["read"], counts["closed"]) == (5_026, 309)
    assert counts["placed"] == 4_717
    assert "unplaced" not in counts
    assert pharmacies.providers.dated == date(2022, 3, 8)
    assert hospitals.providers.counts["read"] == hospitals.providers.counts["placed"] == 272
    assert hospitals.providers.dated == date(2020, 2, 1)
    served = float(ground.people @ pharmacies.units["access"].to_numpy()) / 100_000
    assert 0.99 * 4_717 < served <= 4_717 + 1e-6


def test_units_of_the_pharmacies_are_those_that_geopandas_joins(sheet, layer, register):
    points = gpd.GeoDataFrame(
        geometry=gpd.points_from_xy(register["x"], register["y"], crs=3812)
    ).to_crs(31370)
    joined = gpd.sjoin(points, layer.units[["geometry"]], predicate="within")["code"]
    expected = joined.value_counts().reindex(layer.codes, fill_value=0)
    counts = sheet.supply("pharmacy").units["count"].astype(int)
    assert counts.sum() == len(register) == 4_717
    assert (counts - expected).abs().sum() <= 1, "one pharmacy stands just outside every polygon"


def test_access_to_pharmacies_is_that_of_a_sparse_matrix(sheet, layer):
    supply, ground = sheet.supply("pharmacy"), Ground.of(layer)
    places = supply.providers.places
    expected = 100_000 * sparse(
        ground.points,
        layer.people,
        places[["x", "y"]].to_numpy(),
        places["capacity"].to_numpy(),
        supply.bands,
    )
    np.testing.assert_allclose(supply.units["access"], expected, rtol=1e-12)


def test_rochefort_falls_below_because_two_of_its_five_pharmacies_are_closed(sheet, shared_data):
    """Looked up by hand in the register: five rows of 5580, two of them ``*(1)``."""
    gap = next(g for g in sheet.gaps if (g.unit, g.type) == ("5580", "pharmacy"))
    assert gap.reason == "below"
    assert sheet.supply("pharmacy").units.loc["5580", "count"] == 3
    rows = pd.read_excel(shared_data / "pharmacies_be_famhp.xlsx", header=1, skipfooter=1)
    here = rows[rows.iloc[:, 3] == 5580]
    assert (len(here), int(here.iloc[:, 5].notna().sum())) == (5, 2)


def test_beauraing_falls_far_below_for_want_of_a_hospital_nearby(sheet, layer, shared_data):
    """Looked up by hand in the file: no site within the first two bands but small ones."""
    gap = next(g for g in sheet.gaps if (g.unit, g.type) == ("5570", "hospital"))
    supply = sheet.supply("hospital")
    assert gap.reason == "far_below"
    raw = pd.read_csv(shared_data / "hospitals_be_eurostat.csv")
    sites = gpd.GeoSeries(gpd.points_from_xy(raw["lon"], raw["lat"], crs=4326)).to_crs(31370)
    x, y = Ground.of(layer).points[layer.codes.index("5570")]
    apart = np.hypot(sites.x - x, sites.y - y)
    assert supply.units.loc["5570", "nearest_m"] == pytest.approx(apart.min())
    assert supply.units.loc["5570", "state"] == "none_here"
    assert supply.bands[0][0] < apart.min() < supply.distant_m
    assert raw.loc[apart <= supply.bands[1][0], "cap_beds"].sum() < 300
