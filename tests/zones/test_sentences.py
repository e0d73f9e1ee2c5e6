"""Findings of chapter Z in words: every reason in four languages, and sentences read whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import geopandas as gpd
import pytest
import shapely
from rule_case import RuleCase
from rule_reasons import possible_reasons
from synthetic import DATE, case, grid_layer
from zones.rule_cases import every_case

from pilotzones.findings import Case, Finding, Verdict, checked, evaluate
from pilotzones.postcodes.layer import CRS, Origin, UnitLayer, make_layer
from pilotzones.present.sentences import (
    by_urgency,
    demand,
    next_step,
    question,
    sentence,
    sentences,
    title,
)
from pilotzones.words import LANGUAGES
from pilotzones.zones.rulesets import read_rule_set

THIN, NB = "\u202f", "\u00a0"
ENGLISH = re.compile(
    r"\b(the|and|which|whether|with|known|unknown|must|inhabitants|people|units?|layer|rural area"
    r"|of the|not|flanders|wallonia|brussels|german-speaking)\b",
    re.IGNORECASE,
)
KEYS = re.compile(r"\[[^\]]*\]|pilot\.toml|\(name\)|\b[a-z]+_[a-z_]+\b|[\w]+-regions")
LEFT_OVER = re.compile(r"[{}]|\bNone\b|\bnan\b|\(\s*\)|[:,]\s*[.;,)]|«\s*»|“”|„“| {2}|\.\.")


def slit_layer() -> UnitLayer:
    """SYNTHETIC: two units side by side, with a slit of half a millimetre between them."""
    whole = grid_layer(2, 1).units
    shapes = [shapely.box(0, 0, 9_999.9995, 10_000), shapely.box(10_000, 0, 20_000, 10_000)]
    units = gpd.GeoDataFrame(whole.drop(columns="geometry"), geometry=shapes, crs=CRS)
    return make_layer(units, Origin("synthetic-slit", population_date=DATE))


def beside() -> Case:
    return case(["00", "01"], layer=slit_layer())


CASES = (*every_case(), RuleCase("Z01", "a slit in the layer", "fail", "beside", beside))


@cache
def found_in(row: RuleCase) -> tuple[tuple[Finding, Case], ...]:
    made = row.make()
    return tuple((finding, made) for finding in evaluate(made, checked("Z")))


def spoken(finding: Finding, made: Case) -> Iterator[tuple[str, str]]:
    for lang in LANGUAGES:
        yield lang, sentence(finding, made, lang)
        step = next_step(finding, made, lang)
        if step is not None:
            yield lang, step


def test_cases_reach_every_reason_that_the_rules_can_give():
    reached = {(f.rule, f.reason) for row in CASES for f, _ in found_in(row)}
    assert reached == possible_reasons("Z")


@pytest.mark.parametrize("row", CASES, ids=lambda row: f"{row.rule}: {row.situation}")
def test_every_finding_of_the_case_reads_clean_in_each_language(row: RuleCase):
    for finding, made in found_in(row):
        for lang, words in spoken(finding, made):
            where = f"{finding.rule}.{finding.reason} {lang}: {words}"
            assert not LEFT_OVER.search(words), where
            assert words.endswith("."), where
            assert lang == "en" or not ENGLISH.search(KEYS.sub("", words)), where
            assert lang != "fr" or not re.search(r"[ \w)][;!?»]|[^\u00a0]:( |$)|« ", words), where


@pytest.mark.parametrize("row", CASES, ids=lambda row: f"{row.rule}: {row.situation}")
def test_the_four_languages_differ_and_only_a_pass_has_no_next_step(row: RuleCase):
    for finding, made in found_in(row):
        assert len(set(sentences(finding, made).values())) == len(LANGUAGES)
        for lang in LANGUAGES:
            step = next_step(finding, made, lang)
            assert (step is None) == (finding.verdict is Verdict.PASS)


def only(rule: str, made: Case, lang: str) -> str:
    (finding,) = evaluate(made, [rule])
    return sentence(finding, made, lang)


def test_population_is_spoken_with_its_date_and_the_minimum():
    made = case(layer=grid_layer(population={"00": 118_754, "01": 7}))
    assert only("Z03", made, "fr") == (
        f"La zone compte 118{THIN}761 habitants au 01/01/2020{THIN}; "
        f"il en faut au moins 75{THIN}000."
    )
    assert only("Z03", made, "nl") == (
        "De regio telt 118.761 inwoners op 01/01/2020; er zijn er minstens 75.000 nodig."
    )
    assert only("Z03", made, "de") == (
        "Die Zone zählt 118.761 Einwohner (Stand 01.01.2020); nötig sind mindestens 75.000."
    )
    assert only("Z03", made, "en") == (
        "The zone has 118,761 inhabitants on 1 January 2020; at least 75,000 are needed."
    )


def test_unknown_date_of_the_population_is_said():
    made = case(layer=grid_layer(population=80_000, dated=None))
    assert "160.000 inwoners op een onbekende datum" in only("Z03", made, "nl")
    assert "Einwohner (Stand unbekannt)" in only("Z03", made, "de")
    assert f"160{THIN}000 habitants à une date inconnue" in only("Z03", made, "fr")


def test_bounds_in_the_sentence_are_those_of_the_rule_set():
    layer = grid_layer(population=50_000)
    elz, basin = (
        only("Z04", case(layer=layer, rules=read_rule_set(name)), "en")
        for name in ("elz", "bassin-brussels")
    )
    assert "75,000 to 125,000" in elz
    assert "100,000 below the preferred range of 200,000 to 300,000" in basin


def test_shared_units_agree_in_number_and_are_named_in_the_readers_language():
    one, two = case(others={"B": ["01"]}), case(others={"B": ["00", "01"]})
    assert only("Z07", one, "fr") == (
        f"Une unité est aussi demandée par B{NB}: 01 Ville 01 (population{NB}: 10{THIN}000)."
    )
    assert only("Z07", two, "nl") == (
        "2 eenheden worden ook gevraagd door B: 00 Stad 00 en 01 Stad 01 (bevolking: 20.000)."
    )


def test_loose_units_are_named():
    made = case(["00", "01", "22"])
    assert only("Z01", made, "de").startswith(
        "Die Zone besteht aus 2 getrennten Teilen; abseits des bevölkerungsreichsten: 22 Ville"
    )


def test_known_and_doubled_codes_are_told_apart():
    assert only("Z02", case(["00", "99"]), "en") == "Without a matching unit in the layer: 99."
    assert only("Z02", case(["00", "00"]), "en") == "One code is given more than once: 00."


def test_share_is_a_percentage_and_the_day_of_an_answer_is_in_the_readers_form():
    made = case(layer=grid_layer(population={"00": 10_000, "01": 30_000}), answers={"Z15": True})
    assert only("Z15", made, "fr") == (
        f"Une unité de la zone est rurale, avec 25,0{NB}% des habitants{THIN}; A. Test a déclaré "
        "le 01/01/2020 que le projet décrit ce qu’il met en place pour elle."
    )
    assert "25,0% van de inwoners; A. Test heeft op 01/01/2020" in only("Z15", made, "nl")
    assert "A. Test declared on 1 January 2020" in only("Z15", made, "en")


def test_missing_table_of_care_regions_is_asked_for_by_the_key_of_the_rule_set():
    made = case(layer=grid_layer(region="flanders"))
    (finding,) = evaluate(made, ["Z09"])
    assert "[zonings.care-regions]" in (next_step(finding, made, "nl") or "")


def test_regional_finding_speaks_only_of_the_units_it_is_about():
    """Two units across territories in Wallonia, one in a region that the rule set leaves out."""
    layer = grid_layer(region={"00": "wallonia", "01": "wallonia", "02": "flanders"})
    made = case(
        ["00", "01", "02"],
        layer=layer,
        rules=read_rule_set("ols-wallonia"),
        zonings={"territories": {"00": "A", "01": "B"}},
    )
    (finding,) = evaluate(made, ["Z13"])
    assert finding.subjects == ("00", "01")
    assert "(A and B)" in sentence(finding, made, "en")


def test_titles_and_demands_and_questions_of_a_rule():
    assert title("Z01", "fr") == "D’un seul tenant"
    assert demand("Z01", "nl") == "De pilootregio is aaneengesloten."
    assert question("Z03", "en") is None
    assert (question("Z18", "de") or "").endswith("?")


def test_most_urgent_finding_comes_first():
    made = case(["00", "22"], others={})
    ordered = by_urgency(evaluate(made, checked("Z")))
    assert [f.rule for f in ordered][:2] == ["Z01", "Z03"]
    assert all(f.verdict is not Verdict.PASS for f in ordered)
