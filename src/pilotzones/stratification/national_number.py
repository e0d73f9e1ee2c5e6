"""Belgian national numbers and BIS numbers: recognised so that they can be refused.

Eleven digits: birth date (year, month, day, two digits each), serial number of the day (001 to
998), check number = 97 - (first nine digits modulo 97); for births from 2000 on a 2 is put before
the nine digits. Month and day may be 0 where the birth date is not known. In a BIS number (people
who are not in the register) the month is 40 higher, or 20 higher where the sex is not known.

Sources: royal decree of 3 April 1984 on the composition of the identification number of persons in
the National Register, as amended on 25 November 1997; royal decree of 8 February 1991 (BIS
numbers), articles 1 to 4, as amended on 13 October 1998; National Register, instructions, "T.I.
000, the identification number", with the example 42.01.22.051-81.

By chance about one number of eleven digits in 400 keeps to these rules. One is enough to refuse a
column all the same: what is no national number can be written otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

SHAPE = (
    r"[0-9]{2}[ ./_\x{a0}-]{0,3}[0-9]{2}[ ./_\x{a0}-]{0,3}[0-9]{2}"
    r"[ ./_\x{a0}-]{0,3}[0-9]{3}[ ./_\x{a0}-]{0,3}[0-9]{2}"
)
"""Eleven digits in the groups of a national number (RE2), with the usual signs between them."""

DIGITS = 11
LOST_ZEROS = (10**7, 10**10 - 1)
"""Numbers of 8 to 10 digits: what a column of numbers makes of a birth in 2000 to 2009."""
MOSTLY = 0.5
"""Share of the numbers without their zeros that keep to the rules from which on they are refused.

One in 400 does by chance; pseudonyms of 8 to 10 digits are common, such as 32-bit hashes.
"""

# no letter beside it, or a hexadecimal pseudonym would be one now and then; but NISS85073003328 is
_WHOLE = rf"(?:\b|_|(?i:niss|insz|nn|rn|rr|bis))({SHAPE})(?:\b|_)"
_SHAPE = re.compile(_WHOLE.replace(r"\x{a0}", "\u00a0"), re.ASCII)
_NO_DIGIT = re.compile(r"[^0-9]")
_LAST_MONTH, _STEP, _LAST_DAY = 52, 20, 31


def is_national_number(number: int) -> bool:
    """Do the eleven digits of a number (zeros before it may be left out) keep to the rules?

    Examples
    --------
    >>> is_national_number(42012205181)
    True
    >>> is_national_number(42012205182)
    False
    """
    nine, check = divmod(number, 100)
    date, serial = divmod(nine, 1000)
    month, day = divmod(date % 10_000, 100)
    if not (0 < number < 10**DIGITS and month <= _LAST_MONTH and day <= _LAST_DAY and serial):
        return False
    if month % _STEP > 12:
        return False
    return check in (97 - nine % 97, 97 - (2 * 10**9 + nine) % 97)


def holds_national_number(text: str) -> bool:
    """Is there a national number in a text, written with or without the usual signs?

    Examples
    --------
    >>> holds_national_number("42.01.22-051.81"), holds_national_number("42012205182")
    (True, False)
    """
    return any(is_national_number(int(_NO_DIGIT.sub("", match))) for match in _SHAPE.findall(text))


def among(cells: Iterable[object]) -> bool:
    """Is there a national number in one of the cells of a column, text or number?"""
    texts: list[str] = []
    short = matches = 0
    for cell in cells:
        if isinstance(cell, str):
            texts += [cell] if len(cell) >= DIGITS else []
        elif isinstance(cell, int | float | Decimal) and cell == cell // 1:
            number = int(cell)
            if LOST_ZEROS[0] <= number <= LOST_ZEROS[1]:
                short += 1
                matches += is_national_number(number)
            elif number > LOST_ZEROS[1]:
                texts.append(str(number))
    # one text for all cells: the line break is no sign inside a number
    return holds_national_number("\n".join(texts)) or matches > MOSTLY * short


def sql_rule(number: str) -> str:
    """SQL truth value: does an integer expression keep to the rules of a national number?"""
    nine, month = f"({number} // 100)", f"(({number} // 10000000) % 100)"
    return (
        f"({number} BETWEEN 1 AND {10**DIGITS - 1} AND {month} <= {_LAST_MONTH}"
        f" AND {month} % {_STEP} <= 12 AND ({number} // 100000) % 100 <= {_LAST_DAY}"
        f" AND {nine} % 1000 > 0 AND {number} % 100"
        f" IN (97 - {nine} % 97, 97 - (2000000000 + {nine}) % 97))"
    )


def sql_texts(column: str, relation: str) -> str:
    """Query: one row where a text column of a relation holds a national number, else none."""
    found = f"regexp_extract_all(v, '{_WHOLE}', 1)"
    number = "CAST(regexp_replace(hit, '[^0-9]', '', 'g') AS BIGINT)"
    return (
        f"SELECT 1 FROM (SELECT unnest({found}) AS hit FROM (SELECT DISTINCT {column} AS v"
        f" FROM {relation} WHERE strlen({column}) >= {DIGITS})) WHERE {sql_rule(number)} LIMIT 1"
    )


def sql_numbers(column: str, relation: str) -> str:
    """Query: one row where a column of numbers holds a national number, else none.

    Numbers whose leading zeros are lost count when most of those with as many digits match.
    """
    low, high = LOST_ZEROS
    rule = sql_rule("v")
    return (
        f"SELECT 1 FROM (SELECT count(*) FILTER (v > {high} AND {rule}) AS whole,"
        f" count(*) FILTER (v <= {high}) AS short, count(*) FILTER (v <= {high} AND {rule}) AS hits"
        f" FROM (SELECT DISTINCT CAST({column} AS BIGINT) AS v FROM {relation}"
        f" WHERE {column} BETWEEN {low} AND {10**DIGITS - 1} AND {column} = floor({column})))"
        f" WHERE whole > 0 OR hits > {MOSTLY} * short"
    )
