"""Who had no care at all in the base year: nothing was delivered to them, whoever would have paid.

People without contacts are in no list of those who cost much. Care that is paid in another way
(capitation in a community health centre, care abroad) is not in the deliveries and looks the same.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pilotzones.stratification.comparison import BANDS, FLAGS, SEXES, age_bands
from pilotzones.stratification.measured import numbers
from pilotzones.stratification.raw import Count, Line, Ratio, Raw

Bools = NDArray[np.bool_]

_NONE = "zone|no care"
_ALL = "everybody"


def without_care(zone: pd.DataFrame) -> Raw:
    """Table ``without_care``: people without any care of the base year, by trait.

    Columns: trait, level (``yes`` for everybody and for flags), people, without, share.

    Parameters
    ----------
    zone
        People of the zone: ``total_cost``, ``ddd``, ``hospital_days``, ``age``, ``sex``, flags.
    """
    without = _nothing(zone)
    rows = [
        (trait, level, cell, _none(cell), mine.sum(), (mine & without).sum())
        for trait, level, cell, mine in _groups(zone)
    ]
    frame = pd.DataFrame(rows, columns=["trait", "level", "cell", "none_cell", "people", "without"])
    columns = (
        Count("people", cell="{cell}"),
        Count("without", of=("people",), cell="{none_cell}"),
        Ratio("share", "without", "people"),
    )
    lines = tuple(
        Line(_NONE, tuple(frame.loc[frame["trait"] == trait, "none_cell"]))
        for trait in ("age", "sex")
    )
    return Raw("without_care", ("trait", "level"), columns, frame, lines)


def _none(cell: str) -> str:
    return f"{_NONE}{cell.removeprefix('zone')}"


def _nothing(zone: pd.DataFrame) -> Bools:
    uses = [numbers(zone[name]) for name in ("total_cost", "ddd", "hospital_days") if name in zone]
    return np.logical_and.reduce([each <= 0 for each in uses])


def _groups(zone: pd.DataFrame) -> Iterator[tuple[str, str, str, Bools]]:
    """Trait, level, name of the cell and who has it; cells are those of the profile."""
    yield _ALL, "yes", "zone", np.ones(len(zone), bool)
    bands, sexes = age_bands(zone["age"]), zone["sex"].astype(str)
    for trait, values, levels in (("age", bands, BANDS), ("sex", sexes, SEXES)):
        for level in levels:
            yield trait, level, f"zone|{trait}={level}", (values == level).to_numpy(bool)
    for name in FLAGS:
        flag = zone[name].astype("boolean") if name in zone.columns else None
        if flag is not None and flag.notna().any():
            yield name, "yes", f"zone|{name}=yes", flag.fillna(False).to_numpy(bool)
