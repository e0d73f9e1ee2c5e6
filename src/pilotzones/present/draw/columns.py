"""Figures that the draw page shows by unit: choropleths, providers, expected patients.

What comes from persons is taken from released tables only, hidden cells as hidden: smoothed shares
for the colours, counts of the table ``units`` for the expected patients.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import shapely

from pilotzones.findings import Case
from pilotzones.postcodes.layer import UnitLayer
from pilotzones.present.care_words import capacity_name, km, type_name
from pilotzones.present.maps.themes.classes import fifths
from pilotzones.present.smoothed import rate_on_map, smoothed_rows
from pilotzones.present.texts import Render
from pilotzones.resources.supply import TypeSupply
from pilotzones.stratification.released import HIDDEN, Cell, PeopleSheet, SafeTable
from pilotzones.words import LANGUAGES, text

HIDDEN_SIGN = "h"
"""Value of a cell that the disclosure gate holds back."""

Value = float | int | str | None


def columns(case: Case) -> list[dict[str, Any]]:
    """Choropleths of the layer: id, unit, words, source, class edges and a value per unit."""
    return [*_of_layer(case), *_of_people(case), *_of_care(case)]


def _column(
    id: str,
    unit: str,
    values: Sequence[Value],
    *,
    words: Render,
    said: Render,
    synthetic: bool = False,
) -> dict[str, Any]:
    return {
        "id": id,
        "unit": unit,
        "words": {lang: words(lang) for lang in LANGUAGES},
        "source": {lang: said(lang) for lang in LANGUAGES},
        "synthetic": synthetic,
        "edges": fifths(sorted(v for v in values if isinstance(v, int | float))),
        "values": list(values),
    }


def _of_layer(case: Case) -> Iterator[dict[str, Any]]:
    layer = case.layer
    day = layer.origin.population_date
    said = _dated("draw.column.people.said", day)
    people = layer.people
    known = ~np.isnan(people)
    counts = [int(n) if there else None for n, there in zip(people, known, strict=True)]
    yield _column("people", "persons", counts, words=_t("draw.column.people"), said=said)
    area = np.nan_to_num(shapely.area(layer.shapes)) / 1e6
    dense = [
        round(float(n) / float(km2), 1) if there and km2 > 0 else None
        for n, km2, there in zip(people, area, known, strict=True)
    ]
    said = _dated("draw.column.density.said", day)
    yield _column("density", "persons/km2", dense, words=_t("draw.column.density"), said=said)


def _of_people(case: Case) -> Iterator[dict[str, Any]]:
    people = case.people
    if people is None or people.data.level != "persons":
        return
    for id, indicator in (("need", "any"), ("multimorbidity", "two_or_more")):
        rows = smoothed_rows(people, indicator)
        if rows:
            yield _column(
                id,
                "share",
                [_value(rate_on_map(rows.get(code, {}))) for code in case.layer.codes],
                words=_t(f"theme.{id}"),
                said=_smoothed(f"theme.{id}.said", people),
                synthetic=people.data.synthetic,
            )


def _by_unit(table: SafeTable, column: str, layer: UnitLayer) -> list[Value]:
    found = dict(zip(map(str, table.column("unit")), table.column(column), strict=True))
    return [_value(found.get(code)) for code in layer.codes]


def _value(cell: Cell) -> Value:
    if cell is HIDDEN:
        return HIDDEN_SIGN
    return cell if isinstance(cell, int | float) else None


def _of_care(case: Case) -> Iterator[dict[str, Any]]:
    for supply in case.care.types if case.care else ():
        values = _numbers(supply.units, "access", case.layer, decimals=1)
        if supply.bands and any(value is not None for value in values):
            yield _column(
                f"access-{supply.providers.type}",
                "per 100000",
                values,
                words=lambda lang, s=supply: text(
                    "theme.title",
                    lang,
                    name=text("theme.access", lang),
                    group=type_name(case.care, s.providers.type, lang),
                ),
                said=lambda lang, s=supply: _reach(s, lang),
                synthetic=supply.providers.synthetic,
            )


def _numbers(frame: pd.DataFrame, column: str, layer: UnitLayer, *, decimals: int) -> list[Value]:
    """Values in the order of the layer; None where there is no data."""
    found = frame[column].reindex(list(layer.codes))
    plain = found.to_numpy(np.float64, na_value=np.nan)
    return [None if np.isnan(v) else round(float(v), decimals) for v in plain]


def _reach(supply: TypeSupply, lang: str) -> str:
    return text(
        "theme.access.said",
        lang,
        capacity=capacity_name(supply.providers.capacity_unit, lang),
        reach=km(supply.reach_m, lang),
    )


def providers(case: Case) -> list[dict[str, Any]]:
    """Providers of each type by unit; -1 where the list does not speak of the unit."""
    care = case.care
    found: list[dict[str, Any]] = []
    for supply in care.types if care else ():
        counts = _numbers(supply.units, "count", case.layer, decimals=0)
        type = supply.providers.type
        found.append(
            {
                "id": type,
                "words": {lang: type_name(care, type, lang) for lang in LANGUAGES},
                "synthetic": supply.providers.synthetic,
                "counts": [-1 if n is None else int(n) for n in counts],
            }
        )
    return found


_EXPECTED = {"patients": "chronic_n", "target": "target_n"}
_WHOLE = {"patients": "any", "target": "union"}


def expected(case: Case) -> dict[str, Any] | None:
    """Released counts of chronic patients and of the target group by unit, for the second gauge.

    ``shares`` are the released shares of the whole zone: units without a count are estimated by
    them. None where no person was counted (T01, T02).
    """
    people = case.people
    if people is None or "units" not in people.tables:
        return None
    table = people.tables["units"]
    names = {column.name for column in table.columns}
    shares = {name: share for name, share in _shares(people).items() if share is not None}
    return {
        "synthetic": people.data.synthetic,
        "year": people.data.year,
        "interval": 0.95,
        "minimum": people.minimum_cell,
        "shares": shares,
        "rows": {
            name: _by_unit(table, column, case.layer)
            for name, column in _EXPECTED.items()
            if column in names and name in shares
        },
        "bounds": {
            "minimum": case.rules.target.minimum,
            "enough": case.rules.target.enough,
        },
    }


def _shares(people: PeopleSheet) -> dict[str, float | None]:
    """Released shares of the whole zone: with a chronic condition, in the target group."""
    tables: Mapping[str, SafeTable] = people.tables
    chronic = tables["morbidity"].number("zone_share", condition="any")
    ill = tables["morbidity"].number("zone_n", condition="any")
    size = tables["criteria"].number("people", term="union") if "criteria" in tables else None
    share = size * chronic / ill if size is not None and chronic and ill else None
    return {"patients": chronic, "target": share}


def _t(id: str) -> Render:
    return lambda lang: text(id, lang)


def _dated(id: str, day: Any) -> Render:
    return lambda lang: text(id, lang, date=day or text("date.unknown", lang))


def _smoothed(id: str, people: PeopleSheet) -> Render:
    def said(lang: str) -> str:
        year = people.data.year
        told = text(id, lang, year=year, next=year + 1)
        return f"{told} {text('theme.smoothed', lang)}"

    return said
