"""Layers of any file: polygons in EPSG:31370, with the columns they have in the file."""

from __future__ import annotations

import json
import warnings
import zipfile
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath, PurePosixPath

import geopandas as gpd
import numpy as np
import pyogrio
import shapely
from pyarrow.lib import ArrowException
from pyogrio.errors import DataLayerError, DataSourceError, FeatureError, GeometryError
from pyproj.exceptions import ProjError
from shapely.errors import ShapelyError

from pilotzones.errors import Fault, InputError
from pilotzones.readers.crs import crs_fault, in_lambert_72
from pilotzones.readers.files import BROKEN_ZIP, Kind, kind_of, reading
from pilotzones.readers.headings import fold
from pilotzones.readers.tables import RawTable

_ENDINGS: dict[str, Kind] = {
    ".shp": "shapefile",
    ".gpkg": "geopackage",
    ".geojson": "json",
    ".json": "json",
    ".fgb": "flatgeobuf",
}
"""Layers looked for inside a zip."""
_LAYERS: tuple[Kind, ...] = ("shapefile", "geopackage", "json", "flatgeobuf", "parquet")
_SHAPEFILE_PARTS = (".shp", ".shx", ".dbf")
_BROKEN = (
    DataSourceError,
    DataLayerError,
    FeatureError,
    GeometryError,
    ArrowException,
    ShapelyError,
    ProjError,
    UnboundLocalError,  # pyogrio, where GDAL cannot make sense of a .prj
    IndexError,  # pyogrio, where a FlatGeobuf has lost its header
)
"""What the libraries raise on damaged layers."""
_POLYGONS = ("Polygon", "MultiPolygon")
_POINTS = ("Point", "MultiPoint")
_LINES = ("LineString", "LinearRing", "MultiLineString")


@dataclass(frozen=True, slots=True)
class _Source:
    """One layer of a file: its name, where GDAL opens it, and its kind."""

    name: str
    path: str
    kind: Kind


def read_geo(path: Path, *, layer: str | None = None) -> gpd.GeoDataFrame:
    """Layer of polygons in EPSG:31370, two-dimensional, with the columns of the file.

    One row per feature in the order of the file, index from 0, geometry column ``geometry``.
    Geometries may be invalid and may overlap. What GDAL warned of stands in
    ``attrs["notes"]``.

    Parameters
    ----------
    path
        GeoPackage, GeoJSON, shapefile (the ``.shp``, its folder, or a zip), FlatGeobuf or
        GeoParquet, known by its content.
    layer
        Name of the layer, needed where the file has several.

    Raises
    ------
    InputError
        All that is wrong: a file that is missing, damaged or incomplete, no or several layers,
        no polygons, features without geometry (rows count features from 1), a coordinate system
        that is missing or contradicts the numbers, a place far from Belgium.
    """
    source = _chosen(_sources(path), str(path), layer)
    with reading(path), warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            frame = _read(source, str(path))
        except _BROKEN:
            raise InputError(Fault("geo.corrupt", file=str(path))) from None
    faults = [*_geometry_faults(frame, str(path)), crs_fault(frame, str(path))]
    found = [fault for fault in faults if fault is not None]
    if found:
        raise InputError(found)
    frame = in_lambert_72(frame)
    if caught:
        frame.attrs["notes"] = tuple(str(warning.message) for warning in caught)
    return frame


def attributes(frame: gpd.GeoDataFrame, *, file: str) -> RawTable:
    """Columns of a layer without the geometry, to be checked against a schema.

    Rows count features from 1; there is no header row (0).
    """
    columns = [name for name in frame.columns if name != frame.geometry.name]
    values = [frame[name].astype(object).tolist() for name in columns]
    rows = tuple(zip(*values, strict=True)) if values else ((),) * len(frame)
    numbers = tuple(range(1, len(frame) + 1))
    return RawTable(file, tuple(map(str, columns)), rows, numbers, header_row=0)


