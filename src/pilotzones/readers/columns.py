"""One column of cells into values of one kind, with every cell that cannot be taken."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from pilotzones.errors import Value
from pilotzones.readers import dates, numbers
from pilotzones.readers.cells import TEXT, Cells, Trouble, as_date, is_moment
from pilotzones.readers.numbers import Marks

if TYPE_CHECKING:  # schemas stands above and imports this module
    from pilotzones.schemas import Column

_WHOLE = r"[+-]?[0-9]{1,18}"
_POINTED = r"[+-]?(?:[0-9]+|[0-9]*[.,][0-9]+)(?:[eE][+-]?[0-9]{1,2})?"
_TWO_READINGS = r"[+-]?[1-9][0-9]{0,2}[.,][0-9]{3}"
_SHORTENED = r"[0-9][.,][0-9]+E\+[0-9]+"
"""How Excel writes a long code into a text file when it took it for a number."""
_DECIMAL_CODE = r"[0-9]+\.0"
_CODE = r"[0-9]+"
_CODE_WITH_LETTERS = r"[0-9OolI]*[0-9][0-9OolI]*"
_CODES_SHARE = 0.5
"""From this share of digits-only texts on a column holds codes, and a letter O in it is a slip."""
_ODD_PAIR = "\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ "
_GARBLED = f"\ufffd|[\x80-\x9f]|[ÃÂ][{_ODD_PAIR}]|[ÃÂ]$|â€|[A-Za-z][‚ƒ„†‡ˆ‰Š‹][a-z]"
"""UTF-8 read as Windows-1252, DOS letters read as Windows-1252, and letters already lost."""
_YES = frozenset(["yes", "y", "ja", "j", "oui", "true", "vrai", "waar", "wahr", "1"])
_NO = frozenset(["no", "n", "nee", "neen", "nein", "non", "false", "faux", "onwaar", "falsch", "0"])
_TICKS = frozenset(["x", "✓", "✔", "☑", "☒"])
_NO_FIGURE = frozenset(("na", "n/a", "nan", "null", "none", "<na>", "#n/a n/a"))
"""What programs write for a missing figure; never a text that a person would count."""
_FIGURES = (int, float, Decimal, np.integer, np.floating)
_LARGEST = 2**63
_DAY = "datetime64[us]"
_ROUNDING = 1e-9
"""A worksheet that shows 12500 may hold 12499.999999999998."""


@dataclass(frozen=True, slots=True)
class Typed:
    """Cells as read, their values (missing where empty or in trouble), and the troubles."""

    raw: pd.Series
    values: pd.Series
    troubles: tuple[Trouble, ...]


def typed(cells: Cells, column: Column, marks: Marks) -> Typed:
    """Values of a column in its kind: TEXT, Int64, float64, boolean or datetime64[us].

    ``minimum`` and ``allowed`` are held against them; whether a cell may be empty is not asked.
    """
    read = {
        "text": _texts,
        "integer": _integers,
        "decimal": _decimals,
        "flag": _flags,
        "date": _dates,
    }[column.kind]
    found = read(cells, marks)
    sound = _without(found.values, (*cells.troubles, *found.troubles))
    limits = (*_below_minimum(sound, column), *_not_allowed(sound, column))
    values = _without(sound, limits)
    if column.kind == "text" and column.allowed:  # in the spelling of the schema
        declared = {_spelling(allowed): allowed for allowed in column.allowed}
        values = values.map(lambda v: declared.get(_spelling(v), v)).astype(TEXT)
    return Typed(cells.raw, values, (*cells.troubles, *found.troubles, *limits))


def evidence(cells: Iterable[Cells]) -> Marks:
    """What the numeric columns of a file say of its point and comma."""
    texts = pd.concat([c.texts for c in cells] or [pd.Series([], dtype=TEXT)])
    return numbers.marks_of(texts[_holds(texts, "[.,]")].drop_duplicates())


def _texts(cells: Cells, _: Marks) -> Typed:
    texts = cells.texts
    if len(texts) and _is(texts, _DECIMAL_CODE).all():
        texts = texts.str.slice(stop=-2)  # codes that passed through a column of decimals
    moments = [i for i, value in _items(cells.others) if is_moment(value)]
    figures = cells.others.drop(moments)
    values = _blank(cells, TEXT)
    values[texts.index] = texts
    values[figures.index] = figures.map(_code).astype(TEXT)
    return Typed(
        cells.raw,
        values,
        (
            *_troubles("cell.encoding", texts.index[_holds(texts, _GARBLED)]),
            *_troubles("cell.scientific", texts.index[_is(texts, _SHORTENED)]),
            *_troubles("cell.turned_into_date", moments),
            *_letters_in_codes(texts),
        ),
    )


def _letters_in_codes(texts: pd.Series) -> tuple[Trouble, ...]:
    codes = _is(texts, _CODE)
    mixed = _is(texts, _CODE_WITH_LETTERS) & ~codes
    if not mixed.any() or not codes.any() or codes.sum() < _CODES_SHARE * (~mixed).sum():
        return ()  # without a code of figures only they may be diagnoses, such as I10
    suspect = texts[mixed]
    zero = _holds(suspect, "[Oo]")
    return (
        *_troubles("cell.letter_o", suspect.index[zero]),
        *_troubles("cell.letter_l", suspect.index[~zero]),
    )


def _code(value: object) -> str:
    """Text of a number cell: ``5590.0`` is the code ``5590``."""
    if isinstance(value, _FIGURES) and math.isfinite(value) and value == int(value):
        return str(value if isinstance(value, bool) else int(value))
    return str(value)


def _integers(cells: Cells, marks: Marks) -> Typed:
    plain = _is(cells.texts, _WHOLE)
    results: dict[int, object] = {i: _whole(value) for i, value in _items(cells.others)}
    for i, text in _items(cells.texts[~plain]):
        results[i] = None if _is_blank(text) else numbers.integer(text, marks)
    return _collected(cells, cells.texts[plain].astype("int64").astype("Int64"), results)


def _whole(value: Any) -> int | str:
    if is_moment(value):
        return "cell.turned_into_date"
    if isinstance(value, bool) or not isinstance(value, _FIGURES):
        return "cell.not_integer"
    if not math.isfinite(value) or abs(value) >= _LARGEST:
        return "cell.too_large"
    near = round(value)
    return int(near) if abs(value - near) <= _ROUNDING * max(1, abs(near)) else "cell.not_whole"


def _decimals(cells: Cells, marks: Marks) -> Typed:
    texts = cells.texts
    plain = _is(texts, _POINTED) & ~_is(texts, _TWO_READINGS)
    results: dict[int, object] = {i: _figure(value) for i, value in _items(cells.others)}
    for i, text in _items(texts[~plain]):
        results[i] = None if _is_blank(text) else numbers.decimal(text, marks)
    pointed = texts[plain].str.replace(",", ".", regex=False)
    return _collected(cells, pointed.astype("float64"), results)


def _figure(value: Any) -> float | str:
    if is_moment(value):
        return "cell.turned_into_date"
    if isinstance(value, bool) or not isinstance(value, _FIGURES):
        return "cell.not_decimal"
    return float(value) if math.isfinite(value) else "cell.too_large"


def _is_blank(text: str) -> bool:
    return text.casefold() in _NO_FIGURE


def _flags(cells: Cells, _: Marks) -> Typed:
    texts = cells.texts.str.casefold()
    ticked = len(texts) > 0 and texts.isin(_TICKS).all() and cells.others.empty
    known = texts.map(dict.fromkeys(_YES | _TICKS, True) | dict.fromkeys(_NO, False))
    results: dict[int, object] = {i: _flag(value) for i, value in _items(cells.others)}
    results |= dict.fromkeys(texts.index[known.isna().to_numpy()].tolist(), "cell.not_flag")
    if ticked:  # a list with crosses: no cross means no
        results |= dict.fromkeys(np.flatnonzero(cells.empty).tolist(), False)
    return _collected(cells, known.dropna().astype("boolean"), results)


def _flag(value: object) -> bool | str:
    return (
        bool(value)
        if isinstance(value, bool | int | float) and value in (0, 1)
        else "cell.not_flag"
    )


def _dates(cells: Cells, _: Marks) -> Typed:
    order = dates.day_first(cells.texts.drop_duplicates())
    read = {text: dates.day(text, day_first=order) for text in cells.texts.unique()}
    results: dict[int, object] = {i: read[text] for i, text in _items(cells.texts)}
    for i, value in _items(cells.others):
        results[i] = as_date(value) or "cell.not_date"
    return _collected(cells, pd.Series([], dtype=_DAY), results)


def _collected(cells: Cells, plain: pd.Series, results: dict[int, object]) -> Typed:
    """Values read at once and one by one together; a text among the latter is a fault id."""
    values = _blank(cells, str(plain.dtype))
    values[plain.index] = plain
    good = {i: r for i, r in results.items() if r is not None and not isinstance(r, str)}
    values[list(good)] = pd.Series(list(good.values()), index=list(good)).astype(plain.dtype)
    bad = (Trouble(i, r) for i, r in results.items() if isinstance(r, str))
    return Typed(cells.raw, values, tuple(bad))


def _is(texts: pd.Series, pattern: str) -> npt.NDArray[np.bool_]:
    return np.asarray(texts.str.fullmatch(pattern), bool)


def _holds(texts: pd.Series, pattern: str) -> npt.NDArray[np.bool_]:
    return np.asarray(texts.str.contains(pattern, regex=True), bool)


def _blank(cells: Cells, dtype: Any) -> pd.Series:
    return pd.Series(None, index=cells.raw.index, dtype=dtype)


def _without(values: pd.Series, troubles: Iterable[Trouble]) -> pd.Series:
    """Values, missing where there is trouble."""
    values = values.copy()
    values[[trouble.position for trouble in troubles]] = None
    return values


def _items(cells: pd.Series) -> Iterable[tuple[int, Any]]:
    return zip(cells.index.tolist(), cells.tolist(), strict=True)


def _troubles(id: str, positions: Iterable[int], **fields: Value) -> tuple[Trouble, ...]:
    return tuple(Trouble(int(i), id, fields) for i in positions)


def _below_minimum(values: pd.Series, column: Column) -> tuple[Trouble, ...]:
    if column.minimum is None:
        return ()
    figures = values.to_numpy(dtype="float64", na_value=np.nan)
    below = values.index[figures < column.minimum]
    if column.minimum == 0:
        return _troubles("cell.negative", below)
    return _troubles("cell.below_minimum", below, minimum=column.minimum)


def _not_allowed(values: pd.Series, column: Column) -> tuple[Trouble, ...]:
    if not column.allowed:
        return ()
    known = values.map(_spelling).isin([_spelling(a) for a in column.allowed])
    wrong = values.index[(~known & values.notna()).to_numpy()]
    return _troubles("cell.not_allowed", wrong, allowed=column.allowed)


def _spelling(value: object) -> str:
    return " ".join(str(value).casefold().split())
