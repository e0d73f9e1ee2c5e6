"""Strengths and gaps of a project, ranked by one stated order; nothing here is chosen by hand.

Order: first the verdict and its severity, then the distance from the bound or the reference as a
part of it, then the people concerned, then the id. Of each part (zone, people, care) at most two
come first, as long as another part has something to say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from pilotzones.findings import Finding, Severity, Verdict
from pilotzones.present.texts import Render
from pilotzones.zones.sheet import ZoneSheet

Part = Literal["zone", "people", "care"]

MOST = 5
"""Points of each kind on the summary."""
_OF_ONE_PART = 2

GAP_TIERS = {
    (Verdict.FAIL, Severity.BLOCKING): 0,
    (Verdict.FAIL, Severity.MAJOR): 1,
    (Verdict.WARN, Severity.MAJOR): 2,
    (Verdict.FAIL, Severity.MINOR): 3,
    (Verdict.WARN, Severity.MINOR): 4,
}
"""Rank of a finding that is a gap; what is far from a reference, without a rule, has ``FAR``."""
STRENGTH_TIERS = {Severity.BLOCKING: 0, Severity.MAJOR: 1, Severity.MINOR: 3}
"""Rank of a rule that is met; what is only declared comes behind all that is measured."""
FAR, NEAR = 2, 4
_DECLARED = 6


@dataclass(frozen=True, slots=True)
class Point:
    """One strength or gap.

    ``distance`` is that from the bound or the reference as a part of it (0.5: half of it).
    ``verdict`` is that of its sign; ``synthetic`` says that it rests on made-up data.
    """

    part: Part
    id: str
    tier: int
    distance: float
    people: int
    verdict: Verdict
    said: Render
    rule: str | None = None
    synthetic: bool = False

    @property
    def rank(self) -> tuple[int, float, int, str]:
        """What points are sorted by, the weightiest first."""
        return (self.tier, -self.distance, -self.people, self.id)


def chosen(points: Iterable[Point], most: int = MOST) -> tuple[Point, ...]:
    """The first points by rank, at most two of a part while other parts have some."""
    ranked = sorted(points, key=lambda point: point.rank)
    counted: Counter[str] = Counter()
    first: list[Point] = []
    for point in ranked:
        if counted[point.part] < _OF_ONE_PART:
            counted[point.part] += 1
            first.append(point)
    rest = [point for point in ranked if point not in first]
    return tuple(sorted([*first, *rest][:most], key=lambda point: point.rank))


def part_of(rule: str) -> Part:
    """Part of the project that a rule speaks of, by its chapter."""
    chapters: dict[str, Part] = {"T": "people", "S": "people", "R": "care"}
    return chapters.get(rule[0], "zone")


def distance(value: float | None, bound: float | None) -> float:
    """How far a value lies from a bound, as a part of the bound; 1 from a bound of 0.

    Examples
    --------
    >>> distance(60, 120), distance(3, 0), distance(None, 5)
    (0.5, 1.0, 0.0)
    """
    if value is None or bound is None or value == bound:
        return 0.0
    return abs(value - bound) / abs(bound) if bound else 1.0


def gap_tier(finding: Finding) -> int | None:
    """Rank of a finding as a gap; None for one that is none."""
    return GAP_TIERS.get((finding.verdict, finding.severity))


def strength_tier(finding: Finding, *, declared: bool) -> int | None:
    """Rank of a finding as a strength; None for one that is none or that does not apply."""
    if finding.verdict is not Verdict.PASS or finding.reason == "elsewhere":
        return None
    tier = STRENGTH_TIERS.get(finding.severity)
    if tier is None:
        return None
    return tier + _DECLARED if declared or finding.value is None else tier


def people_concerned(finding: Finding, sheet: ZoneSheet) -> int:
    """People of the units that a finding names, else all people of the zone; unknown ones as 0."""
    population = sheet.case.layer.units["population"]
    units = [code for code in finding.subjects if code in population.index]
    if not units:
        return sheet.population or 0
    return int(population.loc[units].fillna(0).sum())
