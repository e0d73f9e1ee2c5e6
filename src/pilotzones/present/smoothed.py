"""Rows of the released table ``small_areas``, as maps and pages take them."""

from __future__ import annotations

from collections.abc import Mapping

from pilotzones.stratification.released import HIDDEN, Cell, PeopleSheet

TABLE = "small_areas"
UNSEEN = frozenset({"others", "neighbours"})
"""Methods of a unit whose own count is hidden: it is estimated from other units alone."""


def smoothed_rows(people: PeopleSheet, indicator: str) -> dict[str, Mapping[str, Cell]]:
    """Rows of one indicator by unit; none where it was not estimated."""
    table = people.tables.get(TABLE)
    rows = table.records() if table is not None else []
    return {str(row["unit"]): row for row in rows if row["indicator"] == indicator}


def rate_on_map(row: Mapping[str, Cell]) -> Cell:
    """Share of a unit as a map shows it: hidden where its own count is.

    A colour speaks of the unit, and what the others say of it is no news of it; the estimate and
    its wide interval stand in the table.
    """
    return HIDDEN if row.get("method") in UNSEEN else row.get("rate")
