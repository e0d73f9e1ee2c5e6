"""Flows of care: tables with their faults, a Huff model with its closed form, what stays inside."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from synthetic import grid_layer
from zones.places import faults_of, ids_of, places

from pilotzones.zones import flows as module
from pilotzones.zones.flows import Flows, flows_from_table, huff, kept_shares, self_containment
from pilotzones.zones.shape import measure_zones
from pilotzones.zones.zone import Zone

LAYER = places()
GRID = grid_layer(population={"00": 3_000, "01": 1_000, "02": 500})
A, B, C = (5_000.0, 5_000.0), (15_000.0, 5_000.0), (25_000.0, 5_000.0)
"""Centroids of 00, 01 and 02."""


def table(tmp_path, text):
    path = tmp_path / "flows.csv"
    path.write_text(text, "utf-8")
    return path


def read(tmp_path, text) -> Flows:
    return flows_from_table(table(tmp_path, text), LAYER)


def zone(*codes) -> Zone:
    return Zone.of("Z", list(codes))


@pytest.mark.parametrize(
    "header",
    [
        "origin;destination;volume",
        "Domicile;Lieu de soins;Nombre de contacts",
        "Herkomst;Bestemming;Aantal",
        "Wohnort;Behandlungsort;Anzahl",
    ],
)
def test_headings_of_four_languages_are_known(tmp_path, header):
    found = read(tmp_path, f"{header}\n1000;1000;30\n1000;1020;10\n1020;;5\n")
    assert found.from_ == ("1000", "1000", "1020")
    assert found.to == ("1000", "1020", None)
    assert found.volume.tolist() == [30, 10, 5]
    assert found.source == "table"


def test_all_faults_of_a_table_are_told_at_once(tmp_path):
    text = "origin;destination;volume\n1000;1021;10\n1000;1020;-1\n9999;1000;many\n1000;1300;\n"
    faults = faults_of(flows_from_table, table(tmp_path, text), LAYER)
    assert [(f.row, f.id) for f in faults] == [
        (2, "flows.unknown_unit"),
        (3, "cell.negative"),
        (4, "cell.not_decimal"),
        (4, "flows.unknown_unit"),
        (5, "cell.empty"),
    ]
    assert faults[0].fields["near"][0] == "1020"


def test_unknown_code_is_told_once_for_each_column(tmp_path):
    text = "origin;destination;volume\n1021;1000;1\n1021;1020;1\n1000;1021;1\n"
    faults = faults_of(flows_from_table, table(tmp_path, text), LAYER)
    assert [(f.row, f.column) for f in faults] == [(2, "origin"), (4, "destination")]


def test_code_with_nothing_near_is_told_all_the_same(tmp_path):
    text = "origin;destination;volume\nXQZW;1000;1\n"
    assert ids_of(flows_from_table, table(tmp_path, text), LAYER) == ["flows.unknown_unit.alone"]


def test_table_of_other_units_is_one_fault(tmp_path):
    text = "origin;destination;volume\n" + "".join(f"7{k:03};7{k:03};1\n" for k in range(300, 400))
    (fault,) = faults_of(flows_from_table, table(tmp_path, text), LAYER)
    assert fault.id == "flows.no_code_in_common"


def test_pair_that_stands_twice_is_refused(tmp_path):
    text = "origin;destination;volume\n1000;1020;1\n1000;1020;2\n"
    assert ids_of(flows_from_table, table(tmp_path, text), LAYER) == ["table.doubled_key"]


def test_missing_column_is_told(tmp_path):
    assert ids_of(flows_from_table, table(tmp_path, "origin;volume\n1000;1\n"), LAYER) == [
        "table.missing_column"
    ]


def test_self_containment_counts_care_outside_the_layer_as_leaving(tmp_path):
    found = read(
        tmp_path, "origin;destination;volume\n1000;1000;30\n1000;1300;10\n1020;1000;5\n1020;;5\n"
    )
    assert self_containment(zone("1000"), LAYER, found) == pytest.approx(30 / 40)
    assert self_containment(zone("1000", "1020"), LAYER, found) == pytest.approx(35 / 50)
    assert self_containment(zone("1020"), LAYER, found) == 0


def test_zone_from_which_nothing_flows_has_no_self_containment(tmp_path):
    found = read(tmp_path, "origin;destination;volume\n1000;1000;30\n")
    assert self_containment(zone("1300"), LAYER, found) is None
    assert self_containment(zone("1000", "0000"), LAYER, found) is None


@given(st.data())
def test_staying_volume_is_counted_flow_by_flow(data):
    codes = list(GRID.codes)
    pair = st.tuples(st.sampled_from(codes), st.sampled_from([*codes, None]), st.integers(0, 50))
    drawn = data.draw(st.lists(pair, min_size=1, max_size=20))
    choices = data.draw(st.lists(st.sets(st.sampled_from(codes)), min_size=1, max_size=4))
    origins, ends, volume = zip(*drawn, strict=True)
    found = Flows(origins, ends, np.array(volume, float), "table")
    inside = np.array([GRID.mask(chosen) for chosen in choices])
    for chosen, share in zip(choices, kept_shares(inside, GRID, found), strict=True):
        leaving = sum(v for o, _, v in drawn if o in chosen)
        staying = sum(v for o, e, v in drawn if o in chosen and e in chosen)
        assert share == pytest.approx(staying / leaving) if leaving else np.isnan(share)


def test_huff_shares_follow_capacity_and_distance_by_the_closed_form():
    found = huff(GRID, np.array([A, B]), np.array([2.0, 3.0]), decay_km=10, reach_km=15)
    near, far = 2.0, 3.0 * np.exp(-1)
    volume = dict(zip(zip(found.from_, found.to, strict=True), found.volume, strict=True))
    assert volume["00", "00"] == pytest.approx(3_000 * near / (near + far))
    assert volume["00", "01"] == pytest.approx(3_000 * far / (near + far))
    assert found.stated == {"decay_km": 10, "reach_km": 15}
    share = self_containment(zone("00"), GRID, found)
    assert share == pytest.approx(near / (near + far))


def test_huff_with_a_power_halves_by_its_own_form():
    found = huff(GRID, np.array([A, B]), np.ones(2), decay_km=10, reach_km=15, power=2)
    share = self_containment(zone("00"), GRID, found)
    assert share == pytest.approx(1 / (1 + 2.0**-2))
    assert found.stated["power"] == 2


def test_provider_at_the_reach_counts_and_one_beyond_it_does_not():
    at = huff(GRID, np.array([B]), np.ones(1), decay_km=10, reach_km=10)
    assert {"00", "02"} <= set(at.from_)
    below = huff(GRID, np.array([B]), np.ones(1), decay_km=10, reach_km=9.99)
    assert set(below.from_) == {"01"}
    assert set(below.unserved) == set(GRID.codes) - {"01"}


def test_provider_on_a_border_counts_for_the_first_unit_by_code():
    found = huff(GRID, np.array([(10_000.0, 5_000.0)]), np.ones(1), decay_km=10, reach_km=50)
    assert set(found.to) == {"00"}


def test_unit_with_unknown_people_has_no_flow_and_makes_a_zone_unknown():
    layer = grid_layer(population={"00": None})
    found = huff(layer, np.array([A]), np.ones(1), decay_km=10, reach_km=50)
    assert found.unknown == ("00",)
    assert "00" not in {*found.from_, *found.unserved}
    assert self_containment(zone("00", "01"), layer, found) is None


def test_unit_without_inhabitants_is_not_unserved():
    layer = grid_layer(population={"22": 0})
    found = huff(layer, np.array([A]), np.ones(1), decay_km=10, reach_km=1)
    assert "22" not in found.unserved


def test_provider_outside_the_layer_draws_people_out_of_every_zone():
    found = huff(GRID, np.array([A, (-5_000.0, 5_000.0)]), np.ones(2), decay_km=10, reach_km=10)
    assert None in found.to
    assert self_containment(Zone.of("All", list(GRID.codes)), GRID, found) < 1


points = st.tuples(st.floats(0, 29_999), st.floats(0, 29_999))


@given(
    st.lists(st.tuples(points, st.floats(0.1, 100)), min_size=1, max_size=6),
    st.floats(1, 40),
    st.sampled_from([None, 0.5, 2.0]),
)
def test_huff_keeps_the_people_of_every_unit_that_is_served(supply, reach, power):
    xy, capacity = np.array([p for p, _ in supply]), np.array([c for _, c in supply])
    options = {"decay_km": 8.0, "reach_km": reach, "power": power}
    found = huff(GRID, xy, capacity, **options)
    for code, people in zip(GRID.codes, GRID.people, strict=True):
        sent = sum(v for o, v in zip(found.from_, found.volume, strict=True) if o == code)
        assert sent == pytest.approx(0 if code in found.unserved else people)
    twice = huff(GRID, xy, capacity * 2, **options)
    assert twice.volume == pytest.approx(found.volume)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_AT_ONCE", 1)
        parts = huff(GRID, xy, capacity, **options)
    assert (parts.from_, parts.to) == (found.from_, found.to)
    assert parts.volume == pytest.approx(found.volume)


def test_whole_layer_keeps_all_and_the_table_of_measures_says_the_same():
    found = huff(GRID, np.array([A, B, C]), np.ones(3), decay_km=5, reach_km=50)
    zones = [Zone.of("All", list(GRID.codes)), zone("00", "01"), Zone.of("Odd", ["00", "99"])]
    rows = measure_zones(GRID, zones, flows=found)["self_containment"]
    assert rows["All"] == pytest.approx(1)
    assert rows["Z"] == pytest.approx(self_containment(zones[1], GRID, found))
    assert np.isnan(rows["Odd"])


def test_huff_without_anybody_to_send_is_empty():
    layer = replace(GRID, units=GRID.units.assign(population=0))
    found = huff(layer, np.array([A]), np.ones(1), decay_km=5, reach_km=50)
    assert (found.from_, found.unserved) == ((), ())


def test_every_parameter_that_cannot_be_is_told_at_once():
    ids = ids_of(
        huff, GRID, np.array([A]), np.array([-1.0]), decay_km=0, reach_km=float("nan"), power=-1
    )
    assert ids == ["flows.huff_parameter"] * 3 + ["flows.huff_capacity"]
    nobody = ids_of(huff, GRID, np.array([A]), np.zeros(1), decay_km=1, reach_km=1)
    assert nobody == ["flows.huff_no_provider"]
