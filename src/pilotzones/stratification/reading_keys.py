"""Rows and files that stand twice where they may stand once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from pilotzones.errors import Fault
from pilotzones.stratification.reading_columns import Typed
from pilotzones.stratification.reading_parts import FAULTS_MOST, Reader

_CHUNK = 1 << 20


def same_files(paths: Sequence[Path]) -> Iterator[Fault]:
    """Fault of each file that is the same as one before it, by name or by content.

    Deliveries that are read twice would count twice, and nothing in them would show it.
    """
    seen: list[Path] = []
    for path in paths:
        twin = next((other for other in seen if _same(path, other)), None)
        if twin is not None:
            yield Fault("input.same_file", file=str(path), fields={"other": str(twin)})
        seen.append(path)


def _same(a: Path, b: Path) -> bool:
    if a.resolve() == b.resolve():
        return True
    if not (a.is_file() and b.is_file()) or a.stat().st_size != b.stat().st_size:
        return False
    return _digest(a) == _digest(b)


def _digest(path: Path) -> bytes:
    found = hashlib.sha256()
    with path.open("rb") as handle:
        while chunk := handle.read(_CHUNK):
            found.update(chunk)
    return found.digest()


def doubled_persons(parts: Sequence[Typed], reader: Reader) -> Iterator[Fault]:
    """Fault of each row of a person who stands in an earlier row, of the same or another file."""
    rows = " UNION ALL ".join(
        f"SELECT {i} AS part, {typed.part.row} AS place, {typed.found['person_id']} AS id"
        f" FROM {typed.part.relation}"
        for i, typed in enumerate(parts)
    )
    ids = " UNION ALL ".join(
        f"SELECT {typed.found['person_id']} AS id FROM {typed.part.relation}" for typed in parts
    )
    execute = reader.con.con.execute
    twice = f"SELECT id FROM ({ids}) WHERE id IS NOT NULL GROUP BY id HAVING count(*) > 1"
    if not parts or not execute(f"{twice} LIMIT 1").fetchall():
        return
    order = "PARTITION BY id ORDER BY part, place"
    found = execute(
        f"SELECT part, place, first_value(part) OVER ({order}), first_value(place) OVER ({order})"
        f" FROM ({rows}) WHERE id IN ({twice})"
        f" QUALIFY row_number() OVER ({order}) > 1 ORDER BY part, place LIMIT {FAULTS_MOST}"
    ).fetchall()
    for part, place, first_part, first_place in found:
        here, there = parts[part].part, parts[first_part].part
        fields = {"first": int(first_place), "other": there.file}
        id = "table.doubled_key" if part == first_part else "input.in_two_files"
        yield Fault(id, here.file, int(place), here.headings["person_id"], fields=fields)
