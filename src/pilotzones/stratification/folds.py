"""Folds that never part the rows of one person."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from pilotzones.errors import Fault, InputError


def folds_by_person(groups: ArrayLike, n: int, seed: int) -> NDArray[np.intp]:
    """Fold (0..n-1) of each row: persons are shuffled by ``seed`` and dealt out in turn.

    All rows of one person get the same fold; folds differ by at most one person.

    Parameters
    ----------
    groups
        Person of each row (text or number).
    n
        Number of folds, at least 2 and at most the number of persons; ValueError otherwise.

    Examples
    --------
    >>> folds_by_person(["a", "a", "b", "c"], 3, seed=0).tolist()
    [2, 2, 0, 1]
    """
    person, known = pd.factorize(np.asarray(groups), sort=True)
    if (person < 0).any():
        raise ValueError("a row has no person")
    if not 2 <= n <= len(known):
        raise ValueError(f"{n} folds cannot be made of {len(known)} persons")
    dealt = np.random.default_rng(seed).permutation(len(known)) % n
    return dealt[person].astype(np.intp)


def alike_rows(x: NDArray[np.float64], most: int = 10) -> NDArray[np.intp]:
    """Number of each row of ``x``; up to ``most`` rows equal in every column have the same one.

    So few equal rows look like the years of one person. More of them say that the columns are
    coarse: then each row has its own number.

    Examples
    --------
    >>> x = np.array([[1.0, 2.0], [3.0, 4.0], [1.0, 2.0]])
    >>> alike_rows(x).tolist()
    [0, 1, 0]
    >>> alike_rows(x, most=1).tolist()
    [0, 1, 2]
    """
    hashes = pd.util.hash_pandas_object(pd.DataFrame(x), index=False)
    alike = pd.factorize(hashes)[0]
    many = np.bincount(alike)[alike] > most
    alike[many] = len(x) + np.flatnonzero(many)
    return pd.factorize(alike)[0].astype(np.intp)


def refuse_leak(groups: ArrayLike, fold: ArrayLike) -> None:
    """Nothing; a split that has rows of one person in two folds is refused.

    Such a model has seen whom it is measured on, and looks better than it is.

    Raises
    ------
    InputError
        Persons are in more than one fold (``risk.leaking_split``, with how many).
    """
    pairs = pd.DataFrame({"person": np.asarray(groups), "fold": np.asarray(fold)})
    count = int((pairs.drop_duplicates().groupby("person").size() > 1).sum())
    if count:
        raise InputError(Fault("risk.leaking_split", fields={"n": count}))
