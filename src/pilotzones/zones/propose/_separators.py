"""Pieces of a choice of units, and the separators that hold two of them apart."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

Near = Sequence[Sequence[int]]
"""Neighbours of each unit, by row number."""


def component(near: Near, start: Iterable[int], inside: Collection[int]) -> set[int]:
    """Units that a walk through ``inside`` reaches from ``start``, itself included."""
    found = set(start)
    todo = list(found)
    while todo:
        for v in near[todo.pop()]:
            if v in inside and v not in found:
                found.add(v)
                todo.append(v)
    return found


def split(near: Near, chosen: Collection[int]) -> list[set[int]]:
    """Pieces of a choice, in the order of their first unit."""
    left = set(chosen)
    found: list[set[int]] = []
    for u in sorted(chosen):
        if u in left:
            piece = component(near, (u,), left)
            left -= piece
            found.append(piece)
    return found


def separator(
    near: Near, piece: set[int], root: int, inside: Collection[int]
) -> tuple[set[int], set[int]]:
    """Smallest separator near a piece between it and a unit outside it, and the side of the piece.

    Both ends of the a,b-separator see each of its units, so none of them can be left out (Validi,
    Buchanan & Lykhovyd 2022, Imposing contiguity constraints in political districting models).

    Parameters
    ----------
    piece
        Connected units of ``inside``; ``root`` is another unit of ``inside``, not beside them.
    """
    ring = {v for u in piece for v in near[u] if v in inside and v not in piece}
    beyond = component(near, (root,), set(inside) - piece - ring)
    wall = {v for v in ring if any(w in beyond for w in near[v])}
    return wall, component(near, piece, set(inside) - wall)
