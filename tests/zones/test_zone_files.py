"""The zone as a file of any kind: table, text, map, or another project; and every fault of it."""

from __future__ import annotations

import geopandas as gpd
import openpyxl
import pandas as pd
import pytest
import shapely
from zones.places import CODES, faults_of, ids_of, places, said, square

from pilotzones.postcodes.layer import CRS
from pilotzones.zones.reading import zone_from_file

LAYER = places()


@pytest.fixture
def written(tmp_path):
    """Writes a file and gives its path."""

    def write(content, name="zone.csv", encoding="utf-8"):
        path = tmp_path / name
        path.write_bytes(content.encode(encoding))
        return path

    return write


def read(path, **options):
    found = zone_from_file(path, LAYER, **options)
    said(found.notices)
    return found


def codes(path, **options):
    return read(path, **options).zone.codes


# tables


@pytest.mark.parametrize(
    "heading",
    ["postcode", "Code postal", "CP", "PLZ", "code", "unit", "Postleitzahl", "CODE_POSTAL"],
)
def test_column_of_codes_is_found_by_its_heading(written, heading):
    table = f"Localité;{heading};Habitants\nAubepré;1300;5500\nBierval;1301;5501\n"
    assert codes(written(table)) == ("1300", "1301")


@pytest.mark.parametrize("heading", ["NIS", "refnis", "nis5", "cd_refnis", "Code INS"])
def test_column_of_municipality_codes_stands_for_their_units(written, heading):
    assert codes(written(f"{heading},x\n25091,1\n91030,2\n")) == ("1330", "1331", "1332", "5590")


def test_old_municipality_codes_of_a_table_are_converted_and_said(written):
    found = read(written("nis\n55022\n25050\n"))
    assert found.zone.codes == ("1310", "7100")
    assert [notice.id for notice in found.notices] == ["zone.codes_converted"]


def test_column_of_municipality_names_stands_for_their_units(written):
    path = written("Commune\nRisart\nCinal\n")
    assert codes(path, column="Commune") == ("1330", "1331", "1332", "5590")


def test_column_can_be_named(written):
    path = written("a;b\n1300;5500\n1301;5501\n")
    assert codes(path, column="b") == ("5500", "5501")


def test_only_column_with_known_codes_is_taken_without_a_heading(written):
    assert codes(written("truc;bidule\nx;1300\ny;1301\n")) == ("1300", "1301")


def test_two_columns_with_codes_and_no_usual_heading_are_asked_about(written):
    (fault,) = faults_of(read, written("a;b\n1300;5500\n1301;5501\n"))
    assert fault.id == "table.missing_column"
    assert fault.fields["headings"] == ("a", "b")


def test_column_that_is_not_there_is_told_with_those_that_are(written):
    (fault,) = faults_of(read, written("a;b\n1300;5500\n"), column="c")
    assert (fault.id, fault.fields["headings"]) == ("mapping.no_heading", ("a", "b"))


@pytest.mark.parametrize("text", ["1300\n1301\n", "1300;Aubepré\n1301;Bierval\n"])
def test_list_without_a_heading_loses_no_row(written, text):
    assert codes(written(text)) == ("1300", "1301")


def test_cells_may_hold_ranges_and_the_country(written):
    assert codes(written("postcode\n1300-1310\nB-5500\n")) == ("1300", "1301", "1310", "5500")


def test_table_of_windows_with_accents_is_read(written):
    found = read(written("Code postal;Localité\n1300;Aubepré\n", encoding="cp1252"))
    assert found.notices == ()


def test_name_that_does_not_belong_to_its_code_is_said_with_its_row(written):
    (notice,) = read(written("postcode;gemeente\n1300;Aubepré\n5590;Dinay\n")).notices
    assert (notice.id, notice.row, notice.column) == ("zone.name_differs", 3, "postcode")


def test_workbook_with_numbers_is_read(tmp_path):
    book = openpyxl.Workbook()
    for row in (("Code postal", "Population"), (1300, 12), (1301, 13)):
        book.active.append(row)
    book.save(tmp_path / "zone.xlsx")
    assert codes(tmp_path / "zone.xlsx") == ("1300", "1301")


def test_sheet_of_a_workbook_can_be_named(tmp_path):
    book = openpyxl.Workbook()
    for title, code in (("a", 1300), ("b", 1301)):
        sheet = book.create_sheet(title)
        sheet.append(("postcode",))
        sheet.append((code,))
    book.save(tmp_path / "zone.xlsx")
    assert ids_of(read, tmp_path / "zone.xlsx") == ["table.sheets"]
    assert codes(tmp_path / "zone.xlsx", part="b") == ("1301",)


