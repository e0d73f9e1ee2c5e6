"""Other populations of a layer: a user's table of another date, municipal totals over the units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from pilotzones.errors import Fault, InputError
from pilotzones.postcodes.code_sets import code_sets
from pilotzones.postcodes.codes import convert_table, date_of
from pilotzones.postcodes.layer import UnitLayer
from pilotzones.postcodes.tables import POPULATION
from pilotzones.readers.headings import positions
from pilotzones.readers.tables import RawTable, read_table
from pilotzones.schemas import Column, Schema, check

Ints = npt.NDArray[np.int64]

DATED = Schema(
    "population by date",
    (
        *POPULATION.columns,
        Column(
            "date",
            "date",
            aliases=(
                "population date",
                "reference date",
                "date de référence",
                "date de la population",
                "datum",
                "peildatum",
                "referentiedatum",
                "stichtag",
            ),
            source="the user's population table",
        ),
    ),
    key=("code", "date"),
)
"""Inhabitants by unit or municipality and date; one table may hold several dates."""


@dataclass(frozen=True, slots=True)
class PopulationAt:
    """Inhabitants by code at a date.

    ``by`` says whose codes: those of the layer's ``unit``, or of its column ``municipality``, at
    the layer's code date; ``source`` is the file as the user wrote it.
    """

    people: Mapping[str, int]
    by: Literal["unit", "municipality"]
    date: date
    source: str


def populations_from_table(
    path: Path,
    layer: UnitLayer,
    *,
    population_date: date | None = None,
    code_date: date | None = None,
) -> tuple[PopulationAt, ...]:
    """Populations of a user's table, by date.

    Parameters
    ----------
    population_date
        Date of a table without a column of dates.
    code_date
        Date of its municipality codes; None: as the codes tell. Codes of another date than the
        layer's are converted, merged municipalities summed.

    Raises
    ------
    InputError
        Every fault of the table; ``robust.undated``: no date, neither in the table nor stated;
        ``units.no_code_in_common``: no code of the table is the layer's.
    """
    raw = read_table(path, schema=DATED)
    if positions(raw.header, DATED.columns[-1]):
        frame = check(raw, DATED)
    else:
        frame = _undated(raw, population_date)
    by, frame = _in_the_layers_codes(frame, layer, code_date, str(path))
    return tuple(
        PopulationAt(dict(_pairs(rows)), by, pd.Timestamp(str(day)).date(), str(path))
        for day, rows in frame.groupby("date", sort=True)
    )


def _undated(raw: RawTable, stated: date | None) -> pd.DataFrame:
    frame = check(raw, POPULATION)
    if stated is None:
        raise InputError(Fault("robust.undated", raw.file))
    return frame.assign(date=pd.Timestamp(stated))


def _pairs(rows: pd.DataFrame) -> list[tuple[str, int]]:
    people = rows["population"].astype("int64").tolist()
    return list(zip(rows["code"].astype(str), people, strict=True))


def _in_the_layers_codes(
    frame: pd.DataFrame, layer: UnitLayer, code_date: date | None, file: str
) -> tuple[Literal["unit", "municipality"], pd.DataFrame]:
    """Whose codes the table has, and its rows in the codes of the layer's date."""
    codes, to_date = set(frame["code"].astype(str)), layer.origin.code_date
    municipal = set(layer.units["municipality"].dropna().astype(str))
    if to_date is not None:
        municipal |= set().union(*(code_sets().codes(day) for day in code_sets().dates))
    units = set(layer.codes)
    by = "unit" if len(codes & units) >= len(codes & municipal) else "municipality"
    if to_date is not None and (by == "municipality" or layer.origin.kind == "municipality"):
        from_date = code_date or date_of(codes, file=file, column="code")
        merge = {"population": "sum", "date": "key"}
        frame = convert_table(frame, "code", from_date, to_date, merge=merge, file=file)
    ours = layer.units.index if by == "unit" else layer.units["municipality"]
    if not frame["code"].isin(ours).any():
        fields = {"theirs": tuple(sorted(codes)[:3]), "ours": tuple(sorted(set(ours.dropna()))[:3])}
        raise InputError(Fault("units.no_code_in_common", file, fields=fields))
    return by, frame


def people_at(layer: UnitLayer, other: PopulationAt) -> pd.Series:
    """Inhabitants of each unit in another population; missing where it does not speak of them.

    Municipal totals are spread over the units of the municipality in proportion to the layer's
    own population, totals preserved.
    """
    if other.by == "unit":
        found = [other.people.get(code) for code in layer.codes]
        return pd.Series(found, layer.units.index, "Int64")
    totals = layer.units["municipality"].map(other.people.get).astype("Int64")
    return spread(totals, layer.units["municipality"], layer.units["population"])


def spread(totals: pd.Series, groups: pd.Series, weights: pd.Series) -> pd.Series:
    """Total of each group shared out over its rows in proportion to whole weights; index kept.

    Largest remainders get the persons left over, ties by the order of the rows, so that the sum
    of a group is its total (Hamilton's method). Rows are missing where the group, its total or
    one of its weights is; a group whose weights are all 0 is shared out equally.

    Examples
    --------
    >>> import pandas as pd
    >>> town = pd.Series(["A", "A", "A"])
    >>> spread(pd.Series([10, 10, 10]), town, pd.Series([1, 1, 1])).tolist()
    [4, 3, 3]
    """
    frame = pd.DataFrame(
        {
            "group": groups.astype(object),
            "total": totals.astype("Int64"),
            "weight": weights.astype("Int64"),
        }
    )
    bare = frame["group"].isna() | frame["total"].isna() | frame["weight"].isna()
    known = ~bare & ~bare.groupby(frame["group"], dropna=False).transform("any")
    group = pd.factorize(frame.loc[known, "group"])[0]
    share = _shared_out(
        group,
        frame.loc[known, "total"].to_numpy(np.int64),
        frame.loc[known, "weight"].to_numpy(np.int64),
    )
    found = pd.Series(pd.NA, index=frame.index, dtype="Int64")
    found[known] = share
    return found


def _shared_out(group: npt.NDArray[np.intp], total: Ints, weight: Ints) -> Ints:
    """Whole parts of the totals by the largest remainder, in whole numbers throughout."""
    if not len(group):
        return np.empty(0, np.int64)
    groups = int(group.max()) + 1
    sums = np.zeros(groups, np.int64)
    np.add.at(sums, group, weight)
    weight = np.where(sums[group] == 0, 1, weight)
    sums[:] = 0
    np.add.at(sums, group, weight)
    whole, rest = np.divmod(total * weight, sums[group])
    given = np.zeros(groups, np.int64)
    np.add.at(given, group, whole)
    order = np.lexsort((np.arange(len(group)), -rest, group))
    starts = np.searchsorted(group[order], np.arange(groups))
    rank = np.empty(len(group), np.int64)
    rank[order] = np.arange(len(group)) - starts[group[order]]
    return whole + (rank < (total - given[group]))


def with_people(layer: UnitLayer, people: pd.Series, day: date | None) -> UnitLayer:
    """Layer with another population and its date; nothing else changes."""
    units = layer.units.assign(population=people)
    return replace(layer, units=units, origin=replace(layer.origin, population_date=day))
