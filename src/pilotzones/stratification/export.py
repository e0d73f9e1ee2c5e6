"""Features of persons in a file that only its owner can read: the one exception of the room."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pilotzones.errors import Fault, InputError, OutputError
from pilotzones.stratification.engine import given, let_go, quiet, rows_of
from pilotzones.stratification.features import given_name, unordered
from pilotzones.stratification.reading_parts import literal
from pilotzones.stratification.tables import PERSONS

if TYPE_CHECKING:
    from ibis.backends.duckdb import Backend

    from pilotzones.stratification.conditions import Conditions
    from pilotzones.stratification.reading import PeopleTables

_TRAITS = frozenset(column.name for column in PERSONS.columns)
FORMATS = {".parquet": "FORMAT parquet, COMPRESSION zstd", ".csv": "FORMAT csv, HEADER"}
"""How a file is written, by the ending of its name."""


def feature_table(tables: PeopleTables, conditions: Conditions) -> Any:
    """Features of the base year beside the columns of the persons' file under their own headings.

    Ordered by person. What the file has is not repeated under our name; the outcomes of the next
    year are there where the deliveries have that year.
    """
    year = tables.year
    taken = [c.name for c in PERSONS.columns if c.name in tables.given]
    found = unordered(tables, conditions, year, next_year=year + 1 in tables.years, beside=taken)
    not_ours = {*taken, *map(given_name, taken), *(_TRAITS - {"age"})}
    ours = [n for n in found.columns if n not in not_ours]
    own = {tables.headings.get(name, name): name for name in taken}
    own = {heading if heading not in ours else name: name for heading, name in own.items()}
    person = next(heading for heading, name in own.items() if name == "person_id")
    columns = {heading: found[given_name(name)] for heading, name in own.items()}
    return found.select(**columns, **{name: found[name] for name in ours}).order_by(person)


def write_features(tables: PeopleTables, conditions: Conditions, con: Backend, out: Path) -> int:
    """Number of persons written to ``out`` (.parquet or .csv), mode 0600, whole or not at all.

    The tables are at their end then: features of them cannot be asked for once more.

    Raises
    ------
    InputError
        The name has another ending.
    OutputError
        The place cannot be written.
    """
    refuse_other_formats(out)
    table = feature_table(tables, conditions)
    let_go(tables.payments)  # the last use of the tables: room for the rows on their way out
    out = out.resolve()
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))  # mode 0700
    except OSError as error:
        raise OutputError(_unwritable(out, error)) from None
    try:
        part = aside / out.name
        with quiet():
            query = con.compile(table if table.get_backend() is con else _brought(table, con))
            options = FORMATS[out.suffix.lower()]
            written = con.con.execute(f"COPY ({query}) TO {literal(str(part))} ({options})")
            persons = int(written.fetchall()[0][0])
        part.chmod(0o600)
        part.replace(out)
    except OSError as error:
        raise OutputError(_unwritable(out, error)) from None
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return persons


def _brought(table: Any, con: Backend) -> Any:
    """The rows that another engine computed, in DuckDB: one engine writes the files."""
    return given(con, "features", rows_of(table))


def refuse_other_formats(out: Path) -> None:
    """Nothing, where the ending of a name says how the file is to be written.

    Raises
    ------
    InputError
        It does not.
    """
    if out.suffix.lower() not in FORMATS:
        raise InputError(Fault("out.suffix", file=str(out)))


def _unwritable(out: Path, error: OSError) -> Fault:
    return Fault("out.unwritable", file=str(out), value=error.strerror or type(error).__name__)
