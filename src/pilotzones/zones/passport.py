"""The zone passport: all units of a zone as one short text with check signs, for paper.

An authority that types a printed zone in again gets the same zone, or is told which group of the
text is wrong. The draw page writes and reads the same text (``maps/draw/passport.js``).

The text is ``Z1``, the fingerprint of the layer (four signs), the number of units (three signs) and
the number of the choice among all choices of that size: with the rows of the units in ascending
order ``u_0 < u_1 < …`` this is the sum of ``C(u_i, i + 1)``, the combinatorial number system of
Beckenbach (1964) and Knuth (TAOCP 4A, 7.2.1.3, Theorem L). Its signs, in groups of five, each have
a check sign: the values of the signs times 1, 2, 4, 8 and 16, plus the number of the group, modulo
31. The weights and their differences have inverses modulo 31, so one wrong sign or two swapped
ones are found, but for the values 0 and 31; these and what groups do not see are found by a last
group, the CRC-16/CCITT-FALSE of all signs before.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from math import comb

from pilotzones.errors import Fault, InputError
from pilotzones.postcodes.layer import UnitLayer
from pilotzones.zones.fingerprint import ALPHABET, fingerprint

_HEAD = "Z1"
_DATA = 5
_WHOLE = 6
_GUARD = 5
_GUARD_SIGNS = 4
_COUNT_SIGNS = 3
_FIXED = 9
_FEWEST = 17
MOST_UNITS = 32**_COUNT_SIGNS - 1
"""Units that the three signs of their number can tell."""
_APART = re.compile(r"[\s\-\u00ad\u2010-\u2015\u200b-\u200f\u2060\u2212\ufe58\ufe63\uff0d\ufeff]+")
_ALIKE = str.maketrans("ILO", "110")


def passport_of(codes: Iterable[str], layer: UnitLayer) -> str:
    """Passport of these units of the layer, in any order.

    Raises
    ------
    ValueError
        A code that the layer lacks, or more units than a passport holds.

    Examples
    --------
    >>> from pilotzones.postcodes.open import open_layer
    >>> layer = open_layer()
    >>> codes_of_passport(passport_of(["5500", "5590"], layer).lower(), layer)
    ('5500', '5590')
    """
    wanted = set(codes)
    rows = sorted(layer.positions(wanted).tolist())
    if len(rows) != len(wanted):
        raise ValueError("a passport holds codes of its layer only")
    if len(rows) > MOST_UNITS:
        raise ValueError(f"a passport holds at most {MOST_UNITS} units")
    n = len(layer.codes)
    length = _signs_needed(comb(n, len(rows)))
    content = f"{_HEAD}{fingerprint(layer)}{_in_signs(len(rows), _COUNT_SIGNS)}"
    content += _in_signs(_rank(rows, n), length)
    parts = [content[at : at + _DATA] for at in range(0, len(content), _DATA)]
    parts.append(_in_signs(_crc16(content), _GUARD_SIGNS))
    return "-".join(_with_check(part, place) for place, part in enumerate(parts))


def is_passport(text: str) -> bool:
    """Does a text begin as a passport does, and hold nothing else?"""
    signs = _APART.sub("", unicodedata.normalize("NFKC", text)).upper()
    alone = re.fullmatch(r"[0-9A-Z]+", signs) is not None
    return alone and signs.startswith(_HEAD) and len(signs) >= _FEWEST - 2


def codes_of_passport(text: str, layer: UnitLayer) -> tuple[str, ...]:
    """Codes of the units that a passport names, in the order of the layer.

    Case, spaces and hyphens say nothing; I and L are read as 1, O as 0.

    Raises
    ------
    InputError
        Signs that no passport has, groups of the wrong length or with a wrong sign (each by its
        number), a guard that does not fit, or the passport of another layer.
    """
    written = [group.translate(_ALIKE) for group in _groups_written(text)]
    strange = [
        Fault("passport.sign", fields={"sign": sign, "group": place, "text": group})
        for place, group in enumerate(written, start=1)
        for sign in group
        if sign not in ALPHABET
    ]
    if strange:
        raise InputError(strange)
    signs = "".join(written)
    groups = _cut(signs)
    wrong = _wrong_groups(groups)
    short = Fault("passport.short", fields={"n": len(signs)})
    # how the groups are spaced counts only where they do not hold: it tells which one is wrong
    if _in_sixes(written) and (wrong or not groups):
        raise InputError(_miscounted(_wrong_groups(written), written, layer) or short)
    if wrong:
        raise InputError(_miscounted(wrong, groups, layer))
    if not groups or not signs.startswith(_HEAD):
        raise InputError(short)
    return _content(groups, layer)


def _groups_written(text: str) -> list[str]:
    """Groups as they stand on the paper: separated, or run together."""
    plain = unicodedata.normalize("NFKC", text).upper()
    return [group for group in _APART.split(plain) if group]


def _in_sixes(written: Sequence[str]) -> bool:
    """Is the text cut as it is printed, so that a group of wrong length can be named?"""
    whole = sum(len(group) == _WHOLE for group in written[:-1])
    return len(written) > 2 and 2 * whole >= len(written) - 1


def _cut(signs: str) -> list[str]:
    """Groups of six, the last before the guard perhaps shorter; none where signs are too few."""
    if len(signs) < _FEWEST:
        return []
    body, guard = signs[:-_GUARD], signs[-_GUARD:]
    return [*(body[at : at + _WHOLE] for at in range(0, len(body), _WHOLE)), guard]


def _holds(group: str, place: int) -> bool:
    return len(group) > 1 and _with_check(group[:-1], place) == group


def _wrong_groups(groups: Sequence[str]) -> list[Fault]:
    found: list[Fault] = []
    for place, text in enumerate(groups):
        right = _GUARD if place == len(groups) - 1 else _WHOLE
        shorter = place == len(groups) - 2 and len(text) < right
        fields = {"group": place + 1, "groups": len(groups), "text": text}
        if len(text) != right and not shorter:
            found.append(
                Fault("passport.length", fields={**fields, "n": len(text), "right": right})
            )
        elif not _holds(text, place):
            found.append(Fault("passport.group", fields=fields))
    return found


def _miscounted(wrong: Sequence[Fault], groups: Sequence[str], layer: UnitLayer) -> Sequence[Fault]:
    """Where signs were lost or added, most groups are wrong: their number says more."""
    needed, n = _signs_expected(groups, layer), sum(map(len, groups))
    uneven = any(fault.id == "passport.length" for fault in wrong)
    if len(wrong) < 2 or uneven or needed is None or needed == n:
        return wrong
    return [Fault("passport.count", fields={"n": n, "needed": needed})]


def _signs_expected(groups: Sequence[str], layer: UnitLayer) -> int | None:
    """Signs that the passport must have by its first two groups; None when these do not hold."""
    if not (_holds(groups[0], 0) and _holds(groups[1], 1)):
        return None
    start, n = groups[0][:-1] + groups[1][:-1], len(layer.codes)
    count = _value(start[6:_FIXED])
    if start[2:6] != fingerprint(layer) or count > n:
        return None
    data = _FIXED + _signs_needed(comb(n, count))
    return data + -(-data // _DATA) + _GUARD


def _content(groups: Sequence[str], layer: UnitLayer) -> tuple[str, ...]:
    content = "".join(group[:-1] for group in groups[:-1])
    if _value(groups[-1][:-1]) != _crc16(content):
        raise InputError(Fault("passport.crc"))
    given, own, n = content[2:6], fingerprint(layer), len(layer.codes)
    if given != own:
        raise InputError(Fault("passport.other_layer", fields={"given": given, "own": own}))
    count, rank = _value(content[6:_FIXED]), _value(content[_FIXED:])
    if count > n or rank >= comb(n, count):
        raise InputError(Fault("passport.crc"))
    codes = layer.codes
    return tuple(codes[row] for row in _rows(rank, count, n))


def _rank(rows: Sequence[int], n: int) -> int:
    """Number of the choice among all of its size.

    Walks down from the last row with ``ways = C(row, size)``, which changes by one factor a step.
    """
    chosen, size, rank = set(rows), len(rows), 0
    ways = comb(max(n - 1, 0), size)
    for row in range(n - 1, 0, -1):
        if row in chosen:
            rank += ways
            ways, size = ways * size // row, size - 1
        else:
            ways = ways * (row - size) // row
    return rank


def _rows(rank: int, count: int, n: int) -> list[int]:
    """Rows of the choice with this number, ascending."""
    rows: list[int] = []
    size, ways = count, comb(max(n - 1, 0), count)
    for row in range(n - 1, -1, -1):
        if size == 0:
            break
        if ways <= rank:
            rows.append(row)
            rank -= ways
            ways, size = ways * size // max(row, 1), size - 1
        else:
            ways = ways * (row - size) // max(row, 1)
    return rows[::-1]


def _signs_needed(most: int) -> int:
    """Signs that the greatest rank needs, at least one."""
    return max(1, -(-(most - 1).bit_length() // 5))


def _in_signs(value: int, length: int) -> str:
    signs: list[str] = []
    while value:
        value, digit = divmod(value, 32)
        signs.append(ALPHABET[digit])
    return "".join(reversed(signs)).rjust(length, "0")


def _value(signs: str) -> int:
    value = 0
    for sign in signs:
        value = value * 32 + ALPHABET.index(sign)
    return value


def _with_check(signs: str, place: int) -> str:
    total = place + sum(ALPHABET.index(sign) << i for i, sign in enumerate(signs))
    return signs + ALPHABET[total % 31]


def _crc16(text: str) -> int:
    """CRC-16/CCITT-FALSE of the signs as ASCII: 0x29B1 for ``123456789``."""
    crc = 0xFFFF
    for byte in text.encode("ascii"):
        crc ^= byte << 8
        for _ in range(8):
            crc = (crc << 1 ^ (0x1021 if crc & 0x8000 else 0)) & 0xFFFF
    return crc
