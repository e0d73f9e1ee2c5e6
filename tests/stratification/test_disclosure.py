"""The gate: what is hidden, what gives it away, and an attacker who finds nothing."""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stratification.attacker import attacked, determined, known, table_set, width

from pilotzones.errors import InputError
from pilotzones.stratification.disclosure import release, release_all
from pilotzones.stratification.raw import Amount, Count, Figure, Line, Ratio, Raw
from pilotzones.stratification.released import HIDDEN, SafeTable


def counts(*values: float, minimum: int = 10, of: int | None = None) -> SafeTable:
    """SYNTHETIC table of one column of persons, perhaps as a part of a whole, no total."""
    frame = pd.DataFrame({"row": range(len(values)), "people": values, "whole": of or 0})
    whole = (Count("whole"),) if of else ()
    column = Count("people", of=("whole",) if of else ())
    return release(Raw("t", ("row",), (column, *whole), frame), minimum=minimum)


def with_total(*values: int, minimum: int = 10) -> tuple:
    """SYNTHETIC row of persons with its total; the released cells, the total last."""
    names = tuple(f"n{k}" for k in range(len(values)))
    frame = pd.DataFrame({"row": [*names, "total"], "people": [*values, sum(values)]})
    column = Count("people", cell="{row}")
    table = release(Raw("t", ("row",), (column,), frame, (Line("total", names),)), minimum=minimum)
    return table.column("people")


def amounts(eur: float, who: int, most: float) -> SafeTable:
    frame = pd.DataFrame({"row": ["a"], "eur": [eur], "who": [who], "most": [most]})
    return release(Raw("t", ("row",), (Amount("eur", "who", "most"),), frame))


@pytest.mark.parametrize("minimum", [5, 10, 20])
def test_counts_below_the_minimum_are_hidden_and_zero_is_not(minimum: int):
    found = counts(0, 1, minimum - 1, minimum, minimum + 1, minimum=minimum).column("people")
    assert found == (0, HIDDEN, HIDDEN, minimum, minimum + 1)


def test_missing_is_none_and_neither_hidden_nor_zero():
    assert counts(np.nan, 0, 3, 30).column("people") == (None, 0, HIDDEN, 30)


def test_table_says_its_minimum_and_how_many_cells_are_hidden():
    table = counts(3, 4, 50, minimum=7)
    assert (table.minimum, table.hidden) == (7, 2)


@pytest.mark.parametrize("minimum", [4, 1, 0, -10])
def test_no_release_goes_below_five(minimum: int):
    with pytest.raises(InputError, match=r"disclosure\.minimum"):
        counts(50, minimum=minimum)


@pytest.mark.parametrize(
    ("part", "shown"), [(100, 100), (99, HIDDEN), (91, HIDDEN), (90, 90), (10, 10), (0, 0)]
)
def test_part_is_hidden_where_few_are_left_of_its_whole(part: int, shown: object):
    assert counts(part, of=100).column("people") == (shown,)


def test_everybody_being_ill_is_not_told_of_a_small_whole():
    frame = pd.DataFrame({"row": ["small", "large"], "ill": [40, 4_000], "people": [40, 4_000]})
    columns = (Count("people"), Count("ill", of=("people",), everyone=False))
    table = release(Raw("t", ("row",), columns, frame))
    assert table.column("ill") == (HIDDEN, 4_000)


def test_share_and_mean_are_hidden_with_their_count():
    frame = pd.DataFrame(
        {
            "row": ["few", "many"],
            "ill": [4, 40],
            "people": [400, 400],
            "eur": [9_000.0, 9_000.4],
            "who": [4, 40],
            "most": [1_000.0, 1_000.0],
        }
    )
    columns = (
        Count("people", shown=False),
        Count("ill", shown=False),
        Ratio("share", "ill", "people"),
        Amount("eur", "who", "most", shown=False),
        Ratio("each", "eur", "ill", "mean", "eur per person", decimals=0),
        Ratio("rate", "ill", "people", "mean", "per 1000", 1_000.0, 1),
    )
    table = release(Raw("t", ("row",), columns, frame))
    assert table.records() == [
        {"row": "few", "share": HIDDEN, "each": HIDDEN, "rate": HIDDEN},
        {"row": "many", "share": 0.1, "each": 225, "rate": 100.0},
    ]
    assert [c.kind for c in table.columns] == ["key", "share", "mean", "mean"]


def test_share_has_four_decimals_and_comes_from_the_released_numbers():
    frame = pd.DataFrame({"row": ["a"], "ill": [1_000], "people": [7_001]})
    columns = (Count("ill"), Count("people"), Ratio("share", "ill", "people"))
    assert release(Raw("t", ("row",), columns, frame)).cell("share", row="a") == 0.1428


