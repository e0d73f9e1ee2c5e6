"""Files that the page writes are read by the program as the same set of units."""

from __future__ import annotations

import csv
import io
import json
import subprocess
from pathlib import Path

import pytest
import shapely
from conftest import ROOT
from shapely.geometry import shape

from pilotzones.findings import Case
from pilotzones.postcodes.layer import UnitLayer
from pilotzones.present.exports import zone_csv, zone_geojson
from pilotzones.words import LANGUAGES
from pilotzones.zones.passport import passport_of
from pilotzones.zones.reading import zone_from_file, zone_from_pasted
from pilotzones.zones.rulesets import read_rule_set
from pilotzones.zones.sheet import zone_sheet
from pilotzones.zones.zone import Zone

NAME = 'Zone « synthétique » "1"'


@pytest.fixture(scope="module")
def codes(belgium: UnitLayer) -> tuple[str, ...]:
    """Every ninth unit, and the exclaves and enclaves of the east and north."""
    return tuple(sorted({*belgium.codes[::9], "3790", "2387", "4850", "4790"} & {*belgium.codes}))


@pytest.fixture(scope="module")
def written(
    node: str, draw_file: Path, codes: tuple[str, ...], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Folder with each file that the page writes of the zone."""
    folder = tmp_path_factory.mktemp("written")
    maps = (ROOT / "maps" / "draw").as_uri()
    script = f"""
        import {{ readFileSync, writeFileSync }} from "node:fs";
        import {{ openLayer }} from "{maps}/layer.js";
        import {{ newRecord }} from "{maps}/record.js";
        import {{ filesOf }} from "{maps}/files.js";
        import {{ passportOf }} from "{maps}/passport.js";
        import {{ setWords }} from "{maps}/words.js";
        const data = JSON.parse(readFileSync({json.dumps(str(draw_file))}, "utf-8"));
        setWords(data.words);
        const layer = openLayer(data);
        const units = {json.dumps(codes)}.map((code) => layer.index.get(code));
        const record = newRecord(layer, {{ zone: {{ name: {json.dumps(NAME)}, units }} }});
        const write = (name, text) => writeFileSync("{folder.as_posix()}/" + name, text);
        for (const lang of ["fr", "nl", "de", "en"]) {{
          write(`zone-${{lang}}.csv`, filesOf("csv", record, layer, {{ lang }}));
        }}
        write("zone.geojson", filesOf("geojson", record, layer, {{ lang: "en" }}));
        write("pilot.toml", filesOf("toml", record, layer, {{ lang: "en" }}));
        write("zone.txt", passportOf(layer, units));
    """
    (folder / "write.mjs").write_text(script, "utf-8")
    subprocess.run([node, str(folder / "write.mjs")], check=True)
    return folder


@pytest.mark.parametrize("name", ["zone-fr.csv", "zone-de.csv", "zone.geojson", "pilot.toml"])
def test_program_reads_the_same_units(name: str, written: Path, belgium: UnitLayer, codes):
    read = zone_from_file(written / name, belgium)
    assert read.zone.codes == codes
    if name in ("pilot.toml",):
        assert read.zone.name == NAME


def test_passport_on_the_sheet_is_that_of_the_program(written: Path, belgium: UnitLayer, codes):
    text = (written / "zone.txt").read_text("utf-8")
    assert text == passport_of(codes, belgium)
    assert zone_from_pasted(text, belgium, name="Synthetic").zone.codes == codes


@pytest.mark.parametrize("lang", LANGUAGES)
def test_table_is_the_same_as_that_of_the_program(
    lang: str, written: Path, belgium: UnitLayer, codes
):
    """Areas and densities may differ in the last digit: the page knows whole square metres."""
    sheet = zone_sheet(Case(Zone(NAME, codes), belgium, read_rule_set()))
    mine = (written / f"zone-{lang}.csv").read_bytes()
    rows, wanted = (
        list(csv.reader(io.StringIO(given.decode("utf-8-sig")), delimiter=";"))
        for given in (mine, zone_csv(sheet, lang))
    )
    assert len(rows) == len(wanted) == len(codes) + 1
    for row, other in zip(rows, wanted, strict=True):
        assert row[:5] + row[7:] == other[:5] + other[7:]
    for row, other in zip(rows[1:], wanted[1:], strict=True):
        for k in (5, 6):
            one, two = (float(cell.replace(",", ".")) for cell in (row[k], other[k]))
            assert one == pytest.approx(two, rel=2e-3, abs=0.011)


def test_map_lies_where_that_of_the_program_lies(written: Path, belgium: UnitLayer, codes):
    """Shapes on the page's grid of ten metres cover the exact ones, but for their finest parts."""
    sheet = zone_sheet(Case(Zone(NAME, codes), belgium, read_rule_set()))
    mine = json.loads((written / "zone.geojson").read_text("utf-8"))
    exact = json.loads(zone_geojson(sheet, "en"))
    assert {k: v for k, v in mine.items() if k != "features"} == {
        k: v for k, v in exact.items() if k != "features"
    }
    for one, other in zip(mine["features"], exact["features"], strict=True):
        assert one["properties"]["code"] == other["properties"]["code"]
        assert one["properties"]["rural"] == other["properties"]["rural"]
        here, there = shape(one["geometry"]), shape(other["geometry"])
        assert shapely.is_valid(here), one["properties"]
        apart = shapely.symmetric_difference(here, there).area
        assert apart < 0.05 * there.area, one["properties"]
