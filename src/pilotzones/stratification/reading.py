"""Persons, deliveries and diagnoses of files into checked tables of one engine.

What makes a file unusable stops the reading, every fault with file, row and column; never a value.
What can be left out safely is left out, counted by reason and told: persons whose unit the layer
lacks, deliveries and diagnoses of such persons and of unknown persons, deliveries of other years.
Two deliveries that are alike are both kept: two packs on one day.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from pilotzones.errors import Fault, InputError
from pilotzones.stratification.engine import quiet, table_of
from pilotzones.stratification.reading_checks import checked_part
from pilotzones.stratification.reading_columns import Typed, typed_part
from pilotzones.stratification.reading_files import read_parts
from pilotzones.stratification.reading_keys import doubled_persons, same_files
from pilotzones.stratification.reading_left_out import (
    Kept,
    keep_deliveries,
    keep_diagnoses,
    keep_persons,
    kinds_of,
)
from pilotzones.stratification.reading_mapping import read_mapping
from pilotzones.stratification.reading_parts import Part, Reader, every_type
from pilotzones.stratification.reading_private import refuse_national_numbers
from pilotzones.stratification.tables import DELIVERIES, DIAGNOSES, DIAGNOSIS_CODES, PERSONS

if TYPE_CHECKING:
    import ibis
    from ibis.backends.duckdb import Backend

_NUMBERS = count()


@dataclass(frozen=True, slots=True)
class PeopleFiles:
    """Files of one stratification: ``year`` is the base year, the last whole one.

    Deliveries count from ``before`` years before the base year up to ``after`` years behind it.
    """

    persons: tuple[Path, ...]
    deliveries: tuple[Path, ...]
    mapping: Path | None
    year: int
    before: int = 2
    after: int = 0
    diagnoses: tuple[Path, ...] = ()

    @property
    def by_table(self) -> tuple[tuple[Path, ...], ...]:
        """Paths of persons, deliveries and, where there are any, diagnoses."""
        return (self.persons, self.deliveries, *((self.diagnoses,) if self.diagnoses else ()))


@dataclass(frozen=True, slots=True)
class PeopleTables:
    """Checked tables with every column of `PERSONS`, `DELIVERIES` and `DIAGNOSES`, in one engine.

    Parameters
    ----------
    persons, deliveries, diagnoses
        Ibis tables; no diagnoses where no file of them is given. ``person_id`` is a whole number
        where it is one in all files, else text. Euros are decimal(18,2), DDD decimal(18,4). What a
        file does not say is missing, but for ``weight`` (1), ``payer`` (federal) and ``excluded``
        (no).
    payments
        Amounts of the deliveries by person, year and kind, as `payments_of` gives them.
    totals
        Rows by what became of them: ``persons_read``, ``persons_unknown_unit``, ``persons``,
        ``deliveries_read``, ``deliveries_unknown_person``, ``deliveries_unknown_unit``,
        ``deliveries_other_years``, ``deliveries``; and with files of diagnoses ``diagnoses_read``,
        ``diagnoses_unknown_person``, ``diagnoses_unknown_unit``, ``diagnoses``.
    notices
        What the user has to hear: rows left out by reason, years that are not whole, rounding.
    years
        Calendar years that have deliveries, in order.
    year
        The base year.
    given
        Columns of persons that the files have, under our names.
    headings
        Their headings in the first file.
    kinds
        Kinds of care in use.
    files
        The paths, as the user wrote them.
    """

    persons: ibis.Table
    deliveries: ibis.Table
    payments: ibis.Table
    totals: dict[str, int]
    notices: tuple[Fault, ...]
    years: tuple[int, ...]
    year: int
    given: frozenset[str]
    headings: dict[str, str]
    kinds: tuple[str, ...]
    files: tuple[str, ...]
    diagnoses: ibis.Table | None = None


def read_people(
    files: PeopleFiles, con: Backend, *, units: Collection[str] | None = None
) -> PeopleTables:
    """Checked persons and deliveries of the files, as tables of the engine.

    Parquet files whose columns have the types of their kinds are queried where they are; all
    others are written into the folder of the run first, encrypted (`engine.connect`).

    Parameters
    ----------
    units
        Codes that the layer has; persons elsewhere are left out. None: no layer is asked.

    Raises
    ------
    InputError
        A national number in any column: that column and nothing else. Otherwise every fault of
        all files at once.
    """
    mapping = read_mapping(files.mapping)
    number = next(_NUMBERS)
    folder = _folder(con, number)
    readers = (
        Reader(con, folder, PERSONS, mapping.persons),
        Reader(con, folder, DELIVERIES, mapping.deliveries),
        Reader(con, folder, DIAGNOSES, mapping.diagnoses),
    )[: len(files.by_table)]
    with quiet():
        parts, faults = _all_parts(files, readers)
        typed = _all_typed(parts, readers)
        notices = _all_checked(parts, typed, readers, files.year, faults)
        people = keep_persons(readers[0], typed[0], number, units)
        kept = [people, keep_deliveries(readers[1], typed[1], number, people, _window(files))]
        if len(readers) > 2:  # diagnoses, the third table
            kept.append(keep_diagnoses(readers[2], typed[2], number, people))
        return _tables(files, kept, typed, con, notices)


def _folder(con: Backend, number: int) -> Path:
    """Folder of this reading, in the folder of the run, where the engine spills its rows too."""
    (spill,) = con.con.execute("SELECT current_setting('temp_directory')").fetchall()[0]
    folder = Path(spill).parent / f"tables-{number}"
    folder.mkdir(mode=0o700)
    return folder


def _window(files: PeopleFiles) -> tuple[int, int, int]:
    return files.year - files.before, files.year, files.year + files.after


Parts = Sequence[list[Part]]
"""Parts of each table, in the order of `PeopleFiles.by_table`."""
Readers = Sequence[Reader]


def _all_parts(files: PeopleFiles, readers: Readers) -> tuple[Parts, list[Fault]]:
    """Parts of all tables, and the faults of rows that were found on the way."""
    found: list[list[Part]] = []
    faults: list[Fault] = []
    stopping = [fault for paths in files.by_table for fault in same_files(paths)]
    for paths, reader in zip(files.by_table, readers, strict=True):
        try:
            parts, told = read_parts(paths, reader)
        except InputError as error:
            stopping += error.faults
            continue
        refuse_national_numbers(parts, reader)
        found.append(parts)
        faults += told
    private = [fault for fault in stopping if fault.id == "input.national_number"]
    if stopping:
        raise InputError(private or [*stopping, *faults])
    for parts, needed, id in (
        (found[0], ("birth_year", "age"), "input.no_age_column"),
        (found[2] if len(found) > 2 else (), DIAGNOSIS_CODES, "input.no_code_column"),
    ):
        faults += [Fault(id, part.file) for part in parts if not any(map(part.has, needed))]
    return found, faults


def _all_typed(parts: Parts, readers: Readers) -> list[list[Typed]]:
    import pyarrow as pa

    ids = [kind for of in parts for kind in every_type(of, "person_id")]
    as_text = not all(map(pa.types.is_integer, ids))
    return [
        [typed_part(part, reader, ids_as_text=as_text) for part in of]
        for of, reader in zip(parts, readers, strict=True)
    ]


def _all_checked(
    parts: Parts,
    typed: Sequence[list[Typed]],
    readers: Readers,
    year: int,
    faults: list[Fault],
) -> list[Fault]:
    """Notices of all parts.

    Raises
    ------
    InputError
        Any fault of a row, those that were found before among them.
    """
    notices: list[Fault] = []
    for of, reader in zip(typed, readers, strict=True):
        for part in of:
            checked = checked_part(part, reader, year)
            faults += checked.faults
            notices += checked.notices
    faults += doubled_persons(typed[0], readers[0])
    if faults:
        for of, reader in zip(parts[1:], readers[1:], strict=True):
            refuse_national_numbers(of, reader, also=("person_id",))
        order = {part.file: i for i, part in enumerate(part for of in parts for part in of)}
        raise InputError(sorted(faults, key=lambda f: (order.get(f.file or "", -1), f.row or 0)))
    return notices


def _tables(
    files: PeopleFiles,
    kept: Sequence[Kept],
    typed: Sequence[Sequence[Typed]],
    con: Backend,
    notices: Sequence[Fault],
) -> PeopleTables:
    people, care, *known = kept
    named = [part.part for part in typed[0]]
    given = frozenset(name for part in named for name in part.headings)
    return PeopleTables(
        persons=table_of(con, people.view),
        deliveries=table_of(con, care.view),
        payments=care.payments,
        totals={name: n for each in kept for name, n in each.totals.items()},
        notices=(*notices, *(notice for each in kept for notice in each.notices)),
        years=care.years,
        year=files.year,
        given=given,
        headings=dict(named[0].headings),
        kinds=kinds_of(typed[1]),
        files=tuple(str(path) for paths in files.by_table for path in paths),
        diagnoses=table_of(con, known[0].view) if known else None,
    )
