"""Settings files as they were written: TOML with its text, so that faults know their row."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pilotzones.errors import Fault, InputError
from pilotzones.readers.files import kind_of, reading

Keys = tuple[str | int, ...]
"""Way to a value: names of tables and keys, and places in lists counted from 0."""

_LONGEST_SHOWN = 60
_LONGEST_SEARCHED = 1_000
"""Rows of a file in which the row of a fault is looked for; the search is quadratic."""
_UNQUOTED = re.compile(r"""^[^=]+=\s*(?!true\b|false\b|inf\b|nan\b)[^\s"'\[{\d+-]""")
_OPENS_TEXT = re.compile(r"""=\s*(?:\"{3}|'{3})\s*$""")
_CURLY = re.compile("[\u201c\u201d\u201e\u00ab\u00bb\u2018\u2019\u201a]")


@dataclass(frozen=True, slots=True)
class Written:
    """A settings file as it was written: its path as the user wrote it, its text and content."""

    file: str
    text: str
    content: dict[str, Any]

    def row(self, *keys: str | int) -> int | None:
        """Row where the statement begins that brings these keys; None when it is not known."""
        return rows_of(self.text, [keys]).get(keys)

    def text_row(self, *keys: str | int) -> int | None:
        """Row of the first line of a text: after the line that only opens it with three quotes."""
        row = self.row(*keys)
        if row is None:
            return None
        opened = _OPENS_TEXT.search(_lines(self.text)[row - 1])
        return row + 1 if opened else row


def read_written(path: Path) -> Written:
    """A settings file with its text, for faults that are found only later.

    Raises
    ------
    InputError
        The file cannot be read, is not UTF-8 or is not TOML; the fault has the row.
    """
    file = str(path)
    kind_of(path)
    try:
        with reading(path):
            text = path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(Fault("settings.not_utf8", file=file)) from None
    return Written(file, text, _parsed(text, file))


def _parsed(text: str, file: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+)", str(error))
        row = int(place[1]) if place else _unfinished(text)
        line = "".join(_lines(text)[row - 1 : row])
        id = _broken(str(error), line)
        raise InputError(Fault(id, file=file, row=row, value=short(line))) from None


def _unfinished(text: str) -> int:
    """Row where the statement begins that the end of the file cuts off."""
    lines = _lines(text)
    for end in range(len(lines) - 1, max(0, len(lines) - _LONGEST_SEARCHED), -1):
        try:
            tomllib.loads("\n".join(lines[:end]))
        except tomllib.TOMLDecodeError:
            continue
        return _first_row(lines, end, len(lines))
    return 1


def _lines(text: str) -> list[str]:
    return re.split(r"\r?\n", text)


def _broken(error: str, line: str) -> str:
    """Sentence for a line that is not TOML: the faults that people make have one of their own."""
    if error.startswith(("Cannot overwrite", "Cannot declare", "Cannot mutate", "Duplicate")):
        return "settings.key_twice"
    if "\\" in line and re.search(r"escape|hex|backslash|'\\\\'", error, re.IGNORECASE):
        return "settings.backslash"
    if _CURLY.search(line.split("=", 1)[-1].lstrip()[:1]):
        return "settings.curly_quotes"
    if _UNQUOTED.match(line):
        return "settings.not_quoted"
    return "settings.not_toml"


def rows_of(text: str, wanted: Iterable[Keys]) -> dict[Keys, int]:
    r"""Row where the statement begins that brings each way of keys into the file, from 1.

    A way that the file lacks gets the row of the table that it would stand in; the file itself
    has no row. Found by reading ever longer beginnings of the file, so no second TOML grammar is
    needed; empty for files longer than some thousand rows.

    Examples
    --------
    >>> rows_of('[zone]\nname = "x"\n', [("zone", "name"), ("zone", "nmae")])
    {('zone', 'name'): 2, ('zone', 'nmae'): 1}
    """
    lines, looked_for = _lines(text), tuple(wanted)
    found: dict[Keys, int] = {}
    depth: dict[Keys, int] = {}
    done = 0
    for end in range(1, len(lines) + 1 if len(lines) <= _LONGEST_SEARCHED else 0):
        try:
            content = tomllib.loads("\n".join(lines[:end]))
        except tomllib.TOMLDecodeError:
            continue
        for keys in looked_for:
            reached = depth_of(content, keys)
            if reached > depth.get(keys, 0):
                depth[keys], found[keys] = reached, _first_row(lines, done, end)
        done = end
    return found


def _first_row(lines: list[str], done: int, end: int) -> int:
    """Row of the first line between two places that is neither empty nor a comment."""
    says = (i for i in range(done, end) if lines[i].strip() and lines[i].lstrip()[0] != "#")
    return next(says, done) + 1


def depth_of(content: Any, keys: Keys) -> int:
    """How many of the keys lead into the content."""
    for reached, key in enumerate(keys):
        match content, key:
            case dict(), _ if key in content:
                content = content[key]
            case list(), int() if key < len(content):
                content = content[key]
            case _:
                return reached
    return len(keys)


def short(value: Any) -> str:
    """Value as it is quoted in a sentence, cut where it is long."""
    shown = value if isinstance(value, str) else json.dumps(value, default=str, ensure_ascii=False)
    shown = " ".join(shown.split())
    return shown if len(shown) <= _LONGEST_SHOWN else shown[: _LONGEST_SHOWN - 1] + "…"
