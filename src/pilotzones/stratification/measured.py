"""Sums over groups of persons, with what the gate has to know of each: who brings it, and most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

Numbers = NDArray[np.float64]


def numbers(column: pd.Series) -> Numbers:
    """Values as floats; one that is not known counts as 0."""
    return np.asarray(column.astype("float64").fillna(0.0), np.float64)


def measured(
    labels: ArrayLike, values: Mapping[str, Numbers], order: Sequence[str]
) -> pd.DataFrame:
    """Table of groups in the order given, one row each, none left out.

    Parameters
    ----------
    labels
        Group of each person, as text; others than those of ``order`` do not count.
    values
        Amount of each person by name.

    Returns
    -------
    pandas.DataFrame
        Indexed by ``order``: ``people``, and for each amount its sum (by its name), the number of
        persons who bring something (``<name>_who``) and the most that one brings
        (``<name>_most``).

    Examples
    --------
    >>> found = measured(["a", "b", "a"], {"eur": np.array([1.0, 0.0, 5.0])}, ["a", "b"])
    >>> found.loc["a"].tolist(), found.loc["b"].tolist()
    ([2.0, 6.0, 2.0, 5.0], [1.0, 0.0, 0.0, 0.0])
    """
    place = pd.Categorical(np.asarray(labels, dtype=object), categories=list(order)).codes
    kept, size = place >= 0, len(order)
    found = {"people": np.bincount(place[kept], minlength=size).astype(float)}
    for name, each in values.items():
        mine = each[kept]
        found[name] = np.bincount(place[kept], mine, size)
        found[f"{name}_who"] = np.bincount(place[kept][mine > 0], minlength=size).astype(float)
        most = np.zeros(size)
        np.maximum.at(most, place[kept], mine)
        found[f"{name}_most"] = most
    return pd.DataFrame(found, index=pd.Index(list(order)))
