"""Which existing code was meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pilotzones.errors import Fault
from pilotzones.postcodes.nearest import nearest_codes, with_nearest

CODES = ("5500", "5501", "5503", "5590", "6500", "9999")


@pytest.mark.parametrize(
    ("wrong", "first"),
    [
        ("5502", "5501"),  # a neighbour
        ("5050", "5500"),  # two digits swapped
        ("55OO", "5500"),  # letters for zeros
        ("55 1".replace(" ", "0"), "5501"),
        ("55900", "5590"),  # a digit too many
        ("550", "5500"),  # a digit too few
        ("8999", "9999"),  # a wrong digit far away in number
        ("I500", "5500"),
    ],
)
def test_most_likely_code_comes_first(wrong, first):
    assert nearest_codes(wrong, CODES)[0] == first


def test_as_many_are_given_as_asked_for():
    assert len(nearest_codes("5502", CODES)) == 3
    assert len(nearest_codes("5502", CODES, n=1)) == 1
    assert nearest_codes("5502", []) == ()


def test_codes_with_letters_are_compared_as_text():
    assert nearest_codes("11001A0", ["11001A00-", "21004B12-"], n=1) == ("11001A00-",)
    assert nearest_codes("Dinant", CODES) == ()


def test_fault_gets_the_nearest_or_says_that_none_is_near():
    near = with_nearest(Fault("units.unknown_code", value="5502"), CODES)
    assert near.fields["near"] == ("5501", "5503", "5500")
    alone = with_nearest(Fault("units.unknown_code", value="Dinant"), CODES)
    assert (alone.id, dict(alone.fields)) == ("units.unknown_code.alone", {})


@given(st.text(max_size=8), st.lists(st.from_regex(r"[0-9]{4}", fullmatch=True), max_size=20))
def test_only_existing_codes_are_proposed_and_in_any_order_the_same(code, codes):
    found = nearest_codes(code, codes)
    assert set(found) <= set(codes)
    assert found == nearest_codes(code, codes[::-1])
