"""Chronic conditions that medicines can tell: which ATC codes, how much in a year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Literal, get_args

from pilotzones.assets import asset
from pilotzones.errors import Fault, MissingPartError

Family = Literal[
    "non_communicable",
    "persistent_communicable",
    "mental",
    "functional",
    "rare",
    "accident",
    "multimorbidity",
    "dependency",
    "terminal",
]
FAMILIES: tuple[Family, ...] = get_args(Family)
"""The nine families of long-term health problems (T17)."""

YEARLY_DDD = Decimal(90)
"""DDD in a calendar year from which on a medicine tells a condition, where nothing else is said."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One chronic condition: the medicines that tell it, and how much of them in a year.

    ``family`` is one of `FAMILIES`, empty where the table does not say it. ``names`` by language.
    ``ddd``: at least as many in a calendar year. ``min_age``, ``max_age``: full years at 31
    December. ``matches`` and ``differs``: a code that has to match, a near one that must not.
    """

    id: str
    family: str
    names: Mapping[str, str]
    prefixes: tuple[str, ...]
    ddd: Decimal = YEARLY_DDD
    min_age: int | None = None
    max_age: int | None = None
    source: str = ""
    matches: str = ""
    differs: str = ""

    def tells(self, code: str) -> bool:
        """Does a medicine of this ATC code count for the condition?"""
        return code.startswith(self.prefixes)


@dataclass(frozen=True, slots=True)
class Polypharmacy:
    """Many medicines at once: in the last ``months`` of a year, how many classes and DDD.

    At least ``classes`` different ATC classes of level 3 (four characters) and at least ``ddd``
    DDD of all medicines together.
    """

    months: int
    classes: int
    ddd: Decimal
    source: str = ""


@dataclass(frozen=True, slots=True)
class Conditions:
    """The table of conditions and what counts as polypharmacy."""

    rows: tuple[Condition, ...]
    polypharmacy: Polypharmacy

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids in the order of the table: the columns ``cond_<id>``."""
        return tuple(row.id for row in self.rows)

    @property
    def names(self) -> dict[str, Mapping[str, str]]:
        """Names of each condition by language."""
        return {row.id: row.names for row in self.rows}

    @property
    def families(self) -> dict[str, str]:
        """Family of each condition."""
        return {row.id: row.family for row in self.rows}


def read_conditions(path: Path | None = None) -> Conditions:
    """Conditions of a file (TOML of the form of `models/conditions.toml`, or a table), or ours.

    A table (a text file with separators) has the columns ``condition`` and ``prefix``: 90 DDD a
    year, no bounds of age, no family, the id as name. A file that does not say what polypharmacy
    is takes ours.

    Raises
    ------
    InputError
        Everything that is wrong with the file: unknown keys, wrong values, ids that stand twice,
        a code that should match and does not, or should not and does.

    Examples
    --------
    >>> table = read_conditions()
    >>> [row.id for row in table.rows if row.tells("A10BA02")]
    ['diabetes']
    """
    from pilotzones.stratification.conditions_file import rows_of_table, table_of_toml

    shipped = asset("models", "conditions.toml")
    if path is None:
        rows, polypharmacy = table_of_toml(shipped)
    elif path.suffix.lower() == ".toml":
        rows, polypharmacy = table_of_toml(path)
    else:
        rows, polypharmacy = rows_of_table(path), None
    return Conditions(rows, polypharmacy or _ours(shipped))


def _ours(shipped: Path) -> Polypharmacy:
    from pilotzones.stratification.conditions_file import table_of_toml

    found = table_of_toml(shipped)[1]
    if found is None:
        raise MissingPartError(Fault("part.asset", file="models/conditions.toml"))
    return found
