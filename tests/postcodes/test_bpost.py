"""The layout of bpost's "Postal Districts", on a SYNTHETIC layer with its faults."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely
from synthetic_bpost import bpost_layer, write_bpost

from pilotzones.errors import InputError
from pilotzones.postcodes.coverage import is_clean, lines
from pilotzones.postcodes.layer import UnitLayer
from pilotzones.postcodes.open import open_layer
from pilotzones.postcodes.section import UnitsSection
from pilotzones.postcodes.sources import bpost, generic, source_of


@pytest.fixture(scope="module")
def layer(tmp_path_factory) -> UnitLayer:
    path = write_bpost(tmp_path_factory.mktemp("bpost"))
    return open_layer(UnitsSection(file=path))


def notice(layer: UnitLayer, id: str):
    [found] = [notice for notice in layer.coverage.notices if notice.id == id]
    return found


def test_fixture_is_as_faulty_as_the_real_thing(tmp_path):
    info = pyogrio.read_info(write_bpost(tmp_path))
    assert info["geometry_type"] == "Polygon Z"
    assert list(info["fields"]) == [
        "Join_Count", "nouveau_PO", "FREQUENCY", "CP_speciau", "Shape_Leng", "Shape_Area",
    ]  # fmt: skip
    shapes = bpost_layer().geometry.to_numpy()
    assert shapely.is_valid(shapes).sum() == len(shapes) - 1
    assert not shapely.coverage_is_valid(shapes)


@pytest.mark.parametrize(
    "header",
    [
        ["Join_Count", "nouveau_PO", "FREQUENCY", "CP_speciau", "Shape_Leng", "Shape_Area"],
        ["gid", "join_count", "nouveau_po", "frequency", "cp_speciau", "shape_leng", "geometry"],
    ],
)
def test_layout_is_known_by_its_fields_in_any_case(header):
    assert source_of(header) is bpost


@pytest.mark.parametrize("header", [["nouveau_PO", "geometry"], ["postcode"], []])
def test_any_other_layout_is_read_by_the_generic_source(header):
    assert source_of(header) is generic


def test_each_postcode_is_one_unit_and_none_is_lost(layer):
    assert layer.codes == (
        "5510", "5511", "5512", "5520", "5521", "5522", "5530", "5531", "5532", "5599",
    )  # fmt: skip
    assert layer.origin.kind == "postcode"
    assert layer.origin.attribution


def test_features_of_one_postcode_are_merged_and_told(layer):
    told = notice(layer, "units.merged_features")
    assert (told.fields["n"], told.fields["codes"]) == (2, ("5522", "5532"))
    merged = layer.units.geometry
    assert merged["5522"].area == pytest.approx(1e6, rel=0.01)
    assert len(shapely.get_parts(merged["5532"])) == 2


def test_special_code_keeps_its_ground_is_marked_and_told(layer):
    assert notice(layer, "units.special_codes").fields["codes"] == ("5599",)
    assert layer.units.index[layer.units["special"]].tolist() == ["5599"]
    assert layer.units.geometry["5599"].area == pytest.approx(3600)
    graph = layer.contiguity
    pairs = {(layer.codes[a], layer.codes[b]) for a, b in zip(graph.a, graph.b, strict=True)}
    assert [pair for pair in pairs if "5599" in pair] == [("5510", "5599")]


def test_topological_faults_are_repaired_and_reported_with_areas(layer):
    report = layer.coverage
    assert report.repaired
    assert is_clean(layer.units.geometry)
    kinds = {fault.kind for fault in report.faults}
    assert {"invalid", "overlap", "gap"} <= kinds
    assert all(fault.area_m2 > 0 for fault in (*report.of("overlap"), *report.of("gap")))
    assert report.of("invalid")[0].units == ("5530",)
    ids = [line.id for line in lines(report)]
    assert ids[:3] == ["coverage.invalid", "coverage.overlap", "coverage.gap"]
    assert set(ids) >= {"units.merged_features", "units.special_codes"}


def test_neighbours_of_the_grid_are_neighbours_after_the_repair(layer):
    graph = layer.contiguity
    pairs = {(layer.codes[a], layer.codes[b]) for a, b in zip(graph.a, graph.b, strict=True)}
    cells = [code for code in layer.codes if code != "5599"]
    steps = {(a, b): int(b) - int(a) for a in cells for b in cells}
    beside = {(a, b) for (a, b), step in steps.items() if step == 1 and a[2] == b[2]}
    above = {(a, b) for (a, b), step in steps.items() if step == 10}
    assert len(beside | above) == 12
    assert beside | above <= pairs


def test_region_comes_from_the_postcode_and_what_nobody_says_stays_missing(layer):
    assert set(layer.units["region"]) == {"wallonia"}
    assert layer.units["population"].isna().all()
    assert layer.units["municipality"].isna().all()
    assert layer.units["name"].tolist() == list(layer.codes)
    assert notice(layer, "units.population_unknown").fields["n"] == 10


def test_population_comes_from_a_table_of_its_own(tmp_path):
    table = tmp_path / "people.csv"
    table.write_text(
        "code;population\n"
        + "".join(f"55{r}{c};{100 * r + c}\n" for r in (1, 2, 3) for c in range(3))
    )
    found = open_layer(UnitsSection(file=write_bpost(tmp_path), population_file=table))
    assert found.units["population"].dropna().sum() == 3 * 600 + 3 * 3
    assert notice(found, "units.population_unknown").fields["codes"] == ("5599",)


def test_feature_without_postcode_is_a_fault_with_its_number(tmp_path):
    layer = bpost_layer()
    layer.loc[3, "nouveau_PO"] = None
    with pytest.raises(InputError, match=r"cell\.empty") as caught:
        open_layer(UnitsSection(file=write_bpost(tmp_path, layer)))
    [fault] = caught.value.faults
    assert (fault.row, fault.column) == (4, "nouveau_PO")


def test_overlapping_invalid_features_of_one_postcode_are_one_valid_unit(tmp_path):
    """Both features of 5522 are drawn too large, one of them with a crossing outline."""
    layer = bpost_layer()
    rows = np.flatnonzero(layer["nouveau_PO"] == "5522")
    crossing = layer.geometry[layer.index[layer["nouveau_PO"] == "5530"][0]]
    layer.loc[rows[0], "geometry"] = shapely.transform(
        crossing, lambda xy: xy + np.array([2000.0, -1000.0])
    )
    found = open_layer(UnitsSection(file=write_bpost(tmp_path, layer)))
    assert found.units.geometry["5522"].is_valid
    assert ("5522",) in [fault.units for fault in found.coverage.of("invalid")]


def test_special_mark_of_only_one_of_two_features_does_not_make_the_unit_special(tmp_path):
    layer = bpost_layer()
    layer.loc[layer["nouveau_PO"].duplicated(), "CP_speciau"] = 1
    found = open_layer(UnitsSection(file=write_bpost(tmp_path, layer)))
    marked = pd.Series(found.units["special"])
    assert marked.index[marked].tolist() == ["5599"]
