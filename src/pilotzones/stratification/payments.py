"""Amounts of deliveries by person, year and kind of care: summed once, for every use of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import ibis

from pilotzones.stratification.tables import KINDS

EUR = ibis.dtype("decimal(18, 2)")

_PLACES = 16
"""Kinds of care that a year has room for; `KINDS` are fewer."""


def payments_of(care: Any, kinds: Sequence[str], window: tuple[int, int, int]) -> Any:
    """By person and ``slot``, a year and a kind of care in one number: ``eur``.

    Every person of the deliveries is there. Years before and after the ``window`` (first, base and
    last year) are put together, as one year each; years after the base year have one kind.
    ``kinds`` are those in use.
    """
    first, base, last = window
    kind: Any = ibis.cases(*((care.kind == kind, KINDS.index(kind)) for kind in kinds))
    # days are compared, for that is quicker than to ask each for its year
    slot = ibis.cases(
        (care.date < date(first, 1, 1), (first - 1) * _PLACES),
        *(
            (care.date <= date(year, 12, 31), year * _PLACES + (kind if year <= base else 0))
            for year in range(first, last + 1)
        ),
        else_=(last + 1) * _PLACES,
    )
    paid = care.select("person_id", slot=slot.cast("int32"), eur=care.amount_eur)
    return paid.group_by("person_id", "slot").agg(eur=paid.eur.sum().cast(EUR))


def costs(payments: Any, kinds: Sequence[str], years: tuple[int, ...]) -> Any:
    """By person: amounts of each kind in use in the year, and all amounts of the next one.

    Columns: ``cost_<kind>``, and ``next_cost`` where ``years`` has a second year.
    """
    begin, after = years[0] * _PLACES, (years[0] + 1) * _PLACES
    end = (years[-1] + 1) * _PLACES
    paid = payments.filter(payments.slot >= begin, payments.slot < end)
    found = {f"cost_{kind}": paid.slot == begin + KINDS.index(kind) for kind in kinds}
    found |= {"next_cost": paid.slot >= after} if len(years) > 1 else {}
    return paid.group_by("person_id").agg(
        **{name: paid.eur.sum(where=meant).cast(EUR) for name, meant in found.items()}
    )
