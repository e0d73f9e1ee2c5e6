"""Fonts of this machine for pictures: a few known files, for a renderer that need not load all."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_FAMILIES = (
    ("Noto Sans", ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf", "NotoSans-Italic.ttf")),
    ("DejaVu Sans", ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf", "DejaVuSans-Oblique.ttf")),
    ("Segoe UI", ("segoeui.ttf", "segoeuib.ttf", "segoeuii.ttf")),
    ("Liberation Sans", ("LiberationSans-Regular.ttf", "LiberationSans-Bold.ttf")),
    ("Arial", ("Arial.ttf", "Arial Bold.ttf", "Arial Italic.ttf")),
)
_FOLDERS = (
    "/usr/share/fonts/truetype/noto",
    "/usr/share/fonts/noto",
    "/usr/share/fonts/google-noto",
    "/usr/share/fonts/truetype/dejavu",
    "/usr/share/fonts/dejavu",
    "/usr/share/fonts/TTF",
    "/usr/share/fonts/truetype/liberation",
    "C:/Windows/Fonts",
    "/System/Library/Fonts/Supplemental",
    "/Library/Fonts",
)


@cache
def known_fonts() -> tuple[str, tuple[str, ...]] | None:
    """Name of the first family that is there, with its files; None where none of them is."""
    for family, names in _FAMILIES:
        for folder in _FOLDERS:
            files = tuple(str(p) for p in (Path(folder) / name for name in names) if p.is_file())
            if files and files[0].endswith(names[0]):
                return family, files
    return None
