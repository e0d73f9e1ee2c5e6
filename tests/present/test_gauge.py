"""The population gauge: bands, needle, labels."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pilotzones.present.gauge import gauge
from pilotzones.zones.rulesets import Population, read_rule_set

GUIDE = read_rule_set().population


@pytest.mark.parametrize(
    ("people", "kind"),
    [
        (0, "below_minimum"),
        (74_999, "below_minimum"),
        (75_000, "below_preferred"),
        (99_999, "below_preferred"),
        (100_000, "preferred"),
        (150_000, "preferred"),
        (150_001, "above_preferred"),
        (200_000, "above_preferred"),
        (200_001, "high"),
        (300_000, "high"),
        (300_001, "very_high"),
    ],
)
def test_band_changes_exactly_at_the_bounds_of_the_guide(people, kind):
    assert gauge(people, GUIDE).kind == kind


def test_rule_set_without_bounds_has_no_gauge():
    assert gauge(100_000, Population()) is None


def test_rule_set_with_a_preference_only_has_three_bands():
    found = gauge(100, Population(preferred=(200, 300)))
    assert [band.kind for band in found.bands] == [
        "below_preferred",
        "preferred",
        "above_preferred",
    ]
    assert found.kind == "below_preferred"


def test_unknown_population_has_no_needle():
    found = gauge(None, GUIDE)
    assert (found.needle, found.kind, found.beyond) == (None, None, False)


def test_needle_of_a_huge_population_stays_on_the_scale_and_says_so():
    found = gauge(11_492_641, GUIDE)
    assert (found.needle, found.beyond) == (1.0, True)


def test_phone_labels_the_two_bounds_nearest_to_the_population():
    found = gauge(127_000, GUIDE)
    assert [b.persons for b in found.bounds if b.phone_row is not None] == [100_000, 150_000]


bounds = st.lists(st.integers(1, 2_000_000), min_size=5, max_size=5, unique=True).map(sorted)


@given(bounds, st.integers(0, 5_000_000))
def test_bands_cover_the_scale_and_labels_in_one_row_keep_apart(marks, people):
    low, first, last, high, very_high = marks
    limits = Population(minimum=low, preferred=(first, last), high=high, very_high=very_high)
    found = gauge(people, limits)
    ends = [0.0, *(band.end for band in found.bands)]
    assert [band.start for band in found.bands] == pytest.approx(ends[:-1])
    assert ends[-1] == pytest.approx(1.0)
    assert 0 <= found.needle <= 1
    for row in {bound.row for bound in found.bounds}:
        places = [bound.at for bound in found.bounds if bound.row == row]
        assert all(b - a >= 0.13 for a, b in itertools.pairwise(places))
