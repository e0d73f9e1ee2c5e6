"""Findings of chapter R in words: every reason in four languages, and sentences read whole."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from resources.rule_cases import every_case
from rule_case import RuleCase
from rule_reasons import possible_reasons
from synthetic_care import GAPS, as_synthetic, care, care_case

from pilotzones.findings import Case, Finding, Verdict, checked, evaluate
from pilotzones.present.sentences import next_step, question, sentence, sentences, title
from pilotzones.words import LANGUAGES

THIN, NB = "\u202f", "\u00a0"
ENGLISH = re.compile(
    r"\b(the|and|which|whether|with|providers?|must|inhabitants|people|units?|gaps?|lists?|of the"
    r"|not|nobody|resources?|hospital|pharmacy)\b",
    re.IGNORECASE,
)
KEYS = re.compile(r"\[+[^\]]*\]+|pilot\.toml|\bcovers\b")
LEFT_OVER = re.compile(r"[{}]|\bNone\b|\bnan\b|\(\s*\)|[:,]\s*[.;,)]|«\s*»|“”|„“| {2}|\.\.")
CASES = every_case()


def found_in(row: RuleCase) -> Iterator[tuple[Finding, Case]]:
    made = row.make()
    yield from ((finding, made) for finding in evaluate(made, checked("R")))


def spoken(finding: Finding, made: Case) -> Iterator[tuple[str, str]]:
    for lang in LANGUAGES:
        yield lang, sentence(finding, made, lang)
        step = next_step(finding, made, lang)
        if step is not None:
            yield lang, step


def test_cases_of_care_reach_every_reason_that_the_rules_can_give():
    reached = {(f.rule, f.reason) for row in CASES for f, _ in found_in(row)}
    assert reached == possible_reasons("R")


@pytest.mark.parametrize("row", CASES, ids=lambda row: f"{row.rule}: {row.situation}")
def test_every_finding_of_care_reads_clean_in_each_language(row: RuleCase):
    for finding, made in found_in(row):
        for lang, words in spoken(finding, made):
            where = f"{finding.rule}.{finding.reason} {lang}: {words}"
            assert not LEFT_OVER.search(words), where
            assert words.endswith("."), where
            assert lang == "en" or not ENGLISH.search(KEYS.sub("", words)), where
            assert lang != "fr" or not re.search(r"[ \w)][;!?»]|[^\u00a0]:( |$)|« ", words), where


@pytest.mark.parametrize("row", CASES, ids=lambda row: f"{row.rule}: {row.situation}")
def test_four_languages_of_care_differ_and_only_a_pass_has_no_next_step(row: RuleCase):
    for finding, made in found_in(row):
        assert len(set(sentences(finding, made).values())) == len(LANGUAGES)
        for lang in LANGUAGES:
            step = next_step(finding, made, lang)
            assert (step is None) == (finding.verdict is Verdict.PASS)


def only(rule: str, made: Case, lang: str) -> str:
    (finding,) = evaluate(made, [rule])
    return sentence(finding, made, lang)


def test_gaps_are_spoken_with_their_people_and_types():
    made = care_case()
    assert only("R03", made, "fr") == (
        f"5 lacunes dans la zone (unités{NB}: 3, 30{THIN}000 habitants){THIN}; types de soins{NB}: "
        "officine, médecin généraliste et hôpital. Il reste à apprécier lesquelles comptent."
    )
    assert only("R03", made, "nl").startswith("5 tekorten in de regio (eenheden: 3, 30.000 inw")
    assert only("R03", made, "en").startswith("5 gaps in the zone (units: 3, 30,000 inhabitants)")


def test_one_gap_is_spoken_in_the_singular():
    made = care_case(care(gaps=GAPS[:1]))
    assert only("R03", made, "de") == (
        "Eine Lücke in der Zone (1 Einheit, 10.000 Einwohner); Versorgungsart: Apotheke. "
        "Zu beurteilen bleibt, ob sie zählt."
    )


def test_made_up_lists_are_called_so_in_every_language():
    made = care_case(as_synthetic(care()))
    for lang, word in zip(LANGUAGES, ("fictives", "fictief", "fiktiv", "fictitious"), strict=True):
        for finding in evaluate(made, checked("R")):
            if finding.rule not in ("R02", "R05"):
                assert word in sentence(finding, made, lang)


def test_components_without_a_resource_are_numbered():
    assert only("R06", care_case(), "en") == (
        "According to the lists, 5 of the 14 components have a resource in the zone; without a "
        "resource: 2, 4, 8, 9, 10, 11, 12, 13 and 14."
    )


def test_titles_and_questions_of_the_chapter_of_care():
    assert title("R04", "nl") == "Inefficiënties en overlappingen"
    assert question("R06", "fr") is None
    assert (question("R03", "de") or "").endswith("?")
