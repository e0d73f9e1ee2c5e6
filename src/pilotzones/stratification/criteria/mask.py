"""Criteria on a frame of persons: who is in, and how often a value was not known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import pandas as pd

from pilotzones.errors import Fault, InputError
from pilotzones.stratification.criteria import Criteria
from pilotzones.stratification.criteria.fields import Field
from pilotzones.stratification.criteria.nodes import And, Flag, Node, Not, Or, Test

Mask = np.ndarray[tuple[int], np.dtype[np.bool_]]
"""One truth value per row of the frame."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Who meets the criteria, and who each alternative, in the order of the frame's rows.

    ``missing`` counts by field the persons whose value is not known: for them a flag counts as
    no and a test as not met, so that ``not dementia`` holds where nothing is known of dementia.
    """

    included: Mask
    alternatives: tuple[Mask, ...]
    missing: Mapping[str, int]


def select(criteria: Criteria, frame: pd.DataFrame) -> Selection:
    """Persons of a feature frame who meet the criteria.

    Raises
    ------
    InputError
        A field of the criteria has no column in the frame; the fields that have one are told.

    Examples
    --------
    >>> from pilotzones.stratification.criteria import known_fields, parse
    >>> frame = pd.DataFrame({"cond_copd": [True, False, None], "age": [70, 30, 80]})
    >>> found = select(parse("copd or age >= 75", known_fields(["copd"])), frame)
    >>> found.included.tolist(), dict(found.missing)
    ([True, False, True], {'copd': 1})
    """
    require_columns(criteria, frame)
    columns = {field.name: _column(field, frame) for field in criteria.used}
    alternatives = tuple(_met(part, columns, len(frame)) for part in criteria.alternatives)
    missing = {name: int(column.isna().sum()) for name, column in columns.items()}
    return Selection(
        included=np.logical_or.reduce(alternatives),
        alternatives=alternatives,
        missing=MappingProxyType({name: n for name, n in missing.items() if n}),
    )


def require_columns(criteria: Criteria, frame: pd.DataFrame) -> None:
    """Ends the work with a fault for each field of the criteria that the data does not have."""
    known = tuple(field.name for field in criteria.fields if field.column in frame.columns)
    absent = [field for field in criteria.used if field.column not in frame.columns]
    if absent:
        raise InputError(
            [
                Fault("criteria.not_in_data", value=field.name, fields={"known": known})
                for field in absent
            ]
        )


def _column(field: Field, frame: pd.DataFrame) -> pd.Series:
    """Values of a field with one kind of missing: numbers as floats, flags as nullable truth.

    Amounts are decimals with two places; as floats they compare with a written number as the
    decimals would, since both are the float nearest to the same two places.
    """
    column = frame[field.column]
    match field.kind:
        case "number":
            return column.astype("float64")
        case "flag":
            return column.astype("boolean")
        case "choice":
            return column.astype("string")


def _met(node: Node, columns: Mapping[str, pd.Series], rows: int) -> Mask:
    match node:
        case And(parts):
            return np.logical_and.reduce([_met(part, columns, rows) for part in parts])
        case Or(parts):
            return np.logical_or.reduce([_met(part, columns, rows) for part in parts])
        case Not(part):
            return ~_met(part, columns, rows)
        case Flag(name):
            return columns[name].fillna(False).to_numpy(dtype=bool)
        case Test():
            return _test(node, columns[node.field])


def _test(test: Test, column: pd.Series) -> Mask:
    known = column.notna().to_numpy()
    match test.operator, test.value:
        case "in", tuple() as values:
            met = column.isin(list(values))
        case "=", value:
            met = column == value
        case "!=", value:
            met = column != value
        case "<", value:
            met = column < value
        case "<=", value:
            met = column <= value
        case ">", value:
            met = column > value
        case _, value:
            met = column >= value
    return met.fillna(False).to_numpy(dtype=bool) & known
