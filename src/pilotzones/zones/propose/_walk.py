"""Compiled walk of one zone: a unit of its edge joins or leaves, one at a time.

At a falling temperature this is annealing (Kirkpatrick, Gelatt & Vecchi 1983); at temperature 1 it
is the sampler of Metropolis et al. 1953 on connected sets. The unit is drawn from all candidates
alike, so a step and the step back are proposed equally often.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from pilotzones.zones.propose._chance import DRAWS, below
from pilotzones.zones.propose._moves import shape

# rows of the features of units and of the sums of a zone
PEOPLE, AREA, PERIMETER, COUNT, RURAL, LIKED, OTHER, AVOID, CUT = range(9)
# further sums of a zone: groups touched and divided
TOUCHED, SPLIT = 9, 10
SUMS = 11

# settings: bounds, then weights, then what the scores are relative to
LOWER, UPPER, LOW, HIGH = range(4)
W_COMPACT, W_BAND, W_WHOLE, W_RURAL, W_LIKED, W_OTHER, W_AVOID, W_CUT, W_HARD = range(4, 13)
LIKED_IN_ALL, AVOID_MOST = 13, 14
SETTINGS = 15


@njit(cache=True)
def zone_sums(inside, graph, features, group, groups):
    """Sums of the zone, shape (11,), and its units in each group."""
    start, near, border = graph
    total, members = np.zeros(SUMS, np.int64), np.zeros(len(groups), np.int64)
    for u in np.flatnonzero(inside):
        for f in range(len(features)):
            total[f] += features[f, u]
        if group[u] >= 0:
            members[group[u]] += 1
        for e in range(start[u], start[u + 1]):
            if inside[near[e]]:
                total[PERIMETER] -= border[e]
                total[CUT] -= 1
    for g in range(len(groups)):
        total[TOUCHED] += members[g] > 0
        total[SPLIT] += 0 < members[g] < groups[g]
    return total, members


@njit(cache=True)
def scores(total, asked):
    """Score of each objective, 0 to 1, in the order of the weights from ``W_COMPACT``."""
    found = np.empty(7)
    people = max(total[PEOPLE], 1)
    found[0] = shape(total[AREA], total[PERIMETER])
    off = max(asked[LOW] - people, people - asked[HIGH], 0.0)
    found[1] = max(0.0, 1.0 - off / max(asked[LOW], 1.0))
    found[2] = 1.0 - total[SPLIT] / max(total[TOUCHED], 1)
    found[3] = total[RURAL] / people
    found[4] = total[LIKED] / max(asked[LIKED_IN_ALL], 1.0)
    found[5] = total[OTHER] / people / 1e6
    found[6] = 1.0 - total[AVOID] / people / max(asked[AVOID_MOST], 1.0)
    return found


@njit(cache=True)
def energy(total, asked):
    """What a zone costs: broken bounds, cut pairs, and what it lacks in each objective."""
    found = scores(total, asked)
    cost = asked[W_CUT] * total[CUT]
    for i in range(7):
        if asked[W_COMPACT + i] != 0:
            cost += asked[W_COMPACT + i] * (1.0 - found[i])
    off = max(asked[LOWER] - total[PEOPLE], total[PEOPLE] - asked[UPPER], 0.0)
    if off > 0:
        cost += asked[W_HARD] * (1.0 + off / max(asked[LOW], 1.0))
    return cost


@njit(cache=True)
def whole_without(u, inside, graph, seen, stamp, queue):
    """Is the zone of one piece without ``u``? Walks from one neighbour until all others are met."""
    start, near, _ = graph
    wanted, first = 0, -1
    for e in range(start[u], start[u + 1]):
        if inside[near[e]]:
            wanted += 1
            first = near[e]
            seen[first] = -stamp  # a goal
    if wanted <= 1:
        return wanted == 1
    seen[u] = stamp
    seen[first] = stamp
    queue[0] = first
    head, tail, met = 0, 1, 1
    while head < tail:
        v = queue[head]
        head += 1
        for e in range(start[v], start[v + 1]):
            w = near[e]
            if inside[w] and seen[w] != stamp:
                if seen[w] == -stamp:
                    met += 1
                    if met == wanted:
                        return True
                seen[w] = stamp
                queue[tail] = w
                tail += 1
    return False


@njit(cache=True)
def walk(
    inside,
    held,
    total,
    members,
    graph,
    features,
    group,
    groups,
    asked,
    heat,
    moves,
    state,
    kept,
    where,
):
    """Walk a zone in place; number of steps taken.

    Parameters
    ----------
    inside
        Is the unit in the zone? Shape (n,); changed. It has to be of one piece.
    held
        Units that neither join nor leave.
    total, members
        Sums as ``zone_sums`` gives them; changed.
    features
        People, area, perimeter, 1, rural people, liked, other, avoided, contiguous pairs in the
        whole layer, by unit: shape (9, n).
    group, groups
        Group of each unit (-1: none), and the units that each group has.
    heat
        First and last temperature; it falls geometrically.
    kept
        The sums after every ``moves / len(kept)`` moves, shape (m, 11); filled.
    where
        The zone after each of them, shape (m, n) or (0, n) where it is not wanted; filled.
    """
    start, near, border = graph
    n = len(inside)
    seen, queue = np.zeros(n, np.int64), np.empty(n, np.int64)
    stamp, taken = 0, 0
    trial = total.copy()
    every = moves // len(kept)
    fall = (heat[1] / heat[0]) ** (1.0 / len(kept))
    t = heat[0]
    now = energy(total, asked)
    for row in range(len(kept)):
        for _ in range(every):
            u = below(state, n)
            if held[u]:
                continue
            to_zone, pairs = np.int64(0), np.int64(0)
            for e in range(start[u], start[u + 1]):
                if inside[near[e]]:
                    to_zone += border[e]
                    pairs += 1
            if pairs == 0:
                continue
            sign = -1 if inside[u] else 1
            for f in range(9):
                trial[f] = total[f] + sign * features[f, u]
            trial[PERIMETER] = total[PERIMETER] + sign * (features[PERIMETER, u] - 2 * to_zone)
            trial[CUT] = total[CUT] + sign * (features[CUT, u] - 2 * pairs)
            trial[TOUCHED], trial[SPLIT] = total[TOUCHED], total[SPLIT]
            g = group[u]
            if g >= 0:
                was, now_in = members[g], members[g] + sign
                trial[TOUCHED] += (now_in > 0) - (was > 0)
                trial[SPLIT] += (0 < now_in < groups[g]) - (0 < was < groups[g])
            new = energy(trial, asked)
            if new > now and new - now > t * DRAWS[below(state, 4096)]:
                continue
            if inside[u]:
                stamp += 1
                if not whole_without(u, inside, graph, seen, stamp, queue):
                    continue
            inside[u] = not inside[u]
            if g >= 0:
                members[g] += sign
            total[:] = trial
            now = new
            taken += 1
        kept[row] = total
        if len(where):
            where[row] = inside
        t *= fall
    return taken
