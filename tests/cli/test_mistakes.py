"""One mistake of each kind: exit code, place, what to do, in each language; never a traceback."""

from __future__ import annotations

import warnings

import geopandas as gpd
import openpyxl
import pytest
import shapely
from synthetic import grid_layer


def project(folder, zone='postcodes = "5500"', more=""):
    path = folder / "pilot.toml"
    path.write_text(
        f'[project]\nname = "P"\nlanguage = "fr"\n\n[zone]\n{zone}\n\n{more}\n', "utf-8"
    )
    return path


def layer_file(folder, change):
    """SYNTHETIC grid as a GeoPackage, after ``change``."""
    frame = change(grid_layer().units.reset_index())
    path = folder / "units.gpkg"
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "'crs' was not provided")  # the mistake that is wanted
        frame.to_file(path, layer="units", driver="GPKG")
    return path


def without_crs(frame):
    return gpd.GeoDataFrame(frame.drop(columns="geometry"), geometry=frame.geometry.to_numpy())


def degrees_called_metres(frame):
    return frame.to_crs(4326).set_crs(31370, allow_override=True)


def same_code(frame):
    return frame.assign(code=["1000", "1000", *frame["code"][2:]])


def no_people(frame):
    return frame.drop(columns="population")


def check_units(path, *more):
    return ("zone", "check", "--postcodes", "00, 01", "--units", path, *more)


# what is typed, what the message has to name
MISTAKES = {
    "no zone": (lambda d: ("zone", "check"), ["--postcodes"]),
    "unknown option": (lambda d: ("zone", "check", "--postcode", "5500"), ["--postcodes"]),
    "unknown command": (lambda d: ("zonne",), ["round"]),
    "unknown rule set": (
        lambda d: ("zone", "check", "--postcodes", "5500", "--rules", "guide"),
        ["guide-2016"],
    ),
    "postcode that does not exist": (
        lambda d: ("zone", "check", "--postcodes", "5500, 5591"),
        ["5591", "5590"],
    ),
    "letter O for zero": (
        lambda d: ("zone", "check", "--postcodes", "55O0"),
        ["55O0", "5500"],
    ),
    "doubled code": (lambda d: ("zone", "check", "--postcodes", "5500, 5500"), ["5500"]),
    "no units": (lambda d: ("zone", "check", "--postcodes", " "), []),
    "not understood": (
        lambda d: ("zone", "check", "--postcodes", "5500, Atlantis"),
        ["Atlantis"],
    ),
    "file that is not there": (
        lambda d: ("zone", "check", "--file", d / "zone.csv"),
        ["zone.csv"],
    ),
    "empty file": (lambda d: ("zone", "check", "--file", written(d, "")), ["zone.csv"]),
    "wrong code in a file": (
        lambda d: ("zone", "check", "--file", written(d, "postcode\n5500\n5591\n55O1\n")),
        ["zone.csv", "3", "5591", "4", "55O1"],
    ),
    "no column of codes": (
        lambda d: ("zone", "check", "--file", written(d, "a,b\nx,y\nz,w\n")),
        ["zone.csv"],
    ),
    "xlsx called csv": (lambda d: ("zone", "check", "--file", workbook(d)), []),
    "unknown key": (
        lambda d: ("zone", "check", project(d, more="[rule]\nset = 'elz'")),
        ["pilot.toml", "rule", "rules"],
    ),
    "wrong type": (
        lambda d: ("zone", "check", project(d, more="[facts]\npartner_count = 'many'")),
        ["partner_count", "many"],
    ),
    "not TOML": (lambda d: ("zone", "check", project(d, zone="postcodes = 55 00")), ["6"]),
    "layer without CRS": (
        lambda d: check_units(layer_file(d, without_crs)),
        ["units.gpkg"],
    ),
    "degrees called metres": (
        lambda d: check_units(layer_file(d, degrees_called_metres)),
        ["units.gpkg"],
    ),
    "two units with one code": (lambda d: check_units(layer_file(d, same_code)), ["1000"]),
    "missing column": (
        lambda d: check_units(layer_file(d, no_people), "--population-column", "people"),
        ["people"],
    ),
    "no layer there": (lambda d: check_units(d / "none.gpkg"), ["none.gpkg"]),
}


def written(folder, content):
    path = folder / "zone.csv"
    path.write_text(content, "utf-8")
    return path


def workbook(folder):
    path = folder / "zone.csv"
    book = openpyxl.Workbook()
    book.active.append(["code postal"])
    book.active.append(["55O0"])
    book.save(path)
    return path


@pytest.mark.parametrize("lang", ["fr", "nl", "de", "en"])
@pytest.mark.parametrize("name", MISTAKES)
def test_mistake_gets_a_clear_message(pilotzones, tmp_path, name, lang):
    arguments, named = MISTAKES[name]
    done = pilotzones(*arguments(tmp_path), lang=lang)
    assert done.code == 2, (done.out, done.err)
    assert done.out == ""
    assert done.err.strip()
    assert all(word in done.err for word in named), done.err
    assert "Traceback" not in done.err
    assert "{" not in done.err


def test_shapes_of_the_synthetic_grid_are_valid():
    """The grid behind the mistakes is no mistake itself."""
    assert shapely.coverage_is_valid(grid_layer().units.geometry.to_numpy())


def test_output_folder_of_others_is_left_alone(pilotzones, tmp_path):
    (tmp_path / "letters.txt").write_text("mine", "utf-8")
    done = pilotzones("zone", "check", "--postcodes", "5500", "--out", tmp_path)
    assert done.code == 2
    assert "letters.txt" in done.err
    assert [p.name for p in tmp_path.iterdir()] == ["letters.txt"]


def test_output_folder_that_cannot_be_written_is_told(pilotzones, tmp_path):
    (tmp_path / "file").write_text("", "utf-8")
    done = pilotzones("zone", "check", "--postcodes", "5500", "--out", tmp_path / "file" / "out")
    assert done.code == 2
    assert "out" in done.err
