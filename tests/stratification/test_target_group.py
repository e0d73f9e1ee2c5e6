"""Size of the target group: by criterion, overlap, union, uptake."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pilotzones.stratification.criteria import known_fields, parse
from pilotzones.stratification.criteria.mask import Selection, select
from pilotzones.stratification.disclosure import release_all
from pilotzones.stratification.released import HIDDEN
from pilotzones.stratification.target_group import target_tables


def selection(*terms: list[bool]) -> Selection:
    masks = tuple(np.array(term, bool) for term in terms)
    return Selection(np.logical_or.reduce(masks), masks, {})


def frames(found: Selection, **options: object) -> dict[str, pd.DataFrame]:
    return {raw.id: raw.frame for raw in target_tables(found, **options)}


def test_size_of_each_alternative_of_those_in_no_other_and_of_all_together():
    """Persons: only 1, only 1, both, only 2, none."""
    found = frames(selection([True, True, True, False, False], [False, False, True, True, False]))
    assert found["criteria"][["term", "people"]].to_numpy().tolist() == [
        ["1", 3],
        ["2", 2],
        ["union", 4],
    ]
    assert found["criteria"]["only_here"].tolist()[:2] == [2, 1]
    assert found["criteria_overlap"].to_numpy().tolist() == [["1", "2", 1]]


def test_one_alternative_has_no_overlap_and_is_the_union():
    found = frames(selection([True, False, True]))
    assert found["criteria"]["people"].tolist() == [2, 2]
    assert "criteria_overlap" not in found
    assert "uptake" not in found


def test_uptake_is_told_at_both_ends_of_the_range():
    found = frames(selection([True] * 9), uptake=(0.3, 0.55))
    assert found["uptake"][["uptake", "people"]].to_numpy().tolist() == [["0.3", 3], ["0.55", 5]]


def test_criteria_of_a_frame_give_the_tables():
    frame = pd.DataFrame({"cond_copd": [True, True, False, False], "age": [80, 20, 90, 30]})
    criteria = parse("copd or age >= 75", known_fields(["copd"]))
    found = frames(select(criteria, frame))
    assert found["criteria"]["people"].tolist() == [2, 2, 3]


MASKS = st.integers(1, 4).flatmap(
    lambda terms: st.lists(
        st.lists(st.booleans(), min_size=terms, max_size=terms), min_size=1, max_size=60
    )
)


@given(MASKS)
def test_tables_are_what_sets_of_persons_tell_and_the_gate_takes_them(rows: list[list[bool]]):
    met = np.array(rows, bool).T
    found = {raw.id: raw for raw in target_tables(selection(*met.tolist()), uptake=(0.2, 0.4))}
    sets = [set(np.flatnonzero(term)) for term in met]
    union = set().union(*sets)
    told = found["criteria"].frame.set_index("term")
    assert told.loc["union", "people"] == len(union)
    for i, mine in enumerate(sets):
        others = set().union(*(s for j, s in enumerate(sets) if j != i), set())
        assert told.loc[str(i + 1), "people"] == len(mine)
        assert told.loc[str(i + 1), "only_here"] == len(mine - others)
    if len(sets) > 1:
        overlap = found["criteria_overlap"].frame.set_index(["term_a", "term_b"])["people"]
        for a, b in combinations(range(len(sets)), 2):
            assert overlap.loc[str(a + 1), str(b + 1)] == len(sets[a] & sets[b])
    released = release_all(list(found.values()), minimum=5)
    assert "criteria_sets" not in released
    for cell in released["criteria"].column("people"):
        assert cell is HIDDEN or cell == 0 or (isinstance(cell, int) and cell >= 5)


def test_small_group_that_meets_only_one_alternative_does_not_come_out_of_the_others():
    """200 meet the first, 203 all: the three of the second alone are hidden, and so is a sum."""
    first = [True] * 200 + [False] * 3
    second = [True] * 50 + [False] * 150 + [True] * 3
    found = release_all(target_tables(selection(first, second)), minimum=10)
    criteria = found["criteria"]
    assert criteria.cell("only_here", term="2") is HIDDEN
    shown = [criteria.cell("people", term=term) for term in ("1", "union")]
    assert HIDDEN in shown


def test_nobody_is_told_as_nobody():
    found = frames(selection([False] * 5, [False] * 5), uptake=(0.1, 0.9))
    assert found["criteria"]["people"].tolist() == [0, 0, 0]
    assert found["uptake"]["people"].tolist() == [0, 0]
    assert release_all(target_tables(selection([False] * 5)), minimum=5)
    assert found["criteria"]["only_here"].tolist()[:2] == pytest.approx([0, 0])
