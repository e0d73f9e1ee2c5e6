"""Text files with separators: encoding, separator and records, found from the content."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager

from pilotzones.errors import Fault, InputError
from pilotzones.readers.files import looks_utf16

SEPARATORS = (";", "\t", "|", ",")
"""In the order tried at equal evidence: commas also stand inside texts and numbers."""

Record = tuple[str, ...]

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""Byte order marks and the encodings they tell."""
_SAMPLE_CHARS = 65_536
_SAMPLE_RECORDS = 200
_DECLARED = re.compile(r"\Asep=(.)\r?\n", re.IGNORECASE)
_KEPT_AS_TEXT = re.compile(r'="(.*)"')
"""How some programs write ``="01234"`` so that Excel keeps the zero."""
_LONGEST_FIELD = 1_000_000


def decoded(content: bytes) -> str:
    """Text of a file: by its byte order mark, else UTF-8 where it is valid, else Windows-1252.

    A file that is none of these still gives a text; letters that cannot be right in it are
    reported cell by cell (``cell.encoding``).
    """
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    wide = looks_utf16(content[:4096])
    if wide:
        return content.decode(wide, errors="replace")
    for encoding in ("utf-8", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1")


def records(
    content: bytes, file: str, *, fits: Callable[[Sequence[str]], int] | None = None
) -> tuple[tuple[Record, ...], str]:
    """Every record of a text file, blank ones too, and the separator between its fields.

    Record ``i`` is row ``i + 1`` of a spreadsheet.

    Parameters
    ----------
    fits
        How many headings of a record are known; decides between separators.

    Raises
    ------
    InputError
        A quotation mark that is never closed or stands where none can stand.
    """
    text = decoded(content)
    declared = _DECLARED.match(text)
    if declared:  # a line for Excel only, which does not count it as a row
        text, separator = text[declared.end() :], declared[1]
    else:
        separator = _separator(text, fits)
    found: list[Record] = []
    with long_fields():
        try:
            for record in _split(text, separator, strict=True):
                found.append(record)
        except csv.Error:
            raise InputError(Fault("table.quotes", file=file, row=len(found) + 1)) from None
    return tuple(undisguised(record) for record in found), separator


def seen_in(cells: Iterable[object]) -> tuple[str, ...]:
    """Separators that stand inside cells, in the order of ``SEPARATORS``."""
    inside = "".join(cell for cell in cells if isinstance(cell, str))
    return tuple(named(mark) for mark in SEPARATORS if mark in inside)


def named(separator: str) -> str:
    """Separator as it can be printed."""
    return "Tab" if separator == "\t" else separator


@contextmanager
def long_fields() -> Iterator[None]:
    """Block in which a field may be longer than the module's default allows."""
    before = csv.field_size_limit(_LONGEST_FIELD)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _split(text: str, separator: str, *, strict: bool) -> Iterable[Record]:
    lines = io.StringIO(text, newline="")
    return map(tuple, csv.reader(lines, delimiter=separator, strict=strict))


def _separator(text: str, fits: Callable[[Sequence[str]], int] | None) -> str:
    """Separator whose records name most known headings, then the one that splits most evenly."""
    sample = text[:_SAMPLE_CHARS]
    if len(text) > len(sample):
        sample = sample[: sample.rfind("\n") + 1] or sample

    def evidence(separator: str) -> tuple[int, float, int]:
        try:
            found = [r for r in _split(sample, separator, strict=False) if any(r)]
        except csv.Error:
            return (0, 0.0, 0)
        found = found[:_SAMPLE_RECORDS]
        widths = Counter(len(r) for r in found if len(r) > 1)
        if not widths:
            return (0, 0.0, 0)
        width, times = max(widths.items(), key=lambda item: (item[1], item[0]))
        headings = max(map(fits, found[:30])) if fits else 0
        return (headings, times / len(found), width)

    return max(SEPARATORS, key=evidence)


def undisguised(record: Record) -> Record:
    """Record whose cells are the texts inside ``="..."``, where a program wrote them so."""
    if not any(cell.startswith('="') for cell in record):
        return record
    return tuple(m[1] if (m := _KEPT_AS_TEXT.fullmatch(cell)) else cell for cell in record)
