"""What the codes of a layer look like in a text, right or nearly right."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

LIKE_DIGITS = str.maketrans("OoQqIiLl", "00001111")
"""Letters that are typed for 0 and 1."""

_LETTERS = "OQIL"
"""The same as a pattern, where case does not count."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """What a code looks like: numbers, numbers with letters for digits, and the known others."""

    known: frozenset[str]
    pattern: re.Pattern[str]

    @classmethod
    def of(cls, codes: Collection[str]) -> Spelling:
        """Spelling of a set of codes, from their own form."""
        known = frozenset(codes)
        lengths = {len(code) for code in known if code.isdecimal()}
        kinds = {_shape(code) for code in known if not code.isdecimal()}
        kinds |= {rf"(?=(?:[{_LETTERS}]*\d){{2}})[\d{_LETTERS}]{{{length}}}" for length in lengths}
        if 4 in lengths:
            kinds.add(r"\d[. ']\d{3}")
        either = "|".join([*sorted(kinds, key=len, reverse=True), r"\d+(?:\.0)?"])
        # the country may stand before a postcode: B-1300, BE 1300, B1300
        country = r"(?:BE?[ -]?(?=[\dOo]))?"
        whole = rf"(?<!\w)(?<!\d\.){country}(?P<code>{either})(?!\w)(?!\.\d)"
        return cls(known, re.compile(whole, re.IGNORECASE))

    def found(self, text: str) -> list[re.Match[str]]:
        """Codes in a text; what merely has the shape of a code of letters is a word."""
        return [
            match
            for match in self.pattern.finditer(text)
            if re.match(r"[\d.' ]|.*\d.*\d", match["code"])
            or self.spelt(match["code"]) in self.known
        ]

    def spelt(self, code: str) -> str:
        """Code as the layer writes it."""
        bare = re.sub(r"(?<=\d\d)\.0$", "", code)
        return bare.upper() if bare.upper() in self.known else bare


def _shape(code: str) -> str:
    """Pattern of codes of the same make: ``11001A00-`` gives five digits, a letter, and so on."""
    return re.sub(r"\d", r"\\d", re.sub(r"[A-Za-z]", "[a-z]", re.escape(code))).replace(" ", r"\s")
