"""Any list of providers: a table with a postcode or coordinates, and a type where it holds several.

What is not asked for, such as names, is not read.
"""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType

import numpy as np
import pandas as pd

from pilotzones.errors import Fault, InputError, Value
from pilotzones.readers.headings import fold
from pilotzones.readers.tables import RawTable
from pilotzones.resources.care_types import care_types
from pilotzones.resources.section import ProvidersSection
from pilotzones.resources.sources import Found, in_lambert_72
from pilotzones.resources.tables import PROVIDERS
from pilotzones.schemas import check

FIELDS: tuple[str, ...] = ()
"""Nothing gives it away: it takes what no other source knows."""

_POSTCODE = r"^\s*(?:BE?\s?-?\s?)?(\d{4})(?:\s+\D.*)?$"
_WGS84 = 4326
_LAMBERT = (("x", "y"), ("lat", "lon"))


def read(raw: RawTable, section: ProvidersSection) -> Found:
    """Providers of a list, its columns by the section, else by their usual names.

    Rows of a type that the program does not know are left out and told by the word they have.
    A capacity that is missing in some rows is filled in with the median of the others of its type
    and told; a list without capacities counts every row as one.

    Raises
    ------
    InputError
        Every fault of the rows; no column says where a provider is (``providers.no_place``) or
        what it is (``providers.no_type``); x and y without a coordinate system
        (``providers.no_crs``); a row with only one of two coordinates; no row of a known type.
    """
    table = check(raw, PROVIDERS, mapping=section.columns.mapping())
    faults = [*_missing_columns(raw, table, section), *_halves(raw, table, section)]
    if faults:
        raise InputError(faults)
    types, notices = _types(raw, table, section)
    rows = table.assign(type=types)[types.notna()].reset_index(drop=True)
    if rows.empty:
        raise InputError(notices)
    crs = section.crs if "x" in rows else _WGS84 if "lat" in rows else None
    x, y = _coordinates(rows, crs)
    capacity, filled = _capacity(raw, rows, section)
    placed = pd.DataFrame(
        {
            "type": rows["type"],
            "postcode": _postcodes(rows),
            "x": x,
            "y": y,
            "capacity": capacity,
            "row": rows["row"],
        }
    )
    counted = "capacity" in rows
    known = care_types()
    counts = {"read": len(table), "other_types": len(table) - len(rows)}
    return Found(
        rows=placed,
        file=raw.file,
        source=section.source or section.file.name,
        units=MappingProxyType(
            {id: known[id].capacity if counted else "providers" for id in rows["type"].unique()}
        ),
        crs=crs,
        dated=section.dated,
        counts=MappingProxyType({name: n for name, n in counts.items() if n or name == "read"}),
        notices=(*notices, *filled),
    )


def _heading(section: ProvidersSection, column: str) -> str:
    return section.columns.mapping().get(column, column)


def _missing_columns(
    raw: RawTable, table: pd.DataFrame, section: ProvidersSection
) -> Iterator[Fault]:
    headings: dict[str, Value] = {"headings": tuple(h for h in raw.header if h)}
    pairs = [pair for pair in _LAMBERT if all(name in table for name in pair)]
    if "postcode" not in table and not pairs:
        yield Fault("providers.no_place", raw.file, raw.header_row or None, fields=headings)
    if section.type is None and "type" not in table:
        yield Fault("providers.no_type", raw.file, raw.header_row or None, fields=headings)
    if "x" in table and "y" in table and section.crs is None:
        yield Fault("providers.no_crs", raw.file, raw.header_row or None, _heading(section, "x"))


def _halves(raw: RawTable, table: pd.DataFrame, section: ProvidersSection) -> Iterator[Fault]:
    """Rows with one coordinate of two, and columns without their other half."""
    for pair in _LAMBERT:
        given = [name for name in pair if name in table]
        if len(given) == 1:
            missing = next(name for name in pair if name not in table)
            fields = {"missing": missing}
            yield Fault(
                "providers.half_pair",
                raw.file,
                raw.header_row or None,
                _heading(section, given[0]),
                fields=fields,
            )
        elif given:
            a, b = pair
            for name, other in ((a, b), (b, a)):
                for row in table.loc[table[name].isna() & table[other].notna(), "row"]:
                    yield Fault("cell.empty", raw.file, int(row), _heading(section, name))


def _types(
    raw: RawTable, table: pd.DataFrame, section: ProvidersSection
) -> tuple[pd.Series, list[Fault]]:
    """Type id of each row, missing where its word is not known, and a notice for each such word."""
    if section.type is not None:
        return pd.Series(section.type, table.index, dtype=object), []
    known = {
        fold(word): id
        for id, kind in care_types().items()
        for word in (id, *kind.names.model_dump().values(), *kind.words)
    } | {fold(word): id for word, id in section.words.items()}
    words = table["type"].map(lambda word: fold(word), na_action="ignore")
    types = words.map(known)
    notices = []
    for word, group in table[types.isna()].groupby("type", dropna=False, sort=True):
        rows = tuple(str(row) for row in group["row"])
        empty = bool(pd.isna(word))
        notices.append(
            Fault(
                "providers.type_empty" if empty else "providers.type_unknown",
                raw.file,
                column=_heading(section, "type"),
                value=None if empty else str(word),
                fields={"n": len(rows), "rows": rows},
            )
        )
    return types, notices


def _postcodes(rows: pd.DataFrame) -> pd.Series:
    """Postcodes as the layer writes them: ``B-5590`` and ``5590 Ciney`` are 5590."""
    if "postcode" not in rows:
        return pd.Series(pd.NA, rows.index, dtype="string")
    codes = rows["postcode"].astype("string")
    return codes.str.extract(_POSTCODE)[0].fillna(codes)


def _coordinates(rows: pd.DataFrame, crs: int | None) -> tuple[pd.Series, pd.Series]:
    if crs is None:
        nothing = pd.Series(np.nan, rows.index)
        return nothing, nothing
    if "x" in rows and "y" in rows:
        return in_lambert_72(rows["x"], rows["y"], crs)
    return in_lambert_72(rows["lon"], rows["lat"], _WGS84)


def _capacity(
    raw: RawTable, rows: pd.DataFrame, section: ProvidersSection
) -> tuple[pd.Series, list[Fault]]:
    if "capacity" not in rows:
        return pd.Series(1.0, rows.index), []
    capacity = rows["capacity"]
    middle = capacity.groupby(rows["type"]).transform("median").fillna(1.0)
    notices = []
    for type, group in rows[capacity.isna()].groupby("type", sort=True):
        fields: dict[str, Value] = {
            "n": len(group),
            "rows": tuple(str(row) for row in group["row"]),
            "filled": float(middle[group.index[0]]),
        }
        heading = _heading(section, "capacity")
        notices.append(Fault("providers.no_capacity", raw.file, None, heading, str(type), fields))
    return capacity.fillna(middle), notices
