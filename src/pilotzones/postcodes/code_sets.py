"""Sets of municipality codes (NIS5) by date, and what became of each code.

The set of Belgian municipalities changes: 589 on 1 January 2018, 581 in 2020, 565 in 2025.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path

from pilotzones.assets import asset
from pilotzones.errors import Fault, InputError


@dataclass(frozen=True, slots=True)
class Step:
    """What each code of one date has become at the next."""

    from_date: date
    to_date: date
    becomes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class CodeSets:
    """Code sets of successive dates, joined by the steps between them."""

    steps: tuple[Step, ...]

    @property
    def dates(self) -> tuple[date, ...]:
        """Dates of the sets, in order."""
        return (self.steps[0].from_date, *(step.to_date for step in self.steps))

    def codes(self, day: date) -> frozenset[str]:
        """Codes that exist at one of the dates.

        Raises
        ------
        InputError
            There is no code set of that date (``codes.unknown_date``); the known ones are told.
        """
        if day not in self.dates:
            known = tuple(known.isoformat() for known in self.dates)
            raise InputError(
                Fault("codes.unknown_date", value=day.isoformat(), fields={"known": known})
            )
        for step in self.steps:
            if day == step.from_date:
                return frozenset(step.becomes)
        return frozenset(self.steps[-1].becomes.values())

    def forward(self, from_date: date, to_date: date) -> dict[str, str]:
        """Code at the later date of each code of the earlier one."""
        found = {code: code for code in self.codes(from_date)}
        for step in self.steps:
            if from_date <= step.from_date and step.to_date <= to_date:
                found = {code: step.becomes[last] for code, last in found.items()}
        return found


def read_code_sets(path: Path) -> CodeSets:
    """Code sets of a file with the columns ``from_date, from_code, to_date, to_code``.

    One row for every code of the earlier date of each step.

    Raises
    ------
    InputError
        A code that becomes two (``codes.split``), or steps that do not fit onto each other
        (``codes.broken_chain``).
    """
    steps: dict[tuple[date, date], dict[str, str]] = {}
    faults: list[Fault] = []
    with path.open(encoding="utf-8", newline="") as handle:
        for row, line in enumerate(csv.DictReader(handle), start=2):
            days = date.fromisoformat(line["from_date"]), date.fromisoformat(line["to_date"])
            becomes, code = steps.setdefault(days, {}), line["from_code"]
            if becomes.setdefault(code, line["to_code"]) != line["to_code"]:
                faults.append(Fault("codes.split", file=str(path), row=row, value=code))
    ordered = tuple(Step(*days, becomes) for days, becomes in sorted(steps.items()))
    for one, two in pairwise(ordered):
        odd = tuple(sorted(set(one.becomes.values()) ^ set(two.becomes)))
        if one.to_date != two.from_date or odd:
            fields = {"codes": odd, "year": str(one.to_date.year)}
            faults.append(Fault("codes.broken_chain", file=str(path), fields=fields))
    if faults:
        raise InputError(faults)
    return CodeSets(ordered)


@cache
def code_sets() -> CodeSets:
    """The code sets of 1 January 2018, 2020 and 2025 that ship with the program."""
    return read_code_sets(asset("postcodes", "municipality_codes.csv"))
