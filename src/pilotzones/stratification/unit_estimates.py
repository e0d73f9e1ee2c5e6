"""Smoothed shares of the units where there are persons: table ``small_areas`` from released tables.

Nothing here sees a person. All goes in as the gate let it out: people and counts of the table
``units``, expected cases of ``expected_cases``. What is reckoned from released numbers tells no
more than they do, whatever the method: a count that is hidden has no part in any estimate, and its
unit's own is made of the other units alone, with the interval of a unit that nobody looked at. Nor
is it used that a hidden number is often a small one.

The estimators are those of the sheet without persons (`small_area.smoothed`), which take counts as
Poisson. A count among the people of a unit is binomial and varies less, by the share that do not
have the trait: counts and expected cases are both divided by it, so that they vary as the model
says (quasi-likelihood; McCullagh and Nelder 1989, Generalized Linear Models, ch. 9).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from pilotzones.postcodes.contiguity import Contiguity
from pilotzones.stratification.aggregate_places import contracted
from pilotzones.stratification.disclosure import release
from pilotzones.stratification.raw import Count
from pilotzones.stratification.released import HIDDEN, Cell, SafeTable
from pilotzones.stratification.small_area import FEWEST, Counted, Smoothed, smoothed
from pilotzones.stratification.small_area_table import estimated, small_areas_raw
from pilotzones.stratification.standardisation import Floats

if TYPE_CHECKING:
    from pilotzones.postcodes.layer import UnitLayer

COUNTS = {"any": "chronic_n", "two_or_more": "multi_n", "target": "target_n"}
"""Column of the table ``units`` with the cases of each indicator.

Not the high level of the pyramid: most units have so few of it that most counts are hidden, and
what the largest units have is no estimate of the others."""
_UNSEEN = {"spatial": "neighbours", "poisson-gamma": "others"}
"""Method of a unit whose own count is hidden."""

_LEAST_SPREAD = 0.05
"""Smallest variance of a count over its mean that is reckoned with."""


def unit_estimates(
    tables: Mapping[str, SafeTable], layer: UnitLayer, *, minimum: int
) -> SafeTable | None:
    """Table ``small_areas`` of a zone with persons; None where nothing can be smoothed.

    A row for each unit and indicator. ``method`` is ``poisson-gamma`` (towards all units) or
    ``spatial`` (towards the neighbours); ``others`` or ``neighbours`` where the unit's own count is
    hidden. ``reference`` is ``outside`` where the ratio is standardised by age and sex against the
    people outside the zone, else ``zone``: expected is then the share of the units with a shown
    count, and the ratio is **not** standardised. A unit whose number of people is hidden has no
    estimate: its cells are hidden. An indicator that fewer than three units show is left out: it
    cannot be seen how units differ.
    """
    units, due = tables.get("units"), tables.get("expected_cases")
    if units is None:
        return None
    rows: list[dict[str, Any]] = []
    graph = _graph(layer, [str(code) for code in units.column("unit")])
    for indicator, column in COUNTS.items():
        if column in {c.name for c in units.columns}:
            given = due.column(indicator) if due and _has(due, indicator) else None
            rows += _of_indicator(indicator, units, given, graph)
    if not rows:
        return None
    # what is hidden in the table of units is any number under the minimum here: hidden again
    return release(small_areas_raw(rows, Count("cases")), minimum=minimum)


def _has(table: SafeTable, column: str) -> bool:
    return column in {c.name for c in table.columns} and any(
        isinstance(cell, int | float) for cell in table.column(column)
    )


def _of_indicator(
    indicator: str, units: SafeTable, due: tuple[Cell, ...] | None, graph: Contiguity
) -> list[dict[str, Any]]:
    own, cells = units.column("people"), units.column(COUNTS[indicator])
    people, cases = _numbers(own), _numbers(cells)
    told = ~np.isnan(people) & ~np.isnan(cases)
    share = _share(people, cases, told)
    expected = _numbers(due) if due is not None else people * share
    expected = np.nan_to_num(np.where(np.isnan(people), np.nan, expected))
    spread = max(1 - share, _LEAST_SPREAD)
    none = np.full(len(people), np.nan)
    counted = Counted(np.where(told, cases, np.nan) / spread, expected / spread, none)
    if counted.known.sum() < FEWEST:
        return []
    found = smoothed(counted, graph)
    reference = "zone" if due is None else "outside"
    return [
        {
            "unit": unit,
            "indicator": indicator,
            "method": _method(found, told[k]) if expected[k] > 0 else None,
            "reference": reference,
            **estimated(float(people[k]), float(expected[k]), _ratio(found, k)),
            "people": _again(own[k]),
            "cases": _again(cells[k]),
        }
        for k, unit in enumerate(units.column("unit"))
    ]


def _share(people: Floats, cases: Floats, told: np.ndarray) -> float:
    """Share of the units together whose numbers are both shown; 0 where there are none."""
    whole = people[told].sum()
    return float(cases[told].sum() / whole) if whole else 0.0


def _method(found: Smoothed, told: bool) -> str:
    return found.method if told else _UNSEEN[found.method]


def _ratio(found: Smoothed, k: int) -> tuple[float, float, float]:
    return float(found.ratio[k]), float(found.low[k]), float(found.high[k])


def _again(cell: Cell) -> float:
    """A released number on its way through the gate; 1 for a hidden one, which is hidden again."""
    if cell is HIDDEN:
        return 1.0
    return float(cell) if isinstance(cell, int | float) else np.nan


def _numbers(cells: tuple[Cell, ...]) -> Floats:
    return np.array([float(c) if isinstance(c, int | float) else np.nan for c in cells])


def _graph(layer: UnitLayer, codes: list[str]) -> Contiguity:
    """Borders among the units of the zone, in their order."""
    area = np.full(len(layer.codes), -1)
    area[layer.positions(codes)] = np.arange(len(codes))
    return contracted(layer.contiguity, area, len(codes))
