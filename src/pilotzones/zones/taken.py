"""What was taken from an input: codes, faults that stop, and notices of what was done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from pilotzones.errors import Fault, InputError, Value

MOST_FAULTS = 500
"""Faults after which a list is not read any further: it is not the list that was meant."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an input stands: the file as the user wrote it, its first row, the column or key.

    ``row`` is None where rows say nothing. ``items`` says that lines are the items of a list,
    whose number is shown with the key: ``zone.postcodes (3)``.
    """

    file: str | None = None
    row: int | None = 1
    column: str | None = None
    items: bool = False

    def line(self, line: int) -> int:
        """Line of the input (from 1) as a row of the file, or as it is where rows say nothing."""
        return line if self.row is None or self.items else self.row + line - 1

    def fault(self, id: str, line: int | None, value: str | None = None, **fields: Value) -> Fault:
        """Fault, or notice, at a line of the input (from 1); None for the whole."""
        if line is None:
            return Fault(id, self.file, None, self.column, value, fields)
        if self.items:
            column = f"{self.column or ''} ({line})".strip()
            return Fault(id, self.file, self.row, column, value, fields)
        row = None if self.row is None else self.line(line)
        return Fault(id, self.file, row, self.column, value, fields)


@dataclass(frozen=True, slots=True)
class Taken:
    """Codes as often as they were given, with the faults and notices of their input.

    A notice has the form of a fault and stops nothing: it tells what was done.
    """

    codes: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
    notices: tuple[Fault, ...] = ()


def doubled(
    given: Sequence[tuple[str, int]], label: Callable[[str], str], place: Place
) -> list[Fault]:
    """One fault for each code that stands on more than one line, or twice on one."""
    counts = Counter(code for code, _ in given)
    id = "zone.code_twice" if place.row is not None else "zone.code_twice.plain"
    id = "zone.code_twice.items" if place.items else id
    faults: list[Fault] = []
    for code in sorted(code for code, times in counts.items() if times > 1):
        lines = [line for other, line in given if other == code]
        shown = tuple(dict.fromkeys(str(place.line(line)) for line in lines))
        fields = {"unit": label(code), "n": counts[code], "lines": shown}
        faults.append(place.fault(id, lines[1], code, **fields))
    return faults


@contextmanager
def gathering(faults: list[Fault]) -> Iterator[None]:
    """Block whose input errors are kept, so that the faults of other inputs are told with them."""
    try:
        yield
    except InputError as error:
        faults.extend(error.faults)
