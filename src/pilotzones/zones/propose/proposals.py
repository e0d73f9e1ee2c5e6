"""Proposals: zones that hold, each with its scores and the reasons why it stands in the list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from pilotzones.errors import Value
from pilotzones.zones.propose import _walk
from pilotzones.zones.propose.around import Around
from pilotzones.zones.propose.board import Board, Bounds, Ints
from pilotzones.zones.propose.wish import Ranking, Wish, column_of
from pilotzones.zones.zone import Zone

Bools = npt.NDArray[np.bool_]


_ORDER = ("compact", "preferred", "municipalities", "rural", "like", "column")


@dataclass(frozen=True, slots=True)
class Term:
    """One objective of a proposal: its weight, the value as measured and its score (0..1)."""

    objective: str
    weight: float
    value: float
    score: float


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a proposal stands in the list: a message ``complete.why.<id>`` with its fields."""

    id: str
    fields: Mapping[str, Value] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Proposal:
    """A zone that holds: of one piece, within the hard bounds, with what was wished for.

    Parameters
    ----------
    score
        Weighted mean of the scores of its terms, 0..1.
    differs
        Smallest share of people that it does not have in common with a proposal ranked before
        it; 1 for the first.
    missing
        Units of the wish ``like`` that are not in it.
    """

    zone: Zone
    population: int
    preferred: bool
    score: float
    terms: tuple[Term, ...]
    differs: float
    reasons: tuple[Reason, ...]
    missing: tuple[str, ...] = ()


def differs(board: Board, one: Bools, other: Bools) -> float:
    """Share of the people of two zones together that only one of them has."""
    either = int(board.people[one | other].sum())
    return int(board.people[one ^ other].sum()) / either if either else 0.0


def told(
    near: Around,
    asked: npt.NDArray[np.float64],
    found: Sequence[tuple[float, Bools]],
    wish: Wish,
    bounds: Bounds,
    ranking: Ranking,
) -> tuple[Proposal, ...]:
    """Proposals of zones in the order given, with their scores."""
    sums = [near.sums(inside) for _, inside in found]
    terms = [
        tuple(_terms(near, total, inside, asked, ranking))
        for total, (_, inside) in zip(sums, found, strict=True)
    ]
    result = []
    for number, (score, inside) in enumerate(found):
        codes = near.board.named(np.flatnonzero(inside))
        people = int(sums[number][_walk.PEOPLE])
        before = [differs(near.board, inside, other) for _, other in found[:number]]
        result.append(
            Proposal(
                zone=Zone.of(str(number + 1), codes),
                population=people,
                preferred=bounds.prefer(people),
                score=score,
                terms=terms[number],
                differs=min(before, default=1.0),
                reasons=tuple(_reasons(number, terms, sums, bounds)),
                missing=tuple(sorted(set(wish.like) - set(codes))),
            )
        )
    return tuple(result)


def _terms(
    near: Around,
    total: Ints,
    inside: Bools,
    asked: npt.NDArray[np.float64],
    ranking: Ranking,
) -> Iterator[Term]:
    found = _walk.scores(total, asked).tolist()
    scores: dict[str, float] = dict(zip(_ORDER, found, strict=False))
    values = {
        "compact": scores["compact"],
        "preferred": float(total[_walk.PEOPLE]),
        "municipalities": float(total[_walk.SPLIT]),
        "rural": scores["rural"],
        "like": float(total[_walk.LIKED]),
    }
    for objective in ranking.objectives:
        if objective.name == "like" and not asked[_walk.W_LIKED]:
            continue
        if objective.name.startswith("column:"):
            column = column_of(ranking, objective.name)
            codes = near.board.named(np.flatnonzero(inside))
            value = sum(float(column.get(code, 0.0)) for code in codes)
            score = float(scores["column"])
        else:
            value, score = float(values[objective.name]), float(scores[objective.name])
        yield Term(objective.name, objective.weight, value, score)


def _reasons(
    number: int, terms: list[tuple[Term, ...]], sums: list[Ints], bounds: Bounds
) -> Iterator[Reason]:
    """What a proposal is best in among all, and where it falls short."""
    if number == 0:
        yield Reason("best")
    for at, term in enumerate(terms[number]):
        others = [each[at].score for n, each in enumerate(terms) if n != number]
        if others and term.score > max(others) + 1e-9:
            yield Reason(f"most.{term.objective.partition(':')[0]}", {"value": term.value})
    people = int(sums[number][_walk.PEOPLE])
    if bounds.prefer(people):
        yield Reason("in_band", {"people": people})
    else:
        yield Reason(
            "above_band" if people > bounds.preferred[1] else "below_band",
            {"people": people, "bound": bounds.preferred[people > bounds.preferred[1]]},
        )
    if sums[number][_walk.SPLIT] == 0:
        yield Reason("whole", {"n": int(sums[number][_walk.TOUCHED])})
    else:
        yield Reason("split", {"n": int(sums[number][_walk.SPLIT])})
