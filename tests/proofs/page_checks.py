"""What can be wrong with a page as it is shown, found in the browser; and what its texts betray."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pilotzones.words import messages

SCRIPT = Path(__file__).with_suffix(".js").read_text("utf-8")

ALLOWED = ".map-frame, .drawing, svg.map, .leaflet-container"
"""Names on maps lie where their place is: they may run over lines and out of the frame; those of
the pages are thinned out by a script that a test of its own holds."""
OVERFLOWING = ".top .project, nav"
"""The project's name at the top ends in an ellipsis (it stands whole in the foot and the title),
and the navigation of a phone is one line that scrolls."""
UNCONTRASTED = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """What one view of a page showed: its faults, what was looked at, and its texts by block."""

    faults: tuple[str, ...]
    counts: Mapping[str, int]
    texts: tuple[str, ...]


def look_at(page: Any) -> Seen:
    """Faults of a page of playwright as it stands."""
    options = {"allowed": ALLOWED, "overflowing": OVERFLOWING, "uncontrasted": UNCONTRASTED}
    found = page.evaluate(f"(options) => ({SCRIPT.rstrip()})(options)", options)
    faults = [f"{f['kind']}: {f['text']} [{f['more']}]" for f in found["faults"]]
    texts = tuple(found["texts"])
    return Seen(tuple(dict.fromkeys([*faults, *_betrayed(texts)])), found["counts"], texts)


_UNFILLED = re.compile(r"\{[a-z_]+(?::[a-z0-9]+)?\}|\[object ")
_NO_VALUE = re.compile(r"\b(undefined|NaN)\b")
_LABEL = 40
"""Signs up to which a text is a value or a label, no prose that may speak of such things."""


def _betrayed(texts: Iterable[str]) -> list[str]:
    """Ids of messages and fields that were not filled in."""
    ids = messages()
    found: list[str] = []
    for text in texts:
        words = re.findall(r"[\w-]+(?:\.[\w-]+)+", text)
        found += [f"message id: {word}" for word in words if word in ids]
        empty = _UNFILLED.search(text) or (len(text) <= _LABEL and _NO_VALUE.search(text))
        found += [f"not filled in: {text[:80]}"] if empty else []
    return found


_ENGLISH = re.compile(
    r"\b(the|of|and|are|with|from|for|which|that|this|not|by|it|its|to|be|has|have)\b",
    re.IGNORECASE,
)
_DATA = (
    r"^(OECD|Guide) ",
    r"CC BY|ODbL|Apache",
    r"^Impulseo: RIZIV/INAMI ",
    r"^pilotzones ",
)
"""Texts that are data: sources, licences, and commands to type."""


def left_in_english(texts: Iterable[str], english: Iterable[str]) -> list[str]:
    """Texts of three words or more that read the same in English, and are no data."""
    same = {t for t in texts if len(t.split()) >= 3} & set(english)
    return sorted(
        text
        for text in same
        if _ENGLISH.search(text) and not any(re.search(data, text) for data in _DATA)
    )
