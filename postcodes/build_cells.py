"""Cells of the postcodes: Voronoi cells of their seeds inside the real canton borders."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from build_seeds import Sources

HERE = Path(__file__).parent
DISC_RADIUS_M = 600.0
SIMPLIFY_M = 25.0
SNAP_M = 0.01


def postcode_polygons(sources: Sources, seeds: pd.DataFrame) -> gpd.GeoDataFrame:
    """One valid polygon per postcode; together a valid coverage of the country."""
    nis_of = dict(zip(sources.codes["code"], sources.codes["nis"], strict=True))
    seeds = seeds.assign(nis=seeds["code"].map(nis_of))
    allowed = _allowed_codes()
    pieces: list[tuple[str, shapely.Geometry]] = []
    for canton in sources.cantons.itertuples():
        own = seeds[[_may_claim(seed, canton, allowed) for seed in seeds.itertuples()]]
        for part in shapely.get_parts(canton.geometry):
            pieces += _split(part, own)
    pieces = _cut_discs(pieces, sources)
    codes = sorted({code for code, _ in pieces})
    merged = shapely.coverage_clean(
        np.array([geometry for _, geometry in pieces]), snapping_distance=SNAP_M
    )
    labels = np.array([code for code, _ in pieces])
    dissolved = [shapely.coverage_union_all(merged[labels == code]) for code in codes]
    simple = shapely.coverage_simplify(np.array(dissolved), SIMPLIFY_M)
    rounded = shapely.coverage_clean(shapely.set_precision(simple, 0.1, mode="pointwise"))
    return gpd.GeoDataFrame({"code": codes}, geometry=list(rounded), crs=31370)


def _allowed_codes() -> dict[tuple[str, str], set[str]]:
    table = pd.read_csv(HERE / "hand" / "canton_codes.csv", dtype=str)
    return {(row.canton, row.municipality): set(row.codes.split()) for row in table.itertuples()}


def _may_claim(seed: tuple, canton: tuple, allowed: dict[tuple[str, str], set[str]]) -> bool:
    if seed.nis not in canton.members:
        return False
    codes = allowed.get((canton.canton, seed.nis))
    return codes is None or seed.code in codes


def _split(part: shapely.Polygon, seeds: pd.DataFrame) -> list[tuple[str, shapely.Geometry]]:
    """Pieces of one canton part, each with the code of its nearest seed."""
    inside = shapely.contains_xy(part, seeds["x"], seeds["y"])
    points = shapely.points(seeds["x"], seeds["y"])
    if seeds["code"].nunique() == 1 or not inside.any():
        nearest = int(np.argmin(shapely.distance(points, part)))
        return [(seeds["code"].iloc[nearest], part)]
    cells = shapely.get_parts(
        shapely.voronoi_polygons(shapely.multipoints(points), extend_to=part, ordered=True)
    )
    codes = seeds["code"].to_numpy()
    labels = sorted(set(codes))
    joined = [shapely.union_all(cells[codes == code]) for code in labels]
    found = []
    for code, cell in zip(labels, joined, strict=True):
        own = points[codes == code]
        for piece in shapely.get_parts(shapely.intersection(cell, part)):
            if piece.geom_type == "Polygon" and piece.area > 0:
                found.append([code, piece, bool(shapely.distance(piece, own).min() == 0)])
    return _absorb_strays(found)


def _absorb_strays(found: list[list]) -> list[tuple[str, shapely.Geometry]]:
    """Pieces without a seed of their code join the neighbour with the longest border."""
    changed = True
    while changed:
        changed = False
        strays = [row for row, item in enumerate(found) if not item[2]]
        anchored = [row for row, item in enumerate(found) if item[2]]
        for row in sorted(strays, key=lambda row: -found[row][1].area):
            shared = [
                _border(found[row][1], found[other][1]) if other != row else 0.0
                for other in anchored
            ]
            if shared and max(shared) > 1.0:
                found[row][0] = found[anchored[int(np.argmax(shared))]][0]
                found[row][2] = changed = True
    return [(code, piece) for code, piece, _ in found]


def _border(one: shapely.Polygon, other: shapely.Polygon) -> float:
    if not shapely.box(*one.bounds).intersects(shapely.box(*other.bounds)):
        return 0.0
    return one.boundary.intersection(other.buffer(0.05)).length


def _cut_discs(
    pieces: list[tuple[str, shapely.Geometry]], sources: Sources
) -> list[tuple[str, shapely.Geometry]]:
    """Company postcodes as a disc cut out of the municipality that lists them."""
    nis_of = dict(zip(sources.codes["code"], sources.codes["nis"], strict=True))
    discs = sources.hand[sources.hand["kind"] == "disc"]
    for spot in discs.itertuples():
        disc = shapely.Point(spot.x, spot.y).buffer(DISC_RADIUS_M, quad_segs=6)
        kept = []
        for code, piece in pieces:
            if nis_of[code] != nis_of[spot.code] or not piece.intersects(disc):
                kept.append((code, piece))
                continue
            taken = shapely.intersection(piece, disc)
            left = shapely.difference(piece, disc)
            kept += [(spot.code, p) for p in shapely.get_parts(taken) if p.area > 0]
            kept += [(code, p) for p in shapely.get_parts(left) if p.area > 0]
        pieces = kept
    return pieces
