"""Cells of one column: what is text, what is missing, and what cannot be taken as it stands."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import Enum
from types import MappingProxyType
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from pilotzones.errors import Value

TEXT = pd.StringDtype(na_value=np.nan)
"""Type of text columns: missing cells are NaN, as geopandas reads them."""


class Hollow(Enum):
    """A cell whose value is not in it."""

    FORMULA = "formula"
    MERGED = "merged"


FORMULA: Final = Hollow.FORMULA
"""A formula that was saved without its result."""
MERGED: Final = Hollow.MERGED
"""A cell covered by merged cells: the value stands in their first cell only."""

_HOLLOW_FAULTS = {FORMULA: "cell.formula", MERGED: "cell.merged"}
_ODD = (
    r"[\x00-\x08\x0b-\x1f\x7f\u00a0\u00ad\u2007\u2009\u200b-\u200f\u202f\u2060\ufeff\u0300-\u036f]"
    r"|_x[0-9A-Fa-f]{4}_|^'"
)
"""Texts that need tidying: spaces and signs nobody sees, loose accents, escapes of Excel."""
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_SPACES = re.compile(r"[\u00a0\u2007\u2009\u202f]")
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u00ad\u200b-\u200f\u2060\ufeff]")
_TEXT_MARK = re.compile(r"\A\s*'(?=[0-9]+\s*\Z)")
"""An apostrophe before digits: how Excel marks a number kept as text."""
_ERRORS = frozenset(
    (
        *("#n/a", "#ref!", "#div/0!", "#value!", "#name?", "#null!", "#num!", "#spill!", "#calc!"),
        *("#n/b", "#verw!", "#deel/0!", "#waarde!", "#naam?", "#leeg!", "#getal!"),
        *("#nv", "#bezug!", "#wert!", "#zahl!", "#valeur!", "#nom?", "#nul!", "#nombre!"),
        "#getting_data",
    )
)
"""What Excel shows for a formula that failed, in English, Dutch, German and French."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """One cell that cannot be taken: its position in the column, the fault id and its fields."""

    position: int
    id: str
    fields: Mapping[str, Value] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Cells:
    """One column as read.

    Parameters
    ----------
    raw
        Every cell as it stands in the file, by position.
    texts
        The text cells that hold a text, tidied (see `tidy`), indexed by their position.
    others
        The cells that hold a number, a date or another value that is not text, likewise.
    troubles
        Cells without a value of their own: failed or uncalculated formulas, merged cells.
    """

    raw: pd.Series
    texts: pd.Series
    others: pd.Series
    troubles: tuple[Trouble, ...]

    @classmethod
    def of(cls, values: Sequence[object]) -> Cells:
        """Cells sorted into texts, other values and troubles; what is in none of them is empty."""
        raw = pd.Series(list(values), dtype=object)
        is_text = np.fromiter((isinstance(v, str) for v in values), bool, len(raw))
        texts = tidy(raw[is_text].astype(TEXT))
        texts = texts[texts.str.len() > 0]
        others = raw[~is_text & raw.notna().to_numpy()]
        hollow = _where(others, lambda v: isinstance(v, Hollow))
        failed = _where(
            texts[texts.str.startswith("#")],
            lambda v: v.casefold() in _ERRORS or (len(v) > 2 and set(v) == {"#"}),
        )
        troubles = [Trouble(i, _HOLLOW_FAULTS[others[i]]) for i in hollow]
        troubles += [Trouble(i, "cell.excel_error") for i in failed]
        return cls(raw, texts.drop(failed), others.drop(hollow), tuple(troubles))

    @property
    def empty(self) -> npt.NDArray[np.bool_]:
        """One truth value per cell: does it hold nothing?"""
        found = np.ones(len(self.raw), bool)
        found[self.texts.index] = False
        found[self.others.index] = False
        found[[t.position for t in self.troubles]] = False
        return found


def _where(cells: pd.Series, test: Callable[[Any], bool]) -> list[int]:
    chosen = [test(v) for v in cells]
    return [int(i) for i in cells.index[np.array(chosen, bool)]]


def tidy(texts: pd.Series) -> pd.Series:
    """Texts without spaces around them and without signs that nobody sees.

    No-break spaces become plain ones, zero-width signs, soft hyphens and control signs go, and
    so do the escapes and the leading apostrophe of Excel; letters and accents are composed (NFC).
    """
    odd = texts.str.contains(_ODD, regex=True)
    if odd.any():
        texts = texts.copy()
        texts[odd] = [tidied(text) for text in texts[odd]]
    return texts.str.strip()


def tidied(text: str) -> str:
    """One text, tidied as `tidy` does."""
    text = _ESCAPED.sub(lambda m: chr(int(m[1], 16)), text)
    text = _UNSEEN.sub("", _SPACES.sub(" ", text))
    return unicodedata.normalize("NFC", _TEXT_MARK.sub("", text))


def is_moment(value: object) -> bool:
    """Is it a date, a time or a span of time?"""
    return isinstance(value, date | time | timedelta)


def as_date(value: object) -> date | None:
    """Day of a date cell, None for anything else."""
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else None
