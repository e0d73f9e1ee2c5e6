"""Raw tables of levels, segments and concentration: who needs how much, and who brings which cost.

Cells are named as in `comparison`: ``zone`` is everybody of the zone, ``zone|sum=total`` what they
cost in the base year, ``zone|sum=stays_per_1000`` their stays in hospital.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
import pandas as pd

from pilotzones.stratification.measured import Numbers, measured, numbers
from pilotzones.stratification.raw import Amount, Count, Figure, Line, Ratio, Raw, RawColumn

LEVELS = ("high", "middle", "low")
SEGMENTS = ("none", "one", "two", "three", "four_or_more")
COST, STAYS, EXPECTED = "zone|sum=total", "zone|sum=stays_per_1000", "zone|expected"
"""Cells of the whole zone that several tables are parts of."""
_THRESHOLD_STEP = 100.0
"""Euros to which a threshold is rounded: it is what the model expects of one person."""


def pyramid_raw(zone: pd.DataFrame, lower_eur: pd.Series) -> Raw:
    """Table ``pyramid``: people, costs, expected costs and stays by level.

    Parameters
    ----------
    zone
        People of the zone with ``level``, ``total_cost``, ``predicted`` and ``hospital_stays``.
    lower_eur
        Smallest expected cost of each level.
    """
    values = _values(zone) | {"expected_eur": numbers(zone["predicted"])}
    frame = _with_whole(measured(zone["level"], values, LEVELS), "level")
    frame["lower_eur"] = lower_eur.reindex(list(LEVELS)).to_numpy(float)
    columns: tuple[RawColumn, ...] = (
        *_people("level"),
        *_costs("level"),
        _expected("", cell=f"{EXPECTED}|level={{level}}"),
        Ratio("expected_per_person", "expected_eur", "people", "mean", "eur per person", 1.0, 0),
        *_stays("level", shown=True),
        Figure("lower_eur", ("people",), "amount", "eur", step=_THRESHOLD_STEP),
        _expected("all_", cell=EXPECTED, shown=False),
    )
    frame["all_expected_eur"] = frame["expected_eur"].sum()
    frame["all_expected_eur_who"] = frame["expected_eur_who"].sum()
    frame["all_expected_eur_most"] = frame["expected_eur_most"].max()
    lines = _parts("level", LEVELS, ("zone", COST, STAYS, EXPECTED))
    return Raw("pyramid", ("level",), columns, frame, lines)


def _expected(prefix: str, *, cell: str, shown: bool = True) -> Amount:
    """What is expected of a level, or of the whole zone."""
    names = (f"{prefix}expected_eur{end}" for end in ("", "_who", "_most"))
    name, who, most = names
    return Amount(name, who, most, cell=cell, shown=shown)


def segments_raw(zone: pd.DataFrame) -> Raw:
    """Table ``segments``: people, costs and stays by number of conditions."""
    labels = np.array(SEGMENTS)[np.minimum(zone["n_conditions"].to_numpy(int), len(SEGMENTS) - 1)]
    frame = _with_whole(measured(labels, _values(zone), SEGMENTS), "segment")
    columns: tuple[RawColumn, ...] = (
        *_people("segment"),
        *_costs("segment"),
        Ratio("eur_per_person", "eur", "people", "mean", "eur per person", decimals=0),
        *_stays("segment", shown=False),
    )
    lines = _parts("segment", SEGMENTS, ("zone", COST, STAYS))
    several = (("any", 1), ("two_or_more", 2), ("three_or_more", 3))
    lines += tuple(
        Line(f"zone|has={name}", tuple(f"zone|segment={s}" for s in SEGMENTS[least:]))
        for name, least in several
    )
    return Raw("segments", ("segment",), columns, frame, lines)


def concentration_raws(zone: pd.DataFrame, tops: pd.DataFrame) -> tuple[Raw, Raw]:
    """Table ``concentration``, and the steps from one row to the next, which it does not show.

    Parameters
    ----------
    tops
        ``top`` (percent, rising, the last 100) and ``n``, the number of people that it means.
    """
    cost = np.sort(numbers(zone["total_cost"]))[::-1]
    ends = tops["n"].to_numpy(int)
    names = [str(top) for top in tops["top"]]
    frame = pd.DataFrame([_slice(cost, 0, end) for end in ends]).assign(top=names)
    frame["who_cell"] = [f"zone|top={top}" for top in names[:-1]] + ["zone"]
    frame["eur_cell"] = [f"{COST}|top={top}" for top in names[:-1]] + [COST]
    frame[["cost", "cost_who", "cost_most"]] = [
        _slice(cost, 0, len(cost))[name] for name in ("eur", "eur_who", "eur_most")
    ]
    columns: tuple[RawColumn, ...] = (
        Count("people", cell="{who_cell}"),
        Amount("eur", "eur_who", "eur_most", cell="{eur_cell}"),
        Amount("cost", "cost_who", "cost_most", cell=COST, shown=False),
        Ratio("eur_share", "eur", "cost"),
    )
    steps = pd.DataFrame([_slice(cost, a, b) for a, b in itertools.pairwise(ends)])
    steps = steps.assign(top=names[1:])
    hidden = (
        Count("people", cell="zone|step={top}", shown=False),
        Amount("eur", "eur_who", "eur_most", cell=f"{COST}|step={{top}}", shown=False),
    )
    lines: list[Line] = []
    for cells, step in ((frame["who_cell"], "zone"), (frame["eur_cell"], COST)):
        rows = zip(cells, cells[1:], names[1:], strict=False)
        lines += [Line(b, (a, f"{step}|step={top}")) for a, b, top in rows]
    return (
        Raw("concentration", ("top",), columns, frame),
        Raw("concentration_steps", ("top",), hidden, steps, tuple(lines)),
    )


def _slice(cost: Numbers, start: int, end: int) -> dict[str, float]:
    """People from one place to another, the dearest first, and what they cost."""
    mine = cost[start:end]
    return {
        "people": float(len(mine)),
        "eur": float(mine.sum()),
        "eur_who": float((mine > 0).sum()),
        "eur_most": float(mine.max(initial=0.0)),
    }


def _values(zone: pd.DataFrame) -> dict[str, Numbers]:
    return {"eur": numbers(zone["total_cost"]), "stays": numbers(zone["hospital_stays"])}


def _with_whole(found: pd.DataFrame, key: str) -> pd.DataFrame:
    """Groups with the whole zone in each row, for the shares."""
    frame = found.rename_axis(key).reset_index()
    return frame.assign(
        whole=found["people"].sum(),
        cost=found["eur"].sum(),
        cost_who=found["eur_who"].sum(),
        cost_most=found["eur_most"].max(),
    )


def _people(key: str) -> tuple[RawColumn, ...]:
    return (
        Count("people", cell=f"zone|{key}={{{key}}}"),
        Count("whole", cell="zone", shown=False),
        Ratio("share", "people", "whole"),
    )


def _costs(key: str) -> tuple[RawColumn, ...]:
    return (
        Amount("eur", "eur_who", "eur_most", cell=f"{COST}|{key}={{{key}}}"),
        Amount("cost", "cost_who", "cost_most", cell=COST, shown=False),
        Ratio("eur_share", "eur", "cost"),
    )


def _stays(key: str, *, shown: bool) -> tuple[RawColumn, ...]:
    cell = f"{STAYS}|{key}={{{key}}}"
    stays = Amount("stays", "stays_who", "stays_most", "stays", True, cell, shown)
    return stays, Ratio("stays_per_1000", "stays", "people", "mean", "per 1000", 1_000.0, 1)


def _parts(key: str, names: Sequence[str], wholes: Sequence[str]) -> tuple[Line, ...]:
    return tuple(Line(whole, tuple(f"{whole}|{key}={n}" for n in names)) for whole in wholes)
