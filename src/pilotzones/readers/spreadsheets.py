"""Excel workbooks: the sheet that is meant, its rows, and cells that hold no value of their own."""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from defusedxml.ElementTree import fromstring
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries

from pilotzones.errors import Fault, InputError
from pilotzones.readers.cells import FORMULA
from pilotzones.readers.files import BROKEN_ZIP
from pilotzones.readers.headings import fold

Row = tuple[object, ...]
Merge = tuple[int, int, int, int]
"""First column, first row, last column, last row of merged cells, counted from 1."""

_LAST_ROW = 1_048_576
"""Rows that Excel has; a file that claims more is not from Excel."""
_BROKEN = (
    *BROKEN_ZIP,  # ValueError is also what defusedxml raises on entities
    SyntaxError,  # parse errors of both XML parsers
    TypeError,
    AttributeError,
    IndexError,
)
"""What openpyxl raises on workbooks that are damaged or were never made by a spreadsheet."""
_MERGE = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?\bref=\"([A-Z]+[0-9]+:[A-Z]+[0-9]+)\"")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_BLOCK = 1 << 20
_OVERLAP = 200


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows of one sheet from its first on, and its merged cells."""

    name: str
    rows: tuple[Row, ...]
    merges: tuple[Merge, ...]


def read_sheet(
    path: Path,
    *,
    sheet: str | None = None,
    fits: Callable[[Sequence[Row]], bool] | None = None,
) -> Sheet:
    """Sheet of a workbook: the one named, the only one with content, or the only one that fits.

    Hidden sheets are read only when named. A formula that was never calculated stands as
    ``cells.FORMULA`` in its cell.

    Raises
    ------
    InputError
        A damaged workbook, no such sheet, or several sheets to choose from.
    """
    with _intact(path), _workbook(path, values=True) as book:
        shown = [s for s in book.worksheets if s.sheet_state == "visible"]
        if sheet is not None:
            shown = [s for s in book.worksheets if fold(s.title) == fold(sheet)]
            if not shown:
                raise InputError(_choose("table.no_sheet", path, book.sheetnames))
        contents = {s.title: tuple(_rows(s)) for s in shown}
    full = {name: rows for name, rows in contents.items() if rows}
    fitting = [name for name, rows in full.items() if fits and fits(rows)]
    candidates = fitting if len(fitting) == 1 else list(full)
    if len(candidates) > 1:
        raise InputError(_choose("table.sheets", path, candidates))
    if not candidates:
        raise InputError(Fault("table.empty", file=str(path)))
    name = candidates[0]
    with _intact(path):
        merges, formulas = _marks(path, name)
        rows = _with_uncalculated(path, name) if formulas else full[name]
    return Sheet(name, rows, merges)


def _choose(id: str, path: Path, names: Sequence[str]) -> Fault:
    return Fault(id, file=str(path), fields={"sheets": tuple(names)})


@contextmanager
def _intact(path: Path) -> Iterator[None]:
    try:
        yield
    except _BROKEN:
        raise InputError(Fault("file.corrupt", file=str(path))) from None


@contextmanager
def _workbook(path: Path, *, values: bool) -> Iterator[Any]:
    # an open file, because openpyxl refuses a path by its ending
    with path.open("rb") as handle, warnings.catch_warnings():
        # openpyxl warns of styles, validations and footers that it skips: no cell is touched
        warnings.simplefilter("ignore", UserWarning)
        book = load_workbook(handle, read_only=True, data_only=values, keep_links=False)
        try:
            yield book
        finally:
            book.close()


def _rows(sheet: Any) -> Iterator[Row]:
    """Rows up to the last one with content; each without the empty cells at its end."""
    sheet.reset_dimensions()  # the extent written in the file is often wrong
    waiting = 0
    for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
        if number > _LAST_ROW:
            raise ValueError("more rows than a sheet can have")
        width = next((i for i in range(len(row), 0, -1) if row[i - 1] is not None), 0)
        if not width:
            waiting += 1
            continue
        yield from ((),) * waiting
        waiting = 0
        yield tuple(row[:width])


def _with_uncalculated(path: Path, name: str) -> tuple[Row, ...]:
    """Rows with ``FORMULA`` where a formula stands and no result was saved with it."""
    with _workbook(path, values=True) as book, _workbook(path, values=False) as source:
        results, written = book[name], source[name]
        results.reset_dimensions()
        written.reset_dimensions()
        pairs = zip(results.iter_rows(), written.iter_rows(values_only=True), strict=True)
        return tuple(
            tuple(
                FORMULA if content is not None and _unsaved(cell) else cell.value
                for cell, content in zip(cells, contents, strict=True)
            )
            for cells, contents in pairs
        )


def _unsaved(cell: Any) -> bool:
    """No result; a saved result that is the empty text has the type of a text."""
    return cell.value is None and cell.data_type != "str"


def _marks(path: Path, name: str) -> tuple[tuple[Merge, ...], bool]:
    """Merged cells of a sheet, and whether it holds formulas.

    The streaming reader of openpyxl does not tell; the full one takes twice as long.
    """
    with zipfile.ZipFile(path) as archive, archive.open(_part(archive, name)) as part:
        return _scan(part)


def _scan(part: IO[bytes]) -> tuple[tuple[Merge, ...], bool]:
    merges: dict[Merge, None] = {}
    formulas, tail = False, b""
    while block := part.read(_BLOCK):
        window = tail + block
        formulas = formulas or _FORMULA.search(window) is not None
        for match in _MERGE.finditer(window):
            merges[_boundaries(match[1])] = None
        tail = window[-_OVERLAP:]
    return tuple(merges), formulas


def _boundaries(reference: bytes) -> Merge:
    left, top, right, bottom = range_boundaries(reference.decode("ascii"))
    if left is None or top is None or right is None or bottom is None:
        raise ValueError("not a range of cells")
    return left, top, right, bottom


def _part(archive: zipfile.ZipFile, name: str) -> str:
    """Path inside the workbook of the sheet with this name."""
    sheets = fromstring(archive.read("xl/workbook.xml")).iter()
    relations = fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    ids = {e.get("name"): e.get(_RELATION) for e in sheets if e.tag.endswith("}sheet")}
    target = {e.get("Id"): str(e.get("Target")) for e in relations}[ids[name]]
    return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