@pytest.mark.parametrize(
    ("who", "most", "shown"),
    [
        (10, 500.0, 1_000),
        (10, 501.0, HIDDEN),
        (9, 200.0, HIDDEN),
        (11, 1_000.0, HIDDEN),
        (1, 1_000.0, HIDDEN),
    ],
)
def test_amount_needs_ten_contributors_and_none_with_more_than_half(who, most, shown):
    assert amounts(1_000.0, who, most).column("eur") == (shown,)


def test_amount_of_nobody_is_zero_and_shown():
    assert amounts(0.0, 0, 0.0).column("eur") == (0,)


def test_amount_is_released_in_whole_euros():
    assert amounts(1_234.56, 40, 100.0).column("eur") == (1_235,)


def test_few_events_are_hidden_even_where_many_would_contribute():
    frame = pd.DataFrame({"row": ["a", "b"], "stays": [9, 10], "who": [9, 10], "most": [1, 1]})
    column = Amount("stays", "who", "most", unit="stays", events=True)
    table = release(Raw("t", ("row",), (column,), frame))
    assert table.column("stays") == (HIDDEN, 10)
    assert table.columns[1].kind == "count"


def test_figure_is_hidden_with_what_stands_behind_it():
    frame = pd.DataFrame({"row": ["a", "b", "c"], "n": [5, 50, 50], "f": [0.5, 0.25, np.nan]})
    columns = (Count("n", shown=False), Figure("f", ("n",)))
    assert release(Raw("t", ("row",), columns, frame)).column("f") == (HIDDEN, 0.25, None)


def test_threshold_is_rounded_to_its_step():
    frame = pd.DataFrame({"row": ["a"], "n": [50], "least": [3_449.0]})
    columns = (Count("n"), Figure("least", ("n",), "amount", "eur", step=100))
    assert release(Raw("t", ("row",), columns, frame)).cell("least", row="a") == 3_400


def test_second_cell_is_hidden_where_a_total_would_give_the_first_away():
    """4 of 4 + 30 + 80 = 114: the smaller of the other two keeps it company."""
    assert with_total(4, 30, 80) == (HIDDEN, HIDDEN, 80, 114)


def test_two_small_cells_that_come_to_the_minimum_need_no_third():
    assert with_total(6, 7, 80) == (HIDDEN, HIDDEN, 80, 93)


def test_two_small_cells_that_do_not_come_to_the_minimum_need_a_third():
    """2 + 3 = 5 would be known as a sum, and so both within 0..5."""
    assert with_total(2, 3, 30, 80) == (HIDDEN, HIDDEN, HIDDEN, 80, 115)


def test_zero_is_no_company():
    assert with_total(4, 0, 80) == (HIDDEN, 0, HIDDEN, 84)


def test_sum_with_nothing_to_hide_is_shown_whole():
    assert with_total(10, 0, 80) == (10, 0, 80, 90)


def test_small_cell_in_a_table_hides_a_rectangle():
    """With both margins, one hidden cell needs three others: 3 cannot be computed from any side."""
    values = np.array([[3, 40, 50], [60, 70, 30], [20, 90, 80]])
    table = square(values)
    hidden = np.array(
        [[table.cell("n", a=str(a), b=str(b)) is HIDDEN for b in range(3)] for a in range(3)]
    )
    assert hidden.sum() == 4
    assert hidden[0, 0]
    assert set(hidden.sum(axis=0)) == set(hidden.sum(axis=1)) == {0, 2}


def square(values: np.ndarray) -> SafeTable:
    """SYNTHETIC table with both margins shown."""
    a, b = values.shape
    rows = [{"a": str(i), "b": str(j), "n": values[i, j]} for i, j in product(range(a), range(b))]
    rows += [{"a": str(i), "b": "all", "n": values[i].sum()} for i in range(a)]
    rows += [{"a": "all", "b": str(j), "n": values[:, j].sum()} for j in range(b)]
    lines = [Line(f"{i},all", tuple(f"{i},{j}" for j in range(b))) for i in range(a)]
    lines += [Line(f"all,{j}", tuple(f"{i},{j}" for i in range(a))) for j in range(b)]
    raw = Raw("t", ("a", "b"), (Count("n", cell="{a},{b}"),), pd.DataFrame(rows), tuple(lines))
    return release(raw)


