"""What stands in a file: its texts one by one, and what it hides from whoever opens it.

Every text is one that a reader could meet: a cell, a paragraph, a comment, an attribute, a property
of the document. Lines of a drawing and coordinates of a map are no texts.
"""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

_SHAPES = {"d", "points", "transform", "viewbox", "style", "class", "href", "src", "integrity"}
"""Attributes that hold drawings, layout or hashes."""
_NUMBERS = {"coordinates", "arcs", "bbox", "bounds"}
"""Keys of a JSON that hold shapes."""
_TEXTS = (".txt", ".md", ".toml", ".log", ".xml", ".py", ".js", ".css", ".jsonl", ".ipynb")
_PAGES = (".html", ".htm", ".svg")
_JSON = (".json", ".geojson")
_WORKBOOKS = (".xlsx", ".xlsm")
_TAGS = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Content:
    """What was read of a file.

    Parameters
    ----------
    texts
        Texts as they stand there, each by itself.
    hidden
        What it hides: kind (``sheet rows columns comment change text rows_deleted table``) and the
        name of what holds it.
    tables
        Grids of cells by the name of their sheet; the first row is the head.
    blocks
        Parsed JSON: the whole of a JSON file, the data blocks of a page.
    unread
        Whether the file is of no kind that can be looked into.
    """

    texts: tuple[str, ...] = ()
    hidden: tuple[tuple[str, str], ...] = ()
    tables: tuple[tuple[str, tuple[tuple[Any, ...], ...]], ...] = ()
    blocks: tuple[Any, ...] = ()
    unread: bool = False


def content_of(path: Path) -> Content:
    """Content of a file by its kind; pictures and unknown kinds are not read."""
    end = path.suffix.lower()
    try:
        if end in _WORKBOOKS:
            return _workbook(path)
        if end == ".docx":
            return _document(path)
        if end == ".gpkg":
            return _geopackage(path)
        if end in (".csv", *_JSON, *_PAGES, *_TEXTS):
            return _written(path.read_bytes().decode("utf-8-sig", "replace"), end)
    except (OSError, ValueError, zipfile.BadZipFile, sqlite3.Error, KeyError):
        return Content(unread=True)
    return Content(unread=True)


def _written(text: str, end: str) -> Content:
    if end == ".csv":
        sign = ";" if text.count(";") >= text.count(",") else ","
        rows = tuple(tuple(row) for row in csv.reader(io.StringIO(text), delimiter=sign))
        return Content(tuple(cell for row in rows for cell in row), tables=(("", rows),))
    if end in _JSON:
        value = json.loads(text)
        return Content(tuple(_strings(value)), blocks=(value,))
    if end in _PAGES:
        page = _Page()
        page.feed(text)
        page.close()
        texts = (*page.texts, *(s for block in page.blocks for s in _strings(block)))
        return Content(texts, blocks=tuple(page.blocks))
    return Content(tuple(text.splitlines()))


def _strings(value: Any, key: str = "") -> Iterator[str]:
    """Texts and whole numbers of a JSON, keys among them; shapes are left out."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield str(name)
            yield from _strings(inner, str(name))
    elif isinstance(value, list):
        if key not in _NUMBERS:
            for inner in value:
                yield from _strings(inner, key)
    elif isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool)):
        yield str(value)


class _Page(HTMLParser):
    """Texts, attributes and comments of a page, and its data blocks."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)  # the base class calls the handlers below
        self.texts: list[str] = []
        self.blocks: list[Any] = []
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self._inside = tag
        if tag == "script" and given.get("type") == "application/json":
            self._inside = "data"
        self.texts += [v for name, v in attrs if v and name.lower() not in _SHAPES]

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002  the parser calls it so
        self._inside = ""

    def handle_comment(self, data: str) -> None:
        self.texts.append(data)

    def handle_data(self, data: str) -> None:
        if self._inside == "data":
            try:
                self.blocks.append(json.loads(data))
            except ValueError:
                self.texts.append(data)
        elif self._inside == "script":
            self.texts += re.findall(r'"((?:[^"\\\n]|\\.)*)"', data)
        elif self._inside != "style" and data.strip():
            self.texts.append(data.strip())


def _workbook(path: Path) -> Content:
    from openpyxl import load_workbook

    texts: list[str] = []
    hidden: list[tuple[str, str]] = []
    tables: list[tuple[str, tuple[tuple[Any, ...], ...]]] = []
    with path.open("rb") as file:
        book = load_workbook(file, data_only=False)
        for sheet in book.worksheets:
            rows = tuple(tuple(row) for row in sheet.iter_rows(values_only=True))
            tables.append((sheet.title, rows))
            texts += [sheet.title, *(str(c) for row in rows for c in row if c is not None)]
            hidden += [(kind, sheet.title) for kind in _hidden_of(sheet)]
            for row in sheet.iter_rows():
                texts += [cell.comment.text for cell in row if cell.comment]
        texts += [str(name) for name in book.defined_names]
    texts += _parts(path, "docProps/")
    return Content(tuple(texts), tuple(dict.fromkeys(hidden)), tuple(tables))


def _hidden_of(sheet: Any) -> Iterator[str]:
    if sheet.sheet_state != "visible":
        yield "sheet"
    for kind, sizes in (("columns", sheet.column_dimensions), ("rows", sheet.row_dimensions)):
        if any(each.hidden for each in sizes.values()):
            yield kind
    if any(cell.comment for row in sheet.iter_rows() for cell in row):
        yield "comment"


def _document(path: Path) -> Content:
    hidden = []
    with zipfile.ZipFile(path) as file:
        names = file.namelist()
        body = file.read("word/document.xml").decode("utf-8", "replace")
    hidden += [("comment", name) for name in names if name == "word/comments.xml"]
    if re.search(r"<w:(ins|del)\b", body):
        hidden.append(("change", "word/document.xml"))
    if re.search(r"<w:vanish\b(?![^>]*w:val=\"(0|false)\")", body):
        hidden.append(("text", "word/document.xml"))
    return Content(tuple(_parts(path, "word/", "docProps/")), tuple(hidden))


def _parts(path: Path, *starts: str) -> Iterator[str]:
    """Texts of the XML parts of a container."""
    with zipfile.ZipFile(path) as file:
        for name in file.namelist():
            if name.endswith(".xml") and name.startswith(starts):
                text = file.read(name).decode("utf-8", "replace")
                text = re.sub(r"</(w:p|w:tc|a:p|dc:\w+|cp:\w+)>", "\n", text)
                lines = (line.strip() for line in _TAGS.sub("", text).splitlines())
                yield from (line for line in lines if line)


def _geopackage(path: Path) -> Content:
    texts: list[str] = []
    hidden: list[tuple[str, str]] = []
    with sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True) as con:
        tables = [r[0] for r in con.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        shown = {r[0] for r in con.execute("SELECT table_name FROM gpkg_contents")}
        if con.execute("PRAGMA freelist_count").fetchone()[0]:
            hidden.append(("rows_deleted", path.name))
        for table in tables:
            own = table.startswith(("gpkg_", "rtree_", "sqlite_"))
            if not own and table not in shown:
                hidden.append(("table", table))
            quoted = '"' + table.replace('"', '""') + '"'
            for row in con.execute(f"SELECT * FROM {quoted}"):
                texts += [str(c) for c in row if isinstance(c, str | int)]
    con.close()
    return Content(tuple(texts), tuple(hidden))
