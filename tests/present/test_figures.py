"""Figures as SVG: what is drawn is what was released, and what has no number is never drawn."""

from __future__ import annotations

import math
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pilotzones.present.figures.bars import Compared, Pair, Scale, comparison_dots, paired_bars
from pilotzones.present.figures.calibration import Ratio, calibration_figure
from pilotzones.present.figures.concentration import TopShare, concentration_figure
from pilotzones.present.figures.drawing import (
    WIDTH,
    as_decimal,
    as_number,
    as_percent,
    as_ratio,
    as_whole_percent,
    fixed,
    lines_of,
    steps,
)
from pilotzones.present.figures.overlap import Criterion, overlap_figure
from pilotzones.present.figures.pyramid import Level, pyramid_figure
from pilotzones.present.figures.stack import Stack, stacked_bars
from pilotzones.present.texts import Render, Texts
from pilotzones.stratification.released import HIDDEN
from pilotzones.words import LANGUAGES, text

ALL_GROUPS = ("zone", "target", "region", "country")
SHARES = Scale(as_percent, as_whole_percent)


def named(words: str) -> Render:
    return lambda lang: f"{words} {lang}"


@dataclass
class Drawn:
    """A figure that was parsed: its elements by class, and its texts."""

    root: ET.Element
    w: Texts

    def of(self, style: str) -> list[ET.Element]:
        return [e for e in self.root.iter() if style in (e.get("class") or "").split()]

    def texts(self) -> list[str]:
        return [e.text or "" for e in self.root.iter("text")]

    def description(self, lang: str) -> str:
        found = self.root.find("desc")
        assert found is not None
        return self.w.content()[int(found.get("data-t", ""))][LANGUAGES.index(lang)]


def drawn(make: Callable[[Texts], object], lang: str = "en") -> Drawn:
    w = Texts(lang)
    return Drawn(ET.fromstring(str(make(w))), w)


def points(path: ET.Element) -> list[tuple[float, float]]:
    pairs = re.findall(r"(-?[\d.]+) (-?[\d.]+)", path.get("d", ""))
    return [(float(x), float(y)) for x, y in pairs]


def area(corners: list[tuple[float, float]]) -> float:
    following = [*corners[1:], corners[0]]
    return abs(sum(x * v - u * y for (x, y), (u, v) in zip(corners, following, strict=True))) / 2


def width(bar: ET.Element) -> float:
    return float(bar.get("width", ""))


def levels(*shares: object) -> list[Level]:
    return [
        Level(named("abc"[place]), share, 0.3)  # type: ignore[arg-type]
        for place, share in enumerate(shares)
    ]


FIGURES: dict[str, Callable[[Texts], object]] = {
    "pyramid": lambda w: pyramid_figure(levels(0.05, HIDDEN, None), w, id="fig-a"),
    "concentration": lambda w: concentration_figure(
        [TopShare(0.01, HIDDEN), TopShare(0.1, 0.66), TopShare(0.5, None), TopShare(1.0, 1.0)],
        [(0.01, 0.3)],
        w,
        id="fig-a",
        names=(named("zone"), named("programme")),
    ),
    "pairs": lambda w: paired_bars(
        [Pair(named("one"), 0.4, HIDDEN), Pair(named("two"), None, 0.2)],
        w,
        id="fig-a",
        title=named("pairs"),
    ),
    "comparison": lambda w: comparison_dots(
        [Compared(named("row"), (HIDDEN, 0.4, HIDDEN, None))],
        ALL_GROUPS,
        SHARES,
        w,
        id="fig-a",
        title=named("comparison"),
    ),
    "overlap": lambda w: overlap_figure(
        [Criterion(named("one"), 400, HIDDEN), Criterion(named("two"), HIDDEN, None)],
        HIDDEN,
        w,
        id="fig-a",
    ),
    "calibration": lambda w: calibration_figure(
        [Ratio(named("one"), HIDDEN), Ratio(named("two"), 1.02), Ratio(named("three"), None)],
        w,
        id="fig-a",
        title=named("calibration"),
    ),
    "stack": lambda w: stacked_bars(
        [Stack(named("row"), (400.0, HIDDEN, None))],
        [named("a"), named("b"), named("c")],
        w,
        id="fig-a",
        title=named("stack"),
    ),
}
"""Each kind of figure, with a hidden and a missing value in it."""


