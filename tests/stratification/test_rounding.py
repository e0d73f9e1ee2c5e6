"""Numbers rounded to a base after the gate: sums kept where they can be, nothing given away."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stratification.attacker import known, table_set, width

from pilotzones.stratification.disclosure import gate
from pilotzones.stratification.raw import Count, Line
from pilotzones.stratification.released import HIDDEN
from pilotzones.stratification.rounding import nearest, together


@pytest.mark.parametrize(
    ("value", "rounded"), [(0, 0), (10, 10), (12, 10), (13, 15), (17, 15), (18, 20), (1_002, 1_000)]
)
def test_number_goes_to_the_nearest_multiple(value: int, rounded: int):
    assert nearest(value, 5, 10) == rounded


@pytest.mark.parametrize(("value", "minimum", "shown"), [(7, 7, 10), (8, 6, 10), (11, 11, 15)])
def test_nothing_is_shown_below_the_minimum(value: int, minimum: int, shown: int):
    assert nearest(value, 5, minimum) == shown


def test_parts_still_make_up_their_whole():
    """12 + 12 + 13 = 37: each by itself would be 10 + 10 + 15 and 35; 12 + 12 + 12 = 36 not."""
    for parts in ((12, 12, 13), (12, 12, 12), (11, 14, 22, 38)):
        names = [f"n{k}" for k in range(len(parts))]
        values = {**dict(zip(names, parts, strict=True)), "all": sum(parts)}
        line = Line("all", tuple(names))
        found = together(values, [line], base=5, minimum=10)
        assert found["all"] == sum(found[name] for name in names)
        assert all(abs(found[name] - values[name]) < 5 for name in values)
        assert all(n % 5 == 0 for n in found.values())


def test_sum_with_a_cell_that_is_not_shown_is_no_sum_to_keep():
    line = Line("all", ("a", "b"))
    assert together({"a": 12, "all": 37}, [line], base=5, minimum=10) == {"a": 10, "all": 35}


def test_sums_that_cannot_be_kept_leave_each_number_to_itself():
    """Whole and parts of three at the minimum: none may go down, and the whole not so far up."""
    values = {"a": 11, "b": 11, "c": 11, "all": 33}
    found = together(values, [Line("all", ("a", "b", "c"))], base=5, minimum=11)
    assert found == {"a": 15, "b": 15, "c": 15, "all": 35}


@settings(max_examples=40)
@given(parts=st.lists(st.integers(0, 300), min_size=2, max_size=8), minimum=st.integers(5, 12))
def test_rounded_numbers_are_multiples_near_the_number_and_never_small(parts, minimum: int):
    parts = [n if n >= minimum else 0 for n in parts]
    names = [f"n{k}" for k in range(len(parts))]
    values = {**dict(zip(names, parts, strict=True)), "all": sum(parts)}
    found = together(values, [Line("all", tuple(names))], base=5, minimum=minimum)
    for name, value in values.items():
        assert found[name] % 5 == 0
        assert found[name] == 0 if value == 0 else found[name] >= minimum
        assert abs(found[name] - value) <= 5 * len(values)
        assert value == 0 or abs(found[name] - value) < 10


@pytest.mark.parametrize("seed", range(6))
def test_same_cells_are_hidden_with_rounding_and_their_intervals_are_no_narrower(seed: int):
    """Rounding takes away only: whoever knows the numbers exactly knows more."""
    raws = table_set(seed)
    exact, rounded = gate(raws), gate(raws, base=5)
    assert rounded.held == exact.held
    for id, table in exact.tables.items():
        other = rounded.tables[id]
        for row, its in zip(table.rows, other.rows, strict=True):
            hidden = [cell is HIDDEN for cell in row]
            assert [cell is HIDDEN for cell in its] == hidden
        for name in [c.name for c in other.columns if c.kind == "count"]:
            shown = [n for n in other.column(name) if isinstance(n, int)]
            assert all(n % 5 == 0 and (n == 0 or n >= 10) for n in shown)
    attack = known(raws, exact.tables)
    names = [n for n, gone in zip(attack.names, attack.hidden, strict=True) if gone]
    for name in [n for n in names if not n.startswith("eur")][:6]:
        assert width(attack, name) >= 10 - 1e-6


def test_what_the_register_remembers_is_what_was_rounded():
    raws = table_set(3)
    told = gate(raws, base=5).told
    counts = [
        name
        for raw in raws
        for column in raw.columns
        if isinstance(column, Count) and column.shown
        for name in raw.names(column)
    ]
    shown = [told[name] for name in counts if name in told]
    assert shown
    assert np.mod(shown, 5).sum() == 0