def fewest_beside(values: np.ndarray) -> int:
    """Fewest cells to hide beside the small ones of a table with margins, by trying them all.

    A pattern will do when each hidden cell can be moved by ten along a closed way of hidden
    cells; for tables of two rows that is: two columns with hidden cells in both rows.
    """
    small = values < 10
    best = values.size
    for bits in product((False, True), repeat=values.size):
        hidden = small | np.array(bits).reshape(values.shape)
        if hidden.sum() - small.sum() < best and protected(values, hidden):
            best = int(hidden.sum() - small.sum())
    return best


def protected(values: np.ndarray, hidden: np.ndarray) -> bool:
    """In a table of two rows: the upper cell of a column moves as the lower one moves back."""
    both = hidden.all(axis=0)
    if (hidden.any(axis=0) != both).any():
        return False
    upper, lower = values[0, both], values[1, both]
    for k in range(both.sum()):
        others = np.arange(both.sum()) != k
        up = min(lower[k], upper[others].sum())
        down = min(upper[k], lower[others].sum())
        if up + down < 10:
            return False
    return True


@pytest.mark.parametrize("seed", range(12))
def test_no_more_is_hidden_than_has_to_be_in_a_table_of_two_rows(seed: int):
    """SYNTHETIC tables of 2 x 4; every pattern is tried."""
    rng = np.random.default_rng(seed)
    values = rng.integers(10, 60, (2, 4))
    values[rng.integers(2), rng.integers(4)] = rng.integers(1, 10)
    table = square(values)
    inside = [row for row in table.records() if "all" not in (row["a"], row["b"])]
    beside = sum(row["n"] is HIDDEN for row in inside) - int((values < 10).sum())
    assert beside == fewest_beside(values)
    assert all(row["n"] is not HIDDEN for row in table.records() if row not in inside)


def test_cell_that_two_tables_share_is_hidden_in_both():
    """Units and levels share the zone's total; 4 people of the unit B are all of level high."""
    units = pd.DataFrame({"unit": ["A", "B", "C"], "n": [40, 4, 60]})
    highs = pd.DataFrame({"unit": ["B"], "high": [4]})
    raws = (
        Raw("units", ("unit",), (Count("n", cell="{unit}"),), units),
        Raw("highs", ("unit",), (Count("high", cell="{unit}"),), highs),
    )
    tables = release_all(raws)
    assert tables["units"].cell("n", unit="B") is HIDDEN
    assert tables["highs"].cell("high", unit="B") is HIDDEN


def test_total_of_another_table_gives_nothing_away():
    """The zone's 104 stands in one table, its units in another: one hidden unit is not enough."""
    units = pd.DataFrame({"unit": ["A", "B", "C"], "n": [40, 4, 60]})
    zone = pd.DataFrame({"zone": ["zone"], "n": [104]})
    line = Line("zone", ("A", "B", "C"))
    raws = (
        Raw("units", ("unit",), (Count("n", cell="{unit}"),), units, (line,)),
        Raw("zone", ("zone",), (Count("n", cell="{zone}"),), zone),
    )
    assert release_all(raws)["units"].column("n") == (HIDDEN, HIDDEN, 60)
    alone = Raw("units", ("unit",), (Count("n", cell="{unit}"),), units)
    assert release(alone).column("n") == (40, HIDDEN, 60)


def test_difference_of_zone_and_target_group_gives_nothing_away():
    """Of 200 women 195 are in the target group: the 5 others cannot be told by subtraction."""
    frame = pd.DataFrame({"sex": ["F", "M"], "zone": [200, 300], "target": [195, 150]})
    columns = (Count("zone"), Count("target", of=("zone",)))
    table = release(Raw("profile", ("sex",), columns, frame))
    assert table.column("zone") == (200, 300)
    assert table.column("target") == (HIDDEN, 150)


def test_table_that_shows_nothing_is_known_to_the_gate_and_not_released():
    """The 3 of both alternatives are in no table, but 50 + 43 - 90 would tell them."""
    shown = pd.DataFrame({"term": ["a", "b", "union"], "n": [50, 43, 90]})
    parts = pd.DataFrame({"part": ["only a", "only b", "both"], "n": [47, 40, 3]})
    lines = (
        Line("a", ("only a", "both")),
        Line("b", ("only b", "both")),
        Line("union", ("only a", "only b", "both")),
    )
    raws = (
        Raw("criteria", ("term",), (Count("n", cell="{term}"),), shown),
        Raw("parts", ("part",), (Count("n", cell="{part}", shown=False),), parts, lines),
    )
    tables = release_all(raws)
    assert set(tables) == {"criteria"}
    assert tables["criteria"].hidden == 1