@pytest.mark.parametrize("kind", FIGURES)
def test_figure_has_a_title_and_a_description_that_it_is_labelled_by(kind):
    found = drawn(FIGURES[kind])
    assert found.root.get("role") == "img"
    ids = found.root.get("aria-labelledby", "").split()
    assert ids == ["fig-a-title", "fig-a-desc"]
    for id in ids:
        element = next(e for e in found.root.iter() if e.get("id") == id)
        each = found.w.content()[int(element.get("data-t", ""))]
        assert len(set(each)) == len(LANGUAGES)
        assert all(each)


@pytest.mark.parametrize("kind", FIGURES)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_hidden_or_missing_is_said_in_words_and_never_as_a_number(kind, lang):
    found = drawn(FIGURES[kind], lang)
    told = " ".join(found.texts())
    assert text("figure.hidden", lang) in found.description(lang)
    assert text("figure.hidden", lang) in told or kind == "concentration"
    assert found.of("hidden-dot") or kind in ("concentration", "comparison")
    numbers = re.findall(r"(?<![\d.,])0(?:[.,]0+)?\b", found.description(lang))
    assert not numbers


@pytest.mark.parametrize("kind", FIGURES)
def test_same_values_give_the_same_bytes(kind):
    assert str(FIGURES[kind](Texts("nl"))) == str(FIGURES[kind](Texts("nl")))


@pytest.mark.parametrize("kind", FIGURES)
def test_nothing_is_drawn_past_the_edges(kind):
    found = drawn(FIGURES[kind])
    _, _, right, bottom = map(float, found.root.get("viewBox", "").split())
    assert right == WIDTH
    for path in found.root.iter("path"):
        assert all(-1 <= x <= right + 1 and -1 <= y <= bottom + 1 for x, y in points(path))
    for bar in found.root.iter("rect"):
        assert float(bar.get("x", "")) + width(bar) <= right + 1


def test_areas_of_the_pyramid_are_the_shares_of_people():
    shares = (0.05, 0.15, 0.8)
    found = drawn(lambda w: pyramid_figure(levels(*shares), w, id="fig-a"))
    areas = [area(points(found.of(f"level-{place}")[0])) for place in range(3)]
    assert [a / sum(areas) for a in areas] == pytest.approx(shares, abs=0.002)
    assert not found.of("unscaled")


@pytest.mark.parametrize("gone", [HIDDEN, None])
def test_pyramid_with_a_share_that_is_not_released_says_that_it_is_not_to_scale(gone):
    found = drawn(lambda w: pyramid_figure(levels(0.05, gone, 0.8), w, id="fig-a"))
    assert len(found.of("unscaled")) == 3
    assert text("figure.not_to_scale", "en") in found.texts()


def test_curve_goes_through_the_known_points_only_and_rises():
    shares = {0.01: 0.24, 0.05: HIDDEN, 0.1: 0.66, 0.2: None, 0.5: 0.97, 1.0: 1.0}
    found = drawn(
        lambda w: concentration_figure(
            [TopShare(*pair) for pair in shares.items()],
            [(0.1, 0.7)],
            w,
            id="fig-a",
            names=(named("zone"), named("programme")),
        )
    )
    curve = points(found.of("curve")[0])
    left, right, top, bottom = curve[0][0], curve[-1][0], curve[-1][1], curve[0][1]
    placed = [((x - left) / (right - left), (bottom - y) / (bottom - top)) for x, y in curve]
    expected = [(0, 0), (0.01, 0.24), (0.1, 0.66), (0.5, 0.97), (1, 1)]
    for point, wanted in zip(placed, expected, strict=True):
        assert point == pytest.approx(wanted, abs=0.001)
    drawn_diamond = points(found.of("diamond")[0])
    middle = sum(x for x, _ in drawn_diamond) / 4, sum(y for _, y in drawn_diamond) / 4
    assert (middle[0] - left) / (right - left) == pytest.approx(0.1, abs=0.001)
    assert (bottom - middle[1]) / (bottom - top) == pytest.approx(0.7, abs=0.001)


