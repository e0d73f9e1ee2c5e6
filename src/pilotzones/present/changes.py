"""What differs between two snapshots of a project, as values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeVar

from pilotzones.present.history import Figure, RuleState, Snapshot

Way = Literal["better", "worse", "other"]
"""Of a verdict: nearer to a pass, farther from it, or neither."""

_RANKS = {"pass": 0, "to-declare": 1, "to-judge": 1, "not-computable": 1, "warn": 2, "fail": 3}

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class VerdictMove:
    """A rule whose verdict is another one; None where the rule was not applied."""

    rule: str
    was: RuleState | None
    now: RuleState | None
    way: Way


@dataclass(frozen=True, slots=True)
class ValueMove:
    """A rule that says the same verdict of another value."""

    rule: str
    was: RuleState
    now: RuleState


@dataclass(frozen=True, slots=True)
class FigureMove:
    """A headline figure that is another one; None where there is none."""

    figure: str
    was: Figure
    now: Figure


@dataclass(frozen=True, slots=True)
class BasisMove:
    """Something that the figures rest on, and no longer the same; None where it is not there."""

    name: str
    was: str | None
    now: str | None


@dataclass(frozen=True, slots=True)
class Changes:
    """Everything that differs, in the order in which it is told."""

    verdicts: tuple[VerdictMove, ...]
    values: tuple[ValueMove, ...]
    added: Mapping[str, int | None]
    dropped: Mapping[str, int | None]
    figures: tuple[FigureMove, ...]
    basis: tuple[BasisMove, ...]

    def of_way(self, way: Way) -> tuple[VerdictMove, ...]:
        """Verdicts that moved this way."""
        return tuple(move for move in self.verdicts if move.way == way)

    def figure(self, name: str) -> FigureMove | None:
        """The move of one figure; None where it is the same."""
        return next((move for move in self.figures if move.figure == name), None)


def changes_between(was: Snapshot, now: Snapshot) -> Changes:
    """What differs from ``was`` to ``now``."""
    return Changes(
        verdicts=tuple(
            VerdictMove(rule, old, new, _way(old, new))
            for rule, old, new in _moved(was.rules, now.rules)
            if (old and old.verdict) != (new and new.verdict)
        ),
        values=tuple(
            ValueMove(rule, old, new)
            for rule, old, new in _moved(was.rules, now.rules)
            if old and new and old.verdict == new.verdict
        ),
        added={code: n for code, n in now.units.items() if code not in was.units},
        dropped={code: n for code, n in was.units.items() if code not in now.units},
        figures=tuple(FigureMove(*move) for move in _moved(was.figures, now.figures)),
        basis=tuple(BasisMove(*move) for move in _moved(was.basis, now.basis)),
    )


def _moved(was: Mapping[str, T], now: Mapping[str, T]) -> Iterator[tuple[str, T | None, T | None]]:
    """Names whose value differs, those of now first, then those that are gone."""
    for name in (*now, *(name for name in was if name not in now)):
        if was.get(name) != now.get(name):
            yield name, was.get(name), now.get(name)


def _way(was: RuleState | None, now: RuleState | None) -> Way:
    if was is None or now is None:
        return "other"
    step = _RANKS[now.verdict] - _RANKS[was.verdict]
    return "better" if step < 0 else "worse" if step > 0 else "other"
