"""Raw table of the units of the zone, and how they add up to what other tables show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import permutations

import numpy as np
import pandas as pd

from pilotzones.stratification.measured import measured, numbers
from pilotzones.stratification.raw import Amount, Count, Line, Ratio, Raw, RawColumn
from pilotzones.stratification.strata_tables import EXPECTED
from pilotzones.stratification.target_group import TARGET

_WHOLES = {
    "people": "zone",
    "chronic_n": "zone|has=any",
    "multi_n": "zone|has=two_or_more",
    "high_n": "zone|level=high",
    "target_n": TARGET,
    "expected": EXPECTED,
}
"""Cell of the zone that the units' numbers of each column add up to."""
_RURAL = {
    "people": "zone|rural={part}",
    "chronic_n": "rural.chronic_n|{part}",
    "multi_n": "rural.multi_n|{part}",
    "target_n": "target|rural={part}",
    "expected": "rural.expected|{part}",
}
"""The same for the rural part of the zone and the rest of it, as `comparison.rural` names them."""


def units_raws(
    zone: pd.DataFrame, units: Sequence[str], rural: Mapping[str, bool | None]
) -> tuple[Raw, Raw]:
    """Table ``units``, one row for each unit of the zone, and what lies between its columns.

    Parameters
    ----------
    zone
        People of the zone: ``unit``, ``n_conditions``, and where they are known ``level``,
        ``predicted`` and ``in_target``.
    rural
        Rural flag by unit; None where it is not known.

    Notes
    -----
    The second table shows nothing: persons who are in one column of a unit and not in another that
    holds it, such as those with a condition outside the target group.
    """
    traits = _traits(zone)
    values = {name: mask.astype(float) for name, mask in traits.items()}
    if "predicted" in zone.columns:
        values["expected"] = numbers(zone["predicted"])
    found = measured(zone["unit"].astype(str), values, units)
    frame = found.rename_axis("unit").reset_index()
    for name in ("high_n", "target_n", "expected", "expected_who", "expected_most"):
        if name not in frame.columns:
            frame[name] = np.nan
    flags = {True: "yes", False: "no", None: None}
    frame["rural"] = pd.Series([flags[rural.get(unit)] for unit in units], dtype="object")
    columns: tuple[RawColumn, ...] = (
        Count("people", cell="zone|unit={unit}"),
        _part("chronic_n", ("people",)),
        Ratio("chronic_share", "chronic_n", "people"),
        _part("multi_n", ("people", "chronic_n")),
        _part("high_n", ("people",)),
        Amount("expected", "expected_who", "expected_most", cell=_cell("expected"), shown=False),
        Ratio("expected_per_person", "expected", "people", "mean", "eur per person", 1.0, 0),
        _part("target_n", ("people",)),
        Ratio("target_share", "target_n", "people"),
    )
    lines = _zone_lines(units, {*traits, *values})
    raw = Raw("units", ("unit", "rural"), columns, frame, lines)
    return raw, _between(zone["unit"].astype(str), traits, units)


def rural_lines(units: Sequence[str], rural: Mapping[str, bool | None], told: set[str]) -> Raw:
    """How the units add up to the rural part of the zone and the rest of it; shows nothing.

    Parameters
    ----------
    told
        Columns of the units that there are.
    """
    lines = []
    for part, flag in (("rural", True), ("other", False)):
        mine = [unit for unit in units if rural.get(unit) is flag]
        for column, whole in _RURAL.items():
            if column in told and mine:
                cells = tuple(_cell(column).format(unit=unit) for unit in mine)
                lines.append(Line(whole.format(part=part), cells))
    return Raw("rural_units", (), (), pd.DataFrame(), tuple(lines))


def _traits(zone: pd.DataFrame) -> dict[str, np.ndarray]:
    number = zone["n_conditions"].to_numpy()
    found = {"chronic_n": number >= 1, "multi_n": number >= 2}
    if "level" in zone.columns:
        found["high_n"] = (zone["level"] == "high").to_numpy(bool)
    if "in_target" in zone.columns:
        found["target_n"] = zone["in_target"].to_numpy(bool)
    return found


def _part(name: str, of: tuple[str, ...]) -> Count:
    return Count(name, of=of, everyone=False, cell=_cell(name))


def _cell(column: str) -> str:
    return "zone|unit={unit}" if column == "people" else f"{column}|unit={{unit}}"


def _zone_lines(units: Sequence[str], columns: set[str]) -> tuple[Line, ...]:
    return tuple(
        Line(whole, tuple(_cell(column).format(unit=unit) for unit in units))
        for column, whole in _WHOLES.items()
        if column in columns or column == "people"
    )


def _between(homes: pd.Series, traits: Mapping[str, np.ndarray], units: Sequence[str]) -> Raw:
    """Persons with one trait and without another, where all with the other have the one too."""
    rows: list[pd.DataFrame] = []
    lines: list[Line] = []
    for inner, outer in permutations(traits, 2):
        if (traits[inner] & ~traits[outer]).any() or {inner, outer} == {"chronic_n", "multi_n"}:
            continue
        rest = traits[outer] & ~traits[inner]
        found = measured(homes, {"n": rest.astype(float)}, units)
        cells = [f"{outer} without {inner}|unit={unit}" for unit in units]
        rows.append(pd.DataFrame({"cell": cells, "n": found["n"].to_numpy()}))
        lines += [
            Line(_cell(outer).format(unit=u), (_cell(inner).format(unit=u), cell))
            for u, cell in zip(units, cells, strict=True)
        ]
    frame = pd.concat(rows, ignore_index=True) if rows else pd.DataFrame({"cell": [], "n": []})
    return Raw("units_between", (), (Count("n", cell="{cell}", shown=False),), frame, tuple(lines))
