"""Kinds of values that sections of a settings file share: names, files, lists of files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints
from pydantic_core import PydanticCustomError


class Section(BaseModel):
    """A section of a settings file: no key that is not known, never changed after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Names(Section):
    """A name in four languages."""

    fr: str
    nl: str
    de: str
    en: str


def portable(value: Any) -> Any:
    """Path as every system reads it: projects written on Windows open elsewhere too."""
    if isinstance(value, str) and value.strip():
        return value.strip().replace("\\", "/")
    if isinstance(value, Path):
        return value
    raise PydanticCustomError("settings.wrong_value.file", "file")


def _files(value: Any) -> Any:
    given = value if isinstance(value, list | tuple) else (value,)
    return tuple(Path(portable(name)) for name in given)


Named = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
FileName = Annotated[Path, BeforeValidator(portable)]
FileNames = Annotated[tuple[Path, ...], BeforeValidator(_files)]
"""One file or a list of them; the list may be empty."""