def test_parquet_table_is_read(tmp_path):
    pd.DataFrame({"postcode": ["1300", "1301"], "n": [1, 2]}).to_parquet(tmp_path / "z.parquet")
    assert codes(tmp_path / "z.parquet") == ("1300", "1301")


def test_zone_is_called_like_its_file_unless_it_is_named(written):
    path = written("postcode\n1300\n", "la-zone.csv")
    assert read(path).zone.name == "la-zone"
    assert read(path, name="Autre").zone.name == "Autre"


def test_unit_that_stands_in_many_rows_of_a_long_table_is_no_double(written):
    assert codes(written("postcode;age\n1300;0-4\n1300;5-9\n1301;0-4\n")) == ("1300", "1301")


@pytest.mark.parametrize(
    "table",
    ["postcode\n1300\n1301\n1300\n", "postcode;age\n1300;0-4\n1301;5-9\n1300;0-4\n"],
)
def test_row_that_stands_twice_is_a_double(written, table):
    (fault,) = faults_of(read, written(table))
    assert (fault.id, fault.row, fault.fields["lines"]) == ("zone.code_twice", 4, ("2", "4"))


def test_locality_names_do_not_hide_a_double(written):
    assert ids_of(read, written("cp;localité\n1300;Aubepré\n1300;Hameau\n")) == ["zone.code_twice"]


def test_zone_of_a_table_of_several_is_taken_by_its_name(written):
    path = written("zone;postcode\nEst;1300\nEst;1301\nOuest;5500\nOuest;9999\n")
    assert codes(path, name="Est") == ("1300", "1301")
    (fault,) = faults_of(read, path, name="Nord")
    assert (fault.id, fault.fields["names"]) == ("zone.several_in_file", ("Est", "Ouest"))
    assert ids_of(read, path) == ["zone.several_in_file.unnamed"]


def test_thirty_faults_of_a_file_are_all_named(written):
    rows = [f"{code};x" for code in CODES]
    planted = {}
    for k in range(30):
        rows.append(
            [f"13O{k % 2};x", f"{9200 + k};x", "1300;x", ";x", f"Atlantis {chr(97 + k)};x"][k % 5]
        )
        planted[len(rows) + 1] = k % 5
    faults = faults_of(read, written("postcode;note\n" + "\n".join(rows) + "\n"))
    told = {fault.row: fault.id for fault in faults}
    expected = {0: "zone.letter_in_code", 1: "zone.unknown_code", 3: "cell.empty"}
    for row, kind in planted.items():
        if kind == 2:
            continue
        assert told[row] == expected.get(kind, "zone.not_understood"), row
    (double,) = [fault for fault in faults if fault.id == "zone.code_twice"]
    doubled = [str(row) for row, kind in planted.items() if kind == 2]
    assert double.fields["lines"] == (str(CODES.index("1300") + 2), *doubled)
    assert [fault.row for fault in faults] == sorted(fault.row for fault in faults)


@pytest.mark.parametrize("name", ["zone.csv", "zone.txt", "zone.xlsx"])
def test_empty_file_is_a_fault(written, name):
    assert ids_of(read, written("", name)) == ["table.empty"]


def test_file_that_is_not_there_is_a_fault(tmp_path):
    assert ids_of(read, tmp_path / "zone.csv") == ["file.missing"]


# texts


def test_text_is_read_as_if_pasted(written):
    path = written(
        "Notre zone :\n• 1300-1310\n• 5590 Cinal\n".replace("Notre zone :\n", ""), "z.txt"
    )
    assert codes(path) == ("1300", "1301", "1310", "5590")


def test_fault_of_a_text_names_file_and_row(written):
    (fault,) = faults_of(read, written("1300\n\n1302\n", "z.txt"))
    assert (fault.id, fault.row) == ("zone.unknown_code", 3)
    assert fault.file.endswith("z.txt")


def test_text_without_codes_has_no_units(written):
    assert ids_of(read, written("\n \n", "z.txt")) == ["zone.no_units"]


# maps


def drawn(path, *shapes, crs=CRS, **columns):
    frame = gpd.GeoDataFrame(columns, geometry=list(shapes), crs=CRS)
    frame.to_crs(crs).to_file(path)
    return path


@pytest.mark.parametrize("name", ["z.geojson", "z.gpkg", "z.shp"])
def test_drawing_takes_the_units_that_lie_in_it(tmp_path, name):
    shape = shapely.union_all([square("1300"), square("1301")])
    found = read(drawn(tmp_path / name, shape, id=[1]))
    assert found.zone.codes == ("1300", "1301")
    assert found.notices == ()


@pytest.mark.parametrize(("share", "inside"), [(0.49, False), (0.5, True), (0.51, True)])
def test_unit_belongs_from_half_of_its_area_on(tmp_path, share, inside):
    shape = shapely.union_all([square("1300"), square("1301", east=share)])
    found = read(drawn(tmp_path / "z.gpkg", shape, id=[1]))
    assert ("1301" in found.zone.codes) == inside
    (notice,) = found.notices
    assert notice.id == ("zone.units_cut_in" if inside else "zone.units_cut_out")
    assert notice.fields["units"] == (f"1301 Bierval ({100 * share:.0f})",)


