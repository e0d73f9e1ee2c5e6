"""What stops the work: one family of errors, each with its exit code.

An error carries faults as values (a message id of ``words/errors.toml`` and named fields); the
sentence is made at the edge, in the reader's language.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

Value = str | int | float | tuple[str, ...] | None
"""What a named field of a message may hold; codes are strings, so no separator is put in them."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, where it is, and the fields of its sentence.

    Parameters
    ----------
    id
        Message id in ``words/errors.toml``; the text says what is wrong and what to do.
    file, row, column, value
        Where: the path as the user wrote it, the row as the spreadsheet shows it (the header is
        row 1), the column as it is headed, the value as read. In files about persons ``value``
        stays None.
    fields
        Further named fields of the sentence.
    """

    id: str
    file: str | None = None
    row: int | None = None
    column: str | None = None
    value: str | None = None
    fields: Mapping[str, Value] = field(default_factory=lambda: MappingProxyType({}))


class PilotzonesError(Exception):
    """Root of the family: one or more faults and the exit code of the command."""

    exit_code = 2

    def __init__(self, faults: Fault | Sequence[Fault]) -> None:
        self.faults: tuple[Fault, ...] = (faults,) if isinstance(faults, Fault) else tuple(faults)
        super().__init__("; ".join(f.id for f in self.faults))


class InputError(PilotzonesError):
    """A file, an option or a declared value has to be mended by the user."""


class OutputError(PilotzonesError):
    """A place to write to cannot be written."""


class MissingPartError(PilotzonesError):
    """A part of the program or a file it ships with is not there."""

    exit_code = 3
