"""Raw table of the code-match ledger."""

from __future__ import annotations

from pilotzones.stratification.conditions import Conditions
from pilotzones.stratification.ledger import ledger_of_persons
from pilotzones.stratification.raw import Amount, Count, Raw
from pilotzones.stratification.reading import PeopleTables

_NUMBERS = ("rows", "ddd", "eur")


def ledger_raw(tables: PeopleTables, conditions: Conditions, *, minimum: int) -> Raw:
    """Table ``ledger`` of the base year: codes that told no condition, with their volume."""
    found = ledger_of_persons(tables, conditions, tables.year, minimum=minimum).to_pandas()
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
