"""Settlement of an overlap: every sensible way to divide the units that two zones share."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from pilotzones.findings import Case, Finding, evaluate
from pilotzones.postcodes.rurality import rural_units
from pilotzones.zones import rules as _chapter_z  # noqa: F401  registers the chapter
from pilotzones.zones.measures import population, rural_share
from pilotzones.zones.propose.board import bounds_of
from pilotzones.zones.zone import Round, Zone

IDS = ("merge", "all-to-first", "all-to-second", "split")
"""Kinds of ways."""

WAYS = 8
"""Most ways that are told."""

MOST = 12
"""Shared units, or pieces of them, up to which every division is looked at."""


@dataclass(frozen=True, slots=True)
class Side:
    """One zone after the settlement, with what it won and lost of the units in dispute.

    ``totals`` are the sums of the user's columns over the zone.
    """

    zone: Zone
    population: int | None
    rural_share: float | None
    won: tuple[str, ...]
    lost: tuple[str, ...]
    totals: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Way:
    """One way to settle: ``merge``, ``all-to-first``, ``all-to-second`` or ``split``.

    Its sentence is the message ``settle.way.<id>``. ``sides`` has one zone for a merge, else two in
    the order given; ``valid``: every side is in one piece and within the bounds.
    """

    id: str
    sides: tuple[Side, ...]
    valid: bool
    given_to_first: tuple[str, ...]


def settle(
    case_a: Case, case_b: Case, *, columns: Mapping[str, Mapping[str, float]] = MappingProxyType({})
) -> tuple[Way, ...]:
    """Ways to settle the units that two zones share, the best first, at most eight.

    The merger and both undivided ways are told, and the best splits. Valid ways come first, then
    those with fewer zones outside the preferred band, then the more balanced. A split leaves both
    sides in one piece. A way that leaves a side without units is not told. Nothing shared: no way.

    Parameters
    ----------
    case_a, case_b
        Both on one layer. Facts, people and care of a case are those of the zone as it was: the
        findings afterwards do without.
    columns
        The user's columns by name: a value for each unit code, summed over each side.
    """
    quarrel = _Quarrel(case_a, case_b)
    if not quarrel.shared:
        return ()
    whole = [("all-to-first", quarrel.shared), ("all-to-second", frozenset[str]())]
    ways = [_merge(quarrel)]
    ways += [
        _way(quarrel, id, chosen)
        for id, chosen in whole
        if quarrel.first(chosen) and quarrel.second(chosen)
    ]
    splits = [_way(quarrel, "split", chosen) for chosen in _splits(quarrel)]
    ways += sorted(splits, key=quarrel.rank)[: WAYS - len(ways)]
    best = sorted(ways, key=quarrel.rank)
    return tuple(quarrel.judged(way, columns) for way in best)


class _Quarrel:
    """Two zones on one layer, and what they share."""

    def __init__(self, case_a: Case, case_b: Case) -> None:
        self.cases = (case_a, case_b)
        self.layer = case_a.layer
        self.bounds = tuple(bounds_of(case.rules) for case in self.cases)
        self.own = tuple(frozenset(case.zone.codes) for case in self.cases)
        self.shared = self.own[0] & self.own[1]
        codes = self.layer.codes
        self.near: dict[str, list[str]] = {code: [] for code in codes}
        for i, j in zip(*self.layer.contiguity.pairs(), strict=True):
            self.near[codes[i]].append(codes[j])
            self.near[codes[j]].append(codes[i])

    def first(self, chosen: Set[str]) -> frozenset[str]:
        """Codes of the first zone when these of the shared ones go to it."""
        return (self.own[0] - self.shared) | chosen

    def second(self, chosen: Set[str]) -> frozenset[str]:
        """Codes of the second zone then."""
        return self.own[1] - chosen

    def people(self, codes: Set[str]) -> int | None:
        """Inhabitants of a set of codes; None where they are not known."""
        return population(Zone.of("", list(codes)), self.layer)

    def pieces(self, codes: Set[str]) -> list[set[str]]:
        """Pieces of a set of codes, by their first code."""
        left, found = {code for code in codes if code in self.near}, list[set[str]]()
        for code in sorted(left):
            if code in left:
                piece, todo = {code}, [code]
                while todo:
                    beside = {v for v in self.near[todo.pop()] if v in left} - piece
                    piece |= beside
                    todo += sorted(beside)
                left -= piece
                found.append(piece)
        return found

    def holds(self, side: int, codes: Set[str]) -> bool:
        """Is this side of one piece and within its bounds?"""
        people = self.people(codes)
        known = people is not None and self.bounds[side].hold(people)
        return known and len(self.pieces(codes)) == 1

    def rank(self, way: Way) -> tuple[bool, int, float, int, tuple[str, ...]]:
        """What decides between ways, the smallest first."""
        people = [side.population or 0 for side in way.sides]
        outside = sum(not self.bounds[k].prefer(n) for k, n in enumerate(people))
        gap = (max(people) - min(people)) / (sum(people) or 1)
        return not way.valid, outside, gap, IDS.index(way.id), way.given_to_first

    def judged(self, way: Way, columns: Mapping[str, Mapping[str, float]]) -> Way:
        """The way with the figures and findings of each side."""
        zones = tuple(side.zone for side in way.sides)
        sides = tuple(
            replace(
                side,
                rural_share=self._rural(self.cases[k], side.zone),
                totals=MappingProxyType(
                    {
                        name: float(sum(values.get(code, 0) for code in side.zone.codes))
                        for name, values in columns.items()
                    }
                ),
                findings=self._findings(k, zones),
            )
            for k, side in enumerate(way.sides)
        )
        return replace(way, sides=sides)

    def _rural(self, case: Case, zone: Zone) -> float | None:
        rural = rural_share(
            zone, self.layer, rural_units(self.layer, case.rules.rural.definition())
        )
        return None if rural is None else rural.population_share

    def _findings(self, k: int, zones: tuple[Zone, ...]) -> tuple[Finding, ...]:
        """Findings of a side beside the other one and the further zones of the round."""
        case = self.cases[k]
        names = {one.zone.name for one in self.cases}
        known = case.round.others if case.round else ()
        others = tuple(zone for zone in known if zone.name not in names)
        rest = tuple(zone for i, zone in enumerate(zones) if i != k)
        after = replace(
            case, zone=zones[k], round=Round((*rest, *others)), facts={}, people=None, care=None
        )
        return evaluate(after, case.rules.rules)


def _merge(quarrel: _Quarrel) -> Way:
    """Both zones as one, named after both."""
    codes = quarrel.own[0] | quarrel.own[1]
    name = " + ".join(case.zone.name for case in quarrel.cases)
    side = Side(Zone.of(name, list(codes)), quarrel.people(codes), None, (), ())
    return Way("merge", (side,), quarrel.holds(0, codes), ())


def _way(quarrel: _Quarrel, id: str, chosen: Set[str]) -> Way:
    """Both zones apart, the chosen of the shared units in the first."""
    given, kept = tuple(sorted(chosen)), tuple(sorted(quarrel.shared - chosen))
    codes = (quarrel.first(chosen), quarrel.second(chosen))
    names = [case.zone.name for case in quarrel.cases]
    sides = tuple(
        Side(Zone.of(names[k], list(codes[k])), quarrel.people(codes[k]), None, *won_lost)
        for k, won_lost in enumerate(((given, kept), (kept, given)))
    )
    return Way(id, sides, all(quarrel.holds(k, codes[k]) for k in (0, 1)), given)


def _splits(quarrel: _Quarrel) -> list[frozenset[str]]:
    """Parts of the shared units for the first zone that leave both sides in one piece.

    Every part where at most twelve units, or pieces of them, are shared. Else the parts of a sweep:
    from the units nearest to the first zone to those nearest to the second.
    """
    shared = quarrel.shared
    blocks: list[Set[str]] = [{code} for code in sorted(shared)]
    if len(blocks) > MOST:
        blocks = list(quarrel.pieces(shared))
    found: dict[frozenset[str], None] = {}
    if len(blocks) <= MOST:
        for number in range(1, 2 ** len(blocks) - 1):
            taken = [block for k, block in enumerate(blocks) if number >> k & 1]
            found[frozenset().union(*taken)] = None
    order = _sweep(quarrel)
    for k in range(1, len(order)):
        found[frozenset(order[:k])] = None
    return [
        chosen
        for chosen in found
        if len(quarrel.pieces(quarrel.first(chosen))) == 1
        and len(quarrel.pieces(quarrel.second(chosen))) == 1
    ]


def _sweep(quarrel: _Quarrel) -> list[str]:
    """Shared units by how much nearer they are to the first zone alone than to the second."""
    steps = [_steps(quarrel, own - quarrel.shared) for own in quarrel.own]
    far = len(quarrel.shared) + 1
    return sorted(quarrel.shared, key=lambda c: (steps[0].get(c, far) - steps[1].get(c, far), c))


def _steps(quarrel: _Quarrel, start: Set[str]) -> dict[str, int]:
    """Steps from a set to each shared unit, through shared units."""
    found: dict[str, int] = {}
    edge, step = set(start), 0
    while edge:
        step += 1
        beside = {v for code in edge for v in quarrel.near.get(code, ())}
        edge = {code for code in beside if code in quarrel.shared and code not in found}
        found |= dict.fromkeys(edge, step)
    return found
