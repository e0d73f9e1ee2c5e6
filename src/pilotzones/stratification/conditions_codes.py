"""How ids and codes of a table of conditions are written."""

from __future__ import annotations

import re
from collections.abc import Iterable

LANGUAGES = ("fr", "nl", "de", "en")
CHAPTERS = "ABDFHKLNPRSTUWXYZ"
"""Letters of the chapters of ICPC-2 (Wonca International Classification Committee, 1998)."""

_PREFIX = re.compile(r"[A-Z](?:[0-9]|[0-9]{2}(?:[A-Z](?:[A-Z](?:[0-9]{1,2})?)?)?)?")
_ID = re.compile(r"[a-z][a-z0-9_]{0,39}")
_RESERVED = frozenset(("any", "none", "two_or_more", "three_or_more", "polypharmacy"))
"""Names of other rows in the tables of conditions."""
_WHOLE_ATC = 7
_LONG = 2
"""Categories in a row that are still shown one by one."""
_FORMS = {
    "nomenclature": re.compile(r"[0-9]{6}"),
    "icd10": re.compile(r"[A-Z][0-9][0-9A-Z](?:\.?[0-9A-Z]{1,4})?"),
    "icpc2": re.compile(rf"[{CHAPTERS}][0-9]{{2}}(?:\.?[0-9A-Z]{{1,3}})?"),
}
"""Items of six figures; diagnoses of at least three signs."""


def is_id(text: str) -> bool:
    """Can it name a condition?"""
    return bool(_ID.fullmatch(text)) and text not in _RESERVED


def is_prefix(text: str) -> bool:
    """Is it an ATC code of any level, or a begin of one?"""
    return bool(_PREFIX.fullmatch(text))


def is_code(text: str, system: str) -> bool:
    """Has it the form of a code of the system; for medicines, of a whole one?"""
    if system == "atc":
        return len(text) == _WHOLE_ATC and is_prefix(text)
    return bool(_FORMS[system].fullmatch(text))


_RANGE = re.compile(r"([A-Z])([0-9]{2})-([A-Z])([0-9]{2})")


def categories(text: str) -> tuple[str, ...]:
    """Categories of ICD-10 of a range within one letter; none where the text is no such range.

    Examples
    --------
    >>> categories("E10-E12")
    ('E10', 'E11', 'E12')
    """
    found = _RANGE.fullmatch(text)
    if found is None:
        return ()
    letter, first, other, last = found.groups()
    if letter != other or int(first) >= int(last):
        return ()
    return tuple(f"{letter}{number:02d}" for number in range(int(first), int(last) + 1))


def in_ranges(codes: Iterable[str]) -> tuple[str, ...]:
    """Codes in their order, at least three categories in a row as a range.

    Examples
    --------
    >>> in_ranges(["E10", "E11", "E12", "E890"])
    ('E10-E12', 'E890')
    """
    runs: list[list[str]] = []
    for code in codes:
        follows = runs and categories(f"{runs[-1][-1]}-{code}") == (runs[-1][-1], code)
        if follows:
            runs[-1].append(code)
        else:
            runs.append([code])
    shown = ([f"{run[0]}-{run[-1]}"] if len(run) > _LONG else run for run in runs)
    return tuple(code for run in shown for code in run)
