"""The release register: every table that the project ever released of these data, and of whom.

One line of JSON for each release, beside the file of persons, so that every project on the same
data has the same register. It holds what was released (cells, tables, the definition of the group)
and a fingerprint of the data, never a true number: whoever reads it learns what the pages told.
Each line carries a check sum and that of the line before it, so that a changed or missing line is
found. Whoever writes holds a lock; the file is written aside and moved into place.

A synthetic population needs none: nobody of it exists.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import IO, Any

from pilotzones.errors import Fault, InputError, OutputError
from pilotzones.stratification.released import HIDDEN, SafeTable

NAME = "pilotzones-register.jsonl"
"""Name of the register in the folder of the data."""
SCHEMA = 1
_LOCK = ".pilotzones-register.lock"
_PAUSE_S = 0.05
_CHUNK = 1 << 20
_SIGNS = 16


@dataclass(frozen=True, slots=True)
class Scope:
    """Of whom a release speaks, and by which definitions.

    Parameters
    ----------
    units
        Codes of the units of the zone, sorted.
    year, minimum, base
        Base year, smallest count that was shown, what numbers were rounded to (0: nothing).
    criteria
        Criteria of the target group as they are written; None where there was none.
    levelled
        Whether the criteria name the level of the pyramid, which is one of the zone.
    same
        Trait of the zone that the criteria come to, such as ``has=copd``; empty for none.
    conditions, strata, rural
        Fingerprints of the table of conditions, of the rules of the levels, of avoidable events
        and of the signs of inefficiency, of the rural definition.
    """

    units: tuple[str, ...]
    year: int
    minimum: int
    base: int = 0
    criteria: str | None = None
    levelled: bool = False
    same: str = ""
    conditions: str = ""
    strata: str = ""
    rural: str = ""


@dataclass(frozen=True, slots=True)
class Release:
    """One release: the data, the scope, and what was told and held back.

    ``told`` has the numbers by cell as they were released, None for a cell that was told within
    shares, means and figures only; ``held`` the cells that were held back. ``tables`` are the
    released tables as plain values.
    """

    data: Mapping[str, str]
    scope: Scope
    told: Mapping[str, int | None]
    held: frozenset[str]
    tables: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def units(self) -> frozenset[str]:
        """Codes of the units of the zone."""
        return frozenset(self.scope.units)


def register_of(data: Path, named: Path | None = None) -> Path:
    """Where the register of a file of persons is: beside it, or where the project says.

    ``named`` is a folder, or the file itself.
    """
    if named is None:
        return data.parent / NAME
    return named / NAME if named.is_dir() else named


def fingerprint(
    persons: Sequence[Path], deliveries: Sequence[Path], diagnoses: Sequence[Path] = ()
) -> dict[str, str]:
    """Fingerprints of the content of each kind of files, whatever they are called."""
    known = {"diagnoses": _of_files(diagnoses)} if diagnoses else {}
    return {"persons": _of_files(persons), "deliveries": _of_files(deliveries), **known}


def digest(value: object) -> str:
    """Short fingerprint of a value by how it is written."""
    return hashlib.blake2b(repr(value).encode(), digest_size=_SIGNS).hexdigest()


def _of_files(paths: Sequence[Path]) -> str:
    each = []
    for path in paths:
        found = hashlib.blake2b(digest_size=_SIGNS)
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                found.update(chunk)
        each.append(found.hexdigest())
    return digest(sorted(each))


class Register:
    """A register that is open and locked: what it remembers, and room for one release more."""

    def __init__(self, path: Path, lines: Sequence[str]) -> None:
        self.path = path
        self._lines = list(lines)
        self.releases = tuple(_read(path, lines))

    @property
    def begun(self) -> bool:
        """Is there nothing in it yet?"""
        return not self._lines

    def add(self, release: Release) -> None:
        """Remember a release; one that is there already is not written again.

        Raises
        ------
        OutputError
            The place cannot be written (``register.unwritable``): then nothing may be released.
        """
        tables = release.tables
        if any(replace(each, tables=tables) == release for each in self.releases):
            return
        line = _line(release, before=_check(self._lines[-1]) if self._lines else "")
        aside = self.path.with_name(f".{self.path.name}.part")
        try:
            with aside.open("w", encoding="utf-8", newline="\n") as file:
                file.write("".join(f"{each}\n" for each in (*self._lines, line)))
                file.flush()
                os.fsync(file.fileno())
            aside.replace(self.path)
        except OSError as error:
            aside.unlink(missing_ok=True)
            raise _unwritable(self.path, error) from error
        self._lines.append(line)
        self.releases = (*self.releases, release)


@contextmanager
def opened(path: Path) -> Iterator[Register]:
    """The register at a place, locked until the end of the block; a new one where there is none.

    Raises
    ------
    InputError
        It is damaged, or of a later version of the program (``register.damaged``,
        ``register.later``).
    OutputError
        The place cannot be written (``register.unwritable``).
    """
    try:
        handle = (path.parent / _LOCK).open("a+b")
    except OSError as error:
        raise _unwritable(path, error) from error
    with handle:
        _wait(handle)
        yield read_register(path)


def read_register(path: Path) -> Register:
    """The register of a file, to read in; empty where there is no file."""
    if not path.exists():
        return Register(path, ())
    try:
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        raise _damaged(path, 1) from None
    if not text.endswith("\n"):
        raise _damaged(path, text.count("\n") + 1)
    return Register(path, text.removesuffix("\n").split("\n"))


def plain_tables(tables: Mapping[str, SafeTable]) -> dict[str, Any]:
    """Released tables as plain values: keys, columns, rows; hidden is the word ``hidden``."""
    return {
        id: {
            "keys": [c.name for c in table.columns if c.kind == "key"],
            "columns": [c.name for c in table.columns],
            "rows": [["hidden" if cell is HIDDEN else cell for cell in r] for r in table.rows],
        }
        for id, table in tables.items()
    }


def _wait(handle: IO[bytes]) -> None:
    """Lock of the whole file until it is closed, however long another run holds it."""
    from pilotzones.stratification.engine import lock_file

    while True:
        try:
            lock_file(handle)
        except OSError:
            time.sleep(_PAUSE_S)
        else:
            return


def _line(release: Release, before: str) -> str:
    content = {
        "schema": SCHEMA,
        "before": before,
        "data": dict(release.data),
        "scope": {**asdict(release.scope), "units": list(release.scope.units)},
        "told": dict(sorted(release.told.items())),
        "held": sorted(release.held),
        "tables": dict(release.tables),
    }
    return _written({**content, "check": _sum(content)})


def _written(content: Mapping[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def _sum(content: Mapping[str, Any]) -> str:
    return hashlib.blake2b(_written(content).encode(), digest_size=_SIGNS).hexdigest()


def _check(line: str) -> str:
    return str(json.loads(line)["check"])


def _read(path: Path, lines: Sequence[str]) -> Iterator[Release]:
    """Releases of the lines, each with the check sum of the one before it."""
    before = ""
    for row, line in enumerate(lines, start=1):
        try:
            content: dict[str, Any] = json.loads(line)
            schema, check = int(content["schema"]), str(content.pop("check"))
        except (ValueError, KeyError, TypeError, AttributeError):
            raise _damaged(path, row) from None
        if schema > SCHEMA:
            raise InputError(Fault("register.later", file=str(path), row=row))
        if check != _sum(content) or content["before"] != before:
            raise _damaged(path, row)
        before = check
        scope = {**content["scope"], "units": tuple(content["scope"]["units"])}
        yield Release(
            data=content["data"],
            scope=Scope(**scope),
            told=content["told"],
            held=frozenset(content["held"]),
            tables=content["tables"],
        )


def _damaged(path: Path, row: int) -> InputError:
    return InputError(Fault("register.damaged", file=str(path), row=row))


def _unwritable(path: Path, error: OSError) -> OutputError:
    reason = error.strerror or type(error).__name__
    return OutputError(Fault("register.unwritable", file=str(path), value=reason))
