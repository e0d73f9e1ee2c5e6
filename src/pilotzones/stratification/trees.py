"""Boosted trees as plain numbers: read off the fitted model, told by nothing but arithmetic.

A tree of up to eight leaves is a list of questions "is the bin of this column above that one?".
Each yes crosses out the leaves on the left of its question; the first leaf left is the answer
(Lucchese and others 2015, "QuickScorer"). So a model needs no code of another program to be read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from pilotzones.stratification.bins import Codes
from pilotzones.stratification.newton import Link

Vector = NDArray[np.float64]

LEAVES: Final = 8
"""Leaves of a tree at most: one bit each."""
_FIRST: Final = np.array([(~i & (i + 1)).bit_length() - 1 for i in range(1 << LEAVES)]) % LEAVES
"""First leaf that is not crossed out, by those that are, a bit each."""


@dataclass(frozen=True, slots=True)
class Tree:
    """Questions (column, highest bin that says no, leaves crossed out) and leaves from the left.

    ``rows`` are the rows of the training in each leaf.
    """

    questions: tuple[tuple[int, int, int], ...]
    values: tuple[float, ...]
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Trees:
    """Sum of trees from a common start, through a link."""

    start: float
    link: Link
    trees: tuple[Tree, ...]

    def predict(self, codes: Codes) -> Vector:
        """Expected outcome of each row of ``codes`` (columns x rows)."""
        total = np.full(codes.shape[1], self.start)
        said: dict[tuple[int, int], NDArray[np.uint8]] = {}
        for tree in self.trees:
            crossed = np.zeros(codes.shape[1], np.uint8)
            for column, most, gone in tree.questions:
                if (column, most) not in said:
                    said[column, most] = (codes[column] > most).view(np.uint8)
                crossed |= said[column, most] * np.uint8(gone)
            answers = np.asarray(tree.values + (0.0,) * (LEAVES - len(tree.values)))
            total += answers[_FIRST][crossed]
        return np.exp(total) if self.link == "log" else expit(total)


def read_off(fitted: Any, link: Link) -> Trees:
    """The trees of a model of scikit-learn that was fitted on numbers of bins.

    Parameters
    ----------
    fitted
        ``HistGradientBoostingRegressor`` or ``HistGradientBoostingClassifier`` with at most eight
        leaves a tree; its predictions are the same to the last digits, which a test holds.
    """
    start = float(np.ravel(fitted._baseline_prediction)[0])
    return Trees(start, link, tuple(_tree(one.nodes) for (one,) in fitted._predictors))


def _tree(nodes: Any) -> Tree:
    # one list a field: to ask a table of numpy for each cell takes as long as to build the tree
    leaf, left, right = (nodes[name].tolist() for name in ("is_leaf", "left", "right"))
    columns = nodes["feature_idx"].tolist()
    most = np.floor(nodes["num_threshold"]).astype(int).tolist()
    under: dict[int, list[int]] = {}

    def leaves(node: int) -> list[int]:
        """Leaves under a node, from the left."""
        found = [node] if leaf[node] else leaves(left[node]) + leaves(right[node])
        under[node] = found
        return found

    order = leaves(0)
    place = {node: k for k, node in enumerate(order)}
    questions = tuple(
        (columns[node], most[node], sum(1 << place[gone] for gone in under[left[node]]))
        for node in range(len(leaf))
        if not leaf[node]
    )
    values, rows = nodes["value"].tolist(), nodes["count"].tolist()
    return Tree(
        questions,
        tuple(float(values[node]) for node in order),
        tuple(int(rows[node]) for node in order),
    )


def fewest_rows(trees: Sequence[Trees]) -> int:
    """Rows of the smallest leaf of all trees."""
    return min((n for each in trees for tree in each.trees for n in tree.rows), default=0)
