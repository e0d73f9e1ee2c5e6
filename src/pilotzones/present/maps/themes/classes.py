"""Classes of a theme: cuts between values, and the legend that names each class with its bounds.

Values are held against cuts as they are shown, rounded, so that map, legend and table agree.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence

from pilotzones.present.maps.themes.theme import (
    HIDDEN,
    NO_DATA,
    NONE_HERE,
    NONE_IN_REACH,
    LegendEntry,
    ThemeCell,
)
from pilotzones.present.texts import Render
from pilotzones.words import number, text

_LEVELS = {
    "lowest": "theme.level.lowest",
    "low": "theme.level.low",
    "middle": "theme.level.middle",
    "high": "theme.level.high",
    "highest": "theme.level.highest",
}
_NAMED: dict[int, tuple[int, ...]] = {
    1: (2,),
    2: (1, 3),
    3: (1, 2, 3),
    4: (0, 1, 3, 4),
    5: (0, 1, 2, 3, 4),
}
"""Which of the five levels are used where the values make fewer classes."""
_AGAINST = (
    "theme.against.far_below",
    "theme.against.below",
    "theme.against.near",
    "theme.against.above",
    "theme.against.far_above",
)
_STATES = {
    HIDDEN: "theme.sign.hidden",
    NO_DATA: "theme.sign.no_data",
    NONE_HERE: "theme.sign.none_here",
    NONE_IN_REACH: "theme.sign.none_in_reach",
}

Classed = tuple[dict[str, ThemeCell], tuple[LegendEntry, ...]]
Value = float | str
"""A number, or the sign of a state."""


def sequential(values: Mapping[str, Value], decimals: int) -> Classed:
    """Cells in up to five classes of about as many units each, ``k0`` (low) to ``k4`` (high)."""
    shown = sorted(round(v, decimals) for v in values.values() if not isinstance(v, str))
    cuts = fifths(shown)
    levels = _NAMED[len(cuts) + 1]
    signs = [f"k{level}" for level in levels]
    names = [list(_LEVELS.values())[level] for level in levels]
    legend = _legend(signs, names, cuts, decimals) if shown else ()
    return _classed(values, cuts, signs, legend, decimals)


def against(
    values: Mapping[str, Value], reference: float, shares: Sequence[float], decimals: int
) -> Classed:
    """Cells in five classes around a reference, ``d0`` (far below) to ``d4`` (far above).

    ``shares`` are the four cuts as shares of the reference, rising.
    """
    cuts = [round(reference * share, decimals) for share in shares]
    signs = [f"d{place}" for place in range(len(cuts) + 1)]
    return _classed(values, cuts, signs, _legend(signs, _AGAINST, cuts, decimals), decimals)


def states(cells: Mapping[str, ThemeCell]) -> tuple[LegendEntry, ...]:
    """Legend of the states that occur, in a fixed order."""
    found = {cell.sign for cell in cells.values()}
    return tuple(LegendEntry(sign, _worded(id)) for sign, id in _STATES.items() if sign in found)


def classes_apart(values: Mapping[str, Value], low: float, high: float, decimals: int) -> int:
    """How many classes of `sequential` lie between two values: 0 where both are in one."""
    cuts = fifths(sorted(round(v, decimals) for v in values.values() if not isinstance(v, str)))
    return bisect_right(cuts, high) - bisect_right(cuts, low)


def state_words(sign: str) -> Render:
    """Words of the sign of a state."""
    return _worded(_STATES[sign])


def fifths(shown: Sequence[float]) -> list[float]:
    """Values at which each further fifth of sorted values begins, fewer where some are equal.

    Examples
    --------
    >>> fifths([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]), fifths([4, 4, 4])
    ([3, 5, 7, 9], [])
    """
    n = len(shown)
    firsts = {shown[-(-n * fifth // 5)] for fifth in range(1, 5) if -(-n * fifth // 5) < n}
    return sorted(value for value in firsts if value > shown[0])


def _classed(
    values: Mapping[str, Value],
    cuts: Sequence[float],
    signs: Sequence[str],
    legend: tuple[LegendEntry, ...],
    decimals: int,
) -> Classed:
    cells: dict[str, ThemeCell] = {}
    for code, value in values.items():
        if isinstance(value, str):
            cells[code] = ThemeCell(value)
        else:
            shown = round(value, decimals)
            cells[code] = ThemeCell(signs[bisect_right(cuts, shown)], shown)
    return cells, (*legend, *states(cells))


def _legend(
    signs: Sequence[str], names: Sequence[str], cuts: Sequence[float], decimals: int
) -> tuple[LegendEntry, ...]:
    ends = [None, *cuts, None]
    return tuple(
        LegendEntry(sign, _bounded(name, low, high, decimals))
        for sign, name, low, high in zip(signs, names, ends, ends[1:], strict=False)
    )


def _bounded(name: str, low: float | None, high: float | None, decimals: int) -> Render:
    def words(lang: str) -> str:
        level = text(name, lang)
        if low is None and high is None:
            return level
        if low is None:
            return text("theme.class.below", lang, level=level, high=_n(high, lang, decimals))
        if high is None:
            return text("theme.class.above", lang, level=level, low=_n(low, lang, decimals))
        return text(
            "theme.class.between",
            lang,
            level=level,
            low=_n(low, lang, decimals),
            high=_n(high, lang, decimals),
        )

    return words


def _n(value: float | None, lang: str, decimals: int) -> str:
    return "" if value is None else number(value, lang, decimals)


def _worded(id: str) -> Render:
    return lambda lang: text(id, lang)