@given(st.lists(st.floats(0.0, 1.0), min_size=5, max_size=5))
def test_labels_of_the_curve_keep_apart_whatever_the_shares(shares):
    rising = sorted(shares)
    tops = (0.01, 0.05, 0.1, 0.2, 0.5)
    found = drawn(
        lambda w: concentration_figure(
            [TopShare(*pair) for pair in zip(tops, rising, strict=True)],
            [],
            w,
            id="fig-a",
            names=(named("zone"), named("programme")),
        )
    )
    heights = sorted(float(label.get("y", "")) for label in found.of("halo"))
    assert len(heights) == 5
    assert all(b - a >= 15.9 for a, b in pairwise(heights))


def test_lengths_of_paired_bars_are_in_proportion():
    rows = [Pair(named("one"), 0.4, 0.1), Pair(named("two"), 0.2, 0.05)]
    found = drawn(lambda w: paired_bars(rows, w, id="fig-a", title=named("pairs")))
    people = [width(bar) for bar in found.of("bar-people")[1:]]
    money = [width(bar) for bar in found.of("bar-money")[1:]]
    assert people[0] / people[1] == pytest.approx(2, abs=0.01)
    assert people[0] / money[0] == pytest.approx(4, abs=0.02)


def test_marks_of_the_groups_stand_at_their_values_and_differ_in_shape():
    row = Compared(named("row"), (0.1, 0.4, 0.2, 0.3))
    found = drawn(
        lambda w: comparison_dots(
            [row], ALL_GROUPS, SHARES, w, id="fig-a", title=named("comparison")
        )
    )
    zone = found.of("dot-zone")[-1]
    places = {"zone": float(zone.get("cx", ""))}
    for group in ("target", "region", "country"):
        corners = points(found.of(f"dot-{group}")[-1])
        places[group] = (min(x for x, _ in corners) + max(x for x, _ in corners)) / 2
    first = places["zone"] - 10
    assert {g: round((x - 10) / first, 1) for g, x in places.items()} == {
        "zone": 1.0,
        "target": 4.0,
        "region": 2.0,
        "country": 3.0,
    }
    shapes = {
        (mark.tag, len(points(mark))) if mark.tag == "path" else (mark.tag, 0)
        for mark in (zone, found.of("dot-target")[-1], found.of("dot-region")[-1])
    }
    assert len(shapes) == 3


def test_comparison_names_the_groups_of_a_row_that_have_no_number():
    row = Compared(named("row"), (0.1, HIDDEN, None, 0.3))
    found = drawn(
        lambda w: comparison_dots(
            [row], ALL_GROUPS, SHARES, w, id="fig-a", title=named("comparison")
        )
    )
    assert "target group: hidden" in found.texts()
    assert "Region: no data" in found.texts()
    assert len(found.of("dot-target")) == 1
    assert len(found.of("dot-region")) == 1


def test_group_beside_the_axis_is_told_as_a_number_and_does_not_stretch_the_axis():
    rows = [Compared(named("row"), (0.1, 0.9, 0.1, 0.1))]
    scale = Scale(as_percent, as_whole_percent, beside=("target",))
    found = drawn(
        lambda w: comparison_dots(rows, ALL_GROUPS, scale, w, id="fig-a", title=named("c"))
    )
    assert "90.0%" in found.texts()
    assert "10%" in [t.text for t in found.of("axis")]
    assert "100%" not in found.texts()
    assert not found.of("dot-target")
    assert "target group" in found.texts()


def test_bar_of_a_criterion_shows_whom_it_alone_takes_in():
    rows = [Criterion(named("one"), 400, 100), Criterion(named("two"), 200, HIDDEN)]
    found = drawn(lambda w: overlap_figure(rows, 500, w, id="fig-a"))
    only, whole = found.of("bar-only")[-1], found.of("bar-shared")[-1]
    assert width(only) / width(whole) == pytest.approx(0.25, abs=0.01)
    assert len(found.of("bar-unsplit")) == 1
    assert width(found.of("bar-union")[0]) / width(whole) == pytest.approx(1.25, abs=0.01)


