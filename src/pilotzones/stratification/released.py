"""What leaves the stratification: tables that passed the disclosure gate, and plain facts.

The only module of this room, with `criteria`, that pages and rules may see. A `SafeTable` is made
by `pilotzones.stratification.disclosure` and by nothing else; nothing here says anything of one
person.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from pilotzones.errors import Fault
    from pilotzones.stratification.criteria import Criteria


class Hidden(Enum):
    """A cell that the disclosure gate holds back; never 0, never missing."""

    HIDDEN = "hidden"


HIDDEN: Final = Hidden.HIDDEN

Cell = str | int | float | Hidden | None
"""Key, number, hidden, or None where there is no data."""

WORDS: Final = MappingProxyType(
    {
        "outcomes.outcome": "risk.outcome.",
        "fairness.verdict": "risk.fairness.",
        "drift.verdict": "risk.drift.",
        "transfer.verdict": "risk.fit.",
        "explanation.group": "risk.group.",
        "capacity.place": "risk.place.",
        "avoidable.what": "risk.stays.",
        "card.use": "risk.use.",
        "card.not_for": "risk.not_for.",
    }
)
"""Begin of the message ids of keys, by table and column; the key itself ends the id."""

Kind = Literal["key", "count", "amount", "mean", "share"]
Level = Literal["persons", "aggregates", "public-rates"]
"""What figures are made from: rows of persons, tables of units, or rates of the whole country."""


@dataclass(frozen=True, slots=True)
class SafeColumn:
    """One column of a released table.

    ``kind`` is key (what the row is about), count (persons or events), amount (a sum, such as
    euros), mean (per person) or share (0..1). ``unit`` is ``persons``, ``eur``,
    ``eur per person``, ``days``, ``stays``, ``per 1000`` or ``share``.
    """

    name: str
    kind: Kind
    unit: str = ""


@dataclass(frozen=True, slots=True)
class SafeTable:
    """A table that passed the gate, at released precision; rows in their order.

    ``minimum`` is the smallest count that was let through; ``hidden`` the number of cells held
    back, small ones and those that would give them away.
    """

    id: str
    columns: tuple[SafeColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]
    minimum: int
    hidden: int = 0

    def column(self, name: str) -> tuple[Cell, ...]:
        """Cells of one column, in the order of the rows."""
        place = self._place(name)
        return tuple(row[place] for row in self.rows)

    def cell(self, name: str, **keys: str) -> Cell:
        """Cell of the one row with these keys; KeyError where there is none."""
        places = {self._place(key): value for key, value in keys.items()}
        for row in self.rows:
            if all(row[place] == value for place, value in places.items()):
                return row[self._place(name)]
        raise KeyError((self.id, name, keys))

    def number(self, name: str, **keys: str) -> float | None:
        """The same as a number; None where it is hidden, missing or there is no such row."""
        try:
            found = self.cell(name, **keys)
        except KeyError:
            return None
        return None if found is None or isinstance(found, str | Hidden) else found

    def records(self) -> list[dict[str, Cell]]:
        """Rows as dictionaries by column."""
        names = [column.name for column in self.columns]
        return [dict(zip(names, row, strict=True)) for row in self.rows]

    def _place(self, name: str) -> int:
        names = [column.name for column in self.columns]
        if name not in names:
            raise KeyError((self.id, name))
        return names.index(name)


@dataclass(frozen=True, slots=True)
class DataLevel:
    """Where the figures come from, said on every page.

    ``level`` says what they are made from; ``synthetic``, beside it, that nobody of them exists.
    ``year`` is the base year (the last whole one), ``years`` all calendar years of the deliveries,
    ``seed`` that of the synthetic population.
    """

    level: Level
    synthetic: bool
    year: int
    years: tuple[int, ...]
    files: tuple[str, ...] = ()
    seed: int | None = None


@dataclass(frozen=True, slots=True)
class ModelCard:
    """What a risk model is, in plain values; its measures stand in the table ``evaluation``.

    ``signal`` is False where the model does no better than the mean out of time: the pages then
    say so. ``scheme`` names how it was evaluated: ``out-of-time`` or ``cross-validated``.
    ``trained`` are the persons it learnt from, to the hundred; ``merged`` the rare values put
    together with others before fitting; ``weak_groups`` (trait, level) those that are expected to
    need too little. ``use`` and ``not_for`` are endings of the messages ``risk.use.`` and
    ``risk.not_for.``; ``notes`` are ids of messages that belong to the card.
    """

    outcome: str
    parts: tuple[str, ...]
    trained_on: tuple[int, int]
    evaluated_on: tuple[int, int] | None
    scheme: str
    features: tuple[str, ...]
    signal: bool
    cap_eur: float | None = None
    trained: int = 0
    merged: tuple[str, ...] = ()
    weak_groups: tuple[tuple[str, str], ...] = ()
    use: tuple[str, ...] = ()
    not_for: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PeopleSheet:
    """Everything that the stratification of one zone releases.

    ``tables`` by id: see `pilotzones.stratification.sheet`. ``names`` gives conditions, in four
    languages, by id. ``families`` gives the family (T17) of each condition. ``criteria`` are those
    of the target group, None where none are given. ``totals`` are rows of the input by what became
    of them. ``sources`` says where the definition of a condition can be looked up, by its id (and
    ``polypharmacy``). ``gaps`` names open care gaps, in four languages, ``gap_sources`` says where
    each comes from; by id. ``notices`` are what the user has to hear of the files, ``register``
    what of the release register: for the terminal, never for a page. ``because`` is the number of
    cells that are hidden for what was released before, ``rounding`` what numbers are rounded to
    (0: nothing).
    """

    data: DataLevel
    tables: Mapping[str, SafeTable]
    names: Mapping[str, Mapping[str, str]]
    families: Mapping[str, str]
    minimum_cell: int
    criteria: Criteria | None = None
    model: ModelCard | None = None
    totals: Mapping[str, Cell] = field(default_factory=lambda: MappingProxyType({}))
    capacity: tuple[int, int] | None = None
    notices: tuple[Fault, ...] = ()
    sources: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    gaps: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: MappingProxyType({}))
    gap_sources: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    because: int = 0
    register: tuple[Fault, ...] = ()
    rounding: int = 0
