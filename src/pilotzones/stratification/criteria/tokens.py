"""Written criteria cut into signs and words, each with its place in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from pilotzones.stratification.criteria.nodes import KEYWORDS

Kind = Literal["word", "number", "quoted", "operator", "open", "close", "comma", "strange", "end"]

_PATTERN = re.compile(
    r"""\s*(?:
    (?P<quoted>"[^"]*"|'[^']*'|[“”„«][^”“»]*[”“»])
    |(?P<operator><=|>=|!=|<>|==|[=<>≤≥≠])
    |(?P<open>\()|(?P<close>\))|(?P<comma>[,;])
    |(?P<word>\w(?:[\w.-]*\w)?-?)
    |(?P<strange>\S)
    )""",
    re.VERBOSE,
)
_NUMBER = re.compile(r"[0-9]{1,12}(?:\.[0-9]{1,2})?")
"""Never three decimals: ``1.300`` is thirteen hundred to one reader and a good one to the other."""

_SAME = {"==": "=", "<>": "!=", "≠": "!=", "≤": "<=", "≥": ">="}
_MEANING = {word: meaning for meaning, words in KEYWORDS.items() for word in words}


@dataclass(frozen=True, slots=True)
class Token:
    """A sign or word as written, and the place of its first character, counted from 1."""

    kind: Kind
    text: str
    at: int

    @property
    def meaning(self) -> str | None:
        """``and``, ``or``, ``not`` or ``in`` in any of the languages; None for other words."""
        return _MEANING.get(self.text.lower()) if self.kind == "word" else None


def tokens(text: str) -> tuple[Token, ...]:
    """Signs and words of a text; the last one is its end."""
    return (*_cut(text), Token("end", "", len(text.rstrip()) + 1))


def _cut(text: str) -> Iterator[Token]:
    place = 0
    while (match := _PATTERN.match(text, place)) is not None:
        kind = match.lastgroup
        written, at = match[kind or 0], match.start(kind or 0) + 1
        place = match.end()
        match kind:
            case "word":
                yield Token("number" if _NUMBER.fullmatch(written) else "word", written, at)
            case "operator":
                yield Token("operator", _SAME.get(written, written), at)
            case "quoted":
                yield Token("quoted", written[1:-1].strip(), at)
            case "open" | "close" | "comma" | "strange":
                yield Token(kind, written, at)
            case _:
                raise AssertionError("every sign has a kind")
