"""Chronic conditions: which codes tell them, in medicines, care items and diagnoses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
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

System = Literal["atc", "nomenclature", "icd10", "icpc2"]
SYSTEMS: tuple[System, ...] = get_args(System)
"""Systems of codes: medicines, items of the Belgian nomenclature, diagnoses of two classifications.

They are the ways in which a person can be found to have a condition.
"""

YEARLY_DDD = Decimal(90)
"""DDD in a calendar year from which on a medicine tells a condition, where nothing else is said."""
_SAID = ("family", "names", "source", "matches", "differs")
"""What a condition says of itself without changing who has it."""


@dataclass(frozen=True, slots=True)
class Doses:
    """Medicines that count together: begins of ATC codes, without those of ``excepted``."""

    prefixes: tuple[str, ...]
    excepted: tuple[str, ...] = ()

    def hold(self, code: str) -> bool:
        """Is a medicine of this ATC code one of them?"""
        return code.startswith(self.prefixes) and not (
            self.excepted and code.startswith(self.excepted)
        )


@dataclass(frozen=True, slots=True)
class Condition:
    """One chronic condition: what tells it. Any of its ways is enough.

    Medicines of one calendar year: at least ``ddd`` defined daily doses of those of ``prefixes``
    (but for ``excepted``), or a delivery on at least ``days`` days where that is given, or at least
    ``ddd`` of each group of ``together``; in no case with as much of those of ``without``.
    ``min_age`` and ``max_age`` (full years at 31 December) hold for medicines only.

    Items of the nomenclature: one of ``items`` on at least ``item_days`` days of the year.

    Diagnoses: a code of ``icd10`` or ``icpc2``, written without points, of the last ``years``
    calendar years (of any year where none is given).

    Number: at least ``least`` counted conditions, in at least ``chapters`` different chapters.

    Parameters
    ----------
    family
        One of `FAMILIES`, empty where the table does not say it.
    names
        By language.
    matches, differs
        By system, a code that has to match, and a near one that must not.
    chapter
        Letter of the chapter of ICPC-2: the part of the body.
    within
        Condition that this one is a kind of: who has this one has that one, and is counted once.
    """

    id: str
    family: str
    names: Mapping[str, str]
    prefixes: tuple[str, ...] = ()
    ddd: Decimal = YEARLY_DDD
    min_age: int | None = None
    max_age: int | None = None
    source: str = ""
    matches: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    differs: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    excepted: tuple[str, ...] = ()
    together: tuple[tuple[str, ...], ...] = ()
    without: tuple[str, ...] = ()
    days: int | None = None
    items: tuple[str, ...] = ()
    item_days: int = 1
    icd10: tuple[str, ...] = ()
    icpc2: tuple[str, ...] = ()
    years: int | None = None
    least: int | None = None
    chapters: int | None = None
    chapter: str = ""
    within: str = ""

    @property
    def doses(self) -> Doses:
        """Medicines that tell the condition alone."""
        return Doses(self.prefixes, self.excepted)

    @property
    def groups(self) -> tuple[Doses, ...]:
        """Medicines that tell the condition only when there is enough of each group."""
        return tuple(Doses(prefixes) for prefixes in self.together)

    @property
    def counted(self) -> bool:
        """Does it count in the number of conditions? Kinds of another and numbers do not."""
        return not self.within and self.least is None

    @property
    def rule(self) -> tuple[object, ...]:
        """All that decides who has the condition."""
        return tuple(getattr(self, each.name) for each in fields(self) if each.name not in _SAID)

    @property
    def ways(self) -> tuple[System, ...]:
        """Systems whose codes tell the condition."""
        told = {
            "atc": self.prefixes or self.together,
            "nomenclature": self.items,
            "icd10": self.icd10,
            "icpc2": self.icpc2,
        }
        return tuple(system for system in SYSTEMS if told[system])

    def codes(self, system: System) -> tuple[str, ...]:
        """Codes of a system, or their begins; those of medicines that count together too."""
        if system == "atc":
            return tuple(dict.fromkeys([*self.prefixes, *(c for g in self.together for c in g)]))
        return {"nomenclature": self.items, "icd10": self.icd10, "icpc2": self.icpc2}[system]

    def tells(self, code: str, system: System = "atc") -> bool:
        """Does a code count for the condition? For medicines, alone or with others."""
        match system:
            case "atc":
                return any(part.hold(code) for part in (self.doses, *self.groups) if part.prefixes)
            case "nomenclature":
                return code in self.items
            case "icd10":
                return plain(code).startswith(self.icd10 or ("\0",))
            case "icpc2":
                return plain(code).startswith(self.icpc2 or ("\0",))


def plain(code: str) -> str:
    """Code of a diagnosis as it is compared: capitals and figures only.

    Examples
    --------
    >>> plain("e11.9"), plain("T90.01")
    ('E119', 'T9001')
    """
    return "".join(sign for sign in code.upper() if sign.isascii() and sign.isalnum())


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
    def uncounted(self) -> tuple[str, ...]:
        """Ids of those that the number of conditions leaves out."""
        return tuple(row.id for row in self.rows if not row.counted)

    @property
    def names(self) -> dict[str, Mapping[str, str]]:
        """Names of each condition by language."""
        return {row.id: row.names for row in self.rows}

    @property
    def families(self) -> dict[str, str]:
        """Family of each condition."""
        return {row.id: row.family for row in self.rows}

    def by(self, system: System) -> Iterator[Condition]:
        """Conditions that codes of a system tell."""
        return (row for row in self.rows if system in row.ways)


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
    ['diabetes', 'diabetes_no_insulin']
    """
    from pilotzones.stratification.conditions_file import table_of_toml
    from pilotzones.stratification.conditions_table import rows_of_table

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
