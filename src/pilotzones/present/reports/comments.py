"""What people said of figures: read from ``comments.toml``, set beside the figure, kept.

Each comment stands under the key of a table, a row, a figure, a list or a rule, with the value that
its author saw::

    [comments."table-4a.union"]
    text = "Ce nombre comprend les patients du centre de jour."
    by = "A. Dupont"
    on = 2026-11-23
    seen = 9200
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any, cast

from pilotzones.errors import Fault, InputError
from pilotzones.present.reports.cells import plain, shown
from pilotzones.present.reports.measured_cells import first_known
from pilotzones.present.reports.model import (
    Block,
    Bullets,
    Cell,
    Comment,
    Euro,
    Figure,
    Number,
    Report,
    Section,
    Share,
    Table,
    Told,
)
from pilotzones.present.reports.wording import Wording
from pilotzones.words import LANGUAGES, day, number

FILE = "comments.toml"
_KEYS = ("text", "by", "on", "seen")
_LARGEST = 2_000_000
"""Bytes; what is larger was not written by hand."""
_SAME = 1e-9

Seen = str | int | float | date | None


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment as its file has it: key, words, author, day, the value seen, and its row."""

    key: str
    text: str
    by: str
    on: date
    seen: Seen = None
    file: str = ""
    row: int | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """Something that can be commented: its key, its name in words, and its value now."""

    key: str
    name: str
    cell: Cell | None


def read_comments(path: Path) -> tuple[Remark, ...]:
    """Comments of a file in their order; a file that does not exist has none.

    Raises
    ------
    InputError
        All faults at once: a file that is no TOML, unknown or missing keys, values of another
        kind.
    """
    file = str(path)
    if not path.is_file():
        return ()
    try:
        if path.stat().st_size > _LARGEST:
            raise InputError(Fault("comments.too_large", file=file))
        text = path.read_text("utf-8-sig")
        content = tomllib.loads(text)
    except UnicodeDecodeError:
        raise InputError(Fault("settings.not_utf8", file=file)) from None
    except tomllib.TOMLDecodeError as error:
        raise InputError(Fault("comments.broken", file=file, value=str(error))) from None
    faults: list[Fault] = [
        Fault("comments.unknown_table", file, _row(text, str(key)), str(key))
        for key in content
        if key != "comments"
    ]
    entries = content.get("comments", {})
    if not isinstance(entries, dict):
        faults.append(Fault("comments.no_table", file, _row(text, "comments")))
        entries = {}
    found = []
    for key, entry in cast("dict[str, Any]", entries).items():
        row = _row(text, key)
        wrong = list(_faults_of(key, entry, file, row))
        faults += wrong
        if not wrong:
            found.append(_remark(key, entry, file, row))
    if faults:
        raise InputError(sorted(faults, key=lambda fault: fault.row or 0))
    return tuple(found)


def _row(text: str, key: str) -> int | None:
    """Row of the head of a comment."""
    for row, line in enumerate(text.splitlines(), 1):
        if line.lstrip().startswith("[") and key in line:
            return row
    return None


def _faults_of(key: str, entry: object, file: str, row: int | None) -> Iterator[Fault]:
    if not isinstance(entry, dict):
        yield Fault("comments.no_table", file, row, key)
        return
    given = cast("dict[str, Any]", entry)
    for name in given:
        if name not in _KEYS:
            fields = {"known": _KEYS}
            yield Fault("settings.unknown_key.known", file, row, f"{key}.{name}", fields=fields)
    for name in ("text", "by"):
        if not isinstance(given.get(name), str) or not given[name].strip():
            yield Fault("comments.needs_text", file, row, f"{key}.{name}")
    on = given.get("on")
    if not isinstance(on, date) or isinstance(on, datetime):
        yield Fault("comments.needs_day", file, row, f"{key}.on")
    seen = given.get("seen")
    if seen is not None and (
        isinstance(seen, bool) or not isinstance(seen, str | int | float | date)
    ):
        yield Fault("comments.needs_value", file, row, f"{key}.seen")


def _remark(key: str, entry: Mapping[str, Any], file: str, row: int | None) -> Remark:
    said = (entry["text"].strip(), entry["by"].strip(), entry["on"])
    return Remark(key, *said, seen=entry.get("seen"), file=file, row=row)


