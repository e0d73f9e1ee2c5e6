"""The people of a zone where no persons are given: estimates by unit, called that.

Tables of such a sheet, by id: ``areas`` (the zone, one row for each indicator) and ``small_areas``
(its units). No other table: what can only be told of persons is not told.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pilotzones.errors import Fault, InputError
from pilotzones.readers.headings import fold
from pilotzones.stratification.aggregate_estimates import (
    Estimate,
    from_counts,
    from_rates,
    interval_of,
    structure_of,
)
from pilotzones.stratification.aggregate_reading import read_aggregates
from pilotzones.stratification.aggregate_tables import EXTRA
from pilotzones.stratification.conditions import Conditions
from pilotzones.stratification.criteria import Criteria
from pilotzones.stratification.disclosure import release
from pilotzones.stratification.public_rates import PublicRates, read_public_rates
from pilotzones.stratification.raw import Count, Figure, Raw
from pilotzones.stratification.released import DataLevel, PeopleSheet
from pilotzones.stratification.section import PeopleSection, resolved
from pilotzones.stratification.small_area_table import FIGURES, estimated, small_areas_raw
from pilotzones.stratification.standardisation import standardised_ratio

if TYPE_CHECKING:
    from pilotzones.stratification.sheet import PeopleRequest


def area_sheet(
    request: PeopleRequest,
    conditions: Conditions,
    criteria: Criteria | None,
    hear: Callable[[str], None],
) -> PeopleSheet:
    """Released estimates of a zone from aggregate tables, or from public rates alone.

    Criteria of a target group are carried along: how many they mean is not known without persons.

    Raises
    ------
    InputError
        Faults of the tables or of the rates; no rate that can be used with what is known of the
        people (``area.no_rate``).
    """
    section = resolved(request.people, request.folder)
    rates = read_public_rates(section.rates)
    hear("people.step.reading")
    zone = request.layer.mask(request.zone)
    known = _indicators(conditions, rates)
    files: tuple[Path, ...] = ()
    notices: tuple[Fault, ...] = ()
    tables = None
    if section.indicators or section.inhabitants:
        tables = read_aggregates(section, request.layer, known)
        named = (request.people.inhabitants, request.people.indicators)
        files = tuple(path for paths in named for path in paths or ())
        notices = tables.notices
    structure = structure_of(request.layer, tables)
    hear("people.step.tables")
    if section.indicators and tables is not None:
        asked = (zone, section.minimum_cell, rates)
        indicators = dict.fromkeys(tables.indicators["indicator"])
        found = [from_counts(i, tables, request.layer, structure, asked) for i in indicators]
        listed = ", ".join(path.name for path in request.people.indicators or ())
        sources: Mapping[str, str] = dict.fromkeys(indicators, listed)
    else:
        made = (from_rates(i, rates, request.layer, structure, zone) for i in rates.indicators)
        found = [estimate for estimate in made if estimate is not None]
        sources = {e.indicator: _source(rates, e.indicator) for e in found}
        if not found:
            raise InputError(Fault("area.no_rate", file=str(section.rates or "")))
    hear("people.step.gate")
    raws = (_whole(found, zone), _units(found, request, zone))
    released = {raw.id: release(raw, minimum=section.minimum_cell) for raw in raws}
    year = _year(section, rates)
    told = {each.indicator for each in found}
    return PeopleSheet(
        data=DataLevel(
            level=section.level,
            synthetic=False,
            year=year,
            years=(year,),
            files=tuple(path.as_posix() for path in files),
        ),
        tables=MappingProxyType(released),
        names=MappingProxyType({row.id: row.names for row in conditions.rows if row.id in told}),
        families=MappingProxyType({r.id: r.family for r in conditions.rows if r.id in told}),
        minimum_cell=section.minimum_cell,
        criteria=criteria,
        notices=(*notices, *_unadjusted(found)),
        sources=MappingProxyType(dict(sources)),
    )


def _indicators(conditions: Conditions, rates: PublicRates) -> dict[str, str]:
    """Id of each indicator by its folded names."""
    found = {fold(id): id for id in (*EXTRA, *rates.indicators, *conditions.ids)}
    for row in conditions.rows:
        found |= {fold(name): row.id for name in row.names.values()}
    return found


def _year(section: PeopleSection, rates: PublicRates) -> int:
    """Year of the tables; of public rates the latest, where none is said."""
    if section.year is not None:
        return section.year
    return max(row.year for row in rates.rate)


def _source(rates: PublicRates, indicator: str) -> str:
    mine = [row for row in rates.rate if row.indicator == indicator]
    return "; ".join(dict.fromkeys(f"{row.source}, {row.year}" for row in mine))


def _unadjusted(found: list[Estimate]) -> tuple[Fault, ...]:
    """What is told where nobody knows the ages: units with many old people look ill by age."""
    crude = tuple(e.indicator for e in found if not e.adjusted)
    return (Fault("area.unadjusted", fields={"indicators": crude}),) if crude else ()


def _whole(found: list[Estimate], zone: np.ndarray) -> Raw:
    """The zone, one row for each indicator: smoothed, and beside it its own standardised ratio."""
    rows = []
    for each in found:
        people = float(np.nansum(each.people[zone]))
        due = float(np.nansum(each.expected[zone]))
        ratio, sd = each.whole
        low, high = interval_of(ratio, sd)
        cases, seen = each.observed or (np.nan, np.nan)
        own = seen > 0
        direct = standardised_ratio([cases if own else 0.0], [seen if own else 1.0])
        rows.append(
            estimated(people, due, (ratio, low, high))
            | {
                "indicator": each.indicator,
                "method": each.ratios.method,
                "cases": cases if own else np.nan,
                "observed": float(direct.ratio[0]) if own else np.nan,
                "observed_low": float(direct.low[0]) if own else np.nan,
                "observed_high": float(direct.high[0]) if own else np.nan,
                "n_low": due * low,
                "n_high": due * high,
            }
        )
    own = tuple(
        Figure(name, ("people", "cases"), "mean", "ratio", 2)
        for name in ("observed", "observed_low", "observed_high")
    )
    ends = tuple(Figure(name, ("people",), "count", "persons", 0) for name in ("n_low", "n_high"))
    columns = (Count("people"), *FIGURES, *ends, Count("cases", of=("people",)), *own)
    return Raw("areas", ("indicator", "method"), columns, pd.DataFrame(rows))


def _units(found: list[Estimate], request: PeopleRequest, zone: np.ndarray) -> Raw:
    """Units of the zone by indicator. A number that the source hides is told as hidden."""
    rows = []
    places = np.flatnonzero(zone)
    for each in found:
        for at in places:
            parts = (each.ratios.ratio, each.ratios.low, each.ratios.high)
            line = estimated(each.people[at], each.expected[at], [p[at] for p in parts])
            rows.append(
                line
                | {
                    "unit": request.layer.codes[at],
                    "indicator": each.indicator,
                    "method": each.ratios.method,
                    "reference": None,
                    # any number under the minimum: it is hidden, as the source has it
                    "cases": 1.0 if each.hidden[at] else each.cases[at],
                }
            )
    return small_areas_raw(rows, Count("cases", of=("people",)))
