"""One door for every layer: SYNTHETIC files of every layout, and the real ones."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from pilotzones.errors import InputError
from pilotzones.postcodes.open import open_layer
from pilotzones.postcodes.section import UnitsSection, resolved
from pilotzones.postcodes.tables import OPTIONAL, UNITS
from pilotzones.words import LANGUAGES
from pilotzones.words.faults import fault_lines

COLUMNS = [column.name for column in UNITS.columns if column.name not in OPTIONAL]
CODES = ["5500", "5501", "5590", "5580"]


def squares(n: int = 4) -> list[shapely.Polygon]:
    return [shapely.box(190_000 + k * 1000, 110_000, 191_000 + k * 1000, 111_000) for k in range(n)]


def layer_file(path: Path, *, crs: int = 31370, shapes=None, **columns) -> Path:
    """SYNTHETIC row of squares of one kilometre, written in the format of the ending."""
    shapes = shapes or squares(len(next(iter(columns.values()))))
    frame = gpd.GeoDataFrame(columns, geometry=shapes, crs=31370).to_crs(crs)
    frame.to_file(path)
    return path


def opened(path: Path, **keys):
    return open_layer(UnitsSection(file=path, **keys))


def faults_of(path: Path, **keys):
    with pytest.raises(InputError) as caught:
        opened(path, **keys)
    lines = [fault_lines(caught.value.faults, lang) for lang in LANGUAGES]
    assert all(lines)  # every fault has its sentence in every language
    return [(fault.id, fault.row, fault.column, fault.value) for fault in caught.value.faults]


def told(layer):
    return {notice.id: dict(notice.fields) for notice in layer.coverage.notices}


def test_no_section_is_the_embedded_layer():
    layer = open_layer()
    assert layer.origin.id == "be-postcodes"
    assert layer.origin.file is None
    assert layer.origin.code_date == date(2025, 1, 1)
    assert layer.origin.population_date == date(2020, 1, 1)
    assert layer.origin.approximate == ("inner-borders", "inner-populations")
    assert any("National Geographic Institute" in line for line in layer.origin.attribution)
    assert len(layer.codes) >= 1130
    assert layer.units["population"].sum() == 11_492_641
    assert layer.contiguity.links
    assert open_layer(UnitsSection()).codes == layer.codes


@pytest.mark.parametrize("name", ["units.gpkg", "units.shp", "units.geojson"])
def test_layer_of_any_format_has_the_declared_columns(tmp_path, name):
    crs = 4326 if name.endswith("geojson") else 31370
    path = layer_file(tmp_path / name, crs=crs, postcode=CODES, inwoners=[1, 2, 3, 4])
    layer = opened(path)
    assert ["code", *layer.units.columns.drop("geometry")] == COLUMNS
    assert layer.codes == tuple(sorted(CODES))
    assert layer.units["population"].sum() == 10
    assert layer.units.crs.to_epsg() == 31370
    assert (layer.origin.id, layer.origin.kind, layer.origin.file) == (
        "units",
        "postcode",
        str(path),
    )
    assert len(layer.contiguity.a) == 3


def test_columns_of_its_own_names_are_read_as_the_section_says(tmp_path):
    path = layer_file(
        tmp_path / "a.gpkg",
        id=CODES,
        ort=list("ABCD"),
        n=[1, 2, 3, 4],
        gem=["91103"] * 4,
        r=["x"] * 4,
    )
    layer = opened(
        path,
        code="id",
        name="ort",
        population="n",
        municipality="gem",
        population_date=date(2024, 1, 1),
        attribution="© Us",
    )
    assert layer.units.loc["5590", ["name", "population", "municipality"]].tolist() == [
        "C",
        3,
        "91103",
    ]
    assert layer.origin.population_date == date(2024, 1, 1)
    assert layer.origin.attribution == ("© Us",)


def test_codes_that_are_numbers_become_texts(tmp_path):
    layer = opened(layer_file(tmp_path / "a.gpkg", postcode=[5500, 5501, 5590, 5580]))
    assert layer.codes == tuple(sorted(CODES))


def test_everything_missing_is_filled_only_where_the_codes_tell(tmp_path):
    layer = opened(
        layer_file(
            tmp_path / "a.gpkg",
            nis5=["21004", "63023", "11002", "25112"],
            name_de=[None, "Eupen", None, None],
        )
    )
    units = layer.units
    assert layer.origin.kind == "municipality"
    assert units["municipality"].tolist() == list(layer.codes)
    assert units["region"].to_dict() == {
        "11002": "flanders",
        "21004": "brussels",
        "25112": "wallonia",
        "63023": "wallonia",
    }
    assert units["german_speaking"].tolist() == [False, False, False, True]
    assert units["province_nl"].fillna("").tolist() == ["Antwerpen", "", "Waals-Brabant", "Luik"]
    assert units["name"].to_dict()["63023"] == "Eupen"
    assert units["name"].to_dict()["11002"] == "11002"
    assert units["population"].isna().all()
    assert told(layer)["units.population_unknown"]["n"] == 4


def test_name_is_that_of_the_region_and_both_in_brussels(tmp_path):
    layer = opened(
        layer_file(
            tmp_path / "a.gpkg",
            nis5=["21004", "63023", "11002", "62063"],
            name_fr=["Bruxelles", "Eupen", "Anvers", "Liège"],
            name_nl=["Brussel", "Eupen", "Antwerpen", "Luik"],
        )
    )
    assert layer.units["name"].tolist() == ["Antwerpen", "Bruxelles / Brussel", "Liège", "Eupen"]


def test_statistical_sectors_take_their_municipality_from_their_code(tmp_path):
    layer = opened(layer_file(tmp_path / "a.gpkg", cd_sector=["21004A00-", "91103B1PQ"]))
    assert layer.origin.kind == "sector"
    assert layer.units["municipality"].tolist() == ["21004", "91103"]


@pytest.mark.parametrize(
    ("given", "region"),
    [
        ("02000", "flanders"),
        ("Vlaams Gewest", "flanders"),
        ("REGION WALLONNE", "wallonia"),
        ("Kempen", None),
        ("brussels", "brussels"),
    ],
)
def test_region_is_understood_by_code_and_name(tmp_path, given, region):
    path = layer_file(tmp_path / "a.gpkg", code=["A", "B"], region=[given, None])
    if region is None:
        assert faults_of(path) == [("cell.not_allowed", 1, "region", given)]
    else:
        assert opened(path).units["region"].iloc[0] == region


def test_own_column_of_the_region_is_understood_too(tmp_path):
    path = layer_file(tmp_path / "a.gpkg", code=["A", "B"], gew=["Waals Gewest", "04000"])
    assert opened(path, region="gew").units["region"].tolist() == ["wallonia", "brussels"]


def test_population_of_one_year_is_found_by_its_heading(tmp_path):
    path = layer_file(tmp_path / "a.gpkg", postcode=CODES, population_2020=[1, 2, 3, 4])
    assert opened(path).units["population"].sum() == 10


def test_populations_of_several_years_have_to_be_chosen_from(tmp_path):
    path = layer_file(
        tmp_path / "a.gpkg", postcode=CODES, pop_2020=[1, 2, 3, 4], pop_2021=[2, 3, 4, 5]
    )
    assert [fault[0] for fault in faults_of(path)] == ["units.several_populations"]
    assert opened(path, population="pop_2021").units["population"].sum() == 14


def test_own_rural_flags_are_kept(tmp_path):
    path = layer_file(tmp_path / "a.gpkg", postcode=CODES, rural=["yes", "no", None, "yes"])
    assert opened(path).units["rural"].fillna(False).tolist() == [True, False, True, False]


def test_two_units_with_one_code_are_named_with_their_features(tmp_path):
    path = layer_file(tmp_path / "a.gpkg", postcode=["5500", "5501", "5500", "5500"])
    assert faults_of(path) == [
        ("units.duplicate_code", 3, "code", "5500"),
        ("units.duplicate_code", 4, "code", "5500"),
    ]


def test_all_faults_of_the_attributes_are_told_at_once(tmp_path):
    path = layer_file(
        tmp_path / "a.gpkg",
        postcode=["5500", "55O1", None, "5580"],
        population=["12", "12,5", "-3", "abc"],
    )
    assert sorted(faults_of(path), key=str) == [
        ("cell.empty", 3, "postcode", None),
        ("cell.letter_o", 2, "postcode", "55O1"),
        ("cell.negative", 3, "population", "-3"),
        ("cell.not_integer", 4, "population", "abc"),
        ("cell.not_whole", 2, "population", "12,5"),
    ]


def test_missing_column_is_told_without_a_row(tmp_path):
    path = layer_file(tmp_path / "a.gpkg", something=["a", "b"])
    assert faults_of(path) == [("table.missing_column", None, "code", None)]
    [(id, row, _, _)] = faults_of(path, code="postcde")
    assert (id, row) == ("mapping.no_heading", None)


def test_units_without_anything_in_common_with_the_section_are_faults_of_the_section():
    with pytest.raises(InputError) as caught:
        open_layer(UnitsSection(population="pop", layer="units"))
    assert [(fault.id, fault.column) for fault in caught.value.faults] == [
        ("units.key_without_file", "layer"),
        ("units.key_without_file", "population"),
    ]


def table(path: Path, *rows: str) -> Path:
    path.write_text("\n".join(["code;population", *rows]) + "\n", "utf-8")
    return path


def test_population_table_goes_before_the_column_and_leftovers_are_told(tmp_path):
    path = layer_file(tmp_path / "a.gpkg", postcode=CODES, population=[1, 1, 1, 1])
    people = table(tmp_path / "p.csv", "5500;10", "5501;20", "5590;30", "6000;7", "6001;8")
    layer = opened(path, population_file=people)
    assert layer.units["population"].fillna(-1).tolist() == [10, 20, -1, 30]
    assert told(layer) == {
        "units.population_elsewhere": {"n": 2, "codes": ("6000", "6001"), "population": 15},
        "units.population_unknown": {"n": 1, "codes": ("5580",)},
    }


def test_population_table_of_other_codes_altogether_is_a_fault(tmp_path):
    path = layer_file(tmp_path / "a.gpkg", postcode=CODES)
    people = table(tmp_path / "p.csv", "91103;10")
    assert [fault[0] for fault in faults_of(path, population_file=people)] == [
        "units.no_code_in_common"
    ]


def test_population_table_of_other_municipality_codes_is_a_fault(tmp_path):
    """Puurs-Sint-Amands (2019) beside Puurs, one of its two parts."""
    path = layer_file(tmp_path / "a.gpkg", nis5=["12041", "11007"])
    people = table(tmp_path / "p.csv", "12030;10", "11007;5")
    [(id, *_)] = faults_of(path, population_file=people)
    assert id in ("codes.other_date", "codes.mixed")


def test_population_table_of_another_date_is_converted_where_its_date_is_stated(tmp_path):
    path = layer_file(tmp_path / "a.gpkg", nis5=["12041", "11007"])
    people = table(tmp_path / "p.csv", "12030;10", "12034;7", "11007;5")
    layer = opened(path, population_file=people, population_code_date=date(2018, 1, 1))
    assert layer.units["population"].to_dict() == {"11007": 5, "12041": 17}


def test_population_table_also_serves_the_embedded_layer(tmp_path):
    people = table(tmp_path / "p.csv", "5500;10", "5501;20")
    layer = open_layer(UnitsSection(population_file=people, population_date=date(2024, 1, 1)))
    assert layer.units["population"].sum() == 30
    assert layer.origin.population_date == date(2024, 1, 1)
    assert layer.origin.approximate == ("inner-borders",)


@pytest.mark.parametrize(
    ("codes", "found"),
    [
        (["12041", "11007"], date(2020, 1, 1)),  # Puurs-Sint-Amands beside Borsbeek
        (["12030", "11007"], date(2018, 1, 1)),  # Puurs
        (["21004", "91103"], date(2025, 1, 1)),  # the same at every date
        (["11002", "21004"], None),  # Antwerp with or without Borsbeek
        (["X1", "X2"], None),
    ],
)
def test_date_of_the_municipality_codes_is_found_where_they_tell_it(tmp_path, codes, found):
    path = layer_file(tmp_path / "a.gpkg", code=["A", "B"], municipality=codes)
    assert opened(path).origin.code_date == found


def test_stated_date_of_the_codes_is_held_against_them(tmp_path):
    path = layer_file(tmp_path / "a.gpkg", code=["A", "B"], municipality=["11002", "12041"])
    assert opened(path, code_date=date(2020, 1, 1)).origin.code_date == date(2020, 1, 1)
    [(id, _, column, _)] = faults_of(path, code_date=date(2018, 1, 1))
    assert (id, column) == ("codes.other_date", "municipality")


def test_layer_that_mixes_codes_of_two_dates_is_a_fault(tmp_path):
    path = layer_file(
        tmp_path / "a.gpkg", code=["A", "B", "C"], municipality=["12030", "46030", "11004"]
    )
    assert {fault[0] for fault in faults_of(path)} == {"codes.mixed"}


def test_unknown_municipality_code_is_named(tmp_path):
    path = layer_file(tmp_path / "a.gpkg", code=["A", "B"], municipality=["12041", "12042"])
    assert [(id, value) for id, _, _, value in faults_of(path)] == [("codes.unknown", "12042")]


def test_links_file_is_read_against_the_layer(tmp_path):
    shapes = [*squares(1), shapely.box(195_000, 110_000, 196_000, 111_000)]
    path = layer_file(tmp_path / "a.gpkg", shapes=shapes, postcode=["5500", "5501"])
    links = tmp_path / "links.csv"
    links.write_text("code_a,code_b,kind\n5500,5501,river\n", "utf-8")
    [link] = opened(path, links=links).contiguity.links
    assert (link.a, link.b, link.kind) == ("5500", "5501", "river")
    assert opened(path).contiguity.links == ()


def test_faults_of_the_borders_are_repaired_and_reported(tmp_path):
    shapes = squares(2)
    shapes[0] = shapes[0].buffer(1, join_style="mitre")
    layer = opened(layer_file(tmp_path / "a.gpkg", shapes=shapes, postcode=["5500", "5501"]))
    assert layer.coverage.repaired
    assert layer.coverage.of("overlap")[0].area_m2 == pytest.approx(1000)
    assert len(layer.contiguity.a) == 1


def test_identical_units_are_a_fault_of_the_file(tmp_path):
    path = layer_file(tmp_path / "a.gpkg", shapes=squares(1) * 2, postcode=["5500", "5501"])
    assert [fault[0] for fault in faults_of(path)] == ["coverage.vanished"]


def test_order_of_features_does_not_matter(tmp_path):
    shapes = squares(4)
    one = layer_file(tmp_path / "a.gpkg", shapes=shapes, postcode=CODES, population=[1, 2, 3, 4])
    two = layer_file(
        tmp_path / "b.gpkg", shapes=shapes[::-1], postcode=CODES[::-1], population=[4, 3, 2, 1]
    )
    first, second = opened(one), opened(two)
    pd.testing.assert_frame_equal(pd.DataFrame(first.units), pd.DataFrame(second.units))
    assert first.contiguity.a.tolist() == second.contiguity.a.tolist()


def test_paths_of_a_section_start_from_the_folder_of_the_project():
    section = UnitsSection(file=Path("map.gpkg"), links=Path("/data/links.csv"))
    found = resolved(section, Path("pilot"))
    assert (found.file, found.links) == (Path("pilot/map.gpkg"), Path("/data/links.csv"))
    assert found.population_file is None
    assert section.file == Path("map.gpkg")


@pytest.mark.real_data
def test_shared_layer_is_read_as_it_comes(shared_data):
    layer = opened(shared_data / "postcodes_be.gpkg")
    units = layer.units
    assert ["code", *units.columns.drop("geometry")] == COLUMNS
    assert (layer.origin.kind, layer.origin.code_date) == ("postcode", date(2020, 1, 1))
    assert units["population"].sum() == 11_492_641
    assert units[["region", "municipality", "name", "german_speaking"]].notna().all(axis=None)
    assert units.groupby("region")["population"].sum().to_dict() == {
        "brussels": 1_218_255,
        "flanders": 6_629_143,
        "wallonia": 3_645_243,
    }
    assert (units["province"].isna() == (units["region"] == "brussels")).all()


@pytest.mark.real_data
def test_municipalities_are_read_as_they_come(shared_data):
    layer = opened(shared_data / "municipalities_be_2020.gpkg")
    assert (layer.origin.kind, layer.origin.code_date) == ("municipality", date(2020, 1, 1))
    assert layer.units["population"].sum() == 11_492_641
    assert layer.units["municipality"].tolist() == list(layer.codes)
    assert layer.units["region"].value_counts().to_dict() == {
        "flanders": 300,
        "wallonia": 262,
        "brussels": 19,
    }


@pytest.mark.real_data
def test_region_told_by_the_code_is_that_of_the_shared_layer(shared_data, tmp_path):
    given = opened(shared_data / "postcodes_be.gpkg").units
    bare = given.reset_index()[["code", "geometry"]]
    bare.to_file(tmp_path / "bare.gpkg")
    told_by_code = opened(tmp_path / "bare.gpkg", kind="postcode").units
    assert told_by_code["region"].equals(given["region"])
    assert told_by_code["german_speaking"].equals(given["german_speaking"])
