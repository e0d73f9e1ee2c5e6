"""The releases of a register together: what follows of zone less zone, unit less unit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pilotzones.stratification.earlier import is_sum, same_meaning
from pilotzones.stratification.inspection.bounds import Unknowns
from pilotzones.stratification.inspection.layout import Relation, relations
from pilotzones.stratification.register import Release

_UNIT = "|unit="


@dataclass(frozen=True, slots=True)
class Difference:
    """Units of which two or more releases together tell a number below the minimum."""

    cell: str
    units: tuple[str, ...]


def slack_of(value: float, base: int, minimum: int) -> tuple[float, float]:
    """Least and most that a released number stands for."""
    if not base or not value:
        return value, value
    least = minimum if value <= base * -(-minimum // base) else value - base / 2
    return min(least, value), value + base / 2


def differences(releases: Sequence[Release], last: Release) -> list[Difference] | None:
    """What the releases tell of small parts of their zones, beside the last of them.

    Only releases whose cells mean the same as those of the last are set beside it. None where their
    numbers cannot be of the same persons: then they were made from data that differ.
    """
    past = [r for r in releases if r.scope.year == last.scope.year and r is not last]
    every = [*past, last]
    parts = _parts([release.units for release in every])
    if len(parts) < 2:
        return []
    told, links = _told(every, last, parts)
    inside = {cell.split(": ", 1)[-1] for cell in told}
    unknowns = Unknowns(told, [*links, *_within(parts, inside)])
    if not unknowns.agree:
        return None
    minimum = min(release.scope.minimum for release in every)
    return [
        Difference(name, units)
        for prefix, units in parts.items()
        for name in sorted(n for n in inside if is_sum(n) and _UNIT not in n)
        if prefix + name in unknowns and unknowns.interval(prefix + name).small(minimum)
    ]


def changed(releases: Sequence[Release], last: Release) -> list[str]:
    """Cells of the last release that differ by a few persons from an earlier one of the zone."""
    found: set[str] = set()
    for old in releases:
        if old is last or old.units != last.units or old.scope.year != last.scope.year:
            continue
        minimum = max(old.scope.minimum, last.scope.minimum)
        for name, value in last.told.items():
            before = old.told.get(name)
            if value is not None and before is not None and "|sum=" not in name:
                rounded = max(old.scope.base, last.scope.base)
                if rounded and old.data == last.data and same_meaning(name, old, last):
                    continue
                if 0 < abs(value - before) < minimum and not _euros(name):
                    found.add(name)
    return sorted(found)


def _euros(name: str) -> bool:
    return any(sign in name for sign in ("|paid=", "|out=", "expected", ".eur", ".ddd"))


def _parts(sets: Sequence[frozenset[str]]) -> dict[str, tuple[str, ...]]:
    """Units that lie in the same zones, by the prefix of their cells."""
    cut: dict[tuple[bool, ...], list[str]] = {}
    for unit in sorted(frozenset().union(*sets)):
        cut.setdefault(tuple(unit in each for each in sets), []).append(unit)
    return {f"part {k}: ": tuple(units) for k, units in enumerate(cut.values(), start=1)}


def _told(
    every: Sequence[Release], last: Release, parts: Mapping[str, tuple[str, ...]]
) -> tuple[dict[str, tuple[float, float]], list[Relation]]:
    """Numbers told of zones and units, and each zone as the sum of its parts."""
    told: dict[str, tuple[float, float]] = {}
    links: list[Relation] = []
    for number, release in enumerate(every, start=1):
        scope = release.scope
        mine = [prefix for prefix, units in parts.items() if set(units) <= release.units]
        for name, value in release.told.items():
            usable = is_sum(name) and same_meaning(name, release, last) and not _amount(name)
            if value is None or not usable:
                continue
            ends = slack_of(value, scope.base, scope.minimum)
            cell = name if _UNIT in name else f"zone {number}: {name}"
            before = told.get(cell, (0.0, float("inf")))
            told[cell] = max(before[0], ends[0]), min(before[1], ends[1])
            if _UNIT not in name:
                links.append(Relation(cell, tuple(prefix + name for prefix in mine)))
    return told, links


def _amount(name: str) -> bool:
    return "|sum=" in name or _euros(name) or name.startswith("rural.")


def _within(parts: Mapping[str, tuple[str, ...]], names: Iterable[str]) -> Iterator[Relation]:
    """What holds in each part as it does in a zone."""
    every = [name for name in names if _UNIT not in name]
    unit_names = [name for name in names if _UNIT in name]
    for prefix, units in parts.items():
        here = [n for n in unit_names if n.partition(_UNIT)[2] in units]
        complete = {u for u in units if f"zone{_UNIT}{u}" in here}
        for relation in relations([*every, *here]):
            of_units = any(_UNIT in part for part in relation.parts)
            if of_units and _UNIT not in relation.whole and complete != set(units):
                continue
            yield Relation(
                relation.whole if _UNIT in relation.whole else prefix + relation.whole,
                tuple(p if _UNIT in p else prefix + p for p in relation.parts),
                relation.least,
            )
