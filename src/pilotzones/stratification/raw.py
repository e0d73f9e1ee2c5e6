"""Raw tables: counts and amounts of persons as the gate takes them, and how they add up.

Every count and amount is a cell with a name. Cells of the same name, in one table or in several,
are one and the same number: that is how tables share margins. A cell that no table shows is known
to the gate too, so that nothing shown gives it away.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from string import Formatter
from typing import Literal

import pandas as pd

from pilotzones.stratification.released import Kind


@dataclass(frozen=True, slots=True)
class Count:
    """Column of persons.

    Parameters
    ----------
    of
        Columns of the same row that this one is a part of; what is left of them is protected too.
    everyone
        Whether it may be told that all of the first of them are meant. Where that whole is small
        and the trait a state of health, that everybody has it says something of each.
    cell
        Name of the cells, with the columns of the row in braces; by default one that is
        of this table alone.
    shown
        Whether the number itself stands in the released table.
    """

    name: str
    of: tuple[str, ...] = ()
    everyone: bool = True
    cell: str = ""
    shown: bool = True
    unit: str = "persons"


@dataclass(frozen=True, slots=True)
class Amount:
    """Column of a sum over persons: euros, days, stays.

    ``contributors`` and ``largest`` name the columns with the number of persons who contribute
    and the largest contribution of one of them. ``events`` says that it is a number of events,
    such as stays: then it is shown as it is, and a small one is hidden.
    """

    name: str
    contributors: str
    largest: str
    unit: str = "eur"
    events: bool = False
    cell: str = ""
    shown: bool = True


@dataclass(frozen=True, slots=True)
class Ratio:
    """Column of one column over another, times ``scale``; hidden with either of them."""

    name: str
    top: str
    bottom: str
    kind: Kind = "share"
    unit: str = "share"
    scale: float = 1.0
    decimals: int = 4


@dataclass(frozen=True, slots=True)
class Figure:
    """Column of a figure made elsewhere; hidden where one of the cells behind it is.

    ``step`` is what it is rounded to, such as 100 (euro); by default its decimals count.
    """

    name: str
    guards: tuple[str, ...]
    kind: Kind = "share"
    unit: str = "share"
    decimals: int = 4
    step: float = 0.0


RawColumn = Count | Amount | Ratio | Figure


@dataclass(frozen=True, slots=True)
class Line:
    """A cell that is the sum of others, by name."""

    total: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Raw:
    """A table that has not passed the gate: never outside this room.

    Parameters
    ----------
    id
        Id of the released table.
    keys
        Columns that say what a row is about.
    columns
        The measures, in the order of the released table. A table that shows none of them is not
        released: it only tells the gate of further cells.
    frame
        One row per row of the table, with all keys and columns; a missing number is no data.
    lines
        Sums among cells of this table and of others.
    """

    id: str
    keys: tuple[str, ...]
    columns: tuple[RawColumn, ...]
    frame: pd.DataFrame
    lines: tuple[Line, ...] = field(default=())

    def names(self, column: Count | Amount) -> list[str]:
        """Names of the cells of a column, by row."""
        template = column.cell or f"{self.id}.{column.name}|" + "|".join(
            f"{{{key}}}" for key in self.keys
        )
        fields = [field for _, field, _, _ in Formatter().parse(template) if field]
        if not fields:
            return [template] * len(self.frame)
        values = zip(*(self.frame[field].tolist() for field in fields), strict=True)
        return [template.format(**dict(zip(fields, row, strict=True))) for row in values]

    @property
    def told(self) -> frozenset[str]:
        """Columns whose numbers the released table tells, as they are or within others."""
        named: set[str] = set()
        for column in self.columns:
            match column:
                case Count() | Amount():
                    named |= {column.name} if column.shown else set()
                case Ratio():
                    named |= {column.top, column.bottom}
                case Figure():
                    named |= set(column.guards)
        return frozenset(named)

    @property
    def shown(self) -> tuple[RawColumn, ...]:
        """Columns of the released table."""
        return tuple(c for c in self.columns if isinstance(c, Ratio | Figure) or c.shown)


Protected = Literal["count", "amount", "events"]
"""What a cell is: persons, a sum over persons, or a number of events."""
