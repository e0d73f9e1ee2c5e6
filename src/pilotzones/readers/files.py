"""What a file is, by its content and never by its ending, and what stops it from being read."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from difflib import get_close_matches
from pathlib import Path
from typing import Literal

from pilotzones.errors import Fault, InputError

Kind = Literal[
    "empty",
    "text",
    "markup",
    "json",
    "xlsx",
    "old-excel",
    "encrypted",
    "ods",
    "parquet",
    "geopackage",
    "flatgeobuf",
    "shapefile",
    "zip",
    "binary",
]

_MAGIC: tuple[tuple[bytes, Kind], ...] = (
    (b"PAR1", "parquet"),
    (b"SQLite format 3\0", "geopackage"),
    (b"fgb\x03fgb", "flatgeobuf"),
    (b"\x00\x00\x27\x0a", "shapefile"),
    (b"\xff\xfe", "text"),
    (b"\xfe\xff", "text"),
    (b"%PDF", "binary"),
)
BROKEN_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    KeyError,
    ValueError,  # also names that are no text
    RuntimeError,  # a member behind a password, or packed in an unknown way
)
"""What zipfile raises on packed files that are damaged."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARKUP = (b"<!doctype html", b"<html", b"<table", b"<?xml")
_STRICT = b"http://purl.oclc.org/ooxml/"
"""Names of the "strict" workbook that Excel can save and hardly any program reads."""
_HEAD_BYTES = 4096
_UNPACKED_MOST = 2_000_000_000
"""Largest content of a packed file, in bytes; the largest worksheets known are far below."""
_UNPACKED_RATIO = 200
"""Worksheets pack about 10 to 50 times, map layers less."""
_SMALL = 50_000_000


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Block in which the operating system's refusal to read becomes a fault.

    Raises
    ------
    InputError
        ``file.denied`` for a locked or forbidden file, ``file.unreadable`` for any other refusal.
    """
    try:
        yield
    except PermissionError:
        raise InputError(Fault("file.denied", file=str(path))) from None
    except OSError:
        raise InputError(Fault("file.unreadable", file=str(path))) from None


def kind_of(path: Path) -> Kind:
    """Kind of an existing file.

    Raises
    ------
    InputError
        The file does not exist (names alike in its folder are given), is a folder, cannot be
        read, or is a packed file whose content is out of all proportion.
    """
    with reading(path):
        if path.is_dir():
            raise InputError(Fault("file.folder", file=str(path)))
        if not path.exists():
            raise InputError(_missing(path))
        if not path.is_file():
            raise InputError(Fault("file.unreadable", file=str(path)))
        with path.open("rb") as handle:
            head = handle.read(_HEAD_BYTES)
        if head.startswith(b"PK"):
            return _packed_kind(path)
        return _ole_kind(path) if head.startswith(_OLE) else _plain_kind(head)


def _missing(path: Path) -> Fault:
    folder = path.parent
    if not folder.is_dir():
        return Fault("file.no_folder", file=str(path), fields={"folder": str(folder)})
    names = {p.name.casefold(): p.name for p in folder.iterdir() if p.is_file()}
    near = get_close_matches(path.name.casefold(), sorted(names), n=3, cutoff=0.6)
    if not near:
        return Fault("file.missing", file=str(path))
    return Fault(
        "file.missing_near", file=str(path), fields={"near": tuple(names[n] for n in near)}
    )


def _plain_kind(head: bytes) -> Kind:
    if not head:
        return "empty"
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.lower().startswith(_MARKUP):
        return "markup"
    if start.startswith((b"{", b"[")):
        return "json"
    return "text" if b"\0" not in head or looks_utf16(head) else "binary"


def looks_utf16(head: bytes) -> str | None:
    """Encoding of text in two bytes per character without a mark, by where its zeros stand."""
    half = len(head) // 2
    odd, even = head[1::2].count(0), head[0::2].count(0)
    if odd > 0.8 * half and even == 0:
        return "utf-16-le"
    if even > 0.8 * half and odd == 0:
        return "utf-16-be"
    return None


def _ole_kind(path: Path) -> Kind:
    """A workbook of before 2007, or a new one behind a password: both lie in the same container."""
    content = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in content:
        return "encrypted"
    old = any(name.encode("utf-16-le") in content for name in ("Workbook", "Book"))
    return "old-excel" if old else "binary"


def _packed_kind(path: Path) -> Kind:
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            names = {m.filename for m in members}
            stamp = _start(archive, "mimetype") if "mimetype" in names else b""
            book = _start(archive, "xl/workbook.xml") if "xl/workbook.xml" in names else b""
    except BROKEN_ZIP:
        raise InputError(Fault("file.corrupt", file=str(path))) from None
    unpacked = sum(m.file_size for m in members)
    ratio = unpacked / max(1, sum(m.compress_size for m in members))
    if unpacked > _UNPACKED_MOST or (unpacked > _SMALL and ratio > _UNPACKED_RATIO):
        raise InputError(Fault("file.bomb", file=str(path)))
    if b"opendocument.spreadsheet" in stamp:
        return "ods"
    if "xl/workbook.bin" in names or _STRICT in book:
        return "old-excel"
    return "xlsx" if book else "zip"


def _start(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as member:
        return member.read(_HEAD_BYTES)
