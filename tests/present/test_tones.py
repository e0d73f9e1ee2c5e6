"""Tones of zones: neighbours differ."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st
from synthetic_calls import PEOPLE, call_layer

from pilotzones.present.figures.tones import TONES, tones


@settings(max_examples=40)
@given(st.lists(st.integers(0, 9), min_size=36, max_size=36))
def test_zones_that_touch_have_different_tones(label):
    layer = call_layer()
    groups = {n: [c for c, k in zip(PEOPLE, label, strict=True) if k == n] for n in set(label)}
    zones = list(groups.values())
    found = tones(zones, layer)
    codes = layer.codes
    a, b = layer.contiguity.pairs()
    near = {(codes[i], codes[j]) for i, j in zip(a, b, strict=True)}
    for one, other in combinations(range(len(zones)), 2):
        touch = any((x, y) in near or (y, x) in near for x in zones[one] for y in zones[other])
        if touch and len(zones) <= TONES:
            assert found[one] != found[other]
    assert set(found) <= set(range(TONES))


def test_zones_that_overlap_without_touching_otherwise_have_different_tones():
    found = tones([["00"], ["00"], ["55"]], call_layer())
    assert found[0] != found[1]
    assert found[2] == 0
