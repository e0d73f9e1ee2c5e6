"""Supply by unit and by group, on a SYNTHETIC grid: 10 km from unit to unit.

20 21 22
10 11 12      GPs reach 9 km, hospitals 30 km
00 01 02
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from resources.synthetic_lists import ZONE, notice, request, written
from synthetic import grid_layer

from pilotzones.resources.access import e2sfca
from pilotzones.resources.placing import Ground
from pilotzones.resources.request import CareRequest
from pilotzones.resources.section import CareSection
from pilotzones.resources.sheet import care_sheet
from pilotzones.resources.supply import ProviderList
from pilotzones.resources.supply_by_unit import _weighted_median, type_supply

POPULATION = {f"{r}{c}": 1_000 * (1 + r) + 100 * c for r in range(3) for c in range(3)}


def providers(units: dict[str, float], *, type="gp", covers=None) -> ProviderList:
    """SYNTHETIC list with one provider in the middle of each unit, with its capacity."""
    rows = [
        (u, int(u[1]) * 10_000 + 5_000.0, int(u[0]) * 10_000 + 5_000.0, c, "unit")
        for u, c in units.items()
    ]
    places = pd.DataFrame(rows, columns=["unit", "x", "y", "capacity", "located"])
    return ProviderList(type, places, source="synthetic", covers=covers)


def supply_of(units, *, layer=None, rural=None, reference="region", codes=ZONE, **given):
    layer = layer or grid_layer(population=POPULATION)
    section = CareSection(synthetic=True, reference=reference)
    asked = CareRequest(layer, tuple(codes), section, rural=rural or {})
    return type_supply(providers(units, **given), asked, Ground.of(layer))


def test_states_tell_known_none_here_none_in_reach_and_no_data_apart():
    """Hospital sites reach 30 km: from 00 to 30 km east and north, no farther."""
    layer = grid_layer(5, 1, population=1_000)
    covers = frozenset(["00", "01", "02", "04"])
    found = supply_of({"00": 1.0}, type="hospital", layer=layer, codes=["00"], covers=covers).units[
        "state"
    ]
    assert found.to_dict() == {
        "00": "known",
        "01": "none_here",
        "02": "none_here",
        "03": "no_data",
        "04": "none_in_reach",
    }


def test_unit_exactly_at_the_reach_of_its_type_is_reached():
    units = supply_of({"00": 1.0}, type="hospital", layer=grid_layer(5, 1), codes=["00"]).units
    assert units.loc["03", ["nearest_m", "state"]].tolist() == [30_000.0, "none_here"]
    assert units.loc["03", "access"] > 0
    assert units.loc["04", ["access", "state"]].tolist() == [0.0, "none_in_reach"]


def test_numbers_are_missing_only_where_there_is_no_data():
    units = supply_of({"00": 2.0}, covers=frozenset(["00", "22"])).units
    bare = units.loc["11"]
    assert all(pd.isna(bare[name]) for name in ("count", "capacity", "access", "nearest_m"))
    far = units.loc["22"]
    assert (far["count"], far["capacity"], far["access"]) == (0, 0.0, 0.0)
    assert far["nearest_m"] == pytest.approx(np.hypot(20_000, 20_000))


def test_list_of_nobody_has_no_nearest_and_nobody_in_reach():
    units = supply_of({}).units
    assert set(units["state"]) == {"none_in_reach"}
    assert units["nearest_m"].isna().all()
    assert (units["access"] == 0).all()


def test_per_100000_is_capacity_over_people_and_unknown_without_people():
    layer = grid_layer(population={"00": 4_000, "01": 0, "10": None})
    units = supply_of({"00": 2.0, "01": 1.0, "10": 1.0}, layer=layer).units
    assert units.loc["00", "per_100000"] == 50.0
    assert pd.isna(units.loc["01", "per_100000"])
    assert pd.isna(units.loc["10", "per_100000"])


def test_people_times_access_is_the_capacity_of_all_units_together():
    supply = supply_of({"00": 3.0, "11": 5.0, "22": 2.0}, type="hospital")
    people = np.array(list(POPULATION.values()))
    assert people @ supply.units["access"] / 100_000 == pytest.approx(10.0)


def test_providers_and_people_around_the_zone_count():
    """The zone is 00 alone: a hospital in 01 serves it, and the people of 02 share it."""
    near = supply_of({"01": 100.0}, type="hospital", codes=["00"])
    assert near.units.loc["00", "state"] == "none_here"
    fewer = grid_layer(population={**POPULATION, "02": 0})
    alone = supply_of({"01": 100.0}, type="hospital", codes=["00"], layer=fewer)
    assert 0 < near.groups["zone"].access < alone.groups["zone"].access


def test_access_is_that_of_the_representative_points():
    supply = supply_of({"00": 3.0, "12": 5.0}, type="hospital")
    spots = np.array([[int(c[1]) + 0.5, int(c[0]) + 0.5] for c in POPULATION]) * 10_000
    expected = e2sfca(
        spots,
        np.array(list(POPULATION.values()), float),
        np.array([[5_000.0, 5_000.0], [25_000.0, 15_000.0]]),
        np.array([3.0, 5.0]),
        supply.bands,
    )
    np.testing.assert_allclose(supply.units["access"], expected * 100_000, rtol=1e-12)


def test_list_that_covers_the_zone_only_makes_a_closed_world():
    """Neither the people nor the providers around count: what the list says stays in the zone."""
    supply = supply_of({"00": 3.0, "22": 9.0}, type="hospital", covers=frozenset(ZONE))
    inside = [POPULATION[code] for code in ZONE]
    assert np.dot(inside, supply.units.loc[list(ZONE), "access"]) / 100_000 == pytest.approx(3.0)
    assert supply.groups["country"].count == 1


def test_groups_sum_their_units_and_weigh_access_by_people():
    rural = {"00": False, "01": False, "10": True, "11": True}
    supply = supply_of({"00": 2.0, "11": 4.0, "22": 1.0}, type="hospital", rural=rural)
    groups = supply.groups
    assert set(groups) == {"zone", "rural", "other", "region", "country"}
    zone, part, other = groups["zone"], groups["rural"], groups["other"]
    assert (zone.people, zone.count, zone.capacity) == (6_200, 2, 6.0)
    assert (part.people + other.people, part.count + other.count) == (zone.people, zone.count)
    access = supply.units["access"]
    expected = sum(POPULATION[c] * access[c] for c in ZONE) / 6_200
    assert zone.access == pytest.approx(expected)
    assert zone.per_100000 == pytest.approx(6 / 6_200 * 100_000)


def test_unit_of_unknown_rurality_is_in_neither_part_of_the_zone():
    groups = supply_of({"00": 1.0}, rural={"00": True, "01": None}).groups
    assert groups["rural"].people == POPULATION["00"]
    assert "other" not in groups


def test_people_without_live_where_none_is_in_reach():
    groups = supply_of({"00": 1.0}).groups
    assert groups["zone"].people_without == sum(POPULATION[c] for c in ("01", "10", "11"))


def test_nearest_of_a_group_is_the_median_over_its_people():
    """00 holds 1,000 of 6,200 people at 0 m; 01 and 10 (3,100) at 10 km; 11 farther."""
    assert supply_of({"00": 1.0}).groups["zone"].nearest_m == 10_000.0
    assert _weighted_median(np.array([1.0, 2.0]), np.array([1.0, 1.0])) == 1.0
    assert _weighted_median(np.array([1.0, 2.0]), np.array([1.0, 1.1])) == 2.0
    assert _weighted_median(np.array([np.nan, 2.0]), np.array([9.0, 1.0])) == 2.0
    assert _weighted_median(np.array([1.0]), np.array([0.0])) is None


REGIONS = {
    **dict.fromkeys(POPULATION, "wallonia"),
    **dict.fromkeys(("02", "12", "22"), "flanders"),
}


def test_region_is_that_of_the_zone_and_reference_is_the_one_asked_for():
    layer = grid_layer(population=POPULATION, region=REGIONS)
    supply = supply_of({"00": 1.0, "02": 8.0}, layer=layer)
    assert supply.reference == "region"
    assert supply.groups["region"].count == 1
    assert supply.groups["country"].count == 2
    country = supply_of({"00": 1.0, "02": 8.0}, layer=layer, reference="country")
    assert country.reference == "country"


def test_zone_across_regions_is_held_against_all_of_them():
    layer = grid_layer(population=POPULATION, region=REGIONS)
    supply = supply_of({"00": 1.0}, layer=layer, codes=["01", "02"])
    assert supply.groups["region"].people == sum(POPULATION.values())


def test_zone_without_a_region_is_held_against_the_country():
    supply = supply_of({"00": 1.0}, layer=grid_layer(population=POPULATION, region=None))
    assert supply.reference == "country"
    assert "region" not in supply.groups


@pytest.mark.parametrize(("people", "reference"), [(899, "zone"), (900, "region")])
def test_list_that_covers_less_than_nine_tenths_of_the_region_is_no_reference(people, reference):
    layer = grid_layer(2, 1, population={"00": people, "01": 1_000 - people})
    supply = supply_of({"00": 1.0}, layer=layer, codes=["00"], covers=frozenset(["00"]))
    assert supply.reference == reference


def test_other_reference_than_asked_for_is_told(tmp_path):
    written(tmp_path / "l.csv", "postcode;n", "00;1")
    given = {"file": "l.csv", "type": "gp", "covers": "zone"}
    told = notice(care_sheet(request(tmp_path, given)), "providers.reference_zone")
    assert told.fields == {"type": "gp", "wanted": "region"}


def test_group_without_any_data_knows_nothing_and_is_still_there():
    zone = supply_of({"22": 1.0}, covers=frozenset(["22"])).groups["zone"]
    assert (zone.people, zone.count, zone.access, zone.nearest_m) == (0, 0, None, None)


def test_units_whose_population_is_unknown_have_access_and_weigh_nothing():
    layer = grid_layer(population={**POPULATION, "01": None})
    supply = supply_of({"00": 1.0}, type="hospital", layer=layer)
    assert supply.units.loc["01", "access"] > 0
    assert supply.groups["zone"].people == 6_200 - POPULATION["01"]
