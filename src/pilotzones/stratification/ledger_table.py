"""Raw table of the code-match ledger."""

from __future__ import annotations

from pilotzones.stratification.conditions import Conditions
from pilotzones.stratification.raw import Raw
from pilotzones.stratification.reading import PeopleTables


def ledger_raw(tables: PeopleTables, conditions: Conditions) -> Raw:
    """Table ``ledger``."""
    raise NotImplementedError
