"""The zone as a GeoPackage for QGIS: units with their figures, outline, neighbours, other zones.

Numbers of people are cells of released tables; what is hidden has no number and says so in a column
of its own. The file carries its styles, and where everything comes from.
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyogrio
from shapely import MultiPolygon, Polygon

from pilotzones.postcodes.layer import CRS
from pilotzones.present.facts import unit_facts
from pilotzones.present.maps.qgis_styles import LayerStyle, StyleEntry, categorised, single
from pilotzones.present.maps.themes import map_themes
from pilotzones.present.maps.themes.classes import state_words
from pilotzones.present.maps.themes.theme import Theme
from pilotzones.present.names import municipality_name, unit_name
from pilotzones.present.notices import attribution, caveats, population_date
from pilotzones.present.view import remarks
from pilotzones.stratification.released import HIDDEN, PeopleSheet
from pilotzones.words import text
from pilotzones.zones.measures import outline
from pilotzones.zones.sheet import ZoneSheet
from pilotzones.zones.zone import Zone

FILE = "zone.gpkg"
_UNITS, _ABOUT = "units", "about"
_MADE = "2000-01-01T00:00:00.000Z"
"""Stands as the day of the last change: the same zone gives the same file on any day."""
_RURAL = {True: "yes", False: "no", None: "unknown"}
_STYLES_TABLE = """CREATE TABLE layer_styles (
 id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256),
 f_table_schema TEXT(256), f_table_name TEXT(256), f_geometry_column TEXT(256),
 styleName TEXT(30), styleQML TEXT, styleSLD TEXT, useAsDefault BOOLEAN, description TEXT,
 owner TEXT(30), ui TEXT(30), update_time DATETIME)"""


def zone_geopackage(sheet: ZoneSheet, lang: str) -> bytes:
    """GeoPackage in EPSG:31370, its words in one language."""
    themes = (*map_themes("people", sheet), *map_themes("care", sheet))
    layers = _layers(sheet, themes, lang)
    styles = [style for style in _styles(themes, lang) if style.layer in layers]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / FILE
        with _unhurried():
            for name, frame in layers.items():
                _write(frame, path, name)
        with closing(sqlite3.connect(path)) as file:
            file.execute("PRAGMA synchronous = OFF")
            _add_about(file, _about(sheet, lang))
            _add_styles(file, styles)
            file.execute("UPDATE gpkg_contents SET last_change = ?", (_MADE,))
            file.commit()
            file.execute("VACUUM")
        return path.read_bytes()


@contextmanager
def _unhurried() -> Iterator[None]:
    """No waiting for the disk at each layer: the file is made aside and read whole."""
    name = "OGR_SQLITE_SYNCHRONOUS"
    before = pyogrio.get_gdal_config_option(name)
    pyogrio.set_gdal_config_options({name: "OFF"})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({name: before})


def _layers(sheet: ZoneSheet, themes: Sequence[Theme], lang: str) -> dict[str, gpd.GeoDataFrame]:
    """Layers of the file by name, those without any shape left out."""
    round_ = sheet.case.round
    others = round_.others if round_ else ()
    made = {
        "neighbours": _frame(sheet.neighbours, sheet, lang),
        "others": _shapes([_other(zone, sheet) for zone in others]),
        _UNITS: _units(sheet, themes, lang),
        "enclaves": _frame([c for piece in sheet.enclaves for c in piece.codes], sheet, lang),
        "loose": _frame([c for piece in sheet.pieces[1:] for c in piece.codes], sheet, lang),
        "outline": _shapes([_whole(sheet)]),
    }
    return {name: frame for name, frame in made.items() if len(frame)}


def _other(zone: Zone, sheet: ZoneSheet) -> dict[str, Any]:
    facts = {"name": zone.name, "population": _people(zone.codes, sheet)}
    return facts | _shape(outline(zone, sheet.case.layer))


def _whole(sheet: ZoneSheet) -> dict[str, Any]:
    zone = sheet.case.zone
    facts = {
        "name": zone.name,
        "population": sheet.population,
        "area_km2": round(sheet.area_km2, 3),
        "units": len(zone.codes),
        "pieces": len(sheet.pieces),
    }
    return facts | _shape(outline(zone, sheet.case.layer))


def _units(sheet: ZoneSheet, themes: Sequence[Theme], lang: str) -> gpd.GeoDataFrame:
    """Units of the zone: facts, released figures of people, value and class of each theme."""
    facts = unit_facts(sheet)
    frame = _frame(list(facts), sheet, lang)
    frame["area_km2"] = [_rounded(facts[code].area_km2, 3) for code in frame["code"]]
    frame["density_per_km2"] = [_rounded(facts[c].density_per_km2, 1) for c in frame["code"]]
    frame["rural"] = [_RURAL[facts[code].rural] for code in frame["code"]]
    frame["remark"] = [
        ", ".join(remark(lang) for remark in remarks(code, sheet)) or None for code in frame["code"]
    ]
    if sheet.case.people is not None:
        for name, values in _released(sheet.case.people, list(frame["code"]), lang).items():
            frame[name] = values
    for theme in themes:
        cells = [theme.cells.get(code) for code in frame["code"]]
        if theme.form is not None:
            values = [None if cell is None else cell.value for cell in cells]
            frame[_column(theme)] = pd.Series(values, dtype="Float64")
        frame[f"{_column(theme)}_class"] = [None if cell is None else cell.sign for cell in cells]
    return frame


def _released(people: PeopleSheet, codes: list[str], lang: str) -> dict[str, pd.Series]:
    """Columns of the released table of units; hidden cells have no number, and are named."""
    table = people.tables.get("units")
    if table is None:
        return {}
    rows = {str(record["unit"]): record for record in table.records()}
    kinds = {"count": "Int64"}
    columns = [column for column in table.columns if column.kind != "key"]
    found: dict[str, pd.Series] = {}
    for column in columns:
        cells = [rows.get(code, {}).get(column.name) for code in codes]
        values = [None if cell is HIDDEN else cell for cell in cells]
        name = "insured" if column.name == "people" else column.name
        found[name] = pd.Series(values, dtype=kinds.get(column.kind, "Float64"))
    names = [
        [c.name for c in columns if rows.get(code, {}).get(c.name) is HIDDEN] for code in codes
    ]
    said = text("released.hidden", lang)
    found["hidden"] = pd.Series(
        [f"{said}: {', '.join(each)}" if each else None for each in names], dtype="string"
    )
    return found


def _frame(codes: Sequence[str], sheet: ZoneSheet, lang: str) -> gpd.GeoDataFrame:
    """Units by their codes, with names and inhabitants."""
    layer = sheet.case.layer
    units = layer.units.geometry
    return _shapes(
        [
            {
                "code": code,
                "name": unit_name(code, layer, lang),
                "municipality": municipality_name(code, layer, lang),
                "population": _people((code,), sheet),
            }
            | _shape(units.loc[code])
            for code in codes
        ]
    )


def _people(codes: Sequence[str], sheet: ZoneSheet) -> int | None:
    known = sheet.case.layer.units["population"].reindex(list(codes))
    return None if known.isna().any() else int(known.sum())


def _shapes(rows: Sequence[Mapping[str, Any]]) -> gpd.GeoDataFrame:
    """Rows that have a shape, whole numbers as whole numbers."""
    drawn = [row for row in rows if row["geometry"] is not None]
    frame = gpd.GeoDataFrame(list(drawn), geometry="geometry", crs=CRS) if drawn else None
    if frame is None:
        return gpd.GeoDataFrame()
    frame["population"] = frame["population"].astype("Int64")
    return frame


def _shape(shape: Any) -> dict[str, Any]:
    if shape is None or shape.is_empty:
        return {"geometry": None}
    return {"geometry": MultiPolygon([shape]) if isinstance(shape, Polygon) else shape}


def _rounded(value: float | None, decimals: int) -> float | None:
    return None if value is None else round(value, decimals)


def _column(theme: Theme) -> str:
    return theme.id.replace("-", "_")


def _write(frame: gpd.GeoDataFrame, path: Path, name: str) -> None:
    frame.to_file(
        path,
        layer=name,
        driver="GPKG",
        engine="pyogrio",
        geometry_type="MultiPolygon",
        promote_to_multi=True,
        mode="a" if path.exists() else "w",
    )


def _styles(themes: Sequence[Theme], lang: str) -> list[LayerStyle]:
    """Styles of all layers; of a layer with several, the first is the one that it opens with."""
    rural = [
        StyleEntry("yes", "rural", text("geopackage.rural", lang)),
        StyleEntry("no", "zone", text("geopackage.not_rural", lang)),
        StyleEntry("unknown", "unknown", text("geopackage.rural_unknown", lang)),
    ]
    return [
        categorised(_UNITS, text("geopackage.zone", lang), "rural", rural),
        *(_theme_style(theme, lang) for theme in themes),
        single("outline", text("layer.outline", lang), "outline"),
        single("neighbours", text("geopackage.neighbours", lang), "neighbours"),
        single("others", text("geopackage.others", lang), "others"),
        single("enclaves", text("geopackage.enclaves", lang), "enclaves"),
        single("loose", text("geopackage.loose", lang), "loose"),
    ]


def _theme_style(theme: Theme, lang: str) -> LayerStyle:
    name = theme.name(lang)
    if theme.group_name is not None:
        name = text("theme.title", lang, name=name, group=theme.group_name(lang))
    entries = [StyleEntry(e.sign, e.sign, e.words(lang)) for e in theme.legend]
    told = {entry.value for entry in entries}
    states = {cell.sign for cell in theme.cells.values()} - told
    entries += [StyleEntry(sign, sign, state_words(sign)(lang)) for sign in sorted(states)]
    return categorised(_UNITS, name, f"{_column(theme)}_class", entries)


def _about(sheet: ZoneSheet, lang: str) -> list[tuple[str, str]]:
    """What has to be said of the file: zone, dates, makers of the data, what is approximate."""
    said = [population_date(sheet), *caveats(sheet), *attribution(sheet.case.layer.origin)]
    return [("zone", sheet.case.zone.name), *(("note", line(lang)) for line in said)]


def _add_about(file: sqlite3.Connection, rows: Sequence[tuple[str, str]]) -> None:
    file.execute(f"CREATE TABLE {_ABOUT} (fid INTEGER PRIMARY KEY, what TEXT, said TEXT)")
    file.executemany(f"INSERT INTO {_ABOUT} (what, said) VALUES (?, ?)", rows)
    _enter(file, _ABOUT)


def _add_styles(file: sqlite3.Connection, styles: Sequence[LayerStyle]) -> None:
    file.execute(_STYLES_TABLE)
    opened: set[str] = set()
    for style in styles:
        file.execute(
            "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name,"
            " f_geometry_column, styleName, styleQML, styleSLD, useAsDefault, description, owner,"
            " update_time) VALUES ('', '', ?, 'geom', ?, ?, '', ?, '', '', ?)",
            (style.layer, style.name, style.content, style.layer not in opened, _MADE),
        )
        opened.add(style.layer)
    _enter(file, "layer_styles")


def _enter(file: sqlite3.Connection, table: str) -> None:
    """Enter a table without shapes into the contents of the file."""
    file.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change)"
        " VALUES (?, 'attributes', ?, '', ?)",
        (table, table, _MADE),
    )