def _sources(path: Path) -> list[_Source]:
    """Layers that a file, folder or zip offers."""
    with reading(path):
        if path.is_dir():
            return _in_folder(path)
    kind = kind_of(path)
    if kind == "zip":
        with reading(path):
            return _in_zip(path)
    if kind not in _LAYERS:
        id = "geo.empty" if kind == "empty" else "geo.not_layer"
        raise InputError(Fault(id, file=str(path)))
    if kind == "shapefile":
        _need_parts(PurePath(path.name), (p.name for p in path.parent.iterdir()), str(path))
    return _layers(str(path.resolve()), path.stem, kind, str(path))


def _in_folder(path: Path) -> list[_Source]:
    names = sorted(p.name for p in path.iterdir())
    shapefiles = [path / name for name in names if name.casefold().endswith(".shp")]
    if not shapefiles:
        raise InputError(Fault("file.folder", file=str(path)))
    for shapefile in shapefiles:
        _need_parts(PurePath(shapefile.name), names, str(path))
    return [_Source(p.stem, str(p.resolve()), "shapefile") for p in shapefiles]


def _in_zip(path: Path) -> list[_Source]:
    try:
        with zipfile.ZipFile(path) as archive:
            names = [n for n in archive.namelist() if not n.startswith("__MACOSX/")]
            members = [PurePosixPath(n) for n in names if _ending(n) in _ENDINGS]
            spatial = [
                m
                for m in members
                if _ENDINGS[_ending(m.name)] != "json" or _is_geojson(archive.read(str(m)))
            ]
    except BROKEN_ZIP:
        raise InputError(Fault("file.corrupt", file=str(path))) from None
    found: list[_Source] = []
    for member in spatial:
        kind = _ENDINGS[_ending(member.name)]
        if kind == "shapefile":
            _need_parts(member, names, str(path))
        inner = f"/vsizip/{{{path.resolve()}}}/{member}"
        found += _layers(inner, member.stem, kind, str(path))
    if not found:
        raise InputError(Fault("geo.not_layer", file=str(path)))
    return found


def _ending(name: str) -> str:
    return PurePosixPath(name).suffix.casefold()


def _need_parts(shapefile: PurePath, names: Iterable[str], file: str) -> None:
    """A shapefile is at least three files; without the others GDAL reads less, or nothing."""
    there = {name.casefold() for name in names}
    wanted = {part: str(shapefile.with_suffix(part)).casefold() for part in _SHAPEFILE_PARTS}
    missing = tuple(shapefile.stem + part for part, name in wanted.items() if name not in there)
    if missing:
        raise InputError(Fault("geo.parts", file=file, fields={"parts": missing}))


def _layers(path: str, stem: str, kind: Kind, file: str) -> list[_Source]:
    """Layers with geometry of one data set; a table beside them is none."""
    if kind in ("shapefile", "json", "parquet"):
        return [_Source(stem, path, kind)]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # raised again when the layer is read
        try:
            listed = pyogrio.list_layers(path)
        except _BROKEN:
            raise InputError(Fault("geo.corrupt", file=file)) from None
    found = [_Source(str(name), path, kind) for name, geometry in listed if geometry is not None]
    if not found:
        # a FlatGeobuf that lists nothing has lost its header
        id = "geo.corrupt" if kind == "flatgeobuf" else "geo.no_geometry"
        raise InputError(Fault(id, file=file))
    return found


def _chosen(sources: Sequence[_Source], file: str, layer: str | None) -> _Source:
    names = tuple(source.name for source in sources)
    if layer is None:
        if len(sources) > 1:
            raise InputError(Fault("geo.layers", file=file, fields={"layers": names}))
        return sources[0]
    named = [s for s in sources if s.name == layer] or [
        s for s in sources if fold(s.name) == fold(layer)
    ]
    if len(named) != 1:
        fields = {"layer": layer, "layers": names}
        raise InputError(Fault("geo.no_layer", file=file, fields=fields))
    return named[0]


