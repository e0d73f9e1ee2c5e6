"""Columns of numbers per unit: a user's table of need, partners, target patients or the like."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from pilotzones.errors import Fault, InputError
from pilotzones.postcodes.layer import UnitLayer
from pilotzones.postcodes.nearest import with_nearest
from pilotzones.readers.headings import positions
from pilotzones.readers.tables import read_table
from pilotzones.schemas import Column, Schema, check
from pilotzones.zones.pasted import CODE_HEADINGS

_CODE = Column("code", "text", aliases=CODE_HEADINGS, source="the user's table of numbers per unit")


def columns_from_table(path: Path, layer: UnitLayer) -> Mapping[str, Mapping[str, float]]:
    """Numbers by heading and unit code; an empty cell is no number, and counts as none in a sum.

    Raises
    ------
    InputError
        Every fault of the table: no column of codes, no other column (``columns.none``), cells
        that are no numbers, codes that stand twice or that the layer lacks
        (``units.unknown_code``).
    """
    raw = read_table(path, schema=Schema("columns", (_CODE,)))
    at = set(positions(raw.header, _CODE))
    names = [name for k, name in enumerate(raw.header) if k not in at and name.strip()]
    if not names:
        raise InputError(Fault("columns.none", str(path)))
    numbers = tuple(Column(name, "decimal", nullable=True) for name in dict.fromkeys(names))
    frame = check(raw, Schema("columns", (_CODE, *numbers), key=("code",)))
    strange = [
        with_nearest(
            Fault("units.unknown_code", raw.file, int(row), "code", str(code)), layer.codes
        )
        for code, row in zip(frame["code"], frame["row"], strict=True)
        if code not in layer.units.index
    ]
    if strange:
        raise InputError(strange)
    return {
        column.name: {
            str(code): float(value)
            for code, value in zip(frame["code"], frame[column.name], strict=True)
            if pd.notna(value)
        }
        for column in numbers
    }
