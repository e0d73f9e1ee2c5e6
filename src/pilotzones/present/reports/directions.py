"""Whether more is good: declared for each measure, and told in words beside each comparison."""

from __future__ import annotations

from typing import Literal

from pilotzones.present.differences import Difference, difference
from pilotzones.present.reports.model import Cell, Gone, Words
from pilotzones.stratification.released import Cell as Released
from pilotzones.words import text

Direction = Literal["burden", "worse", "neutral"]
"""More is a heavier need (an illness, a vulnerable group), more is worse (days in hospital), or
more is neither good nor bad in itself (age, spending)."""

TRAITS: dict[str, Direction] = {
    "increased_reimbursement": "burden",
    "chronic_status": "burden",
    "isolated": "burden",
}
"""Direction of the traits of people; of the others more says nothing good or bad."""
USES: dict[str, Direction] = {
    "hospital_days_per_1000": "worse",
    "stays_per_1000": "worse",
    "atc3": "worse",
}
"""The same for what people use: stays and days in hospital, and how many medicines."""

_WORDS: dict[tuple[Direction, Difference], str] = {
    ("burden", Difference.HIGHER): "report.compare.burden_higher",
    ("burden", Difference.LOWER): "report.compare.burden_lower",
    ("worse", Difference.HIGHER): "report.compare.worse_higher",
    ("worse", Difference.LOWER): "report.compare.worse_lower",
    ("neutral", Difference.HIGHER): "report.compare.neutral_higher",
    ("neutral", Difference.LOWER): "report.compare.neutral_lower",
}
_UNCLEAR = {
    Difference.UNCLEAR: "report.compare.unclear",
    Difference.HIDDEN: "report.compare.hidden",
}


def compared(
    zone: Released,
    reference: Released,
    direction: Direction,
    lang: str,
    *,
    people: float | None = None,
) -> Cell:
    """The zone beside its reference in words; no data where one of the two is not there.

    ``people`` are those of the zone, where the values are shares of them.
    """
    found = difference(zone, reference, people)
    id = _UNCLEAR.get(found) or _WORDS.get((direction, found))
    return Words(text(id, lang)) if id else Gone.NO_DATA
