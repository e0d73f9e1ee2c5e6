"""One embedded DuckDB for a run, in a folder of its own that nobody else can read."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import shutil
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from pilotzones.errors import Fault, InputError, PilotzonesError

if TYPE_CHECKING:
    import ibis
    import pandas as pd
    import pyarrow as pa
    from ibis.backends.duckdb import Backend

PREFIX = "pilotzones-run-"
"""Begin of the name of every folder of a run."""
KEY = "run"
"""Name of the key with which tables are written into the folder of a run."""
DUCKDB, LOCAL_SPARK = "duckdb", "spark"
"""Engines that compute features and counting tables; the master URL of a Spark cluster is one too.
Files are read and checked by DuckDB in any case."""

_STEPS = count()
_LOCK = "lock"
_PERHAPS_STARTING_S = 86_400
"""A folder without a signed lock may belong to a run that is just beginning; not after a day."""
_CLUSTER = re.compile(r"yarn|(spark|k8s)://\S+")
_LIMIT = re.compile(r"[0-9]+(?:\.[0-9]+)?\s*(?:[KMGT]i?)?B", re.IGNORECASE)


@contextmanager
def run_folder(base: Path | None = None) -> Iterator[Path]:
    """Folder of a run, readable by its owner only, gone at the end of the block.

    Folders that earlier runs left behind because they were killed are removed first.

    Parameters
    ----------
    base
        Where the folder is made; the system's folder for temporary files by default.

    Raises
    ------
    PilotzonesError
        The folder cannot be made.
    """
    place = base or Path(tempfile.gettempdir())
    remove_leftovers(place)
    try:
        folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=place))
    except OSError:
        raise PilotzonesError(Fault("input.no_run_folder", file=str(place))) from None
    try:
        with (folder / _LOCK).open("w") as handle:
            lock_file(handle)
            handle.write(str(os.getpid()))
            handle.flush()
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def remove_leftovers(place: Path) -> tuple[Path, ...]:
    """Folders of runs whose process is dead, removed from ``place``.

    A run holds a lock on a file of its folder; the system lets go of it when the process ends,
    however it ends. Folders of other people, and links, are left alone.
    """
    gone = []
    for folder in sorted(place.glob(f"{PREFIX}*")):
        with contextlib.suppress(OSError):
            if not _is_own(folder) or not _is_dead(folder):
                continue
            shutil.rmtree(folder)
            gone.append(folder)
    return tuple(gone)


def _is_own(folder: Path) -> bool:
    status = folder.lstat()
    mine = sys.platform == "win32" or status.st_uid == os.getuid()
    return mine and folder.is_dir() and not folder.is_symlink()


def _is_dead(folder: Path) -> bool:
    lock = folder / _LOCK
    if not lock.is_file() or lock.stat().st_size == 0:
        return time.time() - folder.stat().st_mtime > _PERHAPS_STARTING_S
    with lock.open("r+") as handle:
        try:
            lock_file(handle)
        except OSError:
            return False
    return True


def lock_file(handle: IO[Any]) -> None:
    """Lock of the whole file until it is closed; OSError where another process holds it."""
    if sys.platform == "win32":
        import msvcrt

        handle.seek(0x7FFF_0000)  # far behind the content, which others may then still read
        msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)
        handle.seek(0)
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def connect(
    folder: Path, *, memory_limit: str | None = None, threads: int | None = None
) -> Backend:
    """DuckDB through Ibis, in memory; what does not fit is spilled into ``folder``, encrypted.

    Extensions are neither fetched nor loaded, so that nothing goes over a network. The key of the
    spilled rows exists in memory only. DuckDB ships without OpenSSL: the cipher (AES-GCM) is the
    built-in one, whose random numbers DuckDB calls unsafe. It keeps rows from being read by
    chance, in a backup or on a discarded disk; against an attacker the mode of the folder stands.

    Parameters
    ----------
    memory_limit
        Such as ``2GB``; kept by spilling. DuckDB's own default is 80 % of the memory.
    threads
        Number of threads; all cores by default.

    Raises
    ------
    InputError
        ``memory_limit`` is not an amount of memory.
    """
    import ibis

    if memory_limit is not None and not _LIMIT.fullmatch(memory_limit.strip()):
        raise InputError(Fault("input.memory_limit", column="--memory-limit", value=memory_limit))
    spill = folder / "spill"
    spill.mkdir(mode=0o700, exist_ok=True)
    settings: dict[str, str | int] = {
        "temp_directory": str(spill),
        "temp_file_encryption": "true",
        "force_mbedtls_unsafe": "true",
        "autoload_known_extensions": "false",
        "autoinstall_known_extensions": "false",
        "allow_community_extensions": "false",
    }
    if memory_limit is not None:
        settings["memory_limit"] = memory_limit.strip()
    if threads is not None:
        settings["threads"] = threads
    backend = ibis.duckdb.connect(":memory:", **settings)
    # 128 random bits, as 32 signs, that never leave this process
    backend.con.execute(f"PRAGMA add_parquet_key('{KEY}', '{secrets.token_hex(16)}')")
    return backend


def is_engine(name: str) -> bool:
    """Does a name stand for an engine?

    Examples
    --------
    >>> [is_engine(name) for name in ("duckdb", "spark", "spark://host:7077", "yarn", "Spark")]
    [True, True, True, True, False]
    """
    return name in (DUCKDB, LOCAL_SPARK) or bool(_CLUSTER.fullmatch(name))


def table_of(backend: Any, name: str) -> ibis.Table:
    """Ibis table of a view or table of the engine.

    Ibis 12 asks for its columns with a call that DuckDB 2 wants to see replaced; nobody who runs
    this program can do anything about it.
    """
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "fetch_arrow_table", DeprecationWarning)
        return backend.table(name)


def kept(step: Any) -> ibis.Table:
    """Rows of an Ibis expression, computed now and kept in its engine until it is closed.

    What does not fit into the memory of DuckDB is spilled, encrypted. An engine other than DuckDB
    gets the expression back: it decides itself what to keep.

    Raises
    ------
    PilotzonesError
        As `quiet`.
    """
    backend = step.get_backend()
    if backend.name != "duckdb":
        return step
    name = f"step_{next(_STEPS)}"
    with quiet():
        backend.con.execute(f"CREATE TEMP TABLE {name} AS {backend.compile(step)}").fetchall()
        return table_of(backend, name)


def let_go(step: Any) -> None:
    """Drop a step that `kept` keeps, once nothing leans on it any more.

    Raises
    ------
    PilotzonesError
        As `quiet`.
    """
    backend = step.get_backend()
    if backend.name == "duckdb":
        with quiet():
            backend.con.execute(f"DROP TABLE {step.get_name()}")


def rows_of(table: Any) -> pa.Table:
    """Rows of an Ibis expression, in its types, the same from either engine.

    Raises
    ------
    PilotzonesError
        As `quiet`.
    """
    backend = table.get_backend()
    with quiet():
        if backend.name == "duckdb":
            return table.to_pyarrow()
        # not through pandas, as Ibis does it: whole numbers with gaps would become floats
        found = backend.raw_sql(backend.compile(table)).toArrow()
        return found.cast(table.schema().to_pyarrow())


def frame_of(table: Any) -> pd.DataFrame:
    """Rows of an Ibis expression as a frame, the same from either engine.

    Raises
    ------
    PilotzonesError
        As `quiet`.
    """
    import ibis

    with quiet():
        if table.get_backend().name == "duckdb":
            return table.to_pandas()
        home = ibis.duckdb.connect()
        try:  # one home for the types of a frame: those that DuckDB gives it
            return given(home, "rows", rows_of(table)).to_pandas()
        finally:
            home.disconnect()


def given(backend: Any, name: str, rows: pa.Table) -> ibis.Table:
    """Rows of this process as a table of an engine.

    Ibis 12 cannot make one itself with this sqlglot: its DROP VIEW has no name.
    """
    if backend.name == "duckdb":
        backend.con.register(name, rows)
    else:
        backend._session.createDataFrame(rows).createOrReplaceTempView(name)
    return table_of(backend, name)


@contextmanager
def quiet() -> Iterator[None]:
    """Block in which the engine's own words, which may quote a value of a person, stay unsaid.

    Raises
    ------
    PilotzonesError
        ``input.memory`` where the memory limit was too small even with spilling,
        ``input.engine`` for any other refusal, with its kind only.
    """
    import duckdb

    try:
        yield
    except duckdb.OutOfMemoryException:
        raise PilotzonesError(Fault("input.memory")) from None
    except duckdb.Error as error:
        raise _refusal(error) from None
    except Exception as error:
        # PySpark need not be there: its errors are known by where they come from
        if type(error).__module__.partition(".")[0] not in ("pyspark", "py4j"):
            raise
        if "OutOfMemoryError" in str(error):
            raise PilotzonesError(Fault("input.memory")) from None
        raise _refusal(error) from None


def _refusal(error: Exception) -> PilotzonesError:
    return PilotzonesError(Fault("input.engine", fields={"kind": type(error).__name__}))
