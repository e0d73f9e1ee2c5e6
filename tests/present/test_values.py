"""Values and thresholds of findings in words."""

from __future__ import annotations

import pytest
from synthetic import case, grid_layer

from pilotzones.present.measures import measures
from pilotzones.present.notices import notices, synthetic
from pilotzones.present.texts import Texts
from pilotzones.present.values import bound, counted_units, measured
from pilotzones.words import text
from pilotzones.zones.sheet import zone_sheet


def said(sheet, rule, lang="fr"):
    finding = next(f for f in sheet.findings if f.rule == rule)
    return measured(finding, "postcode", lang), bound(finding, "postcode", lang)


def test_values_have_their_unit_and_what_belongs_to_them():
    layer = grid_layer(4, 3)
    ring = ["00", "01", "02", "03", "10", "13", "20", "21", "22", "23"]
    sheet = zone_sheet(case(ring, layer=layer, others={"B": ["00"]}))
    assert said(sheet, "Z01") == ("1\u00a0morceau, 1\u00a0enclave", "1\u00a0morceau")
    assert said(sheet, "Z02")[0] == "0 code fautif"
    assert said(sheet, "Z03", "nl") == ("100.000\u00a0inw.", "75.000\u00a0inw.")
    assert said(sheet, "Z04", "en") == ("100,000\u00a0inhab.", "100,000 to 150,000\u00a0inhab.")
    assert said(sheet, "Z07") == (
        "1 code postal, 10\u202f000\u00a0hab.",
        "0 code postal",
    )
    assert said(sheet, "Z09")[0] == text("value.not_concerned", "fr")
    assert said(sheet, "Z15")[0] == "100,0\u00a0% en zone rurale"
    assert said(sheet, "Z16", "de")[0] == "100\u00a0Einw./km²"
    assert said(sheet, "Z18") == ("", "")


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("postcode", "2 postcodes"),
        ("municipality", "2 municipalities"),
        ("sector", "2 statistical sectors"),
        ("canton", "2 units"),
    ],
)
def test_units_are_counted_with_the_word_for_their_kind(kind, words):
    assert counted_units(2, kind, "en").replace("\u00a0", " ") == words


def test_every_sheet_has_its_measures_in_every_language(demo_sheet, troubled_sheet):
    for sheet in (demo_sheet, troubled_sheet):
        for lang in ("fr", "nl", "de", "en"):
            names = [str(measure.name) for measure in measures(sheet, Texts(lang))]
            assert text("sheet.population", lang) in " ".join(names)
            assert text("sheet.rural", lang) in " ".join(names)


def test_synthetic_layer_and_fictitious_project_are_called_so(demo_sheet, troubled_sheet):
    assert synthetic(troubled_sheet) == ("synthetic-grid",)
    assert [name for name in synthetic(demo_sheet) if "fictif" in name]
    told = [notice("en") for notice in notices(troubled_sheet)]
    assert text("notice.synthetic", "en", names=("synthetic-grid",)) in told


def test_population_without_a_date_is_said_to_have_none():
    sheet = zone_sheet(case(layer=grid_layer(dated=None)))
    assert next(notice("nl") for notice in notices(sheet)) == text("notice.undated", "nl")
