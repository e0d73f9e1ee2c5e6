"""What is asked of the generator, and the files it leaves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from pilotzones.postcodes.layer import UnitLayer


@dataclass(frozen=True, slots=True)
class SyntheticSpec:
    """A SYNTHETIC population: where, how many, when, and from which seed.

    Parameters
    ----------
    units
        Inhabitants and rural flag by unit code. About as many persons are alive and insured at
        the end of the base year; those who died or left before come on top.
    zone
        Units generated in full; persons of the others are a sample.
    outside_share
        Share of the people outside the zone who are generated (0..1); each of them has the
        weight 1 / share.
    year
        Base year: deliveries are those of this calendar year and of the two before.
    seed
        The same spec and seed give the same bytes.
    parameters
        Folder with the parameter files; None for those that ship with the program.
    noise
        Makes the care of each year independent of the person and of the other years: whatever a
        model then finds is chance. Nobody dies or leaves.
    """

    units: Mapping[str, tuple[int, bool]]
    zone: frozenset[str]
    outside_share: float
    year: int
    seed: int
    parameters: Path | None = None
    noise: bool = False

    def __post_init__(self) -> None:
        if not 0 <= self.outside_share <= 1:
            raise ValueError(f"outside_share {self.outside_share} lies outside 0..1")
        strangers = self.zone - set(self.units)
        if strangers:
            raise ValueError(f"zone names units that are not given: {sorted(strangers)}")
        if self.seed < 0 or any(people < 0 for people, _ in self.units.values()):
            raise ValueError("seed and inhabitants are 0 or more")


@dataclass(frozen=True, slots=True)
class SyntheticFiles:
    """Files of one SYNTHETIC population, all Parquet.

    ``deliveries`` has one file per calendar year, the oldest first. ``truth`` is for recovery
    tests only: the program never reads it.
    """

    persons: Path
    deliveries: tuple[Path, ...]
    diagnoses: Path
    truth: Path


def spec_from_layer(
    layer: UnitLayer,
    zone_codes: Iterable[str],
    rural_flags: Mapping[str, bool] | pd.Series,
    *,
    year: int,
    seed: int,
    outside_people: int = 50_000,
) -> SyntheticSpec:
    """Spec over all units of a layer: the zone in full, about ``outside_people`` of the others.

    The weight outside is a whole number. A unit of unknown population gets nobody; one whose
    rural flag is not known is drawn as urban.

    Parameters
    ----------
    rural_flags
        By unit code, such as ``rural_units(layer, definition).flags``; may have missing values.
    """
    zone = frozenset(zone_codes)
    flags = pd.Series(rural_flags).reindex(list(layer.codes)).fillna(False).astype(bool)
    people = np.nan_to_num(layer.people).astype(int)
    units = {
        code: (int(n), bool(flag)) for code, n, flag in zip(layer.codes, people, flags, strict=True)
    }
    outside = sum(n for code, (n, _) in units.items() if code not in zone)
    share = 1 / max(1, round(outside / outside_people)) if outside_people else 0.0
    return SyntheticSpec(units=units, zone=zone, outside_share=share, year=year, seed=seed)
