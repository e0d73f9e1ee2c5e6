"""The size of the target group: by criterion, overlap, union, uptake. Raw tables for the gate."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pilotzones.stratification.criteria.mask import Selection
from pilotzones.stratification.raw import Count, Figure, Line, Raw

TARGET = "target"
"""Name of the cell that holds the size of the target group."""


def target_tables(
    selection: Selection, *, uptake: tuple[float, float] | None = None
) -> tuple[Raw, ...]:
    """Raw tables ``criteria``, ``criteria_overlap`` and, with a range, ``uptake``.

    Parameters
    ----------
    selection
        Who of the people of the zone meets the criteria, and who each alternative.
    uptake
        Lowest and highest share of the target group that is expected to take part.

    Notes
    -----
    A last table shows nothing: it tells the gate the groups of persons who meet the same
    alternatives, of which every number shown is a sum.
    """
    met = np.stack(selection.alternatives)
    tables = [_criteria(met), _patterns(met)]
    if len(met) > 1:
        tables.append(_overlap(met))
    if uptake is not None:
        tables.append(_uptake(int(selection.included.sum()), uptake))
    return tuple(tables)


def _criteria(met: NDArray[np.bool_]) -> Raw:
    """Persons of each alternative, those of no other, and all of them together."""
    alone = met & (met.sum(axis=0) == 1)
    rows = [
        {"term": str(i + 1), "people": int(term.sum()), "only_here": int(alone[i].sum())}
        for i, term in enumerate(met)
    ]
    frame = pd.DataFrame(
        [*rows, {"term": "union", "people": int(met.any(axis=0).sum()), "only_here": np.nan}]
    )
    frame["cell"] = [*map(_term, range(len(met))), TARGET]
    columns = (
        Count("people", cell="{cell}"),
        Count("only_here", of=("people",), cell="target|only={term}"),
    )
    return Raw("criteria", ("term",), columns, frame)


def _overlap(met: NDArray[np.bool_]) -> Raw:
    """Persons who meet both alternatives, for each pair."""
    rows = [
        {"term_a": str(a + 1), "term_b": str(b + 1), "people": int((met[a] & met[b]).sum())}
        for a, b in combinations(range(len(met)), 2)
    ]
    columns = (Count("people", cell="target|both={term_a}+{term_b}"),)
    return Raw("criteria_overlap", ("term_a", "term_b"), columns, pd.DataFrame(rows))


def _patterns(met: NDArray[np.bool_]) -> Raw:
    """Persons by the alternatives that they meet, where these are several.

    With those of one alternative only, they are what every number shown is a sum of.
    """
    several = met[:, met.sum(axis=0) > 1]
    sets, sizes = np.unique(several, axis=1, return_counts=True)
    names = ["+".join(str(i + 1) for i in np.flatnonzero(column)) for column in sets.T]
    cells = np.array([f"target|set={name}" for name in names], dtype=object)
    alone = tuple(_only(i) for i in range(len(met)))
    lines = [Line(_term(i), (_only(i), *cells[sets[i]])) for i in range(len(met))]
    lines += [
        Line(f"target|both={a + 1}+{b + 1}", tuple(cells[sets[a] & sets[b]]))
        for a, b in combinations(range(len(met)), 2)
        if (sets[a] & sets[b]).any()
    ]
    lines.append(Line(TARGET, (*alone, *cells)))
    frame = pd.DataFrame({"set": names, "people": sizes.astype("int64")})
    columns = (Count("people", cell="target|set={set}", shown=False),)
    return Raw("criteria_sets", ("set",), columns, frame, tuple(lines))


def _uptake(people: int, ends: tuple[float, float]) -> Raw:
    """Persons of the target group who are expected to take part, at both ends of the range."""
    frame = pd.DataFrame(
        {
            "uptake": [str(share) for share in ends],
            "people": [float(round(people * share)) for share in ends],
            "whole": people,
            "of": TARGET,
        }
    )
    columns = (
        Count("whole", cell="{of}", shown=False),
        Figure("people", ("whole",), kind="count", unit="persons", decimals=0),
    )
    return Raw("uptake", ("uptake",), columns, frame)


def _term(place: int) -> str:
    return f"target|term={place + 1}"


def _only(place: int) -> str:
    return f"target|only={place + 1}"
