"""Containers of many files (zip, DOCX, XLSX): the same content gives the same bytes on any day."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterable

_TIME = (1980, 1, 1, 0, 0, 0)
"""No zip can tell an earlier one."""
_FIRST = ("[Content_Types].xml", "_rels/.rels")
"""What readers expect at the start; the other parts follow by name."""
_CORE = "docProps/core.xml"
_DATES = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")
_UNIX, _READABLE = 3, 0o644 << 16


def packed(parts: Iterable[tuple[str, bytes]], *, comment: bytes = b"") -> bytes:
    """A zip of named parts in the order in which they come, without the time of its making."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        archive.comment = comment
        for name, content in parts:
            info = zipfile.ZipInfo(name, _TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system, info.external_attr = _UNIX, _READABLE
            archive.writestr(info, content)
    return made.getvalue()


def fixed(
    content: bytes,
    *,
    dated: str = "2000-01-01T00:00:00Z",
    revised: Callable[[str, bytes], bytes] = lambda _, part: part,
) -> bytes:
    """A document with its parts in a fixed order, without the time at which it was made.

    Parameters
    ----------
    dated
        What stands as the day on which the document was made and changed, in ISO 8601.
    revised
        Content of a part as it is to be written, from its name and its content.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as old:
        parts = {info.filename: old.read(info) for info in old.infolist() if not info.is_dir()}
    if _CORE in parts:
        parts[_CORE] = _DATES.sub(rb"\g<1>" + dated.encode() + rb"\g<2>", parts[_CORE])
    names = (*(n for n in _FIRST if n in parts), *sorted(parts.keys() - {*_FIRST}))
    return packed((name, revised(name, parts[name])) for name in names)
