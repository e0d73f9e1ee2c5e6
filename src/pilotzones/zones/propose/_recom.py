"""Compiled sampler of partitions: a branch of a spanning tree changes from one zone to another.

The plan is walked together with a spanning tree of every zone (a forest; Autry, Carter,
Herschlag, Hunter & Mattingly 2021, Metropolized forest recombination; Charikar, Liu, Liu & Vuong
2022, On the complexity of sampling redistricting plans). A cut pair is drawn and joins the trees of
its two zones, themselves drawn anew (Wilson 1996); one of the edges of the joined tree whose cut
leaves both sides within the bounds is drawn and cut, and the new plan is taken with probability
min(1, cut pairs before / cut pairs after). The way back has the same joined tree, hence the same
number of edges to choose from, so all forests are equally likely and plans come with probability in
proportion to the product over zones of the number of their spanning trees: the law of reversible
recombination (Cannon, Duchin, Randall & Rule 2022), without a step lost to it. A step moves a
branch from one zone to the other: where bounds are tight and units few, plans can be out of reach.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from pilotzones.zones.propose._chance import below

STEPS, TAKEN = range(2)
"""Counts of a chain: steps, and those that led to another plan."""


@njit(cache=True)
def _collect(first, label, graph, place, members, m):
    """Units of the zone of ``first``, appended to ``members`` from ``m`` on; their new number."""
    start, near, _ = graph
    members[m] = first
    place[first] = m
    head = m
    m += 1
    while head < m:
        u = members[head]
        head += 1
        for e in range(start[u], start[u + 1]):
            v = near[e]
            if place[v] < 0 and label[v] == label[first]:
                place[v] = m
                members[m] = v
                m += 1
    return m


@njit(cache=True)
def _wilson(begin, end, members, place, graph, state, parent, in_tree):
    """Uniform spanning tree of the members from ``begin`` to ``end``, rooted at the first."""
    start, near, _ = graph
    for i in range(begin, end):
        in_tree[i] = i == begin
    for i in range(begin + 1, end):
        v = i
        while not in_tree[v]:
            u = members[v]
            w = place[near[start[u] + below(state, start[u + 1] - start[u])]]
            if w < begin or w >= end:
                continue
            parent[v] = w
            v = w
        v = i
        while not in_tree[v]:
            in_tree[v] = True
            v = parent[v]


@njit(cache=True)
def _below_each(parent, weight, m, total, children, leaves):
    """Weight of the tree below each place, leaves first; ``leaves`` is the order taken."""
    for i in range(m):
        total[i] = weight[i]
        children[i] = 0
    for i in range(1, m):
        children[parent[i]] += 1
    tail = 0
    for i in range(m):
        if children[i] == 0:
            leaves[tail] = i
            tail += 1
    head = 0
    while head < tail:
        v = leaves[head]
        head += 1
        up = parent[v]
        if up >= 0:
            total[up] += total[v]
            children[up] -= 1
            if children[up] == 0:
                leaves[tail] = up
                tail += 1


@njit(cache=True)
def recom(label, graph, rows, people, bounds, steps, state, kept, counts):
    """Walk through plans in place.

    Parameters
    ----------
    label
        Zone of each unit, shape (n,); changed.
    rows
        First unit of each entry of the neighbour lists, shape (2m,).
    bounds
        Lowest and highest population of a zone.
    kept
        The plan after every ``steps / len(kept)`` steps, shape (r, n); filled.
    counts
        Steps and plans taken, shape (2,); added to.
    """
    start, near, _ = graph
    n = len(label)
    place = np.full(n, -1, np.int64)
    members = np.empty(n, np.int64)
    parent, total = np.empty(n, np.int64), np.empty(n, np.int64)
    children, leaves = np.empty(n, np.int64), np.empty(n, np.int64)
    weight, in_tree = np.empty(n, np.int64), np.empty(n, np.bool_)
    side, fitting = np.empty(n, np.bool_), np.empty(n, np.int64)
    cut = 0
    for e in range(len(near)):
        cut += label[rows[e]] != label[near[e]]
    cut //= 2
    every = steps // len(kept)
    for row in range(len(kept)):
        for _ in range(every):
            counts[STEPS] += 1
            e = below(state, len(near))
            while label[rows[e]] == label[near[e]]:
                e = below(state, len(near))
            one, other = label[rows[e]], label[near[e]]
            middle = _collect(rows[e], label, graph, place, members, 0)
            m = _collect(near[e], label, graph, place, members, middle)
            whole = np.int64(0)
            for i in range(m):
                weight[i] = people[members[i]]
                whole += weight[i]
            _wilson(0, middle, members, place, graph, state, parent, in_tree)
            _wilson(middle, m, members, place, graph, state, parent, in_tree)
            parent[0], parent[middle] = -1, 0
            _below_each(parent, weight, m, total, children, leaves)
            fit = 0
            for i in range(1, m):
                rest = whole - total[i]
                if bounds[0] <= total[i] <= bounds[1] and bounds[0] <= rest <= bounds[1]:
                    fitting[fit] = i
                    fit += 1
            top = fitting[below(state, fit)] if fit > 0 else middle
            if top != middle:
                for k in range(m - 1, -1, -1):  # parents before children
                    i = leaves[k]
                    side[i] = i == top or (parent[i] >= 0 and side[parent[i]])
                seam, seam_new = 0, 0
                for i in range(m):
                    u = members[i]
                    for f in range(start[u], start[u + 1]):
                        j = place[near[f]]
                        if j > i:
                            seam += label[u] != label[near[f]]
                            seam_new += side[i] != side[j]
                new_cut = cut - seam + seam_new
                if new_cut <= cut or below(state, new_cut) < cut:
                    if below(state, 2):
                        one, other = other, one
                    for i in range(m):
                        label[members[i]] = one if side[i] else other
                    cut = new_cut
                    counts[TAKEN] += 1
            for i in range(m):
                place[members[i]] = -1
        kept[row] = label
    return cut
