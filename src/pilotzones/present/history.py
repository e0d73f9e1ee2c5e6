"""Released figures of earlier runs: one small file for each run that changed something.

They lie in ``history/`` beside the project file, so that the folder of pages can always be
deleted. A file holds released values and verdicts, never anything of one person.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pilotzones.errors import Fault
from pilotzones.present.folder import replace_file

FOLDER = "history"
_NAME = re.compile(r"(\d{4}-\d\d-\d\d)(?:_(\d{1,6}))?\.json")
_LARGEST = 5_000_000
"""Bytes; what is larger is no file of ours."""

Figure = int | float | Literal["hidden"] | None
"""A released number, the word for hidden, or None where there is no data."""


class RuleState(BaseModel):
    """What one rule said: its verdict, what was measured and the bound it was held against."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    verdict: Literal["pass", "fail", "warn", "to-declare", "to-judge", "not-computable"]
    value: int | float | None = None
    threshold: int | float | None = None
    unit: str | None = None


class Snapshot(BaseModel):
    """Released figures of one run.

    ``units`` are inhabitants by code of the zone, None unknown. ``basis`` says what the figures
    rest on: layer, dates, rule set, data of people, lists of providers. ``figures`` are the
    headline figures by name, ``rules`` what each rule said, by id.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    schema_: Annotated[Literal[1], Field(alias="schema")] = 1
    zone: str
    units: Mapping[str, int | None]
    basis: Mapping[str, str]
    figures: Mapping[str, Figure]
    rules: Mapping[str, RuleState]


@dataclass(frozen=True, slots=True)
class Entry:
    """A snapshot with the day of the run that left it."""

    day: date
    snapshot: Snapshot


@dataclass(frozen=True, slots=True)
class HistoryRead:
    """Entries, the oldest first, and what the user has to hear of files that cannot be read."""

    entries: tuple[Entry, ...] = ()
    notices: tuple[Fault, ...] = ()


def read_history(folder: Path) -> HistoryRead:
    """Entries of a folder, the oldest first; a folder that does not exist has none.

    A file that is none of ours is left alone; one of ours that cannot be read is told.
    """
    entries: list[Entry] = []
    notices: list[Fault] = []
    for day, _, path in _files(folder):
        try:
            entries.append(Entry(day, _read(path)))
        except (OSError, ValueError):
            notices.append(Fault("history.unreadable", file=str(path)))
    return HistoryRead(tuple(entries), tuple(notices))


def write_history(
    folder: Path, snapshot: Snapshot, day: date, entries: Sequence[Entry]
) -> Path | None:
    """Path of the file that was written; None where the newest entry says the same already.

    Raises
    ------
    OutputError
        ``out.unwritable``: the folder cannot be written.
    """
    if entries and entries[-1].snapshot == snapshot:
        return None
    numbers = [number for found, number, _ in _files(folder) if found == day]
    number = max(numbers, default=0) + 1
    path = folder / (f"{day}.json" if number == 1 else f"{day}_{number}.json")
    content = json.dumps(snapshot.model_dump(by_alias=True), ensure_ascii=False, indent=1)
    replace_file(path, f"{content}\n".encode())
    return path


def before(entries: Sequence[Entry], snapshot: Snapshot) -> Entry | None:
    """The newest entry that says something else than this snapshot; None where there is none.

    A run that is repeated is held against the same entry, and so makes the same pages.
    """
    return next((entry for entry in reversed(entries) if entry.snapshot != snapshot), None)


def _read(path: Path) -> Snapshot:
    if path.stat().st_size > _LARGEST:
        raise ValueError("too large")
    try:
        return Snapshot.model_validate_json(path.read_bytes())
    except ValidationError as error:
        raise ValueError("no snapshot") from error


def _files(folder: Path) -> list[tuple[date, int, Path]]:
    """Files of ours with the day and the number of their names, in that order."""
    found: list[tuple[date, int, Path]] = []
    for path in folder.iterdir() if folder.is_dir() else ():
        match = _NAME.fullmatch(path.name)
        if match is None:
            continue
        try:
            day = date.fromisoformat(match[1])
        except ValueError:
            continue
        found.append((day, int(match[2] or 1), path))
    return sorted(found)
