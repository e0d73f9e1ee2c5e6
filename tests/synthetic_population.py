"""SYNTHETIC populations for tests: small ones, in units that do not exist."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pandas as pd

from pilotzones.stratification.synthetic import SyntheticFiles, SyntheticSpec

YEAR = 2024
ZONE = {f"Z{i}": (2_000 + 500 * i, i % 2 == 0) for i in range(8)}
OUTSIDE = {f"B{i}": (15_000, i % 3 == 0) for i in range(20)}


def spec_of(
    *,
    zone: dict[str, tuple[int, bool]] = ZONE,
    outside: dict[str, tuple[int, bool]] = OUTSIDE,
    share: float = 1 / 40,
    seed: int = 11,
    parameters: Path | None = None,
    noise: bool = False,
) -> SyntheticSpec:
    """A zone of 30,000 inhabitants in eight units, and one in forty of 300,000 around it."""
    return SyntheticSpec(zone | outside, frozenset(zone), share, YEAR, seed, parameters, noise)


def rows(files: SyntheticFiles, query: str) -> pd.DataFrame:
    """Answer of a query on ``persons``, ``lines`` (deliveries of all years) and ``truth``."""
    with duckdb.connect() as con:
        for name, paths in (
            ("persons", [files.persons]),
            ("lines", list(files.deliveries)),
            ("truth", [files.truth]),
        ):
            listed = ", ".join(f"'{path}'" for path in paths)
            con.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet([{listed}])")
        return con.execute(query).fetch_df()
