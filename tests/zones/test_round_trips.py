"""What the program writes of a zone gives the identical units when it is read back."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from synthetic import grid_layer

from pilotzones.findings import Case
from pilotzones.postcodes.layer import Origin, UnitLayer, make_layer
from pilotzones.postcodes.open import open_layer
from pilotzones.present.exports import zone_csv, zone_geojson
from pilotzones.present.maps.geopackage import zone_geopackage
from pilotzones.present.workbook.companion import companion
from pilotzones.zones.passport import passport_of
from pilotzones.zones.reading import ZoneRead, zone_from_file, zone_from_pasted
from pilotzones.zones.rulesets import read_rule_set
from pilotzones.zones.sheet import zone_sheet
from pilotzones.zones.zone import Zone

NAME = "Zone d’essai ; « = »"


def sectors() -> UnitLayer:
    """SYNTHETIC grid whose codes look like those of statistical sectors, with their hyphens."""
    units = grid_layer(6, 6).units.reset_index()
    units["code"] = [f"2100{c[0]}{'ABCDEF'[int(c[1])]}0{c[1]}-" for c in units["code"]]
    return make_layer(units, Origin("synthetic-sectors", kind="sector"))


LAYERS = {"postcodes": open_layer(), "grid": grid_layer(6, 6), "sectors": sectors()}


def written(zone: Zone, layer: UnitLayer, format: str, lang: str) -> bytes:
    """The zone in one format, as the program writes it."""
    case = Case(zone, layer, read_rule_set())
    match format:
        case "xlsx":
            return companion(case, lang)
        case "toml":
            codes = ", ".join(f'"{code}"' for code in zone.codes)
            project = f'[project]\nname = "{NAME}"\nlanguage = "{lang}"\n'
            return f"{project}\n[zone]\npostcodes = [{codes}]\n".encode()
        case "txt":
            return passport_of(zone.codes, layer).encode()
    make = {"csv": zone_csv, "geojson": zone_geojson, "gpkg": zone_geopackage}[format]
    return make(zone_sheet(case), lang)


def read_back(content: bytes, format: str, layer: UnitLayer) -> ZoneRead:
    if format == "txt":
        return zone_from_pasted(content.decode(), layer, name=NAME)
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"zone.{format}"
        path.write_bytes(content)
        return zone_from_file(path, layer)


LANGUAGES_OF = ["fr", "nl", "de", "en", "fr", "nl"]
FORMATS = ["csv", "geojson", "gpkg", "xlsx", "toml", "txt"]


def comes_back(layer: UnitLayer, format: str, seed: int, lang: str) -> None:
    chance = np.random.default_rng(seed)
    size = int(chance.integers(1, min(len(layer.codes), 60)))
    codes = sorted(chance.choice(layer.codes, size, replace=False).tolist())
    back = read_back(written(Zone(NAME, tuple(codes)), layer, format, lang), format, layer)
    assert back.zone.codes == tuple(codes)
    assert [notice.id for notice in back.notices] == []


@pytest.mark.parametrize("format", FORMATS)
@settings(max_examples=3, phases=[Phase.explicit, Phase.generate])
@given(
    name=st.sampled_from(["grid", "sectors"]),
    seed=st.integers(0, 2**32 - 1),
    lang=st.sampled_from(["fr", "nl", "de", "en"]),
)
def test_any_zone_comes_back_as_it_was(format, name, seed, lang):
    comes_back(LAYERS[name], format, seed, lang)


@pytest.mark.parametrize(("format", "lang"), list(zip(FORMATS, LANGUAGES_OF, strict=True)))
def test_a_zone_of_postcodes_comes_back_as_it_was(format, lang):
    comes_back(LAYERS["postcodes"], format, 2026, lang)
