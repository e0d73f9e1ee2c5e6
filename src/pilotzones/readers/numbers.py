"""Numbers as people write them: what is meant, or why that cannot be said."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_ALIKE = str.maketrans(
    {
        "\u00a0": " ",
        "\u202f": " ",
        "\u2007": " ",
        "\u2009": " ",
        "\u2019": "'",
        "\u2212": "-",
        "\u2013": "-",
    }
)
"""Signs that mean the same: the spaces and the apostrophe of grouped digits, the minus signs."""

_WHOLE = re.compile(r"[+-]?[0-9]+")
_POINTED = re.compile(r"([+-]?)([0-9]*)([.,])([0-9]+)")
_GROUPED = re.compile(
    r"([+-]?[1-9][0-9]{0,2}([ '.,])[0-9]{3}(?:\2[0-9]{3})*)(?:(?!\2)([.,])([0-9]+))?"
)
_SCIENTIFIC = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?[eE][+-]?[0-9]+")
_LETTERS = re.compile(r"[OolI]")
_ZEROS_AND_ONES = str.maketrans("OolI", "0011")
_LETTER_O = re.compile(r"[Oo]")
_BOUND = re.compile(r"[<>≤≥]\s*=?\s*[0-9].*")
_MISSING_MARKS = frozenset(
    {"-", "--", "–", "—", "/", ".", "..", "...", "…", "*", ":", "?", "x", "n.d.", "nd", "n.b.",
     "n.a.", "k.a.", "s.o.", "p.m."}
)  # fmt: skip
_UNIT = re.compile(r"(?:[€$]\s*)?([+-]?[0-9][0-9 '.,]*?)\s*(?:%|‰|€|[^\W\d_].*)?")
_LARGEST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Marks:
    """What the numbers of one file that can be read in one way only say of its point and comma.

    ``12.500`` can be read in two ways; next to ``7,5`` or ``1.250.000`` it cannot.
    """

    decimal: frozenset[str] = frozenset()
    group: frozenset[str] = frozenset()

    def groups(self, mark: str) -> bool | None:
        """True where ``mark`` parts groups of digits, False where it parts decimals, or None."""
        other = "," if mark == "." else "."
        as_group = mark in self.group or other in self.decimal
        as_decimal = mark in self.decimal or other in self.group
        return None if as_group == as_decimal else as_group


def marks_of(texts: Iterable[str]) -> Marks:
    """Evidence of the texts that are numbers and can be read in one way only."""
    decimal: set[str] = set()
    group: set[str] = set()
    for text in texts:
        plain = text.translate(_ALIKE)
        pointed = _POINTED.fullmatch(plain)
        if pointed and not ambiguous(plain):
            decimal.add(pointed[3])
        elif (grouped := _GROUPED.fullmatch(plain)) and not pointed:
            group.update(grouped[2] if grouped[2] in ".," else ())
            decimal.update(grouped[3] or ())
    return Marks(frozenset(decimal), frozenset(group))


def ambiguous(text: str) -> bool:
    """One point or comma before exactly three digits: ``12.500``, but not ``0.500``."""
    m = _POINTED.fullmatch(text.translate(_ALIKE))
    return bool(m and len(m[4]) == 3 and 1 <= len(m[2]) <= 3 and not m[2].startswith("0"))


def integer(text: str, marks: Marks) -> int | str:
    """Whole number that a text holds, or the id of what is wrong with it."""
    parts = _parts(text.translate(_ALIKE), marks, whole=True)
    if isinstance(parts, str):
        return parts
    digits, decimals = parts
    if decimals.strip("0"):
        return "cell.not_whole"
    value = int(digits)
    return value if -_LARGEST <= value <= _LARGEST else "cell.too_large"


def decimal(text: str, marks: Marks) -> float | str:
    """Number that a text holds, or the id of what is wrong with it."""
    plain = text.translate(_ALIKE)
    if _SCIENTIFIC.fullmatch(plain):
        return _finite(plain.replace(",", "."))
    parts = _parts(plain, marks, whole=False)
    return parts if isinstance(parts, str) else _finite(".".join(parts))


def _finite(text: str) -> float | str:
    value = float(text)
    return value if abs(value) != float("inf") else "cell.too_large"


def _parts(text: str, marks: Marks, *, whole: bool) -> tuple[str, str] | str:
    """Digits before and after the decimal mark, or a fault id."""
    if _WHOLE.fullmatch(text):
        return text, "0"
    if ambiguous(text):
        return _ambiguous_parts(text, marks, whole=whole)
    if m := _POINTED.fullmatch(text):
        return m[1] + (m[2] or "0"), m[4]
    if m := _GROUPED.fullmatch(text):
        return re.sub(r"[ '.,]", "", m[1]), m[4] or "0"
    return diagnosis(text, whole=whole)


def _ambiguous_parts(text: str, marks: Marks, *, whole: bool) -> tuple[str, str] | str:
    before, mark, after = re.split(r"([.,])", text)
    groups = marks.groups(mark)
    if groups:
        return before + after, "0"
    if groups is None or whole:
        return "cell.ambiguous_number"
    return before, after


def diagnosis(text: str, *, whole: bool) -> str:
    """Id of the fault of a text that is no number."""
    if _SCIENTIFIC.fullmatch(text):
        return "cell.scientific"
    if _LETTERS.search(text) and _number_like(text.translate(_ZEROS_AND_ONES)):
        return "cell.letter_o" if _LETTER_O.search(text) else "cell.letter_l"
    if _BOUND.fullmatch(text):
        return "cell.bound"
    if text.casefold() in _MISSING_MARKS:
        return "cell.missing_mark"
    if (m := _UNIT.fullmatch(text)) and _number_like(m[1].strip()):
        return "cell.with_unit"
    return "cell.not_integer" if whole else "cell.not_decimal"


def _number_like(text: str) -> bool:
    return any(form.fullmatch(text) for form in (_WHOLE, _POINTED, _GROUPED))
