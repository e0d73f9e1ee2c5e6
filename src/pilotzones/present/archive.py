"""A written folder of pages as one zip, to be mailed: the same folder gives the same bytes."""

from __future__ import annotations

import zipfile
from pathlib import Path

from pilotzones.errors import Fault, OutputError
from pilotzones.present.container import packed
from pilotzones.present.folder import MARKER, replace_file

_COMMENT = b"pilotzones"
"""What our archives carry: another file of that name is not replaced."""


def write_zip(folder: Path) -> Path:
    """Path of the zip beside ``folder``, named after it; what the folder's marker lists is in it.

    Raises
    ------
    OutputError
        ``out.foreign``: a file of that name is none of ours; ``out.unwritable``.
    """
    folder = folder.resolve()
    target = folder.with_name(f"{folder.name}.zip")
    if target.exists() and not _ours(target):
        fields = {"names": (target.name,), "n": 1}
        raise OutputError(Fault("out.foreign", file=str(target), fields=fields))
    replace_file(target, zipped(folder))
    return target


def zipped(folder: Path) -> bytes:
    """The files of a folder as a zip that unpacks into a folder of the same name."""
    names = (folder / MARKER).read_text("utf-8").splitlines()
    parts = ((f"{folder.name}/{name}", (folder / name).read_bytes()) for name in sorted(names))
    return packed(parts, comment=_COMMENT)


def _ours(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.comment == _COMMENT
    except (OSError, zipfile.BadZipFile):
        return False
