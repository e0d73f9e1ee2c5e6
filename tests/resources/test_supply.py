"""Supply by unit and group, gaps and the shortage rule, on grids whose answers are known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from resources.lists import postcode_layer, request
from synthetic import grid_layer

from pilotzones.resources.care_types import care_model
from pilotzones.resources.gaps import gaps, missing_people
from pilotzones.resources.placing import Ground
from pilotzones.resources.sheet import care_sheet
from pilotzones.resources.shortage import judged, shortage
from pilotzones.resources.supply import GroupSupply, ProviderList, TypeSupply
from pilotzones.resources.supply_by_unit import type_supply

LAYER = grid_layer(region={f"{r}{c}": "wallonia" for r in range(3) for c in range(3)})
ZONE = ("00", "01", "10", "11")
GROUND = Ground.of(LAYER)
MIDDLE = {code: tuple(GROUND.points[i]) for i, code in enumerate(LAYER.codes)}


def gps(*codes: str, covers=None, type: str = "gp") -> ProviderList:
    """SYNTHETIC providers at the points of these units, one each."""
    places = pd.DataFrame(
        {
            "unit": list(codes),
            "x": [MIDDLE[c][0] for c in codes],
            "y": [MIDDLE[c][1] for c in codes],
            "capacity": 1.0,
            "located": "address",
        }
    )
    return ProviderList(type, places, "SYNTHETIC", covers=covers)


def asked(**changes):
    plain = request(LAYER, ZONE, synthetic=True)
    return replace(plain, **changes)


def test_unit_with_none_reachable_gets_zero_and_its_own_state():
    supply = type_supply(gps("00"), asked(), GROUND)
    reach = supply.bands[-1][0]
    far = [c for c in LAYER.codes if np.hypot(*np.subtract(MIDDLE[c], MIDDLE["00"])) > reach]
    assert supply.units.loc["00", "state"] == "known"
    assert far
    assert set(supply.units.loc[far, "state"]) == {"none_in_reach"}
    assert (supply.units.loc[far, "access"] == 0).all()


def test_none_here_is_not_none_in_reach_and_not_no_data():
    supply = type_supply(gps("00", type="hospital", covers=frozenset(ZONE)), asked(), GROUND)
    states = supply.units["state"]
    assert (states["00"], states["01"], states["22"]) == ("known", "none_here", "no_data")
    assert pd.isna(supply.units.loc["22", "count"])
    assert pd.isna(supply.units.loc["22", "access"])
    assert supply.units.loc["01", "access"] > 0


def test_people_times_access_is_the_supply_that_somebody_reaches():
    supply = type_supply(gps("00", "11", "22", "22"), asked(), GROUND)
    people = LAYER.people
    assert (people * supply.units["access"]).sum() / 100_000 == pytest.approx(4)


def test_providers_and_people_around_the_zone_count():
    alone = type_supply(gps("00", type="hospital"), asked(), GROUND).units.loc["11", "access"]
    beside = type_supply(gps("00", "22", type="hospital"), asked(), GROUND).units.loc[
        "11", "access"
    ]
    assert beside > alone > 0
    crowded = grid_layer(population={"22": 100_000})
    more = type_supply(
        gps("00", type="hospital"), replace(asked(), layer=crowded), Ground.of(crowded)
    )
    assert more.units.loc["11", "access"] < alone


def test_groups_are_weighted_by_people_and_rural_stands_apart():
    rural = {"00": True, "01": True, "10": False, "11": False}
    supply = type_supply(gps("10", "11"), asked(rural=rural), GROUND)
    assert set(supply.groups) == {"zone", "rural", "other", "region", "country"}
    zone, parts = supply.groups["zone"], (supply.groups["rural"], supply.groups["other"])
    assert zone.people == sum(p.people for p in parts) == 40_000
    assert zone.count == sum(p.count for p in parts) == 2
    assert zone.access == pytest.approx(np.mean([p.access for p in parts]))
    assert zone.per_100000 == pytest.approx(5.0)


def test_list_of_the_zone_alone_is_held_against_the_zone():
    supply = type_supply(gps("00", covers=frozenset(ZONE)), asked(), GROUND)
    assert supply.reference == "zone"
    assert type_supply(gps("00"), asked(), GROUND).reference == "region"


def unit_supply(access: float, nearest_m: float = 1_000.0, state: str = "known") -> TypeSupply:
    """SYNTHETIC: unit 00 as given, a reference of access 100 and 2 km."""
    units = pd.DataFrame(
        {"count": 1, "capacity": 1.0, "access": 100.0, "nearest_m": 1_000.0, "state": "known"},
        index=pd.Index(LAYER.codes, name="code"),
    )
    units.loc["00", ["access", "nearest_m", "state"]] = [access, nearest_m, state]
    region = GroupSupply("region", 90_000, 9, 9.0, 10.0, 100.0, 0, 2_000.0)
    kind = care_model().types["gp"]
    return TypeSupply(
        gps("00"), units, {"region": region}, "region", bands=kind.bands, distant_m=5_000.0
    )


@pytest.mark.parametrize(
    ("access", "nearest", "state", "reason"),
    [
        (0.0, 20_000.0, "none_in_reach", "none_in_reach"),
        (49.99, 1_000.0, "known", "far_below"),
        (50.0, 1_000.0, "known", "below"),
        (74.99, 1_000.0, "known", "below"),
        (75.0, 1_000.0, "known", None),
        (100.0, 5_000.0, "none_here", None),
        (100.0, 5_000.1, "none_here", "distant"),
        (0.0, 1_000.0, "no_data", None),
    ],
)
def test_gap_has_the_gravest_reason_just_below_its_bound(access, nearest, state, reason):
    found = gaps([unit_supply(access, nearest, state)], asked())
    assert [gap.reason for gap in found] == ([reason] if reason else [])


def test_gaps_are_ordered_by_the_people_who_lack_and_carry_need_and_rurality():
    layer = grid_layer(population={"00": 50_000, "01": 10_000})
    supply = unit_supply(40.0)
    supply.units.loc["01", "access"] = 10.0
    found = gaps(
        [supply], replace(asked(), layer=layer, rural={"00": True}, need={"00": 1.4, "01": None})
    )
    assert [gap.unit for gap in found] == ["00", "01"]
    assert [missing_people(gap) for gap in found] == pytest.approx([30_000, 9_000])
    assert (found[0].need, found[0].rural) == (1.4, True)
    assert (found[1].need, found[1].rural) == (None, None)


RULE = care_model().shortage


@pytest.mark.parametrize(
    ("gps_", "people", "km2", "short", "bound"),
    [
        (8_999, 10_000_000, 80_000, True, 90),  # 125 per km², 89.99 per 100,000
        (9_000, 10_000_000, 80_000, False, 90),
        (9_001, 10_000_000, 80_000, False, 90),
        (11_999, 10_000_000, 80_001, True, 120),  # 124.998 per km²
        (12_000, 10_000_000, 80_001, False, 120),
        (11_999, 10_000_000, 80_000, False, 90),
        (0, 1_000, 1, True, 90),
    ],
)
def test_shortage_rule_is_strict_at_each_of_its_marks(gps_, people, km2, short, bound):
    found = judged("x", people=people, area_km2=km2, gps=gps_, rule=RULE)
    assert (found.short, found.bound) == (short, bound)


@pytest.mark.parametrize(
    ("gps_", "people", "km2"), [(None, 1_000, 1.0), (1, None, 1.0), (1, 5, 0.0)]
)
def test_shortage_is_not_known_without_providers_people_or_ground(gps_, people, km2):
    assert judged("x", people=people, area_km2=km2, gps=gps_, rule=RULE).short is None


def test_municipality_partly_in_the_zone_is_counted_whole():
    layer = grid_layer()
    units = layer.units.copy()
    units.loc[["11", "12"], "municipality"] = "91011"
    both = replace(layer, units=units)
    found = shortage(
        type_supply(gps("12"), replace(asked(), layer=both), Ground.of(both)),
        replace(asked(), layer=both),
    )
    areas = {area.area: area for area in found}
    assert areas["91011"].people == 20_000
    assert areas["91011"].gps == 1
    assert areas["zone"].gps == 0


def test_care_sheet_of_synthetic_lists_names_every_type_in_four_languages():
    layer = postcode_layer()
    sheet = care_sheet(request(layer, ("1000", "1001"), synthetic=True))
    assert all(supply.providers.synthetic for supply in sheet.types)
    assert all(
        set(sheet.names[supply.providers.type]) == {"fr", "nl", "de", "en"}
        for supply in sheet.types
    )
    assert sheet.shortage[0].area == "zone"
    assert (
        care_sheet(request(layer, ("1000",), synthetic=True))
        .types[0]
        .units.equals(care_sheet(request(layer, ("1000",), synthetic=True)).types[0].units)
    )
