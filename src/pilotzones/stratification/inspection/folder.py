"""The audit of a finished folder: every file is read again, every table is attacked again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pilotzones.errors import Fault, InputError
from pilotzones.stratification.inspection import traces
from pilotzones.stratification.inspection.bounds import Unknowns
from pilotzones.stratification.inspection.contents import Content, content_of
from pilotzones.stratification.inspection.found_tables import differing, small_cells, tables_of
from pilotzones.stratification.inspection.layout import (
    Relation,
    Seen,
    Table,
    cells_of_tables,
    relations,
)
from pilotzones.stratification.inspection.releases import changed, differences, slack_of
from pilotzones.stratification.register import Register, Release, register_of

_TABLES = "people.json"
_MARKER = ".pilotzones"
_LOWEST = 5
_DEFAULT = 10
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".pdf", ".ico", ".woff2")


@dataclass(frozen=True, slots=True)
class Inspected:
    """What the audit found.

    Parameters
    ----------
    leaks
        What gives something away, in the order of the files.
    notices
        What the reader has to know of the audit itself.
    files, cells, hidden
        Files read, cells of persons attacked, those of them that are hidden.
    """

    leaks: tuple[Fault, ...]
    notices: tuple[Fault, ...]
    files: int
    cells: int
    hidden: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a folder is held against.

    ``minimum`` is the smallest count; None takes what the folder says of itself. ``pseudonyms``
    are those of the persons, ``register`` the releases that are remembered.
    """

    minimum: int | None = None
    pseudonyms: frozenset[str] = frozenset()
    register: Register | None = None


@dataclass(slots=True)
class _Findings:
    leaks: list[Fault] = field(default_factory=list)
    notices: list[Fault] = field(default_factory=list)


def inspect(folder: Path, wanted: Wanted) -> Inspected:
    """Everything that a finished folder gives away.

    Raises
    ------
    InputError
        There is no such folder (``audit.no_folder``).
    """
    if not folder.is_dir():
        raise InputError(Fault("audit.no_folder", file=str(folder)))
    found = _Findings()
    files = list(traces.names_below(folder))
    contents = {name: content_of(path) for path, name in files}
    model, head = _model(contents)
    minimum = wanted.minimum or int(head.get("minimum_cell", _DEFAULT))
    looked_for = traces.searchable(wanted.pseudonyms)
    if len(looked_for) < len(wanted.pseudonyms):
        n = len(wanted.pseudonyms) - len(looked_for)
        found.notices.append(Fault("audit.short_pseudonyms", fields={"n": n}))
    listed = _listed(folder)
    for (path, name), content in zip(files, contents.values(), strict=True):
        found.leaks += _of_file(name, content, looked_for)
        if listed is not None and name not in listed and name != _MARKER:
            found.notices.append(Fault("audit.unlisted", file=name))
        if content.unread and name != _MARKER and path.suffix.lower() not in _PICTURES:
            found.notices.append(Fault("audit.unread", file=name))
        found.leaks += _of_tables(name, content, model, minimum)
    cells, leaks = _attacked(model, head, minimum)
    found.leaks += leaks
    if wanted.register is not None:
        _beside(wanted.register, cells, found)
    if not model:
        found.notices.append(Fault("audit.no_tables", file=_TABLES))
    if minimum < _LOWEST:
        found.leaks.append(Fault("leak.minimum", file=_TABLES, fields={"n": minimum}))
    return Inspected(
        tuple(found.leaks),
        tuple(found.notices),
        len(files),
        len(cells),
        sum(seen.value is None for seen in cells.values()),
    )


def register_beside(folder: Path) -> Path | None:
    """The register beside the data that a folder names, from the project folder it lies in."""
    content = content_of(folder / _TABLES) if (folder / _TABLES).is_file() else Content()
    _, head = _model({_TABLES: content})
    for name in head.get("files", ())[:1]:
        path = register_of(folder.resolve().parent / str(name))
        if path.is_file():
            return path
    return None


def _model(contents: Mapping[str, Content]) -> tuple[dict[str, Table], Mapping[str, Any]]:
    """Tables of ``people.json`` by id, and what the file says of the data."""
    content = contents.get(_TABLES)
    if content is None or not content.blocks:
        return {}, {}
    head = content.blocks[0].get("data", {}) if isinstance(content.blocks[0], dict) else {}
    return {table.id: table for table in tables_of(_TABLES, content)}, head


