"""Which cells are held back: the sensitive ones, and as few others as keep them unknown.

Complementary suppression by the cheapest detour (Kelly, Golden and Assad, Networks 22, 1992;
Fischetti and Salazar, Management Science 47, 2001, for the attacker's problem): for a cell that is
not protected, the smallest change of the tables that moves the cell far enough and keeps every sum
is found by linear programming; the shown cells that it changes are held back too. Then the audit
runs again, until it finds nothing.

What earlier releases told (``fixed``) cannot be held back any more: it costs nothing to tell again,
and keeps nobody company.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy import sparse

from pilotzones.stratification.audit import Audit, Mask, Weak
from pilotzones.stratification.cells import Cells
from pilotzones.stratification.linear_program import Numbers, cheapest

_ORDER = 1e-6
"""Added to the costs by place, so that there is one cheapest detour: same input, same cells."""
_MOVED = 1e-7
_FAR = 1e3
"""Furthest that any cell is moved up on the way, in times of what the weak one needs."""
_SPARED = 200
"""Most cells held back as company for which it is tried whether they are needed."""


def suppressed(cells: Cells, start: Mask | None = None) -> Mask:
    """Cells held back: one truth value per cell, only told ones; no audit finds a weak one.

    But for cells that nothing could protect: where all that hangs together with one is held back
    already, what is left of it is known without any table. Where earlier releases leave less of a
    cell than it needs, the new one leaves as much as they do.

    Parameters
    ----------
    start
        Cells that are held back in any case, beside the sensitive ones.
    """
    begun = np.zeros(len(cells.names), bool) if start is None else start & cells.told
    cells = replace(cells, need=cells.need.copy())
    audit = Audit(cells)
    hidden = cells.told & (cells.sensitive | begun)
    exempt = np.zeros(len(hidden), bool)
    while True:
        weak = next((each for each in audit.weak(hidden) if not exempt[each.cell]), None)
        if weak is None:
            return _spared(audit, hidden, exempt, begun)
        if cells.fixed.any() and _lost(audit, weak.cell):
            exempt[weak.cell] = cells.need[weak.cell] <= _MOVED
            continue
        more = _detour(audit, hidden, weak)
        exempt[weak.cell] = not more.any()
        hidden = hidden | more


def _lost(audit: Audit, cell: int) -> bool:
    """Is a cell weak by earlier releases alone? Then it needs what they leave of it."""
    left = audit.interval(audit.cells.told, cell)
    if left is None:
        return False
    audit.cells.need[cell] = left.high - left.low
    return True


def _detour(audit: Audit, hidden: Mask, weak: Weak) -> Mask:
    """Told cells to hold back so that a weak one gets the room it needs.

    Where no change is large enough, as in a table with nothing but small cells, all that
    hangs together with the cell goes.
    """
    cells = audit.cells
    need = cells.need[weak.cell]
    value = float(cells.values[weak.cell])
    for aim in (weak.low + need - value, weak.high - need - value):
        if value + aim >= -_MOVED:
            change = _cheapest(audit, hidden, weak.cell, aim)
            if change is not None:
                audit.keep(np.maximum(cells.values + change, 0.0))
                return (change != 0) & cells.told & ~hidden
    near = np.zeros(len(hidden), bool)
    near[audit.together(weak.cell)] = True
    return near & cells.told & ~hidden & ~cells.fixed & (cells.values > 0)


def _cheapest(audit: Audit, hidden: Mask, cell: int, aim: float) -> Numbers | None:
    """Cheapest change of all cells that moves one of them by ``aim``; None where there is none."""
    cells, part = audit.cells, audit.together(cell)
    matrix = cells.matrix[:, part]
    matrix = matrix[np.flatnonzero(np.diff(matrix.tocsr().indptr))]
    n, place, size = len(part), int(np.searchsorted(part, cell)), abs(aim)
    values, shown = cells.values[part] / size, (cells.told & ~hidden)[part]
    cost = np.where(shown, cells.weight[part] * (1 + _ORDER * np.arange(n)), 0.0)
    down = cost / np.clip(values, 1e-3, 1.0)
    known = cells.fixed[part]
    most = np.where(known | (shown & (values == 0)), 0.0, _FAR)  # a zero is always told
    least = np.where(known, 0.0, values)
    pin = sparse.csr_array(([1.0, -1.0], ([0, 0], [place, n + place])), shape=(1, 2 * n))
    sums = sparse.vstack([sparse.hstack([matrix, -matrix]), pin], format="csr")
    right = np.r_[np.zeros(matrix.shape[0]), np.sign(aim)]
    found = cheapest(np.r_[cost, down], sums, (right, right), np.r_[most, least])
    if found is None:
        return None
    change = np.zeros(len(cells.names))
    moved = found[:n] - found[n:]
    change[part] = np.where(np.abs(moved) > _MOVED, moved * size, 0.0)
    return change


def _spared(audit: Audit, hidden: Mask, exempt: Mask, begun: Mask) -> Mask:
    """The same without cells that keep nobody company any more, the most wanted first."""
    cells = audit.cells
    company = np.flatnonzero(hidden & ~cells.sensitive & ~begun)
    for k in company[np.argsort(-cells.weight[company], kind="stable")][:_SPARED]:
        fewer = hidden.copy()
        fewer[k] = False
        if all(exempt[each.cell] for each in audit.weak(fewer)):
            hidden = fewer
    return hidden
