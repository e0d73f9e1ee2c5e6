"""What the sheets of the companion share: its contents, and where everything stands."""

from __future__ import annotations

from dataclasses import dataclass

from openpyxl.utils import get_column_letter

from pilotzones.findings import Case
from pilotzones.words import text
from pilotzones.zones.zone import Zone

SHEETS = {
    "answer": "book.sheet.answer",
    "zone": "book.sheet.zone",
    "units": "book.sheet.units",
    "others": "book.sheet.others",
    "sums": "book.sheet.sums",
}
"""Sheets in their order, each with the message of its title; the last is hidden."""
_ROOM = 60
"""Rows and projects left free beside what is filled in."""
_ZONE_ROWS, _SPARE_PROJECTS, _FEWEST_PROJECTS = 240, 3, 8

FIRST_UNIT = 7
"""Row of the first unit on the sheet of all units."""
FIRST_CODE = 8
"""Row of the first code on the sheet of the zone."""
SAME_LAND, FIRST_OTHER = 12, 13
"""Rows of the other projects: does one claim the same land, and where its codes begin."""
KNOWN_CELL = "$B$4"
"""Cell that says whether the other projects are known."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A companion to make: the case it starts from, its language, and how much room it has.

    ``rows`` are those for the codes of the zone, and of each other project; ``projects`` the
    columns for other projects.
    """

    case: Case
    lang: str
    codes: tuple[str, ...]
    rows: int
    projects: int

    @classmethod
    def of(cls, case: Case, lang: str) -> Plan:
        """Plan with room for what is there, and for more."""
        codes = case.layer.codes
        others = case.round.others if case.round else ()
        filled = max(len(given(zone)) for zone in (case.zone, *others))
        rows = max(min(len(codes), _ZONE_ROWS), filled) + _ROOM
        return cls(case, lang, codes, rows, max(_FEWEST_PROJECTS, len(others) + _SPARE_PROJECTS))

    def say(self, id: str, **fields: object) -> str:
        """Message in the language of the workbook."""
        return text(id, self.lang, **fields)

    def sheet(self, name: str) -> str:
        """Title of the sheet ``answer``, ``zone``, ``units``, ``others`` or ``sums``."""
        return self.say(SHEETS[name])

    @property
    def spaced(self) -> bool:
        """Has a code of the layer a space in it?"""
        return " " in "".join(self.codes)

    def at(self, name: str, cell: str) -> str:
        """Cell or range of a sheet, as a formula names it."""
        return f"'{self.sheet(name).replace(chr(39), chr(39) * 2)}'!{cell}"

    def of_units(self, column: str) -> str:
        """Column of the sheet of all units, as a formula names it."""
        last = FIRST_UNIT + len(self.codes) - 1
        return self.at("units", f"${column}${FIRST_UNIT}:${column}${last}")

    def of_zone(self, column: str) -> str:
        """Column of the sheet of the zone, as a formula names it."""
        last = FIRST_CODE + self.rows - 1
        return self.at("zone", f"${column}${FIRST_CODE}:${column}${last}")

    def of_others(self, row: int) -> str:
        """Row of figures above the codes of the other projects, as a formula names it."""
        last = get_column_letter(1 + self.projects)
        return self.at("others", f"$B${row}:${last}${row}")


def given(zone: Zone) -> tuple[str, ...]:
    """Codes of a zone as they were given: those that stand twice, twice."""
    return (*zone.codes, *zone.repeated)


def as_typed(code: str) -> str | int:
    """Code as a person would type it: a number where it is written as one."""
    return int(code) if code.isdecimal() and code.isascii() and not code.startswith("0") else code
