"""Texts of a page in four languages: rendered once each, swapped in place by the page's script.

Every text of a page goes through ``Texts``. What reads the same in each language is written as it
is; the rest is a ``span`` in the page's own language that carries the number of its renderings, so
that a page is complete and readable without its script.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from markupsafe import Markup

from pilotzones.words import LANGUAGES, number, text

Render = Callable[[str], str]
"""A text by language."""


class Texts:
    """Texts of one page, in the order in which they were first asked for."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self._numbers: dict[tuple[str, ...], int] = {}

    def index(self, render: Render) -> int:
        """Number of a text's renderings; the same renderings have one number."""
        return self._number(_each(render))

    def say(self, render: Render) -> Markup:
        """Text in the page's language, ready to be swapped."""
        each = _each(render)
        shown = each[LANGUAGES.index(self.lang)]
        if len(set(each)) == 1:
            return Markup("<bdi>{}</bdi>").format(shown)
        return Markup('<span data-t="{}">{}</span>').format(self._number(each), shown)

    def _number(self, each: tuple[str, ...]) -> int:
        return self._numbers.setdefault(each, len(self._numbers))

    def t(self, id: str, **fields: Any) -> Markup:
        """Message ``id``; a field that is a function gets the language."""
        return self.say(lambda lang: text(id, lang, **_in(fields, lang)))

    def attr(self, name: str, id: str, **fields: Any) -> Markup:
        """Attribute ``name`` with message ``id`` as its value, such as ``aria-label="…"``."""
        return self.attr_of(name, lambda lang: text(id, lang, **_in(fields, lang)))

    def attr_of(self, name: str, render: Render) -> Markup:
        """Attribute ``name`` with a text as its value."""
        pattern = Markup('{}="{}" data-t-{}="{}"')
        return pattern.format(Markup(name), render(self.lang), Markup(name), self.index(render))

    def number(self, value: float, decimals: int = 0) -> Markup:
        """Number whose separators the script swaps; the digits are those of English."""
        plain = number(value, "en", decimals).replace(",", "")
        return Markup('<span data-n="{}">{}</span>').format(
            plain, number(value, self.lang, decimals)
        )

    def content(self) -> list[tuple[str, ...]]:
        """Renderings by number, each in the order of ``LANGUAGES``."""
        return list(self._numbers)


def _each(render: Render) -> tuple[str, ...]:
    return tuple(render(lang) for lang in LANGUAGES)


def _in(fields: dict[str, Any], lang: str) -> dict[str, Any]:
    return {name: value(lang) if callable(value) else value for name, value in fields.items()}


def data_block(id: str, content: object) -> Markup:
    """Data for the scripts of a page, as a block that no browser runs."""
    plain = json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    for sign in "<>&\u2028\u2029":
        plain = plain.replace(sign, f"\\u{ord(sign):04x}")
    return Markup('<script type="application/json" id="{}">{}</script>').format(id, Markup(plain))
