"""Which of the commonest conditions people have together: each combination once, as in UpSet.

Lex, Gehlenborg, Strobelt, Vuillemot and Pfister, IEEE Transactions on Visualization and Computer
Graphics 20(12), 2014: every person is in exactly one combination.
"""

from __future__ import annotations

from itertools import combinations
from typing import Final

import numpy as np
import pandas as pd

from pilotzones.stratification.conditions import Conditions
from pilotzones.stratification.raw import Count, Line, Ratio, Raw

COMMONEST: Final = 5
"""Conditions that are combined: 32 combinations, so that most of them have enough people."""
TOGETHER: Final = "+"
"""Stands between the conditions of one combination."""
NONE: Final = "none"


def commonest(frame: pd.DataFrame, conditions: Conditions) -> tuple[str, ...]:
    """The commonest conditions of everybody in the data, in the order of the table.

    Kinds of another condition and numbers of conditions are left out. Everybody counts, so that
    every zone of the same data has the same ones.
    """
    counted = [row.id for row in conditions.rows if row.id not in conditions.uncounted]
    people = {id: int(frame[f"cond_{id}"].to_numpy(bool).sum()) for id in counted}
    most = sorted((id for id in counted if people[id]), key=lambda id: -people[id])[:COMMONEST]
    return tuple(id for id in counted if id in most)


def overlap(zone: pd.DataFrame, chosen: tuple[str, ...]) -> Raw:
    """Table ``overlap``: people with exactly these of the chosen conditions (`commonest`).

    Columns: together (ids joined by `TOGETHER`, `NONE` for none of them), people, share. Fewer
    conditions come first.
    """
    sets = [some for n in range(len(chosen) + 1) for some in combinations(chosen, n)]
    place = np.zeros(len(zone), np.intp)
    for k, id in enumerate(chosen):
        place += zone[f"cond_{id}"].to_numpy(bool).astype(np.intp) << k
    count = np.bincount(place, minlength=1 << len(chosen))
    bits = [sum(1 << chosen.index(id) for id in some) for some in sets]
    together = [TOGETHER.join(some) or NONE for some in sets]
    of = ",".join(chosen)
    cells = [f"zone|has={names}|only of={of}" for names in together]
    frame = pd.DataFrame({"together": together, "cell": cells})
    frame = frame.assign(people=count[bits].astype(float), whole=float(len(zone)))
    lines = [Line("zone", tuple(cells))]
    for id in chosen:
        mine = tuple(cell for cell, some in zip(cells, sets, strict=True) if id in some)
        lines.append(Line(f"zone|has={id}", mine))
    columns = (
        Count("people", of=("whole",), everyone=False, cell="{cell}"),
        Count("whole", cell="zone", shown=False),
        Ratio("share", "people", "whole"),
    )
    return Raw("overlap", ("together",), columns, frame, tuple(lines))
