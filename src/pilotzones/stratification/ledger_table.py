"""Raw tables of the code-match ledger: codes that told nothing, and by which codes the rest was."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pilotzones.stratification.conditions import SYSTEMS, Condition, Conditions, System
from pilotzones.stratification.engine import frame_of
from pilotzones.stratification.evidence import mask, word_of, words
from pilotzones.stratification.features import ways
from pilotzones.stratification.ledger import ledger_of_persons
from pilotzones.stratification.raw import Amount, Count, Line, Raw
from pilotzones.stratification.reading import PeopleTables

_NUMBERS = ("rows", "ddd", "eur")


def ledger_raw(tables: PeopleTables, conditions: Conditions, *, minimum: int) -> Raw:
    """Table ``ledger`` of the base year: codes that told no condition, with their volume."""
    found = frame_of(ledger_of_persons(tables, conditions, tables.year, minimum=minimum))
    for name in (*_NUMBERS, *(f"{name}_largest" for name in _NUMBERS)):
        found[name] = found[name].astype("float64")
    return Raw(
        id="ledger",
        keys=("kind", "code"),
        columns=(
            Amount("rows", "people", "rows_largest", unit="rows", events=True),
            Count("people"),
            Amount("ddd", "people", "ddd_largest", unit="ddd"),
            Amount("eur", "people", "eur_largest"),
        ),
        frame=found,
    )


def told_by_raw(tables: PeopleTables, conditions: Conditions, zone: pd.DataFrame) -> Raw:
    """Table ``told_by`` of the base year: people of the zone by condition and way that told it.

    Only conditions that more than one way can tell are in it, and only ways that told somebody.
    Who was not told by a way is protected like who was.

    Parameters
    ----------
    zone
        People of the zone: ``person_id``.
    """
    people = frame_of(ways(tables, conditions, tables.year))
    people = people[people["person_id"].isin(zone["person_id"])]
    kinds = {id: [k for k in conditions.rows if id in (k.id, k.within)] for id in conditions.ids}
    rows: list[dict[str, object]] = []
    lines: list[Line] = []
    for row in conditions.rows:
        flags = {by: _flags(people, conditions, by, kinds[row.id]) for by in SYSTEMS}
        told = {by: flag for by, flag in flags.items() if flag.any()}
        if len(told) < 2:  # one way alone is the condition itself
            continue
        whole = int(np.logical_or.reduce(list(told.values())).sum())
        has = f"zone|has={row.id}"
        for by, flag in told.items():
            n = int(flag.sum())
            rows.append({"condition": row.id, "by": by, "people": n, "rest": whole - n})
            lines.append(Line(has, (f"{has}|by={by}", f"{has}|not by={by}")))
    return Raw(
        id="told_by",
        keys=("condition", "by"),
        columns=(
            Count("people", everyone=False, cell="zone|has={condition}|by={by}"),
            Count("rest", cell="zone|has={condition}|not by={by}", shown=False),
        ),
        frame=pd.DataFrame(rows, columns=["condition", "by", "people", "rest"]),
        lines=tuple(lines),
    )


def _flags(
    people: pd.DataFrame, conditions: Conditions, by: System, kinds: Sequence[Condition]
) -> NDArray[np.bool_]:
    """Who was told by codes of a system to have one of some conditions."""
    ids = [row.id for row in kinds]
    found = np.zeros(len(people), np.bool_)
    for k in words(conditions):
        if word_of(by, k) in people.columns:
            found |= (people[word_of(by, k)].to_numpy() & mask(conditions, ids, k)) > 0
    return found
