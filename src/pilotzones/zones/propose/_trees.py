"""Compiled bisection by spanning trees: a connected start whose zones are near their share.

Cutting an edge of a spanning tree leaves two sides of one piece each: the cheapest contiguous cut
(DeFord, Duchin & Solomon 2021, Recombination). Of many trees the cut with the shortest border that
can still be divided on both sides is kept; where none can, the one nearest to that, so there is
always a start.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from pilotzones.zones.propose._chance import below


@njit(cache=True)
def _find(parent, x):
    while parent[x] != x:
        parent[x] = parent[parent[x]]
        x = parent[x]
    return x


@njit(cache=True)
def _tree(m, edge_a, edge_b, order, parent):
    """Spanning tree by Kruskal in the order given: neighbours in the tree as CSR over places."""
    for i in range(m):
        parent[i] = i
    degree = np.zeros(m + 1, np.int64)
    picked = np.empty(m - 1, np.int64)
    count = 0
    for e in order:
        a, b = _find(parent, edge_a[e]), _find(parent, edge_b[e])
        if a != b:
            parent[a] = b
            picked[count] = e
            count += 1
            degree[edge_a[e] + 1] += 1
            degree[edge_b[e] + 1] += 1
            if count == m - 1:
                break
    begin = np.cumsum(degree)
    fill = begin[:-1].copy()
    adjacent = np.empty(2 * count, np.int64)
    for i in range(count):
        a, b = edge_a[picked[i]], edge_b[picked[i]]
        adjacent[fill[a]] = b
        fill[a] += 1
        adjacent[fill[b]] = a
        fill[b] += 1
    return begin, adjacent


@njit(cache=True)
def _subtrees(begin, adjacent, weight, walk, above, total):
    """Weight below each place of a tree rooted at 0, its order and parents."""
    m = len(walk)
    walk[0] = 0
    above[0] = -1
    head, tail = 0, 1
    while head < tail:
        v = walk[head]
        head += 1
        for e in range(begin[v], begin[v + 1]):
            w = adjacent[e]
            if w != above[v]:
                above[w] = v
                walk[tail] = w
                tail += 1
    for i in range(m):
        total[i] = weight[i]
    for i in range(m - 1, 0, -1):
        total[above[walk[i]]] += total[walk[i]]


@njit(cache=True, inline="always")
def _lack(people, k, low, high):
    """Persons by which a part that is to become k zones misses the band."""
    return max(k * low - people, people - k * high, 0)


@njit(cache=True)
def _mark(v, walk, above, side):
    """Places below ``v`` in the tree."""
    for i in range(len(walk)):
        w = walk[i]
        side[w] = w == v or (above[w] >= 0 and side[above[w]])


@njit(cache=True)
def _cut_border(side, edge_a, edge_b, edge_border):
    cut = np.int64(0)
    for e in range(len(edge_a)):
        if side[edge_a[e]] != side[edge_b[e]]:
            cut += edge_border[e]
    return cut


@njit(cache=True)
def _best_cut(m, edges, weight, k, band, tries, state):
    """Side of each place in the best cut found, and the zones that the side is to become."""
    edge_a, edge_b, edge_border = edges[0], edges[1], edges[2]
    total = weight.sum()
    parent, walk = np.empty(m, np.int64), np.empty(m, np.int64)
    above, below_v = np.empty(m, np.int64), np.empty(m, np.int64)
    side, best = np.zeros(m, np.bool_), np.zeros(m, np.bool_)
    keys = np.empty(len(edge_a), np.float64)
    best_lack, best_border, best_k = np.int64(2**62), np.int64(2**62), np.int64(1)
    low_k = max(1, k // 4)
    for _ in range(tries):
        for e in range(len(edge_a)):
            keys[e] = (1 + below(state, 2**30)) / (1000.0 + edge_border[e])
        begin, adjacent = _tree(m, edge_a, edge_b, np.argsort(keys), parent)
        _subtrees(begin, adjacent, weight, walk, above, below_v)
        looked = 0
        shift = below(state, m)
        for i in range(m):
            v = walk[(i + shift) % m]
            if above[v] < 0:
                continue
            part = np.int64(np.floor(below_v[v] * k / total + 0.5))
            part = min(max(part, low_k), k - low_k)
            lack = _lack(below_v[v], part, band[0], band[1])
            lack += _lack(total - below_v[v], k - part, band[0], band[1])
            if lack > best_lack or (lack == best_lack and looked >= 4):
                continue
            looked += 1
            _mark(v, walk, above, side)
            cut = _cut_border(side, edge_a, edge_b, edge_border)
            if lack < best_lack or cut < best_border:
                best_lack, best_border, best_k = lack, cut, part
                best[:] = side
    return best, best_k


@njit(cache=True)
def bisect(label, k, first, graph, people, band, tries, state):
    """Divide one component in place into zones ``first`` ... ``first + k - 1``.

    Parameters
    ----------
    label
        Zone of each unit, shape (n,); units with ``label == first`` are divided.
    band
        Lowest and highest population aimed at for one zone.
    tries
        Trees drawn for each cut.

    Notes
    -----
    A part of one unit cannot be divided: it keeps one number and the others stay unused.
    """
    start, near, border = graph
    nodes = np.flatnonzero(label == first)
    place = np.full(len(label), -1, np.int64)
    todo_from, todo_to = [np.int64(0)], [np.int64(len(nodes))]
    todo_k, todo_first = [np.int64(k)], [np.int64(first)]
    while len(todo_k) > 0:
        begin, end = todo_from.pop(), todo_to.pop()
        parts, name = todo_k.pop(), todo_first.pop()
        members = nodes[begin:end].copy()
        m = len(members)
        if parts == 1 or m == 1:
            for u in members:
                label[u] = name
            continue
        for i in range(m):
            place[members[i]] = i
        count = 0
        for u in members:
            count += start[u + 1] - start[u]
        edges = np.empty((3, count), np.int64)
        count = 0
        for u in members:
            for e in range(start[u], start[u + 1]):
                v = near[e]
                if place[v] > place[u]:
                    edges[0, count], edges[1, count] = place[u], place[v]
                    edges[2, count] = border[e]
                    count += 1
        side, part = _best_cut(
            m, edges[:, :count].copy(), people[members], parts, band, tries, state
        )
        for u in members:
            place[u] = -1
        inside, outside = members[side], members[~side]
        middle = begin + len(inside)
        nodes[begin:middle] = inside
        nodes[middle:end] = outside
        todo_from.append(begin)
        todo_to.append(middle)
        todo_k.append(np.int64(part))
        todo_first.append(name)
        todo_from.append(middle)
        todo_to.append(end)
        todo_k.append(np.int64(parts - part))
        todo_first.append(np.int64(name + part))