def test_amount_held_back_is_not_the_rest_of_a_total():
    frame = pd.DataFrame(
        {
            "row": ["a", "b", "c", "total"],
            "eur": [500.0, 9_000.0, 40_000.0, 49_500.0],
            "who": [3, 90, 400, 493],
            "most": [300.0, 400.0, 900.0, 900.0],
        }
    )
    line = Line("total", ("a", "b", "c"))
    raw = Raw("t", ("row",), (Amount("eur", "who", "most", cell="{row}"),), frame, (line,))
    assert release(raw).column("eur") == (HIDDEN, HIDDEN, 40_000, 49_500)


def test_tables_that_contradict_each_other_are_refused():
    frame = pd.DataFrame({"row": ["a", "b", "total"], "n": [40, 50, 91]})
    raw = Raw("t", ("row",), (Count("n", cell="{row}"),), frame, (Line("total", ("a", "b")),))
    with pytest.raises(ValueError, match="do not add up"):
        release(raw)
    other = Raw("u", ("row",), (Count("n", cell="{row}"),), frame.assign(n=[41, 50, 91]))
    with pytest.raises(ValueError, match="two numbers are called a"):
        release_all((Raw("t", ("row",), (Count("n", cell="{row}"),), frame), other))
    with pytest.raises(ValueError, match="cells that are not there"):
        release(Raw("t", ("row",), raw.columns, frame, (Line("total", ("a", "z")),)))


def test_same_tables_give_the_same_release():
    raws = table_set(7)
    assert release_all(raws) == release_all(raws)


def test_attacker_who_knows_every_sum_finds_a_gate_that_only_hides_small_cells():
    """The attack itself works: without company the small cell follows from the total."""
    frame = pd.DataFrame({"row": ["a", "b", "total"], "n": [4, 50, 54]})
    raw = Raw("t", ("row",), (Count("n", cell="{row}"),), frame, (Line("total", ("a", "b")),))
    naive = SafeTable("t", (), (("a", HIDDEN), ("b", 50), ("total", 54)), 10)
    columns = release(raw).columns
    attack = known((raw,), {"t": SafeTable("t", columns, naive.rows, 10)})
    assert determined(attack) == {"a"}
    assert width(attack, "a") == 0


def test_attacker_recovers_no_hidden_cell():
    """0 of the hidden cells of synthetic table sets; `proof attacks` takes a thousand."""
    found = [attacked(seed) for seed in range(150)]
    assert not [(seed, names) for seed, (_, names) in enumerate(found) if names]
    assert sum(hidden for hidden, _ in found) > 800


@pytest.mark.parametrize("seed", range(10))
def test_attacker_cannot_narrow_a_hidden_count_to_less_than_the_minimum(seed: int):
    raws = table_set(seed)
    attack = known(raws, release_all(raws))
    names = [n for n, gone in zip(attack.names, attack.hidden, strict=True) if gone]
    for name in names:
        if not name.startswith("eur"):
            assert width(attack, name) >= 10 - 1e-6, name


@st.composite
def persons(draw: st.DrawFn) -> pd.DataFrame:
    """SYNTHETIC persons with a unit, a level and a trait."""
    n = draw(st.integers(1, 120))
    one = st.tuples(st.integers(0, 3), st.integers(0, 2), st.booleans())
    return pd.DataFrame(
        draw(st.lists(one, min_size=n, max_size=n)), columns=["unit", "level", "ill"]
    )


@settings(max_examples=40)
@given(people=persons(), minimum=st.integers(5, 15))
def test_no_released_count_lies_below_the_minimum(people: pd.DataFrame, minimum: int):
    cells = people.groupby(["unit", "level"])["ill"].agg(people="size", ill="sum").reset_index()
    units = people.groupby("unit")["ill"].agg(people="size", ill="sum").reset_index()
    lines = [
        Line(f"{m} {u}", tuple(f"{m} {u},{k}" for k in cells.loc[cells["unit"] == u, "level"]))
        for m in ("people", "ill")
        for u in units["unit"]
    ]

    def numbers(where: str) -> tuple[Count, Count]:
        people = Count("people", cell=f"people {where}")
        return people, Count("ill", of=("people",), everyone=False, cell=f"ill {where}")

    raws = (
        Raw("cells", ("unit", "level"), numbers("{unit},{level}"), cells, tuple(lines)),
        Raw("units", ("unit",), numbers("{unit}"), units),
    )
    for table in release_all(raws, minimum=minimum).values():
        for row in table.records():
            assert row["people"] is HIDDEN or row["people"] >= minimum
            assert row["ill"] is HIDDEN or row["ill"] == 0 or row["ill"] >= minimum
            if HIDDEN not in (row["people"], row["ill"]):
                left = row["people"] - row["ill"]
                assert left == 0 or left >= minimum
