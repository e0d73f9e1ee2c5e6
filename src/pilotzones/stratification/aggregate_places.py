"""Where the rows of an aggregate table are at home: units of the layer, or municipalities."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
import pandas as pd

from pilotzones.errors import Fault, InputError
from pilotzones.postcodes.code_sets import code_sets
from pilotzones.postcodes.codes import convert, date_of
from pilotzones.postcodes.contiguity import Contiguity
from pilotzones.postcodes.layer import UnitLayer

Grain = Literal["unit", "municipality"]
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Placed:
    """Area of each row in the codes of the layer (missing: elsewhere), and what to tell."""

    areas: pd.Series
    grain: Grain
    notices: tuple[Fault, ...]


def placed(frame: pd.DataFrame, layer: UnitLayer, stated: date | None, file: str) -> Placed:
    """Areas of the rows of a table with the column ``unit``.

    Municipality codes of another date than the layer's are converted.

    Raises
    ------
    InputError
        No code in common with the layer (``area.no_code_in_common``); municipality codes whose
        date cannot be told, or of another date than stated.
    """
    codes = frame["unit"].astype(str)
    own = codes.isin(layer.codes)
    municipal = layer.origin.kind == "municipality" and layer.origin.code_date is not None
    if not municipal and own.sum() * 2 >= len(codes):
        return Placed(codes.where(own), "unit", _elsewhere(codes[~own], file))
    sets = code_sets()
    real = codes.isin({code for day in sets.dates for code in sets.codes(day)})
    if real.any() and layer.origin.code_date is not None:
        came = date_of(codes[real], stated=stated, file=file, column="unit")
        codes = codes.where(~real, convert(codes.where(real), came, layer.origin.code_date))
    homes = pd.Index(municipalities(layer).dropna())
    known = codes.isin(homes)
    if not known.any():
        fields = {
            "theirs": tuple(frame["unit"].astype(str).head(_SHOWN)),
            "ours": layer.codes[:_SHOWN],
        }
        raise InputError(Fault("area.no_code_in_common", file=file, column="unit", fields=fields))
    grain: Grain = "unit" if layer.origin.kind == "municipality" else "municipality"
    return Placed(codes.where(known), grain, _elsewhere(codes[~known], file))


def _elsewhere(codes: pd.Series, file: str) -> tuple[Fault, ...]:
    if codes.empty:
        return ()
    fields = {"n": len(codes), "codes": tuple(sorted(codes.unique()))}
    return (Fault("area.elsewhere", file=file, fields=fields),)


def municipalities(layer: UnitLayer) -> pd.Series:
    """Municipality of each unit of the layer; of a municipality, itself."""
    if layer.origin.kind == "municipality":
        return pd.Series(list(layer.codes), index=layer.units.index, dtype=object)
    return layer.units["municipality"].astype(object)


def contracted(graph: Contiguity, area: np.ndarray, n: int) -> Contiguity:
    """Graph of areas that units make up: two are neighbours where units of theirs are.

    Parameters
    ----------
    area
        Number of the area of each unit; -1 for a unit in none.
    n
        Number of areas.
    """
    a, b = graph.pairs()
    a, b = area[a], area[b]
    apart = (a != b) & (a >= 0) & (b >= 0)
    pairs = np.unique(np.sort(np.stack([a[apart], b[apart]], axis=1), axis=1), axis=0)
    pairs = pairs.reshape(-1, 2).astype(np.intp)
    none = np.zeros(len(pairs))
    return Contiguity(n, pairs[:, 0], pairs[:, 1], none, np.zeros(n))
