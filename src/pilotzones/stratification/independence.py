"""Columns that say something of their own."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_LEAST = 1e-8
"""Share of a column's variance that the columns before it must leave unexplained."""


def independent_columns(x: NDArray[np.float64]) -> list[int]:
    """Positions of the columns that are neither constant nor a sum of columns before them.

    Examples
    --------
    >>> x = np.array([[1.0, 0.0, 2.0, 5.0], [0.0, 1.0, 1.0, 5.0], [0.0, 0.0, 0.0, 5.0]])
    >>> independent_columns(x)
    [0, 1]
    """
    if not x.shape[1]:
        return []
    centred = x - x.mean(axis=0)
    norms = np.sqrt((centred**2).sum(axis=0))
    level = np.abs(x).max(axis=0) * np.sqrt(len(x))
    varied = norms > 1e-12 * np.maximum(level, 1e-300)
    scaled = centred / np.where(varied, norms, 1.0)
    gram = scaled.T @ scaled
    kept: list[int] = []
    # rows of a Cholesky factor, one by one: what is left of a column is its new pivot
    factor = np.zeros_like(gram)
    for j in np.flatnonzero(varied):
        row = np.zeros(len(kept))
        for k, i in enumerate(kept):
            row[k] = (gram[j, i] - row[:k] @ factor[k, :k]) / factor[k, k]
        left = 1.0 - row @ row
        if left > _LEAST:
            place = len(kept)
            factor[place, :place] = row
            factor[place, place] = np.sqrt(left)
            kept.append(int(j))
    return kept