@pytest.mark.parametrize(("share", "named"), [(0.04, False), (0.06, True)])
def test_sliver_of_a_unit_is_not_worth_a_word(tmp_path, share, named):
    shape = shapely.union_all([square("1300"), square("1301", east=share)])
    found = read(drawn(tmp_path / "z.gpkg", shape, id=[1]))
    assert bool(found.notices) == named


def test_features_of_a_drawing_count_together(tmp_path):
    path = drawn(tmp_path / "z.gpkg", square("1300", east=0.5), square("1300", west=0.5), id=[1, 2])
    assert codes(path) == ("1300",)


def test_drawing_in_degrees_is_brought_to_metres(tmp_path):
    shape = shapely.union_all([square("1300"), square("1301")]).buffer(-20)
    assert codes(drawn(tmp_path / "z.geojson", shape, crs=4326, id=[1])) == ("1300", "1301")


def test_outline_that_crosses_itself_is_read(tmp_path):
    left, right = square("1300").bounds[0], square("1301").bounds[2]
    bow = shapely.Polygon([(left, 0), (right, 1000), (right, 0), (left, 1000)])
    assert codes(drawn(tmp_path / "z.gpkg", bow, id=[1])) == ("1300", "1301")


def test_drawing_beside_the_layer_is_a_fault(tmp_path):
    path = drawn(tmp_path / "z.gpkg", shapely.box(100_000, 100_000, 101_000, 101_000), id=[1])
    assert ids_of(read, path) == ["zone.drawn_nowhere"]


def test_part_of_a_drawing_outside_the_layer_is_said(tmp_path):
    shape = shapely.union_all([square("1000"), shapely.box(-1000, 0, 0, 1000)])
    (notice,) = read(drawn(tmp_path / "z.gpkg", shape, id=[1])).notices
    assert (notice.id, notice.fields["share"]) == ("zone.drawn_outside", pytest.approx(0.5))


def test_map_with_codes_is_read_by_its_codes(tmp_path):
    path = drawn(tmp_path / "z.gpkg", square("5500"), square("5501"), postcode=["1300", "1301"])
    assert codes(path) == ("1300", "1301")


def test_map_whose_codes_are_not_those_of_the_layer_is_read_by_its_shapes(tmp_path):
    path = drawn(tmp_path / "z.gpkg", square("5500"), code=["A1"])
    assert codes(path) == ("5500",)


def test_zone_of_a_map_of_several_is_taken_by_its_name(tmp_path):
    path = drawn(tmp_path / "z.gpkg", square("1300"), square("5500"), zone=["Est", "Ouest"])
    assert codes(path, name="Est") == ("1300",)
    assert ids_of(read, path) == ["zone.several_in_file.unnamed"]


def test_map_without_coordinate_system_is_a_fault(tmp_path):
    frame = gpd.GeoDataFrame({"id": [1]}, geometry=[square("1300")])
    with pytest.warns(UserWarning, match="crs"):
        frame.to_file(tmp_path / "z.gpkg")
    (fault,) = faults_of(read, tmp_path / "z.gpkg")
    assert "crs" in fault.id


# another project


def test_zone_of_another_project_is_read_from_its_file_or_folder(written, tmp_path):
    path = written('[project]\nname = "Voisin"\n[zone]\npostcodes = "1300-1310"\n', "pilot.toml")
    assert read(path).zone.name == "Voisin"
    assert codes(tmp_path) == ("1300", "1301", "1310")


def test_other_project_may_name_its_zone_and_a_file(written):
    written("postcode\n5500\n", "codes.csv")
    path = written('[zone]\nname = "Z"\nfile = "codes.csv"\n', "pilot.toml")
    found = read(path)
    assert (found.zone.name, found.zone.codes) == ("Z", ("5500",))


def test_fault_in_the_text_of_another_project_has_the_row_of_its_file(written):
    path = written('[zone]\npostcodes = """\n1300\n1302\n"""\n', "pilot.toml")
    (fault,) = faults_of(read, path)
    assert (fault.row, fault.column, fault.value) == (4, "zone.postcodes", "1302")


def test_project_whose_zone_is_a_project_is_refused(written):
    path = written('[zone]\nfile = "autre.toml"\n', "pilot.toml")
    assert ids_of(read, path) == ["zone.project_chain"]


def test_project_without_a_zone_is_a_fault(written):
    assert ids_of(read, written('[project]\nname = "x"\n', "pilot.toml")) == [
        "settings.missing_key"
    ]
