"""SYNTHETIC tables of a few cells, checked by a schema, and what is wrong with them."""

from __future__ import annotations

import pytest

from pilotzones.errors import InputError
from pilotzones.readers.tables import RawTable
from pilotzones.schemas import Column, Schema, check

UNITS = Schema(
    "units",
    (
        Column("code", "text", ("postcode", "code postal")),
        Column("population", "integer", ("inhabitants", "inwoners", "habitants"), minimum=0),
        Column("share", "decimal", required=False, nullable=True),
    ),
    key=("code",),
)


def raw(header, *rows, file="synthetic.csv"):
    return RawTable(file, tuple(header), tuple(rows), tuple(range(2, len(rows) + 2)))


def one_column(kind, *cells, **options):
    """A table of one column with the cells in rows 2, 3, ..."""
    schema = Schema("one", (Column("value", kind, **options),))
    return check(raw(["value"], *[(cell,) for cell in cells]), schema)["value"]


def faults_of(kind, *cells, **options):
    with pytest.raises(InputError) as caught:
        one_column(kind, *cells, **options)
    return [(fault.id, fault.row) for fault in caught.value.faults]


def faults_in(table, schema, **options):
    with pytest.raises(InputError) as caught:
        check(table, schema, **options)
    return caught.value.faults
