"""Page of a partition: its zones against the bounds, what has to be said of it, its files."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import numpy as np
import pytest
import shapely
from page_reading import contents, plain, rows_of, spaced
from synthetic_calls import PEOPLE, call_layer, people_in

from pilotzones.errors import OutputError
from pilotzones.findings import Verdict
from pilotzones.present.folder import MARKER
from pilotzones.present.plan_page import Made, limits_of, plan_title
from pilotzones.present.plan_site import bounds_words, write_plan_site
from pilotzones.words import LANGUAGES, number, text
from pilotzones.zones.propose.board import NO_BOUND, Bounds
from pilotzones.zones.propose.partition import Plan
from pilotzones.zones.round import zones_from_table

LAYER = call_layer()
ROWS = [[f"{r}{c}" for c in range(6)] for r in range(6)]
BOUNDS = Bounds(110_000, 130_000, (112_000, people_in(ROWS[3])))
"""The first row is below the bounds, the last two above the preferred band."""


def plan_of(label, **options):
    """SYNTHETIC plan with this zone for each unit."""
    sizes = np.bincount(label, [PEOPLE[code] for code in LAYER.codes]).astype(int)
    return Plan(
        label=np.asarray(label),
        codes=LAYER.codes,
        populations=tuple(sizes.tolist()),
        outside_bounds=sum(not BOUNDS.hold(n) for n in sizes),
        outside_preferred=sum(not BOUNDS.prefer(n) for n in sizes),
        polsby_popper=0.25,
        border_km=300.4,
        **options,
    )


PLAN = plan_of(
    np.repeat(np.arange(6), 6),
    splits={"municipality": 3, "<b>mine</b>": 1},
    bridges=(("00", "55"),),
    alone=("50",),
    cut_off=(("24", "25"),),
)
NAMES = ["Zero", "One", "Two", "=SUM(3)", "<script>alert(4)</script>", "Five"]


def written(out, lang="fr", plan=PLAN, **options):
    return write_plan_site(plan, LAYER, names=NAMES, bounds=BOUNDS, out=out, lang=lang, **options)


def test_folder_is_a_page_a_table_and_a_map_and_the_page_is_returned(tmp_path):
    assert written(tmp_path / "out") == tmp_path / "out" / "index.html"
    assert sorted(contents(tmp_path / "out")) == [
        MARKER,
        "accessibility.html",
        "index.html",
        "zones.csv",
        "zones.geojson",
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_page_says_how_good_the_plan_is_in_its_language(tmp_path, lang):
    said = plain(written(tmp_path / "out", lang))
    inside = len(NAMES) - PLAN.outside_preferred
    assert 0 < inside < len(NAMES)
    assert spaced(text("plan.head", lang, n=6, inside=inside)) in said
    assert spaced(text("plan.lede.outside", lang, n=PLAN.outside_bounds)) in said
    shape = text("plan.lede.shape", lang, score=number(0.25, lang, 2), km=300)
    assert spaced(shape) in said
    for people in PLAN.populations:
        assert spaced(number(people, lang)) in said
    for id in ("plan.bridges", "plan.alone", "plan.cut_off", "plan.splits"):
        assert text(id, lang) in said
    level = text("plan.level.municipality", lang)
    assert spaced(text("plan.split", lang, level=level, n=3)) in said
    assert spaced(text("plan.split", lang, level="<b>mine</b>", n=1)) in said
    assert spaced(bounds_words(BOUNDS, lang)) in said


def test_nothing_is_said_of_what_a_plan_has_not(tmp_path):
    bare = replace(PLAN, splits={}, bridges=(), alone=(), cut_off=())
    said = plain(written(tmp_path / "out", "en", bare))
    for id in ("plan.bridges", "plan.alone", "plan.cut_off", "plan.splits"):
        assert text(id, "en") not in said


@pytest.mark.parametrize(
    ("outside", "id"), [(0, "plan.head.all"), (3, "plan.head"), (6, "plan.head.none")]
)
def test_title_tells_whether_all_some_or_none_are_in_the_band(outside, id):
    found = replace(PLAN, outside_preferred=outside)
    assert plan_title(found)("en") == text(id, "en", n=6, inside=6 - outside)


@pytest.mark.parametrize(
    ("people", "verdict"),
    [
        (99, Verdict.FAIL),
        (100, Verdict.WARN),
        (149, Verdict.WARN),
        (150, Verdict.PASS),
        (200, Verdict.PASS),
        (201, Verdict.WARN),
        (300, Verdict.WARN),
        (301, Verdict.FAIL),
    ],
)
def test_zone_is_judged_at_both_ends_of_the_band_and_of_the_bounds(people, verdict):
    made = Made(replace(PLAN, populations=(people,)), (), Bounds(100, 300, (150, 200)))
    assert made.fit(0) is verdict


def test_scale_shows_the_bounds_that_there_are():
    limits = limits_of(Bounds(100, 300, (150, 200)))
    assert (limits.minimum, limits.preferred, limits.very_high) == (100, (150, 200), 300)
    bare = limits_of(Bounds(0, NO_BOUND, (0, NO_BOUND)))
    assert (bare.minimum, bare.preferred, bare.very_high) == (None, None, None)
    assert bounds_words(Bounds(5, NO_BOUND, (5, NO_BOUND)), "en") == text(
        "plan.bounds_open", "en", lower=5
    )


def test_table_shows_each_zone_with_its_own_shape(tmp_path):
    source = written(tmp_path / "out", "en").read_text("utf-8")
    rows = re.findall(r'<tr id="row-\d+">.*?</tr>', source, flags=re.S)
    assert len(rows) == 6
    strip = 4 * np.pi * 6 / 14**2  # one by six squares
    assert all(number(strip, "en", 2) in row for row in rows)


def test_hostile_names_stay_words(tmp_path):
    source = written(tmp_path / "out").read_text("utf-8")
    assert "<script>alert" not in source
    assert "<b>mine" not in source


@pytest.mark.parametrize("lang", LANGUAGES)
def test_table_of_units_is_read_back_as_the_same_zones(tmp_path, lang):
    names = ["Zero", "One", "Two", "Three", "Four", "Five"]
    out = tmp_path / "out"
    write_plan_site(PLAN, LAYER, names=names, bounds=BOUNDS, out=out, lang=lang)
    found = zones_from_table(out / "zones.csv", LAYER).zones
    assert {(z.name, z.codes) for z in found} == {
        (name, tuple(row)) for name, row in zip(names, ROWS, strict=True)
    }


def test_no_cell_of_the_table_is_a_formula(tmp_path):
    written(tmp_path / "out")
    rows = rows_of(tmp_path / "out" / "zones.csv")
    names = {row[text("plan.zone_name", "fr")] for row in rows}
    assert "'=SUM(3)" in names
    assert "=SUM(3)" not in names


def test_map_file_has_a_feature_for_each_zone_in_degrees(tmp_path):
    written(tmp_path / "out")
    found = json.loads((tmp_path / "out" / "zones.geojson").read_text("utf-8"))
    assert [f["properties"]["name"] for f in found["features"]] == NAMES
    assert [f["properties"]["population"] for f in found["features"]] == list(PLAN.populations)
    assert [f["properties"]["units"] for f in found["features"]] == ROWS
    shapes = [shapely.geometry.shape(f["geometry"]) for f in found["features"]]
    assert all(shape.geom_type == "Polygon" for shape in shapes)
    assert all(0 < shape.centroid.x < 10 and 45 < shape.centroid.y < 55 for shape in shapes)
    assert found["attribution"] == ["SYNTHETIC"]


def test_same_plan_gives_the_same_bytes(tmp_path):
    written(tmp_path / "a")
    written(tmp_path / "b")
    assert contents(tmp_path / "a") == contents(tmp_path / "b")


def test_folder_with_files_of_others_is_refused_and_left_as_it_is(tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    (out / "mine.docx").write_text("mine")
    with pytest.raises(OutputError, match=r"out\.foreign"):
        written(out)
    assert contents(out) == {"mine.docx": b"mine"}
