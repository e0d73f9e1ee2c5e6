"""Gaps and overlaps: values just below, at and above each threshold, their order and their need."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from resources.synthetic_lists import ZONE
from synthetic import grid_layer
from synthetic_care import care

from pilotzones.resources.gaps import gaps, missing_people
from pilotzones.resources.overlaps import close_together, overlaps
from pilotzones.resources.request import CareRequest
from pilotzones.resources.section import CareSection
from pilotzones.resources.supply import GroupSupply, TypeSupply

REFERENCE = 80.0


def supply_with(
    *, type: str = "gp", distant_m: float | None = 5_000.0, reference: str = "region", **columns
) -> TypeSupply:
    """SYNTHETIC supply: as the reference everywhere, but for the columns of unit 00."""
    base = next(t for t in care().types if t.providers.type == "gp")
    units = base.units.assign(
        count=pd.array([5] * 9, "Int64"), access=REFERENCE, nearest_m=900.0, state="known"
    )
    for name, value in columns.items():
        units.loc["00", name] = value
    groups = {
        id: GroupSupply(id, 90_000, 45, 45.0, 50.0, REFERENCE, 0, 700.0)
        for id in ("zone", "region", "country")
    }
    return TypeSupply(
        providers=replace(base.providers, type=type),
        units=units,
        groups=groups,
        reference=reference,
        bands=base.bands,
        distant_m=distant_m,
    )


def asked(*, population=10_000, codes=ZONE, rural=None, need=None) -> CareRequest:
    section = CareSection(synthetic=True)
    layer = grid_layer(population=population)
    return CareRequest(layer, codes, section, rural=rural or {}, need=need or {})


def gap_of(**columns):
    found = gaps([supply_with(**columns)], asked())
    return found[0] if found else None


@pytest.mark.parametrize(
    ("access", "reason"),
    [
        (0.0, "far_below"),
        (39.99, "far_below"),
        (40.0, "below"),
        (59.99, "below"),
        (60.0, None),
        (60.01, None),
    ],
)
def test_access_is_far_below_half_and_below_three_quarters_of_the_reference(access, reason):
    gap = gap_of(access=access)
    assert (gap.reason if gap else None) == reason
    if gap:
        assert (gap.measure, gap.value, gap.reference_value) == ("access", access, REFERENCE)


def test_none_in_reach_goes_before_any_other_reason():
    gap = gap_of(access=0.0, state="none_in_reach", nearest_m=60_000.0)
    assert (gap.reason, gap.value) == ("none_in_reach", 0.0)


@pytest.mark.parametrize(("metres", "found"), [(4_999.9, False), (5_000.0, False), (5_000.1, True)])
def test_provider_is_distant_beyond_the_bound_of_its_type(metres, found):
    gap = gap_of(nearest_m=metres)
    assert (gap is not None) == found
    if gap:
        assert (gap.reason, gap.measure) == ("distant", "nearest_m")
        assert (gap.value, gap.reference_value) == (metres, 700.0)


def test_distance_is_no_gap_for_care_that_comes_to_the_patient():
    assert not gaps([supply_with(nearest_m=50_000.0, distant_m=None)], asked())


def test_access_below_goes_before_distance():
    assert gap_of(access=50.0, nearest_m=9_000.0).reason == "below"


def test_no_data_is_no_gap():
    assert gap_of(state="no_data", access=np.nan, nearest_m=np.nan) is None


@pytest.mark.parametrize("people", [0, None])
def test_unit_without_known_people_has_no_gap(people):
    assert not gaps([supply_with(access=0.0)], asked(population={"00": people}))


def test_unit_outside_the_zone_has_no_gap():
    assert not gaps([supply_with(access=0.0)], asked(codes=("01", "11")))


def test_service_of_a_whole_zone_has_no_gap():
    assert not gaps([supply_with(access=0.0, type="gp_circle")], asked())


def test_reference_without_access_makes_no_gap():
    supply = supply_with(access=0.0)
    groups = {**supply.groups, "region": replace(supply.groups["region"], access=None)}
    assert not gaps([replace(supply, groups=groups)], asked())


def test_gap_names_its_people_rurality_need_and_reference():
    request = asked(population={"00": 1_234}, rural={"00": True}, need={"00": 1.4})
    (gap,) = gaps([supply_with(access=20.0, reference="country")], request)
    assert (gap.people, gap.rural, gap.need, gap.reference) == (1_234, True, 1.4, "country")
    (bare,) = gaps([supply_with(access=20.0)], asked())
    assert (bare.rural, bare.need) == (None, None)


def test_gaps_are_sorted_by_the_people_whom_the_shortfall_stands_for():
    """00: all of 3,000; 01: half of 8,000; 10: a quarter of 12,000; 11: nearly all of 100."""
    supply = supply_with(access=0.0, state="none_in_reach")
    for code, value in (("01", 39.0), ("10", 59.0), ("11", 1.0)):
        supply.units.loc[code, "access"] = value
    people = {"00": 3_000, "01": 8_000, "10": 12_000, "11": 100}
    found = gaps([supply], asked(population=people))
    assert [gap.unit for gap in found] == ["01", "10", "00", "11"]
    assert missing_people(found[2]) == 3_000
    assert missing_people(found[0]) == pytest.approx(8_000 * (1 - 39 / 80))


def test_missing_people_of_a_distance_are_the_share_that_is_too_far():
    (gap,) = gaps([supply_with(nearest_m=7_000.0)], asked())
    assert missing_people(gap) == pytest.approx(9_000)
    assert missing_people(replace(gap, reference_value=9_000.0)) == 0.0


@pytest.mark.parametrize(
    ("access", "count", "found"),
    [(119.9, 3, False), (120.0, 3, True), (120.1, 3, True), (200.0, 2, False)],
)
def test_overlap_needs_half_again_the_reference_and_several_providers(access, count, found):
    over = overlaps([supply_with(access=access, count=count)], asked())
    assert bool(over) == found
    if over:
        assert (over[0].unit, over[0].count, over[0].reference_value) == ("00", count, REFERENCE)


def test_largest_surplus_comes_first_and_the_zone_only_counts():
    supply = supply_with(access=130.0)
    supply.units.loc["01", "access"] = 400.0
    supply.units.loc["22", "access"] = 900.0
    assert [over.unit for over in overlaps([supply], asked())] == ["01", "00"]


@pytest.mark.parametrize(("apart", "n"), [(300.0, 2), (300.1, 0)])
def test_providers_are_close_together_up_to_three_hundred_metres(apart, n):
    places = pd.DataFrame(
        {
            "unit": ["00", "00", "01"],
            "x": [0.0, apart, 9_000.0],
            "y": 0.0,
            "capacity": 1.0,
            "located": "address",
        }
    )
    providers = replace(supply_with().providers, places=places)
    assert close_together(providers, 300.0).get("00", 0) == n


def test_providers_placed_by_postcode_are_not_called_close():
    places = supply_with().providers.places.assign(located="unit")
    providers = replace(supply_with().providers, places=places)
    assert close_together(providers, 300.0) is None
    supply = replace(supply_with(access=200.0), providers=providers)
    assert overlaps([supply], asked())[0].close is None
