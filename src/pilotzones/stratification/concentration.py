"""How unevenly cost is spread over people: shares of the top, and the curve."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pilotzones.stratification.weights import weights_of

TOPS = (1, 5, 10, 20, 50, 100)
"""Tops of the people by cost, in percent."""
CURVE = tuple(range(0, 101, 2))
"""Points of the curve, in percent of the people."""


def concentration(frame: pd.DataFrame, *, cost: str = "total_cost") -> pd.DataFrame:
    """Cost held by the dearest 1, 5, 10, 20, 50 and 100 % of the people.

    Columns top (percent, text), n (persons: the whole number nearest to the share), people
    (weighted, exactly the share), eur and eur_share (missing where nobody cost anything). A person
    at the edge counts in proportion, so that 5 % of 50 people is two and a half.

    Parameters
    ----------
    frame
        Persons with a column of ``cost`` (not negative) and, for a sample, ``weight``.
    """
    return _held(frame, cost, TOPS).assign(top=[str(top) for top in TOPS])


def curve(frame: pd.DataFrame, *, cost: str = "total_cost") -> pd.DataFrame:
    """Concentration curve, the dearest first: columns as in `concentration`, every two percent.

    Equal costs give a straight line; where one person has all, it is at 1 from the first person.
    """
    return _held(frame, cost, CURVE).assign(top=[str(top) for top in CURVE])


def _held(frame: pd.DataFrame, cost: str, tops: tuple[int, ...]) -> pd.DataFrame:
    eur, weight = frame[cost].to_numpy(float), weights_of(frame)
    order = np.argsort(-eur, kind="stable")
    heads = np.append(0.0, weight[order].cumsum())
    held = np.append(0.0, (weight * eur)[order].cumsum())
    people = np.array(tops) / 100 * heads[-1]
    found = np.interp(people, heads, held)
    after = np.clip(np.searchsorted(heads, people), 1, len(heads) - 1)
    n = after - (people - heads[after - 1] < heads[after] - people)
    share = found / held[-1] if held[-1] > 0 else np.full(len(tops), np.nan)
    return pd.DataFrame({"top": "", "n": n, "people": people, "eur": found, "eur_share": share})