@pytest.mark.parametrize(
    ("ratio", "style"),
    [(0.949, "dot-off"), (0.95, "dot-zone"), (1.05, "dot-zone"), (1.051, "dot-off")],
)
def test_ratio_outside_the_band_has_a_mark_of_its_own(ratio, style):
    rows = [Ratio(named("one"), ratio)]
    found = drawn(lambda w: calibration_figure(rows, w, id="fig-a", title=named("c")))
    assert len(found.of(style)) == 1
    assert len(found.of("dot-off")) + len(found.of("dot-zone")) == 1


def test_ratio_beyond_the_axis_is_an_arrow_at_its_end_and_keeps_its_number():
    rows = [Ratio(named("one"), 3.7, 2.9, 4.4), Ratio(named("two"), 1.0)]
    found = drawn(lambda w: calibration_figure(rows, w, id="fig-a", title=named("c")))
    (arrow,) = found.of("dot-off")
    assert arrow.tag.endswith("path")
    assert "3.70" in found.texts()


@pytest.mark.parametrize("ratio", [0.2, 1.0, 1.19, 1.9])
def test_axis_of_the_calibration_reaches_every_ratio(ratio):
    rows = [Ratio(named("one"), ratio), Ratio(named("two"), 1.0)]
    found = drawn(lambda w: calibration_figure(rows, w, id="fig-a", title=named("c")))
    dots = [float(d.get("cx", "")) for d in (*found.of("dot-off"), *found.of("dot-zone"))]
    assert all(150 <= x <= WIDTH - 42 for x in dots)


def test_parts_of_a_stack_follow_each_other_and_a_hidden_one_is_named():
    rows = [Stack(named("row"), (300.0, 100.0, HIDDEN)), Stack(named("small"), (50.0, None, 50.0))]
    parts = [named("a"), named("b"), named("c")]
    found = drawn(lambda w: stacked_bars(rows, parts, w, id="fig-a", title=named("stack")))
    first, second = found.of("part-0")[1], found.of("part-1")[1]
    assert width(first) == pytest.approx(float(second.get("x", "")), abs=0.1)
    assert width(first) / width(second) == pytest.approx(3, abs=0.02)
    assert "c en: hidden" in found.texts()
    assert len(found.of("part-2")) == 2


def test_words_in_a_figure_are_text_and_not_markup():
    evil = '</text><script>alert(1)</script>"'
    found = str(
        paired_bars([Pair(lambda _: evil, 0.1, 0.2)], Texts("fr"), id="f", title=named("t"))
    )
    assert "<script" not in found
    assert ET.fromstring(found) is not None


@pytest.mark.parametrize(
    ("value", "written"), [(1.0, "1"), (1.04, "1"), (1.06, "1.1"), (-0.04, "0")]
)
def test_coordinates_have_one_decimal_at_most(value, written):
    assert fixed(value) == written


@given(st.floats(1e-4, 1e7))
def test_axis_ends_just_past_the_largest_value(top):
    marks = steps(top)
    assert marks[0] == 0
    assert marks[-1] >= top * (1 - 1e-9)
    assert 2 <= len(marks) <= 6
    apart = marks[1]
    assert marks[-1] - apart <= top * (1 + 1e-9)
    assert apart / 10 ** math.floor(math.log10(apart) + 1e-9) == pytest.approx(
        round(apart / 10 ** math.floor(math.log10(apart) + 1e-9))
    )


def test_axis_of_nothing_is_still_an_axis():
    assert steps(0) == [0.0, 1.0]


def test_long_label_has_as_many_lines_as_its_longest_language_needs():
    words = {"fr": "un deux trois", "nl": "een", "de": "eins zwei", "en": "one"}
    lines = lines_of(words.__getitem__, 5)
    assert len(lines) == 3
    assert [line("fr") for line in lines] == ["un", "deux", "trois"]
    assert [line("en") for line in lines] == ["one", "", ""]


def test_small_shares_are_told_with_two_decimals():
    assert as_percent(0.0094, "en") == "0.94%"
    assert as_percent(0.0096, "en") == "1.0%"
    assert as_percent(0.0006, "fr") == "0,06\u00a0%"
    assert as_percent(0.0, "en") == "0.0%"


@pytest.mark.parametrize("form", [as_percent, as_ratio, as_decimal, as_number])
def test_number_that_rounds_to_nothing_has_no_sign(form):
    assert not form(-0.000_01, "en").startswith("-")
    assert form(-1.0, "en").startswith("-")