def targets(report: Report) -> dict[str, Target]:
    """Everything in a report that can be commented, by its key."""
    found: dict[str, Target] = {}
    for section in report.sections:
        for block in section.blocks:
            for target in _of_block(block, section, Wording(report.lang), report.lang):
                found.setdefault(target.key, target)
    return found


def _of_block(block: Block, section: Section, words: Wording, lang: str) -> Iterator[Target]:
    match block:
        case Table():
            yield from _of_table(block, words.name(block), lang)
        case Figure():
            yield Target(block.id, f"{words.name(block)}, {block.caption}", block.main)
            if block.table is not None:
                yield from _of_table(block.table, words.name(block), lang)
        case Bullets(id=id) if id:
            yield Target(id, section.heading, None)
        case _:
            return


def _of_table(table: Table, name: str, lang: str) -> Iterator[Target]:
    yield Target(table.id, f"{name}, {table.caption}", table.main)
    for row in table.rows:
        key = row.key if table.alone else f"{table.id}.{row.key}"
        cell = first_known(row.cells, table.watched) if table.watched else None
        yield Target(key, f"{name}, {shown(row.cells[0], lang)}", cell)


def unknown_keys(remarks: Sequence[Remark], known: Collection[str]) -> tuple[Fault, ...]:
    """What to tell of comments whose key names nothing, with the nearest key that does."""
    found = []
    for remark in remarks:
        if remark.key not in known:
            near = get_close_matches(remark.key, known, n=1)
            id = "comments.unknown_key" if near else "comments.unknown_key.alone"
            fields = {"near": near[0]} if near else {}
            found.append(Fault(id, remark.file, remark.row, value=remark.key, fields=fields))
    return tuple(found)


def commented(report: Report, remarks: Sequence[Remark], known: Collection[str]) -> Report:
    """The report with each comment under what it speaks of.

    A comment whose key is ``known`` but stands in another kind of report is left to that one; one
    whose key names nothing at all comes at the end, so that nothing is lost.
    """
    mine = targets(report)
    by_key: dict[str, list[Comment]] = {}
    for remark in remarks:
        if remark.key in mine:
            by_key.setdefault(remark.key, []).append(
                _comment(remark, mine[remark.key], report.lang)
            )
    sections = [_with_comments(section, by_key, report) for section in report.sections]
    lost = [r for r in remarks if r.key not in mine and r.key not in known]
    if lost:
        words = Wording(report.lang)
        blocks = tuple(Comment(r.key, r.key, r.text, r.by, r.on) for r in lost)
        sections.append(Section("comments-lost", words.t("report.comments.lost"), blocks))
    return replace(report, sections=tuple(sections))


def _with_comments(section: Section, by_key: dict[str, list[Comment]], report: Report) -> Section:
    words, blocks = Wording(report.lang), []
    for block in section.blocks:
        blocks.append(block)
        for target in _of_block(block, section, words, report.lang):
            blocks += by_key.pop(target.key, [])
    return replace(section, blocks=tuple(blocks))


def _comment(remark: Remark, target: Target, lang: str) -> Comment:
    """The comment, marked where its value is another one now."""
    said = Comment(remark.key, target.name, remark.text, remark.by, remark.on)
    if remark.seen is None or target.cell is None or _same(remark.seen, target.cell):
        return said
    return replace(said, was=_told(remark.seen, target.cell, lang), now=shown(target.cell, lang))


def _same(seen: Seen, cell: Cell) -> bool:
    now = plain(cell)
    if isinstance(seen, int | float) and isinstance(now, int | float):
        return abs(seen - now) < _SAME
    if seen == now:
        return True
    written = {_folded(shown(cell, lang)) for lang in LANGUAGES}
    return isinstance(seen, str) and _folded(seen) in written


def _folded(said: str) -> str:
    """A text without what does not make another value: kinds of space, case."""
    return "".join(said.split()).casefold()


def _told(seen: Seen, cell: Cell, lang: str) -> str:
    """The value seen, in the form of the value now."""
    if isinstance(seen, str):
        return seen
    if isinstance(seen, date):
        return day(seen, lang)
    if not isinstance(seen, int | float):
        return ""
    inner = cell.value if isinstance(cell, Told) else cell
    if isinstance(inner, Share):
        return shown(Share(seen / 100, inner.places), lang)
    if isinstance(inner, Euro | Number):
        return shown(replace(inner, value=float(seen)), lang)
    return number(seen, lang, 0 if float(seen).is_integer() else 1)
