"""What the target group costs now: by kind of care and payer, from the deliveries of one year.

What a budget guarantee leaves out (F13) is taken out and shown: lines marked as excluded, and
supplements. The rest is reimbursement plus the patient's legal share.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pandas as pd

from pilotzones.stratification.engine import frame_of, rows_of
from pilotzones.stratification.raw import Amount, Count, Line, Ratio, Raw
from pilotzones.stratification.tables import KINDS
from pilotzones.stratification.target_group import TARGET

if TYPE_CHECKING:
    import ibis

PAYERS = ("insurer", "patient", "region", "private")
"""Insurer: what is reimbursed of federal care; patient: the legal share, whoever pays the rest."""
EXCLUSIONS = ("excluded", "supplements")

_INSURED = "federal"
_CENT = Decimal("0.01")
_EUR = "decimal(18, 2)"


def spending_tables(
    deliveries: ibis.Table, target: ibis.Table, year: int, *, costs: Mapping[str, Decimal]
) -> tuple[Raw, ...]:
    """Raw tables ``spending`` and ``excluded`` of the target group; amounts are exact decimals.

    Parameters
    ----------
    deliveries
        Checked deliveries (see `tables.DELIVERIES`).
    target
        ``person_id`` of the target group, in the same engine, each once.
    year
        Base year: deliveries of other years do not count.
    costs
        Cost of the target group by kind of care as other tables tell it (all amounts of the
        year). Where they are the same deliveries to the cent, the gate is told so.

    Notes
    -----
    Where no delivery of the year tells the patient's share, there are no rows of the patient: the
    share is then not known, which is not the same as nothing.
    """
    people = rows_of(target).num_rows
    parts = _by_person(deliveries, target, year)
    sums = _summed(parts, "kind", "payer").assign(people=people, of=TARGET)
    out = sums["payer"].isin(EXCLUSIONS)
    paid, left_out = (sums[rows].reset_index(drop=True) for rows in (~out, out))
    return (
        _spending(paid),
        _excluded(_summed(parts, "payer")),
        _together(paid, left_out, costs),
    )


def _by_person(deliveries: ibis.Table, target: ibis.Table, year: int) -> ibis.Table:
    """Person, kind, payer and amount: the parts of each delivery, one row each."""
    import ibis

    d: Any = deliveries  # columns of an ibis table have no types of their own
    d = d.filter(d.date.year() == year).semi_join(target, "person_id")
    nothing = ibis.literal(Decimal(0), _EUR)
    counted = d.filter(~d.excluded.fill_null(False))
    own = counted.patient_eur.cast(_EUR).fill_null(nothing)
    payer = counted.payer.fill_null(_INSURED)
    payer = (payer == _INSURED).ifelse("insurer", payer)
    rest = (counted.amount_eur.cast(_EUR) - own).cast(_EUR)
    told = counted.filter(counted.patient_eur.notnull())
    out = d.filter(d.excluded.fill_null(False))
    extra = d.filter(d.supplement_eur.fill_null(nothing) > 0)
    pieces = [
        counted.select("person_id", "kind", payer=payer, eur=rest),
        told.select(
            "person_id", "kind", payer=ibis.literal("patient"), eur=told.patient_eur.cast(_EUR)
        ),
        out.select(
            "person_id", "kind", payer=ibis.literal("excluded"), eur=out.amount_eur.cast(_EUR)
        ),
        extra.select(
            "person_id",
            "kind",
            payer=ibis.literal("supplements"),
            eur=extra.supplement_eur.cast(_EUR),
        ),
    ]
    return ibis.union(*pieces, distinct=False)


def _summed(parts: ibis.Table, *by: str) -> pd.DataFrame:
    """Sum, contributors and largest contribution of one person, in a fixed order."""
    p: Any = parts
    each = p.group_by("person_id", *by).agg(eur=p.eur.sum())
    sums = each.group_by(*by).agg(eur=each.eur.sum(), who=(each.eur > 0).sum(), most=each.eur.max())
    found = frame_of(sums)
    place = {name: i for i, name in enumerate((*KINDS, *PAYERS, *EXCLUSIONS))}
    rows = found[list(by)].itertuples(index=False, name=None)
    ranks = [tuple(place.get(name, len(place)) for name in row) for row in rows]
    return found.iloc[sorted(range(len(found)), key=ranks.__getitem__)].reset_index(drop=True)


def _spending(paid: pd.DataFrame) -> Raw:
    columns = (
        Amount("eur", "who", "most", cell="target|paid={kind}+{payer}"),
        Count("people", cell="{of}", shown=False),
        Ratio("eur_per_person", "eur", "people", "mean", "eur per person", 1.0, 1),
    )
    return Raw("spending", ("kind", "payer"), columns, paid)


def _excluded(by_reason: pd.DataFrame) -> Raw:
    """What is taken out, by reason; 0 where nothing is."""
    found: dict[str, dict[Any, Any]] = {r["payer"]: r for r in by_reason.to_dict("records")}
    nothing: dict[Any, Any] = {"eur": Decimal(0), "who": 0, "most": Decimal(0)}
    rows = [{"reason": reason, **found.get(reason, nothing)} for reason in EXCLUSIONS]
    columns = (Amount("eur", "who", "most", cell="target|out={reason}"),)
    return Raw("excluded", ("reason",), columns, pd.DataFrame(rows))


def _together(paid: pd.DataFrame, left_out: pd.DataFrame, costs: Mapping[str, Decimal]) -> Raw:
    """What is left out by kind, never shown, and how the payers' parts make up each kind's cost.

    Without it, the cost of a kind in another table would give away a part that is held back here.
    """
    cells = "target|out={payer}+{kind}"
    columns = (Amount("eur", "who", "most", cell=cells, shown=False),)
    frame = left_out[["kind", "payer", "eur", "who", "most"]]
    lines = []
    for reason in EXCLUSIONS:
        kinds = frame.loc[frame["payer"] == reason, "kind"]
        parts = tuple(cells.format(payer=reason, kind=kind) for kind in kinds)
        lines += [Line(f"target|out={reason}", parts)] if parts else []
    for kind, cost in costs.items():
        here = paid[paid["kind"] == kind]
        out = frame[(frame["kind"] == kind) & (frame["payer"] == "excluded")]
        if len(here) and abs(sum([*here["eur"], *out["eur"]], -cost)) < _CENT:
            parts = [f"target|paid={kind}+{payer}" for payer in here["payer"]]
            parts += [cells.format(payer="excluded", kind=kind)] * len(out)
            lines.append(Line(f"target|sum={kind}", tuple(parts)))
    return Raw("excluded_kinds", ("kind", "payer"), columns, frame, tuple(lines))