def _read(source: _Source, file: str) -> gpd.GeoDataFrame:
    if source.kind == "parquet":
        frame = _read_parquet(source.path, file)
    elif source.kind == "json":
        if not source.path.startswith("/vsi") and not _is_geojson(Path(source.path).read_bytes()):
            raise InputError(Fault("geo.not_layer", file=file))
        # the prefix keeps other drivers away that would follow links inside a JSON file
        frame = pyogrio.read_dataframe(f"GeoJSON:{source.path}", force_2d=True, on_invalid="ignore")
    else:
        frame = _read_decoded(source)
    if not isinstance(frame, gpd.GeoDataFrame):
        raise InputError(Fault("geo.no_geometry", file=file))
    if frame.geometry.name != "geometry":
        frame = frame.rename_geometry("geometry")
    return frame


def _read_decoded(source: _Source) -> gpd.GeoDataFrame:
    """Layer with its texts decoded.

    Shapefiles often name no encoding or the wrong one: as in tables, UTF-8 where it is valid,
    else what the file says, else Windows-1252.
    """
    encodings = ("utf-8", None, "cp1252") if source.kind == "shapefile" else (None,)
    for encoding in encodings:
        try:
            return pyogrio.read_dataframe(
                source.path,
                layer=source.name,
                encoding=encoding,
                force_2d=True,
                on_invalid="ignore",
            )
        except UnicodeDecodeError:
            continue
    raise DataSourceError("texts in no known encoding")


def _read_parquet(path: str, file: str) -> gpd.GeoDataFrame:
    try:
        frame = gpd.read_parquet(path)
    except (ArrowException, OSError):  # first: some kinds of the former are ValueErrors too
        raise InputError(Fault("geo.corrupt", file=file)) from None
    except ValueError:
        raise InputError(Fault("geo.no_geometry", file=file)) from None
    frame = frame.reset_index(drop=True)
    return frame.set_geometry(shapely.force_2d(frame.geometry.to_numpy()), crs=frame.crs)


def _is_geojson(content: bytes) -> bool:
    """Does a JSON file hold features? Damaged JSON counts: GDAL then says so."""
    try:
        kind = json.loads(content)
    except (ValueError, RecursionError):
        raise DataSourceError("not JSON") from None
    return isinstance(kind, dict) and kind.get("type") in ("FeatureCollection", "Feature")


def _geometry_faults(frame: gpd.GeoDataFrame, file: str) -> list[Fault]:
    """Features that are no polygons; in a layer without any polygon, one fault with counts."""
    shapes = frame.geometry.array
    if len(shapes) == 0:
        return [Fault("geo.empty", file=file)]
    absent = np.asarray(frame.geometry.isna() | frame.geometry.is_empty)
    types = [None if gone else kind for gone, kind in zip(absent, frame.geom_type, strict=True)]
    counts = Counter(types)
    if not sum(counts[kind] for kind in _POLYGONS):
        points = sum(counts[kind] for kind in _POINTS)
        lines = sum(counts[kind] for kind in _LINES)
        fields = {"points": points, "lines": lines, "others": len(types) - points - lines}
        return [Fault("geo.no_polygons", file=file, fields=fields)]
    coordinates, owners = shapely.get_coordinates(np.asarray(shapes), return_index=True)
    endless = set(owners[~np.isfinite(coordinates).all(axis=1)].tolist())
    faults: list[Fault] = []
    for i, kind in enumerate(types):
        if kind is None:
            faults.append(Fault("geo.null_geometry", file=file, row=i + 1))
        elif kind not in _POLYGONS:
            faults.append(Fault("geo.not_polygon", file=file, row=i + 1, value=kind))
        elif i in endless:
            faults.append(Fault("geo.bad_coordinates", file=file, row=i + 1))
    return faults
