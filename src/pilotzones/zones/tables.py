"""Tables of zones: a column of units or municipalities, and perhaps one of the zones' names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from pilotzones.errors import Fault, InputError
from pilotzones.readers.headings import fold, positions
from pilotzones.readers.tables import RawTable
from pilotzones.schemas import Column, Schema, check
from pilotzones.zones.naming import Gazetteer
from pilotzones.zones.pasted import CODE_HEADINGS
from pilotzones.zones.spelling import LIKE_DIGITS

_MOSTLY = 0.5
"""A column without a known heading holds codes when more than this share of its cells are known."""

_MUNICIPAL = frozenset(
    fold(heading) for heading in ("commune", "gemeente", "gemeinde", "municipality", "municipalité")
)

ZONES = Schema(
    "zones",
    (
        Column("unit", "text", aliases=CODE_HEADINGS, source="the user's list of a zone"),
        Column(
            "zone",
            "text",
            aliases=(
                "zone name",
                "nom de la zone",
                "naam van de regio",
                "name der zone",
                "zone pilote",
                "pilootregio",
                "pilotzone",
                "projet",
                "project",
                "projekt",
                "eerstelijnszone",
                "elz",
                "zone de première ligne",
                "zorgregio",
                "région de soins",
                "bassin",
            ),
            required=False,
            source="the user's table of several zones",
        ),
        Column(
            "name",
            "text",
            aliases=(
                "localité",
                "locality",
                "localiteit",
                "plaats",
                "plaatsnaam",
                "ort",
                "ortschaft",
                "commune",
                "gemeente",
                "gemeinde",
                "municipality",
                "nom",
                "naam",
            ),
            required=False,
            nullable=True,
            source="the name that stands beside a code",
        ),
    ),
)
"""One row per unit (or municipality) of a zone; further columns are not read."""


@dataclass(frozen=True, slots=True)
class ListedRow:
    """A row of a table of zones: its number, the unit as written, the zone and the name beside."""

    number: int
    unit: str
    zone: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """Rows of a table of zones.

    Rows that say the same unit of the same zone again stand in ``rows`` only when the whole row
    is the same, which is a double. ``faults`` are those of cells; ``unit_heading`` is the heading
    of the codes.
    """

    rows: tuple[ListedRow, ...]
    unit_heading: str
    faults: tuple[Fault, ...] = ()

    def zones(self) -> dict[str | None, tuple[ListedRow, ...]]:
        """Rows of each zone, in the order of the names; one zone without name where none is."""
        names = sorted({row.zone or "" for row in self.rows})
        return {
            name or None: tuple(row for row in self.rows if (row.zone or "") == name)
            for name in names
        }


def listed(
    raw: RawTable,
    known: Gazetteer,
    *,
    unit_column: str | None = None,
    zone_column: str | None = None,
) -> Listed:
    """Rows of a table of zones, by the columns named or by their usual headings.

    Raises
    ------
    InputError
        No column of codes, or a column that is not there; the headings that are there are told.
    """
    mapping = {
        key: heading
        for key, heading in (("unit", unit_column), ("zone", zone_column))
        if heading is not None
    }
    if "unit" not in mapping and not positions(raw.header, ZONES.columns[0]):
        found = code_column(raw, known)
        mapping |= {"unit": found} if found else {}
    rows, faults = _checked(raw, mapping)
    faults = [_with_meant(fault, known) for fault in faults]
    heading = mapping.get("unit") or raw.header[positions(raw.header, ZONES.columns[0])[0]]
    taken = {fold(h) for h in mapping.values()} | _usual(raw)
    others = [i for i, h in enumerate(raw.header) if fold(h) not in taken]
    cells = dict(zip(raw.row_numbers, raw.rows, strict=True))
    return Listed(_without_repeats(rows, cells, others), heading, tuple(faults))


def code_column(raw: RawTable, known: Gazetteer) -> str | None:
    """Heading of the only column that holds mostly codes of units or municipalities, or None."""
    codes = {*known.layer.codes, *known.written}
    found: list[str] = []
    for place, heading in enumerate(raw.header):
        cells = [_text(row[place]) for row in raw.rows if row[place] is not None]
        if cells and sum(cell in codes for cell in cells) > _MOSTLY * len(cells):
            found.append(heading)
    return found[0] if len(found) == 1 and found[0] else None


def holds_municipalities(cells: Iterable[str], heading: str, known: Gazetteer) -> bool:
    """Are these municipalities, not units: by their codes, else (names) by the heading?"""
    wanted = set(cells)
    units, municipalities = len(wanted & set(known.layer.codes)), wanted & known.written
    if not units and not municipalities:
        return fold(heading) in _MUNICIPAL
    return len(municipalities) > units


def _with_meant(fault: Fault, known: Gazetteer) -> Fault:
    """Fault of a letter in a code, with the unit that is meant where there is one."""
    meant = (fault.value or "").translate(LIKE_DIGITS)
    if fault.id not in ("cell.letter_o", "cell.letter_l") or meant not in known.layer.units.index:
        return fault
    label = known.units.label(meant)
    return replace(fault, id="zone.letter_in_code", fields={"meant": label})


def _usual(raw: RawTable) -> set[str]:
    return {
        fold(raw.header[place])
        for column in ZONES.columns
        for place in positions(raw.header, column)
    }


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell == cell // 1:
        return str(int(cell))
    return str(cell).strip()


def _checked(raw: RawTable, mapping: dict[str, str]) -> tuple[tuple[ListedRow, ...], list[Fault]]:
    """Rows that are sound, and the faults of the others: so that both can be told together.

    Raises
    ------
    InputError
        Faults that are not those of single rows.
    """
    try:
        return _rows(check(raw, ZONES, mapping=mapping)), []
    except InputError as error:
        faults = list(error.faults)
    rows = {fault.row for fault in faults if fault.row in raw.row_numbers}
    if any(fault.row not in rows for fault in faults):
        raise InputError(faults)
    sound = [i for i, number in enumerate(raw.row_numbers) if number not in rows]
    if not sound:
        raise InputError(faults)
    rest = replace(
        raw,
        rows=tuple(raw.rows[i] for i in sound),
        row_numbers=tuple(raw.row_numbers[i] for i in sound),
        faults=(),
    )
    return _rows(check(rest, ZONES, mapping=mapping)), faults


def _rows(frame: pd.DataFrame) -> tuple[ListedRow, ...]:
    found = frame.to_dict("list")
    missing = [None] * len(frame)
    columns = (found["row"], found["unit"], found.get("zone", missing), found.get("name", missing))
    return tuple(
        ListedRow(int(number), str(unit), zone, name if isinstance(name, str) else None)
        for number, unit, zone, name in zip(*columns, strict=True)
    )


def _without_repeats(
    rows: Sequence[ListedRow], cells: dict[int, tuple[object, ...]], others: Sequence[int]
) -> tuple[ListedRow, ...]:
    """Rows without those of a long table that only repeat a unit, such as one row per age band."""
    entire: set[tuple[object, ...]] = set()
    seen: set[tuple[object, ...]] = set()
    kept: list[ListedRow] = []
    for row in rows:
        key = (row.unit, row.zone)
        whole = (*key, *(cells[row.number][place] for place in others))
        if key not in seen or whole in entire:
            kept.append(row)
        seen.add(key)
        entire.add(whole)
    return tuple(kept)
