"""Gaps: how many types of care a unit falls short of, and for each type by how much."""

from __future__ import annotations

from collections import Counter

from pilotzones.present.care_words import group_name, reason_name
from pilotzones.present.maps.themes._care import care_theme, mapped_types, values_of
from pilotzones.present.maps.themes.classes import Classed, states
from pilotzones.present.maps.themes.theme import (
    NO_DATA,
    NONE_IN_REACH,
    TYPES,
    LegendEntry,
    Theme,
    ThemeCell,
)
from pilotzones.present.texts import Render
from pilotzones.resources.supply import CareSheet, TypeSupply
from pilotzones.words import text
from pilotzones.zones.sheet import ZoneSheet

ROOM, ORDER = "care", 10
ALL = "all"
"""Group of the theme that counts over all types."""
_MOST = 4
_SIGNS = {
    "none_in_reach": NONE_IN_REACH,
    "far_below": "g3",
    "below": "g1",
    "distant": "distant",
}


def themes(sheet: ZoneSheet) -> tuple[Theme, ...]:
    """The count over all types first, then one theme for each type."""
    types, care = mapped_types(sheet), sheet.case.care
    if care is None or not types:
        return ()
    return (_counted(sheet, care, types), *(_theme(sheet, care, supply) for supply in types))


def _counted(sheet: ZoneSheet, care: CareSheet, types: tuple[TypeSupply, ...]) -> Theme:
    counts = Counter(unit for unit, _ in {(gap.unit, gap.type) for gap in care.gaps})
    cells = {
        code: ThemeCell(f"g{min(counts[code], _MOST)}", counts[code])
        if any(_has_data(supply, code) for supply in types)
        else ThemeCell(NO_DATA)
        for code in sheet.case.zone.codes
        if code in sheet.case.layer.units.index
    }
    found = sorted({cell.sign for cell in cells.values() if cell.value is not None})
    legend = tuple(LegendEntry(sign, _count_words(int(sign[1]))) for sign in found)
    return Theme(
        id=f"gaps-{ALL}",
        group=ALL,
        measure="gaps",
        name=lambda lang: text("theme.gaps_all", lang),
        said=lambda lang: _all_said(care, types, lang),
        form=TYPES,
        cells=cells,
        legend=(*legend, *states(cells)),
        group_name=lambda lang: text("theme.all_types", lang, n=len(types)),
    )


def _has_data(supply: TypeSupply, code: str) -> bool:
    return code in supply.units.index and str(supply.units.at[code, "state"]) != "no_data"


def _count_words(n: int) -> Render:
    if n == 0:
        return lambda lang: text("theme.no_gap", lang)
    if n == _MOST:
        return lambda lang: text("theme.gap_types_or_more", lang, n=n)
    return lambda lang: text("theme.gap_types", lang, n=n)


def _all_said(care: CareSheet, types: tuple[TypeSupply, ...], lang: str) -> str:
    said = text("theme.gaps_all.said", lang, n=len(types))
    made_up = any(supply.providers.synthetic for supply in care.types)
    return f"{said} {text('care.list.synthetic', lang)}" if made_up else said


def _theme(sheet: ZoneSheet, care: CareSheet, supply: TypeSupply) -> Theme:
    def said(lang: str) -> str:
        return text("theme.gaps.said", lang, group=group_name(supply.reference, lang))

    return care_theme(
        sheet,
        supply,
        "gaps",
        _classed(sheet, care, supply),
        words=(lambda lang: text("theme.gaps", lang), said),
        form=None,
    )


def _classed(sheet: ZoneSheet, care: CareSheet, supply: TypeSupply) -> Classed:
    """Categories, the worst of a unit where it has two; they have no number."""
    order = list(_SIGNS)
    reasons = {
        gap.unit: gap.reason
        for gap in sorted(care.gaps, key=lambda gap: -order.index(gap.reason))
        if gap.type == supply.providers.type
    }
    data = values_of(supply, sheet, lambda _: "g0")
    cells = {
        code: ThemeCell(_SIGNS[reasons[code]] if code in reasons else str(sign))
        for code, sign in data.items()
    }
    found = {cell.sign for cell in cells.values()}
    words: dict[str, Render] = {"g0": lambda lang: text("theme.no_gap", lang)}
    words |= {
        _SIGNS[reason]: (lambda lang, reason=reason: reason_name(reason, lang))
        for reason in ("below", "far_below", "distant")
    }
    legend = tuple(LegendEntry(sign, said) for sign, said in words.items() if sign in found)
    return cells, (*legend, *states(cells))
