"""Figures of the page of alternatives: the ensemble, and small drawings of zones side by side."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest
from synthetic import grid_layer
from synthetic_proposals import ENSEMBLE, given, place, sampled

from pilotzones.present.figures.drawing import WIDTH
from pilotzones.present.figures.ensemble import MIXED, ensemble_figure, place_phrase, stands
from pilotzones.present.figures.small_zones import Drawn, small_zones
from pilotzones.present.texts import Texts
from pilotzones.words import text
from pilotzones.zones.propose.ensemble import Place

# the figure of the ensemble


def drawn(*places: Place) -> ET.Element:
    return ET.fromstring(str(ensemble_figure(sampled(*places), Texts("en"), id="figure")))


def of(root: ET.Element, style: str) -> list[ET.Element]:
    return [e for e in root.iter() if style in (e.get("class") or "").split()]


def x_of(value: float) -> float:
    """Place of a value from 0 to 100 between the margins of the figure."""
    return 10 + (WIDTH - 20) * value / 100


def ends(rect: ET.Element) -> tuple[float, float]:
    left = float(rect.get("x"))
    return left, left + float(rect.get("width"))


def test_bands_median_and_marker_stand_where_the_numbers_say():
    root = drawn(place("population"))
    wide, half = of(root, "band-wide")[0], of(root, "band-half")[0]
    assert ends(wide) == pytest.approx((x_of(10), x_of(90)))
    assert ends(half) == pytest.approx((x_of(30), x_of(70)))
    median = of(root, "median")[0].get("d")
    assert float(re.match(r"M([\d.]+)", median)[1]) == pytest.approx(x_of(50))
    marker = of(root, "drawn-wedge")[0].get("d")
    assert float(re.match(r"M([\d.]+)", marker)[1]) == pytest.approx(x_of(80))


def test_bars_are_as_high_as_their_share_of_the_highest():
    bars = of(drawn(place("population")), "sampled")[:2]
    low, high = (float(bar.get("height")) for bar in bars)
    assert low / high == pytest.approx(25 / 75, abs=0.01)
    assert float(bars[0].get("x")) == pytest.approx(x_of(0))
    assert float(bars[1].get("x")) == pytest.approx(x_of(50))


def test_drawn_zone_beyond_all_sampled_ones_widens_the_row():
    root = drawn(place("population", drawn=200.0, percentile=1.0))
    marker = of(root, "drawn-wedge")[0].get("d")
    assert float(re.match(r"M([\d.]+)", marker)[1]) == pytest.approx(WIDTH - 10)
    assert ends(of(root, "band-wide")[0])[1] == pytest.approx(x_of(45))


def test_row_without_a_known_value_has_no_marker_and_says_so():
    root = drawn(place("population", drawn=None, percentile=None))
    assert len(of(root, "drawn-wedge")) == 1, "the one of the key"
    assert text("ensemble.stands.unknown", "en") in [e.text for e in root.iter("text")]


@pytest.mark.parametrize(("rhat", "warned"), [(MIXED, False), (1.0501, True), (float("nan"), True)])
def test_row_says_that_the_chains_have_not_mixed_just_above_the_bound(rhat, warned):
    root = drawn(place("population", rhat=rhat), place("rural_share"))
    said = [e.text for e in root.iter("text") if "not mixed" in (e.text or "")]
    assert len(said) == warned


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (0.8, "Larger than 80% of the sampled zones."),
        (0.2, "Smaller than 80% of the sampled zones."),
        (0.5, "In the middle of the sampled zones."),
        (1.0, "Larger than 100% of the sampled zones."),
    ],
)
def test_percentile_is_told_in_words(share, said):
    assert stands(place("population", percentile=share))("en") == said


def test_column_of_the_user_is_told_by_its_name():
    assert place_phrase(place("column:need"))("en") == "higher for “need” than 80%"


def test_rows_never_share_their_height():
    root = drawn(*(place(m, rhat=1.2) for m in ("population", "polsby_popper", "rural_share")))
    lines = sorted(float(e.get("y")) for e in root.iter("text") if "strong" in e.get("class"))
    axes = sorted({float(e.get("y")) for e in of(root, "axis")})
    assert all(any(a < b for a in axes) for b in lines[1:])
    assert len(set(lines)) == 3


# the small drawings


def test_drawings_share_extent_scale_and_ground():
    layer = given().layer
    same = [Drawn(stands(ENSEMBLE[0]), stands(ENSEMBLE[0]), codes) for codes in (("00",), ("44",))]
    found = small_zones(same, layer, Texts("en"), id="small")
    boxes = {re.search(r'viewBox="([^"]+)"', d)[1] for d in found.drawings}
    bars = {re.search(r'class="small-bar" d="([^"]+)"', d)[1] for d in found.drawings}
    assert len(boxes) == len(bars) == 1
    outlines = [re.search(r'class="small-outline" d="([^"]+)"', d)[1] for d in found.drawings]
    first, last = ([int(n) for n in re.findall(r"-?\d+", line)[:2]] for line in outlines)
    assert first[0] < last[0]
    assert first[1] > last[1], "the south is below"


def test_zone_without_any_shape_has_no_drawing():
    layer = grid_layer(2, 2, no_geometry=["00"])
    drawing = Drawn(stands(ENSEMBLE[0]), stands(ENSEMBLE[0]), ("00",))
    assert small_zones([drawing], layer, Texts("en"), id="small") is None
