"""Findings of chapters T and S in words: every reason in four languages, sentences read whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import pytest
from rule_case import RuleCase
from rule_reasons import possible_reasons
from stratification.rule_cases import every_case
from synthetic_people import people_case, people_sheet

from pilotzones.findings import Case, Finding, Verdict, checked, evaluate, rules
from pilotzones.present.sentences import (
    demand,
    next_step,
    question,
    sentence,
    sentences,
    title,
)
from pilotzones.present.values import bound, measured
from pilotzones.words import LANGUAGES

THIN, NB = "\u202f", "\u00a0"
ENGLISH = re.compile(
    r"\b(the|and|which|whether|with|known|unknown|must|people|units?|of the|not|nobody|conditions?"
    r"|rural areas?|target group|criteria)\b",
    re.IGNORECASE,
)
KEYS = re.compile(r"\[[^\]]*\]|pilot\.toml|\(\w+\)|\b[a-z]+_[a-z_]+\b|\(on[^)]*\)|: \w+\)")
SPOKEN_IN_GERMAN_AND_DUTCH = {"nl": r"\bcriteria\b", "de": r"\bnot\b", "fr": r"\bconditions\b"}
LEFT_OVER = re.compile(r"[{}]|\bNone\b|\bnan\b|\(\s*\)|[:,]\s*[.;,)]|«\s*»|“”|„“| {2}|\.\.(?!\.)")
CASES = every_case()


@cache
def found_in(row: RuleCase) -> tuple[tuple[Finding, Case], ...]:
    made = row.make()
    return tuple((finding, made) for finding in evaluate(made, [row.rule]))


def spoken(finding: Finding, made: Case) -> Iterator[tuple[str, str]]:
    for lang in LANGUAGES:
        yield lang, sentence(finding, made, lang)
        step = next_step(finding, made, lang)
        if step is not None:
            yield lang, step


def test_cases_reach_every_reason_that_the_rules_can_give():
    reached = {(f.rule, f.reason) for row in CASES for f, _ in found_in(row)}
    assert reached == possible_reasons("T", "S")


@pytest.mark.parametrize("row", CASES, ids=lambda row: f"{row.rule}: {row.situation[:60]}")
def test_finding_reads_clean_in_each_language(row: RuleCase):
    for finding, made in found_in(row):
        for lang, words in spoken(finding, made):
            where = f"{finding.rule}.{finding.reason} {lang}: {words}"
            assert not LEFT_OVER.search(words), where
            assert words.endswith((".", "...")), where
            plain = re.sub(SPOKEN_IN_GERMAN_AND_DUTCH.get(lang, "$^"), "", KEYS.sub("", words))
            assert lang == "en" or not ENGLISH.search(plain), where
            assert lang != "fr" or not re.search(r"[ \w)][;!?»]|[^\u00a0]:( |$)|« ", words), where


@pytest.mark.parametrize("row", CASES, ids=lambda row: f"{row.rule}: {row.situation[:60]}")
def test_the_four_languages_differ_and_only_a_pass_has_no_next_step(row: RuleCase):
    for finding, made in found_in(row):
        assert len(set(sentences(finding, made).values())) == len(LANGUAGES)
        for lang in LANGUAGES:
            step = next_step(finding, made, lang)
            assert (step is None) == (finding.verdict is Verdict.PASS)


@pytest.mark.parametrize("row", CASES, ids=lambda row: f"{row.rule}: {row.situation[:60]}")
def test_what_was_measured_and_its_bound_have_words_in_each_language(row: RuleCase):
    for finding, _ in found_in(row):
        for lang in LANGUAGES:
            assert bool(measured(finding, "postcode", lang)) == (finding.value is not None)
            bound(finding, "postcode", lang)


def only(rule: str, made: Case, lang: str) -> str:
    (finding,) = evaluate(made, [rule])
    return sentence(finding, made, lang)


def test_conditions_and_fields_are_named_in_the_readers_language():
    made = people_case(people_sheet(criteria="copd and not dementia and hospital_days < 30"))
    assert only("T07", made, "fr") == (
        f"Avec l’une de ces affections, personne ne peut être inclus{NB}: démence."
    )
    assert "Tage im Krankenhaus" in only("T08", made, "de")
    assert "ziekenhuis" in only("T08", made, "nl")


def test_size_of_the_target_group_is_told_with_the_minimum():
    made = people_case(people_sheet(target=1_250))
    assert only("T02", made, "fr") == (
        f"Le groupe cible compte 1{THIN}250 personnes{THIN}; il en faut au moins 1{THIN}000."
    )
    assert only("T01", made, "nl") == (
        "De doelgroep telt 1.250 personen, 750 minder dan de 2.000 waar hier van duizenden sprake "
        "is."
    )


def test_ages_that_are_left_out_are_told():
    made = people_case(people_sheet(criteria="diabetes and age >= 18"))
    assert only("T06", made, "de") == (
        "In diesem Alter kann niemand aufgenommen werden, was auch sonst zutrifft: 0-17 Jahre."
    )


def test_question_stands_before_the_step_where_one_is_open():
    made = people_case()
    (finding,) = evaluate(made, ["T12"])
    step = next_step(finding, made, "en") or ""
    assert step.startswith("Does the project guarantee")
    assert step.endswith("under [answers.T12].")


def test_answer_is_told_with_who_gave_it_and_when():
    made = people_case(answers={"T12": True})
    assert "A. Test declared on 1 January 2020 that the patient’s own share" in only(
        "T12", made, "en"
    )
    assert "A. Test a déclaré le 01/01/2020 que la part personnelle" in only("T12", made, "fr")


def test_every_rule_has_a_title_and_a_demand_and_facts_ask_nothing():
    for rule in (*rules("T"), *rules("S")):
        assert title(rule.id, "fr")
        assert demand(rule.id, "nl").endswith(".")
        asked = question(rule.id, "de")
        assert (asked is None) == (not ({"A", "J"} & set(rule.class_)) or rule.kind == "fact")
    assert checked("T", "S")
