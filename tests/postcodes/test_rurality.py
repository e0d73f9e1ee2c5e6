"""Rural units by a definition: densities on SYNTHETIC squares of ten kilometres (100 km2)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from synthetic import grid_layer

from pilotzones.postcodes.layer import UnitLayer
from pilotzones.postcodes.rurality import RuralDefinition, rural_units

OECD = RuralDefinition("oecd-2010", date(2010, 1, 1), "municipality", 150, "OECD 2010")
BY_UNIT = replace(OECD, by="unit")


def layer(people: dict[str, int | None], *, together: tuple[str, ...] = (), **columns) -> UnitLayer:
    """SYNTHETIC row of three units; those in ``together`` are one municipality."""
    found = grid_layer(3, 1, population=people)
    units = found.units.copy()
    units.loc[list(together), "municipality"] = "91001"
    for name, values in columns.items():
        units[name] = values
    return replace(found, units=units)


def flags(found) -> list[bool | None]:
    return [None if pd.isna(flag) else bool(flag) for flag in found.flags]


@pytest.mark.parametrize(("people", "rural"), [(14_999, True), (15_000, False), (15_001, False)])
def test_unit_is_rural_below_the_bound_and_not_at_it(people, rural):
    """15,000 inhabitants on 100 km2 are 150 per km2."""
    found = rural_units(layer(dict.fromkeys(("00", "01", "02"), people)), BY_UNIT)
    assert flags(found) == [rural] * 3
    assert found.density["00"] == pytest.approx(people / 100)
    assert found.definition is BY_UNIT


def test_municipality_is_judged_as_a_whole():
    """Together 00 and 01 have 155 inhabitants per km2, 02 alone has 100."""
    found = layer({"00": 1_000, "01": 30_000, "02": 10_000}, together=("00", "01"))
    assert flags(rural_units(found, OECD)) == [False, False, True]
    assert rural_units(found, OECD).density.tolist() == [155, 155, 100]
    assert flags(rural_units(found, BY_UNIT)) == [True, False, True]


def test_unknown_population_of_one_unit_makes_its_municipality_unknown_never_false():
    found = layer({"00": 1_000, "01": None, "02": 10_000}, together=("00", "01"))
    assert flags(rural_units(found, OECD)) == [None, None, True]
    assert flags(rural_units(found, BY_UNIT)) == [True, None, True]


def test_unit_without_municipality_is_unknown_by_municipality():
    found = layer({"00": 1_000, "01": 1_000, "02": 1_000}, municipality=[None, "91001", "91002"])
    assert flags(rural_units(found, OECD)) == [None, True, True]
    assert flags(rural_units(found, BY_UNIT)) == [True, True, True]


def test_own_flags_of_the_layer_go_before_and_keep_their_gaps():
    found = layer({"00": 1, "01": 1, "02": 1}, rural=pd.array([False, None, True], dtype="boolean"))
    applied = rural_units(found, OECD)
    assert flags(applied) == [False, None, True]
    assert (applied.definition.id, applied.definition.by) == ("own-flag", "flag")
    assert applied.definition.source == "synthetic-grid"


def test_unit_without_ground_has_no_density():
    found = grid_layer(3, 1, no_geometry=["01"])
    assert flags(rural_units(found, BY_UNIT)) == [True, None, True]


def test_definition_without_a_bound_leaves_all_unknown():
    by_flag = replace(OECD, by="flag", density_below=None)
    assert flags(rural_units(layer({"00": 1, "01": 1, "02": 1}), by_flag)) == [None] * 3


def test_order_of_rows_does_not_matter():
    found = layer({"00": 1_000, "01": 30_000, "02": 10_000}, together=("00", "02"))
    turned = replace(found, units=found.units.iloc[::-1])
    assert (
        rural_units(turned, OECD)
        .flags.reindex(found.units.index)
        .equals(rural_units(found, OECD).flags)
    )
