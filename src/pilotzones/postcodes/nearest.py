"""Which existing code was probably meant."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from difflib import get_close_matches

from pilotzones.errors import Fault

_LOOKALIKES = str.maketrans("OoQDIilSsBZz", "000011155822")
_TYPO = 2
"""A slip of the keyboard counts as near as a code two further on."""


def nearest_codes(code: str, codes: Iterable[str], n: int = 3) -> tuple[str, ...]:
    """Up to ``n`` existing codes nearest to an unknown one, the nearest first.

    Near are the neighbours in the order of numbers, and the codes that one slip makes of it: a
    wrong, missing or doubled digit, or two swapped ones. Letters that look like digits (O for 0)
    are read as these. Codes that are no numbers are compared as text.

    Examples
    --------
    >>> nearest_codes("5502", ["5500", "5501", "5503", "5590", "5602", "9999"])
    ('5501', '5503', '5500')
    >>> nearest_codes("55O0", ["5500", "5501", "6000"], n=1)
    ('5500',)
    """
    known = sorted(set(codes))
    meant = code.strip().translate(_LOOKALIKES)
    numbers = [other for other in known if other.isdecimal()]
    if not meant.isdecimal() or not numbers:
        return tuple(get_close_matches(code.strip(), known, n=n, cutoff=0.6))
    slips = _slips(meant)

    def distance(other: str) -> tuple[int, int, str]:
        apart = abs(int(other) - int(meant))
        return (min(apart, _TYPO) if other in slips else apart, apart, other)

    return tuple(sorted(numbers, key=distance)[:n])


def with_nearest(fault: Fault, codes: Iterable[str]) -> Fault:
    """Fault of an unknown code (its ``value``) with the nearest that exist in the field ``near``.

    Where none is near, the fault's id ends in ``.alone``.
    """
    near = nearest_codes(fault.value or "", codes)
    if not near:
        return replace(fault, id=f"{fault.id}.alone")
    return replace(fault, fields={**fault.fields, "near": near})


def _slips(code: str) -> set[str]:
    """Every code that differs by one slip."""
    cuts = [(code[:i], code[i:]) for i in range(len(code) + 1)]
    digits = "0123456789"
    return {
        *(a + b[1:] for a, b in cuts if b),
        *(a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1),
        *(a + d + b[1:] for a, b in cuts if b for d in digits),
        *(a + d + b for a, b in cuts for d in digits),
    }
