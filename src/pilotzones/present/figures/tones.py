"""Tones of zones on a map: so few that they stay calm, so chosen that neighbours differ."""

from __future__ import annotations

from collections.abc import Sequence

from pilotzones.postcodes.layer import UnitLayer

TONES = 6
"""Fills that the style sheet has; zones that do not overlap never need so many in practice."""


def tones(zones: Sequence[Sequence[str]], layer: UnitLayer) -> tuple[int, ...]:
    """Tone 0..5 of each zone, given by its codes: those that touch or overlap have different ones.

    The zone with the fewest tones left comes next (Brélaz 1979, Communications of the ACM 22(4),
    251-256), ties by the number of neighbours, then by order. Where more than six zones lie over
    one another, the tone that the fewest neighbours have is taken twice.
    """
    near = _neighbours(zones, layer)
    found: dict[int, int] = {}
    while len(found) < len(zones):
        used = {z: [found[n] for n in near[z] if n in found] for z in near if z not in found}
        zone = min(used, key=lambda z: (-len(set(used[z])), -len(near[z]), z))
        found[zone] = min(range(TONES), key=lambda tone: (used[zone].count(tone), tone))
    return tuple(found[z] for z in range(len(zones)))


def _neighbours(zones: Sequence[Sequence[str]], layer: UnitLayer) -> dict[int, set[int]]:
    """Zones that share a border or a unit with each zone, by number."""
    at = {code: row for row, code in enumerate(layer.codes)}
    of_row: dict[int, list[int]] = {}
    for number, codes in enumerate(zones):
        for code in codes:
            if code in at:
                of_row.setdefault(at[code], []).append(number)
    a, b = layer.contiguity.pairs()
    touching = [*zip(a.tolist(), b.tolist(), strict=True), *((row, row) for row in of_row)]
    near: dict[int, set[int]] = {number: set() for number in range(len(zones))}
    for one, other in touching:
        for first in of_row.get(one, ()):
            for second in of_row.get(other, ()):
                if first != second:
                    near[first].add(second)
                    near[second].add(first)
    return near
