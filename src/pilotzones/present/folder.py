"""A folder of output files, whole or not at all, that never takes foreign files with it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from pilotzones.errors import Fault, OutputError

MARKER = ".pilotzones"
"""File that names what we wrote, one path a line: a folder is ours when it holds nothing else."""
_DROPPINGS = {".DS_Store", "Thumbs.db", "desktop.ini"}
"""What file managers leave in a folder that somebody has looked at."""
_SHOWN = 5


def replace_folder(out: Path, files: Mapping[str, bytes]) -> None:
    """Make ``out`` hold exactly ``files`` (relative path -> content) and the marker.

    Raises
    ------
    OutputError
        ``out.foreign``: the folder holds files that are not ours; ``out.unwritable``: the place
        cannot be written. What was there before is then still there.
    """
    out = out.resolve()
    try:
        foreign = foreign_files(out)
        if foreign:
            raise OutputError(_foreign(out, foreign))
        out.parent.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
        try:
            _write(aside / "new", files)
            _swap(aside, out)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise OutputError(Fault("out.unwritable", file=str(out), value=reason)) from error


def replace_file(path: Path, content: bytes) -> None:
    """Make ``path`` hold ``content``: written aside and moved into place.

    Raises
    ------
    OutputError
        ``out.unwritable``: the place cannot be written; what was there before is then still there.
    """
    aside = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            aside.write_bytes(content)
            aside.replace(path)
        finally:
            aside.unlink(missing_ok=True)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise OutputError(Fault("out.unwritable", file=str(path), value=reason)) from error


def foreign_files(out: Path) -> list[str]:
    """Paths in a folder that we did not write; a file in its place is foreign itself."""
    if not out.exists():
        return []
    if not out.is_dir():
        return [out.name]
    marker = out / MARKER
    ours = set(marker.read_text("utf-8").splitlines()) if marker.is_file() else set()
    found = (p for p in out.rglob("*") if not p.is_dir() or p.is_symlink())
    names = (p.relative_to(out).as_posix() for p in found if p.name not in _DROPPINGS)
    return sorted(name for name in names if name not in ours and name != MARKER)


def _foreign(out: Path, names: list[str]) -> Fault:
    shown = (*names[:_SHOWN], *(["…"] if len(names) > _SHOWN else []))
    return Fault("out.foreign", file=str(out), fields={"names": shown, "n": len(names)})


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    (folder / MARKER).write_text("".join(f"{name}\n" for name in sorted(files)), "utf-8")


def _swap(aside: Path, out: Path) -> None:
    """Move ``aside/new`` to ``out``; what was there goes back when that fails."""
    old = aside / "old"
    if out.exists():
        out.rename(old)
    try:
        (aside / "new").rename(out)
    except OSError:
        if old.exists():
            old.rename(out)
        raise
