"""Sentences of the program as formulas of a spreadsheet.

Only what Excel 2010 and LibreOffice both know; no format of numbers that depends on the country of
the reader's Excel.
"""

from __future__ import annotations

import string
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from pilotzones.words import messages

_LITERAL = 120
"""Longest text inside a formula here; Excel takes 255 signs, and a quote counts twice."""
_GROUP = {"fr": "\u202f", "nl": ".", "de": ".", "en": ","}
_DECIMAL = {"fr": ",", "nl": ",", "de": ",", "en": "."}
_PERCENT = {"fr": "\u00a0%", "nl": "%", "de": "\u00a0%", "en": "%"}


@dataclass(frozen=True, slots=True)
class Shown:
    """What a field of a sentence stands for: a formula of its text, and one of its number."""

    text: str
    number: str = ""


def plain(value: str) -> str:
    """Text as a cell can hold it: without control signs, line breaks as spaces."""
    return ILLEGAL_CHARACTERS_RE.sub("", " ".join(value.splitlines()))


def quoted(value: str) -> str:
    """Text as it stands in a formula; long ones in several parts."""
    whole = plain(value)
    parts = [whole[i : i + _LITERAL] for i in range(0, len(whole), _LITERAL)] or [""]
    return "&".join('"' + part.replace('"', '""') + '"' for part in parts)


def constant(value: str) -> Shown:
    """Field that is the same whatever the zone."""
    return Shown(quoted(value))


def spoken(id: str, lang: str, fields: Mapping[str, Shown]) -> str:
    """Formula of a message in one language, with the form that the number ``n`` asks for."""
    form = messages()[id][lang]
    if isinstance(form, str):
        return _filled(form, fields)
    one = f"{fields['n'].number}<2" if lang == "fr" else f"{fields['n'].number}=1"
    return f"IF({one},{_filled(form['one'], fields)},{_filled(form['other'], fields)})"


def _filled(pattern: str, fields: Mapping[str, Shown]) -> str:
    parts: list[str] = []
    for before, name, _, _ in string.Formatter().parse(pattern):
        parts += [quoted(before)] if before else []
        parts += [fields[name].text] if name else []
    return "&".join(parts)


def chosen(ways: Iterable[tuple[str | None, str]]) -> str:
    """Formula of the first way whose condition holds; the way without one ends the choice."""
    opened, closed = "", ""
    for condition, result in ways:
        if condition is None:
            return f"{opened}{result}{closed}"
        opened, closed = f"{opened}IF({condition},{result},", f"){closed}"
    return f'{opened}""{closed}'


def grouped(value: str, lang: str) -> str:
    """Formula of a whole number below a thousand million with its digits grouped."""
    gap = f'"{_GROUP[lang]}"'
    last = f'RIGHT("00"&MOD({value},1000),3)'
    middle = f'RIGHT("00"&MOD(INT({value}/1000),1000),3)'
    return chosen(
        (
            (f"{value}<1000", f'{value}&""'),
            (f"{value}<1000000", f"INT({value}/1000)&{gap}&{last}"),
            (None, f"INT({value}/1000000)&{gap}&{middle}&{gap}&{last}"),
        )
    )


def share(value: str, lang: str) -> str:
    """Formula of a share 0..1 as a percentage with one decimal."""
    tenths = f"ROUND({value}*1000,0)"
    mark, sign = quoted(_DECIMAL[lang]), quoted(_PERCENT[lang])
    return f"INT({tenths}/10)&{mark}&MOD({tenths},10)&{sign}"
