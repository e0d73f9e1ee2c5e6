"""Lines of deliveries as an Arrow table: codes right and wrong, amounts, who pays what."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from pilotzones.stratification.synthetic.book import KINDS, PAYERS, SHARES, WAYS, Book
from pilotzones.stratification.synthetic.care_parameters import Shares
from pilotzones.stratification.synthetic.draws import Floats, Ints
from pilotzones.stratification.synthetic.lines import Lines
from pilotzones.stratification.synthetic.parameters import Parameters
from pilotzones.stratification.synthetic.people import People

_MONEY, _DOSE = pa.decimal128(18, 2), pa.decimal128(18, 4)
DELIVERIES = pa.schema(
    [
        ("person_id", pa.int64()),
        ("date", pa.date32()),
        ("kind", pa.dictionary(pa.int32(), pa.string())),
        ("code", pa.dictionary(pa.int32(), pa.string())),
        ("ddd", _DOSE),
        ("amount_eur", _MONEY),
        ("patient_eur", _MONEY),
        ("supplement_eur", _MONEY),
        ("payer", pa.dictionary(pa.int32(), pa.string())),
        ("excluded", pa.bool_()),
    ]
)


def deliveries_table(
    lines: Lines, people: People, book: Book, parameters: Parameters, year: int
) -> pa.Table:
    """Lines in the columns of ``DELIVERIES``; they must be in their order."""
    item = lines.item
    ddd = book.ddd[item]
    shares = _patient_shares(parameters.care.shares)
    patient = shares[people.reimbursed[lines.who].astype(np.int64), book.share[item]]
    columns = [
        pa.array(people.number[lines.who] + 1),
        pa.array(lines.day.astype(np.int32)).cast(pa.date32()),
        _dictionary(book.kind[item], KINDS),
        _dictionary(_codes(lines, people, book, parameters, year), book.codes),
        decimals(np.maximum(ddd, 0), _DOSE, missing=ddd < 0),
        decimals(lines.cents, _MONEY),
        decimals(np.rint(lines.cents * patient).astype(np.int64), _MONEY),
        decimals(lines.supplement, _MONEY),
        _dictionary(book.payer[item], PAYERS),
        pa.array(book.excluded[item]),
    ]
    return pa.table(columns, schema=DELIVERIES)


def decimals(whole: Ints, kind: pa.Decimal128Type, missing: np.ndarray | None = None) -> pa.Array:
    """Decimal numbers of whole numbers of their last place, such as euro of cents.

    Examples
    --------
    >>> decimals(np.array([1234, -5]), pa.decimal128(18, 2)).to_pylist()
    [Decimal('12.34'), Decimal('-0.05')]
    """
    halves = np.empty((len(whole), 2), np.int64)
    halves[:, 0], halves[:, 1] = whole, whole >> 63
    shown = None if missing is None else pa.array(~missing).buffers()[1]
    return pa.Array.from_buffers(kind, len(whole), [shown, pa.py_buffer(halves)])


def _codes(lines: Lines, people: People, book: Book, parameters: Parameters, year: int) -> Ints:
    """Code of each line, a part of them wrong."""
    first = np.searchsorted(lines.who, lines.who)
    order = np.arange(len(lines.who)) - first
    draws, share = people.draws.of(lines.who), parameters.population.wrong_codes.share
    level = draws.uniform(f"wrong code in {year}", order)
    code = book.code[lines.item]
    rows = np.flatnonzero(level < share)
    way = np.floor(level[rows] / share * WAYS).astype(np.int64)
    code[rows] = book.wrong[code[rows], way]
    return code


def _patient_shares(shares: Shares) -> Floats:
    """Rows: usual, reduced; columns in the order of ``SHARES``."""
    parts = [getattr(shares, name) for name in SHARES]
    return np.array([[part.usual for part in parts], [part.reduced for part in parts]])


def _dictionary(places: Ints, values: tuple[str, ...]) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(places.astype(np.int32), pa.array(values))
