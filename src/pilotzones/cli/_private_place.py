"""Places where data of persons must not be written: what is shared, and what is published."""

from __future__ import annotations

from pathlib import Path

from pilotzones.errors import Fault, InputError


def refuse_shared_place(out: Path) -> None:
    """Nothing, where a file may be written that holds data of persons.

    Raises
    ------
    InputError
        The file would lie in a folder of pages written by the program, or in one that git follows.
    """
    from pilotzones.present.folder import MARKER

    for folder in out.resolve().parents:
        if (folder / MARKER).is_file():
            raise InputError(Fault("out.inside_pages", file=str(out)))
        if (folder / ".git").exists():
            raise InputError(Fault("out.inside_git", file=str(out)))
