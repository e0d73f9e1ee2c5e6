"""Lines of deliveries while they are made: who, when, what, how much."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from pilotzones.stratification.synthetic.book import KINDS, Book
from pilotzones.stratification.synthetic.draws import Floats, Ints


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines, one entry each.

    ``who`` is the position of the person in the portion, ``day`` counts from 1970-01-01, ``item``
    is a position in the book; ``cents`` is the amount, ``supplement`` what comes on top of it.
    """

    who: Ints
    day: Ints
    item: Ints
    cents: Ints
    supplement: Ints


@dataclass(slots=True)
class Tally:
    """Lines of one portion and year as they come, and what they were expected to cost.

    ``expected`` holds, by kind, euro per person given all that the person truly is, but for the
    chance of the year.
    """

    book: Book
    people: int
    batches: list[Lines] = field(default_factory=list)
    expected: dict[str, Floats] = field(default_factory=dict)

    def add(
        self,
        who: Ints,
        day: Ints,
        item: Ints | str,
        euro: Floats | float,
        extra: Floats | float = 0.0,
    ) -> None:
        """Take lines in; one item or amount stands for all of them, ``extra`` is the supplement."""
        if isinstance(item, str):
            item = np.full(len(who), self.book.keys[item])
        count = len(who)
        self.batches.append(Lines(who, day, item, _cents(euro, count), _cents(extra, count)))

    def expect(self, item: str, euro: Floats, rows: Ints | slice = slice(None)) -> None:
        """Take in what lines of this item are expected to cost, by person."""
        kind = KINDS[self.book.kind[self.book.keys[item]]]
        if kind not in self.expected:
            self.expected[kind] = np.zeros(self.people)
        self.expected[kind][rows] += euro

    def lines(self) -> Lines:
        """All lines, by person, day and item."""
        whole = _joined(self.batches)
        span = int(whole.day.max(initial=0)) + 1
        rank = (whole.who * span + whole.day) * len(self.book.kind) + whole.item
        return _taken(whole, np.argsort(rank, kind="stable"))


def _cents(euro: Floats | float, count: int) -> Ints:
    return np.rint(np.broadcast_to(np.asarray(euro) * 100, count)).astype(np.int64)


def _joined(batches: Sequence[Lines]) -> Lines:
    names = Lines.__slots__
    empty = np.zeros(0, np.int64)
    return Lines(*(np.concatenate([empty, *(getattr(b, n) for b in batches)]) for n in names))


def _taken(lines: Lines, order: Ints) -> Lines:
    return Lines(*(getattr(lines, name)[order] for name in Lines.__slots__))
