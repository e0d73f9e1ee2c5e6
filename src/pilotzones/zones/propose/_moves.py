"""Compiled inner loop: units move between neighbouring zones, one at a time, by annealing.

Kirkpatrick, Gelatt & Vecchi 1983, Optimization by simulated annealing. A move keeps both zones of
one piece and never empties one. All sums are whole numbers, so a plan has the same score wherever
it is computed.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from pilotzones.zones.propose._chance import DRAWS, below

PEOPLE, AREA, PERIMETER, COUNT = 0, 1, 2, 3
"""Rows of the sums per zone: persons, square decimetres, millimetres, units."""

# what a plan is held against; the order is that of the array of settings
LOWER, UPPER, LOW, HIGH, W_SHAPE, TOTAL, W_BAND, W_HARD, STEP, SLOPE = range(10)

_FOUR_PI = 4 * np.pi


@njit(cache=True)
def sums(label, k, graph, units):
    """Sums of each zone, shape (4, k): see the rows above."""
    start, near, border = graph
    found = np.zeros((4, k), np.int64)
    for u in range(len(label)):
        z = label[u]
        if z < 0:
            continue
        found[PEOPLE, z] += units[PEOPLE, u]
        found[AREA, z] += units[AREA, u]
        found[COUNT, z] += 1
        found[PERIMETER, z] += units[PERIMETER, u]
        for e in range(start[u], start[u + 1]):
            if label[near[e]] == z:
                found[PERIMETER, z] -= border[e]
    return found


@njit(cache=True, inline="always")
def shape(area, perimeter):
    """Polsby-Popper score of an area in dm2 and a perimeter in mm; 0..1."""
    if perimeter <= 0:
        return 0.0
    length = perimeter / 100.0
    return _FOUR_PI * area / (length * length)


@njit(cache=True, inline="always")
def zone_cost(people, area, perimeter, asked):
    """What a zone costs: its share of people times what it lacks in shape, and broken bounds."""
    cost = asked[W_SHAPE] * (people / asked[TOTAL]) * (1.0 - shape(area, perimeter))
    per = max(asked[LOW], 1.0)
    off = max(asked[LOW] - people, people - asked[HIGH], 0.0)
    if off > 0:
        cost += asked[W_BAND] * (asked[STEP] + asked[SLOPE] * off / per)
    off = max(asked[LOWER] - people, people - asked[UPPER], 0.0)
    if off > 0:
        cost += asked[W_HARD] * (1.0 + asked[SLOPE] * off / per)
    return cost


@njit(cache=True)
def stays_whole(u, zone, label, graph, seen, stamp, queue):
    """Is the zone of ``u`` of one piece without it?

    Walks from one neighbour of ``u`` inside the zone until all others are met.
    """
    start, near, _ = graph
    wanted = 0
    first = -1
    for e in range(start[u], start[u + 1]):
        v = near[e]
        if label[v] == zone:
            wanted += 1
            first = v
    if wanted <= 1:
        return wanted == 1
    seen[u] = stamp
    for e in range(start[u], start[u + 1]):
        v = near[e]
        if label[v] == zone:
            seen[v] = -stamp  # a goal
    seen[first] = stamp
    met = 1
    queue[0] = first
    head, tail = 0, 1
    while head < tail:
        v = queue[head]
        head += 1
        for e in range(start[v], start[v + 1]):
            w = near[e]
            if label[w] == zone and seen[w] != stamp:
                if seen[w] == -stamp:
                    met += 1
                    if met == wanted:
                        return True
                seen[w] = stamp
                queue[tail] = w
                tail += 1
    return False


@njit(cache=True)
def anneal(label, held, zones, graph, glue, units, asked, heat, moves, state, seen):
    """Anneal a plan in place; number of moves taken.

    Parameters
    ----------
    label
        Zone of each unit, shape (n,); changed.
    held
        Units that never move, shape (n,).
    zones
        Sums of the zones (see ``sums``), shape (4, k); changed.
    graph
        Neighbours of each unit and the border shared with each: see ``Board.csr``.
    glue
        Cost of each cut contiguous pair, aligned with ``near``.
    units
        People, area and perimeter of each unit, shape (3, n).
    heat
        First and last temperature; it falls geometrically.
    moves
        Moves tried.
    seen
        Marks of the walk, shape (n + 1,); the last element counts the walks so far.
    """
    start, near, border = graph
    n = len(label)
    queue = np.empty(n, np.int64)
    taken = 0
    blocks = 200
    fall = (heat[1] / heat[0]) ** (1.0 / blocks)
    t = heat[0]
    for _ in range(blocks):
        for _ in range(moves // blocks):
            u = below(state, n)
            degree = start[u + 1] - start[u]
            if held[u] or degree == 0:
                continue
            other = label[near[start[u] + below(state, degree)]]
            own = label[u]
            if other == own or other < 0 or zones[COUNT, own] == 1:
                continue
            to_own, to_other, change = np.int64(0), np.int64(0), 0.0
            for e in range(start[u], start[u + 1]):
                z = label[near[e]]
                if z == own:
                    to_own += border[e]
                    change += glue[e]
                elif z == other:
                    to_other += border[e]
                    change -= glue[e]
            p, a, c = units[0, u], units[1, u], units[2, u]
            own_p, own_a = zones[0, own] - p, zones[1, own] - a
            own_c = zones[2, own] - c + 2 * to_own
            other_p, other_a = zones[0, other] + p, zones[1, other] + a
            other_c = zones[2, other] + c - 2 * to_other
            change += zone_cost(own_p, own_a, own_c, asked)
            change += zone_cost(other_p, other_a, other_c, asked)
            change -= zone_cost(zones[0, own], zones[1, own], zones[2, own], asked)
            change -= zone_cost(zones[0, other], zones[1, other], zones[2, other], asked)
            if change > 0 and change > t * DRAWS[below(state, 4096)]:
                continue
            seen[n] += 1
            if not stays_whole(u, own, label, graph, seen, seen[n], queue):
                continue
            label[u] = other
            zones[0, own], zones[1, own], zones[2, own] = own_p, own_a, own_c
            zones[0, other], zones[1, other], zones[2, other] = other_p, other_a, other_c
            zones[COUNT, own] -= 1
            zones[COUNT, other] += 1
            taken += 1
        t *= fall
    return taken
