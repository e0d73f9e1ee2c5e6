"""All sentences as data: one entry per message id, four languages side by side.

Each TOML file in this folder holds tables ``["message.id"]`` with the keys ``fr nl de en``. A text
names its fields in braces, ``{population}``, with an optional format after a colon:

===========  ==========================================================================
``{n}``      int: grouped digits; float: at most one decimal; date: the reader's form;
             tuple: a list in words (``5500, 5501 and 5590``); str: as it is
``{n:pct}``  share 0..1 as a percentage with one decimal
``{n:dec1}`` one decimal, always
``{n:raw}``  as it is, without separators (years, codes)
===========  ==========================================================================

A language's text may be a table with ``one`` and ``other``: the form is chosen by the field ``n``,
by the plural rule of the language (in French 0 and 1 take ``one``).
"""

from __future__ import annotations

import string
import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, cast

LANGUAGES = ("fr", "nl", "de", "en")
"""Order in which languages are shown."""

_LOCALES = {"fr": "fr_BE", "nl": "nl_BE", "de": "de_BE", "en": "en_GB"}
_LIST_SHOWN = 20
"""Longest list that is written out in a sentence; the rest is counted."""

Text = str | Mapping[str, str]


@cache
def messages() -> dict[str, dict[str, Text]]:
    """Every message id with its four texts; an id that stands twice is an error."""
    found: dict[str, dict[str, Text]] = {}
    for path in sorted(Path(__file__).parent.glob("*.toml")):
        table = cast("dict[str, dict[str, Text]]", tomllib.loads(path.read_text("utf-8")))
        twice = found.keys() & table.keys()
        if twice:
            raise ValueError(f"{path.name}: message ids that exist already: {sorted(twice)}")
        found |= table
    return found


def text(id: str, lang: str, **fields: Any) -> str:
    """Sentence ``id`` in ``lang`` with its fields filled in.

    Raises
    ------
    KeyError
        No such id, or a field that the text names is missing.
    """
    form = messages()[id][lang]
    if not isinstance(form, str):
        form = form[_plural(lang, fields["n"])]
    return _Format(lang).vformat(form, (), fields)


def all_languages(id: str, **fields: Any) -> dict[str, str]:
    """Sentence ``id`` in each language."""
    return {lang: text(id, lang, **fields) for lang in LANGUAGES}


def number(value: int | float, lang: str, decimals: int = 0) -> str:
    """Number in the reader's form; French groups digits with a narrow no-break space."""
    from babel.numbers import format_decimal

    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    grouped = format_decimal(value, format=pattern, locale=_LOCALES[lang])
    return grouped.replace("\u00a0", "\u202f") if lang == "fr" else grouped


def percent(share: float, lang: str, decimals: int = 1) -> str:
    """Share 0..1 as a percentage: ``12,5 %`` in French and German, ``12,5%`` in Dutch."""
    gap = "\u00a0" if lang in ("fr", "de") else ""
    return f"{number(share * 100, lang, decimals)}{gap}%"


def day(value: date, lang: str) -> str:
    """Date in the reader's form: 23/11/2026, 23.11.2026, 23 November 2026."""
    if lang == "en":
        from babel.dates import format_date

        return format_date(value, "d MMMM y", locale=_LOCALES[lang])
    return value.strftime("%d.%m.%Y" if lang == "de" else "%d/%m/%Y")


def listed(items: tuple[str, ...] | list[str], lang: str, most: int = _LIST_SHOWN) -> str:
    """List in words; what is past ``most`` is counted, never dropped in silence."""
    from babel.lists import format_list

    if len(items) > most:
        rest = text("list.more", lang, n=len(items) - most)
        return ", ".join(items[:most]) + " " + rest
    return format_list(list(items), locale=_LOCALES[lang]) if items else ""


@cache
def _plural_rule(lang: str) -> Any:
    from babel import Locale

    return Locale.parse(_LOCALES[lang]).plural_form


def _plural(lang: str, n: float) -> str:
    form = _plural_rule(lang)(abs(n))
    return form if form == "one" else "other"


class _Format(string.Formatter):
    """Fills the fields of a text in one language."""

    def __init__(self, lang: str) -> None:
        self._lang = lang

    def format_field(self, value: Any, format_spec: str) -> str:
        if format_spec == "pct":
            return percent(value, self._lang)
        if format_spec == "dec1":
            return number(value, self._lang, 1)
        if format_spec == "raw" or isinstance(value, str):
            return str(value)
        if format_spec:
            raise ValueError(f"unknown format {format_spec!r}")
        return self._plain(value)

    def _plain(self, value: Any) -> str:
        match value:
            case bool():
                raise TypeError("a message field cannot be a truth value")
            case int():
                return number(value, self._lang)
            case float():
                return number(value, self._lang, 0 if value.is_integer() else 1)
            case date():
                return day(value, self._lang)
            case tuple() | list():
                return listed(cast("tuple[str, ...]", value), self._lang)
            case _:
                raise TypeError(f"a message field cannot be {type(value).__name__}")
