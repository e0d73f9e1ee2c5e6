"""Containers of many files (DOCX, XLSX): the same content gives the same bytes on any day."""

from __future__ import annotations

import io
import re
import zipfile

_TIME = (1980, 1, 1, 0, 0, 0)
_FIRST = ("[Content_Types].xml", "_rels/.rels")
"""What readers expect at the start; the other parts follow by name."""
_CORE = "docProps/core.xml"
_DATES = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")
_UNIX, _READABLE = 3, 0o644 << 16


def fixed(content: bytes, *, dated: str = "2000-01-01T00:00:00Z") -> bytes:
    """The container with its parts in a fixed order, without the time at which it was made.

    Parameters
    ----------
    dated
        What stands as the day on which the document was made and changed, in ISO 8601.
    """
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as new,
    ):
        names = [info.filename for info in old.infolist() if not info.is_dir()]
        for name in (*(n for n in _FIRST if n in names), *sorted(set(names) - {*_FIRST})):
            part = old.read(name)
            if name == _CORE:
                part = _DATES.sub(rb"\g<1>" + dated.encode() + rb"\g<2>", part)
            info = zipfile.ZipInfo(name, _TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system, info.external_attr = _UNIX, _READABLE
            new.writestr(info, part)
    return made.getvalue()