def _listed(folder: Path) -> set[str] | None:
    marker = folder / _MARKER
    return set(marker.read_text("utf-8").splitlines()) if marker.is_file() else None


def _of_file(name: str, content: Content, pseudonyms: frozenset[str]) -> Iterator[Fault]:
    """Traces in a file and in its name."""
    if any(traces.left_over(part) for part in Path(name).parts):
        yield Fault("leak.left_over", file=name)
    texts = (*content.texts, name)
    if traces.national_number(texts):
        yield Fault("leak.national_number", file=name)
    if traces.pseudonym(texts, pseudonyms):
        yield Fault("leak.pseudonym", file=name)
    if traces.absolute_path(content.texts):
        yield Fault("leak.path", file=name)
    for kind, place in content.hidden:
        yield Fault(f"leak.hidden_{kind}", file=name, fields={"place": place})
    for sheet, grid in content.tables:
        if grid and traces.person_column(grid[0]):
            yield Fault("leak.persons", file=name, fields={"place": sheet or name})


def _of_tables(
    name: str, content: Content, model: Mapping[str, Table], minimum: int
) -> Iterator[Fault]:
    """Small numbers of the tables of a file, and where they differ from the same table's JSON."""
    for table in tables_of(name, content):
        for row, column in small_cells(table, minimum):
            yield _leak("leak.small", name, (table.id, row, column), n=minimum)
        if name != _TABLES and table.id in model:
            for row, column in differing(table, model[table.id]):
                yield _leak("leak.differs", name, (table.id, row, column))


def _leak(id: str, file: str, place: tuple[str, int, str], **fields: int) -> Fault:
    table, row, column = place
    return Fault(id, file=file, fields={"table": table, "line": row, "head": column, **fields})


def _attacked(
    model: Mapping[str, Table], head: Mapping[str, Any], minimum: int
) -> tuple[dict[str, Seen], list[Fault]]:
    """Cells of the linked tables, and those of which too little is left."""
    cells = cells_of_tables(model.values())
    base = int(head.get("rounding") or 0)
    told = {
        name: slack_of(seen.value, base, minimum)
        for name, seen in cells.items()
        if seen.value is not None
    }
    rules = relations(cells)
    unknowns = Unknowns(told, rules, also=cells)
    if not unknowns.agree:
        return cells, [Fault("leak.contradiction", file=_TABLES)]
    leaks = []
    for name, seen in cells.items():
        if seen.value is None and unknowns.interval(name).width < minimum - 1e-6:
            leaks.append(_leak("leak.bounds", _TABLES, _place(seen), n=minimum))
    leaks += _rests(cells, rules, unknowns, minimum)
    return cells, leaks


def _rests(
    cells: Mapping[str, Seen], rules: Sequence[Relation], unknowns: Unknowns, minimum: int
) -> Iterator[Fault]:
    """Wholes that are a few persons more than a part of them."""
    for rule in rules:
        whole, part = cells.get(rule.whole), cells.get(rule.parts[0])
        # a part that is nobody leaves the whole, which is a number of its own
        if rule.least and len(rule.parts) == 1 and whole and part and part.value != 0:
            left = unknowns.interval(rule.whole, rule.parts[0])
            if left.small(minimum):
                yield _leak("leak.rest", _TABLES, _place(part), n=minimum)


def _place(seen: Seen) -> tuple[str, int, str]:
    return seen.table, seen.row, seen.column


def _beside(register: Register, cells: Mapping[str, Seen], found: _Findings) -> None:
    """The folder as the last of the releases of its register."""
    file = register.path.name
    mine = _release_of(register, cells)
    if mine is None:
        found.leaks.append(Fault("leak.unregistered", file=file))
        return
    known = differences(register.releases, mine)
    if known is None:
        found.notices.append(Fault("audit.other_data", file=file))
    for each in known or ():
        units = tuple(each.units)
        found.leaks.append(
            Fault("leak.difference", file=file, fields={"cell": each.cell, "units": units})
        )
    for name in changed(register.releases, mine):
        found.leaks.append(Fault("leak.changed", file=file, fields={"cell": name}))


def _release_of(register: Register, cells: Mapping[str, Seen]) -> Release | None:
    """The release of the register that tells what the folder tells."""
    shown = {name: seen.value for name, seen in cells.items() if seen.value is not None}
    for release in reversed(register.releases):
        if shown and all(release.told.get(name) == value for name, value in shown.items()):
            return release
    return None
