"""A small SYNTHETIC zone on the three-by-three grid: files of persons and care, and the truth."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

YEAR = 2023
ZONE = ("00", "01", "02", "10", "11")
SIZES = {"00": 400, "01": 260, "02": 150, "10": 60, "11": 7, "20": 120, "21": 80}
"""Persons by unit; the unit 11 has fewer than the minimum, 20 and 21 lie outside the zone."""
RURAL = {"00": False, "01": True, "02": True, "10": False, "11": None, "20": True, "21": False}
POSTCODES = {
    "00": "5500", "01": "5590", "02": "5580", "10": "5570", "11": "5501", "20": "4000", "21": "9000"
}  # fmt: skip
"""Postcodes of the layer that ships, for the same people there."""
PROJECT = f"""
[project]
name = "Synthetic project"
language = "en"
[zone]
postcodes = "5500, 5501, 5504, 5570, 5580, 5590"
[people]
persons = "persons.csv"
deliveries = "deliveries.csv"
year = {YEAR}
[strata]
case_managers = 1
patients_each = 40
[target]
criteria = "diabetes or copd and age >= 60"
uptake = [0.3, 0.6]
"""
"""Project file about them; nobody lives in 5504."""
_DIABETES, _COPD = "A10BA02", "R03BB04"
_OTHER = "A02BC01"


@dataclass(frozen=True)
class SmallPeople:
    """Files of a SYNTHETIC zone, and one row per person with what the files were made from."""

    persons: Path
    deliveries: Path
    truth: pd.DataFrame


def small_people(
    folder: Path, *, years: int = 3, seed: int = 1, weight_in_zone: float = 1.0
) -> SmallPeople:
    """SYNTHETIC persons and their deliveries of so many calendar years, as Parquet.

    A person has diabetes or COPD (120 DDD a year) or neither; some have 80 DDD, which tell
    nothing. Every tenth of the old was in hospital, once or twice. Nobody is younger than 40.
    """
    rng = np.random.default_rng(seed)
    homes = np.repeat(list(SIZES), list(SIZES.values()))
    n = len(homes)
    age = rng.integers(40, 95, n)
    truth = pd.DataFrame(
        {
            "person_id": [f"p{k:05d}" for k in rng.permutation(n)],
            "unit": homes,
            "age": age,
            "sex": rng.choice(["F", "M"], n),
            "poor": rng.random(n) < 0.2,
            "diabetes": rng.random(n) < 0.15,
            "copd": rng.random(n) < 0.1 + 0.1 * (age > 70),
            "stays": np.where(rng.random(n) < 0.05 + 0.1 * (age > 75), rng.integers(1, 3, n), 0),
            "gone": rng.random(n) < 0.02,
        }
    )
    truth["in_zone"] = truth["unit"].isin(ZONE)
    truth["cost"] = 0.0
    lines = pd.concat([_year(truth, YEAR - back, rng) for back in range(years)], ignore_index=True)
    mine = lines[lines["date"].dt.year == YEAR].groupby("person_id")["amount_eur"].sum()
    truth["cost"] = truth["person_id"].map(mine).fillna(0.0)
    persons = pd.DataFrame(
        {
            "person_id": truth["person_id"],
            "birth_year": YEAR - truth["age"],
            "sex": truth["sex"],
            "unit": truth["unit"],
            "increased_reimbursement": truth["poor"],
            "death_date": pd.to_datetime(
                pd.Series(np.where(truth["gone"], f"{YEAR}-11-30", None), dtype="object")
            ),
            "weight": np.where(truth["in_zone"], weight_in_zone, 30.0),
        }
    )
    paths = folder / "persons.parquet", folder / "deliveries.parquet"
    persons.to_parquet(paths[0], index=False)
    lines.to_parquet(paths[1], index=False)
    return SmallPeople(*paths, truth)


def as_csv(folder: Path, *, years: int = 3) -> tuple[pd.DataFrame, pd.DataFrame]:
    """SYNTHETIC persons and deliveries at postcodes, also written as CSV beside `PROJECT`."""
    made = small_people(folder, years=years)
    persons, lines = pd.read_parquet(made.persons), pd.read_parquet(made.deliveries)
    persons["unit"] = persons["unit"].map(POSTCODES)
    write_csv(folder, persons, lines)
    (folder / "pilot.toml").write_text(PROJECT, "utf-8")
    return persons, lines


def write_csv(folder: Path, persons: pd.DataFrame, lines: pd.DataFrame) -> None:
    """Both tables as CSV under the names that `PROJECT` has for them."""
    for name, table in (("persons", persons), ("deliveries", lines)):
        table.to_csv(folder / f"{name}.csv", index=False, date_format="%Y-%m-%d")


def _year(truth: pd.DataFrame, year: int, rng: np.random.Generator) -> pd.DataFrame:
    """Deliveries of one year; amounts in whole euros, a quarter of them the patient's."""
    parts = [
        _drugs(truth[truth["diabetes"]], year, _DIABETES, 120, 30.0),
        _drugs(truth[truth["copd"]], year, _COPD, 120, 60.0),
        _drugs(truth[~truth["diabetes"]].iloc[::9], year, _DIABETES, 80, 20.0),
        _drugs(truth.iloc[::3], year, _OTHER, 200, 12.0),
        _lines(truth.iloc[::2], pd.Timestamp(year, 3, 14), "gp", 28.0),
    ]
    for stay in (1, 2):
        some = truth[truth["stays"] >= stay]
        found = _lines(some, pd.Timestamp(year, 3 * stay, 10), "hospital", 0.0)
        found["amount_eur"] = rng.integers(900, 4_000, len(some)).astype(float)
        parts.append(found)
    found = pd.concat(parts, ignore_index=True)
    found["patient_eur"] = found["amount_eur"] / 4
    return found


def _drugs(some: pd.DataFrame, year: int, code: str, ddd: float, eur: float) -> pd.DataFrame:
    return _lines(some, pd.Timestamp(year, 5, 4), "drug", eur).assign(code=code, ddd=ddd)


def _lines(some: pd.DataFrame, day: pd.Timestamp, kind: str, eur: float) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "person_id": some["person_id"].to_numpy(),
            "date": day,
            "kind": kind,
            "code": f"{kind} 1",
            "ddd": np.nan,
            "amount_eur": eur,
        }
    )
